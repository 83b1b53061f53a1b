/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where families keep the number of the single chip, and how it is written. */
#include "cases.h"

#include "ul-chip-id.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *device;
    guint32 address; /* 0: it has none, or none that is known */
    guint n_words;
    gboolean low_first;
} PlaceCase;

static const PlaceCase places[] = {
    { "KL25 has three words", "MKL25Z128xxx4", 0x40048058, 3, FALSE },
    { "KL28 has its SIM elsewhere", "MKL28Z512xxx7", 0x40075058, 3, FALSE },
    { "KL82 has four words", "MKL82Z128xxx7", 0x40048054, 4, FALSE },
    { "K64 has four words", "MK64FN1M0xxx12", 0x40048054, 4, FALSE },
    { "K20 has four words", "MK20DX256xxx7", 0x40048054, 4, FALSE },
    { "KV10 is like a KL", "MKV10Z32xxx7", 0x40048058, 3, FALSE },
    { "KV31 is like a K", "MKV31F512xxx12", 0x40048054, 4, FALSE },
    { "KW24D is like a K", "MKW24D512xxx5", 0x40048054, 4, FALSE },
    { "KW41Z is like a KL", "MKW41Z512xxx4", 0x40048058, 3, FALSE },
    { "KM34 has its SIM elsewhere", "MKM34Z128Axxx5", 0x4003F054, 4, FALSE },
    { "KE02 has two words", "MKE02Z64xxx4", 0x40048010, 2, TRUE },
    { "small KE04 begins lower than large ones", "MKE04Z8xxx4", 0x40048010, 3, TRUE },
    { "large KE04 begins higher than small ones", "MKE04Z128xxx4", 0x40048018, 3, TRUE },
    { "KE06 has three words", "MKE06Z128xxx4", 0x40048018, 3, TRUE },
    { "KEA64 with an N is a KE02", "SKEAZN64xxx2", 0x40048010, 2, TRUE },
    { "KEA8 is a small KE04", "SKEAZN8xxx4", 0x40048010, 3, TRUE },
    { "KEA128 is a KE06", "SKEAZ128xxx4", 0x40048018, 3, TRUE },
    { "KE15 and its like have four words", "MKE15Z256xxx7", 0x40048054, 4, FALSE },
    { "S32K144 has four words", "S32K144", 0x40048054, 4, FALSE },
    { "EFM32 has two in its device information", "EFM32G890F128", 0x0FE081F0, 2, TRUE },
    { "KW36 is not known", "MKW36Z512xxx4", 0, 0, FALSE },
    { "LM3S has none", "LM3S6965", 0, 0, FALSE },
    { "what is known by name only has none", "nRF52840_xxAA", 0, 0, FALSE },
};

static void
is_placed (void **state)
{
    const PlaceCase *c = *state;
    const UlDevice *device = ul_devices_find (c->device);
    UlChipIdPlace place = { 0 };

    assert_non_null (device);
    assert_int_equal (ul_chip_id_find_place (device, &place), c->address != 0);
    if (c->address == 0)
        return;
    assert_int_equal (place.address, c->address);
    assert_int_equal (place.n_words, c->n_words);
    assert_int_equal (place.low_first, c->low_first);
}

/* Its words are on the bus of the chip, and in one piece. */
static void
every_place_is_sound (void **state)
{
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++) {
        UlChipIdPlace place = { 0 };

        if (!ul_chip_id_find_place (all[i], &place))
            continue;
        if (place.address % 4 != 0 || place.n_words < 2 || place.n_words > UL_CHIP_ID_MAX_WORDS)
            fail_msg ("%s keeps %u words at 0x%08X", all[i]->name, place.n_words, place.address);
    }
}

static void
is_written_from_its_highest_word (void **state)
{
    static const guint32 words[] = { 0x00000001, 0xABCDEF01, 0x00230045 };
    UlChipId id;

    ul_chip_id_take (&id, &(UlChipIdPlace){ 0, 3, FALSE }, words);
    g_autofree char *high_first = ul_chip_id_to_text (&id);
    assert_string_equal (high_first, "00000001-ABCDEF01-00230045");
    ul_chip_id_take (&id, &(UlChipIdPlace){ 0, 3, TRUE }, words);
    g_autofree char *low_first = ul_chip_id_to_text (&id);
    assert_string_equal (low_first, "00230045-ABCDEF01-00000001");
}

static void
nothing_but_zeros_or_ones_is_no_id (void **state)
{
    static const guint32 values[] = { 0, 0xFFFFFFFF };

    for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
        guint32 words[3] = { values[i], values[i], values[i] };
        UlChipId id = { { 1 }, 1 };

        ul_chip_id_take (&id, &(UlChipIdPlace){ 0, 3, FALSE }, words);
        assert_int_equal (id.n_words, 0);
        assert_null (ul_chip_id_to_text (&id));
        words[1] = 0x12345678;
        ul_chip_id_take (&id, &(UlChipIdPlace){ 0, 3, FALSE }, words);
        assert_int_equal (id.n_words, 3);
    }
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (places) + 3] = {
        cmocka_unit_test (every_place_is_sound),
        cmocka_unit_test (is_written_from_its_highest_word),
        cmocka_unit_test (nothing_but_zeros_or_ones_is_no_id),
    };

    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
        tests[3 + i] = case_of (places[i].name, is_placed, &places[i]);
    return cmocka_run_group_tests_name ("chip-id", tests, NULL, NULL);
}
