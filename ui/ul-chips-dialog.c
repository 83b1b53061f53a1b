/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-chips-dialog.h"

#include "ul-chips.h"
#include "ul-question.h"

#include <glib/gi18n.h>

#define FILE_KEY "ul-chip-file"

struct _UlChipsDialog {
    GtkDialog parent_instance;

    GtkStack *stack;
    GtkListBox *list;
    GtkInfoBar *bar;
    GtkLabel *told;
};

G_DEFINE_FINAL_TYPE (UlChipsDialog, ul_chips_dialog, GTK_TYPE_DIALOG)

/* --- what is told --- */

static void
tell (UlChipsDialog *self, GtkMessageType type, const char *text)
{
    gtk_label_set_text (self->told, text);
    gtk_info_bar_set_message_type (self->bar, type);
    gtk_widget_show (GTK_WIDGET (self->bar));
}

static char *
count_chips (const UlChipFile *file)
{
    return g_strdup_printf (ngettext ("%u chip", "%u chips", file->devices->len),
                            file->devices->len);
}

/* --- the list --- */

static char *
list_names (const UlChipFile *file)
{
    GString *names = g_string_new (NULL);

    for (guint i = 0; i < file->devices->len; i++) {
        const UlDevice *device = file->devices->pdata[i];
        g_string_append_printf (names, "%s%s", i > 0 ? " · " : "", device->name);
    }
    return g_string_free (names, FALSE);
}

static GtkWidget *
make_label (const char *text, const char *class_name)
{
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
    if (class_name != NULL)
        gtk_style_context_add_class (gtk_widget_get_style_context (label), class_name);
    return label;
}

static void on_remove_clicked (UlChipsDialog *self, GtkWidget *button);

static GtkWidget *
make_remove_button (UlChipsDialog *self, const UlChipFile *file)
{
    GtkWidget *button = gtk_button_new_with_label (_ ("Remove…"));
    g_autofree char *spoken = g_strdup_printf (_ ("Remove %s"), file->name);

    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    atk_object_set_name (gtk_widget_get_accessible (button), spoken);
    g_object_set_data (G_OBJECT (button), FILE_KEY, (gpointer) file);
    g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove_clicked), self,
                             G_CONNECT_SWAPPED);
    return button;
}

static GtkWidget *
make_row (UlChipsDialog *self, const UlChipFile *file)
{
    GtkWidget *row = gtk_list_box_row_new ();
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
    g_autofree char *names = list_names (file);
    g_autofree char *spoken = g_strdup_printf ("%s: %s", file->name, names);

    gtk_container_add (GTK_CONTAINER (words), make_label (file->name, "ul-chip-name"));
    gtk_container_add (GTK_CONTAINER (words), make_label (names, NULL));
    gtk_container_add (GTK_CONTAINER (words), make_label (file->path, "dim-label"));
    gtk_box_pack_start (GTK_BOX (box), words, TRUE, TRUE, 0);
    if (file->by_user)
        gtk_container_add (GTK_CONTAINER (box), make_remove_button (self, file));
    g_object_set (box, "margin", 8, NULL);
    gtk_container_add (GTK_CONTAINER (row), box);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
    atk_object_set_name (gtk_widget_get_accessible (row), spoken);
    gtk_widget_show_all (row);
    return row;
}

static void
fill (UlChipsDialog *self)
{
    const GPtrArray *files = ul_chips_get_files ();

    gtk_container_foreach (GTK_CONTAINER (self->list), (GtkCallback) (void *) gtk_widget_destroy,
                           NULL);
    for (guint i = 0; i < files->len; i++)
        gtk_container_add (GTK_CONTAINER (self->list), make_row (self, files->pdata[i]));
    gtk_stack_set_visible_child_name (self->stack, files->len > 0 ? "list" : "none");
}

/* --- one more --- */

static void
add (UlChipsDialog *self, const UlChipFile *file)
{
    g_autoptr (GError) error = NULL;
    const UlChipFile *own = ul_chips_add (file, &error);

    if (own == NULL) {
        tell (self, GTK_MESSAGE_ERROR, error->message);
        return;
    }
    g_autofree char *count = count_chips (own);
    /* Translators: file; "2 chips" */
    g_autofree char *text = g_strdup_printf (_ ("%s was added: %s."), own->name, count);
    fill (self);
    tell (self, GTK_MESSAGE_INFO, text);
}

static void
on_replace_answer (GtkWidget *question, int response, UlChipsDialog *self)
{
    if (response == GTK_RESPONSE_ACCEPT)
        add (self, g_object_get_data (G_OBJECT (question), FILE_KEY));
}

/* Takes @file. */
static void
ask_to_replace (UlChipsDialog *self, UlChipFile *file)
{
    g_autofree char *title = g_strdup_printf (_ ("Replace %s?"), file->name);
    GtkWidget *question = ul_question_new (
        GTK_WINDOW (self), title,
        _ ("There is a description of that name already. Its chips are then known as the new "
           "file describes them."));

    g_object_set_data_full (G_OBJECT (question), FILE_KEY, file,
                            (GDestroyNotify) (void *) ul_chip_file_free);
    ul_question_add_safe (question, _ ("_Cancel"), GTK_RESPONSE_CANCEL);
    ul_question_add_destructive (question, _ ("_Replace"), GTK_RESPONSE_ACCEPT);
    g_signal_connect_object (question, "response", G_CALLBACK (on_replace_answer), self, 0);
    g_signal_connect_after (question, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    gtk_window_present (GTK_WINDOW (question));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
    UlChipsDialog *self = UL_CHIPS_DIALOG (source);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlChipFile) file = g_task_propagate_pointer (G_TASK (result), &error);

    if (gtk_widget_in_destruction (GTK_WIDGET (self)))
        return;
    if (file == NULL || !ul_chips_check (file, &error))
        tell (self, GTK_MESSAGE_ERROR, error->message);
    else if (ul_chips_has (file))
        ask_to_replace (self, g_steal_pointer (&file));
    else
        add (self, file);
}

static void
read_thread (GTask *task, gpointer source, gpointer file, GCancellable *cancellable)
{
    GError *error = NULL;
    UlChipFile *chips = ul_chip_file_read (file, FALSE, cancellable, &error);

    if (chips != NULL)
        g_task_return_pointer (task, chips, (GDestroyNotify) (void *) ul_chip_file_free);
    else
        g_task_return_error (task, error);
}

static void
on_chosen (UlChipsDialog *self, int response, GtkFileChooserNative *chooser)
{
    g_autoptr (GtkFileChooserNative) owned = chooser; /* held since on_add_clicked */
    g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

    if (response != GTK_RESPONSE_ACCEPT || file == NULL)
        return;
    g_autoptr (GTask) task = g_task_new (self, NULL, on_read, NULL);
    g_task_set_task_data (task, g_steal_pointer (&file), g_object_unref);
    g_task_run_in_thread (task, read_thread);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *pattern)
{
    GtkFileFilter *filter = gtk_file_filter_new ();

    gtk_file_filter_set_name (filter, name);
    gtk_file_filter_add_pattern (filter, pattern);
    gtk_file_chooser_add_filter (chooser, filter);
}

static void
on_add_clicked (UlChipsDialog *self)
{
    GtkFileChooserNative *chooser =
        gtk_file_chooser_native_new (_ ("Add a Chip Description"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), _ ("_Cancel"));

    add_filter (GTK_FILE_CHOOSER (chooser), _ ("Chip descriptions (.chips)"),
                "*" UL_CHIP_FILE_SUFFIX);
    add_filter (GTK_FILE_CHOOSER (chooser), _ ("All files"), "*");
    gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
    g_signal_connect_object (chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* --- one less --- */

static void
on_remove_answer (GtkWidget *question, int response, UlChipsDialog *self)
{
    const UlChipFile *file = g_object_get_data (G_OBJECT (question), FILE_KEY);
    g_autoptr (GError) error = NULL;

    if (response != GTK_RESPONSE_ACCEPT)
        return;
    g_autofree char *text = g_strdup_printf (_ ("%s was removed."), file->name);
    gboolean removed = ul_chips_remove (file, &error);
    fill (self);
    tell (self, removed ? GTK_MESSAGE_INFO : GTK_MESSAGE_ERROR, removed ? text : error->message);
}

static void
on_remove_clicked (UlChipsDialog *self, GtkWidget *button)
{
    const UlChipFile *file = g_object_get_data (G_OBJECT (button), FILE_KEY);
    g_autofree char *title = g_strdup_printf (_ ("Remove %s?"), file->name);
    g_autofree char *names = list_names (file);
    /* Translators: names of chips */
    g_autofree char *body =
        g_strdup_printf (_ ("The file is deleted. These chips are not known any more: %s"), names);
    GtkWidget *question = ul_question_new (GTK_WINDOW (self), title, body);

    g_object_set_data (G_OBJECT (question), FILE_KEY, (gpointer) file);
    ul_question_add_safe (question, _ ("_Cancel"), GTK_RESPONSE_CANCEL);
    ul_question_add_destructive (question, _ ("_Remove"), GTK_RESPONSE_ACCEPT);
    g_signal_connect_object (question, "response", G_CALLBACK (on_remove_answer), self, 0);
    g_signal_connect_after (question, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    gtk_window_present (GTK_WINDOW (question));
}

/* --- class --- */

static void
ul_chips_dialog_class_init (UlChipsDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-chips-dialog.ui");
    gtk_widget_class_bind_template_child (widget_class, UlChipsDialog, stack);
    gtk_widget_class_bind_template_child (widget_class, UlChipsDialog, list);
    gtk_widget_class_bind_template_child (widget_class, UlChipsDialog, bar);
    gtk_widget_class_bind_template_child (widget_class, UlChipsDialog, told);
    gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
}

static void
ul_chips_dialog_init (UlChipsDialog *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    g_signal_connect_after (self, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    fill (self);
}

UlChipsDialog *
ul_chips_dialog_new (GtkWindow *parent)
{
    return g_object_new (UL_TYPE_CHIPS_DIALOG, "use-header-bar", TRUE, "transient-for", parent,
                         NULL);
}
