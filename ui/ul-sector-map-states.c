/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of each sector, how many there are of each kind, and what moves. */
#include "ul-map-accessible.h"
#include "ul-map-group.h"
#include "ul-sector-map-private.h"

#include <string.h>

#define PHASE_US 80000 /* moving lines take a step; 12 a second are enough to be seen */

/* --- what moves ---------------------------------------------------------------------------- */

/* What the cell that begins with @first shows. */
static void
set_look (UlSectorMap *self, guint first, guint last)
{
    UlSectorState state = ul_map_group_join (&self->states[first], last - first + 1);
    UlMapLook *look = &self->looks[first];
    guint32 mask = 0;

    for (guint i = first; i <= last; i++)
        mask |= self->masks[i];
    *look = ul_map_state_look (&state, self->hidden);
    look->sealed = self->sealed && self->hidden;
    look->dimmed = self->highlight != UL_MAP_NONE && (mask >> self->highlight & 1) == 0;
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
    for (guint i = 0; i < self->layout.n_cells; i++) {
        guint first = ul_map_layout_get_nth (&self->layout, i);
        if (self->looks[first].whole != UL_MAP_ERASING)
            continue;
        self->looks[first].phase = self->phase;
        ul_sector_map_queue_cell (self, (int) first);
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

    if (mask == self->masks[sector])
        return;
    count (self, self->masks[sector], -1);
    count (self, mask, 1);
    self->masks[sector] = mask;
    if (self->accessible != NULL)
        ul_map_accessible_sector_changed (UL_MAP_ACCESSIBLE (self->accessible), sector);
}

static void
refresh_cell (UlSectorMap *self, guint first, guint last)
{
    UlMapLook before = self->looks[first];

    set_look (self, first, last);
    if (memcmp (&before, &self->looks[first], sizeof before) != 0)
        ul_sector_map_queue_cell (self, (int) first);
}

void
ul_sector_map_refresh (UlSectorMap *self)
{
    for (guint i = 0; i < self->n_sectors; i++)
        refresh_sector (self, i);
    for (guint i = 0; i < self->layout.n_cells; i++) {
        guint first, last;
        ul_map_layout_get_group (&self->layout, ul_map_layout_get_nth (&self->layout, i), &first,
                                 &last);
        refresh_cell (self, first, last);
    }
    update_tick (self);
    g_signal_emit_by_name (self, "changed");
}

/* Returns: whether any of the cell's sectors has changed */
static gboolean
take_cell (UlSectorMap *self, guint first, guint last, const UlSectorState *states, guint n_states)
{
    static const UlSectorState unread = { 0 };
    gboolean changed = FALSE;

    for (guint i = first; i <= last; i++) {
        const UlSectorState *state = i < n_states ? &states[i] : &unread;
        if (memcmp (state, &self->states[i], sizeof *state) == 0)
            continue;
        self->states[i] = *state;
        refresh_sector (self, i);
        changed = TRUE;
    }
    if (changed)
        refresh_cell (self, first, last);
    return changed;
}

void
ul_sector_map_set_states (UlSectorMap *self, const UlSectorState *states, guint n_states)
{
    gboolean changed = FALSE;
    guint first, last;

    for (guint i = 0; i < self->n_sectors; i = last + 1) {
        ul_map_layout_get_group (&self->layout, i, &first, &last);
        changed |= take_cell (self, first, last, states, n_states);
    }
    if (!changed)
        return;
    update_tick (self);
    g_signal_emit_by_name (self, "changed");
}

const UlSectorState *
ul_sector_map_get_state (UlSectorMap *self, guint sector)
{
    return sector < self->n_sectors ? &self->states[sector] : NULL;
}

guint32
ul_sector_map_get_mask (UlSectorMap *self, guint sector)
{
    return sector < self->n_sectors ? self->masks[sector] : 0;
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
    ul_sector_map_refresh (self);
}

void
ul_sector_map_set_sealed (UlSectorMap *self, gboolean sealed)
{
    if (self->sealed == sealed)
        return;
    self->sealed = sealed != FALSE;
    ul_sector_map_refresh (self);
}

gboolean
ul_sector_map_get_sealed (UlSectorMap *self)
{
    return self->sealed;
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
    ul_sector_map_refresh (self);
}

UlMapState
ul_sector_map_get_highlight (UlSectorMap *self)
{
    return self->highlight;
}
