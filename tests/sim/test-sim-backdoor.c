/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The backdoor key, which opens a secured chip from inside. */
#include "bare-chip.h"

#include <string.h>

#define KEY  0x400u
#define FSEC 0x40Cu

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

int
main (void)
{
    const struct CMUnitTest tests[] = {
        BOTH (the_right_key_opens_a_secured_chip_until_the_next_reset),
        BOTH (a_wrong_key_and_one_while_keys_are_off_open_nothing),
        BOTH (there_is_one_try_for_a_key_in_each_reset),
        BOTH (keys_of_zeros_or_ones_are_refused),
    };

    return cmocka_run_group_tests_name ("sim-backdoor", tests, NULL, NULL);
}
