/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Jobs on all of the chip, on a range, and on chosen sectors. */
#include "plan-world.h"

static void
scope_all_erases_the_rest (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    static const guint8 bytes[4] = { 1, 2, 3, 4 };
    fill (world->flash, 128 * 1024, 3);
    world_add (world, 0x2410, bytes, sizeof bytes);
    world->spec->scope = UL_SCOPE_ALL;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);

    assert_int_equal (plan->steps->len, 128);
    assert_int_equal (world->n_reads, 0);
    assert_step (plan, 9, UL_STEP_REWRITE, UL_REASON_IN_FILE);
    assert_step (plan, 1, UL_STEP_REWRITE, UL_REASON_CONFIG);
    assert_step (plan, 0, UL_STEP_ERASE, UL_REASON_RANGE);
    for (guint i = 0; i < 128 * 1024; i++) {
        guint8 wanted = i >= 0x2410 && i < 0x2414 ? bytes[i - 0x2410] : i == 0x40C ? 0xFE : 0xFF;
        if (world->flash[i] != wanted)
            fail_msg ("0x%X is 0x%02X", i, world->flash[i]);
    }
}

static void
scope_range_erases_whole_sectors_of_it (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    static const guint8 bytes[4] = { 1, 2, 3, 4 };
    fill (world->flash + 0x2000, 8 * 1024, 3);
    world_add (world, 0x2010, bytes, sizeof bytes); /* outside the range */
    world_add (world, 0x2C10, bytes, sizeof bytes); /* inside */
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 0x2BFF;
    world->spec->range_size = 0x402;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 4);
    assert_step (plan, 8, UL_STEP_REWRITE, UL_REASON_IN_FILE);
    assert_true (step_of (plan, 8)->preserves);
    assert_step (plan, 10, UL_STEP_ERASE, UL_REASON_RANGE);
    assert_step (plan, 11, UL_STEP_REWRITE, UL_REASON_IN_FILE);
    assert_false (step_of (plan, 11)->preserves);
    assert_step (plan, 12, UL_STEP_ERASE, UL_REASON_RANGE);
}

static void
chip_erase_leaves_the_chip_open (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_ERASE);
    fill (world->flash, 128 * 1024, 3);
    world->spec->scope = UL_SCOPE_ALL;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);

    assert_int_equal (plan->n_erase, 128);
    assert_int_equal (plan->n_program, 1);
    assert_int_equal (plan->bytes_to_program, 4);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_OPEN);
    assert_int_equal (world->flash[0x40C], 0xFE);
    assert_int_equal (world->flash[0], 0xFF);
}

static void
erased_chip_is_not_erased_again (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_ERASE);
    world->flash[0x40C] = 0xFE;
    world->spec->scope = UL_SCOPE_ALL;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->n_erase + plan->n_program, 0);
    assert_step (plan, 0, UL_STEP_SKIP, UL_REASON_BLANK);
    assert_step (plan, 1, UL_STEP_SKIP, UL_REASON_MATCHES);
}

static void
blank_field_of_an_erase_job_is_programmed (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_step (plan, 1, UL_STEP_PROGRAM, UL_REASON_CONFIG);
    assert_int_equal (plan->n_program, 1);
}

static void
range_erase_is_of_the_range_alone (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_ERASE);
    fill (world->flash, 128 * 1024, 3);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 0x1000;
    world->spec->range_size = 0x800;
    world_add_filled (world, 0x8000, 1024, 1); /* an open file does not matter */
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 2);
    assert_step (plan, 4, UL_STEP_ERASE, UL_REASON_RANGE);
    assert_step (plan, 5, UL_STEP_ERASE, UL_REASON_RANGE);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_NO_CHANGE);
}

static void
chosen_sectors_are_erased_and_no_others (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_ERASE);
    fill (world->flash, 128 * 1024, 3);
    world_choose_sectors (world, 4, 9);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 2);
    assert_step (plan, 4, UL_STEP_ERASE, UL_REASON_RANGE);
    assert_step (plan, 9, UL_STEP_ERASE, UL_REASON_RANGE);
    assert_false (plan->erase_all);
}

static void
of_the_file_only_chosen_sectors_are_programmed (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0, 8 * 1024, 1); /* also the field, which would lock the chip */
    world_add_filled (world, 0x30000000, 1024, 1);
    fill (world->flash, 128 * 1024, 3);
    world_choose_sectors (world, 4, 100); /* nothing of the file lies in the latter */
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 1);
    assert_step (plan, 4, UL_STEP_REWRITE, UL_REASON_IN_FILE);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_NO_CHANGE);
}

static void
nothing_to_do_in_chosen_sectors_is_said (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0x2000, 1024, 1);
    world_choose_sectors (world, 4, 100);
    world_look (world);
    g_autoptr (UlPlan) plan = world_plan (world);

    assert_null (plan);
    assert_error (world->error, UL_ERROR, UL_ERROR_USAGE);
}

static void
range_erase_of_the_field_keeps_the_chip_open (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_ERASE);
    fill (world->flash, 4 * 1024, 3);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 0x400;
    world->spec->range_size = 1;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);

    assert_step (plan, 1, UL_STEP_REWRITE, UL_REASON_CONFIG);
    assert_int_equal (world->flash[0x40C], 0xFE);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_OPEN);
}

static void
erase_of_the_files_sectors (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_ERASE);
    fill (world->flash, 16 * 1024, 3);
    world_add_filled (world, 0x410, 0x400, 1); /* sectors 1 and 2 */
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 2);
    assert_step (plan, 1, UL_STEP_REWRITE, UL_REASON_CONFIG);
    assert_step (plan, 2, UL_STEP_ERASE, UL_REASON_RANGE);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (scope_all_erases_the_rest),
        cmocka_unit_test (scope_range_erases_whole_sectors_of_it),
        cmocka_unit_test (chip_erase_leaves_the_chip_open),
        cmocka_unit_test (erased_chip_is_not_erased_again),
        cmocka_unit_test (blank_field_of_an_erase_job_is_programmed),
        cmocka_unit_test (range_erase_is_of_the_range_alone),
        cmocka_unit_test (chosen_sectors_are_erased_and_no_others),
        cmocka_unit_test (of_the_file_only_chosen_sectors_are_programmed),
        cmocka_unit_test (nothing_to_do_in_chosen_sectors_is_said),
        cmocka_unit_test (range_erase_of_the_field_keeps_the_chip_open),
        cmocka_unit_test (erase_of_the_files_sectors),
    };

    return cmocka_run_group_tests_name ("plan-scope", tests, NULL, NULL);
}
