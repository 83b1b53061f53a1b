/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "ul-problem.h"

#include <gio/gio.h>
#include <string.h>

static UlProblem *
problem_of (GQuark domain, int code, const char *message)
{
    g_autoptr (GError) error = g_error_new_literal (domain, code, message);
    return ul_problem_new (error);
}

static void
every_code_has_its_words (void **state)
{
    g_autoptr (GHashTable) nicks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (int code = 0; code < UL_ERROR_LAST; code++) {
        g_autoptr (UlProblem) problem = problem_of (UL_ERROR, code, "cause");
        assert_int_equal (problem->code, code);
        assert_true (strlen (problem->nick) > 0);
        assert_int_equal (strspn (problem->nick, "abcdefghijklmnopqrstuvwxyz-"),
                          strlen (problem->nick));
        if (!g_hash_table_add (nicks, g_strdup (problem->nick)))
            fail_msg ("%s twice", problem->nick);
        assert_in_range (g_utf8_strlen (problem->title, -1), 5, 60);
        assert_null (strchr (problem->title, '!'));
        assert_null (strstr (problem->title, "rror"));
        assert_true (g_str_has_suffix (problem->advice, "."));
        assert_in_range (problem->exit_status, 1, 9);
        assert_true (problem->second == UL_REMEDY_NONE || problem->second != problem->remedy);
    }
}

typedef struct {
    const char *nick;
    UlErrorCode code;
    int exit_status;
    UlRemedy remedy;
} CodeCase;

/* Scripts depend on these. */
static const CodeCase code_cases[] = {
    { "usage", UL_ERROR_USAGE, 1, UL_REMEDY_NONE },
    { "not-confirmed", UL_ERROR_NOT_CONFIRMED, 1, UL_REMEDY_NONE },
    { "profile-forbids", UL_ERROR_PROFILE_FORBIDS, 1, UL_REMEDY_NONE },
    { "file-not-found", UL_ERROR_FILE_NOT_FOUND, 1, UL_REMEDY_OPEN_FILE },
    { "image-syntax", UL_ERROR_IMAGE_SYNTAX, 2, UL_REMEDY_OPEN_FILE },
    { "image-does-not-fit", UL_ERROR_IMAGE_DOES_NOT_FIT, 2, UL_REMEDY_CHOOSE_CHIP },
    { "no-probe", UL_ERROR_NO_PROBE, 3, UL_REMEDY_TRY_SIMULATED },
    { "probe-permission", UL_ERROR_PROBE_PERMISSION, 3, UL_REMEDY_COPY_FIX },
    { "probe-busy", UL_ERROR_PROBE_BUSY, 3, UL_REMEDY_TRY_AGAIN },
    { "target-no-power", UL_ERROR_TARGET_NO_POWER, 4, UL_REMEDY_TRY_AGAIN },
    { "target-resetting", UL_ERROR_TARGET_RESETTING, 4, UL_REMEDY_CATCH },
    { "target-wrong-chip", UL_ERROR_TARGET_WRONG_CHIP, 4, UL_REMEDY_USE_FOUND_CHIP },
    { "chip-locked", UL_ERROR_CHIP_LOCKED, 5, UL_REMEDY_UNLOCK },
    { "chip-locked-forever", UL_ERROR_CHIP_LOCKED_FOREVER, 5, UL_REMEDY_WHAT_WORKS },
    { "key-out-of-reach", UL_ERROR_KEY_OUT_OF_REACH, 5, UL_REMEDY_WHAT_WORKS },
    { "would-lock", UL_ERROR_WOULD_LOCK, 5, UL_REMEDY_KEEP_UNLOCKED },
    { "would-lock-forever", UL_ERROR_WOULD_LOCK_FOREVER, 5, UL_REMEDY_KEEP_UNLOCKED },
    { "might-lock-forever", UL_ERROR_MIGHT_LOCK_FOREVER, 5, UL_REMEDY_KEEP_UNLOCKED },
    { "flash-protected", UL_ERROR_FLASH_PROTECTED, 5, UL_REMEDY_LIFT_PROTECTION },
    { "verify-mismatch", UL_ERROR_VERIFY_MISMATCH, 6, UL_REMEDY_PROGRAM_AGAIN },
    { "flash-failed", UL_ERROR_FLASH_FAILED, 7, UL_REMEDY_PROGRAM_AGAIN },
    { "loader-failed", UL_ERROR_LOADER_FAILED, 7, UL_REMEDY_CHECK_UNDER_RESET },
    { "not-supported", UL_ERROR_NOT_SUPPORTED, 9, UL_REMEDY_CHOOSE_CHIP },
    { "failed", UL_ERROR_FAILED, 9, UL_REMEDY_TRY_AGAIN },
};

static void
code_is_stable (void **state)
{
    const CodeCase *c = *state;
    g_autoptr (UlProblem) problem = problem_of (UL_ERROR, c->code, "cause");

    assert_string_equal (problem->nick, c->nick);
    assert_int_equal (problem->exit_status, c->exit_status);
    assert_int_equal (problem->remedy, c->remedy);
}

typedef struct {
    const char *message;
    const char *cause;
} CauseCase;

static const CauseCase cause_cases[] = {
    { "blinky.hex, line 3: bad checksum", "blinky.hex, line 3: bad checksum." },
    { "firmware: it is a folder", "firmware: it is a folder." },
    { "boot_a and app fill 0x3000", "boot_a and app fill 0x3000." },
    { "gone.", "Gone." },
    { "the board is off", "The board is off." },
    { "Already fine.", "Already fine." },
    { "is it on?", "Is it on?" },
    { "waiting…", "Waiting…" },
    { "チップです。", "チップです。" },
    { "änderung", "Änderung." },
    { "0x40C is 0xFF", "0x40C is 0xFF." },
    { "  padded \n", "Padded." },
    { "bad byte \xff here", "Bad byte \xef\xbf\xbd here." },
    { "", "" },
};

static void
message_becomes_a_sentence (void **state)
{
    const CauseCase *c = *state;
    g_autoptr (UlProblem) problem = problem_of (UL_ERROR, UL_ERROR_FAILED, c->message);

    assert_string_equal (problem->cause, c->cause);
}

static void
names_with_spaces_stay_as_they_are (void **state)
{
    static const char *const keys[] = { "file", "first file" };

    for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
        g_autoptr (GError) error =
            g_error_new_literal (UL_ERROR, UL_ERROR_IMAGE_FORMAT, "my app.hex: it is empty");
        ul_error_add_detail (error, keys[i], "my app.hex");
        g_autoptr (UlProblem) problem = ul_problem_new (error);
        assert_string_equal (problem->cause, "my app.hex: it is empty.");
    }
}

static void
place_and_details_come_along (void **state)
{
    g_autoptr (GError) error = g_error_new_literal (UL_ERROR, UL_ERROR_FLASH_FAILED, "x");
    ul_error_set_where (error, 0x1400, 0x400);
    ul_error_add_detail (error, "FSTAT", "0x%02X", 0x81);
    ul_error_add_detail (error, "sector", "%u", 5);
    g_autoptr (UlProblem) first = ul_problem_new (error);
    g_autoptr (UlProblem) problem = ul_problem_copy (first);

    assert_true (problem->has_where);
    assert_int_equal (problem->address, 0x1400);
    assert_int_equal (problem->size, 0x400);
    assert_string_equal (problem->details[0], "FSTAT");
    assert_string_equal (problem->details[1], "0x81");
    assert_string_equal (problem->title, "Sector 5 could not be erased or written");
    assert_ptr_not_equal (problem->title, first->title);
}

static void
protected_sectors_are_counted_in_the_title (void **state)
{
    g_autoptr (GError) error = g_error_new_literal (UL_ERROR, UL_ERROR_FLASH_PROTECTED, "x");
    g_autoptr (UlProblem) plain = ul_problem_new (error);
    ul_error_add_detail (error, "protected", "4");
    ul_error_add_detail (error, "sectors", "15");
    g_autoptr (UlProblem) counted = ul_problem_new (error);

    assert_string_equal (plain->title, "Protected sectors are in the way");
    assert_string_equal (counted->title, "4 of 15 sectors are protected");
}

static void
stop_by_the_user_is_no_failure (void **state)
{
    g_autoptr (UlProblem) problem = problem_of (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

    assert_string_equal (problem->nick, "cancelled");
    assert_int_equal (problem->exit_status, 8);
    assert_int_equal (problem->remedy, UL_REMEDY_RESUME);
}

static void
errors_of_others_find_a_row (void **state)
{
    g_autoptr (UlProblem) gone = problem_of (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "x");
    g_autoptr (UlProblem) denied = problem_of (G_FILE_ERROR, G_FILE_ERROR_ACCES, "x");
    g_autoptr (UlProblem) option = problem_of (G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "x");
    g_autoptr (UlProblem) odd = problem_of (G_KEY_FILE_ERROR, 0, "x");
    g_autoptr (UlProblem) wild = problem_of (UL_ERROR, 12345, "x");

    assert_string_equal (gone->nick, "file-not-found");
    assert_string_equal (denied->nick, "file-io");
    assert_string_equal (option->nick, "usage");
    assert_string_equal (odd->nick, "failed");
    assert_string_equal (wild->nick, "failed");
}

static void
every_remedy_has_a_label (void **state)
{
    for (int remedy = UL_REMEDY_TRY_AGAIN; remedy < UL_N_REMEDIES; remedy++)
        assert_true (strlen (ul_remedy_to_label (remedy)) > 2);
    assert_string_equal (ul_remedy_to_label (UL_REMEDY_NONE), "");
    assert_string_equal (ul_remedy_to_label (UL_REMEDY_UNLOCK_AND_ERASE), "Unlock and Erase All…");
}

typedef struct {
    const char *title;
    UlErrorCode code;
    const char *details[6]; /* pairs, ended by NULL */
} TitleCase;

static const TitleCase title_cases[] = {
    { "Line 212 of blinky.srec is damaged",
      UL_ERROR_IMAGE_SYNTAX,
      { "line", "212", "file", "blinky.srec" } },
    { "blinky.elf is damaged", UL_ERROR_IMAGE_SYNTAX, { "offset", "16", "file", "blinky.elf" } },
    { "The file is damaged", UL_ERROR_IMAGE_SYNTAX, { "line", "212" } },
    { "The file is damaged",
      UL_ERROR_IMAGE_SYNTAX,
      { "line", "2", "file", "a-name-of-which-a-heading-has-not-room-for-all-of-it.srec" } },
    { "notes.hex is not an Intel HEX file",
      UL_ERROR_IMAGE_FORMAT,
      { "expected format", "ihex", "file", "notes.hex" } },
    { "notes.s19 is not an S-record file",
      UL_ERROR_IMAGE_FORMAT,
      { "expected format", "srec", "file", "notes.s19" } },
    { "notes.txt is not a firmware file", UL_ERROR_IMAGE_FORMAT, { "file", "notes.txt" } },
    { "This is not a firmware file", UL_ERROR_IMAGE_FORMAT, { NULL } },
    { "boot.hex and app.hex both fill 0x00003000–0x000037FF",
      UL_ERROR_IMAGE_OVERLAP,
      { "first file", "boot.hex", "second file", "app.hex" } },
    { "Two parts fill the same addresses", UL_ERROR_IMAGE_OVERLAP, { "address", "0x00003000" } },
    { "The offset moves the file below address 0", UL_ERROR_USAGE, { "moved to", "-0x00000001" } },
    { "The file would reach beyond 0xFFFFFFFF", UL_ERROR_USAGE, { "moved to", "0xFFFFFFFF" } },
    { "1 of 3 parts of the file does not fit",
      UL_ERROR_IMAGE_DOES_NOT_FIT,
      { "parts", "3", "parts that do not fit", "1" } },
    { "2 of 3 parts of the file do not fit",
      UL_ERROR_IMAGE_DOES_NOT_FIT,
      { "parts", "3", "parts that do not fit", "2" } },
    { "The file does not fit this chip",
      UL_ERROR_IMAGE_DOES_NOT_FIT,
      { "parts", "1", "parts that do not fit", "1" } },
};

static void
title_says_what_details_tell (void **state)
{
    const TitleCase *c = *state;
    g_autoptr (GError) error = g_error_new_literal (UL_ERROR, (int) c->code, "x");

    ul_error_set_where (error, 0x3000, 0x800);
    for (guint i = 0; c->details[i] != NULL; i += 2)
        ul_error_add_detail (error, c->details[i], "%s", c->details[i + 1]);
    g_autoptr (UlProblem) problem = ul_problem_new (error);
    assert_string_equal (problem->title, c->title);
}

int
main (void)
{
    struct CMUnitTest tests[64] = {
        cmocka_unit_test (every_code_has_its_words),
        cmocka_unit_test (names_with_spaces_stay_as_they_are),
        cmocka_unit_test (place_and_details_come_along),
        cmocka_unit_test (protected_sectors_are_counted_in_the_title),
        cmocka_unit_test (stop_by_the_user_is_no_failure),
        cmocka_unit_test (errors_of_others_find_a_row),
        cmocka_unit_test (every_remedy_has_a_label),
    };
    gsize n = 7;

    for (gsize i = 0; i < G_N_ELEMENTS (code_cases); i++)
        tests[n++] = case_of (code_cases[i].nick, code_is_stable, &code_cases[i]);
    for (gsize i = 0; i < G_N_ELEMENTS (cause_cases); i++)
        tests[n++] = case_of (cause_cases[i].cause, message_becomes_a_sentence, &cause_cases[i]);
    for (gsize i = 0; i < G_N_ELEMENTS (title_cases); i++)
        tests[n++] = case_of (title_cases[i].title, title_says_what_details_tell, &title_cases[i]);
    return _cmocka_run_group_tests ("problem", tests, n, NULL, NULL);
}
