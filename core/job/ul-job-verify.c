/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the chip holds what it should, and if not, where it begins to differ. */
#include "ul-job.h"

#include <glib/gi18n.h>

typedef struct {
    guint n;
    guint32 first; /* offset */
} Difference;

static Difference
compare (const guint8 *expected, const guint8 *actual, guint32 size)
{
    Difference result = { 0 };

    for (guint32 i = 0; i < size; i++)
        if (expected[i] != actual[i] && result.n++ == 0)
            result.first = i;
    return result;
}

static void
set_difference (const UlStep *step, const Difference *difference, const guint8 *actual,
                guint n_differ, GError **error)
{
    guint32 at = difference->first;
    g_autoptr (GError) local = g_error_new (
        UL_ERROR, UL_ERROR_VERIFY_MISMATCH,
        ngettext ("First difference at 0x%08X: expected %02X, read %02X. %u byte differs in this "
                  "sector.",
                  "First difference at 0x%08X: expected %02X, read %02X. %u bytes differ in this "
                  "sector.",
                  difference->n),
        step->address + at, step->data[at], actual[at], difference->n);

    ul_error_set_where (local, step->address + at, 1);
    ul_error_add_detail (local, "sector", "%u", step->sector);
    ul_error_add_detail (local, "expected", "0x%02X", step->data[at]);
    ul_error_add_detail (local, "read", "0x%02X", actual[at]);
    ul_error_add_detail (local, "bytes that differ", "%u", difference->n);
    ul_error_add_detail (local, "sectors that differ", "%u", n_differ);
    g_propagate_error (error, g_steal_pointer (&local));
}

static void
set_unstable (const UlStep *step, GError **error)
{
    g_autoptr (GError) local = g_error_new (
        UL_ERROR, UL_ERROR_VERIFY_MISMATCH,
        _ ("The chip's own checksum of the sector at 0x%08X differs, although it reads back as "
           "expected: its bits are not stable"),
        step->address);

    ul_error_set_where (local, step->address, step->size);
    ul_error_add_detail (local, "sector", "%u", step->sector);
    g_propagate_error (error, g_steal_pointer (&local));
}

gboolean
ul_job_fail_verify (UlJob *job, const UlStep *step, guint n_differ, GError **error)
{
    g_autofree guint8 *actual = g_malloc (step->size);

    if (!ul_target_read_mem (job->target, step->address, actual, step->size, error)) {
        g_prefix_error (error, _ ("Reading back what differs: "));
        return FALSE;
    }
    Difference difference = compare (step->data, actual, step->size);
    if (difference.n > 0)
        set_difference (step, &difference, actual, n_differ, error);
    else
        set_unstable (step, error);
    return FALSE;
}

static guint64
count_bytes (UlJob *job)
{
    guint64 total = 0;

    for (guint i = 0; i < job->plan->steps->len; i++)
        total += g_array_index (job->plan->steps, UlStep, i).size;
    return total;
}

/* The sectors were checked when they were looked at: what is left is to hold them against the
 * file. Returns: the first that differs */
static const UlStep *
judge (UlJob *job, guint *n_differ)
{
    const UlStep *first = NULL;
    guint64 done = 0;

    *n_differ = 0;
    for (guint i = 0; i < job->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (job->plan->steps, UlStep, i);
        const UlSectorFacts *facts = &job->facts[step->sector];
        gboolean right = facts->have_crc && facts->crc == step->data_crc;

        ul_progress_set_activity (job->progress, step->sector,
                                  right ? UL_ACTIVITY_VERIFIED : UL_ACTIVITY_FAILED, 0);
        done += step->size;
        ul_job_advance (job, UL_PHASE_VERIFY, done);
        if (right)
            job->result->n_verified++;
        else if ((*n_differ)++ == 0)
            first = step;
    }
    return first;
}

gboolean
ul_job_do_verify (UlJob *job, GError **error)
{
    guint n_differ = 0;

    if (!ul_job_look (job, error) || !ul_job_make_plan (job, error))
        return FALSE;
    job->result->bytes = job->spec->scope == UL_SCOPE_SECTORS
                             ? count_bytes (job)
                             : ul_image_get_size (job->spec->image);
    ul_job_enter (job, UL_PHASE_VERIFY, count_bytes (job) + ul_job_count_read_back (job));
    const UlStep *first = judge (job, &n_differ);
    if (n_differ > 0)
        ul_job_log (job,
                    ngettext ("%u sector differs from the file", "%u sectors differ from the file",
                              n_differ),
                    n_differ);
    return first == NULL ? ul_job_read_back (job, count_bytes (job), error)
                         : ul_job_fail_verify (job, first, n_differ, error);
}
