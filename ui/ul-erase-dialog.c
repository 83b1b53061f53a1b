/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-erase-dialog.h"

#include "ul-range-entry.h"

#include <glib/gi18n.h>

struct _UlEraseDialog {
    GtkDialog parent_instance;

    GtkToggleButton *all;
    GtkToggleButton *needed;
    GtkToggleButton *range;
    UlRangeEntry *range_entry;
    GtkToggleButton *skip; /* shown where there is something protected */
    GtkLabel *outlook;
    GtkWidget *cancel;
    GtkWidget *erase;

    UlWorkbench *workbench; /* (nullable): not owned; NULL while the template is built */
};

G_DEFINE_FINAL_TYPE (UlEraseDialog, ul_erase_dialog, GTK_TYPE_DIALOG)

UlJobSpec *
ul_erase_dialog_get_spec (UlEraseDialog *self)
{
    UlJobSpec *spec = ul_workbench_new_spec (self->workbench, UL_JOB_ERASE);
    UlImage *image = ul_file_list_get_image (ul_workbench_get_files (self->workbench));

    if (gtk_toggle_button_get_active (self->needed) && image != NULL) {
        spec->scope = UL_SCOPE_NEEDED;
        spec->image = g_object_ref (image);
    } else if (gtk_toggle_button_get_active (self->range)) {
        spec->scope = UL_SCOPE_RANGE;
        ul_range_entry_get (self->range_entry, &spec->range_start, &spec->range_size);
    } else {
        spec->scope = UL_SCOPE_ALL;
    }
    if (gtk_toggle_button_get_active (self->skip))
        spec->skip_protected = TRUE;
    return spec;
}

/* What the button would do is also what it says of itself. */
static void
show_text (UlEraseDialog *self, const char *text, gboolean possible)
{
    gtk_label_set_text (self->outlook, text);
    atk_object_set_description (gtk_widget_get_accessible (self->erase), text);
    gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT, possible);
}

static void
show_outlook (UlEraseDialog *self)
{
    g_autoptr (UlJobSpec) spec = ul_erase_dialog_get_spec (self);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlPlan) plan =
        ul_session_preview (ul_workbench_get_session (self->workbench), spec, &error);
    g_autofree char *text = NULL;

    if (plan != NULL) {
        text = ul_plan_summarize (plan);
    } else {
        g_autoptr (UlMessage) message = ul_message_new_from_error (error);
        if (g_str_has_prefix (message->body, message->title)) /* it begins with those words */
            text = g_strdup (message->body);
        else
            text = g_strjoin ("\n", message->title, message->body, NULL);
    }
    show_text (self, text, plan != NULL);
}

static void
update (UlEraseDialog *self)
{
    guint32 start, size;

    if (self->workbench == NULL)
        return;
    gtk_widget_set_sensitive (GTK_WIDGET (self->range_entry),
                              gtk_toggle_button_get_active (self->range));
    if (!gtk_toggle_button_get_active (self->range) ||
        ul_range_entry_get (self->range_entry, &start, &size)) {
        show_outlook (self);
        return;
    }
    show_text (self, ul_range_entry_get_fault (self->range_entry), FALSE);
}

static void
ul_erase_dialog_class_init (UlEraseDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    g_type_ensure (UL_TYPE_RANGE_ENTRY);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-erase-dialog.ui");
    gtk_widget_class_bind_template_child (widget_class, UlEraseDialog, all);
    gtk_widget_class_bind_template_child (widget_class, UlEraseDialog, needed);
    gtk_widget_class_bind_template_child (widget_class, UlEraseDialog, range);
    gtk_widget_class_bind_template_child (widget_class, UlEraseDialog, range_entry);
    gtk_widget_class_bind_template_child (widget_class, UlEraseDialog, skip);
    gtk_widget_class_bind_template_child (widget_class, UlEraseDialog, outlook);
    gtk_widget_class_bind_template_child (widget_class, UlEraseDialog, cancel);
    gtk_widget_class_bind_template_child (widget_class, UlEraseDialog, erase);
    gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
ul_erase_dialog_init (UlEraseDialog *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
has_protected (UlSession *session)
{
    const UlDevice *device = ul_session_get_device (session);

    return device != NULL &&
           ul_protection_count_sectors (&ul_session_get_chip (session)->protection, device) > 0;
}

UlEraseDialog *
ul_erase_dialog_new (GtkWindow *parent, UlWorkbench *workbench)
{
    UlEraseDialog *self =
        g_object_new (UL_TYPE_ERASE_DIALOG, "use-header-bar", TRUE, "transient-for", parent, NULL);
    UlSession *session = ul_workbench_get_session (workbench);
    gboolean have_files = ul_file_list_get_image (ul_workbench_get_files (workbench)) != NULL;

    ul_range_entry_set_device (self->range_entry, ul_session_get_device (session));
    gtk_widget_set_visible (GTK_WIDGET (self->skip), has_protected (session));
    self->workbench = workbench;
    gtk_widget_set_sensitive (GTK_WIDGET (self->needed), have_files);
    gtk_toggle_button_set_active (have_files ? self->needed : self->all, TRUE);
    gtk_widget_grab_focus (self->cancel);
    update (self);
    return self;
}
