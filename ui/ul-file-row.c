/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file-row.h"

#include "ul-chip-words.h"
#include "ul-file-offset.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

#define MAX_RANGES 3

struct _UlFileRow {
    GtkBox parent_instance;

    GtkToggleButton *tick;
    GtkLabel *name;
    GtkLabel *summary;
    GtkLabel *ranges;
    GtkBox *offset_place;
    GtkLabel *moved;
    GtkWidget *base_box;
    GtkEntry *base;
    GtkLabel *lock;
    GtkLabel *warnings;
    GtkWidget *remove;

    UlWorkbench *workbench; /* not owned: outlives us */
    UlImage *image;
};

G_DEFINE_FINAL_TYPE (UlFileRow, ul_file_row, GTK_TYPE_BOX)

static void
on_remove_clicked (UlFileRow *self)
{
    ul_file_list_remove (ul_workbench_get_files (self->workbench), self->image);
}

static void
show_tick (UlFileRow *self)
{
    gboolean ticked =
        ul_file_list_get_ticked (ul_workbench_get_files (self->workbench), self->image);

    gtk_toggle_button_set_active (self->tick, ticked);
    gtk_widget_set_sensitive (GTK_WIDGET (self->name), ticked);
    gtk_widget_set_sensitive (GTK_WIDGET (self->summary), ticked);
    gtk_widget_set_sensitive (GTK_WIDGET (self->ranges), ticked);
}

/* A button of a message takes the tick as well. */
static void
on_ticked (UlFileRow *self, UlImage *image)
{
    if (image == self->image)
        show_tick (self);
}

static void
on_tick_toggled (UlFileRow *self)
{
    if (self->image == NULL)
        return; /* not filled yet */
    ul_file_list_set_ticked (ul_workbench_get_files (self->workbench), self->image,
                             gtk_toggle_button_get_active (self->tick));
    show_tick (self);
}

static void
show_base_text (UlFileRow *self)
{
    GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self->base));
    g_autofree char *text =
        g_strdup_printf ("0x%08X", ul_image_get_segment (self->image, 0)->address);

    gtk_style_context_remove_class (style, GTK_STYLE_CLASS_ERROR);
    gtk_entry_set_text (self->base, text);
}

/* What stands there until the file has been read for the new address, or if it cannot be, is where
 * it is now. */
static void
take_base (UlFileRow *self, guint32 base)
{
    gboolean same = base == ul_image_get_segment (self->image, 0)->address;

    show_base_text (self);
    if (!same)
        ul_file_list_set_base (ul_workbench_get_files (self->workbench), self->image, base);
}

static void
on_base_activate (UlFileRow *self)
{
    GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self->base));
    guint32 base;

    if (ul_wording_parse_address (gtk_entry_get_text (self->base), &base))
        take_base (self, base);
    else
        gtk_style_context_add_class (style, GTK_STYLE_CLASS_ERROR);
}

/* Who types an address and goes on without Enter means it all the same. */
static gboolean
on_base_left (UlFileRow *self)
{
    guint32 base;

    if (gtk_widget_in_destruction (GTK_WIDGET (self)) || !gtk_widget_get_visible (self->base_box) ||
        gtk_widget_is_focus (GTK_WIDGET (self->base))) /* the window was left, not the entry */
        return GDK_EVENT_PROPAGATE;
    if (ul_wording_parse_address (gtk_entry_get_text (self->base), &base))
        take_base (self, base);
    else
        show_base_text (self);
    return GDK_EVENT_PROPAGATE;
}

static char *
describe_ranges (UlImage *image)
{
    guint n = ul_image_get_n_segments (image);
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < MIN (n, MAX_RANGES); i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        g_autofree char *range = ul_wording_range (segment->address, segment->size);
        g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", range);
    }
    if (n > MAX_RANGES) {
        g_string_append_c (text, '\n');
        g_string_append_printf (
            text, ngettext ("and %u more range", "and %u more ranges", n - MAX_RANGES),
            n - MAX_RANGES);
    }
    return g_string_free (text, FALSE);
}

static void
show_base (UlFileRow *self)
{
    gboolean binary = ul_image_get_format (self->image) == UL_IMAGE_FORMAT_BIN &&
                      ul_image_get_file (self->image) != NULL &&
                      ul_image_get_n_segments (self->image) > 0;

    gtk_widget_set_visible (self->base_box, binary);
    if (!binary)
        return;
    g_autofree char *spoken =
        g_strdup_printf (_ ("Base address of %s"), ul_image_get_name (self->image));
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->base)), spoken);
    show_base_text (self);
}

static void
show_offset (UlFileRow *self)
{
    UlFileList *files = ul_workbench_get_files (self->workbench);

    if (ul_image_get_file (self->image) == NULL ||
        ul_image_get_format (self->image) == UL_IMAGE_FORMAT_BIN)
        return;
    g_autofree char *moved =
        ul_file_offset_describe (ul_file_list_get_options (files, self->image)->offset);
    gtk_container_add (GTK_CONTAINER (self->offset_place),
                       ul_file_offset_new (self->workbench, self->image));
    gtk_widget_set_visible (GTK_WIDGET (self->moved), moved != NULL);
    if (moved != NULL)
        gtk_label_set_text (self->moved, moved);
}

static void
show_warnings (UlFileRow *self)
{
    const char *const *warnings = ul_image_get_warnings (self->image);

    if (warnings == NULL || warnings[0] == NULL)
        return;
    g_autofree char *joined = g_strjoinv ("\n", (char **) warnings);
    g_autofree char *text = g_strdup_printf ("⚠ %s", joined);
    gtk_label_set_text (self->warnings, text);
    gtk_widget_show (GTK_WIDGET (self->warnings));
}

static char *
describe_lock (UlImage *image, const UlDevice *device)
{
    UlForecast forecast;

    ul_forecast_image (device, image, NULL, &forecast);
    g_autofree char *words = ul_chip_words_forecast (&forecast);
    if (words == NULL)
        return NULL;
    /* Translators: %s is what the file does, as in "leaves the chip unsecured" */
    return g_strdup_printf (_ ("Holds lock bytes: %s"), words);
}

static void
update_lock (UlFileRow *self)
{
    const UlDevice *device = ul_session_get_device (ul_workbench_get_session (self->workbench));
    g_autofree char *text = NULL;

    if (device != NULL && device->has_fcf)
        text = describe_lock (self->image, device);
    if (text != NULL)
        gtk_label_set_text (self->lock, text);
    gtk_widget_set_visible (GTK_WIDGET (self->lock), text != NULL);
}

/* Files of one name differ by their folder, and a long name is not shown whole. */
static void
show_place (UlFileRow *self)
{
    GFile *file = ul_image_get_file (self->image);

    if (file == NULL)
        return;
    g_autofree char *place = g_file_get_parse_name (file);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), place);
}

static void
show_image (UlFileRow *self)
{
    const char *name = ul_image_get_name (self->image);
    g_autofree char *size = ul_wording_size (ul_image_get_size (self->image));
    g_autofree char *summary = g_strdup_printf (
        "%s · %s", ul_image_format_to_title (ul_image_get_format (self->image)), size);
    g_autofree char *ranges = describe_ranges (self->image);
    g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), name);
    g_autofree char *use = g_strdup_printf (_ ("Use %s"), name);

    gtk_label_set_text (self->name, name);
    show_place (self);
    gtk_label_set_text (self->summary, summary);
    gtk_label_set_text (self->ranges, ranges);
    gtk_widget_set_tooltip_text (self->remove, remove);
    atk_object_set_name (gtk_widget_get_accessible (self->remove), remove);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->tick), use);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->tick)), use);
    if (ul_image_get_file (self->image) == NULL) {
        /* the serial number: a setting of the profile */
        gtk_label_set_text (self->summary, size);
        gtk_widget_hide (GTK_WIDGET (self->tick));
        gtk_widget_hide (self->remove);
    }
    show_tick (self);
    show_base (self);
    show_offset (self);
    show_warnings (self);
    update_lock (self);
}

static void
ul_file_row_finalize (GObject *object)
{
    g_clear_object (&UL_FILE_ROW (object)->image);
    G_OBJECT_CLASS (ul_file_row_parent_class)->finalize (object);
}

static void
ul_file_row_class_init (UlFileRowClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_file_row_finalize;
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-file-row.ui");
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, tick);
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, name);
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, summary);
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, ranges);
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, offset_place);
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, moved);
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, base_box);
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, base);
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, lock);
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, warnings);
    gtk_widget_class_bind_template_child (widget_class, UlFileRow, remove);
    gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
    gtk_widget_class_bind_template_callback (widget_class, on_base_activate);
    gtk_widget_class_bind_template_callback (widget_class, on_base_left);
    gtk_widget_class_bind_template_callback (widget_class, on_tick_toggled);
}

static void
ul_file_row_init (UlFileRow *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ul_file_row_new (UlWorkbench *workbench, UlImage *image)
{
    UlFileRow *self = g_object_new (UL_TYPE_FILE_ROW, NULL);

    self->workbench = workbench;
    self->image = g_object_ref (image);
    g_signal_connect_object (ul_workbench_get_session (workbench), "notify::device",
                             G_CALLBACK (update_lock), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (ul_workbench_get_files (workbench), "ticked", G_CALLBACK (on_ticked),
                             self, G_CONNECT_SWAPPED);
    show_image (self);
    return GTK_WIDGET (self);
}
