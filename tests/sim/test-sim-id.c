/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The number that tells a simulated chip from others of its kind. */
#include "bare-chip.h"

#include "ul-chip-id.h"

#include <string.h>

#define POWER_US 30000 /* until what comes before the first look is over */

static Bare *
new_chip (const char *device)
{
    Bare *bare = bare_new_running (device);

    bare_wait_us (bare, POWER_US);
    return bare;
}

static char *
read_id (Bare *bare)
{
    guint32 words[UL_CHIP_ID_MAX_WORDS];
    UlChipIdPlace place;
    UlChipId id;

    assert_true (ul_chip_id_find_place (bare->device, &place));
    for (guint i = 0; i < place.n_words; i++)
        words[i] = bare_read32 (bare, place.address + 4 * i);
    ul_chip_id_take (&id, &place, words);
    return ul_chip_id_to_text (&id);
}

static void
chip_says_which_one_it_is (void **state)
{
    g_autoptr (Bare) bare = new_chip (*state);
    g_autofree char *first = read_id (bare);

    assert_non_null (first);
    ul_sim_chip_set_serial (bare->chip, 7);
    g_autofree char *second = read_id (bare);
    assert_string_not_equal (first, second);
    ul_sim_chip_set_serial (bare->chip, 7ull << 32);
    g_autofree char *third = read_id (bare);
    assert_string_not_equal (second, third);
    ul_sim_chip_flash_changed (bare->chip); /* as if it had been off */
    bare_wait_us (bare, POWER_US);
    g_autofree char *later = read_id (bare);
    assert_string_equal (later, third);
}

static void
nobody_can_change_it (void **state)
{
    g_autoptr (Bare) bare = new_chip (*state);
    g_autofree char *before = read_id (bare);
    UlChipIdPlace place;

    assert_true (ul_chip_id_find_place (bare->device, &place));
    for (guint i = 0; i < place.n_words; i++)
        bare_write32 (bare, place.address + 4 * i, 0x12345678);
    g_autofree char *after = read_id (bare);
    assert_string_equal (after, before);
}

static void
small_core_has_no_highest_word (void **state)
{
    g_autoptr (Bare) bare = new_chip (KL25);

    assert_int_equal (bare_read32 (bare, 0x40048054), 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        { "KL25 says which one it is", chip_says_which_one_it_is, NULL, NULL, (void *) KL25 },
        { "K64 says which one it is", chip_says_which_one_it_is, NULL, NULL, (void *) K64 },
        { "KE02 says which one it is", chip_says_which_one_it_is, NULL, NULL, "MKE02Z64xxx4" },
        { "KE06 says which one it is", chip_says_which_one_it_is, NULL, NULL, "MKE06Z128" },
        { "EFM32 says which one it is", chip_says_which_one_it_is, NULL, NULL, "EFM32G890F128" },
        { "KL25 keeps its id", nobody_can_change_it, NULL, NULL, (void *) KL25 },
        { "KE04 keeps its id", nobody_can_change_it, NULL, NULL, "MKE04Z8" },
        cmocka_unit_test (small_core_has_no_highest_word),
    };

    return cmocka_run_group_tests_name ("sim-id", tests, NULL, NULL);
}
