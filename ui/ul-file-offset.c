/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file-offset.h"

#include "ul-wording.h"

#include <glib/gi18n.h>

struct _UlFileOffset {
    GtkMenuButton parent_instance;

    GtkPopover *popover;
    GtkEntry *entry;
    GtkWidget *wrong_line;
    GtkWidget *wrong;

    UlWorkbench *workbench; /* not owned: outlives us */
    UlImage *image;
};

G_DEFINE_FINAL_TYPE (UlFileOffset, ul_file_offset, GTK_TYPE_MENU_BUTTON)

static char *
format_offset (gint64 offset)
{
    return g_strdup_printf ("%s0x%" G_GINT64_MODIFIER "X", offset < 0 ? "-" : "", ABS (offset));
}

static gboolean
parse_offset (const char *text, gint64 *offset)
{
    g_autofree char *clean = g_strstrip (g_strdup (text));
    gboolean down = clean[0] == '-';
    guint32 distance;

    if (!ul_wording_parse_address (clean + (down || clean[0] == '+'), &distance))
        return FALSE;
    *offset = down ? -(gint64) distance : distance;
    return TRUE;
}

static gint64
get_offset (UlFileOffset *self)
{
    UlFileList *files = ul_workbench_get_files (self->workbench);

    return ul_file_list_get_options (files, self->image)->offset;
}

static void
show_wrong (UlFileOffset *self, gboolean wrong)
{
    GtkWidget *entry = GTK_WIDGET (self->entry);
    GtkStyleContext *style = gtk_widget_get_style_context (entry);
    const char *why = gtk_label_get_text (GTK_LABEL (self->wrong));

    if (wrong)
        gtk_style_context_add_class (style, GTK_STYLE_CLASS_ERROR);
    else
        gtk_style_context_remove_class (style, GTK_STYLE_CLASS_ERROR);
    gtk_widget_set_visible (self->wrong_line, wrong);
    atk_object_set_description (gtk_widget_get_accessible (entry), wrong ? why : "");
}

static void
on_changed (UlFileOffset *self)
{
    show_wrong (self, FALSE);
}

static void
on_shown (UlFileOffset *self)
{
    g_autofree char *text = format_offset (get_offset (self));

    gtk_entry_set_text (self->entry, text);
    gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1); /* what is typed replaces it */
}

/* The file is read again; should it not fit there, it stays where it was, and a banner says so. */
static void
on_apply (UlFileOffset *self)
{
    gint64 offset;

    if (!parse_offset (gtk_entry_get_text (self->entry), &offset)) {
        show_wrong (self, TRUE);
        gtk_widget_error_bell (GTK_WIDGET (self->entry));
        gtk_widget_grab_focus (GTK_WIDGET (self->entry));
        return;
    }
    gtk_popover_popdown (self->popover);
    if (offset != get_offset (self))
        ul_file_list_set_offset (ul_workbench_get_files (self->workbench), self->image, offset);
}

static void
ul_file_offset_finalize (GObject *object)
{
    g_clear_object (&UL_FILE_OFFSET (object)->image);
    G_OBJECT_CLASS (ul_file_offset_parent_class)->finalize (object);
}

static void
ul_file_offset_class_init (UlFileOffsetClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_file_offset_finalize;
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-file-offset.ui");
    gtk_widget_class_bind_template_child (widget_class, UlFileOffset, popover);
    gtk_widget_class_bind_template_child (widget_class, UlFileOffset, entry);
    gtk_widget_class_bind_template_child (widget_class, UlFileOffset, wrong_line);
    gtk_widget_class_bind_template_child (widget_class, UlFileOffset, wrong);
    gtk_widget_class_bind_template_callback (widget_class, on_changed);
    gtk_widget_class_bind_template_callback (widget_class, on_shown);
    gtk_widget_class_bind_template_callback (widget_class, on_apply);
}

static void
ul_file_offset_init (UlFileOffset *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ul_file_offset_new (UlWorkbench *workbench, UlImage *image)
{
    UlFileOffset *self = g_object_new (UL_TYPE_FILE_OFFSET, NULL);
    g_autofree char *name = g_strdup_printf (_ ("Move %s"), ul_image_get_name (image));

    self->workbench = workbench;
    self->image = g_object_ref (image);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), name);
    return GTK_WIDGET (self);
}

char *
ul_file_offset_describe (gint64 offset)
{
    g_autofree char *distance = format_offset (ABS (offset));

    if (offset == 0)
        return NULL;
    if (offset > 0)
        /* Translators: a file, to higher addresses, by a number such as 0x8000 */
        return g_strdup_printf (_ ("Moved up by %s"), distance);
    /* Translators: a file, to lower addresses, by a number such as 0x8000 */
    return g_strdup_printf (_ ("Moved down by %s"), distance);
}
