/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-drop-frame.h"

#include "ul-file-kind.h"

#include <glib/gi18n.h>

#define JUDGE_MS 300 /* a file that takes longer to look at is let in: the parser decides */

struct _UlDropFrame {
    GtkBox parent_instance;

    GtkLabel *label;

    GCancellable *cancellable;
    gboolean asked;   /* for the names of what is dragged */
    gboolean dropped; /* the data that comes is to be opened, not looked at */
    gboolean decided;
    guint n_files, n_refused, n_judged;
    GdkDragContext *waiting; /* (nullable): a source that waits for the answer */
    guint waiting_time;
    guint timeout;
};

static guint dropped_signal;

G_DEFINE_FINAL_TYPE (UlDropFrame, ul_drop_frame, GTK_TYPE_BOX)

static gboolean
all_refused (UlDropFrame *self)
{
    return self->n_files > 0 && self->n_refused == self->n_files;
}

static void
show_verdict (UlDropFrame *self)
{
    GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));

    if (all_refused (self)) {
        gtk_style_context_add_class (style, "refused");
        gtk_label_set_text (self->label, _ ("Not a firmware file"));
    } else {
        gtk_style_context_remove_class (style, "refused");
        gtk_label_set_text (self->label,
                            _ ("Drop to add\n.hex  .srec  .elf  .bin  .uf2  .unlatch"));
    }
}

static void
answer (UlDropFrame *self, GdkDragContext *context, guint time)
{
    gdk_drag_status (context, all_refused (self) ? 0 : GDK_ACTION_COPY, time);
}

static void
decide (UlDropFrame *self)
{
    g_autoptr (GdkDragContext) waiting = g_steal_pointer (&self->waiting);

    g_clear_handle_id (&self->timeout, g_source_remove);
    self->decided = TRUE;
    show_verdict (self);
    if (waiting != NULL)
        answer (self, waiting, self->waiting_time);
}

static gboolean
on_timeout (gpointer user_data)
{
    UlDropFrame *self = UL_DROP_FRAME (user_data);

    self->timeout = 0;
    decide (self);
    return G_SOURCE_REMOVE;
}

static void
judged (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlDropFrame) self = UL_DROP_FRAME (user_data);
    GCancellable *asked_with = g_task_get_cancellable (G_TASK (result));
    UlFileKind kind = ul_file_kind_guess_finish (result);

    if (asked_with != self->cancellable)
        return; /* of an earlier drag */
    self->n_judged++;
    if (kind == UL_FILE_KIND_OTHER)
        self->n_refused++;
    if (self->n_judged == self->n_files)
        decide (self);
}

static void
look_at (UlDropFrame *self, char **uris)
{
    self->n_files = g_strv_length (uris);
    for (guint i = 0; uris[i] != NULL; i++) {
        g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);
        ul_file_kind_guess_async (file, self->cancellable, judged, g_object_ref (self));
    }
}

static void
open_all (UlDropFrame *self, char **uris)
{
    g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; uris[i] != NULL; i++)
        g_ptr_array_add (files, g_file_new_for_uri (uris[i]));
    g_signal_emit (self, dropped_signal, 0, files);
}

static void
forget (UlDropFrame *self)
{
    if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
    g_clear_object (&self->cancellable);
    g_clear_object (&self->waiting);
    g_clear_handle_id (&self->timeout, g_source_remove);
    self->asked = self->decided = FALSE;
    self->n_files = self->n_refused = self->n_judged = 0;
    gtk_widget_hide (GTK_WIDGET (self));
}

static GdkAtom
find_target (GtkWidget *widget, GdkDragContext *context)
{
    return gtk_drag_dest_find_target (widget, context, NULL);
}

static gboolean
on_motion (UlDropFrame *self, GdkDragContext *context, int x, int y, guint time, GtkWidget *widget)
{
    GdkAtom target = find_target (widget, context);

    if (target == GDK_NONE)
        return FALSE;
    if (!self->asked) {
        self->asked = TRUE;
        self->dropped = FALSE;
        self->cancellable = g_cancellable_new ();
        self->timeout = g_timeout_add (JUDGE_MS, on_timeout, self);
        show_verdict (self);
        gtk_widget_show (GTK_WIDGET (self));
        gtk_drag_get_data (widget, context, target, time);
    }
    if (self->decided) {
        answer (self, context, time);
    } else {
        g_set_object (&self->waiting, context);
        self->waiting_time = time;
    }
    return TRUE;
}

static void
on_leave (UlDropFrame *self)
{
    forget (self);
}

static gboolean
on_drop (UlDropFrame *self, GdkDragContext *context, int x, int y, guint time, GtkWidget *widget)
{
    GdkAtom target = find_target (widget, context);

    if (target == GDK_NONE)
        return FALSE;
    self->dropped = TRUE;
    gtk_drag_get_data (widget, context, target, time);
    return TRUE;
}

static void
on_data (UlDropFrame *self, GdkDragContext *context, int x, int y, GtkSelectionData *data,
         guint info, guint time)
{
    g_auto (GStrv) uris = gtk_selection_data_get_uris (data);

    if (self->dropped) {
        self->dropped = FALSE;
        if (uris != NULL)
            open_all (self, uris);
        gtk_drag_finish (context, uris != NULL, FALSE, time);
        forget (self);
    } else if (uris != NULL) {
        look_at (self, uris);
    }
}

static void
ul_drop_frame_dispose (GObject *object)
{
    forget (UL_DROP_FRAME (object));
    G_OBJECT_CLASS (ul_drop_frame_parent_class)->dispose (object);
}

static void
ul_drop_frame_class_init (UlDropFrameClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = ul_drop_frame_dispose;
    dropped_signal = g_signal_new ("dropped", UL_TYPE_DROP_FRAME, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
ul_drop_frame_init (UlDropFrame *self)
{
    self->label = GTK_LABEL (gtk_label_new (NULL));
    gtk_label_set_justify (self->label, GTK_JUSTIFY_CENTER);
    gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
    gtk_widget_show (GTK_WIDGET (self->label));
    gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->label));
    gtk_widget_set_no_show_all (GTK_WIDGET (self), TRUE);
    gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self)), "ul-drop");
}

UlDropFrame *
ul_drop_frame_attach (GtkOverlay *overlay)
{
    UlDropFrame *self = g_object_new (UL_TYPE_DROP_FRAME, NULL);

    gtk_overlay_add_overlay (overlay, GTK_WIDGET (self));
    gtk_overlay_set_overlay_pass_through (overlay, GTK_WIDGET (self), TRUE);
    gtk_drag_dest_set (GTK_WIDGET (overlay), 0, NULL, 0, GDK_ACTION_COPY);
    gtk_drag_dest_add_uri_targets (GTK_WIDGET (overlay));
    g_signal_connect_object (overlay, "drag-motion", G_CALLBACK (on_motion), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (overlay, "drag-leave", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (overlay, "drag-drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (overlay, "drag-data-received", G_CALLBACK (on_data), self,
                             G_CONNECT_SWAPPED);
    return self;
}
