/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-bus.h"
#include "ul-emu-firmware.h"

#include <umockdev.h>

G_BEGIN_DECLS

/** UlEmuUsbFaults: the transfer of data, from 1 and in order of submission, at which ...; 0: never
 */
typedef struct {
    guint64 unplug_at;  /* ... the probe is pulled out */
    guint64 stall_at;   /* ... the endpoint halts, until the host clears that */
    guint64 silent_at;  /* ... the firmware ends, while its USB hardware still takes data */
    guint64 short_at;   /* ... or at the next one to the host, half of the answer is missing */
    guint64 garbage_at; /* ... or at the next one to the host, it is garbage */
} UlEmuUsbFaults;

/** ul_emu_usb_faults_find: Returns: (nullable): where the number of the fault @word is kept, which
 *   is named like the field: "stall-at" */
guint64 *ul_emu_usb_faults_find (UlEmuUsbFaults *faults, const char *word);

/**
 * UlEmuUsb:
 *
 * One plugged-in device as usbfs shows it: ioctls of any number of clients, URBs, claimed
 * interfaces, halted endpoints, a kernel driver on HID. Handlers run in umockdev's thread; all
 * public functions may be called from any thread.
 */
typedef struct _UlEmuUsb UlEmuUsb;

/**
 * ul_emu_usb_new:
 * @firmware: (transfer full):
 * @bus: not owned, outlives it; counts on over several devices
 */
UlEmuUsb *ul_emu_usb_new (UlEmuFirmware *firmware, UlEmuBus *bus, const UlEmuUsbFaults *faults);
void ul_emu_usb_free (UlEmuUsb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlEmuUsb, ul_emu_usb_free)

/** ul_emu_usb_get_handler: Returns: (transfer none): to attach to the device's node */
UMockdevIoctlBase *ul_emu_usb_get_handler (UlEmuUsb *self);
UlEmuFirmware *ul_emu_usb_get_firmware (UlEmuUsb *self);
/** ul_emu_usb_unplug: what is pending ends, what comes later finds no device */
void ul_emu_usb_unplug (UlEmuUsb *self);
/** ul_emu_usb_on_unplug: calls @notify in umockdev's thread when a fault pulled it out */
void ul_emu_usb_on_unplug (UlEmuUsb *self, void (*notify) (gpointer data), gpointer data);
/** ul_emu_usb_set_fault: @word happens at the transfer @ahead from now, 1 for the next one.
 *   Returns: %FALSE when there is no such fault */
gboolean ul_emu_usb_set_fault (UlEmuUsb *self, const char *word, guint64 ahead);
/** ul_emu_usb_lock: for looking at the firmware, the bus or the board meanwhile */
void ul_emu_usb_lock (UlEmuUsb *self);
void ul_emu_usb_unlock (UlEmuUsb *self);

G_END_DECLS
