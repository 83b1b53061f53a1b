/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-source.h"

#include "ul-sim-probe.h"
#include "ul-sim-scenario.h"
#include "ul-sim-store.h"

#define UL_TYPE_SIM_SOURCE (ul_sim_source_get_type ())
G_DECLARE_FINAL_TYPE (UlSimSource, ul_sim_source, UL, SIM_SOURCE, GObject)

struct _UlSimSource {
    GObject parent_instance;

    GPtrArray *probes;     /* of UlSimProbe */
    GFileMonitor *monitor; /* (nullable): of their boards */
};

static void ul_sim_source_init_list (GListModelInterface *iface);
static void ul_sim_source_init_source (UlProbeSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UlSimSource, ul_sim_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ul_sim_source_init_list)
                                   G_IMPLEMENT_INTERFACE (UL_TYPE_PROBE_SOURCE,
                                                          ul_sim_source_init_source))

static GType
get_item_type (GListModel *model)
{
    return UL_TYPE_PROBE;
}

static guint
get_n_items (GListModel *model)
{
    return UL_SIM_SOURCE (model)->probes->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
    UlSimSource *self = UL_SIM_SOURCE (model);

    return position < self->probes->len ? g_object_ref (self->probes->pdata[position]) : NULL;
}

static void
ul_sim_source_init_list (GListModelInterface *iface)
{
    iface->get_item_type = get_item_type;
    iface->get_n_items = get_n_items;
    iface->get_item = get_item;
}

static const UlScenario *
get_scenario (UlProbeSource *source, guint index)
{
    return ul_sim_scenario_get (index);
}

static GPtrArray *
prepare_scenario (UlProbeSource *source, const UlScenario *scenario, GError **error)
{
    return ul_sim_scenario_prepare (scenario, error);
}

static void
ul_sim_source_init_source (UlProbeSourceInterface *iface)
{
    iface->get_scenario = get_scenario;
    iface->prepare_scenario = prepare_scenario;
}

/* --- boards that come and go --- */

static void
update (UlSimSource *self)
{
    for (guint i = 0; i < self->probes->len; i++)
        if (ul_sim_probe_update (self->probes->pdata[i]))
            g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 1);
}

/* Jobs write other files there. */
static void
on_file_changed (UlSimSource *self, GFile *file, GFile *other, GFileMonitorEvent event)
{
    if (ul_sim_store_is_mark (file))
        update (self);
}

void
ul_sim_source_watch (UlProbeSource *source)
{
    UlSimSource *self = UL_SIM_SOURCE (source);

    if (self->monitor != NULL)
        return;
    self->monitor = ul_sim_store_monitor ();
    if (self->monitor == NULL)
        return; /* what cannot be followed is not told */
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_file_changed), self,
                             G_CONNECT_SWAPPED);
    update (self);
}

static void
ul_sim_source_finalize (GObject *object)
{
    UlSimSource *self = UL_SIM_SOURCE (object);

    if (self->monitor != NULL)
        g_file_monitor_cancel (self->monitor);
    g_clear_object (&self->monitor);
    g_ptr_array_unref (self->probes);
    G_OBJECT_CLASS (ul_sim_source_parent_class)->finalize (object);
}

static void
ul_sim_source_class_init (UlSimSourceClass *class)
{
    G_OBJECT_CLASS (class)->finalize = ul_sim_source_finalize;
}

static void
ul_sim_source_init (UlSimSource *self)
{
    guint n_kinds = 0;
    const UlSimBoardKind *kinds = ul_sim_board_get_kinds (&n_kinds);

    self->probes = g_ptr_array_new_with_free_func (g_object_unref);
    for (guint i = 0; i < n_kinds; i++)
        g_ptr_array_add (self->probes, ul_sim_probe_new (&kinds[i]));
}

UlProbeSource *
ul_sim_source_new (void)
{
    return g_object_new (UL_TYPE_SIM_SOURCE, NULL);
}
