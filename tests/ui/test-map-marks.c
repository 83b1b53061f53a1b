/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Outlines on the map, and what holds in a language that runs to the left. Needs a display. */
#include "test.h"
#include "waiting.h"

#include "ul-sector-map-private.h"

#define N_SECTORS 128
#define KEY       1 /* the sector with the lock settings */

static const UlDevice device = {
    .name = "test",
    .regions = { { UL_REGION_PROGRAM_FLASH, 0, 0x20000, 0x400, 4 } },
    .n_regions = 1,
    .controller = UL_CONTROLLER_FTFA,
    .has_fcf = TRUE,
    .fcf_address = 0x400,
};

typedef struct {
    GtkWidget *window;
    UlSectorMap *map;
    UlSectorState states[N_SECTORS];
} World;

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
    world->map = UL_SECTOR_MAP (ul_sector_map_new ());
    gtk_window_set_default_size (GTK_WINDOW (world->window), 800, 500);
    gtk_container_add (GTK_CONTAINER (world->window), GTK_WIDGET (world->map));
    ul_sector_map_set_device (world->map, &device);
    gtk_widget_show_all (world->window);
    wait_until (world->map->layout.columns >= 16 && !gtk_events_pending ());
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    gtk_widget_destroy (world->window);
    gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
    g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
    g_free (world);
    return 0;
}

/* Draws the map. Returns: the pixels of a line from the left edge of the cells on */
static guint32 *
draw_line (World *world, int y, int *n)
{
    GtkAllocation space;

    gtk_widget_get_allocation (GTK_WIDGET (world->map), &space);
    cairo_surface_t *surface =
        cairo_image_surface_create (CAIRO_FORMAT_RGB24, space.width, space.height);
    cairo_t *cr = cairo_create (surface);
    cairo_set_source_rgb (cr, 1, 1, 1);
    cairo_paint (cr);
    gtk_widget_draw (GTK_WIDGET (world->map), cr);
    cairo_destroy (cr);
    cairo_surface_flush (surface);
    *n = world->map->layout.width - world->map->layout.metrics.ruler;
    const guint8 *line = cairo_image_surface_get_data (surface) +
                         y * cairo_image_surface_get_stride (surface) +
                         world->map->layout.metrics.ruler * 4;
    guint32 *pixels = g_memdup2 (line, (gsize) *n * 4);
    cairo_surface_destroy (surface);
    return pixels;
}

static guint
count_changes (World *world, int y)
{
    int n;
    g_autofree guint32 *pixels = draw_line (world, y, &n);
    guint changes = 0;

    for (int i = 1; i < n; i++)
        changes += pixels[i] != pixels[i - 1];
    return changes;
}

static void
a_chip_that_is_not_there_is_dashed (void **state)
{
    World *world = *state;
    int above = world->map->layout.blocks[0].y - 3;

    ul_sector_map_move_focus (world->map, N_SECTORS - 1); /* out of the way */
    assert_true (count_changes (world, above) < 8);
    ul_sector_map_set_absent (world->map, TRUE);
    assert_true (count_changes (world, above) > 40); /* 6 pixels on, 4 off */
    ul_sector_map_set_absent (world->map, FALSE);
    assert_true (count_changes (world, above) < 8);
}

static gboolean
is_framed (World *world)
{
    int x, y, n;

    ul_map_layout_get_cell (&world->map->layout, KEY, &x, &y);
    g_autofree guint32 *pixels = draw_line (world, y + world->map->layout.cell / 2, &n);
    GdkRGBA fill = ul_sector_map_get_palette (world->map)->fills[UL_MAP_FAILED];
    guint32 color = ((guint32) (fill.red * 255 + 0.5) << 16) |
                    ((guint32) (fill.green * 255 + 0.5) << 8) | (guint32) (fill.blue * 255 + 0.5);
    return (pixels[x - world->map->layout.metrics.ruler] & 0xFFFFFF) == color;
}

static void
the_sector_that_would_lock_is_framed_and_does_not_flash_unasked (void **state)
{
    World *world = *state;

    g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
    assert_false (is_framed (world));
    ul_sector_map_set_alarm (world->map, KEY);
    assert_int_equal (world->map->alarm_timer, 0);
    assert_true (is_framed (world));
    ul_sector_map_set_alarm (world->map, -1);
    assert_false (is_framed (world));
}

static void
its_frame_flashes_for_a_while_and_stays (void **state)
{
    World *world = *state;
    guint lit = 0, dark = 0, before;

    ul_sector_map_set_alarm (world->map, KEY);
    while (world->map->alarm_timer != 0) {
        before = world->map->alarm_turns;
        if (is_framed (world))
            lit++;
        else
            dark++;
        wait_until (world->map->alarm_turns != before);
    }
    assert_int_equal (lit, 4);
    assert_int_equal (dark, 4);
    assert_true (is_framed (world));
    ul_sector_map_set_alarm (world->map, KEY); /* told again: no news */
    assert_int_equal (world->map->alarm_timer, 0);
}

static void
a_failed_sector_says_why (void **state)
{
    World *world = *state;

    world->states[9] = (UlSectorState){ .activity = UL_ACTIVITY_FAILED };
    world->states[20] = (UlSectorState){ .activity = UL_ACTIVITY_FAILED };
    ul_sector_map_set_cause (world->map, 0x2404, 1, "one byte differs");
    ul_sector_map_set_states (world->map, world->states, N_SECTORS);
    g_autofree char *why = ul_sector_map_describe_sector (world->map, 9);
    g_autofree char *other = ul_sector_map_describe_sector (world->map, 20);
    assert_string_equal (why, "Sector 9 of 128, 0x00002400, failed: one byte differs");
    assert_string_equal (other, "Sector 20 of 128, 0x00005000, failed");
}

static void
a_chip_that_no_erase_opens_is_barred (void **state)
{
    World *world = *state;
    int y = world->map->layout.blocks[0].y + world->map->layout.cell / 4;

    ul_sector_map_set_hidden (world->map, TRUE);
    guint hatched = count_changes (world, y);
    ul_sector_map_set_sealed (world->map, TRUE);
    assert_true (count_changes (world, y) > hatched + 16);
    ul_sector_map_set_hidden (world->map, FALSE);
    assert_false (world->map->looks[5].sealed);
}

static void
press (World *world, guint key)
{
    GdkEvent *event = gdk_event_new (GDK_KEY_PRESS);

    event->key.window = g_object_ref (gtk_widget_get_window (GTK_WIDGET (world->map)));
    event->key.keyval = key;
    gtk_widget_event (GTK_WIDGET (world->map), event);
    gdk_event_free (event);
}

/* Numbers run to the right in every language, and so do addresses: keys follow the picture. */
static void
addresses_rise_to_the_right_in_a_language_that_runs_to_the_left (void **state)
{
    World *world = *state;
    int x, y, next, below;

    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
    gtk_widget_set_direction (GTK_WIDGET (world->map), GTK_TEXT_DIR_RTL);
    ul_sector_map_relayout (world->map);
    ul_map_layout_get_cell (&world->map->layout, 0, &x, &y);
    ul_map_layout_get_cell (&world->map->layout, 1, &next, &below);
    assert_int_equal (x, world->map->layout.metrics.ruler); /* the ruler stands before it */
    assert_true (next > x);
    assert_int_equal (y, below);
    press (world, GDK_KEY_Right);
    assert_int_equal (ul_sector_map_get_focus_sector (world->map), 1);
    press (world, GDK_KEY_Left);
    assert_int_equal (ul_sector_map_get_focus_sector (world->map), 0);
    press (world, GDK_KEY_End);
    assert_int_equal (ul_sector_map_get_focus_sector (world->map), world->map->layout.columns - 1);
}

#define CASE(function) cmocka_unit_test_setup_teardown (function, set_up, tear_down)

int
main (int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        CASE (a_chip_that_is_not_there_is_dashed),
        CASE (the_sector_that_would_lock_is_framed_and_does_not_flash_unasked),
        CASE (its_frame_flashes_for_a_while_and_stays),
        CASE (a_failed_sector_says_why),
        CASE (a_chip_that_no_erase_opens_is_barred),
        CASE (addresses_rise_to_the_right_in_a_language_that_runs_to_the_left),
    };

    gtk_init (&argc, &argv);
    return cmocka_run_group_tests_name ("map-marks", tests, NULL, NULL);
}
