/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading profiles: what they say, and what is wrong with those that are refused. */
#include "profile-test.h"
#include "cases.h"
#include "waiting.h"

#include <sys/stat.h>

#define HEAD  "[Unlatch]\nFormat=1\n"
#define TEN   "0123456789"
#define FIFTY TEN TEN TEN TEN TEN
#define LONG  FIFTY FIFTY FIFTY FIFTY "x"

static void
a_profile_says_what_stands_in_it (void **state)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) file = profile_test_data ("by-hand.unlatch");
    g_autoptr (UlProfile) self = ul_profile_load (file, NULL, &error);

    assert_no_error (error);
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_NAME),
                         "KL25Z blinky with bootloader");
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_NOTE), "Board rev C\nsecond line");
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_DEVICE), "MKL25Z128VLK4");
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_EXPECT_ID), 0x25152486);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_PROBE_KIND), UL_PROFILE_PROBE_JLINK);
    assert_int_equal (ul_profile_get_speed_khz (self), 4000);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_CONNECT), UL_CONNECT_UNDER_RESET);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_MIN_MILLIVOLTS), 2700);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_ERASE), UL_SCOPE_RANGE);
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_SELECTED), "0x8000-0x8FFF");
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_KEEP), "0x1F000-0x1FFFF;");
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_VERIFY), UL_PROFILE_VERIFY_CRC);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_RESET), UL_PROFILE_RESET_HALT);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_UNLOCK),
                      UL_PROFILE_UNLOCK_WHEN_LOCKED);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_LOCK_BYTES),
                      UL_LOCK_BYTES_KEEP_UNLOCKED);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_SERIAL_ADDRESS), 0x1EFF0);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_SERIAL_FORMAT), UL_SERIAL_DECIMAL);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_SERIAL_WIDTH), 6);
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_SERIAL_PREFIX), "SN-");
    assert_warns (self, "[Serial] Source is not known");
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_VIEW), UL_PROFILE_VIEW_LIST);
    assert_false (ul_profile_get_dirty (self));
    assert_false (ul_profile_get_read_only (self));
}

static void
files_come_in_the_order_of_their_numbers (void **state)
{
    g_autoptr (UlProfile) self =
        profile_test_load (HEAD "[File 10]\nPath=c.hex\n[File 2]\nPath=b.bin\nBase=0x4000\n"
                                "Offset=-0x100\nTicked=false\n[File 1]\nPath=/tmp/a.hex\n");

    assert_int_equal (ul_profile_get_n_files (self), 3);
    assert_string_equal (ul_profile_get_file (self, 0)->path, "/tmp/a.hex");
    assert_true (ul_profile_get_file (self, 0)->ticked);
    assert_false (ul_profile_get_file (self, 0)->has_base);
    const UlProfileFile *second = ul_profile_get_file (self, 1);
    assert_string_equal (second->path, "b.bin");
    assert_true (second->has_base);
    assert_int_equal (second->base, 0x4000);
    assert_int_equal (second->offset, -0x100);
    assert_false (second->ticked);
    assert_string_equal (ul_profile_get_file (self, 2)->path, "c.hex");
}

static void
paths_begin_at_the_folder_of_the_profile (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load (
        HEAD "[File 1]\nPath=build/a.hex\n[File 2]\nPath=../b.hex\n[File 3]\nPath=/x/c.hex\n"
             "[File 4]\nPath=sftp://host/d.hex\n");
    static const char *const expected[] = { "build/a.hex", "../b.hex" };

    for (guint i = 0; i < 2; i++) {
        g_autoptr (GFile) wanted = profile_test_path (expected[i]);
        g_autoptr (GFile) found = ul_profile_resolve (self, i);
        assert_true (g_file_equal (wanted, found));
    }
    g_autoptr (GFile) absolute = ul_profile_resolve (self, 2);
    assert_string_equal (g_file_peek_path (absolute), "/x/c.hex");
    g_autoptr (GFile) remote = ul_profile_resolve (self, 3);
    g_autofree char *uri = g_file_get_uri (remote);
    assert_string_equal (uri, "sftp://host/d.hex");
}

static void
what_is_missing_is_the_careful_default (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load (HEAD);

    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_UNLOCK), UL_PROFILE_UNLOCK_ASK);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_LOCK_BYTES), UL_LOCK_BYTES_ASK);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_ERASE), UL_SCOPE_NEEDED);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_VERIFY), UL_PROFILE_VERIFY_CRC);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_EXPECT_ID), UL_PROFILE_UNSET);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_BACKUP), TRUE);
    assert_int_equal (ul_profile_get_n_files (self), 0);
    assert_null (ul_profile_get_warnings (self)[0]);
}

static void
unknown_keys_are_told (void **state)
{
    g_autoptr (UlProfile) self =
        profile_test_load (HEAD "[Job]\nVerfy=no\n[Later]\nAddress=0\n[File 1]\nPath=a\nSize=3\n");

    assert_warns (self, "[Job] Verfy is not known");
    assert_warns (self, "[Later] is not known");
    assert_warns (self, "[File 1] Size is not known");
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_VERIFY), UL_PROFILE_VERIFY_CRC);
}

static void
a_newer_format_can_be_used_but_not_saved (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load (
        "[Unlatch]\nFormat=2\nName=new\n[Security]\nUnlock=by-magic\n[Job]\nReset=halt\n");
    g_autoptr (GError) error = NULL;

    assert_true (ul_profile_get_read_only (self));
    assert_warns (self, "case.unlatch was made by a newer Unlatch (format 2)");
    assert_warns (self, "[Security] Unlock: “by-magic” is not one of: ask, never, when-locked");
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_NAME), "new");
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_UNLOCK), UL_PROFILE_UNLOCK_ASK);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_RESET), UL_PROFILE_RESET_HALT);
    assert_false (ul_profile_save (self, NULL, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROFILE_NEWER);
}

static void
a_file_that_is_not_there_is_named (void **state)
{
    g_autoptr (GFile) file = profile_test_path ("nowhere.unlatch");
    g_autoptr (GError) error = NULL;

    assert_null (ul_profile_load (file, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_NOT_FOUND);
    assert_non_null (strstr (error->message, "nowhere.unlatch"));
}

static void
a_folder_or_a_pipe_is_refused_at_once (void **state)
{
    g_autoptr (GFile) folder = profile_test_path (".");
    g_autoptr (GFile) pipe = profile_test_path ("pipe.unlatch");
    g_autoptr (GError) error = NULL;

    assert_null (ul_profile_load (folder, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
    g_clear_error (&error);
    assert_int_equal (mkfifo (g_file_peek_path (pipe), 0600), 0);
    assert_null (ul_profile_load (pipe, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_IO);
}

static void
a_file_that_is_too_long_is_refused (void **state)
{
    g_autofree char *text = g_strnfill (UL_PROFILE_MAX_SIZE + 1, '#');
    memcpy (text, HEAD, strlen (HEAD));
    g_autoptr (GFile) file = profile_test_write ("long.unlatch", text, UL_PROFILE_MAX_SIZE + 1);
    g_autoptr (GFile) longest = profile_test_write ("longest.unlatch", text, UL_PROFILE_MAX_SIZE);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlProfile) self = ul_profile_load (longest, NULL, &error);

    assert_no_error (error);

    assert_null (ul_profile_load (file, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX);
}

static void
loading_can_be_cancelled (void **state)
{
    g_autoptr (GFile) file = profile_test_data ("by-hand.unlatch");
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;

    g_cancellable_cancel (cancellable);
    assert_null (ul_profile_load (file, cancellable, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct {
    UlProfile *profile;
    GError *error;
} Loading;

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Loading *loading = user_data;

    loading->profile = ul_profile_load_finish (result, &loading->error);
}

static void
loading_can_be_left_to_a_worker (void **state)
{
    g_autoptr (GFile) file = profile_test_data ("by-hand.unlatch");
    Loading loading = { 0 };

    ul_profile_load_async (file, NULL, on_loaded, &loading);
    wait_until (loading.profile != NULL || loading.error != NULL);
    assert_no_error (loading.error);
    assert_int_equal (ul_profile_get_n_files (loading.profile), 2);
    g_object_unref (loading.profile);
}

typedef struct {
    const char *name;
    const char *text;
    const char *where;  /* what stands between the file's name and the reason */
    const char *reason; /* part of the sentence */
    gssize size;        /* 0: up to the first zero */
} BadCase;

static const BadCase bad_cases[] = {
    { "an empty file", "", "case.unlatch: ", "expected [Unlatch] with Format=1" },
    { "no format", "[Unlatch]\nName=x\n", "case.unlatch: ", "expected [Unlatch] with Format=1" },
    { "a format that is no number", "[Unlatch]\nFormat=one\n",
      ", [Unlatch] Format: ", "“one” is not a number from 1 to" },
    { "format 0", "[Unlatch]\nFormat=0\n", ", [Unlatch] Format: ", "“0” is not a number from 1" },
    { "something before the first group", "Name=x\n" HEAD, ", line 1: ", "expected a comment" },
    { "a line that is nothing", HEAD "what\n", ", line 3: ", "expected a comment" },
    { "a line without a key", HEAD "=x\n", ", line 3: ", "expected a comment" },
    { "a group without an end", HEAD "[Job\n", ", line 3: ", "ends with a “]”" },
    { "a group there twice", HEAD "[Job]\n[Unlatch]\n", ", line 4: ", "[Unlatch] is there twice" },
    { "a key there twice", HEAD "Name=a\nName=b\n", ", line 4: ", "[Unlatch] has Name twice" },
    { "a wrong escape", HEAD "Name=a\\q\n", ", [Unlatch] Name: ", "“\\”" },
    { "a control character", HEAD "Name=a\\tb\n", ", [Unlatch] Name: ", "control characters" },
    { "a name that is too long", HEAD "Name=" LONG "\n", ", [Unlatch] Name: ", "longer than 200" },
    { "bytes that are not UTF-8", HEAD "Name=\xff\n", ": ", "no text in UTF-8" },
    { "a zero byte", HEAD "Name=a\0b\n", ": ", "no text in UTF-8", sizeof HEAD + 8 },
    { "a wrong ExpectId", HEAD "[Chip]\nExpectId=0x1234567890\n",
      ", [Chip] ExpectId: ", "“0x1234567890” is not a number from 0x0 to 0xFFFFFFFF, nor empty" },
    { "a wrong Kind", HEAD "[Probe]\nKind=stlink\n",
      ", [Probe] Kind: ", "“stlink” is not one of: jlink, cmsis-dap, sim" },
    { "another interface", HEAD "[Probe]\nInterface=jtag\n",
      ", [Probe] Interface: ", "“jtag” is not allowed: there is only swd" },
    { "a speed of 0", HEAD "[Probe]\nSpeedHz=0\n",
      ", [Probe] SpeedHz: ", "“0” is not a number from 1000 to 100000000" },
    { "a wrong Connect", HEAD "[Probe]\nConnect=hard\n",
      ", [Probe] Connect: ", "one of: auto, normal, under-reset" },
    { "a wrong MinVolts", HEAD "[Probe]\nMinVolts=2,7\n",
      ", [Probe] MinVolts: ", "“2,7” is not a voltage such as 2.7" },
    { "endless volts", HEAD "[Probe]\nMinVolts=1e99\n", ", [Probe] MinVolts: ", "a voltage" },
    { "a wrong Erase", HEAD "[Job]\nErase=everything\n",
      ", [Job] Erase: ", "one of: needed, selected, all" },
    { "selected, but nothing is", HEAD "[Job]\nErase=selected\n",
      ", [Job] Erase: ", "needs a range in Selected" },
    { "a wrong Selected", HEAD "[Job]\nSelected=0x100\n",
      ", [Job] Selected: ", "“0x100” is no range such as 0x1F000-0x1FFFF" },
    { "two ranges selected", HEAD "[Job]\nSelected=0-1;2-3\n",
      ", [Job] Selected: ", "more than one range" },
    { "a range the wrong way round", HEAD "[Job]\nKeep=0x2000-0x1000;\n",
      ", [Job] Keep: ", "“0x2000-0x1000” is no range" },
    { "a range past the end", HEAD "[Job]\nKeep=0-0x100000000\n", ", [Job] Keep: ", "is no range" },
    { "a wrong SkipProtected", HEAD "[Job]\nSkipProtected=yes\n",
      ", [Job] SkipProtected: ", "one of: true, false" },
    { "a wrong Verify", HEAD "[Job]\nVerify=maybe\n", ", [Job] Verify: ", "one of: full, crc, no" },
    { "a wrong Reset", HEAD "[Job]\nReset=\n", ", [Job] Reset: ", "“” is not one of: run" },
    { "a wrong Unlock", HEAD "[Security]\nUnlock=always\n",
      ", [Security] Unlock: ", "“always” is not one of: ask, never, when-locked" },
    { "a wrong LockBytes", HEAD "[Security]\nLockBytes=lock\n",
      ", [Security] LockBytes: ", "one of: ask, as-file, keep-unlocked" },
    { "a wrong View", HEAD "[Window]\nView=table\n", ", [Window] View: ", "one of: map, list" },
    { "a wrong Zoom", HEAD "[Window]\nZoom=101\n", ", [Window] Zoom: ", "from 0 to 100" },
    { "a file without a path", HEAD "[File 1]\nOffset=0\n", ", [File 1] Path: ", "is missing" },
    { "an empty path", HEAD "[File 1]\nPath=\n", ", [File 1] Path: ", "is missing" },
    { "half a hash", HEAD "[File 3]\nPath=a\nSha256=abc\n",
      ", [File 3] Sha256: ", "“abc” is not a SHA-256 of 64" },
    { "a wrong Offset", HEAD "[File 1]\nPath=a\nOffset=1 KiB\n",
      ", [File 1] Offset: ", "“1 KiB” is not a number" },
    { "a wrong Base", HEAD "[File 1]\nPath=a\nBase=-1\n", ", [File 1] Base: ", "“-1” is not" },
    { "a wrong Ticked", HEAD "[File 1]\nPath=a\nTicked=2\n", ", [File 1] Ticked: ", "“2” is not" },
};

static void
is_refused_with_its_place (void **state)
{
    const BadCase *c = *state;
    gssize size = c->size != 0 ? c->size : (gssize) strlen (c->text);
    g_autoptr (GFile) file = profile_test_write ("case.unlatch", c->text, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlProfile) self = ul_profile_load (file, NULL, &error);

    assert_null (self);
    assert_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX);
    if (!g_str_has_prefix (error->message, "case.unlatch") ||
        strstr (error->message, c->where) == NULL || strstr (error->message, c->reason) == NULL ||
        !g_str_has_suffix (error->message, ". The profile was not opened."))
        fail_msg ("%s", error->message);
}

static void
too_many_files_are_refused (void **state)
{
    GString *text = g_string_new (HEAD);
    g_autoptr (GError) error = NULL;

    for (guint i = 1; i <= UL_PROFILE_MAX_FILES + 1; i++)
        g_string_append_printf (text, "[File %u]\nPath=a\n", i);
    g_autoptr (GFile) file = profile_test_write ("many.unlatch", text->str, -1);
    g_string_free (text, TRUE);
    assert_null (ul_profile_load (file, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX);
    assert_non_null (strstr (error->message, "no more than 64 files"));
}

static void
too_many_lines_are_refused_quickly (void **state)
{
    GString *text = g_string_new (HEAD);
    g_autoptr (GError) error = NULL;

    for (guint i = 0; text->len < UL_PROFILE_MAX_SIZE - 20; i++)
        g_string_append_printf (text, "%x=\n", i);
    g_autoptr (GFile) file = profile_test_write ("lines.unlatch", text->str, -1);
    g_string_free (text, TRUE);
    assert_null (ul_profile_load (file, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX);
}

int
main (void)
{
    static const struct CMUnitTest plain[] = {
        cmocka_unit_test (a_profile_says_what_stands_in_it),
        cmocka_unit_test (files_come_in_the_order_of_their_numbers),
        cmocka_unit_test (paths_begin_at_the_folder_of_the_profile),
        cmocka_unit_test (what_is_missing_is_the_careful_default),
        cmocka_unit_test (unknown_keys_are_told),
        cmocka_unit_test (a_newer_format_can_be_used_but_not_saved),
        cmocka_unit_test (a_file_that_is_not_there_is_named),
        cmocka_unit_test (a_folder_or_a_pipe_is_refused_at_once),
        cmocka_unit_test (a_file_that_is_too_long_is_refused),
        cmocka_unit_test (too_many_files_are_refused),
        cmocka_unit_test (too_many_lines_are_refused_quickly),
        cmocka_unit_test (loading_can_be_cancelled),
        cmocka_unit_test (loading_can_be_left_to_a_worker),
    };
    struct CMUnitTest tests[G_N_ELEMENTS (plain) + G_N_ELEMENTS (bad_cases)];

    memcpy (tests, plain, sizeof plain);
    for (gsize i = 0; i < G_N_ELEMENTS (bad_cases); i++)
        tests[G_N_ELEMENTS (plain) + i] =
            case_of (bad_cases[i].name, is_refused_with_its_place, &bad_cases[i]);
    return cmocka_run_group_tests_name ("profile", tests, NULL, NULL);
}
