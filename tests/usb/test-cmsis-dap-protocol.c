/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes over USB to a CMSIS-DAP probe and back, byte by byte, worked out by hand. */
#include "test.h"

#include "fake-pipe.h"
#include "ul-cmsis-dap-batch.h"
#include "ul-cmsis-dap-commands.h"
#include "ul-error.h"

#include <string.h>

typedef struct {
    FakePipe *pipe;
    UlCmsisDapLink link;
    UlCmsisDapEngine engine;
    UlBatch *batch;
} World;

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->pipe = fake_pipe_new (64);
    ul_cmsis_dap_link_init (&world->link, fake_pipe_get (world->pipe));
    ul_cmsis_dap_engine_init (&world->engine, &world->link);
    world->engine.speed_khz = 4000;
    world->batch = ul_batch_new ();
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    ul_batch_free (world->batch);
    ul_cmsis_dap_engine_finish (&world->engine);
    ul_cmsis_dap_link_finish (&world->link);
    fake_pipe_free (world->pipe);
    g_free (world);
    return 0;
}

static void
runs (World *world)
{
    g_autoptr (GError) error = NULL;
    guint n_done = 0;

    ul_cmsis_dap_engine_run (&world->engine, world->batch, &n_done, NULL, &error);
    assert_no_error (error);
    assert_int_equal (n_done, ul_batch_get_n_items (world->batch));
}

static void
fails (World *world, int code, guint expected_done)
{
    g_autoptr (GError) error = NULL;
    guint n_done = 99;

    assert_false (ul_cmsis_dap_engine_run (&world->engine, world->batch, &n_done, NULL, &error));
    assert_error (error, UL_ERROR, code);
    assert_int_equal (n_done, expected_done);
}

/* --- commands --- */

static void
a_probe_tells_its_sizes_and_its_firmware (void **state)
{
    World *world = *state;
    UlCmsisDapInfo info;

    fake_pipe_wants (world->pipe, "00 FF");
    fake_pipe_answers (world->pipe, "00 02 00 02");
    fake_pipe_wants (world->pipe, "00 FE");
    fake_pipe_answers (world->pipe, "00 01 04");
    fake_pipe_wants (world->pipe, "00 F0");
    fake_pipe_answers (world->pipe, "00 01 13");
    fake_pipe_wants (world->pipe, "00 09");
    fake_pipe_answers (world->pipe, "00 06 32 2E 31 2E 30 00");
    assert_true (ul_cmsis_dap_get_info (&world->link, &info, NULL));
    assert_int_equal (info.packet_size, 512);
    assert_int_equal (info.packet_count, 4);
    assert_true (info.capabilities & UL_CMSIS_DAP_CAP_SWD);
    assert_string_equal (info.firmware, "2.1.0");
}

static void
old_firmware_is_known_by_its_protocol_and_lies_do_not_overflow (void **state)
{
    World *world = *state;
    UlCmsisDapInfo info;

    fake_pipe_wants (world->pipe, "00 FF");
    fake_pipe_answers (world->pipe, "00 00");
    fake_pipe_wants (world->pipe, "00 FE");
    fake_pipe_answers (world->pipe, "00 01 00");
    fake_pipe_wants (world->pipe, "00 F0");
    fake_pipe_answers (world->pipe, "00 02 01 00");
    fake_pipe_wants (world->pipe, "00 09");
    fake_pipe_answers (world->pipe, "00 00");
    fake_pipe_wants (world->pipe, "00 04");
    fake_pipe_answers (world->pipe, "00 FF 31 2E 32"); /* says 255 bytes and sends three */
    assert_true (ul_cmsis_dap_get_info (&world->link, &info, NULL));
    assert_int_equal (info.packet_size, 0);
    assert_int_equal (info.packet_count, 1);
    assert_string_equal (info.firmware, "1.2");
}

static void
connecting_asks_for_swd (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    fake_pipe_wants (world->pipe, "02 01");
    fake_pipe_answers (world->pipe, "02 01");
    assert_true (ul_cmsis_dap_connect (&world->link, NULL));
    fake_pipe_wants (world->pipe, "02 01");
    fake_pipe_answers (world->pipe, "02 00");
    assert_false (ul_cmsis_dap_connect (&world->link, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED);
}

static void
the_probe_is_told_how_often_to_repeat (void **state)
{
    World *world = *state;

    /* 40 ms of 13 bits and 10 ms of 46 bits at 1 MHz */
    fake_pipe_wants (world->pipe, "04 00 04 0C D9 00");
    fake_pipe_answers (world->pipe, "04 00");
    fake_pipe_wants (world->pipe, "13 00");
    fake_pipe_answers (world->pipe, "13 00");
    assert_true (ul_cmsis_dap_engine_configure (&world->engine, 1000, NULL));
}

static void
the_clock_is_told_in_hertz (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    fake_pipe_wants (world->pipe, "11 00 09 3D 00");
    fake_pipe_answers (world->pipe, "11 00");
    assert_true (ul_cmsis_dap_set_clock (&world->link, 4000, NULL));
    fake_pipe_wants (world->pipe, "11 40 42 0F 00");
    fake_pipe_answers (world->pipe, "11 FF");
    assert_false (ul_cmsis_dap_set_clock (&world->link, 1000, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED);
}

static void
reset_is_pulled_and_let_go (void **state)
{
    World *world = *state;
    gboolean asserted = FALSE;

    fake_pipe_wants (world->pipe, "10 00 80 00 00 00 00");
    fake_pipe_answers (world->pipe, "10 03");
    assert_true (ul_cmsis_dap_set_reset (&world->link, TRUE, NULL));
    fake_pipe_wants (world->pipe, "10 00 00 00 00 00 00");
    fake_pipe_answers (world->pipe, "10 03");
    assert_true (ul_cmsis_dap_get_reset (&world->link, &asserted, NULL));
    assert_true (asserted);
    fake_pipe_wants (world->pipe, "10 80 80 20 4E 00 00");
    fake_pipe_answers (world->pipe, "10 83");
    assert_true (ul_cmsis_dap_set_reset (&world->link, FALSE, NULL));
}

static void
long_sequences_are_cut (void **state)
{
    World *world = *state;
    guint8 bits[32];

    memset (bits, 0xFF, sizeof bits);
    fake_pipe_takes_anything (world->pipe);
    fake_pipe_answers (world->pipe, "12 00");
    fake_pipe_answers (world->pipe, "12 00");
    assert_true (ul_cmsis_dap_send_bits (&world->link, bits, 252, NULL));
    const GByteArray *sent = fake_pipe_get_sent (world->pipe);
    assert_int_equal (sent->len, 2 + 31 + 2 + 1);
    assert_int_equal (sent->data[1], 248);
    assert_int_equal (sent->data[33], 0x12);
    assert_int_equal (sent->data[34], 4);
}

static void
a_command_that_the_probe_does_not_know_is_told_as_such (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    fake_pipe_wants (world->pipe, "11 00 09 3D 00");
    fake_pipe_answers (world->pipe, "FF");
    assert_false (ul_cmsis_dap_set_clock (&world->link, 4000, &error));
    assert_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED);
}

static void
an_empty_transfer_before_a_reply_is_skipped (void **state)
{
    World *world = *state;

    fake_pipe_wants (world->pipe, "11 00 09 3D 00");
    fake_pipe_answers (world->pipe, "");
    fake_pipe_answers (world->pipe, "11 00");
    assert_true (ul_cmsis_dap_set_clock (&world->link, 4000, NULL));
}

/* --- transfers --- */

static void
single_accesses_go_in_one_transfer (void **state)
{
    World *world = *state;
    guint32 dpidr = 0, drw[2] = { 0 };

    fake_pipe_wants (world->pipe, "05 00 05"
                                  "02"             /* DPIDR */
                                  "00 1E 00 00 00" /* ABORT */
                                  "08 F0 00 00 01" /* SELECT */
                                  "0F 0F");        /* DRW, twice */
    fake_pipe_answers (world->pipe, "05 05 01 77 14 C1 0B 01 02 03 04 05 06 07 08");
    ul_batch_read (world->batch, FALSE, 0x0, &dpidr);
    ul_batch_write (world->batch, FALSE, 0x0, 0x1E);
    ul_batch_write (world->batch, FALSE, 0x8, 0x010000F0);
    ul_batch_read_block (world->batch, TRUE, 0xC, drw, 2);
    runs (world);
    assert_int_equal (dpidr, 0x0BC11477);
    assert_int_equal (drw[0], 0x04030201);
    assert_int_equal (drw[1], 0x08070605);
}

static void
answers_block (World *world, guint n, guint8 response, guint n_words)
{
    GByteArray *bytes = g_byte_array_new ();
    const guint8 header[] = { 0x06, n & 0xFF, n >> 8, response };

    g_byte_array_append (bytes, header, sizeof header);
    g_byte_array_set_size (bytes, 4 + 4 * n_words);
    memset (bytes->data + 4, 0x5A, 4 * n_words);
    fake_pipe_answers_bytes (world->pipe, bytes->data, bytes->len);
    g_byte_array_unref (bytes);
}

static void
long_runs_go_in_blocks_of_14_words_on_full_speed (void **state)
{
    World *world = *state;
    guint32 words[30] = { 0 };
    const GByteArray *sent;

    fake_pipe_takes_anything (world->pipe);
    answers_block (world, 14, 1, 0);
    answers_block (world, 14, 1, 0);
    fake_pipe_answers (world->pipe, "05 02 01");
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 30);
    runs (world);
    sent = fake_pipe_get_sent (world->pipe);
    assert_int_equal (sent->len, 2 * (5 + 14 * 4) + 3 + 2 * 5);
    assert_memory_equal (sent->data, "\x06\x00\x0E\x00\x0D", 5);
    assert_memory_equal (sent->data + 2 * 61, "\x05\x00\x02\x0D", 4);
    assert_int_equal (fake_pipe_get_most_unread (world->pipe), 1);
}

static void
up_to_four_packets_of_data_are_under_way (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 256);

    fake_pipe_takes_anything (world->pipe);
    world->link.max_in_flight = 4;
    world->engine.speed_khz = 40000;
    fake_pipe_answers (world->pipe, "05 0C 01"); /* TAR and 11 words */
    for (guint i = 0; i < 17; i++)
        answers_block (world, 14, 1, 0);
    fake_pipe_answers (world->pipe, "05 07 01");
    ul_batch_write (world->batch, TRUE, 0x4, 0x20000000);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 256);
    runs (world);
    assert_int_equal (fake_pipe_get_most_unread (world->pipe), 4);
}

static void
what_would_take_effect_after_a_failure_waits_for_the_data (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 28);

    fake_pipe_takes_anything (world->pipe);
    world->link.max_in_flight = 4;
    answers_block (world, 14, 1, 0);
    answers_block (world, 3, 2, 0);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 28);
    ul_batch_write (world->batch, TRUE, 0x4, 0x20000000);
    ul_batch_write (world->batch, TRUE, 0xC, 1);
    fails (world, UL_ERROR_TARGET_WAIT, 0);
    assert_int_equal (fake_pipe_get_n_sends (world->pipe), 2);
}

static void
blocks_are_read_in_order (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 20);

    fake_pipe_takes_anything (world->pipe);
    answers_block (world, 14, 1, 14);
    fake_pipe_answers (world->pipe, "05 06 01 01000000 02000000 03000000 04000000 05000000"
                                    "06000000");
    ul_batch_read_block (world->batch, TRUE, 0xC, words, 20);
    runs (world);
    assert_int_equal (words[13], 0x5A5A5A5A);
    assert_int_equal (words[14], 1);
    assert_int_equal (words[19], 6);
}

static void
a_reply_shorter_than_what_it_counts_is_refused (void **state)
{
    World *world = *state;
    guint32 words[2];

    fake_pipe_takes_anything (world->pipe);
    fake_pipe_answers (world->pipe, "05 02 01 01 02 03 04 05");
    ul_batch_read_block (world->batch, TRUE, 0xC, words, 2);
    fails (world, UL_ERROR_PROBE_FAILED, 0);
    fake_pipe_answers (world->pipe, "05 03 01 01 02 03 04 05 06 07 08");
    fails (world, UL_ERROR_PROBE_FAILED, 0);
    fake_pipe_answers (world->pipe, "05");
    fails (world, UL_ERROR_PROBE_FAILED, 0);
}

typedef struct {
    const char *reply;
    int code;
    guint n_done;
} Refusal;

static void
refusals_of_the_chip_are_told_apart (void **state)
{
    static const Refusal refusals[] = {
        { "05 01 02", UL_ERROR_TARGET_WAIT, 1 },
        { "05 02 04", UL_ERROR_TARGET_FAULT, 1 }, /* the write before it, known now */
        { "05 00 07", UL_ERROR_TARGET_NO_ACK, 0 },
        { "05 02 08", UL_ERROR_TARGET_PARITY, 2 },
        { "05 02 09", UL_ERROR_TARGET_PARITY, 2 },
        { "05 00 00", UL_ERROR_PROBE_FAILED, 0 },
        { "05 03 04", UL_ERROR_TARGET_FAULT, 2 }, /* seen after the last one */
    };
    World *world = *state;

    fake_pipe_takes_anything (world->pipe);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_write (world->batch, TRUE, 0x4, 0);
    ul_batch_write (world->batch, TRUE, 0xC, 0);
    for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
        fake_pipe_answers (world->pipe, refusals[i].reply);
        fails (world, refusals[i].code, refusals[i].n_done);
    }
}

static void
a_poll_is_compared_by_the_probe_and_what_follows_is_in_the_same_packet (void **state)
{
    World *world = *state;
    guint32 value = 0, data = 0;

    fake_pipe_wants (world->pipe, "05 00 05"
                                  "20 00 00 01 00" /* mask */
                                  "13 00 00 01 00" /* AP 0x0 until it matches */
                                  "03"             /* and once more, to know it */
                                  "0F"             /* AP 0xC */
                                  "01 01 00 00 00");
    fake_pipe_answers (world->pipe, "05 05 01 03 00 03 00 44 33 22 11");
    ul_batch_poll (world->batch, TRUE, 0x0, 0x10000, 0x10000, 1000, &value);
    ul_batch_read (world->batch, TRUE, 0xC, &data);
    ul_batch_write (world->batch, TRUE, 0x0, 1);
    runs (world);
    assert_int_equal (value, 0x00030003);
    assert_int_equal (data, 0x11223344);
}

static void
a_poll_that_does_not_match_yet_is_sent_again_from_there (void **state)
{
    World *world = *state;

    fake_pipe_wants (world->pipe, "05 00 03 08 00 00 00 00 20 01 00 00 00 16 01 00 00 00");
    fake_pipe_answers (world->pipe, "05 02 11");
    fake_pipe_wants (world->pipe, "05 00 02 20 01 00 00 00 16 01 00 00 00");
    fake_pipe_answers (world->pipe, "05 02 01");
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_poll (world->batch, FALSE, 0x4, 1, 1, 1000, NULL);
    runs (world);
}

static void
a_poll_that_never_matches_ends_and_tells_the_last_value (void **state)
{
    World *world = *state;
    guint32 value = 0;

    fake_pipe_wants (world->pipe, "05 00 03 20 01 00 00 00 16 01 00 00 00 06");
    fake_pipe_answers (world->pipe, "05 01 11");
    fake_pipe_wants (world->pipe, "05 00 01 06");
    fake_pipe_answers (world->pipe, "05 01 01 40 00 00 00");
    ul_batch_poll (world->batch, FALSE, 0x4, 1, 1, 0, &value);
    fails (world, UL_ERROR_TARGET_TIMEOUT, 0);
    assert_int_equal (value, 0x40);
}

static void
idle_cycles_are_a_sequence_of_zeros (void **state)
{
    World *world = *state;

    fake_pipe_wants (world->pipe, "05 00 01 08 00 00 00 00");
    fake_pipe_answers (world->pipe, "05 01 01");
    fake_pipe_wants (world->pipe, "12 0A 00 00");
    fake_pipe_answers (world->pipe, "12 00");
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_idle (world->batch, 10);
    runs (world);
}

static void
after_a_mixed_up_answer_one_packet_goes_at_a_time (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 28);

    fake_pipe_takes_anything (world->pipe);
    world->link.max_in_flight = 4;
    fake_pipe_answers (world->pipe, "05 00 00");
    answers_block (world, 14, 1, 0);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 28);
    fails (world, UL_ERROR_TARGET_PARITY, 0);
    assert_int_equal (world->link.max_in_flight, 1);
    assert_false (world->link.broken);
    assert_true (fake_pipe_get_n_aborts (world->pipe) > 0);
}

static void
a_probe_that_loses_commands_gets_one_at_a_time (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 28);

    fake_pipe_takes_anything (world->pipe);
    world->link.max_in_flight = 4;
    fake_pipe_keeps_silent (world->pipe, 2); /* nor is there anything to drain */
    fake_pipe_answers (world->pipe, "00 01 04");
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 28);
    fails (world, UL_ERROR_TARGET_PARITY, 0);
    assert_int_equal (world->link.max_in_flight, 1);
    assert_false (world->link.broken);
    answers_block (world, 14, 1, 0);
    answers_block (world, 14, 1, 0);
    runs (world);
}

static void
a_stop_by_the_user_leaves_the_probe_in_step (void **state)
{
    World *world = *state;
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    g_autofree guint32 *words = g_new0 (guint32, 140);
    guint n_done;

    fake_pipe_takes_anything (world->pipe);
    world->link.max_in_flight = 4;
    for (guint i = 0; i < 4; i++)
        answers_block (world, 14, 1, 0);
    fake_pipe_stops (world->pipe, cancellable);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 140);
    assert_false (
        ul_cmsis_dap_engine_run (&world->engine, world->batch, &n_done, cancellable, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    assert_false (world->link.broken);
    assert_int_equal (world->link.n_sent, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (a_probe_tells_its_sizes_and_its_firmware),
        TEST (old_firmware_is_known_by_its_protocol_and_lies_do_not_overflow),
        TEST (connecting_asks_for_swd),
        TEST (the_probe_is_told_how_often_to_repeat),
        TEST (the_clock_is_told_in_hertz),
        TEST (reset_is_pulled_and_let_go),
        TEST (long_sequences_are_cut),
        TEST (a_command_that_the_probe_does_not_know_is_told_as_such),
        TEST (an_empty_transfer_before_a_reply_is_skipped),
        TEST (single_accesses_go_in_one_transfer),
        TEST (long_runs_go_in_blocks_of_14_words_on_full_speed),
        TEST (up_to_four_packets_of_data_are_under_way),
        TEST (what_would_take_effect_after_a_failure_waits_for_the_data),
        TEST (blocks_are_read_in_order),
        TEST (a_reply_shorter_than_what_it_counts_is_refused),
        TEST (refusals_of_the_chip_are_told_apart),
        TEST (a_poll_is_compared_by_the_probe_and_what_follows_is_in_the_same_packet),
        TEST (a_poll_that_does_not_match_yet_is_sent_again_from_there),
        TEST (a_poll_that_never_matches_ends_and_tells_the_last_value),
        TEST (idle_cycles_are_a_sequence_of_zeros),
        TEST (after_a_mixed_up_answer_one_packet_goes_at_a_time),
        TEST (a_probe_that_loses_commands_gets_one_at_a_time),
        TEST (a_stop_by_the_user_leaves_the_probe_in_step),
    };
    return cmocka_run_group_tests_name ("cmsis-dap-protocol", tests, NULL, NULL);
}
