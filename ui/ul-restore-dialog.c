/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-restore-dialog.h"

#include "ul-wording.h"

#include <glib/gi18n.h>

#define BACKUP "ul-backup"

struct _UlRestoreDialog {
    GtkDialog parent_instance;

    GtkStack *stack;
    GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (UlRestoreDialog, ul_restore_dialog, GTK_TYPE_DIALOG)

/* --- the list ------------------------------------------------------------------------------ */

static char *
describe_time (const UlBackup *backup)
{
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (backup->time);

    return date != NULL ? g_date_time_format (date, "%x %X") : g_strdup (backup->id);
}

static GtkWidget *
make_label (const char *text, gboolean bold)
{
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 52);
    if (bold) {
        g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
        pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
        gtk_label_set_attributes (GTK_LABEL (label), attributes);
    } else {
        gtk_style_context_add_class (gtk_widget_get_style_context (label), "dim-label");
    }
    return label;
}

/* Takes @backup. */
static GtkWidget *
make_row (UlBackup *backup)
{
    GtkWidget *row = gtk_list_box_row_new ();
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
    g_autofree char *time = describe_time (backup);
    g_autofree char *size = ul_wording_size (backup->size);
    /* Translators: a size, and the probe that the chip was on */
    g_autofree char *what = g_strdup_printf (_ ("%s, from %s"), size, backup->chip);
    g_autofree char *ranges = ul_backup_describe_ranges (backup);
    g_autofree char *spoken = g_strdup_printf ("%s, %s", time, what);

    g_object_set (box, "margin", 8, NULL);
    gtk_container_add (GTK_CONTAINER (box), make_label (time, TRUE));
    gtk_container_add (GTK_CONTAINER (box), make_label (what, FALSE));
    gtk_container_add (GTK_CONTAINER (box), make_label (ranges, FALSE));
    gtk_container_add (GTK_CONTAINER (row), box);
    gtk_widget_show_all (row);
    g_object_set_data_full (G_OBJECT (row), BACKUP, backup, (GDestroyNotify) ul_backup_free);
    atk_object_set_name (gtk_widget_get_accessible (row), spoken);
    return row;
}

static void
fill (UlRestoreDialog *self, GPtrArray *backups)
{
    while (backups->len > 0)
        gtk_container_add (GTK_CONTAINER (self->list),
                           make_row (g_ptr_array_steal_index (backups, 0)));

    GtkListBoxRow *newest = gtk_list_box_get_row_at_index (self->list, 0);
    gtk_stack_set_visible_child_name (self->stack, newest != NULL ? "list" : "none");
    if (newest != NULL)
        gtk_list_box_select_row (self->list, newest);
}

static void
list_thread (GTask *task, gpointer source, gpointer device, GCancellable *cancellable)
{
    GPtrArray *backups = ul_backups_list (NULL, NULL);

    for (guint i = backups->len; i-- > 0;) {
        const UlBackup *backup = backups->pdata[i];
        if (ul_devices_find (backup->device) != device)
            g_ptr_array_remove_index (backups, i);
    }
    g_task_return_pointer (task, backups, (GDestroyNotify) g_ptr_array_unref);
}

static void
listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    UlRestoreDialog *self = UL_RESTORE_DIALOG (source);
    g_autoptr (GPtrArray) backups = g_task_propagate_pointer (G_TASK (result), NULL);

    if (backups != NULL && !gtk_widget_in_destruction (GTK_WIDGET (self)))
        fill (self, backups);
}

/* --- what is picked ------------------------------------------------------------------------ */

static void
load_thread (GTask *task, gpointer source, gpointer backup, GCancellable *cancellable)
{
    GError *error = NULL;
    UlImage *image = ul_backup_load (backup, &error);

    if (image != NULL)
        g_task_return_pointer (task, image, g_object_unref);
    else
        g_task_return_error (task, error);
}

void
ul_restore_dialog_load_async (UlRestoreDialog *self, GAsyncReadyCallback callback,
                              gpointer user_data)
{
    GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
    g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

    g_task_set_task_data (task, g_object_steal_data (G_OBJECT (row), BACKUP),
                          (GDestroyNotify) ul_backup_free);
    g_task_run_in_thread (task, load_thread);
}

UlImage *
ul_restore_dialog_load_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_selected (UlRestoreDialog *self, GtkListBoxRow *row)
{
    gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT, row != NULL);
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_restore_dialog_class_init (UlRestoreDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-restore-dialog.ui");
    gtk_widget_class_bind_template_child (widget_class, UlRestoreDialog, stack);
    gtk_widget_class_bind_template_child (widget_class, UlRestoreDialog, list);
    gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
ul_restore_dialog_init (UlRestoreDialog *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT, FALSE);
}

UlRestoreDialog *
ul_restore_dialog_new (GtkWindow *parent, const UlDevice *device)
{
    UlRestoreDialog *self = g_object_new (UL_TYPE_RESTORE_DIALOG, "use-header-bar", TRUE,
                                          "transient-for", parent, NULL);
    g_autoptr (GTask) task = g_task_new (self, NULL, listed, NULL);

    g_task_set_task_data (task, (gpointer) device, NULL);
    g_task_run_in_thread (task, list_thread);
    return self;
}
