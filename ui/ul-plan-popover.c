/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-plan-popover.h"

#include "ul-wording.h"

#include <glib/gi18n.h>

/* Sectors that hold data and are erased, but not for a file. */
static guint
count_lost (UlWorkbench *workbench)
{
    const UlPlan *plan = ul_workbench_get_plan (workbench);
    const UlChip *chip = ul_session_get_chip (ul_workbench_get_session (workbench));
    guint n = 0;

    for (guint i = 0; plan != NULL && chip->facts != NULL && i < plan->steps->len; i++) {
        const UlStep *step = &g_array_index (plan->steps, UlStep, i);
        n += step->kind == UL_STEP_ERASE && step->sector < chip->n_facts &&
             chip->facts[step->sector].content == UL_CONTENT_DATA;
    }
    return n;
}

/* Returns: (transfer full): a line for each ticked file */
static GPtrArray *
list_files (UlWorkbench *workbench)
{
    UlFileList *files = ul_workbench_get_files (workbench);
    GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (files)); i++) {
        g_autoptr (UlImage) image = g_list_model_get_item (G_LIST_MODEL (files), i);
        guint n = ul_image_get_n_segments (image);
        if (ul_image_get_file (image) == NULL || n == 0 || !ul_file_list_get_ticked (files, image))
            continue;
        const UlSegment *first = ul_image_get_segment (image, 0),
                        *last = ul_image_get_segment (image, n - 1);
        g_autofree char *range = ul_wording_range (first->address, (guint64) last->address +
                                                                       last->size - first->address);
        g_ptr_array_add (lines, g_strdup_printf ("%s · %s", ul_image_get_name (image), range));
    }
    return lines;
}

char *
ul_plan_popover_describe (UlWorkbench *workbench)
{
    g_autoptr (GPtrArray) lines = list_files (workbench);
    guint n_lost = count_lost (workbench);

    if (lines->len < 2 && n_lost == 0)
        return NULL;
    g_ptr_array_add (lines, g_strdup_printf ("%u", n_lost));
    g_ptr_array_add (lines, NULL);
    return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
add_label (GtkWidget *box, const char *text, gboolean bold)
{
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
    if (bold) {
        g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
        pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
        gtk_label_set_attributes (GTK_LABEL (label), attributes);
    }
    gtk_container_add (GTK_CONTAINER (box), label);
}

static void
add_words (GtkWidget *box, UlWorkbench *workbench, const char *summary)
{
    g_autoptr (GPtrArray) lines = list_files (workbench);
    guint n_lost = count_lost (workbench);

    add_label (box, summary, TRUE);
    for (guint i = 0; lines->len > 1 && i < lines->len; i++)
        add_label (box, lines->pdata[i], FALSE);
    if (n_lost == 0)
        return;
    g_autofree char *lost = g_strdup_printf (
        ngettext ("%u sector that no file fills holds data, which is erased.",
                  "%u sectors that no file fills hold data, which is erased.", n_lost),
        n_lost);
    add_label (box, lost, FALSE);
}

static gboolean
destroy (gpointer user_data)
{
    gtk_widget_destroy (user_data);
    return G_SOURCE_REMOVE;
}

/* Not at once: the button that closed it is still being pressed. */
static void
on_closed (GtkWidget *popover)
{
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, destroy, g_object_ref (popover), g_object_unref);
}

static GtkWidget *
add_button (GtkWidget *box, GtkWidget *popover, const char *label)
{
    GtkWidget *button = gtk_button_new_with_mnemonic (label);

    g_signal_connect_swapped (button, "clicked", G_CALLBACK (gtk_popover_popdown), popover);
    gtk_container_add (GTK_CONTAINER (box), button);
    return button;
}

GtkWidget *
ul_plan_popover_show (GtkWidget *widget, UlWorkbench *workbench)
{
    g_autofree char *summary = ul_plan_summarize (ul_workbench_get_plan (workbench));
    GtkWidget *popover = gtk_popover_new (widget);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    g_object_set (box, "margin", 12, NULL);
    add_words (box, workbench, summary);
    gtk_widget_set_halign (buttons, GTK_ALIGN_END);
    add_button (buttons, popover, _ ("_Cancel"));
    GtkWidget *agree = add_button (buttons, popover, _ ("_Go On"));
    gtk_style_context_add_class (gtk_widget_get_style_context (agree),
                                 GTK_STYLE_CLASS_SUGGESTED_ACTION);
    gtk_container_add (GTK_CONTAINER (box), buttons);
    gtk_widget_show_all (box);
    gtk_container_add (GTK_CONTAINER (popover), box);
    atk_object_set_name (gtk_widget_get_accessible (popover), summary);
    g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
    gtk_popover_popup (GTK_POPOVER (popover));
    gtk_widget_grab_focus (agree);
    return agree;
}
