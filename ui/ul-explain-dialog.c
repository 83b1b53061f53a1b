/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-explain-dialog.h"

#include "ul-explain-card.h"
#include "ul-screen.h"

#include <glib/gi18n.h>
#include <string.h>

#define SETTLE_MS 150 /* from the last change to the look at it */

#define ABOVE 80 /* pixels of the screen that are left for frame and heading */

struct _UlExplainDialog {
    GtkDialog parent_instance;

    GtkTextView *view;
    GtkTextBuffer *buffer;
    GtkWidget *copy;
    GtkLabel *subject;
    GtkListBox *list;

    guint settle;              /* source */
    GCancellable *cancellable; /* of reading a file, or of explaining */
    UlExplanation *explanation;
};

G_DEFINE_FINAL_TYPE (UlExplainDialog, ul_explain_dialog, GTK_TYPE_DIALOG)

/* --- what was found ------------------------------------------------------------------------ */

/* The window's own way is the only one: it asks first, and explains what cannot work. */
static void
on_action (const char *action, gpointer user_data)
{
    UlExplainDialog *self = user_data;
    g_autoptr (GtkWindow) parent = g_object_ref (gtk_window_get_transient_for (GTK_WINDOW (self)));

    gtk_widget_destroy (GTK_WIDGET (self));
    g_action_group_activate_action (G_ACTION_GROUP (parent), action + strlen ("win."), NULL);
}

static void
clear_list (UlExplainDialog *self)
{
    g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (self->list));

    for (GList *l = rows; l != NULL; l = l->next)
        gtk_widget_destroy (l->data);
}

static void
show_subject (UlExplainDialog *self)
{
    const UlExplanation *explanation = self->explanation;
    g_autoptr (GString) text = g_string_new (NULL);

    if (explanation->device != NULL) {
        g_autofree char *label = ul_device_get_label (explanation->device);
        g_string_append_printf (text, _ ("The log is about %s."), label);
    }
    if (explanation->cut && text->len > 0)
        g_string_append_c (text, ' ');
    if (explanation->cut)
        g_string_append_printf (text, _ ("Only the first %u KiB of the log were looked at."),
                                UL_EXPLAIN_MAX_SIZE / 1024);
    gtk_label_set_text (self->subject, text->str);
    gtk_widget_set_visible (GTK_WIDGET (self->subject), text->str[0] != '\0');
}

static void
show_explanation (UlExplainDialog *self)
{
    const GPtrArray *findings = self->explanation->findings;
    g_autoptr (GError) error = ul_explanation_to_error (self->explanation);

    clear_list (self);
    for (guint i = 0; i < findings->len; i++)
        gtk_container_add (GTK_CONTAINER (self->list),
                           ul_explain_card_new (findings->pdata[i], on_action, self));
    if (error != NULL && self->explanation->n_lines > 0)
        gtk_container_add (GTK_CONTAINER (self->list), ul_explain_card_new_unknown (error));
    gtk_widget_set_sensitive (self->copy, findings->len > 0);
    show_subject (self);
}

static void
on_copy_clicked (UlExplainDialog *self, GtkWidget *button)
{
    g_autofree char *text = ul_explanation_to_text (self->explanation);

    gtk_clipboard_set_text (gtk_widget_get_clipboard (button, GDK_SELECTION_CLIPBOARD), text, -1);
}

/* --- looking at it ------------------------------------------------------------------------- */

static void
explain_thread (GTask *task, gpointer source, gpointer bytes, GCancellable *cancellable)
{
    g_task_return_pointer (
        task, ul_explain_log (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)),
        (GDestroyNotify) ul_explanation_free);
}

static void
explained (GObject *source, GAsyncResult *result, gpointer user_data)
{
    UlExplainDialog *self = UL_EXPLAIN_DIALOG (source);
    UlExplanation *explanation = g_task_propagate_pointer (G_TASK (result), NULL);

    if (explanation == NULL)
        return;
    g_clear_pointer (&self->explanation, ul_explanation_free);
    self->explanation = explanation;
    show_explanation (self);
}

static void
start_over (UlExplainDialog *self)
{
    g_clear_handle_id (&self->settle, g_source_remove);
    if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
    g_clear_object (&self->cancellable);
    self->cancellable = g_cancellable_new ();
}

static void
explain (UlExplainDialog *self, GBytes *bytes)
{
    start_over (self);
    g_autoptr (GTask) task = g_task_new (self, self->cancellable, explained, NULL);
    g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
    g_task_run_in_thread (task, explain_thread);
}

static gboolean
explain_text (gpointer user_data)
{
    UlExplainDialog *self = UL_EXPLAIN_DIALOG (user_data);
    GtkTextIter start, end;

    self->settle = 0;
    gtk_text_buffer_get_bounds (self->buffer, &start, &end);
    char *text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
    g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
    explain (self, bytes);
    return G_SOURCE_REMOVE;
}

static void
on_changed (UlExplainDialog *self)
{
    start_over (self);
    self->settle = g_timeout_add (SETTLE_MS, explain_text, self);
}

/* --- where it comes from ------------------------------------------------------------------- */

static void
tell_failure (UlExplainDialog *self, const GError *error)
{
    clear_list (self);
    gtk_container_add (GTK_CONTAINER (self->list), ul_explain_card_new_unknown (error));
}

static void
read_thread (GTask *task, gpointer source, gpointer file, GCancellable *cancellable)
{
    GError *error = NULL;
    g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, &error);
    GBytes *bytes =
        stream != NULL ? ul_explain_read (G_INPUT_STREAM (stream), cancellable, &error) : NULL;

    if (bytes != NULL)
        g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
    else
        g_task_return_error (task, error);
}

static void
was_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
    UlExplainDialog *self = UL_EXPLAIN_DIALOG (source);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    if (bytes == NULL) {
        tell_failure (self, error);
        return;
    }
    g_autofree char *shown = ul_explain_to_shown (bytes);
    g_signal_handlers_block_by_func (self->buffer, on_changed, self);
    gtk_text_buffer_set_text (self->buffer, shown, -1);
    g_signal_handlers_unblock_by_func (self->buffer, on_changed, self);
    explain (self, bytes);
}

static void
open_file (UlExplainDialog *self, GFile *file)
{
    start_over (self);
    g_autoptr (GTask) task = g_task_new (self, self->cancellable, was_read, NULL);
    g_task_set_task_data (task, g_object_ref (file), g_object_unref);
    g_task_run_in_thread (task, read_thread);
}

static void
on_paste_clicked (UlExplainDialog *self)
{
    GtkClipboard *clipboard =
        gtk_widget_get_clipboard (GTK_WIDGET (self->view), GDK_SELECTION_CLIPBOARD);

    gtk_text_buffer_paste_clipboard (self->buffer, clipboard, NULL, TRUE);
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_chosen (UlExplainDialog *self, int response, GtkFileChooserNative *chooser)
{
    g_autoptr (GtkFileChooserNative) owned = chooser; /* held since on_open_clicked */
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

    if (response == GTK_RESPONSE_ACCEPT && file != NULL)
        open_file (self, file);
}

static void
on_open_clicked (UlExplainDialog *self)
{
    GtkFileChooserNative *chooser =
        gtk_file_chooser_native_new (_ ("Open a Log"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
    g_signal_connect_object (chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* --- drops: a file is read, not its name inserted ------------------------------------------- */

static GdkAtom
get_uri_target (void)
{
    return gdk_atom_intern_static_string ("text/uri-list");
}

static gboolean
has_files (GdkDragContext *context)
{
    return g_list_find (gdk_drag_context_list_targets (context), get_uri_target ()) != NULL;
}

static gboolean
on_drag_motion (GtkWidget *widget, GdkDragContext *context, int x, int y, guint time)
{
    if (!has_files (context))
        return FALSE;
    gdk_drag_status (context, GDK_ACTION_COPY, time);
    return TRUE;
}

static gboolean
on_drag_drop (GtkWidget *widget, GdkDragContext *context, int x, int y, guint time)
{
    if (!has_files (context))
        return FALSE;
    gtk_drag_get_data (widget, context, get_uri_target (), time);
    return TRUE;
}

static void
on_drag_data (GtkWidget *widget, GdkDragContext *context, int x, int y, GtkSelectionData *data,
              guint info, guint time, gpointer user_data)
{
    if (gtk_selection_data_get_target (data) != get_uri_target ())
        return;
    g_signal_stop_emission_by_name (widget, "drag-data-received");
    g_auto (GStrv) uris = gtk_selection_data_get_uris (data);
    gboolean any = uris != NULL && uris[0] != NULL;
    gtk_drag_finish (context, any, FALSE, time);
    if (!any)
        return;
    g_autoptr (GFile) file = g_file_new_for_uri (uris[0]);
    open_file (UL_EXPLAIN_DIALOG (user_data), file);
}

static void
take_files (UlExplainDialog *self, GtkWidget *widget)
{
    g_signal_connect_object (widget, "drag-motion", G_CALLBACK (on_drag_motion), self, 0);
    g_signal_connect_object (widget, "drag-drop", G_CALLBACK (on_drag_drop), self, 0);
    g_signal_connect_object (widget, "drag-data-received", G_CALLBACK (on_drag_data), self, 0);
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_explain_dialog_destroy (GtkWidget *widget)
{
    UlExplainDialog *self = UL_EXPLAIN_DIALOG (widget);

    g_clear_handle_id (&self->settle, g_source_remove);
    if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
    GTK_WIDGET_CLASS (ul_explain_dialog_parent_class)->destroy (widget);
}

static void
ul_explain_dialog_finalize (GObject *object)
{
    UlExplainDialog *self = UL_EXPLAIN_DIALOG (object);

    g_clear_object (&self->cancellable);
    g_clear_pointer (&self->explanation, ul_explanation_free);
    G_OBJECT_CLASS (ul_explain_dialog_parent_class)->finalize (object);
}

static void
ul_explain_dialog_class_init (UlExplainDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_explain_dialog_finalize;
    widget_class->destroy = ul_explain_dialog_destroy;
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-explain-dialog.ui");
    gtk_widget_class_bind_template_child (widget_class, UlExplainDialog, view);
    gtk_widget_class_bind_template_child (widget_class, UlExplainDialog, buffer);
    gtk_widget_class_bind_template_child (widget_class, UlExplainDialog, copy);
    gtk_widget_class_bind_template_child (widget_class, UlExplainDialog, subject);
    gtk_widget_class_bind_template_child (widget_class, UlExplainDialog, list);
    gtk_widget_class_bind_template_callback (widget_class, on_changed);
    gtk_widget_class_bind_template_callback (widget_class, on_paste_clicked);
    gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
    gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
}

static void
ul_explain_dialog_init (UlExplainDialog *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    gtk_drag_dest_set (GTK_WIDGET (self), 0, NULL, 0, GDK_ACTION_COPY);
    take_files (self, GTK_WIDGET (self));
    take_files (self, GTK_WIDGET (self->view)); /* which has text dropped into it by itself */
}

/* Not higher than the screen leaves room for: what does not fit is scrolled to. */
static void
fit_screen (GtkWindow *self)
{
    int width, height, room, most;

    ul_screen_get_room (GTK_WIDGET (self), &room, &most);
    gtk_window_get_default_size (self, &width, &height);
    gtk_window_set_default_size (self, width, MIN (height, MAX (most - ABOVE, 200)));
}

UlExplainDialog *
ul_explain_dialog_new (GtkApplicationWindow *parent)
{
    UlExplainDialog *self = g_object_new (UL_TYPE_EXPLAIN_DIALOG, "use-header-bar", TRUE,
                                          "transient-for", parent, NULL);

    fit_screen (GTK_WINDOW (self));
    return self;
}
