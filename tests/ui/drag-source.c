/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * drag-source X Y FILE...: a small window at X, Y from which the files can be dragged with the
 * pointer, as from a file manager. Tells on standard output what becomes of the drag, one word a
 * line: "ready", "begin", "action N" (what the window under the pointer would do; 0: refuses),
 * "drop", "end".
 */
#include <gtk/gtk.h>

static void
tell (const char *format, ...)
{
    va_list args;

    va_start (args, format);
    vprintf (format, args);
    va_end (args);
    putchar ('\n');
    fflush (stdout);
}

static void
on_action_changed (GdkDragContext *context, GdkDragAction action)
{
    tell ("action %d", (int) action);
}

static void
on_drop_performed (GdkDragContext *context)
{
    tell ("drop");
}

static void
on_drag_begin (GtkWidget *widget, GdkDragContext *context)
{
    g_signal_connect (context, "action-changed", G_CALLBACK (on_action_changed), NULL);
    g_signal_connect (context, "drop-performed", G_CALLBACK (on_drop_performed), NULL);
    tell ("begin");
}

static void
on_drag_data_get (GtkWidget *widget, GdkDragContext *context, GtkSelectionData *data, guint info,
                  guint time, char **uris)
{
    gtk_selection_data_set_uris (data, uris);
}

static void
on_drag_end (GtkWidget *widget, GdkDragContext *context)
{
    tell ("end");
}

static gboolean
on_mapped (GtkWidget *widget, GdkEvent *event, gpointer user_data)
{
    tell ("ready");
    return FALSE;
}

static char **
make_uris (char **paths)
{
    g_autoptr (GPtrArray) uris = g_ptr_array_new ();

    for (; *paths != NULL; paths++) {
        g_autoptr (GFile) file = g_file_new_for_commandline_arg (*paths);
        g_ptr_array_add (uris, g_file_get_uri (file));
    }
    g_ptr_array_add (uris, NULL);
    return (char **) g_ptr_array_free (g_steal_pointer (&uris), FALSE);
}

int
main (int argc, char **argv)
{
    GtkWidget *window, *label;
    g_auto (GStrv) uris = NULL;

    gtk_init (&argc, &argv);
    if (argc < 4)
        g_error ("usage: drag-source X Y FILE...");
    uris = make_uris (argv + 3);

    window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
    gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
    gtk_window_move (GTK_WINDOW (window), atoi (argv[1]), atoi (argv[2]));
    gtk_window_set_default_size (GTK_WINDOW (window), 80, 60);
    label = gtk_label_new ("Files");
    gtk_container_add (GTK_CONTAINER (window), label);

    gtk_drag_source_set (window, GDK_BUTTON1_MASK, NULL, 0, GDK_ACTION_COPY);
    gtk_drag_source_add_uri_targets (window);
    g_signal_connect (window, "drag-begin", G_CALLBACK (on_drag_begin), NULL);
    g_signal_connect (window, "drag-data-get", G_CALLBACK (on_drag_data_get), uris);
    g_signal_connect (window, "drag-end", G_CALLBACK (on_drag_end), NULL);
    g_signal_connect (window, "map-event", G_CALLBACK (on_mapped), NULL);
    g_signal_connect (window, "destroy", G_CALLBACK (gtk_main_quit), NULL);
    gtk_widget_show_all (window);
    gtk_main ();
    return 0;
}
