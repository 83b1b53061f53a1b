/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-plan-popover.h"

#include "ul-brief-popover.h"
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
add_words (UlBriefPopover *popover, UlWorkbench *workbench, const char *summary)
{
    g_autoptr (GPtrArray) lines = list_files (workbench);
    guint n_lost = count_lost (workbench);

    ul_brief_popover_add_label (popover, summary, TRUE);
    for (guint i = 0; lines->len > 1 && i < lines->len; i++)
        ul_brief_popover_add_label (popover, lines->pdata[i], FALSE);
    if (n_lost == 0)
        return;
    g_autofree char *lost = g_strdup_printf (
        ngettext ("%u sector that no file fills holds data, which is erased.",
                  "%u sectors that no file fills hold data, which is erased.", n_lost),
        n_lost);
    ul_brief_popover_add_label (popover, lost, FALSE);
}

static GtkWidget *
add_button (UlBriefPopover *popover, const char *label)
{
    GtkWidget *button = gtk_button_new_with_mnemonic (label);

    ul_brief_popover_closes_by (popover, button);
    gtk_container_add (GTK_CONTAINER (popover->buttons), button);
    return button;
}

GtkWidget *
ul_plan_popover_show (GtkWidget *widget, UlWorkbench *workbench)
{
    g_autofree char *summary = ul_plan_summarize (ul_workbench_get_plan (workbench));
    UlBriefPopover popover;

    ul_brief_popover_init (&popover, widget, summary);
    add_words (&popover, workbench, summary);
    add_button (&popover, _ ("_Cancel"));
    GtkWidget *agree = add_button (&popover, _ ("_Go On"));
    gtk_style_context_add_class (gtk_widget_get_style_context (agree),
                                 GTK_STYLE_CLASS_SUGGESTED_ACTION);
    ul_brief_popover_show (&popover);
    gtk_widget_grab_focus (agree);
    return agree;
}
