/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The flash drivers on chips of one kind only. */
#include "flash-world.h"

#include "ul-error.h"

#include <string.h>

static const Variant kl25 = { "MKL25Z128xxx4", UL_FLASH_DEFAULT, 0, FALSE };
static const Variant k64 = { "MK64FN1M0xxx12", UL_FLASH_DEFAULT, 0, FALSE };

static void
works_without_ram (void **state)
{
    World *world = world_new (&kl25);
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;

    world->chip->no_ram = TRUE;
    world_open_flash (world);
    assert_false (ul_flash_uses_loader (world->flash));
    world_set_work (world, work, TRUE, TRUE);
    ul_flash_run (world->flash, work, 2, NULL, NULL, &error);
    assert_no_error (error);
    assert_memory_equal (world->chip->flash, world->image, 2 * world->sector_size);
    world_free (world);
}

static void
works_on_a_chip_with_hardly_any_ram (void **state)
{
    Variant tiny = kl25;

    tiny.ram_size = 0x1400; /* 1 KiB above the boundary, 4 KiB below */
    World *world = world_new (&tiny);
    world_open_flash (world);
    assert_true (ul_flash_uses_loader (world->flash));
    world_free (world);
}

static void
tells_a_reset_under_the_routine (void **state)
{
    World *world = world_new (&kl25);
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;

    world_open_flash (world);
    world_set_work (world, work, TRUE, TRUE);
    world->chip->reset_after = 2;
    assert_false (ul_flash_run (world->flash, work, N_SECTORS, NULL, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_LOADER_FAILED);
    assert_non_null (strstr (error->message, "reset"));
    world_free (world);
}

#define PMC_REGSC 0x4007D002u
#define MC_PMCTRL 0x4007E003u /* where others have SMC_PMSTAT */

/* Opens a K60 of 100 MHz and some revision, which is in very low power mode by PMC_REGSC. */
static gboolean
open_slow_k60 (guint revision, gboolean *told)
{
    World *world = world_new (&k64);
    g_autoptr (GError) error = NULL;

    world_connect (world);
    world->target->ids.sdid = 0x140 | revision << 12;
    g_hash_table_insert (world->chip->registers, GUINT_TO_POINTER (PMC_REGSC),
                         GUINT_TO_POINTER (0x08));
    world->flash = ul_flash_open_full (world->target, &world->device,
                                       UL_FLASH_NO_RESET | UL_FLASH_NO_LOADER, &error);
    gboolean ok = world->flash != NULL;
    *told = g_hash_table_contains (world->chip->registers, GUINT_TO_POINTER (MC_PMCTRL));
    world_free (world);
    return ok;
}

static void
first_k60_is_taken_out_of_low_power_in_its_own_way (void **state)
{
    gboolean told = FALSE;

    assert_true (open_slow_k60 (7, &told));
    assert_true (told);
    /* later ones have an SMC, which says that they run */
    assert_true (open_slow_k60 (8, &told));
    assert_false (told);
}

static void
has_no_driver_for_other_controllers (void **state)
{
    World *world = world_new (&kl25);
    g_autoptr (GError) error = NULL;

    world_connect (world);
    world->device.controller = UL_CONTROLLER_NONE;
    assert_null (ul_flash_open (world->target, &world->device, &error));
    assert_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED);
    world_free (world);
}

static void
has_a_driver_for_what_the_table_promises (void **state)
{
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++) {
        g_autoptr (GError) error = NULL;
        UlFlashModel model;
        gboolean promised = all[i]->support[UL_ACTION_PROGRAM] != UL_SUPPORT_NONE;

        if (ul_flash_model_init (&model, all[i], &error) != promised)
            fail_msg ("%s: %s", all[i]->name, error != NULL ? error->message : "has a driver");
        if (promised)
            assert_true (model.unit == all[i]->regions[0].unit);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (works_without_ram),
        cmocka_unit_test (works_on_a_chip_with_hardly_any_ram),
        cmocka_unit_test (tells_a_reset_under_the_routine),
        cmocka_unit_test (first_k60_is_taken_out_of_low_power_in_its_own_way),
        cmocka_unit_test (has_no_driver_for_other_controllers),
        cmocka_unit_test (has_a_driver_for_what_the_table_promises),
    };

    return cmocka_run_group_tests_name ("flash singles", tests, NULL, NULL);
}
