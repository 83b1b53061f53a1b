/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time model of the emulated USB, and its packets. */
#include "test.h"
#include "ul-emu-bus.h"
#include "ul-emu-pipe.h"

#define US 1000u

static void
one_transfer_at_a_time_pays_each_latency (void **state)
{
    UlEmuBus bus = { 0 };

    for (guint i = 0; i < 10; i++) {
        guint64 there = ul_emu_bus_out (&bus, 30, bus.host_ns, 0);

        ul_emu_bus_reaped (&bus, there);
        ul_emu_bus_reaped (&bus, ul_emu_bus_in (&bus, 60, bus.host_ns, there));
    }
    assert_int_equal (bus.host_ns, 10 * (126 + 127) * US); /* 30 bytes are 1 us */
    assert_int_equal (bus.urbs, 20);
    assert_int_equal (bus.out_bytes, 300);
    assert_int_equal (bus.in_bytes, 600);
}

static void
queued_transfers_share_the_latency_and_line_up_for_the_bytes (void **state)
{
    UlEmuBus bus = { .host_ns = 1000 * US };
    guint64 last = 0;

    for (guint i = 0; i < 4; i++)
        last = ul_emu_bus_out (&bus, 3000, bus.host_ns, 0);
    assert_int_equal (last, (1000 + 125 + 4 * 100) * US);
}

static void
full_speed_is_slow (void **state)
{
    UlEmuBus bus = { .full_speed = TRUE };

    assert_int_equal (ul_emu_bus_out (&bus, 64, 0, 0), (1000 + 64) * US);
}

static void
an_answer_waits_for_the_probe_and_a_command_for_its_room (void **state)
{
    UlEmuBus bus = { 0 };

    assert_int_equal (ul_emu_bus_in (&bus, 0, 0, 5000 * US), 5125 * US);
    assert_int_equal (ul_emu_bus_out (&bus, 0, 0, 7000 * US), 7000 * US);
}

static void
a_packet_that_does_not_fit_overflows (void **state)
{
    UlEmuPipe pipe;
    const guint8 data[5] = { 1, 2, 3, 4, 5 };
    guint8 buffer[4];
    guint64 ready_ns = 0;
    gsize n = 0;

    ul_emu_pipe_init (&pipe, 64);
    ul_emu_pipe_push (&pipe, data, sizeof data, TRUE, 9);
    assert_int_equal (ul_emu_pipe_take (&pipe, buffer, sizeof buffer, &n, &ready_ns),
                      UL_EMU_PIPE_OVERFLOW);
    assert_int_equal (n, 0);
    assert_int_equal (ready_ns, 9);
    ul_emu_pipe_clear (&pipe);
}

static void
a_transfer_ends_when_full_or_short (void **state)
{
    UlEmuPipe pipe;
    const guint8 data[8] = { 0 };
    guint8 buffer[8];
    guint64 ready_ns = 0;
    gsize n = 0;

    ul_emu_pipe_init (&pipe, 4);
    ul_emu_pipe_push (&pipe, data, 4, FALSE, 0);
    assert_int_equal (ul_emu_pipe_take (&pipe, buffer, 8, &n, &ready_ns), UL_EMU_PIPE_MORE);
    assert_int_equal (n, 4);
    ul_emu_pipe_push (&pipe, data, 3, FALSE, 0);
    assert_int_equal (ul_emu_pipe_take (&pipe, buffer, 8, &n, &ready_ns), UL_EMU_PIPE_DONE);
    assert_int_equal (n, 7);
    n = 0;
    ul_emu_pipe_push (&pipe, data, 8, TRUE, 0);
    assert_int_equal (ul_emu_pipe_take (&pipe, buffer, 4, &n, &ready_ns), UL_EMU_PIPE_DONE);
    n = 0;
    assert_int_equal (ul_emu_pipe_take (&pipe, buffer, 8, &n, &ready_ns), UL_EMU_PIPE_DONE);
    assert_int_equal (n, 4); /* and the empty packet */
    ul_emu_pipe_clear (&pipe);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (one_transfer_at_a_time_pays_each_latency),
        cmocka_unit_test (queued_transfers_share_the_latency_and_line_up_for_the_bytes),
        cmocka_unit_test (full_speed_is_slow),
        cmocka_unit_test (an_answer_waits_for_the_probe_and_a_command_for_its_room),
        cmocka_unit_test (a_packet_that_does_not_fit_overflows),
        cmocka_unit_test (a_transfer_ends_when_full_or_short),
    };

    return cmocka_run_group_tests_name ("emulated bus", tests, NULL, NULL);
}
