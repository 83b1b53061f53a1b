/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever a message says, the manual has a page about it, under the same heading. */
#include "test.h"

#include "ul-message.h"
#include "ul-problem-table.h"

static char *
read_page (const char *id)
{
    g_autofree char *path = g_strconcat (HELP_DIR "/", id, ".page", NULL);
    char *text = NULL;

    if (!g_file_get_contents (path, &text, NULL, NULL))
        fail_msg ("there is no page %s", path);
    return text;
}

static void
assert_section (const char *page, const char *id, const char *text)
{
    g_autofree char *section = g_strdup_printf ("<section id=\"%s\">", id);

    if (strstr (text, section) == NULL)
        fail_msg ("the page %s has no section %s", page, id);
}

static void
every_problem_has_a_page_with_its_heading (void **state)
{
    for (int code = 0; code < UL_ERROR_LAST; code++) {
        const UlProblemRow *row = ul_problem_get_row (code);
        g_autofree char *text = read_page (row->nick);
        g_autofree char *title = g_strdup_printf ("<title>%s</title>", row->title);

        if (strstr (text, title) == NULL)
            fail_msg ("the page %s is not called “%s”", row->nick, row->title);
        assert_section (row->nick, "cause", text);
        assert_section (row->nick, "remedy", text);
        assert_section (row->nick, "background", text);
    }
}

static void
the_message_of_a_problem_knows_its_page (void **state)
{
    g_autoptr (GError) error = g_error_new_literal (UL_ERROR, UL_ERROR_CHIP_LOCKED, "it is");
    g_autoptr (UlMessage) message = ul_message_new_from_error (error);

    assert_string_equal (message->help, "chip-locked");
}

static void
a_message_without_a_page_says_so (void **state)
{
    g_autoptr (UlMessage) message = ul_message_new (UL_SEVERITY_INFO, "title", "body");

    assert_null (message->help);
}

static void
a_stop_at_ones_request_has_a_page (void **state)
{
    g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
    g_autoptr (UlMessage) message = ul_message_new_from_error (error);
    g_autofree char *text = read_page (message->help);

    assert_section (message->help, "remedy", text);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_problem_has_a_page_with_its_heading),
        cmocka_unit_test (the_message_of_a_problem_knows_its_page),
        cmocka_unit_test (a_message_without_a_page_says_so),
        cmocka_unit_test (a_stop_at_ones_request_has_a_page),
    };

    return cmocka_run_group_tests_name ("help", tests, NULL, NULL);
}
