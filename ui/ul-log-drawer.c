/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-log-drawer.h"

#include <glib/gi18n.h>

#define MAX_LINES    5000
#define USUAL_HEIGHT 130 /* pixels, of text */
#define LEAST_HEIGHT 52  /* where the window is low: three lines */

struct _UlLogDrawer {
    GtkBox parent_instance;

    GtkTextBuffer *buffer;
    GtkRevealer *revealer; /* (nullable): it and what is in it are made when first opened */
    GtkTextView *view;     /* (nullable) */
};

G_DEFINE_FINAL_TYPE (UlLogDrawer, ul_log_drawer, GTK_TYPE_BOX)

static void
drop_oldest (GtkTextBuffer *buffer)
{
    GtkTextIter start, end;
    int n_extra = gtk_text_buffer_get_line_count (buffer) - MAX_LINES;

    if (n_extra <= 0)
        return;
    gtk_text_buffer_get_start_iter (buffer, &start);
    gtk_text_buffer_get_iter_at_line (buffer, &end, n_extra);
    gtk_text_buffer_delete (buffer, &start, &end);
}

static void
scroll_to_end (UlLogDrawer *self)
{
    GtkTextIter end;

    if (self->view == NULL)
        return;
    gtk_text_buffer_get_end_iter (self->buffer, &end);
    gtk_text_buffer_place_cursor (self->buffer, &end);
    gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
}

static void
on_log (UlLogDrawer *self, const char *line)
{
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();
    g_autofree char *time = g_date_time_format (now, "%H:%M:%S");
    g_autofree char *text = g_strdup_printf ("%s  %s\n", time, line);
    GtkTextIter end;

    gtk_text_buffer_get_end_iter (self->buffer, &end);
    gtk_text_buffer_insert (self->buffer, &end, text, -1);
    drop_oldest (self->buffer);
    scroll_to_end (self);
}

static void
make_view (UlLogDrawer *self, GtkContainer *box)
{
    GtkWidget *scroller = gtk_scrolled_window_new (NULL, NULL);

    self->view = GTK_TEXT_VIEW (gtk_text_view_new_with_buffer (self->buffer));
    gtk_text_view_set_editable (self->view, FALSE);
    gtk_text_view_set_cursor_visible (self->view, FALSE);
    gtk_text_view_set_left_margin (self->view, 12);
    gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->view)), _ ("Log"));
    gtk_widget_set_size_request (GTK_WIDGET (self->view), -1, USUAL_HEIGHT);
    gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
    gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), USUAL_HEIGHT);
    gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), LEAST_HEIGHT);
    gtk_container_add (GTK_CONTAINER (scroller), GTK_WIDGET (self->view));
    gtk_container_add (box, scroller);
    gtk_widget_show_all (scroller);
}

static void
make (UlLogDrawer *self)
{
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/org/unlatch/Unlatch/ul-log-drawer.ui");

    self->revealer = GTK_REVEALER (gtk_builder_get_object (builder, "revealer"));
    make_view (self, GTK_CONTAINER (gtk_builder_get_object (builder, "box")));
    gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->revealer));
}

void
ul_log_drawer_set_open (UlLogDrawer *self, gboolean open)
{
    if (!open && self->revealer == NULL)
        return;
    if (self->revealer == NULL)
        make (self);
    gtk_revealer_set_reveal_child (self->revealer, open);
    if (open)
        scroll_to_end (self);
}

char *
ul_log_drawer_get_text (UlLogDrawer *self)
{
    GtkTextIter start, end;

    gtk_text_buffer_get_bounds (self->buffer, &start, &end);
    return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

void
ul_log_drawer_set_session (UlLogDrawer *self, UlSession *session)
{
    g_signal_connect_object (session, "log", G_CALLBACK (on_log), self, G_CONNECT_SWAPPED);
}

static void
ul_log_drawer_finalize (GObject *object)
{
    g_clear_object (&UL_LOG_DRAWER (object)->buffer);
    G_OBJECT_CLASS (ul_log_drawer_parent_class)->finalize (object);
}

static void
ul_log_drawer_class_init (UlLogDrawerClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = ul_log_drawer_finalize;
}

static void
ul_log_drawer_init (UlLogDrawer *self)
{
    self->buffer = gtk_text_buffer_new (NULL);
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
    gtk_widget_show (GTK_WIDGET (self));
}
