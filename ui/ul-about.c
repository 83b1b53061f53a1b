/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-about.h"

#include "ul-config.h"

#include <glib/gi18n.h>

#define SHORTCUTS "ul-shortcuts"

void
ul_about_show (GtkWindow *parent)
{
    static const char *const authors[] = { "The Unlatch authors", NULL };

    gtk_show_about_dialog (parent, "program-name", "Unlatch", "version", UL_VERSION, "comments",
                           _ ("Unlocks, erases and programs microcontrollers"), "license-type",
                           GTK_LICENSE_GPL_2_0, "authors", authors, "logo-icon-name",
                           "org.unlatch.Unlatch", NULL);
}

/* GTK's button to search is a picture without a word. */
static void
name_buttons (GtkWidget *widget, gpointer user_data)
{
    if (GTK_IS_TOGGLE_BUTTON (widget))
        atk_object_set_name (gtk_widget_get_accessible (widget), _ ("Search Shortcuts"));
    else if (GTK_IS_CONTAINER (widget))
        gtk_container_forall (GTK_CONTAINER (widget), name_buttons, NULL);
}

/* It is hidden when it is closed, not destroyed, as those are that GTK makes: what reads the window
 * aloud may still be busy with its many widgets, and GTK does not survive that. */
static GtkWindow *
make_shortcuts (GtkWindow *parent)
{
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/org/unlatch/Unlatch/ul-shortcuts.ui");
    GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

    gtk_window_set_transient_for (window, parent);
    g_signal_connect (window, "delete-event", G_CALLBACK (gtk_widget_hide_on_delete), NULL);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (window)), _ ("Keyboard Shortcuts"));
    gtk_container_forall (GTK_CONTAINER (window), name_buttons, NULL);
    g_object_set_data (G_OBJECT (parent), SHORTCUTS, window); /* which goes with it */
    return window;
}

void
ul_about_show_shortcuts (GtkWindow *parent)
{
    GtkWindow *window = g_object_get_data (G_OBJECT (parent), SHORTCUTS);

    gtk_window_present (window != NULL ? window : make_shortcuts (parent));
}
