/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-line-dialog.h"

#include "ul-image-lines.h"

#include <string.h>

#define AROUND 6
#define MARK   "▸"

typedef struct {
    char *title, *body;
    guint line;
    guint first;      /* number of the first of: */
    GPtrArray *lines; /* (nullable) */
} Shown;

static void
shown_free (gpointer data)
{
    Shown *self = data;

    g_free (self->title);
    g_free (self->body);
    g_clear_pointer (&self->lines, g_ptr_array_unref);
    g_free (self);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Shown *shown = data;
    GError *error = NULL;

    shown->lines =
        ul_image_lines_read (source, shown->line, AROUND, &shown->first, cancellable, &error);
    if (shown->lines != NULL)
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

void
ul_line_dialog_load_async (GFile *file, const UlMessage *message, GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (file, NULL, callback, user_data);
    Shown *shown = g_new0 (Shown, 1);

    shown->title = g_strdup (message->title);
    shown->body = g_strdup (message->body);
    shown->line = message->line;
    g_task_set_task_data (task, shown, shown_free);
    g_task_run_in_thread (task, load_thread);
}

/* Bold and an arrow say which it is where colours do not. */
static GtkTextTag *
make_tag (GtkTextBuffer *buffer, GtkStyleContext *style)
{
    GdkRGBA colour;

    if (!gtk_style_context_lookup_color (style, "error_color", &colour))
        gdk_rgba_parse (&colour, "#d55e00");
    colour.alpha = 0.18;
    return gtk_text_buffer_create_tag (buffer, NULL, "weight", PANGO_WEIGHT_BOLD,
                                       "paragraph-background-rgba", &colour, NULL);
}

/* @mark: (out): stands in the bad line */
static GtkTextBuffer *
fill (const Shown *shown, GtkStyleContext *style, GtkTextMark **mark)
{
    GtkTextBuffer *buffer = gtk_text_buffer_new (NULL);
    GtkTextTag *tag = make_tag (buffer, style);
    GtkTextIter end;

    g_autofree char *widest = g_strdup_printf ("%u", shown->first + shown->lines->len - 1);
    int width = (int) strlen (widest);

    gtk_text_buffer_get_end_iter (buffer, &end);
    for (guint i = 0; i < shown->lines->len; i++) {
        gboolean bad = shown->first + i == shown->line;
        g_autofree char *text =
            g_strdup_printf ("%s%s %*u  %s", i > 0 ? "\n" : "", bad ? MARK : " ", width,
                             shown->first + i, (const char *) shown->lines->pdata[i]);
        gtk_text_buffer_insert_with_tags (buffer, &end, text, -1, bad ? tag : NULL, NULL);
        if (!bad)
            continue;
        GtkTextIter start = end;
        gtk_text_iter_set_line_offset (&start, 0);
        *mark = gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE);
        gtk_text_buffer_place_cursor (buffer, &start);
    }
    return buffer;
}

static GtkWidget *
make_body (const Shown *shown)
{
    GtkWidget *label = gtk_label_new (shown->body);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 72);
    gtk_label_set_selectable (GTK_LABEL (label), FALSE);
    return label;
}

static GtkWidget *
make_view (const Shown *shown)
{
    GtkWidget *view = gtk_text_view_new ();
    GtkTextMark *mark = NULL;
    g_autoptr (GtkTextBuffer) buffer = fill (shown, gtk_widget_get_style_context (view), &mark);
    AtkObject *accessible = gtk_widget_get_accessible (view);

    gtk_text_view_set_buffer (GTK_TEXT_VIEW (view), buffer);
    gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
    gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
    gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
    gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 8);
    gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
    gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 6);
    gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (view), mark, 0, TRUE, 0, 0.5);
    atk_object_set_name (accessible, shown->title);
    atk_object_set_description (accessible, shown->body);
    return view;
}

static GtkWidget *
make_scrolled (GtkWidget *view)
{
    GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

    gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (scrolled), GTK_SHADOW_IN);
    gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 150);
    gtk_widget_set_vexpand (scrolled, TRUE);
    gtk_container_add (GTK_CONTAINER (scrolled), view);
    return scrolled;
}

GtkWidget *
ul_line_dialog_load_finish (GtkWindow *parent, GAsyncResult *result, GError **error)
{
    const Shown *shown = g_task_get_task_data (G_TASK (result));

    if (!g_task_propagate_boolean (G_TASK (result), error))
        return NULL;
    GtkWidget *dialog = gtk_dialog_new_with_buttons (
        shown->title, parent,
        GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT | GTK_DIALOG_USE_HEADER_BAR, NULL, NULL);
    GtkWidget *box = gtk_dialog_get_content_area (GTK_DIALOG (dialog));
    GtkWidget *view = make_view (shown);

    gtk_window_set_default_size (GTK_WINDOW (dialog), 700, 360);
    g_object_set (box, "margin", 18, "spacing", 12, NULL);
    gtk_container_add (GTK_CONTAINER (box), make_body (shown));
    gtk_container_add (GTK_CONTAINER (box), make_scrolled (view));
    gtk_widget_show_all (box);
    gtk_widget_grab_focus (view);
    g_signal_connect (dialog, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    return dialog;
}
