/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-probe-join.h"

struct _UlProbeJoin {
    GObject parent_instance;

    GPtrArray *sources; /* of UlProbeSource */
};

static void ul_probe_join_list_init (GListModelInterface *iface);
static void ul_probe_join_source_init (UlProbeSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UlProbeJoin, ul_probe_join, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ul_probe_join_list_init)
                                   G_IMPLEMENT_INTERFACE (UL_TYPE_PROBE_SOURCE,
                                                          ul_probe_join_source_init))

static GType
get_item_type (GListModel *model)
{
    return UL_TYPE_PROBE;
}

/* How many probes the sources before @end show. */
static guint
count_before (UlProbeJoin *self, gconstpointer end)
{
    guint n = 0;

    for (guint i = 0; i < self->sources->len && self->sources->pdata[i] != end; i++)
        n += g_list_model_get_n_items (self->sources->pdata[i]);
    return n;
}

static guint
get_n_items (GListModel *model)
{
    return count_before (UL_PROBE_JOIN (model), NULL);
}

static gpointer
get_item (GListModel *model, guint position)
{
    UlProbeJoin *self = UL_PROBE_JOIN (model);

    for (guint i = 0; i < self->sources->len; i++) {
        guint n = g_list_model_get_n_items (self->sources->pdata[i]);
        if (position < n)
            return g_list_model_get_item (self->sources->pdata[i], position);
        position -= n;
    }
    return NULL;
}

static void
on_items_changed (GListModel *source, guint position, guint n_removed, guint n_added,
                  UlProbeJoin *self)
{
    g_list_model_items_changed (G_LIST_MODEL (self), count_before (self, source) + position,
                                n_removed, n_added);
}

static void
rescan (UlProbeSource *source)
{
    UlProbeJoin *self = UL_PROBE_JOIN (source);

    for (guint i = 0; i < self->sources->len; i++)
        ul_probe_source_rescan (self->sources->pdata[i]);
}

/* One source at most has stories. */
static UlProbeSource *
find_teller (UlProbeJoin *self)
{
    for (guint i = 0; i < self->sources->len; i++)
        if (ul_probe_source_get_scenario (self->sources->pdata[i], 0) != NULL)
            return self->sources->pdata[i];
    return NULL;
}

static const UlScenario *
get_scenario (UlProbeSource *source, guint index)
{
    UlProbeSource *teller = find_teller (UL_PROBE_JOIN (source));

    return teller != NULL ? ul_probe_source_get_scenario (teller, index) : NULL;
}

static GPtrArray *
prepare_scenario (UlProbeSource *source, const UlScenario *scenario, GError **error)
{
    return ul_probe_source_prepare_scenario (find_teller (UL_PROBE_JOIN (source)), scenario, error);
}

static void
ul_probe_join_list_init (GListModelInterface *iface)
{
    iface->get_item_type = get_item_type;
    iface->get_n_items = get_n_items;
    iface->get_item = get_item;
}

static void
ul_probe_join_source_init (UlProbeSourceInterface *iface)
{
    iface->rescan = rescan;
    iface->get_scenario = get_scenario;
    iface->prepare_scenario = prepare_scenario;
}

static void
ul_probe_join_finalize (GObject *object)
{
    g_ptr_array_unref (UL_PROBE_JOIN (object)->sources);
    G_OBJECT_CLASS (ul_probe_join_parent_class)->finalize (object);
}

static void
ul_probe_join_class_init (UlProbeJoinClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = ul_probe_join_finalize;
}

static void
ul_probe_join_init (UlProbeJoin *self)
{
    self->sources = g_ptr_array_new_with_free_func (g_object_unref);
}

UlProbeJoin *
ul_probe_join_new (void)
{
    return g_object_new (UL_TYPE_PROBE_JOIN, NULL);
}

void
ul_probe_join_add (UlProbeJoin *self, UlProbeSource *source)
{
    guint position = get_n_items (G_LIST_MODEL (self));
    guint n = g_list_model_get_n_items (G_LIST_MODEL (source));

    g_ptr_array_add (self->sources, g_object_ref (source));
    g_signal_connect_object (source, "items-changed", G_CALLBACK (on_items_changed), self, 0);
    if (n > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), position, 0, n);
}
