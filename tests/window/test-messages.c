/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "ul-message.h"

static int
make (void **state)
{
    *state = ul_messages_new ();
    return 0;
}

static int
unmake (void **state)
{
    g_object_unref (*state);
    return 0;
}

static void
put (UlMessages *messages, UlSlot slot, UlSeverity severity, const char *title)
{
    ul_messages_put (messages, slot, ul_message_new (severity, title, ""));
}

static void
nothing_to_say_is_nothing (void **state)
{
    assert_null (ul_messages_get_top (*state));
    ul_messages_dismiss_top (*state);
}

static void
the_most_serious_is_shown (void **state)
{
    put (*state, UL_SLOT_RESULT, UL_SEVERITY_INFO, "done");
    put (*state, UL_SLOT_CHIP, UL_SEVERITY_WARNING, "locked");
    assert_string_equal (ul_messages_get_top (*state)->title, "locked");
    put (*state, UL_SLOT_FILE, UL_SEVERITY_ERROR, "damaged");
    assert_string_equal (ul_messages_get_top (*state)->title, "damaged");
}

static void
among_equals_the_last_job_comes_first (void **state)
{
    put (*state, UL_SLOT_PLAN, UL_SEVERITY_ERROR, "plan");
    put (*state, UL_SLOT_RESULT, UL_SEVERITY_ERROR, "job");
    assert_string_equal (ul_messages_get_top (*state)->title, "job");
}

static void
dismissing_shows_the_next (void **state)
{
    put (*state, UL_SLOT_RESULT, UL_SEVERITY_ERROR, "job");
    put (*state, UL_SLOT_PLAN, UL_SEVERITY_WARNING, "plan");
    ul_messages_dismiss_top (*state);
    assert_string_equal (ul_messages_get_top (*state)->title, "plan");
    assert_null (ul_messages_get (*state, UL_SLOT_RESULT));
}

static void
count (guint *n)
{
    ++*n;
}

static void
changes_are_told_and_nothing_else (void **state)
{
    guint n = 0;

    g_signal_connect_swapped (*state, "changed", G_CALLBACK (count), &n);
    ul_messages_put (*state, UL_SLOT_CHIP, NULL);
    assert_int_equal (n, 0);
    put (*state, UL_SLOT_CHIP, UL_SEVERITY_INFO, "x");
    assert_int_equal (n, 1);
    ul_messages_put (*state, UL_SLOT_CHIP, NULL);
    assert_int_equal (n, 2);
}

static void
what_was_just_done_comes_first (void **state)
{
    UlMessage *done = ul_message_new (UL_SEVERITY_INFO, "done", "");

    done->transient = TRUE;
    put (*state, UL_SLOT_PLAN, UL_SEVERITY_ERROR, "plan");
    ul_messages_put (*state, UL_SLOT_RESULT, done);
    assert_string_equal (ul_messages_get_top (*state)->title, "done");
    ul_messages_dismiss_top (*state);
    assert_string_equal (ul_messages_get_top (*state)->title, "plan");
}

static void
a_problem_keeps_place_remedies_and_details (void **state)
{
    g_autoptr (GError) error =
        g_error_new (UL_ERROR, UL_ERROR_FLASH_PROTECTED, "The chip refused.");
    ul_error_set_where (error, 0x400, 0x400);
    ul_error_add_detail (error, "FSTAT", "0x%02X", 0x90);
    g_autoptr (UlMessage) message = ul_message_new_from_error (error);
    g_autofree char *text = ul_message_to_text (message);

    assert_int_equal (message->severity, UL_SEVERITY_WARNING);
    assert_int_equal (message->remedies[0], UL_REMEDY_LIFT_PROTECTION);
    assert_true (message->has_where);
    assert_int_equal (message->address, 0x400);
    assert_non_null (strstr (text, "FSTAT: 0x90"));
    assert_non_null (strstr (text, "The chip refused."));
}

static void
every_remedy_has_a_button_and_an_action (void **state)
{
    for (UlRemedy remedy = UL_REMEDY_TRY_AGAIN; remedy < UL_N_REMEDIES; remedy++) {
        assert_non_null (ul_remedy_to_action (remedy));
        assert_true (g_str_has_prefix (ul_remedy_to_action (remedy), "win."));
        assert_true (ul_remedy_to_label (remedy)[0] != '\0');
    }
    assert_null (ul_remedy_to_action (UL_REMEDY_NONE));
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (nothing_to_say_is_nothing, make, unmake),
        cmocka_unit_test_setup_teardown (the_most_serious_is_shown, make, unmake),
        cmocka_unit_test_setup_teardown (among_equals_the_last_job_comes_first, make, unmake),
        cmocka_unit_test_setup_teardown (what_was_just_done_comes_first, make, unmake),
        cmocka_unit_test_setup_teardown (dismissing_shows_the_next, make, unmake),
        cmocka_unit_test_setup_teardown (changes_are_told_and_nothing_else, make, unmake),
        cmocka_unit_test (a_problem_keeps_place_remedies_and_details),
        cmocka_unit_test (every_remedy_has_a_button_and_an_action),
    };

    return cmocka_run_group_tests_name ("messages", tests, NULL, NULL);
}
