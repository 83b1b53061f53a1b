/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-scenario-dialog.h"

#include <glib/gi18n.h>

#define SCENARIO "ul-scenario"

struct _UlScenarioDialog {
    GtkDialog parent_instance;

    GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (UlScenarioDialog, ul_scenario_dialog, GTK_TYPE_DIALOG)

static GtkWidget *
make_label (const char *text)
{
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
    return label;
}

static GtkWidget *
make_row (const UlScenario *scenario)
{
    GtkWidget *row = gtk_list_box_row_new ();
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
    GtkWidget *title = make_label (_ (scenario->title)), *story = make_label (_ (scenario->story));
    g_autoptr (PangoAttrList) bold = pango_attr_list_new ();
    AtkObject *accessible = gtk_widget_get_accessible (row);

    pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
    gtk_label_set_attributes (GTK_LABEL (title), bold);
    gtk_style_context_add_class (gtk_widget_get_style_context (story), "dim-label");
    g_object_set (box, "margin", 8, NULL);
    gtk_container_add (GTK_CONTAINER (box), title);
    gtk_container_add (GTK_CONTAINER (box), story);
    gtk_container_add (GTK_CONTAINER (row), box);
    gtk_widget_show_all (row);
    g_object_set_data (G_OBJECT (row), SCENARIO, (gpointer) scenario);
    atk_object_set_name (accessible, _ (scenario->title));
    atk_object_set_description (accessible, _ (scenario->story));
    return row;
}

static void
fill (UlScenarioDialog *self, UlProbeSource *probes)
{
    const UlScenario *scenario;

    for (guint i = 0; (scenario = ul_probe_source_get_scenario (probes, i)) != NULL; i++)
        gtk_container_add (GTK_CONTAINER (self->list), make_row (scenario));
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

const UlScenario *
ul_scenario_dialog_get_picked (UlScenarioDialog *self)
{
    GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

    return row != NULL ? g_object_get_data (G_OBJECT (row), SCENARIO) : NULL;
}

static void
on_row_activated (UlScenarioDialog *self)
{
    gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT);
}

static void
ul_scenario_dialog_class_init (UlScenarioDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-scenario-dialog.ui");
    gtk_widget_class_bind_template_child (widget_class, UlScenarioDialog, list);
    gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
ul_scenario_dialog_init (UlScenarioDialog *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}

UlScenarioDialog *
ul_scenario_dialog_new (GtkWindow *parent, UlProbeSource *probes)
{
    UlScenarioDialog *self = g_object_new (UL_TYPE_SCENARIO_DIALOG, "use-header-bar", TRUE,
                                           "transient-for", parent, NULL);

    fill (self, probes);
    return self;
}
