/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programming the opened files would do, and what stands against it. */
#include "ul-workbench-private.h"

UlJobSpec *
ul_workbench_new_spec (UlWorkbench *self, UlJobKind kind)
{
    UlJobSpec *spec = ul_job_spec_new (kind);
    UlImage *image = kind == UL_JOB_VERIFY ? ul_file_list_get_files_image (self->files)
                                           : ul_file_list_get_image (self->files);

    if (image != NULL && (kind == UL_JOB_PROGRAM || kind == UL_JOB_VERIFY))
        spec->image = g_object_ref (image);
    ul_workbench_join_series (self, spec);
    ul_workbench_fill_spec (self, spec);
    return spec;
}

/* The sectors that the files have data for; what lies outside of all of them is left out then. */
UlJobSpec *
ul_workbench_new_rest (UlWorkbench *self)
{
    g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self, UL_JOB_PROGRAM);
    const UlDevice *device = ul_session_get_device (self->session);
    guint n = device != NULL ? ul_device_get_n_sectors (device) : 0, n_chosen = 0;
    g_autofree guint8 *chosen = g_new0 (guint8, n);

    for (guint i = 0; spec->image != NULL && i < n; i++) {
        guint32 address = 0, size = 0;
        ul_device_get_sector (device, i, &address, &size, NULL);
        chosen[i] = ul_image_covers (spec->image, address, size);
        n_chosen += chosen[i];
    }
    if (n_chosen == 0)
        return NULL;
    ul_job_spec_set_sectors (spec, chosen, n);
    ul_workbench_leave_series (self, spec);
    return g_steal_pointer (&spec);
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
    g_object_notify (G_OBJECT (self), "plan");
    return G_SOURCE_REMOVE;
}

void
ul_workbench_queue_plan (UlWorkbench *self)
{
    if (self->plan_idle == 0)
        self->plan_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_plan, self, NULL);
}

void
ul_workbench_set_lock_bytes (UlWorkbench *self, UlLockBytes lock_bytes)
{
    self->lock_bytes = lock_bytes;
    ul_workbench_queue_plan (self);
}

UlLockBytes
ul_workbench_get_lock_bytes (UlWorkbench *self)
{
    return self->lock_bytes;
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
