/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A chip of more sectors than the map has cells, on map and list. Needs a display. */
#include "test.h"
#include "waiting.h"

#include "ul-sector-list.h"
#include "ul-sector-map-private.h"

#define N_SECTORS 40000 /* four in each cell */

static const UlDevice device = {
    .name = "test",
    .regions = { { UL_REGION_PROGRAM_FLASH, 0, N_SECTORS * 0x400, 0x400, 4 } },
    .n_regions = 1,
};

typedef struct {
    GtkWidget *window, *stack, *list;
    UlSectorMap *map;
    UlSectorSelection *selection;
    UlSectorState *states;
} World;

static void
wait_mapped (GtkWidget *widget)
{
    wait_until (gtk_widget_get_mapped (widget) && !gtk_events_pending ());
}

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);
    GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

    world->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
    world->stack = gtk_stack_new ();
    world->map = UL_SECTOR_MAP (ul_sector_map_new ());
    world->selection = ul_sector_map_get_selection (world->map);
    world->list = g_object_new (UL_TYPE_SECTOR_LIST, NULL);
    world->states = g_new0 (UlSectorState, N_SECTORS);
    gtk_window_set_default_size (GTK_WINDOW (world->window), 800, 500);
    gtk_container_add (GTK_CONTAINER (scrolled), GTK_WIDGET (world->map));
    gtk_stack_add_named (GTK_STACK (world->stack), scrolled, "map");
    gtk_stack_add_named (GTK_STACK (world->stack), world->list, "list");
    gtk_container_add (GTK_CONTAINER (world->window), world->stack);
    ul_sector_map_set_device (world->map, &device);
    ul_sector_list_set_map (UL_SECTOR_LIST (world->list), world->map);
    gtk_widget_show_all (world->window);
    wait_mapped (GTK_WIDGET (world->map));
    gtk_widget_grab_focus (GTK_WIDGET (world->map));
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    gtk_widget_destroy (world->window);
    g_free (world->states);
    g_free (world);
    return 0;
}

static void
press (World *world, guint key, GdkModifierType held)
{
    GdkEvent *event = gdk_event_new (GDK_KEY_PRESS);

    event->key.window = g_object_ref (gtk_widget_get_window (GTK_WIDGET (world->map)));
    event->key.keyval = key;
    event->key.state = held;
    gtk_widget_event (GTK_WIDGET (world->map), event);
    gdk_event_free (event);
}

static void
assert_selected (World *world, guint first, guint last)
{
    assert_int_equal (ul_sector_selection_get_count (world->selection), last - first + 1);
    assert_true (ul_sector_selection_contains (world->selection, first));
    assert_true (ul_sector_selection_contains (world->selection, last));
}

static void
keys_select_whole_cells (void **state)
{
    World *world = *state;

    press (world, GDK_KEY_Right, 0);
    assert_selected (world, 4, 7);
    press (world, GDK_KEY_Right, GDK_SHIFT_MASK);
    assert_selected (world, 4, 11);
    press (world, GDK_KEY_Left, GDK_SHIFT_MASK);
    press (world, GDK_KEY_Left, GDK_SHIFT_MASK);
    assert_selected (world, 0, 7);
    press (world, GDK_KEY_space, 0);
    assert_selected (world, 4, 7);
    press (world, GDK_KEY_End, GDK_CONTROL_MASK);
    assert_selected (world, N_SECTORS - 4, N_SECTORS - 1);
    press (world, GDK_KEY_a, GDK_CONTROL_MASK);
    assert_selected (world, 0, N_SECTORS - 1);
}

static char *
name_of (World *world, int index)
{
    AtkObject *table = gtk_widget_get_accessible (GTK_WIDGET (world->map));
    AtkObject *cell = atk_object_ref_accessible_child (table, index);
    char *name = g_strdup (atk_object_get_name (cell));

    assert_int_equal (atk_object_get_index_in_parent (cell), index);
    g_object_unref (cell);
    return name;
}

static void
a_cell_tells_of_the_worst_of_its_sectors (void **state)
{
    World *world = *state;
    AtkObject *table = gtk_widget_get_accessible (GTK_WIDGET (world->map));

    assert_int_equal (atk_object_get_n_accessible_children (table), N_SECTORS / 4);
    for (guint i = 0; i < 8; i++)
        world->states[i] =
            (UlSectorState){ .activity = UL_ACTIVITY_VERIFIED, .step = UL_STEP_REWRITE };
    world->states[6].activity = UL_ACTIVITY_FAILED;
    ul_sector_map_set_states (world->map, world->states, N_SECTORS);
    assert_int_equal (ul_sector_map_get_count (world->map, UL_MAP_VERIFIED), 7);
    assert_int_equal (world->map->looks[4].whole, UL_MAP_FAILED);
    g_autofree char *well = name_of (world, 0), *failed = name_of (world, 1);
    assert_string_equal (well, "Sectors 0–3 of 40000, 0x00000000–0x00000FFF, verified");
    assert_string_equal (failed, "Sectors 4–7 of 40000, 0x00001000–0x00001FFF, failed");
    ul_sector_map_set_focus_sector (world->map, 0);
    assert_true (ul_sector_map_go_to_problem (world->map, 1));
    assert_selected (world, 6, 6); /* the one that failed, not its neighbours */
}

static void
the_list_has_each_sector (void **state)
{
    World *world = *state;
    GtkTreeView *tree = GTK_TREE_VIEW (gtk_bin_get_child (GTK_BIN (world->list)));

    ul_sector_map_choose (world->map, 8);
    gtk_stack_set_visible_child_name (GTK_STACK (world->stack), "list");
    wait_mapped (world->list);
    GtkTreeSelection *rows = gtk_tree_view_get_selection (tree);
    assert_int_equal (gtk_tree_model_iter_n_children (gtk_tree_view_get_model (tree), NULL),
                      N_SECTORS);
    assert_int_equal (gtk_tree_selection_count_selected_rows (rows), 4);
    gtk_tree_selection_select_all (rows);
    assert_selected (world, 0, N_SECTORS - 1);
    g_autoptr (GtkTreePath) last = gtk_tree_path_new_from_indices (N_SECTORS - 1, -1);
    gtk_tree_view_set_cursor (tree, last, NULL, FALSE);
    assert_int_equal (ul_sector_map_get_focus_sector (world->map), N_SECTORS - 1);
    assert_selected (world, N_SECTORS - 1, N_SECTORS - 1);
}

/* Far from what a frame has, but a loop over loops would need minutes. */
static void
changes_of_all_sectors_are_quick (void **state)
{
    World *world = *state;
    gint64 begin = g_get_monotonic_time ();

    for (guint k = 0; k < 20; k++) {
        for (guint i = 0; i < N_SECTORS; i++)
            world->states[i].content = k % 2 == 0 ? UL_CONTENT_DATA : UL_CONTENT_BLANK;
        ul_sector_map_set_states (world->map, world->states, N_SECTORS);
        ul_sector_selection_select_all (world->selection);
        ul_sector_selection_select_none (world->selection);
    }
    g_print ("# %.1f ms for a change of all states and two of the selection\n",
             (double) (g_get_monotonic_time () - begin) / 1000 / 20);
    assert_true (g_get_monotonic_time () - begin < 60 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (keys_select_whole_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_cell_tells_of_the_worst_of_its_sectors, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (the_list_has_each_sector, set_up, tear_down),
        cmocka_unit_test_setup_teardown (changes_of_all_sectors_are_quick, set_up, tear_down),
    };

    gtk_init (&argc, &argv);
    return cmocka_run_group_tests_name ("map-many", tests, NULL, NULL);
}
