/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The debug port's registers, a transfer at a time; and that bits do the same. */
#include "test.h"

#include "plain-chip.h"
#include "swd-host.h"

#include <stdio.h>
#include <string.h>

#define DPIDR     FALSE, 0x0, FALSE
#define ABORT     FALSE, 0x0, TRUE
#define CTRL_STAT FALSE, 0x4
#define RESEND    FALSE, 0x8, FALSE
#define SELECT    FALSE, 0x8, TRUE
#define RDBUFF    FALSE, 0xC, FALSE
#define READ      FALSE
#define WRITE     TRUE
#define AP        TRUE

#define ORUNDETECT 0x01u
#define STICKYORUN 0x02u
#define STICKYCMP  0x10u
#define STICKYERR  0x20u
#define READOK     0x40u
#define WDATAERR   0x80u
#define POWER_REQ  0x50000000u
#define POWER_ACK  0xA0000000u

typedef struct {
    UlSimChip *chip;
    UlSimWire *wire;
    UlSimAck last_ack;
} World;

static UlSimAck
write_reg (World *world, gboolean ap, guint8 reg, gboolean write, guint32 value)
{
    return ul_sim_wire_transfer (world->wire, ap, reg, write, &value, NULL);
}

static guint32
read_reg (World *world, gboolean ap, guint8 reg, gboolean write)
{
    guint32 value = 0;

    assert_int_equal (ul_sim_wire_transfer (world->wire, ap, reg, write, &value, NULL),
                      UL_SIM_ACK_OK);
    return value;
}

static void
put (World *world, gboolean ap, guint8 reg, gboolean write, guint32 value)
{
    assert_int_equal (write_reg (world, ap, reg, write, value), UL_SIM_ACK_OK);
}

static guint32
get_sticky (World *world)
{
    return read_reg (world, CTRL_STAT, READ) & (STICKYORUN | STICKYCMP | STICKYERR | WDATAERR);
}

static void
connect (World *world)
{
    ul_sim_wire_send_bits (world->wire, swd_from_jtag, sizeof swd_from_jtag * 8);
    assert_int_equal (read_reg (world, DPIDR), world->chip->dpidr);
    put (world, CTRL_STAT, WRITE, POWER_REQ);
    ul_sim_wire_idle (world->wire, 100);
}

static World *
make_world (const char *device)
{
    World *world = g_new0 (World, 1);

    world->chip = ul_sim_chip_new (ul_devices_find (device));
    world->wire = ul_sim_wire_new (world->chip);
    ul_sim_wire_set_speed (world->wire, 4000);
    return world;
}

static int
set_up (void **state)
{
    *state = make_world ("MK64FN1M0");
    connect (*state);
    return 0;
}

static void
free_world (World *world)
{
    ul_sim_wire_free (world->wire);
    ul_sim_chip_free (world->chip);
    g_free (world);
}

static int
tear_down (void **state)
{
    free_world (*state);
    return 0;
}

static void
powers_up_by_handshake (void **state)
{
    World *world = *state;

    put (world, CTRL_STAT, WRITE, 0);
    assert_false (world->chip->debug_power);
    assert_false (ul_sim_wire_get_debug_power (world->wire));
    ul_sim_wire_idle (world->wire, 100);
    put (world, CTRL_STAT, WRITE, POWER_REQ);
    assert_true (ul_sim_wire_get_debug_power (world->wire));
    assert_int_equal (read_reg (world, CTRL_STAT, READ), POWER_REQ); /* takes a moment */
    ul_sim_wire_idle (world->wire, 100);
    assert_int_equal (read_reg (world, CTRL_STAT, READ), POWER_REQ | POWER_ACK);
    put (world, CTRL_STAT, WRITE, 0x10000000);
    ul_sim_wire_idle (world->wire, 100);
    assert_int_equal (read_reg (world, CTRL_STAT, READ), 0x30000000);
}

static void
an_access_port_without_power_is_an_error (void **state)
{
    World *world = *state;

    put (world, CTRL_STAT, WRITE, 0);
    ul_sim_wire_idle (world->wire, 100);
    put (world, AP, 0x4, WRITE, 1);
    assert_int_equal (get_sticky (world), STICKYERR);
    assert_int_equal (world->chip->log->len, 0);
}

static void
reads_of_access_ports_are_posted (void **state)
{
    World *world = *state;

    world->chip->registers[0][1] = 0x11111111;
    world->chip->registers[0][2] = 0x22222222;
    read_reg (world, AP, 0x4, READ);
    assert_int_equal (read_reg (world, AP, 0x8, READ), 0x11111111);
    assert_int_equal (read_reg (world, RESEND), 0x11111111);
    assert_int_equal (read_reg (world, RDBUFF), 0x22222222);
    assert_int_equal (read_reg (world, RESEND), 0x22222222);
    assert_int_equal (world->chip->log->len, 2);
    assert_int_equal (read_reg (world, CTRL_STAT, READ) & READOK, READOK);
}

static void
select_leads_to_every_bank (void **state)
{
    World *world = *state;
    PlainAccess *access = NULL;

    put (world, SELECT, 0x010000F0);
    put (world, AP, 0xC, WRITE, 7);
    access = &g_array_index (world->chip->log, PlainAccess, 0);
    assert_int_equal (access->ap, 1);
    assert_int_equal (access->reg, 0xFC);
    assert_int_equal (access->value, 7);
    put (world, SELECT, 0xFF000000);
    read_reg (world, AP, 0x0, READ);
    access = &g_array_index (world->chip->log, PlainAccess, 1);
    assert_int_equal (access->ap, 0xFF);
    assert_int_equal (access->reg, 0);
}

static void
the_turnaround_can_be_longer (void **state)
{
    World *world = *state;

    put (world, SELECT, 1);
    for (guint turn = 4; turn >= 1; turn--) {
        guint64 n_bits;
        guint32 value = 0;
        gboolean parity_ok;

        put (world, CTRL_STAT, WRITE, (turn - 1) << 8); /* DLCR */
        n_bits = ul_sim_wire_get_n_bits (world->wire);
        assert_int_equal (read_reg (world, DPIDR), world->chip->dpidr);
        assert_int_equal (ul_sim_wire_get_n_bits (world->wire) - n_bits, 44 + 2 * turn);
        assert_int_equal (read_reg (world, CTRL_STAT, READ), (turn - 1) << 8 | 1 << 6);
        assert_int_equal (swd_transfer (world->wire, turn, FALSE, 0xA5, 0, &value, &parity_ok), 1);
        assert_int_equal (value, world->chip->dpidr);
    }
    put (world, CTRL_STAT, WRITE, 3 << 8);
    ul_sim_wire_send_bits (world->wire, swd_line_reset, sizeof swd_line_reset * 8);
    assert_int_equal (read_reg (world, DPIDR), world->chip->dpidr);
    assert_int_equal (read_reg (world, CTRL_STAT, READ), 1 << 6);
}

static void
a_failed_access_is_remembered (void **state)
{
    World *world = *state;

    world->chip->fault_at = 1;
    put (world, AP, 0x4, WRITE, 1); /* the acknowledge comes too early to tell */
    assert_int_equal (write_reg (world, AP, 0x4, WRITE, 2), UL_SIM_ACK_FAULT);
    assert_int_equal (write_reg (world, SELECT, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (write_reg (world, CTRL_STAT, WRITE, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (write_reg (world, RDBUFF, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (write_reg (world, RESEND, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (read_reg (world, DPIDR), world->chip->dpidr);
    assert_int_equal (read_reg (world, CTRL_STAT, READ), POWER_REQ | POWER_ACK | STICKYERR);
    put (world, ABORT, 0x1A); /* all but the one that is set */
    assert_int_equal (get_sticky (world), STICKYERR);
    put (world, ABORT, 0x04);
    assert_int_equal (get_sticky (world), 0);
    assert_int_equal (world->chip->log->len, 1);
    put (world, AP, 0x4, WRITE, 3);
}

static void
a_failed_read_shows_at_the_next_access (void **state)
{
    World *world = *state;

    world->chip->fault_at = 1;
    read_reg (world, AP, 0x4, READ);
    assert_int_equal (write_reg (world, RDBUFF, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (read_reg (world, CTRL_STAT, READ) & READOK, 0);
}

static void
waits_while_the_access_port_is_busy (void **state)
{
    World *world = *state;
    guint64 n_bits;

    world->chip->busy = 3;
    put (world, AP, 0x4, WRITE, 5); /* held by the port: one try */
    assert_int_equal (world->chip->log->len, 0);
    n_bits = ul_sim_wire_get_n_bits (world->wire);
    assert_int_equal (write_reg (world, AP, 0x8, WRITE, 6), UL_SIM_ACK_WAIT);
    assert_int_equal (ul_sim_wire_get_n_bits (world->wire) - n_bits, 13);
    assert_int_equal (read_reg (world, DPIDR), world->chip->dpidr);
    assert_int_equal (write_reg (world, RDBUFF, 0), UL_SIM_ACK_WAIT);
    assert_int_equal (get_sticky (world), 0);
    put (world, AP, 0x8, WRITE, 6);
    assert_int_equal (world->chip->registers[0][1], 5);
    assert_int_equal (world->chip->registers[0][2], 6);
    world->chip->busy = 1;
    assert_int_equal (write_reg (world, AP, 0x4, READ, 0), UL_SIM_ACK_WAIT);
    read_reg (world, AP, 0x4, READ);
    assert_int_equal (read_reg (world, RDBUFF), 5);
}

/* Time must pass for the chip even when nothing but refusals go over the wire. */
static void
a_wait_ends_in_time (void **state)
{
    World *world = *state;
    guint n = 0;

    ul_sim_wire_settle (world->wire);
    world->chip->busy_until_ns = world->chip->ns + 100000;
    put (world, AP, 0x4, WRITE, 5);
    while (write_reg (world, AP, 0x8, WRITE, 6) == UL_SIM_ACK_WAIT)
        if (++n > 1000)
            fail_msg ("still waiting");
    assert_in_range (n, 20, 40); /* 13 cycles of 250 ns each */
    assert_int_equal (world->chip->registers[0][1], 5);
    assert_int_equal (world->chip->registers[0][2], 6);
}

static void
an_abort_ends_the_wait (void **state)
{
    World *world = *state;

    world->chip->busy = G_MAXUINT;
    put (world, AP, 0x4, WRITE, 5);
    assert_int_equal (write_reg (world, AP, 0x4, WRITE, 6), UL_SIM_ACK_WAIT);
    put (world, ABORT, 0x1F);
    assert_int_equal (world->chip->n_aborts, 1);
    put (world, AP, 0x8, WRITE, 7);
    assert_int_equal (world->chip->registers[0][1], 0);
}

static void
an_overrun_refuses_all_that_follows (void **state)
{
    World *world = *state;
    guint64 n_bits;

    put (world, CTRL_STAT, WRITE, POWER_REQ | ORUNDETECT);
    world->chip->busy = 2;
    put (world, AP, 0x4, WRITE, 1);
    n_bits = ul_sim_wire_get_n_bits (world->wire);
    assert_int_equal (write_reg (world, AP, 0x4, WRITE, 2), UL_SIM_ACK_WAIT);
    assert_int_equal (write_reg (world, AP, 0x4, WRITE, 3), UL_SIM_ACK_FAULT);
    assert_int_equal (write_reg (world, AP, 0x4, READ, 0), UL_SIM_ACK_FAULT);
    assert_int_equal (ul_sim_wire_get_n_bits (world->wire) - n_bits, 3 * 46);
    assert_int_equal (get_sticky (world), STICKYORUN);
    put (world, ABORT, 0x10);
    assert_int_equal (get_sticky (world), 0);
    read_reg (world, RDBUFF);
    assert_int_equal (world->chip->registers[0][1], 1);
}

static void
pushed_values_are_compared (void **state)
{
    World *world = *state;

    world->chip->registers[0][1] = 0x12345678;
    put (world, CTRL_STAT, WRITE, POWER_REQ | 0x1 << 2 | 0x7 << 8); /* verify three bytes */
    put (world, AP, 0x4, WRITE, 0xFF345678);
    assert_int_equal (get_sticky (world), 0);
    put (world, AP, 0x4, WRITE, 0xFF345679);
    assert_int_equal (get_sticky (world), STICKYCMP);
    put (world, ABORT, 0x02);
    put (world, CTRL_STAT, WRITE, POWER_REQ | 0x2 << 2 | 0xF << 8); /* find */
    put (world, AP, 0x4, WRITE, 0xFF345678);
    assert_int_equal (get_sticky (world), 0);
    put (world, AP, 0x4, WRITE, 0x12345678);
    assert_int_equal (get_sticky (world), STICKYCMP);
    assert_int_equal (world->chip->registers[0][1], 0x12345678); /* never written */
}

static void
a_minimal_port_pushes_nothing (void **state)
{
    World *world = make_world ("MKL25Z128");

    connect (world);
    put (world, CTRL_STAT, WRITE, POWER_REQ | 0x1 << 2 | 0xF << 8);
    assert_int_equal (read_reg (world, CTRL_STAT, READ), POWER_REQ | POWER_ACK);
    put (world, AP, 0x4, WRITE, 9);
    assert_int_equal (world->chip->registers[0][1], 9);
    free_world (world);
}

static void
a_power_failure_forgets_everything (void **state)
{
    World *world = *state;

    put (world, SELECT, 0x010000F0);
    ul_sim_chip_set_power (world->chip, FALSE);
    ul_sim_chip_set_power (world->chip, TRUE);
    assert_int_equal (write_reg (world, DPIDR, 0), UL_SIM_ACK_NONE);
    assert_false (ul_sim_wire_get_debug_power (world->wire));
    ul_sim_wire_send_bits (world->wire, swd_from_jtag, sizeof swd_from_jtag * 8);
    assert_int_equal (read_reg (world, DPIDR), world->chip->dpidr);
    assert_int_equal (read_reg (world, CTRL_STAT, READ), 0);
    connect (world);
    put (world, AP, 0x4, WRITE, 9);
    assert_int_equal (world->chip->registers[0][1], 9);
}

/* --- faults of the wire --- */

static void
garbles_one_in_so_many_transfers (void **state)
{
    World *world = *state;
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
        write_reg (world, SELECT, 0);
    assert_int_equal (get_sticky (world), WDATAERR);
    put (world, ABORT, 0x1E);
    ul_sim_wire_set_speed (world->wire, 1000);
    for (guint i = 0; i < 30; i++)
        put (world, SELECT, 0);
    assert_int_equal (get_sticky (world), 0);
}

static void
makes_one_in_so_many_accesses_wait (void **state)
{
    World *world = *state;
    UlSimWireFaults faults = { .wait_every = 4, .wait_times = 3 };
    guint n_waits = 0, n_done = 0;

    ul_sim_wire_set_faults (world->wire, &faults);
    while (n_done < 12) {
        UlSimAck ack = write_reg (world, AP, 0x4, WRITE, n_done);

        n_waits += ack == UL_SIM_ACK_WAIT;
        n_done += ack == UL_SIM_ACK_OK;
        put (world, SELECT, 0);
    }
    assert_int_equal (n_waits, 9);
    assert_int_equal (world->chip->log->len, 12);

    faults.wait_times = G_MAXUINT;
    ul_sim_wire_set_faults (world->wire, &faults);
    for (guint i = 0; i < 3; i++)
        put (world, AP, 0x4, WRITE, i);
    for (guint i = 0; i < 100; i++)
        assert_int_equal (write_reg (world, AP, 0x4, WRITE, i), UL_SIM_ACK_WAIT);
    put (world, ABORT, 0x1F);
    for (guint i = 0; i < 3; i++)
        put (world, AP, 0x4, WRITE, i);
}

/* --- the same in bits --- */

typedef struct {
    gboolean ap, write;
    guint8 reg;
    guint32 value;
} Access;

static Access
random_access (GRand *rand)
{
    static const guint32 aborts[] = { 0x1E, 0x1F, 0x00, 0x04 };
    Access access = { g_rand_boolean (rand), g_rand_boolean (rand),
                      g_rand_int_range (rand, 0, 4) * 4, g_rand_int (rand) };

    if (access.ap || !access.write)
        return access;
    if (access.reg == 0x0)
        access.value = aborts[g_rand_int_range (rand, 0, 4)];
    else if (access.reg == 0x4)
        access.value = POWER_REQ | (access.value & (ORUNDETECT | 0xF00 | 0xC));
    else if (access.reg == 0x8)
        access.value &= 0x030000F1;
    return access;
}

/* What a debugger must know of the port to keep in step with it. */
typedef struct {
    guint32 select, dlcr, ctrl;
} Known;

static void
note_write (Known *known, const Access *access, guint ack)
{
    if (ack != UL_SIM_ACK_OK || access->ap || !access->write)
        return;
    if (access->reg == 0x8)
        known->select = access->value;
    else if (access->reg == 0x4 && (known->select & 0xF) == 0)
        known->ctrl = access->value;
    else if (access->reg == 0x4)
        known->dlcr = access->value;
}

static void
stir (World *world, guint kind, guint amount)
{
    switch (kind) {
    case 0:
        ul_sim_wire_send_bits (world->wire, swd_line_reset, sizeof swd_line_reset * 8);
        read_reg (world, DPIDR);
        break;
    case 1:
        ul_sim_wire_idle (world->wire, amount);
        break;
    case 2:
        world->chip->busy = amount % 6;
        break;
    case 8:
        ul_sim_wire_settle (world->wire);
        world->chip->busy_until_ns = world->chip->ns + amount * 1000;
        break;
    case 3:
        world->chip->fault_at = world->chip->log->len + 1 + amount % 5;
        break;
    case 7: /* high cycles that may add up to a line reset with those of the transfer before */
        swd_send (world->wire, G_MAXUINT64, amount);
        swd_send (world->wire, 0, 2);
        world->last_ack = write_reg (world, DPIDR, 0);
        ul_sim_wire_send_bits (world->wire, swd_line_reset, sizeof swd_line_reset * 8);
        read_reg (world, DPIDR);
        break;
    case 4:
    case 5:
    case 6:
        write_reg (world, ABORT, 0x1E);
        break;
    default:
        break;
    }
}

static void
compare (World *a, World *b)
{
    ul_sim_wire_settle (a->wire);
    ul_sim_wire_settle (b->wire);
    assert_int_equal (a->last_ack, b->last_ack);
    assert_int_equal (a->chip->ns, b->chip->ns);
    assert_int_equal (ul_sim_wire_get_n_bits (a->wire), ul_sim_wire_get_n_bits (b->wire));
    assert_int_equal (a->chip->log->len, b->chip->log->len);
    assert_memory_equal (a->chip->registers, b->chip->registers, sizeof a->chip->registers);
    if (a->chip->log->len > 0)
        assert_memory_equal (a->chip->log->data, b->chip->log->data,
                             a->chip->log->len * sizeof (PlainAccess));
}

static void
bits_and_transfers_are_one (void **state)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (46);
    World *fast = make_world ("MK64FN1M0"), *slow = make_world ("MK64FN1M0");
    Known known = { 0, 0, POWER_REQ };
    guint n_acks[8] = { 0 };

    connect (fast);
    connect (slow);
    for (guint i = 0; i < 30000; i++) {
        Access access = random_access (rand);
        guint32 a = access.value, b = access.value;
        gboolean a_good = TRUE, b_good = TRUE;
        guint kind = g_rand_int_range (rand, 0, 20), amount = g_rand_int_range (rand, 1, 50);
        guint a_ack, b_ack;
        gboolean garbled = i % 3000 < 1000;

        /* Else the debugger would not know in which mode the port is. */
        if (garbled && !access.ap && access.reg != 0x0)
            access.write = FALSE;
        if (i % 1000 == 0) {
            UlSimWireFaults faults = { .garble_every = garbled ? 7 : 0,
                                       .wait_every = i % 2000 == 0 ? 5 : 0,
                                       .wait_times = 2 };
            ul_sim_wire_set_faults (fast->wire, &faults);
            ul_sim_wire_set_faults (slow->wire, &faults);
            ul_sim_wire_set_speed (fast->wire, 1 + i);
            ul_sim_wire_set_speed (slow->wire, 1 + i);
        }
        stir (fast, kind, amount);
        stir (slow, kind, amount);
        if (kind == 0 || kind == 7)
            known.dlcr = 0;
        a_ack = ul_sim_wire_transfer (fast->wire, access.ap, access.reg, access.write, &a, &a_good);
        b_ack = swd_transfer (slow->wire, (known.dlcr >> 8 & 3) + 1, (known.ctrl & ORUNDETECT) != 0,
                              swd_request (access.ap, access.reg, access.write), 0, &b, &b_good);
        assert_int_equal (a_ack, b_ack);
        assert_int_equal (a, b);
        assert_int_equal (a_good, b_good);
        n_acks[a_ack]++;
        compare (fast, slow);
        note_write (&known, &access, a_ack);
    }
    printf ("# %u OK, %u WAIT, %u FAULT\n", n_acks[1], n_acks[2], n_acks[4]);
    assert_true (n_acks[1] > 1000 && n_acks[2] > 100 && n_acks[4] > 1000);
    assert_int_equal (n_acks[1] + n_acks[2] + n_acks[4], 30000);
    free_world (fast);
    free_world (slow);
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
        cmocka_unit_test (bits_and_transfers_are_one),
    };

    return cmocka_run_group_tests_name ("sim-dp", tests, NULL, NULL);
}
