/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The probe to work with, and a job on it from start to end. */
#include "ul-cli-session.h"

#include "ul-cli-job-report.h"
#include "ul-cli-progress.h"
#include "ul-cli-report.h"
#include "ul-probes.h"
#include "ul-words.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

#define POLL_MS 50

/* --- the probe --- */

static char *
list_ids (GListModel *probes)
{
    g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < g_list_model_get_n_items (probes); i++) {
        g_autoptr (UlProbe) probe = g_list_model_get_item (probes, i);
        g_ptr_array_add (ids, g_strdup (ul_probe_get_info (probe)->id));
    }
    return ul_words_names (ids);
}

/* Those plugged in come first; a simulated board is never taken unless it is named. */
static guint
count_real (GListModel *probes)
{
    guint n = 0;

    for (guint i = 0; i < g_list_model_get_n_items (probes); i++) {
        g_autoptr (UlProbe) probe = g_list_model_get_item (probes, i);
        n += !ul_probe_is_simulated (probe);
    }
    return n;
}

static UlProbe *
find_only_probe (GListModel *probes, GError **error)
{
    guint n = count_real (probes);
    g_autofree char *ids = list_ids (probes);

    if (n == 1)
        return g_list_model_get_item (probes, 0);
    if (n > 1)
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("there are several probes, choose one with --probe: %s"), ids);
    else if (*ids != '\0')
        g_set_error (error, UL_ERROR, UL_ERROR_NO_PROBE,
                     _ ("none is plugged in; --probe takes one of: %s"), ids);
    else
        g_set_error_literal (error, UL_ERROR, UL_ERROR_NO_PROBE, _ ("none is plugged in"));
    return NULL;
}

/* What the profile wants of the board, looked at before a job may touch it. A chip that cannot be
 * looked at is the job's to tell. */
static gboolean
check_board (UlCli *cli, UlSession *session, GError **error)
{
    UlProfile *profile = cli->profile;

    if (profile == NULL ||
        (ul_profile_get_number (profile, UL_PROFILE_EXPECT_ID) == UL_PROFILE_UNSET &&
         ul_profile_get_number (profile, UL_PROFILE_MIN_MILLIVOLTS) == 0))
        return TRUE;
    g_autoptr (UlJobSpec) look = ul_job_spec_new (UL_JOB_CONNECT);
    g_autoptr (UlJobResult) looked = ul_cli_run_job (cli, session, look);
    const UlChip *chip = ul_session_get_chip (session);
    return chip->state < UL_SESSION_NO_TARGET ||
           ul_profile_check_target (profile, chip->ids.sdid, chip->probe.vtref_mv, error);
}

UlSession *
ul_cli_open_session (UlCli *cli, GError **error)
{
    g_autoptr (UlProbeSource) probes = ul_probes_new_complete ();
    g_autoptr (UlProbe) probe = NULL;

    if (!ul_cli_check_report (error))
        return NULL;
    if (cli->probe_id != NULL)
        probe = ul_probe_source_find (probes, cli->probe_id, error);
    else
        probe = find_only_probe (G_LIST_MODEL (probes), error);
    if (probe == NULL)
        return NULL;

    g_autoptr (UlSession) session = ul_session_new ();
    ul_session_set_probe (session, probe);
    ul_session_set_device (session, cli->device);
    if (cli->speed_khz > 0)
        ul_session_set_speed (session, (guint) cli->speed_khz);
    if (cli->profile != NULL)
        ul_session_set_connect_mode (
            session, (UlConnectMode) ul_profile_get_number (cli->profile, UL_PROFILE_CONNECT));
    if (cli->catches || cli->under_reset)
        ul_session_set_connect_mode (session,
                                     cli->catches ? UL_CONNECT_CATCH : UL_CONNECT_UNDER_RESET);
    ul_session_set_power (session, cli->power);
    return check_board (cli, session, error) ? g_steal_pointer (&session) : NULL;
}

/* --- a job --- */

typedef struct {
    UlCliProgress *progress;
    GMainLoop *loop;
    GCancellable *cancellable;
    UlJobResult *result;
} Run;

static gboolean
on_interrupt (gpointer user_data)
{
    Run *run = user_data;

    if (g_cancellable_is_cancelled (run->cancellable)) {
        g_autofree char *state = ul_cli_progress_describe (run->progress);
        ul_cli_progress_note (run->progress, _ ("Still stopping: %s"), state);
        return G_SOURCE_CONTINUE;
    }
    ul_cli_progress_note (run->progress, "%s",
                          _ ("Stopping at the next safe point, so that the chip stays usable"));
    g_cancellable_cancel (run->cancellable);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_poll (gpointer user_data)
{
    ul_cli_progress_update (((Run *) user_data)->progress);
    return G_SOURCE_CONTINUE;
}

static void
on_log (UlSession *session, const char *line, Run *run)
{
    ul_cli_progress_log (run->progress, line);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Run *run = user_data;

    run->result = ul_session_run_finish (UL_SESSION (source), result);
    g_main_loop_quit (run->loop);
}

/* What ends a program at once would leave the chip as it happens to be. */
static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

static void
start_listening (Run *run, guint *sources)
{
    for (guint i = 0; i < G_N_ELEMENTS (stop_signals); i++)
        sources[i] = g_unix_signal_add (stop_signals[i], on_interrupt, run);
    signal (SIGPIPE, SIG_IGN); /* nobody reads on: the job goes on all the same */
}

/* A Ctrl+C that comes too late for the job must not take its exit status away. */
static void
stop_listening (const guint *sources)
{
    sigset_t all;

    sigemptyset (&all);
    for (guint i = 0; i < G_N_ELEMENTS (stop_signals); i++)
        sigaddset (&all, stop_signals[i]);
    pthread_sigmask (SIG_BLOCK, &all, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (stop_signals); i++) {
        g_source_remove (sources[i]);
        signal (stop_signals[i], SIG_IGN);
    }
    pthread_sigmask (SIG_UNBLOCK, &all, NULL);
}

UlJobResult *
ul_cli_run_job (UlCli *cli, UlSession *session, const UlJobSpec *spec)
{
    g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (UlCliProgress) progress = ul_cli_progress_new (cli, session);
    Run run = { progress, loop, cancellable, NULL };
    guint sources[G_N_ELEMENTS (stop_signals)];
    guint poll = g_timeout_add (POLL_MS, on_poll, &run);
    gulong log_id = g_signal_connect (session, "log", G_CALLBACK (on_log), &run);

    start_listening (&run, sources);
    ul_session_run_async (session, spec, cancellable, on_done, &run);
    g_main_loop_run (loop);

    g_signal_handler_disconnect (session, log_id);
    g_source_remove (poll);
    stop_listening (sources);
    ul_cli_progress_finish (progress);
    ul_cli_save_report (cli, session, spec, run.result);
    return run.result;
}
