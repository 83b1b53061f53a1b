/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "ul-error.h"
#include "ul-probe-join.h"

#include <string.h>

/* A source of probes that are nothing but an id. */
typedef struct {
    GObject parent_instance;
    UlProbeInfo info;
} NamedProbe;

typedef struct {
    GObject parent_instance;
    GListStore *store;
    guint n_rescans;
} NamedSource;

typedef GObjectClass NamedProbeClass;
typedef GObjectClass NamedSourceClass;

static GType named_probe_get_type (void);
static GType named_source_get_type (void);

static const UlProbeInfo *
named_probe_get_info (UlProbe *probe)
{
    return &((NamedProbe *) probe)->info;
}

static void
named_probe_iface_init (UlProbeInterface *iface)
{
    iface->get_info = named_probe_get_info;
}

G_DEFINE_TYPE_WITH_CODE (NamedProbe, named_probe, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (UL_TYPE_PROBE, named_probe_iface_init))

static void
named_probe_class_init (NamedProbeClass *klass)
{
}

static void
named_probe_init (NamedProbe *self)
{
}

static GType
source_get_item_type (GListModel *model)
{
    return UL_TYPE_PROBE;
}

static guint
source_get_n_items (GListModel *model)
{
    return g_list_model_get_n_items (G_LIST_MODEL (((NamedSource *) model)->store));
}

static gpointer
source_get_item (GListModel *model, guint position)
{
    return g_list_model_get_item (G_LIST_MODEL (((NamedSource *) model)->store), position);
}

static void
source_list_init (GListModelInterface *iface)
{
    iface->get_item_type = source_get_item_type;
    iface->get_n_items = source_get_n_items;
    iface->get_item = source_get_item;
}

static void
source_rescan (UlProbeSource *source)
{
    ((NamedSource *) source)->n_rescans++;
}

static void
source_iface_init (UlProbeSourceInterface *iface)
{
    iface->rescan = source_rescan;
}

G_DEFINE_TYPE_WITH_CODE (NamedSource, named_source, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, source_list_init)
                             G_IMPLEMENT_INTERFACE (UL_TYPE_PROBE_SOURCE, source_iface_init))

static void
named_source_finalize (GObject *object)
{
    g_object_unref (((NamedSource *) object)->store);
    G_OBJECT_CLASS (named_source_parent_class)->finalize (object);
}

static void
named_source_class_init (NamedSourceClass *klass)
{
    klass->finalize = named_source_finalize;
}

static void
named_source_init (NamedSource *self)
{
    self->store = g_list_store_new (UL_TYPE_PROBE);
    g_signal_connect_swapped (self->store, "items-changed", G_CALLBACK (g_list_model_items_changed),
                              self);
}

static void
plug (NamedSource *source, guint position, const char *id)
{
    NamedProbe *probe = g_object_new (named_probe_get_type (), NULL);

    probe->info.id = id;
    g_list_store_insert (source->store, position, probe);
    g_object_unref (probe);
}

/* "jlink sim:a sim:b" */
static char *
list_ids (UlProbeJoin *join)
{
    g_autoptr (GString) ids = g_string_new (NULL);

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (join)); i++) {
        g_autoptr (UlProbe) probe = g_list_model_get_item (G_LIST_MODEL (join), i);
        g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", ul_probe_get_info (probe)->id);
    }
    return g_string_free (g_steal_pointer (&ids), FALSE);
}

typedef struct {
    NamedSource *usb, *sim;
    UlProbeJoin *join;
} World;

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->usb = g_object_new (named_source_get_type (), NULL);
    world->sim = g_object_new (named_source_get_type (), NULL);
    plug (world->sim, 0, "sim:a");
    plug (world->sim, 1, "sim:b");
    world->join = ul_probe_join_new ();
    ul_probe_join_add (world->join, UL_PROBE_SOURCE ((gpointer) world->usb));
    ul_probe_join_add (world->join, UL_PROBE_SOURCE ((gpointer) world->sim));
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    g_object_unref (world->join);
    g_object_unref (world->usb);
    g_object_unref (world->sim);
    g_free (world);
    return 0;
}

static void
probes_of_all_sources_are_one_list (void **state)
{
    World *world = *state;
    g_autofree char *before = list_ids (world->join);
    assert_string_equal (before, "sim:a sim:b");

    plug (world->usb, 0, "jlink:1");
    g_autofree char *after = list_ids (world->join);
    assert_string_equal (after, "jlink:1 sim:a sim:b");
    assert_null (g_list_model_get_item (G_LIST_MODEL (world->join), 3));
}

typedef struct {
    guint position, n_removed, n_added, n_times;
} Change;

static void
note_change (GListModel *model, guint position, guint n_removed, guint n_added, Change *change)
{
    *change = (Change){ position, n_removed, n_added, change->n_times + 1 };
}

static void
changes_are_told_at_their_place_in_the_list (void **state)
{
    World *world = *state;
    Change change = { 0 };
    g_signal_connect (world->join, "items-changed", G_CALLBACK (note_change), &change);

    plug (world->usb, 0, "jlink:1");
    assert_int_equal (change.position, 0);
    g_list_store_remove (world->sim->store, 1);
    assert_int_equal (change.position, 2);
    assert_int_equal (change.n_removed, 1);
    assert_int_equal (change.n_added, 0);
    assert_int_equal (change.n_times, 2);
    g_signal_handlers_disconnect_by_func (world->join, note_change, &change);
}

static void
a_rescan_reaches_every_source (void **state)
{
    World *world = *state;

    ul_probe_source_rescan (UL_PROBE_SOURCE (world->join));
    assert_int_equal (world->usb->n_rescans, 1);
    assert_int_equal (world->sim->n_rescans, 1);
}

static void
an_id_is_found_whatever_its_source (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    g_autoptr (UlProbe) probe =
        ul_probe_source_find (UL_PROBE_SOURCE (world->join), "sim:b", &error);

    assert_no_error (error);
    assert_string_equal (ul_probe_get_info (probe)->id, "sim:b");
    assert_null (ul_probe_source_find (UL_PROBE_SOURCE (world->join), "jlink", &error));
    assert_error (error, UL_ERROR, UL_ERROR_NO_PROBE);
}

static void
an_id_that_fits_several_probes_finds_none (void **state)
{
    World *world = *state;
    UlProbeSource *join = UL_PROBE_SOURCE (world->join);
    g_autoptr (GError) error = NULL;

    plug (world->usb, 0, "jlink:1@2-1");
    g_autoptr (UlProbe) only = ul_probe_source_find (join, "jlink", &error);
    assert_no_error (error);
    assert_string_equal (ul_probe_get_info (only)->id, "jlink:1@2-1");
    g_autoptr (UlProbe) by_serial = ul_probe_source_find (join, "jlink:1", &error);
    assert_ptr_equal (by_serial, only);

    plug (world->usb, 1, "jlink:12");
    g_autoptr (UlProbe) again = ul_probe_source_find (join, "jlink:1", &error);
    assert_ptr_equal (again, only);
    assert_null (ul_probe_source_find (join, "jlink", &error));
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
    assert_non_null (strstr (error->message, "jlink:1@2-1, jlink:12"));
}

static void
a_source_may_outlive_the_list (void **state)
{
    World *world = *state;
    g_autoptr (UlProbeJoin) other = ul_probe_join_new ();

    ul_probe_join_add (other, UL_PROBE_SOURCE ((gpointer) world->usb));
    g_clear_object (&other);
    plug (world->usb, 0, "jlink:1");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (probes_of_all_sources_are_one_list, set_up, tear_down),
        cmocka_unit_test_setup_teardown (changes_are_told_at_their_place_in_the_list, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (a_rescan_reaches_every_source, set_up, tear_down),
        cmocka_unit_test_setup_teardown (an_id_is_found_whatever_its_source, set_up, tear_down),
        cmocka_unit_test_setup_teardown (an_id_that_fits_several_probes_finds_none, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (a_source_may_outlive_the_list, set_up, tear_down),
    };

    return cmocka_run_group_tests_name ("probe-join", tests, NULL, NULL);
}
