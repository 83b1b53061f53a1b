/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the flash routine costs beyond the flash itself, on the fake chip's clock: SWD at 4 MHz, 250
 * us a batch, data sheet times, a core at 20.97 MHz. */
#include "cases.h"

#include "fake-chip.h"
#include "ul-flash.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const char *name;
    const char *device;
    gdouble limit_s; /* whole image, connect to verify */
    gdouble same_s;  /* the same again */
    gdouble one_s;   /* one sector changed */
} Case;

static const Case cases[] = {
    { "KL25Z128 is programmed at the speed of its flash", "MKL25Z128", 2.5, 0.2, 0.25 },
    { "K64FN1M0 is programmed at the speed of its flash", "MK64FN1M0", 7.0, 0.8, 0.8 },
};

typedef struct {
    const UlDevice *device;
    FakeProbe *probe;
    UlTarget *target;
    UlFlash *flash;
    UlSectorWork *work;
    guint32 *crcs;
    guint n;
    guint32 size;
} World;

static void
begin (World *world)
{
    g_autoptr (GError) error = NULL;
    const UlDevice *device = NULL;

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
    gdouble s = (world->probe->now_us - start) / 1e6;

    printf ("# %-30s %.3f s\n", what, s);
    return s;
}

static void
is_quick (void **state)
{
    const Case *c = *state;
    World world = { .device = ul_devices_find (c->device) };
    const UlRegion *region = &world.device->regions[0];
    g_autoptr (GRand) rand = g_rand_new_with_seed (3);
    g_autofree guint8 *image = g_malloc (region->size);

    world.probe = fake_chip_new (world.device);
    fake_chip_keep_time (world.probe->chip);
    world.size = region->sector_size;
    world.n = region->size / region->sector_size;
    world.work = g_new0 (UlSectorWork, world.n);
    world.crcs = g_new0 (guint32, world.n);
    for (guint i = 0; i < region->size; i++) {
        image[i] = g_rand_int (rand);
        if (i < 0x400 || i >= 0x410)
            world.probe->chip->flash[i] = g_rand_int (rand);
    }
    memset (image + 0x400, 0xFF, 16);
    image[0x40C] = 0xFE;
    for (guint i = 0; i < world.n; i++)
        world.work[i] = (UlSectorWork){ .address = i * world.size,
                                        .size = world.size,
                                        .data = image + i * world.size,
                                        .check = TRUE };

    gint64 start = world.probe->now_us;
    begin (&world);
    since (&world, start, "connect and compare");
    assert_true (ul_flash_erase_all (world.flash, NULL));
    since (&world, start, "... and erase all");
    run (&world, world.work, world.n);
    gdouble all = since (&world, start, "... and program and verify");
    end (&world);
    assert_memory_equal (world.probe->chip->flash, image, region->size);

    start = world.probe->now_us;
    begin (&world);
    for (guint i = 0; i < world.n; i++)
        assert_int_equal (world.crcs[i], world.work[i].crc);
    end (&world);
    gdouble same = since (&world, start, "the same again");

    image[world.size * 5 + 8] ^= 1;
    start = world.probe->now_us;
    begin (&world);
    world.work[5].erase = TRUE;
    run (&world, &world.work[5], 1);
    end (&world);
    gdouble one = since (&world, start, "one sector");
    assert_memory_equal (world.probe->chip->flash, image, region->size);

    assert_true (all <= c->limit_s);
    assert_true (same <= c->same_s);
    assert_true (one <= c->one_s);
    g_free (world.work);
    g_free (world.crcs);
    g_object_unref (world.probe);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases)];

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i] = case_of (cases[i].name, is_quick, &cases[i]);
    return cmocka_run_group_tests_name ("speed", tests, NULL, NULL);
}
