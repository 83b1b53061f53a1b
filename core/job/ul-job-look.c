/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is in each sector: the chip checks them all with the routine in its RAM. That is quick (a
 * few hundredths of a second), and the reset that it takes is the same for every job; the program
 * starts again when the job lets go. */
#include "ul-job.h"
#include "ul-words.h"

#include <glib/gi18n.h>
#include <zlib.h>

gboolean
ul_job_open_flash (UlJob *job, GError **error)
{
    g_clear_pointer (&job->flash, ul_flash_close);
    job->flash = ul_flash_open (job->target, job->device, error);
    if (job->flash == NULL) {
        /* Without a driver for this chip nothing was begun, its program runs on. */
        job->used_flash |= error == NULL || *error == NULL ||
                           !g_error_matches (*error, UL_ERROR, UL_ERROR_NOT_SUPPORTED);
        return FALSE;
    }
    job->used_flash = TRUE;
    if (!ul_flash_uses_loader (job->flash))
        ul_job_log (job, _ ("The chip's RAM cannot be used: everything goes through the debug "
                            "port, which is slower"));
    return TRUE;
}

typedef struct {
    UlJob *job;
    guint64 before; /* bytes of other regions */
    guint32 sector_size;
} Check;

static void
on_checked (guint n_done, gpointer user_data)
{
    Check *check = user_data;

    check->job->compared = check->before + (guint64) n_done * check->sector_size;
    ul_job_advance (check->job, UL_PHASE_COMPARE, check->job->compared);
}

static gboolean
look_at_region (UlJob *job, const UlRegion *region, GError **error)
{
    guint n = region->size / region->sector_size;
    int first = ul_device_find_sector (job->device, region->start);
    g_autofree guint32 *crcs = g_new0 (guint32, n);
    guint32 blank = ul_flash_blank_crc (region->sector_size);
    Check check = { job, job->compared, region->sector_size };

    if (!ul_flash_crc_sectors (job->flash, region->start, region->sector_size, n, crcs,
                               job->in_doubt ? NULL : on_checked, &check, error))
        return FALSE;
    for (guint i = 0; i < n; i++)
        ul_job_set_fact (job, first + i, crcs[i] == blank ? UL_CONTENT_BLANK : UL_CONTENT_DATA,
                         TRUE, crcs[i]);
    return TRUE;
}

static gboolean
look_at_regions (UlJob *job, GError **error)
{
    for (guint i = 0; i < job->device->n_regions; i++) {
        if (!look_at_region (job, &job->device->regions[i], error))
            return FALSE;
    }
    return TRUE;
}

static guint64
count_bytes (UlJob *job)
{
    guint64 total = 0;

    for (guint i = 0; i < job->device->n_regions; i++)
        total += job->device->regions[i].size;
    return total;
}

static void
log_contents (UlJob *job)
{
    guint n_data = 0, n_blank = 0;

    for (guint i = 0; i < job->n_facts; i++) {
        n_data += job->facts[i].content == UL_CONTENT_DATA;
        n_blank += job->facts[i].content == UL_CONTENT_BLANK;
    }
    g_autofree char *data =
        g_strdup_printf (ngettext ("%u sector holds data", "%u sectors hold data", n_data), n_data);
    g_autofree char *blank =
        g_strdup_printf (ngettext ("%u is blank", "%u are blank", n_blank), n_blank);
    const char *const parts[] = { data, blank, NULL };
    g_autofree char *list = ul_words_list_strv (parts);
    /* Translators: %s is "12 sectors hold data, 116 are blank" */
    ul_job_log (job, _ ("Contents: %s"), list);
}

/* Chips that can be unlocked but not programmed: all that is done there is done without a driver.
 */
static gboolean
is_only_unlocked (UlJob *job)
{
    return job->device->controller == UL_CONTROLLER_NONE &&
           job->device->unlock_method != UL_UNLOCK_METHOD_NONE;
}

/* Some have sectors that are there to be executed, not read. */
static gboolean
may_be_hidden (UlJob *job, const GError *error)
{
    return is_only_unlocked (job) && job->spec->kind != UL_JOB_VERIFY &&
           job->spec->kind != UL_JOB_BLANK_CHECK &&
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_FAULT);
}

static gboolean
read_region (UlJob *job, const UlRegion *region, GError **error)
{
    g_autofree guint8 *data = g_malloc (region->sector_size);
    int first = ul_device_find_sector (job->device, region->start);
    guint32 blank = ul_flash_blank_crc (region->sector_size);

    for (guint i = 0; i < region->size / region->sector_size; i++) {
        g_autoptr (GError) local = NULL;

        if (!ul_job_read_flash (job, region->start + i * region->sector_size, data,
                                region->sector_size, &local)) {
            if (!may_be_hidden (job, local)) {
                g_propagate_error (error, g_steal_pointer (&local));
                return FALSE;
            }
            ul_job_set_fact (job, first + i, UL_CONTENT_UNKNOWN, FALSE, 0);
            continue;
        }
        guint32 crc = crc32 (0, data, region->sector_size);
        ul_job_set_fact (job, first + i, crc == blank ? UL_CONTENT_BLANK : UL_CONTENT_DATA, TRUE,
                         crc);
    }
    return TRUE;
}

/* Slowly, but without a reset. */
static gboolean
look_by_reading (UlJob *job, GError **error)
{
    ul_job_enter (job, UL_PHASE_COMPARE, count_bytes (job));
    for (guint i = 0; i < job->device->n_regions; i++)
        if (!read_region (job, &job->device->regions[i], error))
            return FALSE;
    ul_job_show_sectors (job);
    log_contents (job);
    return TRUE;
}

static gboolean
look_by_crc (UlJob *job, GError **error)
{
    /* The program may have added protection while it ran; the reset took that back. */
    if (!ul_job_open_flash (job, error) || !ul_job_read_protection (job, error) ||
        !ul_job_take_lock (job, error))
        return FALSE;
    ul_job_enter (job, UL_PHASE_COMPARE, count_bytes (job));
    if (!look_at_regions (job, error))
        return FALSE;
    ul_job_show_sectors (job);
    log_contents (job);
    return TRUE;
}

gboolean
ul_job_look (UlJob *job, GError **error)
{
    UlJobKind kind = job->spec->kind;
    gboolean compares = kind == UL_JOB_VERIFY || kind == UL_JOB_BLANK_CHECK;
    gboolean changes = kind != UL_JOB_CONNECT && !compares;
    g_autoptr (GError) local = NULL;

    if (ul_job_would_lock (job) && !changes) {
        ul_job_log (job, _ ("The lock settings are erased, and the next reset will lock the chip: "
                            "it is looked at without one"));
        return look_by_reading (job, error);
    }
    if (ul_job_would_lock (job) && !ul_job_rescue (job, error))
        return FALSE;
    if (look_by_crc (job, &local))
        return TRUE;
    /* To compare takes no driver, only patience. */
    if ((compares || is_only_unlocked (job)) &&
        g_error_matches (local, UL_ERROR, UL_ERROR_NOT_SUPPORTED))
        return look_by_reading (job, error);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static UlActivity
judge (UlJob *job, const UlStep *step)
{
    const UlSectorFacts *now = &job->facts[step->sector], *before = &job->before[step->sector];

    if (now->crc == step->data_crc)
        return step->kind == UL_STEP_ERASE ? UL_ACTIVITY_ERASED : UL_ACTIVITY_VERIFIED;
    if (before->have_crc && now->crc == before->crc)
        return UL_ACTIVITY_NOT_DONE;
    return now->content == UL_CONTENT_BLANK ? UL_ACTIVITY_ERASED : UL_ACTIVITY_FAILED;
}

/* A sector that is known to have failed has failed, whatever it holds now. */
void
ul_job_look_again (UlJob *job)
{
    UlSnapshot shown = { 0 };

    if (job->plan == NULL || !ul_job_open_flash (job, NULL) || !look_at_regions (job, NULL))
        return;
    ul_progress_copy (job->progress, &shown);
    for (guint i = 0; i < job->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (job->plan->steps, UlStep, i);
        if (step->kind >= UL_STEP_ERASE &&
            shown.sectors[step->sector].activity != UL_ACTIVITY_FAILED)
            ul_progress_set_activity (job->progress, step->sector, judge (job, step), 0);
    }
    ul_snapshot_clear (&shown);
}
