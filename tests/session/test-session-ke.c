/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What KE0x chips have for themselves: EEPROM, a configuration field of their own order, a flash
 * clock that must be right, and names that do not tell how large they are. */
#include "board-world.h"
#include "own-folders.h"
#include "ul-backup.h"
#include "ul-error.h"

#include <string.h>

#define KE02     "frdm-ke02z"
#define EEPROM   0x10000000u
#define N_EEPROM 256u
#define FCF      0x400u
#define EEPROT   0x40Cu

static guint8 *
eeprom_of (World *world)
{
    return world->flash + world->size; /* regions follow one another */
}

static void
fill_eeprom (World *world, guint seed)
{
    for (guint i = 0; i < N_EEPROM; i++)
        eeprom_of (world)[i] = i * 7 + seed;
    world_fill (world, 0, world->size, 1);
}

static void
ask_for_eeprom (World *world, guint32 offset, const guint8 *data, guint32 size)
{
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("eeprom", EEPROM + offset, data, size);
}

static void
ask_for_range (World *world, UlJobKind kind, guint32 start, guint32 size)
{
    world_ask (world, kind);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = start;
    world->spec->range_size = size;
}

/* --- EEPROM --- */

static void
eeprom_takes_82_bytes_and_keeps_the_rest (void **state)
{
    g_autoptr (World) world = world_new (KE02);
    guint8 data[82];

    fill_eeprom (world, 3);
    g_autofree guint8 *before = g_memdup2 (eeprom_of (world), N_EEPROM);
    for (guint i = 0; i < sizeof data; i++)
        data[i] = 200 - i;
    ask_for_eeprom (world, 1, data, sizeof data);
    world_must_run (world);

    memcpy (before + 1, data, sizeof data);
    assert_memory_equal (eeprom_of (world), before, N_EEPROM);
    assert_true (world_holds (world, 0, world->size, 1));
    assert_int_equal (world->result->n_programmed, 42);
    assert_int_equal (world->result->n_verified, 42);
    assert_int_equal (world->result->n_preserved, 2);
    assert_int_equal (world_counts (world).refusals, 0);

    world_must_run (world);
    assert_int_equal (world->result->n_programmed, 0);
    assert_int_equal (world->result->n_skipped, 42);
}

static void
eeprom_and_flash_come_in_one_file (void **state)
{
    g_autoptr (World) world = world_new (KE02);
    g_autofree guint8 *code = world_make_data (world, 0, 0x1000, 5);
    static const guint8 numbers[4] = { 1, 2, 3, 4 };
    UlImage *parts[2] = { ul_image_new_from_data ("code", 0, code, 0x1000),
                          ul_image_new_from_data ("numbers", EEPROM + 0x20, numbers, 4) };
    g_autoptr (GError) error = NULL;

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_merge (parts, 2, &error);
    assert_no_error (error);
    world_must_run (world);
    assert_true (world_holds (world, 0, 0x1000, 5));
    assert_memory_equal (eeprom_of (world) + 0x20, numbers, 4);
    g_object_unref (parts[0]);
    g_object_unref (parts[1]);
}

static void
eeprom_is_erased_by_sectors_of_two_bytes (void **state)
{
    g_autoptr (World) world = world_new (KE02);

    fill_eeprom (world, 9);
    ask_for_range (world, UL_JOB_ERASE, EEPROM + 0x10, 0x10);
    world_must_run (world);
    assert_int_equal (world->result->n_erased, 8);
    for (guint i = 0; i < N_EEPROM; i++)
        assert_int_equal (eeprom_of (world)[i],
                          i >= 0x10 && i < 0x20 ? 0xFF : (guint8) (i * 7 + 9));
}

static void
eeprom_is_read (void **state)
{
    g_autoptr (World) world = world_new (KE02);
    guint8 data[N_EEPROM];

    fill_eeprom (world, 4);
    ask_for_range (world, UL_JOB_READ, EEPROM, N_EEPROM);
    world_must_run (world);
    assert_int_equal (ul_image_read (world->result->data, EEPROM, N_EEPROM, data, NULL), N_EEPROM);
    assert_memory_equal (data, eeprom_of (world), N_EEPROM);
}

static void
eeprom_that_eeprot_protects_is_left_alone (void **state)
{
    g_autoptr (World) world = world_new (KE02);
    static const guint8 data[4] = { 9, 8, 7, 6 };

    fill_eeprom (world, 1);
    world_set_byte (world, EEPROT, 0x01); /* 64 bytes */
    ask_for_eeprom (world, 62, data, sizeof data);
    world_fails (world, UL_ERROR_FLASH_PROTECTED);
    assert_int_equal (world->result->problem->address, EEPROM + 62);
    assert_false (world->result->touched);

    world->spec->skip_protected = TRUE;
    world_must_run (world);
    assert_int_equal (eeprom_of (world)[62], (guint8) (62 * 7 + 1));
    assert_memory_equal (eeprom_of (world) + 64, data + 2, 2);
    assert_int_equal (world_counts (world).refusals, 0);
}

static void
eeprom_comes_back_from_the_backup (void **state)
{
    g_autoptr (World) world = world_new (KE02);

    fill_eeprom (world, 11);
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size + N_EEPROM);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    world_must_run (world);
    assert_int_equal (world_counts (world).erase_alls, 1); /* which takes the EEPROM as well */
    for (guint i = 0; i < N_EEPROM; i++)
        assert_int_equal (eeprom_of (world)[i], 0xFF);
    assert_non_null (world->result->backup);

    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_backup_load (backup, NULL);
    world_must_run (world);
    assert_memory_equal (world->flash, before, world->size + N_EEPROM);
}

static void
eeprom_is_not_lost_to_the_erase_of_flash (void **state)
{
    g_autoptr (World) world = world_new (KE02);

    fill_eeprom (world, 6);
    world_ask_to_program (world, 0, world->size, 2);
    world_must_run (world);
    assert_int_equal (world_counts (world).erase_alls, 0);
    assert_int_equal (eeprom_of (world)[0], 6);
    assert_true (world_holds (world, 0, world->size, 2));
}

static void
eeprom_goes_with_an_unlock (void **state)
{
    g_autoptr (World) world = world_new (KE02);

    fill_eeprom (world, 6);
    world_set_byte (world, world->fsec, 0xFF);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    for (guint i = 0; i < N_EEPROM; i++)
        assert_int_equal (eeprom_of (world)[i], 0xFF);
    assert_int_equal (world->result->n_verified, 256);
}

/* --- the configuration field --- */

static void
chip_stays_open_after_a_stop (void **state)
{
    g_autoptr (World) world = world_new (KE02);

    world_fill (world, 0, 0x4000, 1);
    world_ask_to_program (world, 0, 0x4000, 2);
    world->cancel_at_erases = 5;
    world_run (world);
    assert_true (world->result->cancelled);
    assert_int_equal (world->flash[world->fsec] & 3, 2);

    world->cancel_at_erases = 0;
    g_cancellable_reset (world->cancellable);
    world_must_run (world);
    assert_true (world_holds (world, 0, 0x4000, 2));
}

static void
file_that_leaves_fsec_out_does_not_lock (void **state)
{
    g_autoptr (World) world = world_new (KE02);
    static const guint8 data[4] = { 1, 2, 3, 4 };

    world_fill (world, 0, world->size, 1);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("near", FCF + 0x20, data, sizeof data);
    world_must_run (world);
    assert_int_equal (world->flash[world->fsec], 0xFE);

    ask_for_range (world, UL_JOB_ERASE, FCF, 0x200);
    world_must_run (world);
    assert_int_equal (world->flash[world->fsec], 0xFE);
    assert_true (world_is_blank (world, FCF, world->fsec - FCF));
}

static void
file_that_locks_is_asked_about (void **state)
{
    g_autoptr (World) world = world_new (KE02);
    guint8 field[16];

    memset (field, 0xFF, sizeof field);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("locks", FCF, field, sizeof field);
    world_fails (world, UL_ERROR_WOULD_LOCK);
    assert_int_equal (world->result->problem->address, world->fsec);
    world->spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    world_must_run (world);
    assert_int_equal (world->flash[world->fsec], 0xFF);
}

/* --- names and sizes --- */

static void
nobody_guesses_how_large_the_chip_is (void **state)
{
    g_autoptr (World) world = world_new (KE02);

    world_ask (world, UL_JOB_CONNECT);
    ul_session_set_device (world->session, ul_devices_find ("MKE06Z128xxx4"));
    world_fails (world, UL_ERROR_TARGET_WRONG_CHIP);
    assert_non_null (strstr (world->result->problem->cause, "a KE"));
    ul_session_set_device (world->session, ul_devices_find ("MKE02Z32xxx4"));
    world_must_run (world); /* as far as the chip itself can tell */
    ul_session_set_device (world->session, NULL);
    world_must_run (world); /* by the board */
    assert_string_equal (world_chip (world)->found->name, "MKE02Z64xxx4");
    assert_int_equal (world_chip (world)->ids.sdid >> 24, 0x02);
}

/* --- a kibibyte of RAM is too little for the routine --- */

static void
smallest_chip_works_through_the_debug_port (void **state)
{
    g_autoptr (World) world = world_new ("frdm-ke04z");

    world_fill (world, 0, world->size, 1);
    world_ask_to_program (world, 0, world->size, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, world->size, 2));
    assert_int_equal (world_counts (world).refusals, 0);
    assert_int_equal (world_counts (world).misclocked, 0);

    world_set_byte (world, world->fsec, 0xFF);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_int_equal (world->flash[world->fsec], 0xFE);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (eeprom_takes_82_bytes_and_keeps_the_rest),
        cmocka_unit_test (eeprom_and_flash_come_in_one_file),
        cmocka_unit_test (eeprom_is_erased_by_sectors_of_two_bytes),
        cmocka_unit_test (eeprom_is_read),
        cmocka_unit_test (eeprom_that_eeprot_protects_is_left_alone),
        cmocka_unit_test (eeprom_comes_back_from_the_backup),
        cmocka_unit_test (eeprom_is_not_lost_to_the_erase_of_flash),
        cmocka_unit_test (eeprom_goes_with_an_unlock),
        cmocka_unit_test (chip_stays_open_after_a_stop),
        cmocka_unit_test (file_that_leaves_fsec_out_does_not_lock),
        cmocka_unit_test (file_that_locks_is_asked_about),
        cmocka_unit_test (nobody_guesses_how_large_the_chip_is),
        cmocka_unit_test (smallest_chip_works_through_the_debug_port),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-ke", tests, NULL, NULL);
}
