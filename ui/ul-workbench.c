/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-workbench-private.h"

#include <glib/gi18n.h>

enum { PROP_PLAN = 1, PROP_PROBES, PROP_BUSY, PROP_PROFILE, N_PROPS };

static GParamSpec *props[N_PROPS];
static guint finished_signal;

G_DEFINE_FINAL_TYPE (UlWorkbench, ul_workbench, G_TYPE_OBJECT)

UlJobSpec *
ul_workbench_new_spec (UlWorkbench *self, UlJobKind kind)
{
    UlJobSpec *spec = ul_job_spec_new (kind);
    UlImage *image = ul_file_list_get_image (self->files);

    if (image != NULL && (kind == UL_JOB_PROGRAM || kind == UL_JOB_VERIFY))
        spec->image = g_object_ref (image);
    ul_workbench_fill_spec (self, spec);
    return spec;
}

/* A plan to look at, when the one asked for is refused: as if everything had been agreed to. */
static UlPlan *
preview_anyway (UlWorkbench *self)
{
    g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self, UL_JOB_PROGRAM);

    spec->skip_protected = TRUE;
    spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    spec->lock_forever_confirmed = TRUE;
    return ul_session_preview (self->session, spec, NULL);
}

static void
make_plan (UlWorkbench *self)
{
    UlSessionState state = ul_session_get_chip (self->session)->state;

    g_clear_pointer (&self->plan, ul_plan_free);
    g_clear_error (&self->plan_error);
    if (ul_file_list_get_image (self->files) == NULL ||
        ul_session_get_device (self->session) == NULL || state == UL_SESSION_LOCKED_FOREVER)
        return;

    g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self, UL_JOB_PROGRAM);
    spec->unlock_first = state == UL_SESSION_LOCKED; /* there is no other way */
    if (ul_workbench_check_allowed (self, spec, &self->plan_error))
        self->plan = ul_session_preview (self->session, spec, &self->plan_error);
    if (self->plan == NULL)
        self->plan = preview_anyway (self);
}

static gboolean
update_plan (gpointer user_data)
{
    UlWorkbench *self = UL_WORKBENCH (user_data);

    self->plan_idle = 0;
    make_plan (self);
    ul_messages_put (self->messages, UL_SLOT_PLAN,
                     self->plan_error != NULL ? ul_workbench_describe_obstacle (self) : NULL);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLAN]);
    return G_SOURCE_REMOVE;
}

void
ul_workbench_queue_plan (UlWorkbench *self)
{
    if (self->plan_idle == 0)
        self->plan_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_plan, self, NULL);
}

static void
on_image_changed (UlWorkbench *self)
{
    self->lock_bytes = ul_workbench_get_usual_lock_bytes (self);
    ul_workbench_queue_plan (self);
}

/* To resume is for jobs; after a look there is nothing but to look again. */
static UlMessage *
describe_chip (UlWorkbench *self, const UlProblem *problem)
{
    UlMessage *message = ul_message_new_from_problem (problem);
    gboolean unknown = ul_session_get_device (self->session) == NULL;

    if (unknown && message->remedies[0] == UL_REMEDY_UNLOCK)
        message->remedies[0] = UL_REMEDY_CHOOSE_CHIP;

    for (guint i = 0; i < UL_MESSAGE_MAX_REMEDIES; i++)
        if (message->remedies[i] == UL_REMEDY_RESUME)
            message->remedies[i] = UL_REMEDY_TRY_AGAIN;
    return message;
}

static void
on_chip_changed (UlWorkbench *self)
{
    const UlChip *chip = ul_session_get_chip (self->session);
    gboolean tell = chip->problem != NULL && chip->state != UL_SESSION_NO_PROBE;

    ul_messages_put (self->messages, UL_SLOT_CHIP,
                     tell ? describe_chip (self, chip->problem) : NULL);
    ul_workbench_queue_plan (self);
}

static void
on_file_failed (UlWorkbench *self, GError *error)
{
    ul_messages_put (self->messages, UL_SLOT_FILE, ul_message_new_from_error (error));
}

static void
forget_transient (UlWorkbench *self)
{
    const UlMessage *message = ul_messages_get (self->messages, UL_SLOT_RESULT);

    if (message != NULL && message->transient)
        ul_messages_put (self->messages, UL_SLOT_RESULT, NULL);
}

static void
on_files_changing (UlWorkbench *self)
{
    forget_transient (self); /* which was about the files as they were */
    ul_messages_put (self->messages, UL_SLOT_FILE, NULL);
    ul_messages_put (self->messages, UL_SLOT_STALE, NULL);
}

static void
on_file_stale (UlWorkbench *self, GFile *file)
{
    forget_transient (self);
    ul_messages_put (self->messages, UL_SLOT_STALE, ul_workbench_describe_stale (file));
}

/* The job was about something else than the open files, which these buttons would program. */
static void
keep_to_job (UlMessage *message)
{
    for (guint i = 0; i < UL_MESSAGE_MAX_REMEDIES; i++) {
        if (message->remedies[i] == UL_REMEDY_UNLOCK_AND_ERASE)
            message->remedies[i] = UL_REMEDY_UNLOCK;
        else if (message->remedies[i] == UL_REMEDY_PROGRAM_AGAIN)
            message->remedies[i] = UL_REMEDY_TRY_AGAIN;
    }
}

static UlMessage *
describe_catch (UlWorkbench *self)
{
    UlSnapshot snapshot = { 0 };

    ul_progress_copy (ul_session_get_progress (self->session), &snapshot);
    g_autofree char *counts = ul_catch_counts_describe (&snapshot.caught);
    ul_snapshot_clear (&snapshot);
    g_autofree char *body = g_strdup_printf (
        _ ("It stands still before its first instruction (%s). Whatever is done next catches it "
           "again by itself."),
        counts);
    UlMessage *message = ul_message_new (UL_SEVERITY_INFO, _ ("The chip has been caught"), body);
    message->transient = TRUE;
    message->help = "caught";
    return message;
}

static void
take_result (UlWorkbench *self, const UlJobResult *result)
{
    if (result->kind == UL_JOB_CONNECT && result->ok && self->catches)
        ul_messages_put (self->messages, UL_SLOT_RESULT, describe_catch (self));
    if (result->kind == UL_JOB_CONNECT && (result->ok || result->cancelled))
        return;
    if (result->kind == UL_JOB_CONNECT)
        forget_transient (self);
    if (result->kind == UL_JOB_CONNECT && ul_messages_get (self->messages, UL_SLOT_CHIP) != NULL)
        return;

    UlMessage *message = ul_workbench_describe_outcome (self, result);
    if (result->kind != UL_JOB_PROGRAM ||
        (self->last != NULL && (self->last->scope == UL_SCOPE_SECTORS ||
                                self->last->image != ul_file_list_get_image (self->files))))
        keep_to_job (message);
    ul_messages_put (self->messages, UL_SLOT_RESULT, message);
}

static void
set_busy (UlWorkbench *self, gboolean busy)
{
    if (self->busy == busy)
        return;
    self->busy = busy;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
set_catches (UlWorkbench *self, gboolean catches)
{
    if (self->catches == catches)
        return;
    self->catches = catches;
    ul_session_set_connect_mode (self->session,
                                 catches ? UL_CONNECT_CATCH : ul_workbench_get_usual_mode (self));
}

/* A chip that was caught is caught again for whatever is done next: it may be as hard to reach as
 * before, until it holds something else. */
static void
settle_catch (UlWorkbench *self, const UlJobResult *result)
{
    const UlChip *chip = ul_session_get_chip (self->session);

    if (!self->catches)
        return;
    if (result->cancelled || chip->state < UL_SESSION_LOCKED || (result->ok && result->touched))
        set_catches (self, FALSE);
}

static void
run_done (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
    g_autoptr (UlWorkbench) self = UL_WORKBENCH (user_data);
    g_autoptr (UlJobResult) result = ul_session_run_finish (UL_SESSION (source), async_result);

    g_clear_object (&self->cancellable);
    settle_catch (self, result);
    g_free (self->report);
    self->report = ul_job_result_describe (result);
    ul_workbench_keep_report (self, result);
    set_busy (self, FALSE);
    take_result (self, result);
    ul_workbench_queue_plan (self);
    g_signal_emit (self, finished_signal, 0, result);
    ul_workbench_follow_probes (self); /* while a job runs, the probe stays what it is */
    ul_workbench_take_up_pending (self);
}

/* Also for jobs that were not planned from the files: a selection that is erased, a backup. */
static gboolean
refused (UlWorkbench *self, const UlJobSpec *spec)
{
    g_autoptr (GError) error = NULL;

    if (ul_workbench_check_allowed (self, spec, &error))
        return FALSE;
    UlMessage *message = ul_message_new_from_error (error);
    for (guint i = 0; i < UL_MESSAGE_MAX_REMEDIES; i++)
        message->remedies[i] = UL_REMEDY_NONE; /* to try again would be to do the job before */
    ul_messages_put (self->messages, UL_SLOT_RESULT, message);
    return TRUE;
}

void
ul_workbench_run (UlWorkbench *self, const UlJobSpec *spec)
{
    if (self->cancellable != NULL || refused (self, spec))
        return;

    if (spec->kind != UL_JOB_CONNECT) {
        UlJobSpec *copy = ul_job_spec_copy (spec);
        g_clear_pointer (&self->last, ul_job_spec_free);
        self->last = copy;
        forget_transient (self);
    }
    self->cancellable = g_cancellable_new ();
    self->looking = spec->kind == UL_JOB_CONNECT;
    set_busy (self, TRUE);
    ul_session_run_async (self->session, spec, self->cancellable, run_done, g_object_ref (self));
}

/* A chip that has been unlocked by the first try is not erased once more by the second. */
static gboolean
needs_unlock (UlWorkbench *self)
{
    const UlChip *chip = ul_session_get_chip (self->session);

    return chip->state != UL_SESSION_READY || chip->found == NULL ||
           ul_protection_count_sectors (&chip->protection, chip->found) > 0;
}

void
ul_workbench_run_again (UlWorkbench *self)
{
    if (self->last == NULL)
        return;

    g_autoptr (UlJobSpec) spec = ul_job_spec_copy (self->last);
    if (spec->unlock_first)
        spec->unlock_first = needs_unlock (self);
    ul_workbench_run (self, spec);
}

void
ul_workbench_run_skipping (UlWorkbench *self)
{
    if (self->last == NULL)
        return;

    g_autoptr (UlJobSpec) spec = ul_job_spec_copy (self->last);
    spec->skip_protected = TRUE;
    ul_workbench_run (self, spec);
}

void
ul_workbench_run_without_backup (UlWorkbench *self)
{
    if (self->last == NULL)
        return;

    g_autoptr (UlJobSpec) spec = ul_job_spec_copy (self->last);
    spec->no_backup = TRUE;
    ul_workbench_run (self, spec);
}

void
ul_workbench_cancel (UlWorkbench *self)
{
    if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
}

gboolean
ul_workbench_get_busy (UlWorkbench *self)
{
    return self->busy;
}

static void
look (UlWorkbench *self)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_CONNECT);

    if (ul_session_get_probe (self->session) != NULL)
        ul_workbench_run (self, spec);
}

void
ul_workbench_look (UlWorkbench *self)
{
    if (self->busy)
        return;
    set_catches (self, FALSE);
    look (self);
}

void
ul_workbench_look_under_reset (UlWorkbench *self)
{
    if (self->busy)
        return;
    set_catches (self, FALSE);
    ul_session_set_connect_mode (self->session, UL_CONNECT_UNDER_RESET);
    look (self);
}

void
ul_workbench_catch (UlWorkbench *self)
{
    if (self->busy)
        return;
    set_catches (self, TRUE);
    look (self);
}

void
ul_workbench_use_device (UlWorkbench *self, const UlDevice *device)
{
    if (!ul_session_set_device (self->session, device))
        return;
    self->chosen = device;
    ul_workbench_note_device (self, device);
    ul_workbench_queue_plan (self);
    ul_workbench_look (self);
}

void
ul_workbench_use_speed (UlWorkbench *self, guint speed_khz)
{
    if (self->busy || speed_khz == ul_session_get_speed (self->session))
        return;
    ul_session_set_speed (self->session, speed_khz);
    ul_workbench_note_speed (self, speed_khz);
    ul_workbench_look (self);
}

void
ul_workbench_use_power (UlWorkbench *self, gboolean power)
{
    if (self->busy || power == ul_session_get_power (self->session) ||
        !ul_session_set_power (self->session, power))
        return;
    ul_workbench_look (self);
}

const UlDevice *
ul_workbench_get_chosen_device (UlWorkbench *self)
{
    return self->chosen;
}

void
ul_workbench_set_lock_bytes (UlWorkbench *self, UlLockBytes lock_bytes)
{
    self->lock_bytes = lock_bytes;
    ul_workbench_queue_plan (self);
}

UlSession *
ul_workbench_get_session (UlWorkbench *self)
{
    return self->session;
}

UlFileList *
ul_workbench_get_files (UlWorkbench *self)
{
    return self->files;
}

UlMessages *
ul_workbench_get_messages (UlWorkbench *self)
{
    return self->messages;
}

const UlPlan *
ul_workbench_get_plan (UlWorkbench *self)
{
    return self->plan;
}

const GError *
ul_workbench_get_plan_error (UlWorkbench *self)
{
    return self->plan_error;
}

UlLockBytes
ul_workbench_get_lock_bytes (UlWorkbench *self)
{
    return self->lock_bytes;
}

const char *
ul_workbench_get_report (UlWorkbench *self)
{
    return self->report;
}

static void
ul_workbench_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    UlWorkbench *self = UL_WORKBENCH (object);

    if (id == PROP_PLAN)
        g_value_set_pointer (value, self->plan);
    else if (id == PROP_PROBES)
        g_value_set_object (value, self->probes);
    else if (id == PROP_BUSY)
        g_value_set_boolean (value, self->busy);
    else if (id == PROP_PROFILE)
        g_value_set_object (value, self->profile);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ul_workbench_dispose (GObject *object)
{
    UlWorkbench *self = UL_WORKBENCH (object);

    g_clear_handle_id (&self->plan_idle, g_source_remove);
    g_clear_object (&self->session);
    g_clear_object (&self->files);
    g_clear_object (&self->messages);
    g_clear_object (&self->profile);
    g_clear_object (&self->pending);
    g_clear_object (&self->probes);
    g_clear_object (&self->cancellable);
    G_OBJECT_CLASS (ul_workbench_parent_class)->dispose (object);
}

static void
ul_workbench_finalize (GObject *object)
{
    UlWorkbench *self = UL_WORKBENCH (object);

    g_clear_pointer (&self->plan, ul_plan_free);
    g_clear_error (&self->plan_error);
    g_clear_pointer (&self->last, ul_job_spec_free);
    g_clear_pointer (&self->last_report, ul_report_unref);
    g_free (self->report);
    g_free (self->wanted_id);
    g_free (self->over_probe_id);
    g_ptr_array_unref (self->listed);
    G_OBJECT_CLASS (ul_workbench_parent_class)->finalize (object);
}

static void
ul_workbench_class_init (UlWorkbenchClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);
    GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

    object_class->get_property = ul_workbench_get_property;
    object_class->dispose = ul_workbench_dispose;
    object_class->finalize = ul_workbench_finalize;
    props[PROP_PLAN] = g_param_spec_pointer ("plan", NULL, NULL, flags);
    props[PROP_PROBES] = g_param_spec_object ("probes", NULL, NULL, UL_TYPE_PROBE_SOURCE, flags);
    props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
    props[PROP_PROFILE] = g_param_spec_object ("profile", NULL, NULL, UL_TYPE_PROFILE, flags);
    g_object_class_install_properties (object_class, N_PROPS, props);
    finished_signal = g_signal_new ("finished", UL_TYPE_WORKBENCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
ul_workbench_init (UlWorkbench *self)
{
    self->session = ul_session_new ();
    self->files = ul_file_list_new ();
    self->messages = ul_messages_new ();
    ul_workbench_init_profile (self);
    g_signal_connect_object (self->session, "notify::chip", G_CALLBACK (on_chip_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->session, "notify::device", G_CALLBACK (ul_workbench_queue_plan),
                             self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->files, "notify::image", G_CALLBACK (on_image_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->files, "failed", G_CALLBACK (on_file_failed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->files, "changing", G_CALLBACK (on_files_changing), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->files, "stale", G_CALLBACK (on_file_stale), self,
                             G_CONNECT_SWAPPED);
}

UlWorkbench *
ul_workbench_new (void)
{
    return g_object_new (UL_TYPE_WORKBENCH, NULL);
}
