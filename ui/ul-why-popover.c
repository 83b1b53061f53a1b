/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-why-popover.h"

#include "ul-help.h"
#include "ul-remedy-button.h"

static GtkWidget *
make_label (const char *text, gboolean bold)
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
    return label;
}

static void
add_help (GtkWidget *box, GtkWidget *popover, const UlMessage *message)
{
    GtkWidget *link = ul_help_add_link (GTK_CONTAINER (box), message);

    if (link != NULL)
        g_signal_connect_swapped (link, "clicked", G_CALLBACK (gtk_popover_popdown), popover);
}

static void
add_remedy (GtkWidget *box, GtkWidget *popover, UlRemedy remedy)
{
    GtkWidget *button = ul_remedy_button_new_acting (remedy);

    if (button == NULL)
        return;
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (gtk_popover_popdown), popover);
    gtk_container_add (GTK_CONTAINER (box), button);
}

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
ul_why_popover_show (GtkWidget *widget, const UlMessage *message)
{
    GtkWidget *popover = gtk_popover_new (widget);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    g_object_set (box, "margin", 12, NULL);
    gtk_container_add (GTK_CONTAINER (box), make_label (message->title, TRUE));
    gtk_container_add (GTK_CONTAINER (box), make_label (message->body, FALSE));
    gtk_widget_set_halign (buttons, GTK_ALIGN_END);
    add_help (buttons, popover, message);
    add_remedy (buttons, popover, message->remedies[0]);
    gtk_container_add (GTK_CONTAINER (box), buttons);
    gtk_widget_show_all (box);
    gtk_container_add (GTK_CONTAINER (popover), box);
    atk_object_set_name (gtk_widget_get_accessible (popover), message->title);
    g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
    gtk_popover_popup (GTK_POPOVER (popover));
}
