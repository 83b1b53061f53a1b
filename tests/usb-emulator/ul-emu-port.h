/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-options.h"
#include "ul-emu-plug.h"

G_BEGIN_DECLS

/**
 * UlEmuPort:
 *
 * A port of the machine with a probe that is plugged into it and out, and the board behind that.
 */
typedef struct _UlEmuPort UlEmuPort;

/** ul_emu_port_new: @machine: not owned; @number: from 1; @options: not owned, its probe and board.
 *   Nothing is plugged in yet. */
UlEmuPort *ul_emu_port_new (UlEmuMachine *machine, guint number, const UlEmuOptions *options,
                            GError **error);
void ul_emu_port_free (UlEmuPort *self);
/** ul_emu_port_set_client: @client: not owned */
void ul_emu_port_set_client (UlEmuPort *self, UlEmuClient *client);

/** ul_emu_port_plug: harmless when it is plugged in */
gboolean ul_emu_port_plug (UlEmuPort *self, GError **error);
/** ul_emu_port_run: Returns: (transfer full): the answer to @command of the control socket */
char *ul_emu_port_run (UlEmuPort *self, const char *command);
/** ul_emu_port_write_results: the counters and the flash, where the options want them */
gboolean ul_emu_port_write_results (UlEmuPort *self, GError **error);

G_END_DECLS
