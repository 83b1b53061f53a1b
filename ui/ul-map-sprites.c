/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-sprites.h"

#include <string.h>

#define MAX_SPRITES 512 /* of 7 by 7 to 54 by 54 pixels */

G_STATIC_ASSERT (sizeof (UlMapLook) == sizeof (guint64));

typedef struct {
    int x, y;
} Point;

/* Cells whose places differ by whole pitches, so that one repeated picture fits them all. */
typedef struct {
    int phase_x, phase_y;
    GArray *points; /* of Point */
} Batch;

typedef struct {
    guint64 key; /* the UlMapLook */
    UlMapLook look;
    cairo_surface_t *surface; /* (nullable): drawn at the first use */
    GArray *batches;          /* of Batch */
    gboolean used;
} Sprite;

struct _UlMapSprites {
    GHashTable *sprites; /* key to Sprite */
    GPtrArray *used;     /* of Sprite: those to be painted now */
    GArray *edges;       /* of cairo_rectangle_int_t: outlines that close shared cells */
    Sprite *last;
    int pitch, cell;
    double scale;
};

static void
clear_batch (gpointer data)
{
    g_array_unref (((Batch *) data)->points);
}

static void
sprite_free (gpointer data)
{
    Sprite *sprite = data;

    g_clear_pointer (&sprite->surface, cairo_surface_destroy);
    g_array_unref (sprite->batches);
    g_free (sprite);
}

UlMapSprites *
ul_map_sprites_new (void)
{
    UlMapSprites *self = g_new0 (UlMapSprites, 1);

    self->sprites = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, sprite_free);
    self->used = g_ptr_array_new ();
    self->edges = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_int_t));
    self->scale = 1;
    return self;
}

void
ul_map_sprites_free (UlMapSprites *self)
{
    g_ptr_array_unref (self->used);
    g_array_unref (self->edges);
    g_hash_table_unref (self->sprites);
    g_free (self);
}

void
ul_map_sprites_clear (UlMapSprites *self)
{
    g_ptr_array_set_size (self->used, 0);
    g_array_set_size (self->edges, 0);
    g_hash_table_remove_all (self->sprites);
    self->last = NULL;
}

void
ul_map_sprites_set_size (UlMapSprites *self, int pitch, int cell)
{
    gboolean same = self->pitch == pitch && self->cell == cell;

    if (!same || g_hash_table_size (self->sprites) > MAX_SPRITES)
        ul_map_sprites_clear (self);
    self->pitch = pitch;
    self->cell = cell;
}

static Sprite *
sprite_of (UlMapSprites *self, const UlMapLook *look)
{
    guint64 key;

    memcpy (&key, look, sizeof key);
    if (self->last != NULL && self->last->key == key)
        return self->last;
    Sprite *sprite = g_hash_table_lookup (self->sprites, &key);
    if (sprite == NULL) {
        sprite = g_new0 (Sprite, 1);
        sprite->key = key;
        sprite->look = *look;
        sprite->batches = g_array_new (FALSE, FALSE, sizeof (Batch));
        g_array_set_clear_func (sprite->batches, clear_batch);
        g_hash_table_insert (self->sprites, &sprite->key, sprite);
    }
    return self->last = sprite;
}

static Batch *
batch_of (Sprite *sprite, int phase_x, int phase_y)
{
    for (guint i = 0; i < sprite->batches->len; i++) {
        Batch *batch = &g_array_index (sprite->batches, Batch, i);
        if (batch->phase_x == phase_x && batch->phase_y == phase_y)
            return batch;
    }
    Batch batch = { phase_x, phase_y, g_array_new (FALSE, FALSE, sizeof (Point)) };
    g_array_append_val (sprite->batches, batch);
    return &g_array_index (sprite->batches, Batch, sprite->batches->len - 1);
}

/* The right and lower outline of a cell without neighbours there; joined along a row. */
static void
add_edge (UlMapSprites *self, int x, int y)
{
    cairo_rectangle_int_t edge = { x, y, self->cell, self->cell };

    if (self->edges->len > 0) {
        cairo_rectangle_int_t *last =
            &g_array_index (self->edges, cairo_rectangle_int_t, self->edges->len - 1);
        if (last->y == y && last->x + last->width == x + 1) {
            last->width += self->pitch;
            return;
        }
    }
    g_array_append_val (self->edges, edge);
}

void
ul_map_sprites_add (UlMapSprites *self, const UlMapLook *look, int x, int y)
{
    Sprite *sprite = sprite_of (self, look);
    Batch *batch = batch_of (sprite, x % self->pitch, y % self->pitch);
    Point point = { x, y };

    g_array_append_val (batch->points, point);
    if (!sprite->used)
        g_ptr_array_add (self->used, sprite);
    sprite->used = TRUE;
    if (self->cell > self->pitch)
        add_edge (self, x, y);
}

static void
draw_sprite (UlMapSprites *self, Sprite *sprite, cairo_t *target, const UlMapPalette *palette)
{
    gboolean shared = self->cell > self->pitch;

    sprite->surface = cairo_surface_create_similar (
        cairo_get_target (target), CAIRO_CONTENT_COLOR_ALPHA, self->pitch, self->pitch);
    cairo_t *cr = cairo_create (sprite->surface);
    ul_map_paint_cell (cr, palette, &sprite->look, shared ? self->pitch : self->cell, shared);
    cairo_destroy (cr);
}

static void
paint_batch (UlMapSprites *self, cairo_t *cr, const Sprite *sprite, Batch *batch)
{
    int edge = MIN (self->cell, self->pitch);

    if (batch->points->len == 0)
        return;
    cairo_set_source_surface (cr, sprite->surface, batch->phase_x, batch->phase_y);
    cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_REPEAT);
    cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
    for (guint i = 0; i < batch->points->len; i++) {
        const Point *point = &g_array_index (batch->points, Point, i);
        cairo_rectangle (cr, point->x, point->y, edge, edge);
    }
    cairo_fill (cr);
    g_array_set_size (batch->points, 0);
}

static void
paint_edges (UlMapSprites *self, cairo_t *cr, const UlMapPalette *palette)
{
    if (self->edges->len == 0)
        return;
    gdk_cairo_set_source_rgba (cr, &palette->outline);
    for (guint i = 0; i < self->edges->len; i++) {
        const cairo_rectangle_int_t *edge = &g_array_index (self->edges, cairo_rectangle_int_t, i);
        cairo_rectangle (cr, edge->x, edge->y + edge->height - 1, edge->width, 1);
        cairo_rectangle (cr, edge->x + edge->width - 1, edge->y, 1, edge->height);
    }
    cairo_fill (cr);
    g_array_set_size (self->edges, 0);
}

static void
follow_scale (UlMapSprites *self, cairo_t *cr)
{
    double x_scale, y_scale;

    cairo_surface_get_device_scale (cairo_get_target (cr), &x_scale, &y_scale);
    if (x_scale == self->scale)
        return;
    self->scale = x_scale;
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init (&iter, self->sprites);
    while (g_hash_table_iter_next (&iter, NULL, &value))
        g_clear_pointer (&((Sprite *) value)->surface, cairo_surface_destroy);
}

void
ul_map_sprites_paint (UlMapSprites *self, cairo_t *cr, const UlMapPalette *palette)
{
    follow_scale (self, cr);
    paint_edges (self, cr, palette); /* under the cells: a neighbour's outline may be dotted */
    for (guint i = 0; i < self->used->len; i++) {
        Sprite *sprite = g_ptr_array_index (self->used, i);
        if (sprite->surface == NULL)
            draw_sprite (self, sprite, cr, palette);
        for (guint j = 0; j < sprite->batches->len; j++)
            paint_batch (self, cr, sprite, &g_array_index (sprite->batches, Batch, j));
        sprite->used = FALSE;
    }
    g_ptr_array_set_size (self->used, 0);
}
