/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-about.h"

#include "ul-config.h"

#include <glib/gi18n.h>

void
ul_about_show (GtkWindow *parent)
{
    static const char *const authors[] = { "The Unlatch authors", NULL };

    gtk_show_about_dialog (parent, "program-name", "Unlatch", "version", UL_VERSION, "comments",
                           _ ("Unlocks, erases and programs microcontrollers"), "license-type",
                           GTK_LICENSE_GPL_2_0, "authors", authors, "logo-icon-name",
                           "org.unlatch.Unlatch", NULL);
}

void
ul_about_show_shortcuts (GtkWindow *parent)
{
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/org/unlatch/Unlatch/ul-shortcuts.ui");
    GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

    gtk_window_set_transient_for (window, parent);
    gtk_window_present (window);
}
