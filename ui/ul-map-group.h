/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-map-state.h"

G_BEGIN_DECLS

/**
 * ul_map_group_join:
 * @states: (array length=n): neighbours that share a cell
 * @n: 1 or more
 *
 * What their cell shows: the worst of them, for a failure must not hide among thousands; the role
 * that any of them has; protection in part unless all are protected.
 */
UlSectorState ul_map_group_join (const UlSectorState *states, guint n);

G_END_DECLS
