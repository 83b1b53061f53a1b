/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The probe in use, and probes that come and go. */
#include "ul-workbench-private.h"

#include <string.h>

static void
take_probe (UlWorkbench *self, UlProbe *probe)
{
    if (!ul_session_set_probe (self->session, probe))
        return;
    g_free (self->wanted_id);
    self->wanted_id = probe != NULL ? g_strdup (ul_probe_get_info (probe)->id) : NULL;
    self->told_gone = FALSE;
    self->was_empty = probe != NULL && ul_probe_get_info (probe)->empty;
    ul_workbench_look (self);
}

void
ul_workbench_use_probe (UlWorkbench *self, UlProbe *probe)
{
    if (self->busy || (probe == ul_session_get_probe (self->session) && probe != NULL))
        return;
    ul_messages_put (self->messages, UL_SLOT_RESULT, NULL);
    ul_workbench_note_probe (self, probe);
    take_probe (self, probe);
}

/* "jlink" is any J-Link, "jlink:4711" that one. */
static gboolean
is_meant (UlProbe *probe, const char *id)
{
    const char *own = ul_probe_get_info (probe)->id;

    return g_str_has_prefix (own, id) && (own[strlen (id)] == '\0' || own[strlen (id)] == ':');
}

gboolean
ul_workbench_change_to_probe (UlWorkbench *self, const char *id)
{
    UlProbe *present = ul_session_get_probe (self->session);

    if (present != NULL && is_meant (present, id))
        return FALSE;
    /* Another board must not be taken for the one that is meant. */
    if (present != NULL)
        take_probe (self, NULL);
    ul_workbench_wait_for_probe (self, id);
    return TRUE;
}

void
ul_workbench_wait_for_probe (UlWorkbench *self, const char *id)
{
    g_free (self->wanted_id);
    self->wanted_id = g_strdup (id);
    self->told_gone = FALSE;
    ul_workbench_follow_probes (self);
}

gboolean
ul_workbench_waits (UlWorkbench *self)
{
    return self->wanted_id != NULL;
}

static gboolean
is_there (GListModel *probes, UlProbe *probe)
{
    for (guint i = 0; i < g_list_model_get_n_items (probes); i++) {
        g_autoptr (UlProbe) other = g_list_model_get_item (probes, i);
        if (other == probe)
            return TRUE;
    }
    return FALSE;
}

/* Without a wish, the first probe that is really there. */
static UlProbe *
find_real_probe (GListModel *probes)
{
    for (guint i = 0; i < g_list_model_get_n_items (probes); i++) {
        g_autoptr (UlProbe) probe = g_list_model_get_item (probes, i);
        if (!ul_probe_is_simulated (probe))
            return g_steal_pointer (&probe);
    }
    return NULL;
}

static UlProbe *
find_candidate (UlWorkbench *self)
{
    if (self->wanted_id != NULL)
        return ul_probe_source_find (self->probes, self->wanted_id, NULL);
    return find_real_probe (G_LIST_MODEL (self->probes));
}

/* Of a probe that knows whether a board is at it: it went, or came, and what is shown of the chip
 * is not so any more. Boards in series are waited for by their jobs. */
static gboolean
has_board_changed (UlWorkbench *self, UlProbe *probe)
{
    gboolean empty = ul_probe_get_info (probe)->empty;
    gboolean may_have_come = self->was_empty && !empty;
    gboolean reached = ul_session_get_chip (self->session)->state > UL_SESSION_NO_TARGET;
    gboolean have_news = self->have_news;

    self->was_empty = empty;
    self->have_news = FALSE;
    return have_news && !self->going_on && (reached ? empty : may_have_come);
}

static void
look_again (UlWorkbench *self, UlProbe *probe)
{
    gboolean look = has_board_changed (self, probe) || self->may_be_back;

    self->may_be_back = self->told_gone = FALSE;
    if (look)
        ul_workbench_look (self);
}

/* A probe that was pulled out stays chosen, so that the window keeps showing what was done with
 * it; it comes back as the same object, or as another one with the same id. Messages about the
 * last job stay. */
void
ul_workbench_follow_probes (UlWorkbench *self)
{
    UlProbe *probe = ul_session_get_probe (self->session);

    if (self->probes == NULL || self->busy)
        return;
    if (probe != NULL && is_there (G_LIST_MODEL (self->probes), probe)) {
        look_again (self, probe);
        return;
    }

    g_autoptr (UlProbe) candidate = find_candidate (self);
    if (candidate != NULL) {
        take_probe (self, candidate);
    } else if (probe != NULL && !self->told_gone) {
        self->told_gone = TRUE;
        ul_workbench_look (self); /* which finds that it is gone */
    }
}

/* Also during a job, after which the probe may be there as if nothing had been. */
static void
on_probes_changed (UlWorkbench *self)
{
    UlProbe *probe = ul_session_get_probe (self->session);

    self->have_news = TRUE;
    if (probe != NULL) {
        self->was_empty |= ul_probe_get_info (probe)->empty;
        self->may_be_back |=
            !is_there (G_LIST_MODEL (self->probes), probe) ||
            (ul_session_get_chip (self->session)->state == UL_SESSION_PROBE_UNUSABLE &&
             ul_probe_get_info (probe)->trouble == NULL);
    }
    ul_workbench_follow_probes (self);
}

void
ul_workbench_set_probes (UlWorkbench *self, UlProbeSource *probes)
{
    if (self->probes == probes)
        return;
    if (self->probes != NULL)
        g_signal_handlers_disconnect_by_func (self->probes, on_probes_changed, self);
    g_set_object (&self->probes, probes);
    if (probes != NULL)
        g_signal_connect_object (probes, "items-changed", G_CALLBACK (on_probes_changed), self,
                                 G_CONNECT_SWAPPED);
    ul_workbench_follow_probes (self);
    g_object_notify (G_OBJECT (self), "probes");
}

UlProbeSource *
ul_workbench_get_probes (UlWorkbench *self)
{
    return self->probes;
}
