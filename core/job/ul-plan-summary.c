/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plan in one line. */
#include "ul-plan.h"

#include <glib/gi18n.h>

/* @format has one %u. */
static void
add_count (GPtrArray *parts, guint n, const char *format)
{
    if (n > 0)
        g_ptr_array_add (parts, g_strdup_printf (format, n));
}

static char *
describe_erase (const UlPlan *self)
{
    if (self->erase_all)
        return g_strdup (_ ("Will erase the whole chip"));
    return g_strdup_printf (
        ngettext ("Will erase %u sector", "Will erase %u sectors", self->n_erase), self->n_erase);
}

static char *
describe_changes (const UlPlan *self)
{
    g_autofree char *size = g_format_size_full (self->bytes_to_program, G_FORMAT_SIZE_IEC_UNITS);

    if (self->n_erase == 0 && self->n_program == 0)
        return g_strdup (_ ("Will change nothing"));
    if (self->n_erase == 0)
        return g_strdup_printf (ngettext ("Will write %s to %u blank sector",
                                          "Will write %s to %u blank sectors", self->n_program),
                                size, self->n_program);
    g_autofree char *erase = describe_erase (self);
    if (self->n_program == 0)
        return g_steal_pointer (&erase);
    return g_strdup_printf (_ ("%s and write %s"), erase, size);
}

static guint
count_looked_at (const UlPlan *self)
{
    guint n = 0;
    for (guint i = 0; i < self->steps->len; i++)
        n += g_array_index (self->steps, UlStep, i).kind == UL_STEP_NONE;
    return n;
}

static void
count_skips (const UlPlan *self, guint *n_match, guint *n_blank)
{
    *n_match = *n_blank = 0;
    for (guint i = 0; i < self->steps->len; i++) {
        const UlStep *step = &g_array_index (self->steps, UlStep, i);
        *n_match += step->reason == UL_REASON_MATCHES;
        *n_blank += step->reason == UL_REASON_BLANK;
    }
}

char *
ul_plan_summarize (const UlPlan *self)
{
    g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
    guint n_match = 0, n_blank = 0, n_read = count_looked_at (self);
    guint n_rest = self->erase_all ? 0 : ul_device_get_n_sectors (self->device) - self->steps->len;

    count_skips (self, &n_match, &n_blank);
    g_ptr_array_add (parts, describe_changes (self));
    add_count (parts, n_match, ngettext ("%u already matches", "%u already match", n_match));
    add_count (parts, n_blank, ngettext ("%u is already blank", "%u are already blank", n_blank));
    add_count (parts, self->n_protected,
               ngettext ("%u is protected and left out", "%u are protected and left out",
                         self->n_protected));
    add_count (parts, n_read, ngettext ("%u is read", "%u are read", n_read));
    add_count (parts, n_rest, ngettext ("%u is not touched", "%u are not touched", n_rest));
    g_ptr_array_add (parts, NULL);
    return g_strjoinv ("; ", (char **) parts->pdata);
}
