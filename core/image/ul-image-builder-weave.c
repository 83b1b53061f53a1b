/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-builder-weave.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS_END (G_GUINT64_CONSTANT (1) << 32)

static guint64
run_end (const UlRun *run)
{
    return (guint64) run->address + run->size;
}

static guint64
extent_end (const UlExtent *extent)
{
    return (guint64) extent->address + extent->size;
}

/* By address; at the same address by the order of the file. */
static int
compare_runs (const void *a, const void *b)
{
    const UlRun *x = a, *y = b;
    if (x->address != y->address)
        return x->address < y->address ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* Compares bytes that are given twice for the addresses from @address on. */
static gboolean
check_same (UlImageBuilder *self, guint32 address, const guint8 *a, const guint8 *b, gsize size,
            GError **error)
{
    if (memcmp (a, b, size) == 0) {
        if (self->n_repeated == 0 || address < self->first_repeated)
            self->first_repeated = address;
        self->n_repeated += size;
        return TRUE;
    }
    gsize i = 0;
    while (a[i] == b[i])
        i++;
    self->conflict = TRUE;
    self->conflict_address = address + (guint32) i;
    ul_image_fail (error, UL_ERROR_IMAGE_OVERLAP, NULL,
                   _ ("0x%08X is given two different values, 0x%02X and 0x%02X; expected one"),
                   self->conflict_address, a[i], b[i]);
    return FALSE;
}

static gboolean
check_run_against (UlImageBuilder *self, const UlRun *run, const UlRun *earlier, GError **error)
{
    guint64 end = MIN (run_end (run), run_end (earlier));
    guint32 from = MAX (run->address, earlier->address);
    if (from >= end)
        return TRUE;
    return check_same (self, from, self->late.data + earlier->at + (from - earlier->address),
                       self->late.data + run->at + (from - run->address), (gsize) (end - from),
                       error);
}

/* Sorts the runs and cuts from each what an earlier one covers already. */
static gboolean
part_runs (UlImageBuilder *self, GError **error)
{
    qsort (self->runs, self->n_runs, sizeof *self->runs, compare_runs);

    guint n = 0;
    for (guint i = 0; i < self->n_runs; i++) {
        UlRun run = self->runs[i];
        guint64 covered = n > 0 ? run_end (&self->runs[n - 1]) : 0;
        for (guint k = n; k > 0 && run_end (&self->runs[k - 1]) > run.address; k--)
            if (!check_run_against (self, &run, &self->runs[k - 1], error))
                return FALSE;
        guint32 cut = covered > run.address ? (guint32) (covered - run.address) : 0;
        if (cut >= run.size)
            continue;
        self->runs[n++] = (UlRun){ run.address + cut, run.size - cut, run.at + cut };
    }
    self->n_runs = n;
    return TRUE;
}

/* What weaving will add. */
typedef struct {
    gsize bytes;
    guint parts;
} Gain;

static void
gain_gap (Gain *gain, guint64 from, guint64 end)
{
    if (from >= end)
        return;
    gain->bytes += (gsize) (end - from);
    gain->parts++;
}

static gboolean
measure_gain (UlImageBuilder *self, Gain *gain, GError **error)
{
    guint first = 0;    /* extent */
    gsize first_at = 0; /* its bytes in sorted */
    for (guint i = 0; i < self->n_runs; i++) {
        const UlRun *run = &self->runs[i];
        while (first < self->n_extents && extent_end (&self->extents[first]) <= run->address)
            first_at += self->extents[first++].size;

        guint64 done = run->address;
        gsize at = first_at;
        for (guint k = first; k < self->n_extents; k++) {
            const UlExtent *extent = &self->extents[k];
            if (extent->address >= run_end (run))
                break;
            guint32 from = MAX (extent->address, run->address);
            guint64 end = MIN (extent_end (extent), run_end (run));
            gain_gap (gain, done, from);
            if (!check_same (self, from, self->sorted.data + at + (from - extent->address),
                             self->late.data + run->at + (from - run->address),
                             (gsize) (end - from), error))
                return FALSE;
            done = end;
            at += extent->size;
        }
        gain_gap (gain, done, run_end (run));
    }
    return TRUE;
}

/* From the highest address down, so that sorted bytes move up within their arena and each moves
 * once. Stops where nothing remains to be moved. */
static void
weave_down (UlImageBuilder *self, const Gain *gain)
{
    guint write = self->n_extents + gain->parts;
    guint8 *dest = self->sorted.data + self->sorted_used + gain->bytes;
    const guint8 *src = self->sorted.data + self->sorted_used;
    guint i = self->n_extents;
    guint j = self->n_runs;
    guint64 above = ADDRESS_END;
    while (dest != src || i < write) {
        guint64 below = i > 0 ? extent_end (&self->extents[i - 1]) : 0;
        while (j > 0 && run_end (&self->runs[j - 1]) > below) {
            const UlRun *run = &self->runs[j - 1];
            guint64 from = MAX (run->address, below);
            guint64 end = MIN (run_end (run), above);
            if (from < end) {
                dest -= end - from;
                memcpy (dest, self->late.data + run->at + (from - run->address), end - from);
                self->extents[--write] = (UlExtent){ (guint32) from, (guint32) (end - from) };
            }
            if (run->address < below)
                break;
            j--;
        }
        if (i == 0)
            break;
        UlExtent extent = self->extents[--i];
        dest -= extent.size;
        src -= extent.size;
        memmove (dest, src, extent.size);
        self->extents[--write] = extent;
        above = extent.address;
    }
}

static void
join_extents (UlImageBuilder *self)
{
    guint n = 0;
    for (guint i = 0; i < self->n_extents; i++) {
        UlExtent extent = self->extents[i];
        if (n > 0 && extent_end (&self->extents[n - 1]) == extent.address)
            self->extents[n - 1].size += extent.size;
        else
            self->extents[n++] = extent;
    }
    self->n_extents = n;
}

gboolean
ul_image_builder_weave (UlImageBuilder *self, GError **error)
{
    if (self->n_runs == 0)
        return TRUE;

    Gain gain = { 0 };
    if (!part_runs (self, error) || !measure_gain (self, &gain, error))
        return FALSE;
    if (gain.bytes > self->sorted.capacity - self->sorted_used)
        return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                              _ ("it changed while it was read; expected a file at rest"));

    ul_image_builder_grow_extents (self, gain.parts);
    weave_down (self, &gain);
    self->n_extents += gain.parts;
    self->sorted_used += gain.bytes;
    join_extents (self);
    self->n_runs = 0;
    self->late_used = 0;
    if (self->n_extents > ul_image_builder_max_extents (self->sorted_used))
        return ul_image_builder_too_scattered (error);
    return TRUE;
}
