/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which setting frees which sectors, and the plan that brings it about. */
#include "plan-world.h"

#define KIB 1024

/* An open chip with data in its first sectors, and @value in a byte of its field. */
static World *
new_protected (const char *device, guint index, guint8 value)
{
    World *world = world_new (device, UL_JOB_UNPROTECT);
    guint8 *field = world->flash + world->device->fcf_address;
    UlFcf fcf;

    fill (world->flash, 20 * KIB, 3);
    memset (field, 0xFF, UL_FCF_SIZE);
    field[ul_fcf_get_fsec_index (world->device)] = 0xFE;
    field[index] = value;
    ul_fcf_decode (world->device, field, &fcf);
    ul_fcf_get_protection (&fcf, &world->protection);
    if (world->device->n_regions == 1) /* more than the world's flash is not there to be read */
        world_look (world);
    return world;
}

static gboolean
is_protected (const World *world, const guint8 *field, guint sector)
{
    guint32 address = 0, size = 0;
    UlProtection protection;
    UlFcf fcf;

    ul_fcf_decode (world->device, field, &fcf);
    ul_fcf_get_protection (&fcf, &protection);
    ul_device_get_sector (world->device, sector, &address, &size, NULL);
    return ul_protection_get_range (&protection, world->device, address, size) != UL_PROTECTED_NONE;
}

/* Freed is what was protected and is not any more; nothing is protected that was not. */
static void
check_lift (World *world, const UlLift *lift, const guint8 *chosen, guint at)
{
    const guint8 *before = world->flash + world->device->fcf_address;
    guint n_freed = 0, n_left = 0;

    for (guint i = 0; i < UL_FCF_SIZE; i++)
        assert_true (i == at || lift->field[i] == before[i]);
    for (guint i = 0; i < ul_device_get_n_sectors (world->device); i++) {
        gboolean was = is_protected (world, before, i), is = is_protected (world, lift->field, i);

        assert_true (was || !is);
        assert_false (is && chosen[i]);
        assert_int_equal (lift->freed[i], was && !is);
        n_freed += was && !is;
        n_left += is;
    }
    assert_int_equal (lift->n_freed, n_freed);
    assert_int_equal (lift->n_left, n_left);
}

static void
try_one (World *world, guint sector, guint at)
{
    guint n = ul_device_get_n_sectors (world->device);
    g_autofree guint8 *chosen = g_new0 (guint8, n);
    g_auto (UlLift) lift = { 0 };

    chosen[sector] = 1;
    assert_true (ul_lift_init (&lift, world->device, &world->protection, chosen, NULL));
    check_lift (world, &lift, chosen, at);
}

/* FPROT of FTMRx says windows, of which there are few: what else goes with a sector depends. */
static void
every_setting_of_ke_gives_way (void **state)
{
    for (guint value = 0; value <= 0xFF; value++) {
        g_autoptr (World) world = new_protected ("MKE02Z64xxx4", 13, value);

        for (guint sector = 0; sector < 128; sector += 5)
            try_one (world, sector, 13);
    }
}

static void
every_setting_of_ke_eeprom_gives_way (void **state)
{
    for (guint value = 0; value <= 0xFF; value += 3) {
        g_autoptr (World) world = new_protected ("MKE02Z64xxx4", 12, value);

        for (guint sector = 128; sector < 256; sector += 9)
            try_one (world, sector, 12);
    }
}

static void
every_bit_of_kl25_gives_way (void **state)
{
    for (guint value = 0; value <= 0xFF; value += 7) {
        g_autoptr (World) world = new_protected ("MKL25Z128", 9, value);

        for (guint sector = 0; sector < 128; sector += 3)
            try_one (world, sector, 9);
    }
}

/* --- the plan --- */

static void
rewrites_the_fields_sector_alone (void **state)
{
    g_autoptr (World) world = new_protected ("MKL25Z128", 8, 0xF3);
    g_autofree guint8 *before = g_memdup2 (world->flash, MAX_FLASH);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 1);
    assert_step (plan, 1, UL_STEP_REWRITE, UL_REASON_UNPROTECT);
    assert_true (step_at (plan, 0)->preserves);
    assert_false (plan->unlocks);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_OPEN);
    world_run (world, plan);
    before[0x408] = 0xFF;
    assert_memory_equal (world->flash, before, MAX_FLASH);
}

static void
puts_back_all_that_holds_data (void **state)
{
    g_autoptr (World) world = new_protected ("MKL25Z128", 8, 0xFC);
    g_autofree guint8 *before = g_memdup2 (world->flash, MAX_FLASH);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_true (plan->unlocks);
    assert_int_equal (plan->steps->len, 20);
    assert_step (plan, 0, UL_STEP_PROGRAM, UL_REASON_KEPT);
    assert_step (plan, 1, UL_STEP_REWRITE, UL_REASON_UNPROTECT);
    assert_true (plan->predicted_us > 20 * 10000);
    memset (world->flash, 0xFF, MAX_FLASH); /* what the mass erase does */
    world_run (world, plan);
    before[0x408] = 0xFF;
    assert_memory_equal (world->flash, before, MAX_FLASH);
}

static void
preview_reads_nothing (void **state)
{
    g_autoptr (World) world = new_protected ("MKL25Z128", 8, 0xFC);
    g_autoptr (UlPlan) plan = ul_plan_new (world->device, world->spec, &world->protection,
                                           world->facts, NULL, NULL, NULL);
    g_autofree char *summary = ul_plan_summarize (plan);

    assert_int_equal (plan->lift.n_freed, 8);
    assert_int_equal (plan->forecast.kind, UL_FORECAST_OPEN);
    assert_string_equal (summary, "Will erase the whole chip and write 20 KiB");
}

static void
nothing_protected_is_no_work (void **state)
{
    g_autoptr (World) world = new_protected ("MKL25Z128", 8, 0xFF);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_int_equal (plan->steps->len, 0);
    assert_int_equal (plan->lift.n_freed, 0);
}

static void
its_words_say_what_goes_along (void **state)
{
    g_autoptr (World) world = new_protected ("MKL25Z128", 8, 0xC3);
    guint8 chosen[128] = { 0 };
    g_auto (UlLift) lift = { 0 };

    chosen[9] = 1;
    assert_true (ul_lift_init (&lift, world->device, &world->protection, chosen, NULL));
    g_auto (GStrv) lines = ul_lift_describe (&lift);
    assert_int_equal (g_strv_length (lines), 4);
    assert_string_equal (lines[0], "Protection ends for 0x00002000–0x00002FFF (4 sectors).");
    assert_string_equal (lines[1], "Sectors share protection bits: 3 that were not chosen are "
                                   "lifted together with those that were.");
    assert_string_equal (lines[2], "12 other sectors stay protected.");
    assert_string_equal (lines[3], "Only sector 1 (0x00000400–0x000007FF) is rewritten, where the "
                                   "setting stands; its other bytes are put back.");
}

static void
emulated_eeprom_is_said_to_be_lost (void **state)
{
    const UlDevice *row = ul_devices_find ("MK20DX256xxx7");
    const UlDevice *device = ul_device_divide (row, 32 * KIB, 16 * KIB, 0);
    UlProtection protection = { .have_registers = TRUE,
                                .have_fcf = TRUE,
                                .fprot = 0xFFFFFFFE,
                                .fdprot = 0xFF,
                                .feprot = 0xFF };
    g_autofree guint8 *chosen = g_new0 (guint8, ul_device_get_n_sectors (device));
    g_auto (UlLift) lift = { 0 };

    chosen[0] = 1;
    memset (protection.fcf, 0xFF, UL_FCF_SIZE);
    protection.fcf[8] = 0xFE;
    protection.fcf[12] = 0xFE;
    assert_true (ul_lift_init (&lift, device, &protection, chosen, NULL));
    g_auto (GStrv) lines = ul_lift_describe (&lift);
    assert_true (lift.by_mass_erase);
    assert_string_equal (lines[g_strv_length (lines) - 1],
                         "The emulated EEPROM cannot be put back: what it holds is lost, and the "
                         "division of the FlexNVM with it.");
}

static void
barred_way_is_refused (void **state)
{
    g_autoptr (World) world = new_protected ("MKL25Z128", 8, 0xFC);

    world->protection.fcf[12] = 0xEE;
    assert_null (world_plan (world));
    assert_error (world->error, UL_ERROR, UL_ERROR_CANNOT_LIFT);
}

static void
chip_without_a_field_is_refused (void **state)
{
    g_autoptr (World) world = world_new ("EFM32GG990F1024", UL_JOB_UNPROTECT);

    assert_null (world_plan (world));
    assert_error (world->error, UL_ERROR, UL_ERROR_NOT_SUPPORTED);
}

/* A reset is what lifts it, and would lock a chip that only its key has opened. */
static void
chip_that_the_reset_would_lock_is_refused (void **state)
{
    g_autoptr (World) world = new_protected ("MKL25Z128", 8, 0xF3);

    world->flash[0x40C] = world->protection.fcf[12] = 0xBF;
    world_look (world);
    assert_null (world_plan (world));
    assert_error (world->error, UL_ERROR, UL_ERROR_WOULD_LOCK);
    world->spec->lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED;
    g_autoptr (UlPlan) plan = world_must_plan (world);
    assert_int_equal (step_at (plan, 0)->data[0xC], 0xFE);
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_setting_of_ke_gives_way),
        cmocka_unit_test (every_setting_of_ke_eeprom_gives_way),
        cmocka_unit_test (every_bit_of_kl25_gives_way),
        cmocka_unit_test (rewrites_the_fields_sector_alone),
        cmocka_unit_test (puts_back_all_that_holds_data),
        cmocka_unit_test (preview_reads_nothing),
        cmocka_unit_test (nothing_protected_is_no_work),
        cmocka_unit_test (its_words_say_what_goes_along),
        cmocka_unit_test (emulated_eeprom_is_said_to_be_lost),
        cmocka_unit_test (barred_way_is_refused),
        cmocka_unit_test (chip_without_a_field_is_refused),
        cmocka_unit_test (chip_that_the_reset_would_lock_is_refused),
    };

    return cmocka_run_group_tests_name ("lift", tests, NULL, NULL);
}
