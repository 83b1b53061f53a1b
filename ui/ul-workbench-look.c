/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks at the chip, and how they are made: as it is chosen, under reset, by catching it. */
#include "ul-workbench-private.h"

#include <glib/gi18n.h>

void
ul_workbench_set_catches (UlWorkbench *self, gboolean catches)
{
    if (self->catches == catches)
        return;
    self->catches = catches;
    ul_session_set_connect_mode (self->session,
                                 catches ? UL_CONNECT_CATCH : ul_workbench_get_usual_mode (self));
}

UlMessage *
ul_workbench_describe_catch (UlWorkbench *self)
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

/* A chip that was caught is caught again for whatever is done next: it may be as hard to reach as
 * before, until it holds something else. */
void
ul_workbench_settle_catch (UlWorkbench *self, const UlJobResult *result)
{
    const UlChip *chip = ul_session_get_chip (self->session);

    if (!self->catches)
        return;
    if (result->cancelled || chip->state < UL_SESSION_LOCKED || (result->ok && result->touched))
        ul_workbench_set_catches (self, FALSE);
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
    ul_workbench_set_catches (self, FALSE);
    look (self);
}

void
ul_workbench_look_under_reset (UlWorkbench *self)
{
    if (self->busy)
        return;
    ul_workbench_set_catches (self, FALSE);
    ul_session_set_connect_mode (self->session, UL_CONNECT_UNDER_RESET);
    look (self);
}

void
ul_workbench_catch (UlWorkbench *self)
{
    if (self->busy)
        return;
    ul_workbench_set_catches (self, TRUE);
    look (self);
}

void
ul_workbench_use_device (UlWorkbench *self, const UlDevice *device)
{
    if (!ul_session_set_device (self->session, device))
        return;
    self->chosen = device;
    ul_workbench_set_each_board (self, FALSE);
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
