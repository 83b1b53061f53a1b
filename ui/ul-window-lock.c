/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the window tells of a lock beyond its state: the settings of file and chip side by side, and
 * what is left of a chip that no erase can open. */
#include "ul-lock-settings.h"
#include "ul-window-private.h"

#include <glib/gi18n.h>

static GPtrArray *
make_rows (UlWindow *self, const UlDevice *device)
{
    const UlPlan *plan = ul_workbench_get_plan (self->workbench);
    const UlProtection *chip =
        &ul_session_get_chip (ul_workbench_get_session (self->workbench))->protection;
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS] = { 0 };

    if (plan != NULL)
        ul_plan_take_config (plan, chip, columns);
    else
        ul_config_column_take (&columns[UL_CONFIG_CHIP], chip->have_fcf ? chip->fcf : NULL);
    return ul_config_table_new (device, columns);
}

static void
tell (UlWindow *self, const char *title, const char *body)
{
    GtkWidget *dialog = gtk_message_dialog_new (GTK_WINDOW (self),
                                                GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                                GTK_MESSAGE_INFO, GTK_BUTTONS_CLOSE, "%s", title);

    gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", body);
    atk_object_set_name (gtk_widget_get_accessible (dialog), title);
    g_signal_connect (dialog, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    gtk_widget_show (dialog);
}

GPtrArray *
ul_window_compare_kept (UlWindow *self, guint *n_altered)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self->workbench, UL_JOB_PROGRAM);
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS];

    spec->lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED;
    spec->skip_protected = TRUE;
    g_autoptr (UlPlan) plan = ul_session_preview (session, spec, NULL);
    if (plan == NULL)
        return NULL;
    ul_plan_take_config (plan, &ul_session_get_chip (session)->protection, columns);
    *n_altered =
        MAX (1, ul_config_count_altered (&columns[UL_CONFIG_FILE], &columns[UL_CONFIG_PLANNED]));
    return ul_config_table_new (plan->device, columns);
}

void
ul_window_review_lock (UlWindow *self)
{
    const UlDevice *device = ul_session_get_device (ul_workbench_get_session (self->workbench));
    g_autoptr (GPtrArray) rows = device != NULL ? make_rows (self, device) : NULL;

    if (rows == NULL || rows->len == 0) {
        tell (self, _ ("There are no lock settings to show"),
              _ ("They are there for a chip of a family that keeps them in its flash."));
        return;
    }
    g_autofree char *chip = ul_device_get_label (device);
    gtk_widget_show (ul_lock_settings_dialog_new (GTK_WINDOW (self), chip, rows));
}

char *
ul_window_describe_key (UlWindow *self)
{
    const UlChip *chip = ul_session_get_chip (ul_workbench_get_session (self->workbench));
    const UlLockSamples *samples = &chip->protection.samples;

    if (chip->state != UL_SESSION_LOCKED || ul_lock_judge_key (samples) != UL_KEY_ON)
        return NULL;
    g_auto (GStrv) lines = ul_lock_list_ways (chip->protection.lock, samples);
    return g_strdup (lines[0]);
}

void
ul_window_tell_what_works (UlWindow *self)
{
    const UlProtection *protection =
        &ul_session_get_chip (ul_workbench_get_session (self->workbench))->protection;
    g_auto (GStrv) lines = ul_lock_list_ways (protection->lock, &protection->samples);
    g_autofree char *body = g_strjoinv ("\n\n", lines);

    tell (self, _ ("What can still work"), body);
}
