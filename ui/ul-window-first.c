/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first steps: a probe to connect, or a simulated board with a story to try. */
#include "ul-connect-dialog.h"
#include "ul-scenario-dialog.h"
#include "ul-window-private.h"

#include <glib/gi18n.h>

static void
tell_error (UlWindow *self, const GError *error)
{
    ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT,
                     ul_message_new_from_error (error));
}

/* --- a probe to connect ---------------------------------------------------------------------- */

static void
on_connect_answer (UlWindow *self, int response, UlConnectDialog *dialog)
{
    g_autoptr (UlProbe) probe = NULL;

    if (response == GTK_RESPONSE_ACCEPT)
        g_set_object (&probe, ul_connect_dialog_get_probe (dialog));
    gtk_widget_destroy (GTK_WIDGET (dialog));
    if (probe != NULL)
        ul_workbench_use_probe (self->workbench, probe);
}

void
ul_window_connect_probe (UlWindow *self)
{
    UlProbeSource *probes = ul_workbench_get_probes (self->workbench);

    if (probes == NULL)
        return;
    ul_probe_source_rescan (probes);
    UlConnectDialog *dialog = ul_connect_dialog_new (GTK_WINDOW (self), probes);
    g_signal_connect_object (dialog, "response", G_CALLBACK (on_connect_answer), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_show (GTK_WIDGET (dialog));
}

/* --- a story to try -------------------------------------------------------------------------- */

static void
prepare_thread (GTask *task, gpointer source, gpointer scenario, GCancellable *cancellable)
{
    GError *error = NULL;
    GPtrArray *files = ul_probe_source_prepare_scenario (source, scenario, &error);

    if (files != NULL)
        g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
    else
        g_task_return_error (task, error);
}

/* The story is a project like any other, only that it was never saved. */
static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlWindow) self = UL_WINDOW (user_data);
    const UlScenario *scenario = g_task_get_task_data (G_TASK (result));
    g_autoptr (UlProfile) profile = ul_profile_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) files = g_task_propagate_pointer (G_TASK (result), &error);

    if (self->banner == NULL)
        return;
    if (files == NULL) {
        tell_error (self, error);
        return;
    }
    for (guint i = 0; i < files->len; i++)
        ul_profile_add_file (profile, files->pdata[i]);
    ul_profile_set_probe_id (profile, scenario->probe_id, NULL);
    ul_workbench_set_profile (self->workbench, profile);
}

void
ul_window_begin_scenario (UlWindow *self, const UlScenario *scenario)
{
    g_autoptr (GTask) task = g_task_new (ul_workbench_get_probes (self->workbench), NULL,
                                         on_prepared, g_object_ref (self));

    g_task_set_task_data (task, (gpointer) scenario, NULL);
    g_task_run_in_thread (task, prepare_thread);
}

static void
on_scenario_answer (UlWindow *self, int response, UlScenarioDialog *dialog)
{
    const UlScenario *scenario = ul_scenario_dialog_get_picked (dialog);

    gtk_widget_destroy (GTK_WIDGET (dialog));
    if (response == GTK_RESPONSE_ACCEPT && scenario != NULL)
        ul_window_leave_for_scenario (self, scenario);
}

static void
tell_no_simulator (UlWindow *self)
{
    g_autoptr (GError) error = g_error_new_literal (
        UL_ERROR, UL_ERROR_NOT_SUPPORTED, _ ("This build of Unlatch has no simulated boards"));

    tell_error (self, error);
}

void
ul_window_choose_scenario (UlWindow *self)
{
    UlProbeSource *probes = ul_workbench_get_probes (self->workbench);

    if (probes == NULL)
        return;
    if (ul_probe_source_get_scenario (probes, 0) == NULL) {
        tell_no_simulator (self);
        return;
    }
    UlScenarioDialog *dialog = ul_scenario_dialog_new (GTK_WINDOW (self), probes);
    g_signal_connect_object (dialog, "response", G_CALLBACK (on_scenario_answer), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_show (GTK_WIDGET (dialog));
}
