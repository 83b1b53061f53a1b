/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-main-menu.h"

#include <glib/gi18n.h>

struct _UlMainMenu {
    GtkMenuButton parent_instance;

    gboolean low;
    gboolean made, made_low; /* what it opens */
};

G_DEFINE_FINAL_TYPE (UlMainMenu, ul_main_menu, GTK_TYPE_MENU_BUTTON)

/* A popover is cut off at the window's edge, where a menu goes beyond. */
static void
make (UlMainMenu *self)
{
    GtkMenuButton *button = GTK_MENU_BUTTON (self);
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/org/unlatch/Unlatch/ul-main-menu-items.ui");
    GObject *items = gtk_builder_get_object (builder, "items");

    gtk_menu_button_set_use_popover (button, !self->low);
    gtk_menu_button_set_menu_model (button, G_MENU_MODEL (items));
    self->made = TRUE;
    self->made_low = self->low;

    GtkWidget *menu = self->low ? GTK_WIDGET (gtk_menu_button_get_popup (button))
                                : GTK_WIDGET (gtk_menu_button_get_popover (button));
    atk_object_set_name (gtk_widget_get_accessible (menu), _ ("Main Menu"));
}

void
ul_main_menu_set_low (UlMainMenu *self, gboolean low)
{
    self->low = low;
}

static void
ul_main_menu_toggled (GtkToggleButton *button)
{
    UlMainMenu *self = UL_MAIN_MENU (button);

    if (gtk_toggle_button_get_active (button) && (!self->made || self->made_low != self->low))
        make (self);
    GTK_TOGGLE_BUTTON_CLASS (ul_main_menu_parent_class)->toggled (button);
}

static void
ul_main_menu_class_init (UlMainMenuClass *klass)
{
    GTK_TOGGLE_BUTTON_CLASS (klass)->toggled = ul_main_menu_toggled;
    gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                                 "/org/unlatch/Unlatch/ul-main-menu.ui");
}

/* Without something to open the button would look as if it could not be pressed. */
static void
ul_main_menu_init (UlMainMenu *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self), gtk_popover_new (GTK_WIDGET (self)));
}
