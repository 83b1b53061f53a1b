/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-probe.h"

#include "ul-error.h"
#include "ul-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Longest piece of a wait during which a stop by the user goes unnoticed. */
#define SLEEP_STEP_US 50000u

G_DEFINE_INTERFACE (UlProbe, ul_probe, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (UlProbeSource, ul_probe_source, G_TYPE_LIST_MODEL)

static void
ul_probe_default_init (UlProbeInterface *iface)
{
}

static void
ul_probe_source_default_init (UlProbeSourceInterface *iface)
{
}

const UlProbeInfo *
ul_probe_get_info (UlProbe *self)
{
    return UL_PROBE_GET_IFACE (self)->get_info (self);
}

gboolean
ul_probe_is_simulated (UlProbe *self)
{
    return ul_probe_get_info (self)->kind == UL_PROBE_KIND_SIMULATED;
}

gboolean
ul_probe_open (UlProbe *self, GCancellable *cancellable, GError **error)
{
    return UL_PROBE_GET_IFACE (self)->open (self, cancellable, error);
}

void
ul_probe_close (UlProbe *self)
{
    UL_PROBE_GET_IFACE (self)->close (self);
}

gboolean
ul_probe_get_status (UlProbe *self, UlProbeStatus *status, GError **error)
{
    return UL_PROBE_GET_IFACE (self)->get_status (self, status, error);
}

gboolean
ul_probe_connect_swd (UlProbe *self, guint speed_khz, GError **error)
{
    return UL_PROBE_GET_IFACE (self)->connect_swd (self, speed_khz, error);
}

gboolean
ul_probe_send_bits (UlProbe *self, const guint8 *bits, guint n_bits, GError **error)
{
    return UL_PROBE_GET_IFACE (self)->send_bits (self, bits, n_bits, error);
}

gboolean
ul_probe_run_batch (UlProbe *self, const UlBatch *batch, guint *n_done, GCancellable *cancellable,
                    GError **error)
{
    guint n = 0;
    gboolean ok = UL_PROBE_GET_IFACE (self)->run_batch (self, batch, &n, cancellable, error);

    if (n_done != NULL)
        *n_done = n;
    return ok;
}

gboolean
ul_probe_set_reset (UlProbe *self, gboolean asserted, GError **error)
{
    return UL_PROBE_GET_IFACE (self)->set_reset (self, asserted, error);
}

gboolean
ul_probe_get_reset (UlProbe *self, gboolean *asserted, GError **error)
{
    UlProbeInterface *iface = UL_PROBE_GET_IFACE (self);

    if (iface->get_reset != NULL)
        return iface->get_reset (self, asserted, error);
    g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                         _ ("This probe cannot read the reset line"));
    return FALSE;
}

gboolean
ul_probe_set_power (UlProbe *self, gboolean on, GError **error)
{
    UlProbeInterface *iface = UL_PROBE_GET_IFACE (self);

    return iface->set_power != NULL ? iface->set_power (self, on, error)
                                    : ul_probe_refuse_power (error);
}

gboolean
ul_probe_refuse_power (GError **error)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                         _ ("This probe cannot power a board"));
    return FALSE;
}

gint64
ul_probe_get_time_us (UlProbe *self)
{
    UlProbeInterface *iface = UL_PROBE_GET_IFACE (self);

    return iface->get_time_us != NULL ? iface->get_time_us (self) : g_get_monotonic_time ();
}

gboolean
ul_probe_sleep_us (UlProbe *self, guint64 us, GCancellable *cancellable, GError **error)
{
    UlProbeInterface *iface = UL_PROBE_GET_IFACE (self);

    if (iface->sleep_us != NULL)
        return iface->sleep_us (self, us, cancellable, error);
    for (;;) {
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
        if (us == 0)
            return TRUE;
        guint step = MIN (us, SLEEP_STEP_US);
        g_usleep (step);
        us -= step;
    }
}

void
ul_probe_source_rescan (UlProbeSource *self)
{
    UlProbeSourceInterface *iface = UL_PROBE_SOURCE_GET_IFACE (self);

    if (iface->rescan != NULL)
        iface->rescan (self);
}

gboolean
ul_probe_id_is_called (const char *id, const char *name)
{
    return g_str_has_prefix (id, name) && strchr (":@", id[strlen (name)]) != NULL;
}

static void
set_ambiguous (GError **error, const char *id, GPtrArray *probes)
{
    g_autoptr (GPtrArray) ids = g_ptr_array_new ();

    for (guint i = 0; i < probes->len; i++)
        g_ptr_array_add (ids, (char *) ul_probe_get_info (g_ptr_array_index (probes, i))->id);
    g_autofree char *names = ul_words_names (ids);
    g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("Any of these probes may be meant by %s: %s"),
                 id, names);
}

UlProbe *
ul_probe_source_find (UlProbeSource *self, const char *id, GError **error)
{
    g_autoptr (GPtrArray) called = g_ptr_array_new_with_free_func (g_object_unref);
    guint n = g_list_model_get_n_items (G_LIST_MODEL (self));

    for (guint i = 0; i < n; i++) {
        g_autoptr (UlProbe) probe = g_list_model_get_item (G_LIST_MODEL (self), i);
        const UlProbeInfo *info = ul_probe_get_info (probe);

        if (g_str_equal (info->id, id))
            return g_steal_pointer (&probe);
        if (ul_probe_id_is_called (info->id, id))
            g_ptr_array_add (called, g_steal_pointer (&probe));
    }
    if (called->len == 1)
        return g_object_ref (g_ptr_array_index (called, 0));
    if (called->len > 1)
        set_ambiguous (error, id, called);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_NO_PROBE, _ ("There is no probe %s"), id);
    return NULL;
}

const UlScenario *
ul_probe_source_get_scenario (UlProbeSource *self, guint index)
{
    UlProbeSourceInterface *iface = UL_PROBE_SOURCE_GET_IFACE (self);

    return iface->get_scenario != NULL ? iface->get_scenario (self, index) : NULL;
}

GPtrArray *
ul_probe_source_prepare_scenario (UlProbeSource *self, const UlScenario *scenario, GError **error)
{
    return UL_PROBE_SOURCE_GET_IFACE (self)->prepare_scenario (self, scenario, error);
}
