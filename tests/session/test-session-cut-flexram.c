/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power lost within every record of a job that is about emulated EEPROM alone: each word is the old
 * or the new one, both flashes, the lock and the division of the FlexNVM are as they were, and the
 * same job again brings the EEPROM to what was wanted. */
#include "board-world.h"
#include "cases.h"
#include "own-folders.h"
#include "sweep.h"

#include <stdio.h>
#include <string.h>

#define EEPROM 0x14000000u
#define IFR    16 /* bytes, behind the data flash; the records follow, as the model keeps them */
#define WORD   4u
#define FIRST  5u /* of the file's bytes: its first and last word are partly others' */
#define SIZE   50u
#define STEP   25 /* per cent, from one cut to the next */

typedef struct {
    const char *name;
    guint8 eeprom_size, half; /* codes for the IFR */
    guint32 size;             /* of the EEPROM */
} Board;

static const Board boards[] = { { "k20dx256", 0x4, 0x2, 1024 }, { "s32k144evb", 0x2, 0x3, 4096 } };

typedef struct {
    const char *name;
    const Board *board;
    void (*ask) (World *world, const Board *board);
    gboolean erases;
} Job;

static guint8 *
data_flash_of (World *world)
{
    return world->flash + world->size;
}

static guint32
data_size_of (World *world)
{
    return world->device->regions[1].size;
}

static guint8 *
ifr_of (World *world)
{
    return data_flash_of (world) + data_size_of (world);
}

static guint8 *
eeprom_of (World *world)
{
    return ifr_of (world) + IFR;
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
new_divided (const Board *board)
{
    World *world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    memset (data_flash_of (world), 0x11, data_size_of (world));
    ifr_of (world)[0] = board->eeprom_size;
    ifr_of (world)[1] = board->half;
    ifr_of (world)[2] = 0;
    for (guint i = 0; i < board->size; i++)
        eeprom_of (world)[i] = old_byte (i);
    ul_sim_chip_flash_changed (world->chip);
    return world;
}

static void
ask_to_program (World *world, const Board *board)
{
    guint8 data[SIZE];

    for (guint i = 0; i < SIZE; i++)
        data[i] = new_byte (FIRST + i);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("eeprom", EEPROM + FIRST, data, SIZE);
    world->spec->no_backup = TRUE;
}

/* The second of eight parts, the least that can be erased. */
static void
ask_to_erase (World *world, const Board *board)
{
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = EEPROM + board->size / 8;
    world->spec->range_size = board->size / 8;
    world->spec->no_backup = TRUE;
}

static const Job jobs[] = {
    { "EEPROM of k20dx256 is programmed", &boards[0], ask_to_program, FALSE },
    { "EEPROM of k20dx256 is erased", &boards[0], ask_to_erase, TRUE },
    { "EEPROM of s32k144 is programmed", &boards[1], ask_to_program, FALSE },
};

static guint8
wanted_byte (const Job *job, guint i)
{
    guint32 part = job->board->size / 8;

    if (job->erases)
        return i >= part && i < 2 * part ? 0xFF : old_byte (i);
    return i >= FIRST && i < FIRST + SIZE ? new_byte (i) : old_byte (i);
}

static guint
count_commands (const Job *job)
{
    g_autoptr (World) world = new_divided (job->board);
    guint before = world_counts (world).commands;

    job->ask (world, job->board);
    world_must_run (world);
    return world_counts (world).commands - before;
}

static void
cut (World *world, const Job *job, guint command, guint percent)
{
    job->ask (world, job->board);
    world_run_cut (world, command, percent);
}

static void
check_the_rest (World *world, const Board *board)
{
    const guint8 *data = data_flash_of (world);

    assert_true (world_holds (world, 0, world->size, 1));
    assert_int_equal (data[0], 0x11);
    assert_memory_equal (data, data + 1, data_size_of (world) - 1);
    assert_int_equal (ifr_of (world)[0], board->eeprom_size);
    assert_int_equal (ifr_of (world)[1], board->half);
}

/* Returns: words that are not yet as wanted */
static guint
check_words (World *world, const Job *job)
{
    const guint8 *eeprom = eeprom_of (world);
    guint n_old = 0;

    for (guint i = 0; i < job->board->size; i += WORD) {
        guint8 old[WORD], wanted[WORD];

        for (guint k = 0; k < WORD; k++) {
            old[k] = old_byte (i + k);
            wanted[k] = wanted_byte (job, i + k);
        }
        if (memcmp (eeprom + i, wanted, WORD) == 0)
            continue;
        assert_memory_equal (eeprom + i, old, WORD);
        n_old++;
    }
    return n_old;
}

static void
every_cut_is_made_good_by_the_same_job (void **state)
{
    const Job *job = *state;
    guint n = count_commands (job), n_cuts = 0, n_told = 0, n_left = 0;

    assert_true (n >= SIZE / WORD);
    for (guint command = 1; command <= n; command += sweep_thinning ())
        for (guint percent = 0; percent <= 100; percent += STEP, n_cuts++) {
            g_autoptr (World) world = new_divided (job->board);

            cut (world, job, command, percent);
            n_told += !world->result->ok;
            check_the_rest (world, job->board);
            n_left += check_words (world, job) > 0;
            job->ask (world, job->board);
            world_must_run (world);
            check_the_rest (world, job->board);
            assert_int_equal (check_words (world, job), 0);
        }
    printf ("# %u cuts in %u records, %u jobs told of it, %u left work, all made good\n", n_cuts, n,
            n_told, n_left);
    assert_true (n_told > n_cuts * 9 / 10);
    assert_true (n_left > n_cuts * 8 / 10);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (jobs)];

    for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
        tests[i] = case_of (jobs[i].name, every_cut_is_made_good_by_the_same_job, &jobs[i]);
    use_own_folders ();
    return cmocka_run_group_tests_name ("session-cut-flexram", tests, NULL, NULL);
}
