/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-restore-dialog.h"

#include "ul-question.h"
#include "ul-restore.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

#define BACKUP "ul-backup"

struct _UlRestoreDialog {
    GtkDialog parent_instance;

    GtkStack *stack;
    GtkListBox *list;

    const UlDevice *device; /* the chip on the board ... */
    char *chip_id;          /* (nullable) */
    UlDivision division;
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

static char *
describe_origin (UlRestoreDialog *self, const UlBackup *backup)
{
    switch (ul_backup_get_origin (backup, self->chip_id)) {
    case UL_BACKUP_THIS_CHIP:
        return g_strdup_printf (_ ("This chip (%s)"), backup->chip);
    case UL_BACKUP_OTHER_CHIP:
        return g_strdup_printf (_ ("Another chip: %s"), backup->chip);
    case UL_BACKUP_CHIP_UNKNOWN:
    default:
        if (backup->chip != NULL)
            return g_strdup_printf (_ ("The chip %s"), backup->chip);
        return g_strdup_printf (_ ("Which chip it was is not known; it was on %s"), backup->probe);
    }
}

static char *
describe_what (const UlBackup *backup)
{
    g_autofree char *size = ul_wording_size (backup->size);
    const char *reason = ul_backup_describe_reason (backup);

    /* Translators: a size, and why: "128 KiB, saved before erasing" */
    return reason != NULL ? g_strdup_printf (_ ("%s, %s"), size, reason) : g_steal_pointer (&size);
}

/* Takes @backup. */
static GtkWidget *
make_row (UlRestoreDialog *self, UlBackup *backup)
{
    GtkWidget *row = gtk_list_box_row_new ();
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
    g_autofree char *time = describe_time (backup);
    g_autofree char *what = describe_what (backup);
    g_autofree char *origin = describe_origin (self, backup);
    g_autofree char *ranges = ul_backup_describe_ranges (backup);
    g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", time, origin, what);

    g_object_set (box, "margin", 8, NULL);
    gtk_container_add (GTK_CONTAINER (box), make_label (time, TRUE));
    gtk_container_add (GTK_CONTAINER (box), make_label (what, FALSE));
    gtk_container_add (GTK_CONTAINER (box), make_label (origin, FALSE));
    gtk_container_add (GTK_CONTAINER (box), make_label (ranges, FALSE));
    gtk_container_add (GTK_CONTAINER (row), box);
    gtk_widget_show_all (row);
    g_object_set_data_full (G_OBJECT (row), BACKUP, backup, (GDestroyNotify) ul_backup_free);
    atk_object_set_name (gtk_widget_get_accessible (row), spoken);
    return row;
}

/* Takes those of @backups that are of that origin. */
static void
add_rows (UlRestoreDialog *self, GPtrArray *backups, UlBackupOrigin origin)
{
    for (guint i = 0; i < backups->len;) {
        if (ul_backup_get_origin (backups->pdata[i], self->chip_id) != origin) {
            i++;
            continue;
        }
        gtk_container_add (GTK_CONTAINER (self->list),
                           make_row (self, g_ptr_array_steal_index (backups, i)));
    }
}

static void
fill (UlRestoreDialog *self, GPtrArray *backups)
{
    add_rows (self, backups, UL_BACKUP_THIS_CHIP);
    add_rows (self, backups, UL_BACKUP_CHIP_UNKNOWN);
    add_rows (self, backups, UL_BACKUP_OTHER_CHIP);

    GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);
    gtk_stack_set_visible_child_name (self->stack, first != NULL ? "list" : "none");
    if (first != NULL)
        gtk_list_box_select_row (self->list, first);
}

static void
list_thread (GTask *task, gpointer source, gpointer device, GCancellable *cancellable)
{
    GPtrArray *backups = ul_backups_list (NULL, NULL, NULL);

    for (guint i = backups->len; i-- > 0;)
        if (!ul_backup_is_of_kind (backups->pdata[i], device))
            g_ptr_array_remove_index (backups, i);
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

static const UlBackup *
get_picked (UlRestoreDialog *self)
{
    return g_object_get_data (G_OBJECT (gtk_list_box_get_selected_row (self->list)), BACKUP);
}

static gboolean
is_of_other_chip (UlRestoreDialog *self, const UlBackup *backup)
{
    return ul_backup_get_origin (backup, self->chip_id) == UL_BACKUP_OTHER_CHIP;
}

static GtkWidget *
ask_for_other_chip (UlRestoreDialog *self, const UlBackup *backup)
{
    g_autofree char *time = describe_time (backup);
    g_autofree char *body = g_strdup_printf (
        /* Translators: an id of a chip, a date with its time, the id of another chip */
        _ ("It was taken from the chip %s on %s. The chip on the board is %s. What belongs to one "
           "board alone, such as a serial number or a calibration, would then be on both."),
        backup->chip, time, self->chip_id);
    GtkWidget *question =
        ul_question_new (GTK_WINDOW (self), _ ("This backup is of another chip"), body);
    ul_question_add_safe (question, _ ("_Cancel"), GTK_RESPONSE_CANCEL);
    ul_question_add_destructive (question, _ ("_Restore to This Chip"), GTK_RESPONSE_ACCEPT);
    return question;
}

static GtkWidget *
ask_for_division (UlRestoreDialog *self, const UlBackup *backup)
{
    g_autofree char *body = ul_restore_describe_division (backup, self->device, &self->division);

    if (body == NULL)
        return NULL;
    GtkWidget *question =
        ul_question_new (GTK_WINDOW (self), _ ("Divide the FlexNVM of this chip?"), body);
    ul_question_add_safe (question, _ ("_Cancel"), GTK_RESPONSE_CANCEL);
    ul_question_add_destructive (question, _ ("_Divide and Restore"), GTK_RESPONSE_ACCEPT);
    return question;
}

GtkWidget *
ul_restore_dialog_new_question (UlRestoreDialog *self, guint n)
{
    const UlBackup *backup = get_picked (self);
    guint n_before = is_of_other_chip (self, backup);

    if (n < n_before)
        return ask_for_other_chip (self, backup);
    return n == n_before ? ask_for_division (self, backup) : NULL;
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    GError *error = NULL;
    UlJobSpec *spec = ul_restore_new_spec (data, &error);

    if (spec != NULL)
        g_task_return_pointer (task, spec, (GDestroyNotify) ul_job_spec_free);
    else
        g_task_return_error (task, error);
}

void
ul_restore_dialog_load_async (UlRestoreDialog *self, GAsyncReadyCallback callback,
                              gpointer user_data)
{
    GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
    g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
    UlBackup *backup = g_object_steal_data (G_OBJECT (row), BACKUP);

    if (is_of_other_chip (self, backup))
        g_clear_pointer (&backup->chip, g_free); /* any chip will do: it was asked */
    g_task_set_task_data (task, backup, (GDestroyNotify) ul_backup_free);
    g_task_run_in_thread (task, load_thread);
}

UlJobSpec *
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
ul_restore_dialog_finalize (GObject *object)
{
    g_free (UL_RESTORE_DIALOG (object)->chip_id);
    G_OBJECT_CLASS (ul_restore_dialog_parent_class)->finalize (object);
}

static void
ul_restore_dialog_class_init (UlRestoreDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_restore_dialog_finalize;
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
ul_restore_dialog_new (GtkWindow *parent, const UlDevice *device, const UlTargetIds *ids)
{
    UlRestoreDialog *self = g_object_new (UL_TYPE_RESTORE_DIALOG, "use-header-bar", TRUE,
                                          "transient-for", parent, NULL);
    g_autoptr (GTask) task = g_task_new (self, NULL, listed, NULL);

    self->device = device;
    self->chip_id = ul_chip_id_to_text (&ids->chip);
    self->division = ids->division;
    g_task_set_task_data (task, (gpointer) device, NULL);
    g_task_run_in_thread (task, list_thread);
    return self;
}
