/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-probe-chooser.h"

#include "ul-probe-list.h"

#include <glib/gi18n.h>

#define NARROW 8 /* letters at least, where there is little room */

struct _UlProbeChooser {
    GtkMenuButton parent_instance;

    GtkLabel *label;

    UlProbeList *list;      /* (nullable): made when first opened */
    UlWorkbench *workbench; /* not owned: outlives us */
    gboolean narrow;
};

G_DEFINE_FINAL_TYPE (UlProbeChooser, ul_probe_chooser, GTK_TYPE_MENU_BUTTON)

static void
on_picked (UlProbeChooser *self, UlProbe *probe)
{
    gtk_popover_popdown (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self)));
    ul_workbench_use_probe (self->workbench, probe);
}

static void
on_popover_shown (UlProbeChooser *self, GtkContainer *popover)
{
    if (self->list == NULL) {
        self->list = ul_probe_list_new (self->workbench);
        g_signal_connect_object (self->list, "picked", G_CALLBACK (on_picked), self,
                                 G_CONNECT_SWAPPED);
        gtk_container_add (popover, GTK_WIDGET (self->list));
    }
    ul_probe_list_refresh (self->list);
}

/* A choice has started a job: Escape shall stop that now, not seem to close a list. */
static void
close_when_busy (UlProbeChooser *self)
{
    if (ul_workbench_get_busy (self->workbench))
        gtk_popover_popdown (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self)));
}

/* Where the name of a simulated board stands at the end, as it does in most languages, it tells
 * more there: that the board is simulated is said by a badge beside it. */
static gboolean
ends_with_board (UlProbe *probe)
{
    return probe != NULL && ul_probe_is_simulated (probe) &&
           g_str_has_suffix (_ ("Simulated %s"), "%s");
}

static void
set_shape (UlProbeChooser *self, UlProbe *probe)
{
    gtk_label_set_width_chars (self->label, self->narrow ? NARROW : 10);
    gtk_label_set_ellipsize (self->label, !self->narrow             ? PANGO_ELLIPSIZE_MIDDLE
                                          : ends_with_board (probe) ? PANGO_ELLIPSIZE_START
                                                                    : PANGO_ELLIPSIZE_END);
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
    set_shape (self, probe);
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
    g_signal_connect_object (workbench, "notify::busy", G_CALLBACK (close_when_busy), self,
                             G_CONNECT_SWAPPED);
    update (self);
}

void
ul_probe_chooser_set_narrow (UlProbeChooser *self, gboolean narrow)
{
    self->narrow = narrow;
    update (self);
}

static void
ul_probe_chooser_class_init (UlProbeChooserClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-probe-chooser.ui");
    gtk_widget_class_bind_template_child (widget_class, UlProbeChooser, label);
}

static void
ul_probe_chooser_init (UlProbeChooser *self)
{
    GtkWidget *popover = gtk_popover_new (GTK_WIDGET (self));

    gtk_widget_init_template (GTK_WIDGET (self));
    atk_object_set_name (gtk_widget_get_accessible (popover), _ ("Probes"));
    g_signal_connect_object (popover, "show", G_CALLBACK (on_popover_shown), self,
                             G_CONNECT_SWAPPED);
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self), popover);
}
