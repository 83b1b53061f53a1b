/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes over USB to a J-Link and back, byte by byte, worked out by hand from the protocol. */
#include "jlink-world.h"

#include "ul-error.h"

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

int
main (void)
{
    const struct CMUnitTest tests[] = {
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
    };

    return cmocka_run_group_tests_name ("jlink-protocol", tests, NULL, NULL);
}
