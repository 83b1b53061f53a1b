/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A stored board that is pulled off its probe in the middle of a job. */
#include "test.h"

#include "cases.h"
#include "own-folders.h"
#include "sweep.h"
#include "ul-error.h"
#include "ul-session.h"
#include "ul-sim-probe.h"
#include "waiting.h"

#include <stdio.h>
#include <string.h>

#define N_SECTORS 12
#define N_MOMENTS 18

typedef struct {
    const UlSimBoardKind *kind;
    UlProbe *probe;
    UlSession *session;
    UlImage *image;
    UlJobResult *result;
    guint8 *data;
    gsize size;
} World;

/* Between two batches of a job, in its own thread. */
static struct {
    gboolean (*run_batch) (UlProbe *probe, const UlBatch *batch, guint *n_done,
                           GCancellable *cancellable, GError **error);
    const UlSimBoardKind *kind;
    guint n_batches;
    guint pull_at; /* before that one, counted from 1; 0: never */
} hand;

static gboolean
run_batch_with_a_hand (UlProbe *probe, const UlBatch *batch, guint *n_done,
                       GCancellable *cancellable, GError **error)
{
    if (++hand.n_batches == hand.pull_at)
        g_assert (ul_sim_board_set_away (hand.kind, TRUE, NULL));
    return hand.run_batch (probe, batch, n_done, cancellable, error);
}

static void
reset_board (World *world)
{
    UlSimBoardState as_delivered;
    g_autoptr (GError) error = NULL;

    ul_sim_board_state_init (&as_delivered);
    ul_sim_board_reset (world->kind, &as_delivered, &error);
    assert_no_error (error);
}

static void
make_image (World *world)
{
    static const guint8 vectors[] = { 0x00, 0x10, 0x00, 0x20, 0x11, 0x04, 0x00, 0x00 };
    static const guint8 field[] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                    0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFE, 0xE7 };
    const UlDevice *device = ul_devices_find (world->kind->device);
    g_autoptr (GRand) rand = g_rand_new_with_seed (5);

    world->size = N_SECTORS * device->regions[0].sector_size;
    world->data = g_malloc (world->size);
    for (gsize i = 0; i < world->size; i++)
        world->data[i] = g_rand_int (rand);
    memcpy (world->data, vectors, sizeof vectors);
    memcpy (world->data + 0x400, field, sizeof field);
    world->image = ul_image_new_from_data ("image", 0, world->data, world->size);
}

static World *
world_new (const char *board)
{
    World *world = g_new0 (World, 1);

    world->kind = hand.kind = ul_sim_board_find_kind (board);
    world->probe = UL_PROBE (ul_sim_probe_new (world->kind));
    UlProbeInterface *iface = UL_PROBE_GET_IFACE (world->probe);
    if (hand.run_batch == NULL) {
        hand.run_batch = iface->run_batch;
        iface->run_batch = run_batch_with_a_hand;
    }
    world->session = ul_session_new ();
    ul_session_set_probe (world->session, world->probe);
    make_image (world);
    reset_board (world);
    return world;
}

static void
world_free (World *world)
{
    ul_job_result_free (world->result);
    g_object_unref (world->session);
    g_object_unref (world->probe);
    g_object_unref (world->image);
    g_free (world->data);
    g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static void
on_done (GObject *source, GAsyncResult *async_result, gpointer data)
{
    World *world = data;

    world->result = ul_session_run_finish (UL_SESSION (source), async_result);
}

/* Programs, and pulls the board before that batch. Returns: how many batches it took */
static guint
program_full (World *world, gboolean unlock, guint pull_at)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);

    spec->image = g_object_ref (world->image);
    spec->unlock_first = unlock;
    hand.n_batches = 0;
    hand.pull_at = pull_at;
    g_clear_pointer (&world->result, ul_job_result_free);
    ul_session_run_async (world->session, spec, NULL, on_done, world);
    wait_until (world->result != NULL);
    hand.pull_at = 0;
    return hand.n_batches;
}

static guint
program (World *world, guint pull_at)
{
    return program_full (world, FALSE, pull_at);
}

static void
must_have_worked (World *world)
{
    if (!world->result->ok)
        fail_msg ("%s: %s", world->result->problem->title, world->result->problem->cause);
}

static guint
count_batches (World *world)
{
    guint n = program (world, 0);

    must_have_worked (world);
    reset_board (world);
    return n;
}

static void
must_hold_the_image (World *world)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlSimBoard) board = ul_sim_board_open (world->kind, &error);

    assert_no_error (error);
    assert_memory_equal (ul_sim_chip_get_flash (ul_sim_board_get_chip (board), NULL), world->data,
                         world->size);
}

/* On the way to the chip the supply is missing; in the midst of the work it was lost. */
static gboolean
tells_that_the_supply_is_gone (World *world)
{
    UlProblem *problem = world->result->problem;

    return (problem->code == UL_ERROR_TARGET_LOST_POWER ||
            (problem->code == UL_ERROR_TARGET_NO_POWER && !world->result->touched)) &&
           strstr (problem->cause, "0.00 V") != NULL;
}

static gboolean
is_about_the_lock (UlErrorCode code)
{
    return code == UL_ERROR_CHIP_LOCKED || code == UL_ERROR_CHIP_LOCK_UNCLEAR;
}

/* A field that was erased just then locks the chip: that, the job that was cut off has said. */
static void
the_next_job_works (World *world, const char *left_as)
{
    program (world, 0);
    if (!world->result->ok && is_about_the_lock (world->result->problem->code)) {
        assert_true (left_as != NULL && strstr (left_as, "then locked") != NULL);
        program_full (world, TRUE, 0);
    }
    must_have_worked (world);
    must_hold_the_image (world);
}

/* At any moment of it. One that was done but for the reset at its end is a success. */
static void
a_job_ends_when_the_board_is_pulled_off_and_the_next_one_works (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint n_batches = count_batches (world), n = N_MOMENTS / sweep_thinning (), n_cut = 0;

    for (guint i = 0; i < n; i++) {
        program (world, 1 + i * n_batches / n);
        if (!world->result->ok && !tells_that_the_supply_is_gone (world))
            fail_msg ("moment %u: %s: %s", i, world->result->problem->title,
                      world->result->problem->cause);
        n_cut += !world->result->ok;
        assert_true (ul_sim_board_is_away (world->kind));
        assert_true (ul_session_get_chip (world->session)->state != UL_SESSION_READY);
        assert_true (ul_sim_board_set_away (world->kind, FALSE, NULL));
        g_autofree char *left_as = g_strdup (world->result->left_as);
        the_next_job_works (world, left_as);
        reset_board (world);
    }
    printf ("# %s: %u of %u jobs were cut off\n", world->kind->name, n_cut, n);
    assert_true (n_cut >= n - 1);
}

/* A board that leaves in the midst takes along what was written to it until then. */
static void
what_was_written_is_on_the_board_that_was_pulled_off (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint n_batches = count_batches (world);
    g_autoptr (GError) error = NULL;

    program (world, n_batches / 2);
    assert_false (world->result->ok);
    assert_true (ul_sim_board_set_away (world->kind, FALSE, NULL));
    g_autoptr (UlSimBoard) board = ul_sim_board_open (world->kind, &error);
    assert_no_error (error);
    UlSimChip *chip = ul_sim_board_get_chip (board);
    gsize size = 0, n_written = 0;
    const guint8 *flash = ul_sim_chip_get_flash (chip, &size);
    for (gsize i = 0; i < world->size; i++)
        n_written += flash[i] == world->data[i] && flash[i] != 0xFF;
    assert_true (n_written >= world->size / N_SECTORS);
    assert_true (memcmp (flash, world->data, world->size) != 0);
    assert_int_equal (ul_sim_board_get_faults (board)->vtref_mv, 3300);
    assert_false (ul_sim_board_get_faults (board)->wire.dead);
}

int
main (void)
{
    static const char *const boards[] = { "frdm-kl25z", "frdm-k64f" };
    struct CMUnitTest tests[2 * G_N_ELEMENTS (boards)];

    for (guint i = 0; i < G_N_ELEMENTS (boards); i++) {
        tests[2 * i] =
            case_of (g_strdup_printf ("%s: a job ends when the board is pulled off", boards[i]),
                     a_job_ends_when_the_board_is_pulled_off_and_the_next_one_works, boards[i]);
        tests[2 * i + 1] =
            case_of (g_strdup_printf ("%s: what was written stays on the board", boards[i]),
                     what_was_written_is_on_the_board_that_was_pulled_off, boards[i]);
    }
    use_own_folders ();
    int status = cmocka_run_group_tests_name ("session-pulled", tests, NULL, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
        g_free ((char *) tests[i].name);
    return status;
}
