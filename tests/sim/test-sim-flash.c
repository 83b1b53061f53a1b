/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The flash controllers of the simulated chips: what they do, how long it takes, and what they
 * refuse. Expected values are those of the reference manuals and data sheets. */
#include "bare-chip.h"
#include "cases.h"

#include <string.h>

#define BLANK   0xFF
#define FCF     0x400u
#define FREE    0x2000u /* a sector that is blank in every case here */
#define FLEXRAM 0x14000000u
#define FCNFG   (FTFX + 1)
#define FSEC    (FTFX + 2)
#define FPROT   (FTFX + 0x10)
#define SMC     0x4007E000u

static const guint8 some[8] = { 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF0 };

/* Cases that both chips have; *state is the name of the device. */
#define BOTH(function)                                                                             \
    { #function " (KL25Z128)", function, NULL, NULL, (void *) KL25 },                              \
    {                                                                                              \
#function " (K64FN1M0)", function, NULL, NULL, (void *) K64                                \
    }

static guint
unit_of (Bare *bare)
{
    return bare->device->regions[0].unit;
}

static guint32
sector_of (Bare *bare)
{
    return bare->device->regions[0].sector_size;
}

static gboolean
is_blank (Bare *bare, guint32 address, guint32 size)
{
    for (guint32 i = address; i < address + size; i++)
        if (bare->flash[i] != BLANK)
            return FALSE;
    return TRUE;
}

static guint
refusals (Bare *bare)
{
    UlSimChipCounts counts;

    ul_sim_chip_get_counts (bare->chip, &counts);
    return counts.refusals;
}

/* --- commands that are refused --- */

typedef struct {
    const char *name, *device;
    guint8 fccob[12];
    guint n;
    guint8 error;
} Refusal;

static const Refusal refusals_of_commands[] = {
    { "FTFA has no program-phrase", KL25, { 0x07, 0, 0x20, 0 }, 12, ACCERR },
    { "FTFA has no program-section", KL25, { 0x0B, 0, 0x20, 0, 0, 1 }, 6, ACCERR },
    { "one block has no erase-block", KL25, { 0x08, 0, 0, 0 }, 4, ACCERR },
    { "one block has no read-1s-block", KL25, { 0x00, 0, 0, 0, 0 }, 5, ACCERR },
    { "FTFA of KL25 has no erase-all-unsecure", KL25, { 0x49 }, 1, ACCERR },
    { "FTFA has no set-RAM", KL25, { 0x81, 0xFF }, 2, ACCERR },
    { "FTFE has no program-longword", K64, { 0x06, 0, 0x20, 0 }, 8, ACCERR },
    { "FTFE of K64 has no erase-all-unsecure", K64, { 0x49 }, 1, ACCERR },
    { "FTFE without FlexNVM has no set-RAM", K64, { 0x81, 0xFF }, 2, ACCERR },
    { "an opcode that nobody has", K64, { 0xAA }, 1, ACCERR },
    { "a longword must be aligned", KL25, { 0x06, 0, 0x20, 2 }, 8, ACCERR },
    { "a phrase must be aligned", K64, { 0x07, 0, 0x20, 4 }, 12, ACCERR },
    { "a longword must be within the flash", KL25, { 0x06, 2, 0, 0 }, 8, ACCERR },
    { "a phrase must be within the flash", K64, { 0x07, 0x10, 0, 0 }, 12, ACCERR },
    { "there is no data flash", K64, { 0x07, 0x80, 0, 0 }, 12, ACCERR },
    { "a sector's address must be aligned on FTFA", KL25, { 0x09, 0, 0x20, 2 }, 4, ACCERR },
    { "a sector's address must be aligned on FTFE", K64, { 0x09, 0, 0x20, 8 }, 4, ACCERR },
    { "a sector must be within the flash", KL25, { 0x09, 2, 0, 0 }, 4, ACCERR },
    { "a section's address must be aligned", K64, { 0x0B, 0, 0x20, 8, 0, 1 }, 6, ACCERR },
    { "a section is not empty", K64, { 0x0B, 0, 0x20, 0, 0, 0 }, 6, ACCERR },
    { "a section ends within its sector", K64, { 0x0B, 0, 0x2F, 0xF0, 0, 2 }, 6, ACCERR },
    { "a section fits the RAM", K64, { 0x0B, 0, 0x20, 0, 1, 1 }, 6, ACCERR },
    { "a block's address must be aligned", K64, { 0x08, 0, 0, 8 }, 4, ACCERR },
    { "read-1s-section is not empty", KL25, { 0x01, 0, 0x20, 0, 0, 0, 0 }, 7, ACCERR },
    { "read-1s-section knows three margins", KL25, { 0x01, 0, 0x20, 0, 0, 1, 3 }, 7, ACCERR },
    { "read-1s-section stays within its block", K64, { 0x01, 7, 0xFF, 0xF0, 0, 2, 0 }, 7, ACCERR },
    { "program-check knows two margins", KL25, { 0x02, 0, 0x20, 0, 0 }, 12, ACCERR },
    { "program-check is aligned", KL25, { 0x02, 0, 0x20, 1, 1 }, 12, ACCERR },
    { "read-resource knows two of them", KL25, { 0x03, 0, 0, 0, 0, 0, 0, 0, 2 }, 9, ACCERR },
    { "read-resource has its code elsewhere on FTFE", K64, { 0x03, 0, 0, 0, 2 }, 5, ACCERR },
    { "read-once has sixteen records on FTFA", KL25, { 0x41, 16 }, 2, ACCERR },
    { "read-once has eight records on FTFE", K64, { 0x41, 8 }, 2, ACCERR },
    { "read-1s-all knows three margins", KL25, { 0x40, 3 }, 2, ACCERR },
    { "a key is refused while keys are off",
      KL25,
      { 0x45, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 },
      12,
      ACCERR },
};

static void
is_refused (void **state)
{
    const Refusal *c = *state;
    g_autoptr (Bare) bare = bare_new_halted (c->device);
    g_autofree guint8 *before = g_memdup2 (bare->flash, bare->flash_size);
    guint n = refusals (bare);

    bare_launch (bare, c->fccob, c->n);
    assert_int_equal (bare_fstat (bare), CCIF | c->error);
    assert_int_equal (refusals (bare), n + 1);
    assert_memory_equal (bare->flash, before, bare->flash_size);
}

/* --- launching --- */

static void
a_launch_while_busy_is_refused (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };

    bare_launch (bare, erase, sizeof erase);
    guint n = refusals (bare);
    bare_write (bare, FTFX, 1, CCIF);
    assert_int_equal (refusals (bare), n + 1);
    assert_int_equal (bare_fstat (bare) & (CCIF | ACCERR | FPVIOL), 0);
    bare_wait_flash (bare);
    assert_int_equal (bare_fstat (bare), CCIF);
}

static void
parameters_cannot_be_written_while_busy (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };

    bare_launch (bare, erase, sizeof erase);
    bare_write32 (bare, FTFX + 4, 0xDEADBEEF);
    bare_write32 (bare, FPROT, 0);
    assert_int_equal (bare_read32 (bare, FTFX + 4), 0x09002000);
    assert_int_equal (bare_read32 (bare, FPROT), 0xFFFFFFFF);
    bare_wait_flash (bare);
    bare_write32 (bare, FTFX + 4, 0xDEADBEEF);
    assert_int_equal (bare_read32 (bare, FTFX + 4), 0xDEADBEEF);
}

static void
errors_must_be_cleared_before_the_next_launch (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 unknown[] = { 0xAA };

    assert_int_equal (bare_command (bare, unknown, 1), CCIF | ACCERR);
    bare_write32 (bare, FTFX + 4, 0x09002000);
    bare_write (bare, FTFX, 1, CCIF);
    assert_int_equal (bare_fstat (bare), CCIF | ACCERR);
    /* Clearing and launching at once only clears. */
    bare_write (bare, FTFX, 1, CCIF | ACCERR);
    assert_int_equal (bare_fstat (bare), CCIF);
    bare_write (bare, FTFX, 1, CCIF);
    assert_int_equal (bare_fstat (bare), 0);
}

static void
very_low_power_mode_ignores_launches (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare->flash[FREE] = 0;
    bare_write (bare, SMC + 1, 1, 0x40); /* not allowed yet */
    assert_int_equal (bare_read (bare, SMC + 3, 1), 0x01);
    bare_write (bare, SMC, 1, 0x20);
    bare_write (bare, SMC + 1, 1, 0x40);
    assert_int_equal (bare_read (bare, SMC + 3, 1), 0x04);
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF);
    assert_int_equal (bare->flash[FREE], 0);
    bare_write (bare, SMC + 1, 1, 0x00);
    assert_int_equal (bare_read (bare, SMC + 3, 1), 0x01);
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF);
    assert_int_equal (bare->flash[FREE], BLANK);
}

/* --- cells --- */

static void
a_unit_is_programmed_in_the_order_of_memory (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint unit = unit_of (bare);

    /* As words, the way drivers do it. */
    bare_write32 (bare, FTFX + 4, (unit == 8 ? 0x07u : 0x06u) << 24 | FREE);
    bare_write32 (bare, FTFX + 8, 0x78563412);
    bare_write32 (bare, FTFX + 12, 0xF0DEBC9A);
    bare_write (bare, FTFX, 1, CCIF);
    bare_wait_flash (bare);
    assert_int_equal (bare_fstat (bare), CCIF);
    assert_memory_equal (bare->flash + FREE, some, unit);
    assert_true (is_blank (bare, FREE + unit, sector_of (bare) - unit));
    assert_int_equal (bare_read32 (bare, FREE), 0x78563412);
}

static void
bits_only_turn_0_and_an_unerased_unit_is_an_error (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 other[8] = { 0xF0, 0x0F, 0xFF, 0x00, 0xFF, 0xFF, 0xFF, 0xFF };

    assert_int_equal (bare_program (bare, FREE, some), CCIF);
    assert_int_equal (bare_program (bare, FREE, other), CCIF | MGSTAT0);
    for (guint i = 0; i < unit_of (bare); i++)
        assert_int_equal (bare->flash[FREE + i], some[i] & other[i]);
    /* The same bytes once more, too: cumulative programming is not allowed. */
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF);
    assert_int_equal (bare_program (bare, FREE, some), CCIF);
    assert_int_equal (bare_program (bare, FREE, some), CCIF | MGSTAT0);
    assert_memory_equal (bare->flash + FREE, some, unit_of (bare));
}

static void
a_launch_clears_the_result_of_the_last_one (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare_program (bare, FREE, some);
    assert_int_equal (bare_program (bare, FREE, some), CCIF | MGSTAT0);
    bare_write (bare, FTFX, 1, MGSTAT0); /* read only */
    assert_int_equal (bare_fstat (bare), CCIF | MGSTAT0);
    assert_int_equal (bare_program (bare, FREE + 8, some), CCIF);
}

static void
a_sector_is_erased_and_its_neighbours_stay (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint32 size = sector_of (bare), start = 4 * size;

    memset (bare->flash + start - size, 0x5A, 3 * size);
    /* Any address in it will do. */
    assert_int_equal (bare_erase_sector (bare, start + size - 16), CCIF);
    assert_true (is_blank (bare, start, size));
    for (guint32 i = 0; i < size; i++) {
        assert_int_equal (bare->flash[start - size + i], 0x5A);
        assert_int_equal (bare->flash[start + size + i], 0x5A);
    }
}

static void
the_bus_does_not_write_flash (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    assert_false (bare_try_write (bare, FREE, 4, 0));
    assert_int_equal (bare->flash[FREE], BLANK);
}

static void
a_block_being_changed_cannot_be_read (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };
    guint32 value;

    bare_launch (bare, erase, sizeof erase);
    assert_false (bare_try_read (bare, 0, 4, &value));
    assert_int_equal (bare_fstat (bare), RDCOLERR);
    /* The other half of a flash of two blocks can. */
    assert_int_equal (bare_try_read (bare, bare->flash_size - 4, 4, &value), unit_of (bare) == 8);
    bare_wait_flash (bare);
    assert_int_equal (bare_fstat (bare), CCIF | RDCOLERR);
    bare_write (bare, FTFX, 1, RDCOLERR);
    assert_int_equal (bare_fstat (bare), CCIF);
    assert_true (bare_try_read (bare, 0, 4, &value));
}

/* --- times --- */

typedef struct {
    const char *name, *device;
    guint8 fccob[12];
    guint n;
    guint us;
} Time;

static const Time times[] = {
    { "a longword takes 65 us", KL25, { 0x06, 0, 0x20, 0, 1, 2, 3, 4 }, 8, 65 },
    { "a phrase takes 90 us", K64, { 0x07, 0, 0x20, 0, 1, 2, 3, 4, 5, 6, 7, 8 }, 12, 90 },
    { "a sector of KL25 takes 14 ms", KL25, { 0x09, 0, 0x20, 0 }, 4, 14000 },
    { "a sector of K64 takes 15 ms", K64, { 0x09, 0, 0x20, 0 }, 4, 15000 },
    { "erase-all of KL25 takes 88 ms", KL25, { 0x44 }, 1, 88000 },
    { "erase-all of K64 takes 870 ms", K64, { 0x44 }, 1, 870000 },
    { "a block of K64 takes 435 ms", K64, { 0x08, 8, 0, 0 }, 4, 435000 },
    { "a section of 1 KiB takes 5 ms", K64, { 0x0B, 0, 0x20, 0, 0, 64 }, 6, 5000 },
    { "a section of 256 bytes takes a quarter of that", K64, { 0x0B, 0, 0x20, 0, 0, 16 }, 6, 1250 },
    { "read-1s-all of KL25 takes 1.8 ms", KL25, { 0x40, 0 }, 2, 1800 },
    { "read-1s-all of K64 takes 3.4 ms", K64, { 0x40, 0 }, 2, 3400 },
};

static void
takes_its_time (void **state)
{
    const Time *c = *state;
    g_autoptr (Bare) bare = bare_new_halted (c->device);

    bare_launch (bare, c->fccob, c->n);
    assert_in_range (bare_wait_flash (bare), c->us, c->us + c->us / 500 + 1);
}

/* --- protection --- */

static void
a_protected_region_is_refused_and_the_next_is_not (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);
    guint32 region = bare->flash_size / 32, inside = 3 * region + region / 2;

    bare->flash[FCF + 8] = 0xF7; /* region 3 */
    memset (bare->flash + inside, 0xA5, 16);
    ul_sim_chip_flash_changed (bare->chip);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    assert_int_equal (bare_read32 (bare, FPROT), 0xFFFFFFF7);
    assert_int_equal (bare_program (bare, 3 * region, some), CCIF | FPVIOL);
    assert_int_equal (bare_program (bare, 4 * region - 8, some), CCIF | FPVIOL);
    assert_int_equal (bare_erase_sector (bare, inside), CCIF | FPVIOL);
    assert_int_equal (bare->flash[inside], 0xA5);
    assert_int_equal (bare_program (bare, 4 * region, some), CCIF);
    assert_int_equal (bare_program (bare, 3 * region - 8, some), CCIF);
}

static void
erase_all_is_refused_while_anything_is_protected (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);
    const guint8 erase_all[] = { 0x44 };

    bare->flash[FCF + 0xB] = 0x7F; /* the last region */
    ul_sim_chip_flash_changed (bare->chip);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    assert_int_equal (bare_command (bare, erase_all, 1), CCIF | FPVIOL);
    assert_int_equal (bare->flash[FCF + 0xC], 0xFE);
}

static void
protection_registers_only_get_stricter (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare_write32 (bare, FPROT, 0xFFFFFFFE);
    bare_write32 (bare, FPROT, 0xFFFFFFFF);
    assert_int_equal (bare_read32 (bare, FPROT), 0xFFFFFFFE);
    assert_int_equal (bare_erase_sector (bare, 0), CCIF | FPVIOL);
    /* ... until the next reset loads them again. */
    bare_halt_at_start (bare);
    assert_int_equal (bare_read32 (bare, FPROT), 0xFFFFFFFF);
}

static void
erase_all_opens_the_chip_until_the_next_reset_only (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 erase_all[] = { 0x44 };
    UlSimChipCounts counts;

    memset (bare->flash + FREE, 0, 64);
    assert_int_equal (bare_command (bare, erase_all, 1), CCIF);
    assert_true (is_blank (bare, 0, bare->flash_size)); /* the security byte, too */
    assert_int_equal (bare_mdm (bare) & MDM_SECURED, 0);
    assert_int_equal (bare_read (bare, FSEC, 1) & 3, 2);
    ul_sim_chip_get_counts (bare->chip, &counts);
    assert_int_equal (counts.erase_alls, 1);
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare) & (MDM_READY | MDM_SECURED), MDM_READY | MDM_SECURED);
}

/* --- looking --- */

static void
sections_are_looked_at_for_blankness (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 sector[] = { 0x01, 0, 0x20, 0, 1, 0, 0 }; /* 256 units are a sector */
    guint32 size = sector_of (bare);

    assert_int_equal (bare_command (bare, sector, sizeof sector), CCIF);
    bare->flash[FREE + size - 1] = 0xFE;
    assert_int_equal (bare_command (bare, sector, sizeof sector), CCIF | MGSTAT0);
    bare->flash[FREE + size - 1] = BLANK;
    bare->flash[FREE + size] = 0;
    assert_int_equal (bare_command (bare, sector, sizeof sector), CCIF);
}

static void
program_check_compares_a_longword (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    memcpy (bare->flash + FREE, some, 4);
    bare_write (bare, FTFX, 1, 0x70);
    bare_write32 (bare, FTFX + 4, 0x02000000 | FREE);
    bare_write32 (bare, FTFX + 8, 0x01000000);
    bare_write32 (bare, FTFX + 12, 0x78563412); /* as it stands in memory */
    bare_write (bare, FTFX, 1, CCIF);
    bare_wait_flash (bare);
    assert_int_equal (bare_fstat (bare), CCIF);
    bare->flash[FREE + 3] ^= 1;
    bare_write (bare, FTFX, 1, CCIF);
    bare_wait_flash (bare);
    assert_int_equal (bare_fstat (bare), CCIF | MGSTAT0);
}

static void
read_1s_all_opens_a_blank_chip (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 read_all[] = { 0x40, 0 };

    assert_int_equal (bare_command (bare, read_all, 2), CCIF | MGSTAT0); /* the security byte */
    bare->flash[FCF + 0xC] = BLANK;
    assert_int_equal (bare_command (bare, read_all, 2), CCIF);
}

static void
a_resource_is_the_version_of_the_controller (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 on_ftfa[] = { 0x03, 0, 0, 0, 0, 0, 0, 0, 1 }, on_ftfe[] = { 0x03, 0, 0, 0, 1 };
    gboolean ftfe = unit_of (bare) == 8;

    guint8 fstat = ftfe ? bare_command (bare, on_ftfe, sizeof on_ftfe)
                        : bare_command (bare, on_ftfa, sizeof on_ftfa);
    assert_int_equal (fstat, CCIF);
    guint32 first = bare_read32 (bare, FTFX + 8);
    assert_int_not_equal (first, 0);
    if (ftfe)
        bare_command (bare, on_ftfe, sizeof on_ftfe);
    else
        bare_command (bare, on_ftfa, sizeof on_ftfa);
    assert_int_equal (bare_read32 (bare, FTFX + 8), first);
}

static void
the_once_field_is_programmed_once (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 program[12] = { 0x43, 2, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 }, read[] = { 0x41, 2 };

    assert_int_equal (bare_command (bare, read, 2), CCIF);
    assert_int_equal (bare_read32 (bare, FTFX + 8), 0xFFFFFFFF);
    assert_int_equal (bare_command (bare, program, 12), CCIF);
    assert_int_equal (bare_command (bare, read, 2), CCIF);
    assert_int_equal (bare_read32 (bare, FTFX + 8), 0x01020304);
    assert_int_equal (bare_command (bare, program, 12), CCIF | ACCERR);
    /* As a resource it is at 0xC0. */
    const guint8 resource[] = { 0x03, 0, 0, 0xC0 + 2 * unit_of (bare), 0, 0, 0, 0, 0 };
    assert_int_equal (bare_command (bare, resource, sizeof resource), CCIF);
    assert_int_equal (bare_read32 (bare, FTFX + 8), 0x01020304);
    /* It outlives an erase of everything. */
    const guint8 erase_all[] = { 0x44 };
    assert_int_equal (bare_command (bare, erase_all, 1), CCIF);
    assert_int_equal (bare_command (bare, read, 2), CCIF);
    assert_int_equal (bare_read32 (bare, FTFX + 8), 0x01020304);
}

/* --- what only FTFE of K64 has --- */

static void
a_section_comes_from_the_controllers_ram (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (K64);
    const guint8 section[] = { 0x0B, 0, 0x20, 0, 0, 64 };
    UlSimChipCounts counts;

    assert_int_equal (bare_read (bare, FCNFG, 1) & 2, 2);
    for (guint i = 0; i < 1024; i += 4)
        bare_write32 (bare, FLEXRAM + i, i * 0x01010101u);
    assert_int_equal (bare_command (bare, section, sizeof section), CCIF);
    for (guint i = 0; i < 1024; i += 4)
        assert_int_equal (bare_read32 (bare, FREE + i), i * 0x01010101u);
    assert_true (is_blank (bare, FREE + 1024, 1024));
    assert_int_equal (bare_command (bare, section, sizeof section), CCIF | MGSTAT0);
    ul_sim_chip_get_counts (bare->chip, &counts);
    assert_int_equal (counts.sections, 2);
}

static void
a_block_is_erased_and_the_other_one_stays (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (K64);
    const guint8 erase[] = { 0x08, 0x0C, 0, 0 }, look[] = { 0x00, 8, 0, 0, 0 };
    guint32 half = bare->flash_size / 2;

    bare->flash[half] = bare->flash[half - 1] = bare->flash[2 * half - 1] = 0;
    assert_int_equal (bare_command (bare, look, sizeof look), CCIF | MGSTAT0);
    assert_int_equal (bare_command (bare, erase, sizeof erase), CCIF);
    assert_true (is_blank (bare, half, half));
    assert_int_equal (bare->flash[half - 1], 0);
    assert_int_equal (bare_command (bare, look, sizeof look), CCIF);
    bare_write32 (bare, FPROT, 0x7FFFFFFF);
    assert_int_equal (bare_command (bare, erase, sizeof erase), CCIF | FPVIOL);
}

/* --- faults --- */

static void
set_fault (Bare *bare, guint32 bad, guint32 stubborn, guint32 weak)
{
    UlSimChipFaults faults;

    ul_sim_chip_faults_init (&faults);
    faults.bad_sector = bad;
    faults.stubborn_sector = stubborn;
    faults.weak_address = weak;
    ul_sim_chip_set_faults (bare->chip, &faults);
}

static void
a_bad_sector_does_not_erase (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    set_fault (bare, FREE, UL_SIM_NO_ADDRESS, UL_SIM_NO_ADDRESS);
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF | MGSTAT0);
    assert_false (is_blank (bare, FREE, sector_of (bare)));
    assert_int_equal (bare_erase_sector (bare, FREE + sector_of (bare)), CCIF);
}

static void
a_stubborn_sector_says_that_it_is_erased (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare->flash[FREE] = bare->flash[FREE + sector_of (bare)] = 0x42;
    set_fault (bare, UL_SIM_NO_ADDRESS, FREE, UL_SIM_NO_ADDRESS);
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF);
    assert_int_equal (bare->flash[FREE], 0x42);
    assert_int_equal (bare_erase_sector (bare, FREE + sector_of (bare)), CCIF);
    assert_int_equal (bare->flash[FREE + sector_of (bare)], BLANK);
}

static void
a_weak_byte_loses_a_bit_unnoticed (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    set_fault (bare, UL_SIM_NO_ADDRESS, UL_SIM_NO_ADDRESS, FREE + 1);
    assert_int_equal (bare_program (bare, FREE, some), CCIF);
    assert_int_equal (bare->flash[FREE], some[0]);
    assert_int_equal (bare->flash[FREE + 1], 0x30); /* 0x34 without its lowest 1 */
    assert_int_equal (bare->flash[FREE + 2], some[2]);
}

/* --- power fails --- */

static guint
count_blank (Bare *bare, guint32 address, guint32 size)
{
    guint n = 0;

    for (guint32 i = address; i < address + size; i++)
        n += bare->flash[i] == BLANK;
    return n;
}

/* Blank bytes of the sector after an erase that is broken off so far in. */
static guint
break_off_erase (const char *device, guint us, guint8 *left)
{
    g_autoptr (Bare) bare = bare_new_halted (device);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };

    memset (bare->flash + FREE, 0x5A, sector_of (bare));
    bare_launch (bare, erase, sizeof erase);
    bare_wait_us (bare, us);
    ul_sim_chip_set_power (bare->chip, FALSE);
    memcpy (left, bare->flash + FREE, 1024);
    return count_blank (bare, FREE, sector_of (bare)) * 100 / sector_of (bare);
}

static void
an_erase_broken_off_leaves_a_mixture (void **state)
{
    guint8 first[1024], again[1024];

    assert_in_range (break_off_erase (*state, 1400, first), 5, 15);
    assert_in_range (break_off_erase (*state, 7000, first), 40, 60);
    assert_in_range (break_off_erase (*state, 7000, again), 40, 60);
    assert_memory_equal (first, again, sizeof first);
    assert_in_range (break_off_erase (*state, 12600, first), 80, 95);
    assert_int_equal (break_off_erase (*state, 15100, first), 100);
}

static void
a_unit_broken_off_has_no_bit_that_was_not_asked_for (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint8 zeros[8] = { 0, 0, 0, 0x0F, 0, 0, 0, 0x0F };
    guint unit = unit_of (bare), n = 0;
    guint8 fccob[12] = { unit == 8 ? 0x07 : 0x06, 0, 0x20, 0 };

    for (guint i = 0; i < unit; i++)
        fccob[4 + (i ^ 3)] = zeros[i];
    bare_launch (bare, fccob, 4 + unit);
    bare_wait_us (bare, 30);
    ul_sim_chip_set_power (bare->chip, FALSE);
    for (guint i = 0; i < unit; i++) {
        assert_int_equal (bare->flash[FREE + i] & zeros[i], zeros[i]);
        n += bare->flash[FREE + i] != zeros[i];
    }
    assert_in_range (n, 1, unit);
    assert_true (is_blank (bare, FREE + unit, 64));
}

static void
a_reset_breaks_a_command_off (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };
    guint8 left[64];

    memset (bare->flash + FREE, 0x5A, sector_of (bare));
    bare_launch (bare, erase, sizeof erase);
    bare_wait_us (bare, 3000);
    bare_halt_at_start (bare);
    assert_int_equal (bare_fstat (bare), CCIF);
    memcpy (left, bare->flash + FREE, sizeof left);
    bare_wait_us (bare, 20000);
    assert_memory_equal (bare->flash + FREE, left, sizeof left); /* it does not go on */
    assert_false (is_blank (bare, FREE, sector_of (bare)));
}

static void
a_brown_out_is_a_power_on_reset (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    UlSimChipFaults faults;
    guint before = ul_sim_chip_get_n_power_ups (bare->chip);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };

    memset (bare->flash + FREE, 0x5A, sector_of (bare));
    ul_sim_chip_faults_init (&faults);
    faults.brown_out_us = bare_now_us (bare) + 7000;
    ul_sim_chip_set_faults (bare->chip, &faults);
    bare_write32 (bare, RAM, 0x12345678);
    bare_launch (bare, erase, sizeof erase);
    bare_wait_us (bare, 10000);
    assert_int_equal (ul_sim_chip_get_n_power_ups (bare->chip), before + 1);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    assert_int_not_equal (bare_read32 (bare, RAM), 0x12345678);
    assert_in_range (count_blank (bare, FREE, sector_of (bare)), sector_of (bare) / 4,
                     sector_of (bare) * 3 / 4);
}

/* Returns: how many bytes of a sector were blank after power had failed within its erase */
static guint
erase_cut_at (Bare *bare, guint percent)
{
    UlSimChipFaults faults;
    const guint8 look[] = { 0x01, 0, 0x20, 0, 0, 1, 0 }, erase[] = { 0x09, 0, 0x20, 0 };
    guint before = ul_sim_chip_get_n_power_ups (bare->chip);

    memset (bare->flash + FREE, 0x5A, sector_of (bare));
    ul_sim_chip_faults_init (&faults);
    faults.cut_command = 2;
    faults.cut_percent = percent;
    ul_sim_chip_set_faults (bare->chip, &faults);
    bare_launch (bare, look, sizeof look);
    bare_wait_us (bare, 20000);
    assert_int_equal (ul_sim_chip_get_n_power_ups (bare->chip), before);
    bare_launch (bare, erase, sizeof erase);
    bare_wait_us (bare, 20000);
    assert_int_equal (ul_sim_chip_get_n_power_ups (bare->chip), before + 1);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    return count_blank (bare, FREE, sector_of (bare));
}

static void
a_cut_comes_within_the_command_that_it_is_for (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint size = sector_of (bare);

    assert_int_equal (erase_cut_at (bare, 0), 0);
    assert_in_range (erase_cut_at (bare, 50), size / 4, size * 3 / 4);
    assert_int_equal (erase_cut_at (bare, 100), size);
}

static const struct CMUnitTest others[] = {
    BOTH (a_launch_while_busy_is_refused),
    BOTH (parameters_cannot_be_written_while_busy),
    BOTH (errors_must_be_cleared_before_the_next_launch),
    BOTH (very_low_power_mode_ignores_launches),
    BOTH (a_unit_is_programmed_in_the_order_of_memory),
    BOTH (bits_only_turn_0_and_an_unerased_unit_is_an_error),
    BOTH (a_launch_clears_the_result_of_the_last_one),
    BOTH (a_sector_is_erased_and_its_neighbours_stay),
    BOTH (the_bus_does_not_write_flash),
    BOTH (a_block_being_changed_cannot_be_read),
    BOTH (a_protected_region_is_refused_and_the_next_is_not),
    BOTH (erase_all_is_refused_while_anything_is_protected),
    BOTH (protection_registers_only_get_stricter),
    BOTH (erase_all_opens_the_chip_until_the_next_reset_only),
    BOTH (sections_are_looked_at_for_blankness),
    BOTH (program_check_compares_a_longword),
    BOTH (read_1s_all_opens_a_blank_chip),
    BOTH (a_resource_is_the_version_of_the_controller),
    BOTH (the_once_field_is_programmed_once),
    cmocka_unit_test (a_section_comes_from_the_controllers_ram),
    cmocka_unit_test (a_block_is_erased_and_the_other_one_stays),
    BOTH (a_bad_sector_does_not_erase),
    BOTH (a_stubborn_sector_says_that_it_is_erased),
    BOTH (a_weak_byte_loses_a_bit_unnoticed),
    BOTH (an_erase_broken_off_leaves_a_mixture),
    BOTH (a_unit_broken_off_has_no_bit_that_was_not_asked_for),
    BOTH (a_reset_breaks_a_command_off),
    BOTH (a_brown_out_is_a_power_on_reset),
    BOTH (a_cut_comes_within_the_command_that_it_is_for),
};

#define N_REFUSALS G_N_ELEMENTS (refusals_of_commands)
#define N_TIMES    G_N_ELEMENTS (times)

int
main (void)
{
    struct CMUnitTest tests[N_REFUSALS + N_TIMES + G_N_ELEMENTS (others)];

    for (gsize i = 0; i < N_REFUSALS; i++)
        tests[i] = case_of (refusals_of_commands[i].name, is_refused, &refusals_of_commands[i]);
    for (gsize i = 0; i < N_TIMES; i++)
        tests[N_REFUSALS + i] = case_of (times[i].name, takes_its_time, &times[i]);
    memcpy (tests + N_REFUSALS + N_TIMES, others, sizeof others);
    return cmocka_run_group_tests_name ("sim-flash", tests, NULL, NULL);
}
