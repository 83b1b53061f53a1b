/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-match.h"

#include <string.h>

#define VENDOR_SEGGER      0x1366u
#define VENDOR_RASPBERRY   0x2E8Au
#define PRODUCT_DEBUGPROBE 0x000Cu
#define DEBUGPROBE_FIXED   0x0220u /* release that no longer loses packets */

/* Bits of the product numbers 0x1000 and up: which interfaces a J-Link has. */
#define JLINK_NEW    0x10u /* the upper byte */
#define JLINK_DRIVER (1u << 4)
#define JLINK_WINUSB (1u << 5)

#define MAX_SERIAL        64u
#define JLINK_SERIAL_SIZE 10u
#define LEAST_PACKET      8u
#define MOST_PACKET       1024u

UlUsbDescription *
ul_usb_description_new (void)
{
    UlUsbDescription *self = g_new0 (UlUsbDescription, 1);

    self->interfaces = g_array_new (FALSE, TRUE, sizeof (UlUsbInterface));
    return self;
}

void
ul_usb_description_free (UlUsbDescription *self)
{
    for (guint i = 0; i < self->interfaces->len; i++)
        g_free (g_array_index (self->interfaces, UlUsbInterface, i).name);
    g_array_unref (self->interfaces);
    g_free (self->name);
    g_free (self->serial);
    g_free (self->location);
    g_free (self->node);
    g_free (self);
}

/* --- endpoints --- */

/* The first or last endpoint of the type and direction. Returns: its place; -1: none */
static int
find_endpoint (const UlUsbInterface *interface, guint8 type, gboolean in, gboolean last)
{
    int found = -1;

    for (guint i = 0; i < interface->n_endpoints; i++) {
        gboolean is_in = (interface->endpoints[i].address & LIBUSB_ENDPOINT_IN) != 0;

        if (interface->endpoints[i].type == type && is_in == in && (found < 0 || last))
            found = i;
    }
    return found;
}

static gboolean
pick_endpoints (const UlUsbInterface *interface, guint8 type, gboolean last, UlUsbEndpoints *result)
{
    int in = find_endpoint (interface, type, TRUE, last);
    int out = find_endpoint (interface, type, FALSE, last);
    gboolean hid = type == LIBUSB_TRANSFER_TYPE_INTERRUPT;

    if (in < 0 || (out < 0 && !hid))
        return FALSE;
    *result = (UlUsbEndpoints){ .interface = interface->number,
                                .alternate = interface->alternate,
                                .hid = hid,
                                .in = interface->endpoints[in].address,
                                .in_packet = interface->endpoints[in].packet_size };
    result->out_packet = result->in_packet;
    if (out >= 0) {
        result->out = interface->endpoints[out].address;
        result->out_packet = interface->endpoints[out].packet_size;
    }
    return result->in_packet >= LEAST_PACKET && result->in_packet <= MOST_PACKET &&
           result->out_packet >= LEAST_PACKET && result->out_packet <= MOST_PACKET;
}

/* --- J-Link --- */

static gboolean
is_jlink (guint16 vendor, guint16 product)
{
    static const guint16 old[] = { 0x0101, 0x0102, 0x0103, 0x0104, 0x0105, 0x0107, 0x0108 };

    if (vendor != VENDOR_SEGGER)
        return FALSE;
    if (product >> 8 == JLINK_NEW)
        return ((product & JLINK_DRIVER) != 0) != ((product & JLINK_WINUSB) != 0);
    for (guint i = 0; i < G_N_ELEMENTS (old); i++)
        if (product == old[i])
            return TRUE;
    return FALSE;
}

static gboolean
match_jlink (const UlUsbDescription *description, UlUsbMatch *match)
{
    if (!is_jlink (description->vendor, description->product))
        return FALSE;
    for (guint i = 0; i < description->interfaces->len; i++) {
        const UlUsbInterface *interface =
            &g_array_index (description->interfaces, UlUsbInterface, i);

        if (interface->class == LIBUSB_CLASS_VENDOR_SPEC &&
            interface->subclass == LIBUSB_CLASS_VENDOR_SPEC &&
            pick_endpoints (interface, LIBUSB_TRANSFER_TYPE_BULK, TRUE, &match->endpoints)) {
            match->kind = UL_PROBE_KIND_JLINK;
            return TRUE;
        }
    }
    return FALSE;
}

/* --- CMSIS-DAP --- */

typedef struct {
    guint16 vendor;
    guint16 products[13]; /* 0-terminated */
} Hint;

/* Probes that do not always say what they are. */
static const Hint hints[] = {
    { 0x0D28, { 0x0204 } },
    { 0xC251, { 0xF001, 0xF002, 0x2722, 0x2750 } },
    { VENDOR_RASPBERRY, { PRODUCT_DEBUGPROBE, 0x0004 } },
    { 0x03EB,
      { 0x2111, 0x2140, 0x2141, 0x2144, 0x2145, 0x2157, 0x2169, 0x216A, 0x216C, 0x2170, 0x2175 } },
    { 0x04B4, { 0xF138, 0xF148, 0xF151, 0xF152, 0xF154, 0xF155, 0xF166 } },
    { 0x1FC9, { 0x0090, 0x0143 } },
    { 0x1A86, { 0x8011, 0x8012 } },
    { 0x30CC, { 0x9527 } },
    { VENDOR_SEGGER, { 0x1008, 0x1080 } },
};

static gboolean
is_hinted (guint16 vendor, guint16 product)
{
    for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
        for (guint j = 0; hints[i].vendor == vendor && hints[i].products[j] != 0; j++)
            if (hints[i].products[j] == product)
                return TRUE;
    return FALSE;
}

static gboolean
says_cmsis_dap (const char *text)
{
    static const char *const names[] = { "CMSIS-DAP", "CMSIS_DAP", "WCH-Link" };

    for (guint i = 0; text != NULL && i < G_N_ELEMENTS (names); i++)
        if (strstr (text, names[i]) != NULL)
            return TRUE;
    return FALSE;
}

/* The interface has to say it; or the whole device does and nothing better is known of the
 * interface. Class 0 is good enough only for one that says it. */
static gboolean
is_version_2 (const UlUsbDescription *description, const UlUsbInterface *interface)
{
    if (says_cmsis_dap (interface->name))
        return interface->class == LIBUSB_CLASS_VENDOR_SPEC ||
               interface->class == LIBUSB_CLASS_PER_INTERFACE;
    return interface->name == NULL && interface->class == LIBUSB_CLASS_VENDOR_SPEC &&
           interface->subclass == 0 && interface->protocol == 0 &&
           (says_cmsis_dap (description->name) ||
            is_hinted (description->vendor, description->product));
}

static gboolean
is_version_1 (const UlUsbDescription *description, const UlUsbInterface *interface)
{
    return interface->class == LIBUSB_CLASS_HID &&
           (says_cmsis_dap (interface->name) || says_cmsis_dap (description->name) ||
            is_hinted (description->vendor, description->product));
}

static gboolean
match_version_2 (const UlUsbDescription *description, UlUsbMatch *match)
{
    for (guint i = 0; i < description->interfaces->len; i++) {
        const UlUsbInterface *interface =
            &g_array_index (description->interfaces, UlUsbInterface, i);

        if (is_version_2 (description, interface) &&
            pick_endpoints (interface, LIBUSB_TRANSFER_TYPE_BULK, FALSE, &match->endpoints))
            return TRUE;
    }
    return FALSE;
}

/* Among several HID interfaces, the one that says it, then one with reports of the vendor's own. */
static guint
rank (const UlUsbInterface *interface)
{
    return (says_cmsis_dap (interface->name) ? 4 : 0) + (interface->vendor_page ? 2 : 0) + 1;
}

static gboolean
match_version_1 (const UlUsbDescription *description, UlUsbMatch *match)
{
    guint best = 0;

    for (guint i = 0; i < description->interfaces->len; i++) {
        const UlUsbInterface *interface =
            &g_array_index (description->interfaces, UlUsbInterface, i);
        UlUsbEndpoints endpoints;

        if (!is_version_1 (description, interface) || rank (interface) <= best ||
            !pick_endpoints (interface, LIBUSB_TRANSFER_TYPE_INTERRUPT, FALSE, &endpoints))
            continue;
        match->endpoints = endpoints;
        best = rank (interface);
    }
    return best > 0;
}

static gboolean
match_cmsis_dap (const UlUsbDescription *description, UlUsbMatch *match)
{
    gboolean raspberry = description->vendor == VENDOR_RASPBERRY;

    if (!match_version_2 (description, match) && !match_version_1 (description, match))
        return FALSE;
    match->kind = UL_PROBE_KIND_CMSIS_DAP;
    match->one_packet =
        raspberry && (match->endpoints.hid || (description->product == PRODUCT_DEBUGPROBE &&
                                               description->release < DEBUGPROBE_FIXED));
    return TRUE;
}

gboolean
ul_usb_may_match (guint16 vendor, guint16 product)
{
    return is_jlink (vendor, product) || is_hinted (vendor, product);
}

gboolean
ul_usb_match (const UlUsbDescription *description, UlUsbMatch *match)
{
    *match = (UlUsbMatch){ 0 };
    return match_jlink (description, match) || match_cmsis_dap (description, match);
}

/* --- serial numbers --- */

/* Some probes fill their number up with whatever was in memory: the last digits count. */
static char *
tidy_jlink (const char *serial)
{
    gsize length = strlen (serial);
    const char *tail = serial + (length > JLINK_SERIAL_SIZE ? length - JLINK_SERIAL_SIZE : 0);
    guint64 number;

    if (!g_ascii_string_to_unsigned (tail, 10, 0, G_MAXUINT64, &number, NULL))
        return NULL;
    return g_strdup_printf ("%" G_GUINT64_FORMAT, number);
}

char *
ul_usb_tidy_serial (UlProbeKind kind, const char *serial)
{
    g_autoptr (GString) tidy = g_string_new (NULL);

    for (const char *c = serial; c != NULL && *c != '\0' && tidy->len < MAX_SERIAL; c++)
        if (g_ascii_isgraph (*c))
            g_string_append_c (tidy, *c);
    char *number = kind == UL_PROBE_KIND_JLINK ? tidy_jlink (tidy->str) : NULL;
    if (number != NULL)
        return number;
    return tidy->len > 0 ? g_strdup (tidy->str) : NULL;
}
