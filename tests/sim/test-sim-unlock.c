/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unlocking simulated boards, in every state that a chip can be found in. */
#include "cases.h"

#include "ul-error.h"
#include "ul-flash.h"
#include "ul-sim-board.h"
#include "ul-sim-probe.h"
#include "ul-target.h"

#include <string.h>

#define KL25  "frdm-kl25z"
#define K64   "frdm-k64f"
#define BLANK 0xFF
#define FCF   0x400u
#define FSEC  0x40Cu
#define FREE  0x8000u

typedef struct {
    UlSimBoard *board;
    UlSimChip *chip;
    UlProbe *probe;
    const UlDevice *device;
    UlTarget *target;
    guint8 *flash;
    gsize size;
} World;

static World *
world_new (const char *board)
{
    World *world = g_new0 (World, 1);

    world->board = ul_sim_board_new (ul_sim_board_find_kind (board));
    world->chip = ul_sim_board_get_chip (world->board);
    world->probe = UL_PROBE (ul_sim_probe_new_for_board (world->board));
    world->device = ul_sim_chip_get_device (world->chip);
    world->flash = ul_sim_chip_get_flash (world->chip, &world->size);
    return world;
}

static void
world_free (World *world)
{
    g_clear_pointer (&world->target, ul_target_free);
    g_object_unref (world->probe);
    ul_sim_board_close (world->board);
    g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* Vectors and a loop at 0x410. */
static void
put_loop (World *world)
{
    static const guint8 vectors[8] = { 0x00, 0x10, 0x00, 0x20, 0x11, 0x04, 0x00, 0x00 };

    memcpy (world->flash, vectors, sizeof vectors);
    world->flash[0x410] = 0xFE;
    world->flash[0x411] = 0xE7;
}

static void
set_faults (World *world, const UlSimChipFaults *chip)
{
    UlSimBoardFaults faults;

    ul_sim_board_faults_init (&faults);
    faults.chip = *chip;
    ul_sim_board_set_faults (world->board, &faults);
}

/* --- unlocking --- */

typedef struct {
    const char *name, *board;
    guint8 fsec;
    guint32 fprot;
    gboolean program; /* has one that runs */
    gboolean pin_gpio, hangs;
    int error;
    const char *says;  /* (nullable) a part of the message */
    gboolean bare;     /* the erase does not write FSEC */
    gboolean is_begun; /* the flash is not as before, although it fails */
} Lock;

static const Lock locks[] = {
    { "KL25: secured, running", KL25, 0xFF, 0xFFFFFFFF, TRUE, FALSE, FALSE, 0 },
    { "KL25: secured, blank", KL25, 0xFF, 0xFFFFFFFF, FALSE, FALSE, FALSE, 0 },
    { "KL25: open, blank", KL25, 0xFE, 0xFFFFFFFF, FALSE, FALSE, FALSE, 0 },
    { "KL25: open, protected", KL25, 0xFE, 0x0000FFFF, TRUE, FALSE, FALSE, 0 },
    { "KL25: secured and protected", KL25, 0x3F, 0x00000000, TRUE, FALSE, FALSE, 0 },
    { "KL25: secured, no reset pin", KL25, 0xFF, 0xFFFFFFFF, TRUE, TRUE, FALSE, 0 },
    { "KL25: secured for ever", KL25, 0xEF, 0xFFFFFFFF, TRUE, FALSE, FALSE,
      UL_ERROR_CHIP_LOCKED_FOREVER, "32 of 32 checks" },
    { "KL25: secured for ever, blank", KL25, 0xEF, 0xFFFFFFFF, FALSE, FALSE, FALSE,
      UL_ERROR_CHIP_LOCKED_FOREVER },
    { "KL25: the erase hangs", KL25, 0xFF, 0xFFFFFFFF, TRUE, FALSE, TRUE, UL_ERROR_UNLOCK_TIMEOUT,
      "takes 88 ms as a rule, and 3 s have passed" },
    { "KL25: the erase forgets FSEC, which is written before the next reset", KL25, 0xFF,
      0xFFFFFFFF, TRUE, FALSE, FALSE, 0, NULL, TRUE },
    { "K64: secured, running", K64, 0xFF, 0xFFFFFFFF, TRUE, FALSE, FALSE, 0 },
    { "K64: secured, blank", K64, 0xFF, 0xFFFFFFFF, FALSE, FALSE, FALSE, 0 },
    { "K64: open, blank", K64, 0xFE, 0xFFFFFFFF, FALSE, FALSE, FALSE, 0 },
    { "K64: open, protected", K64, 0xFE, 0x0000FFFF, TRUE, FALSE, FALSE, 0 },
    { "K64: secured and protected", K64, 0x3F, 0x00000000, TRUE, FALSE, FALSE, 0 },
    { "K64: secured, blank, no reset pin", K64, 0xFF, 0xFFFFFFFF, FALSE, TRUE, FALSE,
      UL_ERROR_UNLOCK_TIMEOUT, "Pulling RESET low has no effect" },
    { "K64: secured, running, no reset pin", K64, 0xFF, 0xFFFFFFFF, TRUE, TRUE, FALSE,
      UL_ERROR_UNLOCK_FAILED, "Pulling RESET low has no effect", FALSE, TRUE },
    { "K64: the erase forgets FSEC, which cannot be reached before the reset", K64, 0xFF,
      0xFFFFFFFF, TRUE, FALSE, FALSE, UL_ERROR_UNLOCK_FAILED, "still secured", TRUE, TRUE },
    { "K64: secured for ever", K64, 0xEF, 0xFFFFFFFF, TRUE, FALSE, FALSE,
      UL_ERROR_CHIP_LOCKED_FOREVER },
    { "K64: secured for ever, blank", K64, 0xEF, 0xFFFFFFFF, FALSE, FALSE, FALSE,
      UL_ERROR_CHIP_LOCKED_FOREVER },
    { "K64: the erase hangs", K64, 0xFF, 0xFFFFFFFF, TRUE, FALSE, TRUE, UL_ERROR_UNLOCK_TIMEOUT },
};

static void
prepare (World *world, const Lock *c)
{
    UlSimChipFaults faults;

    ul_sim_chip_faults_init (&faults);
    faults.reset_pin_gpio = c->pin_gpio;
    faults.erase_hangs = c->hangs;
    faults.erase_bare = c->bare;
    if (c->program)
        put_loop (world);
    world->flash[FSEC] = c->fsec;
    for (guint i = 0; i < 4; i++)
        world->flash[FCF + 8 + i] = c->fprot >> (8 * i);
    memset (world->flash + FREE, 0x33, 64);
    ul_sim_chip_flash_changed (world->chip);
    set_faults (world, &faults);
}

static void
unlocks (void **state)
{
    const Lock *c = *state;
    g_autoptr (World) world = world_new (c->board);
    g_autoptr (GError) error = NULL;
    UlProtection after;

    prepare (world, c);
    g_autofree guint8 *before = g_memdup2 (world->flash, world->size);
    ul_probe_open (world->probe, NULL, &error);
    assert_no_error (error);
    world->target = ul_target_new (world->probe);
    ul_target_connect (world->target, UL_CONNECT_AUTO, 4000, &error);
    assert_no_error (error);
    gboolean ok = ul_unlock_run (world->target, world->device, NULL, NULL, &after, &error);
    if (c->error != 0) {
        assert_error (error, UL_ERROR, c->error);
        assert_true (c->says == NULL || strstr (error->message, c->says) != NULL);
        if (!c->is_begun)
            assert_memory_equal (world->flash, before, world->size);
    } else {
        assert_no_error (error);
        assert_true (ok);
        assert_int_equal (after.lock, UL_LOCK_OPEN);
        for (guint i = 0; i < world->size; i++)
            assert_int_equal (world->flash[i], i == FSEC ? 0xFE : BLANK);
    }
    g_clear_pointer (&world->target, ul_target_free);
    ul_sim_chip_advance (world->chip, 1000000);
    ul_probe_close (world->probe);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (locks)];

    for (gsize i = 0; i < G_N_ELEMENTS (locks); i++)
        tests[i] = case_of (locks[i].name, unlocks, &locks[i]);
    return cmocka_run_group_tests_name ("sim-unlock", tests, NULL, NULL);
}
