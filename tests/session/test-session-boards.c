/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session's jobs on simulated boards, which refuse what the chip refuses, keep its time, and
 * whose core runs what is in the flash. */
#include "test.h"

#include "board-world.h"
#include "own-folders.h"
#include "two-boards.h"
#include "ul-backup.h"
#include "ul-error.h"

#include <stdio.h>

#define FSEC 0x40C

/* --- what it costs --- */

typedef struct {
    const char *name;
    const char *board;
    double whole_s, same_s, one_s;
} Bar;

static const Bar bars[] = {
    { "KL25Z is programmed within its bars", KL25Z, 2.5, 0.2, 0.25 },
    { "K64F is programmed within its bars", K64F, 7.0, 0.8, 0.8 },
};

static double
seconds (World *world, const char *what)
{
    g_autofree char *line = ul_job_result_describe (world->result);

    printf ("# %s: %.3f s: %s\n", what, world->result->total_us / 1e6, line);
    return world->result->total_us / 1e6;
}

static void
is_quick (void **state)
{
    const Bar *bar = *state;
    g_autoptr (World) world = world_new (bar->board);

    /* What a job wrote is known, so that the next need not read it to keep it. */
    world_fill (world, 0, world->size, 1);
    world_ask_to_program (world, 0, world->size, 2);
    world_must_run (world);
    seconds (world, "whole, over what nobody knows");
    world_ask_to_program (world, 0, world->size, 3);
    world_must_run (world);
    assert_true (seconds (world, "whole, over what is known") <= bar->whole_s);
    assert_true (world_holds (world, 0, world->size, 3));
    assert_non_null (world->result->backup);

    UlSimChipCounts before = world_counts (world);
    world_must_run (world);
    assert_true (seconds (world, "the same again") <= bar->same_s);
    UlSimChipCounts after = world_counts (world);
    assert_int_equal (after.erases + after.erase_alls, before.erases + before.erase_alls);
    assert_int_equal (after.programs + after.sections, before.programs + before.sections);

    g_autofree guint8 *data = world_make_data (world, 0, world->size, 3);
    data[5 * world->sector_size + 9] ^= 0x10;
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("image", 0, data, world->size);
    world_must_run (world);
    assert_true (seconds (world, "one sector") <= bar->one_s);
    assert_int_equal (world->result->n_programmed, 1);
    assert_memory_equal (world->flash, data, world->size);
    assert_int_equal (world_counts (world).refusals, 0);
}

/* --- the jobs --- */

static void
chip_is_identified (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, 4 * world->sector_size, 1);
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    assert_int_equal (world_chip (world)->state, UL_SESSION_READY);
    assert_ptr_equal (world_chip (world)->found, world->device);
    assert_int_equal (world_chip (world)->facts[2].content, UL_CONTENT_DATA);
    assert_int_equal (world_chip (world)->facts[9].content, UL_CONTENT_BLANK);
}

static void
program_is_running_afterwards (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_ask_to_program (world, 0, 4 * world->sector_size, 1);
    world_must_run (world);
    guint64 before = world_counts (world).instructions;
    ul_sim_chip_advance (world->chip, 10 * 1000 * 1000);
    assert_true (world_counts (world).instructions > before);
}

static void
other_bytes_of_a_sector_are_kept (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 at = 6 * world->sector_size;

    world_fill (world, at, world->sector_size, 1);
    g_autofree guint8 *before = g_memdup2 (world->flash + at, world->sector_size);
    world_ask_to_program (world, at + 100, 50, 2);
    world_must_run (world);
    assert_memory_equal (world->flash + at, before, 100);
    assert_true (world_holds (world, at + 100, 50, 2));
    assert_memory_equal (world->flash + at + 150, before + 150, world->sector_size - 150);
}

static void
protected_sectors_are_told_before (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0, 0x4000, 1);
    world_set_byte (world, 0x408, 0xF3);
    UlSimChipCounts before = world_counts (world);
    world_ask_to_program (world, 0x1000, 0x2000, 2);
    world_fails (world, UL_ERROR_FLASH_PROTECTED);
    assert_false (world->result->touched);
    assert_int_equal (world->result->problem->address, 0x2000);
    assert_int_equal (world_counts (world).erases, before.erases);
    assert_int_equal (world_counts (world).refusals, 0);

    world->spec->skip_protected = TRUE;
    world_must_run (world);
    assert_true (world_holds (world, 0x2000, 0x1000, 1) == world_holds (world, 0x2000, 0x1000, 1));
    assert_int_equal (world->result->n_programmed, 4);

    world->spec->skip_protected = FALSE;
    world->spec->unlock_first = TRUE;
    world_must_run (world);
    assert_int_equal (world_counts (world).mass_erases, 1);
    assert_true (world_holds (world, 0x1000, 0x2000, 2));
    assert_int_equal (world->result->protection.fprot, 0xFFFFFFFF);
}

static void
secured_chip_is_unlocked_and_proven (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 1);
    world_set_byte (world, FSEC, 0xFF);
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    ul_session_set_device (world->session, world->device);
    world_ask_to_program (world, 0, 4096, 2);
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    assert_int_equal (world_counts (world).mass_erases, 0);

    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_int_equal (world_counts (world).mass_erases, 1);
    assert_int_equal (world->flash[FSEC], 0xFE);
    assert_true (world_is_blank (world, 0x410, world->size - 0x410));
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    assert_int_equal (world_chip (world)->state, UL_SESSION_READY);
}

static void
secured_chip_is_unlocked_and_programmed (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 1);
    world_set_byte (world, FSEC, 0xFF);
    ul_session_set_device (world->session, world->device);
    world_ask_to_program (world, 0, 8 * world->sector_size, 2);
    world->spec->unlock_if_locked = TRUE;
    world_must_run (world);
    assert_true (world_holds (world, 0, 8 * world->sector_size, 2));
    assert_true (world_is_blank (world, 8 * world->sector_size, world->sector_size));
}

static void
nothing_is_tried_on_a_chip_secured_for_ever (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 1);
    world_set_byte (world, FSEC, 0xEF);
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size);
    UlSimChipCounts counts = world_counts (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNLOCK);
    world_fails (world, UL_ERROR_CHIP_LOCKED_FOREVER);
    world_ask_to_program (world, 0, 4096, 2);
    world->spec->unlock_first = TRUE;
    world_fails (world, UL_ERROR_CHIP_LOCKED_FOREVER);
    assert_false (world->result->touched);
    assert_memory_equal (world->flash, before, world->size);
    assert_int_equal (world_counts (world).mass_erases, 0);
    assert_int_equal (world_counts (world).resets, counts.resets);
    assert_int_equal (world_chip (world)->state, UL_SESSION_LOCKED_FOREVER);
}

static void
agreed_lock_is_written_and_shown (void **state)
{
    g_autoptr (World) world = world_new (*state);
    g_autofree guint8 *data = world_make_data (world, 0, 4096, 1);

    data[FSEC] = 0xFF;
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("locks", 0, data, 4096);
    world_fails (world, UL_ERROR_WOULD_LOCK);
    assert_false (world->result->touched);
    world->spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    world_must_run (world);
    assert_memory_equal (world->flash, data, 4096);
    assert_int_equal (world->result->protection.lock, UL_LOCK_SECURED);
    assert_int_equal (world_chip (world)->state, UL_SESSION_LOCKED);
}

static void
whole_chip_is_erased (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, world->size, 1);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    world_must_run (world);
    assert_int_equal (world->flash[FSEC], 0xFE);
    assert_true (world_is_blank (world, 0, FSEC) &&
                 world_is_blank (world, FSEC + 1, world->size - FSEC - 1));
    /* an empty chip keeps resetting: its state is told all the same, and the next job works */
    world_ask_to_program (world, 0, 4 * world->sector_size, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, 4 * world->sector_size, 2));
}

static void
range_is_read (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint8 data[3000];

    world_fill (world, 0, world->size, 1);
    world_ask (world, UL_JOB_READ);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 1001;
    world->spec->range_size = sizeof data;
    UlSimChipCounts before = world_counts (world);
    world_must_run (world);
    ul_image_read (world->result->data, 1001, sizeof data, data, NULL);
    assert_memory_equal (data, world->flash + 1001, sizeof data);
    assert_int_equal (world_counts (world).resets, before.resets);
}

static void
backup_is_restored_byte_by_byte (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, 12 * world->sector_size, 51);
    world_fill (world, 40 * world->sector_size, world->sector_size, 52);
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size);
    world_ask_to_program (world, 0, 20 * world->sector_size, 53);
    world->spec->scope = UL_SCOPE_ALL;
    world_must_run (world);
    assert_memory_not_equal (world->flash, before, world->size);
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    assert_non_null (backup);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_backup_load (backup, NULL);
    world_must_run (world);
    assert_memory_equal (world->flash, before, world->size);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        { bars[0].name, is_quick, NULL, NULL, (void *) &bars[0] },
        { bars[1].name, is_quick, NULL, NULL, (void *) &bars[1] },
        ON_BOTH (chip_is_identified),
        ON_BOTH (program_is_running_afterwards),
        ON_BOTH (other_bytes_of_a_sector_are_kept),
        cmocka_unit_test (protected_sectors_are_told_before),
        ON_BOTH (secured_chip_is_unlocked_and_proven),
        ON_BOTH (secured_chip_is_unlocked_and_programmed),
        ON_BOTH (nothing_is_tried_on_a_chip_secured_for_ever),
        ON_BOTH (agreed_lock_is_written_and_shown),
        ON_BOTH (whole_chip_is_erased),
        ON_BOTH (range_is_read),
        ON_BOTH (backup_is_restored_byte_by_byte),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-boards", tests, NULL, NULL);
}
