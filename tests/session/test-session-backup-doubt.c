/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A backup that would not hold what the chip holds: one byte comes otherwise through the debug port
 * than the chip itself sees it. Nothing is erased then, and the job says why. */
#include "session-world.h"

#include "cases.h"
#include "ul-backup.h"

#include <string.h>

#define N_FILLED 6 /* sectors */
#define SPOILT   4 /* the one with that byte */

typedef struct {
    const char *name;
} Row;

static const Row rows[] = { { "MKL25Z128xxx4" }, { "MK64FN1M0xxx12" } };

static World *
new_in_doubt (const Row *row)
{
    World *world = world_new (row->name);

    world_fill (world, 0, N_FILLED * world->sector_size, 1);
    world_power_up (world);
    world->chip->misread = SPOILT * world->sector_size + 7;
    return world;
}

static guint
count_backups (void)
{
    g_autoptr (GPtrArray) list = ul_backups_list (NULL, NULL, NULL);

    return list->len;
}

/* What is erased shall be kept; the chip is left as it was, in each of its bytes. */
static void
must_refuse (World *world)
{
    g_autofree guint8 *before = g_memdup2 (world->chip->flash, world->size);
    g_autofree char *cause =
        g_strdup_printf ("The sector at 0x%08X does not read as the chip itself sees it",
                         SPOILT * world->sector_size);
    guint n_before = count_backups ();

    world_fails (world, UL_ERROR_TARGET_UNSTABLE);
    assert_non_null (strstr (world->result->problem->cause, cause));
    assert_false (world->result->touched);
    assert_null (world->result->backup);
    assert_int_equal (count_backups (), n_before);
    assert_int_equal (world->chip->n_erases + world->chip->n_erase_alls, 0);
    assert_int_equal (world->chip->n_mass_erases, 0);
    assert_int_equal (world->chip->n_programs + world->chip->n_sections, 0);
    assert_memory_equal (world->chip->flash, before, world->size);
}

static void
ask_to_erase (World *world, guint first, guint n)
{
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = first * world->sector_size;
    world->spec->range_size = n * world->sector_size;
}

static void
programming_is_refused (void **state)
{
    g_autoptr (World) world = new_in_doubt (*state);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, N_FILLED * world->sector_size, 2);
    must_refuse (world);
}

static void
erasing_is_refused (void **state)
{
    g_autoptr (World) world = new_in_doubt (*state);

    ask_to_erase (world, SPOILT, 1);
    must_refuse (world);
}

static void
erasing_all_is_refused (void **state)
{
    g_autoptr (World) world = new_in_doubt (*state);

    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    must_refuse (world);
}

static void
unlocking_an_open_chip_is_refused (void **state)
{
    g_autoptr (World) world = new_in_doubt (*state);

    world_ask (world, UL_JOB_UNLOCK);
    must_refuse (world);
}

/* The job does not take that sector away. */
static void
other_sectors_are_erased_and_kept (void **state)
{
    g_autoptr (World) world = new_in_doubt (*state);

    ask_to_erase (world, SPOILT - 1, 1);
    world_must_run (world);
    assert_non_null (world->result->backup);
    assert_true (world_is_blank (world, (SPOILT - 1) * world->sector_size, world->sector_size));
    assert_true (world_holds (world, SPOILT * world->sector_size, world->sector_size, 1));
}

/* ... so nothing but that byte was in the way. */
static void
what_reads_as_it_is_is_erased_and_kept (void **state)
{
    g_autoptr (World) world = new_in_doubt (*state);

    world->chip->misread = 1;
    ask_to_erase (world, SPOILT, 1);
    world_must_run (world);
    assert_non_null (world->result->backup);
    assert_true (world_is_blank (world, SPOILT * world->sector_size, world->sector_size));
}

static const CaseOfEach cases[] = {
    { "programming is refused", programming_is_refused },
    { "erasing is refused", erasing_is_refused },
    { "erasing all is refused", erasing_all_is_refused },
    { "unlocking an open chip is refused", unlocking_an_open_chip_is_refused },
    { "other sectors are erased and kept", other_sectors_are_erased_and_kept },
    { "what reads as it is is erased and kept", what_reads_as_it_is_is_erased_and_kept },
};

int
main (void)
{
    use_own_folders ();
    return run_cases_of_each ("session-backup-doubt", cases, G_N_ELEMENTS (cases), rows,
                              sizeof *rows, G_N_ELEMENTS (rows));
}
