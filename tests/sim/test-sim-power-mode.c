/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power modes in which the flash controller does nothing: a board is a row of the table. */
#include "cases.h"

#include "ul-error.h"
#include "ul-flash.h"
#include "ul-sim-board.h"
#include "ul-sim-probe.h"
#include "ul-target.h"

#include <stdio.h>
#include <string.h>

#define FSTAT       0x40020000u
#define FCCOB       0x40020004u
#define SIM_CLKDIV1 0x40048044u
#define SECTOR      0x4000u /* from the beginning of the flash; of every size */
#define LARGEST     8192u
#define CCIF        0x80
#define ACCERR      0x20

#define RUN   0x01
#define VLPR  0x04
#define HSRUN 0x80

typedef struct {
    const char *board;
    guint32 pmprot, pmctrl, pmstat;
    guint size; /* bytes of a register */
    gboolean has_hsrun;
} Row;

static const Row rows[] = {
    { "frdm-kl25z", 0x4007E000, 0x4007E001, 0x4007E003, 1, FALSE },
    { "frdm-k64f", 0x4007E000, 0x4007E001, 0x4007E003, 1, FALSE },
    { "frdm-k22f", 0x4007E000, 0x4007E001, 0x4007E003, 1, TRUE },
    { "twr-kv31f", 0x4007E000, 0x4007E001, 0x4007E003, 1, TRUE },
    { "twr-kv58f", 0x4007E000, 0x4007E001, 0x4007E003, 1, TRUE },
    { "s32k144evb", 0x4007E008, 0x4007E00C, 0x4007E014, 4, TRUE },
};

typedef struct {
    const Row *row;
    UlSimBoard *board;
    UlSimChip *chip;
    UlSimProbe *probe;
    const UlDevice *device;
    UlTarget *target;
    guint32 address; /* of the sector */
    GError *error;
} World;

static void
write_smc (World *world, guint32 address, guint8 value)
{
    if (world->row->size == 1)
        assert_true (ul_target_write8 (world->target, address, value, NULL));
    else
        assert_true (ul_target_write32 (world->target, address, value, NULL));
}

static guint8
read_mode (World *world)
{
    guint32 word = 0;
    guint8 byte = 0;

    if (world->row->size == 1)
        assert_true (ul_target_read8 (world->target, world->row->pmstat, &byte, NULL));
    else
        assert_true (ul_target_read32 (world->target, world->row->pmstat, &word, NULL));
    return world->row->size == 1 ? byte : word & 0xFF;
}

/* A board that is halted in @mode. */
static World *
world_new (const Row *row, guint8 mode)
{
    World *world = g_new0 (World, 1);

    world->row = row;
    world->board = ul_sim_board_new (ul_sim_board_find_kind (row->board));
    world->chip = ul_sim_board_get_chip (world->board);
    world->device = ul_sim_chip_get_device (world->chip);
    world->address = world->device->regions[0].start + SECTOR;
    world->probe = ul_sim_probe_new_for_board (world->board);
    ul_probe_open (UL_PROBE (world->probe), NULL, NULL);
    world->target = ul_target_new (UL_PROBE (world->probe));
    assert_true (ul_target_connect (world->target, UL_CONNECT_UNDER_RESET, 4000, NULL));
    assert_true (ul_target_identify (world->target, world->device, &world->device, NULL));
    assert_true (ul_target_halt (world->target, NULL));
    write_smc (world, row->pmprot, mode == VLPR ? 0x20 : 0x80);
    write_smc (world, row->pmctrl, mode == VLPR ? 0x40 : 0x60);
    return world;
}

static void
world_free (World *world)
{
    ul_target_free (world->target);
    ul_probe_close (UL_PROBE (world->probe));
    g_object_unref (world->probe);
    ul_sim_board_close (world->board);
    g_clear_error (&world->error);
    g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static guint8 *
cells (World *world)
{
    return ul_sim_chip_get_flash (world->chip, NULL) + SECTOR;
}

/* Erase Sector by hand. Returns: what the status register says then */
static guint8
erase_by_hand (World *world)
{
    guint8 status = 0;

    assert_true (ul_target_write32 (world->target, FCCOB, 0x09000000u | SECTOR, NULL));
    assert_true (ul_target_write8 (world->target, FSTAT, CCIF, NULL));
    for (guint i = 0; i < 10000 && (status & CCIF) == 0; i++)
        assert_true (ul_target_read8 (world->target, FSTAT, &status, NULL));
    return status;
}

/* Returns: whether it was done, and nothing refused. */
static gboolean
write_a_sector (World *world, UlFlashFlags flags)
{
    guint8 data[LARGEST];
    guint32 size = world->device->regions[0].sector_size;
    UlSectorWork work = {
        .address = world->address, .size = size, .erase = TRUE, .data = data, .check = TRUE
    };
    g_autoptr (UlFlash) flash =
        ul_flash_open_full (world->target, world->device, flags, &world->error);
    UlSimChipCounts counts;

    memset (data, 0x3C, sizeof data);
    if (flash == NULL || !ul_flash_run (flash, &work, 1, NULL, NULL, &world->error))
        return FALSE;
    ul_sim_chip_get_counts (world->chip, &counts);
    assert_int_equal (counts.refusals, 0);
    return memcmp (cells (world), data, size) == 0;
}

static void
ignores_commands_in_very_low_power_mode (void **state)
{
    g_autoptr (World) world = world_new (*state, VLPR);

    assert_int_equal (read_mode (world), VLPR);
    *cells (world) = 0;
    assert_int_equal (erase_by_hand (world), CCIF);
    assert_int_equal (*cells (world), 0);
}

static void
refuses_commands_in_high_speed_mode (void **state)
{
    const Row *row = *state;
    g_autoptr (World) world = world_new (row, HSRUN);

    if (!row->has_hsrun) {
        assert_int_equal (read_mode (world), RUN);
        return;
    }
    assert_int_equal (read_mode (world), HSRUN);
    *cells (world) = 0;
    assert_int_equal (erase_by_hand (world), CCIF | ACCERR);
    assert_int_equal (*cells (world), 0);
    /* from there to the slowest mode is no way */
    write_smc (world, row->pmctrl, 0x40);
    assert_int_equal (read_mode (world), HSRUN);
}

static void
is_taken_out_of_very_low_power_mode (void **state)
{
    g_autoptr (World) world = world_new (*state, VLPR);

    assert_true (write_a_sector (world, UL_FLASH_NO_RESET | UL_FLASH_NO_LOADER));
    assert_int_equal (read_mode (world), RUN);
}

static void
is_taken_out_of_high_speed_mode_with_a_slow_clock (void **state)
{
    const Row *row = *state;
    g_autoptr (World) world = world_new (row, HSRUN);
    guint32 dividers = 0;

    assert_true (write_a_sector (world, UL_FLASH_NO_RESET | UL_FLASH_NO_LOADER));
    assert_int_equal (read_mode (world), RUN);
    if (!row->has_hsrun || row->size != 1)
        return;
    assert_true (ul_target_read32 (world->target, SIM_CLKDIV1, &dividers, NULL));
    assert_int_equal (dividers, 0xFFFF0000);
}

/* By the reset that a job begins with. */
static void
is_written_by_the_routine_whatever_mode_it_was_in (void **state)
{
    for (guint mode = VLPR; mode <= HSRUN; mode += HSRUN - VLPR) {
        g_autoptr (World) world = world_new (*state, mode);

        assert_true (write_a_sector (world, UL_FLASH_DEFAULT));
        assert_int_equal (read_mode (world), RUN);
    }
}

static const CaseOfEach cases[] = {
    { "ignores commands in very low power mode", ignores_commands_in_very_low_power_mode },
    { "refuses commands in high speed mode", refuses_commands_in_high_speed_mode },
    { "is taken out of very low power mode", is_taken_out_of_very_low_power_mode },
    { "is taken out of high speed mode with a slow clock",
      is_taken_out_of_high_speed_mode_with_a_slow_clock },
    { "is written by the routine whatever mode it was in",
      is_written_by_the_routine_whatever_mode_it_was_in },
};

int
main (void)
{
    return run_cases_of_each ("sim-power-mode", cases, G_N_ELEMENTS (cases), rows, sizeof *rows,
                              G_N_ELEMENTS (rows));
}
