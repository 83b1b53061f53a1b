/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power lost within every command that a job has the flash controller carry out: whatever the chip
 * is left with, Unlock and Program bring it to what the file says. */
#include "board-world.h"
#include "cases.h"
#include "own-folders.h"
#include "sweep.h"
#include "ul-error.h"

#include <stdio.h>
#include <string.h>

#define N_SECTORS 40
#define N_SAMPLES 30   /* of the cuts, spread evenly ... */
#define N_LONG    2000 /* ... where the environment has UNLATCH_LONG: all, on K64F */
#define OLD       1
#define NEW       2

/* How much of a command's time is over; 0: as it begins, 100: done, and the next not begun. */
static const guint percents[] = { 0, 20, 50, 80, 100 };
#define N_PERCENTS G_N_ELEMENTS (percents)

typedef struct {
    const char *name;
    const char *board;
    int fprot, fsec; /* of the file: what it protects, how it locks; -1: not at all */
} File;

static const File files[] = {
    { "a file that leaves K64F open", "frdm-k64f", -1, -1 },
    { "a file that protects and locks K64F", "frdm-k64f", 0xF0, 0xFC },
    /* what could be lost for ever is for test-session-cut-risk.c */
    { "a file that leaves K64F open with MEEN 01b", "frdm-k64f", -1, 0xDE },
    { "a file that leaves KL25Z open", "frdm-kl25z", -1, -1 },
    { "a file that leaves KE02Z open", "frdm-ke02z", -1, -1 },
};

static guint32
image_size (World *world)
{
    return N_SECTORS * world->sector_size;
}

/* Free with g_free(). */
static guint8 *
make_bytes (World *world, const File *file)
{
    guint8 *data = world_make_data (world, 0, image_size (world), NEW);

    if (file->fprot >= 0)
        data[world->device->fcf_address + 8] = file->fprot;
    if (file->fsec >= 0)
        data[world->fsec] = file->fsec;
    return data;
}

static void
ask (World *world, const File *file)
{
    g_autofree guint8 *data = make_bytes (world, file);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("image", 0, data, image_size (world));
    world->spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    world->spec->no_backup = TRUE;
}

static World *
new_full (const File *file)
{
    World *world = world_new (file->board);

    world_fill (world, 0, world->size, OLD);
    ul_session_set_device (world->session, world->device);
    return world;
}

/* How many commands the job needs that nothing disturbs. */
static guint
count_commands (const File *file)
{
    g_autoptr (World) world = new_full (file);
    guint before = world_counts (world).commands;

    ask (world, file);
    world_must_run (world);
    UlSimChipCounts after = world_counts (world);
    printf ("# %u commands: %u sectors erased, %u units and %u sections programmed\n",
            after.commands - before, after.erases, after.programs, after.sections);
    return after.commands - before;
}

static void
cut (World *world, const File *file, guint command, guint percent)
{
    ask (world, file);
    world_run_cut (world, command, percent);
}

static void
must_recover (World *world, const File *file, guint command, guint percent)
{
    g_autofree guint8 *data = make_bytes (world, file);
    guint32 size = image_size (world);

    world_ask (world, UL_JOB_UNLOCK);
    world->spec->no_backup = TRUE;
    world_run (world);
    if (world->result->ok) {
        ask (world, file);
        world_run (world);
    }
    if (!world->result->ok)
        fail_msg ("cut at %u%% of command %u: %s: %s", percent, command,
                  world->result->problem->title, world->result->problem->cause);
    assert_memory_equal (world->flash, data, size);
    assert_true (world_is_blank (world, size, world->size - size));
}

/* Returns: whether the cut left the chip locked, as its field stands in the flash */
static gboolean
is_left_locked (World *world)
{
    return (world->flash[world->fsec] & 3) != 2;
}

typedef struct {
    guint n, n_told, n_locked;
} Tally;

/* How far one goes on to the next cut; so that each percentage has its turn. */
static guint
get_step (guint n_cuts)
{
    guint n = g_getenv ("UNLATCH_LONG") != NULL ? N_LONG : N_SAMPLES / sweep_thinning ();
    guint step = MAX (n_cuts / n, 1);

    return step > 1 && step % N_PERCENTS == 0 ? step - 1 : step;
}

static void
try_one (const File *file, guint command, guint percent, Tally *tally)
{
    g_autoptr (World) world = new_full (file);

    cut (world, file, command, percent);
    tally->n++;
    tally->n_told += !world->result->ok;
    tally->n_locked += is_left_locked (world);
    must_recover (world, file, command, percent);
}

static void
is_recovered_from_every_cut (void **state)
{
    const File *file = *state;
    guint n = count_commands (file);
    guint step = get_step (n * N_PERCENTS);
    Tally tally = { 0 };

    assert_true (n >= 2 * N_SECTORS);
    for (guint i = 0; i < n * N_PERCENTS; i += step)
        try_one (file, 1 + i / N_PERCENTS, percents[i % N_PERCENTS], &tally);
    printf ("# %u cuts, %u jobs told of it, %u chips left locked, all recovered\n", tally.n,
            tally.n_told, tally.n_locked);
    assert_true (tally.n_told > tally.n * 9 / 10);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (files)];

    for (guint i = 0; i < G_N_ELEMENTS (files); i++)
        tests[i] = case_of (files[i].name, is_recovered_from_every_cut, &files[i]);
    use_own_folders ();
    return cmocka_run_group_tests_name ("session-cut", tests, NULL, NULL);
}
