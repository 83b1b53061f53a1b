/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-help.h"

#include <glib/gi18n.h>

void
ul_help_show_async (GtkWindow *parent, const char *page, GAsyncReadyCallback callback,
                    gpointer user_data)
{
    GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (parent));
    g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);
    g_autofree char *uri = g_strconcat ("help:unlatch/", page, NULL);

    gdk_app_launch_context_set_timestamp (context, gtk_get_current_event_time ());
    g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, callback,
                                             user_data);
}

gboolean
ul_help_show_finish (GAsyncResult *result, GError **error)
{
    return g_app_info_launch_default_for_uri_finish (result, error);
}

UlMessage *
ul_help_describe_failure (const GError *error)
{
    UlMessage *message =
        ul_message_new (UL_SEVERITY_WARNING, _ ("No help viewer is installed"),
                        _ ("Install Yelp, the help viewer of GNOME, to read the manual."));

    message->details = g_strdup (error->message);
    message->transient = TRUE;
    return message;
}

GtkWidget *
ul_help_add_link (GtkContainer *container, const UlMessage *message)
{
    if (message->help == NULL)
        return NULL;
    GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Learn More"));
    g_autofree char *action = g_strconcat ("win.help::", message->help, NULL);
    /* Translators: %s is the heading of a message */
    g_autofree char *description = g_strdup_printf (_ ("Opens the page about: %s"), message->title);
    gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
    gtk_widget_set_tooltip_text (button, description);
    atk_object_set_description (gtk_widget_get_accessible (button), description);
    gtk_widget_show (button);
    gtk_container_add (container, button);
    return button;
}
