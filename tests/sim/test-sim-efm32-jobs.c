/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions on a simulated EFM32G: what they find out, unlock, erase, and refuse. */
#include "family-world.h"

#include <string.h>

#define BOARD "efm32g"
#define PLW   0   /* word of the lock page */
#define ALW   124 /* ... */

static void
set_lock_word (FamilyWorld *world, guint word, guint32 value)
{
    guint32 le = GUINT32_TO_LE (value);

    memcpy (world->flash + world->size + 4 * word, &le, 4);
    family_world_changed (world);
}

static void
an_open_chip_is_identified_and_looked_at (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, FALSE);

    memset (world->flash + 512, 0xFF, 1024);
    family_world_must_run (world, UL_JOB_CONNECT);
    const UlChip *chip = ul_session_get_chip (world->session);
    assert_ptr_equal (chip->found, world->device);
    assert_int_equal (chip->state, UL_SESSION_READY);
    assert_int_equal (chip->protection.lock, UL_LOCK_OPEN);
    assert_int_equal (chip->ids.sdid & 0xFFFFFF, 71 << 16 | 890);
    assert_int_equal (chip->n_facts, 256);
    assert_int_equal (chip->facts[0].content, UL_CONTENT_DATA);
    assert_int_equal (chip->facts[1].content, UL_CONTENT_BLANK);
    assert_int_equal (chip->facts[3].content, UL_CONTENT_DATA);
}

static void
a_locked_chip_is_known_by_its_aap (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    family_world_fails (world, UL_JOB_CONNECT, UL_ERROR_CHIP_LOCKED);
    const UlChip *chip = ul_session_get_chip (world->session);
    assert_ptr_equal (chip->found, world->device); /* as the board is sold with it */
    assert_int_equal (chip->state, UL_SESSION_LOCKED);
    assert_int_equal (chip->ids.ahb_idr, 0x16E60001);
    assert_int_equal (chip->protection.lock, UL_LOCK_SECURED);
    assert_int_equal (family_world_count_mass_erases (world), 0);
}

static void
a_locked_chip_is_unlocked_and_stays_open (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    family_world_must_run (world, UL_JOB_UNLOCK);
    assert_true (family_world_is_blank (world));
    assert_int_equal (family_world_state (world), UL_SESSION_READY);
    assert_int_equal (family_world_count_mass_erases (world), 1);
    assert_int_equal (world->result->n_erased, 256);
    family_world_changed (world); /* power off and on */
    family_world_must_run (world, UL_JOB_CONNECT);
    assert_int_equal (ul_session_get_chip (world->session)->facts[255].content, UL_CONTENT_BLANK);
}

static void
every_mode_unlocks_it (void **state)
{
    static const UlConnectMode modes[] = { UL_CONNECT_AUTO, UL_CONNECT_NORMAL,
                                           UL_CONNECT_UNDER_RESET, UL_CONNECT_CATCH };

    for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
        g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

        ul_session_set_connect_mode (world->session, modes[i]);
        family_world_must_run (world, UL_JOB_UNLOCK);
        assert_true (family_world_is_blank (world));
        family_world_must_run (world, UL_JOB_CONNECT);
    }
}

static void
a_power_failure_in_the_middle_is_made_good_by_the_next (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);
    g_autofree char *fault = g_strdup_printf (
        "brown-out-us=%u", (guint) (ul_sim_chip_get_time_ns (world->chip) / 1000) + 20000);

    family_world_set_fault (world, fault);
    family_world_run (world, UL_JOB_UNLOCK);
    assert_false (world->result->ok);
    assert_false (family_world_is_blank (world));
    assert_int_equal (family_world_count_mass_erases (world), 0);
    family_world_must_run (world, UL_JOB_UNLOCK);
    assert_true (family_world_is_blank (world));
}

static void
a_chip_whose_aap_is_locked_is_told_and_left_alone (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    set_lock_word (world, ALW, 0);
    family_world_fails (world, UL_JOB_CONNECT, UL_ERROR_CHIP_LOCK_UNCLEAR);
    ul_session_set_device (world->session, world->device);
    family_world_fails (world, UL_JOB_CONNECT, UL_ERROR_CHIP_LOCK_UNCLEAR);
    family_world_fails (world, UL_JOB_UNLOCK, UL_ERROR_CHIP_LOCKED_FOREVER);
    assert_int_equal (world->flash[0], 0x5A);
}

static void
a_chip_of_another_maker_is_not_taken_for_it (void **state)
{
    static const char *const others[] = { "MK64FN1M0", "STM32F407VG", "LM3S811" };

    for (guint i = 0; i < G_N_ELEMENTS (others) * 2; i++) {
        g_autoptr (FamilyWorld) world = family_world_new (BOARD, i % 2 == 0);

        ul_session_set_device (world->session, ul_devices_find (others[i / 2]));
        family_world_run (world, UL_JOB_UNLOCK);
        assert_false (world->result->ok);
        assert_int_equal (family_world_count_mass_erases (world), 0);
        assert_int_equal (world->flash[0], 0x5A);
    }
}

/* --- an open chip --- */

static void
an_open_chip_is_erased_page_by_page (void **state)
{
    static const UlJobKind kinds[] = { UL_JOB_UNLOCK, UL_JOB_ERASE };

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
        g_autoptr (FamilyWorld) world = family_world_new (BOARD, FALSE);
        UlSimChipCounts counts;

        family_world_must_run (world, kinds[i]);
        assert_true (family_world_is_blank (world));
        ul_sim_chip_get_counts (world->chip, &counts);
        assert_int_equal (counts.erases, 256);
        assert_int_equal (counts.mass_erases, 0);
        assert_int_equal (family_world_state (world), UL_SESSION_READY);
    }
}

static void
a_locked_page_is_named (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, FALSE);

    set_lock_word (world, PLW, 0xFFFFFFF7); /* page 3 */
    family_world_fails (world, UL_JOB_ERASE, UL_ERROR_FLASH_PROTECTED);
    assert_true (world->result->problem->has_where);
    assert_int_equal (world->result->problem->address, 3 * 512);
    assert_int_equal (world->flash[3 * 512], 0x5A);
}

static void
a_stubborn_page_is_not_taken_for_blank (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    family_world_set_fault (world, "stubborn-sector=0x2400");
    family_world_fails (world, UL_JOB_UNLOCK, UL_ERROR_UNLOCK_FAILED);
    assert_int_equal (world->result->problem->address, 0x2400);
}

static void
programming_is_refused_before_anything_is_touched (void **state)
{
    for (guint locked = 0; locked < 2; locked++) {
        g_autoptr (FamilyWorld) world = family_world_new (BOARD, locked);
        g_autoptr (UlImage) image = ul_image_new_from_data ("test", 0, (guint8[]){ 1, 2 }, 2);
        UlJobSpec *spec = ul_job_spec_new (UL_JOB_PROGRAM);

        spec->image = g_object_ref (image);
        spec->unlock_first = TRUE;
        family_world_run_spec (world, spec);
        assert_false (world->result->ok);
        assert_int_equal (world->result->problem->code, UL_ERROR_NOT_SUPPORTED);
        assert_non_null (strstr (world->result->problem->cause, "not program"));
        assert_int_equal (world->flash[0], 0x5A);
        assert_int_equal (family_world_count_mass_erases (world), 0);
    }
}

/* --- a family that nobody has taught the program --- */

static void
an_unknown_family_is_told_and_nothing_goes_over_the_wire (void **state)
{
    static const char *const names[] = { "STM32F407VG", "nRF52832_xxAA", "ATSAMD21E18A",
                                         "EFM32ZG110F32" };
    static const UlJobKind kinds[] = { UL_JOB_UNLOCK, UL_JOB_ERASE };

    for (guint i = 0; i < G_N_ELEMENTS (names) * 2; i++) {
        g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);
        const UlDevice *device = ul_devices_find (names[i / 2]);
        guint64 before = ul_sim_wire_get_n_bits (ul_sim_board_get_wire (world->board));

        assert_non_null (device);
        ul_session_set_device (world->session, device);
        family_world_fails (world, kinds[i % 2], UL_ERROR_NOT_SUPPORTED);
        assert_int_equal (ul_sim_wire_get_n_bits (ul_sim_board_get_wire (world->board)), before);
        assert_non_null (strstr (world->result->problem->cause, "cannot"));
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_open_chip_is_identified_and_looked_at),
        cmocka_unit_test (a_locked_chip_is_known_by_its_aap),
        cmocka_unit_test (a_locked_chip_is_unlocked_and_stays_open),
        cmocka_unit_test (every_mode_unlocks_it),
        cmocka_unit_test (a_power_failure_in_the_middle_is_made_good_by_the_next),
        cmocka_unit_test (a_chip_whose_aap_is_locked_is_told_and_left_alone),
        cmocka_unit_test (a_chip_of_another_maker_is_not_taken_for_it),
        cmocka_unit_test (an_open_chip_is_erased_page_by_page),
        cmocka_unit_test (a_locked_page_is_named),
        cmocka_unit_test (a_stubborn_page_is_not_taken_for_blank),
        cmocka_unit_test (programming_is_refused_before_anything_is_touched),
        cmocka_unit_test (an_unknown_family_is_told_and_nothing_goes_over_the_wire),
    };

    return cmocka_run_group_tests_name ("sim-efm32-jobs", tests, NULL, NULL);
}
