/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which sectors a job touches, and what they hold afterwards. */
#include "plan-world.h"
#include "cases.h"

static void
blank_sectors_are_programmed_without_erase (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0, 3 * 1024, 1);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 3);
    for (guint i = 0; i < 3; i++)
        assert_step (plan, i, UL_STEP_PROGRAM, UL_REASON_IN_FILE);
    assert_int_equal (plan->n_program, 3);
    assert_int_equal (plan->n_erase, 0);
    assert_int_equal (plan->n_skip, 0);
    assert_int_equal (plan->bytes_to_program,
                      3 * 1024 - 12); /* three of the field's words are FF */
    assert_true (step_of (plan, 1)->has_fcf);
    assert_false (step_of (plan, 0)->has_fcf);
    assert_int_equal (world->n_reads, 0);
}

static void
equal_sectors_are_skipped (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0x2000, 3 * 1024, 1);
    ul_image_read (world->spec->image, 0x2000, 3 * 1024, world->flash + 0x2000, NULL);
    world->flash[0x2400] ^= 1;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_step (plan, 8, UL_STEP_SKIP, UL_REASON_MATCHES);
    assert_step (plan, 9, UL_STEP_REWRITE, UL_REASON_IN_FILE);
    assert_step (plan, 10, UL_STEP_SKIP, UL_REASON_MATCHES);
    assert_int_equal (plan->n_skip, 2);
    assert_int_equal (plan->n_erase, 1);
    assert_int_equal (plan->n_program, 1);
    assert_int_equal (step_of (plan, 8)->predicted_us, 0);
}

static void
identical_image_touches_nothing (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0, 128 * 1024, 1);
    ul_image_read (world->spec->image, 0, 128 * 1024, world->flash, NULL);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    g_autoptr (GArray) order = ul_plan_get_order (plan);

    assert_int_equal (plan->n_skip, 128);
    assert_int_equal (plan->n_erase + plan->n_program, 0);
    assert_int_equal (plan->predicted_us, 0);
    assert_int_equal (plan->bytes_to_program, 0);
    assert_false (plan->erase_all);
    assert_int_equal (order->len, 0);
}

static void
image_of_erased_bytes_only_erases (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    guint8 blank[1024];
    memset (blank, 0xFF, sizeof blank);
    world_add (world, 0x4000, blank, sizeof blank);
    world_add (world, 0x8000, blank, sizeof blank);
    fill (world->flash + 0x4000, 1024, 1);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_step (plan, 16, UL_STEP_ERASE, UL_REASON_IN_FILE);
    assert_step (plan, 32, UL_STEP_SKIP, UL_REASON_BLANK);
}

static void
blank_units_are_not_counted (void **state)
{
    g_autoptr (World) kl25 = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    g_autoptr (World) k64 = world_new ("MK64FN1M0", UL_JOB_PROGRAM);
    static const guint8 bytes[16] = { 1,    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                      0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2 };
    world_add (kl25, 0x2000, bytes, sizeof bytes);
    world_add (k64, 0x2000, bytes, sizeof bytes);
    world_look (kl25);
    world_look (k64);
    g_autoptr (UlPlan) four = world_must_plan (kl25);
    g_autoptr (UlPlan) eight = world_must_plan (k64);

    assert_int_equal (four->bytes_to_program, 8);
    assert_int_equal (eight->bytes_to_program, 16);
}

static void
unknown_content_is_rewritten (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0x2000, 1024, 1);
    g_autoptr (UlPlan) plan =
        ul_plan_new (world->device, world->spec, NULL, NULL, NULL, NULL, &world->error);

    assert_no_error (world->error);
    assert_step (plan, 8, UL_STEP_REWRITE, UL_REASON_IN_FILE);
}

static void
crc_of_a_blank_sector_means_blank (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0x2000, 1024, 1);
    world_look (world);
    world->facts[8].content = UL_CONTENT_UNKNOWN;
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_step (plan, 8, UL_STEP_PROGRAM, UL_REASON_IN_FILE);
}

static void
other_bytes_of_a_sector_are_preserved (void **state)
{
    static const guint8 bytes[4] = { 1, 2, 3, 4 };
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    guint8 before[1024];
    fill (world->flash + 0x2000, 3 * 1024, 1);
    memcpy (before, world->flash + 0x2400, sizeof before);
    world_add (world, 0x2410, bytes, sizeof bytes);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);

    assert_int_equal (plan->steps->len, 1);
    assert_step (plan, 9, UL_STEP_REWRITE, UL_REASON_IN_FILE);
    assert_true (step_of (plan, 9)->preserves);
    assert_int_equal (plan->n_preserve, 1);
    assert_int_equal (world->n_reads, 1);
    memcpy (before + 0x10, bytes, sizeof bytes);
    assert_memory_equal (world->flash + 0x2400, before, sizeof before);
}

static void
nothing_is_read_where_nothing_is_kept (void **state)
{
    static const guint8 bytes[4] = { 1, 2, 3, 4 };
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add (world, 0x2410, bytes, sizeof bytes); /* blank sector */
    world_add_filled (world, 0x2800, 1024, 1);      /* whole sector */
    fill (world->flash + 0x2800, 1024, 2);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (world->n_reads, 0);
    assert_int_equal (plan->n_preserve, 0);
    assert_step (plan, 9, UL_STEP_PROGRAM, UL_REASON_IN_FILE);
    assert_false (step_of (plan, 9)->preserves);
}

static void
partly_defined_sector_that_matches_is_skipped (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    fill (world->flash + 0x2000, 1024, 1);
    world_add (world, 0x2010, world->flash + 0x2010, 8);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_step (plan, 8, UL_STEP_SKIP, UL_REASON_MATCHES);
    assert_int_equal (plan->n_preserve, 0);
}

static void
last_sector_of_a_programmed_file_matches_unread (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    fill (world->flash + 0x2000, 872, 1);
    world_add (world, 0x2000, world->flash + 0x2000, 872);
    world_look (world);
    g_autoptr (UlPlan) preview = ul_plan_new (world->device, world->spec, &world->protection,
                                              world->facts, NULL, NULL, &world->error);
    assert_no_error (world->error);
    assert_step (preview, 8, UL_STEP_SKIP, UL_REASON_MATCHES);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    assert_step (plan, 8, UL_STEP_SKIP, UL_REASON_MATCHES);
    assert_int_equal (world->n_reads, 0);
}

static void
preview_knows_what_it_does_not_know (void **state)
{
    static const guint8 bytes[4] = { 1, 2, 3, 4 };
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add (world, 0x2410, bytes, sizeof bytes);
    g_autoptr (UlPlan) plan =
        ul_plan_new (world->device, world->spec, NULL, NULL, NULL, NULL, &world->error);

    assert_no_error (world->error);
    assert_step (plan, 9, UL_STEP_REWRITE, UL_REASON_IN_FILE);
    assert_true (step_of (plan, 9)->preserves);
    assert_null (step_of (plan, 9)->data);
    assert_int_equal (plan->bytes_to_program, 4);
}

static gboolean
refuse_read (guint32 address, guint8 *data, gsize size, gpointer user_data, GError **error)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_TARGET_FAULT, "no");
    return FALSE;
}

static void
failed_read_ends_the_plan (void **state)
{
    static const guint8 bytes[4] = { 1, 2, 3, 4 };
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add (world, 0x2410, bytes, sizeof bytes);

    assert_null (
        ul_plan_new (world->device, world->spec, NULL, NULL, refuse_read, NULL, &world->error));
    assert_error (world->error, UL_ERROR, UL_ERROR_TARGET_FAULT);
}

typedef struct {
    const char *name;
    UlJobKind kind;
    UlScope scope;
    guint32 address, size; /* of the image, or of the range */
    UlErrorCode code;
    guint32 where, where_size;
    const char *words;
} RefusedCase;

static const RefusedCase refused_cases[] = {
    { "image behind the flash", UL_JOB_PROGRAM, UL_SCOPE_NEEDED, 0x20000, 16,
      UL_ERROR_IMAGE_DOES_NOT_FIT, 0x20000, 16, "0x00020000–0x0002000F" },
    { "image across the end", UL_JOB_PROGRAM, UL_SCOPE_NEEDED, 0x1FFF8, 16,
      UL_ERROR_IMAGE_DOES_NOT_FIT, 0x20000, 8, "MKL25Z128" },
    { "image in RAM", UL_JOB_PROGRAM, UL_SCOPE_NEEDED, 0x1FFFF000, 16, UL_ERROR_IMAGE_DOES_NOT_FIT,
      0x1FFFF000, 16, "RAM" },
    { "image at the very top", UL_JOB_VERIFY, UL_SCOPE_NEEDED, 0xFFFFFFF0, 16,
      UL_ERROR_IMAGE_DOES_NOT_FIT, 0xFFFFFFF0, 16, "0xFFFFFFF0–0xFFFFFFFF is in no memory" },
    { "erase range behind the flash", UL_JOB_ERASE, UL_SCOPE_RANGE, 0x1FC00, 0x401,
      UL_ERROR_IMAGE_DOES_NOT_FIT, 0x20000, 1, "0x00020000" },
    { "read range outside", UL_JOB_READ, UL_SCOPE_RANGE, 0x40000000, 4, UL_ERROR_IMAGE_DOES_NOT_FIT,
      0x40000000, 4, "0x40000000" },
    { "empty range", UL_JOB_ERASE, UL_SCOPE_RANGE, 0x400, 0, UL_ERROR_USAGE, 0, 0, "empty" },
    { "nothing to program", UL_JOB_PROGRAM, UL_SCOPE_ALL, 0, 0, UL_ERROR_USAGE, 0, 0,
      "no firmware" },
    { "nothing to erase", UL_JOB_ERASE, UL_SCOPE_NEEDED, 0, 0, UL_ERROR_USAGE, 0, 0,
      "no firmware" },
};

static void
job_is_refused (void **state)
{
    const RefusedCase *c = *state;
    g_autoptr (World) world = world_new ("MKL25Z128", c->kind);
    guint8 bytes[16] = { 0 };
    guint32 address = 0, size = 0;

    world->spec->scope = c->scope;
    world->spec->range_start = c->address;
    world->spec->range_size = c->size;
    if (c->scope != UL_SCOPE_RANGE && c->size > 0)
        world_add (world, c->address, bytes, c->size);
    g_autoptr (UlPlan) plan = world_plan (world);

    assert_null (plan);
    assert_error (world->error, UL_ERROR, (int) c->code);
    assert_int_equal (ul_error_get_where (world->error, &address, &size), c->where_size > 0);
    assert_int_equal (address, c->where);
    assert_int_equal (size, c->where_size);
    if (strstr (world->error->message, c->words) == NULL)
        fail_msg ("no \"%s\" in: %s", c->words, world->error->message);
}

static void
range_of_a_program_job_is_checked_too (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0x2000, 16, 1);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 0x20000;
    world->spec->range_size = 4;
    g_autoptr (UlPlan) plan = world_plan (world);

    assert_null (plan);
    assert_error (world->error, UL_ERROR, UL_ERROR_IMAGE_DOES_NOT_FIT);
}

static void
image_over_two_regions_fits (void **state)
{
    g_autoptr (World) world = world_new ("MK64FX512", UL_JOB_PROGRAM);
    static const guint8 bytes[8] = { 1 };
    world_add (world, 0x1000, bytes, sizeof bytes);
    world_add (world, 0x10000000, bytes, sizeof bytes);
    g_autoptr (UlPlan) plan =
        ul_plan_new (world->device, world->spec, NULL, NULL, NULL, NULL, &world->error);

    assert_no_error (world->error);
    assert_int_equal (plan->steps->len, 2);
    assert_int_equal (step_at (plan, 1)->sector, 128);
    assert_int_equal (step_at (plan, 1)->address, 0x10000000);
}

static void
verify_looks_only (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_VERIFY);
    fill (world->flash, 128 * 1024, 3);
    world_add (world, 0x2010, world->flash + 0x2010, 0x800);
    world->spec->scope = UL_SCOPE_ALL;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 3);
    for (guint i = 0; i < 3; i++) {
        const UlStep *step = step_at (plan, i);
        assert_int_equal (step->kind, UL_STEP_NONE);
        assert_int_equal (step->reason, UL_REASON_IN_FILE);
        assert_memory_equal (step->data, world->flash + step->address, step->size);
        assert_int_equal (step->data_crc, world->facts[step->sector].crc);
        assert_true (step->predicted_us > 0);
    }
    assert_int_equal (plan->n_erase + plan->n_program + plan->n_skip, 0);
    assert_false (plan->erase_all);
}

static void
read_names_its_sectors (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_READ);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 0x3FF;
    world->spec->range_size = 2;
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 2);
    assert_step (plan, 0, UL_STEP_NONE, UL_REASON_RANGE);
    assert_int_equal (world->n_reads, 0);
}

static void
connect_plans_nothing (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_CONNECT);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 0);
    assert_int_equal (plan->predicted_us, 0);
}

static void
specs_are_copied_whole (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world_add_filled (world, 0, 16, 1);
    world->spec->range_size = 5;
    world_choose_sectors (world, 7, 7);
    g_autoptr (UlJobSpec) copy = ul_job_spec_copy (world->spec);
    g_autoptr (UlJobSpec) plain = ul_job_spec_new (UL_JOB_READ);
    g_autoptr (UlJobSpec) plain_copy = ul_job_spec_copy (plain);

    assert_ptr_equal (copy->image, world->spec->image);
    assert_int_equal (copy->range_size, 5);
    assert_int_equal (plain_copy->kind, UL_JOB_READ);
    assert_true (ul_job_spec_has_sector (copy, 7));
    assert_false (ul_job_spec_has_sector (copy, 6));
    assert_false (ul_job_spec_has_sector (copy, 8));
    assert_null (plain_copy->image);
}

static void
every_reason_has_words (void **state)
{
    for (int reason = UL_REASON_NONE; reason <= UL_REASON_CONFIG; reason++)
        assert_true (strlen (ul_step_reason_to_text (reason)) > 3);
    assert_string_equal (ul_step_reason_to_text (UL_REASON_MATCHES), "already matches");
}

static const struct CMUnitTest others[] = {
    cmocka_unit_test (blank_sectors_are_programmed_without_erase),
    cmocka_unit_test (equal_sectors_are_skipped),
    cmocka_unit_test (identical_image_touches_nothing),
    cmocka_unit_test (image_of_erased_bytes_only_erases),
    cmocka_unit_test (blank_units_are_not_counted),
    cmocka_unit_test (unknown_content_is_rewritten),
    cmocka_unit_test (crc_of_a_blank_sector_means_blank),
    cmocka_unit_test (other_bytes_of_a_sector_are_preserved),
    cmocka_unit_test (nothing_is_read_where_nothing_is_kept),
    cmocka_unit_test (partly_defined_sector_that_matches_is_skipped),
    cmocka_unit_test (last_sector_of_a_programmed_file_matches_unread),
    cmocka_unit_test (preview_knows_what_it_does_not_know),
    cmocka_unit_test (failed_read_ends_the_plan),
    cmocka_unit_test (range_of_a_program_job_is_checked_too),
    cmocka_unit_test (image_over_two_regions_fits),
    cmocka_unit_test (verify_looks_only),
    cmocka_unit_test (read_names_its_sectors),
    cmocka_unit_test (connect_plans_nothing),
    cmocka_unit_test (specs_are_copied_whole),
    cmocka_unit_test (every_reason_has_words),
};

int
main (void)
{
    g_autoptr (GArray) tests = g_array_new (FALSE, FALSE, sizeof (struct CMUnitTest));

    g_array_append_vals (tests, others, G_N_ELEMENTS (others));
    for (gsize i = 0; i < G_N_ELEMENTS (refused_cases); i++)
        add_case (tests, refused_cases[i].name, job_is_refused, &refused_cases[i]);
    return _cmocka_run_group_tests ("plan", (const struct CMUnitTest *) tests->data, tests->len,
                                    NULL, NULL);
}
