/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-open-menu.h"

#include "ul-recent-list.h"

#include <glib/gi18n.h>

struct _UlOpenMenu {
    GtkMenuButton parent_instance;

    UlRecentList *list; /* (nullable): made when first opened */
};

static guint open_signal;

G_DEFINE_FINAL_TYPE (UlOpenMenu, ul_open_menu, GTK_TYPE_MENU_BUTTON)

static void
on_picked (UlOpenMenu *self, GFile *file)
{
    gtk_popover_popdown (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self)));
    g_signal_emit (self, open_signal, 0, file);
}

static void
on_popover_shown (UlOpenMenu *self, GtkContainer *popover)
{
    if (self->list == NULL) {
        self->list = g_object_new (UL_TYPE_RECENT_LIST, "visible", TRUE, NULL);
        g_signal_connect_object (self->list, "picked", G_CALLBACK (on_picked), self,
                                 G_CONNECT_SWAPPED);
        gtk_container_add (popover, GTK_WIDGET (self->list));
    }
    ul_recent_list_refresh (self->list);
}

static void
ul_open_menu_class_init (UlOpenMenuClass *klass)
{
    open_signal = g_signal_new ("open", UL_TYPE_OPEN_MENU, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_FILE);
    gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                                 "/org/unlatch/Unlatch/ul-open-menu.ui");
}

static void
ul_open_menu_init (UlOpenMenu *self)
{
    GtkWidget *popover = gtk_popover_new (GTK_WIDGET (self));

    gtk_widget_init_template (GTK_WIDGET (self));
    atk_object_set_name (gtk_widget_get_accessible (popover), _ ("Open"));
    g_signal_connect_object (popover, "show", G_CALLBACK (on_popover_shown), self,
                             G_CONNECT_SWAPPED);
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self), popover);
}
