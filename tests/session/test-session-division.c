/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mass erase takes the division of the FlexNVM away, and the backup brings it back with what
 * stood there: on the simulated boards that have one, and whenever power fails meanwhile. A board
 * is a row of the table. */
#include "cases.h"
#include "divided-world.h"
#include "own-folders.h"
#include "ul-backup.h"
#include "ul-error.h"
#include "ul-restore.h"

#include <stdio.h>
#include <string.h>

#define N_OTHER 0x8 /* a partition code: all of the FlexNVM behind EEPROM */
#define STEP    25  /* per cent, from one cut to the next */
#define N_CUTS  8   /* over the whole job */

static void
unlock (World *world)
{
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    const UlChip *chip = world_chip (world);
    assert_ptr_equal (chip->found, world->device); /* at once, as it has become */
    assert_int_equal (chip->n_facts, ul_device_get_n_sectors (world->device));
    assert_int_equal (chip->facts[chip->n_facts - 1].content, UL_CONTENT_BLANK);
    assert_int_equal (chip->ids.fcfg1 >> 16 & 0xF, 0xF);
}

/* A chip whose contents a mass erase has taken away. Returns: the backup's id */
static char *
lose_all (World *world)
{
    unlock (world);
    return g_strdup (world->result->backup);
}

static void
ask_to_restore (World *world, const char *id)
{
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, id);
    g_autoptr (GError) error = NULL;

    assert_non_null (backup);
    g_clear_pointer (&world->spec, ul_job_spec_free);
    world->spec = ul_restore_new_spec (backup, &error);
    assert_no_error (error);
}

static void
comes_back_with_the_eeprom (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = divided_new (board);
    g_autofree char *id = lose_all (world);

    assert_false (divided_is_back (world, board));
    ask_to_restore (world, id);
    world_must_run (world);
    assert_true (divided_is_back (world, board));
    assert_int_equal (divided_get_ifr (world)[0], board->eeprom_size | board->split);
    assert_int_equal (divided_get_ifr (world)[2] & 1, 0); /* loaded at each reset */
    assert_int_equal (world_counts (world).refusals, 0);
    const UlDevice *found = ul_session_get_device (world->session);
    assert_int_equal (found->eeprom_backup, board->size / 2);
    assert_int_equal (ul_device_find_emulated (found)->size, divided_get_eeprom_size (board));
    /* once more has nothing to do */
    guint before = world_counts (world).commands;
    ask_to_restore (world, id);
    world_must_run (world);
    assert_int_equal (world_counts (world).commands, before);
}

/* The same job may unlock first; a locked chip does not tell how it is divided. */
static void
comes_back_to_a_locked_chip (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = divided_new (board);
    g_autofree char *id = lose_all (world);

    divided_set (world, 0xF, N_OTHER);
    world_set_byte (world, world->fsec, 0xFF);
    ul_session_set_device (world->session, world->device);
    ask_to_restore (world, id);
    world->spec->unlock_if_locked = TRUE;
    world_must_run (world);
    assert_true (divided_is_back (world, board));
}

/* Who unlocks to be able to restore is asked all the same before the chip is divided. */
static void
is_told_after_an_unlock (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = divided_new (board);
    g_autofree char *id = lose_all (world);

    divided_set (world, 0xF, N_OTHER);
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, id);
    g_autofree char *before = ul_restore_describe_division (backup, world_chip (world)->found,
                                                            &world_chip (world)->ids.division);
    assert_null (before); /* refused: another division */
    unlock (world);
    g_autofree char *question = ul_restore_describe_division (backup, world_chip (world)->found,
                                                              &world_chip (world)->ids.division);
    assert_non_null (question);
    assert_non_null (strstr (question, "only a mass erase"));
}

static void
is_told_before (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = divided_new (board);
    g_autofree char *id = lose_all (world);

    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, id);
    const UlChip *chip = world_chip (world);
    g_autofree char *question =
        ul_restore_describe_division (backup, chip->found, &chip->ids.division);
    assert_non_null (strstr (question, "only a mass erase"));
    ask_to_restore (world, id);
    g_autoptr (UlPlan) plan = ul_session_preview (world->session, world->spec, NULL);
    g_autofree char *summary = ul_plan_summarize (plan);
    g_autofree char *parts = g_strdup_printf ("the FlexNVM is divided first (%u KiB of data flash",
                                              board->size / 2 / KIB);
    assert_non_null (strstr (summary, parts));
    /* a chip that is divided already is not asked about */
    world_must_run (world);
    assert_null (ul_restore_describe_division (backup, world_chip (world)->found,
                                               &world_chip (world)->ids.division));
    g_autoptr (UlPlan) again = ul_session_preview (world->session, world->spec, NULL);
    assert_false (again->divides);
}

static void
is_refused_where_it_is_another (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = divided_new (board);
    g_autofree char *id = lose_all (world);
    g_autofree guint8 *before = NULL;

    divided_set (world, board->eeprom_size, N_OTHER);
    before = g_memdup2 (world->flash, world->size + board->size);
    ask_to_restore (world, id);
    world_fails (world, UL_ERROR_BACKUP_DIVISION);
    assert_false (world->result->touched);
    assert_memory_equal (world->flash, before, world->size + board->size);
    assert_non_null (strstr (world->result->problem->cause, "nothing but a mass erase"));
    assert_int_equal (world->result->problem->remedy, UL_REMEDY_UNLOCK);
    g_autoptr (GError) error = NULL;
    assert_null (ul_session_preview (world->session, world->spec, &error));
    assert_error (error, UL_ERROR, UL_ERROR_BACKUP_DIVISION);
    /* which is what helps */
    unlock (world);
    ask_to_restore (world, id);
    world_must_run (world);
    assert_true (divided_is_back (world, board));
}

/* To divide the FlexNVM erases it, whether the backup has bytes for all of it or not. */
static void
saves_what_it_erases (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = divided_new (board);
    g_autofree char *id = lose_all (world);
    g_autofree guint8 *saved = g_malloc (board->size);

    divided_get_data (world)[0] = divided_get_data (world)[board->size - 1] = 0x77;
    ul_sim_chip_flash_changed (world->chip);
    ask_to_restore (world, id);
    world_must_run (world);
    assert_true (divided_is_back (world, board));
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    g_autoptr (UlImage) image = ul_backup_load (backup, NULL);
    assert_int_equal (ul_image_read (image, DATA, board->size, saved, NULL), board->size);
    assert_int_equal (saved[0], 0x77);
    assert_int_equal (saved[board->size - 1], 0x77);
}

/* What a mass erase of an open chip takes away is saved as it was, whatever the chip becomes. */
static void
unlocks_and_saves (const Divided *board, guint8 eeprom, guint8 depart)
{
    g_autoptr (World) world = divided_new (board);
    g_autofree char *id = lose_all (world);
    g_autofree guint8 *saved = g_malloc (board->size / 2);
    guint8 word[4];

    world_fill (world, 0, N_FILLED, KEPT + 1);
    memset (divided_get_data (world), IN_DATA + 1, board->size);
    for (guint i = 0; i < divided_get_eeprom_size (board); i++)
        divided_get_eeprom (world)[i] = divided_get_old_byte (i) ^ 0xFF;
    divided_set (world, board->eeprom_size, board->half);
    ask_to_restore (world, id);
    world->spec->division = (UlDivision){ TRUE, eeprom, depart };
    world->spec->unlock_first = TRUE;
    world_run (world);
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    assert_non_null (backup);
    assert_int_equal (backup->division.eeprom, board->eeprom_size);
    assert_int_equal (backup->division.depart, board->half);
    g_autoptr (UlImage) image = ul_backup_load (backup, NULL);
    assert_int_equal (ul_image_read (image, DATA, board->size / 2, saved, NULL), board->size / 2);
    assert_true (is_all (saved, board->size / 2, IN_DATA + 1));
    assert_int_equal (ul_image_read (image, EEPROM, 4, word, NULL), 4);
    assert_int_equal (word[0], divided_get_old_byte (0) ^ 0xFF);
}

static void
unlocking_an_open_chip_saves_its_flexnvm (void **state)
{
    const Divided *board = *state;

    unlocks_and_saves (board, board->eeprom_size, board->half);     /* as it is */
    unlocks_and_saves (board, board->eeprom_size, board->half - 1); /* with less behind it */
}

static UlImage *
make_data_image (const Divided *board)
{
    g_autofree guint8 *data = g_malloc (board->size);

    memset (data, IN_DATA, board->size);
    return ul_image_new_from_data ("data", DATA, data, board->size);
}

static void
becomes_undivided (const Divided *board, UlDivision division)
{
    g_autoptr (World) world = divided_new (board);
    g_autofree guint8 *saved = g_malloc (board->size / 2);
    guint8 word[4];

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = make_data_image (board);
    world->spec->division = division;
    world->spec->unlock_first = TRUE;
    memset (divided_get_data (world), IN_DATA + 1, board->size);
    ul_sim_chip_flash_changed (world->chip);
    world_must_run (world);
    assert_true (is_all (divided_get_data (world), board->size, IN_DATA));
    assert_ptr_equal (ul_session_get_device (world->session), world->device);
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    g_autoptr (UlImage) image = ul_backup_load (backup, NULL);
    assert_int_equal (ul_image_read (image, DATA, board->size / 2, saved, NULL), board->size / 2);
    assert_true (is_all (saved, board->size / 2, IN_DATA + 1));
    assert_int_equal (ul_image_read (image, EEPROM, 4, word, NULL), 4);
    assert_int_equal (word[0], divided_get_old_byte (0));
}

/* ... also when all of it is going to be data flash, whether that was asked for or not. */
static void
becoming_undivided_saves_its_flexnvm (void **state)
{
    becomes_undivided (*state, (UlDivision){ TRUE, 0xF, 0xF });
    becomes_undivided (*state, (UlDivision){ FALSE });
}

/* Stopped before anything is erased, the chip is known as it is. */
static void
an_unlock_that_is_not_begun_leaves_what_is_known (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = divided_new (board), another = divided_new (board);

    g_free (lose_all (another)); /* so that there is a folder */
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = make_data_image (board);
    world->spec->division = (UlDivision){ TRUE, 0xF, 0xF };
    world->spec->unlock_first = TRUE;
    g_autofree char *folder = ul_backups_get_folder ();
    g_autofree char *aside = g_strconcat (folder, "-aside", NULL);
    assert_int_equal (rename (folder, aside), 0);
    assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
    world_fails (world, UL_ERROR_BACKUP_FAILED);
    assert_int_equal (remove (folder), 0);
    assert_int_equal (rename (aside, folder), 0);
    assert_false (world->result->touched);
    const UlChip *chip = world_chip (world);
    assert_int_equal (chip->found->eeprom_backup, board->size / 2);
    assert_int_equal (chip->n_facts, ul_device_get_n_sectors (chip->found));
    assert_int_equal (chip->facts[chip->n_facts - 1].content, UL_CONTENT_DATA);
    assert_true (divided_is_back (world, board));
}

static void
matters_not_to_program_flash (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = divided_new (board);

    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = world->start + 2 * world->sector_size;
    world->spec->range_size = 2 * world->sector_size;
    world_must_run (world);
    g_autofree char *id = g_strdup (world->result->backup);
    unlock (world);
    ask_to_restore (world, id);
    assert_false (world->spec->division.known);
    world_must_run (world);
    assert_int_equal (divided_get_ifr (world)[1], 0xFF);
}

static void
ask_to_erase_all (World *world)
{
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
}

/* Sector by sector, as Erase All would take the division along. */
static void
outlives_the_erase_of_everything (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = divided_new (board);

    world_fill (world, 0, world->size, KEPT);
    ask_to_erase_all (world);
    world_must_run (world);
    assert_int_equal (world_counts (world).erase_alls, 0);
    assert_true (is_all (divided_get_data (world), board->size / 2, 0xFF));
    assert_true (is_all (divided_get_eeprom (world), divided_get_eeprom_size (board), 0xFF));
    assert_true (world_is_blank (world, world->size / 2, world->size / 2));
    assert_int_equal (divided_get_ifr (world)[0] & 0xF, board->eeprom_size);
    assert_int_equal (divided_get_ifr (world)[1], board->half);
}

static void
is_all_that_forbids_erasing_at_once (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, KEPT);
    memset (divided_get_data (world), IN_DATA, board->size);
    ul_sim_chip_flash_changed (world->chip);
    ask_to_erase_all (world);
    world_must_run (world);
    assert_int_equal (world_counts (world).erase_alls, 1);
    assert_true (is_all (divided_get_data (world), board->size, 0xFF));
}

/* --- power --- */

/* What a person does who reads the messages. Returns: whether the chip had to be unlocked */
static gboolean
restore_again (World *world, const char *id)
{
    ask_to_restore (world, id);
    world_run (world);
    if (world->result->ok)
        return FALSE;
    if (world->result->problem->code != UL_ERROR_CHIP_LOCKED) /* with its field erased */
        assert_int_equal (world->result->problem->code, UL_ERROR_BACKUP_DIVISION);
    assert_false (world->result->touched);
    unlock (world);
    ask_to_restore (world, id);
    world_must_run (world);
    return TRUE;
}

static guint
count_commands (const Divided *board)
{
    g_autoptr (World) world = divided_new (board);
    g_autofree char *id = lose_all (world);
    guint before = world_counts (world).commands;

    ask_to_restore (world, id);
    world_must_run (world);
    return world_counts (world).commands - before;
}

/* Returns: whether the chip had to be unlocked. */
static gboolean
cut (const Divided *board, guint command, guint percent)
{
    g_autoptr (World) world = divided_new (board);
    g_autofree char *id = lose_all (world);

    ask_to_restore (world, id);
    world_run_cut (world, command, percent);
    gboolean unlocked = restore_again (world, id);
    assert_true (divided_is_back (world, board));
    return unlocked;
}

/* The first commands one by one, which are those that divide; of the rest, some. */
static void
every_cut_is_made_good (void **state)
{
    const Divided *board = *state;
    guint n = count_commands (board), n_cuts = 0, n_unlocked = 0;

    for (guint command = 1; command <= n; command += command < 4 ? 1 : MAX (1, n / N_CUTS))
        for (guint percent = 0; percent <= 100; n_cuts++, percent += command < 4 ? STEP : 2 * STEP)
            n_unlocked += cut (board, command, percent);
    for (guint percent = 90; percent < 100; percent += 2, n_cuts++)
        n_unlocked += cut (board, 1, percent);
    printf ("# %s: %u cuts in %u commands, %u chips had to be unlocked, all made good\n",
            board->name, n_cuts, n, n_unlocked);
    assert_true (n_unlocked > 0); /* between one code and the next */
    assert_true (n_unlocked < n_cuts / 4);
}

static gint64
get_time_us (World *world)
{
    return ul_sim_chip_get_time_ns (world->chip) / 1000;
}

static void
brown_outs_are_made_good (void **state)
{
    const Divided *board = *state;
    gint64 whole_us = 0;

    for (guint i = 0; i <= N_CUTS; i++) {
        g_autoptr (World) world = divided_new (board);
        g_autofree char *id = lose_all (world);
        gint64 start_us = get_time_us (world);
        g_autofree char *fault = g_strdup_printf ("brown-out-us=%" G_GINT64_FORMAT,
                                                  start_us + whole_us * i / (N_CUTS + 1));

        ask_to_restore (world, id);
        if (whole_us != 0)
            world_set_fault (world, fault);
        world_run (world);
        world_set_fault (world, NULL);
        if (whole_us == 0)
            whole_us = get_time_us (world) - start_us;
        restore_again (world, id);
        assert_true (divided_is_back (world, board));
    }
    printf ("# %s: restored in %.3f s\n", board->name, whole_us / 1e6);
}

static const CaseOfEach cases[] = {
    { "the division comes back with the eeprom", comes_back_with_the_eeprom },
    { "the division comes back to a locked chip", comes_back_to_a_locked_chip },
    { "the division is told before", is_told_before },
    { "the division is told after an unlock", is_told_after_an_unlock },
    { "a backup is refused where the division is another", is_refused_where_it_is_another },
    { "dividing saves what it erases", saves_what_it_erases },
    { "unlocking an open chip saves its flexnvm", unlocking_an_open_chip_saves_its_flexnvm },
    { "becoming undivided saves its flexnvm", becoming_undivided_saves_its_flexnvm },
    { "an unlock that is not begun leaves what is known",
      an_unlock_that_is_not_begun_leaves_what_is_known },
    { "the division matters not to program flash", matters_not_to_program_flash },
    { "the division outlives the erase of everything", outlives_the_erase_of_everything },
    { "the division is all that forbids erasing at once", is_all_that_forbids_erasing_at_once },
    { "every cut is made good by restoring again", every_cut_is_made_good },
    { "brown-outs are made good by restoring again", brown_outs_are_made_good },
};

int
main (void)
{
    use_own_folders ();
    return run_cases_of_each ("session-division", cases, G_N_ELEMENTS (cases), divided_boards,
                              sizeof *divided_boards, N_DIVIDED);
}
