/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-usb.h"

G_BEGIN_DECLS

/**
 * UlEmuPlug:
 *
 * A USB port of a machine that umockdev makes up: udev devices, sysfs attributes, device nodes and
 * uevents for what is plugged into it. A process sees it, and may own it, that was started with
 * UL_EMU_PRELOAD in its LD_PRELOAD; its children see it too.
 */
typedef struct _UlEmuPlug UlEmuPlug;

#define UL_EMU_PRELOAD "libumockdev-preload.so.0"

UlEmuPlug *ul_emu_plug_new (void);
/** ul_emu_plug_get_folder: Returns: (transfer full): one that goes away with the machine */
char *ul_emu_plug_get_folder (UlEmuPlug *self);
/** ul_emu_plug_free: takes all of the machine away */
void ul_emu_plug_free (UlEmuPlug *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlEmuPlug, ul_emu_plug_free)

/** ul_emu_plug_in: @usb: not owned; stays valid until the port is freed. Main thread only */
gboolean ul_emu_plug_in (UlEmuPlug *self, UlEmuUsb *usb, GError **error);
/** ul_emu_plug_out: harmless when nothing is plugged in */
void ul_emu_plug_out (UlEmuPlug *self);

G_END_DECLS
