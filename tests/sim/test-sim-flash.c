/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the flash controllers of the simulated chips refuse: bad commands, commands at the wrong
 * time, and what is protected. Expected values are those of the reference manuals. */
#include "cases.h"
#include "flash-places.h"

#include <string.h>

/* --- commands that are refused --- */

typedef struct {
    const char *name, *device;
    guint8 fccob[12];
    guint n;
    guint8 error;
} Refusal;

static const Refusal refusals_of_commands[] = {
    { "FTFA has no program-phrase", KL25, { 0x07, 0, 0x20, 0 }, 12, ACCERR },
    { "FTFA has no program-section", KL25, { 0x0B, 0, 0x20, 0, 0, 1 }, 6, ACCERR },
    { "one block has no erase-block", KL25, { 0x08, 0, 0, 0 }, 4, ACCERR },
    { "one block has no read-1s-block", KL25, { 0x00, 0, 0, 0, 0 }, 5, ACCERR },
    { "FTFA of KL25 has no erase-all-unsecure", KL25, { 0x49 }, 1, ACCERR },
    { "FTFA has no set-RAM", KL25, { 0x81, 0xFF }, 2, ACCERR },
    { "FTFE has no program-longword", K64, { 0x06, 0, 0x20, 0 }, 8, ACCERR },
    { "FTFE of K64 has no erase-all-unsecure", K64, { 0x49 }, 1, ACCERR },
    { "FTFE without FlexNVM has no set-RAM", K64, { 0x81, 0xFF }, 2, ACCERR },
    { "an opcode that nobody has", K64, { 0xAA }, 1, ACCERR },
    { "a longword must be aligned", KL25, { 0x06, 0, 0x20, 2 }, 8, ACCERR },
    { "a phrase must be aligned", K64, { 0x07, 0, 0x20, 4 }, 12, ACCERR },
    { "a longword must be within the flash", KL25, { 0x06, 2, 0, 0 }, 8, ACCERR },
    { "a phrase must be within the flash", K64, { 0x07, 0x10, 0, 0 }, 12, ACCERR },
    { "there is no data flash", K64, { 0x07, 0x80, 0, 0 }, 12, ACCERR },
    { "a sector's address must be aligned on FTFA", KL25, { 0x09, 0, 0x20, 2 }, 4, ACCERR },
    { "a sector's address must be aligned on FTFE", K64, { 0x09, 0, 0x20, 8 }, 4, ACCERR },
    { "a sector must be within the flash", KL25, { 0x09, 2, 0, 0 }, 4, ACCERR },
    { "a section's address must be aligned", K64, { 0x0B, 0, 0x20, 8, 0, 1 }, 6, ACCERR },
    { "a section is not empty", K64, { 0x0B, 0, 0x20, 0, 0, 0 }, 6, ACCERR },
    { "a section ends within its sector", K64, { 0x0B, 0, 0x2F, 0xF0, 0, 2 }, 6, ACCERR },
    { "a section fits the RAM", K64, { 0x0B, 0, 0x20, 0, 1, 1 }, 6, ACCERR },
    { "a block's address must be aligned", K64, { 0x08, 0, 0, 8 }, 4, ACCERR },
    { "read-1s-section is not empty", KL25, { 0x01, 0, 0x20, 0, 0, 0, 0 }, 7, ACCERR },
    { "read-1s-section knows three margins", KL25, { 0x01, 0, 0x20, 0, 0, 1, 3 }, 7, ACCERR },
    { "read-1s-section stays within its block", K64, { 0x01, 7, 0xFF, 0xF0, 0, 2, 0 }, 7, ACCERR },
    { "program-check knows two margins", KL25, { 0x02, 0, 0x20, 0, 0 }, 12, ACCERR },
    { "program-check is aligned", KL25, { 0x02, 0, 0x20, 1, 1 }, 12, ACCERR },
    { "read-resource knows two of them", KL25, { 0x03, 0, 0, 0, 0, 0, 0, 0, 2 }, 9, ACCERR },
    { "read-resource has its code elsewhere on FTFE", K64, { 0x03, 0, 0, 0, 2 }, 5, ACCERR },
    { "read-once has sixteen records on FTFA", KL25, { 0x41, 16 }, 2, ACCERR },
    { "read-once has eight records on FTFE", K64, { 0x41, 8 }, 2, ACCERR },
    { "read-1s-all knows three margins", KL25, { 0x40, 3 }, 2, ACCERR },
    { "a key is refused while keys are off",
      KL25,
      { 0x45, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8 },
      12,
      ACCERR },
};

static void
is_refused (void **state)
{
    const Refusal *c = *state;
    g_autoptr (Bare) bare = bare_new_halted (c->device);
    g_autofree guint8 *before = g_memdup2 (bare->flash, bare->flash_size);
    guint n = bare_refusals (bare);

    bare_launch (bare, c->fccob, c->n);
    assert_int_equal (bare_fstat (bare), CCIF | c->error);
    assert_int_equal (bare_refusals (bare), n + 1);
    assert_memory_equal (bare->flash, before, bare->flash_size);
}

/* --- launching --- */

static void
a_launch_while_busy_is_refused (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };

    bare_launch (bare, erase, sizeof erase);
    guint n = bare_refusals (bare);
    bare_write (bare, FTFX, 1, CCIF);
    assert_int_equal (bare_refusals (bare), n + 1);
    assert_int_equal (bare_fstat (bare) & (CCIF | ACCERR | FPVIOL), 0);
    bare_wait_flash (bare);
    assert_int_equal (bare_fstat (bare), CCIF);
}

static void
parameters_cannot_be_written_while_busy (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 erase[] = { 0x09, 0, 0x20, 0 };

    bare_launch (bare, erase, sizeof erase);
    bare_write32 (bare, FTFX + 4, 0xDEADBEEF);
    bare_write32 (bare, FPROT, 0);
    assert_int_equal (bare_read32 (bare, FTFX + 4), 0x09002000);
    assert_int_equal (bare_read32 (bare, FPROT), 0xFFFFFFFF);
    bare_wait_flash (bare);
    bare_write32 (bare, FTFX + 4, 0xDEADBEEF);
    assert_int_equal (bare_read32 (bare, FTFX + 4), 0xDEADBEEF);
}

static void
errors_must_be_cleared_before_the_next_launch (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 unknown[] = { 0xAA };

    assert_int_equal (bare_command (bare, unknown, 1), CCIF | ACCERR);
    bare_write32 (bare, FTFX + 4, 0x09002000);
    bare_write (bare, FTFX, 1, CCIF);
    assert_int_equal (bare_fstat (bare), CCIF | ACCERR);
    /* Clearing and launching at once only clears. */
    bare_write (bare, FTFX, 1, CCIF | ACCERR);
    assert_int_equal (bare_fstat (bare), CCIF);
    bare_write (bare, FTFX, 1, CCIF);
    assert_int_equal (bare_fstat (bare), 0);
}

static void
very_low_power_mode_ignores_launches (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare->flash[FREE] = 0;
    bare_write (bare, SMC + 1, 1, 0x40); /* not allowed yet */
    assert_int_equal (bare_read (bare, SMC + 3, 1), 0x01);
    bare_write (bare, SMC, 1, 0x20);
    bare_write (bare, SMC + 1, 1, 0x40);
    assert_int_equal (bare_read (bare, SMC + 3, 1), 0x04);
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF);
    assert_int_equal (bare->flash[FREE], 0);
    bare_write (bare, SMC + 1, 1, 0x00);
    assert_int_equal (bare_read (bare, SMC + 3, 1), 0x01);
    assert_int_equal (bare_erase_sector (bare, FREE), CCIF);
    assert_int_equal (bare->flash[FREE], BLANK);
}

/* --- protection --- */

static void
a_protected_region_is_refused_and_the_next_is_not (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);
    guint32 region = bare->flash_size / 32, inside = 3 * region + region / 2;

    bare->flash[FCF + 8] = 0xF7; /* region 3 */
    memset (bare->flash + inside, 0xA5, 16);
    ul_sim_chip_flash_changed (bare->chip);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    assert_int_equal (bare_read32 (bare, FPROT), 0xFFFFFFF7);
    assert_int_equal (bare_program (bare, 3 * region, some), CCIF | FPVIOL);
    assert_int_equal (bare_program (bare, 4 * region - 8, some), CCIF | FPVIOL);
    assert_int_equal (bare_erase_sector (bare, inside), CCIF | FPVIOL);
    assert_int_equal (bare->flash[inside], 0xA5);
    assert_int_equal (bare_program (bare, 4 * region, some), CCIF);
    assert_int_equal (bare_program (bare, 3 * region - 8, some), CCIF);
}

static void
erase_all_is_refused_while_anything_is_protected (void **state)
{
    g_autoptr (Bare) bare = bare_new (*state);
    const guint8 erase_all[] = { 0x44 };

    bare->flash[FCF + 0xB] = 0x7F; /* the last region */
    ul_sim_chip_flash_changed (bare->chip);
    ul_sim_chip_set_debug_power (bare->chip, TRUE);
    bare_halt_at_start (bare);
    assert_int_equal (bare_command (bare, erase_all, 1), CCIF | FPVIOL);
    assert_int_equal (bare->flash[FCF + 0xC], 0xFE);
}

static void
protection_registers_only_get_stricter (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);

    bare_write32 (bare, FPROT, 0xFFFFFFFE);
    bare_write32 (bare, FPROT, 0xFFFFFFFF);
    assert_int_equal (bare_read32 (bare, FPROT), 0xFFFFFFFE);
    assert_int_equal (bare_erase_sector (bare, 0), CCIF | FPVIOL);
    /* ... until the next reset loads them again. */
    bare_halt_at_start (bare);
    assert_int_equal (bare_read32 (bare, FPROT), 0xFFFFFFFF);
}

static void
erase_all_opens_the_chip_until_the_next_reset_only (void **state)
{
    g_autoptr (Bare) bare = bare_new_halted (*state);
    const guint8 erase_all[] = { 0x44 };
    UlSimChipCounts counts;

    memset (bare->flash + FREE, 0, 64);
    assert_int_equal (bare_command (bare, erase_all, 1), CCIF);
    assert_true (bare_is_blank (bare, 0, bare->flash_size)); /* the security byte, too */
    assert_int_equal (bare_mdm (bare) & MDM_SECURED, 0);
    assert_int_equal (bare_read (bare, FSEC, 1) & 3, 2);
    ul_sim_chip_get_counts (bare->chip, &counts);
    assert_int_equal (counts.erase_alls, 1);
    ul_sim_chip_pull_reset (bare->chip, TRUE);
    bare_wait_us (bare, 1000);
    assert_int_equal (bare_mdm (bare) & (MDM_READY | MDM_SECURED), MDM_READY | MDM_SECURED);
}

static const struct CMUnitTest others[] = {
    BOTH (a_launch_while_busy_is_refused),
    BOTH (parameters_cannot_be_written_while_busy),
    BOTH (errors_must_be_cleared_before_the_next_launch),
    BOTH (very_low_power_mode_ignores_launches),
    BOTH (a_protected_region_is_refused_and_the_next_is_not),
    BOTH (erase_all_is_refused_while_anything_is_protected),
    BOTH (protection_registers_only_get_stricter),
    BOTH (erase_all_opens_the_chip_until_the_next_reset_only),
};

int
main (void)
{
    g_autoptr (GArray) tests = g_array_new (FALSE, FALSE, sizeof (struct CMUnitTest));

    for (gsize i = 0; i < G_N_ELEMENTS (refusals_of_commands); i++)
        add_case (tests, refusals_of_commands[i].name, is_refused, &refusals_of_commands[i]);
    g_array_append_vals (tests, others, G_N_ELEMENTS (others));
    return _cmocka_run_group_tests ("sim-flash", (const struct CMUnitTest *) tests->data,
                                    tests->len, NULL, NULL);
}
