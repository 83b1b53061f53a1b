/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-page.h"

#include <glib/gi18n.h>

struct _UlMapPage {
    GtkBox parent_instance;

    GtkLabel *summary;

    UlWorkbench *workbench; /* not owned: outlives us */
};

G_DEFINE_FINAL_TYPE (UlMapPage, ul_map_page, GTK_TYPE_BOX)

static void
update (UlMapPage *self)
{
    const UlPlan *plan = ul_workbench_get_plan (self->workbench);
    g_autofree char *summary = plan != NULL ? ul_plan_summarize (plan) : g_strdup ("");

    gtk_label_set_text (self->summary, summary);
}

void
ul_map_page_show_progress (UlMapPage *self, const UlSnapshot *snapshot)
{
}

void
ul_map_page_show_result (UlMapPage *self, const UlSnapshot *snapshot, const UlJobResult *result)
{
}

void
ul_map_page_show_range (UlMapPage *self, guint32 address, guint32 size)
{
}

void
ul_map_page_go_to (UlMapPage *self)
{
}

void
ul_map_page_set_inspector (UlMapPage *self, gboolean visible)
{
}

void
ul_map_page_set_narrow (UlMapPage *self, gboolean narrow)
{
}

void
ul_map_page_set_workbench (UlMapPage *self, UlWorkbench *workbench)
{
    self->workbench = workbench;
    g_signal_connect_object (workbench, "notify::plan", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    update (self);
}

static void
ul_map_page_class_init (UlMapPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-map-page.ui");
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, summary);
}

static void
ul_map_page_init (UlMapPage *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}
