/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-workbench-private.h"

enum { PROP_PLAN = 1, PROP_PROBES, PROP_BUSY, PROP_PROFILE, PROP_SERIES, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (UlWorkbench, ul_workbench, G_TYPE_OBJECT)

static void
on_image_changed (UlWorkbench *self)
{
    UlImage *files = ul_file_list_get_files_image (self->files);

    if (files != self->answered_for) /* and not just the number of the next board */
        self->lock_bytes = ul_workbench_get_usual_lock_bytes (self);
    self->answered_for = files;
    self->programmed = FALSE;
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

void
ul_workbench_forget_transient (UlWorkbench *self)
{
    const UlMessage *message = ul_messages_get (self->messages, UL_SLOT_RESULT);

    if (message != NULL && message->transient)
        ul_messages_put (self->messages, UL_SLOT_RESULT, NULL);
}

static void
on_files_changing (UlWorkbench *self)
{
    ul_workbench_forget_transient (self); /* which was about the files as they were */
    ul_workbench_forget_failures (self);
    ul_messages_put (self->messages, UL_SLOT_STALE, NULL);
}

static guint64
get_built_us (UlWorkbench *self, GFile *file)
{
    GListModel *images = G_LIST_MODEL (self->files);

    for (guint i = 0; i < g_list_model_get_n_items (images); i++) {
        g_autoptr (UlImage) image = g_list_model_get_item (images, i);
        GFile *own = ul_image_get_file (image);
        if (own != NULL && g_file_equal (own, file))
            return ul_image_get_mtime_us (image);
    }
    return 0;
}

/* It is back as it was: nothing is to be done any more, unless it is with another file. */
static void
forget_gone (UlWorkbench *self, GFile *file)
{
    const UlMessage *present = ul_messages_get (self->messages, UL_SLOT_STALE);
    g_autoptr (UlMessage) gone = ul_workbench_describe_stale (file, 0, 0);

    if (present != NULL && g_str_equal (present->title, gone->title))
        ul_messages_put (self->messages, UL_SLOT_STALE, NULL);
}

static void
on_file_stale (UlWorkbench *self, GFile *file, guint64 changed_us)
{
    gint64 loaded_us = ul_file_list_get_loaded_us (self->files, file);

    ul_workbench_forget_transient (self);
    if (changed_us == get_built_us (self, file))
        forget_gone (self, file);
    else
        ul_messages_put (self->messages, UL_SLOT_STALE,
                         ul_workbench_describe_stale (file, (gint64) changed_us, loaded_us));
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
    else if (id == PROP_SERIES)
        g_value_set_pointer (value, self->series);
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
    g_clear_pointer (&self->beside, g_ptr_array_unref);
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
    g_clear_pointer (&self->series, ul_series_unref);
    g_clear_error (&self->series_error);
    ul_each_board_clear (&self->boards);
    g_clear_pointer (&self->last_report, ul_report_unref);
    g_free (self->report);
    g_free (self->wanted_id);
    g_free (self->over_probe_id);
    g_ptr_array_unref (self->failures);
    g_ptr_array_unref (self->lost);
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
    props[PROP_SERIES] = g_param_spec_pointer ("series", NULL, NULL, flags);
    g_object_class_install_properties (object_class, N_PROPS, props);
    g_signal_new ("finished", UL_TYPE_WORKBENCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
ul_workbench_init (UlWorkbench *self)
{
    self->session = ul_session_new ();
    self->files = ul_file_list_new ();
    self->messages = ul_messages_new ();
    ul_workbench_init_profile (self);
    ul_workbench_init_failures (self);
    g_signal_connect_object (self->session, "notify::chip", G_CALLBACK (on_chip_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->session, "notify::device", G_CALLBACK (ul_workbench_queue_plan),
                             self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->files, "notify::image", G_CALLBACK (on_image_changed), self,
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
