/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * UlImageArena: a stretch of address space of which only what is written to takes memory. The
 * bytes of an image grow in it without ever being copied to a larger place.
 */
typedef struct {
    guint8 *data;
    gsize capacity;
} UlImageArena;

/** ul_image_arena_reserve: Returns: %FALSE when there is not so much address space */
gboolean ul_image_arena_reserve (UlImageArena *self, gsize capacity);
void ul_image_arena_clear (UlImageArena *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlImageArena, ul_image_arena_clear)
/** ul_image_arena_steal_bytes: Returns: (transfer full): the first @size bytes; the rest is given
 * back and the arena is left empty */
GBytes *ul_image_arena_steal_bytes (UlImageArena *self, gsize size);

G_END_DECLS
