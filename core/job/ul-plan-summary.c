/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plan in one line. */
#include "ul-plan.h"
#include "ul-size.h"
#include "ul-words.h"

#include <glib/gi18n.h>

/* What is certain: sectors whose other bytes were not looked at may match as they are. */
typedef struct {
    guint n_erase, n_program;
    guint64 bytes;
} Certain;

static Certain
count_certain (const UlPlan *self)
{
    Certain certain = { self->n_erase, self->n_program, self->bytes_to_program };

    for (guint i = 0; !self->erase_all && i < self->steps->len; i++) {
        const UlStep *step = &g_array_index (self->steps, UlStep, i);
        if (!step->unsure || step->kind != UL_STEP_REWRITE)
            continue;
        certain.n_erase--;
        certain.n_program--;
        certain.bytes -= step->bytes;
    }
    return certain;
}

static gboolean
empties_chip (const UlPlan *self)
{
    return self->erase_all || self->unlocks;
}

static char *
describe_erase (const Certain *certain, const char *size)
{
    guint n = certain->n_erase;

    if (certain->n_program == 0)
        return g_strdup_printf (ngettext ("Will erase %u sector", "Will erase %u sectors", n), n);
    return g_strdup_printf (ngettext ("Will erase %u sector and write %s",
                                      "Will erase %u sectors and write %s", n),
                            n, size);
}

static char *
describe_erase_all (const Certain *certain, const char *size)
{
    return certain->n_program == 0
               ? g_strdup (_ ("Will erase the whole chip"))
               : g_strdup_printf (_ ("Will erase the whole chip and write %s"), size);
}

static char *
describe_changes (const UlPlan *self)
{
    Certain certain = count_certain (self);
    g_autofree char *size = ul_size_to_text (certain.bytes);

    if (empties_chip (self))
        return describe_erase_all (&certain, size);
    if (certain.n_erase == 0 && certain.n_program == 0)
        return g_strdup (_ ("Will change nothing"));
    if (certain.n_erase == 0)
        return g_strdup_printf (ngettext ("Will write %s to %u blank sector",
                                          "Will write %s to %u blank sectors", certain.n_program),
                                size, certain.n_program);
    return describe_erase (&certain, size);
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

static char *
describe_division (const UlPlan *self)
{
    g_autofree char *parts = ul_division_describe (&self->division, self->device);

    /* Translators: one of several clauses; %s is "16 KiB of data flash, 16 KiB behind ..." */
    return g_strdup_printf (_ ("the FlexNVM is divided first (%s)"), parts);
}

char *
ul_plan_summarize (const UlPlan *self)
{
    g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
    guint n_match = 0, n_blank = 0, n_read = count_looked_at (self);
    guint n_rest =
        empties_chip (self) ? 0 : ul_device_get_n_sectors (self->device) - self->steps->len;

    if (!self->unlocks) /* what an unlock leaves blank was not so before */
        count_skips (self, &n_match, &n_blank);
    g_ptr_array_add (parts, describe_changes (self));
    if (self->divides)
        g_ptr_array_add (parts, describe_division (self));
    else if (self->loses_division)
        g_ptr_array_add (
            parts, g_strdup (_ ("the emulated EEPROM is lost, and the division of the FlexNVM")));
    if (!self->erase_all)
        ul_words_add_count (parts, self->n_unsure,
                            ngettext ("%u holds other bytes too and is compared first",
                                      "%u hold other bytes too and are compared first",
                                      self->n_unsure));
    ul_words_add_count (parts, n_match,
                        ngettext ("%u already matches", "%u already match", n_match));
    ul_words_add_count (parts, n_blank,
                        ngettext ("%u is already blank", "%u are already blank", n_blank));
    ul_words_add_count (parts, self->n_protected,
                        ngettext ("%u is protected and left out", "%u are protected and left out",
                                  self->n_protected));
    ul_words_add_count (parts, n_read, ngettext ("%u is read", "%u are read", n_read));
    ul_words_add_count (parts, n_rest,
                        ngettext ("%u is not touched", "%u are not touched", n_rest));
    return ul_words_clauses (parts);
}
