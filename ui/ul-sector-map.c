/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sector-map.h"

#include "ul-map-accessible.h"
#include "ul-sector-map-private.h"
#include "ul-wording.h"

#include <glib/gi18n.h>
#include <string.h>

#define PHASE_US     80000 /* moving lines take a step; 12 a second are enough to be seen */
#define RING         4     /* pixels around a cell that its focus may touch */
#define MAX_PIECES   64
#define MIN_COLUMNS  8
#define LIVELY_PITCH 20 /* natural size of a cell */

G_DEFINE_FINAL_TYPE (UlSectorMap, ul_sector_map, GTK_TYPE_DRAWING_AREA)

enum { PROP_0, PROP_FOCUS_SECTOR, PROP_ZOOM, N_PROPS };
enum { FOCUS_CHANGED, ACTIVATE, CHANGED, VIEW_CHANGED, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* --- places -------------------------------------------------------------------------------- */

void
ul_sector_map_queue_cell (UlSectorMap *self, int sector)
{
    int x, y, size = self->layout.cell + 2 * RING;

    if (sector < 0 || (guint) sector >= self->layout.n_sectors + self->layout.n_strays)
        return;
    ul_map_layout_get_cell (&self->layout, (guint) sector, &x, &y);
    /* a clip of very many pieces costs more than it saves */
    if (self->n_queued++ < MAX_PIECES)
        gtk_widget_queue_draw_area (GTK_WIDGET (self), x - RING, y - RING, size, size);
    else
        gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
queue_cells (UlSectorMap *self, int first, int last)
{
    for (int i = first; i >= 0 && i <= last; i++)
        ul_sector_map_queue_cell (self, i);
}

void
ul_sector_map_get_stray (UlSectorMap *self, guint sector, UlMapRange *range)
{
    *range = g_array_index (self->strays, UlMapRange, sector - self->n_sectors);
}

void
ul_sector_map_get_range (UlSectorMap *self, guint sector, UlMapRange *range)
{
    guint32 address = 0, size = 0;

    if (sector >= self->n_sectors) {
        ul_sector_map_get_stray (self, sector, range);
        return;
    }
    ul_device_get_sector (self->device, sector, &address, &size, NULL);
    *range = (UlMapRange){ address, size };
}

static void
make_layout (UlSectorMap *self, UlMapLayout *layout, int width, int height)
{
    UlMapMetrics metrics;

    ul_sector_map_measure (self, &metrics);
    if (self->zoom > 0)
        ul_map_layout_make (layout, &self->shape, &metrics, self->zoom, width);
    else
        ul_map_layout_fit (layout, &self->shape, &metrics, width, height);
}

void
ul_sector_map_relayout (UlSectorMap *self)
{
    UlMapLayout layout;
    GtkAllocation space;

    gtk_widget_get_allocation (GTK_WIDGET (self), &space);
    make_layout (self, &layout, space.width, space.height);
    if (memcmp (&layout, &self->layout, sizeof layout) == 0)
        return;
    self->layout = layout;
    ul_map_sprites_set_size (self->sprites, layout.pitch, layout.cell);
    gtk_widget_queue_draw (GTK_WIDGET (self));
    g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

/* --- words --------------------------------------------------------------------------------- */

char *
ul_sector_map_describe_place (UlSectorMap *self, guint sector)
{
    if (sector >= self->n_sectors)
        return g_strdup (_ ("Outside this chip"));
    return g_strdup_printf (_ ("Sector %u of %u"), sector, self->n_sectors);
}

char *
ul_sector_map_describe_state (UlSectorMap *self, guint sector)
{
    if (sector >= self->n_sectors)
        return g_strdup (ul_map_state_to_text (UL_MAP_OUTSIDE));
    return ul_map_state_describe (&self->states[sector], self->hidden);
}

char *
ul_sector_map_describe_sector (UlSectorMap *self, guint sector)
{
    UlMapRange range;

    g_return_val_if_fail (sector < self->n_sectors + self->strays->len, NULL);
    ul_sector_map_get_range (self, sector, &range);
    if (sector >= self->n_sectors) {
        g_autofree char *text = ul_wording_range (range.start, range.size);
        /* Translators: a range of addresses */
        return g_strdup_printf (_ ("Outside this chip, %s"), text);
    }
    g_autofree char *place = ul_sector_map_describe_place (self, sector);
    g_autofree char *state = ul_sector_map_describe_state (self, sector);
    /* Translators: as in "Sector 9 of 128, 0x00002400, holds data, protected" */
    return g_strdup_printf (_ ("%s, 0x%08X, %s"), place, range.start, state);
}

/* --- what moves ---------------------------------------------------------------------------- */

static void
set_look (UlSectorMap *self, guint sector)
{
    UlMapLook *look = &self->looks[sector];

    *look = ul_map_state_look (&self->states[sector], self->hidden);
    look->dimmed =
        self->highlight != UL_MAP_NONE && (self->masks[sector] >> self->highlight & 1) == 0;
    if (look->whole == UL_MAP_ERASING)
        look->phase = self->phase;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);
    gint64 now = gdk_frame_clock_get_frame_time (clock);

    if (self->counts[UL_MAP_ERASING] == 0) {
        self->tick = 0;
        return G_SOURCE_REMOVE;
    }
    if (now - self->phase_time < PHASE_US)
        return G_SOURCE_CONTINUE;
    self->phase_time = now;
    self->phase = (self->phase + 1) % 4;
    for (guint i = 0; i < self->n_sectors; i++)
        if (self->looks[i].whole == UL_MAP_ERASING) {
            self->looks[i].phase = self->phase;
            ul_sector_map_queue_cell (self, (int) i);
        }
    return G_SOURCE_CONTINUE;
}

static void
update_tick (UlSectorMap *self)
{
    gboolean animate = FALSE;

    if (self->counts[UL_MAP_ERASING] == 0 || self->tick != 0)
        return;
    g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate,
                  NULL);
    if (animate)
        self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/* --- states -------------------------------------------------------------------------------- */

static void
count (UlSectorMap *self, guint32 mask, int by)
{
    for (guint i = 0; mask >> i != 0; i++)
        if (mask >> i & 1)
            self->counts[i] += (guint) by;
}

/* Takes what stands in states[sector]. */
static void
refresh_sector (UlSectorMap *self, guint sector)
{
    guint32 mask = ul_map_state_mask (&self->states[sector], self->hidden);
    UlMapLook before = self->looks[sector];
    gboolean spoken = mask != self->masks[sector];

    if (spoken) {
        count (self, self->masks[sector], -1);
        count (self, mask, 1);
        self->masks[sector] = mask;
    }
    set_look (self, sector);
    if (memcmp (&before, &self->looks[sector], sizeof before) != 0)
        ul_sector_map_queue_cell (self, (int) sector);
    if (spoken && self->accessible != NULL)
        ul_map_accessible_sector_changed (UL_MAP_ACCESSIBLE (self->accessible), sector);
}

static void
refresh_all (UlSectorMap *self)
{
    for (guint i = 0; i < self->n_sectors; i++)
        refresh_sector (self, i);
    update_tick (self);
    g_signal_emit (self, signals[CHANGED], 0);
}

void
ul_sector_map_set_states (UlSectorMap *self, const UlSectorState *states, guint n_states)
{
    static const UlSectorState unread = { 0 };
    gboolean changed = FALSE;

    for (guint i = 0; i < self->n_sectors; i++) {
        const UlSectorState *state = i < n_states ? &states[i] : &unread;
        if (memcmp (state, &self->states[i], sizeof *state) == 0)
            continue;
        self->states[i] = *state;
        refresh_sector (self, i);
        changed = TRUE;
    }
    if (!changed)
        return;
    update_tick (self);
    g_signal_emit (self, signals[CHANGED], 0);
}

const UlSectorState *
ul_sector_map_get_state (UlSectorMap *self, guint sector)
{
    return sector < self->n_sectors ? &self->states[sector] : NULL;
}

guint
ul_sector_map_get_n_sectors (UlSectorMap *self)
{
    return self->n_sectors;
}

guint
ul_sector_map_get_count (UlSectorMap *self, UlMapState state)
{
    if (state == UL_MAP_OUTSIDE)
        return self->strays->len;
    return state < UL_MAP_N_STATES ? self->counts[state] : 0;
}

void
ul_sector_map_set_hidden (UlSectorMap *self, gboolean hidden)
{
    if (self->hidden == hidden)
        return;
    self->hidden = hidden;
    refresh_all (self);
}

gboolean
ul_sector_map_get_hidden (UlSectorMap *self)
{
    return self->hidden;
}

void
ul_sector_map_highlight (UlSectorMap *self, UlMapState state)
{
    if (self->highlight == state)
        return;
    self->highlight = state;
    refresh_all (self);
}

UlMapState
ul_sector_map_get_highlight (UlSectorMap *self)
{
    return self->highlight;
}

/* --- device -------------------------------------------------------------------------------- */

static void
reshape (UlSectorMap *self)
{
    ul_map_shape_init (&self->shape, self->device, self->strays->len);
    self->hover = -1;
    ul_sector_map_relayout (self);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    if (self->accessible != NULL)
        ul_map_accessible_reset (UL_MAP_ACCESSIBLE (self->accessible));
}

void
ul_sector_map_set_device (UlSectorMap *self, const UlDevice *device)
{
    guint n = device != NULL ? ul_device_get_n_sectors (device) : 0;

    if (self->device == device)
        return;
    self->device = device;
    self->n_sectors = n;
    g_free (self->states);
    g_free (self->looks);
    g_free (self->masks);
    self->states = g_new0 (UlSectorState, n);
    self->looks = g_new0 (UlMapLook, n);
    self->masks = g_new0 (guint32, n);
    memset (self->counts, 0, sizeof self->counts);
    self->marked_first = self->marked_last = -1;
    self->focus = n > 0 ? 0 : -1;
    reshape (self);
    refresh_all (self);
    if (n > 0)
        g_signal_emit (self, signals[FOCUS_CHANGED], 0, 0);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOCUS_SECTOR]);
}

const UlDevice *
ul_sector_map_get_device (UlSectorMap *self)
{
    return self->device;
}

static gboolean
same_strays (UlSectorMap *self, const UlSegment *strays, guint n_strays)
{
    if (n_strays != self->strays->len)
        return FALSE;
    for (guint i = 0; i < n_strays; i++) {
        const UlMapRange *old = &g_array_index (self->strays, UlMapRange, i);
        if (old->start != strays[i].address || old->size != strays[i].size)
            return FALSE;
    }
    return TRUE;
}

void
ul_sector_map_set_strays (UlSectorMap *self, const UlSegment *strays, guint n_strays)
{
    if (same_strays (self, strays, n_strays))
        return;
    g_array_set_size (self->strays, 0);
    for (guint i = 0; i < n_strays; i++) {
        UlMapRange range = { strays[i].address, strays[i].size };
        g_array_append_val (self->strays, range);
    }
    reshape (self);
    gtk_widget_queue_draw (GTK_WIDGET (self));
    g_signal_emit (self, signals[CHANGED], 0);
}

/* --- focus --------------------------------------------------------------------------------- */

static void
scroll_to (UlSectorMap *self, guint sector)
{
    GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);
    GtkWidget *child = viewport != NULL ? gtk_bin_get_child (GTK_BIN (viewport)) : NULL;
    int x, y, space = self->layout.pitch / 2 + RING;

    if (child == NULL)
        return;
    ul_map_layout_get_cell (&self->layout, sector, &x, &y);
    if (!gtk_widget_translate_coordinates (GTK_WIDGET (self), child, x, y, &x, &y))
        return;
    gtk_adjustment_clamp_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)),
                               y - space, y + self->layout.cell + space);
    gtk_adjustment_clamp_page (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (viewport)),
                               x - space, x + self->layout.cell + space);
}

static void
unmark (UlSectorMap *self)
{
    queue_cells (self, self->marked_first, self->marked_last);
    self->marked_first = self->marked_last = -1;
}

static void
move_focus (UlSectorMap *self, int sector)
{
    int before = self->focus;

    scroll_to (self, (guint) sector);
    if (before == sector)
        return;
    ul_sector_map_queue_cell (self, before);
    self->focus = sector;
    ul_sector_map_queue_cell (self, sector);
    if (self->accessible != NULL)
        ul_map_accessible_focus_moved (UL_MAP_ACCESSIBLE (self->accessible), before, sector);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOCUS_SECTOR]);
    g_signal_emit (self, signals[FOCUS_CHANGED], 0, (guint) sector);
}

int
ul_sector_map_get_focus_sector (UlSectorMap *self)
{
    return self->focus;
}

void
ul_sector_map_set_focus_sector (UlSectorMap *self, int sector)
{
    if (sector < 0 || (guint) sector >= self->n_sectors)
        return;
    if (sector != self->focus)
        unmark (self);
    move_focus (self, sector);
}

void
ul_sector_map_show_range (UlSectorMap *self, guint32 address, guint64 size)
{
    guint64 last_address = MIN (address + MAX (size, 1) - 1, G_MAXUINT32);
    int first = -1, last = -1;

    for (guint i = 0; i < self->n_sectors; i++) {
        UlMapRange range;
        ul_sector_map_get_range (self, i, &range);
        if (range.start > last_address || range.start + range.size <= address)
            continue;
        first = first < 0 ? (int) i : first;
        last = (int) i;
    }
    if (first < 0)
        return;
    unmark (self);
    move_focus (self, last); /* so that as much of it as possible is in view */
    move_focus (self, first);
    self->marked_first = first;
    self->marked_last = last;
    queue_cells (self, first, last);
}

gboolean
ul_sector_map_go_to_problem (UlSectorMap *self, int direction)
{
    for (int i = self->focus + direction; i >= 0 && i < (int) self->n_sectors; i += direction)
        if (ul_map_state_is_problem (&self->states[i])) {
            ul_sector_map_set_focus_sector (self, i);
            return TRUE;
        }
    return FALSE;
}

void
ul_sector_map_set_hover (UlSectorMap *self, int hover)
{
    if (self->hover == hover)
        return;
    ul_sector_map_queue_cell (self, self->hover);
    self->hover = hover;
    ul_sector_map_queue_cell (self, hover);
    gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

/* --- zoom ---------------------------------------------------------------------------------- */

int
ul_sector_map_get_zoom (UlSectorMap *self)
{
    return self->zoom;
}

void
ul_sector_map_set_zoom (UlSectorMap *self, int zoom)
{
    if (zoom == self->zoom)
        return;
    self->zoom = zoom;
    ul_sector_map_relayout (self);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOM]);
    if (self->focus >= 0)
        scroll_to (self, (guint) self->focus);
}

void
ul_sector_map_zoom_by (UlSectorMap *self, int steps)
{
    int zoom = self->layout.pitch; /* which may be between the steps */

    for (; steps > 0; steps--)
        for (int i = 0; i < UL_MAP_N_SIZES; i++)
            if (ul_map_sizes[i] > zoom) {
                zoom = ul_map_sizes[i];
                break;
            }
    for (; steps < 0; steps++)
        for (int i = UL_MAP_N_SIZES - 1; i >= 0; i--)
            if (ul_map_sizes[i] < zoom) {
                zoom = ul_map_sizes[i];
                break;
            }
    ul_sector_map_set_zoom (self, zoom);
}

/* --- size ---------------------------------------------------------------------------------- */

static GtkSizeRequestMode
ul_sector_map_get_request_mode (GtkWidget *widget)
{
    return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ul_sector_map_get_preferred_width (GtkWidget *widget, int *minimum, int *natural)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);
    UlMapMetrics metrics;
    int pitch = self->zoom > 0 ? self->zoom : ul_map_sizes[0];

    ul_sector_map_measure (self, &metrics);
    *minimum = metrics.ruler + MIN_COLUMNS * (pitch + 2);
    *natural = MAX (*minimum, metrics.ruler + 2 * MIN_COLUMNS * LIVELY_PITCH);
}

static void
ul_sector_map_get_preferred_height_for_width (GtkWidget *widget, int width, int *minimum,
                                              int *natural)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);
    UlMapLayout layout;

    make_layout (self, &layout, width, 0); /* no height: the smallest cells, if they are free */
    *minimum = *natural = layout.height + RING;
}

static void
ul_sector_map_get_preferred_height (GtkWidget *widget, int *minimum, int *natural)
{
    int width;

    ul_sector_map_get_preferred_width (widget, &width, natural);
    ul_sector_map_get_preferred_height_for_width (widget, width, minimum, natural);
}

static void
ul_sector_map_size_allocate (GtkWidget *widget, GtkAllocation *allocation)
{
    GTK_WIDGET_CLASS (ul_sector_map_parent_class)->size_allocate (widget, allocation);
    ul_sector_map_relayout (UL_SECTOR_MAP (widget));
}

static void
ul_sector_map_style_updated (GtkWidget *widget)
{
    UlSectorMap *self = UL_SECTOR_MAP (widget);

    GTK_WIDGET_CLASS (ul_sector_map_parent_class)->style_updated (widget);
    self->have_palette = FALSE;
    ul_map_sprites_clear (self->sprites);
    ul_sector_map_relayout (self);
    gtk_widget_queue_draw (widget);
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_sector_map_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    UlSectorMap *self = UL_SECTOR_MAP (object);

    if (id == PROP_FOCUS_SECTOR)
        g_value_set_int (value, self->focus);
    else if (id == PROP_ZOOM)
        g_value_set_int (value, self->zoom);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ul_sector_map_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
    UlSectorMap *self = UL_SECTOR_MAP (object);

    if (id == PROP_FOCUS_SECTOR)
        ul_sector_map_set_focus_sector (self, g_value_get_int (value));
    else if (id == PROP_ZOOM)
        ul_sector_map_set_zoom (self, g_value_get_int (value));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ul_sector_map_dispose (GObject *object)
{
    UlSectorMap *self = UL_SECTOR_MAP (object);

    if (self->tick != 0)
        gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
    self->tick = 0;
    G_OBJECT_CLASS (ul_sector_map_parent_class)->dispose (object);
}

static void
ul_sector_map_finalize (GObject *object)
{
    UlSectorMap *self = UL_SECTOR_MAP (object);

    g_free (self->states);
    g_free (self->looks);
    g_free (self->masks);
    g_array_unref (self->strays);
    ul_map_sprites_free (self->sprites);
    g_clear_weak_pointer (&self->accessible);
    G_OBJECT_CLASS (ul_sector_map_parent_class)->finalize (object);
}

static void
add_signals (void)
{
    signals[FOCUS_CHANGED] = g_signal_new ("focus-changed", UL_TYPE_SECTOR_MAP, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
    signals[ACTIVATE] =
        g_signal_new ("activate", UL_TYPE_SECTOR_MAP, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
    signals[CHANGED] = g_signal_new ("changed", UL_TYPE_SECTOR_MAP, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
    signals[VIEW_CHANGED] = g_signal_new ("view-changed", UL_TYPE_SECTOR_MAP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ul_sector_map_class_init (UlSectorMapClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    object_class->get_property = ul_sector_map_get_property;
    object_class->set_property = ul_sector_map_set_property;
    object_class->dispose = ul_sector_map_dispose;
    object_class->finalize = ul_sector_map_finalize;
    widget_class->get_request_mode = ul_sector_map_get_request_mode;
    widget_class->get_preferred_width = ul_sector_map_get_preferred_width;
    widget_class->get_preferred_height = ul_sector_map_get_preferred_height;
    widget_class->get_preferred_height_for_width = ul_sector_map_get_preferred_height_for_width;
    widget_class->size_allocate = ul_sector_map_size_allocate;
    widget_class->style_updated = ul_sector_map_style_updated;
    widget_class->draw = ul_sector_map_draw;
    ul_sector_map_class_bind_input (widget_class);
    gtk_widget_class_set_css_name (widget_class, "sectormap");
    gtk_widget_class_set_accessible_type (widget_class, UL_TYPE_MAP_ACCESSIBLE);

    props[PROP_FOCUS_SECTOR] =
        g_param_spec_int ("focus-sector", NULL, NULL, -1, G_MAXINT, -1,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
    props[PROP_ZOOM] =
        g_param_spec_int ("zoom", NULL, NULL, 0, 40, 0,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
    g_object_class_install_properties (object_class, N_PROPS, props);
    add_signals ();
}

static void
ul_sector_map_init (UlSectorMap *self)
{
    self->strays = g_array_new (FALSE, FALSE, sizeof (UlMapRange));
    self->sprites = ul_map_sprites_new ();
    self->highlight = UL_MAP_NONE;
    self->focus = self->hover = -1;
    self->marked_first = self->marked_last = -1;
    gtk_widget_set_can_focus (GTK_WIDGET (self), TRUE);
    gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
    gtk_widget_add_events (GTK_WIDGET (self), GDK_POINTER_MOTION_MASK | GDK_LEAVE_NOTIFY_MASK |
                                                  GDK_BUTTON_PRESS_MASK | GDK_SCROLL_MASK |
                                                  GDK_SMOOTH_SCROLL_MASK | GDK_KEY_PRESS_MASK |
                                                  GDK_FOCUS_CHANGE_MASK);
}

GtkWidget *
ul_sector_map_new (void)
{
    return g_object_new (UL_TYPE_SECTOR_MAP, "visible", TRUE, NULL);
}
