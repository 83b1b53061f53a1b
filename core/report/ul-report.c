/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-report-private.h"

#include "ul-file.h"

#include <glib/gi18n.h>
#include <string.h>

static UlSectorFacts *
copy_facts (const UlChip *chip, guint *n_facts)
{
    *n_facts = chip->facts != NULL ? chip->n_facts : 0;
    return g_memdup2 (chip->facts, *n_facts * sizeof *chip->facts);
}

static void
take_probe (UlReport *self, UlProbe *probe)
{
    if (probe == NULL)
        return;
    const UlProbeInfo *info = ul_probe_get_info (probe);
    self->probe_name = g_strdup (info->name);
    self->probe_id = g_strdup (info->id);
    self->probe_serial = g_strdup (info->serial);
    self->simulated = ul_probe_is_simulated (probe);
}

static void
take_files (UlReport *self, UlImage *const *files, guint n_files)
{
    self->files = g_ptr_array_new_with_free_func (g_object_unref);
    for (guint i = 0; i < n_files; i++)
        g_ptr_array_add (self->files, g_object_ref (files[i]));
    if (n_files == 0 && self->spec->image != NULL)
        g_ptr_array_add (self->files, g_object_ref (self->spec->image));
}

UlReport *
ul_report_new (UlSession *session, const UlJobSpec *spec, const UlJobResult *result,
               UlImage *const *files, guint n_files)
{
    UlReport *self = g_atomic_rc_box_new0 (UlReport);
    const UlChip *chip = ul_session_get_chip (session);

    self->time = g_date_time_new_now_utc ();
    self->spec = ul_job_spec_copy (spec);
    self->result = ul_job_result_copy (result);
    ul_progress_copy (ul_session_get_progress (session), &self->snapshot);
    self->ids = chip->ids;
    self->status = chip->probe;
    self->facts = copy_facts (chip, &self->n_facts);
    take_probe (self, ul_session_get_probe (session));
    take_files (self, files, n_files);
    return self;
}

static void
clear (gpointer data)
{
    UlReport *self = data;

    g_date_time_unref (self->time);
    ul_job_spec_free (self->spec);
    ul_job_result_free (self->result);
    g_ptr_array_unref (self->files);
    ul_snapshot_clear (&self->snapshot);
    g_free (self->probe_name);
    g_free (self->probe_id);
    g_free (self->probe_serial);
    g_free (self->facts);
}

UlReport *
ul_report_ref (UlReport *self)
{
    return g_atomic_rc_box_acquire (self);
}

void
ul_report_unref (UlReport *self)
{
    g_atomic_rc_box_release_full (self, clear);
}

const char *
ul_report_get_title (const UlReport *self)
{
    return self->result->problem != NULL ? self->result->problem->title
                                         : ul_job_result_get_title (self->result);
}

/* --- words --- */

const char *
ul_report_step_to_nick (const UlSectorState *state)
{
    static const char *const nicks[] = {
        [UL_STEP_NONE] = "none",       [UL_STEP_SKIP] = "skip",       [UL_STEP_ERASE] = "erase",
        [UL_STEP_PROGRAM] = "program", [UL_STEP_REWRITE] = "rewrite",
    };

    return state->left_out                      ? "leave-protected"
           : state->step < G_N_ELEMENTS (nicks) ? nicks[state->step]
                                                : "none";
}

static const struct {
    const char *nick, *text;
} outcomes[] = {
    [UL_ACTIVITY_NONE] = { "untouched", N_ ("not touched") },
    [UL_ACTIVITY_QUEUED] = { "not-done", N_ ("not done") },
    [UL_ACTIVITY_ERASING] = { "in-doubt", N_ ("in doubt") },
    [UL_ACTIVITY_ERASED] = { "erased", N_ ("erased") },
    [UL_ACTIVITY_PROGRAMMING] = { "in-doubt", N_ ("in doubt") },
    [UL_ACTIVITY_PROGRAMMED] = { "programmed", N_ ("written, not verified") },
    [UL_ACTIVITY_VERIFYING] = { "programmed", N_ ("written, not verified") },
    [UL_ACTIVITY_VERIFIED] = { "verified", N_ ("verified") },
    [UL_ACTIVITY_SKIPPED] = { "skipped", N_ ("already as wanted") },
    [UL_ACTIVITY_FAILED] = { "failed", N_ ("failed") },
    [UL_ACTIVITY_NOT_DONE] = { "not-done", N_ ("not done") },
    [UL_ACTIVITY_IN_DOUBT] = { "in-doubt", N_ ("in doubt") },
};

static guint
get_activity (const UlSectorState *state)
{
    return state->activity < G_N_ELEMENTS (outcomes) ? state->activity : UL_ACTIVITY_NONE;
}

const char *
ul_report_outcome_to_nick (const UlSectorState *state)
{
    return state->left_out ? "protected" : outcomes[get_activity (state)].nick;
}

const char *
ul_report_outcome_to_text (const UlSectorState *state)
{
    return state->left_out ? _ ("left as it is, protected")
                           : _ (outcomes[get_activity (state)].text);
}

const char *
ul_report_kind_to_nick (UlJobKind kind)
{
    static const char *const nicks[] = {
        [UL_JOB_CONNECT] = "connect",
        [UL_JOB_UNLOCK] = "unlock",
        [UL_JOB_ERASE] = "erase",
        [UL_JOB_PROGRAM] = "program",
        [UL_JOB_VERIFY] = "verify",
        [UL_JOB_READ] = "read",
        [UL_JOB_BLANK_CHECK] = "blank-check",
        [UL_JOB_UNPROTECT] = "unprotect",
    };

    return kind < G_N_ELEMENTS (nicks) ? nicks[kind] : "";
}

const char *
ul_report_scope_to_nick (UlScope scope)
{
    static const char *const nicks[] = {
        [UL_SCOPE_NEEDED] = "needed",
        [UL_SCOPE_RANGE] = "range",
        [UL_SCOPE_ALL] = "all",
        [UL_SCOPE_SECTORS] = "sectors",
    };

    return scope < G_N_ELEMENTS (nicks) ? nicks[scope] : "";
}

char *
ul_report_get_os (void)
{
    char *name = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

    return name != NULL ? name : g_strdup ("unknown");
}

/* --- saving --- */

static gboolean
ends_in (const char *name, const char *suffix)
{
    gsize length = strlen (name), size = strlen (suffix);

    return length > size && g_ascii_strcasecmp (name + length - size, suffix) == 0;
}

gboolean
ul_report_check_name (const char *name, GError **error)
{
    if (ends_in (name, ".html") || ends_in (name, ".htm") || ends_in (name, ".json"))
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("a report is a .html or a .json file, not %s"),
                 name);
    return FALSE;
}

gboolean
ul_report_save (const UlReport *self, GFile *file, GCancellable *cancellable, GError **error)
{
    g_autofree char *name = g_file_get_basename (file);

    if (!ul_report_check_name (name, error))
        return FALSE;
    g_autofree char *text =
        ends_in (name, ".json") ? ul_report_to_json (self) : ul_report_to_html (self);
    gboolean is_new;
    g_autoptr (GFileOutputStream) stream =
        ul_file_begin (file, G_FILE_CREATE_REPLACE_DESTINATION, &is_new, cancellable, error);
    if (stream == NULL)
        return FALSE;
    if (g_output_stream_write_all (G_OUTPUT_STREAM (stream), text, strlen (text), NULL, cancellable,
                                   error) &&
        g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error))
        return TRUE;
    ul_file_give_up (stream, file, is_new);
    return FALSE;
}
