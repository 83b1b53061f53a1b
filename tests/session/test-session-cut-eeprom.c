/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power lost within every command of a job that is about EEPROM alone: the flash and the lock are
 * as they were, and the same job again brings the EEPROM to what the file says. */
#include "board-world.h"
#include "cases.h"
#include "own-folders.h"
#include "sweep.h"

#include <stdio.h>
#include <string.h>

#define KE02     "frdm-ke02z"
#define EEPROM   0x10000000u
#define N_EEPROM 256u
#define FIRST    3u /* of the file's bytes: its first and last sector are half its own */
#define SIZE     20u
#define STEP     20 /* per cent, from one cut to the next */

static guint8 *
eeprom_of (World *world)
{
    return world->flash + world->size; /* regions follow one another */
}

static guint8
old_byte (guint i)
{
    return i * 7 + 3;
}

static guint8
new_byte (guint i)
{
    return i % 5 == 0 ? 0xFF : 200 - i;
}

static World *
new_full (void)
{
    World *world = world_new (KE02);

    world_fill (world, 0, world->size, 1);
    for (guint i = 0; i < N_EEPROM; i++)
        eeprom_of (world)[i] = old_byte (i);
    ul_sim_chip_flash_changed (world->chip);
    ul_session_set_device (world->session, world->device);
    return world;
}

static void
ask_to_program (World *world)
{
    guint8 data[SIZE];

    for (guint i = 0; i < SIZE; i++)
        data[i] = new_byte (FIRST + i);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("eeprom", EEPROM + FIRST, data, SIZE);
    world->spec->no_backup = TRUE;
}

static void
ask_to_erase (World *world)
{
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = EEPROM + FIRST - 1;
    world->spec->range_size = SIZE;
    world->spec->no_backup = TRUE;
}

typedef struct {
    const char *name;
    void (*ask) (World *world);
    guint first, end; /* bytes whose sectors are erased on their way */
} Job;

static const Job jobs[] = {
    { "EEPROM is programmed", ask_to_program, FIRST - 1, FIRST + SIZE + 1 },
    { "EEPROM is erased", ask_to_erase, FIRST - 1, FIRST - 1 + SIZE },
};

static guint8
wanted_byte (const Job *job, guint i)
{
    if (job->ask == ask_to_program)
        return i >= FIRST && i < FIRST + SIZE ? new_byte (i) : old_byte (i);
    return i >= job->first && i < job->end ? 0xFF : old_byte (i);
}

static guint
count_commands (const Job *job)
{
    g_autoptr (World) world = new_full ();
    guint before = world_counts (world).commands;

    job->ask (world);
    world_must_run (world);
    return world_counts (world).commands - before;
}

static void
cut (World *world, const Job *job, guint command, guint percent)
{
    job->ask (world);
    world_run_cut (world, command, percent);
}

/* A cut reaches no further than the sectors of the job: there, other bytes of a sector that was on
 * its way are what can be lost. */
static void
check_the_rest (World *world, const Job *job)
{
    assert_true (world_holds (world, 0, world->size, 1));
    for (guint i = 0; i < N_EEPROM; i++)
        if (i < job->first || i >= job->end)
            assert_int_equal (eeprom_of (world)[i], old_byte (i));
}

static void
check_the_whole (World *world, const Job *job)
{
    for (guint i = job->first; i < job->end; i++)
        if (job->ask != ask_to_program || (i >= FIRST && i < FIRST + SIZE))
            assert_int_equal (eeprom_of (world)[i], wanted_byte (job, i));
}

static void
every_cut_is_made_good_by_the_same_job (void **state)
{
    const Job *job = *state;
    guint n = count_commands (job), n_cuts = 0, n_told = 0;

    assert_true (n >= SIZE / 2);
    for (guint command = 1; command <= n; command += sweep_thinning ())
        for (guint percent = 0; percent <= 100; percent += STEP, n_cuts++) {
            g_autoptr (World) world = new_full ();

            cut (world, job, command, percent);
            n_told += !world->result->ok;
            check_the_rest (world, job);
            job->ask (world);
            world_must_run (world);
            check_the_rest (world, job);
            check_the_whole (world, job);
        }
    printf ("# %u cuts in %u commands, %u jobs told of it, all made good\n", n_cuts, n, n_told);
    assert_true (n_told > n_cuts * 9 / 10);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (jobs)];

    for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
        tests[i] = case_of (jobs[i].name, every_cut_is_made_good_by_the_same_job, &jobs[i]);
    use_own_folders ();
    return cmocka_run_group_tests_name ("session-cut-eeprom", tests, NULL, NULL);
}
