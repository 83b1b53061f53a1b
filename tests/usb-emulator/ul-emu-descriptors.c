/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-descriptors.h"

enum { STRING_MANUFACTURER = 1, STRING_PRODUCT, STRING_SERIAL, STRING_INTERFACE, STRING_PORT };

#define DESCRIPTOR_DEVICE        1
#define DESCRIPTOR_CONFIGURATION 2
#define DESCRIPTOR_STRING        3
#define DESCRIPTOR_HID           0x21
#define DESCRIPTOR_REPORT        0x22

#define LOW(x)  ((guint8) ((x) &0xFF))
#define HIGH(x) ((guint8) ((x) >> 8))

static void
add_device (GByteArray *bytes, const UlEmuIdentity *identity)
{
    const guint8 device[] = {
        18,
        DESCRIPTOR_DEVICE,
        0x00,
        0x02,                           /* USB 2.0 */
        identity->composite ? 0xEF : 0, /* class told by the interfaces */
        identity->composite ? 2 : 0,
        identity->composite ? 1 : 0,
        64, /* packets of endpoint 0 */
        LOW (identity->vendor_id),
        HIGH (identity->vendor_id),
        LOW (identity->product_id),
        HIGH (identity->product_id),
        0x00,
        0x01,
        STRING_MANUFACTURER,
        STRING_PRODUCT,
        identity->serial != NULL ? STRING_SERIAL : 0,
        1,
    };

    g_byte_array_append (bytes, device, sizeof device);
}

static void
add_report (GByteArray *bytes, const UlEmuIdentity *identity)
{
    const guint8 low = LOW (identity->packet_size), high = HIGH (identity->packet_size);
    const guint8 report[] = {
        0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, /* a vendor's collection of bytes: */
        0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08,
        0x96, low,  high, 0x09, 0x01, 0x81, 0x02, /* input, output, one feature byte */
        0x96, low,  high, 0x09, 0x01, 0x91, 0x02,
        0x95, 0x01, 0x09, 0x01, 0xB1, 0x02, 0xC0,
    };

    g_byte_array_append (bytes, report, sizeof report);
}

static void
add_hid (GByteArray *bytes, const UlEmuIdentity *identity)
{
    g_autoptr (GByteArray) report = g_byte_array_new ();

    add_report (report, identity);
    const guint8 hid[] = { 9,
                           DESCRIPTOR_HID,
                           0x11,
                           0x01,
                           0,
                           1,
                           DESCRIPTOR_REPORT,
                           LOW (report->len),
                           HIGH (report->len) };
    g_byte_array_append (bytes, hid, sizeof hid);
}

static void
add_endpoint (GByteArray *bytes, const UlEmuIdentity *identity, guint8 address)
{
    const guint8 endpoint[] = {
        7,
        5,
        address,
        identity->hid ? 3 : 2, /* interrupt or bulk */
        LOW (identity->packet_size),
        HIGH (identity->packet_size),
        identity->hid ? 1 : 0,
    };

    if ((address & 0x0F) != 0)
        g_byte_array_append (bytes, endpoint, sizeof endpoint);
}

/* A serial port: a pair of interfaces, whose second is named as some probes name it */
static void
add_port (GByteArray *bytes, const UlEmuIdentity *identity)
{
    const guint8 low = LOW (identity->packet_size), high = HIGH (identity->packet_size);
    /* clang-format off */
    const guint8 port[] = {
        8, 11, 0, 2, 2, 2, 0, 0,              /* the two belong together */
        9, 4, 0, 0, 1, 2, 2, 1, 0,            /* control: */
        5, 0x24, 0, 0x10, 0x01, 5, 0x24, 1, 0, 1, 4, 0x24, 2, 2, 5, 0x24, 6, 0, 1,
        7, 5, 0x83, 3, 8, 0, 9,               /* ... notifications */
        9, 4, 1, 0, 2, 10, 0, 0, STRING_PORT, /* data: */
        7, 5, 0x03, 2, low, high, 0, 7, 5, 0x84, 2, low, high, 0,
    };
    /* clang-format on */

    g_byte_array_append (bytes, port, sizeof port);
}

static void
add_disk (GByteArray *bytes, const UlEmuIdentity *identity)
{
    const guint8 low = LOW (identity->packet_size), high = HIGH (identity->packet_size);
    const guint8 disk[] = {
        9, 4, 3, 0, 2, 8, 6, 0x50, 0, 7, 5, 0x02, 2, low, high, 0, 7, 5, 0x82, 2, low, high, 0,
    };

    g_byte_array_append (bytes, disk, sizeof disk);
}

static void
add_probe (GByteArray *bytes, const UlEmuIdentity *identity)
{
    const guint8 n_endpoints = identity->out_endpoint != 0 ? 2 : 1;
    const guint8 interface[] = { 9,
                                 4,
                                 ul_emu_identity_get_interface (identity),
                                 0,
                                 n_endpoints,
                                 identity->hid ? 3 : 0xFF,
                                 identity->subclass,
                                 identity->protocol,
                                 identity->interface_name != NULL ? STRING_INTERFACE : 0 };

    g_byte_array_append (bytes, interface, sizeof interface);
    if (identity->hid)
        add_hid (bytes, identity);
    add_endpoint (bytes, identity, identity->out_endpoint);
    add_endpoint (bytes, identity, identity->in_endpoint);
}

static void
add_configuration (GByteArray *bytes, const UlEmuIdentity *identity)
{
    guint at = bytes->len;
    const guint8 n_interfaces = identity->composite ? 4 : 1;
    const guint8 configuration[] = {
        9, DESCRIPTOR_CONFIGURATION, 0, 0, n_interfaces, 1, 0, 0x80, 50
    };

    g_byte_array_append (bytes, configuration, sizeof configuration);
    if (identity->composite)
        add_port (bytes, identity);
    add_probe (bytes, identity);
    if (identity->composite)
        add_disk (bytes, identity);
    bytes->data[at + 2] = LOW (bytes->len - at);
    bytes->data[at + 3] = HIGH (bytes->len - at);
}

static gboolean
add_string (GByteArray *bytes, const UlEmuIdentity *identity, guint index)
{
    const char *const strings[] = {
        [STRING_MANUFACTURER] = identity->manufacturer,
        [STRING_PRODUCT] = identity->product,
        [STRING_SERIAL] = identity->serial,
        [STRING_INTERFACE] = identity->interface_name,
        [STRING_PORT] = UL_EMU_PORT_NAME,
    };
    static const guint8 languages[] = { 4, DESCRIPTOR_STRING, 0x09, 0x04 };
    guint8 head[2] = { 0, DESCRIPTOR_STRING };

    if (index == 0)
        g_byte_array_append (bytes, languages, sizeof languages);
    if (index == 0)
        return TRUE;
    if (index >= G_N_ELEMENTS (strings) || strings[index] == NULL)
        return FALSE;
    g_byte_array_append (bytes, head, sizeof head);
    for (const char *c = strings[index]; *c != '\0'; c++) { /* all of them are ASCII */
        const guint8 unit[] = { (guint8) *c, 0 };

        g_byte_array_append (bytes, unit, sizeof unit);
    }
    bytes->data[0] = MIN (bytes->len, 255);
    return TRUE;
}

GByteArray *
ul_emu_descriptors (const UlEmuIdentity *identity)
{
    GByteArray *bytes = g_byte_array_new ();

    add_device (bytes, identity);
    add_configuration (bytes, identity);
    return bytes;
}

static gboolean
get_descriptor (const UlEmuIdentity *identity, guint8 type, guint8 index, GByteArray *reply)
{
    switch (type) {
    case DESCRIPTOR_DEVICE:
        add_device (reply, identity);
        return TRUE;
    case DESCRIPTOR_CONFIGURATION:
        add_configuration (reply, identity);
        return index == 0;
    case DESCRIPTOR_STRING:
        return add_string (reply, identity, index);
    case DESCRIPTOR_HID:
    case DESCRIPTOR_REPORT:
        if (identity->hid)
            (type == DESCRIPTOR_HID ? add_hid : add_report) (reply, identity);
        return identity->hid;
    default:
        return FALSE;
    }
}

gboolean
ul_emu_descriptors_answer (const UlEmuIdentity *identity, const guint8 *setup, GByteArray *reply)
{
    static const guint8 status[2] = { 0, 0 };
    guint16 wanted = setup[6] | setup[7] << 8;
    gboolean known = FALSE;

    if ((setup[0] & 0xE0) != 0x80) /* standard, to the host */
        return FALSE;
    if (setup[1] == 6) { /* GET_DESCRIPTOR */
        known = get_descriptor (identity, setup[3], setup[2], reply);
    } else if (setup[1] == 0) { /* GET_STATUS */
        g_byte_array_append (reply, status, sizeof status);
        known = TRUE;
    }
    if (reply->len > wanted)
        g_byte_array_set_size (reply, wanted);
    return known;
}
