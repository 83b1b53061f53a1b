/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-read-dialog.h"

#include "ul-range-entry.h"

#include <glib/gi18n.h>

struct _UlReadDialog {
    GtkDialog parent_instance;

    UlRangeEntry *range_entry;
    GtkLabel *fault;
    GtkWidget *format_label;
    GtkComboBox *format;
    GtkWidget *save;

    UlJobSpec *sectors; /* (nullable): what to read instead of a range */
    const UlDevice *device;
    GFile *file;                   /* (nullable): until it was chosen */
    GtkFileChooserNative *chooser; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (UlReadDialog, ul_read_dialog, GTK_TYPE_DIALOG)

static const struct {
    const char *id, *suffix;
    UlImageFormat format;
} formats[] = {
    { "ihex", "hex", UL_IMAGE_FORMAT_IHEX },
    { "srec", "srec", UL_IMAGE_FORMAT_SREC },
    { "bin", "bin", UL_IMAGE_FORMAT_BIN },
};

static guint
get_format_index (UlReadDialog *self)
{
    const char *id = gtk_combo_box_get_active_id (self->format);

    for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
        if (g_strcmp0 (id, formats[i].id) == 0)
            return i;
    return 0;
}

UlImageFormat
ul_read_dialog_get_format (UlReadDialog *self)
{
    return formats[get_format_index (self)].format;
}

GFile *
ul_read_dialog_get_file (UlReadDialog *self)
{
    return self->file;
}

UlJobSpec *
ul_read_dialog_get_spec (UlReadDialog *self)
{
    if (self->sectors != NULL)
        return ul_job_spec_copy (self->sectors);

    UlJobSpec *spec = ul_job_spec_new (UL_JOB_READ);
    spec->scope = UL_SCOPE_RANGE;
    ul_range_entry_get (self->range_entry, &spec->range_start, &spec->range_size);
    return spec;
}

void
ul_read_dialog_set_spec (UlReadDialog *self, const UlJobSpec *spec)
{
    if (spec->scope == UL_SCOPE_RANGE) {
        ul_range_entry_set (self->range_entry, spec->range_start, spec->range_size);
        return;
    }
    self->sectors = ul_job_spec_copy (spec);
    gtk_widget_hide (GTK_WIDGET (self->range_entry));
}

/* Why the button cannot be pressed is also what it says of itself. */
static void
on_range_changed (UlReadDialog *self)
{
    if (self->device == NULL)
        return;
    const char *fault = ul_range_entry_get_fault (self->range_entry);
    gtk_label_set_text (self->fault, fault != NULL ? fault : "");
    gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
    gtk_widget_set_sensitive (self->save, fault == NULL);
    atk_object_set_description (gtk_widget_get_accessible (self->save), fault != NULL ? fault : "");
}

static void
on_file_chosen (UlReadDialog *self, int response)
{
    if (response == GTK_RESPONSE_ACCEPT)
        self->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
    g_clear_object (&self->chooser);
    if (self->file != NULL)
        gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT);
}

static void
on_save_clicked (UlReadDialog *self)
{
    g_autofree char *chip = ul_device_get_label (self->device);
    g_autofree char *name =
        g_strdup_printf ("%s.%s", chip, formats[get_format_index (self)].suffix);

    self->chooser =
        gtk_file_chooser_native_new (_ ("Save What the Chip Holds"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
    gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (self->chooser), TRUE);
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
    g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_file_chosen), self,
                             G_CONNECT_SWAPPED);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
ul_read_dialog_finalize (GObject *object)
{
    UlReadDialog *self = UL_READ_DIALOG (object);

    g_clear_pointer (&self->sectors, ul_job_spec_free);
    g_clear_object (&self->file);
    g_clear_object (&self->chooser);
    G_OBJECT_CLASS (ul_read_dialog_parent_class)->finalize (object);
}

static void
ul_read_dialog_class_init (UlReadDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_read_dialog_finalize;
    g_type_ensure (UL_TYPE_RANGE_ENTRY);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-read-dialog.ui");
    gtk_widget_class_bind_template_child (widget_class, UlReadDialog, range_entry);
    gtk_widget_class_bind_template_child (widget_class, UlReadDialog, fault);
    gtk_widget_class_bind_template_child (widget_class, UlReadDialog, format_label);
    gtk_widget_class_bind_template_child (widget_class, UlReadDialog, format);
    gtk_widget_class_bind_template_child (widget_class, UlReadDialog, save);
    gtk_widget_class_bind_template_callback (widget_class, on_range_changed);
    gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
}

static void
ul_read_dialog_init (UlReadDialog *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    ul_range_entry_align (self->range_entry, self->format_label);
}

UlReadDialog *
ul_read_dialog_new (GtkWindow *parent, const UlDevice *device)
{
    UlReadDialog *self =
        g_object_new (UL_TYPE_READ_DIALOG, "use-header-bar", TRUE, "transient-for", parent, NULL);

    ul_range_entry_set_device (self->range_entry, device);
    self->device = device;
    gtk_widget_grab_default (self->save);
    return self;
}
