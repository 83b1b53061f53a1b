/* SPDX-License-Identifier: GPL-2.0-or-later */
/* READ: through the debug port, beside the running program, which is not disturbed: unless it
 * resets the chip under the reader, as one does that does not serve its watchdog. */
#include "ul-job.h"

#include <glib/gi18n.h>
#include <zlib.h>

#define PIECE    4096u          /* bytes between two looks at what the person wants */
#define RESET_US G_USEC_PER_SEC /* for a piece of a chip that keeps resetting */

static gboolean
is_blank (const guint8 *data, gsize size)
{
    for (gsize i = 0; i < size; i++)
        if (data[i] != 0xFF)
            return FALSE;
    return TRUE;
}

/* A watchdog stands still with the core, so one stop is enough for all that is read; some other
 * cause of resets starts it again. */
static void
stop_program (UlJob *job)
{
    if (!job->stopped)
        ul_job_log (job, _ ("The chip was reset while it was read: its program is stopped until "
                            "the end of the job"));
    job->stopped = TRUE;
    /* Still in reset, it cannot be stopped yet: the next attempt shows that. */
    ul_target_halt (job->target, NULL);
}

static gboolean
read_piece (UlJob *job, guint32 address, guint8 *data, gsize size, GError **error)
{
    gint64 deadline = ul_job_now (job) + RESET_US;

    for (;;) {
        g_autoptr (GError) local = NULL;

        if (g_cancellable_set_error_if_cancelled (job->run->cancellable, error))
            return FALSE;
        if (ul_target_read_mem (job->target, address, data, size, &local))
            return TRUE;
        if (!g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_FAULT) ||
            ul_job_now (job) >= deadline || !ul_target_was_reset (job->target)) {
            g_propagate_error (error, g_steal_pointer (&local));
            return FALSE;
        }
        stop_program (job);
    }
}

gboolean
ul_job_read_flash (UlJob *job, guint32 address, guint8 *data, gsize size, GError **error)
{
    ul_target_was_reset (job->target); /* what was before does not explain a failure */
    for (gsize done = 0; done < size;) {
        gsize n = MIN (PIECE, size - done);

        if (!read_piece (job, address + done, data + done, n, error))
            return FALSE;
        done += n;
        job->compared += n;
        ul_job_advance (job, UL_PHASE_COMPARE, job->compared);
    }
    return TRUE;
}

/* Sectors that were read whole are known now. */
static void
take_facts (UlJob *job, guint32 start, const guint8 *data, gsize size)
{
    for (guint i = 0; i < job->n_facts; i++) {
        guint32 address, sector_size;
        ul_device_get_sector (job->device, i, &address, &sector_size, NULL);
        if (address < start || (guint64) address + sector_size > (guint64) start + size)
            continue;
        const guint8 *bytes = data + (address - start);
        ul_job_set_fact (job, i, is_blank (bytes, sector_size) ? UL_CONTENT_BLANK : UL_CONTENT_DATA,
                         TRUE, crc32 (0, bytes, sector_size));
    }
}

static UlImage *
read_part (UlJob *job, guint32 start, guint32 size, GError **error)
{
    g_autofree guint8 *data = g_malloc (size);
    g_autofree char *label = ul_device_get_label (job->device);

    if (!ul_job_read_flash (job, start, data, size, error))
        return NULL;
    take_facts (job, start, data, size);
    job->result->bytes += size;
    return ul_image_new_from_data (label, start, data, size);
}

static void
add_part (GArray *parts, guint32 start, guint32 size)
{
    UlRegion part = { .start = start, .size = size };

    g_array_append_val (parts, part);
}

/* Neighbours are read at once. */
static void
add_sectors (GArray *parts, const UlDevice *device, const UlJobSpec *spec)
{
    for (guint i = 0; i < ul_device_get_n_sectors (device); i++) {
        guint32 address, size;
        if (!ul_job_spec_has_sector (spec, i))
            continue;
        ul_device_get_sector (device, i, &address, &size, NULL);
        UlRegion *last = parts->len > 0 ? &g_array_index (parts, UlRegion, parts->len - 1) : NULL;
        if (last != NULL && last->start + last->size == address)
            last->size += size;
        else
            add_part (parts, address, size);
    }
}

/* The parts of the regions that were asked for: the plan has made sure that they are there. */
static GArray *
list_parts (UlJob *job)
{
    GArray *parts = g_array_new (FALSE, FALSE, sizeof (UlRegion));
    const UlJobSpec *spec = job->spec;

    if (spec->scope == UL_SCOPE_RANGE)
        add_part (parts, spec->range_start, spec->range_size);
    else if (spec->scope == UL_SCOPE_SECTORS)
        add_sectors (parts, job->device, spec);
    else
        for (guint i = 0; i < job->device->n_regions; i++)
            add_part (parts, job->device->regions[i].start, job->device->regions[i].size);
    return parts;
}

static gboolean
read_parts (UlJob *job, GArray *parts, GPtrArray *images, GError **error)
{
    guint64 total = 0;

    for (guint i = 0; i < parts->len; i++)
        total += g_array_index (parts, UlRegion, i).size;
    ul_job_enter (job, UL_PHASE_COMPARE, total);
    for (guint i = 0; i < parts->len; i++) {
        const UlRegion *part = &g_array_index (parts, UlRegion, i);
        UlImage *image = read_part (job, part->start, part->size, error);
        if (image == NULL)
            return FALSE;
        g_ptr_array_add (images, image);
    }
    return TRUE;
}

gboolean
ul_job_do_read (UlJob *job, GError **error)
{
    g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
    g_autoptr (GArray) parts = list_parts (job);

    if (!ul_job_make_plan (job, error) || !read_parts (job, parts, images, error))
        return FALSE;
    if (images->len == 1)
        job->result->data = g_object_ref (images->pdata[0]);
    else
        job->result->data = ul_image_merge ((UlImage **) images->pdata, images->len, error);
    return job->result->data != NULL;
}
