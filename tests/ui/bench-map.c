/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long the map takes to draw, in time of the processor. Prints the median and the 95th of 100
 * frames, in milliseconds, for the whole map and for the ten cells that a job changes in a frame.
 * Fails above 3 ms for each 4096 cells.
 *
 *     GDK_RENDERING=image bench-map [SECTORS [CELL]]
 *
 * (image: the pixels are made here, not later by the X server.)
 */
#include "ul-sector-map.h"

#include <gtk/gtk.h>
#include <stdlib.h>
#include <time.h>

#define FRAMES   240
#define LIMIT_MS 3.0

typedef struct {
    UlSectorMap *map;
    UlSectorState *states;
    guint n_states;
    guint frame;
    gboolean whole;
    gint64 started;
    GArray *times; /* of double, ms */
} Bench;

/* Many states side by side: the worst case for drawing by look. */
static void
mix_states (Bench *bench)
{
    for (guint i = 0; i < bench->n_states; i++) {
        guint k = i * 2654435761u >> 16;
        bench->states[i] = (UlSectorState){ .content = (guint8) (k % 3),
                                            .activity = (guint8) (k / 3 % 11),
                                            .step = (guint8) (k / 33 % 5),
                                            .protection = k % 13 == 0,
                                            .fraction = (guint8) (k % 8 * 32),
                                            .in_image = 1 };
    }
    ul_sector_map_set_states (bench->map, bench->states, bench->n_states);
}

/* Of this program alone, whatever else the machine does. */
static gint64
get_cpu_us (void)
{
    struct timespec now;

    clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
    return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gboolean
on_draw_before (GtkWidget *widget, cairo_t *cr, Bench *bench)
{
    bench->started = get_cpu_us ();
    return GDK_EVENT_PROPAGATE;
}

static gboolean
on_draw_after (GtkWidget *widget, cairo_t *cr, Bench *bench)
{
    cairo_surface_flush (cairo_get_target (cr));
    double ms = (double) (get_cpu_us () - bench->started) / 1000;
    g_array_append_val (bench->times, ms);
    return GDK_EVENT_PROPAGATE;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
    Bench *bench = user_data;

    if (++bench->frame > FRAMES) {
        gtk_main_quit ();
        return G_SOURCE_REMOVE;
    }
    if (bench->whole)
        gtk_widget_queue_draw (widget);
    for (guint i = 0; !bench->whole && i < 10; i++) {
        UlSectorState *state = &bench->states[(bench->frame * 10 + i) % bench->n_states];
        state->activity = (state->activity + 1) % 11;
    }
    ul_sector_map_set_states (bench->map, bench->states, bench->n_states);
    return G_SOURCE_CONTINUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
    double one = *(const double *) a, other = *(const double *) b;
    return (one > other) - (one < other);
}

/* Returns: the median */
static double
run (Bench *bench, const char *what, gboolean whole)
{
    bench->whole = whole;
    bench->frame = 0;
    g_array_set_size (bench->times, 0);
    gtk_widget_add_tick_callback (GTK_WIDGET (bench->map), on_tick, bench, NULL);
    gtk_main ();
    g_array_sort (bench->times, compare);
    guint n = bench->times->len;
    if (n == 0)
        g_error ("no frame was drawn");
    double median = g_array_index (bench->times, double, n / 2);
    g_print ("%-28s median %.3f ms, 95 of 100 below %.3f ms (%u frames)\n", what, median,
             g_array_index (bench->times, double, n * 95 / 100), n);
    return median;
}

int
main (int argc, char **argv)
{
    guint n_sectors = argc > 1 ? (guint) atoi (argv[1]) : 4096;
    int zoom = argc > 2 ? atoi (argv[2]) : 8;
    const UlDevice device = {
        .name = "bench",
        .regions = { { UL_REGION_PROGRAM_FLASH, 0, n_sectors * 0x1000, 0x1000, 8 } },
        .n_regions = 1,
        .controller = UL_CONTROLLER_FTFE,
        .has_fcf = TRUE,
    };
    Bench bench = { .times = g_array_new (FALSE, FALSE, sizeof (double)), .n_states = n_sectors };

    gtk_init (&argc, &argv);
    bench.map = UL_SECTOR_MAP (ul_sector_map_new ());
    bench.states = g_new0 (UlSectorState, n_sectors);
    ul_sector_map_set_device (bench.map, &device);
    ul_sector_map_set_zoom (bench.map, zoom);
    mix_states (&bench);
    g_signal_connect (bench.map, "draw", G_CALLBACK (on_draw_before), &bench);
    g_signal_connect_after (bench.map, "draw", G_CALLBACK (on_draw_after), &bench);

    GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
    gtk_window_set_default_size (GTK_WINDOW (window), 1240, 760);
    gtk_container_add (GTK_CONTAINER (window), GTK_WIDGET (bench.map));
    gtk_widget_show_all (window);
    double whole = run (&bench, "the whole map", TRUE);
    double some = run (&bench, "ten cells", FALSE);
    ul_sector_selection_select_all (ul_sector_map_get_selection (bench.map));
    double chosen = run (&bench, "the whole map, all selected", TRUE);
    gtk_widget_destroy (window);
    g_array_unref (bench.times);
    g_free (bench.states);
    double limit = LIMIT_MS * MAX (1, MIN (n_sectors, 16384) / 4096.0);
    return whole <= limit && some <= limit && chosen <= limit ? 0 : 1;
}
