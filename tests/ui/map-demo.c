/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The map by itself, with made-up states: for the tests, and to look at.
 *
 *     map-demo DEVICE SCENE [WIDTH HEIGHT]
 *
 * Scenes: plan, job, done, failed, locked, unread, stray, every, moving.
 */
#include "ul-map-legend.h"
#include "ul-map-overview.h"
#include "ul-sector-map.h"
#include "ul-ui-resources.h"

#include <gtk/gtk.h>
#include <stdlib.h>

typedef struct {
    UlSectorMap *map;
    UlSectorState *states;
    guint n_states;
    guint at;
} Demo;

static void
set_plan (Demo *demo)
{
    for (guint i = 0; i < demo->n_states; i++) {
        UlSectorState *state = &demo->states[i];
        state->content = i < demo->n_states * 2 / 5 ? UL_CONTENT_DATA : UL_CONTENT_BLANK;
        state->protection = i < 4 ? UL_PROTECTED_FULL : UL_PROTECTED_NONE;
        state->has_fcf = i == 1;
        state->in_image = i >= 2 && i < 25;
        state->step = !state->in_image ? UL_STEP_NONE : i % 7 < 2 ? UL_STEP_SKIP : UL_STEP_REWRITE;
        state->preserves = i == 24;
    }
}

static void
set_job (Demo *demo, guint at)
{
    set_plan (demo);
    for (guint i = 0; i < demo->n_states; i++) {
        UlSectorState *state = &demo->states[i];
        if (state->step == UL_STEP_SKIP)
            state->activity = UL_ACTIVITY_SKIPPED;
        if (state->step != UL_STEP_REWRITE)
            continue;
        state->protection = UL_PROTECTED_NONE;
        state->activity = i < at        ? UL_ACTIVITY_VERIFIED
                          : i == at     ? UL_ACTIVITY_VERIFYING
                          : i == at + 1 ? UL_ACTIVITY_PROGRAMMED
                          : i == at + 2 ? UL_ACTIVITY_PROGRAMMING
                          : i == at + 3 ? UL_ACTIVITY_ERASED
                          : i == at + 4 ? UL_ACTIVITY_ERASING
                                        : UL_ACTIVITY_QUEUED;
        state->fraction = 160;
    }
}

static void
set_failed (Demo *demo)
{
    set_job (demo, 0);
    for (guint i = 0; i < demo->n_states; i++) {
        UlSectorState *state = &demo->states[i];
        if (state->step != UL_STEP_REWRITE)
            continue;
        state->activity = i < 9    ? UL_ACTIVITY_VERIFIED
                          : i == 9 ? UL_ACTIVITY_FAILED
                                   : UL_ACTIVITY_NOT_DONE;
    }
}

/* Everything that can be said, in a row each. */
static void
set_every (Demo *demo)
{
    for (guint i = 0; i < demo->n_states; i++) {
        UlSectorState *state = &demo->states[i];
        guint row = i / 16, k = i % 16;
        state->content = row % 4 == 3   ? UL_CONTENT_UNKNOWN
                         : row % 4 == 2 ? UL_CONTENT_BLANK
                                        : UL_CONTENT_DATA;
        state->fraction = (guint8) (i * 37);
        if (k < 11)
            state->activity = (guint8) k;
        else
            state->step = (guint8) (k - 11);
        state->in_image = k < 11 || row % 2 == 0;
        if (k < 11)
            state->step = row == 6 ? UL_STEP_SKIP : UL_STEP_REWRITE;
        state->protection = row == 1 ? UL_PROTECTED_FULL : row == 2 ? UL_PROTECTED_PART : 0;
        state->has_fcf = row == 3 || row == 5;
        state->preserves = row == 4 || row == 5;
    }
}

static void
set_scene (Demo *demo, const char *scene)
{
    static const UlSegment strays[] = { { 0x14000000, 218, NULL }, { 0x1FFFF000, 0x2000, NULL } };

    if (g_str_equal (scene, "plan") || g_str_equal (scene, "stray"))
        set_plan (demo);
    else if (g_str_equal (scene, "job"))
        set_job (demo, 9);
    else if (g_str_equal (scene, "done"))
        set_job (demo, demo->n_states);
    else if (g_str_equal (scene, "failed"))
        set_failed (demo);
    else if (g_str_equal (scene, "every"))
        set_every (demo);
    else if (g_str_equal (scene, "locked"))
        ul_sector_map_set_hidden (demo->map, TRUE);
    if (g_str_equal (scene, "stray"))
        ul_sector_map_set_strays (demo->map, strays, G_N_ELEMENTS (strays));
    ul_sector_map_set_states (demo->map, demo->states, demo->n_states);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
    Demo *demo = user_data;

    set_job (demo, demo->at++ / 4 % demo->n_states);
    ul_sector_map_set_states (demo->map, demo->states, demo->n_states);
    return G_SOURCE_CONTINUE;
}

static GtkWidget *
make_map (Demo *demo)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
    GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);
    GtkWidget *overview = ul_map_overview_new (), *legend = ul_map_legend_new ();

    gtk_container_add (GTK_CONTAINER (scrolled), GTK_WIDGET (demo->map));
    gtk_widget_set_vexpand (scrolled, TRUE);
    gtk_widget_set_hexpand (scrolled, TRUE);
    ul_map_overview_set_map (UL_MAP_OVERVIEW (overview), demo->map);
    ul_map_legend_set_map (UL_MAP_LEGEND (legend), demo->map);
    gtk_container_add (GTK_CONTAINER (box), overview);
    gtk_container_add (GTK_CONTAINER (box), scrolled);
    gtk_container_add (GTK_CONTAINER (box), legend);
    return box;
}

static GtkWidget *
make_content (Demo *demo)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

    gtk_container_add (GTK_CONTAINER (box), make_map (demo));
    gtk_container_set_border_width (GTK_CONTAINER (box), 12);
    return box;
}

static void
load_style (void)
{
    g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

    g_resources_register (ul_ui_get_resource ());
    gtk_css_provider_load_from_resource (provider, "/org/unlatch/Unlatch/ul-style.css");
    gtk_style_context_add_provider_for_screen (gdk_screen_get_default (),
                                               GTK_STYLE_PROVIDER (provider),
                                               GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
    Demo demo = { 0 };

    gtk_init (&argc, &argv);
    if (argc < 3)
        return 2;
    load_style ();
    const UlDevice *device = ul_devices_find (argv[1]);
    if (device == NULL) {
        g_printerr ("no device %s\n", argv[1]);
        return 2;
    }
    demo.map = UL_SECTOR_MAP (ul_sector_map_new ());
    demo.n_states = ul_device_get_n_sectors (device);
    demo.states = g_new0 (UlSectorState, demo.n_states);
    ul_sector_map_set_device (demo.map, device);
    set_scene (&demo, argv[2]);
    if (g_str_equal (argv[2], "moving"))
        gtk_widget_add_tick_callback (GTK_WIDGET (demo.map), on_tick, &demo, NULL);

    GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
    gtk_window_set_title (GTK_WINDOW (window), "map-demo");
    gtk_window_set_default_size (GTK_WINDOW (window), argc > 3 ? atoi (argv[3]) : 900,
                                 argc > 4 ? atoi (argv[4]) : 560);
    gtk_container_add (GTK_CONTAINER (window), make_content (&demo));
    g_signal_connect (window, "destroy", G_CALLBACK (gtk_main_quit), NULL);
    gtk_widget_show_all (window);
    gtk_main ();
    g_free (demo.states);
    return 0;
}
