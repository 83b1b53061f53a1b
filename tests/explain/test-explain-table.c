/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every message that is known is found as its program prints it. */
#include "cases.h"
#include "ul-explain-private.h"
#include "ul-explain.h"

#include <string.h>

/* What a program puts where the table has a star. */
static char *
write_log (const UlExplainRow *row)
{
    g_auto (GStrv) parts = g_strsplit (row->message, "*", -1);
    g_autofree char *message = g_strjoinv (" 7 ", parts);
    g_auto (GStrv) before = g_strsplit (row->after != NULL ? row->after : "", "*", -1);
    g_autofree char *first = g_strjoinv ("4 ", before);
    const char *value = row->value == UL_VALUE_VOLTS   ? " = 0.2 V"
                        : row->value == UL_VALUE_FSTAT ? " 81"
                                                       : "";

    return g_strdup_printf ("noise\n%s\nnoise\nERROR: %s%s\nnoise\n", first, message, value);
}

static void
message_is_found (void **state)
{
    const UlExplainRow *row = *state;
    g_autofree char *log = write_log (row);
    g_autoptr (UlExplanation) explanation = ul_explain_log (log, strlen (log));

    for (guint i = 0; i < explanation->findings->len; i++) {
        const UlFinding *finding = explanation->findings->pdata[i];
        const UlEvidence *evidence = finding->evidence->pdata[0];
        if (finding->problem->code == row->code) {
            assert_int_equal (evidence->line, 4);
            assert_string_equal (evidence->tool, row->tool);
            return;
        }
    }
    fail_msg ("not found in: %s", log);
}

static void
every_row_is_complete (void **state)
{
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < ul_explain_n_rows; i++) {
        const UlExplainRow *row = &ul_explain_rows[i];
        g_auto (GStrv) parts = ul_explain_compile (row->message);
        assert_true (strlen (parts[0]) > 3); /* it is what is looked for first */
        assert_non_null (ul_explain_get_words (row->code));
        assert_true (strlen (row->source) > 5);
        if (row->after == NULL && !g_hash_table_add (seen, g_strjoinv ("*", parts)))
            fail_msg ("%s twice", row->message);
    }
}

static void
every_fstat_has_its_meaning (void **state)
{
    static const struct {
        const char *fstat;
        const char *nick;
    } cases[] = { { "90", "flash-protected" },
                  { "A0", "flash-command" },
                  { "c0", "flash-collision" },
                  { "81", "flash-failed" },
                  { "B1", "flash-protected" } };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *log = g_strdup_printf (
            "Error: ftfx command failed FSTAT: %s FCCOB: 44000000 00000000 00000000\n",
            cases[i].fstat);
        g_autoptr (UlExplanation) explanation = ul_explain_log (log, strlen (log));
        const UlFinding *finding = explanation->findings->pdata[0];
        assert_string_equal (finding->problem->nick, cases[i].nick);
    }
}

int
main (void)
{
    struct CMUnitTest tests[256] = {
        cmocka_unit_test (every_row_is_complete),
        cmocka_unit_test (every_fstat_has_its_meaning),
    };
    gsize n = 2;

    g_assert (ul_explain_n_rows + n <= G_N_ELEMENTS (tests));
    for (guint i = 0; i < ul_explain_n_rows; i++)
        tests[n++] = case_of (ul_explain_rows[i].message, message_is_found, &ul_explain_rows[i]);
    return _cmocka_run_group_tests ("explain-table", tests, n, NULL, NULL);
}
