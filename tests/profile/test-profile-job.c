/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What profiles mean for probe, chip, files and job. */
#include "profile-test.h"
#include "cases.h"

#define HEAD "[Unlatch]\nFormat=1\n"

typedef struct {
    const char *name;
    const char *probe; /* lines of [Probe] */
    const char *id;
} ProbeCase;

static const ProbeCase probe_cases[] = {
    { "any probe", "", NULL },
    { "any J-Link", "Kind=jlink\n", "jlink" },
    { "one J-Link", "Kind=jlink\nSerial=801012345\n", "jlink:801012345" },
    { "one CMSIS-DAP", "Kind=cmsis-dap\nSerial=AB12\n", "cmsis-dap:AB12" },
    { "a simulated board", "Kind=sim\nSerial=frdm-kl25z\n", "sim:frdm-kl25z" },
};

static void
has_the_probe_id (void **state)
{
    const ProbeCase *c = *state;
    g_autofree char *text = g_strconcat (HEAD "[Probe]\n", c->probe, NULL);
    g_autoptr (UlProfile) self = profile_test_load (text);
    g_autoptr (UlProfile) other = ul_profile_new ();
    g_autofree char *id = ul_profile_get_probe_id (self);
    g_autoptr (GError) error = NULL;

    assert_int_equal (g_strcmp0 (id, c->id), 0);
    assert_true (ul_profile_set_probe_id (other, c->id, &error));
    g_autofree char *back = ul_profile_get_probe_id (other);
    assert_int_equal (g_strcmp0 (back, c->id), 0);
}

static void
an_unknown_kind_of_probe_is_refused (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autoptr (GError) error = NULL;

    assert_false (ul_profile_set_probe_id (self, "stlink:1", &error));
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
}

static void
the_device_is_found_by_its_name (void **state)
{
    g_autoptr (UlProfile) any = profile_test_load (HEAD);
    g_autoptr (UlProfile) known = profile_test_load (HEAD "[Chip]\nDevice=mkl25z128vlk4\n");
    g_autoptr (UlProfile) unknown = profile_test_load (HEAD "[Chip]\nDevice=Z80\n");
    g_autoptr (GError) error = NULL;
    const UlDevice *device;

    assert_true (ul_profile_find_device (any, &device, &error));
    assert_null (device);
    assert_true (ul_profile_find_device (known, &device, &error));
    assert_string_equal (device->name, "MKL25Z128xxx4");
    assert_false (ul_profile_find_device (unknown, &device, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_UNKNOWN_CHIP);
    assert_non_null (strstr (error->message, "Z80"));
}

static void
the_target_must_be_the_expected_one (void **state)
{
    g_autoptr (UlProfile) self =
        profile_test_load (HEAD "[Chip]\nExpectId=0x25152486\n[Probe]\nMinVolts=2.7\n");
    g_autoptr (GError) error = NULL;

    assert_true (ul_profile_check_target (self, 0x25152486, 3300, &error));
    assert_true (ul_profile_check_target (self, 0, 2700, &error)); /* a locked chip tells nothing */
    assert_true (ul_profile_check_target (self, 0x25152486, -1, &error)); /* not every probe can */
    assert_false (ul_profile_check_target (self, 0x25152487, 3300, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP);
    g_clear_error (&error);
    assert_false (ul_profile_check_target (self, 0x25152486, 2699, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_NO_POWER);
}

static void
the_answers_of_the_profile_become_the_job (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load (
        HEAD "[Job]\nErase=selected\nSelected=0x8000-0x8FFF\nSkipProtected=true\nVerify=no\n"
             "Reset=halt\nBackupBeforeErase=false\n[Security]\nUnlock=when-locked\nLockBytes=keep-"
             "unlocked\n");
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);
    g_autoptr (GError) error = NULL;

    assert_true (ul_profile_apply_to_spec (self, spec, NULL, &error));
    assert_int_equal (spec->kind, UL_JOB_PROGRAM);
    assert_int_equal (spec->scope, UL_SCOPE_RANGE);
    assert_int_equal (spec->range_start, 0x8000);
    assert_int_equal (spec->range_size, 0x1000);
    assert_true (spec->unlock_if_locked);
    assert_false (spec->unlock_first);
    assert_true (spec->skip_protected);
    assert_int_equal (spec->lock_bytes, UL_LOCK_BYTES_KEEP_UNLOCKED);
    assert_false (spec->lock_forever_confirmed);
    assert_true (spec->no_verify);
    assert_false (spec->read_back);
    assert_true (spec->halt_after);
    assert_true (spec->no_backup);
}

static void
a_halt_may_be_written_in_two_ways (void **state)
{
    static const struct {
        const char *text;
        gboolean halts;
    } cases[] = { { HEAD "[Job]\nReset=run\n", FALSE },
                  { HEAD "[Job]\nReset=halt\n", TRUE },
                  { HEAD "[Job]\nReset=none\n", TRUE },
                  { HEAD, FALSE } };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (UlProfile) self = profile_test_load (cases[i].text);
        g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);
        g_autofree char *saved = ul_profile_to_text (self);
        assert_true (ul_profile_apply_to_spec (self, spec, NULL, NULL));
        assert_int_equal (spec->halt_after, cases[i].halts);
        assert_string_equal (saved, cases[i].text); /* as it was written */
    }
}

static void
how_to_verify_is_done (void **state)
{
    static const struct {
        const char *text;
        gboolean read_back, no_verify;
    } cases[] = { { HEAD "[Job]\nVerify=full\n", TRUE, FALSE },
                  { HEAD "[Job]\nVerify=crc\n", FALSE, FALSE },
                  { HEAD "[Job]\nVerify=no\n", FALSE, TRUE },
                  { HEAD, FALSE, FALSE } };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (UlProfile) self = profile_test_load (cases[i].text);
        g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_VERIFY);
        assert_true (ul_profile_apply_to_spec (self, spec, NULL, NULL));
        assert_int_equal (spec->read_back, cases[i].read_back);
        assert_int_equal (spec->no_verify, cases[i].no_verify);
    }
}

static void
a_new_profile_asks_for_nothing_unusual (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autoptr (UlJobSpec) plain = ul_job_spec_new (UL_JOB_PROGRAM);
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);

    assert_true (ul_profile_apply_to_spec (self, spec, NULL, NULL));
    assert_memory_equal (spec, plain, sizeof *spec);
}

static void
jobs_that_change_nothing_unlock_nothing (void **state)
{
    g_autoptr (UlProfile) self =
        profile_test_load (HEAD "[Security]\nUnlock=when-locked\n[Job]\nErase=all\n");
    static const UlJobKind kinds[] = { UL_JOB_CONNECT, UL_JOB_VERIFY, UL_JOB_READ, UL_JOB_UNLOCK };

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
        g_autoptr (UlJobSpec) spec = ul_job_spec_new (kinds[i]);
        assert_true (ul_profile_apply_to_spec (self, spec, NULL, NULL));
        assert_false (spec->unlock_if_locked);
        assert_int_equal (spec->scope, UL_SCOPE_NEEDED);
    }
}

typedef struct {
    const char *name;
    UlJobKind kind;
    const char *job;    /* lines of [Job] besides Keep=0x1000-0x11FF */
    guint32 address;    /* of an image of 16 bytes; 0: none */
    const char *device; /* (nullable) */
    gboolean refused;
} KeepCase;

static const KeepCase keep_cases[] = {
    { "a file beside the kept range", UL_JOB_PROGRAM, "", 0x10F0, NULL, FALSE },
    { "a file that ends in it", UL_JOB_PROGRAM, "", 0x10F8, NULL, TRUE },
    { "a file in its last byte", UL_JOB_PROGRAM, "", 0x12FF, NULL, TRUE },
    { "a file behind it", UL_JOB_PROGRAM, "", 0x1300, NULL, FALSE },
    { "verifying what is kept", UL_JOB_VERIFY, "", 0x1100, NULL, FALSE },
    { "reading what is kept", UL_JOB_READ, "", 0, NULL, FALSE },
    { "erasing everything", UL_JOB_ERASE, "Erase=all\n", 0, NULL, TRUE },
    { "programming with everything erased", UL_JOB_PROGRAM, "Erase=all\n", 0x4000, NULL, TRUE },
    { "unlocking", UL_JOB_UNLOCK, "", 0, NULL, TRUE },
    { "erasing a range far away", UL_JOB_ERASE, "Erase=selected\nSelected=0x2000-0x2FFF\n", 0,
      "MKL25Z128xxx4", FALSE },
    { "erasing a range that touches it", UL_JOB_ERASE, "Erase=selected\nSelected=0x800-0x1100\n", 0,
      NULL, TRUE },
    { "erasing the end of its sector", UL_JOB_ERASE, "Erase=selected\nSelected=0x1380-0x13FF\n", 0,
      "MKL25Z128xxx4", TRUE },
    { "erasing the start of its sector", UL_JOB_ERASE, "Erase=selected\nSelected=0x1000-0x1000\n",
      0, "MKL25Z128xxx4", TRUE },
};

static void
kept_ranges_stand (void **state)
{
    static const guint8 bytes[16];
    const KeepCase *c = *state;
    g_autofree char *text = g_strconcat (HEAD "[Job]\nKeep=0x1100-0x12FF;\n", c->job, NULL);
    g_autoptr (UlProfile) self = profile_test_load (text);
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (c->kind);
    g_autoptr (GError) error = NULL;
    guint32 address, size;

    if (c->address != 0)
        spec->image = ul_image_new_from_data ("x", c->address, bytes, sizeof bytes);
    const UlDevice *device = c->device != NULL ? ul_devices_find (c->device) : NULL;
    gboolean applied = ul_profile_apply_to_spec (self, spec, device, &error);
    assert_int_equal (applied, !c->refused);
    if (!c->refused)
        return;
    assert_error (error, UL_ERROR, UL_ERROR_PROFILE_FORBIDS);
    assert_true (ul_error_get_where (error, &address, &size));
    assert_int_equal (address, 0x1100);
    assert_int_equal (size, 0x200);
}

static void
a_job_of_ones_own_is_checked_too (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load (HEAD "[Job]\nKeep=0x1000-0x11FF\n");
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_ERASE);
    const UlDevice *device = ul_devices_find ("MKL25Z128xxx4");

    spec->scope = UL_SCOPE_RANGE;
    spec->range_start = 0x1400;
    spec->range_size = 0x400;
    assert_true (ul_profile_check_allowed (self, spec, device, NULL));
    spec->range_start = 0x0FFF;
    spec->range_size = 2;
    assert_false (ul_profile_check_allowed (self, spec, device, NULL));
    spec->scope = UL_SCOPE_ALL;
    assert_false (ul_profile_check_allowed (self, spec, device, NULL));
    spec->scope = UL_SCOPE_NEEDED;
    assert_true (ul_profile_check_allowed (self, spec, device, NULL));
    spec->unlock_first = TRUE;
    assert_false (ul_profile_check_allowed (self, spec, device, NULL));
}

/* A lift changes the field and puts all else back. */
static void
protection_settings_can_be_kept (void **state)
{
    g_autoptr (UlProfile) other = profile_test_load (HEAD "[Job]\nKeep=0x1000-0x11FF\n");
    g_autoptr (UlProfile) field = profile_test_load (HEAD "[Job]\nKeep=0x400-0x40F\n");
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_UNPROTECT);
    const UlDevice *device = ul_devices_find ("MKL25Z128");
    g_autoptr (GError) error = NULL;

    assert_true (ul_profile_check_allowed (other, spec, device, NULL));
    assert_false (ul_profile_check_allowed (field, spec, device, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROFILE_FORBIDS);
}

static void
never_means_never (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load (HEAD "[Security]\nUnlock=never\n");
    g_autoptr (UlJobSpec) unlock = ul_job_spec_new (UL_JOB_UNLOCK);
    g_autoptr (UlJobSpec) program = ul_job_spec_new (UL_JOB_PROGRAM);
    g_autoptr (GError) error = NULL;

    assert_false (ul_profile_apply_to_spec (self, unlock, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_PROFILE_FORBIDS);
    assert_true (ul_profile_apply_to_spec (self, program, NULL, NULL));
    assert_false (program->unlock_if_locked);
    program->unlock_first = TRUE;
    assert_false (ul_profile_check_allowed (self, program, NULL, NULL));
}

static void
what_shall_be_kept_is_never_unlocked_without_a_question (void **state)
{
    g_autoptr (UlProfile) self =
        profile_test_load (HEAD "[Job]\nKeep=0x1000-0x11FF\n[Security]\nUnlock=when-locked\n");
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);

    assert_true (ul_profile_apply_to_spec (self, spec, NULL, NULL));
    assert_false (spec->unlock_if_locked);
}

static void
nothing_selected_is_no_job (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_ERASE);
    g_autoptr (GError) error = NULL;

    ul_profile_set_number (self, UL_PROFILE_ERASE, UL_SCOPE_RANGE);
    assert_false (ul_profile_apply_to_spec (self, spec, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
}

#define SREC   "S1050000AABB95\nS9030000FC\n"
#define NO_SHA "0000000000000000000000000000000000000000000000000000000000000000"

static void
ticked_files_are_loaded_and_joined (void **state)
{
    g_autoptr (GFile) a = profile_test_write ("build/a.srec", SREC, -1);
    g_autoptr (GFile) b = profile_test_write ("build/b.raw", "xyz", 3);
    g_autoptr (UlProfile) self = profile_test_load (
        HEAD "[File 1]\nPath=build/a.srec\nOffset=0x100\n[File 2]\nPath=build/b.raw\nBase=0x4000\n"
             "[File 3]\nPath=missing.hex\nTicked=false\n");
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_profile_load_image (self, NULL, &error);

    assert_no_error (error);
    assert_int_equal (ul_image_get_n_segments (image), 2);
    assert_int_equal (ul_image_get_segment (image, 0)->address, 0x100);
    assert_int_equal (ul_image_get_segment (image, 1)->address, 0x4000);
    assert_int_equal (ul_image_get_size (image), 5);
}

static void
a_pinned_file_must_be_that_file (void **state)
{
    g_autoptr (GFile) a = profile_test_write ("build/a.srec", SREC, -1);
    g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, SREC, -1);
    g_autofree char *good =
        g_strconcat (HEAD "[File 1]\nPath=build/a.srec\nSha256=", sha256, "\n", NULL);
    g_autoptr (UlProfile) right = profile_test_load (good);
    g_autoptr (UlProfile) wrong =
        profile_test_load (HEAD "[File 1]\nPath=build/a.srec\nSha256=" NO_SHA "\n");
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_profile_load_image (right, NULL, &error);

    assert_no_error (error);
    assert_null (ul_profile_load_image (wrong, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FILE_CHANGED);
    assert_non_null (strstr (error->message, "a.srec is not the file that the profile pins"));
}

static void
no_ticked_file_is_no_image (void **state)
{
    g_autoptr (UlProfile) self = profile_test_load (HEAD "[File 1]\nPath=a\nTicked=false\n");
    g_autoptr (GError) error = NULL;

    assert_null (ul_profile_load_image (self, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
}

static void
a_profile_without_a_series_has_none (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autoptr (UlSeries) series = NULL, always = NULL;

    assert_true (ul_profile_new_series (self, FALSE, &series, NULL));
    assert_null (series);
    assert_true (ul_profile_new_series (self, TRUE, &always, NULL));
    assert_null (ul_series_get_serial (always));
    assert_null (ul_series_get_counter (always));
}

static void
a_series_is_what_the_profile_says (void **state)
{
    g_autoptr (UlProfile) self =
        profile_test_load ("[Unlatch]\nFormat=1\n[Serial]\nAddress=0x1F000\nFormat=hex\nWidth=8\n"
                           "Prefix=K\nFirst=16\nStep=2\nReplace=true\nCounter=count\n"
                           "[Record]\nFile=boards\n");
    g_autoptr (UlSeries) series = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (GFile) counter = profile_test_path ("count"), record = profile_test_path ("boards");

    assert_true (ul_profile_new_series (self, FALSE, &series, &error));
    assert_no_error (error);
    const UlSerial *serial = ul_series_get_serial (series);
    g_autofree char *text = ul_serial_to_text (serial, serial->first);
    assert_string_equal (text, "K00000010");
    assert_int_equal (serial->address, 0x1F000);
    assert_int_equal (serial->step, 2);
    assert_true (serial->replaces);
    assert_string_equal (ul_series_get_counter (series), g_file_peek_path (counter));
    assert_string_equal (ul_series_get_record (series), g_file_peek_path (record));
    assert_true (ul_profile_set_text (self, UL_PROFILE_SERIAL_COUNTER, "", NULL));
    g_autoptr (UlSeries) own = NULL;
    assert_true (ul_profile_new_series (self, FALSE, &own, NULL));
    assert_non_null (strstr (ul_series_get_counter (own), "/unlatch/series/case-"));
}

static void
serial_numbers_need_a_saved_profile (void **state)
{
    g_autoptr (UlProfile) self = ul_profile_new ();
    g_autoptr (UlSeries) series = NULL;
    g_autoptr (GError) error = NULL;

    ul_profile_set_number (self, UL_PROFILE_SERIAL_ADDRESS, 0x1F000);
    assert_false (ul_profile_new_series (self, FALSE, &series, &error));
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
    assert_null (series);
}

int
main (void)
{
    static const struct CMUnitTest plain[] = {
        cmocka_unit_test (an_unknown_kind_of_probe_is_refused),
        cmocka_unit_test (the_device_is_found_by_its_name),
        cmocka_unit_test (the_target_must_be_the_expected_one),
        cmocka_unit_test (the_answers_of_the_profile_become_the_job),
        cmocka_unit_test (a_halt_may_be_written_in_two_ways),
        cmocka_unit_test (how_to_verify_is_done),
        cmocka_unit_test (a_new_profile_asks_for_nothing_unusual),
        cmocka_unit_test (jobs_that_change_nothing_unlock_nothing),
        cmocka_unit_test (a_job_of_ones_own_is_checked_too),
        cmocka_unit_test (protection_settings_can_be_kept),
        cmocka_unit_test (never_means_never),
        cmocka_unit_test (what_shall_be_kept_is_never_unlocked_without_a_question),
        cmocka_unit_test (nothing_selected_is_no_job),
        cmocka_unit_test (ticked_files_are_loaded_and_joined),
        cmocka_unit_test (a_pinned_file_must_be_that_file),
        cmocka_unit_test (no_ticked_file_is_no_image),
        cmocka_unit_test (a_profile_without_a_series_has_none),
        cmocka_unit_test (a_series_is_what_the_profile_says),
        cmocka_unit_test (serial_numbers_need_a_saved_profile),
    };
    g_autoptr (GArray) tests = g_array_new (FALSE, TRUE, sizeof (struct CMUnitTest));

    for (gsize i = 0; i < G_N_ELEMENTS (probe_cases); i++) {
        add_case (tests, probe_cases[i].name, has_the_probe_id, &probe_cases[i]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS (keep_cases); i++) {
        add_case (tests, keep_cases[i].name, kept_ranges_stand, &keep_cases[i]);
    }
    g_array_append_vals (tests, plain, G_N_ELEMENTS (plain));
    return _cmocka_run_group_tests ("profile-job", (const struct CMUnitTest *) tests->data,
                                    tests->len, NULL, NULL);
}
