/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole jobs of core on simulated boards: what they leave in the flash, what they cost on the
 * board's clock, and what the chip refuses. */
#include "test.h"

#include "ul-flash.h"
#include "ul-sim-board.h"
#include "ul-sim-probe.h"
#include "ul-target.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    UlSimBoard *board;
    UlSimChip *chip;
    UlSimProbe *probe;
    const UlDevice *device;
    UlTarget *target;
    UlFlash *flash;
    guint8 *image;
    UlSectorWork *work;
    guint32 *crcs;
    guint n;
    guint32 size;
} World;

typedef struct {
    const char *name;
    const char *board;
    gdouble limit_s, same_s, one_s, wall_s;
} Case;

static const Case cases[] = {
    { "KL25Z128 is programmed at the speed of its flash", "frdm-kl25z", 2.5, 0.2, 0.25, 3 },
    { "K64FN1M0 is programmed at the speed of its flash", "frdm-k64f", 7.0, 0.8, 0.8, 3 },
};

static gint64
now_us (World *world)
{
    return ul_sim_chip_get_time_ns (world->chip) / 1000;
}

/* Random bytes, but for vectors, an open configuration field, and a program that stays in a loop:
 * a chip whose program crashes is another story. */
static void
make_runnable (guint8 *image)
{
    static const guint8 vectors[8] = { 0x00, 0x10, 0x00, 0x20, 0x11, 0x04, 0x00, 0x00 };

    memcpy (image, vectors, sizeof vectors);
    memset (image + 0x400, 0xFF, 16);
    image[0x40C] = 0xFE;
    image[0x410] = 0xFE;
    image[0x411] = 0xE7;
}

static void
begin (World *world)
{
    g_autoptr (GError) error = NULL;
    const UlDevice *device = NULL;

    ul_probe_open (UL_PROBE (world->probe), NULL, &error);
    assert_no_error (error);
    world->target = ul_target_new (UL_PROBE (world->probe));
    ul_target_connect (world->target, UL_CONNECT_AUTO, 4000, &error);
    assert_no_error (error);
    ul_target_identify (world->target, world->device, &device, &error);
    assert_no_error (error);
    world->flash = ul_flash_open (world->target, world->device, &error);
    assert_no_error (error);
    ul_flash_crc_sectors (world->flash, 0, world->size, world->n, world->crcs, NULL, NULL, &error);
    assert_no_error (error);
}

static void
end (World *world)
{
    g_clear_pointer (&world->flash, ul_flash_close);
    ul_target_reset (world->target, UL_RESET_RUN, NULL);
    g_clear_pointer (&world->target, ul_target_free);
    ul_probe_close (UL_PROBE (world->probe));
}

static void
run (World *world, UlSectorWork *work, guint n)
{
    g_autoptr (GError) error = NULL;

    ul_flash_run (world->flash, work, n, NULL, NULL, &error);
    assert_no_error (error);
}

static gdouble
since (World *world, gint64 start, const char *what)
{
    gdouble s = (now_us (world) - start) / 1e6;

    printf ("# %-30s %.3f s\n", what, s);
    return s;
}

static void
is_quick (void **state)
{
    const Case *c = *state;
    World world = { 0 };
    g_autoptr (GRand) rand = g_rand_new_with_seed (3);
    gint64 wall = g_get_monotonic_time ();

    world.board = ul_sim_board_new (ul_sim_board_find_kind (c->board));
    world.chip = ul_sim_board_get_chip (world.board);
    world.device = ul_sim_chip_get_device (world.chip);
    world.probe = ul_sim_probe_new_for_board (world.board);
    const UlRegion *region = &world.device->regions[0];
    g_autofree guint8 *image = g_malloc (region->size);
    world.size = region->sector_size;
    world.n = region->size / region->sector_size;
    world.work = g_new0 (UlSectorWork, world.n);
    world.crcs = g_new0 (guint32, world.n);
    guint8 *flash = ul_sim_chip_get_flash (world.chip, NULL);
    for (guint i = 0; i < region->size; i++) {
        image[i] = g_rand_int (rand);
        if (i < 0x400 || i >= 0x410)
            flash[i] = g_rand_int (rand);
    }
    make_runnable (image);
    ul_sim_chip_flash_changed (world.chip);
    for (guint i = 0; i < world.n; i++)
        world.work[i] = (UlSectorWork){ .address = i * world.size,
                                        .size = world.size,
                                        .data = image + i * world.size,
                                        .check = TRUE };

    gint64 start = now_us (&world);
    begin (&world);
    since (&world, start, "connect and compare");
    assert_true (ul_flash_erase_all (world.flash, NULL));
    since (&world, start, "... and erase all");
    run (&world, world.work, world.n);
    gdouble all = since (&world, start, "... and program and verify");
    end (&world);
    assert_memory_equal (ul_sim_chip_get_flash (world.chip, NULL), image, region->size);

    start = now_us (&world);
    begin (&world);
    for (guint i = 0; i < world.n; i++)
        assert_int_equal (world.crcs[i], world.work[i].crc);
    end (&world);
    gdouble same = since (&world, start, "the same again");

    image[world.size * 5 + 8] ^= 1;
    start = now_us (&world);
    begin (&world);
    world.work[5].erase = TRUE;
    run (&world, &world.work[5], 1);
    end (&world);
    gdouble one = since (&world, start, "one sector");
    assert_memory_equal (ul_sim_chip_get_flash (world.chip, NULL), image, region->size);
    printf ("# wall %.3f s\n", (g_get_monotonic_time () - wall) / 1e6);

    assert_true (all <= c->limit_s);
    assert_true (same <= c->same_s);
    assert_true (one <= c->one_s);
    g_free (world.work);
    g_free (world.crcs);
    g_object_unref (world.probe);
    ul_sim_board_close (world.board);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases)];

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i] = (struct CMUnitTest){ cases[i].name, is_quick, NULL, NULL, (void *) &cases[i] };
    return cmocka_run_group_tests_name ("sim-jobs", tests, NULL, NULL);
}
