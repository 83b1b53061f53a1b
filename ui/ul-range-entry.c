/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-range-entry.h"

#include "ul-wording.h"

#include <glib/gi18n.h>

struct _UlRangeEntry {
    GtkBox parent_instance;

    GtkWidget *label;
    GtkEntry *first;
    GtkEntry *last;

    const UlDevice *device;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (UlRangeEntry, ul_range_entry, GTK_TYPE_BOX)

gboolean
ul_range_entry_get (UlRangeEntry *self, guint32 *start, guint32 *size)
{
    guint32 first, last;

    if (!ul_wording_parse_address (gtk_entry_get_text (self->first), &first) ||
        !ul_wording_parse_address (gtk_entry_get_text (self->last), &last))
        return FALSE;
    if (last < first || ul_device_find_sector (self->device, first) < 0 ||
        ul_device_find_sector (self->device, last) < 0)
        return FALSE;
    *start = first;
    *size = last - first + 1;
    return TRUE;
}

const char *
ul_range_entry_get_fault (UlRangeEntry *self)
{
    guint32 start, size, first, last;

    if (ul_range_entry_get (self, &start, &size))
        return NULL;
    if (ul_wording_parse_address (gtk_entry_get_text (self->first), &first) &&
        ul_wording_parse_address (gtk_entry_get_text (self->last), &last) && last < first)
        return _ ("The last address comes before the first.");
    return _ ("Both addresses have to lie in the chip's flash.");
}

static void
mark (GtkEntry *entry, gboolean wrong)
{
    GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (entry));

    if (wrong)
        gtk_style_context_add_class (style, GTK_STYLE_CLASS_ERROR);
    else
        gtk_style_context_remove_class (style, GTK_STYLE_CLASS_ERROR);
}

static void
on_changed (UlRangeEntry *self)
{
    guint32 start, size;
    gboolean wrong = self->device != NULL && !ul_range_entry_get (self, &start, &size);

    mark (self->first, wrong);
    mark (self->last, wrong);
    g_signal_emit (self, changed_signal, 0);
}

static void
set_address (GtkEntry *entry, guint32 address)
{
    g_autofree char *text = g_strdup_printf ("0x%08X", address);

    gtk_entry_set_text (entry, text);
}

void
ul_range_entry_set (UlRangeEntry *self, guint32 start, guint32 size)
{
    const UlDevice *device = g_steal_pointer (&self->device); /* not checked half way */

    set_address (self->first, start);
    set_address (self->last, start + (size - 1));
    self->device = device;
    on_changed (self);
}

void
ul_range_entry_set_device (UlRangeEntry *self, const UlDevice *device)
{
    self->device = device;
    ul_range_entry_set (self, device->regions[0].start, device->regions[0].size);
}

void
ul_range_entry_align (UlRangeEntry *self, GtkWidget *label)
{
    g_autoptr (GtkSizeGroup) group = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

    gtk_size_group_add_widget (group, self->label);
    gtk_size_group_add_widget (group, label);
}

static void
ul_range_entry_class_init (UlRangeEntryClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    changed_signal = g_signal_new ("changed", UL_TYPE_RANGE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-range-entry.ui");
    gtk_widget_class_bind_template_child (widget_class, UlRangeEntry, label);
    gtk_widget_class_bind_template_child (widget_class, UlRangeEntry, first);
    gtk_widget_class_bind_template_child (widget_class, UlRangeEntry, last);
    gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
ul_range_entry_init (UlRangeEntry *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}
