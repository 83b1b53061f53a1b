/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a person has chosen for the program as a whole, as GSettings keep it. A program that was
 * started where it was built may have no schema: then everything is as by default, and stays so. */

/**
 * ul_settings_choose_store: where the settings are kept: by dconf as a rule. That needs a session
 * bus and a folder of its own; without these in a file of the user, and where there is no room for
 * one in memory, which is said. To be called before anything else, as it changes the environment.
 */
void ul_settings_choose_store (void);

/** ul_settings_get: Returns: (nullable) (transfer none): of the schema org.unlatch.Unlatch */
GSettings *ul_settings_get (void);

/** ul_settings_follow_theme: light, dark or the desktop's, from now on */
void ul_settings_follow_theme (void);

/** ul_settings_restore_size: as large as the last window was; to be called before it is shown */
void ul_settings_restore_size (GtkWindow *window);
void ul_settings_keep_size (GtkWindow *window);

gboolean ul_settings_wants_sound (void);
gboolean ul_settings_wants_notification (void);

G_END_DECLS
