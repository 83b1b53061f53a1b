/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be wrong with a simulated board, in words. */
#include "test.h"

#include "ul-error.h"
#include "ul-sim-board.h"

#include <string.h>

static void
faults_survive_in_words (void **state)
{
    static const char *const words[] = {
        "no-power",
        "no-permission",
        "unplug-at=12",
        "silent-at=3",
        "stall-at=4",
        "pace=2",
        "dead",
        "dormant",
        "garble-every=5",
        "garble-above-khz=6",
        "wait-every=7",
        "wait-times=for-ever",
        "bad-sector=0x00002400",
        "stubborn-sector=0x00000000",
        "refused-sector=0x00003000",
        "disturbed-sector=0x00003400",
        "spoiled-address=0x00005432",
        "weak-address=0x00012345",
        "reset-pin-gpio",
        "reset-period-us=90",
        "brown-out-us=123456789012",
        "cut-command=12",
        "cut-percent=50",
        "keeps-protection",
        "eeprom-load-us=40000",
        "nobody-there",
        "erase-hangs",
        "erase-bare",
        NULL,
    };
    UlSimBoardFaults faults;
    g_auto (GStrv) told = NULL;

    ul_sim_board_faults_init (&faults);
    told = ul_sim_board_faults_to_words (&faults);
    assert_int_equal (g_strv_length (told), 0);
    g_clear_pointer (&told, g_strfreev);
    for (guint i = 0; words[i] != NULL; i++) {
        g_autoptr (GError) error = NULL;

        ul_sim_board_faults_parse (&faults, words[i], &error);
        assert_no_error (error);
    }
    assert_int_equal (faults.vtref_mv, 0);
    assert_int_equal (faults.wire.wait_times, G_MAXUINT);
    assert_int_equal (faults.chip.bad_sector, 0x2400);
    assert_int_equal (faults.chip.brown_out_us, 123456789012);
    told = ul_sim_board_faults_to_words (&faults);
    assert_true (g_strv_equal ((const char *const *) told, words));
}

static void
a_supply_is_a_level (void **state)
{
    g_autoptr (UlSimBoard) board = ul_sim_board_new (ul_sim_board_find_kind ("frdm-kl25z"));
    g_auto (GStrv) told = NULL;
    UlSimBoardFaults faults;

    ul_sim_board_faults_init (&faults);
    assert_true (ul_sim_board_faults_parse (&faults, "vtref-mv=1200", NULL));
    ul_sim_board_set_faults (board, &faults);
    assert_false (ul_sim_chip_get_power (ul_sim_board_get_chip (board)));
    told = ul_sim_board_faults_to_words (&faults);
    assert_string_equal (told[0], "vtref-mv=1200");
    faults.vtref_mv = 1800;
    ul_sim_board_set_faults (board, &faults);
    assert_true (ul_sim_chip_get_power (ul_sim_board_get_chip (board)));
}

static void
refuses_faults_that_make_no_sense (void **state)
{
    static const char *const words[] = {
        "",
        "no-pow",
        "no-power=1",
        "unplug-at",
        "unplug-at=",
        "=3",
        "unplug-at=-1",
        "unplug-at=x",
        "unplug-at=1 ",
        "unplug-at=4294967296",
        "pace=0x",
        "vtref-mv=3000000000",
        "bad-sector=0x100000000",
        "dead ",
    };

    for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
        g_autoptr (GError) error = NULL;
        UlSimBoardFaults faults;

        ul_sim_board_faults_init (&faults);
        if (ul_sim_board_faults_parse (&faults, words[i], &error))
            fail_msg ("“%s” was taken", words[i]);
        assert_error (error, UL_ERROR, UL_ERROR_USAGE);
    }
}

static void
every_fault_is_explained (void **state)
{
    const char *const *list = ul_sim_board_faults_list ();
    guint n = 0;

    for (; list[n] != NULL; n += 2) {
        g_autofree char *word = g_strdup (list[n]);
        char *equals = strchr (word, '=');
        g_autofree char *example = NULL;
        UlSimBoardFaults faults;

        if (equals != NULL)
            *equals = '\0';
        example = g_strconcat (word, equals != NULL ? "=17" : NULL, NULL);
        ul_sim_board_faults_init (&faults);
        assert_true (ul_sim_board_faults_parse (&faults, example, NULL));
        assert_non_null (list[n + 1]);
    }
    assert_int_equal (n, 2 * 29);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (faults_survive_in_words),
        cmocka_unit_test (a_supply_is_a_level),
        cmocka_unit_test (refuses_faults_that_make_no_sense),
        cmocka_unit_test (every_fault_is_explained),
    };

    return cmocka_run_group_tests_name ("sim-faults", tests, NULL, NULL);
}
