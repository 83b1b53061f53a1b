/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated K20DX256: what the controller allows its FlexNVM and FlexRAM to be. */
#include "bare-chip.h"

#include <string.h>

#define K20       "MK20DX256xxx7"
#define DATA      0x10000000u
#define DATA_CMD  0x80 /* bits 23:16 of a command's address */
#define FLEXRAM   0x14000000u
#define FCNFG     (FTFX + 1)
#define RAMRDY    0x02
#define EEERDY    0x01
#define FCFG1     0x4004804Cu
#define FCFG2     0x40048050u
#define FEPROT    (FTFX + 0x16)
#define FDPROT    (FTFX + 0x17)
#define SIZE_1K   0x4
#define NO_EEPROM 0xF

static Bare *
new_chip (void)
{
    return bare_new_halted (K20);
}

static guint8
run (Bare *bare, guint8 opcode, guint8 a, guint8 b, guint8 c, guint8 d, guint8 e)
{
    const guint8 fccob[] = { opcode, a, b, c, d, e };

    return bare_command (bare, fccob, sizeof fccob);
}

static guint8
partition (Bare *bare, guint8 size, guint8 part)
{
    return run (bare, 0x80, 0, 0, 0, size, part);
}

static void
data_flash_has_commands_of_its_own_addresses (void **state)
{
    g_autoptr (Bare) bare = new_chip ();
    static const guint8 word[4] = { 1, 2, 3, 4 };
    guint8 *data = bare->flash + bare->flash_size;

    assert_int_equal (bare_program (bare, DATA_CMD << 16 | 0x404, word), CCIF);
    assert_memory_equal (data + 0x404, word, 4);
    assert_int_equal (bare_read32 (bare, DATA + 0x404), 0x04030201);
    assert_int_equal (bare->flash[0x404], 0xFF);
    /* sectors of 1 KiB, named by any longword of theirs */
    assert_int_equal (bare_program (bare, DATA_CMD << 16 | 0x800, word), CCIF);
    assert_int_equal (bare_erase_sector (bare, DATA_CMD << 16 | 0x7FC), CCIF);
    assert_int_equal (data[0x404], 0xFF);
    assert_int_equal (data[0x800], 1);
    /* ... and the block, by itself */
    assert_int_equal (run (bare, 0x08, DATA_CMD, 0, 0, 0, 0), CCIF);
    assert_int_equal (data[0x800], 0xFF);
    assert_int_equal (bare->flash[0x40C], 0xFE);
    assert_int_equal (bare_erase_sector (bare, DATA_CMD << 16 | 0x8000), CCIF | ACCERR);
}

static void
sections_count_by_the_sector (void **state)
{
    g_autoptr (Bare) bare = new_chip ();
    guint8 *data = bare->flash + bare->flash_size;

    for (guint i = 0; i < 16; i++)
        bare_write32 (bare, FLEXRAM + 4 * i, 0x01010101 * i);
    /* eight bytes in program flash, four in data flash */
    assert_int_equal (run (bare, 0x0B, 0, 0x10, 0, 0, 4), CCIF);
    assert_int_equal (bare->flash[0x1000 + 31], 7);
    assert_int_equal (bare->flash[0x1000 + 32], 0xFF);
    assert_int_equal (run (bare, 0x0B, DATA_CMD, 0x10, 0, 0, 4), CCIF);
    assert_int_equal (data[0x1000 + 15], 3);
    assert_int_equal (data[0x1000 + 16], 0xFF);
    /* not from one sector into the next */
    assert_int_equal (run (bare, 0x0B, DATA_CMD, 0x07, 0xF8, 0, 4), CCIF | ACCERR);
}

static void
partition_is_chosen_once (void **state)
{
    g_autoptr (Bare) bare = new_chip ();

    assert_int_equal (bare_read32 (bare, FCFG1), 0x390F0F00);
    assert_int_equal (bare_read (bare, FCNFG, 1), RAMRDY);
    assert_int_equal (partition (bare, SIZE_1K, 0xF), CCIF | ACCERR); /* nothing behind it */
    assert_int_equal (partition (bare, NO_EEPROM, 2), CCIF | ACCERR); /* behind nothing */
    assert_int_equal (partition (bare, 0x2, 2), CCIF | ACCERR);       /* larger than the RAM */
    assert_int_equal (partition (bare, SIZE_1K, 2), CCIF);
    assert_int_equal (partition (bare, SIZE_1K, 2), CCIF | ACCERR);
    assert_int_equal (bare_read (bare, FCNFG, 1), EEERDY);

    bare_halt_at_start (bare);
    assert_int_equal (bare_read32 (bare, FCFG1), 0x39040200);
    assert_int_equal (bare_read32 (bare, FCFG2), 0x20020000);
    assert_int_equal (bare_read (bare, FCNFG, 1), EEERDY);
    /* the backup is nobody's */
    assert_int_equal (bare_erase_sector (bare, DATA_CMD << 16 | 0x4000), CCIF | ACCERR);
    assert_int_equal (run (bare, 0x08, DATA_CMD, 0, 0, 0, 0), CCIF | ACCERR);
    assert_int_equal (run (bare, 0x00, DATA_CMD, 0, 0, 0, 0), CCIF | ACCERR);
    guint32 value;
    assert_true (bare_try_read (bare, DATA + 0x3FFC, 4, &value));
    assert_false (bare_try_read (bare, DATA + 0x4000, 4, &value));
}

static void
eeprom_keeps_what_is_written_to_the_ram (void **state)
{
    g_autoptr (Bare) bare = new_chip ();

    partition (bare, SIZE_1K, 2);
    bare_write32 (bare, FLEXRAM + 8, 0x12345678);
    assert_int_equal (bare_fstat (bare) & CCIF, 0);
    assert_true (bare_wait_flash (bare) > 100);
    bare_halt_at_start (bare);
    assert_int_equal (bare_read32 (bare, FLEXRAM + 8), 0x12345678);
    assert_false (bare_try_write (bare, FLEXRAM + 0x400, 4, 0));

    /* As RAM it is empty, programs sections, and gives the EEPROM back when asked. */
    assert_int_equal (run (bare, 0x0B, 0, 0x10, 0, 0, 4), CCIF | ACCERR);
    assert_int_equal (run (bare, 0x81, 0xFF, 0, 0, 0, 0), CCIF);
    assert_int_equal (bare_read (bare, FCNFG, 1), RAMRDY);
    bare_write32 (bare, FLEXRAM + 8, 0);
    assert_int_equal (bare_fstat (bare), CCIF);
    assert_int_equal (run (bare, 0x0B, 0, 0x10, 0, 0, 4), CCIF);
    assert_int_equal (run (bare, 0x81, 0x00, 0, 0, 0, 0), CCIF);
    assert_int_equal (bare_read32 (bare, FLEXRAM + 8), 0x12345678);

    /* The first eighth is protected: the write has no effect but the flag. */
    bare_write (bare, FEPROT, 1, 0xFE);
    bare_write32 (bare, FLEXRAM + 8, 0);
    assert_int_equal (bare_fstat (bare), CCIF | FPVIOL);
    assert_int_equal (bare_read32 (bare, FLEXRAM + 8), 0x12345678);
    bare_write32 (bare, FLEXRAM + 0x80, 1);
    bare_wait_flash (bare);
    assert_int_equal (bare_read32 (bare, FLEXRAM + 0x80), 1);
}

/* The core runs by then. */
static void
eeprom_takes_its_time_after_a_reset (void **state)
{
    g_autoptr (Bare) bare = new_chip ();
    UlSimChipFaults faults;
    guint32 value;

    partition (bare, SIZE_1K, 2);
    ul_sim_chip_faults_init (&faults);
    faults.eeprom_load_us = 20000;
    ul_sim_chip_set_faults (bare->chip, &faults);
    bare_halt_at_start (bare);
    assert_int_equal (bare_fstat (bare) & CCIF, 0);
    assert_int_equal (bare_read (bare, FCNFG, 1), 0);
    assert_false (bare_try_read (bare, FLEXRAM, 4, &value));
    assert_true (bare_try_read (bare, 0x400, 4, &value)); /* the rest is there */
    bare_wait_us (bare, 20000);
    assert_int_equal (bare_fstat (bare), CCIF);
    assert_int_equal (bare_read (bare, FCNFG, 1), EEERDY);
    assert_true (bare_try_read (bare, FLEXRAM, 4, &value));
}

static void
ram_is_no_eeprom_without_a_partition (void **state)
{
    g_autoptr (Bare) bare = new_chip ();

    assert_int_equal (run (bare, 0x81, 0x00, 0, 0, 0, 0), CCIF | ACCERR);
    assert_int_equal (run (bare, 0x81, 0x55, 0, 0, 0, 0), CCIF | ACCERR);
    bare_write32 (bare, FLEXRAM, 7);
    assert_int_equal (bare_fstat (bare) & CCIF, CCIF);
}

static void
any_protected_region_refuses_erase_all (void **state)
{
    g_autoptr (Bare) bare = new_chip ();

    /* all of the FlexNVM is behind EEPROM: no bit stands for data flash, and each counts */
    partition (bare, SIZE_1K, 3);
    bare_write (bare, FDPROT, 1, 0x7F);
    assert_int_equal (run (bare, 0x44, 0, 0, 0, 0, 0), CCIF | FPVIOL);
    bare_halt_at_start (bare);
    assert_int_equal (run (bare, 0x44, 0, 0, 0, 0, 0), CCIF);
    assert_int_equal (partition (bare, SIZE_1K, 2), CCIF); /* the first one is gone */
}

static void
mass_erase_takes_the_division_along (void **state)
{
    g_autoptr (Bare) bare = new_chip ();

    partition (bare, SIZE_1K, 2);
    bare_write32 (bare, FLEXRAM + 8, 0x12345678);
    bare_wait_flash (bare);
    bare_set_mdm (bare, MDM_START);
    bare_wait_us (bare, 1000000);
    bare_halt_at_start (bare);
    assert_int_equal (bare_read32 (bare, FCFG1), 0x390F0F00);
    assert_int_equal (bare_read (bare, FCNFG, 1), RAMRDY);
}

static void
data_flash_is_protected_by_eighths (void **state)
{
    g_autoptr (Bare) bare = new_chip ();

    bare_write (bare, FDPROT, 1, 0xFD);
    assert_int_equal (bare_erase_sector (bare, DATA_CMD << 16 | 0x0C00), CCIF);
    assert_int_equal (bare_erase_sector (bare, DATA_CMD << 16 | 0x1000), CCIF | FPVIOL);
    assert_int_equal (bare_erase_sector (bare, DATA_CMD << 16 | 0x2000), CCIF);
    assert_int_equal (run (bare, 0x08, DATA_CMD, 0, 0, 0, 0), CCIF | FPVIOL);
    bare_write (bare, FDPROT, 1, 0xFF); /* never back */
    assert_int_equal (bare_read (bare, FDPROT, 1), 0xFD);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (data_flash_has_commands_of_its_own_addresses),
        cmocka_unit_test (sections_count_by_the_sector),
        cmocka_unit_test (partition_is_chosen_once),
        cmocka_unit_test (eeprom_keeps_what_is_written_to_the_ram),
        cmocka_unit_test (eeprom_takes_its_time_after_a_reset),
        cmocka_unit_test (ram_is_no_eeprom_without_a_partition),
        cmocka_unit_test (any_protected_region_refuses_erase_all),
        cmocka_unit_test (mass_erase_takes_the_division_along),
        cmocka_unit_test (data_flash_is_protected_by_eighths),
    };

    return cmocka_run_group_tests_name ("sim-flexnvm", tests, NULL, NULL);
}
