/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is shown of names that come from outside. */
#include "test.h"
#include "ul-visible.h"

typedef struct {
    const char *name, *text, *line, *lines;
} Case;

static const Case cases[] = {
    { "plain text stays", "größe – 大きさ “x”", "größe – 大きさ “x”", "größe – 大きさ “x”" },
    { "ends of lines are spelt out in a line alone", "a\nb\tc\r", "a\\nb\\tc\\r", "a\nb\tc\\r" },
    { "a terminal is told nothing", "\033[31m\a\177\302\2332J", "\\x1B[31m\\x07\\x7F\\x9B2J",
      "\\x1B[31m\\x07\\x7F\\x9B2J" },
    { "lines and paragraphs of Unicode end none", "a\u2028b\u2029c", "a\\u2028b\\u2029c",
      "a\\u2028b\\u2029c" },
    { "no name turns what follows it", "a\u202Exeh\u2066.c", "a\\u202Exeh\\u2066.c",
      "a\\u202Exeh\\u2066.c" },
    { "marks of direction within a word stay", "\u05D0\u200F\u05D1", "\u05D0\u200F\u05D1",
      "\u05D0\u200F\u05D1" },
    { "another encoding is marked", "latin\xe4.hex", "latin\uFFFD.hex", "latin\uFFFD.hex" },
    { "nothing is nothing", "", "", "" },
};

static void
is_shown (void **state)
{
    const Case *c = *state;
    g_autofree char *line = ul_visible_line (c->text);
    g_autofree char *lines = ul_visible_text (c->text);

    assert_string_equal (line, c->line);
    assert_string_equal (lines, c->lines);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases)];

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i] = (struct CMUnitTest){ cases[i].name, is_shown, NULL, NULL, (void *) &cases[i] };
    return cmocka_run_group_tests_name ("visible", tests, NULL, NULL);
}
