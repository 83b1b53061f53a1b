/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-lent-icons.h"

#define ICONS "/org/gtk/libgtk/icons/16x16/status/" /* of GTK 3.24; there is no other size */
#define KEY   "ul-lent-icon"                        /* the name that an image had */

static void
lend (GtkImage *image)
{
    const char *name = NULL;
    GtkIconSize size;

    gtk_image_get_icon_name (image, &name, &size);

    g_autofree char *path = g_strconcat (ICONS, name, ".symbolic.png", NULL);
    if (!g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
        return;

    g_autofree char *uri = g_strconcat ("resource://", path, NULL);
    g_autoptr (GFile) file = g_file_new_for_uri (uri);
    g_autoptr (GIcon) icon = g_file_icon_new (file);
    g_object_set_data_full (G_OBJECT (image), KEY, g_strdup (name), g_free);
    gtk_image_set_from_gicon (image, icon, size);
}

static void
lend_below (GtkWidget *widget, gpointer user_data)
{
    if (GTK_IS_IMAGE (widget) &&
        gtk_image_get_storage_type (GTK_IMAGE (widget)) == GTK_IMAGE_ICON_NAME)
        lend (GTK_IMAGE (widget));
    else if (GTK_IS_CONTAINER (widget))
        gtk_container_forall (GTK_CONTAINER (widget), lend_below, NULL);
}

static void
return_below (GtkWidget *widget, gpointer user_data)
{
    g_autofree char *name = g_object_steal_data (G_OBJECT (widget), KEY);
    GtkIconSize size;

    if (GTK_IS_CONTAINER (widget))
        gtk_container_forall (GTK_CONTAINER (widget), return_below, NULL);
    /* Not in one that was told meanwhile to show something else. */
    if (name == NULL || gtk_image_get_storage_type (GTK_IMAGE (widget)) != GTK_IMAGE_GICON)
        return;
    gtk_image_get_gicon (GTK_IMAGE (widget), NULL, &size);
    gtk_image_set_from_icon_name (GTK_IMAGE (widget), name, size);
}

static gboolean
return_all (gpointer user_data)
{
    return_below (GTK_WIDGET (user_data), NULL);
    return G_SOURCE_REMOVE;
}

static gboolean
on_first_draw (GtkWidget *window, cairo_t *cr, GtkWidget *titlebar)
{
    g_signal_handlers_disconnect_by_func (window, on_first_draw, titlebar);
    g_signal_handlers_disconnect_by_func (titlebar, lend_below, NULL);
    g_idle_add_full (GTK_PRIORITY_RESIZE - 1, return_all, g_object_ref (window), g_object_unref);
    return GDK_EVENT_PROPAGATE;
}

void
ul_lent_icons_begin (GtkWindow *window, GtkWidget *titlebar)
{
    if (gtk_widget_get_scale_factor (GTK_WIDGET (window)) != 1)
        return;
    lend_below (GTK_WIDGET (window), NULL);
    /* It makes the window's buttons anew then. */
    g_signal_connect_after (titlebar, "realize", G_CALLBACK (lend_below), NULL);
    g_signal_connect_after (window, "draw", G_CALLBACK (on_first_draw), titlebar);
}
