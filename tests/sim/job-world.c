/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "job-world.h"
#include "cases.h"

#include <string.h>

static const char *const boards[] = { "frdm-kl25z", "frdm-k64f" };

/* Random bytes, but for a program that stays in a loop: a chip whose program crashes is another
 * story. */
static void
fill (JobWorld *world)
{
    static const guint8 vectors[] = { 0x00, 0x10, 0x00, 0x20, 0x11, 0x04, 0x00, 0x00 };
    static const guint8
        field[] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                    0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFE, 0xE7 /* b . */ };

    g_autoptr (GRand) rand = g_rand_new_with_seed (3);

    for (gsize i = 0; i < world->size; i++) {
        world->image[i] = g_rand_int (rand);
        world->flash[i] = g_rand_int (rand);
    }
    memcpy (world->image, vectors, sizeof vectors);
    memcpy (world->image + 0x400, field, sizeof field);
    memcpy (world->flash, vectors, sizeof vectors);
    memcpy (world->flash + 0x400, field, sizeof field);
    ul_sim_chip_flash_changed (world->chip);
    for (guint i = 0; i < world->n; i++)
        world->work[i] = (UlSectorWork){ .address = i * world->sector,
                                         .size = world->sector,
                                         .data = world->image + i * world->sector,
                                         .check = TRUE };
}

JobWorld *
job_world_new (const char *board)
{
    JobWorld *world = g_new0 (JobWorld, 1);
    g_autoptr (GError) error = NULL;

    world->board = ul_sim_board_new (ul_sim_board_find_kind (board));
    world->chip = ul_sim_board_get_chip (world->board);
    world->flash = ul_sim_chip_get_flash (world->chip, &world->size);
    world->device = ul_sim_chip_get_device (world->chip);
    world->sector = world->device->regions[0].sector_size;
    world->n = world->size / world->sector;
    world->image = g_malloc (world->size);
    world->work = g_new0 (UlSectorWork, world->n);
    ul_sim_board_faults_init (&world->faults);
    world->cancellable = g_cancellable_new ();
    world->probe = UL_PROBE (ul_sim_probe_new_for_board (world->board));
    ul_probe_open (world->probe, NULL, &error);
    assert_no_error (error);
    fill (world);
    return world;
}

void
job_world_end (JobWorld *world)
{
    g_clear_pointer (&world->flasher, ul_flash_close);
    if (world->target != NULL)
        ul_target_reset (world->target, UL_RESET_RUN, NULL);
    g_clear_pointer (&world->target, ul_target_free);
}

void
job_world_free (JobWorld *world)
{
    job_world_end (world);
    g_object_unref (world->probe);
    g_object_unref (world->cancellable);
    ul_sim_board_close (world->board);
    g_free (world->work);
    g_free (world->image);
    g_free (world);
}

void
job_world_set_faults (JobWorld *world)
{
    ul_sim_board_set_faults (world->board, &world->faults);
}

gboolean
job_world_connect (JobWorld *world, GError **error)
{
    const UlDevice *device = NULL;

    world->target = ul_target_new (world->probe);
    ul_target_set_cancellable (world->target, world->cancellable);
    return ul_target_connect (world->target, UL_CONNECT_AUTO, 4000, error) &&
           ul_target_identify (world->target, world->device, &device, error);
}

gboolean
job_world_begin (JobWorld *world, GError **error)
{
    if (!job_world_connect (world, error))
        return FALSE;
    world->flasher = ul_flash_open (world->target, world->device, error);
    return world->flasher != NULL;
}

void
job_world_begin_well (JobWorld *world)
{
    g_autoptr (GError) error = NULL;

    job_world_begin (world, &error);
    assert_no_error (error);
    assert_true (ul_flash_uses_loader (world->flasher));
}

gboolean
job_world_run (JobWorld *world, guint first, guint n, GError **error)
{
    return ul_flash_run (world->flasher, world->work + first, n, NULL, NULL, error);
}

void
job_world_run_well (JobWorld *world, guint first, guint n)
{
    g_autoptr (GError) error = NULL;

    job_world_run (world, first, n, &error);
    assert_no_error (error);
}

void
job_world_assert_holds_image (JobWorld *world, guint first, guint n)
{
    assert_memory_equal (world->flash + first * world->sector, world->image + first * world->sector,
                         n * world->sector);
}

int
job_world_run_cases (const char *group, const JobCase *cases, guint n_cases)
{
    guint n = n_cases * G_N_ELEMENTS (boards);
    g_autofree struct CMUnitTest *tests = g_new0 (struct CMUnitTest, n);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < n; i++) {
        const JobCase *c = &cases[i / G_N_ELEMENTS (boards)];
        const char *board = boards[i % G_N_ELEMENTS (boards)];
        char *name = g_strdup_printf ("%s: %s", board, c->name);

        g_ptr_array_add (names, name);
        tests[i] = case_of (name, c->function, board);
    }
    return _cmocka_run_group_tests (group, tests, n, NULL, NULL);
}
