/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file says of a chip, and what it must not say. */
#include "profile-test.h"
#include "cases.h"
#include "ul-chip-file.h"
#include "ul-error.h"

#include <string.h>

#define HEAD "[Unlatch]\nFormat=1\n"
#define CHIP HEAD "[Chip]\nName=MINE1\nLike=MKL25Z128\n"

static UlChipFile *
read_text (const char *text, gssize size, GError **error)
{
    g_autoptr (GFile) file = profile_test_write ("case.chips", text, size);

    return ul_chip_file_read (file, TRUE, NULL, error);
}

static UlChipFile *
must_read (const char *text)
{
    g_autoptr (GError) error = NULL;
    UlChipFile *file = read_text (text, -1, &error);

    assert_no_error (error);
    return file;
}

static const UlDevice *
first (const UlChipFile *file)
{
    return file->devices->pdata[0];
}

/* --- refused --- */

typedef struct {
    const char *name, *text;
    const char *where; /* NULL: the file as a whole */
    const char *why;
} BadCase;

static const BadCase bad_cases[] = {
    { "an empty file", "", NULL, "[Unlatch] with Format=1" },
    { "another key file", "[Desktop Entry]\nName=x\n", NULL, "[Unlatch] with Format=1" },
    { "a newer format", "[Unlatch]\nFormat=2\n", "[Unlatch] Format", "another version" },
    { "a key beside Format", HEAD "Name=x\n", "[Unlatch] Name", "no such key" },
    { "no chip", HEAD, NULL, "describes no chip" },
    { "a line that is none", CHIP "RamSize\n", NULL, "RamSize" },
    { "a group that is no chip", CHIP "[Chips]\n", "[Chips]", "called “Chip”" },
    { "a group twice", CHIP "[Chip]\nName=MINE2\n", NULL, "line 6 has a group" },
    { "a key twice", CHIP "Name=MINE2\n", NULL, "line 6 has a key" },
    { "a key that is spelt wrong", CHIP "FlashSise=64K\n", "[Chip] FlashSise", "no such key" },
    { "no name", HEAD "[Chip]\nLike=MKL25Z128\n", "[Chip] Name", "missing" },
    { "an empty name", HEAD "[Chip]\nName=\nLike=MKL25Z128\n", "[Chip] Name", "missing" },
    { "a short name", HEAD "[Chip]\nName=ABC\nLike=MKL25Z128\n", "[Chip] Name", "4 to 32" },
    { "a name with blanks", HEAD "[Chip]\nName=my chip\nLike=MKL25Z128\n", "[Chip] Name", "4 to" },
    { "no likeness", HEAD "[Chip]\nName=MINE1\n", "[Chip] Like", "missing" },
    { "a likeness with nobody", HEAD "[Chip]\nName=MINE1\nLike=MKL99\n", "[Chip]", "“MKL99”" },
    { "a likeness with two", HEAD "[Chip]\nName=MINE1\nLike=MK20DX128\n", "[Chip]", "more than" },
    { "a likeness with what is known by name", HEAD "[Chip]\nName=MINE1\nLike=STM32F407VG\n",
      "[Chip]", "known by name only" },
    { "the name of a built-in chip", HEAD "[Chip]\nName=mkl25z128xxx4\nLike=MKL25Z128\n", "[Chip]",
      "built-in chip MKL25Z128xxx4" },
    { "a name that means a built-in chip", HEAD "[Chip]\nName=KL25Z128VLK4\nLike=MKL25Z128\n",
      "[Chip]", "built-in chip MKL25Z128xxx4" },
    { "the same name twice", CHIP "[Chip 2]\nName=mine1\nLike=MKL25Z128\n", "[Chip 2]",
      "means MINE1" },
    { "a name with package letters that means another",
      CHIP "[Chip 2]\nName=MINExx\nLike=MKL25Z128\n", "[Chip 2]", "means MINE1" },
    { "a size that is no number", CHIP "FlashSize=lots\n", "[Chip] FlashSize", "“lots” is not" },
    { "a negative size", CHIP "FlashSize=-1\n", "[Chip] FlashSize", "is not a number" },
    { "a size beyond 32 bits", CHIP "RamSize=0x100000000\n", "[Chip] RamSize", "is not a number" },
    { "kibibytes beyond 32 bits", CHIP "RamSize=4194304K\n", "[Chip] RamSize", "is not a number" },
    { "hexadecimal kibibytes", CHIP "RamSize=0x10K\n", "[Chip] RamSize", "is not a number" },
    { "no flash", CHIP "FlashSize=0\n", "[Chip]", "no flash" },
    { "half a sector", CHIP "FlashSize=65000\n", "[Chip]", "no multiple" },
    { "flash without its configuration field", CHIP "FlashSize=1024\n", "[Chip]", "0x400" },
    { "more flash than can be addressed", CHIP "FlashSize=16384K\n", "[Chip]", "8 MiB" },
    { "no sectors", CHIP "SectorSize=0\n", "[Chip]", "sectors of 0 bytes" },
    { "sectors that the controller has not", CHIP "SectorSize=512\n", "[Chip]",
      "sectors of 512 bytes" },
    { "data flash where there is none", CHIP "DataFlashSize=32K\n", "[Chip]", "no data flash" },
    { "half a sector of data flash",
      HEAD "[Chip]\nName=MINE1\nLike=MK20DX256xxx7\nDataFlashSize=1000\n", "[Chip]",
      "DataFlashSize, 1000 bytes" },
    { "RAM in the flash", CHIP "RamStart=0x10000\n", "[Chip]", "overlap" },
    { "RAM where no chip has it", CHIP "RamStart=0x40000000\n", "[Chip]", "RAM from 0x40000000" },
    { "RAM beyond the address space", CHIP "RamStart=0x2FFFFFFC\nRamSize=0xFFFFFFFF\n", "[Chip]",
      "RAM from" },
    { "no RAM", CHIP "RamSize=0\n", "[Chip]", "without flash controller, flash and RAM" },
    { "RAM without room for the routine", CHIP "RamSize=256\n", "[Chip]", "no room" },
    { "half an SDID", CHIP "SdidMask=0xFFF00000\n", "[Chip]", "go together" },
    { "an SDID outside of its mask", CHIP "SdidMask=0xFFF00000\nSdidValue=0x25112345\n", "[Chip]",
      "outside of SdidMask" },
    { "a mask that takes any chip", CHIP "SdidMask=0\nSdidValue=0\n", "[Chip]", "8 bits" },
    { "an escape that is none", CHIP "Vendor=a\\qb\n", "[Chip] Vendor", "“\\”" },
    { "control characters", CHIP "Vendor=a\\tb\n", "[Chip] Vendor", "control" },
    { "bytes that are no text", CHIP "Vendor=\xFF\n", NULL, "UTF-8" },
};

static void
is_refused (void **state)
{
    const BadCase *c = *state;
    g_autoptr (GError) error = NULL;
    g_autoptr (UlChipFile) file = read_text (c->text, -1, &error);
    g_autofree char *begin = c->where != NULL ? g_strdup_printf ("case.chips, %s: ", c->where)
                                              : g_strdup ("case.chips: ");

    assert_null (file);
    assert_error (error, UL_ERROR, UL_ERROR_CHIPS_SYNTAX);
    if (!g_str_has_prefix (error->message, begin) || strstr (error->message, c->why) == NULL ||
        !g_str_has_suffix (error->message, ". No chip was taken from it."))
        fail_msg ("%s", error->message);
}

static void
what_is_no_text_file_is_refused (void **state)
{
    static char big[UL_CHIP_FILE_MAX_SIZE + 2];
    g_autoptr (GError) long_error = NULL, zero_error = NULL, folder_error = NULL, no_error = NULL;
    g_autoptr (GFile) folder = g_file_new_for_path (profile_test_folder ());
    g_autoptr (GFile) missing = profile_test_path ("missing.chips");

    memset (big, '\n', sizeof big);
    assert_null (read_text (big, sizeof big, &long_error));
    assert_non_null (strstr (long_error->message, "64 KiB"));
    assert_null (read_text (HEAD "\0", sizeof HEAD + 1, &zero_error));
    assert_non_null (strstr (zero_error->message, "UTF-8"));
    assert_null (ul_chip_file_read (folder, TRUE, NULL, &folder_error));
    assert_error (folder_error, UL_ERROR, UL_ERROR_FILE_IO);
    assert_null (ul_chip_file_read (missing, TRUE, NULL, &no_error));
    assert_error (no_error, UL_ERROR, UL_ERROR_FILE_NOT_FOUND);
}

/* --- taken --- */

static void
a_chip_is_like_another_but_for_what_is_said (void **state)
{
    g_autoptr (UlChipFile) file =
        must_read (CHIP "Vendor=Example\nFamily=Own\nFlashSize=64K\nRamStart=0x1FFFF800\n"
                        "RamSize=8192\nSdidMask=0xFFF00000\nSdidValue=0x25900000\n");
    const UlDevice *mine = first (file), *like = ul_devices_find ("MKL25Z128");

    assert_string_equal (mine->name, "MINE1");
    assert_string_equal (mine->vendor, "Example");
    assert_string_equal (mine->family, "Own");
    assert_ptr_equal (mine->like, like);
    assert_ptr_equal (ul_device_get_kin (mine), like);
    assert_int_equal (mine->controller, like->controller);
    assert_int_equal (mine->unlock_method, like->unlock_method);
    assert_int_equal (mine->fcf_address, like->fcf_address);
    assert_int_equal (mine->mdm_ap, like->mdm_ap);
    assert_int_equal (mine->core, like->core);
    assert_int_equal (ul_device_get_flash_size (mine), 64 * 1024);
    assert_int_equal (mine->regions[0].sector_size, 1024);
    assert_int_equal (mine->ram_start, 0x1FFFF800);
    assert_int_equal (mine->ram_size, 8192);
    assert_int_equal (mine->sdid_value, 0x25900000);
}

static void
what_is_not_said_is_as_the_other_has_it (void **state)
{
    g_autoptr (UlChipFile) file = must_read (CHIP);
    const UlDevice *mine = first (file), *like = ul_devices_find ("MKL25Z128");

    assert_string_equal (mine->vendor, like->vendor);
    assert_string_equal (mine->family, like->family);
    assert_memory_equal (mine->regions, like->regions, sizeof like->regions);
    assert_int_equal (mine->sdid_mask, like->sdid_mask);
    assert_int_equal (mine->sdid_value, like->sdid_value);
}

static void
support_is_never_more_than_by_analogy (void **state)
{
    g_autoptr (UlChipFile) kinetis = must_read (CHIP);
    g_autoptr (UlChipFile) gecko = must_read (HEAD "[Chip]\nName=MINE1\nLike=EFM32G890F128\n");

    for (guint i = 0; i < UL_N_ACTIONS; i++)
        assert_int_equal (first (kinetis)->support[i], UL_SUPPORT_ANALOGY);
    assert_int_equal (first (gecko)->support[UL_ACTION_PROGRAM], UL_SUPPORT_NONE);
    assert_int_equal (first (gecko)->support[UL_ACTION_UNLOCK], UL_SUPPORT_ANALOGY);
}

static void
data_flash_is_changed_or_taken_away (void **state)
{
    g_autoptr (UlChipFile) file =
        must_read (HEAD "[Chip A]\nName=MINE-A\nLike=MK20DX256xxx7\nDataFlashSize=64K\n"
                        "DataFlashSectorSize=2K\n"
                        "[Chip B]\nName=MINE-B\nLike=MK20DX256xxx7\nDataFlashSize=0\n");
    const UlDevice *larger = file->devices->pdata[0], *none = file->devices->pdata[1];

    assert_int_equal (larger->n_regions, 2);
    assert_int_equal (larger->regions[1].size, 64 * 1024);
    assert_int_equal (larger->regions[1].sector_size, 2048);
    assert_int_equal (none->n_regions, 1);
}

static void
the_file_is_told_as_the_origin (void **state)
{
    g_autoptr (UlChipFile) own = must_read (CHIP);
    g_autoptr (GFile) location = profile_test_path ("case.chips");
    g_autoptr (UlChipFile) system = ul_chip_file_read (location, FALSE, NULL, NULL);
    g_autofree char *by_user = ul_device_get_origin (first (own));
    g_autofree char *by_system = ul_device_get_origin (first (system));
    g_autofree char *label = ul_device_get_label (first (own));

    assert_true (g_str_has_prefix (by_user, "described by you in /"));
    assert_true (g_str_has_suffix (by_user, "/case.chips"));
    assert_true (g_str_has_prefix (by_system, "described in /"));
    assert_string_equal (label, "MINE1");
    assert_null (ul_device_get_origin (ul_devices_find ("MKL25Z128")));
}

/* Windows editors leave such files. */
static void
line_ends_comments_and_blanks_do_not_matter (void **state)
{
    g_autoptr (UlChipFile) file =
        must_read ("# mine\r\n\r\n[Unlatch]\r\nFormat = 1\r\n[Chip one]\r\n# its name\r\n"
                   "Name = MINE1\r\nLike = kl25z128\r\n");

    assert_string_equal (first (file)->name, "MINE1");
}

static void
check_text (const char *text)
{
    g_autoptr (UlChipFile) file = must_read (text);

    assert_int_equal (file->devices->len, 2);
}

static void
example_file_and_manual_page_say_the_same (void **state)
{
    g_autofree char *example = NULL, *page = NULL;

    assert_true (g_file_get_contents (EXAMPLE, &example, NULL, NULL));
    assert_true (g_file_get_contents (MANUAL_PAGE, &page, NULL, NULL));
    check_text (example);
    char *begin = strstr (strstr (page, ".SH EXAMPLE"), "[Unlatch]");
    *strstr (begin, ".fi") = '\0';
    check_text (begin);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (bad_cases) + 8] = {
        cmocka_unit_test (what_is_no_text_file_is_refused),
        cmocka_unit_test (a_chip_is_like_another_but_for_what_is_said),
        cmocka_unit_test (what_is_not_said_is_as_the_other_has_it),
        cmocka_unit_test (support_is_never_more_than_by_analogy),
        cmocka_unit_test (data_flash_is_changed_or_taken_away),
        cmocka_unit_test (the_file_is_told_as_the_origin),
        cmocka_unit_test (line_ends_comments_and_blanks_do_not_matter),
        cmocka_unit_test (example_file_and_manual_page_say_the_same),
    };
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    gsize n = 8;

    for (gsize i = 0; i < G_N_ELEMENTS (bad_cases); i++) {
        char *name = g_strdup_printf ("%s is refused", bad_cases[i].name);

        g_ptr_array_add (names, name);
        tests[n++] = case_of (name, is_refused, &bad_cases[i]);
    }
    return _cmocka_run_group_tests ("chip-file", tests, n, NULL, NULL);
}
