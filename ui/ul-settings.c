/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-settings.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define SCHEMA "org.unlatch.Unlatch"

enum { THEME_SYSTEM, THEME_LIGHT, THEME_DARK };

/* Returns: whether files can be written there, in a folder that is made where there is none */
static gboolean
has_room (const char *parent, const char *name)
{
    g_autofree char *folder = g_build_filename (parent, name, NULL);

    return g_mkdir_with_parents (folder, 0700) == 0 && g_access (folder, W_OK) == 0;
}

static gboolean
has_bus (void)
{
    g_autofree char *usual = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);
    g_autofree char *starter = g_find_program_in_path ("dbus-launch");

    return g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL || starter != NULL ||
           g_file_test (usual, G_FILE_TEST_EXISTS);
}

void
ul_settings_choose_store (void)
{
    const char *store = "keyfile";

    if (g_getenv ("GSETTINGS_BACKEND") != NULL ||
        (has_bus () && has_room (g_get_user_runtime_dir (), "dconf")))
        return;
    if (!has_room (g_get_user_config_dir (), "glib-2.0")) {
        store = "memory";
        g_printerr ("unlatch: ");
        g_printerr (_ ("Settings are not kept, as no file can be written in %s."),
                    g_get_user_config_dir ());
        g_printerr ("\n");
    }
    g_setenv ("GSETTINGS_BACKEND", store, TRUE);
}

static GSettings *
make (void)
{
    GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
    g_autoptr (GSettingsSchema) schema =
        source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;

    return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

GSettings *
ul_settings_get (void)
{
    static GSettings *settings;
    static gsize made;

    if (g_once_init_enter (&made)) {
        settings = make ();
        g_once_init_leave (&made, 1);
    }
    return settings;
}

static void
apply_theme (GSettings *settings)
{
    GtkSettings *gtk = gtk_settings_get_default ();
    int theme = g_settings_get_enum (settings, "theme");

    if (theme == THEME_SYSTEM)
        gtk_settings_reset_property (gtk, "gtk-application-prefer-dark-theme");
    else
        g_object_set (gtk, "gtk-application-prefer-dark-theme", theme == THEME_DARK, NULL);
}

void
ul_settings_follow_theme (void)
{
    GSettings *settings = ul_settings_get ();

    if (settings == NULL)
        return;
    g_signal_connect (settings, "changed::theme", G_CALLBACK (apply_theme), NULL);
    if (g_settings_get_enum (settings, "theme") != THEME_SYSTEM)
        apply_theme (settings);
}

void
ul_settings_restore_size (GtkWindow *window)
{
    GSettings *settings = ul_settings_get ();
    int width = 0, height = 0;

    if (settings == NULL)
        return;
    g_settings_get (settings, "window-size", "(ii)", &width, &height);
    if (width > 0 && height > 0)
        gtk_window_set_default_size (window, width, height);
    if (g_settings_get_boolean (settings, "window-maximized"))
        gtk_window_maximize (window);
}

void
ul_settings_keep_size (GtkWindow *window)
{
    GSettings *settings = ul_settings_get ();
    gboolean maximized = gtk_window_is_maximized (window);
    int width, height;

    if (settings == NULL || !gtk_widget_get_realized (GTK_WIDGET (window)))
        return;
    g_settings_set_boolean (settings, "window-maximized", maximized);
    if (!maximized) {
        gtk_window_get_size (window, &width, &height);
        g_settings_set (settings, "window-size", "(ii)", width, height);
    }
}

static gboolean
get (const char *key, gboolean by_default)
{
    GSettings *settings = ul_settings_get ();

    return settings != NULL ? g_settings_get_boolean (settings, key) : by_default;
}

gboolean
ul_settings_wants_sound (void)
{
    return get ("sound", FALSE);
}

gboolean
ul_settings_wants_notification (void)
{
    return get ("notify", TRUE);
}
