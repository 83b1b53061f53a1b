/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two wires, bit by bit. */
#include "test.h"

#include "plain-chip.h"
#include "swd-host.h"

#define DPIDR_READ   0xA5
#define ABORT_WRITE  0x81
#define CTRL_READ    0x8D
#define CTRL_WRITE   0xA9
#define SELECT_WRITE 0xB1

typedef struct {
    UlSimChip *chip;
    UlSimWire *wire;
} World;

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->chip = ul_sim_chip_new (ul_devices_find ("MK64FN1M0"));
    world->wire = ul_sim_wire_new (world->chip);
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    ul_sim_wire_free (world->wire);
    ul_sim_chip_free (world->chip);
    g_free (world);
    return 0;
}

static void
send_bytes (World *world, const guint8 *bytes, gsize n)
{
    ul_sim_wire_send_bits (world->wire, bytes, n * 8);
}

static guint
access_bits (World *world, guint8 request, guint32 *value)
{
    gboolean parity_ok;

    return swd_transfer (world->wire, 1, FALSE, request, 0, value, &parity_ok);
}

static gboolean
answers (World *world)
{
    guint32 value = 0;

    return access_bits (world, DPIDR_READ, &value) == UL_SIM_ACK_OK && value == world->chip->dpidr;
}

static void
connect (World *world)
{
    send_bytes (world, swd_from_jtag, sizeof swd_from_jtag);
    assert_true (answers (world));
}

static void
listens_after_the_switch (void **state)
{
    World *world = *state;

    send_bytes (world, swd_line_reset, sizeof swd_line_reset);
    assert_false (answers (world));
    connect (world);
    assert_true (answers (world));
}

static void
needs_no_switch_without_jtag (void **state)
{
    World world = { .chip = ul_sim_chip_new (ul_devices_find ("MKL25Z128")) };

    world.wire = ul_sim_wire_new (world.chip);
    assert_false (answers (&world));
    send_bytes (&world, swd_line_reset, sizeof swd_line_reset);
    assert_true (answers (&world));
    ul_sim_wire_free (world.wire);
    ul_sim_chip_free (world.chip);
}

/* Where the bits of a read stand: as a J-Link stores them, and as a bit-banging probe does. */
static void
reads_in_46_cycles (void **state)
{
    World *world = *state;
    guint64 before, after = 0, n_bits;

    connect (world);
    n_bits = ul_sim_wire_get_n_bits (world->wire);
    swd_send (world->wire, DPIDR_READ, 8);
    before = swd_sample (world->wire, 38, &after);
    assert_int_equal (after & 7, UL_SIM_ACK_OK);
    assert_int_equal ((guint32) (after >> 3), world->chip->dpidr);
    assert_int_equal (after >> 35 & 1, __builtin_parity (world->chip->dpidr));
    assert_int_equal (after >> 36, 3); /* nobody drives */
    assert_int_equal (before & 1, 1);  /* nobody drives yet */
    assert_int_equal (before >> 1, (after << 1 & ((1ull << 38) - 1)) >> 1);
    assert_int_equal (ul_sim_wire_get_n_bits (world->wire) - n_bits, 46);
    assert_true (answers (world));
}

static void
writes_in_46_cycles (void **state)
{
    World *world = *state;
    guint32 value = 0x50000000;

    connect (world);
    swd_send (world->wire, CTRL_WRITE, 8);
    assert_int_equal (swd_sample (world->wire, 5, NULL) >> 1 & 7, UL_SIM_ACK_OK);
    swd_send (world->wire, value, 33); /* its parity is 0 */
    assert_true (world->chip->debug_power);
    assert_int_equal (access_bits (world, CTRL_READ, &value), UL_SIM_ACK_OK);
    assert_int_equal (value & 0x50000000, 0x50000000);
}

static void
wants_fifty_high_cycles (void **state)
{
    World *world = *state;

    connect (world);
    swd_send (world->wire, 0x7F, 8); /* not a request */
    for (guint n = 49; n <= 50; n++) {
        swd_send (world->wire, 0, 1);
        swd_send (world->wire, G_MAXUINT64, n);
        swd_send (world->wire, 0, 2);
        assert_int_equal (answers (world), n == 50);
    }
}

static void
wants_two_low_cycles_after_a_line_reset (void **state)
{
    World *world = *state;

    connect (world);
    for (guint n = 1; n <= 2; n++) {
        swd_send (world->wire, 0, 1);
        swd_send (world->wire, G_MAXUINT64, 55);
        swd_send (world->wire, 0, n);
        assert_int_equal (answers (world), n == 2);
    }
}

static void
wants_dpidr_first (void **state)
{
    World *world = *state;
    guint32 value = 0;

    send_bytes (world, swd_from_jtag, sizeof swd_from_jtag);
    assert_int_equal (access_bits (world, CTRL_READ, &value), UL_SIM_ACK_NONE);
    assert_false (answers (world));
    send_bytes (world, swd_line_reset, sizeof swd_line_reset);
    assert_true (answers (world));
}

static void
locks_after_a_wrong_request (void **state)
{
    static const guint8 wrong[] = {
        DPIDR_READ ^ 0x20, /* parity */
        DPIDR_READ ^ 0x40, /* stop */
        DPIDR_READ ^ 0x80, /* park */
    };
    World *world = *state;

    connect (world);
    for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
        guint32 value = 0;

        assert_int_equal (access_bits (world, wrong[i], &value), UL_SIM_ACK_NONE);
        assert_false (answers (world));
        send_bytes (world, swd_line_reset, sizeof swd_line_reset);
        assert_true (answers (world));
    }
}

static void
a_line_reset_works_in_the_middle_of_a_transfer (void **state)
{
    World *world = *state;

    connect (world);
    for (guint n = 1; n < 46; n++) {
        swd_send (world->wire, n % 2 == 0 ? DPIDR_READ : CTRL_WRITE, MIN (n, 8));
        swd_sample (world->wire, n - MIN (n, 8), NULL);
        send_bytes (world, swd_line_reset, sizeof swd_line_reset);
        assert_true (answers (world));
    }
}

static void
refuses_garbled_data (void **state)
{
    World *world = *state;
    guint32 value = 0x50000000;
    gboolean parity_ok;

    connect (world);
    assert_int_equal (swd_transfer (world->wire, 1, FALSE, CTRL_WRITE, 1 << 7, &value, &parity_ok),
                      1);
    assert_false (world->chip->debug_power);
    assert_int_equal (access_bits (world, CTRL_WRITE, &value), UL_SIM_ACK_FAULT);
    assert_int_equal (access_bits (world, CTRL_READ, &value), UL_SIM_ACK_OK);
    assert_int_equal (value, 0x80); /* WDATAERR */
    value = 0x08;
    assert_int_equal (access_bits (world, ABORT_WRITE, &value), UL_SIM_ACK_OK);
    assert_int_equal (access_bits (world, CTRL_READ, &value), UL_SIM_ACK_OK);
    assert_int_equal (value, 0);
}

static void
ends_a_refused_transfer_after_13_cycles (void **state)
{
    World *world = *state;
    guint32 value = 0;
    gboolean parity_ok;
    guint64 n_bits;

    connect (world);
    swd_transfer (world->wire, 1, FALSE, CTRL_WRITE, 1, &value, &parity_ok);
    n_bits = ul_sim_wire_get_n_bits (world->wire);
    assert_int_equal (access_bits (world, SELECT_WRITE, &value), UL_SIM_ACK_FAULT);
    assert_int_equal (ul_sim_wire_get_n_bits (world->wire) - n_bits, 13);
    assert_true (answers (world));
}

static void
ends_a_refused_transfer_after_46_cycles_with_overrun_detection (void **state)
{
    World *world = *state;
    guint32 value = 1;
    gboolean parity_ok;

    connect (world);
    assert_int_equal (access_bits (world, CTRL_WRITE, &value), UL_SIM_ACK_OK);
    swd_transfer (world->wire, 1, TRUE, CTRL_WRITE, 1, &value, &parity_ok);
    value = 0;
    assert_int_equal (swd_transfer (world->wire, 1, TRUE, SELECT_WRITE, 0, &value, &parity_ok), 4);
    assert_int_equal (swd_transfer (world->wire, 1, TRUE, 0xBD, 0, &value, &parity_ok), 4);
    assert_true (answers (world));
    assert_int_equal (access_bits (world, CTRL_READ, &value), UL_SIM_ACK_OK);
    assert_int_equal (value, 0x81); /* a refusal alone is no overrun */
}

static void
goes_dormant_and_comes_back (void **state)
{
    World *world = *state;

    connect (world);
    swd_send (world->wire, G_MAXUINT64, 55);
    swd_send (world->wire, 0xE3BC, 16);
    send_bytes (world, swd_from_jtag, sizeof swd_from_jtag);
    assert_false (answers (world));
    send_bytes (world, swd_wake, 1 + 16); /* no activation */
    send_bytes (world, swd_line_reset, sizeof swd_line_reset);
    assert_false (answers (world));
    send_bytes (world, swd_wake, sizeof swd_wake);
    assert_true (answers (world));
}

static void
goes_to_jtag_and_dormant_from_there (void **state)
{
    World *world = *state;

    connect (world);
    swd_send (world->wire, G_MAXUINT64, 55);
    swd_send (world->wire, 0xE73C, 16);
    send_bytes (world, swd_line_reset, sizeof swd_line_reset);
    assert_false (answers (world));
    swd_send (world->wire, 0x33BBBBBAull << 5 | 0x1F, 36);
    send_bytes (world, swd_from_jtag, sizeof swd_from_jtag);
    assert_false (answers (world));
    send_bytes (world, swd_wake, sizeof swd_wake);
    assert_true (answers (world));
}

static void
a_dormant_board_must_be_woken (void **state)
{
    World *world = *state;

    ul_sim_wire_set_faults (world->wire, &(UlSimWireFaults){ .dormant = TRUE });
    send_bytes (world, swd_from_jtag, sizeof swd_from_jtag);
    assert_false (answers (world));
    send_bytes (world, swd_wake, sizeof swd_wake);
    assert_true (answers (world));
}

static void
nobody_answers_without_power_or_wire (void **state)
{
    World *world = *state;

    connect (world);
    ul_sim_wire_set_faults (world->wire, &(UlSimWireFaults){ .dead = TRUE });
    assert_int_equal (swd_sample (world->wire, 60, NULL), (1ull << 60) - 1);
    assert_false (answers (world));
    ul_sim_wire_set_faults (world->wire, &(UlSimWireFaults){ 0 });
    assert_true (answers (world)); /* nothing of that arrived */

    ul_sim_chip_set_power (world->chip, FALSE);
    assert_false (answers (world));
    send_bytes (world, swd_from_jtag, sizeof swd_from_jtag);
    assert_false (answers (world));
    ul_sim_chip_set_power (world->chip, TRUE);
    assert_false (answers (world)); /* starts afresh, with JTAG */
    connect (world);
}

static void
a_power_failure_in_a_transfer_ends_it (void **state)
{
    World *world = *state;
    guint32 value = 0;

    connect (world);
    ul_sim_wire_settle (world->wire);
    world->chip->power_fails_ns = world->chip->ns + 5000;
    assert_int_equal (access_bits (world, DPIDR_READ, &value), UL_SIM_ACK_NONE);
    ul_sim_chip_set_power (world->chip, TRUE);
    connect (world);
    ul_sim_wire_settle (world->wire);
    world->chip->power_fails_ns = world->chip->ns + 5000;
    assert_int_equal (ul_sim_wire_transfer (world->wire, FALSE, 0, FALSE, &value, NULL),
                      UL_SIM_ACK_NONE);
}

static void
bits_take_their_time (void **state)
{
    static const guint speeds[] = { 4000, 100, 15000, 3 };
    World *world = *state;

    for (guint i = 0; i < G_N_ELEMENTS (speeds); i++) {
        guint64 start;

        ul_sim_wire_set_speed (world->wire, speeds[i]);
        start = world->chip->ns;
        for (guint n = 0; n < 46; n++)
            ul_sim_wire_clock (world->wire, TRUE, TRUE, NULL);
        ul_sim_wire_idle (world->wire, 1000);
        assert_int_equal (world->chip->ns - start, 1046ull * 1000000 / speeds[i]);
    }
}

int
main (void)
{
#define CASE(function) cmocka_unit_test_setup_teardown (function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE (listens_after_the_switch),
        cmocka_unit_test (needs_no_switch_without_jtag),
        CASE (reads_in_46_cycles),
        CASE (writes_in_46_cycles),
        CASE (wants_fifty_high_cycles),
        CASE (wants_two_low_cycles_after_a_line_reset),
        CASE (wants_dpidr_first),
        CASE (locks_after_a_wrong_request),
        CASE (a_line_reset_works_in_the_middle_of_a_transfer),
        CASE (refuses_garbled_data),
        CASE (ends_a_refused_transfer_after_13_cycles),
        CASE (ends_a_refused_transfer_after_46_cycles_with_overrun_detection),
        CASE (goes_dormant_and_comes_back),
        CASE (goes_to_jtag_and_dormant_from_there),
        CASE (a_dormant_board_must_be_woken),
        CASE (nobody_answers_without_power_or_wire),
        CASE (a_power_failure_in_a_transfer_ends_it),
        CASE (bits_take_their_time),
    };

    return cmocka_run_group_tests_name ("sim-wire", tests, NULL, NULL);
}
