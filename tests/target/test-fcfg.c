/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

#include "ul-fcfg.h"

#define KIB 1024u
#define MIB (1024u * KIB)

/* Words as the chips have them. */
typedef struct {
    const char *name;
    guint32 fcfg1, fcfg2, sector_size;
    gboolean is_m7;
    guint32 flash, nvm;
} Case;

static const Case cases[] = {
    { "KL25Z128", 0x07000000, 0x10800000, 1 * KIB, FALSE, 128 * KIB, 0 },
    { "K22FN512 says all in FCFG2", 0xFF0F0F00, 0x20A00000, 2 * KIB, FALSE, 512 * KIB, 0 },
    { "KL03Z32 does so too", 0x0F000000, 0x04800000, 1 * KIB, FALSE, 32 * KIB, 0 },
    { "K64FN1M0", 0xFF0F0F00, 0x40C00000, 4 * KIB, FALSE, 1 * MIB, 0 },
    { "K20DX256 of 72 MHz", 0x390F0F00, 0x20040000, 2 * KIB, FALSE, 256 * KIB, 32 * KIB },
    { "K20DX256Z of 100 MHz", 0xF90F0F00, 0x20200000, 2 * KIB, FALSE, 256 * KIB, 256 * KIB },
    { "K22FX512 of 120 MHz", 0x7B0F0F00, 0x40100000, 4 * KIB, FALSE, 512 * KIB, 128 * KIB },
    { "K70FX512", 0xFB0F0F00, 0x20400000, 4 * KIB, FALSE, 512 * KIB, 512 * KIB },
    { "KE18F512", 0x5B0F0F00, 0x40080000, 4 * KIB, FALSE, 512 * KIB, 64 * KIB },
    { "KV58F1M0 counts in 16 KiB", 0x0F000000, 0x40800000, 8 * KIB, TRUE, 1 * MIB, 0 },
    { "a chip that does not answer", 0xFFFFFFFF, 0xFFFFFFFF, 4 * KIB, FALSE, 0, 0 },
    { "a chip without these registers", 0, 0, 4 * KIB, FALSE, 0, 0 },
};

static void
sizes_are_read (void **state)
{
    const Case *c = *state;

    assert_int_equal (ul_fcfg_get_flash_size (c->fcfg1, c->fcfg2, c->is_m7), c->flash);
    assert_int_equal (ul_fcfg_get_nvm_size (c->fcfg1, c->fcfg2, c->sector_size), c->nvm);
}

static void
partition_says_what_is_behind_eeprom (void **state)
{
    static const guint32 kib_of_32[16] = {
        0, 8, 16, 32, 32, 32, 32, 32, 32, 24, 16, 0, 0, 0, 0, 0
    };
    static const guint32 kib_of_128[16] = { 0,   8,   16,  32, 64, 128, 128, 128,
                                            128, 120, 112, 96, 64, 0,   0,   0 };

    for (guint i = 0; i < 16; i++) {
        assert_int_equal (ul_fcfg_get_backup (i, 32 * KIB), kib_of_32[i] * KIB);
        assert_int_equal (ul_fcfg_get_backup (i, 128 * KIB), kib_of_128[i] * KIB);
    }
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases) + 1] = {
        cmocka_unit_test (partition_says_what_is_behind_eeprom),
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i + 1] = case_of (cases[i].name, sizes_are_read, &cases[i]);
    return cmocka_run_group_tests_name ("fcfg", tests, NULL, NULL);
}
