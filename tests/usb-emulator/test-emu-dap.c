/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The emulated CMSIS-DAP's firmware, without USB and without a chip. */
#include "firmware-test.h"
#include "ul-emu-cmsis-dap.h"

#include <string.h>

typedef struct {
    FakeWire wire;
    UlEmuDapOptions options;
    UlEmuFirmware *probe;
} World;

static World *
world_new (void (*change) (UlEmuDapOptions *options))
{
    World *world = g_new0 (World, 1);
    UlEmuWire wire;

    fake_wire_init (&world->wire);
    wire = fake_wire_get (&world->wire);
    ul_emu_dap_options_init (&world->options);
    if (change != NULL)
        change (&world->options);
    world->probe = ul_emu_dap_new (&world->options, &wire);
    return world;
}

static World *
connected_world (const FakeTransfer *script)
{
    World *world = world_new (NULL);

    world->wire.script = script;
    send_hex (world->probe, "02 01");
    assert_answer (world->probe, "02 01");
    return world;
}

static void
world_free (World *world)
{
    ul_emu_firmware_free (world->probe);
    fake_wire_clear (&world->wire);
    g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* All of the script was asked for */
static void
assert_done (World *world)
{
    assert_int_equal (world->wire.script[world->wire.n_transfers].ack, 0);
}

static void
tells_what_it_is (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "00 04");
    assert_answer (world->probe, "00 06 32 2e 31 2e 30 00"); /* "2.1.0" */
    send_hex (world->probe, "00 f0");
    assert_answer (world->probe, "00 01 11");
    send_hex (world->probe, "00 fe");
    assert_answer (world->probe, "00 01 04");
    send_hex (world->probe, "00 ff");
    assert_answer (world->probe, "00 02 00 02");
    send_hex (world->probe, "00 05"); /* the name of a chip: none is soldered to it */
    assert_answer (world->probe, "00 00");
}

static void
answers_the_unknown_with_ff (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "80 01 02");
    assert_answer (world->probe, "ff");
    send_hex (world->probe, "7e 01 00 f0"); /* is known to no probe of that make */
    assert_answer (world->probe, "ff");
    assert_int_equal (world->probe->refused, 2);
}

static void
does_nothing_before_connect (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "05 00 01 02");
    assert_answer (world->probe, "05 00 00");
    send_hex (world->probe, "06 00 01 00 0f");
    assert_answer (world->probe, "06 00 00 00");
}

static void
collects_posted_reads (void **state)
{
    static const FakeTransfer script[] = {
        { FALSE, FALSE, 0x0, 0x2BA01477, UL_SIM_ACK_OK, FALSE }, /* DPIDR, at once */
        { TRUE, FALSE, 0xC, 0xDEADBEEF, UL_SIM_ACK_OK, FALSE },  /* posted: value of no use */
        { TRUE, FALSE, 0xC, 0x11111111, UL_SIM_ACK_OK, FALSE },
        { FALSE, FALSE, 0xC, 0x22222222, UL_SIM_ACK_OK, FALSE }, /* RDBUFF, before the write */
        { TRUE, TRUE, 0x4, 0x20000000, UL_SIM_ACK_OK, FALSE },
        { FALSE, FALSE, 0xC, 0, UL_SIM_ACK_OK, FALSE }, /* ... and to see its end */
        { 0 },
    };
    g_autoptr (World) world = connected_world (script);

    send_hex (world->probe, "05 00 04 02 0f 0f 05 00 00 00 20");
    assert_answer (world->probe, "05 04 01 77 14 a0 2b 11 11 11 11 22 22 22 22");
    assert_done (world);
}

static void
tells_how_many_came_before_a_fault (void **state)
{
    static const FakeTransfer script[] = {
        { TRUE, TRUE, 0x4, 0x20000000, UL_SIM_ACK_OK, FALSE },
        { TRUE, TRUE, 0xC, 1, UL_SIM_ACK_FAULT, FALSE },
        { 0 },
    };
    g_autoptr (World) world = connected_world (script);

    send_hex (world->probe, "05 00 03 05 00 00 00 20 0d 01 00 00 00 0d 02 00 00 00");
    assert_answer (world->probe, "05 01 04");
    assert_done (world);
}

static void
tells_garbled_data (void **state)
{
    static const FakeTransfer script[] = {
        { FALSE, FALSE, 0x0, 0x2BA01477, UL_SIM_ACK_OK, TRUE },
        { 0 },
    };
    g_autoptr (World) world = connected_world (script);

    send_hex (world->probe, "05 00 01 02");
    assert_answer (world->probe, "05 00 09");
}

static void
repeats_waits_as_often_as_told (void **state)
{
    static const FakeTransfer script[] = {
        { TRUE, TRUE, 0xC, 7, UL_SIM_ACK_WAIT, FALSE },
        { TRUE, TRUE, 0xC, 7, UL_SIM_ACK_WAIT, FALSE },
        { TRUE, TRUE, 0xC, 7, UL_SIM_ACK_OK, FALSE },
        { FALSE, FALSE, 0xC, 0, UL_SIM_ACK_OK, FALSE },
        { TRUE, TRUE, 0xC, 8, UL_SIM_ACK_WAIT, FALSE },
        { TRUE, TRUE, 0xC, 8, UL_SIM_ACK_WAIT, FALSE },
        { TRUE, TRUE, 0xC, 8, UL_SIM_ACK_WAIT, FALSE },
        { 0 },
    };
    g_autoptr (World) world = connected_world (script);

    send_hex (world->probe, "04 03 02 00 00 00"); /* three idle cycles, two more tries */
    assert_answer (world->probe, "04 00");
    send_hex (world->probe, "05 00 01 0d 07 00 00 00");
    assert_answer (world->probe, "05 01 01");
    assert_int_equal (world->wire.n_idle, 6);
    send_hex (world->probe, "05 00 01 0d 08 00 00 00");
    assert_answer (world->probe, "05 00 02");
    assert_done (world);
}

static void
polls_for_a_value_by_itself (void **state)
{
    static const FakeTransfer script[] = {
        { TRUE, FALSE, 0xC, 0, UL_SIM_ACK_OK, FALSE },
        { TRUE, FALSE, 0xC, 0x00030003, UL_SIM_ACK_OK, FALSE },
        { TRUE, FALSE, 0xC, 0x00020003, UL_SIM_ACK_OK, FALSE },
        { TRUE, FALSE, 0xC, 0, UL_SIM_ACK_OK, FALSE },
        { TRUE, FALSE, 0xC, 0x00030003, UL_SIM_ACK_OK, FALSE },
        { TRUE, FALSE, 0xC, 0x00030003, UL_SIM_ACK_OK, FALSE },
        { 0 },
    };
    g_autoptr (World) world = connected_world (script);

    send_hex (world->probe, "04 00 00 00 01 00");
    assert_answer (world->probe, "04 00");
    send_hex (world->probe, "05 00 02 20 00 00 01 00 1f 00 00 00 00");
    assert_answer (world->probe, "05 02 01");
    send_hex (world->probe, "05 00 01 1f 00 00 00 00");
    assert_answer (world->probe, "05 00 11"); /* never matched */
    assert_done (world);
}

static void
moves_blocks (void **state)
{
    static const FakeTransfer script[] = {
        { TRUE, TRUE, 0xC, 1, UL_SIM_ACK_OK, FALSE },
        { TRUE, TRUE, 0xC, 2, UL_SIM_ACK_OK, FALSE },
        { FALSE, FALSE, 0xC, 0, UL_SIM_ACK_OK, FALSE },
        { TRUE, FALSE, 0xC, 0, UL_SIM_ACK_OK, FALSE },
        { TRUE, FALSE, 0xC, 0x01010101, UL_SIM_ACK_OK, FALSE },
        { FALSE, FALSE, 0xC, 0x02020202, UL_SIM_ACK_OK, FALSE },
        { 0 },
    };
    g_autoptr (World) world = connected_world (script);

    send_hex (world->probe, "06 00 02 00 0d 01 00 00 00 02 00 00 00");
    assert_answer (world->probe, "06 02 00 01");
    send_hex (world->probe, "06 00 02 00 0f");
    assert_answer (world->probe, "06 02 00 01 01 01 01 01 02 02 02 02");
    assert_done (world);
}

static void
drives_sequences_and_samples_before_the_edge (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "12 0a ff 01");
    assert_answer (world->probe, "12 00");
    assert_string_equal (world->wire.driven->str, "1111111110");
    world->wire.before = "zzzzzzzzzzzzzz100";
    world->wire.after = "0000000000000000000";
    send_hex (world->probe, "1d 02 04 05 83");
    assert_answer (world->probe, "1d 00 01");
    assert_string_equal (world->wire.driven->str, "11111111101010zzz");
}

static void
waits_until_the_reset_pin_is_high (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "10 00 80 00 00 00 00");
    assert_answer (world->probe, "10 20");
    assert_true (world->wire.reset_pulled);
    send_hex (world->probe, "10 80 80 a0 86 01 00");
    assert_answer (world->probe, "10 a0");
    assert_int_equal (world->wire.time_ns, 0);
    world->wire.reset_stuck = TRUE;
    send_hex (world->probe, "10 80 80 a0 86 01 00");
    assert_answer (world->probe, "10 20");
    assert_int_equal (world->wire.time_ns, 100000000); /* all of the 100 ms */
}

static void
runs_commands_in_one_packet (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "7f 03 10 00 80 00 00 00 00 09 e8 03 10 80 80 00 00 00 00");
    assert_answer (world->probe, "7f 03 10 20 09 00 10 a0");
    assert_int_equal (world->wire.time_ns, 1000000);
}

static void
takes_no_more_packets_than_it_says (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    for (guint i = 0; i < 4; i++) {
        assert_true (world->probe->ops->is_ready (world->probe));
        send_hex (world->probe, "00 fe");
    }
    assert_false (world->probe->ops->is_ready (world->probe));
    assert_answer (world->probe, "00 01 04");
    assert_true (world->probe->ops->is_ready (world->probe));
}

static void
version_one (UlEmuDapOptions *options)
{
    options->hid = options->full_speed = TRUE;
    options->packet_size = 64;
    options->packet_count = 1;
}

static void
answers_in_whole_reports_as_version_one (void **state)
{
    static const guint8 set_report[] = { 0x21, 0x09, 0x00, 0x02, 0x00, 0x00, 0x40, 0x00 };
    static const guint8 report[64] = { 0x00, 0xFF };
    g_autoptr (World) world = world_new (version_one);
    g_autoptr (GByteArray) reply = g_byte_array_new ();
    g_autofree char *answer = NULL, *again = NULL;

    send_hex (world->probe, "00 ff");
    answer = read_hex (world->probe, 64);
    assert_int_equal (strlen (answer), 64 * 3 - 1);
    assert_true (g_str_has_prefix (answer, "00 02 40 00 00 00"));
    assert_true (world->probe->ops->control (world->probe, set_report, report, 64, reply));
    again = read_hex (world->probe, 64);
    assert_string_equal (again, answer);
}

static void
is_silent_when_a_packet_is_too_long_or_too_short (void **state)
{
    g_autoptr (World) world = connected_world (NULL);
    g_autoptr (GString) full = g_string_new ("00 f0");

    send_hex (world->probe, "11 00 00"); /* half a clock */
    assert_silence (world->probe);
    for (guint i = 0; i < 511; i++)
        g_string_append (full, " 00");
    send_hex (world->probe, full->str); /* 513 bytes */
    assert_silence (world->probe);
    assert_int_equal (world->probe->refused, 2);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (tells_what_it_is),
        cmocka_unit_test (answers_the_unknown_with_ff),
        cmocka_unit_test (does_nothing_before_connect),
        cmocka_unit_test (collects_posted_reads),
        cmocka_unit_test (tells_how_many_came_before_a_fault),
        cmocka_unit_test (tells_garbled_data),
        cmocka_unit_test (repeats_waits_as_often_as_told),
        cmocka_unit_test (polls_for_a_value_by_itself),
        cmocka_unit_test (moves_blocks),
        cmocka_unit_test (drives_sequences_and_samples_before_the_edge),
        cmocka_unit_test (waits_until_the_reset_pin_is_high),
        cmocka_unit_test (runs_commands_in_one_packet),
        cmocka_unit_test (takes_no_more_packets_than_it_says),
        cmocka_unit_test (answers_in_whole_reports_as_version_one),
        cmocka_unit_test (is_silent_when_a_packet_is_too_long_or_too_short),
    };

    return cmocka_run_group_tests_name ("emulated CMSIS-DAP", tests, NULL, NULL);
}
