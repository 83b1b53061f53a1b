/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole jobs of core on simulated boards: what they leave in the flash, what they cost on the
 * board's clock, and what the chip refuses. */
#include "cases.h"

#include "ul-flash.h"
#include "ul-image.h"
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
    guint8 *image; /* what shall be in the flash */
    UlSectorWork *work;
    guint32 *crcs;
    guint n;             /* sectors */
    guint32 size, total; /* bytes of a sector, of all */
} World;

typedef struct {
    const char *name;
    const char *board;
    gdouble limit_s, same_s, one_s;
} Case;

static const Case cases[] = {
    { "KL25Z128 is programmed at the speed of its flash", "frdm-kl25z", 2.5, 0.2, 0.25 },
    { "K64FN1M0 is programmed at the speed of its flash", "frdm-k64f", 7.0, 0.8, 0.8 },
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
world_init (World *world, const char *board)
{
    *world = (World){ .board = ul_sim_board_new (ul_sim_board_find_kind (board)) };
    world->chip = ul_sim_board_get_chip (world->board);
    world->device = ul_sim_chip_get_device (world->chip);
    world->probe = ul_sim_probe_new_for_board (world->board);
    world->size = world->device->regions[0].sector_size;
    world->total = world->device->regions[0].size;
    world->n = world->total / world->size;
    world->image = g_malloc (world->total);
    world->work = g_new0 (UlSectorWork, world->n);
    world->crcs = g_new0 (guint32, world->n);
    for (guint i = 0; i < world->n; i++)
        world->work[i] = (UlSectorWork){ .address = i * world->size,
                                         .size = world->size,
                                         .data = world->image + i * world->size,
                                         .check = TRUE };
}

static void
world_clear (World *world)
{
    g_free (world->work);
    g_free (world->crcs);
    g_free (world->image);
    g_object_unref (world->probe);
    ul_sim_board_close (world->board);
}

/* Other random bytes than the image's. */
static void
put_old_content (World *world, GRand *rand)
{
    guint8 *flash = ul_sim_chip_get_flash (world->chip, NULL);

    for (guint i = 0; i < world->total; i++)
        if (i < 0x400 || i >= 0x410)
            flash[i] = g_rand_int (rand);
    ul_sim_chip_flash_changed (world->chip);
}

static gdouble
program_all (World *world)
{
    gint64 start = now_us (world);

    begin (world);
    since (world, start, "connect and compare");
    assert_true (ul_flash_erase_all (world->flash, NULL));
    since (world, start, "... and erase all");
    run (world, world->work, world->n);
    gdouble s = since (world, start, "... and program and verify");
    end (world);
    assert_memory_equal (ul_sim_chip_get_flash (world->chip, NULL), world->image, world->total);
    return s;
}

static gdouble
compare_all (World *world)
{
    gint64 start = now_us (world);

    begin (world);
    for (guint i = 0; i < world->n; i++)
        assert_int_equal (world->crcs[i], world->work[i].crc);
    end (world);
    return since (world, start, "the same again");
}

static gdouble
program_one (World *world)
{
    gint64 start = now_us (world);

    world->image[world->size * 5 + 8] ^= 1;
    begin (world);
    world->work[5].erase = TRUE;
    run (world, &world->work[5], 1);
    end (world);
    assert_memory_equal (ul_sim_chip_get_flash (world->chip, NULL), world->image, world->total);
    return since (world, start, "one sector");
}

static void
is_quick (void **state)
{
    const Case *c = *state;
    World world;
    g_autoptr (GRand) rand = g_rand_new_with_seed (3);
    gint64 wall = g_get_monotonic_time ();

    world_init (&world, c->board);
    put_old_content (&world, rand);
    for (guint i = 0; i < world.total; i++)
        world.image[i] = g_rand_int (rand);
    make_runnable (world.image);
    gdouble all = program_all (&world), same = compare_all (&world), one = program_one (&world);
    printf ("# on this machine %.3f s\n", (g_get_monotonic_time () - wall) / 1e6);
    assert_true (all <= c->limit_s);
    assert_true (same <= c->same_s);
    assert_true (one <= c->one_s);
    world_clear (&world);
}

/* --- the example --- */

#define GPIOB_PDOR 0x400FF040u
#define GPIOB_PDDR 0x400FF054u
#define LED        (1u << 18)

static void
put_file (World *world, const char *name)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *path = g_build_filename (EXAMPLES, name, NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, &error);

    assert_no_error (error);
    guint8 *flash = ul_sim_chip_get_flash (world->chip, NULL);
    memset (flash, 0xFF, world->total);
    ul_image_read (image, 0, world->total, flash, NULL);
    ul_sim_chip_flash_changed (world->chip);
}

static guint32
read_word (World *world, guint32 address)
{
    g_autoptr (GError) error = NULL;
    guint32 value = 0;

    ul_target_read32 (world->target, address, &value, &error);
    assert_no_error (error);
    return value;
}

static void
the_example_lets_an_LED_breathe (void **state)
{
    World world;
    g_autoptr (GError) error = NULL;
    UlSimChipCounts before, after;
    guint lit = 0;

    world_init (&world, "frdm-kl25z");
    put_file (&world, "blinky.srec");
    ul_probe_open (UL_PROBE (world.probe), NULL, NULL);
    world.target = ul_target_new (UL_PROBE (world.probe));
    ul_target_connect (world.target, UL_CONNECT_NORMAL, 4000, &error);
    assert_no_error (error);
    ul_sim_chip_advance (world.chip, 5000000);
    assert_int_equal (read_word (&world, GPIOB_PDDR), LED);
    for (guint i = 0; i < 200; i++) {
        lit += (read_word (&world, GPIOB_PDOR) & LED) == 0;
        ul_sim_chip_advance (world.chip, 333333);
    }
    assert_in_range (lit, 10, 190);
    /* It turned the watchdog off, so that nothing resets it. */
    ul_sim_chip_get_counts (world.chip, &before);
    ul_sim_chip_advance (world.chip, 1500000000);
    ul_sim_chip_get_counts (world.chip, &after);
    assert_int_equal (after.resets, before.resets);
    assert_true (after.instructions - before.instructions > 10000000);
    g_clear_pointer (&world.target, ul_target_free);
    world_clear (&world);
}

int
main (void)
{
    const guint n = G_N_ELEMENTS (cases);
    struct CMUnitTest tests[G_N_ELEMENTS (cases) + 1];

    for (gsize i = 0; i < n; i++)
        tests[i] = case_of (cases[i].name, is_quick, &cases[i]);
    tests[n] = (struct CMUnitTest) cmocka_unit_test (the_example_lets_an_LED_breathe);
    return cmocka_run_group_tests_name ("sim-jobs", tests, NULL, NULL);
}
