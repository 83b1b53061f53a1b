/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state of a plugged-in device, shared by its ioctls and its transfers. */
#pragma once

#include "ul-emu-usb.h"

G_BEGIN_DECLS

/** UlEmuUrb: submitted and not yet reaped */
typedef struct {
    UMockdevIoctlClient *client; /* not owned: the identity of an open file */
    UMockdevIoctlData *urb;      /* struct usbdevfs_urb, owned */
    UMockdevIoctlData *buffer;   /* nullable, owned */
    guint64 number;              /* among the transfers of data; 0: a control request */
    gsize size, n;               /* of the buffer, of the data moved */
    guint64 asked_ns, done_ns;
    guint64 ready_ns; /* when the last of its packets was there */
} UlEmuUrb;

struct _UlEmuUsb {
    GMutex lock;
    UMockdevIoctlBase *handler;
    UlEmuFirmware *firmware; /* owned */
    UlEmuBus *bus;           /* not owned */
    UlEmuUsbFaults faults;
    void (*notify) (gpointer data);
    gpointer notify_data;

    GPtrArray *clients; /* of UMockdevIoctlClient, not owned: the open files */
    gboolean gone, silent;
    gboolean kernel_driver;       /* usbhid has the interface */
    UMockdevIoctlClient *claimer; /* nullable, not owned */
    gboolean out_halted, in_halted;
    GQueue out, in;  /* of UlEmuUrb: that wait for the device */
    GQueue done;     /* ... that wait to be reaped */
    guint64 slot_ns; /* when the firmware got room for another command */
    gint64 heard_us; /* on the machine's clock: when the client asked or was told something */
};

/* ul-emu-urb.c; all of them under the lock */

/** ul_emu_usb_submit: Returns: 0 or a negative errno */
int ul_emu_usb_submit (UlEmuUsb *self, UMockdevIoctlClient *client);
/** ul_emu_usb_discard: Returns: 0 or a negative errno */
int ul_emu_usb_discard (UlEmuUsb *self, UMockdevIoctlClient *client);
/** ul_emu_usb_reap: Returns: 0 or a negative errno */
int ul_emu_usb_reap (UlEmuUsb *self, UMockdevIoctlClient *client);
/** ul_emu_usb_end_all: every pending URB ends with @status, a negative errno */
void ul_emu_usb_end_all (UlEmuUsb *self, int status);
/** ul_emu_usb_forget: drops the URBs of a closed file; %NULL: of all */
void ul_emu_usb_forget (UlEmuUsb *self, UMockdevIoctlClient *client);
/** ul_emu_usb_pull_out: see ul_emu_usb_unplug() */
void ul_emu_usb_pull_out (UlEmuUsb *self);

G_END_DECLS
