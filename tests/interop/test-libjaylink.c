/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libjaylink meets the emulated J-Link: what it takes for a J-Link is one. */
#include "test.h"

#include <libjaylink/libjaylink.h>
#include <string.h>

#define SERIAL      801012345u
#define DPIDR       0x0BC11477u
#define MAX_BITS    65535u
#define READ_BITS   46u /* of a whole read */
#define SWD_REQUEST 0xA5u
#define ACK_AT      8u /* after the request, for a J-Link stores each bit one clock late */
#define DATA_AT     11u

typedef struct {
    struct jaylink_context *context;
    struct jaylink_device **devices;
    size_t n_devices;
    struct jaylink_device_handle *handle;
} World;

static int
open_probe (void **state)
{
    World *world = g_new0 (World, 1);

    *state = world;
    if (jaylink_init (&world->context) != JAYLINK_OK ||
        jaylink_discovery_scan (world->context, JAYLINK_HIF_USB) != JAYLINK_OK ||
        jaylink_get_devices (world->context, &world->devices, &world->n_devices) != JAYLINK_OK ||
        world->n_devices != 1)
        return -1;
    return jaylink_open (world->devices[0], &world->handle);
}

static int
close_probe (void **state)
{
    World *world = *state;
    int result = jaylink_close (world->handle);

    jaylink_free_devices (world->devices, true);
    jaylink_exit (world->context);
    g_free (world);
    return result;
}

static void
finds_the_probe_by_its_serial_number (void **state)
{
    World *world = *state;
    uint32_t serial;

    assert_int_equal (jaylink_device_get_serial_number (world->devices[0], &serial), JAYLINK_OK);
    assert_int_equal (serial, SERIAL);
}

static void
reads_what_the_probe_is (void **state)
{
    World *world = *state;
    uint8_t caps[JAYLINK_DEV_EXT_CAPS_SIZE] = { 0 }, config[JAYLINK_DEV_CONFIG_SIZE];
    struct jaylink_hardware_version version;
    struct jaylink_hardware_status status;
    uint32_t memory;
    char *firmware;
    size_t length;

    assert_int_equal (jaylink_get_firmware_version (world->handle, &firmware, &length), JAYLINK_OK);
    assert_int_equal (strncmp (firmware, "J-Link V10 compiled ", 20), 0);
    free (firmware);
    assert_int_equal (jaylink_get_caps (world->handle, caps), JAYLINK_OK);
    assert_true (jaylink_has_cap (caps, JAYLINK_DEV_CAP_GET_EXT_CAPS));
    assert_int_equal (jaylink_get_extended_caps (world->handle, caps), JAYLINK_OK);
    assert_true (jaylink_has_cap (caps, JAYLINK_DEV_CAP_REGISTER));
    assert_int_equal (jaylink_get_hardware_version (world->handle, &version), JAYLINK_OK);
    assert_int_equal (version.major, 10);
    assert_int_equal (jaylink_get_free_memory (world->handle, &memory), JAYLINK_OK);
    assert_int_equal (memory, 69096);
    assert_int_equal (jaylink_get_hardware_status (world->handle, &status), JAYLINK_OK);
    assert_int_equal (status.target_voltage, 3300);
    assert_true (status.tres);
    /* 256 bytes are a multiple of the packet size: the next answer must still be in step */
    assert_int_equal (jaylink_read_raw_config (world->handle, config), JAYLINK_OK);
    assert_int_equal (jaylink_get_free_memory (world->handle, &memory), JAYLINK_OK);
    assert_int_equal (memory, 69096);
}

static void
registers_and_leaves (void **state)
{
    World *world = *state;
    struct jaylink_connection connection = { .hid = "0.0.0.0" };
    struct jaylink_connection table[JAYLINK_MAX_CONNECTIONS];
    size_t n;

    assert_int_equal (jaylink_register (world->handle, &connection, table, &n), JAYLINK_OK);
    assert_int_equal (n, 1);
    assert_int_equal (table[0].handle, connection.handle);
    assert_int_equal (jaylink_unregister (world->handle, &connection, table, &n), JAYLINK_OK);
    assert_int_equal (n, 0);
}

/* Appends @n bits */
static void
put (guint8 *bits, guint *at, guint64 value, guint n)
{
    for (guint i = 0; i < n; i++, (*at)++)
        if (i < 64 && (value >> i & 1) != 0)
            bits[*at / 8] |= 1u << (*at % 8);
}

static guint32
get (const guint8 *bits, guint at, guint n)
{
    guint32 value = 0;

    for (guint i = 0; i < n; i++)
        value |= (guint32) ((bits[(at + i) / 8] >> ((at + i) % 8)) & 1) << i;
    return value;
}

static void
choose_swd (World *world)
{
    enum jaylink_target_interface before;
    struct jaylink_speed speed;

    assert_int_equal (jaylink_select_interface (world->handle, JAYLINK_TIF_SWD, &before),
                      JAYLINK_OK);
    assert_int_equal (jaylink_get_speeds (world->handle, &speed), JAYLINK_OK);
    assert_int_equal (speed.freq / speed.div, 15000000);
    assert_int_equal (jaylink_set_speed (world->handle, 4000), JAYLINK_OK);
}

/* The switch from JTAG, then as many reads of DPIDR as the longest command holds */
static void
shifts_as_many_bits_as_a_command_can_have (void **state)
{
    World *world = *state;
    g_autofree guint8 *drive = g_malloc0 (MAX_BITS / 8 + 1);
    g_autofree guint8 *out = g_malloc0 (MAX_BITS / 8 + 1);
    g_autofree guint8 *in = g_malloc0 (MAX_BITS / 8 + 1);
    guint n_out = 0, n_drive = 0, start, n_reads;

    choose_swd (world);
    put (out, &n_out, G_MAXUINT64, 56);
    put (out, &n_out, 0xE79E, 16);
    put (out, &n_out, G_MAXUINT64, 56);
    put (out, &n_out, 0, 8);
    for (n_drive = 0; n_drive < n_out;)
        put (drive, &n_drive, 1, 1);
    start = n_out;
    n_reads = (MAX_BITS - start) / READ_BITS;
    for (guint i = 0; i < n_reads; i++) {
        put (out, &n_out, SWD_REQUEST, READ_BITS);
        put (drive, &n_drive, 0xFF, READ_BITS);
    }
    assert_int_equal (jaylink_swd_io (world->handle, drive, out, in, MAX_BITS), JAYLINK_OK);
    assert_int_equal (n_reads, 1421);
    for (guint i = 0; i < n_reads; i++) {
        assert_int_equal (get (in, start + i * READ_BITS + ACK_AT, 3), 1);
        assert_int_equal (get (in, start + i * READ_BITS + DATA_AT, 32), DPIDR);
    }
}

static void
pulls_the_reset_line (void **state)
{
    World *world = *state;
    struct jaylink_hardware_status status;

    assert_int_equal (jaylink_clear_reset (world->handle), JAYLINK_OK);
    assert_int_equal (jaylink_get_hardware_status (world->handle, &status), JAYLINK_OK);
    assert_false (status.tres);
    assert_int_equal (jaylink_set_reset (world->handle), JAYLINK_OK);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (finds_the_probe_by_its_serial_number),
        cmocka_unit_test (reads_what_the_probe_is),
        cmocka_unit_test (registers_and_leaves),
        cmocka_unit_test (shifts_as_many_bits_as_a_command_can_have),
        cmocka_unit_test (pulls_the_reset_line),
    };

    return cmocka_run_group_tests_name ("libjaylink", tests, open_probe, close_probe);
}
