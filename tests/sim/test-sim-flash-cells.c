/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the flash controllers of the simulated chips do to the cells, how long it takes, and what
 * they tell of them. Expected values are those of the reference manuals and data sheets. */
#include "cases.h"
#include "flash-places.h"

#include <string.h>

/* --- cells --- */

static void
a_unit_is_programmed_in_the_order_of_memory (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint unit = bare_unit (bare);

    /* As words, the way drivers do it. */
    bare_write32 (bare, FTFX + 4, (unit == 8 ? 0x07u : 0x06u) << 24 | FREE);
    bare_write32 (bare, FTFX + 8, 0x78563412);
    bare_write32 (bare, FTFX + 12, 0xF0DEBC9A);
    bare_write (bare, FTFX, 1, CCIF);
    bare_wait_flash (bare);
    assert_int_equal (bare_fstat (bare), CCIF);
    assert_memory_equal (bare->flash + FREE, some, unit);
    assert_true (bare_is_blank (bare, FREE + unit, bare_sector_size (bare) - unit));
    assert_int_equal (bare_read32 (bare, FREE), 0x78563412);
}

static void
bits_only_turn_0_and_an_unerased_unit_is_an_error (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 other[8] = { 0xF0, 0x0F, 0xFF, 0x00, 0xFF, 0xFF, 0xFF, 0xFF };

    assert_int_equal (bare_program (bare, FREE, some), CCIF);
    assert_int_equal (bare_program (bare, FREE, other), CCIF | MGSTAT0);
    for (guint i = 0; i < bare_unit (bare); i++)
        assert_int_equal (bare->flash[FREE + i], some[i] & other[i]);
    /* The same bytes once more, too: cumulative programming is not allowed. */
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF);
    assert_int_equal (bare_program (bare, FREE, some), CCIF);
    assert_int_equal (bare_program (bare, FREE, some), CCIF | MGSTAT0);
    assert_memory_equal (bare->flash + FREE, some, bare_unit (bare));
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
    guint32 size = bare_sector_size (bare), start = 4 * size;

    memset (bare->flash + start - size, 0x5A, 3 * size);
    /* Any address in it will do. */
    assert_int_equal (bare_erase_sector (bare, start + size - 16), CCIF);
    assert_true (bare_is_blank (bare, start, size));
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
    assert_int_equal (bare_try_read (bare, bare->flash_size - 4, 4, &value), bare_unit (bare) == 8);
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

/* --- looking --- */

static void
sections_are_looked_at_for_blankness (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 sector[] = { 0x01, 0, 0x20, 0, 1, 0, 0 }; /* 256 units are a sector */
    guint32 size = bare_sector_size (bare);

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
    gboolean ftfe = bare_unit (bare) == 8;

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
    const guint8 resource[] = { 0x03, 0, 0, 0xC0 + 2 * bare_unit (bare), 0, 0, 0, 0, 0 };
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
    assert_true (bare_is_blank (bare, FREE + 1024, 1024));
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
    assert_true (bare_is_blank (bare, half, half));
    assert_int_equal (bare->flash[half - 1], 0);
    assert_int_equal (bare_command (bare, look, sizeof look), CCIF);
    bare_write32 (bare, FPROT, 0x7FFFFFFF);
    assert_int_equal (bare_command (bare, erase, sizeof erase), CCIF | FPVIOL);
}

static const struct CMUnitTest others[] = {
    BOTH (a_unit_is_programmed_in_the_order_of_memory),
    BOTH (bits_only_turn_0_and_an_unerased_unit_is_an_error),
    BOTH (a_launch_clears_the_result_of_the_last_one),
    BOTH (a_sector_is_erased_and_its_neighbours_stay),
    BOTH (the_bus_does_not_write_flash),
    BOTH (a_block_being_changed_cannot_be_read),
    BOTH (sections_are_looked_at_for_blankness),
    BOTH (program_check_compares_a_longword),
    BOTH (read_1s_all_opens_a_blank_chip),
    BOTH (a_resource_is_the_version_of_the_controller),
    BOTH (the_once_field_is_programmed_once),
    cmocka_unit_test (a_section_comes_from_the_controllers_ram),
    cmocka_unit_test (a_block_is_erased_and_the_other_one_stays),
};

int
main (void)
{
    g_autoptr (GArray) tests = g_array_new (FALSE, FALSE, sizeof (struct CMUnitTest));

    for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
        add_case (tests, times[i].name, takes_its_time, &times[i]);
    g_array_append_vals (tests, others, G_N_ELEMENTS (others));
    return _cmocka_run_group_tests ("sim-flash-cells", (const struct CMUnitTest *) tests->data,
                                    tests->len, NULL, NULL);
}
