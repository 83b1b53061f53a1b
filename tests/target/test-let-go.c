/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wherever a person stops it, and however impatiently: nothing keeps holding the chip. */
#include "test.h"

#include "fake-chip.h"
#include "ul-error.h"
#include "ul-flash.h"

#include <stdio.h>

#define LOCKED    0x7F
#define OPEN      0xFE
#define N_BATCHES 2000 /* more than any of this takes */

typedef enum {
    STOP_AND_ABORT, /* at once */
    STOP_THEN_ABORT,
    STOP_ALONE,
    N_WAYS,
} Way;

/** World: a chip, and a person who presses Stop at some batch */
typedef struct {
    FakeProbe *probe;
    FakeChip *chip;
    UlTarget *target;
    GCancellable *cancellable, *abort;
    Way way;
    guint stop_at;
} World;

static void
on_batch (FakeProbe *probe, gpointer data)
{
    World *world = data;
    guint abort_at = world->stop_at + (world->way == STOP_THEN_ABORT ? 1 : 0);

    if (probe->n_batches >= world->stop_at)
        g_cancellable_cancel (world->cancellable);
    if (world->way != STOP_ALONE && probe->n_batches >= abort_at)
        g_cancellable_cancel (world->abort);
}

static void
world_init (World *world, const char *device, guint8 fsec)
{
    world->probe = fake_chip_new (ul_devices_find (device));
    world->chip = world->probe->chip;
    world->chip->flash[0x40C] = fsec;
    fake_chip_reset (world->chip);
    world->probe->on_batch = on_batch;
    world->probe->on_batch_data = world;
    world->cancellable = g_cancellable_new ();
    world->abort = g_cancellable_new ();
    world->target = ul_target_new (UL_PROBE (world->probe));
    ul_target_set_cancellable (world->target, world->cancellable);
    ul_target_set_abort (world->target, world->abort);
}

static void
assert_free (World *world)
{
    assert_int_equal (world->chip->mdm_control, 0);
    assert_false (world->probe->reset_low);
}

static void
world_clear (World *world)
{
    g_clear_pointer (&world->target, ul_target_free);
    assert_free (world);
    g_object_unref (world->cancellable);
    g_object_unref (world->abort);
    g_object_unref (world->probe);
}

/* Returns: whether it came to its end before. */
static gboolean
unlock (World *world)
{
    g_autoptr (GError) error = NULL;
    gboolean ok = ul_target_connect (world->target, UL_CONNECT_AUTO, 4000, &error) &&
                  ul_unlock_run (world->target, world->chip->device, NULL, NULL, NULL, &error);

    if (!ok)
        assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    assert_free (world);
    return ok;
}

static gboolean
connect_under_reset (World *world)
{
    g_autoptr (GError) error = NULL;
    gboolean ok = ul_target_connect (world->target, UL_CONNECT_UNDER_RESET, 4000, &error);

    if (!ok)
        assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    return ok;
}

static gboolean
catch_it (World *world)
{
    UlCatchCounts counts = { 0 };
    g_autoptr (GError) error = NULL;
    gboolean ok = ul_target_catch (world->target, 4000, &counts, NULL, NULL, &error);

    if (!ok)
        assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    return ok;
}

typedef struct {
    const char *name, *device;
    guint8 fsec;
    gboolean (*run) (World *world);
} Case;

static const Case cases[] = {
    { "an unlock of KL25", "MKL25Z128", LOCKED, unlock },
    { "an unlock of K64", "MK64FN1M0", LOCKED, unlock },
    { "a connect under reset to KL25", "MKL25Z128", OPEN, connect_under_reset },
    { "a connect under reset to K64", "MK64FN1M0", OPEN, connect_under_reset },
    { "a catch of KL25", "MKL25Z128", OPEN, catch_it },
    { "a catch of K64", "MK64FN1M0", OPEN, catch_it },
};

/* At each batch, until it is not stopped any more. Returns: how many there are */
static guint
stop_everywhere (const Case *test, Way way)
{
    for (guint i = 1; i < N_BATCHES; i++) {
        World world = { .way = way, .stop_at = i };

        world_init (&world, test->device, test->fsec);
        gboolean ended = test->run (&world);
        world_clear (&world);
        if (ended)
            return i;
    }
    fail_msg ("%s never came to its end", test->name);
    return 0;
}

static void
lets_go (void **state)
{
    const Case *test = *state;

    for (Way way = 0; way < N_WAYS; way++) {
        guint n = stop_everywhere (test, way);

        assert_true (n > 3);
        printf ("# %s: stopped in %u places\n", test->name, n);
    }
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases)];

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i] = (struct CMUnitTest){ cases[i].name, lets_go, NULL, NULL, (void *) &cases[i] };
    return cmocka_run_group_tests_name ("let-go", tests, NULL, NULL);
}
