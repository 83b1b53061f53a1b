/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"
#include "ul-usb-endpoints.h"

G_BEGIN_DECLS

#define UL_USB_MAX_ENDPOINTS 8u

/** UlUsbInterface: one setting of an interface, as its descriptor tells */
typedef struct {
    guint8 number, alternate;
    guint8 class, subclass, protocol;
    char *name;           /* (nullable): its string, where that is known */
    gboolean vendor_page; /* HID: its reports are of the vendor's own usage page, FF00 */
    guint n_endpoints;
    struct {
        guint8 address;
        guint8 type; /* LIBUSB_TRANSFER_TYPE_ */
        guint16 packet_size;
    } endpoints[UL_USB_MAX_ENDPOINTS];
} UlUsbInterface;

/** UlUsbDescription: what is known of a device without opening it. Not to be trusted. */
typedef struct {
    guint16 vendor, product, release;
    char *name;         /* (nullable): of the product */
    char *serial;       /* (nullable) */
    char *location;     /* "1-3.2": bus and ports */
    char *node;         /* "/dev/bus/usb/001/009" */
    GArray *interfaces; /* of UlUsbInterface */
} UlUsbDescription;

UlUsbDescription *ul_usb_description_new (void);
void ul_usb_description_free (UlUsbDescription *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlUsbDescription, ul_usb_description_free)

/** UlUsbMatch: what kind of probe it is, and how to speak to it */
typedef struct {
    UlProbeKind kind;
    UlUsbEndpoints endpoints;
    gboolean one_packet; /* CMSIS-DAP: firmware that is known to lose packets under way */
} UlUsbMatch;

/** ul_usb_may_match: whether a closer look pays, by vendor and product alone */
gboolean ul_usb_may_match (guint16 vendor, guint16 product);

/**
 * ul_usb_match:
 *
 * Finds J-Links by the rule of their product numbers, and CMSIS-DAP probes by their names, version
 * 2 before version 1. Returns: %FALSE when it is no probe of these kinds
 */
gboolean ul_usb_match (const UlUsbDescription *description, UlUsbMatch *match);

/** ul_usb_tidy_serial: Returns: (transfer full) (nullable): a serial number as people read it: of a
 *   J-Link a number without leading zeros */
char *ul_usb_tidy_serial (UlProbeKind kind, const char *serial);

G_END_DECLS
