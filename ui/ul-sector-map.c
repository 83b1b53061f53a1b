/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sector-map.h"

#include "ul-map-accessible.h"
#include "ul-sector-map-private.h"

#include <string.h>

#define MAX_PIECES   64
#define MIN_COLUMNS  8
#define LIVELY_PITCH 20 /* natural size of a cell */

G_DEFINE_FINAL_TYPE (UlSectorMap, ul_sector_map, GTK_TYPE_DRAWING_AREA)

enum { PROP_0, PROP_FOCUS_SECTOR, PROP_ZOOM, N_PROPS };
enum { FOCUS_CHANGED, ACTIVATE, CHANGED, VIEW_CHANGED, MENU, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* --- places -------------------------------------------------------------------------------- */

void
ul_sector_map_queue_cell (UlSectorMap *self, int sector)
{
    int x, y, size = self->layout.cell + 2 * UL_SECTOR_MAP_RING;

    if (sector < 0 || (guint) sector >= self->layout.n_sectors + self->layout.n_strays)
        return;
    ul_map_layout_get_cell (&self->layout, (guint) sector, &x, &y);
    /* a clip of very many pieces costs more than it saves */
    if (self->n_queued++ < MAX_PIECES)
        gtk_widget_queue_draw_area (GTK_WIDGET (self), x - UL_SECTOR_MAP_RING,
                                    y - UL_SECTOR_MAP_RING, size, size);
    else
        gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ul_sector_map_queue_cells (UlSectorMap *self, int first, int last)
{
    for (guint i = (guint) MAX (first, 0), end = i; first >= 0 && (int) i <= last; i = end + 1) {
        ul_map_layout_get_group (&self->layout, i, &i, &end);
        ul_sector_map_queue_cell (self, (int) i);
        if (self->n_queued > MAX_PIECES)
            return; /* all of them are drawn anyway */
    }
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

void
ul_sector_map_get_cell_range (UlSectorMap *self, guint sector, UlMapRange *range)
{
    UlMapRange end;
    guint first, last;

    ul_map_layout_get_group (&self->layout, sector, &first, &last);
    ul_sector_map_get_range (self, first, range);
    ul_sector_map_get_range (self, last, &end);
    range->size = end.start - range->start + end.size;
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
    ul_sector_map_release (self);
    ul_sector_map_set_alarm (self, -1);
    self->focus = n > 0 ? 0 : -1;
    reshape (self);
    ul_sector_selection_reset (self->selection, n);
    ul_sector_map_refresh (self);
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

/* --- selection ----------------------------------------------------------------------------- */

UlSectorSelection *
ul_sector_map_get_selection (UlSectorMap *self)
{
    return self->selection;
}

static void
on_selection_changed (UlSectorMap *self, guint first, guint last)
{
    ul_sector_map_queue_cells (self, (int) first, (int) last);
    ul_sector_map_queue_cell (self, self->focus); /* which is drawn otherwise when it is alone */
    if (self->accessible != NULL)
        ul_map_accessible_selection_changed (UL_MAP_ACCESSIBLE (self->accessible), first, last);
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
    *minimum = *natural = layout.height + UL_SECTOR_MAP_RING;
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

static void
ul_sector_map_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
    GtkStateFlags changed = before ^ gtk_widget_get_state_flags (widget);

    GTK_WIDGET_CLASS (ul_sector_map_parent_class)->state_flags_changed (widget, before);
    if ((changed & GTK_STATE_FLAG_INSENSITIVE) != 0)
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
    ul_sector_map_stop_alarm (self);
    g_signal_handlers_disconnect_by_data (self->selection, self);
    G_OBJECT_CLASS (ul_sector_map_parent_class)->dispose (object);
}

static void
ul_sector_map_finalize (GObject *object)
{
    UlSectorMap *self = UL_SECTOR_MAP (object);

    g_free (self->states);
    g_free (self->looks);
    g_free (self->masks);
    g_free (self->before);
    g_free (self->cause);
    g_clear_pointer (&self->clashing, g_ptr_array_unref);
    g_object_unref (self->selection);
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
    signals[MENU] = g_signal_new ("menu", UL_TYPE_SECTOR_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, GDK_TYPE_EVENT);
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
    widget_class->state_flags_changed = ul_sector_map_state_flags_changed;
    widget_class->draw = ul_sector_map_draw;
    ul_sector_map_class_bind_input (widget_class);
    gtk_widget_class_set_css_name (widget_class, "sectormap");
    gtk_widget_class_set_accessible_type (widget_class, UL_TYPE_MAP_ACCESSIBLE);

    props[PROP_FOCUS_SECTOR] =
        g_param_spec_int ("focus-sector", NULL, NULL, -1, G_MAXINT, -1,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
    props[PROP_ZOOM] =
        g_param_spec_int ("zoom", NULL, NULL, 0, ul_map_sizes[UL_MAP_N_SIZES - 1], 0,
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
    self->focus = self->hover = self->alarm = -1;
    self->selection = ul_sector_selection_new ();
    g_signal_connect_swapped (self->selection, "changed", G_CALLBACK (on_selection_changed), self);
    gtk_widget_set_can_focus (GTK_WIDGET (self), TRUE);
    gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
    gtk_widget_add_events (GTK_WIDGET (self), GDK_POINTER_MOTION_MASK | GDK_LEAVE_NOTIFY_MASK |
                                                  GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK |
                                                  GDK_SCROLL_MASK | GDK_SMOOTH_SCROLL_MASK |
                                                  GDK_KEY_PRESS_MASK | GDK_FOCUS_CHANGE_MASK);
}

GtkWidget *
ul_sector_map_new (void)
{
    return g_object_new (UL_TYPE_SECTOR_MAP, "visible", TRUE, NULL);
}
