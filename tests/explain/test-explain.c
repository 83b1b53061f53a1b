/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "ul-explain.h"

#include <string.h>

typedef struct {
    const char *file;
    const char *nicks; /* of the findings, root cause first; "+" before one that follows */
    guint line;        /* of the first evidence of the root cause */
    guint count;
    const char *device;
    const char *says; /* (nullable) in the cause or the details of the root cause */
} LogCase;

static const LogCase logs[] = {
    { "jlink-protected", "flash-protected", 1, 1, NULL, "FPROT" },
    { "jlink-gdbserver", "flash-protected", 5, 3, NULL, "0x00000000" },
    { "jlink-unlock-then-erase", "flash-protected +flash-failed", 7, 1, "MKV31F512xxx12",
      "stays in force until the chip is reset" },
    { "jlink-illegal-command", "flash-command", 2, 1, "MK22FN512xxx12", "ACCERR" },
    { "jlink-never-starts", "unlock-timeout chip-locked +target-no-ack", 13, 1, "MK20DX256xxx7",
      "RESET" },
    { "jlink-gdbserver-unsecure", "unlock-timeout +unlock-failed +target-no-ack", 6, 1, NULL,
      "never acknowledged" },
    { "jlink-eeprom", "verify-mismatch", 1, 1, NULL, "EEPROM" },
    { "jlink-eeprom-server", "verify-mismatch", 4, 1, NULL, "EEPROM" },
    { "jlink-no-power", "target-no-power +target-no-ack", 7, 1, NULL, "supply" },
    { "jlink-no-answer", "target-no-ack", 7, 1, NULL, NULL },
    { "jlink-good", "", 0, 0, "MKL25Z128xxx4", NULL },
    { "openocd-secured", "chip-locked-forever chip-locked", 8, 1, NULL, NULL },
    { "openocd-reset-loop", "target-resetting +target-no-ack +target-fault", 7, 1, NULL, NULL },
    { "openocd-fstat", "flash-command +flash-failed", 2, 1, "MKL25Z128xxx4", "0xA0" },
    { "openocd-good", "", 0, 0, "MKL25Z128xxx4", NULL },
    { "pyocd-104", "flash-protected", 5, 1, NULL, NULL },
    { "pyocd-sector", "flash-protected", 3, 1, NULL, "0x00000400" },
    { "pyocd-locked-for-ever", "chip-locked-forever chip-locked +unlock-failed", 2, 1, NULL,
      "0x0000001E" },
    { "pyocd-no-ack", "target-no-ack", 2, 1, NULL, NULL },
    { "codewarrior", "would-lock-forever", 3, 1, NULL, NULL },
    { "pemicro-loop", "target-resetting chip-locked", 4, 2, "MKV42F64xxx16", NULL },
    { "pemicro-forever", "chip-locked-forever chip-locked", 1, 1, NULL, NULL },
    { "linkserver", "target-no-ack", 3, 2, NULL, NULL },
    { "libusb-access", "probe-permission no-probe", 2, 1, NULL, NULL },
};

static GBytes *
load (const char *name)
{
    g_autofree char *path = g_strdup_printf (TEST_DATA_DIR "/%s.log", name);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GError) error = NULL;
    g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);

    assert_no_error (error);
    GBytes *bytes = ul_explain_read (G_INPUT_STREAM (stream), NULL, &error);
    assert_no_error (error);
    return bytes;
}

static UlExplanation *
explain_bytes (GBytes *bytes)
{
    return ul_explain_log (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static UlExplanation *
explain (const char *text)
{
    return ul_explain_log (text, strlen (text));
}

static char *
list_nicks (const UlExplanation *explanation)
{
    GString *nicks = g_string_new (NULL);

    for (guint i = 0; i < explanation->findings->len; i++) {
        const UlFinding *finding = explanation->findings->pdata[i];
        g_string_append_printf (nicks, "%s%s%s", i > 0 ? " " : "", finding->follows ? "+" : "",
                                finding->problem->nick);
    }
    return g_string_free (nicks, FALSE);
}

static gboolean
says (const UlFinding *finding, const char *words)
{
    char **details = finding->problem->details;
    g_autofree char *all = details != NULL ? g_strjoinv (" ", details) : g_strdup ("");

    return strstr (finding->problem->cause, words) != NULL || strstr (all, words) != NULL;
}

static void
log_is_understood (void **state)
{
    const LogCase *c = *state;
    g_autoptr (GBytes) bytes = load (c->file);
    g_autoptr (UlExplanation) explanation = explain_bytes (bytes);
    g_autofree char *nicks = list_nicks (explanation);

    assert_string_equal (nicks, c->nicks);
    assert_string_equal (explanation->device != NULL ? explanation->device->name : "",
                         c->device != NULL ? c->device : "");
    if (explanation->findings->len == 0)
        return;
    const UlFinding *root = explanation->findings->pdata[0];
    const UlEvidence *evidence = root->evidence->pdata[0];
    assert_int_equal (evidence->line, c->line);
    assert_int_equal (evidence->count, c->count);
    assert_true (c->says == NULL || says (root, c->says));
    assert_true (strlen (root->here) > 20);
}

/* --- what does not matter ------------------------------------------------------------------ */

static const char *const shapes[] = {
    "Algo135: Flash protection violation. Flash is write-protected.",
    "> algo91:  FLASH   protection\tviolation",
    "Algo135: Flash pro\ntection violation. Flash is write-protected.)",
    "Algo135: Flash pro\r\ntection violation.\r\n",
    "ERROR: (Algo135: Flash protection\n   violation. Flash is write-protected.)",
    "\xEF\xBB\xBF"
    "Algo135: Flash protection violation",
    "\xFF\x80 Algo135: Flash protection violation \xC3",
};

static void
shape_does_not_matter (void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
        g_autoptr (UlExplanation) explanation = explain (shapes[i]);
        g_autofree char *nicks = list_nicks (explanation);
        assert_string_equal (nicks, "flash-protected");
        const UlFinding *finding = explanation->findings->pdata[0];
        const UlEvidence *evidence = finding->evidence->pdata[0];
        assert_true (g_utf8_validate (evidence->quote, -1, NULL));
    }
}

static void
words_of_lines_far_apart_are_no_message (void **state)
{
    g_autoptr (UlExplanation) apart =
        explain ("Algo135: Flash\n\nsomething else\nprotection violation");
    g_autoptr (UlExplanation) number = explain ("eraseAll error: 1041\nresult code 0x681");
    g_autoptr (UlExplanation) not_secured =
        explain ("Part is not secured\nKL25Z not in secure state");
    g_autofree char *nicks = list_nicks (number);

    assert_int_equal (apart->findings->len, 0);
    assert_string_equal (nicks, "flash-failed");
    assert_int_equal (not_secured->findings->len, 0);
}

static void
word_broken_by_a_terminal_is_quoted_whole (void **state)
{
    g_autoptr (GBytes) bytes = load ("jlink-unlock-then-erase");
    g_autoptr (UlExplanation) explanation = explain_bytes (bytes);
    const UlFinding *finding = explanation->findings->pdata[0];
    const UlEvidence *evidence = finding->evidence->pdata[0];

    assert_non_null (strstr (evidence->quote, "(Algo135: Flash protection violation."));
    assert_string_equal (finding->problem->title, "Sector 8 is protected");
    assert_true (finding->problem->has_where);
    assert_int_equal (finding->problem->address, 0x4000);
    assert_int_equal (finding->problem->size, 0x800);
}

static void
windows_logs_are_read (void **state)
{
    gsize size;
    g_autofree char *utf16 =
        g_convert ("\xEF\xBB\xBFTimeout while unsecuring device. Erase never starts.\r\n", -1,
                   "UTF-16LE", "UTF-8", NULL, &size, NULL);
    g_autoptr (UlExplanation) explanation = ul_explain_log (utf16, size);
    g_autofree char *nicks = list_nicks (explanation);

    assert_string_equal (nicks, "unlock-timeout");
}

/* --- limits -------------------------------------------------------------------------------- */

static void
long_logs_are_cut (void **state)
{
    g_autoptr (GString) text = g_string_new (NULL);

    while (text->len <= UL_EXPLAIN_MAX_SIZE)
        g_string_append (text, "Wire Ack Fault\n");
    g_string_append (text, "Mass erase is disabled\n");
    g_autoptr (UlExplanation) explanation = ul_explain_log (text->str, text->len);
    const UlFinding *finding = explanation->findings->pdata[0];
    const UlEvidence *evidence = finding->evidence->pdata[0];

    assert_true (explanation->cut);
    assert_int_equal (explanation->findings->len, 1);
    assert_string_equal (finding->problem->nick, "target-no-ack");
    assert_true (evidence->count >= UL_EXPLAIN_MAX_LINES - 1);
}

static void
long_lines_are_quoted_in_part (void **state)
{
    g_autofree char *line = g_malloc (100000);

    memset (line, 'x', 100000);
    memcpy (line + 50000, "Wire Ack Fault", 14);
    g_autoptr (UlExplanation) explanation = ul_explain_log (line, 100000);
    const UlFinding *finding = explanation->findings->pdata[0];
    const UlEvidence *evidence = finding->evidence->pdata[0];

    assert_in_range (g_utf8_strlen (evidence->quote, -1), 1, 201);
}

static void
zero_bytes_are_like_spaces (void **state)
{
    static const char text[] = "Wire\0Ack\0\0Fault\0";
    g_autoptr (UlExplanation) explanation = ul_explain_log (text, sizeof text);
    g_autofree char *nicks = list_nicks (explanation);

    assert_string_equal (nicks, "target-no-ack");
}

static void
what_is_shown_is_text (void **state)
{
    g_autofree char *raw = g_malloc (5000);

    memset (raw, 'x', 5000);
    memcpy (raw, "a\0b\x80\r\n\tc", 8);
    g_autoptr (GBytes) bytes = g_bytes_new (raw, 5000);
    g_autofree char *shown = ul_explain_to_shown (bytes);

    assert_true (g_str_has_prefix (shown, "a b\xEF\xBF\xBD\n cx"));
    assert_in_range (strlen (shown), 1000, 1020);
}

static void
broken_utf16_is_bytes (void **state)
{
    static const char text[] = "\xFF\xFE\x00\xD8Wire Ack Fault";
    g_autoptr (UlExplanation) explanation = ul_explain_log (text, sizeof text - 1);

    assert_true (explanation->n_lines == 1);
}

static void
number_of_the_next_line_is_another_one (void **state)
{
    g_autoptr (UlExplanation) none = explain ("VTref=.\n\n0.1\n");
    g_autoptr (UlExplanation) low = explain ("VTref=\t0.1\n");

    assert_int_equal (none->findings->len, 0);
    assert_int_equal (low->findings->len, 1);
}

static void
nothing_recognised_is_said (void **state)
{
    g_autoptr (UlExplanation) nothing = ul_explain_log (NULL, 0);
    g_autoptr (UlExplanation) other = explain ("all is well\nreally\n");
    g_autoptr (GError) empty = ul_explanation_to_error (nothing);
    g_autoptr (GError) unknown = ul_explanation_to_error (other);

    assert_error (empty, UL_ERROR, UL_ERROR_LOG_UNKNOWN);
    assert_error (unknown, UL_ERROR, UL_ERROR_LOG_UNKNOWN);
    assert_non_null (strstr (unknown->message, "2 lines"));
}

static void
buttons_are_those_that_can_help (void **state)
{
    g_autoptr (UlExplanation) locked = explain ("Flash protection violation");
    g_autoptr (UlExplanation) verify = explain ("Verify failed");
    const UlFinding *finding = locked->findings->pdata[0];

    assert_int_equal (finding->problem->remedy, UL_REMEDY_UNLOCK);
    assert_int_equal (finding->problem->second, UL_REMEDY_NONE);
    finding = verify->findings->pdata[0];
    assert_int_equal (finding->problem->remedy, UL_REMEDY_NONE);
}

int
main (void)
{
    struct CMUnitTest tests[64] = {
        cmocka_unit_test (shape_does_not_matter),
        cmocka_unit_test (words_of_lines_far_apart_are_no_message),
        cmocka_unit_test (word_broken_by_a_terminal_is_quoted_whole),
        cmocka_unit_test (windows_logs_are_read),
        cmocka_unit_test (long_logs_are_cut),
        cmocka_unit_test (long_lines_are_quoted_in_part),
        cmocka_unit_test (zero_bytes_are_like_spaces),
        cmocka_unit_test (what_is_shown_is_text),
        cmocka_unit_test (broken_utf16_is_bytes),
        cmocka_unit_test (number_of_the_next_line_is_another_one),
        cmocka_unit_test (nothing_recognised_is_said),
        cmocka_unit_test (buttons_are_those_that_can_help),
    };
    gsize n = 12;

    for (gsize i = 0; i < G_N_ELEMENTS (logs); i++)
        tests[n++] = case_of (logs[i].file, log_is_understood, &logs[i]);
    return _cmocka_run_group_tests ("explain", tests, n, NULL, NULL);
}
