/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-profile-menu.h"

#include "ul-cells.h"
#include "ul-recent-list.h"

#include <glib/gi18n.h>

/* Of a long name that are shown when the header bar is full. */
#define MIN_CHARS        14
#define MIN_CHARS_NARROW 6

struct _UlProfileMenu {
    GtkMenuButton parent_instance;

    GtkLabel *label;
    gboolean narrow;

    UlRecentList *list;     /* (nullable): made when first opened, and what is above it */
    UlWorkbench *workbench; /* not owned: outlives us */
    UlProfile *profile;     /* (nullable): the one that is shown */
};

static guint open_signal;

G_DEFINE_FINAL_TYPE (UlProfileMenu, ul_profile_menu, GTK_TYPE_MENU_BUTTON)

static void
on_picked (UlProfileMenu *self, GFile *file)
{
    gtk_popover_popdown (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self)));
    g_signal_emit (self, open_signal, 0, file);
}

static void
make_content (UlProfileMenu *self, GtkContainer *popover)
{
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/org/unlatch/Unlatch/ul-profile-menu-items.ui");
    GObject *box = gtk_builder_get_object (builder, "box");

    self->list = g_object_new (UL_TYPE_RECENT_LIST, "profiles", TRUE, "visible", TRUE, NULL);
    g_signal_connect_object (self->list, "picked", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
    gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (self->list));
    gtk_container_add (popover, GTK_WIDGET (box));
}

static void
on_popover_shown (UlProfileMenu *self, GtkContainer *popover)
{
    if (self->list == NULL)
        make_content (self, popover);
    ul_recent_list_refresh (self->list);
}

/* A short one is whole, and no wider than it is. */
static void
show_label (UlProfileMenu *self, const char *text)
{
    guint least = self->narrow ? MIN_CHARS_NARROW : MIN_CHARS;
    gboolean whole = ul_cells_count (text) <= least;
    PangoEllipsizeMode ellipsize = self->narrow ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_MIDDLE;

    gtk_label_set_text (self->label, text);
    gtk_label_set_width_chars (self->label, whole ? -1 : (int) least);
    gtk_label_set_ellipsize (self->label, whole ? PANGO_ELLIPSIZE_NONE : ellipsize);
}

/* What was put together without a profile need not be saved, and is not marked. */
static void
update (UlProfileMenu *self)
{
    gboolean saved = ul_profile_get_location (self->profile) != NULL;
    gboolean named = saved || ul_profile_get_text (self->profile, UL_PROFILE_NAME)[0] != '\0';
    gboolean dirty = named && ul_profile_get_dirty (self->profile);
    g_autofree char *name = ul_profile_get_label (self->profile);
    g_autofree char *text = NULL, *spoken = NULL;

    /* Translators: the mark of a profile with changes that are not saved */
    text = named ? g_strdup_printf (dirty ? _ ("%s •") : "%s", name) : g_strdup (_ ("Profile"));
    if (!named)
        spoken = g_strdup (_ ("Profile: none"));
    else
        spoken = g_strdup_printf (dirty ? _ ("Profile: %s, not saved") : _ ("Profile: %s"), name);
    show_label (self, text);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), spoken);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), spoken);
}

static void
on_profile_changed (UlProfileMenu *self)
{
    UlProfile *profile = ul_workbench_get_profile (self->workbench);

    if (self->profile != NULL)
        g_signal_handlers_disconnect_by_func (self->profile, update, self);
    g_set_object (&self->profile, profile);
    g_signal_connect_object (profile, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    update (self);
}

void
ul_profile_menu_set_workbench (UlProfileMenu *self, UlWorkbench *workbench)
{
    self->workbench = workbench;
    g_signal_connect_object (workbench, "notify::profile", G_CALLBACK (on_profile_changed), self,
                             G_CONNECT_SWAPPED);
    on_profile_changed (self);
}

void
ul_profile_menu_set_narrow (UlProfileMenu *self, gboolean narrow)
{
    self->narrow = narrow;
    update (self);
}

static void
ul_profile_menu_dispose (GObject *object)
{
    UlProfileMenu *self = UL_PROFILE_MENU (object);

    if (self->profile != NULL)
        g_signal_handlers_disconnect_by_func (self->profile, update, self);
    g_clear_object (&self->profile);
    G_OBJECT_CLASS (ul_profile_menu_parent_class)->dispose (object);
}

static void
ul_profile_menu_class_init (UlProfileMenuClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = ul_profile_menu_dispose;
    open_signal = g_signal_new ("open", UL_TYPE_PROFILE_MENU, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-profile-menu.ui");
    gtk_widget_class_bind_template_child (widget_class, UlProfileMenu, label);
}

static void
ul_profile_menu_init (UlProfileMenu *self)
{
    GtkWidget *popover = gtk_popover_new (GTK_WIDGET (self));

    gtk_widget_init_template (GTK_WIDGET (self));
    atk_object_set_name (gtk_widget_get_accessible (popover), _ ("Profile"));
    g_signal_connect_object (popover, "show", G_CALLBACK (on_popover_shown), self,
                             G_CONNECT_SWAPPED);
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self), popover);
}
