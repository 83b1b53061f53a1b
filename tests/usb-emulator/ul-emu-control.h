/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * UlEmuControl:
 *
 * A socket in the file system through which the program that is being tested against, or its
 * test, tells what happens to the probe: a line with a command, a line of answer.
 */
typedef struct _UlEmuControl UlEmuControl;

/** UlEmuControlFunc: Returns: (transfer full): the line that answers @command, without its end */
typedef char *(*UlEmuControlFunc) (const char *command, gpointer data);

/** ul_emu_control_new: @path: of the socket, which is made */
UlEmuControl *ul_emu_control_new (const char *path, UlEmuControlFunc func, gpointer data,
                                  GError **error);
void ul_emu_control_free (UlEmuControl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlEmuControl, ul_emu_control_free)

G_END_DECLS
