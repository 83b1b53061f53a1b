/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A chip whose program runs in high speed mode and has erased the lock settings: a reset would lock
 * it, and its flash takes no command before that mode is left. */
#include "board-world.h"
#include "own-folders.h"

#define CODE    0x410
#define TIME_NS 2000000 /* until it runs */

/* Allows the mode, enters it, and stays in a loop. */
static const guint16 program[] = {
    0x4802,         /* ldr  r0, [pc, #8] */
    0x2180,         /* movs r1, #0x80 */
    0x7001,         /* strb r1, [r0] */
    0x2160,         /* movs r1, #0x60 */
    0x7041,         /* strb r1, [r0, #1] */
    0xE7FE,         /* b    . */
    0xE000, 0x4007, /* SMC */
};

static void
is_rescued_from_high_speed_mode (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 size = 3 * world->sector_size;

    world_fill (world, 0, world->size, 1);
    for (guint i = 0; i < G_N_ELEMENTS (program); i++) {
        world->flash[CODE + 2 * i] = program[i] & 0xFF;
        world->flash[CODE + 2 * i + 1] = program[i] >> 8;
    }
    ul_sim_chip_flash_changed (world->chip);
    ul_sim_chip_advance (world->chip, TIME_NS);
    /* what follows the last reset: the next one would see it */
    ul_sim_chip_get_flash (world->chip, NULL)[world->fsec] = 0xFF;
    world_ask_to_program (world, 0, size, 2);
    world_must_run (world);
    assert_true (world_holds (world, 0, size, 2));
    assert_true (world_holds (world, size, world->size - size, 1));
    assert_int_equal (world_counts (world).mass_erases, 0);
    assert_int_equal (world_counts (world).refusals, 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate (is_rescued_from_high_speed_mode, (void *) "frdm-k22f"),
        cmocka_unit_test_prestate (is_rescued_from_high_speed_mode, (void *) "twr-kv31f"),
        cmocka_unit_test_prestate (is_rescued_from_high_speed_mode, (void *) "twr-kv58f"),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-mode", tests, NULL, NULL);
}
