/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-device-chooser.h"

#include "ul-device-list.h"

#include <glib/gi18n.h>

struct _UlDeviceChooser {
    GtkMenuButton parent_instance;

    GtkLabel *label;

    UlDeviceList *list;     /* (nullable): in the popover; made when first opened */
    UlWorkbench *workbench; /* not owned: outlives us */
};

G_DEFINE_FINAL_TYPE (UlDeviceChooser, ul_device_chooser, GTK_TYPE_MENU_BUTTON)

static void
on_picked (UlDeviceChooser *self, gpointer device)
{
    gtk_popover_popdown (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self)));
    ul_workbench_use_device (self->workbench, device);
}

static void
make_list (UlDeviceChooser *self)
{
    GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (self));

    self->list = g_object_new (UL_TYPE_DEVICE_LIST, "visible", TRUE, NULL);
    g_signal_connect_object (self->list, "picked", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
    gtk_container_add (GTK_CONTAINER (popover), GTK_WIDGET (self->list));
}

/* The list is filled when it is wanted: the start of the program does without the tables. */
static void
on_popover_shown (UlDeviceChooser *self)
{
    if (self->list == NULL)
        make_list (self);
    ul_device_list_open (self->list, ul_workbench_get_chosen_device (self->workbench));
}

static void
update (UlDeviceChooser *self)
{
    const UlDevice *chosen = ul_workbench_get_chosen_device (self->workbench);
    const UlDevice *device = ul_session_get_device (ul_workbench_get_session (self->workbench));
    g_autofree char *name = device != NULL ? ul_device_get_label (device) : NULL;
    g_autofree char *spoken = NULL;

    if (chosen != NULL)
        spoken = g_strdup_printf (_ ("Chip: %s"), name);
    else if (device != NULL)
        spoken = g_strdup_printf (_ ("Chip: %s, detected"), name);
    else
        spoken = g_strdup (_ ("Chip: detect automatically"));
    gtk_label_set_text (self->label, name != NULL ? name : _ ("Detect Chip"));
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), spoken);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), spoken);
}

static void
update_sensitive (UlDeviceChooser *self)
{
    gboolean busy = ul_workbench_get_busy (self->workbench);

    gtk_widget_set_sensitive (GTK_WIDGET (self), !busy);
}

void
ul_device_chooser_set_workbench (UlDeviceChooser *self, UlWorkbench *workbench)
{
    UlSession *session = ul_workbench_get_session (workbench);

    self->workbench = workbench;
    g_signal_connect_object (session, "notify::device", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::chip", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (workbench, "notify::busy", G_CALLBACK (update_sensitive), self,
                             G_CONNECT_SWAPPED);
    update (self);
}

static void
ul_device_chooser_class_init (UlDeviceChooserClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-device-chooser.ui");
    gtk_widget_class_bind_template_child (widget_class, UlDeviceChooser, label);
}

static void
ul_device_chooser_init (UlDeviceChooser *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));

    GtkWidget *popover = gtk_popover_new (GTK_WIDGET (self));
    atk_object_set_name (gtk_widget_get_accessible (popover), _ ("Chips"));
    g_signal_connect_object (popover, "show", G_CALLBACK (on_popover_shown), self,
                             G_CONNECT_SWAPPED);
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self), popover);
}
