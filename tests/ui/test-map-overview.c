/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the strip above the map shows of the whole chip. Needs a display. */
#include "test.h"

#include "ul-map-overview.h"
#include "ul-sector-map-private.h"

#define N_SECTORS 128
#define WIDTH     600
#define MIDDLE    8 /* pixels from the upper edge: above what tells of protection */

static const UlDevice device = {
    .name = "test",
    .regions = { { UL_REGION_PROGRAM_FLASH, 0, 0x20000, 0x400, 4 } },
    .n_regions = 1,
    .controller = UL_CONTROLLER_FTFA,
};

typedef struct {
    GtkWidget *window;
    UlSectorMap *map;
    GtkWidget *overview;
    UlSectorState states[N_SECTORS];
} World;

static World *
make_world (const char *theme)
{
    World *world = g_new0 (World, 1);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

    g_setenv ("GTK_THEME", theme, TRUE); /* goes before the setting, as on a desktop */
    world->window = gtk_offscreen_window_new ();
    world->map = UL_SECTOR_MAP (ul_sector_map_new ());
    world->overview = ul_map_overview_new ();
    gtk_widget_set_size_request (scrolled, WIDTH, 400);
    gtk_container_add (GTK_CONTAINER (scrolled), GTK_WIDGET (world->map));
    gtk_container_add (GTK_CONTAINER (box), world->overview);
    gtk_container_add (GTK_CONTAINER (box), scrolled);
    gtk_container_add (GTK_CONTAINER (world->window), box);
    ul_map_overview_set_map (UL_MAP_OVERVIEW (world->overview), world->map);
    ul_sector_map_set_device (world->map, &device);
    for (guint i = 0; i < N_SECTORS; i++)
        world->states[i].content = UL_CONTENT_BLANK;
    gtk_widget_show_all (world->window);
    return world;
}

static int
set_up_adwaita (void **state)
{
    *state = make_world ("Adwaita");
    return 0;
}

static int
set_up_high_contrast (void **state)
{
    *state = make_world ("HighContrast");
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    gtk_widget_destroy (world->window);
    g_free (world);
    return 0;
}

/* A line of it, as colours. */
static guint32 *
draw (World *world)
{
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, 30);
    guint32 *line = g_new (guint32, WIDTH);
    cairo_t *cr = cairo_create (surface);

    ul_sector_map_set_states (world->map, world->states, N_SECTORS);
    gtk_widget_draw (world->overview, cr);
    cairo_destroy (cr);
    cairo_surface_flush (surface);
    memcpy (line,
            cairo_image_surface_get_data (surface) +
                MIDDLE * cairo_image_surface_get_stride (surface),
            WIDTH * sizeof *line);
    cairo_surface_destroy (surface);
    return line;
}

static int
place_of (guint sector)
{
    return (int) (sector * (WIDTH - 2) / N_SECTORS) + 1;
}

/* How often the colour changes between two sectors. */
static guint
count_changes (const guint32 *line, guint from, guint to)
{
    guint changes = 0;

    for (int x = place_of (from) + 3; x < place_of (to) - 3; x++)
        changes += line[x] != line[x - 1];
    return changes;
}

static void
what_is_to_be_written_has_a_pattern (void **state)
{
    World *world = *state;

    for (guint i = 40; i < 80; i++)
        world->states[i].step = UL_STEP_REWRITE;
    g_autofree guint32 *line = draw (world);

    assert_int_equal (count_changes (line, 0, 40), 0); /* blank */
    assert_true (count_changes (line, 40, 80) > 20);
}

static void
states_are_told_apart_by_pattern (void **state)
{
    World *world = *state;

    for (guint i = 0; i < 40; i++)
        world->states[i].content = UL_CONTENT_DATA;
    for (guint i = 40; i < 80; i++)
        world->states[i].step = UL_STEP_REWRITE;
    g_autofree guint32 *line = draw (world);

    assert_true (count_changes (line, 0, 40) > 20);
    assert_int_not_equal (count_changes (line, 0, 40), count_changes (line, 40, 80));
}

/* Not one across the whole strip. */
static void
a_locked_chip_is_crossed_all_over (void **state)
{
    World *world = *state;

    ul_sector_map_set_hidden (world->map, TRUE);
    g_autofree guint32 *line = draw (world);

    for (guint i = 0; i < 48; i += 16) /* in the middle there is a padlock */
        assert_true (count_changes (line, i, i + 16) > 4);
}

/* Also among others that are filled like it. */
static void
a_failure_stands_out (void **state)
{
    World *world = *state;

    for (guint i = 0; i < N_SECTORS; i++)
        world->states[i].activity = UL_ACTIVITY_VERIFIED;
    g_autofree guint32 *before = draw (world);
    assert_int_equal (count_changes (before, 50, 60), 0);
    world->states[55].activity = UL_ACTIVITY_FAILED;
    g_autofree guint32 *line = draw (world);
    assert_true (count_changes (line, 50, 60) >= 4); /* an edge on both sides */
    world->states[55].activity = UL_ACTIVITY_IN_DOUBT;
    g_autofree guint32 *doubt = draw (world);
    assert_true (count_changes (doubt, 50, 60) >= 4);
}

#define CASE(function, theme)                                                                      \
    {                                                                                              \
#function " in " #theme, function, set_up_##theme, tear_down, NULL                         \
    }

int
main (int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        CASE (what_is_to_be_written_has_a_pattern, adwaita),
        CASE (a_failure_stands_out, adwaita),
        CASE (a_locked_chip_is_crossed_all_over, adwaita),
        CASE (what_is_to_be_written_has_a_pattern, high_contrast),
        CASE (states_are_told_apart_by_pattern, high_contrast),
        CASE (a_failure_stands_out, high_contrast),
    };

    gtk_init (&argc, &argv);
    return cmocka_run_group_tests_name ("map-overview", tests, NULL, NULL);
}
