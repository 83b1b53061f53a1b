/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The KE0x chips as strict machines: FTMRH and FTMRE, their clock, the watchdog, the MDM-AP. Each
 * value is from the reference manuals of KE02 and KE06. */
#include "bare-chip.h"
#include "cases.h"

#include <string.h>

#define KE02 "MKE02Z64xxx4"
#define KE06 "MKE06Z128xxx4"

#define EEPROM   0x10000000u
#define WDOG     0x40052000u
#define SIM      0x40048000u
#define ICS_C1   0x40064000u
#define MGSTAT   0x03
#define FDIV_16  0x0F
#define FDIV_24  0x17
#define BLOCK_US 101000

/* Offsets of registers from 0x40020000 on. */
typedef struct {
    const char *device;
    guint fclkdiv, fsec, fccobix, fstat, fprot, fccobhi, fccoblo, fopt;
    guint8 fdiv;
} Layout;

static const Layout ftmrh = { KE02, 0x0, 0x1, 0x2, 0x6, 0x8, 0xA, 0xB, 0xC, FDIV_16 };
static const Layout ftmre = { KE06, 0x3, 0x2, 0x1, 0x5, 0xB, 0x9, 0x8, 0xF, FDIV_24 };

typedef struct {
    Bare *bare;
    const Layout *at;
} Ke;

static guint8
get (Ke *ke, guint offset)
{
    return bare_read (ke->bare, FTFX + offset, 1);
}

static void
set (Ke *ke, guint offset, guint8 value)
{
    bare_write (ke->bare, FTFX + offset, 1, value);
}

static Ke
ke_new (const Layout *layout)
{
    Ke ke = { bare_new_halted (layout->device), layout };

    set (&ke, layout->fclkdiv, layout->fdiv);
    return ke;
}

/* Without waiting. */
static void
launch (Ke *ke, const guint16 *words, guint n)
{
    set (ke, ke->at->fstat, ACCERR | FPVIOL);
    for (guint i = 0; i < n; i++) {
        set (ke, ke->at->fccobix, i);
        set (ke, ke->at->fccobhi, words[i] >> 8);
        set (ke, ke->at->fccoblo, words[i] & 0xFF);
    }
    set (ke, ke->at->fstat, CCIF);
}

static guint8
command (Ke *ke, const guint16 *words, guint n)
{
    launch (ke, words, n);
    bare_wait_us (ke->bare, BLOCK_US);
    return get (ke, ke->at->fstat);
}

#define COMMAND(ke, ...)                                                                           \
    command ((ke), (const guint16[]){ __VA_ARGS__ },                                               \
             G_N_ELEMENTS (((const guint16[]){ __VA_ARGS__ })))

static void
registers_are_where_the_manual_says (void **state)
{
    const Layout *layout = *state;
    Bare *bare = bare_new_halted (layout->device);
    Ke ke = { bare, layout };
    guint32 value;

    assert_int_equal (get (&ke, layout->fsec), 0xFE);
    assert_int_equal (get (&ke, layout->fopt), 0xFF);
    assert_int_equal (get (&ke, layout->fprot), 0xFF);
    assert_int_equal (get (&ke, layout->fstat), CCIF);
    assert_int_equal (get (&ke, layout->fclkdiv), 0);
    assert_false (bare_try_read (bare, FTFX, 4, &value));
    assert_false (bare_try_read (bare, FTFX, 2, &value));
    bare_free (bare);
}

static void
longwords_are_programmed_one_or_two_at_a_time (void **state)
{
    Ke ke = ke_new (*state);
    static const guint8 one[4] = { 0x11, 0x22, 0x33, 0x44 };
    static const guint8 two[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    guint32 last = ke.bare->flash_size - 4;

    assert_int_equal (COMMAND (&ke, 0x0600, 0x2004, 0x2211, 0x4433), CCIF);
    assert_memory_equal (ke.bare->flash + 0x2004, one, 4);
    assert_int_equal (COMMAND (&ke, 0x0600, 0x2008, 0x0201, 0x0403, 0x0605, 0x0807), CCIF);
    assert_memory_equal (ke.bare->flash + 0x2008, two, 8);
    /* Twice, or not aligned. */
    assert_int_equal (COMMAND (&ke, 0x0600, 0x2004, 0x0000, 0x0000), CCIF | MGSTAT);
    assert_int_equal (COMMAND (&ke, 0x0600, 0x2012, 0x0000, 0x0000), CCIF | ACCERR);
    assert_int_equal (COMMAND (&ke, 0x0600 | last >> 16, last & 0xFFFF, 1, 2, 3, 4), CCIF | ACCERR);
    assert_int_equal (COMMAND (&ke, 0x0600, 0x2014, 0x0201, 0x0403, 0x0605, 0x0807), CCIF);
    bare_free (ke.bare);
}

static void
number_of_words_must_be_that_of_the_command (void **state)
{
    Ke ke = ke_new (*state);

    assert_int_equal (COMMAND (&ke, 0x0600, 0x2000, 0x2211), CCIF | ACCERR);
    assert_int_equal (COMMAND (&ke, 0x0600, 0x2000, 0x2211, 0, 0), CCIF | ACCERR);
    assert_int_equal (COMMAND (&ke, 0x0A00, 0x2000, 0), CCIF | ACCERR);
    assert_int_equal (COMMAND (&ke, 0x0A00), CCIF | ACCERR);
    assert_int_equal (COMMAND (&ke, 0x0800, 0), CCIF | ACCERR);
    assert_int_equal (COMMAND (&ke, 0x4400), CCIF | ACCERR);
    assert_int_equal (COMMAND (&ke, 0x0A00, 0x2000), CCIF);
    bare_free (ke.bare);
}

static void
sector_of_512_bytes_is_erased (void **state)
{
    Ke ke = ke_new (*state);

    memset (ke.bare->flash + 0x2000, 0x5A, 0x600);
    ul_sim_chip_flash_changed (ke.bare->chip);
    bare_halt_at_start (ke.bare);
    set (&ke, ke.at->fclkdiv, ke.at->fdiv);
    assert_int_equal (COMMAND (&ke, 0x0A00, 0x2204), CCIF);
    assert_int_equal (ke.bare->flash[0x21FF], 0x5A);
    assert_int_equal (ke.bare->flash[0x2200], 0xFF);
    assert_int_equal (ke.bare->flash[0x23FF], 0xFF);
    assert_int_equal (ke.bare->flash[0x2400], 0x5A);
    bare_free (ke.bare);
}

static void
nothing_is_done_before_the_clock_is_set (void **state)
{
    const Layout *layout = *state;
    Ke ke = { bare_new_halted (layout->device), layout };

    assert_int_equal (COMMAND (&ke, 0x0A00, 0x2000), CCIF | ACCERR);
    set (&ke, layout->fclkdiv, layout->fdiv);
    assert_int_equal (get (&ke, layout->fclkdiv), 0x80 | layout->fdiv);
    assert_int_equal (COMMAND (&ke, 0x0A00, 0x2000), CCIF);
    bare_free (ke.bare);
}

static void
wrong_clock_harms_the_cells (void **state)
{
    static const guint8 wrong[] = { 0x00, 0x08, 0x30 };
    UlSimChipCounts counts;

    for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
        Ke ke = ke_new (*state);

        set (&ke, ke.at->fclkdiv, wrong[i]);
        assert_int_equal (COMMAND (&ke, 0x0600, 0x2000, 0, 0), CCIF | MGSTAT);
        ul_sim_chip_get_counts (ke.bare->chip, &counts);
        assert_int_equal (counts.misclocked, 1);
        bare_free (ke.bare);
    }
}

static void
locked_clock_stays_until_the_next_reset (void **state)
{
    Ke ke = ke_new (*state);

    set (&ke, ke.at->fclkdiv, 0x40 | 0x05);
    set (&ke, ke.at->fclkdiv, ke.at->fdiv);
    assert_int_equal (get (&ke, ke.at->fclkdiv), 0xC5);
    bare_halt_at_start (ke.bare);
    assert_int_equal (get (&ke, ke.at->fclkdiv), 0);
    bare_free (ke.bare);
}

static void
protect (Ke *ke, guint8 fprot)
{
    ke->bare->flash[0x40D] = fprot;
    ul_sim_chip_flash_changed (ke->bare->chip);
    bare_halt_at_start (ke->bare);
    set (ke, ke->at->fclkdiv, ke->at->fdiv);
}

static void
windows_are_protected (void **state)
{
    /* FPROT, an address that is protected, one that is not */
    static const struct {
        guint8 fprot;
        guint16 closed, open;
    } cases[] = {
        { 0xF8, 0x07FC, 0x0800 }, { 0xFB, 0x3FFC, 0x4000 }, { 0xC7, 0x7C00, 0x7BFC },
        { 0xDF, 0x6000, 0x8000 }, { 0x78, 0x0800, 0x07FC }, { 0x47, 0x7BFC, 0x7C00 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        Ke ke = ke_new (*state);

        protect (&ke, cases[i].fprot);
        assert_int_equal (COMMAND (&ke, 0x0600, cases[i].closed, 1, 2), CCIF | FPVIOL);
        assert_int_equal (COMMAND (&ke, 0x0600, cases[i].open, 1, 2), CCIF);
        assert_int_equal (COMMAND (&ke, 0x0800), CCIF | FPVIOL);
        set (&ke, ke.at->fprot, 0xFF); /* no way back */
        assert_int_equal (get (&ke, ke.at->fprot), cases[i].fprot);
        bare_free (ke.bare);
    }
}

static void
erase_all_opens_the_chip_until_the_next_reset (void **state)
{
    Ke ke = ke_new (*state);

    assert_int_equal (COMMAND (&ke, 0x0800), CCIF);
    assert_int_equal (get (&ke, ke.at->fsec), 0xFE);
    assert_int_equal (ke.bare->flash[0x40E], 0xFF);
    ul_sim_chip_pull_reset (ke.bare->chip, TRUE);
    bare_wait_us (ke.bare, 1000);
    ul_sim_chip_pull_reset (ke.bare->chip, FALSE);
    bare_wait_us (ke.bare, 50);
    assert_true ((bare_mdm (ke.bare) & MDM_SECURED) != 0);
    bare_free (ke.bare);
}

/* --- EEPROM --- */

static void
eeprom_takes_one_to_four_bytes (void **state)
{
    Ke ke = ke_new (&ftmrh);
    const guint8 *eeprom = ke.bare->flash + ke.bare->flash_size;

    assert_int_equal (COMMAND (&ke, 0x1100, 0x0003, 0x00A1), CCIF);
    assert_int_equal (COMMAND (&ke, 0x1100, 0x0010, 1, 2, 3, 4), CCIF);
    assert_int_equal (eeprom[3], 0xA1);
    assert_memory_equal (eeprom + 0x10, "\1\2\3\4", 4);
    assert_int_equal (bare_read (ke.bare, EEPROM + 0x12, 1), 3);
    assert_int_equal (COMMAND (&ke, 0x1100, 0x00FF, 1, 2), CCIF | ACCERR);
    assert_int_equal (COMMAND (&ke, 0x1100, 0x0010, 9), CCIF | MGSTAT);
    assert_int_equal (COMMAND (&ke, 0x1200, 0x0012), CCIF);
    assert_memory_equal (eeprom + 0x10, "\1\2\xFF\xFF", 4);
    assert_int_equal (COMMAND (&ke, 0x1200, 0x0013), CCIF | ACCERR);
    bare_free (ke.bare);
}

static void
eeprom_is_not_written_like_memory (void **state)
{
    Ke ke = ke_new (&ftmrh);
    guint32 value;

    assert_false (bare_try_write (ke.bare, EEPROM, 1, 0));
    assert_false (bare_try_read (ke.bare, EEPROM + 0x100, 1, &value));
    launch (&ke, (const guint16[]){ 0x1200, 0x0000 }, 2);
    assert_false (bare_try_read (ke.bare, EEPROM + 0x80, 1, &value)); /* while it changes */
    bare_wait_us (ke.bare, 6000);
    assert_true (bare_try_read (ke.bare, EEPROM + 0x80, 1, &value));
    bare_free (ke.bare);
}

static void
eeprom_is_protected_by_eeprot (void **state)
{
    Ke ke = ke_new (&ftmrh);

    ke.bare->flash[0x40C] = 0x01;
    protect (&ke, 0xFF);
    assert_int_equal (COMMAND (&ke, 0x1100, 0x003F, 1), CCIF | FPVIOL);
    assert_int_equal (COMMAND (&ke, 0x1200, 0x003E), CCIF | FPVIOL);
    assert_int_equal (COMMAND (&ke, 0x1100, 0x0040, 1), CCIF);
    assert_int_equal (COMMAND (&ke, 0x0800), CCIF | FPVIOL);
    bare_free (ke.bare);
}

static void
ftmre_has_no_eeprom (void **state)
{
    Ke ke = ke_new (&ftmre);
    guint32 value;

    assert_int_equal (COMMAND (&ke, 0x1100, 0x0000, 1), CCIF | ACCERR);
    assert_int_equal (COMMAND (&ke, 0x1200, 0x0000), CCIF | ACCERR);
    assert_false (bare_try_read (ke.bare, EEPROM, 1, &value));
    bare_free (ke.bare);
}

/* --- the MDM-AP --- */

static Bare *
new_locked (void)
{
    static const guint16 loop[] = { 0xE7FE };
    Bare *bare = bare_new (KE02);

    bare->flash[0x40E] = 0xFF;
    bare_put_program (bare, loop, 1);
    bare->flash[0x40E] = 0xFF;
    ul_sim_chip_flash_changed (bare->chip);
    bare_wait_us (bare, 1000);
    return bare;
}

static void
mdm_says_nothing_while_the_pin_is_low (void **state)
{
    Bare *bare = new_locked ();

    assert_int_equal (bare_mdm (bare) & 0x2F, MDM_READY | MDM_SECURED | MDM_RUNNING);
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare) & 0x2F, 0);
    bare_set_mdm (bare, MDM_RESET);
    bare_set_mdm (bare, MDM_START);
    bare_wait_us (bare, 500000);
    assert_int_equal (bare_mdm_control (bare) & MDM_START, MDM_START); /* never begins */
    bare_free (bare);
}

static void
mass_erase_opens_it (void **state)
{
    Bare *bare = new_locked ();

    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_set_mdm (bare, MDM_RESET);
    ul_sim_chip_pull_reset (bare->chip, FALSE);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare) & (MDM_READY | MDM_RUNNING), MDM_READY);
    bare_set_mdm (bare, MDM_START);
    bare_wait_us (bare, 200);
    assert_int_equal (bare_mdm (bare) & MDM_ACK, MDM_ACK);
    bare_wait_us (bare, BLOCK_US);
    assert_int_equal (bare_mdm_control (bare) & MDM_START, 0);
    assert_int_equal (bare->flash[0x40E], 0xFE);
    assert_int_equal (bare->flash[0], 0xFF);
    bare_free (bare);
}

/* --- watchdog, identification --- */

static void
watchdog_bites_unless_it_is_stopped_in_time (void **state)
{
    /* str of r1 and r2 as halfwords to [r0 + 2], then bytes and halfwords as the others want */
    static const guint16 stop[] = {
        0x8041, 0x8042, 0x7043, 0x8084, 0x80C5, 0x7006, 0xE7FE,
    };
    UlSimChipCounts before, after;

    for (guint stopped = 0; stopped < 2; stopped++) {
        Bare *bare = bare_new_halted (KE02);

        bare_load (bare, stopped ? stop : stop + 6, stopped ? 7 : 1);
        bare_set_reg (bare, 0, WDOG);
        bare_set_reg (bare, 1, 0x20C5);
        bare_set_reg (bare, 2, 0x28D9);
        bare_set_reg (bare, 3, 0x01);
        bare_set_reg (bare, 4, 0xFFFF);
        bare_set_reg (bare, 5, 0);
        bare_set_reg (bare, 6, 0x20);
        ul_sim_chip_get_counts (bare->chip, &before);
        bare_go (bare);
        bare_wait_us (bare, 1100000);
        ul_sim_chip_get_counts (bare->chip, &after);
        assert_int_equal (after.resets > before.resets, !stopped);
        if (stopped)
            assert_int_equal (bare_read (bare, WDOG, 1), 0x20);
        bare_free (bare);
    }
}

static void
srsid_tells_the_chip_and_its_last_reset (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (KE02);

    assert_int_equal (bare_read32 (bare, SIM) >> 24, 0x02);
    assert_int_equal (bare_read32 (bare, SIM) & 0xC0, 0x80); /* power */
    bare_halt_at_start (bare);
    assert_int_equal (bare_read32 (bare, SIM) & 0xC0, 0x40); /* the pin */
    bare_write32 (bare, SIM, 0);
    assert_int_equal (bare_read32 (bare, SIM) >> 24, 0x02);
}

static void
program_can_take_the_pins_of_swd (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (KE02);

    assert_true (ul_sim_chip_listens (bare->chip));
    bare_write32 (bare, SIM + 4, 0x06);
    assert_false (ul_sim_chip_listens (bare->chip));
    bare_halt_at_start (bare);
    assert_true (ul_sim_chip_listens (bare->chip));
}

int
main (void)
{
    static const struct {
        const char *name;
        CMUnitTestFunction function;
    } both[] = {
        { "registers are where the manual says", registers_are_where_the_manual_says },
        { "longwords are programmed one or two at a time",
          longwords_are_programmed_one_or_two_at_a_time },
        { "number of words must be that of the command",
          number_of_words_must_be_that_of_the_command },
        { "a sector of 512 bytes is erased", sector_of_512_bytes_is_erased },
        { "nothing is done before the clock is set", nothing_is_done_before_the_clock_is_set },
        { "the wrong clock harms the cells", wrong_clock_harms_the_cells },
        { "a locked clock stays until the next reset", locked_clock_stays_until_the_next_reset },
        { "windows are protected", windows_are_protected },
        { "erase all opens the chip until the next reset",
          erase_all_opens_the_chip_until_the_next_reset },
    };
    const struct CMUnitTest singles[] = {
        cmocka_unit_test (eeprom_takes_one_to_four_bytes),
        cmocka_unit_test (eeprom_is_not_written_like_memory),
        cmocka_unit_test (eeprom_is_protected_by_eeprot),
        cmocka_unit_test (ftmre_has_no_eeprom),
        cmocka_unit_test (mdm_says_nothing_while_the_pin_is_low),
        cmocka_unit_test (mass_erase_opens_it),
        cmocka_unit_test (watchdog_bites_unless_it_is_stopped_in_time),
        cmocka_unit_test (srsid_tells_the_chip_and_its_last_reset),
        cmocka_unit_test (program_can_take_the_pins_of_swd),
    };
    const Layout *layouts[] = { &ftmrh, &ftmre };
    struct CMUnitTest tests[2 * G_N_ELEMENTS (both)];
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
        const Layout *layout = layouts[i / G_N_ELEMENTS (both)];
        char *name = g_strdup_printf ("%s: %s", layout->device, both[i % G_N_ELEMENTS (both)].name);

        g_ptr_array_add (names, name);
        tests[i] = case_of (name, both[i % G_N_ELEMENTS (both)].function, layout);
    }
    int failed = cmocka_run_group_tests_name ("sim-ke", tests, NULL, NULL);
    return failed + cmocka_run_group_tests_name ("sim-ke singles", singles, NULL, NULL);
}
