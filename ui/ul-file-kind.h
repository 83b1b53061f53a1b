/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
    UL_FILE_KIND_UNKNOWN, /* the name does not tell */
    UL_FILE_KIND_FIRMWARE,
    UL_FILE_KIND_PROFILE, /* one of ours, or one that can be imported */
    UL_FILE_KIND_OTHER,   /* certainly no firmware: a picture, a folder, a document */
} UlFileKind;

/** ul_file_kind_by_name: a guess by the suffix alone */
UlFileKind ul_file_kind_by_name (const char *name);
/**
 * ul_file_kind_guess_async: a guess by the suffix, else by the first bytes, read off the main loop
 *
 * Finish: never fails: what cannot be read is %UL_FILE_KIND_UNKNOWN.
 */
void ul_file_kind_guess_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
UlFileKind ul_file_kind_guess_finish (GAsyncResult *result);
/** ul_file_kind_get_mime: Returns: (transfer none): as in our MIME package */
const char *ul_file_kind_get_mime (GFile *file);
/** ul_file_kind_get_patterns: Returns: (transfer none): "*.hex", ..., NULL */
const char *const *ul_file_kind_get_patterns (void);
/** ul_file_kind_get_profile_patterns: Returns: (transfer none): "*.unlatch", ..., NULL */
const char *const *ul_file_kind_get_profile_patterns (void);
/** ul_file_kind_is_profile: by its name */
gboolean ul_file_kind_is_profile (GFile *file);
/** ul_file_kind_is_import: whether a profile is in another program's format, by its name */
gboolean ul_file_kind_is_import (GFile *file);

G_END_DECLS
