/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-session.h"

#include "ul-visible.h"
#include "ul-worker.h"

#include <glib/gi18n.h>

#define DEFAULT_SPEED_KHZ 4000

struct _UlSession {
    GObject parent_instance;

    UlProbe *probe;         /* (nullable) */
    const UlDevice *chosen; /* (nullable): of the built-in tables */
    guint speed_khz;
    UlConnectMode mode;
    gboolean power; /* asked for */
    UlChip *chip;
    UlWorker *worker;
    GQueue runs; /* of UlRun: owned by the worker until they are done */
};

enum { PROP_PROBE = 1, PROP_DEVICE, PROP_CHIP, PROP_BUSY, N_PROPS };

static GParamSpec *props[N_PROPS];
static guint log_signal;

G_DEFINE_FINAL_TYPE (UlSession, ul_session, G_TYPE_OBJECT)

/* --- news of the worker --- */

static void
on_log (const char *line, gpointer user_data)
{
    g_autofree char *shown = ul_visible_line (line); /* what a probe says is no line of its own */

    g_signal_emit (user_data, log_signal, 0, shown);
}

static void
replace_chip (UlSession *self, UlChip *chip)
{
    const UlDevice *before = ul_session_get_device (self);
    g_autoptr (UlChip) old = g_steal_pointer (&self->chip);

    self->chip = chip;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHIP]);
    if (ul_session_get_device (self) != before)
        g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DEVICE]);
}

static void
on_chip (UlChip *chip, gpointer user_data)
{
    UlSession *self = UL_SESSION (user_data);
    g_autoptr (UlSession) alive = g_object_ref (self);

    replace_chip (self, chip);
}

static gboolean
has_jobs (UlSession *self)
{
    for (GList *link = self->runs.head; link != NULL; link = link->next)
        if (!((UlRun *) link->data)->spec->quiet)
            return TRUE;
    return FALSE;
}

static void
make_task (UlSession *self, UlRun *run)
{
    if (run->task != NULL)
        return;
    run->task = g_task_new (self, NULL, run->callback, run->user_data);
    g_task_set_source_tag (run->task, ul_session_run_async);
}

static void
forget_power (UlSession *self)
{
    if (self->power)
        ul_worker_switch_off (self->worker);
    self->power = FALSE;
}

static void
on_done (UlRun *run, gpointer user_data)
{
    UlSession *self = UL_SESSION (user_data);
    g_autoptr (UlSession) alive = g_object_ref (self);

    g_queue_remove (&self->runs, run);
    if (run->callers != NULL)
        g_cancellable_disconnect (run->callers, run->callers_id);
    make_task (self, run);
    if (run->result->problem != NULL && run->result->problem->code == UL_ERROR_PROBE_GONE)
        forget_power (self); /* what is plugged in next may be another board */
    if (!run->spec->quiet && !has_jobs (self))
        g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
    g_task_return_pointer (run->task, g_steal_pointer (&run->result),
                           (GDestroyNotify) ul_job_result_free);
    ul_run_free (run);
}

/* --- settings --- */

gboolean
ul_session_set_probe (UlSession *self, UlProbe *probe)
{
    g_return_val_if_fail (UL_IS_SESSION (self), FALSE);

    if (has_jobs (self))
        return FALSE;
    if (!g_set_object (&self->probe, probe))
        return TRUE;
    forget_power (self);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBE]);
    replace_chip (self, ul_chip_new (probe != NULL ? UL_SESSION_NO_TARGET : UL_SESSION_NO_PROBE));
    return TRUE;
}

UlProbe *
ul_session_get_probe (UlSession *self)
{
    return self->probe;
}

gboolean
ul_session_set_device (UlSession *self, const UlDevice *device)
{
    g_return_val_if_fail (UL_IS_SESSION (self), FALSE);

    if (has_jobs (self))
        return FALSE;
    if (self->chosen == device)
        return TRUE;
    self->chosen = device;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DEVICE]);
    return TRUE;
}

const UlDevice *
ul_session_get_device (UlSession *self)
{
    const UlDevice *found = self->chip->found;

    if (self->chosen == NULL)
        return found;
    /* As the chip has divided its memory. */
    return found != NULL && ul_device_is_same_row (self->chosen, found) ? found : self->chosen;
}

void
ul_session_set_speed (UlSession *self, guint speed_khz)
{
    self->speed_khz = speed_khz;
}

guint
ul_session_get_speed (UlSession *self)
{
    return self->speed_khz;
}

void
ul_session_set_connect_mode (UlSession *self, UlConnectMode mode)
{
    self->mode = mode;
}

UlConnectMode
ul_session_get_connect_mode (UlSession *self)
{
    return self->mode;
}

gboolean
ul_session_set_power (UlSession *self, gboolean power)
{
    g_return_val_if_fail (UL_IS_SESSION (self), FALSE);

    if (has_jobs (self))
        return FALSE;
    if (!power)
        forget_power (self);
    self->power = power;
    return TRUE;
}

gboolean
ul_session_get_power (UlSession *self)
{
    return self->power;
}

const UlChip *
ul_session_get_chip (UlSession *self)
{
    return self->chip;
}

gboolean
ul_session_get_busy (UlSession *self)
{
    return has_jobs (self);
}

UlProgress *
ul_session_get_progress (UlSession *self)
{
    return ul_worker_get_progress (self->worker);
}

/* Facts of another chip than the one planned for would be lies. */
static gboolean
facts_fit (UlSession *self, const UlDevice *device)
{
    return self->chip->state == UL_SESSION_READY && self->chip->found == device;
}

/* What is only looked at needs not hold the bytes of a whole chip. */
static void
drop_data (UlPlan *plan)
{
    for (guint i = 0; i < plan->steps->len; i++)
        ul_step_drop_data (&g_array_index (plan->steps, UlStep, i));
}

static UlPlan *
preview (UlSession *self, const UlDevice *device, const UlJobSpec *spec,
         const UlProtection *protection, const UlSectorFacts *facts, GError **error)
{
    UlPlan *plan = ul_plan_new (device, spec, protection, facts, NULL, NULL, error);

    if (plan == NULL)
        return NULL;
    drop_data (plan);
    plan->predicted_us += ul_plan_predict_reading (plan, facts, !spec->no_backup, self->speed_khz);
    return plan;
}

/* A job that divides the FlexNVM first is planned for what the chip is going to be. */
static UlPlan *
preview_known (UlSession *self, const UlDevice *device, const UlJobSpec *spec, GError **error)
{
    const UlChip *chip = self->chip;
    const UlDevice *divided = device;
    gboolean divides = FALSE;
    g_autofree UlSectorFacts *facts = NULL;

    if (spec->division.known && !ul_division_choose (&spec->division, &chip->ids.division,
                                                     spec->unlock_first, &divided, &divides, error))
        return NULL;
    if (divided != device)
        facts = ul_plan_carry_facts (device, chip->facts, divided);
    UlPlan *plan = preview (self, divided, spec, &chip->protection,
                            facts != NULL ? facts : chip->facts, error);
    if (plan != NULL && divides)
        ul_plan_divide_first (plan, &spec->division);
    return plan;
}

UlPlan *
ul_session_preview (UlSession *self, const UlJobSpec *spec, GError **error)
{
    const UlDevice *device = ul_session_get_device (self);

    if (device == NULL) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE, _ ("no chip is chosen yet"));
        return NULL;
    }
    return facts_fit (self, device) ? preview_known (self, device, spec, error)
                                    : preview (self, device, spec, NULL, NULL, error);
}

/* --- jobs --- */

static void
on_cancelled (GCancellable *callers, gpointer cancellable)
{
    g_cancellable_cancel (cancellable);
}

static UlRun *
new_run (UlSession *self, const UlJobSpec *spec)
{
    UlRun *run = g_new0 (UlRun, 1);

    run->spec = ul_job_spec_copy (spec);
    run->probe = self->probe != NULL ? g_object_ref (self->probe) : NULL;
    run->chosen = self->chosen;
    run->speed_khz = self->speed_khz;
    run->mode = spec->quiet ? UL_CONNECT_NORMAL : self->mode; /* a look resets nothing */
    run->power = self->power;
    run->facts = g_memdup2 (self->chip->facts, self->chip->n_facts * sizeof *run->facts);
    run->n_facts = self->chip->n_facts;
    run->facts_of = self->chip->found;
    run->cancellable = g_cancellable_new ();
    run->abort = g_cancellable_new ();
    return run;
}

void
ul_session_run_async (UlSession *self, const UlJobSpec *spec, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
    g_return_if_fail (UL_IS_SESSION (self) && spec != NULL);

    UlRun *run = new_run (self, spec);
    gboolean was_busy = has_jobs (self);

    run->callback = callback;
    run->user_data = user_data;
    if (cancellable != NULL) {
        run->callers = g_object_ref (cancellable);
        run->callers_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                                 g_object_ref (run->cancellable), g_object_unref);
    }
    g_queue_push_tail (&self->runs, run);
    ul_worker_push (self->worker, run);
    if (!was_busy && !spec->quiet)
        g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

UlJobResult *
ul_session_run_finish (UlSession *self, GAsyncResult *result)
{
    g_return_val_if_fail (g_task_is_valid (result, self), NULL);

    return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
ul_session_stop_and_reset (UlSession *self)
{
    for (GList *link = self->runs.head; link != NULL; link = link->next) {
        UlRun *run = link->data;

        g_cancellable_cancel (run->cancellable);
        g_cancellable_cancel (run->abort);
    }
}

/* --- life --- */

/* Whoever lets go of a session with jobs under way wants them stopped. It lives on in their tasks
 * until the chip is in a described state and their callbacks have been told. */
static void
ul_session_dispose (GObject *object)
{
    UlSession *self = UL_SESSION (object);

    for (GList *link = self->runs.head; link != NULL; link = link->next) {
        UlRun *run = link->data;

        make_task (self, run);
        g_cancellable_cancel (run->cancellable);
    }
    G_OBJECT_CLASS (ul_session_parent_class)->dispose (object);
}

static void
ul_session_finalize (GObject *object)
{
    UlSession *self = UL_SESSION (object);

    ul_worker_stop (self->worker);
    g_queue_clear (&self->runs);
    g_clear_object (&self->probe);
    ul_chip_free (self->chip);
    G_OBJECT_CLASS (ul_session_parent_class)->finalize (object);
}

static void
ul_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    UlSession *self = UL_SESSION (object);

    if (id == PROP_PROBE)
        g_value_set_object (value, self->probe);
    else if (id == PROP_DEVICE)
        g_value_set_pointer (value, (gpointer) ul_session_get_device (self));
    else if (id == PROP_CHIP)
        g_value_set_pointer (value, self->chip);
    else if (id == PROP_BUSY)
        g_value_set_boolean (value, has_jobs (self));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ul_session_class_init (UlSessionClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);
    GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

    object_class->get_property = ul_session_get_property;
    object_class->dispose = ul_session_dispose;
    object_class->finalize = ul_session_finalize;
    props[PROP_PROBE] = g_param_spec_object ("probe", NULL, NULL, UL_TYPE_PROBE, flags);
    props[PROP_DEVICE] = g_param_spec_pointer ("device", NULL, NULL, flags);
    props[PROP_CHIP] = g_param_spec_pointer ("chip", NULL, NULL, flags);
    props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
    g_object_class_install_properties (object_class, N_PROPS, props);
    log_signal = g_signal_new ("log", UL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ul_session_init (UlSession *self)
{
    static const UlWorkerFuncs funcs = { on_log, on_chip, on_done };

    self->speed_khz = DEFAULT_SPEED_KHZ;
    self->chip = ul_chip_new (UL_SESSION_NO_PROBE);
    self->worker = ul_worker_new (&funcs, self);
    g_queue_init (&self->runs);
}

UlSession *
ul_session_new (void)
{
    return g_object_new (UL_TYPE_SESSION, NULL);
}
