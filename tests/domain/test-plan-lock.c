/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lock bytes and write protection in a plan. */
#include "plan-world.h"

#define FSEC 0x40C

/* A file with this FSEC, and otherwise erased bytes in the field; 1 KiB at 0x400. */
static void
add_file (World *world, guint8 fsec)
{
    guint8 data[1024];
    fill (data, sizeof data, 1);
    memset (data, 0xFF, 16);
    data[12] = fsec;
    world_add (world, 0x400, data, sizeof data);
}

typedef struct {
    const char *name;
    guint8 fsec;
    UlLockBytes lock_bytes;
    gboolean confirmed;
    UlErrorCode code; /* 0: planned */
    guint8 written;
    UlForecastKind forecast;
} LockCase;

static const LockCase lock_cases[] = {
    { "open file", 0xFE, UL_LOCK_BYTES_ASK, FALSE, 0, 0xFE, UL_FORECAST_OPEN },
    { "open with mass erase off", 0xEE, UL_LOCK_BYTES_AS_FILE, FALSE, 0, 0xEE, UL_FORECAST_OPEN },
    { "locking file is asked about", 0xFF, UL_LOCK_BYTES_ASK, FALSE, UL_ERROR_WOULD_LOCK, 0, 0 },
    { "a confirmation for ever is none for now", 0xFF, UL_LOCK_BYTES_ASK, TRUE, UL_ERROR_WOULD_LOCK,
      0, 0 },
    { "locking file as it is", 0xFF, UL_LOCK_BYTES_AS_FILE, FALSE, 0, 0xFF, UL_FORECAST_LOCKS },
    { "locking file kept unlocked", 0xFF, UL_LOCK_BYTES_KEEP_UNLOCKED, FALSE, 0, 0xFE,
      UL_FORECAST_OPEN },
    { "for ever is asked about", 0x64, UL_LOCK_BYTES_ASK, FALSE, UL_ERROR_WOULD_LOCK_FOREVER, 0,
      0 },
    { "for ever needs the typed word", 0x64, UL_LOCK_BYTES_AS_FILE, FALSE,
      UL_ERROR_WOULD_LOCK_FOREVER, 0, 0 },
    { "the typed word alone is not enough", 0x64, UL_LOCK_BYTES_ASK, TRUE,
      UL_ERROR_WOULD_LOCK_FOREVER, 0, 0 },
    { "for ever, confirmed", 0x64, UL_LOCK_BYTES_AS_FILE, TRUE, 0, 0x64,
      UL_FORECAST_LOCKS_FOREVER },
    { "for ever kept unlocked", 0xEF, UL_LOCK_BYTES_KEEP_UNLOCKED, FALSE, 0, 0xFE,
      UL_FORECAST_OPEN },
    { "open file stays as it is", 0xDE, UL_LOCK_BYTES_KEEP_UNLOCKED, FALSE, 0, 0xDE,
      UL_FORECAST_OPEN },
};

static void
lock_bytes_are_heeded (void **state)
{
    const LockCase *c = *state;
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    guint32 address = 0, size = 0;

    add_file (world, c->fsec);
    world->spec->lock_bytes = c->lock_bytes;
    world->spec->lock_forever_confirmed = c->confirmed;
    world_look (world);
    g_autoptr (UlPlan) plan = world_plan (world);

    if (c->code != 0) {
        assert_error (world->error, UL_ERROR, (int) c->code);
        assert_true (ul_error_get_where (world->error, &address, &size));
        assert_int_equal (address, FSEC);
        assert_int_equal (size, 1);
        assert_non_null (strstr (world->error->message, "0x0000040C"));
        return;
    }
    assert_no_error (world->error);
    world_run (world, plan);
    assert_int_equal (world->flash[FSEC], c->written);
    assert_int_equal (plan->forecast.kind, c->forecast);
    assert_int_equal (plan->forecast.fcf.fsec, c->written);
    assert_int_equal (step_of (plan, 1)->data_crc, crc32 (0, step_of (plan, 1)->data, 1024));
}

static void
kept_unlocked_content_matches_next_time (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    add_file (world, 0xFF);
    world->spec->lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED;
    world_look (world);
    g_autoptr (UlPlan) first = world_must_plan (world);
    world_run (world, first);
    world_look (world);
    g_autoptr (UlPlan) again = world_must_plan (world);

    assert_step (again, 1, UL_STEP_SKIP, UL_REASON_MATCHES);
    world->spec->kind = UL_JOB_VERIFY;
    g_autoptr (UlPlan) verify = world_must_plan (world);
    assert_int_equal (step_of (verify, 1)->data_crc, world->facts[1].crc);
}

static void
verify_never_asks (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_VERIFY);
    add_file (world, 0x64);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (step_of (plan, 1)->data[12], 0x64);
}

static void
partial_field_keeps_the_chips_bytes (void **state)
{
    static const guint8 prot[4] = { 0xFE, 0xFF, 0xFF, 0xFF };
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world->flash[FSEC] = 0xFE;
    world->flash[0x40D] = 0x3D;
    world_add (world, 0x408, prot, sizeof prot);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);

    assert_true (plan->forecast.partial);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_PROTECTS);
    assert_int_equal (plan->forecast.n_protected_sectors, 4);
    assert_int_equal (world->flash[0x408], 0xFE);
    assert_int_equal (world->flash[FSEC], 0xFE);
    assert_int_equal (world->flash[0x40D], 0x3D);
}

/* The facts' trap: 0x400-0x40B only, onto an erased chip. */
static void
partial_field_on_an_erased_chip_would_lock (void **state)
{
    guint8 bytes[12];
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    memset (bytes, 0xFF, sizeof bytes);
    bytes[0] = 0x12;
    world_add (world, 0x400, bytes, sizeof bytes);
    world_look (world);
    g_autoptr (UlPlan) refused = world_plan (world);

    assert_error (world->error, UL_ERROR, UL_ERROR_WOULD_LOCK);
    assert_non_null (strstr (world->error->message, "leaves byte 0x0000040C out"));
    world->spec->lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED;
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);
    assert_int_equal (world->flash[FSEC], 0xFE);
    assert_int_equal (world->flash[0x400], 0x12);
}

/* What the file leaves out was read from the chip: no byte of ours to expect there. */
static void
verify_of_a_partial_field_expects_the_chips_bytes (void **state)
{
    guint8 bytes[12];
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_VERIFY);
    memset (bytes, 0xFF, sizeof bytes);
    world->flash[FSEC] = 0xBE;
    world_add (world, 0x400, bytes, sizeof bytes);
    world->spec->lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (step_of (plan, 1)->data[12], 0xBE);
}

static void
preview_without_content_can_keep_unlocked (void **state)
{
    guint8 bytes[16];
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    memset (bytes, 0xFF, sizeof bytes);
    world_add (world, 0x400, bytes, sizeof bytes);
    g_autoptr (UlPlan) asked =
        ul_plan_new (world->device, world->spec, NULL, NULL, NULL, NULL, &world->error);

    assert_null (asked);
    assert_error (world->error, UL_ERROR, UL_ERROR_WOULD_LOCK);
    g_clear_error (&world->error);
    world->spec->lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED;
    g_autoptr (UlPlan) plan =
        ul_plan_new (world->device, world->spec, NULL, NULL, NULL, NULL, &world->error);
    assert_no_error (world->error);
    assert_null (step_of (plan, 1)->data);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_OPEN);
}

static void
preview_forecasts_by_the_field_that_was_read (void **state)
{
    static const guint8 prot[4] = { 0xFE, 0xFF, 0xFF, 0xFF };
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world->flash[FSEC] = 0xFE;
    world_look (world);
    world_add (world, 0x408, prot, sizeof prot);
    g_autoptr (UlPlan) plan = ul_plan_new (world->device, world->spec, &world->protection, NULL,
                                           NULL, NULL, &world->error);

    assert_no_error (world->error);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_PROTECTS);
}

/* Here the field is inside its sector, not at its start. */
static void
k64_field_is_found_in_its_sector (void **state)
{
    g_autoptr (World) world = world_new ("MK64FN1M0", UL_JOB_ERASE);
    fill (world->flash, 8192, 3);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_size = 0x1000;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);

    assert_int_equal (world->flash[FSEC], 0xFE);
    assert_int_equal (world->flash[12], 0xFF);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_OPEN);
    assert_int_equal (plan->forecast.n_protected_sectors, 0);
}

static void
field_that_nobody_defines_is_made_safe (void **state)
{
    static const guint8 bytes[4] = { 1, 2, 3, 4 };
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    fill (world->flash + 0x600, 0x200, 1);
    world_add (world, 0x500, bytes, sizeof bytes); /* the sector, not the field */
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);

    assert_int_equal (world->flash[FSEC], 0xFE);
    assert_int_equal (world->flash[0x500], 1);
}

static void
field_in_the_sector_is_preserved (void **state)
{
    static const guint8 bytes[4] = { 1, 2, 3, 4 };
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world->flash[FSEC] = 0xBE;
    world->flash[0x409] = 0x7F;
    world->flash[0x500] = 0x55;
    world_add (world, 0x500, bytes, sizeof bytes);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);

    assert_int_equal (plan->forecast.kind, UL_FORECAST_NO_CHANGE);
    assert_int_equal (world->flash[FSEC], 0xBE);
    assert_int_equal (world->flash[0x409], 0x7F);
}

static void
ke0x_has_fsec_elsewhere (void **state)
{
    g_autoptr (World) world = world_new ("MKE06Z128", UL_JOB_ERASE);
    fill (world->flash, 2048, 3);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 0x400;
    world->spec->range_size = 0x200;
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);

    assert_int_equal (world->flash[0x40C], 0xFF);
    assert_int_equal (world->flash[0x40E], 0xFE);
}

/* A chip whose lowest four sectors are protected, and a file for the lowest fifteen. */
static World *
bootloader_world (void)
{
    World *world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    fill (world->flash, 15 * 1024, 3);
    memset (world->flash + 0x400, 0xFF, 16);
    world->flash[FSEC] = 0xFE;
    world->protection.fprot = 0xFFFFFFFE;
    world_add_filled (world, 0, 15 * 1024, 1);
    world_look (world);
    return world;
}

static void
protected_sectors_stop_the_plan (void **state)
{
    g_autoptr (World) world = bootloader_world ();
    g_autoptr (UlPlan) plan = world_plan (world);
    guint32 address = 1, size = 0;

    assert_error (world->error, UL_ERROR, UL_ERROR_FLASH_PROTECTED);
    assert_true (g_str_has_prefix (world->error->message, "4 of 15 sectors are protected"));
    assert_non_null (strstr (world->error->message, "0x00000000–0x00000FFF"));
    assert_true (ul_error_get_where (world->error, &address, &size));
    assert_int_equal (address, 0);
    assert_int_equal (size, 0x1000);
    const char *const *details = ul_error_get_details (world->error);
    assert_string_equal (details[0], "protected");
    assert_string_equal (details[1], "4");
    assert_string_equal (details[3], "15");
}

static void
protected_sectors_that_match_are_not_in_the_way (void **state)
{
    g_autoptr (World) world = bootloader_world ();
    ul_image_read (world->spec->image, 0, 0x1000, world->flash, NULL);
    world_look (world);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->n_skip, 4);
    assert_int_equal (plan->n_program, 11);
    assert_int_equal (plan->n_protected, 0);
    assert_true (step_of (plan, 0)->was_protected);
}

static void
protected_sectors_are_left_out_on_request (void **state)
{
    g_autoptr (World) world = bootloader_world ();
    guint8 before[0x1000];
    memcpy (before, world->flash, sizeof before);
    world->spec->skip_protected = TRUE;
    g_autoptr (UlPlan) plan = world_must_plan (world);
    world_run (world, plan);

    assert_int_equal (plan->n_protected, 4);
    assert_int_equal (plan->n_program, 11);
    assert_int_equal (plan->n_skip, 0);
    assert_step (plan, 3, UL_STEP_SKIP, UL_REASON_PROTECTED);
    assert_step (plan, 4, UL_STEP_REWRITE, UL_REASON_IN_FILE);
    assert_memory_equal (world->flash, before, sizeof before);
}

static void
unlock_first_plans_on_a_blank_chip (void **state)
{
    g_autoptr (World) world = bootloader_world ();
    world->spec->unlock_first = TRUE;
    g_autoptr (UlPlan) plan = world_must_plan (world);
    g_autoptr (GArray) order = ul_plan_get_order (plan);

    assert_int_equal (plan->n_program, 15);
    assert_step (plan, 0, UL_STEP_PROGRAM, UL_REASON_IN_FILE);
    /* the mass erase wrote FSEC already: writing over it is not allowed */
    assert_step (plan, 1, UL_STEP_REWRITE, UL_REASON_IN_FILE);
    assert_int_equal (plan->n_erase, 1);
    assert_int_equal (world->n_reads, 0);
    assert_false (plan->erase_all);
    assert_int_equal (g_array_index (order, guint, order->len - 1), 1);
    g_autofree char *summary = ul_plan_summarize (plan);
    assert_string_equal (summary, "Will erase the whole chip and write 15.0 KiB");
}

static void
unlock_first_keeps_what_the_mass_erase_wrote (void **state)
{
    static const guint8 bytes[4] = { 1, 2, 3, 4 };
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world->spec->unlock_first = TRUE;
    world_add (world, 0x500, bytes, sizeof bytes);
    world_add_filled (world, 0x2000, 1024, 1);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 2);
    assert_int_equal (step_of (plan, 1)->data[12], 0xFE);
    assert_false (step_of (plan, 1)->preserves);
}

static void
unlock_first_erases_nothing_twice (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    world->spec->unlock_first = TRUE;
    world->spec->scope = UL_SCOPE_ALL;
    world_add_filled (world, 0x2000, 1024, 1);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->n_erase, 0);
    assert_int_equal (plan->n_program, 1);
    assert_step (plan, 0, UL_STEP_SKIP, UL_REASON_BLANK);
    assert_step (plan, 1, UL_STEP_SKIP, UL_REASON_MATCHES);
}

static void
unlock_first_still_refuses_a_locking_file (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    add_file (world, 0x64);
    world->spec->unlock_first = TRUE;
    g_autoptr (UlPlan) plan = world_plan (world);

    assert_null (plan);
    assert_error (world->error, UL_ERROR, UL_ERROR_WOULD_LOCK_FOREVER);
}

static void
erase_of_protected_sectors_is_refused (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_ERASE);
    fill (world->flash, 128 * 1024, 1);
    world->protection.fprot = 0x7FFFFFFF;
    world->spec->scope = UL_SCOPE_ALL;
    world_look (world);
    g_autoptr (UlPlan) plan = world_plan (world);
    guint32 address = 0, size = 0;

    assert_error (world->error, UL_ERROR, UL_ERROR_FLASH_PROTECTED);
    assert_true (ul_error_get_where (world->error, &address, &size));
    assert_int_equal (address, 0x1F000);
    world->spec->skip_protected = TRUE;
    g_autoptr (UlPlan) rest = world_must_plan (world);
    assert_int_equal (rest->n_erase, 124);
    assert_false (rest->erase_all);
}

#define ADD(cases, function)                                                                       \
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)                                               \
        tests[n++] = (struct CMUnitTest)                                                           \
        {                                                                                          \
            cases[i].name, function, NULL, NULL, (void *) &cases[i]                                \
        }

int
main (void)
{
    struct CMUnitTest tests[64] = {
        cmocka_unit_test (kept_unlocked_content_matches_next_time),
        cmocka_unit_test (verify_never_asks),
        cmocka_unit_test (partial_field_keeps_the_chips_bytes),
        cmocka_unit_test (partial_field_on_an_erased_chip_would_lock),
        cmocka_unit_test (verify_of_a_partial_field_expects_the_chips_bytes),
        cmocka_unit_test (preview_without_content_can_keep_unlocked),
        cmocka_unit_test (preview_forecasts_by_the_field_that_was_read),
        cmocka_unit_test (k64_field_is_found_in_its_sector),
        cmocka_unit_test (unlock_first_erases_nothing_twice),
        cmocka_unit_test (field_that_nobody_defines_is_made_safe),
        cmocka_unit_test (field_in_the_sector_is_preserved),
        cmocka_unit_test (ke0x_has_fsec_elsewhere),
        cmocka_unit_test (protected_sectors_stop_the_plan),
        cmocka_unit_test (protected_sectors_that_match_are_not_in_the_way),
        cmocka_unit_test (protected_sectors_are_left_out_on_request),
        cmocka_unit_test (unlock_first_plans_on_a_blank_chip),
        cmocka_unit_test (unlock_first_keeps_what_the_mass_erase_wrote),
        cmocka_unit_test (unlock_first_still_refuses_a_locking_file),
        cmocka_unit_test (erase_of_protected_sectors_is_refused),
    };
    gsize n = 19;

    ADD (lock_cases, lock_bytes_are_heeded);
    return _cmocka_run_group_tests ("plan-lock", tests, n, NULL, NULL);
}
