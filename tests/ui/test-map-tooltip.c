/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the map tells of the sector under the pointer. Needs a display. */
#include "test.h"

#include "ul-sector-map-private.h"
#include "ul-ui-resources.h"

#define N_SECTORS 128

static const UlDevice device = {
    .name = "test",
    .regions = { { UL_REGION_PROGRAM_FLASH, 0, 0x20000, 0x400, 4 } },
    .n_regions = 1,
    .controller = UL_CONTROLLER_FTFA,
};

typedef struct {
    GtkWidget *window;
    UlSectorMap *map;
    GtkTooltip *tooltip;
} World;

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);
    UlSectorState states[N_SECTORS] = { 0 };

    world->window = gtk_offscreen_window_new (); /* no pointer of the desktop gets there */
    world->map = UL_SECTOR_MAP (ul_sector_map_new ());
    gtk_widget_set_size_request (GTK_WIDGET (world->map), 800, 400);
    gtk_container_add (GTK_CONTAINER (world->window), GTK_WIDGET (world->map));
    states[5].content = UL_CONTENT_DATA;
    states[6].content = UL_CONTENT_BLANK;
    ul_sector_map_set_device (world->map, &device);
    ul_sector_map_set_states (world->map, states, N_SECTORS);
    gtk_widget_show_all (world->window);
    world->tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    gtk_widget_destroy (world->window);
    g_object_unref (world->tooltip);
    g_free (world);
    return 0;
}

static gboolean
ask (World *world, int x, int y, gboolean keyboard)
{
    GtkWidget *map = GTK_WIDGET (world->map);

    return GTK_WIDGET_GET_CLASS (map)->query_tooltip (map, x, y, keyboard, world->tooltip);
}

static void
add_text (GtkWidget *widget, gpointer user_data)
{
    GString *texts = user_data;

    if (GTK_IS_LABEL (widget))
        g_string_append_printf (texts, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
    if (GTK_IS_CONTAINER (widget))
        gtk_container_forall (GTK_CONTAINER (widget), add_text, user_data);
}

/* A tooltip has its text in a window of its own. */
static void
assert_says (World *world, const char *text)
{
    g_autoptr (GString) texts = g_string_new (NULL);
    g_autoptr (GList) windows = gtk_window_list_toplevels ();

    for (GList *l = windows; l != NULL; l = l->next)
        if (l->data != world->window)
            add_text (l->data, texts);
    if (strstr (texts->str, text) == NULL)
        fail_msg ("%s is not in %s", text, texts->str);
}

static void
the_sector_under_the_pointer_is_told (void **state)
{
    World *world = *state;
    int x, y;

    ul_map_layout_get_cell (&world->map->layout, 5, &x, &y);
    assert_true (ask (world, x + 2, y + 2, FALSE));
    assert_says (world, "Sector 5 of 128\n0x00001400–0x000017FF · 1 KiB\nholds data");
    ul_map_layout_get_cell (&world->map->layout, 6, &x, &y);
    assert_true (ask (world, x + 2, y + 2, FALSE));
    assert_says (world, "Sector 6 of 128\n0x00001800–0x00001BFF · 1 KiB\nblank");
}

static void
beside_the_sectors_nothing_is_told (void **state)
{
    assert_false (ask (*state, 799, 399, FALSE));
}

static void
the_key_for_it_tells_of_the_focus (void **state)
{
    World *world = *state;

    ul_sector_map_set_focus_sector (world->map, 6);
    assert_true (ask (world, 0, 0, TRUE));
    assert_says (world, "Sector 6 of 128");
}

#define CASE(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE (the_sector_under_the_pointer_is_told),
        CASE (beside_the_sectors_nothing_is_told),
        CASE (the_key_for_it_tells_of_the_focus),
    };

    gtk_init (&argc, &argv);
    g_resources_register (ul_ui_get_resource ());
    return cmocka_run_group_tests_name ("map-tooltip", tests, NULL, NULL);
}
