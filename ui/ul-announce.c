/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-announce.h"

/* Returns: (nullable): not every widget is in a window yet, or still */
static AtkObject *
get_window (GtkWidget *widget)
{
    GtkWidget *window = gtk_widget_get_toplevel (widget);

    return GTK_IS_WINDOW (window) ? gtk_widget_get_accessible (window) : NULL;
}

void
ul_announce (GtkWidget *widget, const char *text)
{
    AtkObject *window = get_window (widget);

    if (window != NULL)
        atk_object_set_description (window, text);
}

void
ul_announce_over (GtkWidget *widget, const char *text)
{
    AtkObject *window = get_window (widget);

    if (window != NULL && g_strcmp0 (atk_object_get_description (window), text) == 0)
        atk_object_set_description (window, "");
}
