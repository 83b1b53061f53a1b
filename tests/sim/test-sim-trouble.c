/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Core's work on simulated boards where something is locked, broken or lost. */
#include "test.h"

#include "ul-error.h"
#include "ul-flash.h"
#include "ul-sim-probe.h"

#include <string.h>

static const char *const boards[] = { "frdm-kl25z", "frdm-k64f" };

typedef struct {
    UlSimBoard *board;
    UlSimChip *chip;
    UlSimBoardFaults faults;
    guint8 *flash; /* the chip's own */
    gsize size;
    UlProbe *probe;
    GCancellable *cancellable;

    UlTarget *target;
    const UlDevice *device;
    UlFlash *flasher;

    guint8 *image;
    UlSectorWork *work;
    guint n, sector;
} World;

/* Random bytes, but for a program that stays in a loop: a chip whose program crashes is another
 * story. */
static void
fill (World *world)
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

static World *
make_world (const char *board)
{
    World *world = g_new0 (World, 1);
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

static void
end (World *world)
{
    g_clear_pointer (&world->flasher, ul_flash_close);
    if (world->target != NULL)
        ul_target_reset (world->target, UL_RESET_RUN, NULL);
    g_clear_pointer (&world->target, ul_target_free);
}

static void
free_world (World *world)
{
    end (world);
    g_object_unref (world->probe);
    g_object_unref (world->cancellable);
    ul_sim_board_close (world->board);
    g_free (world->work);
    g_free (world->image);
    g_free (world);
}

static void
set_faults (World *world)
{
    ul_sim_board_set_faults (world->board, &world->faults);
}

static gboolean
connect (World *world, GError **error)
{
    const UlDevice *device = NULL;

    world->target = ul_target_new (world->probe);
    ul_target_set_cancellable (world->target, world->cancellable);
    return ul_target_connect (world->target, UL_CONNECT_AUTO, 4000, error) &&
           ul_target_identify (world->target, world->device, &device, error);
}

static gboolean
begin (World *world, GError **error)
{
    if (!connect (world, error))
        return FALSE;
    world->flasher = ul_flash_open (world->target, world->device, error);
    return world->flasher != NULL;
}

static void
begin_well (World *world)
{
    g_autoptr (GError) error = NULL;

    begin (world, &error);
    assert_no_error (error);
    assert_true (ul_flash_uses_loader (world->flasher));
}

static gboolean
run (World *world, guint first, guint n, GError **error)
{
    return ul_flash_run (world->flasher, world->work + first, n, NULL, NULL, error);
}

static void
run_well (World *world, guint first, guint n)
{
    g_autoptr (GError) error = NULL;

    run (world, first, n, &error);
    assert_no_error (error);
}

static void
assert_holds_image (World *world, guint first, guint n)
{
    assert_memory_equal (world->flash + first * world->sector, world->image + first * world->sector,
                         n * world->sector);
}

/* --- what it is --- */

static void
is_identified_and_open_as_delivered (void **state)
{
    World *world = make_world (*state);
    const UlDevice *device = NULL;
    UlProtection protection;
    g_autoptr (GError) error = NULL;

    world->target = ul_target_new (world->probe);
    ul_target_connect (world->target, UL_CONNECT_AUTO, 4000, &error);
    assert_no_error (error);
    ul_target_identify (world->target, NULL, &device, &error);
    assert_no_error (error);
    assert_ptr_equal (device, world->device);
    assert_int_equal (ul_target_get_ids (world->target)->dpidr,
                      ul_sim_chip_get_dpidr (world->chip));
    ul_target_read_protection (world->target, device, &protection, &error);
    assert_no_error (error);
    assert_int_equal (protection.lock, UL_LOCK_OPEN);
    assert_int_equal (protection.fsec, 0xFE);
    assert_int_equal (protection.fprot, 0xFFFFFFFF);
    assert_int_equal (ul_protection_count_sectors (&protection, device), 0);
    free_world (world);
}

static void
set_field (World *world, guint offset, guint8 value)
{
    world->flash[0x400 + offset] = value;
    ul_sim_chip_flash_changed (world->chip);
}

static void
a_secured_chip_is_unlocked (void **state)
{
    World *world = make_world (*state);
    UlProtection protection;
    g_autoptr (GError) error = NULL;
    UlSimChipCounts counts;

    set_field (world, 0xC, 0xFF);
    set_field (world, 0x8, 0xF0);
    connect (world, &error);
    assert_no_error (error);
    ul_target_read_protection (world->target, world->device, &protection, &error);
    assert_no_error (error);
    assert_int_equal (protection.lock, UL_LOCK_SECURED);
    ul_unlock_run (world->target, world->device, NULL, NULL, &protection, &error);
    assert_no_error (error);
    assert_int_equal (protection.lock, UL_LOCK_OPEN);
    assert_int_equal (protection.fprot, 0xFFFFFFFF);
    for (gsize i = 0; i < world->size; i++)
        if (world->flash[i] != (i == 0x40C ? 0xFE : 0xFF))
            fail_msg ("0x%02X at 0x%zX", world->flash[i], i);
    ul_sim_chip_get_counts (world->chip, &counts);
    assert_int_equal (counts.mass_erases, 1);
    end (world);
    begin_well (world);
    world->work[0x40C / world->sector].erase = TRUE;
    run_well (world, 0, world->n);
    assert_holds_image (world, 0, world->n);
    free_world (world);
}

static void
a_chip_locked_for_ever_is_left_alone (void **state)
{
    World *world = make_world (*state);
    UlProtection protection;
    g_autoptr (GError) error = NULL;
    UlSimChipCounts counts;
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size);

    set_field (world, 0xC, 0xEF);
    before[0x40C] = 0xEF;
    connect (world, &error);
    assert_no_error (error);
    assert_false (ul_unlock_run (world->target, world->device, NULL, NULL, &protection, &error));
    assert_error (error, UL_ERROR, UL_ERROR_CHIP_LOCKED_FOREVER);
    ul_sim_chip_get_counts (world->chip, &counts);
    assert_int_equal (counts.mass_erases, 0);
    assert_memory_equal (world->flash, before, world->size);
    free_world (world);
}

static void
a_mass_erase_that_hangs_is_given_up (void **state)
{
    World *world = make_world (*state);
    UlProtection protection;
    g_autoptr (GError) error = NULL;

    world->faults.chip.erase_hangs = TRUE;
    set_faults (world);
    set_field (world, 0xC, 0xFF);
    connect (world, &error);
    assert_no_error (error);
    assert_false (ul_unlock_run (world->target, world->device, NULL, NULL, &protection, &error));
    assert_error (error, UL_ERROR, UL_ERROR_UNLOCK_TIMEOUT);
    free_world (world);
}

/* --- what goes wrong in the flash --- */

static void
assert_where (const GError *error, guint32 address)
{
    guint32 where = 0, size = 0;

    assert_true (ul_error_get_where (error, &where, &size));
    assert_true (where <= address && address - where < size);
}

static void
fails_in_sector (World *world, guint index, gboolean program, int code)
{
    g_autoptr (GError) error = NULL;
    UlSectorWork *work = &world->work[index];
    const guint8 *data = work->data;

    begin_well (world);
    for (guint i = index - 1; i <= index + 1; i++)
        world->work[i].erase = TRUE;
    work->data = program ? data : NULL;
    assert_false (run (world, index - 1, 3, &error));
    assert_error (error, UL_ERROR, code);
    assert_where (error, work->address);
    assert_true (world->work[index - 1].checked);
    assert_int_equal (work->checked, code == UL_ERROR_FLASH_NOT_BLANK);
    assert_false (world->work[index + 1].erased);
    work->data = data;
    end (world);
}

static void
an_erase_that_fails_is_told (void **state)
{
    World *world = make_world (*state);

    world->faults.chip.bad_sector = 7 * world->sector;
    set_faults (world);
    fails_in_sector (world, 7, TRUE, UL_ERROR_FLASH_FAILED);
    free_world (world);
}

static void
an_erase_that_does_nothing_is_found_out (void **state)
{
    World *world = make_world (*state);

    world->faults.chip.stubborn_sector = 7 * world->sector;
    set_faults (world);
    fails_in_sector (world, 7, FALSE, UL_ERROR_FLASH_NOT_BLANK);
    free_world (world);
}

static void
a_protected_sector_is_refused (void **state)
{
    World *world = make_world (*state);
    guint region = world->size / 32;

    set_field (world, 0x9, 0xFE); /* region 8 */
    fails_in_sector (world, 8 * region / world->sector, TRUE, UL_ERROR_FLASH_PROTECTED);
    free_world (world);
}

static void
a_weak_bit_shows_in_the_check (void **state)
{
    World *world = make_world (*state);

    world->image[9 * world->sector + 100] = 0xFF;
    world->faults.chip.weak_address = 9 * world->sector + 100;
    set_faults (world);
    begin_well (world);
    world->work[9].erase = world->work[10].erase = TRUE;
    run_well (world, 9, 2);
    end (world);
    assert_holds_image (world, 10, 1);
    assert_int_not_equal (world->flash[9 * world->sector + 100], 0xFF);
    free_world (world);
}

static void
works_without_the_routine_in_ram (void **state)
{
    World *world = make_world (*state);
    g_autoptr (GError) error = NULL;

    connect (world, &error);
    assert_no_error (error);
    world->flasher = ul_flash_open_full (world->target, world->device, UL_FLASH_NO_LOADER, &error);
    assert_no_error (error);
    world->work[3].erase = world->work[4].erase = TRUE;
    run_well (world, 3, 2);
    end (world);
    assert_holds_image (world, 3, 2);
    free_world (world);
}

/* --- what goes wrong on the way --- */

/* After whatever happened the next job must work. */
static void
next_job_works (World *world)
{
    ul_probe_close (world->probe);
    assert_true (ul_probe_open (world->probe, NULL, NULL));
    ul_sim_board_faults_init (&world->faults);
    set_faults (world);
    begin_well (world);
    for (guint i = 0; i < 4; i++)
        world->work[i].erase = TRUE;
    run_well (world, 0, 4);
    end (world);
    assert_holds_image (world, 0, 4);
}

static void
fails_on_the_way (World *world, const int *codes)
{
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < world->n; i++)
        world->work[i].erase = TRUE;
    assert_false (run (world, 0, MIN (world->n, 64), &error));
    for (; *codes >= 0; codes++)
        if (g_error_matches (error, UL_ERROR, *codes))
            break;
    if (*codes < 0)
        fail_msg ("ended with: %s", error->message);
    g_clear_pointer (&world->flasher, ul_flash_close);
    g_clear_pointer (&world->target, ul_target_free);
}

static void
survives_being_unplugged (void **state)
{
    static const int codes[] = { UL_ERROR_PROBE_GONE, -1 };
    World *world = make_world (*state);

    begin_well (world);
    world->faults.unplug_at = ul_sim_probe_get_n_transfers (UL_SIM_PROBE (world->probe)) + 41;
    set_faults (world);
    fails_on_the_way (world, codes);
    next_job_works (world);
    free_world (world);
}

static void
survives_a_refused_transfer (void **state)
{
    static const int codes[] = { UL_ERROR_PROBE_FAILED, -1 };
    World *world = make_world (*state);

    begin_well (world);
    world->faults.stall_at = ul_sim_probe_get_n_transfers (UL_SIM_PROBE (world->probe)) + 40;
    set_faults (world);
    fails_on_the_way (world, codes);
    next_job_works (world);
    free_world (world);
}

static void
survives_a_silent_probe (void **state)
{
    static const int codes[] = { UL_ERROR_PROBE_SILENT, -1 };
    World *world = make_world (*state);

    begin_well (world);
    world->faults.silent_at = ul_sim_probe_get_n_transfers (UL_SIM_PROBE (world->probe)) + 40;
    set_faults (world);
    fails_on_the_way (world, codes);
    ul_sim_board_faults_init (&world->faults); /* plugged in again */
    set_faults (world);
    next_job_works (world);
    free_world (world);
}

static void
survives_a_chip_that_hangs (void **state)
{
    static const int codes[] = { UL_ERROR_TARGET_WAIT, -1 };
    World *world = make_world (*state);

    begin_well (world);
    world->faults.wire.wait_every = 1;
    world->faults.wire.wait_times = G_MAXUINT;
    set_faults (world);
    fails_on_the_way (world, codes);
    next_job_works (world);
    free_world (world);
}

static void
gets_over_an_access_that_hangs (void **state)
{
    World *world = make_world (*state);

    world->faults.wire.wait_every = 10007;
    world->faults.wire.wait_times = G_MAXUINT; /* until it is aborted */
    set_faults (world);
    begin_well (world);
    for (guint i = 0; i < 16; i++)
        world->work[i].erase = TRUE;
    run_well (world, 0, 16);
    end (world);
    assert_holds_image (world, 0, 16);
    free_world (world);
}

static void
works_without_a_reset_pin (void **state)
{
    World *world = make_world (*state);

    world->faults.chip.reset_pin_gpio = TRUE;
    set_faults (world);
    begin_well (world);
    world->work[2].erase = TRUE;
    run_well (world, 2, 1);
    end (world);
    assert_holds_image (world, 2, 1);
    free_world (world);
}

static void
survives_a_power_failure (void **state)
{
    static const int codes[] = { UL_ERROR_TARGET_LOST_POWER, UL_ERROR_TARGET_NO_ACK, -1 };
    World *world = make_world (*state);

    begin_well (world);
    world->faults.chip.brown_out_us = ul_sim_chip_get_time_ns (world->chip) / 1000 + 100000;
    set_faults (world);
    fails_on_the_way (world, codes);
    next_job_works (world);
    free_world (world);
}

/* Wherever the reset comes in, the message must say that it was one. */
static void
survives_a_reset_in_between (void **state)
{
    static const int codes[] = { UL_ERROR_LOADER_FAILED, -1 };
    World *world = make_world (*state);

    for (guint i = 0; i < 16; i++) {
        begin_well (world);
        world->faults.chip.reset_period_us = 120000 + i * 1937;
        set_faults (world);
        fails_on_the_way (world, codes);
        next_job_works (world);
    }
    free_world (world);
}

static void
gets_through_on_a_bad_wire (void **state)
{
    World *world = make_world (*state);

    world->faults.wire.garble_every = 20011;
    world->faults.wire.wait_every = 101;
    world->faults.wire.wait_times = 3;
    set_faults (world);
    begin_well (world);
    for (guint i = 0; i < 16; i++)
        world->work[i].erase = TRUE;
    run_well (world, 0, 16);
    end (world);
    assert_holds_image (world, 0, 16);
    free_world (world);
}

static void
a_dormant_board_is_woken (void **state)
{
    World *world = make_world (*state);

    world->faults.wire.dormant = TRUE;
    set_faults (world);
    begin_well (world);
    free_world (world);
}

static void
a_stop_leaves_whole_sectors (void **state)
{
    World *world = make_world (*state);
    g_autoptr (GError) error = NULL;
    guint n = 0;

    begin_well (world);
    for (guint i = 0; i < world->n; i++)
        world->work[i].erase = TRUE;
    g_cancellable_cancel (world->cancellable);
    assert_false (run (world, 0, world->n, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    while (n < world->n && world->work[n].checked)
        n++;
    assert_true (n < world->n);
    assert_holds_image (world, 0, n);
    for (guint i = n; i < world->n; i++)
        assert_false (world->work[i].erased);
    g_cancellable_reset (world->cancellable);
    end (world);
    next_job_works (world);
    free_world (world);
}

typedef struct {
    const char *name;
    CMUnitTestFunction function;
} Case;

#define CASE(function)                                                                             \
    {                                                                                              \
#function, function                                                                        \
    }
static const Case cases[] = {
    CASE (is_identified_and_open_as_delivered),
    CASE (a_secured_chip_is_unlocked),
    CASE (a_chip_locked_for_ever_is_left_alone),
    CASE (a_mass_erase_that_hangs_is_given_up),
    CASE (an_erase_that_fails_is_told),
    CASE (an_erase_that_does_nothing_is_found_out),
    CASE (a_protected_sector_is_refused),
    CASE (a_weak_bit_shows_in_the_check),
    CASE (works_without_the_routine_in_ram),
    CASE (survives_being_unplugged),
    CASE (survives_a_refused_transfer),
    CASE (survives_a_silent_probe),
    CASE (survives_a_chip_that_hangs),
    CASE (gets_over_an_access_that_hangs),
    CASE (works_without_a_reset_pin),
    CASE (survives_a_power_failure),
    CASE (survives_a_reset_in_between),
    CASE (gets_through_on_a_bad_wire),
    CASE (a_dormant_board_is_woken),
    CASE (a_stop_leaves_whole_sectors),
};

/* Each on every board. */
int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases) * G_N_ELEMENTS (boards)];
    char *names[G_N_ELEMENTS (tests)];
    guint n = 0;
    int failed;

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        for (gsize j = 0; j < G_N_ELEMENTS (boards); j++, n++) {
            names[n] = g_strdup_printf ("%s: %s", boards[j], cases[i].name);
            tests[n] =
                (struct CMUnitTest){ names[n], cases[i].function, NULL, NULL, (void *) boards[j] };
        }
    failed = cmocka_run_group_tests_name ("sim-trouble", tests, NULL, NULL);
    for (guint i = 0; i < n; i++)
        g_free (names[i]);
    return failed;
}
