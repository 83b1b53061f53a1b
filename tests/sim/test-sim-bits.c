/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bits and transfers are two ways of driving one wire. */
#include "test.h"

#include "port-world.h"
#include "swd-host.h"

#include <stdio.h>
#include <string.h>

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
stir (PortWorld *world, guint kind, guint amount)
{
    switch (kind) {
    case 0:
        ul_sim_wire_send_bits (world->wire, swd_line_reset, sizeof swd_line_reset * 8);
        port_world_read (world, DPIDR);
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
        world->last_ack = port_world_write (world, DPIDR, 0);
        ul_sim_wire_send_bits (world->wire, swd_line_reset, sizeof swd_line_reset * 8);
        port_world_read (world, DPIDR);
        break;
    case 4:
    case 5:
    case 6:
        port_world_write (world, ABORT, 0x1E);
        break;
    default:
        break;
    }
}

static void
compare (PortWorld *a, PortWorld *b)
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
    PortWorld *fast = port_world_new ("MK64FN1M0"), *slow = port_world_new ("MK64FN1M0");
    Known known = { 0, 0, POWER_REQ };
    guint n_acks[8] = { 0 };

    port_world_connect (fast);
    port_world_connect (slow);
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
    port_world_free (fast);
    port_world_free (slow);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (bits_and_transfers_are_one),
    };

    return cmocka_run_group_tests_name ("sim-bits", tests, NULL, NULL);
}
