/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-chip-comparison.h"

#include "ul-chip-differences.h"
#include "ul-memory-outline.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

#define WIDE     16 /* letters in a column; more of them take a second line */
#define ON_SCALE 4  /* files that reach farther than that many times the larger chip are cut off */

/* One of the two chips. */
typedef struct {
    GtkLabel *name;
    GtkBox *memories;
    GtkLabel *files;
} Side;

struct _UlChipComparison {
    GtkScrolledWindow parent_instance;

    GtkLabel *chosen_name, *found_name;
    GtkBox *chosen_memories, *found_memories;
    GtkLabel *chosen_files, *found_files;
    GtkWidget *key;
    GtkGrid *differences;

    UlWorkbench *workbench;         /* not owned: outlives us */
    const UlDevice *chosen, *found; /* (nullable): that are shown; not owned */
    UlImage *image;                 /* (nullable): with these files */
};

G_DEFINE_FINAL_TYPE (UlChipComparison, ul_chip_comparison, GTK_TYPE_SCROLLED_WINDOW)

gboolean
ul_chip_comparison_has_any (UlSession *session)
{
    const UlChip *chip = ul_session_get_chip (session);
    const UlDevice *chosen = ul_session_get_device (session);

    return chip->state == UL_SESSION_WRONG_CHIP && chip->found != NULL && chosen != NULL &&
           chosen != chip->found;
}

static void
empty (gpointer container)
{
    gtk_container_foreach (GTK_CONTAINER (container), (GtkCallback) (void *) gtk_widget_destroy,
                           NULL);
}

/* --- outlines ------------------------------------------------------------------------------ */

/* As far as files reach from @start on, unless that is far away. */
static guint64
reach_of (UlImage *image, guint32 start, guint64 size)
{
    guint64 reach = size;

    for (guint i = 0; image != NULL && i < ul_image_get_n_segments (image); i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        guint64 end = (guint64) segment->address + segment->size;
        if (segment->address >= start && end - start <= ON_SCALE * size)
            reach = MAX (reach, end - start);
    }
    return reach;
}

static guint64
find_span (UlChipComparison *self, UlRegionKind kind)
{
    guint32 start, other;
    guint64 size = ul_memory_outline_measure (self->chosen, kind, &start);
    guint64 other_size = ul_memory_outline_measure (self->found, kind, &other);

    size = MAX (size, other_size);
    return kind == UL_REGION_PROGRAM_FLASH ? reach_of (self->image, MIN (start, other), size)
                                           : size;
}

static void
add_text (GtkBox *box, const char *markup, const char *class)
{
    GtkWidget *label = gtk_label_new (NULL);

    gtk_label_set_markup (GTK_LABEL (label), markup);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_style_context_add_class (gtk_widget_get_style_context (label), class);
    gtk_widget_show (label);
    gtk_container_add (GTK_CONTAINER (box), label);
}

static void
add_memory (UlChipComparison *self, const Side *side, const UlDevice *device, UlRegionKind kind)
{
    g_autofree char *text = ul_chip_differences_describe (device, kind, NULL);
    g_autofree char *markup =
        g_markup_printf_escaped ("<b>%s</b>   %s", ul_region_kind_to_title (kind), text);
    guint32 start;

    add_text (side->memories, markup, "ul-numeric");
    if (ul_memory_outline_measure (device, kind, &start) > 0)
        gtk_container_add (GTK_CONTAINER (side->memories),
                           ul_memory_outline_new (device, kind, find_span (self, kind),
                                                  self->image));
}

static void
show_side (UlChipComparison *self, const Side *side, const UlDevice *device)
{
    g_autofree char *label = ul_device_get_label (device);
    g_autofree char *files = ul_chip_differences_judge (device, self->image);

    gtk_label_set_text (side->name, label);
    empty (side->memories);
    for (UlRegionKind kind = UL_REGION_PROGRAM_FLASH; kind <= UL_REGION_EEPROM; kind++)
        if (find_span (self, kind) > 0)
            add_memory (self, side, device, kind);
    if (device->n_regions == 0)
        add_text (side->memories, ul_wording_support (device), "dim-label");
    gtk_label_set_text (side->files, files != NULL ? files : "");
    gtk_widget_set_visible (GTK_WIDGET (side->files), files != NULL);
}

/* --- words --------------------------------------------------------------------------------- */

static void
put (UlChipComparison *self, int column, int row, const char *text, const char *class)
{
    GtkWidget *label = gtk_label_new (text);
    GtkStyleContext *style = gtk_widget_get_style_context (label);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_yalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_width_chars (GTK_LABEL (label), MIN (g_utf8_strlen (text, -1), WIDE));
    gtk_style_context_add_class (style, "ul-numeric");
    if (class != NULL)
        gtk_style_context_add_class (style, class);
    gtk_widget_show (label);
    gtk_grid_attach (self->differences, label, column, row, 1, 1);
}

/* What differs says so by a sign and by weight, for it is what one looks for. */
static void
put_row (UlChipComparison *self, int row, const UlChipDifference *difference)
{
    const char *class = difference->differs ? "ul-differs" : NULL;

    put (self, 0, row, difference->title, "dim-label");
    put (self, 1, row, difference->chosen, class);
    put (self, 2, row, difference->differs ? "≠" : "=", class);
    put (self, 3, row, difference->found, class);
    GtkWidget *sign = gtk_grid_get_child_at (self->differences, 2, row);
    atk_object_set_name (gtk_widget_get_accessible (sign),
                         difference->differs ? _ ("differs") : _ ("the same"));
}

static void
show_differences (UlChipComparison *self)
{
    g_autoptr (GArray) rows = ul_chip_differences_list (self->chosen, self->found);
    g_autofree char *chosen = ul_device_get_label (self->chosen);
    g_autofree char *found = ul_device_get_label (self->found);

    empty (self->differences);
    put (self, 1, 0, chosen, "dim-label");
    put (self, 3, 0, found, "dim-label");
    for (guint i = 0; i < rows->len; i++)
        put_row (self, (int) i + 1, &g_array_index (rows, UlChipDifference, i));
}

static void
update (UlChipComparison *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    const UlDevice *chosen = ul_session_get_device (session);
    const UlDevice *found = ul_session_get_chip (session)->found;
    UlImage *image = ul_file_list_get_image (ul_workbench_get_files (self->workbench));

    if (!ul_chip_comparison_has_any (session) ||
        (chosen == self->chosen && found == self->found && image == self->image))
        return;
    self->chosen = chosen;
    self->found = found;
    g_set_object (&self->image, image);
    show_side (self, &(Side){ self->chosen_name, self->chosen_memories, self->chosen_files },
               chosen);
    show_side (self, &(Side){ self->found_name, self->found_memories, self->found_files }, found);
    gtk_widget_set_visible (self->key, image != NULL);
    show_differences (self);
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_chip_comparison_finalize (GObject *object)
{
    g_clear_object (&UL_CHIP_COMPARISON (object)->image);
    G_OBJECT_CLASS (ul_chip_comparison_parent_class)->finalize (object);
}

static void
ul_chip_comparison_class_init (UlChipComparisonClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_chip_comparison_finalize;
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-chip-comparison.ui");
    gtk_widget_class_bind_template_child (widget_class, UlChipComparison, chosen_name);
    gtk_widget_class_bind_template_child (widget_class, UlChipComparison, chosen_memories);
    gtk_widget_class_bind_template_child (widget_class, UlChipComparison, chosen_files);
    gtk_widget_class_bind_template_child (widget_class, UlChipComparison, found_name);
    gtk_widget_class_bind_template_child (widget_class, UlChipComparison, found_memories);
    gtk_widget_class_bind_template_child (widget_class, UlChipComparison, found_files);
    gtk_widget_class_bind_template_child (widget_class, UlChipComparison, key);
    gtk_widget_class_bind_template_child (widget_class, UlChipComparison, differences);
}

static void
ul_chip_comparison_init (UlChipComparison *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ul_chip_comparison_new (UlWorkbench *workbench)
{
    UlChipComparison *self = g_object_new (UL_TYPE_CHIP_COMPARISON, "visible", TRUE, NULL);
    UlSession *session = ul_workbench_get_session (workbench);

    self->workbench = workbench;
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)),
                         _ ("Comparison of the chips"));
    g_signal_connect_object (session, "notify::chip", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::device", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (ul_workbench_get_files (workbench), "notify::image",
                             G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    update (self);
    return GTK_WIDGET (self);
}
