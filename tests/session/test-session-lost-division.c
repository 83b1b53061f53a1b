/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mass erase takes the division of the FlexNVM away, also one that is decided on while planning:
 * the plan shown before is the one that runs, and the chip is known at once as it has become. */
#include "cases.h"
#include "divided-world.h"
#include "own-folders.h"
#include "ul-backup.h"
#include "ul-error.h"
#include "ul-restore.h"

#include <string.h>

#define FPROT  8  /* index in the configuration field */
#define FDPROT 15 /* ... */

static GString *logged;

static void
on_log (UlSession *session, const char *line, gpointer user_data)
{
    g_string_append (logged, line);
    g_string_append_c (logged, '\n');
}

static World *
new_known (const Divided *board)
{
    World *world = divided_new (board);

    world_set_byte (world, world->fcf + FPROT, 0xFE); /* its own sector */
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    g_string_truncate (logged, 0);
    g_signal_connect (world->session, "log", G_CALLBACK (on_log), NULL);
    return world;
}

/* Code, and data in all of the FlexNVM, half of which stands behind the EEPROM before. */
static UlImage *
make_image (World *world, const Divided *board)
{
    g_autofree guint8 *code = world_make_data (world, 0, N_FILLED, 2);
    g_autofree guint8 *data = g_malloc (board->size);

    memset (data, 0x5A, board->size);
    g_autoptr (UlImage) first = ul_image_new_from_data ("code", 0, code, N_FILLED);
    g_autoptr (UlImage) second = ul_image_new_from_data ("data", DATA, data, board->size);
    UlImage *parts[2] = { first, second };
    return ul_image_merge (parts, 2, NULL);
}

static void
assert_known_as_erased (World *world)
{
    const UlChip *chip = world_chip (world);

    assert_ptr_equal (chip->found, world->device);
    assert_ptr_equal (ul_session_get_device (world->session), world->device);
    assert_int_equal (chip->n_facts, ul_device_get_n_sectors (world->device));
    assert_int_equal (chip->ids.fcfg1 >> 16 & 0xF, 0xF);
    assert_int_equal (divided_get_ifr (world)[1], 0xFF);
}

/* Each step is about a sector of that chip. */
static void
assert_plans_for (const UlPlan *plan, const UlDevice *device)
{
    assert_ptr_equal (plan->device, device);
    for (guint i = 0; i < plan->steps->len; i++) {
        const UlStep *step = &g_array_index (plan->steps, UlStep, i);
        assert_int_equal (ul_device_find_sector (device, step->address), step->sector);
    }
}

/* What a person reads before, and what the job says that it is going to do. */
static void
runs_as_previewed (World *world)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlPlan) plan = ul_session_preview (world->session, world->spec, &error);

    assert_no_error (error);
    assert_plans_for (plan, world->device);
    assert_true (plan->unlocks && plan->loses_division);
    g_autofree char *summary = ul_plan_summarize (plan);
    assert_non_null (strstr (summary, "the emulated EEPROM is lost"));
    world_must_run (world);
    /* how much a lift puts back is known when that was read */
    const char *said = plan->lift.by_mass_erase ? "; the emulated EEPROM is lost" : summary;
    assert_non_null (strstr (logged->str, said));
    if (world->spec->kind != UL_JOB_UNLOCK)
        assert_int_equal (world->result->n_programmed, plan->n_program);
    assert_known_as_erased (world);
}

static void
unlock_runs_as_previewed (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = new_known (board);

    world_ask (world, UL_JOB_UNLOCK);
    runs_as_previewed (world);
}

static void
programming_after_an_unlock_runs_as_previewed (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = new_known (board);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = make_image (world, board);
    world->spec->unlock_first = TRUE;
    runs_as_previewed (world);
    assert_true (world_holds (world, 0, N_FILLED, 2));
    assert_true (is_all (divided_get_data (world), board->size, 0x5A));
}

/* The field's sector is protected itself. */
static void
lifting_by_mass_erase_runs_as_previewed (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = new_known (board);

    world_ask (world, UL_JOB_UNPROTECT);
    runs_as_previewed (world);
    assert_true (world_holds (world, 0, N_FILLED, KEPT));
    assert_true (is_all (divided_get_data (world), board->size / 2, IN_DATA));
    const UlChip *chip = world_chip (world);
    assert_int_equal (chip->facts[chip->n_facts - 1].content, UL_CONTENT_BLANK);
    int data = ul_device_find_sector (world->device, DATA);
    assert_int_equal (chip->facts[data].content, UL_CONTENT_DATA);
    /* what there was is saved, with the EEPROM and the division */
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    g_autoptr (UlImage) image = ul_backup_load (backup, NULL);
    guint8 first = 0;
    assert_int_equal (backup->division.depart, board->half);
    assert_int_equal (ul_image_read (image, EEPROM, 1, &first, NULL), 1);
    assert_int_equal (first, divided_get_old_byte (0));
}

/* What lies where the EEPROM was is another sector than the one that was chosen. */
static void
chosen_eeprom_is_not_taken_for_data_flash (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = new_known (board);
    const UlDevice *divided = world_chip (world)->found;
    guint n = ul_device_get_n_sectors (divided);
    g_autofree guint8 *chosen = g_new0 (guint8, n);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = make_image (world, board);
    world->spec->unlock_first = TRUE;
    chosen[0] = chosen[n - 1] = 1; /* the last one is of the EEPROM */
    ul_job_spec_set_sectors (world->spec, chosen, n);
    g_autoptr (UlPlan) plan = ul_session_preview (world->session, world->spec, NULL);
    assert_plans_for (plan, world->device);
    assert_int_equal (plan->steps->len, 1);
    world_must_run (world);
    assert_true (world_holds (world, 0, world->sector_size, 2));
    assert_true (is_all (divided_get_data (world), board->size, 0xFF));
}

static void
bytes_for_the_eeprom_are_refused_alike (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = new_known (board);
    g_autoptr (GError) error = NULL;
    static const guint8 word[4] = { 1, 2, 3, 4 };

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("few", EEPROM, word, sizeof word);
    world->spec->unlock_first = TRUE;
    assert_null (ul_session_preview (world->session, world->spec, &error));
    assert_error (error, UL_ERROR, UL_ERROR_IMAGE_DOES_NOT_FIT);
    assert_non_null (strstr (error->message, "which unlocking takes away"));
    world_fails (world, UL_ERROR_IMAGE_DOES_NOT_FIT);
    assert_non_null (strstr (world->result->problem->cause, "which unlocking takes away"));
    assert_false (world->result->touched);
    assert_ptr_not_equal (world_chip (world)->found, world->device);
}

/* A bit of FDPROT stands for twice as much when all of the FlexNVM is data flash again. */
static void
nothing_else_becomes_protected (void **state)
{
    const Divided *board = *state;
    g_autoptr (World) world = divided_new (board);

    world_set_byte (world, world->fcf + FPROT, 0xFE);
    world_set_byte (world, world->fcf + FDPROT, 0xF0); /* the first half of the data flash */
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    const UlDevice *divided = world_chip (world)->found;
    guint n = ul_device_get_n_sectors (divided);
    guint32 eighth = board->size / 16;
    g_autofree guint8 *chosen = g_new0 (guint8, n);

    chosen[ul_device_find_sector (divided, world->fcf)] = 1;
    chosen[ul_device_find_sector (divided, DATA + 3 * eighth)] = 1;
    world_ask (world, UL_JOB_UNPROTECT);
    ul_job_spec_set_sectors (world->spec, chosen, n);
    g_autoptr (UlPlan) plan = ul_session_preview (world->session, world->spec, NULL);
    world_must_run (world);
    const UlProtection *after = &world->result->protection;
    assert_int_equal (after->fdprot, 0xFE); /* which is what the first two were before */
    assert_int_equal (world->result->n_freed, plan->lift.n_freed);
    assert_int_equal (ul_protection_get_range (after, world->device, DATA, 2 * eighth),
                      UL_PROTECTED_FULL);
    assert_int_equal (ul_protection_get_range (after, world->device, DATA + 2 * eighth,
                                               board->size - 2 * eighth),
                      UL_PROTECTED_NONE);
    assert_true (is_all (divided_get_data (world), board->size / 2, IN_DATA));
}

/* Whatever was cut off, what finishes it brings back the EEPROM, too. */
static void
a_lift_that_is_cut_is_finished (void **state)
{
    const Divided *board = *state;
    static const guint commands[] = { 1, 4, 12 };

    for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
        g_autoptr (World) world = new_known (board);

        world_ask (world, UL_JOB_UNPROTECT);
        world_run_cut (world, commands[i], 50);
        assert_true (!world->result->ok && world->result->touched);
        g_autoptr (UlBackup) finisher = ul_backups_find (NULL, world->result->backup);
        assert_true (finisher->finishes);
        world_ask (world, UL_JOB_UNLOCK);
        world_must_run (world);
        g_clear_pointer (&world->spec, ul_job_spec_free);
        world->spec = ul_restore_new_spec (finisher, NULL);
        world_must_run (world);
        assert_true (divided_is_back (world, board));
        assert_int_equal (world->result->protection.fprot, 0xFFFFFFFF);
    }
}

static const CaseOfEach cases[] = {
    { "unlock runs as previewed", unlock_runs_as_previewed },
    { "programming after an unlock runs as previewed",
      programming_after_an_unlock_runs_as_previewed },
    { "lifting by mass erase runs as previewed", lifting_by_mass_erase_runs_as_previewed },
    { "chosen eeprom is not taken for data flash", chosen_eeprom_is_not_taken_for_data_flash },
    { "bytes for the eeprom are refused alike", bytes_for_the_eeprom_are_refused_alike },
    { "nothing else becomes protected", nothing_else_becomes_protected },
    { "a lift that is cut is finished", a_lift_that_is_cut_is_finished },
};

int
main (void)
{
    use_own_folders ();
    logged = g_string_new (NULL);
    int status = run_cases_of_each ("session-lost-division", cases, G_N_ELEMENTS (cases),
                                    divided_boards, sizeof *divided_boards, N_DIVIDED);
    g_string_free (logged, TRUE);
    return status;
}
