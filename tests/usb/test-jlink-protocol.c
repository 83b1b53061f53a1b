/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes over USB to a J-Link and back, byte by byte, worked out by hand from the protocol. */
#include "test.h"

#include "fake-pipe.h"
#include "ul-error.h"
#include "ul-jlink-batch.h"
#include "ul-jlink-commands.h"

#include <string.h>

typedef struct {
    FakePipe *pipe;
    UlJlinkLink link;
    UlJlinkEngine engine;
    UlBatch *batch;
} World;

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->pipe = fake_pipe_new (64);
    ul_jlink_link_init (&world->link, fake_pipe_get (world->pipe));
    ul_jlink_engine_init (&world->engine, &world->link, 65528, 2);
    ul_jlink_engine_set_speed (&world->engine, 4000);
    world->batch = ul_batch_new ();
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    ul_batch_free (world->batch);
    ul_jlink_engine_finish (&world->engine);
    ul_jlink_link_finish (&world->link);
    fake_pipe_free (world->pipe);
    g_free (world);
    return 0;
}

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

/* The answer that a target gives to the access at @first. */
static void
reply (guint8 *in, guint first, guint ack, guint32 value)
{
    guint64 bits = ack | (guint64) value << 3 | (guint64) ul_swd_parity (value) << 35;

    for (guint i = 0; i < 36; i++)
        if ((bits >> i) & 1)
            in[(first + 8 + i) / 8] |= 1 << ((first + 8 + i) % 8);
}

/* A reply of @n accesses that are all acknowledged and read as @value. */
static GByteArray *
all_ok (guint n, guint32 value)
{
    GByteArray *bytes = g_byte_array_new ();

    g_byte_array_set_size (bytes, (n * 46 + 8 + 7) / 8 + 1);
    memset (bytes->data, 0, bytes->len);
    for (guint i = 0; i < n; i++)
        reply (bytes->data, i * 46, UL_SWD_ACK_OK, value);
    return bytes;
}

static void
answers_ok (World *world, guint n, guint32 value)
{
    g_autoptr (GByteArray) bytes = all_ok (n, value);

    fake_pipe_answers_bytes (world->pipe, bytes->data, bytes->len);
}

/* --- commands --- */

static void
version_of (World *world, const char *expected)
{
    char text[64];

    assert_true (ul_jlink_get_version (&world->link, text, sizeof text, NULL));
    assert_string_equal (text, expected);
}

static void
the_version_comes_in_two_transfers (void **state)
{
    World *world = *state;

    fake_pipe_wants (world->pipe, "01");
    fake_pipe_answers (world->pipe, "08 00");
    fake_pipe_answers (world->pipe, "4A 4C 20 56 39 00 43 00"); /* "JL V9", NUL, "C" */
    version_of (world, "JL V9");
}

static void
the_version_may_come_in_one_transfer_or_be_empty (void **state)
{
    World *world = *state;

    fake_pipe_wants (world->pipe, "01");
    fake_pipe_answers (world->pipe, "03 00 41 1B 42");
    version_of (world, "AB");
    fake_pipe_wants (world->pipe, "01");
    fake_pipe_answers (world->pipe, "00 00");
    version_of (world, "");
}

static void
a_version_of_absurd_length_is_refused (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    char text[64];

    fake_pipe_wants (world->pipe, "01");
    fake_pipe_answers (world->pipe, "FF FF");
    assert_false (ul_jlink_get_version (&world->link, text, sizeof text, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED);
    assert_true (world->link.broken);
}

static void
extended_capabilities_are_asked_for_where_there_are_some (void **state)
{
    World *world = *state;
    UlJlinkCaps caps;

    fake_pipe_wants (world->pipe, "E8");
    fake_pipe_answers (world->pipe, "33 5A EA 18");
    assert_true (ul_jlink_get_caps (&world->link, &caps, NULL));
    assert_true (ul_jlink_caps_has (&caps, UL_JLINK_CAP_SPEEDS));
    assert_false (ul_jlink_caps_has (&caps, UL_JLINK_CAP_SELECT_IF + 15));

    fake_pipe_wants (world->pipe, "E8");
    fake_pipe_answers (world->pipe, "33 5A EA 98");
    fake_pipe_wants (world->pipe, "ED");
    fake_pipe_answers (world->pipe, "33 5A EA 98 01 00 00 00 00 00 00 00 00 00 00 00"
                                    "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
    assert_true (ul_jlink_get_caps (&world->link, &caps, NULL));
    assert_true (ul_jlink_caps_has (&caps, UL_JLINK_CAP_REGISTER));
    assert_true (ul_jlink_caps_has (&caps, 32));
}

static void
extended_capabilities_that_contradict_are_ignored (void **state)
{
    World *world = *state;
    UlJlinkCaps caps;

    fake_pipe_wants (world->pipe, "E8");
    fake_pipe_answers (world->pipe, "33 5A EA 98");
    fake_pipe_wants (world->pipe, "ED");
    fake_pipe_answers (world->pipe, "01 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00"
                                    "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
    assert_true (ul_jlink_get_caps (&world->link, &caps, NULL));
    assert_true (ul_jlink_caps_has (&caps, UL_JLINK_CAP_REGISTER));
    assert_false (ul_jlink_caps_has (&caps, 32));
}

static void
the_speed_is_the_highest_not_above_the_wanted (void **state)
{
    World *world = *state;
    UlJlinkSpeeds speeds;

    fake_pipe_wants (world->pipe, "C0");
    fake_pipe_answers (world->pipe, "00 A2 4A 04 12 00"); /* 72 MHz, 18 */
    assert_true (ul_jlink_get_speeds (&world->link, &speeds, NULL));
    assert_int_equal (ul_jlink_choose_speed (&speeds, 50000), 4000);
    assert_int_equal (ul_jlink_choose_speed (&speeds, 4000), 4000);
    assert_int_equal (ul_jlink_choose_speed (&speeds, 3999), 3789);
    assert_int_equal (ul_jlink_choose_speed (&speeds, 1000), 1000);
    assert_int_equal (ul_jlink_choose_speed (&speeds, 0), 1);
    fake_pipe_wants (world->pipe, "05 A0 0F");
    assert_true (ul_jlink_set_speed (&world->link, 4000, NULL));
}

static void
speeds_with_a_divider_of_zero_are_refused (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    UlJlinkSpeeds speeds;

    fake_pipe_wants (world->pipe, "C0");
    fake_pipe_answers (world->pipe, "00 A2 4A 04 00 00");
    assert_false (ul_jlink_get_speeds (&world->link, &speeds, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED);
}

static void
swd_is_selected_and_nothing_else (void **state)
{
    World *world = *state;
    gboolean has_swd = FALSE;

    fake_pipe_wants (world->pipe, "C7 FF");
    fake_pipe_answers (world->pipe, "02 00 00 00");
    assert_true (ul_jlink_has_swd (&world->link, &has_swd, NULL));
    assert_true (has_swd);
    fake_pipe_wants (world->pipe, "C7 01");
    fake_pipe_answers (world->pipe, "00 00 00 00");
    assert_true (ul_jlink_select_swd (&world->link, NULL));
}

static void
supply_and_reset_are_read (void **state)
{
    World *world = *state;
    UlJlinkState probe;

    fake_pipe_wants (world->pipe, "07");
    fake_pipe_answers (world->pipe, "E4 0C 00 80 40 00 01 FF");
    assert_true (ul_jlink_get_state (&world->link, &probe, NULL));
    assert_int_equal (probe.vtref_mv, 3300);
    assert_false (probe.reset_low);
    fake_pipe_wants (world->pipe, "DC DD");
    assert_true (ul_jlink_set_reset (&world->link, TRUE, NULL));
    assert_true (ul_jlink_set_reset (&world->link, FALSE, NULL));
}

static void
power_is_switched_for_now_and_read (void **state)
{
    World *world = *state;
    gboolean on = FALSE;

    fake_pipe_wants (world->pipe, "08 01 08 00");
    assert_true (ul_jlink_set_power (&world->link, TRUE, NULL));
    assert_true (ul_jlink_set_power (&world->link, FALSE, NULL));
    fake_pipe_wants (world->pipe, "C1 01 00 00 00");
    fake_pipe_answers (world->pipe, "01 00 00 00");
    assert_true (ul_jlink_get_power (&world->link, &on, NULL));
    assert_true (on);
    fake_pipe_wants (world->pipe, "C1 01 00 00 00");
    fake_pipe_answers (world->pipe, "00 00 00 00");
    assert_true (ul_jlink_get_power (&world->link, &on, NULL));
    assert_false (on);
    fake_pipe_wants (world->pipe, "C1 01 00 00 00");
    fake_pipe_answers (world->pipe, "FF FF FF FF"); /* it does not know */
    assert_true (ul_jlink_get_power (&world->link, &on, NULL));
    assert_false (on);
}

#define REGISTER "09 64 00 00 00 00 00 00 00 00 00 00 00 00"
#define ZEROS16  "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
#define ENTRY1   "34 12 00 00 00 00 00 00 00 00 07 00 00 00 00 00"

static void
a_connection_is_registered_and_given_back (void **state)
{
    World *world = *state;
    guint16 handle = 0;

    fake_pipe_wants (world->pipe, REGISTER);
    fake_pipe_answers (world->pipe,
                       "07 00 01 00 10 00 00 00" ENTRY1 ZEROS16 ZEROS16 ZEROS16 "00 00 00 00");
    assert_true (ul_jlink_register (&world->link, &handle, NULL));
    assert_int_equal (handle, 7);
    fake_pipe_wants (world->pipe, "09 65 00 00 00 00 00 00 00 00 00 00 07 00");
    fake_pipe_answers (world->pipe,
                       "07 00 00 00 10 00 00 00" ZEROS16 ZEROS16 ZEROS16 ZEROS16 "00 00 00 00");
    assert_true (ul_jlink_unregister (&world->link, 7, NULL));
}

static void
a_full_table_of_connections_gives_no_handle (void **state)
{
    World *world = *state;
    guint16 handle = 1;

    fake_pipe_wants (world->pipe, REGISTER);
    fake_pipe_answers (world->pipe,
                       "09 00 01 00 10 00 00 00" ENTRY1 ZEROS16 ZEROS16 ZEROS16 "00 00 00 00");
    assert_true (ul_jlink_register (&world->link, &handle, NULL));
    assert_int_equal (handle, 0);
}

static void
a_registration_longer_than_its_table_is_refused (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    guint16 handle;

    fake_pipe_wants (world->pipe, REGISTER);
    fake_pipe_answers (world->pipe,
                       "07 00 FF FF FF FF FF FF" ENTRY1 ZEROS16 ZEROS16 ZEROS16 "00 00 00 00");
    assert_false (ul_jlink_register (&world->link, &handle, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED);
}

static void
what_a_probe_sends_too_much_does_not_shift_the_next_reply (void **state)
{
    World *world = *state;
    UlJlinkState probe;

    fake_pipe_wants (world->pipe, "07");
    fake_pipe_answers (world->pipe, "E4 0C 00 80 40 00 01 FF 11 22 33");
    assert_true (ul_jlink_get_state (&world->link, &probe, NULL));
    fake_pipe_wants (world->pipe, "07");
    fake_pipe_answers (world->pipe, "");
    fake_pipe_answers (world->pipe, "00 00 00 80 40 00 00 FF");
    assert_true (ul_jlink_get_state (&world->link, &probe, NULL));
    assert_int_equal (probe.vtref_mv, 0);
    assert_true (probe.reset_low);
}

static void
a_silent_probe_is_left_alone_until_it_is_reopened (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    UlJlinkState probe;

    fake_pipe_wants (world->pipe, "07");
    assert_false (ul_jlink_get_state (&world->link, &probe, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_SILENT);
    g_clear_error (&error);
    assert_false (ul_jlink_get_state (&world->link, &probe, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROBE_SILENT);
}

/* --- batches --- */

static void
runs (World *world)
{
    g_autoptr (GError) error = NULL;
    guint n_done = 0;

    ul_jlink_batch_run (&world->engine, world->batch, &n_done, NULL, &error);
    assert_no_error (error);
    assert_int_equal (n_done, ul_batch_get_n_items (world->batch));
}

static void
fails (World *world, int code, guint expected_done)
{
    g_autoptr (GError) error = NULL;
    guint n_done = 99;

    assert_false (ul_jlink_batch_run (&world->engine, world->batch, &n_done, NULL, &error));
    assert_error (error, UL_ERROR, code);
    assert_int_equal (n_done, expected_done);
}

/* 46 bits: request A5, driven; then silence; 8 idle cycles, driven low. */
#define READ_DPIDR "CF 00 36 00 FF 00 00 00 00 C0 3F A5 00 00 00 00 00 00"

static void
a_read_is_46_bits_and_its_tail (void **state)
{
    World *world = *state;
    guint32 value = 0;

    fake_pipe_wants (world->pipe, READ_DPIDR);
    answers_ok (world, 1, 0x2BA01477);
    ul_batch_read (world->batch, FALSE, 0x0, &value);
    runs (world);
    assert_int_equal (value, 0x2BA01477);
}

static void
a_write_is_46_bits_and_its_tail (void **state)
{
    World *world = *state;

    /* request B1 (SELECT); 5 cycles of the target; 0x010000F0 from bit 13 on, parity 1 at bit 45 */
    fake_pipe_wants (world->pipe, "CF 00 36 00 FF E0 FF FF FF FF 3F B1 00 1E 00 20 20 00");
    answers_ok (world, 1, 0);
    ul_batch_write (world->batch, FALSE, 0x8, 0x010000F0);
    runs (world);
}

static void
an_old_probe_may_send_the_status_on_its_own (void **state)
{
    World *world = *state;
    g_autoptr (GByteArray) bytes = all_ok (1, 0x2BA01477);
    guint32 value = 0;

    fake_pipe_wants (world->pipe, READ_DPIDR);
    fake_pipe_answers_bytes (world->pipe, bytes->data, 7);
    fake_pipe_answers (world->pipe, "00");
    ul_batch_read (world->batch, FALSE, 0x0, &value);
    runs (world);
    assert_int_equal (value, 0x2BA01477);
}

static void
a_probe_out_of_memory_says_so (void **state)
{
    World *world = *state;
    g_autoptr (GByteArray) bytes = all_ok (1, 0);

    bytes->data[7] = 6;
    fake_pipe_wants (world->pipe, READ_DPIDR);
    fake_pipe_answers_bytes (world->pipe, bytes->data, 8);
    ul_batch_read (world->batch, FALSE, 0x0, NULL);
    fails (world, UL_ERROR_PROBE_FAILED, 0);
}

static void
ap_reads_are_collected_from_the_next_access (void **state)
{
    World *world = *state;
    g_autoptr (GByteArray) bytes = all_ok (0, 0);
    guint32 values[3] = { 0 };

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    g_byte_array_set_size (bytes, (5 * 46 + 8 + 7) / 8 + 1);
    memset (bytes->data, 0, bytes->len);
    reply (bytes->data, 0 * 46, UL_SWD_ACK_OK, 0xAAAAAAAA); /* left over from before */
    reply (bytes->data, 1 * 46, UL_SWD_ACK_OK, 0x11111111);
    reply (bytes->data, 2 * 46, UL_SWD_ACK_OK, 0x22222222); /* RDBUFF */
    reply (bytes->data, 3 * 46, UL_SWD_ACK_OK, 0);          /* SELECT */
    reply (bytes->data, 4 * 46, UL_SWD_ACK_OK, 0x33333333); /* DPIDR */
    fake_pipe_answers_bytes (world->pipe, bytes->data, bytes->len);
    ul_batch_read_block (world->batch, TRUE, 0xC, values, 2);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_read (world->batch, FALSE, 0x0, &values[2]);
    runs (world);
    assert_int_equal (values[0], 0x11111111);
    assert_int_equal (values[1], 0x22222222);
    assert_int_equal (values[2], 0x33333333);
}

static guint
bits_of_command (World *world, gsize *offset)
{
    const GByteArray *sent = fake_pipe_get_sent (world->pipe);
    guint n_bits = sent->data[*offset + 2] | sent->data[*offset + 3] << 8;

    assert_int_equal (sent->data[*offset], 0xCF);
    *offset += 4 + 2 * ((n_bits + 7) / 8);
    return n_bits;
}

static void
a_command_holds_1424_writes_and_the_next_one_overlaps (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 3000);
    gsize offset = 0;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    answers_ok (world, 1424, 0);
    answers_ok (world, 1424, 0);
    answers_ok (world, 152, 0);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 3000);
    runs (world);
    assert_int_equal (fake_pipe_get_n_sends (world->pipe), 3);
    assert_int_equal (fake_pipe_get_most_unread (world->pipe), 2);
    assert_int_equal (bits_of_command (world, &offset), 1424 * 46 + 8);
    assert_int_equal (bits_of_command (world, &offset), 1424 * 46 + 8);
    assert_int_equal (bits_of_command (world, &offset), 152 * 46 + 8);
}

static void
a_probe_that_bears_no_overlap_gets_one_command_at_a_time (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 1500);

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    world->engine.max_in_flight = 1;
    answers_ok (world, 1424, 0);
    answers_ok (world, 76, 0);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 1500);
    runs (world);
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
    answers_ok (world, 43, 0);
    answers_ok (world, 2, 0);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 45);
    runs (world);
    assert_true (bits_of_command (world, &offset) <= 2000);
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

static void
answers_with (World *world, guint n, guint failing, guint ack)
{
    GByteArray *bytes = all_ok (failing, 0);

    g_byte_array_set_size (bytes, (n * 46 + 8 + 7) / 8 + 1);
    memset (bytes->data + (failing * 46 + 8 + 7) / 8 + 1, 0,
            bytes->len - ((failing * 46 + 8 + 7) / 8 + 1));
    for (guint i = failing; i < n; i++)
        reply (bytes->data, i * 46, i == failing ? ack : UL_SWD_ACK_FAULT, 0);
    fake_pipe_answers_bytes (world->pipe, bytes->data, bytes->len);
    g_byte_array_unref (bytes);
}

static void
the_first_access_that_fails_is_found_and_what_is_under_way_is_taken_in (void **state)
{
    World *world = *state;
    g_autofree guint32 *words = g_new0 (guint32, 2000);

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    answers_with (world, 1424, 2, UL_SWD_ACK_NONE);
    answers_with (world, 578, 0, UL_SWD_ACK_FAULT);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_write (world->batch, TRUE, 0x4, 0x20000000);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 2000);
    fails (world, UL_ERROR_TARGET_NO_ACK, 2);
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
    answers_with (world, 1424, 2, UL_SWD_ACK_WAIT);
    answers_with (world, 578, 0, UL_SWD_ACK_FAULT);
    answers_ok (world, 1, 0); /* ABORT */
    answers_ok (world, 1422, 0);
    for (guint i = 0; i < 2000; i++)
        words[i] = i;
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_write (world->batch, TRUE, 0x4, 0x20000000);
    ul_batch_write_block (world->batch, TRUE, 0xC, words, 2000);
    g_autoptr (GByteArray) rest = g_byte_array_new ();
    g_byte_array_set_size (rest, (578 * 54 + 8 + 7) / 8 + 1);
    memset (rest->data, 0, rest->len);
    for (guint i = 0; i < 578; i++)
        reply (rest->data, i * 54, UL_SWD_ACK_OK, 0);
    fake_pipe_answers_bytes (world->pipe, rest->data, rest->len);
    runs (world);
    assert_int_equal (world->engine.wire.idle_cycles, 8);
    assert_int_equal (bits_of_command (world, &offset), 1424 * 46 + 8);
    assert_int_equal (bits_of_command (world, &offset), 578 * 46 + 8);
    const guint8 *abort = fake_pipe_get_sent (world->pipe)->data + offset;
    assert_memory_equal (abort, "\xCF\x00\x36\x00\xFF\xE0\xFF\xFF\xFF\xFF\x3F", 11);
    assert_memory_equal (abort + 11, "\x81\x00\x02\x00\x00\x20\x00", 7); /* ORUNERRCLR */
    bits_of_command (world, &offset);
    assert_int_equal (bits_of_command (world, &offset), 1422 * 46 + 8);
    assert_int_equal (bits_of_command (world, &offset), 578 * 54 + 8);
}

static void
a_fault_belongs_to_the_ap_access_before (void **state)
{
    World *world = *state;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    answers_with (world, 3, 2, UL_SWD_ACK_FAULT);
    ul_batch_write (world->batch, TRUE, 0x4, 0);
    ul_batch_write (world->batch, TRUE, 0xC, 0);
    ul_batch_read (world->batch, FALSE, 0xC, NULL);
    fails (world, UL_ERROR_TARGET_FAULT, 1);
}

static void
silence_and_garbled_answers_are_told_apart (void **state)
{
    World *world = *state;
    g_autoptr (GByteArray) bytes = all_ok (1, 0);
    guint32 value;

    fake_pipe_takes_anything (world->pipe);
    ul_batch_read (world->batch, FALSE, 0x0, &value);
    answers_with (world, 1, 0, UL_SWD_ACK_NONE);
    fails (world, UL_ERROR_TARGET_NO_ACK, 0);
    answers_with (world, 1, 0, 0);
    fails (world, UL_ERROR_TARGET_NO_ACK, 0);
    answers_with (world, 1, 0, 3);
    fails (world, UL_ERROR_TARGET_PARITY, 0);
    bytes->data[43 / 8] ^= 1 << (43 % 8);
    fake_pipe_answers_bytes (world->pipe, bytes->data, bytes->len);
    fails (world, UL_ERROR_TARGET_PARITY, 0);
}

static void
until_overrun_detection_is_on_each_access_waits_for_the_one_before (void **state)
{
    World *world = *state;
    guint32 value;

    fake_pipe_takes_anything (world->pipe);
    for (guint i = 0; i < 4; i++)
        answers_ok (world, 1, 0);
    answers_ok (world, 2, 0);
    ul_batch_read (world->batch, FALSE, 0x0, &value);
    ul_batch_write (world->batch, FALSE, 0x0, 0x1E);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_write (world->batch, FALSE, 0x4, 0x50000001);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    runs (world);
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
    answers_with (world, 2, 1, UL_SWD_ACK_NONE);
    ul_batch_write (world->batch, TRUE, 0x4, 0);
    ul_batch_write (world->batch, TRUE, 0xC, 0);
    ul_batch_write (world->batch, FALSE, 0x0, 0x1E);
    ul_batch_write (world->batch, TRUE, 0xC, 0);
    fails (world, UL_ERROR_TARGET_NO_ACK, 1);
    assert_int_equal (fake_pipe_get_n_sends (world->pipe), 1);
}

static void
a_poll_is_repeated_until_it_matches_and_holds_back_what_follows (void **state)
{
    World *world = *state;
    guint32 value = 0;

    fake_pipe_takes_anything (world->pipe);
    world->engine.wire.overrun_detect = TRUE;
    answers_ok (world, 2, 0);          /* SELECT, one read */
    answers_ok (world, 2, 0);          /* two reads */
    answers_ok (world, 4, 0xA0000000); /* four */
    answers_ok (world, 1, 0);          /* the write */
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_poll (world->batch, FALSE, 0x4, 0xA0000000, 0xA0000000, 1000, &value);
    ul_batch_write (world->batch, FALSE, 0x8, 0xF0);
    world->engine.wire.overrun_detect = TRUE;
    runs (world);
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
    answers_ok (world, 3, 0x55); /* SELECT, a read, RDBUFF */
    ul_batch_write (world->batch, FALSE, 0x8, 0);
    ul_batch_poll (world->batch, TRUE, 0x0, 0xFF, 0xAA, 0, &value);
    fails (world, UL_ERROR_TARGET_TIMEOUT, 1);
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
    answers_ok (world, 1424, 0);
    answers_ok (world, 1424, 0);
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

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (requests_are_those_of_the_standard),
        TEST (an_answer_is_seen_one_bit_early),
        TEST (the_version_comes_in_two_transfers),
        TEST (the_version_may_come_in_one_transfer_or_be_empty),
        TEST (a_version_of_absurd_length_is_refused),
        TEST (extended_capabilities_are_asked_for_where_there_are_some),
        TEST (extended_capabilities_that_contradict_are_ignored),
        TEST (the_speed_is_the_highest_not_above_the_wanted),
        TEST (speeds_with_a_divider_of_zero_are_refused),
        TEST (swd_is_selected_and_nothing_else),
        TEST (supply_and_reset_are_read),
        TEST (power_is_switched_for_now_and_read),
        TEST (a_connection_is_registered_and_given_back),
        TEST (a_full_table_of_connections_gives_no_handle),
        TEST (a_registration_longer_than_its_table_is_refused),
        TEST (what_a_probe_sends_too_much_does_not_shift_the_next_reply),
        TEST (a_silent_probe_is_left_alone_until_it_is_reopened),
        TEST (a_read_is_46_bits_and_its_tail),
        TEST (a_write_is_46_bits_and_its_tail),
        TEST (an_old_probe_may_send_the_status_on_its_own),
        TEST (a_probe_out_of_memory_says_so),
        TEST (ap_reads_are_collected_from_the_next_access),
        TEST (a_command_holds_1424_writes_and_the_next_one_overlaps),
        TEST (a_probe_that_bears_no_overlap_gets_one_command_at_a_time),
        TEST (commands_stay_short_on_a_slow_wire),
        TEST (the_probes_memory_bounds_a_command),
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
    return cmocka_run_group_tests_name ("jlink-protocol", tests, NULL, NULL);
}
