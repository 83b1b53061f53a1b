/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bare GTK 3 window that ours is measured against: GTK's own way to begin, and one label. Stays
 * open until it is told to end. */
#include <gtk/gtk.h>

static void
on_activate (GtkApplication *application)
{
    GtkWidget *window = gtk_application_window_new (application);

    gtk_window_set_title (GTK_WINDOW (window), "Hello");
    gtk_window_set_default_size (GTK_WINDOW (window), 400, 300);
    gtk_container_add (GTK_CONTAINER (window), gtk_label_new ("Hello"));
    gtk_widget_show_all (window);
}

int
main (int argc, char **argv)
{
    GtkApplication *application =
        gtk_application_new ("org.unlatch.Hello", G_APPLICATION_NON_UNIQUE);

    g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
    return g_application_run (G_APPLICATION (application), argc, argv);
}
