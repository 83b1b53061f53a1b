/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-legend.h"

#include "ul-map-paint.h"

#include <glib/gi18n.h>

#define SWATCH   18 /* pixels: large enough for a glyph */
#define ROWS     2  /* room kept, so that the map seldom changes its size; not where it is narrow */
#define LATER_MS 100 /* between two changes of words: faster cannot be read */
#define LINGER   10  /* changes of words for which one with nothing left may still come again */

typedef struct {
    UlMapLegend *legend;
    UlMapState state;
    GtkWidget *child; /* (nullable): made when the state is first seen */
    GtkToggleButton *button;
    GtkLabel *label;
    guint count;
    guint left; /* changes of words until it goes, once it has nothing left */
    gboolean shown;
} Entry;

struct _UlMapLegend {
    GtkBox parent_instance;

    GtkFlowBox *entries;

    UlSectorMap *map; /* (nullable) (weak) */
    Entry by_state[UL_MAP_N_STATES];
    int row; /* height of an entry; 0: there is none yet */
    gboolean narrow;
    guint later; /* timeout until which changes are gathered */
    gboolean pending;
    gboolean lingering; /* an entry that has nothing left is still shown */
};

G_DEFINE_FINAL_TYPE (UlMapLegend, ul_map_legend, GTK_TYPE_BOX)

/* Translators: numbers of sectors in the legend of the map, as in "4 protected" */
static const char *const count_texts[UL_MAP_N_STATES] = {
    [UL_MAP_UNKNOWN] = N_ ("%u not read"),
    [UL_MAP_BLANK] = N_ ("%u blank"),
    [UL_MAP_DATA] = N_ ("%u with data"),
    [UL_MAP_HIDDEN] = N_ ("%u hidden: locked"),
    [UL_MAP_IN_FILE] = N_ ("%u in the file"),
    [UL_MAP_MATCHES] = N_ ("%u matching"),
    [UL_MAP_LEFT] = N_ ("%u left as is"),
    [UL_MAP_WILL_ERASE] = N_ ("%u to erase"),
    [UL_MAP_WILL_CHANGE] = N_ ("%u to write"),
    [UL_MAP_QUEUED] = N_ ("%u waiting"),
    [UL_MAP_ERASING] = N_ ("%u erasing"),
    [UL_MAP_ERASED] = N_ ("%u erased"),
    [UL_MAP_PROGRAMMING] = N_ ("%u programming"),
    [UL_MAP_PROGRAMMED] = N_ ("%u written"),
    [UL_MAP_VERIFYING] = N_ ("%u verifying"),
    [UL_MAP_VERIFIED] = N_ ("%u verified"),
    [UL_MAP_NOT_DONE] = N_ ("%u not done"),
    [UL_MAP_IN_DOUBT] = N_ ("%u in doubt"),
    [UL_MAP_FAILED] = N_ ("%u failed"),
    [UL_MAP_PROTECTED] = N_ ("%u protected"),
    [UL_MAP_PART_PROTECTED] = N_ ("%u partly protected"),
    [UL_MAP_FCF] = N_ ("%u with lock settings"),
    [UL_MAP_KEPT] = N_ ("%u partly kept"),
    [UL_MAP_PINNED] = N_ ("%u kept"),
    [UL_MAP_OUTSIDE] = N_ ("%u outside"),
};

static gboolean
on_draw_swatch (GtkWidget *swatch, cairo_t *cr, Entry *entry)
{
    UlMapPalette palette;
    UlMapLook look = ul_map_paint_sample (entry->state);

    look.sealed = entry->legend->map != NULL && ul_sector_map_get_sealed (entry->legend->map);
    ul_map_palette_load (&palette, gtk_widget_get_style_context (swatch));
    ul_map_paint_cell (cr, &palette, &look, SWATCH, FALSE);
    return GDK_EVENT_STOP;
}

static void
on_toggled (Entry *entry)
{
    UlMapLegend *self = entry->legend;
    gboolean active = gtk_toggle_button_get_active (entry->button);

    if (self->map == NULL)
        return;
    if (!active) {
        if (ul_sector_map_get_highlight (self->map) == entry->state)
            ul_sector_map_highlight (self->map, UL_MAP_NONE);
        return;
    }
    ul_sector_map_highlight (self->map, entry->state);
    for (guint i = 0; i < UL_MAP_N_STATES; i++)
        if (i != entry->state && self->by_state[i].button != NULL)
            gtk_toggle_button_set_active (self->by_state[i].button, FALSE);
}

static int
compare_entries (GtkFlowBoxChild *a, GtkFlowBoxChild *b, gpointer user_data)
{
    const Entry *one = g_object_get_data (G_OBJECT (a), "entry");
    const Entry *other = g_object_get_data (G_OBJECT (b), "entry");

    return (int) one->state - (int) other->state;
}

static void
keep_room (UlMapLegend *self)
{
    gtk_widget_set_size_request (GTK_WIDGET (self->entries), -1,
                                 self->narrow ? -1 : ROWS * self->row);
}

static void
make_entry (UlMapLegend *self, Entry *entry)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *swatch = gtk_drawing_area_new ();
    GtkWidget *label = gtk_label_new (NULL);
    GtkWidget *button = gtk_toggle_button_new ();

    gtk_widget_set_size_request (swatch, SWATCH, SWATCH);
    gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
    g_signal_connect (swatch, "draw", G_CALLBACK (on_draw_swatch), entry);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_container_add (GTK_CONTAINER (box), swatch);
    gtk_container_add (GTK_CONTAINER (box), label);
    gtk_container_add (GTK_CONTAINER (button), box);
    gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
    gtk_widget_set_focus_on_click (button, FALSE);
    gtk_widget_set_tooltip_text (button, ul_map_state_to_text (entry->state));
    gtk_style_context_add_class (gtk_widget_get_style_context (button), "ul-legend");
    g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_toggled), entry);

    entry->child = gtk_flow_box_child_new ();
    entry->button = GTK_TOGGLE_BUTTON (button);
    entry->label = GTK_LABEL (label);
    gtk_widget_set_can_focus (entry->child, FALSE); /* the button in it has the focus */
    g_object_set_data (G_OBJECT (entry->child), "entry", entry);
    gtk_container_add (GTK_CONTAINER (entry->child), button);
    gtk_widget_show_all (entry->child);
    gtk_container_add (GTK_CONTAINER (self->entries), entry->child);
    gtk_widget_get_preferred_height (entry->child, &self->row, NULL);
    keep_room (self);
}

/* A job shows most states for moments. Entries that come and go would make everything jump, so
 * they stay for a while, but not until it is over: what was erased at the beginning is told then.
 */
static gboolean
is_busy (UlMapLegend *self)
{
    static const UlMapState passing[] = { UL_MAP_QUEUED, UL_MAP_ERASING, UL_MAP_PROGRAMMING,
                                          UL_MAP_VERIFYING };

    for (guint i = 0; i < G_N_ELEMENTS (passing); i++)
        if (ul_sector_map_get_count (self->map, passing[i]) > 0)
            return TRUE;
    return FALSE;
}

static char *
describe_count (UlMapState state, guint count)
{
    if (state != UL_MAP_CLASH)
        return g_strdup_printf (_ (count_texts[state]), count);
    g_autofree char *number = g_strdup_printf ("%u", count);
    return g_strdup_printf (_ ("files disagree: %s"), number);
}

static void
show_count (Entry *entry, guint count)
{
    g_autofree char *text = describe_count (entry->state, count);
    int width = (int) g_utf8_strlen (text, -1);

    gtk_label_set_text (entry->label, text);
    if (width > gtk_label_get_width_chars (entry->label))
        gtk_label_set_width_chars (entry->label, width);
}

static void
update_entry (UlMapLegend *self, Entry *entry, gboolean busy)
{
    guint count = ul_sector_map_get_count (self->map, entry->state);
    gboolean passing = entry->state >= UL_MAP_QUEUED && entry->state <= UL_MAP_VERIFYING;
    gboolean lingers = count == 0 && busy && passing && entry->left > 0;
    gboolean shown = count > 0 || lingers;

    entry->left = count > 0 ? LINGER : lingers ? entry->left - 1 : 0;
    self->lingering |= lingers;
    if (count == entry->count && shown == entry->shown)
        return;
    if (entry->child == NULL)
        make_entry (self, entry);
    if (count == 0) /* nothing left to point at */
        gtk_toggle_button_set_active (entry->button, FALSE);
    entry->count = count;
    entry->shown = shown;
    gtk_widget_set_visible (entry->child, shown);
    show_count (entry, count);
}

static void
update_now (UlMapLegend *self)
{
    gboolean busy = self->map != NULL && is_busy (self);

    self->pending = FALSE;
    self->lingering = FALSE;
    for (guint i = 0; self->map != NULL && i < UL_MAP_N_STATES; i++)
        update_entry (self, &self->by_state[i], busy);
}

static gboolean
on_later (gpointer user_data)
{
    UlMapLegend *self = user_data;

    if (!self->pending && !self->lingering) {
        self->later = 0;
        return G_SOURCE_REMOVE;
    }
    update_now (self);
    return G_SOURCE_CONTINUE;
}

static void
update (UlMapLegend *self)
{
    self->pending = TRUE;
    if (self->later != 0)
        return;
    update_now (self);
    self->later = g_timeout_add (LATER_MS, on_later, self);
}

void
ul_map_legend_set_map (UlMapLegend *self, UlSectorMap *map)
{
    g_return_if_fail (self->map == NULL);
    g_set_weak_pointer (&self->map, map);
    g_signal_connect_object (map, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    update (self);
}

void
ul_map_legend_set_narrow (UlMapLegend *self, gboolean narrow)
{
    self->narrow = narrow;
    keep_room (self);
}

static void
ul_map_legend_dispose (GObject *object)
{
    UlMapLegend *self = UL_MAP_LEGEND (object);

    g_clear_handle_id (&self->later, g_source_remove);
    G_OBJECT_CLASS (ul_map_legend_parent_class)->dispose (object);
}

static void
ul_map_legend_finalize (GObject *object)
{
    g_clear_weak_pointer (&UL_MAP_LEGEND (object)->map);
    G_OBJECT_CLASS (ul_map_legend_parent_class)->finalize (object);
}

static void
ul_map_legend_class_init (UlMapLegendClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = ul_map_legend_dispose;
    G_OBJECT_CLASS (klass)->finalize = ul_map_legend_finalize;
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-map-legend.ui");
    gtk_widget_class_bind_template_child (widget_class, UlMapLegend, entries);
}

static void
ul_map_legend_init (UlMapLegend *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    gtk_widget_set_no_show_all (GTK_WIDGET (self), TRUE); /* parts of it come and go */
    gtk_flow_box_set_sort_func (self->entries, compare_entries, NULL, NULL);
    for (guint i = 0; i < UL_MAP_N_STATES; i++)
        self->by_state[i] = (Entry){ .legend = self, .state = i };
}

GtkWidget *
ul_map_legend_new (void)
{
    return g_object_new (UL_TYPE_MAP_LEGEND, "visible", TRUE, NULL);
}
