/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-tally.h"

#include "ul-words.h"

#include <glib/gi18n.h>

#define MAX_RUNS 4 /* a sentence is no list */

static GArray *
pick (UlTally *self, UlActivity activity, gboolean erase_only)
{
    switch (activity) {
    case UL_ACTIVITY_PROGRAMMED:
    case UL_ACTIVITY_VERIFYING:
    case UL_ACTIVITY_VERIFIED:
        return self->written;
    case UL_ACTIVITY_ERASED:
        return erase_only ? self->written : self->erased;
    case UL_ACTIVITY_ERASING:
    case UL_ACTIVITY_PROGRAMMING:
    case UL_ACTIVITY_FAILED:
    case UL_ACTIVITY_IN_DOUBT:
        return self->in_doubt;
    case UL_ACTIVITY_QUEUED:
    case UL_ACTIVITY_NOT_DONE:
        return self->unchanged;
    case UL_ACTIVITY_NONE:
    case UL_ACTIVITY_SKIPPED:
        break;
    }
    return NULL;
}

void
ul_tally_init (UlTally *self, const UlSnapshot *snapshot, gboolean erase_only)
{
    GArray **arrays[] = { &self->written, &self->erased, &self->in_doubt, &self->unchanged };

    for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
        *arrays[i] = g_array_new (FALSE, FALSE, sizeof (guint));
    for (guint i = 0; i < snapshot->n_sectors; i++) {
        GArray *array = pick (self, snapshot->sectors[i].activity, erase_only);
        if (array != NULL)
            g_array_append_val (array, i);
    }
}

void
ul_tally_clear (UlTally *self)
{
    g_clear_pointer (&self->written, g_array_unref);
    g_clear_pointer (&self->erased, g_array_unref);
    g_clear_pointer (&self->in_doubt, g_array_unref);
    g_clear_pointer (&self->unchanged, g_array_unref);
}

static char *
describe_run (guint first, guint last)
{
    return last > first ? g_strdup_printf ("%u–%u", first, last) : g_strdup_printf ("%u", first);
}

/* "0–4, 7": the numbers that the map shows. */
static char *
list_runs (const GArray *sectors)
{
    g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0, last; i < sectors->len; i = last + 1) {
        for (last = i; last + 1 < sectors->len; last++)
            if (g_array_index (sectors, guint, last + 1) !=
                g_array_index (sectors, guint, last) + 1)
                break;
        if (runs->len == MAX_RUNS) {
            g_ptr_array_add (runs, g_strdup ("…"));
            break;
        }
        g_ptr_array_add (runs, describe_run (g_array_index (sectors, guint, i),
                                             g_array_index (sectors, guint, last)));
    }
    return ul_words_list (runs);
}

/* @format has one %u and one %s. */
static void
add (GPtrArray *parts, const GArray *sectors, const char *format)
{
    if (sectors->len == 0)
        return;
    g_autofree char *runs = list_runs (sectors);
    g_ptr_array_add (parts, g_strdup_printf (format, sectors->len, runs));
}

char *
ul_tally_describe (const UlTally *self, gboolean erase_only)
{
    g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

    /* Translators: these make up one sentence: "Sectors: 5 written (0–4), 7 unchanged (5–11)." */
    add (parts, self->written, erase_only ? _ ("%u erased (%s)") : _ ("%u written (%s)"));
    add (parts, self->erased, _ ("%u erased and not written (%s)"));
    add (parts, self->in_doubt, _ ("%u in doubt (%s)"));
    add (parts, self->unchanged, _ ("%u unchanged (%s)"));
    if (parts->len == 0)
        return NULL;
    g_autofree char *list = ul_words_list (parts);
    return g_strdup_printf (_ ("Sectors: %s."), list);
}
