/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated LM3S, and sessions on it: the switches that unlock it, and all that is not them. */
#include "family-world.h"
#include "cases.h"

#include <string.h>

#define BOARD      "lm3s"
#define BOOTCFG_AT (8 * 4) /* behind the flash */
#define FMPPE_AT   (4 * 4)

static const guint8 to_swd[] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x9E, 0xE7 };
static const guint8 to_jtag[] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x3C, 0xE7 };

static UlSimWire *
get_wire (FamilyWorld *world)
{
    return ul_sim_board_get_wire (world->board);
}

static void
wait_ms (FamilyWorld *world, guint ms)
{
    ul_sim_wire_settle (get_wire (world));
    ul_sim_chip_advance (world->chip, ms * 1000000ull);
    ul_sim_chip_is_working (world->chip);
}

static void
pull (FamilyWorld *world, gboolean pulled)
{
    ul_sim_wire_settle (get_wire (world));
    ul_sim_chip_pull_reset (world->chip, pulled);
    wait_ms (world, 1);
}

static void
send (FamilyWorld *world, const guint8 *bits)
{
    ul_sim_wire_send_bits (get_wire (world), bits, sizeof to_swd * 8);
}

static void
send_pairs (FamilyWorld *world, guint n)
{
    for (guint i = 0; i < n; i++) {
        send (world, to_swd);
        send (world, to_jtag);
    }
}

static guint32
boot_word (FamilyWorld *world)
{
    guint32 word;

    memcpy (&word, world->flash + world->size + BOOTCFG_AT, 4);
    return GUINT32_FROM_LE (word);
}

/* --- the chip --- */

static void
ten_switches_in_reset_erase_it_and_power_opens_it (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    family_world_set_fault (world, "nobody-there");
    pull (world, TRUE);
    send_pairs (world, 5);
    assert_int_equal (family_world_count_mass_erases (world), 0);
    pull (world, FALSE);
    wait_ms (world, 300);
    assert_int_equal (family_world_count_mass_erases (world), 1);
    assert_true (family_world_is_blank (world));
    assert_int_equal (boot_word (world), 0xFFFFFFFE);
    assert_false (ul_sim_chip_listens (world->chip));
    family_world_changed (world);
    assert_true (ul_sim_chip_listens (world->chip));
}

typedef struct {
    const char *name;
    guint n_pairs;
    gboolean no_reset, swapped, traffic, short_reset, released_between;
} Wrong;

static const Wrong wrongs[] = {
    { "nine switches are not enough", 4, FALSE, FALSE, FALSE, FALSE, FALSE },
    { "nothing happens without the pin", 5, TRUE, FALSE, FALSE, FALSE, FALSE },
    { "nothing happens when they begin with the other one", 4, FALSE, TRUE, FALSE, FALSE, FALSE },
    { "nothing happens with traffic between them", 4, FALSE, FALSE, TRUE, FALSE, FALSE },
    { "nothing happens with too few ones", 5, FALSE, FALSE, FALSE, TRUE, FALSE },
    { "nothing happens when the pin goes high between them", 3, FALSE, FALSE, FALSE, FALSE, TRUE },
};

static void
is_refused (void **state)
{
    static const guint8 request[10] = { 0xA5 };
    static const guint8 few[10] = { 0, 0, 0xF0, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x9E, 0xE7 };
    const Wrong *wrong = *state;
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    if (!wrong->no_reset)
        pull (world, TRUE);
    if (wrong->swapped)
        send (world, to_jtag);
    if (wrong->short_reset)
        send (world, few);
    send_pairs (world, wrong->short_reset ? 4 : wrong->n_pairs);
    if (wrong->traffic) {
        send (world, request);
        send_pairs (world, 1);
    }
    if (wrong->released_between) {
        pull (world, FALSE);
        pull (world, TRUE);
        send_pairs (world, 2);
    }
    if (wrong->n_pairs == 4 && !wrong->traffic)
        send (world, to_swd);
    pull (world, FALSE);
    wait_ms (world, 1000);
    assert_int_equal (family_world_count_mass_erases (world), 0);
    assert_int_equal (world->flash[0], 0x5A);
}

static void
idle_cycles_between_the_switches_do_no_harm (void **state)
{
    static const guint8 idle[10] = { 0 };
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    pull (world, TRUE);
    for (guint i = 0; i < 5; i++) {
        send (world, to_swd);
        send (world, idle);
        send (world, to_jtag);
    }
    pull (world, FALSE);
    wait_ms (world, 300);
    assert_int_equal (family_world_count_mass_erases (world), 1);
}

/* --- sessions --- */

static void
an_open_chip_is_identified (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, FALSE);

    family_world_must_run (world, UL_JOB_CONNECT);
    assert_ptr_equal (ul_session_get_chip (world->session)->found, world->device);
    assert_int_equal (ul_session_get_chip (world->session)->facts[255].content, UL_CONTENT_DATA);
}

static void
a_locked_chip_is_mute_and_says_so_only_when_it_is_named (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    family_world_fails (world, UL_JOB_CONNECT, UL_ERROR_CHIP_MUTE); /* named by the board */
    assert_int_equal (family_world_state (world), UL_SESSION_LOCK_UNCLEAR);
    ul_session_set_device (world->session, ul_devices_find ("MK64FN1M0"));
    family_world_fails (world, UL_JOB_CONNECT, UL_ERROR_TARGET_NO_ACK);
    ul_session_set_device (world->session, world->device);
    family_world_fails (world, UL_JOB_CONNECT, UL_ERROR_CHIP_MUTE);
    assert_int_equal (world->flash[0], 0x5A);
}

static void
a_locked_chip_is_unlocked_with_somebody_at_the_switch (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    family_world_must_run (world, UL_JOB_UNLOCK);
    assert_true (family_world_is_blank (world));
    assert_int_equal (family_world_count_mass_erases (world), 1);
    assert_int_equal (family_world_state (world), UL_SESSION_READY);
    assert_non_null (strstr (world->log->str, "Switch the board's power off and on"));
    family_world_must_run (world, UL_JOB_CONNECT);
}

static void
without_anybody_there_it_gives_up_in_the_end (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    family_world_set_fault (world, "nobody-there");
    family_world_fails (world, UL_JOB_UNLOCK, UL_ERROR_UNLOCK_FAILED);
    assert_non_null (strstr (world->result->problem->cause, "power"));
    assert_non_null (strstr (world->result->problem->cause, "lost"));
    assert_false (ul_sim_chip_get_reset_low (world->chip));
}

static void
power_lost_during_the_erase_leaves_it_locked_and_the_next_unlocks (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    pull (world, TRUE);
    send_pairs (world, 5);
    pull (world, FALSE);
    wait_ms (world, 100);
    ul_sim_chip_set_power (world->chip, FALSE);
    ul_sim_chip_set_power (world->chip, TRUE);
    wait_ms (world, 10);
    assert_int_equal (family_world_count_mass_erases (world), 0);
    assert_false (ul_sim_chip_listens (world->chip));
    assert_false (family_world_is_blank (world));
    family_world_must_run (world, UL_JOB_UNLOCK);
    assert_true (family_world_is_blank (world));
}

static void
cancel_when_asked_for_the_switch (UlSession *session, const char *line, gpointer cancellable)
{
    if (g_str_equal (line, ul_power_get_guidance ()))
        g_cancellable_cancel (cancellable);
}

static void
waiting_for_the_switch_can_be_stopped (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, TRUE);

    family_world_set_fault (world, "nobody-there");
    family_world_set_fault (world, "pace=1");
    g_signal_connect (world->session, "log", G_CALLBACK (cancel_when_asked_for_the_switch),
                      world->cancellable);
    family_world_run (world, UL_JOB_UNLOCK);
    assert_true (g_cancellable_is_cancelled (world->cancellable));
    assert_true (world->result->cancelled);
    assert_false (ul_sim_chip_get_reset_low (world->chip));
}

static void
an_open_chip_is_erased_by_its_controller_without_the_switch (void **state)
{
    static const UlJobKind kinds[] = { UL_JOB_UNLOCK, UL_JOB_ERASE };

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
        g_autoptr (FamilyWorld) world = family_world_new (BOARD, FALSE);
        UlSimChipCounts counts;

        family_world_must_run (world, kinds[i]);
        assert_true (family_world_is_blank (world));
        ul_sim_chip_get_counts (world->chip, &counts);
        assert_int_equal (counts.erase_alls, 2);
        assert_int_equal (counts.mass_erases, 0);
        assert_int_equal (counts.refusals, 0);
    }
}

static void
what_the_controller_may_not_erase_the_debug_port_does (void **state)
{
    g_autoptr (FamilyWorld) world = family_world_new (BOARD, FALSE);

    world->flash[world->size + FMPPE_AT] = 0xFE;
    family_world_changed (world);
    family_world_must_run (world, UL_JOB_UNLOCK);
    assert_true (family_world_is_blank (world));
    assert_int_equal (family_world_count_mass_erases (world), 1);
    assert_int_equal (world->flash[world->size + FMPPE_AT], 0xFF);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (wrongs) + 10] = {
        cmocka_unit_test (ten_switches_in_reset_erase_it_and_power_opens_it),
        cmocka_unit_test (idle_cycles_between_the_switches_do_no_harm),
        cmocka_unit_test (an_open_chip_is_identified),
        cmocka_unit_test (a_locked_chip_is_mute_and_says_so_only_when_it_is_named),
        cmocka_unit_test (a_locked_chip_is_unlocked_with_somebody_at_the_switch),
        cmocka_unit_test (without_anybody_there_it_gives_up_in_the_end),
        cmocka_unit_test (power_lost_during_the_erase_leaves_it_locked_and_the_next_unlocks),
        cmocka_unit_test (waiting_for_the_switch_can_be_stopped),
        cmocka_unit_test (an_open_chip_is_erased_by_its_controller_without_the_switch),
        cmocka_unit_test (what_the_controller_may_not_erase_the_debug_port_does),
    };

    for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
        tests[10 + i] = case_of (wrongs[i].name, is_refused, &wrongs[i]);
    return cmocka_run_group_tests_name ("sim-stellaris-jobs", tests, NULL, NULL);
}
