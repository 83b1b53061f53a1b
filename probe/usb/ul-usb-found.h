/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-match.h"

G_BEGIN_DECLS

typedef enum {
    UL_USB_FREE,
    UL_USB_FORBIDDEN, /* this user may not open it */
    UL_USB_HELD,      /* another program has it open */
} UlUsbState;

/** UlUsbFound: a probe that is plugged in. Immutable and counted, so that any thread may read it.
 */
typedef struct {
    UlUsbContext *context;
    libusb_device *device;
    UlUsbMatch match;
    char *name;        /* of the product */
    char *serial;      /* (nullable), tidy */
    char *location;    /* "1-3.2" */
    char *node;        /* "/dev/bus/usb/001/009" */
    gint64 arrived_us; /* monotonic; 0: was there before the program */
    UlUsbState state;
    char *trouble; /* (nullable) translated: why it cannot be used now */
} UlUsbFound;

/** ul_usb_found_new: takes what it needs out of @description */
UlUsbFound *ul_usb_found_new (UlUsbContext *context, libusb_device *device, const UlUsbMatch *match,
                              UlUsbDescription *description, gint64 arrived_us);
UlUsbFound *ul_usb_found_ref (UlUsbFound *self);
void ul_usb_found_unref (UlUsbFound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlUsbFound, ul_usb_found_unref)

/** ul_usb_found_look_again: Returns: (transfer full): the same with its present state; @self when
 *   nothing changed */
UlUsbFound *ul_usb_found_look_again (UlUsbFound *self);

/** ul_usb_found_set_forbidden, ul_usb_found_set_held: the reason in full, for an open that failed
 */
void ul_usb_found_set_forbidden (const UlUsbFound *self, GError **error);
void ul_usb_found_set_held (const UlUsbFound *self, GError **error);

G_END_DECLS
