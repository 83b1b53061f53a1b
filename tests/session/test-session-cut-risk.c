/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power lost within the commands that change the lock byte: no chip is lost, unless the plan has
 * said before that it might be. */
#include "board-world.h"
#include "cases.h"
#include "own-folders.h"
#include "ul-error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OLD  1
#define NEW  2
#define STEP 10 /* per cent, from one cut to the next ... */
#define FINE 2  /* ... where the environment has UNLATCH_LONG */

typedef struct {
    const char *name;
    const char *board;
    UlJobKind kind;
    guint8 chip, file; /* FSEC; of the file only for PROGRAM */
    UlLockRisk risk;
} Job;

#define ERASE UL_LOCK_RISK_ERASE
#define WRITE UL_LOCK_RISK_WRITE

static const Job jobs[] = {
    { "KL25Z, to 0xFE", "frdm-kl25z", UL_JOB_PROGRAM, 0xFE, 0xFE, 0 },
    { "KL25Z, to 0xDE, open with MEEN 01b", "frdm-kl25z", UL_JOB_PROGRAM, 0xFE, 0xDE, 0 },
    { "KL25Z, to 0x3C, secured", "frdm-kl25z", UL_JOB_PROGRAM, 0xFE, 0x3C, 0 },
    { "KL25Z, from 0x1E, open with MEEN 01b", "frdm-kl25z", UL_JOB_PROGRAM, 0x1E, 0xFE, 0 },
    { "KL25Z, to 0xEE, mass erase off", "frdm-kl25z", UL_JOB_PROGRAM, 0xFE, 0xEE, WRITE },
    { "KL25Z, to 0xCE, MEEN 00b", "frdm-kl25z", UL_JOB_PROGRAM, 0xFE, 0xCE, WRITE },
    { "KL25Z, to 0x00, filled gaps", "frdm-kl25z", UL_JOB_PROGRAM, 0xFE, 0x00, WRITE },
    { "KL25Z, from 0xEE", "frdm-kl25z", UL_JOB_PROGRAM, 0xEE, 0xFE, ERASE },
    { "KL25Z, from 0x02", "frdm-kl25z", UL_JOB_PROGRAM, 0x02, 0xFE, ERASE },
    { "KL25Z, from 0xCE to 0x8E", "frdm-kl25z", UL_JOB_PROGRAM, 0xCE, 0x8E, ERASE | WRITE },
    { "KL25Z erased, from 0xFE", "frdm-kl25z", UL_JOB_ERASE, 0xFE, 0, 0 },
    { "KL25Z erased, from 0x02", "frdm-kl25z", UL_JOB_ERASE, 0x02, 0, ERASE },
    { "KL25Z unlocked, from 0x02", "frdm-kl25z", UL_JOB_UNLOCK, 0x02, 0, ERASE },
    { "K64F, to 0xDE, open with MEEN 01b", "frdm-k64f", UL_JOB_PROGRAM, 0xFE, 0xDE, 0 },
    { "K64F, to 0xCE, MEEN 00b", "frdm-k64f", UL_JOB_PROGRAM, 0xFE, 0xCE, WRITE },
    { "K64F, from 0x0E", "frdm-k64f", UL_JOB_PROGRAM, 0x0E, 0xFE, ERASE },
};

/* Of all jobs that say so; some bits of the model never change in the order that it takes. */
static guint n_lost_of_all;

static guint8 *
make_bytes (World *world, guint8 fsec, guint seed)
{
    guint8 *data = g_malloc (world->sector_size);

    memset (data, 0xFF, world->sector_size);
    memset (data + world->sector_size - 8, seed, 8);
    data[world->fsec % world->sector_size] = fsec;
    return data;
}

static guint32
sector_start (World *world)
{
    return world->fsec - world->fsec % world->sector_size;
}

static World *
new_full (const Job *job)
{
    World *world = world_new (job->board);
    g_autofree guint8 *data = make_bytes (world, job->chip, OLD);

    world_fill (world, 0, 4 * world->sector_size, OLD);
    memcpy (world->flash + sector_start (world), data, world->sector_size);
    ul_sim_chip_flash_changed (world->chip);
    ul_session_set_device (world->session, world->device);
    return world;
}

static void
ask (World *world, const Job *job)
{
    world_ask (world, job->kind);
    world->spec->no_backup = TRUE;
    if (job->kind == UL_JOB_ERASE) {
        world->spec->scope = UL_SCOPE_RANGE;
        world->spec->range_start = sector_start (world);
        world->spec->range_size = world->sector_size;
    }
    if (job->kind != UL_JOB_PROGRAM)
        return;
    g_autofree guint8 *data = make_bytes (world, job->file, NEW);
    world->spec->image =
        ul_image_new_from_data ("image", sector_start (world), data, world->sector_size);
    world->spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
}

static void
must_be_told (const Job *job)
{
    g_autoptr (World) world = new_full (job);

    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    ask (world, job);
    g_autoptr (UlPlan) plan = ul_session_preview (world->session, world->spec, NULL);
    assert_non_null (plan);
    assert_int_equal (plan->risk, job->risk);
}

/* A mass erase is no command of the controller, but can be cut as one. */
static guint
count_commands (const Job *job)
{
    g_autoptr (World) world = new_full (job);
    guint before = world_counts (world).commands;

    ask (world, job);
    world_must_run (world);
    return MAX (world_counts (world).commands - before, 1);
}

static void
set_cut (World *world, const Job *job, guint command, guint percent)
{
    ask (world, job);
    world_run_cut (world, command, percent);
}

static gboolean
is_lost (World *world)
{
    guint8 fsec = world->flash[world->fsec];

    return (fsec & 0x30) == 0x20 && (fsec & 0x03) != 0x02;
}

static void
must_recover (World *world, const Job *job, guint command, guint percent)
{
    world_ask (world, UL_JOB_UNLOCK);
    world->spec->no_backup = TRUE;
    world_run (world);
    if (world->result->ok) {
        ask (world, job);
        world_run (world);
    }
    if (!world->result->ok)
        fail_msg ("cut at %u%% of command %u: %s: %s", percent, command,
                  world->result->problem->title, world->result->problem->cause);
}

/* Returns: whether the chip is lost, which is then told by the next look */
static gboolean
try_one (const Job *job, guint command, guint percent)
{
    g_autoptr (World) world = new_full (job);

    set_cut (world, job, command, percent);
    if (!is_lost (world)) {
        must_recover (world, job, command, percent);
        return FALSE;
    }
    world_ask (world, UL_JOB_UNLOCK);
    world_fails (world, UL_ERROR_CHIP_LOCKED_FOREVER);
    return TRUE;
}

static guint
get_step (void)
{
    return g_getenv ("UNLATCH_LONG") != NULL ? FINE : STEP;
}

static void
nothing_is_lost_untold (void **state)
{
    const Job *job = *state;
    guint n_commands = count_commands (job), n = 0, n_lost = 0;

    must_be_told (job);
    for (guint command = 1; command <= n_commands; command++)
        for (guint percent = 0; percent <= 100; percent += get_step (), n++)
            n_lost += try_one (job, command, percent);
    printf ("# %u cuts in %u commands, %u chips lost, %s\n", n, n_commands, n_lost,
            job->risk != 0 ? "which was told before" : "as was told");
    if (job->risk == UL_LOCK_RISK_NONE)
        assert_int_equal (n_lost, 0);
    n_lost_of_all += n_lost;
}

/* Or else the sweep above would see nothing. */
static void
what_is_told_can_happen (void **state)
{
    assert_true (n_lost_of_all > 0);
}

/* Every nth job, for programs that share them: each part has some that say so. */
int
main (int argc, char **argv)
{
    guint part = argc > 2 ? (guint) atoi (argv[1]) : 1, n_parts = argc > 2 ? atoi (argv[2]) : 1;
    g_autoptr (GArray) tests = g_array_new (FALSE, TRUE, sizeof (struct CMUnitTest));
    struct CMUnitTest last = cmocka_unit_test (what_is_told_can_happen);

    for (guint i = part - 1; i < G_N_ELEMENTS (jobs); i += n_parts)
        add_case (tests, jobs[i].name, nothing_is_lost_untold, &jobs[i]);
    g_array_append_val (tests, last);
    use_own_folders ();
    return _cmocka_run_group_tests ("session-cut-risk", (const struct CMUnitTest *) tests->data,
                                    tests->len, NULL, NULL);
}
