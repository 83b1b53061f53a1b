/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For programs that run under unlatch-usb-emulator --control. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** emulator_tell: Returns: (transfer full): the answer to one of the emulator's commands */
char *emulator_tell (const char *command);

G_END_DECLS
