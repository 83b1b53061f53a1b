/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clock of the flash on KE0x: whatever the program has made of it, nothing is erased or
 * programmed with one that harms the cells. */
#include "test.h"

#include "ul-error.h"
#include "ul-flash.h"
#include "ul-sim-board.h"
#include "ul-sim-probe.h"
#include "ul-target.h"

#include <string.h>

#define FCLKDIV 0x40020000u
#define ICS_C1  0x40064000u
#define ICS_C2  0x40064001u
#define SECTOR  0x2000u

typedef struct {
    UlSimBoard *board;
    UlSimChip *chip;
    UlSimProbe *probe;
    const UlDevice *device;
    UlTarget *target;
    GError *error;
} World;

/* A board whose program is halted as it has set FCLKDIV, ICS_C1 and ICS_C2. */
static World *
world_new (int fclkdiv, int c1, int c2)
{
    World *world = g_new0 (World, 1);
    guint8 *flash;

    world->board = ul_sim_board_new (ul_sim_board_find_kind ("frdm-ke02z"));
    world->chip = ul_sim_board_get_chip (world->board);
    world->device = ul_sim_chip_get_device (world->chip);
    world->probe = ul_sim_probe_new_for_board (world->board);
    flash = ul_sim_chip_get_flash (world->chip, NULL);
    memcpy (flash, "\x00\x0C\x00\x20\x11\x04\x00\x00", 8);
    memcpy (flash + 0x410, "\xFE\xE7", 2); /* a loop */
    ul_sim_chip_flash_changed (world->chip);

    ul_probe_open (UL_PROBE (world->probe), NULL, NULL);
    world->target = ul_target_new (UL_PROBE (world->probe));
    assert_true (ul_target_connect (world->target, UL_CONNECT_NORMAL, 4000, NULL));
    assert_true (ul_target_identify (world->target, world->device, &world->device, NULL));
    assert_true (ul_target_halt (world->target, NULL));
    if (c1 >= 0)
        assert_true (ul_target_write8 (world->target, ICS_C1, c1, NULL));
    if (c2 >= 0)
        assert_true (ul_target_write8 (world->target, ICS_C2, c2, NULL));
    if (fclkdiv >= 0)
        assert_true (ul_target_write8 (world->target, FCLKDIV, fclkdiv, NULL));
    return world;
}

static void
world_free (World *world)
{
    ul_target_free (world->target);
    ul_probe_close (UL_PROBE (world->probe));
    g_object_unref (world->probe);
    ul_sim_board_close (world->board);
    g_clear_error (&world->error);
    g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* Returns: whether it was done, without harm. */
static gboolean
write_a_sector (World *world, UlFlashFlags flags)
{
    guint8 data[512];
    UlSectorWork work = {
        .address = SECTOR, .size = sizeof data, .erase = TRUE, .data = data, .check = TRUE
    };
    g_autoptr (UlFlash) flash =
        ul_flash_open_full (world->target, world->device, flags, &world->error);
    UlSimChipCounts counts;

    memset (data, 0x3C, sizeof data);
    if (flash == NULL)
        return FALSE;
    ul_flash_run (flash, &work, 1, NULL, NULL, &world->error);
    assert_no_error (world->error);
    ul_sim_chip_get_counts (world->chip, &counts);
    assert_int_equal (counts.misclocked, 0);
    assert_int_equal (counts.refusals, 0);
    assert_memory_equal (ul_sim_chip_get_flash (world->chip, NULL) + SECTOR, data, sizeof data);
    return TRUE;
}

static guint8
fclkdiv_of (World *world)
{
    guint8 value = 0;

    assert_true (ul_target_read8 (world->target, FCLKDIV, &value, NULL));
    return value;
}

static void
divider_is_set_after_a_reset (void **state)
{
    g_autoptr (World) world = world_new (-1, -1, -1);

    assert_true (write_a_sector (world, UL_FLASH_DEFAULT));
    assert_int_equal (fclkdiv_of (world) & 0xC0, 0x80);
}

static void
wrong_divider_that_is_locked_goes_with_a_reset (void **state)
{
    g_autoptr (World) world = world_new (0x45, -1, -1);

    assert_true (write_a_sector (world, UL_FLASH_DEFAULT));
}

static void
wrong_divider_that_is_locked_is_refused_where_no_reset_may_be (void **state)
{
    g_autoptr (World) world = world_new (0x45, -1, -1);

    assert_false (write_a_sector (world, UL_FLASH_NO_RESET | UL_FLASH_NO_LOADER));
    assert_error (world->error, UL_ERROR, UL_ERROR_FLASH_CLOCK);
    assert_non_null (strstr (world->error->message, "Nothing was touched"));
    assert_true (g_strv_contains (ul_error_get_details (world->error), "FCLKDIV"));
    assert_int_equal (ul_sim_chip_get_flash (world->chip, NULL)[SECTOR], 0xFF);
}

static void
wrong_divider_is_set_right (void **state)
{
    g_autoptr (World) world = world_new (0x05, -1, -1);

    assert_true (write_a_sector (world, UL_FLASH_NO_RESET | UL_FLASH_NO_LOADER));
}

static void
divider_goes_with_the_clock_that_the_program_has_chosen (void **state)
{
    /* ICS_C2: the FLL's clock itself, a quarter of it, an eighth */
    static const guint8 c2[] = { 0x00, 0x40, 0x60 };

    for (guint i = 0; i < G_N_ELEMENTS (c2); i++) {
        g_autoptr (World) world = world_new (-1, -1, c2[i]);

        assert_true (write_a_sector (world, UL_FLASH_NO_RESET | UL_FLASH_NO_LOADER));
    }
}

static void
divider_of_a_program_with_a_crystal_is_believed (void **state)
{
    g_autoptr (World) world = world_new (0x0F, 0x00, -1);

    assert_true (write_a_sector (world, UL_FLASH_NO_RESET | UL_FLASH_NO_LOADER));
    assert_int_equal (fclkdiv_of (world), 0x8F);
}

static void
crystal_without_a_divider_is_left_for_the_internal_clock (void **state)
{
    g_autoptr (World) world = world_new (-1, 0x80, -1);
    guint8 c1 = 0;

    assert_true (write_a_sector (world, UL_FLASH_NO_RESET | UL_FLASH_NO_LOADER));
    assert_true (ul_target_read8 (world->target, ICS_C1, &c1, NULL));
    assert_int_equal (c1, 0x04);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (divider_is_set_after_a_reset),
        cmocka_unit_test (wrong_divider_that_is_locked_goes_with_a_reset),
        cmocka_unit_test (wrong_divider_that_is_locked_is_refused_where_no_reset_may_be),
        cmocka_unit_test (wrong_divider_is_set_right),
        cmocka_unit_test (divider_goes_with_the_clock_that_the_program_has_chosen),
        cmocka_unit_test (divider_of_a_program_with_a_crystal_is_believed),
        cmocka_unit_test (crystal_without_a_divider_is_left_for_the_internal_clock),
    };

    return cmocka_run_group_tests_name ("sim-clock", tests, NULL, NULL);
}
