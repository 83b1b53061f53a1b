/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-usb.h"

G_BEGIN_DECLS

#define UL_EMU_PRELOAD "libumockdev-preload.so.0"

/**
 * UlEmuMachine:
 *
 * A machine with USB ports that umockdev makes up. A process sees it, and may own it, that was
 * started with UL_EMU_PRELOAD in its LD_PRELOAD; its children see it too.
 */
typedef struct {
    UMockdevTestbed *testbed;
    guint last_address; /* each device gets a new one; the root hub has 1 */
} UlEmuMachine;

void ul_emu_machine_init (UlEmuMachine *self);
/** ul_emu_machine_clear: its ports must be free */
void ul_emu_machine_clear (UlEmuMachine *self);
/** ul_emu_machine_get_folder: Returns: (transfer full): one that goes away with the machine */
char *ul_emu_machine_get_folder (UlEmuMachine *self);

/**
 * UlEmuPlug:
 *
 * A port of the machine: udev devices, sysfs attributes, device nodes and uevents for what is
 * plugged into it.
 */
typedef struct _UlEmuPlug UlEmuPlug;

/** ul_emu_plug_new: @machine: not owned; @number: of the port, from 1 */
UlEmuPlug *ul_emu_plug_new (UlEmuMachine *machine, guint number);
void ul_emu_plug_free (UlEmuPlug *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlEmuPlug, ul_emu_plug_free)

/** ul_emu_plug_in: @usb: not owned; stays valid until the port is freed. Main thread only */
gboolean ul_emu_plug_in (UlEmuPlug *self, UlEmuUsb *usb, GError **error);
/** ul_emu_plug_out: harmless when nothing is plugged in */
void ul_emu_plug_out (UlEmuPlug *self);

G_END_DECLS
