/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The map as a widget: what it draws again, what it counts, where it goes. Needs a display. */
#include "test.h"
#include "waiting.h"

#include "ul-map-legend.h"
#include "ul-map-overview.h"
#include "ul-sector-map-private.h"
#include "ul-ui-resources.h"

#define N_SECTORS 128

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
    GtkAdjustment *adjustment;
    UlSectorState states[N_SECTORS];
    guint n_changed, n_focus_changed;
} World;

static void
count_call (guint *n)
{
    (*n)++;
}

static gboolean
on_draw (GtkWidget *widget, cairo_t *cr, guint *n)
{
    (*n)++;
    return GDK_EVENT_PROPAGATE;
}

static void
on_focus_changed (World *world)
{
    world->n_focus_changed++;
}

static void
settle (void)
{
    while (gtk_events_pending ())
        gtk_main_iteration ();
}

/* Until the map has been drawn once more. */
static void
wait_for_frame (World *world)
{
    guint n = 0;
    gulong id = g_signal_connect (world->map, "draw", G_CALLBACK (on_draw), &n);

    gtk_widget_queue_draw (GTK_WIDGET (world->map));
    wait_until (n > 0);
    g_signal_handler_disconnect (world->map, id);
    settle ();
}

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);
    GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

    world->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
    world->map = UL_SECTOR_MAP (ul_sector_map_new ());
    gtk_window_set_default_size (GTK_WINDOW (world->window), 800, 500);
    gtk_container_add (GTK_CONTAINER (scrolled), GTK_WIDGET (world->map));
    gtk_container_add (GTK_CONTAINER (world->window), scrolled);
    world->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
    ul_sector_map_set_device (world->map, &device);
    gtk_widget_show_all (world->window);
    wait_for_frame (world);
    g_signal_connect_swapped (world->map, "changed", G_CALLBACK (count_call), &world->n_changed);
    g_signal_connect_swapped (world->map, "focus-changed", G_CALLBACK (on_focus_changed), world);
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    gtk_widget_destroy (world->window);
    settle ();
    g_free (world);
    return 0;
}

static void
show (World *world)
{
    ul_sector_map_set_states (world->map, world->states, N_SECTORS);
}

/* Pixels that are going to be drawn again. */
static gint64
get_damage (World *world)
{
    cairo_region_t *region = gdk_window_get_update_area (gtk_widget_get_window (world->window));
    gint64 area = 0;

    if (region == NULL)
        return 0;
    for (int i = 0; i < cairo_region_num_rectangles (region); i++) {
        cairo_rectangle_int_t part;
        cairo_region_get_rectangle (region, i, &part);
        area += (gint64) part.width * part.height;
    }
    cairo_region_destroy (region);
    return area;
}

static void
only_changed_cells_are_drawn_again (void **state)
{
    World *world = *state;
    gint64 cell = (world->map->layout.cell + 8) * (world->map->layout.cell + 8);

    show (world);
    assert_int_equal (get_damage (world), 0);
    world->states[17].content = UL_CONTENT_DATA;
    show (world);
    gint64 area = get_damage (world);
    assert_true (area > 0);
    assert_true (area <= cell);
    wait_for_frame (world);
    show (world);
    assert_int_equal (get_damage (world), 0);
}

static void
a_call_that_changes_nothing_says_nothing (void **state)
{
    World *world = *state;

    show (world);
    assert_int_equal (world->n_changed, 0);
    world->states[3].content = UL_CONTENT_BLANK;
    show (world);
    show (world);
    assert_int_equal (world->n_changed, 1);
}

static void
counts_follow_the_states (void **state)
{
    World *world = *state;

    assert_int_equal (ul_sector_map_get_count (world->map, UL_MAP_UNKNOWN), N_SECTORS);
    for (guint i = 0; i < 10; i++)
        world->states[i] = (UlSectorState){ .content = UL_CONTENT_DATA, .protection = i < 4 };
    show (world);
    assert_int_equal (ul_sector_map_get_count (world->map, UL_MAP_DATA), 10);
    assert_int_equal (ul_sector_map_get_count (world->map, UL_MAP_UNKNOWN), N_SECTORS - 10);
    ul_sector_map_set_hidden (world->map, TRUE);
    assert_int_equal (ul_sector_map_get_count (world->map, UL_MAP_DATA), 0);
    assert_int_equal (ul_sector_map_get_count (world->map, UL_MAP_HIDDEN), N_SECTORS);
    ul_sector_map_set_hidden (world->map, FALSE);
    assert_int_equal (ul_sector_map_get_count (world->map, UL_MAP_DATA), 10);
    ul_sector_map_set_states (world->map, world->states, 2);
    assert_int_equal (ul_sector_map_get_count (world->map, UL_MAP_DATA), 2);
}

static void
nothing_ticks_while_nothing_moves (void **state)
{
    World *world = *state;

    assert_int_equal (world->map->tick, 0);
    world->states[5].activity = UL_ACTIVITY_ERASING;
    show (world);
    assert_int_not_equal (world->map->tick, 0);
    world->states[5].activity = UL_ACTIVITY_NONE;
    show (world);
    wait_until (world->map->tick == 0);
}

static void
nothing_moves_when_animations_are_off (void **state)
{
    World *world = *state;
    GtkSettings *settings = gtk_settings_get_default ();

    g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
    world->states[5].activity = UL_ACTIVITY_ERASING;
    show (world);
    assert_int_equal (world->map->tick, 0);
    g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
}

static void
erasing_lines_move (void **state)
{
    World *world = *state;

    world->states[5].activity = UL_ACTIVITY_ERASING;
    show (world);
    guint8 before = world->map->looks[5].phase;
    wait_until (world->map->looks[5].phase != before);
}

static void
a_range_is_shown_and_selected_until_the_focus_moves (void **state)
{
    World *world = *state;
    UlSectorSelection *selection = ul_sector_map_get_selection (world->map);

    ul_sector_map_set_zoom (world->map, 40);
    settle ();
    ul_sector_map_show_range (world->map, 0x1FC10, 100);
    settle ();
    assert_int_equal (ul_sector_map_get_focus_sector (world->map), 127);
    assert_true (ul_sector_selection_contains (selection, 127));
    assert_true (gtk_adjustment_get_value (world->adjustment) >= 0);
    ul_sector_map_show_range (world->map, 0x400, 0x800);
    assert_int_equal (ul_sector_selection_get_count (selection), 2);
    assert_true (ul_sector_selection_contains (selection, 1));
    assert_true (ul_sector_selection_contains (selection, 2));
    ul_sector_map_set_focus_sector (world->map, 9);
    assert_int_equal (ul_sector_selection_get_count (selection), 1);
}

static void
a_range_outside_the_chip_changes_nothing (void **state)
{
    World *world = *state;

    ul_sector_map_set_focus_sector (world->map, 9);
    ul_sector_map_show_range (world->map, 0x30000000, 0x400);
    ul_sector_map_show_range (world->map, 0xFFFFFFFF, G_MAXUINT64);
    assert_int_equal (ul_sector_map_get_focus_sector (world->map), 9);
    ul_sector_map_set_focus_sector (world->map, 128);
    ul_sector_map_set_focus_sector (world->map, -1);
    assert_int_equal (ul_sector_map_get_focus_sector (world->map), 9);
    assert_int_equal (world->n_focus_changed, 1);
}

static void
the_focus_is_scrolled_into_view (void **state)
{
    World *world = *state;
    int x, y;

    gtk_window_resize (GTK_WINDOW (world->window), 400, 200);
    ul_sector_map_set_zoom (world->map, 40);
    wait_until (gtk_adjustment_get_page_size (world->adjustment) <= 250 &&
                gtk_adjustment_get_upper (world->adjustment) >= 500);
    ul_sector_map_set_focus_sector (world->map, 127);
    ul_map_layout_get_cell (&world->map->layout, 127, &x, &y);
    double top = gtk_adjustment_get_value (world->adjustment);
    assert_true (y >= top);
    assert_true (y + 38 <= top + gtk_adjustment_get_page_size (world->adjustment));
}

static void
zoom_goes_by_steps_and_back_to_fit (void **state)
{
    World *world = *state;
    int fit = world->map->layout.pitch;

    ul_sector_map_set_zoom (world->map, 12);
    ul_sector_map_zoom_by (world->map, 1);
    assert_int_equal (ul_sector_map_get_zoom (world->map), 20);
    ul_sector_map_zoom_by (world->map, -2);
    assert_int_equal (ul_sector_map_get_zoom (world->map), 8);
    ul_sector_map_zoom_by (world->map, -9);
    assert_int_equal (ul_sector_map_get_zoom (world->map), 6);
    ul_sector_map_zoom_by (world->map, 99);
    assert_int_equal (ul_sector_map_get_zoom (world->map), 56);
    ul_sector_map_set_zoom (world->map, 0);
    settle ();
    assert_int_equal (world->map->layout.pitch, fit);
}

static void
another_device_starts_anew (void **state)
{
    World *world = *state;
    static const UlDevice other = {
        .name = "other",
        .regions = { { UL_REGION_PROGRAM_FLASH, 0, 0x1000, 0x400, 4 } },
        .n_regions = 1,
    };

    world->states[0].activity = UL_ACTIVITY_ERASING;
    show (world);
    ul_sector_map_set_focus_sector (world->map, 100);
    AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (world->map));
    AtkObject *cell = atk_object_ref_accessible_child (accessible, 100);
    ul_sector_map_set_device (world->map, &other);
    assert_int_equal (ul_sector_map_get_n_sectors (world->map), 4);
    assert_int_equal (ul_sector_map_get_focus_sector (world->map), 0);
    assert_int_equal (ul_sector_map_get_count (world->map, UL_MAP_UNKNOWN), 4);
    assert_int_equal (ul_sector_map_get_count (world->map, UL_MAP_ERASING), 0);
    AtkStateSet *states = atk_object_ref_state_set (cell);
    assert_true (atk_state_set_contains_state (states, ATK_STATE_DEFUNCT));
    assert_null (atk_object_get_name (cell));
    g_object_unref (states);
    g_object_unref (cell);
    ul_sector_map_set_device (world->map, NULL);
    assert_int_equal (ul_sector_map_get_focus_sector (world->map), -1);
    wait_for_frame (world);
}

static void
accessibles_outlive_the_map (void **state)
{
    World *world = *state;
    AtkObject *accessible = g_object_ref (gtk_widget_get_accessible (GTK_WIDGET (world->map)));
    AtkObject *cell = atk_object_ref_accessible_child (accessible, 3);

    gtk_widget_destroy (GTK_WIDGET (world->map));
    assert_int_equal (atk_object_get_n_accessible_children (accessible), 0);
    assert_null (atk_object_get_name (cell));
    assert_int_equal (atk_table_get_n_rows (ATK_TABLE (accessible)), 0);
    g_object_unref (cell);
    g_object_unref (accessible);
}

/* --- colours ------------------------------------------------------------------------------- */

static void
load_theme (UlSectorMap *map, const char *name, gboolean dark, UlMapPalette *palette)
{
    g_object_set (gtk_settings_get_default (), "gtk-theme-name", name,
                  "gtk-application-prefer-dark-theme", dark, NULL);
    settle ();
    ul_map_palette_load (palette, gtk_widget_get_style_context (GTK_WIDGET (map)));
}

static void
check_palette (const UlMapPalette *palette)
{
    assert_true (ul_map_palette_contrast (&palette->outline, &palette->base) >= 3);
    assert_true (ul_map_palette_contrast (&palette->accent, &palette->base) >= 3);
    for (guint i = 0; i < UL_MAP_N_STATES; i++)
        assert_true (ul_map_palette_contrast (&palette->on_fills[i], &palette->fills[i]) >= 4.5);
    assert_true (ul_map_palette_contrast (&palette->on_mark, &palette->mark) >= 4.5);
}

static void
signs_stand_out_in_every_theme (void **state)
{
    static const struct {
        const char *name;
        gboolean dark, high_contrast;
    } themes[] = { { "Adwaita", FALSE, FALSE },
                   { "Adwaita", TRUE, FALSE },
                   { "HighContrast", FALSE, TRUE },
                   { "HighContrastInverse", FALSE, TRUE } };
    World *world = *state;

    for (guint i = 0; i < G_N_ELEMENTS (themes); i++) {
        UlMapPalette palette;
        load_theme (world->map, themes[i].name, themes[i].dark, &palette);
        assert_int_equal (palette.high_contrast, themes[i].high_contrast);
        check_palette (&palette);
    }
}

/* --- what stands around the map -------------------------------------------------------------- */

static guint
count_shown (GtkWidget *legend)
{
    g_autoptr (GList) boxes = gtk_container_get_children (GTK_CONTAINER (legend));
    g_autoptr (GList) entries = gtk_container_get_children (GTK_CONTAINER (boxes->data));
    guint n = 0;

    for (GList *l = entries; l != NULL; l = l->next)
        n += gtk_widget_get_visible (l->data);
    return n;
}

static void
wait_for_shown (GtkWidget *legend, guint n)
{
    wait_until (count_shown (legend) == n);
}

/* Returns: (transfer full): a legend that still has the erasing of a sector that is programmed */
static GtkWidget *
make_legend_of_job (World *world)
{
    GtkWidget *legend = g_object_ref_sink (ul_map_legend_new ());

    ul_map_legend_set_map (UL_MAP_LEGEND (legend), world->map);
    world->states[0].activity = UL_ACTIVITY_ERASING;
    show (world);
    wait_for_shown (legend, 2);
    world->states[0].activity = UL_ACTIVITY_PROGRAMMING;
    show (world);
    wait_for_shown (legend, 3);
    return legend;
}

/* While a job runs states come and go many times a second. */
static void
the_legend_does_not_jump_while_a_job_runs (void **state)
{
    World *world = *state;
    GtkWidget *legend = make_legend_of_job (world);

    world->states[0].activity = UL_ACTIVITY_VERIFIED;
    show (world);
    wait_for_shown (legend, 2);
    gtk_widget_destroy (legend);
    g_object_unref (legend);
}

static void
the_legend_lets_go_of_what_has_ended_while_a_job_goes_on (void **state)
{
    World *world = *state;
    GtkWidget *legend = make_legend_of_job (world);

    wait_for_shown (legend, 2); /* nothing has changed since */
    gtk_widget_destroy (legend);
    g_object_unref (legend);
}

static void
the_legend_shows_what_is_there_and_no_more (void **state)
{
    World *world = *state;
    GtkWidget *legend = g_object_ref_sink (ul_map_legend_new ());

    ul_map_legend_set_map (UL_MAP_LEGEND (legend), world->map);
    wait_for_shown (legend, 1);
    world->states[0] =
        (UlSectorState){ .content = UL_CONTENT_DATA, .protection = UL_PROTECTED_FULL };
    show (world);
    wait_for_shown (legend, 3);
    world->states[0] = (UlSectorState){ 0 };
    show (world);
    wait_for_shown (legend, 1);
    gtk_widget_destroy (legend);
    g_object_unref (legend);
}

static void
a_highlight_ends_with_its_last_sector (void **state)
{
    World *world = *state;
    GtkWidget *legend = g_object_ref_sink (ul_map_legend_new ());

    world->states[0].activity = UL_ACTIVITY_FAILED;
    show (world);
    ul_map_legend_set_map (UL_MAP_LEGEND (legend), world->map);
    ul_sector_map_highlight (world->map, UL_MAP_FAILED);
    assert_false (world->map->looks[0].dimmed);
    assert_true (world->map->looks[1].dimmed);
    ul_sector_map_highlight (world->map, UL_MAP_NONE);
    assert_false (world->map->looks[1].dimmed);
    gtk_widget_destroy (legend);
    g_object_unref (legend);
}

#define CASE(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE (only_changed_cells_are_drawn_again),
        CASE (a_call_that_changes_nothing_says_nothing),
        CASE (counts_follow_the_states),
        CASE (nothing_ticks_while_nothing_moves),
        CASE (nothing_moves_when_animations_are_off),
        CASE (erasing_lines_move),
        CASE (a_range_is_shown_and_selected_until_the_focus_moves),
        CASE (a_range_outside_the_chip_changes_nothing),
        CASE (the_focus_is_scrolled_into_view),
        CASE (zoom_goes_by_steps_and_back_to_fit),
        CASE (another_device_starts_anew),
        CASE (accessibles_outlive_the_map),
        CASE (signs_stand_out_in_every_theme),
        CASE (the_legend_does_not_jump_while_a_job_runs),
        CASE (the_legend_lets_go_of_what_has_ended_while_a_job_goes_on),
        CASE (the_legend_shows_what_is_there_and_no_more),
        CASE (a_highlight_ends_with_its_last_sector),
    };

    g_unsetenv ("GTK_THEME"); /* the themes are set here */
    gtk_init (&argc, &argv);
    g_resources_register (ul_ui_get_resource ());
    return cmocka_run_group_tests_name ("map-widget", tests, NULL, NULL);
}
