/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which phase of a job its time is booked on, by the clock of the simulated boards. */
#include "board-world.h"
#include "cases.h"
#include "own-folders.h"

#include <stdio.h>

#define SIZE (64 * 1024u)

typedef struct {
    const char *name;
    guint khz;
    gint64 wire_us; /* that a word of 4 bytes takes at least on the wire: 46 cycles */
} Board;

static const Board boards[] = {
    { "frdm-k64f", 400, 115 },
    { "frdm-kl25z", 400, 115 },
    { "frdm-k64f", 4000, 11 },
};

static World *
program (const Board *board)
{
    World *world = world_new (board->name);

    world_fill (world, 0, SIZE, 1);
    ul_session_set_speed (world->session, board->khz);
    world_ask_to_program (world, 0, SIZE, 2);
    world->spec->no_backup = TRUE;
    world_must_run (world);
    return world;
}

static gint64
get_us (World *world, UlPhase phase)
{
    return world->result->time_us[phase];
}

/* On a slow wire nearly all of it is spent on bringing the data. */
static void
sending_data_is_programming (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = program (board);
    gint64 wire_us = SIZE / 4 * board->wire_us, verify_us = get_us (world, UL_PHASE_VERIFY);

    printf ("# %s at %u kHz: erase %.2f s, program %.2f s, verify %.2f s\n", board->name,
            board->khz, get_us (world, UL_PHASE_ERASE) / 1e6,
            get_us (world, UL_PHASE_PROGRAM) / 1e6, verify_us / 1e6);
    assert_true (get_us (world, UL_PHASE_PROGRAM) >= wire_us);
    assert_true (verify_us < get_us (world, UL_PHASE_PROGRAM));
    assert_true (verify_us > 0);
}

static void
phases_add_up (void **state)
{
    g_autoptr (World) world = program (*state);
    gint64 sum = 0;

    for (guint i = 0; i < UL_N_PHASES; i++)
        sum += world->result->time_us[i];
    assert_true (sum >= world->result->total_us - 1000);
    assert_true (sum <= world->result->total_us + 1000);
}

static const CaseOfEach cases[] = {
    { "sending data is programming", sending_data_is_programming },
    { "phases add up", phases_add_up },
};

int
main (void)
{
    use_own_folders ();
    return run_cases_of_each ("session-phases", cases, G_N_ELEMENTS (cases), boards, sizeof *boards,
                              G_N_ELEMENTS (boards));
}
