/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "flash-world.h"

#include <string.h>

static void
fill_image (World *world)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (7);
    guint size = N_SECTORS * world->sector_size;

    world->image = g_malloc (size);
    for (guint i = 0; i < size; i++)
        world->image[i] = g_rand_int (rand);
    memset (world->image + 100, 0xFF, 300);                        /* a hole */
    memset (world->image + 3 * world->sector_size - 50, 0xFF, 70); /* over a border */
    memset (world->image + 5 * world->sector_size, 0xFF, world->sector_size);
    memset (world->image + 0x400, 0xFF, 16);
    world->image[0x40C] = 0xFE;
}

World *
world_new (const Variant *variant)
{
    World *world = g_new0 (World, 1);

    world->device = *ul_devices_find (variant->device);
    if (variant->ram_size != 0)
        world->device.ram_size = variant->ram_size;
    world->probe = fake_chip_new (&world->device);
    world->chip = world->probe->chip;
    world->chip->no_crc_unit = variant->no_crc_unit;
    world->flags = variant->flags;
    world->sector_size = world->device.regions[0].sector_size;
    world->target = ul_target_new (UL_PROBE (world->probe));
    world->cancellable = g_cancellable_new ();
    ul_target_set_cancellable (world->target, world->cancellable);
    fill_image (world);
    return world;
}

void
world_connect (World *world)
{
    g_autoptr (GError) error = NULL;
    const UlDevice *device = NULL;

    ul_target_connect (world->target, UL_CONNECT_NORMAL, 4000, &error);
    assert_no_error (error);
    ul_target_identify (world->target, &world->device, &device, &error);
    assert_no_error (error);
}

void
world_open_flash (World *world)
{
    g_autoptr (GError) error = NULL;

    world_connect (world);
    world->flash = ul_flash_open_full (world->target, &world->device, world->flags, &error);
    assert_no_error (error);
}

void
world_free (World *world)
{
    g_clear_pointer (&world->flash, ul_flash_close);
    ul_target_free (world->target);
    g_object_unref (world->cancellable);
    g_object_unref (world->probe);
    g_free (world->image);
    g_free (world);
}

void
world_set_work (World *world, UlSectorWork *work, gboolean erase, gboolean program)
{
    for (guint i = 0; i < N_SECTORS; i++)
        work[i] = (UlSectorWork){ .address = i * world->sector_size,
                                  .size = world->sector_size,
                                  .erase = erase,
                                  .data = program ? world->image + i * world->sector_size : NULL,
                                  .check = TRUE };
}
