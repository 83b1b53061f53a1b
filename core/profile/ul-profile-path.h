/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ul_profile_path_make:
 * @folder: (nullable): where the profile is; %NULL: nowhere yet
 *
 * Returns: (transfer full): how a profile in @folder names @target: relative where they have a
 *   folder in common, else absolute; a URI for what is not local or whose name
 *   is no text
 */
char *ul_profile_path_make (GFile *folder, GFile *target);
/** ul_profile_path_resolve: Returns: (transfer full): what a profile in @folder means by @path */
GFile *ul_profile_path_resolve (GFile *folder, const char *path);
/** ul_profile_path_move: Returns: (transfer full): @path as a profile says it that moves from one
 *   folder to another. Absolute paths that were written as such stay. */
char *ul_profile_path_move (const char *path, GFile *from, GFile *to);

G_END_DECLS
