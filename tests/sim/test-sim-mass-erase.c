/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mass erase that the MDM-AP of the simulated chips does: what it leaves, when it is refused,
 * and how it ends. */
#include "bare-chip.h"

#include <string.h>

#define BLANK 0xFF
#define FSEC  0x40Cu
#define FPROT 0x408u

static void
hold (Bare *bare)
{
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare) & (MDM_READY | MDM_RUNNING), MDM_READY);
}

static gint64
erase (Bare *bare)
{
    gint64 start = bare_now_us (bare);

    bare_set_mdm (bare, MDM_RESET | MDM_START);
    bare_wait_us (bare, 100);
    assert_int_equal (bare_mdm (bare) & MDM_ACK, MDM_ACK);
    while ((bare_mdm_control (bare) & MDM_START) != 0) {
        bare_wait_us (bare, 100);
        assert_true (bare_now_us (bare) - start < 10000000);
    }
    return bare_now_us (bare) - start;
}

static void
a_mass_erase_leaves_all_blank_but_an_open_security_byte (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (*state, 0xFF);
    UlSimChipCounts counts;
    guint typical = bare_is_kl25 (bare) ? 88000 : 870000;

    memset (bare->flash + FPROT, 0, 4); /* protection is no obstacle */
    memset (bare->flash + 0x8000, 0, 0x1000);
    ul_sim_chip_flash_changed (bare->chip);
    hold (bare);
    assert_in_range (erase (bare), typical, typical + 300);
    for (guint i = 0; i < bare->flash_size; i++)
        assert_int_equal (bare->flash[i], i == FSEC ? 0xFE : BLANK);
    ul_sim_chip_get_counts (bare->chip, &counts);
    assert_int_equal (counts.mass_erases, 1);
    /* Open and unprotected after the next reset. */
    ul_sim_chip_pull_reset (bare->chip, FALSE);
    bare_set_mdm (bare, 0);
    bare_wait_us (bare, 200);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    assert_int_equal (bare_mdm (bare), 0x0001003B); /* the acknowledge stays */
    assert_int_equal (bare_read32 (bare, FTFX + 0x10), 0xFFFFFFFF);
}

static void
K64_says_35_until_the_reset_after_its_mass_erase (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (K64, 0xFF);
    guint32 value;

    hold (bare);
    erase (bare);
    assert_int_equal (bare_mdm (bare), 0x35);
    assert_false (bare_try_read (bare, 0, 4, &value));
    ul_sim_chip_pull_reset (bare->chip, FALSE);
    assert_int_equal (bare_mdm (bare) & MDM_SECURED, MDM_SECURED);
    hold (bare);
    assert_int_equal (bare_mdm (bare) & MDM_SECURED, 0);
}

static void
KL25_is_open_with_the_end_of_its_mass_erase (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (KL25, 0xFF);

    bare_set_mdm (bare, MDM_RESET);
    bare_wait_us (bare, 1000);
    erase (bare);
    assert_int_equal (bare_mdm (bare) & (MDM_READY | MDM_SECURED), MDM_READY);
}

static void
a_mass_erase_is_refused_where_it_is_disabled (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (*state, 0xEF);
    g_autofree guint8 *before = g_memdup2 (bare->flash, bare->flash_size);

    hold (bare);
    assert_int_equal (bare_mdm (bare) & MDM_MASS_ERASE, 0);
    bare_set_mdm (bare, MDM_START);
    assert_int_equal (bare_mdm_control (bare) & MDM_START, 0);
    bare_wait_us (bare, 2000000);
    assert_int_equal (bare_mdm (bare) & MDM_ACK, 0);
    assert_memory_equal (bare->flash, before, bare->flash_size);
}

static void
a_looping_K64_never_begins_its_mass_erase (void **state)
{
    g_autoptr (Bare) bare = bare_new_blank (K64, BLANK);
    UlSimChipCounts counts;

    bare_set_mdm (bare, MDM_START);
    bare_wait_us (bare, 2000000);
    assert_int_equal (bare_mdm (bare) & MDM_ACK, 0);
    assert_int_equal (bare_mdm_control (bare) & MDM_START, MDM_START);
    ul_sim_chip_get_counts (bare->chip, &counts);
    assert_int_equal (counts.mass_erases, 0);
    /* Held, it does. */
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, 1000000);
    assert_int_equal (bare_mdm_control (bare) & MDM_START, 0);
    assert_int_equal (bare->flash[FSEC], 0xFE);
}

static void
a_mass_erase_broken_off_leaves_the_chip_secured (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (*state, 0xFF);
    guint32 typical = bare_is_kl25 (bare) ? 88000 : 870000;
    guint n = 0;

    memset (bare->flash + 0x8000, 0, 0x1000);
    hold (bare);
    bare_set_mdm (bare, MDM_START);
    bare_wait_us (bare, typical / 2);
    ul_sim_chip_set_power (bare->chip, FALSE);
    for (guint i = 0x8000; i < 0x9000; i++)
        n += bare->flash[i] == BLANK;
    assert_in_range (n, 0x400, 0xC00);
    ul_sim_chip_set_power (bare->chip, TRUE);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare) & MDM_SECURED, MDM_SECURED);
    assert_int_equal (bare_mdm (bare) & MDM_ACK, 0);
    hold (bare);
    erase (bare);
    assert_int_equal (bare->flash[FSEC], 0xFE);
}

static void
the_flash_is_busy_while_an_open_chip_is_mass_erased (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    guint32 value;

    bare_set_mdm (bare, MDM_START);
    bare_wait_us (bare, 100);
    assert_int_equal (bare_fstat (bare) & CCIF, 0);
    assert_false (bare_try_read (bare, 0, 4, &value));
    bare_write (bare, FTFX, 1, CCIF); /* nothing is launched now */
    bare_wait_us (bare, 1000000);
    assert_int_equal (bare_mdm_control (bare) & MDM_START, 0);
    assert_int_equal (bare->flash[FSEC], 0xFE);
    /* Open as it was, a K64 is closed now, until its next reset. */
    assert_int_equal (bare_try_read (bare, 0, 4, &value), bare_is_kl25 (bare));
    bare_set_mdm (bare, 0);
    bare_halt_at_start (bare);
    assert_true (bare_try_read (bare, 0, 4, &value));
}

static void
a_mass_erase_is_not_called_back (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (*state, 0xFF);

    hold (bare);
    bare_set_mdm (bare, MDM_START);
    bare_wait_us (bare, 100);
    bare_set_mdm (bare, 0);
    assert_int_equal (bare_mdm_control (bare), MDM_START);
    bare_wait_us (bare, 1000000);
    assert_int_equal (bare_mdm_control (bare), 0);
    assert_int_equal (bare->flash[FSEC], 0xFE);
}

static void
each_mass_erase_is_acknowledged_anew (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (*state, 0xFF);

    hold (bare);
    erase (bare);
    ul_sim_chip_pull_reset (bare->chip, FALSE);
    bare_set_mdm (bare, 0);
    bare_wait_us (bare, 1000);
    hold (bare);
    assert_int_equal (bare_mdm (bare) & MDM_ACK, MDM_ACK); /* of the last one */
    bare_set_mdm (bare, MDM_START);
    assert_int_equal (bare_mdm (bare) & MDM_ACK, 0);
    bare_wait_us (bare, 100);
    assert_int_equal (bare_mdm (bare) & MDM_ACK, MDM_ACK);
}

static void
a_chip_that_gets_secured_lets_go_of_its_core (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_set_mdm (bare, MDM_HOLD | MDM_DEBUG);
    bare->flash[FSEC] = 0xFF;
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm_control (bare), 0);
    ul_sim_chip_pull_reset (bare->chip, FALSE);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare) & ~MDM_BACKDOOR, 0x3E);
}

static void
a_mass_erase_can_hang (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (*state, 0xFF);
    UlSimChipFaults faults;

    ul_sim_chip_faults_init (&faults);
    faults.erase_hangs = TRUE;
    ul_sim_chip_set_faults (bare->chip, &faults);
    hold (bare);
    bare_set_mdm (bare, MDM_START);
    bare_wait_us (bare, 20000000);
    assert_int_equal (bare_mdm (bare) & MDM_ACK, MDM_ACK);
    assert_int_equal (bare_mdm_control (bare) & MDM_START, MDM_START);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        BOTH (a_mass_erase_leaves_all_blank_but_an_open_security_byte),
        cmocka_unit_test (K64_says_35_until_the_reset_after_its_mass_erase),
        cmocka_unit_test (KL25_is_open_with_the_end_of_its_mass_erase),
        BOTH (a_mass_erase_is_refused_where_it_is_disabled),
        cmocka_unit_test (a_looping_K64_never_begins_its_mass_erase),
        BOTH (a_mass_erase_broken_off_leaves_the_chip_secured),
        BOTH (the_flash_is_busy_while_an_open_chip_is_mass_erased),
        BOTH (a_mass_erase_is_not_called_back),
        BOTH (each_mass_erase_is_acknowledged_anew),
        BOTH (a_chip_that_gets_secured_lets_go_of_its_core),
        BOTH (a_mass_erase_can_hang),
    };

    return cmocka_run_group_tests_name ("sim-mass-erase", tests, NULL, NULL);
}
