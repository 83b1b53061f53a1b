/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Jobs that only read, on chips whose program does not serve its watchdog: it resets them. */
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
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-resetting", tests, NULL, NULL);
}
