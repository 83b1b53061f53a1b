/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Jobs on chips that are reset again and again: by the watchdog that their program does not serve,
 * or by something else. */
#include "board-world.h"
#include "own-folders.h"
#include "ul-error.h"

#include <string.h>

#define CODE      0x410
#define N_MOMENTS 23
#define STEP_NS   397000 /* so that the moments spread over some 9 ms */

/* Has the watchdog of a KL part reset it after 6 ms, again and again. */
static const guint16 kl_bitten[] = {
    0x4801, 0x210A, 0x6001, /* ldr r0, =SIM_COPC; movs r1, #COPT(2) | COPCLKS; str r1, [r0] */
    0xE7FE,                 /* b . */
    0x8100, 0x4004,
};

/* S32K1 leave their watchdog on after a reset: 8 ms. */
static const guint16 loop[] = { 0xE7FE };

typedef struct {
    const char *board;
    const guint16 *code;
    guint n_code;
} Board;

static const Board boards[] = {
    { "frdm-kl25z", kl_bitten, G_N_ELEMENTS (kl_bitten) },
    { "s32k144evb", loop, G_N_ELEMENTS (loop) },
};

static World *
new_bitten (const Board *board)
{
    World *world = world_new (board->board);

    world_fill (world, 0, world->size, 3);
    for (guint i = 0; i < board->n_code; i++) {
        world->flash[CODE + 2 * i] = board->code[i] & 0xFF;
        world->flash[CODE + 2 * i + 1] = board->code[i] >> 8;
    }
    ul_sim_chip_flash_changed (world->chip);
    ul_sim_chip_set_power (world->chip, FALSE);
    ul_sim_chip_set_power (world->chip, TRUE);
    ul_session_set_device (world->session, world->device);
    return world;
}

static gboolean
goes_on_resetting (World *world)
{
    guint resets = world_counts (world).resets;

    ul_sim_chip_advance (world->chip, 50000000);
    return world_counts (world).resets > resets + 2;
}

/* However the job and the resets meet. */
static void
all_is_read_and_the_program_goes_on (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = new_bitten (board);
    g_autofree guint8 *data = g_malloc (world->size);
    guint n_commands = world_counts (world).commands;

    assert_true (goes_on_resetting (world));
    for (guint i = 0; i < N_MOMENTS; i++) {
        ul_sim_chip_advance (world->chip, i * STEP_NS);
        world_ask (world, UL_JOB_READ);
        world->spec->scope = UL_SCOPE_RANGE;
        world->spec->range_start = world->start;
        world->spec->range_size = world->size;
        memset (data, 0, world->size);
        world_must_run (world);
        assert_int_equal (ul_image_read (world->result->data, world->start, world->size, data,
                                         NULL),
                          world->size);
        assert_memory_equal (data, world->flash, world->size);
        assert_true (goes_on_resetting (world));
    }
    assert_int_equal (world_counts (world).commands, n_commands);
}

/* No stop of the program helps there, and a piece takes longer than the chip stays. */
static void
chip_that_something_else_resets_is_told (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->board);

    world_fill (world, 0, world->size, 3);
    ul_session_set_device (world->session, world->device);
    world_set_fault (world, "reset-period-us=10000");
    gint64 before_ns = (gint64) ul_sim_chip_get_time_ns (world->chip);
    world_ask (world, UL_JOB_READ);
    world_fails (world, UL_ERROR_TARGET_RESETTING);
    assert_true ((gint64) ul_sim_chip_get_time_ns (world->chip) - before_ns < 3000000000);
}

/* --- jobs that need the flash routine in the chip's RAM, which no reset leaves alone --- */

static World *
new_reset_every (const Board *board, guint period_us)
{
    g_autofree char *fault = g_strdup_printf ("reset-period-us=%u", period_us);
    World *world = world_new (board->board);

    world_fill (world, 0, world->size, 3);
    ul_session_set_device (world->session, world->device);
    world_set_fault (world, fault);
    return world;
}

static void
ask (World *world, UlJobKind kind)
{
    world_ask_to_program (world, 0, world->size / 2, 4);
    world->spec->kind = kind;
    if (kind != UL_JOB_PROGRAM && kind != UL_JOB_VERIFY)
        g_clear_object (&world->spec->image);
}

static void
assert_told (World *world)
{
    const UlProblem *problem = world->result->problem;

    assert_non_null (strstr (problem->cause, " of 32 checks"));
    assert_int_equal (problem->remedy, UL_REMEDY_CATCH);
    assert_int_equal (world_chip (world)->state, UL_SESSION_NO_TARGET);
    assert_int_equal (world_chip (world)->problem->code, UL_ERROR_TARGET_RESETTING);
}

/* Be it an access or the routine that the first reset breaks off. */
static void
resets_are_told_by_every_job (void **state)
{
    static const guint periods_us[] = { 2000, 5000, 7000, 10000, 20000 };
    static const UlJobKind kinds[] = { UL_JOB_PROGRAM,     UL_JOB_ERASE,  UL_JOB_VERIFY,
                                       UL_JOB_BLANK_CHECK, UL_JOB_UNLOCK, UL_JOB_UNPROTECT };
    static const UlConnectMode modes[] = { UL_CONNECT_AUTO, UL_CONNECT_CATCH };

    for (guint i = 0; i < G_N_ELEMENTS (periods_us) * G_N_ELEMENTS (modes); i++)
        for (guint k = 0; k < G_N_ELEMENTS (kinds); k++) {
            g_autoptr (World) world = new_reset_every (*state, periods_us[i / 2]);

            ul_session_set_connect_mode (world->session, modes[i % 2]);
            ask (world, kinds[k]);
            world_fails (world, UL_ERROR_TARGET_RESETTING);
            assert_told (world);
            assert_false (world->result->touched);
            assert_int_equal (world->result->left_as != NULL,
                              kinds[k] != UL_JOB_VERIFY && kinds[k] != UL_JOB_BLANK_CHECK);
            assert_true (world_holds (world, 0, world->size, 3));
        }
}

/* The chip stays long enough for the work to begin: what became of it is told as well. */
static void
rare_resets_are_told_with_what_was_begun (void **state)
{
    static const guint periods_us[] = { 100000, 150000 };

    for (guint i = 0; i < G_N_ELEMENTS (periods_us); i++) {
        g_autoptr (World) world = new_reset_every (*state, periods_us[i]);

        ask (world, UL_JOB_PROGRAM);
        world_fails (world, UL_ERROR_TARGET_RESETTING);
        assert_told (world);
        assert_true (world->result->touched);
        assert_non_null (world->result->tally);
        assert_null (strstr (world->result->problem->cause, "Nothing was changed"));
        assert_int_equal (world->flash[world->fsec], 0xFE);
        world_set_fault (world, NULL);
        world_must_run (world);
        assert_true (world_holds (world, 0, world->size / 2, 4));
    }
}

/* As by a finger on the button: none, or one or two, within the half second after the failure. */
static void
few_resets_are_not_called_resetting (void **state)
{
    static const guint periods_us[] = { 300000, 700000 };

    for (guint i = 0; i < G_N_ELEMENTS (periods_us); i++) {
        g_autoptr (World) world = new_reset_every (*state, periods_us[i]);

        ask (world, UL_JOB_PROGRAM);
        world_fails (world, UL_ERROR_LOADER_FAILED);
        assert_non_null (strstr (world->result->problem->cause, "was reset while"));
        assert_int_equal (world_chip (world)->state, UL_SESSION_READY);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        { "all is read and the program goes on (kl25z)", all_is_read_and_the_program_goes_on, NULL,
          NULL, (void *) &boards[0] },
        { "all is read and the program goes on (s32k144)", all_is_read_and_the_program_goes_on,
          NULL, NULL, (void *) &boards[1] },
        { "chip that something else resets is told (kl25z)",
          chip_that_something_else_resets_is_told, NULL, NULL, (void *) &boards[0] },
        { "chip that something else resets is told (s32k144)",
          chip_that_something_else_resets_is_told, NULL, NULL, (void *) &boards[1] },
        { "resets are told by every job (kl25z)", resets_are_told_by_every_job, NULL, NULL,
          (void *) &boards[0] },
        { "resets are told by every job (s32k144)", resets_are_told_by_every_job, NULL, NULL,
          (void *) &boards[1] },
        { "rare resets are told with what was begun", rare_resets_are_told_with_what_was_begun,
          NULL, NULL, (void *) &boards[0] },
        { "few resets are not called resetting", few_resets_are_not_called_resetting, NULL, NULL,
          (void *) &boards[0] },
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-resetting", tests, NULL, NULL);
}
