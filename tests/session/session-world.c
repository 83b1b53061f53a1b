/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-world.h"

#include "waiting.h"

#include <string.h>

static void
on_log (World *world, const char *line)
{
    g_ptr_array_add (world->log, g_strdup (line));
    if (g_getenv ("SHOW_LOG") != NULL)
        g_print ("# %s\n", line);
}

static void
on_chip (World *world)
{
    world->n_chips++;
}

static void
on_busy (World *world)
{
    world->n_busy++;
}

static gboolean
is_time_to_stop (World *world)
{
    return (world->stop_at_erases > 0 && world->chip->n_erases >= world->stop_at_erases) ||
           (world->stop_at_erase_alls > 0 &&
            world->chip->n_erase_alls >= world->stop_at_erase_alls) ||
           (world->stop_at_programs > 0 &&
            world->chip->n_programs + world->chip->n_sections >= world->stop_at_programs) ||
           (world->stop_at_batch > 0 && world->probe->n_batches >= world->stop_at_batch);
}

static void
on_batch (FakeProbe *probe, gpointer data)
{
    World *world = data;

    if (!is_time_to_stop (world))
        return;
    if (world->stop_by_unplugging)
        probe->gone = TRUE;
    else
        g_cancellable_cancel (world->cancellable);
}

static World *
new_on_probe (FakeProbe *probe)
{
    World *world = g_new0 (World, 1);

    world->probe = probe;
    world->cancellable = g_cancellable_new ();
    world->log = g_ptr_array_new_with_free_func (g_free);
    world->session = ul_session_new ();
    ul_session_set_probe (world->session, UL_PROBE (world->probe));
    g_signal_connect_swapped (world->session, "log", G_CALLBACK (on_log), world);
    g_signal_connect_swapped (world->session, "notify::chip", G_CALLBACK (on_chip), world);
    g_signal_connect_swapped (world->session, "notify::busy", G_CALLBACK (on_busy), world);
    return world;
}

World *
world_new (const char *device)
{
    const UlDevice *row = ul_devices_find (device);
    World *world = new_on_probe (fake_chip_new (row));

    world->device = row;
    world->chip = world->probe->chip;
    world->size = world->device->regions[0].size;
    world->sector_size = world->device->regions[0].sector_size;
    world->probe->on_batch = on_batch;
    world->probe->on_batch_data = world;
    return world;
}

World *
world_new_bare (void)
{
    World *world = new_on_probe (fake_probe_new ());

    world->device = ul_devices_find ("MKL25Z128xxx4");
    ul_session_set_device (world->session, world->device);
    return world;
}

void
world_free (World *world)
{
    if (world->session != NULL)
        g_signal_handlers_disconnect_by_data (world->session, world);
    g_clear_object (&world->session);
    g_object_unref (world->probe);
    g_object_unref (world->cancellable);
    g_clear_pointer (&world->spec, ul_job_spec_free);
    g_clear_pointer (&world->result, ul_job_result_free);
    g_ptr_array_unref (world->log);
    g_free (world);
}

/* --- bytes --- */

guint8 *
world_make_data (World *world, guint32 address, guint32 size, guint seed)
{
    guint8 *data = g_malloc (size);
    guint32 fcf = world->device->fcf_address;

    for (guint32 i = 0; i < size; i++) {
        guint32 at = address + i;
        data[i] = (guint8) ((at * 37 + seed * 101 + (at >> 8)) % 251);
        if (at >= fcf && at < fcf + 16)
            data[i] = at == fcf + 12 ? 0xFE : 0xFF;
    }
    return data;
}

void
world_fill (World *world, guint32 address, guint32 size, guint seed)
{
    g_autofree guint8 *data = world_make_data (world, address, size, seed);

    memcpy (world->chip->flash + address, data, size);
}

void
world_power_up (World *world)
{
    fake_chip_reset (world->chip);
    world->chip->n_resets = 0;
}

gboolean
world_holds (World *world, guint32 address, guint32 size, guint seed)
{
    g_autofree guint8 *data = world_make_data (world, address, size, seed);

    return memcmp (world->chip->flash + address, data, size) == 0;
}

gboolean
world_is_blank (World *world, guint32 address, guint32 size)
{
    for (guint32 i = 0; i < size; i++)
        if (world->chip->flash[address + i] != 0xFF)
            return FALSE;
    return TRUE;
}

/* --- jobs --- */

void
world_ask (World *world, UlJobKind kind)
{
    g_clear_pointer (&world->spec, ul_job_spec_free);
    world->spec = ul_job_spec_new (kind);
}

void
world_add_bytes (World *world, guint32 address, const guint8 *data, gsize size)
{
    g_autoptr (UlImage) more = ul_image_new_from_data ("more", address, data, size);
    g_autoptr (UlImage) before = world->spec->image;
    UlImage *both[] = { before, more };

    world->spec->image = before == NULL ? g_object_ref (more) : ul_image_merge (both, 2, NULL);
    assert_non_null (world->spec->image);
}

void
world_add (World *world, guint32 address, guint32 size, guint seed)
{
    g_autofree guint8 *data = world_make_data (world, address, size, seed);

    world_add_bytes (world, address, data, size);
}

static void
on_done (GObject *source, GAsyncResult *async_result, gpointer data)
{
    World *world = data;

    world->result = ul_session_run_finish (UL_SESSION (source), async_result);
}

void
world_run (World *world)
{
    g_clear_pointer (&world->result, ul_job_result_free);
    ul_session_run_async (world->session, world->spec, world->cancellable, on_done, world);
    wait_until (world->result != NULL);
    world_check_rest (world);
}

void
world_must_run (World *world)
{
    world_run (world);
    if (world->result->problem != NULL)
        fail_msg ("%s: %s", world->result->problem->title, world->result->problem->cause);
    assert_true (world->result->ok);
}

void
world_fails (World *world, int code)
{
    world_run (world);
    assert_false (world->result->ok);
    assert_non_null (world->result->problem);
    if ((int) world->result->problem->code != code)
        fail_msg ("%s: %s", world->result->problem->title, world->result->problem->cause);
}

void
world_connect (World *world)
{
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
}

/* --- looking --- */

gboolean
world_logged (World *world, const char *text)
{
    for (guint i = 0; i < world->log->len; i++)
        if (strstr (world->log->pdata[i], text) != NULL)
            return TRUE;
    return FALSE;
}

UlSectorState
world_sector (World *world, guint sector)
{
    UlSnapshot snapshot = { 0 };

    ul_progress_copy (ul_session_get_progress (world->session), &snapshot);
    assert_true (sector < snapshot.n_sectors);
    UlSectorState state = snapshot.sectors[sector];
    ul_snapshot_clear (&snapshot);
    return state;
}

const char *
world_detail (World *world, const char *key)
{
    char **details = world->result->problem->details;

    for (guint i = 0; details != NULL && details[i] != NULL; i += 2)
        if (g_str_equal (details[i], key))
            return details[i + 1];
    return NULL;
}

void
world_check_rest (World *world)
{
    UlSnapshot snapshot = { 0 };

    assert_int_equal (world->probe->n_opens, world->probe->n_closes);
    assert_false (world->probe->reset_low);
    assert_false (ul_session_get_busy (world->session));
    assert_int_equal (world->result->ok, world->result->problem == NULL);
    ul_progress_copy (ul_session_get_progress (world->session), &snapshot);
    assert_false (snapshot.running);
    for (guint i = 0; i < snapshot.n_sectors; i++)
        assert_int_not_equal (snapshot.sectors[i].activity, UL_ACTIVITY_QUEUED);
    ul_snapshot_clear (&snapshot);
}
