/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power or probe lost at any moment of an unlock: the next Unlock finishes the job, and the chip
 * can be programmed. */
#include "board-world.h"
#include "cases.h"
#include "own-folders.h"
#include "sweep.h"
#include "ul-error.h"

#include <stdio.h>
#include <string.h>

#define N_MOMENTS 20
#define GOLDEN    0.6180339887498949 /* spreads the moments evenly, however many there are */

/* Secured states that an erase which is broken off cannot turn into "mass erase disabled": one cell
 * after the other goes to 1, and MEEN is 11b from the start. */
static const guint8 locks[] = { 0xFF, 0x3F, 0xBF, 0xFC };

/* A chip full of data, secured and in part protected, as it comes up with power. */
static World *
new_locked (const char *board, guint i)
{
    World *world = world_new (board);

    world_fill (world, 0, world->size, i);
    world->flash[world->fcf + 9] = 0x0F;
    world_set_byte (world, world->fsec, locks[i % G_N_ELEMENTS (locks)]);
    ul_sim_chip_set_power (world->chip, FALSE);
    ul_sim_chip_set_power (world->chip, TRUE);
    return world;
}

typedef struct {
    gint64 time_us;
    guint n_transfers;
} Extent;

static gint64
get_time_us (World *world)
{
    return ul_sim_chip_get_time_ns (world->chip) / 1000;
}

/* How long an unlock takes that nothing disturbs. */
static Extent
measure (const char *board)
{
    g_autoptr (World) world = new_locked (board, 0);
    gint64 start_us = get_time_us (world);

    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    return (Extent){ get_time_us (world) - start_us, ul_sim_probe_get_n_transfers (world->probe) };
}

static void
unlock_and_program (World *world)
{
    UlSimBoardFaults none;
    guint32 fsec = world->fsec, n = 3 * world->sector_size;

    ul_sim_board_faults_init (&none);
    ul_sim_board_set_faults (world->board, &none);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    assert_int_equal (ul_protection_count_sectors (&world->result->protection, world->device), 0);
    assert_true (world_is_blank (world, 0, fsec));
    assert_int_equal (world->flash[fsec], 0xFE);
    assert_true (world_is_blank (world, fsec + 1, world->size - fsec - 1));
    world_ask_to_program (world, 0, n, 9);
    world_must_run (world);
    assert_true (world_holds (world, 0, n, 9));
    assert_int_equal (world_chip (world)->state, UL_SESSION_READY);
}

static gboolean
is_told (World *world, const int *codes)
{
    if (world->result->ok)
        return TRUE;
    for (; *codes >= 0; codes++)
        if ((int) world->result->problem->code == *codes)
            return TRUE;
    return FALSE;
}

typedef void (*SpoilFunc) (const Extent *extent, double moment, UlSimBoardFaults *faults);

static void
spoil_at (World *world, const Extent *extent, double moment, SpoilFunc spoil, const int *codes)
{
    UlSimBoardFaults faults;
    Extent now = { get_time_us (world), ul_sim_probe_get_n_transfers (world->probe) };

    ul_sim_board_faults_init (&faults);
    spoil (extent, moment, &faults);
    if (faults.chip.brown_out_us >= 0)
        faults.chip.brown_out_us += now.time_us;
    ul_sim_board_set_faults (world->board, &faults);
    world_ask (world, UL_JOB_UNLOCK);
    world_run (world);
    if (!is_told (world, codes))
        fail_msg ("at %.3f: %s: %s", moment, world->result->problem->title,
                  world->result->problem->cause);
}

static void
sweep (const char *board, SpoilFunc spoil, const int *codes)
{
    Extent extent = measure (board);
    guint n_failed = 0, n = N_MOMENTS / sweep_thinning ();

    for (guint i = 0; i < n; i++) {
        g_autoptr (World) world = new_locked (board, i);
        double moment = i * GOLDEN - (guint) (i * GOLDEN);

        spoil_at (world, &extent, moment, spoil, codes);
        n_failed += !world->result->ok;
        unlock_and_program (world);
    }
    printf ("# %s: %u of %u unlocks were cut off\n", board, n_failed, n);
    assert_true (n_failed > n / 2);
}

static void
lose_power (const Extent *extent, double moment, UlSimBoardFaults *faults)
{
    faults->chip.brown_out_us = (gint64) (extent->time_us * moment);
}

static void
unlock_outlives_a_power_failure (void **state)
{
    static const int codes[] = { UL_ERROR_TARGET_LOST_POWER, UL_ERROR_TARGET_NO_ACK,
                                 UL_ERROR_TARGET_RESETTING,  UL_ERROR_TARGET_FAULT,
                                 UL_ERROR_UNLOCK_FAILED,     UL_ERROR_UNLOCK_TIMEOUT,
                                 UL_ERROR_LOADER_FAILED,     -1 };

    sweep (*state, lose_power, codes);
}

static void
unplug (const Extent *extent, double moment, UlSimBoardFaults *faults)
{
    faults->unplug_at = 1 + (guint) (extent->n_transfers * moment);
}

static void
unlock_outlives_a_probe_that_is_unplugged (void **state)
{
    static const int codes[] = { UL_ERROR_PROBE_GONE, -1 };

    sweep (*state, unplug, codes);
}

static gboolean
is_unlocked (const UlDevice *device)
{
    return device->has_fcf && device->support[UL_ACTION_UNLOCK] == UL_SUPPORT_EMULATED;
}

/* Every board with a configuration field on which unlocking is known to work. */
static guint
add_cases (struct CMUnitTest *tests, const char *what, CMUnitTestFunction function)
{
    guint n_kinds, n = 0;
    const UlSimBoardKind *kinds = ul_sim_board_get_kinds (&n_kinds);

    for (guint i = 0; i < n_kinds; i++)
        if (is_unlocked (ul_devices_find (kinds[i].device)))
            tests[n++] =
                case_of (g_strdup_printf ("%s: %s", kinds[i].name, what), function, kinds[i].name);
    return n;
}

int
main (void)
{
    struct CMUnitTest tests[64];
    guint n =
        add_cases (tests, "power lost at any moment of an unlock", unlock_outlives_a_power_failure);
    n += add_cases (tests + n, "probe unplugged at any moment of an unlock",
                    unlock_outlives_a_probe_that_is_unplugged);

    use_own_folders ();
    int status = _cmocka_run_group_tests ("session-power", tests, n, NULL, NULL);
    for (guint i = 0; i < n; i++)
        g_free ((char *) tests[i].name);
    return status;
}
