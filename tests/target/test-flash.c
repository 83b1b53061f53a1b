/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The flash drivers, with the routine in RAM and without, on two kinds of chip. */
#include "cases.h"

#include "flash-world.h"
#include "ul-error.h"

#include <string.h>
#include <zlib.h>

static const Variant variants[] = {
    { "MKL25Z128xxx4", UL_FLASH_DEFAULT, 0, FALSE },
    { "MKL25Z128xxx4", UL_FLASH_NO_LOADER, 0, FALSE },
    { "MKL25Z128xxx4", UL_FLASH_DEFAULT, 0x1C00, FALSE }, /* small: nibble table, small buffers */
    { "MK64FN1M0xxx12", UL_FLASH_DEFAULT, 0, FALSE },
    { "MK64FN1M0xxx12", UL_FLASH_DEFAULT, 0, TRUE },
    { "MK64FN1M0xxx12", UL_FLASH_NO_LOADER, 0, FALSE },
};

static void
on_event (UlFlashEvent event, guint32 address, guint32 bytes, gpointer data)
{
    World *world = data;

    world->events[event]++;
    if (world->cancel_after > 0 && --world->cancel_after == 0)
        g_cancellable_cancel (world->cancellable);
}

static guint32
crc_of (const guint8 *data, guint size)
{
    return crc32 (crc32 (0, NULL, 0), data, size);
}

/* Every test of this table runs on every variant. */
typedef void (*Body) (World *world);

typedef struct {
    const char *name;
    const Variant *variant;
    Body body;
} Case;

static void
run_case (void **state)
{
    const Case *c = *state;
    World *world = world_new (c->variant);

    c->body (world);
    world_free (world);
}

static void
uses_the_loader_when_it_may (World *world)
{
    world_open_flash (world);
    assert_int_equal (ul_flash_uses_loader (world->flash), world->flags == UL_FLASH_DEFAULT);
}

static void
programs_over_old_content (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < N_SECTORS * world->sector_size; i++)
        world->chip->flash[i] = i * 5 + 1;
    memset (world->chip->flash + 0x400, 0xFF, 16);
    world->chip->flash[0x40C] = 0xFE;
    fake_chip_reset (world->chip);
    world_open_flash (world);
    world_set_work (world, work, TRUE, TRUE);
    ul_flash_run (world->flash, work, N_SECTORS, on_event, world, &error);
    assert_no_error (error);
    assert_memory_equal (world->chip->flash, world->image, N_SECTORS * world->sector_size);
    for (guint i = 0; i < N_SECTORS; i++) {
        assert_true (work[i].erased && work[i].programmed && work[i].checked);
        assert_int_equal (work[i].crc, crc_of (work[i].data, work[i].size));
    }
    assert_int_equal (world->chip->n_erases, N_SECTORS);
    assert_int_equal (world->events[UL_FLASH_EVENT_ERASED], N_SECTORS);
    assert_int_equal (world->events[UL_FLASH_EVENT_PROGRAMMED], N_SECTORS);
    assert_int_equal (world->events[UL_FLASH_EVENT_CHECKED], N_SECTORS);
    assert_int_equal (world->events[UL_FLASH_EVENT_FAILED], 0);
    assert_false (world->chip->collided);
    assert_false (world->chip->watchdog_on && ul_flash_uses_loader (world->flash));
}

static void
leaves_blank_units_out (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;

    memset (world->image, 0xFF, N_SECTORS * world->sector_size);
    world->image[world->sector_size + 200] = 0x12;
    world_open_flash (world);
    world_set_work (world, work, FALSE, TRUE);
    ul_flash_run (world->flash, work, N_SECTORS, on_event, world, &error);
    assert_no_error (error);
    assert_int_equal (world->chip->n_programs + world->chip->n_sections, 1);
    assert_int_equal (world->chip->flash[world->sector_size + 200], 0x12);
    assert_int_equal (world->events[UL_FLASH_EVENT_PROGRAMMED], N_SECTORS);
}

static void
erases_and_proves_blank (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;

    memset (world->chip->flash + 2 * world->sector_size, 0, world->sector_size);
    world_open_flash (world);
    world_set_work (world, work, TRUE, FALSE);
    ul_flash_run (world->flash, work, N_SECTORS, NULL, NULL, &error);
    assert_no_error (error);
    for (guint i = 0; i < N_SECTORS * world->sector_size; i++)
        assert_int_equal (world->chip->flash[i], 0xFF);
    assert_true (work[2].erased && work[2].checked);
}

static void
notices_an_erase_that_did_nothing (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;
    guint32 where = 0, size = 0;

    memset (world->chip->flash + 3 * world->sector_size, 0, 16);
    world->chip->stubborn_sector = 3 * world->sector_size;
    world_open_flash (world);
    world_set_work (world, work, TRUE, FALSE);
    assert_false (ul_flash_run (world->flash, work, N_SECTORS, on_event, world, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FLASH_NOT_BLANK);
    assert_true (ul_error_get_where (error, &where, &size));
    assert_int_equal (where, 3 * world->sector_size);
}

static void
tells_a_failed_erase (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;
    guint32 where = 0, size = 0;

    world->chip->broken_sector = 2 * world->sector_size;
    world_open_flash (world);
    world_set_work (world, work, TRUE, TRUE);
    assert_false (ul_flash_run (world->flash, work, N_SECTORS, on_event, world, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FLASH_FAILED);
    assert_true (ul_error_get_where (error, &where, &size));
    assert_int_equal (where, 2 * world->sector_size);
    assert_int_equal (size, world->sector_size);
    assert_true (work[1].checked);
    assert_false (work[2].erased);
    assert_int_equal (world->events[UL_FLASH_EVENT_FAILED], 1);
    /* The next job works: the sectors after the broken one. */
    g_clear_error (&error);
    ul_flash_run (world->flash, work + 3, N_SECTORS - 3, NULL, NULL, &error);
    assert_no_error (error);
    assert_memory_equal (world->chip->flash + 3 * world->sector_size,
                         world->image + 3 * world->sector_size,
                         (N_SECTORS - 3) * world->sector_size);
}

static void
refuses_protected_sectors (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;
    guint32 where = 0, size = 0;

    world->chip->flash[0x408] = 0xFE; /* region 0 */
    fake_chip_reset (world->chip);
    world_open_flash (world);
    world_set_work (world, work, TRUE, TRUE);
    assert_false (ul_flash_run (world->flash, work, N_SECTORS, NULL, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FLASH_PROTECTED);
    assert_true (ul_error_get_where (error, &where, &size));
    assert_int_equal (where, 0);
    const char *const *details = ul_error_get_details (error);
    assert_non_null (details);
    assert_true (g_strv_contains (details, "FCCOB"));
    g_clear_error (&error);
    assert_false (ul_flash_erase_all (world->flash, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FLASH_PROTECTED);
}

static void
tells_a_unit_that_is_not_blank (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;
    guint32 where = 0, size = 0;
    guint32 at = 2 * world->sector_size + 0x20;

    memset (world->chip->flash + at, 0, 16);
    world_open_flash (world);
    world_set_work (world, work, FALSE, TRUE);
    assert_false (ul_flash_run (world->flash, work + 2, 1, NULL, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FLASH_FAILED);
    assert_true (ul_error_get_where (error, &where, &size));
    assert_true (where <= at && where + size > at);
    assert_false (work[2].programmed);
}

static void
erase_all_leaves_it_blank (World *world)
{
    g_autoptr (GError) error = NULL;

    memset (world->chip->flash + 0x3000, 0x55, 0x100);
    world_open_flash (world);
    ul_flash_erase_all (world->flash, &error);
    assert_no_error (error);
    assert_int_equal (world->chip->n_erase_alls, 1);
    assert_int_equal (world->chip->flash[0x3000], 0xFF);
}

static void
checks_many_sectors_at_once (World *world)
{
    guint n = world->device.regions[0].size / world->sector_size;
    g_autofree guint32 *crcs = g_new0 (guint32, n);
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < 5000; i++)
        world->chip->flash[2 * world->sector_size + i] = i * 77;
    world_open_flash (world);
    ul_flash_crc_sectors (world->flash, 0, world->sector_size, n, crcs, NULL, NULL, &error);
    assert_no_error (error);
    for (guint i = 0; i < n; i++)
        assert_int_equal (crcs[i],
                          crc_of (world->chip->flash + i * world->sector_size, world->sector_size));
}

static void
finishes_the_sector_at_hand_when_cancelled (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;
    guint n_done = 0;

    world_open_flash (world);
    world_set_work (world, work, TRUE, TRUE);
    world->cancel_after = 7;
    assert_false (ul_flash_run (world->flash, work, N_SECTORS, on_event, world, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    for (guint i = 0; i < N_SECTORS; i++) {
        const guint8 *flash = world->chip->flash + i * world->sector_size;

        assert_int_equal (work[i].erased, work[i].checked);
        if (work[i].checked)
            assert_memory_equal (flash, work[i].data, work[i].size);
        n_done += work[i].checked;
    }
    assert_true (n_done > 0 && n_done < N_SECTORS);
    assert_int_equal (world->chip->n_erases, n_done);
    /* And on from there. */
    g_clear_error (&error);
    g_cancellable_reset (world->cancellable);
    ul_flash_run (world->flash, work, N_SECTORS, NULL, NULL, &error);
    assert_no_error (error);
    assert_memory_equal (world->chip->flash, world->image, N_SECTORS * world->sector_size);
}

static void
gives_up_on_a_stuck_controller (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;

    world_open_flash (world);
    world_set_work (world, work, TRUE, TRUE);
    world->chip->never_ends = TRUE;
    assert_false (ul_flash_run (world->flash, work, N_SECTORS, NULL, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FLASH_TIMEOUT);
}

static void
be_slow (FakeProbe *probe, gpointer data)
{
    probe->now_us += 500000;
}

static void
does_not_take_a_slow_probe_for_a_stuck_routine (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;

    if (world->flags == UL_FLASH_NO_LOADER)
        return; /* there nothing waits for the end of an exchange */
    world_open_flash (world);
    world_set_work (world, work, TRUE, TRUE);
    world->probe->on_batch = be_slow;
    ul_flash_run (world->flash, work, N_SECTORS, NULL, NULL, &error);
    assert_no_error (error);
    assert_memory_equal (world->chip->flash, world->image, N_SECTORS * world->sector_size);
}

static void
does_not_mind_a_few_garbled_transfers (World *world)
{
    UlSectorWork work[N_SECTORS];
    g_autoptr (GError) error = NULL;

    if (world->flags == UL_FLASH_NO_LOADER)
        return; /* there a repetition could do harm */
    for (guint i = 0; i < 3; i++) {
        static const int codes[] = { UL_ERROR_TARGET_PARITY, UL_ERROR_TARGET_WAIT,
                                     UL_ERROR_TARGET_NO_ACK };

        if (world->flash == NULL)
            world_open_flash (world);
        world_set_work (world, work, TRUE, TRUE);
        world->probe->n_accesses = 0;
        world->probe->fail_code = codes[i];
        world->probe->fail_at = 400 + 313 * i;
        world->probe->fail_times = 1;
        ul_flash_run (world->flash, work, N_SECTORS, NULL, NULL, &error);
        assert_no_error (error);
        assert_memory_equal (world->chip->flash, world->image, N_SECTORS * world->sector_size);
        assert_int_equal (world->probe->fail_times, 0);
    }
}

static void
refuses_addresses_that_are_not_flash (World *world)
{
    UlSectorWork work = { .address = 0x20000000, .size = world->sector_size, .erase = TRUE };
    g_autoptr (GError) error = NULL;

    world_open_flash (world);
    assert_false (ul_flash_run (world->flash, &work, 1, NULL, NULL, &error));
    assert_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED);
}

static void
refuses_to_work_in_low_power_mode (World *world)
{
    g_autoptr (GError) error = NULL;

    world->chip->low_power = TRUE;
    world_connect (world);
    assert_null (ul_flash_open_full (world->target, &world->device, world->flags, &error));
    assert_error (error, UL_ERROR, UL_ERROR_FLASH_POWER_MODE);
}

static const struct {
    const char *name;
    Body body;
} bodies[] = {
    { "uses the loader when it may", uses_the_loader_when_it_may },
    { "programs over old content", programs_over_old_content },
    { "leaves blank units out", leaves_blank_units_out },
    { "erases and proves blank", erases_and_proves_blank },
    { "notices an erase that did nothing", notices_an_erase_that_did_nothing },
    { "tells a failed erase", tells_a_failed_erase },
    { "refuses protected sectors", refuses_protected_sectors },
    { "tells a unit that is not blank", tells_a_unit_that_is_not_blank },
    { "erase all leaves it blank", erase_all_leaves_it_blank },
    { "checks many sectors at once", checks_many_sectors_at_once },
    { "finishes the sector at hand when cancelled", finishes_the_sector_at_hand_when_cancelled },
    { "gives up on a stuck controller", gives_up_on_a_stuck_controller },
    { "does not take a slow probe for a stuck routine",
      does_not_take_a_slow_probe_for_a_stuck_routine },
    { "does not mind a few garbled transfers", does_not_mind_a_few_garbled_transfers },
    { "refuses addresses that are not flash", refuses_addresses_that_are_not_flash },
    { "refuses to work in low power mode", refuses_to_work_in_low_power_mode },
};

int
main (void)
{
    enum { N_CASES = G_N_ELEMENTS (bodies) * G_N_ELEMENTS (variants) };
    static Case cases[N_CASES];
    static struct CMUnitTest tests[N_CASES];
    guint n = 0;

    for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
        for (guint b = 0; b < G_N_ELEMENTS (bodies); b++, n++) {
            cases[n] = (Case){ g_strdup_printf ("%s%s%s%s: %s", variants[v].device,
                                                variants[v].flags != 0 ? ", no loader" : "",
                                                variants[v].ram_size != 0 ? ", small RAM" : "",
                                                variants[v].no_crc_unit ? ", no CRC unit" : "",
                                                bodies[b].name),
                               &variants[v], bodies[b].body };
            tests[n] = case_of (cases[n].name, run_case, &cases[n]);
        }
    return cmocka_run_group_tests_name ("flash", tests, NULL, NULL);
}
