/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every simulated board must bear, whatever its chip: a board is a row of the table. */
#include "board-world.h"
#include "cases.h"
#include "own-folders.h"
#include "sweep.h"
#include "ul-error.h"
#include "ul-flash.h"

#include <stdio.h>
#include <string.h>

#define N_SECTORS 12
#define N_MOMENTS 20
#define SEED      20

typedef struct {
    const char *name;
    guint protect;          /* byte of the configuration field that protects ... */
    guint8 value;           /* ... with this value ... */
    guint32 start, size;    /* ... these bytes */
    guint8 locked, forever; /* FSEC; forever 0: the chip has no such state */
    double whole_s, one_s;  /* what a whole image and one sector may take */
} Board;

static const Board boards[] = {
    { "frdm-kl25z", 8, 0xFD, 0x1000, 0x1000, 0xFF, 0xEF, 2.5, 0.25 },
    { "frdm-k64f", 8, 0xFD, 0x8000, 0x8000, 0xFF, 0xEF, 7.0, 0.8 },
    { "frdm-k22f", 8, 0xFD, 0x4000, 0x4000, 0xFF, 0xEF, 10.0, 0.5 },
    { "k20dx256", 8, 0xFD, 0x2000, 0x2000, 0xFF, 0xEF, 5.0, 0.5 },
    { "twr-kv31f", 8, 0xFD, 0x4000, 0x4000, 0xFF, 0xEF, 10.0, 0.5 },
    { "twr-kv58f", 8, 0xFD, 0x8000, 0x8000, 0xFF, 0xEF, 7.0, 0.8 },
    { "s32k144evb", 8, 0xFD, 0x4000, 0x4000, 0xFF, 0xEF, 4.0, 0.5 },
    { "frdm-ke02z", 13, 0xC7, 0x7C00, 0x400, 0xFF, 0, 2.2, 0.3 },
    { "frdm-ke06z", 13, 0xC7, 0x7C00, 0x400, 0xFF, 0, 4.2, 0.3 },
};

static double
seconds (World *world, const char *what)
{
    printf ("# %s: %.3f s\n", what, world->result->total_us / 1e6);
    return world->result->total_us / 1e6;
}

/* A whole image over another, the same again, and one byte of it changed. */
static void
is_programmed (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);
    g_autofree guint8 *data = world_make_data (world, 0, world->size, 3);

    world_fill (world, 0, world->size, 1);
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    assert_string_equal (world_chip (world)->found->name, world->device->name);
    world_ask_to_program (world, 0, world->size, 3);
    world->spec->no_backup = TRUE;
    world_must_run (world);
    assert_memory_equal (world->flash, data, world->size);
    assert_true (seconds (world, "whole") <= board->whole_s);

    UlSimChipCounts before = world_counts (world);
    world_must_run (world);
    seconds (world, "identical");
    UlSimChipCounts after = world_counts (world);
    assert_int_equal (after.erases + after.erase_alls, before.erases + before.erase_alls);
    assert_int_equal (after.programs + after.sections, before.programs + before.sections);

    data[7 * world->sector_size + 9] ^= 0x10;
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("image", world->start, data, world->size);
    world_must_run (world);
    assert_true (seconds (world, "one sector") <= board->one_s);
    assert_int_equal (world->result->n_programmed, 1);
    assert_memory_equal (world->flash, data, world->size);
    assert_int_equal (world_counts (world).refusals, 0);
}

static gboolean
is_as_delivered (World *world)
{
    return world->flash[world->fsec] == 0xFE && world_is_blank (world, 0, world->fsec) &&
           world_is_blank (world, world->fsec + 1, world->size - world->fsec - 1);
}

static void
is_erased (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    world_must_run (world);
    assert_true (is_as_delivered (world));
    assert_int_equal (world_counts (world).refusals, 0);
}

static void
is_unlocked (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    world_set_byte (world, world->fsec, board->locked);
    ul_session_set_device (world->session, world->device);
    world_ask_to_program (world, 0, 4096, 2);
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_int_equal (world_counts (world).mass_erases, 1);
    assert_true (is_as_delivered (world));
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    world_ask_to_program (world, 0, 4096, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, 4096, 2));
}

/* Without a program it resets for ever, and is not seen at rest unless it is held. */
static void
is_known_as_locked_when_empty (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_set_byte (world, world->fsec, board->locked);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    world_ask_to_program (world, 0, 4096, 2);
    world->spec->unlock_if_locked = TRUE;
    world_must_run (world);
    assert_true (world_holds (world, 0, 4096, 2));
}

static void
is_left_alone_when_locked_for_ever (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    if (board->forever == 0)
        return;
    world_fill (world, 0, world->size, 1);
    world_set_byte (world, world->fsec, board->forever);
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNLOCK);
    world_fails (world, UL_ERROR_CHIP_LOCKED_FOREVER);
    assert_false (world->result->touched);
    assert_memory_equal (world->flash, before, world->size);
    assert_int_equal (world_counts (world).mass_erases, 0);
}

static void
keeps_what_is_protected (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    world_set_byte (world, world->fcf + board->protect, board->value);
    world_ask_to_program (world, 0, world->size, 2);
    world_fails (world, UL_ERROR_FLASH_PROTECTED);
    assert_int_equal (world->result->problem->address, world->start + board->start);
    assert_false (world->result->touched);

    /* Sectors around it are written; the controller is never asked to break its own rule. */
    world_ask_to_program (world, board->start - world->sector_size,
                          board->size + 2 * world->sector_size, 2);
    world->spec->skip_protected = TRUE;
    world_must_run (world);
    assert_true (world_holds (world, board->start, board->size, 1));
    assert_true (world_holds (world, board->start - world->sector_size, world->sector_size, 2));
    assert_true (world_holds (world, board->start + board->size, world->sector_size, 2));
    assert_int_equal (world_counts (world).refusals, 0);
}

/* The upper half of the flash is one block on some: quicker than its sectors, and nothing else is
 * touched. */
static void
has_its_upper_half_erased (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);
    guint32 half = world->size / 2, start = 0, size = 0;
    gboolean is_block = ul_flash_find_block (world->device, world->start + half, &start, &size) &&
                        start == world->start + half;

    world_fill (world, 0, world->size, 1);
    world_ask_to_program (world, half, half, 2);
    world_must_run (world);
    seconds (world, "upper half");
    assert_true (world_holds (world, 0, half, 1));
    assert_true (world_holds (world, half, half, 2));
    assert_int_equal (world->result->n_erased, half / world->sector_size);
    assert_int_equal (world_counts (world).erases, is_block ? 1 : half / world->sector_size);
    assert_int_equal (world_counts (world).refusals, 0);
}

static void
ask_for_some_sectors (World *world)
{
    guint32 size = N_SECTORS * world->sector_size;

    world_fill (world, 0, size, 1);
    ul_session_set_device (world->session, world->device);
    world_ask_to_program (world, 0, size, 2);
}

static gint64
get_time_us (World *world)
{
    return ul_sim_chip_get_time_ns (world->chip) / 1000;
}

/* How long the job takes that nothing disturbs. */
static gint64
measure (const Board *board)
{
    g_autoptr (World) world = world_new (board->name);
    gint64 start_us = get_time_us (world);

    ask_for_some_sectors (world);
    world_must_run (world);
    return get_time_us (world) - start_us;
}

/* Returns: whether the job was cut off */
static gboolean
lose_power (const Board *board, gint64 after_us)
{
    g_autoptr (World) world = world_new (board->name);
    guint32 size = N_SECTORS * world->sector_size;
    g_autofree char *fault = NULL;

    ask_for_some_sectors (world);
    fault = g_strdup_printf ("brown-out-us=%" G_GINT64_FORMAT, get_time_us (world) + after_us);
    world_set_fault (world, fault);
    world_run (world);
    gboolean ok = world->result->ok;
    if (!ok && !world->result->touched)
        assert_true (world_holds (world, 0, size, 1));
    world_set_fault (world, NULL);
    world->spec->unlock_if_locked = TRUE;
    world_must_run (world);
    assert_true (world_holds (world, 0, size, 2));
    return !ok;
}

static void
is_recovered_after_power_loss (void **state)
{
    const Board *board = *state;
    g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
    gint64 job_us = measure (board);
    guint n_cut = 0, n = N_MOMENTS / sweep_thinning ();

    for (guint i = 0; i < n; i++)
        n_cut += lose_power (board, g_rand_int_range (rand, 0, job_us));
    printf ("# seed %d: %u of %u jobs cut off\n", SEED, n_cut, n);
    assert_true (n_cut > n / 2);
}

static const CaseOfEach cases[] = {
    { "is programmed whole, not again, and by one sector", is_programmed },
    { "is erased whole and stays open", is_erased },
    { "is unlocked, which is proven, and can be programmed", is_unlocked },
    { "is known as locked when it is empty", is_known_as_locked_when_empty },
    { "has its upper half erased and programmed", has_its_upper_half_erased },
    { "is left alone when it is locked for ever", is_left_alone_when_locked_for_ever },
    { "keeps what is protected", keeps_what_is_protected },
    { "is recovered after power was lost at any of many moments", is_recovered_after_power_loss },
};

int
main (void)
{
    use_own_folders ();
    return run_cases_of_each ("session-every-board", cases, G_N_ELEMENTS (cases), boards,
                              sizeof *boards, G_N_ELEMENTS (boards));
}
