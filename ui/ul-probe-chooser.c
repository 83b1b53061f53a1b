/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-probe-chooser.h"

#include <glib/gi18n.h>

struct _UlProbeChooser {
    GtkMenuButton parent_instance;

    GtkPopover *popover;
    GtkListBox *list;
    GtkLabel *label;

    UlWorkbench *workbench; /* not owned: outlives us */
};

G_DEFINE_FINAL_TYPE (UlProbeChooser, ul_probe_chooser, GTK_TYPE_MENU_BUTTON)

static GtkWidget *
make_text (const UlProbeInfo *info)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *name = gtk_label_new (info->name);
    g_autofree char *where =
        g_strjoin (info->location != NULL ? " · " : "",
                   info->serial != NULL ? info->serial : info->id, info->location, NULL);
    GtkWidget *serial = gtk_label_new (where);

    gtk_label_set_xalign (GTK_LABEL (name), 0);
    gtk_label_set_xalign (GTK_LABEL (serial), 0);
    gtk_style_context_add_class (gtk_widget_get_style_context (serial), "dim-label");
    gtk_container_add (GTK_CONTAINER (box), name);
    gtk_container_add (GTK_CONTAINER (box), serial);
    gtk_widget_set_hexpand (box, TRUE);
    return box;
}

static GtkWidget *
make_badge (void)
{
    GtkWidget *badge = gtk_label_new (_ ("Simulated"));

    gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
    gtk_style_context_add_class (gtk_widget_get_style_context (badge), "ul-badge");
    return badge;
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
    UlProbeChooser *self = UL_PROBE_CHOOSER (user_data);
    UlProbe *probe = UL_PROBE (item);
    gboolean chosen = probe == ul_session_get_probe (ul_workbench_get_session (self->workbench));
    GtkWidget *row = gtk_list_box_row_new ();
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic", GTK_ICON_SIZE_MENU);

    g_object_set (box, "margin", 8, NULL);
    gtk_widget_set_opacity (mark, chosen ? 1 : 0);
    gtk_container_add (GTK_CONTAINER (box), mark);
    gtk_container_add (GTK_CONTAINER (box), make_text (ul_probe_get_info (probe)));
    if (ul_probe_is_simulated (probe))
        gtk_container_add (GTK_CONTAINER (box), make_badge ());
    gtk_container_add (GTK_CONTAINER (row), box);
    gtk_widget_show_all (row);
    g_object_set_data_full (G_OBJECT (row), "probe", g_object_ref (probe), g_object_unref);
    atk_object_set_name (gtk_widget_get_accessible (row), ul_probe_get_info (probe)->name);
    return row;
}

static void
bind_list (UlProbeChooser *self)
{
    UlProbeSource *probes = ul_workbench_get_probes (self->workbench);

    gtk_list_box_bind_model (self->list, G_LIST_MODEL (probes), make_row, self, NULL);
}

static void
on_popover_shown (UlProbeChooser *self)
{
    UlProbeSource *probes = ul_workbench_get_probes (self->workbench);

    if (probes != NULL)
        ul_probe_source_rescan (probes);
    bind_list (self);
}

static void
on_rescan_clicked (UlProbeChooser *self)
{
    UlProbeSource *probes = ul_workbench_get_probes (self->workbench);

    if (probes != NULL)
        ul_probe_source_rescan (probes);
}

static void
on_row_activated (UlProbeChooser *self, GtkListBoxRow *row)
{
    UlProbe *probe = g_object_get_data (G_OBJECT (row), "probe");

    gtk_popover_popdown (self->popover);
    ul_workbench_use_probe (self->workbench, probe);
}

static void
update (UlProbeChooser *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    UlProbe *probe = ul_session_get_probe (session);
    const char *name = probe != NULL ? ul_probe_get_info (probe)->name : _ ("Choose Probe");
    g_autofree char *spoken =
        probe != NULL ? g_strdup_printf (_ ("Probe: %s"), name) : g_strdup (_ ("Probe: none"));

    gtk_label_set_text (self->label, name);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), spoken);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), spoken);
    gtk_widget_set_sensitive (GTK_WIDGET (self), !ul_workbench_get_busy (self->workbench));
}

void
ul_probe_chooser_set_workbench (UlProbeChooser *self, UlWorkbench *workbench)
{
    UlSession *session = ul_workbench_get_session (workbench);

    self->workbench = workbench;
    g_signal_connect_object (session, "notify::probe", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (workbench, "notify::busy", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    update (self);
}

static void
ul_probe_chooser_class_init (UlProbeChooserClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-probe-chooser.ui");
    gtk_widget_class_bind_template_child (widget_class, UlProbeChooser, popover);
    gtk_widget_class_bind_template_child (widget_class, UlProbeChooser, list);
    gtk_widget_class_bind_template_child (widget_class, UlProbeChooser, label);
    gtk_widget_class_bind_template_callback (widget_class, on_popover_shown);
    gtk_widget_class_bind_template_callback (widget_class, on_rescan_clicked);
    gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
ul_probe_chooser_init (UlProbeChooser *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->popover)), _ ("Probes"));
}
