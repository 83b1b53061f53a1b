/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

#include "ul-letters.h"

typedef struct {
    const char *name;
    const char *labels[5];
    const char *marked[5];
} Case;

static const Case cases[] = {
    { "the first letter", { "Show Sectors" }, { "_Show Sectors" } },
    { "the first letter of another word where it is taken",
      { "Skip Sectors", "Show Protected Sectors" },
      { "_Skip Sectors", "Show _Protected Sectors" } },
    { "a letter is the same in upper and lower case", { "a", "A b" }, { "_a", "A _b" } },
    { "a letter within a word where the others are taken", { "So", "So" }, { "_So", "S_o" } },
    { "a number where no letter is left", { "a", "a" }, { "_a", "a(_2)" } },
    { "letters of other alphabets", { "Показать секторы" }, { "_Показать секторы" } },
    { "letters with an accent", { "Über" }, { "_Über" } },
    { "a number where letters are not typed",
      { "セクタを表示", "復元…" },
      { "セクタを表示(_1)", "復元(_2)…" } },
    { "an underscore is shown as such", { "a_b" }, { "_a__b" } },
    { "an empty label", { "" }, { "(_1)" } },
    { "nothing", { NULL }, { NULL } },
};

static void
marks (void **state)
{
    const Case *c = *state;
    g_auto (GStrv) marked = ul_letters_give (c->labels);

    for (guint i = 0; c->marked[i] != NULL; i++)
        assert_string_equal (marked[i], c->marked[i]);
    assert_int_equal (g_strv_length (marked), g_strv_length ((GStrv) c->marked));
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases)];

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i] = case_of (cases[i].name, marks, &cases[i]);
    return cmocka_run_group_tests_name ("letters", tests, NULL, NULL);
}
