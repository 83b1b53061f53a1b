/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "board-world.h"

#include "ul-protection.h"
#include "waiting.h"

#include <string.h>

World *
world_new (const char *board)
{
    World *world = g_new0 (World, 1);

    world->board = ul_sim_board_new (ul_sim_board_find_kind (board));
    world->chip = ul_sim_board_get_chip (world->board);
    world->device = ul_sim_chip_get_device (world->chip);
    world->probe = ul_sim_probe_new_for_board (world->board);
    world->flash = ul_sim_chip_get_flash (world->chip, NULL);
    world->size = world->device->regions[0].size;
    world->sector_size = world->device->regions[0].sector_size;
    world->start = world->device->regions[0].start;
    world->fcf = world->device->fcf_address - world->start;
    world->fsec = world->fcf + ul_fcf_get_fsec_index (world->device);
    world->cancellable = g_cancellable_new ();
    world->session = ul_session_new ();
    ul_session_set_probe (world->session, UL_PROBE (world->probe));
    return world;
}

void
world_free (World *world)
{
    g_object_unref (world->session);
    g_object_unref (world->probe);
    ul_sim_board_close (world->board);
    g_object_unref (world->cancellable);
    ul_job_spec_free (world->spec);
    ul_job_result_free (world->result);
    g_free (world);
}
/* Bytes by @seed, a program that stays in a loop, and an open configuration field. */
guint8 *
world_make_data (World *world, guint32 address, guint32 size, guint seed)
{
    const guint8 vectors[8] = { 0x00, 0x10, 0x00, 0x20, 0x11, 0x04, 0x00, world->start >> 24 };
    guint8 *data = g_malloc (size);

    for (guint32 i = 0; i < size; i++) {
        guint32 at = address + i;
        guint8 random = ((at ^ seed * 0x9E3779B9u) * 0x85EBCA6Bu) >> 19;
        data[i] = at < 8 ? vectors[at] : at >= 0x400 && at < 0x410 ? 0xFF : random;
        if (at == world->fsec)
            data[i] = 0xFE;
        if (at == 0x410 || at == 0x411)
            data[i] = at == 0x410 ? 0xFE : 0xE7;
    }
    return data;
}

void
world_fill (World *world, guint32 address, guint32 size, guint seed)
{
    g_autofree guint8 *data = world_make_data (world, address, size, seed);

    memcpy (world->flash + address, data, size);
    ul_sim_chip_flash_changed (world->chip);
}

void
world_set_byte (World *world, guint32 address, guint8 value)
{
    world->flash[address] = value;
    ul_sim_chip_flash_changed (world->chip);
}

gboolean
world_holds (World *world, guint32 address, guint32 size, guint seed)
{
    g_autofree guint8 *data = world_make_data (world, address, size, seed);

    return memcmp (world->flash + address, data, size) == 0;
}

gboolean
world_is_blank (World *world, guint32 address, guint32 size)
{
    for (guint32 i = 0; i < size; i++)
        if (world->flash[address + i] != 0xFF)
            return FALSE;
    return TRUE;
}

UlSimChipCounts
world_counts (World *world)
{
    UlSimChipCounts counts;

    ul_sim_chip_get_counts (world->chip, &counts);
    return counts;
}

void
world_ask (World *world, UlJobKind kind)
{
    g_clear_pointer (&world->spec, ul_job_spec_free);
    world->spec = ul_job_spec_new (kind);
}

void
world_ask_to_program (World *world, guint32 address, guint32 size, guint seed)
{
    g_autofree guint8 *data = world_make_data (world, address, size, seed);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("image", world->start + address, data, size);
}

static void
on_done (GObject *source, GAsyncResult *async_result, gpointer data)
{
    World *world = data;

    world->result = ul_session_run_finish (UL_SESSION (source), async_result);
}

/* Between two batches of the job, in its own thread: where a stop falls does not depend on how busy
 * the machine is. One world runs a job at a time. */
static struct {
    gboolean (*run_batch) (UlProbe *probe, const UlBatch *batch, guint *n_done,
                           GCancellable *cancellable, GError **error);
    World *world;           /* whose job runs */
    UlSimChipCounts before; /* of its chip */
} watch;

static gboolean
has_erased (World *world, guint n)
{
    UlSimChipCounts now = world_counts (world);

    return now.erases - watch.before.erases >= n || now.erase_alls > watch.before.erase_alls;
}

static gboolean
run_batch_watched (UlProbe *probe, const UlBatch *batch, guint *n_done, GCancellable *cancellable,
                   GError **error)
{
    gboolean ok = watch.run_batch (probe, batch, n_done, cancellable, error);
    World *world = watch.world;

    if (world != NULL && world->cancel_at_erases > 0 && has_erased (world, world->cancel_at_erases))
        g_cancellable_cancel (world->cancellable);
    return ok;
}

static void
watch_job (World *world)
{
    UlProbeInterface *iface = UL_PROBE_GET_IFACE (world->probe);

    if (watch.run_batch == NULL) {
        watch.run_batch = iface->run_batch;
        iface->run_batch = run_batch_watched;
    }
    watch.world = world;
    watch.before = world_counts (world);
}

static void
check_rest (World *world)
{
    assert_int_equal (world->result->ok, world->result->problem == NULL);
    assert_false (ul_session_get_busy (world->session));
}

void
world_run (World *world)
{
    g_clear_pointer (&world->result, ul_job_result_free);
    watch_job (world);
    ul_session_run_async (world->session, world->spec, world->cancellable, on_done, world);
    wait_until (world->result != NULL);
    watch.world = NULL;
}

void
world_must_run (World *world)
{
    world_run (world);
    if (world->result->problem != NULL)
        fail_msg ("%s: %s", world->result->problem->title, world->result->problem->cause);
    check_rest (world);
}

void
world_run_cut (World *world, guint command, guint percent)
{
    UlSimBoardFaults faults;

    ul_sim_board_faults_init (&faults);
    faults.chip.cut_command = command;
    faults.chip.cut_percent = percent;
    ul_sim_board_set_faults (world->board, &faults);
    world_run (world);
    world_set_fault (world, NULL);
}

void
world_fails (World *world, int code)
{
    world_run (world);
    assert_false (world->result->ok);
    if ((int) world->result->problem->code != code)
        fail_msg ("%s: %s", world->result->problem->title, world->result->problem->cause);
    check_rest (world);
}

const UlChip *
world_chip (World *world)
{
    return ul_session_get_chip (world->session);
}

void
world_set_fault (World *world, const char *text)
{
    UlSimBoardFaults faults;
    g_autoptr (GError) error = NULL;

    ul_sim_board_faults_init (&faults);
    if (text != NULL)
        ul_sim_board_faults_parse (&faults, text, &error);
    assert_no_error (error);
    ul_sim_board_set_faults (world->board, &faults);
}
