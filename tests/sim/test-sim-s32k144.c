/* SPDX-License-Identifier: GPL-2.0-or-later */
/* S32K144: registers of words in the place of bytes, clocks that the PCC gates, a watchdog that is
 * in a hurry, and a FlexNVM of which FCFG1 alone tells. */
#include "bare-chip.h"

#include <string.h>

#define S32K     "S32K144"
#define DATA     0x10000000u
#define DATA_CMD 0x80 /* bits 23:16 of a command's address */
#define FCNFG    (FTFX + 1)
#define EEERDY   0x01
#define RAMRDY   0x02
#define FCFG1    0x4004804Cu
#define FCFG2    0x40048050u
#define SDID     0x40048024u
#define PCC_CRC  0x400650C8u
#define CRC      0x40032000u
#define PCC_A    0x40065124u
#define PORTA    0x40049000u
#define WDOG     0x40052000u
#define WDOG_CS  WDOG
#define WDOG_CNT (WDOG + 4)
#define WDOG_TO  (WDOG + 8)
#define SMC_STAT 0x4007E014u
#define RCM_SRS  0x4007F008u
#define BY_DOG   0x20u

static guint8
run (Bare *bare, guint8 opcode, guint8 a, guint8 b, guint8 c, guint8 d, guint8 e)
{
    const guint8 fccob[] = { opcode, a, b, c, d, e };

    return bare_command (bare, fccob, sizeof fccob);
}

static void
power_mode_is_a_word (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (S32K);
    guint32 value;

    assert_int_equal (bare_read32 (bare, SMC_STAT), 1);
    assert_false (bare_try_read (bare, SMC_STAT, 1, &value));
    assert_false (bare_try_write (bare, SMC_STAT - 8, 1, 0x40));
}

static void
peripherals_have_no_clock_before_they_are_given_one (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (S32K);
    guint32 value;

    assert_true (bare_try_read (bare, FTFX, 1, &value));
    assert_false (bare_try_read (bare, CRC, 4, &value));
    bare_write32 (bare, PCC_CRC, 1u << 30);
    assert_true (bare_try_read (bare, CRC, 4, &value));
    assert_false (bare_try_read (bare, 0x40047000, 4, &value)); /* others have a SIM there */
}

static void
partition_is_told_by_fcfg1_alone (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (S32K);

    assert_int_equal (bare_read32 (bare, SDID) >> 20, 0x144);
    assert_int_equal (bare_read32 (bare, FCFG1), 0x000FF000);
    assert_int_equal (bare_read (bare, FCNFG, 1), RAMRDY);
    assert_int_equal (run (bare, 0x80, 1, 0, 0, 2, 3), CCIF | ACCERR); /* room for keys */
    assert_int_equal (run (bare, 0x80, 0, 0, 0, 1, 3), CCIF | ACCERR); /* more than its RAM */
    assert_int_equal (run (bare, 0x80, 0, 0, 0, 2, 3), CCIF);
    assert_int_equal (bare_read (bare, FCNFG, 1), EEERDY);
    bare_halt_at_start (bare);
    assert_int_equal (bare_read32 (bare, FCFG1), 0x00023000);
    assert_int_equal (bare_read32 (bare, FCFG2), 0);
    assert_int_equal (bare_read (bare, FCNFG, 1), EEERDY);
}

static void
data_flash_has_phrases_and_smaller_sectors (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (S32K);
    static const guint8 data[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

    assert_int_equal (bare_program (bare, DATA_CMD << 16 | 0x808, data), CCIF);
    assert_int_equal (bare_read32 (bare, DATA + 0x808), 0x04030201);
    assert_int_equal (bare_program (bare, DATA_CMD << 16 | 0x804, data), CCIF | ACCERR);
    assert_int_equal (bare_erase_sector (bare, DATA_CMD << 16), CCIF);
    assert_int_equal (bare_read32 (bare, DATA + 0x808), 0x04030201);
    assert_int_equal (bare_erase_sector (bare, DATA_CMD << 16 | 0x800), CCIF);
    assert_int_equal (bare_read32 (bare, DATA + 0x808), 0xFFFFFFFF);
}

static void
watchdog_bites_within_ten_milliseconds (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (S32K);

    assert_int_equal (bare_read32 (bare, RCM_SRS) & BY_DOG, 0);
    bare_wait_us (bare, 10000);
    assert_int_equal (bare_read32 (bare, RCM_SRS) & BY_DOG, BY_DOG);
}

/* A debugger alone is too slow; a program is not. */
static void
watchdog_is_stopped_by_one_word_and_what_follows_at_once (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (S32K);
    static const guint16 code[] = {
        0x6041, /* str r1, [r0, #4] */
        0x6082, /* str r2, [r0, #8] */
        0x6003, /* str r3, [r0] */
        0xBE00,
    };

    assert_int_equal (bare_read32 (bare, WDOG_CS), 0x2180);
    bare_write32 (bare, WDOG_CNT, 0xD928C520);
    bare_wait_us (bare, 10);
    bare_write32 (bare, WDOG_CS, 0x2120);
    assert_int_equal (bare_read32 (bare, WDOG_CS), 0x2180);
    bare_load (bare, code, G_N_ELEMENTS (code));
    bare_set_reg (bare, 0, WDOG);
    bare_set_reg (bare, 1, 0xD928C520);
    bare_set_reg (bare, 2, 0x400);
    bare_set_reg (bare, 3, 0x2120);
    bare_go (bare);
    bare_wait_us (bare, 100);
    assert_true (bare_is_halted (bare));
    assert_int_equal (bare_read32 (bare, WDOG_CS), 0x2520); /* and says that it took that */
}

static void
watchdog_bites_who_writes_something_else (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (S32K);

    bare_write32 (bare, WDOG_CNT, 0xC520D928);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_read32 (bare, RCM_SRS) & BY_DOG, BY_DOG);
}

static void
swd_is_on_pins_of_its_own (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (S32K);

    bare_write32 (bare, PCC_A, 1u << 30);
    bare_write32 (bare, PORTA + 4 * 0, 0x100);
    bare_write32 (bare, PORTA + 4 * 3, 0x100);
    assert_true (ul_sim_chip_listens (bare->chip));
    bare_write32 (bare, PORTA + 4 * 4, 0x100); /* PTA4 is SWD_DIO */
    assert_false (ul_sim_chip_listens (bare->chip));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (power_mode_is_a_word),
        cmocka_unit_test (peripherals_have_no_clock_before_they_are_given_one),
        cmocka_unit_test (partition_is_told_by_fcfg1_alone),
        cmocka_unit_test (data_flash_has_phrases_and_smaller_sectors),
        cmocka_unit_test (watchdog_bites_within_ten_milliseconds),
        cmocka_unit_test (watchdog_is_stopped_by_one_word_and_what_follows_at_once),
        cmocka_unit_test (watchdog_bites_who_writes_something_else),
        cmocka_unit_test (swd_is_on_pins_of_its_own),
    };

    return cmocka_run_group_tests_name ("sim-s32k144", tests, NULL, NULL);
}
