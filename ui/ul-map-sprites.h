/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-map-paint.h"

G_BEGIN_DECLS

/**
 * UlMapSprites:
 *
 * Draws thousands of cells quickly: each look is drawn once and kept; the cells that share it are
 * then filled in one go. Use: set_size, add each cell, paint.
 */
typedef struct _UlMapSprites UlMapSprites;

UlMapSprites *ul_map_sprites_new (void);
void ul_map_sprites_free (UlMapSprites *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlMapSprites, ul_map_sprites_free)

/** ul_map_sprites_clear: forgets what is drawn: colours have changed */
void ul_map_sprites_clear (UlMapSprites *self);
/** ul_map_sprites_set_size: @pitch from cell to cell, @cell edge; a cell larger than the pitch
 *   shares its outline with its neighbours */
void ul_map_sprites_set_size (UlMapSprites *self, int pitch, int cell);
void ul_map_sprites_add (UlMapSprites *self, const UlMapLook *look, int x, int y);
void ul_map_sprites_paint (UlMapSprites *self, cairo_t *cr, const UlMapPalette *palette);

G_END_DECLS
