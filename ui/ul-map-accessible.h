/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk-a11y.h>

G_BEGIN_DECLS

/**
 * UlMapAccessible:
 *
 * The map for assistive technology: a table named "Sector map" whose cells are the sectors, made
 * as somebody asks for them. Ranges outside the chip come after the sectors.
 */
#define UL_TYPE_MAP_ACCESSIBLE (ul_map_accessible_get_type ())
typedef struct _UlMapAccessible UlMapAccessible;
typedef struct {
    GtkWidgetAccessibleClass parent_class;
} UlMapAccessibleClass;
GType ul_map_accessible_get_type (void);

static inline UlMapAccessible *
UL_MAP_ACCESSIBLE (gpointer object)
{
    return G_TYPE_CHECK_INSTANCE_CAST (object, ul_map_accessible_get_type (), UlMapAccessible);
}

/** ul_map_accessible_sector_changed: its name has changed */
void ul_map_accessible_sector_changed (UlMapAccessible *self, guint sector);
/** ul_map_accessible_focus_moved: @before: -1 for none */
void ul_map_accessible_focus_moved (UlMapAccessible *self, int before, int now);
/** ul_map_accessible_selection_changed: of the sectors from @first to @last */
void ul_map_accessible_selection_changed (UlMapAccessible *self, guint first, guint last);
/** ul_map_accessible_reset: there are other sectors now */
void ul_map_accessible_reset (UlMapAccessible *self);

G_END_DECLS
