/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Catching chips that can be met for moments only, on simulated boards. */
#include "test.h"

#include "ul-error.h"
#include "ul-session.h"
#include "ul-sim-probe.h"
#include "own-folders.h"
#include "waiting.h"

#include <string.h>

#define KL25Z "frdm-kl25z"
#define K64F  "frdm-k64f"
#define CODE  0x410
#define FSEC  0x40C
#define FOPT  0x40D

typedef struct {
    UlSimBoard *board;
    UlSimChip *chip;
    UlSimProbe *probe;
    UlSimBoardFaults faults;
    UlSession *session;
    UlJobSpec *spec;
    GCancellable *cancellable;
    UlJobResult *result;
    guint8 *flash;
    guint cancel_at; /* attempts; 0: never */
    gint64 cancelled_us;
    UlSnapshot last, end; /* while it was being caught, and afterwards */
} World;

static World *
world_new (const char *board)
{
    World *world = g_new0 (World, 1);

    world->board = ul_sim_board_new (ul_sim_board_find_kind (board));
    world->chip = ul_sim_board_get_chip (world->board);
    world->probe = ul_sim_probe_new_for_board (world->board);
    world->flash = ul_sim_chip_get_flash (world->chip, NULL);
    world->cancellable = g_cancellable_new ();
    world->session = ul_session_new ();
    ul_sim_board_faults_init (&world->faults);
    ul_session_set_probe (world->session, UL_PROBE (world->probe));
    ul_session_set_connect_mode (world->session, UL_CONNECT_CATCH);
    return world;
}

static void
world_free (World *world)
{
    ul_snapshot_clear (&world->last);
    ul_snapshot_clear (&world->end);
    g_object_unref (world->session);
    g_object_unref (world->probe);
    ul_sim_board_close (world->board);
    g_object_unref (world->cancellable);
    ul_job_spec_free (world->spec);
    ul_job_result_free (world->result);
    g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static void
set_faults (World *world)
{
    ul_sim_board_set_faults (world->board, &world->faults);
}

static void
put_program (World *world, const guint16 *code, guint n)
{
    static const guint8 vectors[8] = { 0x00, 0x10, 0x00, 0x20, 0x11, 0x04, 0x00, 0x00 };

    memcpy (world->flash, vectors, sizeof vectors);
    memset (world->flash + 0x400, 0xFF, 16);
    world->flash[FSEC] = 0xFE;
    for (guint i = 0; i < n; i++) {
        world->flash[CODE + 2 * i] = code[i] & 0xFF;
        world->flash[CODE + 2 * i + 1] = code[i] >> 8;
    }
    ul_sim_chip_flash_changed (world->chip);
}

/* Stays in a loop. */
static const guint16 loop[] = { 0xE7FE };

/* Has the watchdog of a KL part reset it after 6 ms, again and again. */
static const guint16 bitten[] = {
    0x4801, 0x210A, 0x6001, /* ldr r0, =SIM_COPC; movs r1, #COPT(2) | COPCLKS; str r1, [r0] */
    0xE7FE,                 /* b . */
    0x8100, 0x4004,
};

/* Of a KL part: the watchdog off, and after a moment the pins of SWD are ports. */
static const guint16 takes_pins[] = {
    0x4807, 0x2100, 0x6001,                 /* SIM_COPC = 0 */
    0x4A07, 0x3A01, 0xD1FD,                 /* some 2 ms */
    0x4806, 0x4907, 0x6001,                 /* SIM_SCGC5: a clock for PORTA */
    0x4807, 0x2101, 0x0209, 0x6001, 0x60C1, /* PORTA_PCR0 and PORTA_PCR3: GPIO */
    0xE7FE, 0x46C0,                         /* b . */
    0x8100, 0x4004, 14000,  0,              /* ... */
    0x8038, 0x4004, 0x0380, 0,              /* ... */
    0x9000, 0x4004,
};

static void
on_done (GObject *source, GAsyncResult *async_result, gpointer data)
{
    World *world = data;

    world->result = ul_session_run_finish (UL_SESSION (source), async_result);
}

static void
look (World *world)
{
    UlSnapshot now = { 0 };

    ul_progress_copy (ul_session_get_progress (world->session), &now);
    if (now.catching)
        ul_progress_copy (ul_session_get_progress (world->session), &world->last);
    if (world->cancel_at > 0 && now.caught.attempts >= world->cancel_at &&
        !g_cancellable_is_cancelled (world->cancellable)) {
        world->cancelled_us = g_get_monotonic_time ();
        g_cancellable_cancel (world->cancellable);
    }
    ul_snapshot_clear (&now);
}

/* Returns: whether the job is over */
static gboolean
look_once_more (World *world)
{
    look (world);
    return world->result != NULL;
}

static void
run (World *world, UlJobKind kind)
{
    if (world->spec == NULL)
        world->spec = ul_job_spec_new (kind);
    world->spec->kind = kind;
    g_clear_pointer (&world->result, ul_job_result_free);
    ul_session_run_async (world->session, world->spec, world->cancellable, on_done, world);
    if (world->cancel_at > 0)
        poll_until (look_once_more (world));
    else
        wait_until (look_once_more (world));
    ul_progress_copy (ul_session_get_progress (world->session), &world->end);
    assert_false (world->end.running);
    assert_false (world->end.catching);
    print_message ("# attempt %u, heard %u, halted %u\n", world->end.caught.attempts,
                   world->end.caught.heard, world->end.caught.halted);
}

static void
must_run (World *world, UlJobKind kind)
{
    run (world, kind);
    if (world->result->problem != NULL)
        fail_msg ("%s: %s", world->result->problem->title, world->result->problem->cause);
}

static void
fails (World *world, UlJobKind kind, int code)
{
    run (world, kind);
    assert_non_null (world->result->problem);
    if ((int) world->result->problem->code != code)
        fail_msg ("%s: %s", world->result->problem->title, world->result->problem->cause);
}

static const UlChip *
chip_of (World *world)
{
    return ul_session_get_chip (world->session);
}

static guint64
n_instructions (World *world)
{
    UlSimChipCounts counts;

    ul_sim_chip_get_counts (world->chip, &counts);
    return counts.instructions;
}

/* Also a second later. */
static void
assert_stands_still (World *world)
{
    guint64 before = n_instructions (world);

    ul_sim_chip_advance (world->chip, G_GUINT64_CONSTANT (1000000000));
    assert_int_equal (n_instructions (world), before);
    assert_false (ul_sim_chip_get_reset_low (world->chip));
}

static void
ask_to_program (World *world)
{
    g_autofree guint8 *data = g_malloc (0x1000);

    memset (data, 0x5A, 0x1000);
    memset (data + 0x400, 0xFF, 16);
    data[FSEC] = 0xFE;
    memcpy (data, world->flash, 8);
    data[CODE] = 0xFE;
    data[CODE + 1] = 0xE7;
    g_clear_pointer (&world->spec, ul_job_spec_free);
    world->spec = ul_job_spec_new (UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("image", 0, data, 0x1000);
}

static void
assert_programmed (World *world)
{
    assert_int_equal (world->flash[0x800], 0x5A);
    assert_int_equal (world->result->n_verified > 0, TRUE);
}

/* --- open chips --- */

static void
chip_that_runs_is_caught_at_once_and_held (void **state)
{
    g_autoptr (World) world = world_new (*state);

    put_program (world, loop, G_N_ELEMENTS (loop));
    must_run (world, UL_JOB_CONNECT);
    assert_int_equal (world->end.caught.attempts, 1);
    assert_int_equal (world->end.caught.heard, 1);
    assert_int_equal (world->end.caught.halted, 1);
    assert_int_equal (chip_of (world)->state, UL_SESSION_READY);
    assert_stands_still (world);
}

static void
next_job_finds_the_chip_that_was_caught (void **state)
{
    g_autoptr (World) world = world_new (*state);

    put_program (world, loop, G_N_ELEMENTS (loop));
    must_run (world, UL_JOB_CONNECT);
    assert_stands_still (world);
    ask_to_program (world);
    must_run (world, UL_JOB_PROGRAM);
    assert_int_equal (world->end.caught.attempts, 1);
    assert_programmed (world);
}

static void
empty_chip_that_resets_for_ever_is_caught (void **state)
{
    g_autoptr (World) world = world_new (*state);

    must_run (world, UL_JOB_CONNECT);
    assert_int_equal (chip_of (world)->state, UL_SESSION_READY);
    assert_stands_still (world);
}

static void
chip_that_resets_every_10_ms_is_caught (void **state)
{
    g_autoptr (World) world = world_new (*state);

    put_program (world, loop, G_N_ELEMENTS (loop));
    world->faults.chip.reset_period_us = 10000;
    set_faults (world);
    must_run (world, UL_JOB_CONNECT);
    assert_int_equal (chip_of (world)->state, UL_SESSION_READY);
    assert_ptr_equal (chip_of (world)->found, ul_sim_chip_get_device (world->chip));
    assert_true (world->end.caught.halted >= 1);
    assert_stands_still (world); /* from one reset to the next */
}

static void
chip_that_resets_every_10_ms_is_told_to_do_so (void **state)
{
    g_autoptr (World) world = world_new (*state);

    put_program (world, loop, G_N_ELEMENTS (loop));
    world->faults.chip.reset_period_us = 10000;
    set_faults (world);
    ul_session_set_connect_mode (world->session, UL_CONNECT_AUTO);
    fails (world, UL_JOB_CONNECT, UL_ERROR_TARGET_RESETTING);
    assert_non_null (strstr (world->result->problem->cause, " of 32 checks"));
    assert_int_equal (world->result->problem->remedy, UL_REMEDY_CATCH);
    assert_int_equal (chip_of (world)->state, UL_SESSION_NO_TARGET);
}

static void
chip_bitten_by_its_watchdog_is_caught_and_programmed (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    put_program (world, bitten, G_N_ELEMENTS (bitten));
    must_run (world, UL_JOB_CONNECT);
    assert_int_equal (chip_of (world)->state, UL_SESSION_READY);
    assert_stands_still (world);
    ask_to_program (world);
    must_run (world, UL_JOB_PROGRAM);
    assert_programmed (world);
}

/* --- chips that have to be powered anew --- */

static World *
world_new_without_pins (void)
{
    World *world = world_new (KL25Z);

    world->flash[FOPT] = 0xF7;
    put_program (world, takes_pins, G_N_ELEMENTS (takes_pins));
    world->flash[FOPT] = 0xF7; /* the reset pin is a port, too */
    ul_sim_chip_flash_changed (world->chip);
    ul_sim_chip_advance (world->chip, 50000000);
    return world;
}

static void
power_anew_at (World *world, guint64 after_us)
{
    world->faults.chip.brown_out_us = ul_sim_chip_get_time_ns (world->chip) / 1000 + after_us;
    set_faults (world);
}

static void
chip_without_debug_pins_does_not_answer (void **state)
{
    g_autoptr (World) world = world_new_without_pins ();

    ul_session_set_connect_mode (world->session, UL_CONNECT_AUTO);
    fails (world, UL_JOB_CONNECT, UL_ERROR_TARGET_NO_ACK);
    assert_int_equal (world->result->problem->second, UL_REMEDY_CATCH);
}

static void
chip_without_debug_pins_is_caught_when_powered_anew (void **state)
{
    g_autoptr (World) world = world_new_without_pins ();

    power_anew_at (world, 100000);
    must_run (world, UL_JOB_CONNECT);
    assert_int_equal (chip_of (world)->state, UL_SESSION_READY);
    assert_true (world->end.caught.attempts > 20);
    assert_true (world->end.caught.heard < 10);
    assert_int_equal (world->end.caught.halted, 1);
    assert_stands_still (world);
}

static void
board_without_power_is_caught_when_it_is_switched_on (void **state)
{
    g_autoptr (World) world = world_new_without_pins ();

    power_anew_at (world, 60000);
    ask_to_program (world);
    must_run (world, UL_JOB_PROGRAM);
    assert_programmed (world);
}

/* --- closed chips --- */

static void
secured_chip_is_caught_and_unlocked (void **state)
{
    g_autoptr (World) world = world_new (*state);

    put_program (world, loop, G_N_ELEMENTS (loop));
    world->flash[FSEC] = 0xFF;
    ul_sim_chip_flash_changed (world->chip);
    fails (world, UL_JOB_CONNECT, UL_ERROR_CHIP_LOCKED);
    assert_int_equal (chip_of (world)->state, UL_SESSION_LOCKED);
    assert_false (ul_sim_chip_get_reset_low (world->chip));
    must_run (world, UL_JOB_UNLOCK);
    assert_int_equal (world->flash[FSEC], 0xFE);
}

/* As a part that was erased by somebody who did not write the security byte. */
static void
secured_chip_that_resets_for_ever_is_told_to_be_locked (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world->flash[FSEC] = 0xFF;
    ul_sim_chip_flash_changed (world->chip);
    fails (world, UL_JOB_CONNECT, UL_ERROR_CHIP_LOCKED);
    assert_int_equal (chip_of (world)->state, UL_SESSION_LOCKED);
    must_run (world, UL_JOB_UNLOCK);
    assert_int_equal (world->flash[FSEC], 0xFE);
}

static void
chip_secured_for_ever_is_said (void **state)
{
    g_autoptr (World) world = world_new (*state);

    put_program (world, loop, G_N_ELEMENTS (loop));
    world->flash[FSEC] = 0xEF;
    ul_sim_chip_flash_changed (world->chip);
    fails (world, UL_JOB_CONNECT, UL_ERROR_CHIP_LOCKED_FOREVER);
}

/* --- the loop itself --- */

static void
counts_are_shown_until_it_is_cancelled (void **state)
{
    g_autoptr (World) world = world_new (*state);

    put_program (world, loop, G_N_ELEMENTS (loop)); /* an empty chip pulls the pin itself */
    world->faults.wire.dead = TRUE;
    set_faults (world);
    world->cancel_at = 40;
    run (world, UL_JOB_CONNECT);
    gint64 took_us = g_get_monotonic_time () - world->cancelled_us;
    assert_true (world->result->cancelled);
    assert_true (world->last.caught.attempts > 0);
    assert_true (world->end.caught.attempts >= 40);
    assert_int_equal (world->end.caught.heard, 0);
    assert_int_equal (world->end.caught.halted, 0);
    print_message ("# stopped after %.1f ms\n", took_us / 1e3);
    assert_false (ul_sim_chip_get_reset_low (world->chip));
    g_autofree char *text = ul_catch_counts_describe (&world->end.caught);
    assert_non_null (strstr (text, "heard 0 · halted 0"));
}

static void
chip_goes_on_after_a_cancel (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    put_program (world, bitten, G_N_ELEMENTS (bitten));
    world->faults.wire.dead = TRUE;
    set_faults (world);
    world->cancel_at = 3;
    run (world, UL_JOB_CONNECT);
    guint64 before = n_instructions (world);
    ul_sim_chip_advance (world->chip, 20000000);
    assert_true (n_instructions (world) > before);
}

static void
unplugged_probe_ends_it (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world->faults.wire.dead = TRUE;
    world->faults.unplug_at = 200;
    set_faults (world);
    fails (world, UL_JOB_CONNECT, UL_ERROR_PROBE_GONE);
    assert_true (world->end.caught.attempts > 10);
}

static void
noisy_wire_is_slowed_down (void **state)
{
    g_autoptr (World) world = world_new (*state);

    put_program (world, loop, G_N_ELEMENTS (loop));
    world->faults.wire.garble_every = 3;
    world->faults.wire.garble_above_khz = 1000;
    set_faults (world);
    must_run (world, UL_JOB_CONNECT);
    assert_int_equal (chip_of (world)->probe.speed_khz, 1000);
}

#define ON_BOTH(function)                                                                          \
    { #function " (KL25Z)", function, NULL, NULL, (void *) KL25Z },                                \
    {                                                                                              \
#function " (K64F)", function, NULL, NULL, (void *) K64F                                   \
    }

int
main (void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH (chip_that_runs_is_caught_at_once_and_held),
        ON_BOTH (next_job_finds_the_chip_that_was_caught),
        ON_BOTH (empty_chip_that_resets_for_ever_is_caught),
        ON_BOTH (chip_that_resets_every_10_ms_is_caught),
        ON_BOTH (chip_that_resets_every_10_ms_is_told_to_do_so),
        cmocka_unit_test (chip_bitten_by_its_watchdog_is_caught_and_programmed),
        cmocka_unit_test (chip_without_debug_pins_does_not_answer),
        cmocka_unit_test (chip_without_debug_pins_is_caught_when_powered_anew),
        cmocka_unit_test (board_without_power_is_caught_when_it_is_switched_on),
        ON_BOTH (secured_chip_is_caught_and_unlocked),
        ON_BOTH (secured_chip_that_resets_for_ever_is_told_to_be_locked),
        ON_BOTH (chip_secured_for_ever_is_said),
        ON_BOTH (counts_are_shown_until_it_is_cancelled),
        cmocka_unit_test (chip_goes_on_after_a_cancel),
        ON_BOTH (unplugged_probe_ends_it),
        ON_BOTH (noisy_wire_is_slowed_down),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-catch", tests, NULL, NULL);
}
