/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The debug port's registers, a transfer at a time. */
#include "test.h"

#include "port-world.h"
#include "swd-host.h"

static int
set_up (void **state)
{
    *state = port_world_new ("MK64FN1M0");
    port_world_connect (*state);
    return 0;
}

static int
tear_down (void **state)
{
    port_world_free (*state);
    return 0;
}

static void
powers_up_by_handshake (void **state)
{
    PortWorld *world = *state;

    port_world_put (world, CTRL_STAT, WRITE, 0);
    assert_false (world->chip->debug_power);
    assert_false (ul_sim_wire_get_debug_power (world->wire));
    ul_sim_wire_idle (world->wire, 100);
    port_world_put (world, CTRL_STAT, WRITE, POWER_REQ);
    assert_true (ul_sim_wire_get_debug_power (world->wire));
    assert_int_equal (port_world_read (world, CTRL_STAT, READ), POWER_REQ); /* takes a moment */
    ul_sim_wire_idle (world->wire, 100);
    assert_int_equal (port_world_read (world, CTRL_STAT, READ), POWER_REQ | POWER_ACK);
    port_world_put (world, CTRL_STAT, WRITE, 0x10000000);
    ul_sim_wire_idle (world->wire, 100);
    assert_int_equal (port_world_read (world, CTRL_STAT, READ), 0x30000000);
}

static void
an_access_port_without_power_is_an_error (void **state)
{
    PortWorld *world = *state;

    port_world_put (world, CTRL_STAT, WRITE, 0);
    ul_sim_wire_idle (world->wire, 100);
    port_world_put (world, AP, 0x4, WRITE, 1);
    assert_int_equal (port_world_get_sticky (world), STICKYERR);
    assert_int_equal (world->chip->log->len, 0);
}

static void
reads_of_access_ports_are_posted (void **state)
{
    PortWorld *world = *state;

    world->chip->registers[0][1] = 0x11111111;
    world->chip->registers[0][2] = 0x22222222;
    port_world_read (world, AP, 0x4, READ);
    assert_int_equal (port_world_read (world, AP, 0x8, READ), 0x11111111);
    assert_int_equal (port_world_read (world, RESEND), 0x11111111);
    assert_int_equal (port_world_read (world, RDBUFF), 0x22222222);
    assert_int_equal (port_world_read (world, RESEND), 0x22222222);
    assert_int_equal (world->chip->log->len, 2);
    assert_int_equal (port_world_read (world, CTRL_STAT, READ) & READOK, READOK);
}

static void
select_leads_to_every_bank (void **state)
{
    PortWorld *world = *state;
    PlainAccess *access = NULL;

    port_world_put (world, SELECT, 0x010000F0);
    port_world_put (world, AP, 0xC, WRITE, 7);
    access = &g_array_index (world->chip->log, PlainAccess, 0);
    assert_int_equal (access->ap, 1);
    assert_int_equal (access->reg, 0xFC);
    assert_int_equal (access->value, 7);
    port_world_put (world, SELECT, 0xFF000000);
    port_world_read (world, AP, 0x0, READ);
    access = &g_array_index (world->chip->log, PlainAccess, 1);
    assert_int_equal (access->ap, 0xFF);
    assert_int_equal (access->reg, 0);
}

static void
the_turnaround_can_be_longer (void **state)
{
    PortWorld *world = *state;

    port_world_put (world, SELECT, 1);
    for (guint turn = 4; turn >= 1; turn--) {
        guint64 n_bits;
        guint32 value = 0;
        gboolean parity_ok;

        port_world_put (world, CTRL_STAT, WRITE, (turn - 1) << 8); /* DLCR */
        n_bits = ul_sim_wire_get_n_bits (world->wire);
        assert_int_equal (port_world_read (world, DPIDR), world->chip->dpidr);
        assert_int_equal (ul_sim_wire_get_n_bits (world->wire) - n_bits, 44 + 2 * turn);
        assert_int_equal (port_world_read (world, CTRL_STAT, READ), (turn - 1) << 8 | 1 << 6);
        assert_int_equal (swd_transfer (world->wire, turn, FALSE, 0xA5, 0, &value, &parity_ok), 1);
        assert_int_equal (value, world->chip->dpidr);
    }
    port_world_put (world, CTRL_STAT, WRITE, 3 << 8);
    ul_sim_wire_send_bits (world->wire, swd_line_reset, sizeof swd_line_reset * 8);
    assert_int_equal (port_world_read (world, DPIDR), world->chip->dpidr);
    assert_int_equal (port_world_read (world, CTRL_STAT, READ), 1 << 6);
}

static void
a_failed_access_is_remembered (void **state)
{
    PortWorld *world = *state;

    world->chip->fault_at = 1;
    port_world_put (world, AP, 0x4, WRITE, 1); /* the acknowledge comes too early to tell */
    assert_int_equal (port_world_write (world, AP, 0x4, WRITE, 2), UL_SIM_ACK_FAULT);
    assert_int_equal (port_world_write (world, SELECT, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (port_world_write (world, CTRL_STAT, WRITE, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (port_world_write (world, RDBUFF, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (port_world_write (world, RESEND, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (port_world_read (world, DPIDR), world->chip->dpidr);
    assert_int_equal (port_world_read (world, CTRL_STAT, READ), POWER_REQ | POWER_ACK | STICKYERR);
    port_world_put (world, ABORT, 0x1A); /* all but the one that is set */
    assert_int_equal (port_world_get_sticky (world), STICKYERR);
    port_world_put (world, ABORT, 0x04);
    assert_int_equal (port_world_get_sticky (world), 0);
    assert_int_equal (world->chip->log->len, 1);
    port_world_put (world, AP, 0x4, WRITE, 3);
}

static void
a_failed_read_shows_at_the_next_access (void **state)
{
    PortWorld *world = *state;

    world->chip->fault_at = 1;
    port_world_read (world, AP, 0x4, READ);
    assert_int_equal (port_world_write (world, RDBUFF, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (port_world_read (world, CTRL_STAT, READ) & READOK, 0);
}

static void
waits_while_the_access_port_is_busy (void **state)
{
    PortWorld *world = *state;
    guint64 n_bits;

    world->chip->busy = 3;
    port_world_put (world, AP, 0x4, WRITE, 5); /* held by the port: one try */
    assert_int_equal (world->chip->log->len, 0);
    n_bits = ul_sim_wire_get_n_bits (world->wire);
    assert_int_equal (port_world_write (world, AP, 0x8, WRITE, 6), UL_SIM_ACK_WAIT);
    assert_int_equal (ul_sim_wire_get_n_bits (world->wire) - n_bits, 13);
    assert_int_equal (port_world_read (world, DPIDR), world->chip->dpidr);
    assert_int_equal (port_world_write (world, RDBUFF, 0), UL_SIM_ACK_WAIT);
    assert_int_equal (port_world_get_sticky (world), 0);
    port_world_put (world, AP, 0x8, WRITE, 6);
    assert_int_equal (world->chip->registers[0][1], 5);
    assert_int_equal (world->chip->registers[0][2], 6);
    world->chip->busy = 1;
    assert_int_equal (port_world_write (world, AP, 0x4, READ, 0), UL_SIM_ACK_WAIT);
    port_world_read (world, AP, 0x4, READ);
    assert_int_equal (port_world_read (world, RDBUFF), 5);
}

/* Time must pass for the chip even when nothing but refusals go over the wire. */
static void
a_wait_ends_in_time (void **state)
{
    PortWorld *world = *state;
    guint n = 0;

    ul_sim_wire_settle (world->wire);
    world->chip->busy_until_ns = world->chip->ns + 100000;
    port_world_put (world, AP, 0x4, WRITE, 5);
    while (port_world_write (world, AP, 0x8, WRITE, 6) == UL_SIM_ACK_WAIT)
        if (++n > 1000)
            fail_msg ("still waiting");
    assert_in_range (n, 20, 40); /* 13 cycles of 250 ns each */
    assert_int_equal (world->chip->registers[0][1], 5);
    assert_int_equal (world->chip->registers[0][2], 6);
}

static void
an_abort_ends_the_wait (void **state)
{
    PortWorld *world = *state;

    world->chip->busy = G_MAXUINT;
    port_world_put (world, AP, 0x4, WRITE, 5);
    assert_int_equal (port_world_write (world, AP, 0x4, WRITE, 6), UL_SIM_ACK_WAIT);
    port_world_put (world, ABORT, 0x1F);
    assert_int_equal (world->chip->n_aborts, 1);
    port_world_put (world, AP, 0x8, WRITE, 7);
    assert_int_equal (world->chip->registers[0][1], 0);
}

static void
an_overrun_refuses_all_that_follows (void **state)
{
    PortWorld *world = *state;
    guint64 n_bits;

    port_world_put (world, CTRL_STAT, WRITE, POWER_REQ | ORUNDETECT);
    world->chip->busy = 2;
    port_world_put (world, AP, 0x4, WRITE, 1);
    n_bits = ul_sim_wire_get_n_bits (world->wire);
    assert_int_equal (port_world_write (world, AP, 0x4, WRITE, 2), UL_SIM_ACK_WAIT);
    assert_int_equal (port_world_write (world, AP, 0x4, WRITE, 3), UL_SIM_ACK_FAULT);
    assert_int_equal (port_world_write (world, AP, 0x4, READ, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (ul_sim_wire_get_n_bits (world->wire) - n_bits, 3 * 46);
    assert_int_equal (port_world_get_sticky (world), STICKYORUN);
    port_world_put (world, ABORT, 0x10);
    assert_int_equal (port_world_get_sticky (world), 0);
    port_world_read (world, RDBUFF);
    assert_int_equal (world->chip->registers[0][1], 1);
}

static void
pushed_values_are_compared (void **state)
{
    PortWorld *world = *state;

    world->chip->registers[0][1] = 0x12345678;
    port_world_put (world, CTRL_STAT, WRITE,
                    POWER_REQ | 0x1 << 2 | 0x7 << 8); /* verify three bytes */
    port_world_put (world, AP, 0x4, WRITE, 0xFF345678);
    assert_int_equal (port_world_get_sticky (world), 0);
    port_world_put (world, AP, 0x4, WRITE, 0xFF345679);
    assert_int_equal (port_world_get_sticky (world), STICKYCMP);
    port_world_put (world, ABORT, 0x02);
    port_world_put (world, CTRL_STAT, WRITE, POWER_REQ | 0x2 << 2 | 0xF << 8); /* find */
    port_world_put (world, AP, 0x4, WRITE, 0xFF345678);
    assert_int_equal (port_world_get_sticky (world), 0);
    port_world_put (world, AP, 0x4, WRITE, 0x12345678);
    assert_int_equal (port_world_get_sticky (world), STICKYCMP);
    assert_int_equal (world->chip->registers[0][1], 0x12345678); /* never written */
}

static void
a_minimal_port_pushes_nothing (void **state)
{
    PortWorld *world = port_world_new ("MKL25Z128");

    port_world_connect (world);
    port_world_put (world, CTRL_STAT, WRITE, POWER_REQ | 0x1 << 2 | 0xF << 8);
    assert_int_equal (port_world_read (world, CTRL_STAT, READ), POWER_REQ | POWER_ACK);
    port_world_put (world, AP, 0x4, WRITE, 9);
    assert_int_equal (world->chip->registers[0][1], 9);
    port_world_free (world);
}

static void
a_power_failure_forgets_everything (void **state)
{
    PortWorld *world = *state;

    port_world_put (world, SELECT, 0x010000F0);
    ul_sim_chip_set_power (world->chip, FALSE);
    ul_sim_chip_set_power (world->chip, TRUE);
    assert_int_equal (port_world_write (world, DPIDR, 0), UL_SIM_ACK_NONE);
    assert_false (ul_sim_wire_get_debug_power (world->wire));
    ul_sim_wire_send_bits (world->wire, swd_from_jtag, sizeof swd_from_jtag * 8);
    assert_int_equal (port_world_read (world, DPIDR), world->chip->dpidr);
    assert_int_equal (port_world_read (world, CTRL_STAT, READ), 0);
    port_world_connect (world);
    port_world_put (world, AP, 0x4, WRITE, 9);
    assert_int_equal (world->chip->registers[0][1], 9);
}

/* --- faults of the wire --- */

static void
garbles_one_in_so_many_transfers (void **state)
{
    PortWorld *world = *state;
    UlSimWireFaults faults = { .garble_every = 3, .garble_above_khz = 1000 };
    guint n_bad = 0;

    ul_sim_wire_set_faults (world->wire, &faults);
    for (guint i = 0; i < 30; i++) {
        gboolean parity_ok = TRUE;
        guint32 value = 0;

        ul_sim_wire_transfer (world->wire, DPIDR, &value, &parity_ok);
        assert_int_equal (value == world->chip->dpidr, parity_ok);
        n_bad += !parity_ok;
    }
    assert_int_equal (n_bad, 10);
    for (guint i = 0; i < 3; i++)
        port_world_write (world, SELECT, 0);
    assert_int_equal (port_world_get_sticky (world), WDATAERR);
    port_world_put (world, ABORT, 0x1E);
    ul_sim_wire_set_speed (world->wire, 1000);
    for (guint i = 0; i < 30; i++)
        port_world_put (world, SELECT, 0);
    assert_int_equal (port_world_get_sticky (world), 0);
}

static void
makes_one_in_so_many_accesses_wait (void **state)
{
    PortWorld *world = *state;
    UlSimWireFaults faults = { .wait_every = 4, .wait_times = 3 };
    guint n_waits = 0, n_done = 0;

    ul_sim_wire_set_faults (world->wire, &faults);
    while (n_done < 12) {
        UlSimAck ack = port_world_write (world, AP, 0x4, WRITE, n_done);

        n_waits += ack == UL_SIM_ACK_WAIT;
        n_done += ack == UL_SIM_ACK_OK;
        port_world_put (world, SELECT, 0);
    }
    assert_int_equal (n_waits, 9);
    assert_int_equal (world->chip->log->len, 12);

    faults.wait_times = G_MAXUINT;
    ul_sim_wire_set_faults (world->wire, &faults);
    for (guint i = 0; i < 3; i++)
        port_world_put (world, AP, 0x4, WRITE, i);
    for (guint i = 0; i < 100; i++)
        assert_int_equal (port_world_write (world, AP, 0x4, WRITE, i), UL_SIM_ACK_WAIT);
    port_world_put (world, ABORT, 0x1F);
    for (guint i = 0; i < 3; i++)
        port_world_put (world, AP, 0x4, WRITE, i);
}

int
main (void)
{
#define CASE(function) cmocka_unit_test_setup_teardown (function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE (powers_up_by_handshake),
        CASE (an_access_port_without_power_is_an_error),
        CASE (reads_of_access_ports_are_posted),
        CASE (select_leads_to_every_bank),
        CASE (the_turnaround_can_be_longer),
        CASE (a_failed_access_is_remembered),
        CASE (a_failed_read_shows_at_the_next_access),
        CASE (waits_while_the_access_port_is_busy),
        CASE (a_wait_ends_in_time),
        CASE (an_abort_ends_the_wait),
        CASE (an_overrun_refuses_all_that_follows),
        CASE (pushed_values_are_compared),
        cmocka_unit_test (a_minimal_port_pushes_nothing),
        CASE (a_power_failure_forgets_everything),
        CASE (garbles_one_in_so_many_transfers),
        CASE (makes_one_in_so_many_accesses_wait),
    };

    return cmocka_run_group_tests_name ("sim-dp", tests, NULL, NULL);
}
