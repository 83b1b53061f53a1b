/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile-test.h"

static UlProfile *
import_data (const char *name)
{
    g_autoptr (GFile) file = profile_test_data (name);
    g_autoptr (GError) error = NULL;
    UlProfile *self = ul_profile_import (file, NULL, &error);

    assert_no_error (error);
    assert_null (ul_profile_get_location (self));
    assert_true (ul_profile_get_dirty (self)); /* it is saved nowhere */
    return self;
}

static UlProfile *
import_text (const char *name, const char *text)
{
    g_autoptr (GFile) file = profile_test_write (name, text, -1);
    g_autoptr (GError) error = NULL;
    UlProfile *self = ul_profile_import (file, NULL, &error);

    assert_no_error (error);
    return self;
}

static void
assert_file (UlProfile *self, guint index, GFile *folder, const char *name)
{
    g_autoptr (GFile) expected = g_file_resolve_relative_path (folder, name);
    g_autoptr (GFile) found = ul_profile_resolve (self, index);
    g_autofree char *path = g_file_get_parse_name (found);

    if (!g_file_equal (expected, found))
        fail_msg ("%s is not %s", path, name);
}

static void
a_jflash_project_is_taken_over_where_its_words_are_clear (void **state)
{
    g_autoptr (UlProfile) self = import_data ("board.jflash");
    g_autoptr (GFile) folder = profile_test_data (".");
    g_autofree char *id = ul_profile_get_probe_id (self);

    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_NAME), "board");
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_DEVICE), "MKL25Z128xxx4");
    assert_string_equal (id, "jlink:800000001");
    assert_int_equal (ul_profile_get_speed_khz (self), 8000);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_VERIFY), UL_PROFILE_VERIFY_NO);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_MIN_MILLIVOLTS), 2700);
    assert_int_equal (ul_profile_get_n_files (self), 1);
    assert_file (self, 0, folder, "../out/app v2.bin");
    assert_true (ul_profile_get_file (self, 0)->has_base);
    assert_int_equal (ul_profile_get_file (self, 0)->base, 0x4000);
}

static void
what_a_jflash_project_says_besides_is_listed (void **state)
{
    g_autoptr (UlProfile) self = import_data ("board.jflash");

    assert_warns (self,
                  "[CPU]: not taken over: NumInitSteps, InitStep0_Action, CheckCoreID, CoreID");
    assert_warns (self, "[FLASH]: not taken over: aRangeSel[1], BaseAddr");
    assert_warns (self, "AutoPerformsErase, AutoPerformsUnsecure, EraseType, MonitorVTrefMax, "
                        "ProgramSN");
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_UNLOCK), UL_PROFILE_UNLOCK_ASK);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_ERASE), UL_SCOPE_NEEDED);
}

static void
a_project_for_another_interface_or_chip_says_so (void **state)
{
    g_autoptr (UlProfile) self =
        import_text ("x.jflash", "[GENERAL]\n TargetIF = 0\n[CPU]\n ChipName = \"Zilog Z80\"\n");

    assert_warns (self, "does not use SWD");
    assert_warns (self, "The chip “Z80” is not known");
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_DEVICE), "");
}

static void
a_voltage_that_is_not_watched_is_no_limit (void **state)
{
    g_autoptr (UlProfile) self = import_text (
        "x.jflash", "[PRODUCTION]\n MonitorVTref = 0\n MonitorVTrefMin = 0x000003E8\n");

    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_MIN_MILLIVOLTS), 0);
}

static void
a_script_is_taken_over_command_by_command (void **state)
{
    g_autoptr (UlProfile) self = import_data ("program.jlink");
    g_autoptr (GFile) folder = profile_test_data (".");
    g_autofree char *id = ul_profile_get_probe_id (self);

    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_NAME), "program");
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_DEVICE), "MKL25Z128xxx4");
    assert_string_equal (id, "jlink:801012345");
    assert_int_equal (ul_profile_get_speed_khz (self), 2000);
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_ERASE), UL_SCOPE_RANGE);
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_SELECTED), "0x8000-0x8FFF");
    assert_int_equal (ul_profile_get_n_files (self), 2);
    assert_file (self, 0, folder, "boot loader.hex");
    assert_false (ul_profile_get_file (self, 0)->has_base);
    assert_file (self, 1, folder, "build/app.bin");
    assert_int_equal (ul_profile_get_file (self, 1)->base, 0x4000);
}

static void
what_a_script_does_besides_is_listed (void **state)
{
    g_autoptr (UlProfile) self = import_data ("program.jlink");

    assert_warns (self, "Line 13 was not taken over: w4 40052000 1");
    assert_warns (self, "C:\\work\\boot loader.hex is not on this computer");
    assert_warns (self, "unlock: this program asks before it unlocks a chip");
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_UNLOCK), UL_PROFILE_UNLOCK_ASK);
}

static void
an_import_saves_as_a_profile (void **state)
{
    g_autoptr (UlProfile) self = import_data ("program.jlink");
    g_autofree char *text = ul_profile_to_text (self);
    g_autoptr (UlProfile) back = profile_test_load (text);
    g_autofree char *again = ul_profile_to_text (back);

    assert_string_equal (again, text);
    assert_int_equal (ul_profile_get_n_files (back), 2);
}

static void
older_ways_of_saying_it_are_known (void **state)
{
    g_autoptr (UlProfile) self = import_text (
        "old.jlink", "exec device = MK60DN512xxx10\r\nsi 1\r\nErase\r\nloadbin fw.bin,0\r\nq\r\n");

    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_DEVICE), "MK60DN512xxx10");
    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_ERASE), UL_SCOPE_ALL);
    assert_true (ul_profile_get_file (self, 0)->has_base);
    assert_int_equal (ul_profile_get_file (self, 0)->base, 0);
    assert_null (ul_profile_get_warnings (self)[0]);
}

static void
what_a_script_verifies_is_what_it_loads (void **state)
{
    g_autoptr (UlProfile) self =
        import_text ("v.jlink", "loadbin out\\a.bin 0x400\nverifybin out\\a.bin, 0x400\n");
    g_autoptr (UlProfile) other =
        import_text ("v.jlink", "loadbin a.bin 0x400\nverifybin b.bin 0\nverifybin a.bin 0\n");

    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_VERIFY), UL_PROFILE_VERIFY_FULL);
    assert_null (ul_profile_get_warnings (self)[0]);
    assert_int_equal (ul_profile_get_n_files (other), 1);
    assert_warns (other, "Line 2 was not taken over: verifybin b.bin 0");
    assert_warns (other, "Line 3 was not taken over: verifybin a.bin 0");
}

static void
a_file_that_a_project_names_twice_is_one_file (void **state)
{
    g_autoptr (UlProfile) self =
        import_text ("x.jflash", "[GENERAL]\n CurrentFile = \"out\\a.hex\"\n"
                                 " DataFile = \"out\\a.hex\"\n");

    assert_int_equal (ul_profile_get_n_files (self), 1);
}

static void
an_erase_never_grows (void **state)
{
    static const struct {
        const char *line, *range;
    } erases[] = {
        { "erase 0x0 0x400\n", "0x0-0x3FF" },
        { "erase 400, 7ff\n", "0x400-0x7FF" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (erases); i++) {
        g_autoptr (UlProfile) self = import_text ("e.jlink", erases[i].line);
        assert_string_equal (ul_profile_get_text (self, UL_PROFILE_SELECTED), erases[i].range);
    }
}

static void
commands_that_cannot_be_meant_are_listed (void **state)
{
    static const char *const lines[] = { "si jtag", "speed auto",    "erase 100", "erase 800 400",
                                         "loadbin", "loadbin a.bin", "verifybin", "device Z80" };

    for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
        g_autofree char *text = g_strconcat (lines[i], "\nspeed 1000\n", NULL);
        g_autofree char *warning = g_strconcat ("Line 1 was not taken over: ", lines[i], NULL);
        g_autoptr (UlProfile) self = import_text ("bad.jlink", text);
        assert_warns (self, warning);
        assert_int_equal (ul_profile_get_n_files (self), 0);
        assert_int_equal (ul_profile_get_number (self, UL_PROFILE_ERASE), UL_SCOPE_NEEDED);
    }
}

static void
the_kind_is_told_by_the_content_without_a_suffix (void **state)
{
    g_autoptr (UlProfile) project = import_text ("project", "[GENERAL]\n[JTAG]\n  Speed1 = 500\n");
    g_autoptr (UlProfile) script = import_text ("script.txt", "speed 600\n");

    assert_int_equal (ul_profile_get_speed_khz (project), 500);
    assert_int_equal (ul_profile_get_speed_khz (script), 600);
}

static void
anything_else_is_refused (void **state)
{
    static const char *const texts[] = { "", "hello world\n", "q\nexit\n", "\x80\x81\n" };

    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        g_autoptr (GFile) file = profile_test_write ("other.jlink", texts[i], -1);
        g_autoptr (GError) error = NULL;
        assert_null (ul_profile_import (file, NULL, &error));
        assert_error (error, UL_ERROR, UL_ERROR_PROFILE_SYNTAX);
        assert_non_null (strstr (error->message, "other.jlink"));
    }
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_jflash_project_is_taken_over_where_its_words_are_clear),
        cmocka_unit_test (what_a_jflash_project_says_besides_is_listed),
        cmocka_unit_test (a_project_for_another_interface_or_chip_says_so),
        cmocka_unit_test (a_voltage_that_is_not_watched_is_no_limit),
        cmocka_unit_test (a_script_is_taken_over_command_by_command),
        cmocka_unit_test (what_a_script_does_besides_is_listed),
        cmocka_unit_test (an_import_saves_as_a_profile),
        cmocka_unit_test (older_ways_of_saying_it_are_known),
        cmocka_unit_test (what_a_script_verifies_is_what_it_loads),
        cmocka_unit_test (a_file_that_a_project_names_twice_is_one_file),
        cmocka_unit_test (an_erase_never_grows),
        cmocka_unit_test (commands_that_cannot_be_meant_are_listed),
        cmocka_unit_test (the_kind_is_told_by_the_content_without_a_suffix),
        cmocka_unit_test (anything_else_is_refused),
    };

    return cmocka_run_group_tests_name ("profile-import", tests, NULL, NULL);
}
