/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sector by sector or all at once; times, order, and the plan in one line. */
#include "plan-world.h"
#include "cases.h"

#include "ul-size.h"
#include "ul-flash.h"

/* Old content everywhere (but an open chip), and a file over everything. */
static World *
full_world (const char *device)
{
    World *world = world_new (device, UL_JOB_PROGRAM);
    guint32 size = ul_device_get_flash_size (world->device);

    fill (world->flash, size, 3);
    memset (world->flash + 0x400, 0xFF, 16);
    world->flash[0x40C] = 0xFE;
    world_add_filled (world, 0, size, 1);
    world_look (world);
    return world;
}

static void
full_image_erases_all_at_once (void **state)
{
    g_autoptr (World) world = full_world ("MKL25Z128");
    g_autoptr (UlPlan) plan = world_must_plan (world);
    g_autoptr (GArray) order = ul_plan_get_order (plan);

    assert_true (plan->erase_all);
    assert_int_equal (order->len, 128);
    assert_int_equal (g_array_index (order, guint, 0), 1);
    assert_int_equal (g_array_index (order, guint, 1), 0);
    assert_int_equal (g_array_index (order, guint, 2), 2);
    /* the limit that the data sheet's figures give: 88 ms and 2.13 s, then the CRC */
    assert_in_range (plan->predicted_us, 2200000, 2290000);
    world_run (world, plan);
    for (guint i = 0; i < 128; i++)
        assert_memory_equal (world->flash + i * 1024, step_at (plan, i)->data, 1024);
}

static void
k64_limit_is_the_data_sheets (void **state)
{
    g_autoptr (World) world = full_world ("MK64FN1M0");
    world->spec->no_verify = TRUE;
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_true (plan->erase_all);
    assert_in_range (plan->predicted_us, 5980000, 6000000);
}

static void
few_changes_are_erased_by_sector (void **state)
{
    g_autoptr (World) world = full_world ("MKL25Z128");
    ul_image_read (world->spec->image, 0, 128 * 1024, world->flash, NULL);
    for (guint i = 40; i < 45; i++)
        world->flash[i * 1024] ^= 0x55;
    world->flash[0x500] ^= 0x55;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    g_autoptr (GArray) order = ul_plan_get_order (plan);

    assert_false (plan->erase_all);
    assert_int_equal (plan->n_erase, 6);
    assert_int_equal (plan->n_skip, 122);
    assert_int_equal (order->len, 6);
    assert_int_equal (g_array_index (order, guint, 0), 40);
    assert_int_equal (g_array_index (order, guint, 5), 1); /* the field's sector last */
}

static void
rest_that_holds_data_forbids_it (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    fill (world->flash, 128 * 1024, 3);
    world_add_filled (world, 0, 127 * 1024, 1);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_false (plan->erase_all);
    assert_int_equal (plan->n_erase, 127);
}

static void
rest_that_is_not_known_forbids_it (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    fill (world->flash, 100 * 1024, 3);
    world_add_filled (world, 0, 100 * 1024, 1);
    world_look (world);
    world->facts[120].content = UL_CONTENT_UNKNOWN;
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_false (plan->erase_all);
}

static void
rest_that_is_blank_allows_it (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    fill (world->flash, 100 * 1024, 3);
    world->flash[0x40C] = 0xFE;
    world_add_filled (world, 0, 100 * 1024, 1);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_true (plan->erase_all);
    assert_int_equal (plan->steps->len, 100);
}

/* The field's sector is blank and not in the file: Erase All must not leave it so. */
static void
erase_all_writes_the_field_again (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    fill (world->flash + 0x2000, 100 * 1024, 3);
    world_add_filled (world, 0x2000, 100 * 1024, 1);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    g_autoptr (GArray) order = ul_plan_get_order (plan);
    world_run (world, plan);

    assert_true (plan->erase_all);
    assert_int_equal (plan->steps->len, 101);
    assert_step (plan, 1, UL_STEP_REWRITE, UL_REASON_CONFIG);
    assert_int_equal (g_array_index (order, guint, 0), 0);
    assert_int_equal (step_at (plan, 0)->sector, 1);
    assert_int_equal (world->flash[0x40C], 0xFE);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_OPEN);
}

static void
erase_all_writes_again_what_matched (void **state)
{
    g_autoptr (World) world = full_world ("MKL25Z128");
    ul_image_read (world->spec->image, 127 * 1024, 1024, world->flash + 127 * 1024, NULL);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_true (plan->erase_all);
    assert_step (plan, 127, UL_STEP_REWRITE, UL_REASON_IN_FILE);
    assert_int_equal (plan->n_program, 128);
}

static void
erase_all_leaves_blank_sectors_blank (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    fill (world->flash + 0x800, 60 * 1024, 3);
    world_add_filled (world, 0, 1024, 1);
    world_add_filled (world, 0x2000, 20 * 1024, 1);
    world->spec->scope = UL_SCOPE_ALL;
    world_look (world);
    g_autoptr (UlPlan) plan =
        ul_plan_new (world->device, world->spec, NULL, world->facts, NULL, NULL, &world->error);

    assert_no_error (world->error);
    assert_true (plan->erase_all); /* nothing to ask about protection, so nothing is protected */
    assert_step (plan, 100, UL_STEP_SKIP, UL_REASON_BLANK);
    assert_step (plan, 0, UL_STEP_PROGRAM, UL_REASON_IN_FILE);
}

static void
added_field_stands_between_its_neighbours (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    fill (world->flash, 1024, 3);
    fill (world->flash + 0x800, 60 * 1024, 3);
    world_add_filled (world, 0, 1024, 1);
    world_add_filled (world, 0x800, 60 * 1024, 1);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_true (plan->erase_all);
    for (guint i = 0; i < plan->steps->len; i++)
        assert_int_equal (step_at (plan, i)->sector, i);
}

static void
k64_field_is_added_in_its_place (void **state)
{
    g_autoptr (World) world = world_new ("MK64FN1M0", UL_JOB_PROGRAM);
    fill (world->flash + 0x1000, 800 * 1024, 3);
    world_add_filled (world, 0x1000, 800 * 1024, 1);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_true (plan->erase_all);
    assert_int_equal (step_at (plan, 0)->data[0x40C], 0xFE);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_OPEN);
}

static void
any_protected_sector_forbids_it (void **state)
{
    g_autoptr (World) world = full_world ("MKL25Z128");
    ul_image_read (world->spec->image, 0, 0x1000, world->flash, NULL);
    world->protection.fprot = 0xFFFFFFFE;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_false (plan->erase_all);
    assert_int_equal (plan->n_erase, 124);
}

static void
unused_data_flash_bit_forbids_it (void **state)
{
    g_autoptr (World) world = full_world ("MK64FN1M0");
    world->protection.fdprot = 0xFE;
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_false (plan->erase_all);
}

static void
data_flash_counts_as_content (void **state)
{
    g_autoptr (World) world = world_new ("MK64FX512", UL_JOB_PROGRAM);
    fill (world->flash, 512 * 1024, 3);
    world_add_filled (world, 0, 512 * 1024, 1);
    for (guint i = 0; i < 128; i++)
        world->facts[i].content = UL_CONTENT_DATA;
    for (guint i = 128; i < 160; i++)
        world->facts[i].content = UL_CONTENT_BLANK;
    g_autoptr (UlPlan) blank = world_must_plan (world);
    world->facts[150].content = UL_CONTENT_DATA;
    g_autoptr (UlPlan) full = world_must_plan (world);

    assert_true (blank->erase_all);
    assert_false (full->erase_all);
}

static void
chip_erase_is_at_once (void **state)
{
    g_autoptr (World) world = world_new ("MK64FN1M0", UL_JOB_ERASE);
    fill (world->flash, 1024 * 1024, 3);
    world->flash[0x40C] = 0xFE;
    world->spec->scope = UL_SCOPE_ALL;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    g_autoptr (GArray) order = ul_plan_get_order (plan);

    assert_true (plan->erase_all);
    assert_in_range (plan->predicted_us, 870000, 880000);
    assert_int_equal (g_array_index (order, guint, 0), 0); /* 0x400 is in the first sector here */
    assert_step (plan, 0, UL_STEP_REWRITE, UL_REASON_CONFIG);
}

static void
blank_field_is_written_first (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0, 4 * 1024, 1);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    g_autoptr (GArray) order = ul_plan_get_order (plan);

    assert_step (plan, 1, UL_STEP_PROGRAM, UL_REASON_IN_FILE);
    assert_int_equal (g_array_index (order, guint, 0), 1);
}

static void
unlock_is_one_mass_erase (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_UNLOCK);
    world->protection.fprot = 0;
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_true (plan->erase_all);
    assert_int_equal (plan->n_erase, 128);
    assert_step (plan, 0, UL_STEP_ERASE, UL_REASON_RANGE);
    assert_step (plan, 1, UL_STEP_REWRITE, UL_REASON_CONFIG);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_OPEN);
    assert_in_range (plan->predicted_us, 88000, 89000);
}

static void
step_times_add_up (void **state)
{
    g_autoptr (World) world = full_world ("MKL25Z128");
    ul_image_read (world->spec->image, 0, 128 * 1024, world->flash, NULL);
    world->flash[40 * 1024] ^= 0x55;
    world_look (world);
    g_autoptr (UlPlan) checked = world_must_plan (world);
    world->spec->no_verify = TRUE;
    g_autoptr (UlPlan) plain = world_must_plan (world);

    /* 14 ms to erase, 256 words of 65 us, 415 us for the CRC */
    assert_int_equal (plain->predicted_us, 14000 + 256 * 65);
    assert_int_equal (checked->predicted_us, 14000 + 256 * 65 + 415);
    assert_int_equal (step_of (plain, 40)->predicted_us, plain->predicted_us);
}

typedef struct {
    const char *device;
    guint32 erase_sector_us, erase_all_us, max_erase_all_us, unit_us, kib_us;
} TimesCase;

/* The data sheets' own figures. */
static const TimesCase times_cases[] = {
    { "MKL25Z128", 14000, 88000, 650000, 65, 16640 },
    { "MK22FN512", 14000, 500000, 3000000, 65, 16640 },
    { "MKV31F512", 14000, 500000, 3000000, 65, 16640 },
    { "MK64FN1M0", 15000, 870000, 7400000, 90, 5000 },
    { "MKE02Z64xxx4", 20050, 100800, 101500, 120, 26880 },
};

static void
times_are_the_data_sheets (void **state)
{
    const TimesCase *c = *state;
    UlFlashTimes times;

    ul_flash_get_times (ul_devices_find (c->device), &times);
    assert_int_equal (times.erase_sector_us, c->erase_sector_us);
    assert_int_equal (times.erase_all_us, c->erase_all_us);
    assert_int_equal (times.max_erase_all_us, c->max_erase_all_us);
    assert_int_equal (times.program_unit_us, c->unit_us);
    assert_int_equal (times.program_kib_us, c->kib_us);
}

static void
every_device_has_times (void **state)
{
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++) {
        UlFlashTimes times;
        ul_flash_get_times (all[i], &times);
        assert_true (times.erase_sector_us > 0 &&
                     times.max_erase_sector_us >= times.erase_sector_us);
        assert_true (times.erase_all_us > 0 && times.max_erase_all_us >= times.erase_all_us);
        assert_true (times.program_unit_us > 0 &&
                     times.max_program_unit_us >= times.program_unit_us);
        assert_true (times.program_kib_us > 0 && times.crc_kib_us > 0);
    }
}

static void
assert_summary (World *world, const char *expected)
{
    g_autoptr (UlPlan) plan = world_must_plan (world);
    g_autofree char *text = ul_plan_summarize (plan);
    g_auto (GStrv) parts = g_strsplit (text, "\302\240", -1); /* sizes keep their unit close */
    g_autofree char *plain = g_strjoinv (" ", parts);
    assert_string_equal (plain, expected);
}

static void
plan_reads_in_one_line (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0x2000, 15 * 1024, 1);
    ul_image_read (world->spec->image, 0x2000, 3 * 1024, world->flash + 0x2000, NULL);
    fill (world->flash + 0x2C00, 12 * 1024, 3);
    world->flash[0x400] = 0; /* something else that stays */
    world_look (world);
    assert_summary (world, "Will erase 12 sectors and write 12 KiB; 3 already match; 113 are not "
                           "touched");

    world->protection.fprot = 0xFFFFFFEF; /* 0x4000-0x4FFF */
    world->spec->skip_protected = TRUE;
    assert_summary (world, "Will erase 8 sectors and write 8 KiB; 3 already match; 4 are protected "
                           "and left out; 113 are not touched");

    world->spec->kind = UL_JOB_VERIFY;
    assert_summary (world, "Will change nothing; 15 are read; 113 are not touched");
}

static void
other_plans_read_well_too (void **state)
{
    g_autoptr (World) full = full_world ("MKL25Z128");
    g_autoptr (World) blank = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    g_autoptr (World) erase = world_new ("MKL25Z128", UL_JOB_ERASE);

    assert_summary (full, "Will erase the whole chip and write 128 KiB");
    ul_image_read (full->spec->image, 0, 128 * 1024, full->flash, NULL);
    world_look (full);
    assert_summary (full, "Will change nothing; 128 already match");

    world_add_filled (blank, 0x2000, 1024, 1);
    world_look (blank);
    assert_summary (blank, "Will write 1 KiB to 1 blank sector; 127 are not touched");

    fill (erase->flash + 0x2000, 1024, 1);
    erase->spec->scope = UL_SCOPE_RANGE;
    erase->spec->range_start = 0x2000;
    erase->spec->range_size = 0x800;
    world_look (erase);
    assert_summary (erase, "Will erase 1 sector; 1 is already blank; 126 are not touched");
}

static void
preview_does_not_call_erased_what_may_match (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0x2000, 3 * 1024 + 100, 1);
    fill (world->flash + 0x2000, 4 * 1024, 3);
    world_look (world);
    g_autoptr (UlPlan) plan = ul_plan_new (world->device, world->spec, &world->protection,
                                           world->facts, NULL, NULL, &world->error);
    g_autofree char *text = ul_plan_summarize (plan);

    assert_int_equal (plan->n_unsure, 1);
    assert_string_equal (text, "Will erase 3 sectors and write 3 KiB; 1 holds other bytes too and "
                               "is compared first; 124 are not touched");
    g_autoptr (UlPlan) sure = world_must_plan (world);
    assert_int_equal (sure->n_unsure, 0);
    assert_int_equal (sure->n_erase, 4);
}

static void
almost_a_mebibyte_is_called_one (void **state)
{
    g_autofree char *almost = ul_size_to_text ((1 << 20) - 16);
    g_autofree char *less = ul_size_to_text ((1 << 20) - 600);
    g_autofree char *full = ul_size_to_text (1 << 20);

    assert_string_equal (almost, "1 MiB");
    assert_string_equal (less, "1023 KiB");
    assert_string_equal (full, "1 MiB");
}

int
main (void)
{
    struct CMUnitTest tests[64] = {
        cmocka_unit_test (full_image_erases_all_at_once),
        cmocka_unit_test (k64_limit_is_the_data_sheets),
        cmocka_unit_test (few_changes_are_erased_by_sector),
        cmocka_unit_test (rest_that_holds_data_forbids_it),
        cmocka_unit_test (rest_that_is_not_known_forbids_it),
        cmocka_unit_test (rest_that_is_blank_allows_it),
        cmocka_unit_test (erase_all_writes_the_field_again),
        cmocka_unit_test (erase_all_writes_again_what_matched),
        cmocka_unit_test (erase_all_leaves_blank_sectors_blank),
        cmocka_unit_test (added_field_stands_between_its_neighbours),
        cmocka_unit_test (k64_field_is_added_in_its_place),
        cmocka_unit_test (any_protected_sector_forbids_it),
        cmocka_unit_test (unused_data_flash_bit_forbids_it),
        cmocka_unit_test (data_flash_counts_as_content),
        cmocka_unit_test (chip_erase_is_at_once),
        cmocka_unit_test (blank_field_is_written_first),
        cmocka_unit_test (unlock_is_one_mass_erase),
        cmocka_unit_test (step_times_add_up),
        cmocka_unit_test (every_device_has_times),
        cmocka_unit_test (plan_reads_in_one_line),
        cmocka_unit_test (other_plans_read_well_too),
        cmocka_unit_test (preview_does_not_call_erased_what_may_match),
        cmocka_unit_test (almost_a_mebibyte_is_called_one),
    };
    gsize n = 23;

    for (gsize i = 0; i < G_N_ELEMENTS (times_cases); i++)
        tests[n++] = case_of (times_cases[i].device, times_are_the_data_sheets, &times_cases[i]);
    return _cmocka_run_group_tests ("plan-erase", tests, n, NULL, NULL);
}
