/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which devices are probes, and by which endpoints they are spoken to. */
#include "test.h"

#include "ul-usb-match.h"

static UlUsbDescription *
describe (guint16 vendor, guint16 product, const char *name)
{
    UlUsbDescription *self = ul_usb_description_new ();

    self->vendor = vendor;
    self->product = product;
    self->name = g_strdup (name);
    self->location = g_strdup ("1-3");
    return self;
}

static UlUsbInterface *
add (UlUsbDescription *self, guint8 number, guint8 class, guint8 subclass, const char *name)
{
    UlUsbInterface interface = { .number = number, .class = class, .subclass = subclass };

    g_array_append_val (self->interfaces, interface);
    UlUsbInterface *added =
        &g_array_index (self->interfaces, UlUsbInterface, self->interfaces->len - 1);
    added->name = g_strdup (name);
    return added;
}

static void
add_endpoint (UlUsbInterface *interface, guint8 address, guint8 type, guint16 packet)
{
    interface->endpoints[interface->n_endpoints].address = address;
    interface->endpoints[interface->n_endpoints].type = type;
    interface->endpoints[interface->n_endpoints++].packet_size = packet;
}

static void
add_bulk (UlUsbInterface *interface, guint8 out, guint8 in, guint16 packet)
{
    add_endpoint (interface, out, LIBUSB_TRANSFER_TYPE_BULK, packet);
    add_endpoint (interface, in, LIBUSB_TRANSFER_TYPE_BULK, packet);
}

static void
add_hid (UlUsbInterface *interface, guint8 out, guint8 in, guint16 packet)
{
    add_endpoint (interface, in, LIBUSB_TRANSFER_TYPE_INTERRUPT, packet);
    if (out != 0)
        add_endpoint (interface, out, LIBUSB_TRANSFER_TYPE_INTERRUPT, packet);
}

static gboolean
is_jlink (guint16 product)
{
    g_autoptr (UlUsbDescription) device = describe (0x1366, product, "J-Link");
    UlUsbMatch match;

    add_bulk (add (device, 0, 0xFF, 0xFF, NULL), 0x01, 0x81, 512);
    return ul_usb_match (device, &match) && match.kind == UL_PROBE_KIND_JLINK;
}

static void
all_64_new_product_numbers_of_j_links_are_known (void **state)
{
    guint n = 0;

    for (guint product = 0x1000; product <= 0x10FF; product++)
        n += is_jlink (product) && (product & 0x80) == 0;
    assert_int_equal (n, 64);
    assert_true (is_jlink (0x1024) && is_jlink (0x1050) && is_jlink (0x1059) && is_jlink (0x1069));
}

static void
the_old_product_numbers_of_j_links_are_known (void **state)
{
    static const guint16 old[] = { 0x101, 0x102, 0x103, 0x104, 0x105, 0x107, 0x108 };

    for (guint i = 0; i < G_N_ELEMENTS (old); i++)
        assert_true (is_jlink (old[i]));
    assert_false (is_jlink (0x0106));
    for (guint product = 0x1001; product <= 0x100F; product++)
        assert_false (is_jlink (product));
    assert_false (is_jlink (0x1030)); /* both drivers' bits at once */
}

static void
a_j_link_is_spoken_to_by_its_vendor_interface_only (void **state)
{
    g_autoptr (UlUsbDescription) device = describe (0x1366, 0x0105, "J-Link");
    UlUsbMatch match;

    add_bulk (add (device, 0, 0x0A, 0, NULL), 0x03, 0x83, 64); /* CDC data */
    add_bulk (add (device, 2, 0xFF, 0xFF, NULL), 0x02, 0x81, 64);
    assert_true (ul_usb_match (device, &match));
    assert_int_equal (match.endpoints.interface, 2);
    assert_int_equal (match.endpoints.out, 0x02);
    assert_int_equal (match.endpoints.in, 0x81);
    assert_false (match.endpoints.hid);
}

static void
a_j_link_without_its_interface_or_with_senseless_endpoints_is_none (void **state)
{
    g_autoptr (UlUsbDescription) storage = describe (0x1366, 0x0101, "J-Link");
    g_autoptr (UlUsbDescription) senseless = describe (0x1366, 0x0101, "J-Link");
    UlUsbMatch match;

    add_bulk (add (storage, 0, 0x08, 0x06, NULL), 0x01, 0x81, 64);
    assert_false (ul_usb_match (storage, &match));
    add_bulk (add (senseless, 0, 0xFF, 0xFF, NULL), 0x01, 0x81, 0);
    assert_false (ul_usb_match (senseless, &match));
}

static void
a_j_link_in_cmsis_dap_mode_is_a_cmsis_dap_probe (void **state)
{
    g_autoptr (UlUsbDescription) device = describe (0x1366, 0x1008, "J-Link CMSIS-DAP");
    UlUsbMatch match;

    add_hid (add (device, 0, 3, 0, NULL), 0x02, 0x81, 64);
    assert_true (ul_usb_match (device, &match));
    assert_int_equal (match.kind, UL_PROBE_KIND_CMSIS_DAP);
}

static void
version_2_is_preferred_and_takes_the_first_bulk_pair (void **state)
{
    g_autoptr (UlUsbDescription) device = describe (0x1234, 1, "Probe CMSIS-DAP");
    UlUsbInterface *bulk;
    UlUsbMatch match;

    add_hid (add (device, 0, 3, 0, "CMSIS-DAP v1"), 0x01, 0x81, 64);
    bulk = add (device, 1, 0xFF, 0, "Some CMSIS-DAP v2");
    add_bulk (bulk, 0x02, 0x82, 512);
    add_endpoint (bulk, 0x83, LIBUSB_TRANSFER_TYPE_BULK, 512); /* SWO */
    assert_true (ul_usb_match (device, &match));
    assert_int_equal (match.endpoints.interface, 1);
    assert_int_equal (match.endpoints.out, 0x02);
    assert_int_equal (match.endpoints.in, 0x82);
    assert_int_equal (match.endpoints.in_packet, 512);
    assert_false (match.endpoints.hid);
}

static void
a_serial_port_with_cmsis_dap_in_its_name_is_not_taken (void **state)
{
    g_autoptr (UlUsbDescription) device = describe (0x1234, 1, "Probe");
    UlUsbMatch match;

    add_bulk (add (device, 1, 0x0A, 0, "CMSIS-DAP CDC Data"), 0x02, 0x82, 64);
    assert_false (ul_usb_match (device, &match));
    add_bulk (add (device, 2, 0x00, 0, "KitProg3 CMSIS-DAP v2"), 0x03, 0x83, 64);
    assert_true (ul_usb_match (device, &match));
    assert_int_equal (match.endpoints.interface, 2);
}

static void
other_spellings_and_missing_names_are_tolerated (void **state)
{
    g_autoptr (UlUsbDescription) underscore = describe (0x1234, 1, "X");
    g_autoptr (UlUsbDescription) silent = describe (0x1A86, 0x8012, NULL);
    g_autoptr (UlUsbDescription) other = describe (0x1A86, 0x7523, NULL);
    UlUsbMatch match;

    add_bulk (add (underscore, 0, 0xFF, 0, "Y CMSIS_DAP"), 0x01, 0x81, 64);
    assert_true (ul_usb_match (underscore, &match));
    add_bulk (add (silent, 0, 0xFF, 0, NULL), 0x01, 0x81, 64);
    assert_true (ul_usb_match (silent, &match));
    add_bulk (add (other, 0, 0xFF, 0, NULL), 0x01, 0x81, 64);
    assert_false (ul_usb_match (other, &match));
}

static void
among_several_hids_the_one_of_the_vendors_own_page_is_taken (void **state)
{
    g_autoptr (UlUsbDescription) device = describe (0x04B4, 0xF154, "KitProg3 CMSIS-DAP");
    UlUsbMatch match;

    add_hid (add (device, 0, 3, 0, NULL), 0x01, 0x81, 64);
    add_hid (add (device, 1, 3, 0, NULL), 0x02, 0x82, 64);
    g_array_index (device->interfaces, UlUsbInterface, 1).vendor_page = TRUE;
    assert_true (ul_usb_match (device, &match));
    assert_true (match.endpoints.hid);
    assert_int_equal (match.endpoints.interface, 1);
}

static void
a_hid_may_have_no_endpoint_to_the_probe (void **state)
{
    g_autoptr (UlUsbDescription) device = describe (0x0D28, 0x0204, "DAPLink CMSIS-DAP");
    UlUsbMatch match;

    add_hid (add (device, 3, 3, 0, NULL), 0, 0x81, 64);
    assert_true (ul_usb_match (device, &match));
    assert_int_equal (match.endpoints.out, 0);
    assert_int_equal (match.endpoints.out_packet, 64);
}

static void
firmware_that_loses_packets_gets_one_at_a_time (void **state)
{
    g_autoptr (UlUsbDescription) device = describe (0x2E8A, 0x000C, "Debug Probe (CMSIS-DAP)");
    UlUsbMatch match;

    add_bulk (add (device, 0, 0xFF, 0, "CMSIS-DAP v2 Interface"), 0x04, 0x85, 64);
    device->release = 0x0210;
    assert_true (ul_usb_match (device, &match));
    assert_true (match.one_packet);
    device->release = 0x0220;
    assert_true (ul_usb_match (device, &match));
    assert_false (match.one_packet);
}

static void
tidies (UlProbeKind kind, const char *serial, const char *expected)
{
    g_autofree char *tidy = ul_usb_tidy_serial (kind, serial);

    if (expected == NULL)
        assert_null (tidy);
    else
        assert_string_equal (tidy, expected);
}

static void
serial_numbers_read_as_people_know_them (void **state)
{
    tidies (UL_PROBE_KIND_JLINK, "000801012345", "801012345");
    tidies (UL_PROBE_KIND_JLINK, "990000123456", "123456");
    tidies (UL_PROBE_KIND_JLINK, "J-LINK 1", "J-LINK1");
    tidies (UL_PROBE_KIND_JLINK, "", NULL);
    tidies (UL_PROBE_KIND_JLINK, NULL, NULL);
    tidies (UL_PROBE_KIND_CMSIS_DAP, " 0240 00AB\n", "024000AB");
    tidies (UL_PROBE_KIND_CMSIS_DAP, "\xEF\xBF\xBD\xEF\xBF\xBD", NULL);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (all_64_new_product_numbers_of_j_links_are_known),
        cmocka_unit_test (the_old_product_numbers_of_j_links_are_known),
        cmocka_unit_test (a_j_link_is_spoken_to_by_its_vendor_interface_only),
        cmocka_unit_test (a_j_link_without_its_interface_or_with_senseless_endpoints_is_none),
        cmocka_unit_test (a_j_link_in_cmsis_dap_mode_is_a_cmsis_dap_probe),
        cmocka_unit_test (version_2_is_preferred_and_takes_the_first_bulk_pair),
        cmocka_unit_test (a_serial_port_with_cmsis_dap_in_its_name_is_not_taken),
        cmocka_unit_test (other_spellings_and_missing_names_are_tolerated),
        cmocka_unit_test (among_several_hids_the_one_of_the_vendors_own_page_is_taken),
        cmocka_unit_test (a_hid_may_have_no_endpoint_to_the_probe),
        cmocka_unit_test (firmware_that_loses_packets_gets_one_at_a_time),
        cmocka_unit_test (serial_numbers_read_as_people_know_them),
    };
    return cmocka_run_group_tests_name ("usb-match", tests, NULL, NULL);
}
