/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sectors lose their write protection, and the chip nothing else: on every controller, whether the
 * field that says so is protected itself or not, and whenever the power fails. */
#include "board-world.h"
#include "cases.h"
#include "own-folders.h"
#include "sweep.h"
#include "ul-backup.h"
#include "ul-error.h"
#include "ul-restore.h"

#include <stdio.h>
#include <string.h>

#define N_MOMENTS 6
#define SEED      40
#define KEPT      1

/* A byte of the configuration field that protects some sectors: upper ones, or those of the field
 * itself. */
typedef struct {
    const char *name;
    guint at;                     /* index in the field */
    guint8 upper, own;            /* values */
    guint n_upper_kib, n_own_kib; /* what they protect */
} Board;

static const Board boards[] = {
    { "frdm-kl25z", 8, 0xF3, 0xFC, 8, 8 },  { "frdm-k64f", 8, 0xFD, 0xFE, 32, 32 },
    { "frdm-k22f", 8, 0xFD, 0xFE, 16, 16 }, { "k20dx256", 8, 0xFD, 0xFE, 8, 8 },
    { "twr-kv31f", 8, 0xFD, 0xFE, 16, 16 }, { "frdm-ke02z", 13, 0xC7, 0xF8, 1, 2 },
    { "frdm-ke06z", 13, 0xC7, 0xF8, 1, 2 },
};

/* Bytes that hold data. */
static guint32
get_filled (World *world)
{
    return MIN (world->size / 2, 64 * 1024);
}

static World *
new_protected (const Board *board, guint8 value)
{
    World *world = world_new (board->name);

    world_fill (world, 0, get_filled (world), KEPT);
    world_set_byte (world, world->device->fcf_address + board->at, value);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNPROTECT);
    return world;
}

/* The field is as world_fill() has made it once nothing is protected any more. */
static void
assert_only_unprotected (World *world)
{
    guint32 filled = get_filled (world);

    assert_true (world_holds (world, 0, filled, KEPT));
    assert_true (world_is_blank (world, filled, world->size - filled));
}

static void
assert_free (World *world, guint n_kib)
{
    assert_int_equal (world->result->n_freed, n_kib * 1024 / world->sector_size);
    assert_int_equal (ul_protection_count_sectors (&world->result->protection, world->device), 0);
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
}

static void
rewrites_one_sector (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = new_protected (board, board->upper);

    world_must_run (world);
    UlSimChipCounts counts = world_counts (world);
    assert_int_equal (counts.erases, 1);
    assert_int_equal (counts.erase_alls + counts.mass_erases, 0);
    assert_int_equal (counts.refusals, 0);
    assert_int_equal (world->result->n_programmed, 1);
    assert_free (world, board->n_upper_kib);
    assert_only_unprotected (world);
}

static void
puts_everything_back (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = new_protected (board, board->own);

    world_must_run (world);
    assert_int_equal (world_counts (world).mass_erases, 1);
    assert_int_equal (world_counts (world).refusals, 0);
    assert_int_equal (world->result->n_programmed, get_filled (world) / world->sector_size);
    assert_free (world, board->n_own_kib);
    assert_only_unprotected (world);
    printf ("# %s: %.3f s\n", board->name, world->result->total_us / 1e6);

    world_must_run (world); /* once more has nothing to do */
    assert_false (world->result->touched);
    assert_int_equal (world->result->n_freed, 0);
}

/* The bytes go over the wire once, and that takes as long as all the rest where little is written.
 */
static void
predicts_how_long_it_takes (void **state)
{
    const Board *board = *state;

    for (guint upper = 0; upper < 2; upper++) {
        g_autoptr (World) world = new_protected (board, upper ? board->upper : board->own);
        /* bytes that no backup knows */
        world_fill (world, 0, get_filled (world), 100 + 2 * (board - boards) + upper);
        world_set_byte (world, world->device->fcf_address + board->at,
                        upper ? board->upper : board->own);
        world_ask (world, UL_JOB_CONNECT);
        world_must_run (world);
        world_ask (world, UL_JOB_UNPROTECT);
        g_autoptr (UlPlan) plan = ul_session_preview (world->session, world->spec, NULL);
        world_must_run (world);
        gint64 us = world->result->total_us;
        printf ("# %s: predicted %.3f s, took %.3f s\n", board->name, plan->predicted_us / 1e6,
                us / 1e6);
        assert_in_range (plan->predicted_us, us / 2, us * 12 / 10); /* without the look before */
    }
}

static void
can_be_programmed_then (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = new_protected (board, board->own);

    world_must_run (world);
    world_ask_to_program (world, 0, 4 * world->sector_size, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, 4 * world->sector_size, 2));
}

/* --- what is kept for the worst case --- */

static GPtrArray *
list_backups (World *world)
{
    return ul_backups_list (NULL, ul_probe_get_info (UL_PROBE (world->probe))->id, NULL);
}

static void
saves_what_there_was (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = new_protected (board, board->own);
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size);

    world_must_run (world);
    g_autoptr (GPtrArray) backups = list_backups (world);
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    g_autoptr (UlImage) image = ul_backup_load (backup, NULL);
    g_autofree guint8 *saved = g_malloc (world->size);
    for (guint i = 0; i < backups->len; i++) /* what would finish it is not needed any more */
        assert_false (((UlBackup *) backups->pdata[i])->finishes);
    assert_int_equal (ul_image_read (image, 0, world->size, saved, NULL), world->size);
    assert_memory_equal (saved, before, world->size);
}

/* --- power --- */

static gint64
get_time_us (World *world)
{
    return ul_sim_chip_get_time_ns (world->chip) / 1000;
}

static gint64
measure (const Board *board, guint8 value)
{
    g_autoptr (World) world = new_protected (board, value);
    gint64 start_us = get_time_us (world);

    world_must_run (world);
    return get_time_us (world) - start_us;
}

/* What a person does who reads the message: unlock if locked, then restore, after which what was
 * to finish the job is of no more use. */
static void
restore (World *world)
{
    g_autoptr (GPtrArray) backups = list_backups (world);
    const UlBackup *newest = backups->pdata[0];

    assert_true (newest->finishes);
    assert_string_equal (newest->id, world->result->backup);
    assert_int_equal (world->result->problem->remedy, UL_REMEDY_RESTORE);
    g_clear_pointer (&world->spec, ul_job_spec_free);
    world->spec = ul_restore_new_spec (newest, NULL);
    world->spec->unlock_if_locked = TRUE;
    world_must_run (world);
    g_autoptr (UlBackup) gone = ul_backups_find (NULL, newest->id);
    assert_null (gone);
}

/* Returns: whether the job was cut off after it had begun to erase. */
static gboolean
lose_power (const Board *board, guint8 value, gint64 after_us)
{
    g_autoptr (World) world = new_protected (board, value);
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size);
    g_autofree char *fault =
        g_strdup_printf ("brown-out-us=%" G_GINT64_FORMAT, get_time_us (world) + after_us);

    world_set_fault (world, fault);
    world_run (world);
    world_set_fault (world, NULL);
    gboolean touched = !world->result->ok && world->result->touched;
    if (touched)
        restore (world);
    else if (!world->result->ok) {
        assert_memory_equal (world->flash, before, world->size);
        world_must_run (world);
    }
    assert_only_unprotected (world);
    return touched;
}

static void
lose_power_anywhere (const Board *board, guint8 value)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
    gint64 job_us = measure (board, value);
    guint n = 0, n_moments = N_MOMENTS / sweep_thinning ();

    for (guint i = 0; i < n_moments; i++)
        n += lose_power (board, value, g_rand_int_range (rand, 0, job_us));
    printf ("# %s, seed %d: %u of %u cut off after they had begun\n", board->name, SEED, n,
            n_moments);
}

static void
power_loss_loses_nothing (void **state)
{
    const Board *board = *state;

    lose_power_anywhere (board, board->upper);
    lose_power_anywhere (board, board->own);
}

/* The one moment at which the chip is left locked: the field is erased and not written. */
static void
power_loss_within_the_field_loses_nothing (void **state)
{
    const Board *board = *state;
    guint n_locked = 0;

    for (guint command = 1; command <= 3; command++) {
        g_autoptr (World) world = new_protected (board, board->upper);

        world_run_cut (world, command, 60);
        n_locked += (world->flash[world->fsec] & 3) != 2;
        if (!world->result->ok && world->result->touched)
            restore (world);
        assert_only_unprotected (world);
    }
    assert_true (n_locked > 0);
}

/* --- one board is enough --- */

/* It is all that the first chip has left. */
static void
what_finishes_a_lift_stays_when_another_chip_is_given_it (void **state)
{
    g_autoptr (World) world = new_protected (&boards[0], boards[0].upper);

    world_run_cut (world, 2, 60);
    assert_true (!world->result->ok && world->result->touched);
    g_autoptr (UlBackup) finisher = ul_backups_find (NULL, world->result->backup);
    assert_true (finisher->finishes);
    ul_sim_chip_set_serial (world->chip, 12);
    g_clear_pointer (&world->spec, ul_job_spec_free);
    world->spec = ul_restore_new_spec (finisher, NULL);
    world->spec->unlock_if_locked = TRUE;
    g_clear_pointer (&world->spec->only_chip, g_free); /* somebody wants it so */
    world_must_run (world);
    g_autoptr (UlBackup) kept = ul_backups_find (NULL, finisher->id);
    assert_non_null (kept);
}

static void
choose (World *world, guint first, guint last)
{
    guint n = ul_device_get_n_sectors (world->device);
    g_autofree guint8 *sectors = g_new0 (guint8, n);

    memset (sectors + first, 1, last - first + 1);
    ul_job_spec_set_sectors (world->spec, sectors, n);
}

static void
neighbours_of_one_bit_go_together (void **state)
{
    g_autoptr (World) world = new_protected (&boards[0], 0xC3); /* 0x2000-0x5FFF of KL25 */

    choose (world, 9, 9); /* 0x2400: shares its bit with 8, 10 and 11 */
    world_must_run (world);
    assert_int_equal (world->result->n_freed, 4);
    assert_int_equal (world->flash[0x408], 0xC7);
    assert_int_equal (ul_protection_count_sectors (&world->result->protection, world->device), 12);
}

static void
a_range_is_enough (void **state)
{
    g_autoptr (World) world = new_protected (&boards[0], 0xC3);

    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 0x5000;
    world->spec->range_size = 0x100000 - 0x5000;
    world_fails (world, UL_ERROR_IMAGE_DOES_NOT_FIT);
    world->spec->range_size = 0x1000;
    world_must_run (world);
    assert_int_equal (world->result->n_freed, 4);
    assert_int_equal (world->flash[0x408], 0xE3);
}

static void
free_sectors_have_nothing_to_lose (void **state)
{
    g_autoptr (World) world = new_protected (&boards[0], 0xC3);

    choose (world, 40, 60);
    world_must_run (world);
    assert_false (world->result->touched);
    assert_int_equal (world_counts (world).erases, 0);
    assert_string_equal (ul_job_result_get_title (world->result), "Nothing was protected");
}

static void
data_flash_is_freed (void **state)
{
    const Board board = { "k20dx256", 15, 0xFE, 0xFE, 4, 4 };
    g_autoptr (World) world = new_protected (&board, 0xFE);

    world_must_run (world);
    assert_int_equal (world_counts (world).mass_erases, 0);
    assert_int_equal (world->result->n_freed, 4); /* an eighth of 32 KiB */
    assert_int_equal (ul_protection_count_sectors (&world->result->protection, world->device), 0);
    assert_only_unprotected (world);
}

static void
eeprom_is_freed (void **state)
{
    const Board board = { "frdm-ke02z", 12, 0x78 | 1, 0, 0, 0 };
    g_autoptr (World) world = new_protected (&board, board.upper);

    world_must_run (world);
    assert_int_equal (world_counts (world).mass_erases, 0);
    assert_int_equal (world->result->n_freed, 32); /* 64 bytes in sectors of two */
    assert_int_equal (ul_protection_count_sectors (&world->result->protection, world->device), 0);
}

/* One with FlexNVM: a bit of FEPROT stands for an eighth of its EEPROM. */
static void
emulated_eeprom_is_freed (void **state)
{
    const Board board = { "k20dx256", 14, 0xFA, 0, 0, 0 };
    g_autoptr (World) world = new_protected (&board, board.upper);
    guint8 *ifr = world->flash + world->size + world->device->regions[1].size;

    ifr[0] = 4, ifr[1] = 2, ifr[2] = 0; /* 1 KiB, with half of the FlexNVM behind it */
    memset (ifr + 16, 0x33, 1024);
    ul_sim_chip_flash_changed (world->chip);
    world_must_run (world);
    assert_int_equal (world_counts (world).mass_erases, 0);
    assert_int_equal (world->result->n_freed, 2);
    assert_int_equal (world->result->protection.feprot, 0xFF);
    assert_only_unprotected (world);
    assert_int_equal (ifr[1], 2);
    assert_memory_equal (ifr + 16, ifr + 17, 1023);
    assert_int_equal (ifr[16], 0x33);
}

static void
locked_chip_is_refused (void **state)
{
    g_autoptr (World) world = new_protected (&boards[0], 0xFC);

    world_set_byte (world, world->fsec, 0xFF);
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    assert_false (world->result->touched);
}

static void
without_mass_erase_the_own_sector_is_refused (void **state)
{
    g_autoptr (World) world = new_protected (&boards[0], 0xFC);

    world_set_byte (world, world->fsec, 0xEE); /* open, mass erase off */
    world_fails (world, UL_ERROR_CANNOT_LIFT);
    assert_false (world->result->touched);
    assert_int_equal (world->result->problem->exit_status, 5);
}

static void
without_mass_erase_other_sectors_are_freed (void **state)
{
    g_autoptr (World) world = new_protected (&boards[0], 0xF3);

    world_set_byte (world, world->fsec, 0xEE);
    world_must_run (world);
    assert_free (world, 8);
    assert_int_equal (world->flash[world->fsec], 0xEE);
}

static void
unwritable_backup_stops_it (void **state)
{
    g_autoptr (World) world = new_protected (&boards[0], 0xFC);
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size);
    g_autofree char *folder = ul_backups_get_folder ();
    g_autofree char *parent = g_path_get_dirname (folder);
    g_autofree char *aside = g_strconcat (folder, "-aside", NULL);

    g_mkdir_with_parents (parent, 0700);
    rename (folder, aside);
    assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
    world_fails (world, UL_ERROR_BACKUP_FAILED);
    assert_int_equal (remove (folder), 0);
    rename (aside, folder);
    assert_false (world->result->touched);
    assert_memory_equal (world->flash, before, world->size);
}

static void
stopped_early_it_has_touched_nothing (void **state)
{
    g_autoptr (World) world = new_protected (&boards[0], 0xFC);
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size);

    g_cancellable_cancel (world->cancellable);
    world_run (world);
    assert_true (world->result->cancelled);
    assert_memory_equal (world->flash, before, world->size);
}

typedef struct {
    const char *text;
    CMUnitTestFunction run;
} Case;

static const Case cases[] = {
    { "one sector is rewritten", rewrites_one_sector },
    { "everything is put back", puts_everything_back },
    { "its time is predicted with the reading", predicts_how_long_it_takes },
    { "what was protected can be programmed", can_be_programmed_then },
    { "what there was is saved", saves_what_there_was },
    { "power loss loses nothing", power_loss_loses_nothing },
    { "power loss within the field loses nothing", power_loss_within_the_field_loses_nothing },
};
#define N_CASES G_N_ELEMENTS (cases)

int
main (void)
{
    static const struct CMUnitTest more[] = {
        cmocka_unit_test (what_finishes_a_lift_stays_when_another_chip_is_given_it),
        cmocka_unit_test (neighbours_of_one_bit_go_together),
        cmocka_unit_test (a_range_is_enough),
        cmocka_unit_test (free_sectors_have_nothing_to_lose),
        cmocka_unit_test (data_flash_is_freed),
        cmocka_unit_test (eeprom_is_freed),
        cmocka_unit_test (emulated_eeprom_is_freed),
        cmocka_unit_test (locked_chip_is_refused),
        cmocka_unit_test (without_mass_erase_the_own_sector_is_refused),
        cmocka_unit_test (without_mass_erase_other_sectors_are_freed),
        cmocka_unit_test (unwritable_backup_stops_it),
        cmocka_unit_test (stopped_early_it_has_touched_nothing),
    };
    struct CMUnitTest tests[G_N_ELEMENTS (boards) * N_CASES + G_N_ELEMENTS (more)];
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    guint n = 0;

    for (guint i = 0; i < G_N_ELEMENTS (boards) * N_CASES; i++) {
        const Board *board = &boards[i / N_CASES];
        const Case *one = &cases[i % N_CASES];
        char *name = g_strdup_printf ("%s: %s", board->name, one->text);
        g_ptr_array_add (names, name);
        tests[n++] = case_of (name, one->run, board);
    }
    for (guint i = 0; i < G_N_ELEMENTS (more); i++)
        tests[n++] = more[i];
    use_own_folders ();
    return cmocka_run_group_tests_name ("session-unprotect", tests, NULL, NULL);
}
