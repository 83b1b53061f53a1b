/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of each sector, how many there are of each kind, and what moves. */
#include "ul-map-accessible.h"
#include "ul-sector-map-private.h"

#include <string.h>

#define PHASE_US 80000 /* moving lines take a step; 12 a second are enough to be seen */

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

void
ul_sector_map_refresh (UlSectorMap *self)
{
    for (guint i = 0; i < self->n_sectors; i++)
        refresh_sector (self, i);
    update_tick (self);
    g_signal_emit_by_name (self, "changed");
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
