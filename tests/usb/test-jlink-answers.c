/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a J-Link answers to a batch: what failed, what is sent again, and what is repeated. */
#include "jlink-world.h"

#include "ul-error.h"

#include <string.h>

static void
the_first_access_that_fails_is_found_and_what_is_under_way_is_taken_in (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 2000);

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    world_answers_with (world, 1424, 2, UL_SWD_ACK_NONE);
    world_answers_with (world, 578, 0, UL_SWD_ACK_FAULT);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_write (world->batch, TRUE, 0x4, 0x20000000);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 2000);
    world_fails (world, UL_ERROR_TARGET_NO_ACK, 2);
    assert_false (world->link.broken);
}

static void
what_was_answered_with_wait_is_sent_again_with_all_that_followed (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 2000);
    gsize offset = 0;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    world_answers_with (world, 1424, 2, UL_SWD_ACK_WAIT);
    world_answers_with (world, 578, 0, UL_SWD_ACK_FAULT);
    world_answers_ok (world, 1, 0); /* ABORT */
    world_answers_ok (world, 1422, 0);
    for (guint i = 0; i < 2000; i++)
        words[i] = i;
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_write (world->batch, TRUE, 0x4, 0x20000000);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 2000);
    g_autoptr (GByteArray) rest = g_byte_array_new ();
    g_byte_array_set_size (rest, (578 * 54 + 8 + 7) / 8 + 1);
    memset (rest->data, 0, rest->len);
    for (guint i = 0; i < 578; i++)
        world_answer (rest->data, i * 54, UL_SWD_ACK_OK, 0);
    fake_pipe_answers_bytes (world->pipe, rest->data, rest->len);
    world_runs (world);
    assert_int_equal (world->engine.wire.idle_cycles, 8);
    assert_int_equal (world_bits_of_command (world, &offset), 1424 * 46 + 8);
    assert_int_equal (world_bits_of_command (world, &offset), 578 * 46 + 8);
    const guint8 *abort = fake_pipe_get_sent (world->pipe)->data + offset;
    assert_memory_equal (abort, "\xCF\x00\x36\x00\xFF\xE0\xFF\xFF\xFF\xFF\x3F", 11);
    assert_memory_equal (abort + 11, "\x81\x00\x02\x00\x00\x20\x00", 7); /* ORUNERRCLR */
    world_bits_of_command (world, &offset);
    assert_int_equal (world_bits_of_command (world, &offset), 1422 * 46 + 8);
    assert_int_equal (world_bits_of_command (world, &offset), 578 * 54 + 8);
}

static void
a_fault_belongs_to_the_ap_access_before (void **state)
{
    World *world = *state;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    world_answers_with (world, 3, 2, UL_SWD_ACK_FAULT);
    ul_batch_write (world->batch, TRUE, 0x4, 0);
    ul_batch_write (world->batch, TRUE, 0xC, 0);
    ul_batch_read (world->batch, FALSE, 0xC, NULL);
    world_fails (world, UL_ERROR_TARGET_FAULT, 1);
}

static void
silence_and_garbled_answers_are_told_apart (void **state)
{
    World *world = *state;
    g_autoptr (GByteArray) bytes = world_replies_ok (1, 0);
    guint32 value;

    fake_pipe_takes_anything (world->pipe);
    ul_batch_read (world->batch, FALSE, 0x0, &value);
    world_answers_with (world, 1, 0, UL_SWD_ACK_NONE);
    world_fails (world, UL_ERROR_TARGET_NO_ACK, 0);
    world_answers_with (world, 1, 0, 0);
    world_fails (world, UL_ERROR_TARGET_NO_ACK, 0);
    world_answers_with (world, 1, 0, 3);
    world_fails (world, UL_ERROR_TARGET_PARITY, 0);
    bytes->data[43 / 8] ^= 1 << (43 % 8);
    fake_pipe_answers_bytes (world->pipe, bytes->data, bytes->len);
    world_fails (world, UL_ERROR_TARGET_PARITY, 0);
}

static void
until_overrun_detection_is_on_each_access_waits_for_the_one_before (void **state)
{
    World *world = *state;
    guint32 value;

    fake_pipe_takes_anything (world->pipe);
    for (guint i = 0; i < 4; i++)
        world_answers_ok (world, 1, 0);
    world_answers_ok (world, 2, 0);
    ul_batch_read (world->batch, FALSE, 0x0, &value);
    ul_batch_write (world->batch, FALSE, 0x0, 0x1E);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_write (world->batch, FALSE, 0x4, 0x50000001);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    world_runs (world);
    assert_int_equal (fake_pipe_get_n_sends (world->pipe), 5);
    assert_int_equal (fake_pipe_get_most_unread (world->pipe), 1);
    assert_true (world->engine.wire.overrun_detect);
}

static void
flags_are_not_cleared_before_it_is_known_that_none_was_set (void **state)
{
    World *world = *state;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    world_answers_with (world, 2, 1, UL_SWD_ACK_NONE);
    ul_batch_write (world->batch, TRUE, 0x4, 0);
    ul_batch_write (world->batch, TRUE, 0xC, 0);
    ul_batch_write (world->batch, FALSE, 0x0, 0x1E);
    ul_batch_write (world->batch, TRUE, 0xC, 0);
    world_fails (world, UL_ERROR_TARGET_NO_ACK, 1);
    assert_int_equal (fake_pipe_get_n_sends (world->pipe), 1);
}

static void
a_poll_is_repeated_until_it_matches_and_holds_back_what_follows (void **state)
{
    World *world = *state;
    guint32 value = 0;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    world_answers_ok (world, 2, 0);          /* SELECT, one read */
    world_answers_ok (world, 2, 0);          /* two reads */
    world_answers_ok (world, 4, 0xA0000000); /* four */
    world_answers_ok (world, 1, 0);          /* the write */
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_poll (world->batch, FALSE, 0x4, 0xA0000000, 0xA0000000, 1000, &value);
    ul_batch_write (world->batch, FALSE, 0x8, 0xF0);
    world->engine.wire.overrun_detect = TRUE;
    world_runs (world);
    assert_int_equal (value, 0xA0000000);
    assert_int_equal (fake_pipe_get_most_unread (world->pipe), 1);
}

static void
a_poll_that_never_matches_ends_and_tells_the_last_value (void **state)
{
    World *world = *state;
    guint32 value = 0;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    world_answers_ok (world, 3, 0x55); /* SELECT, a read, RDBUFF */
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_poll (world->batch, TRUE, 0x0, 0xFF, 0xAA, 0, &value);
    world_fails (world, UL_ERROR_TARGET_TIMEOUT, 1);
    assert_int_equal (value, 0x55);
}

static void
after_a_stop_by_the_user_the_link_is_still_in_step (void **state)
{
    World *world = *state;
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    g_autofree guint32 *words = g_new0 (guint32, 3000);
    guint n_done;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    world_answers_ok (world, 1424, 0);
    world_answers_ok (world, 1424, 0);
    fake_pipe_stops (world->pipe, cancellable);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 3000);
    assert_false (ul_jlink_batch_run (&world->engine, world->batch, &n_done, cancellable, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    assert_false (world->link.broken);
    assert_int_equal (fake_pipe_get_n_sends (world->pipe), 2);
}

static void
line_resets_are_driven_as_they_are (void **state)
{
    World *world = *state;
    static const guint8 bits[] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F };

    world->engine.wire.overrun_detect = TRUE;
    fake_pipe_wants (world->pipe, "CF 00 34 00 FF FF FF FF FF FF 0F FF FF FF FF FF FF 0F");
    fake_pipe_answers (world->pipe, "FF FF FF FF FF FF 0F 00");
    assert_true (ul_jlink_engine_send_bits (&world->engine, bits, 52, NULL));
    assert_false (world->engine.wire.overrun_detect);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (the_first_access_that_fails_is_found_and_what_is_under_way_is_taken_in),
        TEST (what_was_answered_with_wait_is_sent_again_with_all_that_followed),
        TEST (a_fault_belongs_to_the_ap_access_before),
        TEST (silence_and_garbled_answers_are_told_apart),
        TEST (until_overrun_detection_is_on_each_access_waits_for_the_one_before),
        TEST (flags_are_not_cleared_before_it_is_known_that_none_was_set),
        TEST (a_poll_is_repeated_until_it_matches_and_holds_back_what_follows),
        TEST (a_poll_that_never_matches_ends_and_tells_the_last_value),
        TEST (after_a_stop_by_the_user_the_link_is_still_in_step),
        TEST (line_resets_are_driven_as_they_are),
    };

    return cmocka_run_group_tests_name ("jlink-answers", tests, NULL, NULL);
}
