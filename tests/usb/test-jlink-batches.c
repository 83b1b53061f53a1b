/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How batches become commands to a J-Link, bit by bit, worked out by hand from the protocol. */
#include "jlink-world.h"

#include "ul-error.h"

#include <string.h>

/* --- bits --- */

static void
requests_are_those_of_the_standard (void **state)
{
    assert_int_equal (ul_swd_request (FALSE, TRUE, 0x0), 0xA5);  /* DPIDR */
    assert_int_equal (ul_swd_request (FALSE, FALSE, 0x0), 0x81); /* ABORT */
    assert_int_equal (ul_swd_request (FALSE, TRUE, 0x4), 0x8D);  /* CTRL/STAT */
    assert_int_equal (ul_swd_request (FALSE, FALSE, 0x4), 0xA9);
    assert_int_equal (ul_swd_request (FALSE, FALSE, 0x8), 0xB1); /* SELECT */
    assert_int_equal (ul_swd_request (FALSE, TRUE, 0xC), 0xBD);  /* RDBUFF */
    assert_int_equal (ul_swd_request (FALSE, FALSE, 0xC), 0x99); /* TARGETSEL */
    assert_int_equal (ul_swd_request (TRUE, FALSE, 0x0), 0xA3);
    assert_int_equal (ul_swd_request (TRUE, TRUE, 0x0), 0x87);
    assert_int_equal (ul_swd_request (TRUE, FALSE, 0x4), 0x8B);
    assert_int_equal (ul_swd_request (TRUE, TRUE, 0x4), 0xAF);
    assert_int_equal (ul_swd_request (TRUE, FALSE, 0x8), 0x93);
    assert_int_equal (ul_swd_request (TRUE, TRUE, 0x8), 0xB7);
    assert_int_equal (ul_swd_request (TRUE, FALSE, 0xC), 0xBB);
    assert_int_equal (ul_swd_request (TRUE, TRUE, 0xC), 0x9F);
}

/* A read at bit 2 of a real log: the acknowledge was found at bit 10, the data from bit 13. */
static void
an_answer_is_seen_one_bit_early (void **state)
{
    guint8 in[7] = { 0 };
    guint32 value = 0;

    in[10 / 8] |= 1 << (10 % 8);
    for (guint i = 0; i < 32; i++)
        if ((0x0BC11477u >> i) & 1)
            in[(13 + i) / 8] |= 1 << ((13 + i) % 8);
    in[45 / 8] |= ul_swd_parity (0x0BC11477) << (45 % 8);
    assert_int_equal (ul_swd_bits_get_ack (in, 2), UL_SWD_ACK_OK);
    assert_true (ul_swd_bits_get_data (in, 2, &value));
    assert_int_equal (value, 0x0BC11477);
    in[13 / 8] ^= 1 << (13 % 8);
    assert_false (ul_swd_bits_get_data (in, 2, &value));
}

/* --- batches --- */

/* 46 bits: request A5, driven; then silence; 8 idle cycles, driven low. */
#define READ_DPIDR "CF 00 36 00 FF 00 00 00 00 C0 3F A5 00 00 00 00 00 00"

static void
a_read_is_46_bits_and_its_tail (void **state)
{
    World *world = *state;
    guint32 value = 0;

    fake_pipe_wants (world->pipe, READ_DPIDR);
    world_answers_ok (world, 1, 0x2BA01477);
    ul_batch_read (world->batch, FALSE, 0x0, &value);
    world_runs (world);
    assert_int_equal (value, 0x2BA01477);
}

static void
a_write_is_46_bits_and_its_tail (void **state)
{
    World *world = *state;

    /* request B1 (SELECT); 5 cycles of the target; 0x010000F0 from bit 13 on, parity 1 at bit 45 */
    fake_pipe_wants (world->pipe, "CF 00 36 00 FF E0 FF FF FF FF 3F B1 00 1E 00 20 20 00");
    world_answers_ok (world, 1, 0);
    ul_batch_write (world->batch, FALSE, 0x8, 0x010000F0);
    world_runs (world);
}

static void
an_old_probe_may_send_the_status_on_its_own (void **state)
{
    World *world = *state;
    g_autoptr (GByteArray) bytes = world_replies_ok (1, 0x2BA01477);
    guint32 value = 0;

    fake_pipe_wants (world->pipe, READ_DPIDR);
    fake_pipe_answers_bytes (world->pipe, bytes->data, 7);
    fake_pipe_answers (world->pipe, "00");
    ul_batch_read (world->batch, FALSE, 0x0, &value);
    world_runs (world);
    assert_int_equal (value, 0x2BA01477);
}

static void
a_probe_out_of_memory_says_so (void **state)
{
    World *world = *state;
    g_autoptr (GByteArray) bytes = world_replies_ok (1, 0);

    bytes->data[7] = 6;
    fake_pipe_wants (world->pipe, READ_DPIDR);
    fake_pipe_answers_bytes (world->pipe, bytes->data, 8);
    ul_batch_read (world->batch, FALSE, 0x0, NULL);
    world_fails (world, UL_ERROR_PROBE_FAILED, 0);
}

static void
ap_reads_are_collected_from_the_next_access (void **state)
{
    World *world = *state;
    g_autoptr (GByteArray) bytes = world_replies_ok (0, 0);
    guint32 values[3] = { 0 };

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    g_byte_array_set_size (bytes, (5 * 46 + 8 + 7) / 8 + 1);
    memset (bytes->data, 0, bytes->len);
    world_answer (bytes->data, 0 * 46, UL_SWD_ACK_OK, 0xAAAAAAAA); /* left over from before */
    world_answer (bytes->data, 1 * 46, UL_SWD_ACK_OK, 0x11111111);
    world_answer (bytes->data, 2 * 46, UL_SWD_ACK_OK, 0x22222222); /* RDBUFF */
    world_answer (bytes->data, 3 * 46, UL_SWD_ACK_OK, 0);          /* SELECT */
    world_answer (bytes->data, 4 * 46, UL_SWD_ACK_OK, 0x33333333); /* DPIDR */
    fake_pipe_answers_bytes (world->pipe, bytes->data, bytes->len);
    ul_batch_read_block (world->batch, TRUE, 0xC, values, 2);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_read (world->batch, FALSE, 0x0, &values[2]);
    world_runs (world);
    assert_int_equal (values[0], 0x11111111);
    assert_int_equal (values[1], 0x22222222);
    assert_int_equal (values[2], 0x33333333);
}

static void
a_command_holds_1424_writes_and_the_next_one_overlaps (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 3000);
    gsize offset = 0;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    world_answers_ok (world, 1424, 0);
    world_answers_ok (world, 1424, 0);
    world_answers_ok (world, 152, 0);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 3000);
    world_runs (world);
    assert_int_equal (fake_pipe_get_n_sends (world->pipe), 3);
    assert_int_equal (fake_pipe_get_most_unread (world->pipe), 2);
    assert_int_equal (world_bits_of_command (world, &offset), 1424 * 46 + 8);
    assert_int_equal (world_bits_of_command (world, &offset), 1424 * 46 + 8);
    assert_int_equal (world_bits_of_command (world, &offset), 152 * 46 + 8);
}

static void
a_probe_that_bears_no_overlap_gets_one_command_at_a_time (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 1500);

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    world->engine.max_in_flight = 1;
    world_answers_ok (world, 1424, 0);
    world_answers_ok (world, 76, 0);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 1500);
    world_runs (world);
    assert_int_equal (fake_pipe_get_most_unread (world->pipe), 1);
}

static void
commands_stay_short_on_a_slow_wire (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 45);
    gsize offset = 0;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    ul_jlink_engine_set_speed (&world->engine, 100);
    world_answers_ok (world, 43, 0);
    world_answers_ok (world, 2, 0);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 45);
    world_runs (world);
    assert_true (world_bits_of_command (world, &offset) <= 2000);
}

static void
the_probes_memory_bounds_a_command (void **state)
{
    g_autoptr (GError) error = NULL;
    guint bits = 0;

    assert_true (ul_jlink_engine_limit (11288, &bits, NULL)); /* an ARM-OB of 2012 */
    assert_int_equal ((bits - 8) / 46, 980);
    assert_true (ul_jlink_engine_limit (69096, &bits, NULL)); /* a V9 */
    assert_int_equal ((bits - 8) / 46, 1424);
    assert_true (ul_jlink_engine_limit (0, &bits, NULL));
    assert_int_equal (bits, 2048 * 8);
    assert_true (ul_jlink_engine_limit (G_MAXUINT32, &bits, NULL));
    assert_int_equal (bits, 65528);
    assert_false (ul_jlink_engine_limit (142, &bits, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (requests_are_those_of_the_standard),
        TEST (an_answer_is_seen_one_bit_early),
        TEST (a_read_is_46_bits_and_its_tail),
        TEST (a_write_is_46_bits_and_its_tail),
        TEST (an_old_probe_may_send_the_status_on_its_own),
        TEST (a_probe_out_of_memory_says_so),
        TEST (ap_reads_are_collected_from_the_next_access),
        TEST (a_command_holds_1424_writes_and_the_next_one_overlaps),
        TEST (a_probe_that_bears_no_overlap_gets_one_command_at_a_time),
        TEST (commands_stay_short_on_a_slow_wire),
        TEST (the_probes_memory_bounds_a_command),
    };

    return cmocka_run_group_tests_name ("jlink-batches", tests, NULL, NULL);
}
