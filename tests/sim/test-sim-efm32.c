/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated EFM32G: what the AAP does, and what it and the flash controller refuse. */
#include "bare-chip.h"

#include <string.h>

#define CHIP "EFM32G890F128"

#define AHB_IDR 0x24770011u
#define AAP_IDR 0x16E60001u
#define CMD     0x00
#define CMDKEY  0x04
#define STATUS  0x08
#define IDR     0xFC
#define KEY     0xCFACC118u
#define ERASE   0x1u
#define RESET   0x2u

#define MSC       0x400C0000u
#define WRITECTRL (MSC + 0x08)
#define WRITECMD  (MSC + 0x0C)
#define ADDRB     (MSC + 0x10)
#define WDATA     (MSC + 0x18)
#define MSTATUS   (MSC + 0x1C)
#define MLOCK     (MSC + 0x3C)

#define LOCK_PAGE 0x0FE04000u
#define PLW0      0
#define ALW       124
#define DLW       127

static guint32
ap (Bare *bare, guint8 reg)
{
    guint32 value = 0;

    assert_int_equal (ul_sim_chip_access_ap (bare->chip, 0, reg, FALSE, &value), UL_SIM_AP_OK);
    return value;
}

static void
set_ap (Bare *bare, guint8 reg, guint32 value)
{
    assert_int_equal (ul_sim_chip_access_ap (bare->chip, 0, reg, TRUE, &value), UL_SIM_AP_OK);
}

static void
order (Bare *bare, guint32 command)
{
    set_ap (bare, CMDKEY, KEY);
    set_ap (bare, CMD, command);
    set_ap (bare, CMDKEY, 0);
}

static void
set_lock_word (Bare *bare, guint word, guint32 value)
{
    guint32 le = GUINT32_TO_LE (value);

    memcpy (bare->flash + bare->flash_size + 4 * word, &le, 4);
}

static gboolean
lock_page_is_blank (Bare *bare)
{
    for (guint i = 0; i < 512; i++)
        if (bare->flash[bare->flash_size + i] != 0xFF)
            return FALSE;
    return TRUE;
}

static gboolean
flash_is_blank (Bare *bare)
{
    for (gsize i = 0; i < bare->flash_size; i++)
        if (bare->flash[i] != 0xFF)
            return FALSE;
    return TRUE;
}

static guint
count_mass_erases (Bare *bare)
{
    UlSimChipCounts counts;

    ul_sim_chip_get_counts (bare->chip, &counts);
    return counts.mass_erases;
}

static Bare *
new_full (gboolean locked)
{
    Bare *bare = bare_new (CHIP);

    memset (bare->flash, 0x5A, bare->flash_size);
    if (locked)
        ul_sim_chip_lock (bare->device, bare->flash);
    ul_sim_chip_flash_changed (bare->chip);
    bare_wait_us (bare, 1000);
    ul_sim_chip_is_working (bare->chip); /* lives up to now */
    return bare;
}

/* --- who is at access port 0 --- */

static void
an_open_chip_has_its_bus_there (void **state)
{
    g_autoptr (Bare) bare = new_full (FALSE);
    guint32 value = 0;

    assert_int_equal (ap (bare, IDR), AHB_IDR);
    assert_int_equal (bare_read32 (bare, 0), 0x5A5A5A5A);
    assert_int_equal (bare_read (bare, 0x0FE081FE, 1), 71);
    assert_int_equal (bare_read (bare, 0x0FE081FC, 2), 890);
    assert_int_equal (bare_read (bare, 0x0FE081F8, 2), 128);
    assert_int_equal (bare_read (bare, 0x0FE081FA, 2), 16);
    assert_int_equal (bare_read (bare, 0x0FE081E7, 1), 0xFF);
    assert_int_equal (bare_read32 (bare, 0xE000ED00), 0x412FC230);
    assert_false (bare_try_read (bare, 0x40048024, 4, &value)); /* nothing of a Kinetis */
}

static void
a_locked_chip_shows_its_aap_alone (void **state)
{
    g_autoptr (Bare) bare = new_full (TRUE);

    assert_int_equal (ap (bare, IDR), AAP_IDR);
    assert_int_equal (ap (bare, STATUS), 0);
    assert_int_equal (ap (bare, 0x0C), 0); /* DRW of an AHB-AP */
}

static void
a_locked_aap_is_gone (void **state)
{
    g_autoptr (Bare) bare = new_full (TRUE);

    set_lock_word (bare, ALW, 0);
    ul_sim_chip_flash_changed (bare->chip);
    bare_wait_us (bare, 1000);
    assert_int_equal (ap (bare, IDR), 0);
    order (bare, ERASE);
    bare_wait_us (bare, 100000);
    assert_int_equal (count_mass_erases (bare), 0);
}

static void
nobody_is_there_in_reset (void **state)
{
    g_autoptr (Bare) bare = new_full (TRUE);

    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, 1000);
    assert_int_equal (ap (bare, IDR), 0);
    ul_sim_chip_pull_reset (bare->chip, FALSE);
    bare_wait_us (bare, 1000);
    assert_int_equal (ap (bare, IDR), AAP_IDR);
}

static void
the_lock_word_counts_from_the_next_reset_of_the_pin_on (void **state)
{
    g_autoptr (Bare) bare = new_full (FALSE);

    set_lock_word (bare, DLW, 0xFFFFFFF0);
    assert_int_equal (ap (bare, IDR), AHB_IDR);
    bare_write32 (bare, AIRCR, 0x05FA0004);
    bare_wait_us (bare, 1000);
    assert_int_equal (ap (bare, IDR), AHB_IDR);
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, 100);
    ul_sim_chip_pull_reset (bare->chip, FALSE);
    bare_wait_us (bare, 1000);
    assert_int_equal (ap (bare, IDR), AAP_IDR);
}

/* --- erasing the device --- */

static void
an_erase_takes_its_time_and_opens_after_a_reset (void **state)
{
    g_autoptr (Bare) bare = new_full (TRUE);

    order (bare, ERASE);
    assert_int_equal (ap (bare, STATUS), 1);
    bare_wait_us (bare, 39000);
    assert_int_equal (ap (bare, STATUS), 1);
    assert_false (lock_page_is_blank (bare));
    bare_wait_us (bare, 2000);
    assert_int_equal (ap (bare, STATUS), 0);
    assert_true (flash_is_blank (bare) && lock_page_is_blank (bare));
    assert_int_equal (ap (bare, IDR), AAP_IDR); /* before the reset */
    order (bare, RESET);
    bare_wait_us (bare, 1000);
    assert_int_equal (ap (bare, IDR), AHB_IDR);
    assert_int_equal (count_mass_erases (bare), 1);
}

static void
an_order_without_the_key_is_refused (void **state)
{
    static const guint32 keys[] = { 0, 0xCFACC119, 0x18C1ACCF, G_MAXUINT32 };

    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
        g_autoptr (Bare) bare = new_full (TRUE);

        set_ap (bare, CMDKEY, keys[i]);
        set_ap (bare, CMD, ERASE);
        set_ap (bare, CMDKEY, 0);
        bare_wait_us (bare, 100000);
        assert_int_equal (ap (bare, STATUS), 0);
        assert_false (flash_is_blank (bare));
        assert_int_equal (count_mass_erases (bare), 0);
    }
}

static void
an_order_waits_until_the_key_is_taken_away (void **state)
{
    g_autoptr (Bare) bare = new_full (TRUE);

    set_ap (bare, CMDKEY, KEY);
    set_ap (bare, CMD, ERASE);
    bare_wait_us (bare, 100000);
    assert_int_equal (count_mass_erases (bare), 0);
    set_ap (bare, CMDKEY, 0);
    bare_wait_us (bare, 100000);
    assert_int_equal (count_mass_erases (bare), 1);
}

static void
an_erase_that_is_broken_off_leaves_a_locked_chip (void **state)
{
    g_autoptr (Bare) bare = new_full (TRUE);
    gsize n_kept = 0;

    order (bare, ERASE);
    bare_wait_us (bare, 20000);
    ul_sim_chip_set_power (bare->chip, FALSE);
    ul_sim_chip_set_power (bare->chip, TRUE);
    bare_wait_us (bare, 1000);
    assert_int_equal (ap (bare, IDR), AAP_IDR);
    assert_false (flash_is_blank (bare));
    for (gsize i = 0; i < bare->flash_size; i++)
        n_kept += bare->flash[i] == 0x5A;
    assert_in_range (n_kept, 1, bare->flash_size - 1);
}

/* --- the window of an open chip --- */

static void
release_reset (Bare *bare)
{
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, 1000);
    ul_sim_chip_pull_reset (bare->chip, FALSE);
}

static void
an_open_chip_shows_its_aap_for_47_cycles (void **state)
{
    g_autoptr (Bare) bare = new_full (FALSE);

    release_reset (bare);
    assert_int_equal (ap (bare, IDR), AAP_IDR);
    ul_sim_chip_advance (bare->chip, 3300);
    assert_int_equal (ap (bare, IDR), AAP_IDR);
    ul_sim_chip_advance (bare->chip, 100);
    assert_int_equal (ap (bare, IDR), AHB_IDR);
}

static void
an_open_chip_is_erased_from_the_end_of_the_window_on (void **state)
{
    g_autoptr (Bare) bare = new_full (FALSE);

    release_reset (bare);
    order (bare, ERASE);
    bare_wait_us (bare, 39000);
    assert_int_equal (count_mass_erases (bare), 0);
    bare_wait_us (bare, 2000);
    assert_int_equal (count_mass_erases (bare), 1);
    assert_true (flash_is_blank (bare));
}

/* --- the flash controller --- */

static void
erase_page (Bare *bare, guint32 address)
{
    bare_write32 (bare, ADDRB, address);
    bare_write32 (bare, WRITECMD, 1);
    bare_write32 (bare, WRITECMD, 2);
    bare_wait_us (bare, 25000);
}

static void
a_page_is_erased_and_a_word_written (void **state)
{
    g_autoptr (Bare) bare = new_full (FALSE);

    bare_write32 (bare, WRITECTRL, 1);
    bare_write32 (bare, ADDRB, 0x200);
    bare_write32 (bare, WRITECMD, 1);
    bare_write32 (bare, WRITECMD, 2);
    assert_int_equal (bare_read32 (bare, MSTATUS) & 1, 1);
    bare_wait_us (bare, 25000);
    assert_int_equal (bare_read32 (bare, MSTATUS), 8);
    assert_int_equal (bare_read32 (bare, 0x200), 0xFFFFFFFF);
    assert_int_equal (bare_read32 (bare, 0x1FC), 0x5A5A5A5A);
    assert_int_equal (bare_read32 (bare, 0x400), 0x5A5A5A5A);

    bare_write32 (bare, WDATA, 0x12345678);
    bare_write32 (bare, WRITECMD, 8);
    bare_wait_us (bare, 100);
    assert_int_equal (bare_read32 (bare, 0x200), 0x12345678);
}

static void
the_controller_refuses_what_it_must (void **state)
{
    g_autoptr (Bare) bare = new_full (FALSE);
    UlSimChipCounts counts;

    erase_page (bare, 0); /* WREN is not set */
    bare_write32 (bare, MLOCK, 0);
    bare_write32 (bare, WRITECTRL, 1); /* the registers are locked */
    erase_page (bare, 0);
    bare_write32 (bare, MLOCK, 0x1B71);
    bare_write32 (bare, WRITECTRL, 1);
    erase_page (bare, 0x20000);
    assert_int_equal (bare_read32 (bare, MSTATUS) & 4, 4); /* INVADDR */
    set_lock_word (bare, PLW0, 0xFFFFFFFD);
    erase_page (bare, 0x200);
    assert_int_equal (bare_read32 (bare, MSTATUS) & 2, 2); /* LOCKED */
    ul_sim_chip_get_counts (bare->chip, &counts);
    assert_int_equal (counts.erases, 0);
    erase_page (bare, 0);
    ul_sim_chip_get_counts (bare->chip, &counts);
    assert_int_equal (counts.erases, 1);
}

static void
flash_is_not_written_like_memory (void **state)
{
    g_autoptr (Bare) bare = new_full (FALSE);

    assert_false (bare_try_write (bare, 0, 4, 0));
    assert_false (bare_try_write (bare, LOCK_PAGE + 4 * DLW, 4, 0));
    assert_int_equal (bare_read32 (bare, LOCK_PAGE + 4 * DLW), 0xFFFFFFFF);
}

static void
the_lock_words_can_be_written_by_the_controller (void **state)
{
    g_autoptr (Bare) bare = new_full (FALSE);

    bare_write32 (bare, WRITECTRL, 1);
    bare_write32 (bare, ADDRB, LOCK_PAGE + 4 * DLW);
    bare_write32 (bare, WRITECMD, 1);
    bare_write32 (bare, WDATA, 0);
    bare_write32 (bare, WRITECMD, 8);
    bare_wait_us (bare, 100);
    assert_int_equal (bare_read32 (bare, LOCK_PAGE + 4 * DLW), 0);
    release_reset (bare);
    bare_wait_us (bare, 1000);
    assert_int_equal (ap (bare, IDR), AAP_IDR);
}

static void
the_core_runs_what_is_in_its_flash (void **state)
{
    static const guint16 code[] = { 0x2042 /* movs r0, #0x42 */, 0xBE00 /* bkpt */ };
    g_autoptr (Bare) bare = new_full (FALSE);

    bare_write32 (bare, DHCSR, 0xA05F0003);
    assert_true (bare_is_halted (bare));
    bare_run (bare, code, G_N_ELEMENTS (code));
    assert_int_equal (bare_reg (bare, 0), 0x42);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_open_chip_has_its_bus_there),
        cmocka_unit_test (a_locked_chip_shows_its_aap_alone),
        cmocka_unit_test (a_locked_aap_is_gone),
        cmocka_unit_test (nobody_is_there_in_reset),
        cmocka_unit_test (the_lock_word_counts_from_the_next_reset_of_the_pin_on),
        cmocka_unit_test (an_erase_takes_its_time_and_opens_after_a_reset),
        cmocka_unit_test (an_order_without_the_key_is_refused),
        cmocka_unit_test (an_order_waits_until_the_key_is_taken_away),
        cmocka_unit_test (an_erase_that_is_broken_off_leaves_a_locked_chip),
        cmocka_unit_test (an_open_chip_shows_its_aap_for_47_cycles),
        cmocka_unit_test (an_open_chip_is_erased_from_the_end_of_the_window_on),
        cmocka_unit_test (a_page_is_erased_and_a_word_written),
        cmocka_unit_test (the_controller_refuses_what_it_must),
        cmocka_unit_test (flash_is_not_written_like_memory),
        cmocka_unit_test (the_lock_words_can_be_written_by_the_controller),
        cmocka_unit_test (the_core_runs_what_is_in_its_flash),
    };

    return cmocka_run_group_tests_name ("sim-efm32", tests, NULL, NULL);
}
