/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file-card.h"

#include "ul-file-row.h"

#include <glib/gi18n.h>

struct _UlFileCard {
    GtkBox parent_instance;

    GtkContainer *rows;
    GtkWidget *loading;
    GtkLabel *lock_bytes;

    UlWorkbench *workbench; /* not owned: outlives us */
};

G_DEFINE_FINAL_TYPE (UlFileCard, ul_file_card, GTK_TYPE_BOX)

static void
insert_row (UlFileCard *self, guint position)
{
    UlFileList *files = ul_workbench_get_files (self->workbench);
    g_autoptr (UlImage) image = g_list_model_get_item (G_LIST_MODEL (files), position);
    GtkWidget *row = ul_file_row_new (self->workbench, image);

    gtk_container_add (self->rows, row);
    gtk_box_reorder_child (GTK_BOX (self->rows), row, (int) position);
}

static void
on_items_changed (UlFileCard *self, guint position, guint n_removed, guint n_added)
{
    g_autoptr (GList) rows = gtk_container_get_children (self->rows);

    for (guint i = 0; i < n_removed; i++)
        gtk_widget_destroy (g_list_nth_data (rows, position + i));
    for (guint i = 0; i < n_added; i++)
        insert_row (self, position + i);
}

static void
on_loading_changed (UlFileCard *self)
{
    gtk_widget_set_visible (self->loading,
                            ul_file_list_get_loading (ul_workbench_get_files (self->workbench)));
}

static void
tell_kept (UlFileCard *self)
{
    const UlPlan *plan = ul_workbench_get_plan (self->workbench);
    const UlDevice *device = plan != NULL ? plan->device : NULL;

    if (device == NULL || !device->has_fcf || plan->forecast.kind == UL_FORECAST_NO_CHANGE) {
        gtk_label_set_text (self->lock_bytes, _ ("The chip will be kept unlocked."));
        return;
    }
    g_autofree char *text =
        g_strdup_printf (_ ("The lock byte at 0x%08X will be written as 0x%02X instead."),
                         device->fcf_address + ul_fcf_get_fsec_index (device),
                         plan->forecast.fcf.fsec);
    gtk_label_set_text (self->lock_bytes, text);
}

static void
on_plan_changed (UlFileCard *self)
{
    UlLockBytes lock_bytes = ul_workbench_get_lock_bytes (self->workbench);

    if (lock_bytes == UL_LOCK_BYTES_KEEP_UNLOCKED)
        tell_kept (self);
    else if (lock_bytes == UL_LOCK_BYTES_AS_FILE)
        gtk_label_set_text (self->lock_bytes,
                            _ ("The lock bytes will be written as the file says."));
    gtk_widget_set_visible (GTK_WIDGET (self->lock_bytes), lock_bytes != UL_LOCK_BYTES_ASK);
}

void
ul_file_card_set_workbench (UlFileCard *self, UlWorkbench *workbench)
{
    UlFileList *files = ul_workbench_get_files (workbench);

    self->workbench = workbench;
    g_signal_connect_object (files, "items-changed", G_CALLBACK (on_items_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (files, "notify::loading", G_CALLBACK (on_loading_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (workbench, "notify::plan", G_CALLBACK (on_plan_changed), self,
                             G_CONNECT_SWAPPED);
    on_items_changed (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (files)));
    on_loading_changed (self);
    on_plan_changed (self);
}

static void
ul_file_card_class_init (UlFileCardClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-file-card.ui");
    gtk_widget_class_bind_template_child (widget_class, UlFileCard, rows);
    gtk_widget_class_bind_template_child (widget_class, UlFileCard, loading);
    gtk_widget_class_bind_template_child (widget_class, UlFileCard, lock_bytes);
}

static void
ul_file_card_init (UlFileCard *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}
