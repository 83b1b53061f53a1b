/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A protection that was rewritten and is there all the same after the reset: what the chip says of
 * itself then counts, not what was written. */
#include "board-world.h"
#include "own-folders.h"
#include "ul-backup.h"
#include "ul-error.h"

#include <string.h>

typedef struct {
    const char *name;
    guint at;     /* index in the configuration field */
    guint8 value; /* protects sectors, not that of the field */
    guint32 start, size;
} Board;

static const Board boards[] = {
    { "frdm-kl25z", 8, 0xF3, 0x2000, 0x400 },
    { "frdm-k64f", 8, 0xFD, 0x8000, 0x1000 },
    { "frdm-ke02z", 13, 0xC7, 0x7C00, 0x200 },
};

static World *
new_stubborn (const Board *board)
{
    World *world = world_new (board->name);

    world_fill (world, 0, 16 * world->sector_size, 1);
    world_set_byte (world, world->fcf + board->at, board->value);
    ul_session_set_device (world->session, world->device);
    world_set_fault (world, "keeps-protection");
    return world;
}

static void
it_is_not_called_done (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = new_stubborn (board);

    world_ask (world, UL_JOB_UNPROTECT);
    world_fails (world, UL_ERROR_FLASH_PROTECTED);
    const UlProblem *problem = world->result->problem;
    assert_non_null (strstr (problem->cause, "is protected as before"));
    assert_int_equal (problem->address, board->start);
    assert_int_equal (problem->size, board->size);
    assert_int_equal (problem->exit_status, 5);
    assert_int_equal (world->result->n_freed, 0);
    assert_true (world->result->touched);
    assert_true (ul_protection_count_sectors (&world->result->protection, world->device) > 0);
    /* what was asked for stands in the flash, and what there was is saved */
    assert_int_equal (world->flash[world->fcf + board->at], 0xFF);
    assert_non_null (world->result->backup);
}

static void
it_is_seen_to_be_free_when_power_was_off (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = new_stubborn (board);

    world_ask (world, UL_JOB_UNPROTECT);
    world_fails (world, UL_ERROR_FLASH_PROTECTED);
    ul_sim_chip_set_power (world->chip, FALSE);
    ul_sim_chip_set_power (world->chip, TRUE);
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    assert_int_equal (ul_protection_count_sectors (&world_chip (world)->protection, world->device),
                      0);
    assert_true (world_holds (world, 0, 16 * world->sector_size, 1));
}

#define FAILS(board, i)                                                                            \
    {                                                                                              \
        board ": it is not called done", it_is_not_called_done, NULL, NULL, (void *) &boards[i]    \
    }
#define IS_FREE(board, i)                                                                          \
    {                                                                                              \
        board ": it is seen to be free when power was off",                                        \
            it_is_seen_to_be_free_when_power_was_off, NULL, NULL, (void *) &boards[i]              \
    }

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        FAILS ("kl25z", 0),   FAILS ("k64f", 1),   FAILS ("ke02z", 2),
        IS_FREE ("kl25z", 0), IS_FREE ("k64f", 1), IS_FREE ("ke02z", 2),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-lift-proof", tests, NULL, NULL);
}
