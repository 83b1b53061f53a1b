/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Security and the MDM-AP of the simulated chips. Expected status words are those that people
 * measured on boards; see the facts on MDM-AP in the sources named there. */
#include "bare-chip.h"
#include "cases.h"

#include <string.h>

#define BLANK 0xFF
#define KEY   0x400u
#define FSEC  0x40Cu
#define FPROT 0x408u

#define TRANSFER_US 11.5 /* of SWD at 4 MHz */
#define N_SAMPLES   320

#define BOTH(function)                                                                             \
    { #function " (KL25Z128)", function, NULL, NULL, (void *) KL25 },                              \
    {                                                                                              \
#function " (K64FN1M0)", function, NULL, NULL, (void *) K64                                \
    }

static gboolean
is_kl25 (Bare *bare)
{
    return bare->device->core == UL_CORE_M0PLUS;
}

static Bare *
new_with_fsec (const char *device, guint8 fsec)
{
    static const guint16 loop[] = { 0xE7FE };
    Bare *bare = bare_new (device);

    bare->flash[FSEC] = fsec;
    bare_put_program (bare, loop, 1);
    bare_wait_us (bare, 1000);
    return bare;
}

/* A chip that was never programmed, or was erased in the wrong way. */
static Bare *
new_blank (const char *device, guint8 fsec)
{
    Bare *bare = bare_new (device);

    memset (bare->flash, BLANK, bare->flash_size);
    bare->flash[FSEC] = fsec;
    ul_sim_chip_flash_changed (bare->chip);
    bare_wait_us (bare, 1000);
    return bare;
}

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
    assert_int_equal (mdm, is_kl25 (bare) ? 0x001C0020 : 0x001C0000);
    assert_int_equal (ahb, is_kl25 (bare) ? 0x04770031 : 0x24770011);
    assert_int_equal (none, 0);
    assert_int_equal (ul_sim_chip_get_dpidr (bare->chip), is_kl25 (bare) ? 0x0BC11477 : 0x2BA01477);
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
    g_autoptr (Bare) bare = new_blank (K64, BLANK);
    guint32 words[N_SAMPLES];

    sample (bare, words);
    assert_true (count (words, 0xFF, 0x34) > N_SAMPLES * 3 / 4);
    assert_true (count (words, 0xFF, 0x34) < N_SAMPLES);
    assert_int_equal (count (words, MDM_SECURED, MDM_SECURED), N_SAMPLES);
}

static void
a_blank_KL25_mostly_reads_76 (void **state)
{
    g_autoptr (Bare) bare = new_blank (KL25, BLANK);
    guint32 words[N_SAMPLES];

    sample (bare, words);
    assert_true (count (words, 0xFF, 0x76) > N_SAMPLES * 3 / 4);
    assert_true (count (words, 0xFF, 0x76) < N_SAMPLES);
}

static void
a_secured_chip_that_runs_is_steady (void **state)
{
    g_autoptr (Bare) bare = new_with_fsec (*state, 0xFF);
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
        g_autoptr (Bare) bare = new_with_fsec (devices[i], c->fsec);
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
    g_autoptr (Bare) bare = new_with_fsec (*state, 0xFF);
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

    g_autoptr (Bare) open = new_with_fsec (*state, 0xFE);
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
    g_autoptr (Bare) k64 = new_with_fsec (K64, 0xFF);
    g_autoptr (Bare) kl25 = new_with_fsec (KL25, 0xFF);

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
    g_autoptr (Bare) bare = new_with_fsec (*state, 0xFF);

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

/* --- mass erase --- */

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
    g_autoptr (Bare) bare = new_with_fsec (*state, 0xFF);
    UlSimChipCounts counts;
    guint typical = is_kl25 (bare) ? 88000 : 870000;

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
    g_autoptr (Bare) bare = new_with_fsec (K64, 0xFF);
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
    g_autoptr (Bare) bare = new_with_fsec (KL25, 0xFF);

    bare_set_mdm (bare, MDM_RESET);
    bare_wait_us (bare, 1000);
    erase (bare);
    assert_int_equal (bare_mdm (bare) & (MDM_READY | MDM_SECURED), MDM_READY);
}

static void
a_mass_erase_is_refused_where_it_is_disabled (void **state)
{
    g_autoptr (Bare) bare = new_with_fsec (*state, 0xEF);
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
    g_autoptr (Bare) bare = new_blank (K64, BLANK);
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
    g_autoptr (Bare) bare = new_with_fsec (*state, 0xFF);
    guint32 typical = is_kl25 (bare) ? 88000 : 870000;
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
    assert_int_equal (bare_try_read (bare, 0, 4, &value), is_kl25 (bare));
    bare_set_mdm (bare, 0);
    bare_halt_at_start (bare);
    assert_true (bare_try_read (bare, 0, 4, &value));
}

static void
a_mass_erase_is_not_called_back (void **state)
{
    g_autoptr (Bare) bare = new_with_fsec (*state, 0xFF);

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
    g_autoptr (Bare) bare = new_with_fsec (*state, 0xFF);

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
    g_autoptr (Bare) bare = new_with_fsec (*state, 0xFF);
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

/* --- the backdoor key --- */

/* Puts the key 1 to 8 into the controller and has it checked, from flash. */
static const guint16 verify_key[] = {
    0x4804, /*      ldr r0, =FTFX */
    0x4905, /*      ldr r1, =0x45000000 */
    0x6041, /*      str r1, [r0, #4] */
    0x4905, /*      ldr r1, =0x01020304 */
    0x6081, /*      str r1, [r0, #8] */
    0x4905, /*      ldr r1, =0x05060708 */
    0x60C1, /*      str r1, [r0, #12] */
    0x2180, /*      movs r1, #0x80 */
    0x7001, /*      strb r1, [r0] */
    0xE7FE, /*      b . */
    0x0000, 0x4002, 0x0000, 0x4500, 0x0304, 0x0102, 0x0708, 0x0506,
};

static Bare *
new_with_key (const char *device, guint8 fsec, guint8 first)
{
    Bare *bare = bare_new (device);

    for (guint i = 0; i < 8; i++)
        bare->flash[KEY + i] = first + i;
    bare->flash[FSEC] = fsec;
    bare_put_program (bare, verify_key, G_N_ELEMENTS (verify_key));
    bare_wait_us (bare, 1000);
    return bare;
}

static void
the_right_key_opens_a_secured_chip_until_the_next_reset (void **state)
{
    g_autoptr (Bare) bare = new_with_key (*state, 0xAF, 1);

    assert_int_equal (bare_mdm (bare) & MDM_SECURED, 0);
    assert_int_equal (bare_read32 (bare, KEY), 0x04030201);
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare) & MDM_SECURED, MDM_SECURED);
}

static void
a_wrong_key_and_one_while_keys_are_off_open_nothing (void **state)
{
    g_autoptr (Bare) wrong = new_with_key (*state, 0xBF, 2);
    g_autoptr (Bare) off = new_with_key (*state, 0xFF, 1);

    assert_int_equal (bare_mdm (wrong) & MDM_SECURED, MDM_SECURED);
    assert_int_equal (bare_mdm (off) & MDM_SECURED, MDM_SECURED);
}

static void
there_is_one_try_for_a_key_in_each_reset (void **state)
{
    const guint8 right[] = { 0x45, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 };
    const guint8 wrong[] = { 0x45, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 9 };
    g_autoptr (Bare) bare = bare_new (*state);

    for (guint i = 0; i < 8; i++)
        bare->flash[KEY + i] = 1 + i;
    bare->flash[FSEC] = 0xBE;
    ul_sim_chip_flash_changed (bare->chip);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    assert_int_equal (bare_command (bare, wrong, sizeof wrong), CCIF | ACCERR);
    assert_int_equal (bare_command (bare, right, sizeof right), CCIF | ACCERR);
    bare_halt_at_start (bare);
    assert_int_equal (bare_command (bare, right, sizeof right), CCIF);
}

static void
keys_of_zeros_or_ones_are_refused (void **state)
{
    static const guint8 values[] = { 0x00, 0xFF };

    for (guint i = 0; i < 2; i++) {
        guint8 v = values[i];
        const guint8 key[] = { 0x45, 0, 0, 0, v, v, v, v, v, v, v, v };
        g_autoptr (Bare) bare = bare_new (*state);

        memset (bare->flash + KEY, v, 8);
        bare->flash[FSEC] = 0xBE;
        ul_sim_chip_flash_changed (bare->chip);
        ul_sim_chip_set_debug_power (bare->chip, TRUE);
        bare_halt_at_start (bare);
        assert_int_equal (bare_command (bare, key, sizeof key), CCIF | ACCERR);
    }
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
    BOTH (the_right_key_opens_a_secured_chip_until_the_next_reset),
    BOTH (a_wrong_key_and_one_while_keys_are_off_open_nothing),
    BOTH (there_is_one_try_for_a_key_in_each_reset),
    BOTH (keys_of_zeros_or_ones_are_refused),
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
