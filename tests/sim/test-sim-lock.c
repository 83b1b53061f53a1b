/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Security and the MDM-AP of the simulated chips. Expected status words are those that people
 * measured on boards; see the facts on MDM-AP in the sources named there. */
#include "bare-chip.h"
#include "cases.h"

#include <string.h>

#define BLANK 0xFF
#define FSEC  0x40Cu

#define TRANSFER_US 11.5 /* of SWD at 4 MHz */
#define N_SAMPLES   320

static void
sample (Bare *bare, guint32 words[N_SAMPLES])
{
    for (guint i = 0; i < N_SAMPLES; i++) {
        words[i] = bare_mdm (bare);
        ul_sim_chip_advance (bare->chip, TRANSFER_US * 1000);
    }
}

static guint
count (const guint32 words[N_SAMPLES], guint32 mask, guint32 match)
{
    guint n = 0;

    for (guint i = 0; i < N_SAMPLES; i++)
        n += (words[i] & mask) == match;
    return n;
}

/* --- status --- */

static void
identification_is_the_familys (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);
    guint32 mdm = 0, ahb = 0, none = 1;

    ul_sim_chip_access_ap (bare->chip, 1, 0xFC, FALSE, &mdm);
    ul_sim_chip_access_ap (bare->chip, 0, 0xFC, FALSE, &ahb);
    ul_sim_chip_access_ap (bare->chip, 2, 0xFC, FALSE, &none);
    assert_int_equal (mdm, bare_is_kl25 (bare) ? 0x001C0020 : 0x001C0000);
    assert_int_equal (ahb, bare_is_kl25 (bare) ? 0x04770031 : 0x24770011);
    assert_int_equal (none, 0);
    assert_int_equal (ul_sim_chip_get_dpidr (bare->chip),
                      bare_is_kl25 (bare) ? 0x0BC11477 : 0x2BA01477);
}

static void
an_open_halted_chip_reads_0001003A (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    assert_int_equal (bare_mdm (bare), 0x0001003A);
}

static void
a_blank_K64_mostly_reads_34_and_flickers (void **state)
{
    g_autoptr (Bare) bare = bare_new_blank (K64, BLANK);
    guint32 words[N_SAMPLES];

    sample (bare, words);
    assert_true (count (words, 0xFF, 0x34) > N_SAMPLES * 3 / 4);
    assert_true (count (words, 0xFF, 0x34) < N_SAMPLES);
    assert_int_equal (count (words, MDM_SECURED, MDM_SECURED), N_SAMPLES);
}

static void
a_blank_KL25_mostly_reads_76 (void **state)
{
    g_autoptr (Bare) bare = bare_new_blank (KL25, BLANK);
    guint32 words[N_SAMPLES];

    sample (bare, words);
    assert_true (count (words, 0xFF, 0x76) > N_SAMPLES * 3 / 4);
    assert_true (count (words, 0xFF, 0x76) < N_SAMPLES);
}

static void
a_secured_chip_that_runs_is_steady (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (*state, 0xFF);
    guint32 words[N_SAMPLES];

    sample (bare, words);
    assert_int_equal (count (words, 0xFFFFFFFF, 0x3E), N_SAMPLES);
}

typedef struct {
    const char *name;
    guint8 fsec;
    gboolean secured, mass_erase, backdoor;
} Fsec;

static const Fsec fsecs[] = {
    { "FSEC FE is open", 0xFE, FALSE, TRUE, FALSE },
    { "FSEC BE is open, with a key", 0xBE, FALSE, TRUE, TRUE },
    { "FSEC FF is secured, mass erase allowed", 0xFF, TRUE, TRUE, FALSE },
    { "FSEC BF is secured, with a key", 0xBF, TRUE, TRUE, TRUE },
    { "FSEC 00 is secured, mass erase allowed", 0x00, TRUE, TRUE, FALSE },
    { "FSEC 3D is secured, mass erase allowed", 0x3D, TRUE, TRUE, FALSE },
    { "FSEC EF is secured for ever", 0xEF, TRUE, FALSE, FALSE },
    { "FSEC 2F is secured for ever", 0x2F, TRUE, FALSE, FALSE },
    { "FSEC 23 is secured for ever", 0x23, TRUE, FALSE, FALSE },
    { "FSEC AF is secured for ever, but for a key", 0xAF, TRUE, FALSE, TRUE },
    { "FSEC EE is open: mass erase matters only when secured", 0xEE, FALSE, TRUE, FALSE },
};

static void
means (void **state)
{
    const Fsec *c = *state;
    const char *devices[] = { KL25, K64 };

    for (guint i = 0; i < 2; i++) {
        g_autoptr (Bare) bare = bare_new_with_fsec (devices[i], c->fsec);
        guint32 status = bare_mdm (bare), value;

        assert_int_equal (status & (MDM_READY | MDM_RUNNING), MDM_READY | MDM_RUNNING);
        assert_int_equal ((status & MDM_SECURED) != 0, c->secured);
        assert_int_equal ((status & MDM_MASS_ERASE) != 0, c->mass_erase);
        assert_int_equal ((status & MDM_BACKDOOR) != 0, c->backdoor);
        assert_int_equal (bare_try_read (bare, 0, 4, &value), !c->secured);
    }
}

/* --- a closed bus --- */

static void
a_secured_bus_is_closed (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (*state, 0xFF);
    guint32 value = 1, csw = 0;

    assert_false (bare_try_read (bare, 0xE000ED00, 4, &value));
    value = 1;
    ul_sim_chip_access_ap (bare->chip, 0, 0x0C, FALSE, &value);
    assert_int_equal (value, 0);
    assert_false (bare_try_write (bare, RAM, 4, 0));
    assert_false (bare_try_write (bare, DHCSR, 4, 0xA05F0003));
    assert_int_equal (bare_mdm (bare) & MDM_HALTED, 0);
    ul_sim_chip_access_ap (bare->chip, 0, 0x00, FALSE, &csw);
    assert_int_equal (csw & 0x40, 0);

    g_autoptr (Bare) open = bare_new_with_fsec (*state, 0xFE);
    ul_sim_chip_access_ap (open->chip, 0, 0x00, FALSE, &csw);
    assert_int_equal (csw & 0x40, 0x40);
    assert_true (bare_try_read (open, 0xE000ED00, 4, &value));
}

static void
security_changes_with_the_next_reset_only (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare->flash[FSEC] = 0xFF;
    assert_int_equal (bare_mdm (bare) & MDM_SECURED, 0);
    bare_read32 (bare, 0);
    bare_write32 (bare, AIRCR, 0x05FA0004);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare) & MDM_SECURED, MDM_SECURED);
}

/* --- holding the chip --- */

static void
the_reset_request_holds_an_open_chip (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_set_mdm (bare, MDM_RESET);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm_control (bare), MDM_RESET);
    assert_int_equal (bare_mdm (bare) & (MDM_READY | MDM_RUNNING), MDM_READY);
    bare_set_mdm (bare, 0);
    bare_wait_us (bare, 10);
    assert_int_equal (bare_mdm (bare) & (MDM_READY | MDM_RUNNING), MDM_READY | MDM_RUNNING);
}

static void
a_secured_K64_takes_no_reset_request_and_a_KL25_does (void **state)
{
    g_autoptr (Bare) k64 = bare_new_with_fsec (K64, 0xFF);
    g_autoptr (Bare) kl25 = bare_new_with_fsec (KL25, 0xFF);

    bare_set_mdm (k64, MDM_RESET);
    bare_set_mdm (kl25, MDM_RESET);
    bare_wait_us (k64, 1000);
    bare_wait_us (kl25, 1000);
    assert_int_equal (bare_mdm_control (k64), 0);
    assert_int_equal (bare_mdm (k64) & MDM_RUNNING, MDM_RUNNING);
    assert_int_equal (bare_mdm_control (kl25), MDM_RESET);
    assert_int_equal (bare_mdm (kl25) & MDM_RUNNING, 0);
}

static void
a_secured_core_can_be_neither_held_nor_halted (void **state)
{
    g_autoptr (Bare) bare = bare_new_with_fsec (*state, 0xFF);

    bare_set_mdm (bare, MDM_DEBUG | MDM_HOLD);
    assert_int_equal (bare_mdm_control (bare), 0);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare), 0x3E);
}

static void
a_secured_core_is_not_stopped_by_what_was_set_before (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    static const guint16 loop[] = { 0xE7FE };

    bare_write32 (bare, DEMCR, 1);
    bare->flash[FSEC] = 0xFF;
    bare->flash[0x410] = loop[0] & 0xFF;
    bare->flash[0x411] = loop[0] >> 8;
    bare->flash[1] = 0x10;
    bare->flash[0] = bare->flash[2] = bare->flash[6] = bare->flash[7] = 0;
    bare->flash[3] = 0x20;
    bare->flash[4] = 0x11;
    bare->flash[5] = 0x04;
    bare_write32 (bare, AIRCR, 0x05FA0004);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare) & (MDM_HALTED | MDM_SECURED), MDM_SECURED);
}

static void
a_held_core_leaves_the_bus_to_the_debugger (void **state)
{
    g_autoptr (Bare) bare = bare_new_running (*state);

    bare_set_mdm (bare, MDM_HOLD);
    bare_write32 (bare, RAM, 0x12345678);
    assert_int_equal (bare_read32 (bare, RAM), 0x12345678);
    assert_int_equal (bare_mdm (bare) & MDM_RUNNING, MDM_RUNNING);
    assert_true ((bare_read32 (bare, DHCSR) & S_RESET_ST) != 0);
    assert_true ((bare_read32 (bare, DHCSR) & S_RESET_ST) != 0); /* as long as it is held */
    /* Let go with a debug request it stops at its first instruction. */
    bare_write32 (bare, DHCSR, 0xA05F0001);
    bare_set_mdm (bare, MDM_DEBUG);
    assert_int_equal (bare_mdm (bare) & MDM_HALTED, MDM_HALTED);
    assert_int_equal (bare_reg (bare, 15), 0x410);
    bare_set_mdm (bare, 0);
    assert_true (bare_is_halted (bare));
}

static const struct CMUnitTest others[] = {
    BOTH (identification_is_the_familys),
    BOTH (an_open_halted_chip_reads_0001003A),
    cmocka_unit_test (a_blank_K64_mostly_reads_34_and_flickers),
    cmocka_unit_test (a_blank_KL25_mostly_reads_76),
    BOTH (a_secured_chip_that_runs_is_steady),
    BOTH (a_secured_bus_is_closed),
    BOTH (security_changes_with_the_next_reset_only),
    BOTH (the_reset_request_holds_an_open_chip),
    cmocka_unit_test (a_secured_K64_takes_no_reset_request_and_a_KL25_does),
    BOTH (a_secured_core_can_be_neither_held_nor_halted),
    BOTH (a_secured_core_is_not_stopped_by_what_was_set_before),
    BOTH (a_held_core_leaves_the_bus_to_the_debugger),
};

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (fsecs) + G_N_ELEMENTS (others)];

    for (gsize i = 0; i < G_N_ELEMENTS (fsecs); i++)
        tests[i] = case_of (fsecs[i].name, means, &fsecs[i]);
    memcpy (tests + G_N_ELEMENTS (fsecs), others, sizeof others);
    return cmocka_run_group_tests_name ("sim-lock", tests, NULL, NULL);
}
