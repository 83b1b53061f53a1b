/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-each-board.h"

#include <glib/gi18n.h>

void
ul_each_board_clear (UlEachBoard *self)
{
    g_clear_pointer (&self->chip_id, g_free);
    *self = (UlEachBoard){ 0 };
}

UlJobSpec *
ul_each_board_new_look (const UlEachBoard *self)
{
    UlJobSpec *spec = ul_job_spec_new (UL_JOB_CONNECT);

    spec->await = self->n_done > 0 ? UL_AWAIT_NEXT : UL_AWAIT_BOARD;
    return spec;
}

gboolean
ul_each_board_is_same (const UlEachBoard *self, const UlJobResult *look)
{
    return look->ok && self->chip_id != NULL && g_strcmp0 (self->chip_id, look->chip_id) == 0;
}

const char *
ul_each_board_get_same_guidance (void)
{
    return _ ("This is the board that is done already.");
}

/* A locked chip is nobody's business but a person's, who may have said so beforehand. */
static gboolean
may_be_locked (UlSession *session, const UlJobSpec *job)
{
    return job->unlock_if_locked && ul_session_get_chip (session)->state == UL_SESSION_LOCKED;
}

gboolean
ul_each_board_check (const UlEachBoard *self, UlSession *session, const UlJobResult *look,
                     const UlJobSpec *job, GError **error)
{
    const UlDevice *found = ul_session_get_chip (session)->found;

    if (!look->ok && !may_be_locked (session, job))
        return FALSE;
    if (self->device == NULL || found == self->device)
        return TRUE;
    g_autofree char *before = ul_device_get_label (self->device);
    g_autofree char *now = found != NULL ? ul_device_get_label (found) : NULL;
    if (now == NULL)
        g_set_error (
            error, UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP,
            /* Translators: name of a chip */
            _ ("The boards before this one have %s; this one has a chip that is not known"),
            before);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP,
                     /* Translators: two names of chips */
                     _ ("The boards before this one have %s; this one has %s"), before, now);
    return FALSE;
}

gboolean
ul_each_board_take (UlEachBoard *self, UlSession *session, const UlJobResult *result)
{
    if (!result->ok)
        return FALSE;
    if (self->device == NULL)
        self->device = ul_session_get_chip (session)->found;
    g_free (self->chip_id);
    self->chip_id = g_strdup (result->chip_id);
    self->n_done++;
    return TRUE;
}
