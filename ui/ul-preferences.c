/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-preferences.h"

#include "ul-settings.h"

gboolean
ul_preferences_show (GtkWindow *parent)
{
    static const struct {
        const char *key, *widget, *property;
    } bindings[] = {
        { "theme", "theme", "active-id" },
        { "notify", "notify", "active" },
        { "sound", "sound", "active" },
    };
    GSettings *settings = ul_settings_get ();

    if (settings == NULL)
        return FALSE;
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/org/unlatch/Unlatch/ul-preferences.ui");
    GtkWindow *dialog = GTK_WINDOW (gtk_builder_get_object (builder, "preferences"));
    for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
        g_settings_bind (settings, bindings[i].key,
                         gtk_builder_get_object (builder, bindings[i].widget), bindings[i].property,
                         G_SETTINGS_BIND_DEFAULT);
    g_signal_connect (dialog, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    gtk_window_set_transient_for (dialog, parent);
    gtk_window_present (dialog);
    return TRUE;
}
