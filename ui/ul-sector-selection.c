/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sector-selection.h"

#include <string.h>

struct _UlSectorSelection {
    GObject parent_instance;

    guint8 *bits; /* n_sectors */
    guint n_sectors;
    guint count;
    guint anchor, anchor_last; /* the same, but for a cell of several */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (UlSectorSelection, ul_sector_selection, G_TYPE_OBJECT)

static guint
count_bits (const guint8 *bits, guint n)
{
    guint count = 0;

    for (guint i = 0; i < n; i++)
        count += bits[i];
    return count;
}

void
ul_sector_selection_set_bits (UlSectorSelection *self, const guint8 *bits)
{
    guint first = 0, last = self->n_sectors;

    while (first < last && bits[first] == self->bits[first])
        first++;
    while (last > first && bits[last - 1] == self->bits[last - 1])
        last--;
    if (first == last)
        return;
    memcpy (self->bits + first, bits + first, last - first);
    self->count = count_bits (self->bits, self->n_sectors);
    g_signal_emit (self, changed_signal, 0, first, last - 1);
}

void
ul_sector_selection_reset (UlSectorSelection *self, guint n_sectors)
{
    g_free (self->bits);
    self->bits = g_new0 (guint8, n_sectors);
    self->n_sectors = n_sectors;
    self->count = self->anchor = self->anchor_last = 0;
    g_signal_emit (self, changed_signal, 0, 0, MAX (n_sectors, 1) - 1);
}

guint
ul_sector_selection_get_n_sectors (UlSectorSelection *self)
{
    return self->n_sectors;
}

gboolean
ul_sector_selection_contains (UlSectorSelection *self, guint sector)
{
    return sector < self->n_sectors && self->bits[sector];
}

guint
ul_sector_selection_get_count (UlSectorSelection *self)
{
    return self->count;
}

const guint8 *
ul_sector_selection_get_bits (UlSectorSelection *self)
{
    return self->bits;
}

/* --- changes ------------------------------------------------------------------------------- */

static void
set_range (UlSectorSelection *self, guint first, guint last, gboolean add)
{
    g_autofree guint8 *bits = g_new0 (guint8, self->n_sectors);

    if (self->n_sectors == 0)
        return;
    last = MIN (last, self->n_sectors - 1);
    if (add)
        memcpy (bits, self->bits, self->n_sectors);
    for (guint i = first; i <= last; i++)
        bits[i] = 1;
    ul_sector_selection_set_bits (self, bits);
}

void
ul_sector_selection_select_range (UlSectorSelection *self, guint first, guint last)
{
    self->anchor = self->anchor_last = first;
    set_range (self, first, last, FALSE);
}

void
ul_sector_selection_select_cell (UlSectorSelection *self, guint first, guint last)
{
    set_range (self, first, last, FALSE);
    self->anchor = first;
    self->anchor_last = last;
}

void
ul_sector_selection_set_cell (UlSectorSelection *self, guint first, guint last, gboolean chosen)
{
    g_autofree guint8 *bits = g_memdup2 (self->bits, self->n_sectors);

    for (guint i = first; i <= last && i < self->n_sectors; i++)
        bits[i] = chosen != 0;
    ul_sector_selection_set_bits (self, bits);
}

void
ul_sector_selection_select_only (UlSectorSelection *self, guint sector)
{
    ul_sector_selection_select_range (self, sector, sector);
}

void
ul_sector_selection_toggle_cell (UlSectorSelection *self, guint first, guint last)
{
    gboolean all = TRUE;

    if (first >= self->n_sectors)
        return;
    for (guint i = first; i <= last; i++)
        all = all && ul_sector_selection_contains (self, i);
    ul_sector_selection_set_cell (self, first, last, !all);
    self->anchor = first;
    self->anchor_last = last;
}

void
ul_sector_selection_extend_to_cell (UlSectorSelection *self, guint first, guint last, gboolean add)
{
    set_range (self, MIN (self->anchor, first), MAX (self->anchor_last, last), add);
}

void
ul_sector_selection_select_all (UlSectorSelection *self)
{
    set_range (self, 0, G_MAXUINT, FALSE);
}

void
ul_sector_selection_select_none (UlSectorSelection *self)
{
    g_autofree guint8 *bits = g_new0 (guint8, self->n_sectors);

    ul_sector_selection_set_bits (self, bits);
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_sector_selection_finalize (GObject *object)
{
    g_free (UL_SECTOR_SELECTION (object)->bits);
    G_OBJECT_CLASS (ul_sector_selection_parent_class)->finalize (object);
}

static void
ul_sector_selection_class_init (UlSectorSelectionClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = ul_sector_selection_finalize;
    changed_signal = g_signal_new ("changed", UL_TYPE_SECTOR_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
ul_sector_selection_init (UlSectorSelection *self)
{
}

UlSectorSelection *
ul_sector_selection_new (void)
{
    return g_object_new (UL_TYPE_SECTOR_SELECTION, NULL);
}
