/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-brief-popover.h"

static gboolean
destroy (gpointer user_data)
{
    gtk_widget_destroy (user_data);
    return G_SOURCE_REMOVE;
}

/* Not at once: the button that closed it is still being pressed. */
static void
on_closed (GtkWidget *popover)
{
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, destroy, g_object_ref (popover), g_object_unref);
}

void
ul_brief_popover_init (UlBriefPopover *self, GtkWidget *widget, const char *name)
{
    self->popover = gtk_popover_new (widget);
    self->words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    g_object_set (self->words, "margin", 12, NULL);
    gtk_widget_set_halign (self->buttons, GTK_ALIGN_END);
    gtk_widget_set_margin_top (self->buttons, 6); /* 12 with the spacing, as everywhere */
    gtk_box_pack_end (GTK_BOX (self->words), self->buttons, FALSE, FALSE, 0);
    gtk_container_add (GTK_CONTAINER (self->popover), self->words);
    atk_object_set_name (gtk_widget_get_accessible (self->popover), name);
    g_signal_connect (self->popover, "closed", G_CALLBACK (on_closed), NULL);
}

void
ul_brief_popover_add_label (UlBriefPopover *self, const char *text, gboolean bold)
{
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
    if (bold) {
        g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
        pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
        gtk_label_set_attributes (GTK_LABEL (label), attributes);
    }
    gtk_container_add (GTK_CONTAINER (self->words), label);
}

void
ul_brief_popover_closes_by (UlBriefPopover *self, GtkWidget *button)
{
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (gtk_popover_popdown), self->popover);
}

void
ul_brief_popover_show (UlBriefPopover *self)
{
    gtk_widget_show_all (self->words);
    gtk_popover_popup (GTK_POPOVER (self->popover));
}
