/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changing profiles: only what was changed differs in the text. */
#include "profile-test.h"

#define HEAD "[Unlatch]\nFormat=1\n"

static UlProfile *
load_by_hand (char **text)
{
    g_autoptr (GFile) file = profile_test_data ("by-hand.unlatch");
    g_autoptr (GError) error = NULL;
    UlProfile *self = ul_profile_load (file, NULL, &error);

    assert_no_error (error);
    *text = profile_test_read (file);
    return self;
}

/* Replaces one line by another, in a copy of @text. */
static char *
with_line (const char *text, const char *from, const char *to)
{
    const char *at = strstr (text, from);

    assert_non_null (at);
    g_autofree char *before = g_strndup (text, (gsize) (at - text));
    return g_strconcat (before, to, at + strlen (from), NULL);
}

static void
assert_text (UlProfile *self, const char *expected)
{
    g_autofree char *text = ul_profile_to_text (self);

    assert_string_equal (text, expected);
}

static void
what_is_not_changed_stays_byte_for_byte (void **state)
{
    g_autofree char *text = NULL;
    g_autoptr (UlProfile) self = load_by_hand (&text);

    assert_text (self, text);
}

static void
files_in_any_order_stay_where_they_are (void **state)
{
    static const char *const text =
        HEAD "[Job]\n[File 2]\nPath=b\n[Window]\n[File 1]\nPath=a\n[Chip]\n";
    g_autoptr (UlProfile) self = profile_test_load (text);

    assert_text (self, text);
}

static void
a_new_profile_reads_back_byte_for_byte (void **state)
{
    g_autoptr (UlProfile) fresh = ul_profile_new ();
    g_autoptr (GFile) image = profile_test_path ("build/a.hex");

    ul_profile_set_text (fresh, UL_PROFILE_NAME, "  Büro; a=b #1 \\", NULL);
    ul_profile_set_text (fresh, UL_PROFILE_NOTE, "one\n\n two\t", NULL);
    ul_profile_set_number (fresh, UL_PROFILE_MIN_MILLIVOLTS, 2750);
    ul_profile_add_file (fresh, image);
    g_autofree char *text = ul_profile_to_text (fresh);
    g_autoptr (UlProfile) back = profile_test_load (text);
    assert_text (back, text);
    assert_null (ul_profile_get_warnings (back)[0]);
    assert_string_equal (ul_profile_get_text (back, UL_PROFILE_NAME), "  Büro; a=b #1 \\");
    assert_string_equal (ul_profile_get_text (back, UL_PROFILE_NOTE), "one\n\n two\t");
    assert_int_equal (ul_profile_get_number (back, UL_PROFILE_MIN_MILLIVOLTS), 2750);
}

static void
a_new_profile_has_every_key_in_its_order (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autofree char *text = ul_profile_to_text (self);
    static const char *const order[] = {
        "[Unlatch]\nFormat=1\nName=\nNote=\n\n[Chip]\n",
        "\nDevice=\n",
        "\nExpectId=\n\n[Probe]\n",
        "\nKind=\n",
        "\nSerial=\nInterface=swd\nSpeedHz=4000000\n",
        "\nConnect=auto\nMinVolts=0\n\n[Job]\n",
        "# needed | selected | all\nErase=needed\nSelected=\n",
        "\nKeep=\nSkipProtected=false\n",
        "\nVerify=crc\n",
        "\nReset=run\nBackupBeforeErase=true\n\n[Security]\n",
        "\nUnlock=ask\n",
        "\nLockBytes=ask\n\n[Serial]\n",
        "\nAddress=\n",
        "\nFormat=little-endian\n",
        "\nWidth=4\nPrefix=\nFirst=1\nStep=1\n",
        "\nReplace=false\n",
        "\nCounter=\n\n[Record]\n",
        "\nFile=\n\n[Window]\n",
        "\nView=map\nZoom=0\n",
    };
    const char *at = text;

    for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
        at = strstr (at, order[i]);
        if (at == NULL)
            fail_msg ("%s is not where it belongs in:\n%s", order[i], text);
    }
    assert_true (g_str_has_suffix (text, "Zoom=0\n"));
}

static void
the_manual_page_knows_every_key (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autofree char *text = ul_profile_to_text (self);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_autoptr (GFile) page = g_file_new_for_path (MANUAL_PAGE);
    g_autofree char *manual = profile_test_read (page);

    for (guint i = 0; lines[i] != NULL; i++) {
        lines[i][strcspn (lines[i], "=")] = '\0';
        if (lines[i][0] != '#' && strstr (manual, lines[i]) == NULL)
            fail_msg ("%s is not in the manual page", lines[i]);
    }
}

static void
a_changed_value_changes_its_line_only (void **state)
{
    g_autofree char *text = NULL;
    g_autoptr (UlProfile) self = load_by_hand (&text);
    g_autofree char *expected = with_line (text, "Verify=crc\n", "Verify=no\n");

    ul_profile_set_number (self, UL_PROFILE_VERIFY, UL_PROFILE_VERIFY_NO);
    assert_text (self, expected);
    ul_profile_set_number (self, UL_PROFILE_VERIFY, UL_PROFILE_VERIFY_CRC);
    assert_text (self, text);
}

static void
a_value_written_in_another_way_is_left_alone (void **state)
{
    g_autoptr (UlProfile) self =
        profile_test_load (HEAD "[Probe]\nMinVolts=2.70\n[Job]\nKeep=16-31\nSkipProtected=1\n");

    assert_int_equal (ul_profile_get_number (self, UL_PROFILE_SKIP_PROTECTED), TRUE);
    ul_profile_set_number (self, UL_PROFILE_MIN_MILLIVOLTS, 2700);
    ul_profile_set_text (self, UL_PROFILE_KEEP, "0x10 - 0x1f", NULL);
    assert_text (self, HEAD "[Probe]\nMinVolts=2.70\n[Job]\nKeep=16-31\nSkipProtected=1\n");
}

static void
a_missing_key_comes_where_it_belongs (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load (
        HEAD "\n[Job]\nErase=all\n# why\nReset=halt\nMine=1\n\n[Window]\nZoom=8\n");

    ul_profile_set_number (self, UL_PROFILE_VERIFY, UL_PROFILE_VERIFY_NO);
    ul_profile_set_text (self, UL_PROFILE_NAME, "x", NULL);
    ul_profile_set_number (self, UL_PROFILE_UNLOCK, UL_PROFILE_UNLOCK_NEVER);
    assert_text (self, HEAD "Name=x\n\n[Job]\nErase=all\nVerify=no\n# why\nReset=halt\nMine=1\n\n"
                            "[Security]\nUnlock=never\n\n[Window]\nZoom=8\n");
}

static void
a_last_line_without_an_end_gets_one (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load ("[Unlatch]\nFormat=1\n[Job]");

    assert_text (self, "[Unlatch]\nFormat=1\n[Job]");
    ul_profile_set_number (self, UL_PROFILE_ERASE, UL_SCOPE_ALL);
    ul_profile_set_number (self, UL_PROFILE_ZOOM, 8);
    assert_text (self, "[Unlatch]\nFormat=1\n[Job]\nErase=all\n\n[Window]\nZoom=8\n");
}

static void
line_ends_and_a_byte_order_mark_stay (void **state)
{
    g_autoptr (UlProfile) self =
        profile_test_load ("\xEF\xBB\xBF[Unlatch]\r\nFormat=1\r\nName=a\r\n");

    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_NAME), "a");
    ul_profile_set_number (self, UL_PROFILE_ERASE, UL_SCOPE_ALL);
    assert_text (self, "\xEF\xBB\xBF[Unlatch]\r\nFormat=1\r\nName=a\r\n\r\n[Job]\r\nErase=all\r\n");
}

static void
a_removed_file_takes_its_comment_along (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load (
        HEAD "\n# first\n[File 1]\nPath=a\nMine=1\n\n# second\n[File 2]\nPath=b\n"
             "Mine=2\n\n[Job]\nErase=all\n");

    ul_profile_remove_file (self, 0);
    assert_text (self, HEAD "\n# second\n[File 1]\nPath=b\nMine=2\n\n[Job]\nErase=all\n");
    ul_profile_remove_file (self, 0);
    assert_text (self, HEAD "\n[Job]\nErase=all\n");
}

static void
a_moved_file_takes_its_keys_along (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load (
        HEAD
        "\n# first\n[File 1]\nPath=a\nMine=1\n\n[File 7]\nPath=b\nMine=2\n\n[Job]\nErase=all\n");

    ul_profile_move_file (self, 1, 0);
    assert_text (self, HEAD "\n[File 1]\nPath=b\nMine=2\n\n# first\n[File 7]\nPath=a\nMine=1\n\n"
                            "[Job]\nErase=all\n");
}

static void
a_new_file_comes_after_the_others (void **state)
{
    g_autoptr (UlProfile) self =
        profile_test_load (HEAD "\n[File 3]\nPath=a\n\n[Job]\nErase=all\n");
    g_autoptr (GFile) beside = profile_test_path ("build/b.hex");

    assert_int_equal (ul_profile_add_file (self, beside), 1);
    UlProfileFile file = *ul_profile_get_file (self, 1);
    file.has_base = TRUE;
    file.base = 0x4000;
    file.ticked = FALSE;
    ul_profile_set_file (self, 1, &file);
    assert_text (self, HEAD "\n[File 3]\nPath=a\n\n[File 4]\nPath=build/b.hex\nBase=0x4000\n"
                            "Ticked=false\n\n[Job]\nErase=all\n");
}

static void
only_so_many_files_can_be_added (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autoptr (GFile) file = profile_test_path ("a.hex");

    for (int i = 0; i < UL_PROFILE_MAX_FILES; i++)
        assert_int_equal (ul_profile_add_file (self, file), i);
    assert_int_equal (ul_profile_add_file (self, file), -1);
}

static void
count_notify (GObject *object, GParamSpec *pspec, guint *count)
{
    ++*count;
}

static void
the_dirty_mark_follows_every_change_and_its_undoing (void **state)
{
    g_autofree char *text = NULL;
    g_autoptr (UlProfile) self = load_by_hand (&text);
    guint n_dirty = 0, n_zoom = 0;

    g_signal_connect (self, "notify::dirty", G_CALLBACK (count_notify), &n_dirty);
    g_signal_connect (self, "notify::zoom", G_CALLBACK (count_notify), &n_zoom);
    g_object_set (self, "zoom", (gint64) 20, NULL);
    assert_true (ul_profile_get_dirty (self));
    g_object_set (self, "zoom", (gint64) 20, NULL);
    assert_int_equal (n_zoom, 1);
    g_object_set (self, "zoom", (gint64) 12, "name", "KL25Z blinky with bootloader", NULL);
    assert_false (ul_profile_get_dirty (self));
    assert_int_equal (n_dirty, 2);
    ul_profile_move_file (self, 0, 1);
    assert_true (ul_profile_get_dirty (self));
    ul_profile_move_file (self, 0, 1);
    assert_false (ul_profile_get_dirty (self));
}

static void
every_setting_is_a_property (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    GObjectClass *klass = G_OBJECT_GET_CLASS (self);
    g_autofree char *serial = NULL;
    gint64 speed;

    g_object_set (self, "probe-serial", "4711", "speed-hz", (gint64) 1000000, NULL);
    g_object_get (self, "probe-serial", &serial, "speed-hz", &speed, NULL);
    assert_string_equal (serial, "4711");
    assert_int_equal (speed, 1000000);
    guint n;
    g_autofree GParamSpec **all = g_object_class_list_properties (klass, &n);
    assert_int_equal (n, UL_PROFILE_N_KEYS - 1 + 3);
}

static void
a_bad_text_is_refused_and_changes_nothing (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autoptr (GError) error = NULL;

    assert_false (ul_profile_set_text (self, UL_PROFILE_KEEP, "everything", &error));
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
    assert_string_equal (error->message, "Keep: “everything” is no range such as 0x1F000-0x1FFFF");
    g_clear_error (&error);
    assert_false (ul_profile_set_text (self, UL_PROFILE_NAME, "\xff", &error));
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
    assert_false (ul_profile_get_dirty (self));
}

static void
a_profile_is_called_by_its_name_or_its_file (void **state)
{
    g_autoptr (UlProfile) fresh = ul_profile_new ();
    g_autoptr (UlProfile) loaded = profile_test_load (HEAD);
    g_autofree char *unnamed = ul_profile_get_label (fresh);
    g_autofree char *by_file = ul_profile_get_label (loaded);

    assert_string_equal (unnamed, "Unnamed");
    assert_string_equal (by_file, "case");
    ul_profile_set_text (loaded, UL_PROFILE_NAME, "Left board", NULL);
    g_autofree char *by_name = ul_profile_get_label (loaded);
    assert_string_equal (by_name, "Left board");
}

static void
kept_ranges_come_and_go_one_by_one (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();

    assert_true (ul_profile_set_kept (self, 0x1400, 0x800, TRUE, NULL));
    assert_true (ul_profile_set_kept (self, 0x1C00, 0x400, TRUE, NULL));
    assert_true (ul_profile_set_kept (self, 0xFFFFF000, 0x1000, TRUE, NULL));
    assert_true (ul_profile_set_kept (self, 0, 0x400, TRUE, NULL));
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_KEEP),
                         "0x0-0x3FF;0x1400-0x1FFF;0xFFFFF000-0xFFFFFFFF;");
    assert_true (ul_profile_set_kept (self, 0x1800, 0x400, FALSE, NULL));
    assert_true (ul_profile_set_kept (self, 0, 0x400, FALSE, NULL));
    assert_true (ul_profile_set_kept (self, 0xFFFFF000, 0x1000, FALSE, NULL));
    assert_string_equal (ul_profile_get_text (self, UL_PROFILE_KEEP),
                         "0x1400-0x17FF;0x1C00-0x1FFF;");
    g_autoptr (GArray) kept = ul_profile_get_kept (self);
    assert_int_equal (kept->len, 2);
    assert_int_equal (g_array_index (kept, UlProfileRange, 1).last, 0x1FFF);
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_is_not_changed_stays_byte_for_byte),
        cmocka_unit_test (files_in_any_order_stay_where_they_are),
        cmocka_unit_test (a_new_profile_reads_back_byte_for_byte),
        cmocka_unit_test (a_new_profile_has_every_key_in_its_order),
        cmocka_unit_test (the_manual_page_knows_every_key),
        cmocka_unit_test (a_changed_value_changes_its_line_only),
        cmocka_unit_test (a_value_written_in_another_way_is_left_alone),
        cmocka_unit_test (a_missing_key_comes_where_it_belongs),
        cmocka_unit_test (a_last_line_without_an_end_gets_one),
        cmocka_unit_test (line_ends_and_a_byte_order_mark_stay),
        cmocka_unit_test (a_removed_file_takes_its_comment_along),
        cmocka_unit_test (a_moved_file_takes_its_keys_along),
        cmocka_unit_test (a_new_file_comes_after_the_others),
        cmocka_unit_test (only_so_many_files_can_be_added),
        cmocka_unit_test (the_dirty_mark_follows_every_change_and_its_undoing),
        cmocka_unit_test (every_setting_is_a_property),
        cmocka_unit_test (a_bad_text_is_refused_and_changes_nothing),
        cmocka_unit_test (a_profile_is_called_by_its_name_or_its_file),
        cmocka_unit_test (kept_ranges_come_and_go_one_by_one),
    };

    return cmocka_run_group_tests_name ("profile-edit", tests, NULL, NULL);
}
