/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-paint.h"

#include "ul-map-pattern.h"

typedef struct {
    UlMapPattern pattern;
    double ink;               /* how much of the glyph's colour the lines have */
    UlMapPattern in_contrast; /* where fills say nothing */
    UlMapGlyph glyph;
} Style;

static const Style styles[UL_MAP_N_STATES] = {
    [UL_MAP_UNKNOWN] = { UL_PATTERN_SPARSE_DOTS, 0.5, UL_PATTERN_SPARSE_DOTS, UL_GLYPH_QUESTION },
    [UL_MAP_BLANK] = { UL_PATTERN_NONE, 0, UL_PATTERN_NONE, UL_GLYPH_NONE },
    [UL_MAP_DATA] = { UL_PATTERN_NONE, 0, UL_PATTERN_CHECKER, UL_GLYPH_NONE },
    [UL_MAP_HIDDEN] = { UL_PATTERN_WIDE_HATCH, 0.3, UL_PATTERN_WIDE_HATCH, UL_GLYPH_NONE },
    [UL_MAP_IN_FILE] = { UL_PATTERN_VERTICAL, 0.35, UL_PATTERN_VERTICAL, UL_GLYPH_NONE },
    [UL_MAP_CLASH] = { UL_PATTERN_STRIPES, 0.3, UL_PATTERN_STRIPES, UL_GLYPH_UNEQUAL },
    [UL_MAP_MATCHES] = { UL_PATTERN_NONE, 0, UL_PATTERN_THIN_HORIZONTAL, UL_GLYPH_EQUAL },
    [UL_MAP_LEFT] = { UL_PATTERN_NONE, 0, UL_PATTERN_NONE, UL_GLYPH_DASH },
    [UL_MAP_WILL_ERASE] = { UL_PATTERN_SLASH, 0.55, UL_PATTERN_SLASH, UL_GLYPH_NONE },
    [UL_MAP_WILL_CHANGE] = { UL_PATTERN_BACKSLASH, 0.55, UL_PATTERN_BACKSLASH, UL_GLYPH_NONE },
    [UL_MAP_ERASING] = { UL_PATTERN_HORIZONTAL, 0.45, UL_PATTERN_HORIZONTAL, UL_GLYPH_ERASE },
    [UL_MAP_ERASED] = { UL_PATTERN_NONE, 0, UL_PATTERN_NONE, UL_GLYPH_EMPTY },
    [UL_MAP_PROGRAMMING] = { UL_PATTERN_NONE, 0, UL_PATTERN_NONE, UL_GLYPH_PLAY },
    [UL_MAP_PROGRAMMED] = { UL_PATTERN_NONE, 0, UL_PATTERN_CHECKER, UL_GLYPH_DOT },
    [UL_MAP_VERIFYING] = { UL_PATTERN_DOT_GRID, 0.45, UL_PATTERN_DOT_GRID, UL_GLYPH_PIE },
    [UL_MAP_VERIFIED] = { UL_PATTERN_NONE, 0, UL_PATTERN_NONE, UL_GLYPH_CHECK },
    [UL_MAP_IN_DOUBT] = { UL_PATTERN_SPARSE_DOTS, 0.5, UL_PATTERN_SPARSE_DOTS, UL_GLYPH_QUESTION },
    [UL_MAP_FAILED] = { UL_PATTERN_NONE, 0, UL_PATTERN_NONE, UL_GLYPH_CROSS },
    [UL_MAP_OUTSIDE] = { UL_PATTERN_NONE, 0, UL_PATTERN_NONE, UL_GLYPH_BANG },
};

typedef struct {
    cairo_t *cr;
    const UlMapPalette *palette;
    const UlMapLook *look;
    int size;       /* of the cell */
    int x, y, w, h; /* within its outline */
    gboolean halves;
} Cell;

static void
fill_rect (cairo_t *cr, const GdkRGBA *color, int x, int y, int w, int h)
{
    gdk_cairo_set_source_rgba (cr, color);
    cairo_rectangle (cr, x, y, w, h);
    cairo_fill (cr);
}

void
ul_map_paint_ring (cairo_t *cr, const GdkRGBA *color, int x, int y, int w, int h, int width)
{
    gdk_cairo_set_source_rgba (cr, color);
    cairo_set_line_width (cr, width);
    cairo_rectangle (cr, x + width / 2.0, y + width / 2.0, w - width, h - width);
    cairo_stroke (cr);
}

static void
set_faint (const Cell *cell, const GdkRGBA *on, const GdkRGBA *ink, double part)
{
    GdkRGBA color = cell->palette->high_contrast ? *ink : ul_map_palette_mix (on, ink, part);
    gdk_cairo_set_source_rgba (cell->cr, &color);
}

static void
fill_state (const Cell *cell, UlMapState state, int y, int h)
{
    const UlMapPalette *palette = cell->palette;
    const Style *style = &styles[state];
    UlMapPattern pattern = palette->high_contrast ? style->in_contrast : style->pattern;
    gboolean barred = state == UL_MAP_HIDDEN && cell->look->sealed;
    const GdkRGBA *fill = &palette->fills[state];

    if (state == UL_MAP_PROGRAMMING) { /* rises from the bottom */
        int done = (h * cell->look->fraction + 254) / 255;
        fill_rect (cell->cr, &palette->base, cell->x, y, cell->w, h - done);
        fill_rect (cell->cr, fill, cell->x, y + h - done, cell->w, done);
        return;
    }
    fill_rect (cell->cr, fill, cell->x, y, cell->w, h);
    if (pattern == UL_PATTERN_NONE)
        return;
    set_faint (cell, fill, &palette->on_fills[state], barred ? 2 * style->ink : style->ink);
    ul_map_pattern_draw (cell->cr, barred ? UL_PATTERN_BARS : pattern, cell->x, y, cell->w, h,
                         cell->look->phase);
}

static gboolean
has_double_outline (const UlMapLook *look)
{
    return look->whole == UL_MAP_ERASED || look->whole == UL_MAP_IN_DOUBT;
}

/* A second outline within the first. */
static void
paint_double_outline (const Cell *cell)
{
    int inset = cell->size >= UL_MAP_HALVES_FROM ? 2 : 1;

    ul_map_paint_ring (cell->cr, &cell->palette->outline, cell->x + inset, cell->y + inset,
                       cell->w - 2 * inset, cell->h - 2 * inset, 1);
}

static void
paint_fills (const Cell *cell)
{
    const UlMapLook *look = cell->look;
    int upper = cell->h / 2;

    if (!cell->halves) {
        fill_state (cell, look->whole, cell->y, cell->h);
    } else {
        fill_state (cell, look->chip, cell->y, upper);
        fill_state (cell, look->file, cell->y + upper + 1, cell->h - upper - 1);
        fill_rect (cell->cr, &cell->palette->outline, cell->x, cell->y + upper, cell->w, 1);
    }
    if (has_double_outline (look))
        paint_double_outline (cell);
    if (look->whole == UL_MAP_FAILED)
        ul_map_paint_ring (cell->cr, &cell->palette->ink, 0, 0, cell->size, cell->size, 2);
    if (look->whole == UL_MAP_FAILED && cell->size < UL_MAP_GLYPHS_FROM) {
        gdk_cairo_set_source_rgba (cell->cr, &cell->palette->on_fills[UL_MAP_FAILED]);
        ul_map_pattern_draw (cell->cr, UL_PATTERN_WIDE_HATCH, cell->x, cell->y, cell->w, cell->h,
                             0);
    }
}

/* Dotted while it waits, dashed when its turn did not come, or outside the chip. */
static void
paint_outline (const Cell *cell)
{
    const UlMapLook *look = cell->look;
    int dash = look->waiting == UL_MAP_QUEUED ? 2 : 4;
    cairo_t *cr = cell->cr;

    fill_rect (cr, &cell->palette->outline, 0, 0, cell->size, cell->size);
    if (look->waiting == UL_MAP_NONE && look->whole != UL_MAP_OUTSIDE)
        return;
    gdk_cairo_set_source_rgba (cr, &cell->palette->base);
    for (int at = dash; at < cell->size; at += 2 * dash) {
        cairo_rectangle (cr, at, 0, dash, cell->size);
        cairo_rectangle (cr, 0, at, cell->size, dash);
    }
    cairo_fill (cr);
}

static void
paint_protection (const Cell *cell)
{
    int w = cell->look->protection == UL_PROTECTED_PART ? cell->w / 2 : cell->w;
    GdkRGBA ink = cell->palette->ink;

    if (cell->look->protection == UL_PROTECTED_NONE)
        return;
    ink.alpha = cell->palette->high_contrast ? 1 : 0.38;
    gdk_cairo_set_source_rgba (cell->cr, &ink);
    ul_map_pattern_draw (cell->cr, UL_PATTERN_CROSS_HATCH, cell->x, cell->y, w, cell->h, 0);
}

/* A bar along the top: the whole of it where all is kept. */
static void
paint_kept (const Cell *cell)
{
    int thickness = MAX (2, cell->size / 8);
    int width = cell->look->pinned ? cell->w : cell->w / 2;

    if (cell->look->kept || cell->look->pinned)
        fill_rect (cell->cr, &cell->palette->ink, cell->x, cell->y, width, thickness);
}

/* The corner that tells of lock settings. */
static void
paint_mark (const Cell *cell)
{
    double leg = MAX (4, cell->size * 0.5), right = cell->x + cell->w;
    cairo_t *cr = cell->cr;

    if (!cell->look->has_fcf)
        return;
    cairo_move_to (cr, right - leg, cell->y);
    cairo_line_to (cr, right, cell->y);
    cairo_line_to (cr, right, cell->y + leg);
    cairo_close_path (cr);
    gdk_cairo_set_source_rgba (cr, &cell->palette->mark);
    cairo_fill (cr);
    cairo_move_to (cr, right - leg - 0.5, cell->y);
    cairo_line_to (cr, right, cell->y + leg + 0.5);
    gdk_cairo_set_source_rgba (cr, &cell->palette->ink);
    cairo_set_line_width (cr, 1);
    cairo_stroke (cr);
}

/* With an edge in the colour of the fill, so that it stands out of any pattern. */
static void
paint_glyph (const Cell *cell, UlMapGlyph glyph, const GdkRGBA *fill, const GdkRGBA *on, double x,
             double y, double size)
{
    static const gint8 around[][2] = { { -1, -1 }, { 0, -1 }, { 1, -1 }, { -1, 0 },
                                       { 1, 0 },   { -1, 1 }, { 0, 1 },  { 1, 1 } };

    gdk_cairo_set_source_rgba (cell->cr, fill);
    for (guint i = 0; i < G_N_ELEMENTS (around); i++)
        ul_map_glyph_draw (cell->cr, glyph, x + around[i][0], y + around[i][1], size);
    gdk_cairo_set_source_rgba (cell->cr, on);
    ul_map_glyph_draw (cell->cr, glyph, x, y, size);
}

static void
paint_on_state (const Cell *cell, UlMapGlyph glyph, UlMapState state, double x, double y,
                double size)
{
    const UlMapPalette *palette = cell->palette;
    /* what rises may not have reached the glyph */
    gboolean low = state == UL_MAP_PROGRAMMING && cell->look->fraction < 128;

    if (glyph == UL_GLYPH_NONE)
        return;
    paint_glyph (cell, glyph, low ? &palette->base : &palette->fills[state],
                 low ? &palette->ink : &palette->on_fills[state], x, y, size);
}

static UlMapGlyph
role_glyph (const UlMapLook *look)
{
    if (look->protection == UL_PROTECTED_FULL)
        return UL_GLYPH_PADLOCK;
    if (look->protection == UL_PROTECTED_PART)
        return UL_GLYPH_HALF_PADLOCK;
    return look->pinned ? UL_GLYPH_PIN : UL_GLYPH_NONE;
}

static UlMapGlyph
state_glyph (const UlMapLook *look)
{
    UlMapGlyph glyph = styles[look->whole].glyph;

    if (look->waiting == UL_MAP_QUEUED)
        return UL_GLYPH_DOTS;
    return look->waiting == UL_MAP_NOT_DONE ? UL_GLYPH_DASH : glyph;
}

/* Room for one: what happened comes before what the sector is. */
static void
paint_only_glyph (const Cell *cell)
{
    const UlMapLook *look = cell->look;
    UlMapGlyph role = role_glyph (look), state = state_glyph (look);
    gboolean happened = look->whole >= UL_MAP_ERASING && look->whole <= UL_MAP_FAILED;
    UlMapGlyph glyph = happened || role == UL_GLYPH_NONE ? state : role;

    if (glyph == state && !happened && look->has_fcf)
        glyph = UL_GLYPH_KEY;
    if (glyph == UL_GLYPH_KEY)
        paint_glyph (cell, glyph, &cell->palette->mark, &cell->palette->on_mark, cell->x + 1,
                     cell->y + 1, cell->w - 2);
    else
        paint_on_state (cell, glyph, look->whole, cell->x + 1, cell->y + 1, cell->w - 2);
}

static void
paint_corner_glyphs (const Cell *cell, UlMapGlyph role, double slot)
{
    const UlMapPalette *palette = cell->palette;
    double right = cell->x + cell->w - slot;

    if (cell->look->has_fcf) {
        double size = slot * 0.82;
        paint_glyph (cell, UL_GLYPH_KEY, &palette->mark, &palette->on_mark, right + slot - size,
                     cell->y, size);
    }
    paint_on_state (cell, role, cell->halves ? cell->look->chip : cell->look->whole, cell->x + 1,
                    cell->y + 1, slot - 1);
}

static void
paint_glyphs (const Cell *cell)
{
    const UlMapLook *look = cell->look;
    UlMapGlyph role = role_glyph (look), state = state_glyph (look);
    double slot = cell->w / 2.0, middle = cell->x + slot / 2;
    gboolean alone = role == UL_GLYPH_NONE && !look->has_fcf && !cell->halves;

    paint_corner_glyphs (cell, role, slot);
    if (alone) {
        double size = cell->w * 0.62;
        paint_on_state (cell, state, look->whole, cell->x + (cell->w - size) / 2,
                        cell->y + (cell->h - size) / 2, size);
        return;
    }
    paint_on_state (cell, state, look->whole, middle, cell->y + cell->h - slot, slot - 1);
    if (cell->halves && role == UL_GLYPH_NONE)
        paint_on_state (cell, styles[look->chip].glyph, look->chip,
                        look->has_fcf ? cell->x + 1 : middle, cell->y + 1, slot - 1);
}

void
ul_map_paint_cell (cairo_t *cr, const UlMapPalette *palette, const UlMapLook *look, int size,
                   gboolean shared)
{
    int inner = size - (shared ? 1 : 2);
    const Cell cell = { .cr = cr,
                        .palette = palette,
                        .look = look,
                        .size = size,
                        .x = 1,
                        .y = 1,
                        .w = inner,
                        .h = inner,
                        .halves = size >= UL_MAP_HALVES_FROM && look->chip != look->file };

    paint_outline (&cell);
    paint_fills (&cell);
    paint_protection (&cell);
    paint_kept (&cell);
    paint_mark (&cell);
    if (size >= UL_MAP_HALVES_FROM)
        paint_glyphs (&cell);
    else if (size >= UL_MAP_GLYPHS_FROM)
        paint_only_glyph (&cell);
    if (look->dimmed) {
        GdkRGBA veil = palette->base;
        veil.alpha = 0.75;
        fill_rect (cr, &veil, 0, 0, size, size);
    }
}

void
ul_map_paint_fill (cairo_t *cr, const UlMapPalette *palette, const UlMapLook *look, int x, int y,
                   int w, int h)
{
    int step = look->whole == UL_MAP_HIDDEN ? h : w; /* its cross is as wide as a cell */

    for (int at = x; at < x + w; at += step) {
        const Cell cell = {
            .cr = cr, .palette = palette, .look = look, .x = at, .w = MIN (step, x + w - at)
        };
        fill_state (&cell, look->whole, y, h);
    }
    if (has_double_outline (look) && w > 6)
        ul_map_paint_ring (cr, &palette->outline, x + 2, y + 2, w - 4, h - 4, 1);
}

UlMapLook
ul_map_paint_sample (UlMapState state)
{
    UlMapLook look = { .chip = UL_MAP_BLANK, .waiting = UL_MAP_NONE, .fraction = 150 };

    if (state < UL_MAP_PROTECTED && state != UL_MAP_QUEUED && state != UL_MAP_NOT_DONE)
        look.chip = state;
    if (state == UL_MAP_OUTSIDE)
        look.chip = state;
    look.file = look.whole = look.chip;
    if (state == UL_MAP_QUEUED || state == UL_MAP_NOT_DONE)
        look.waiting = state;
    if (state == UL_MAP_PROTECTED)
        look.protection = UL_PROTECTED_FULL;
    if (state == UL_MAP_PART_PROTECTED)
        look.protection = UL_PROTECTED_PART;
    look.has_fcf = state == UL_MAP_FCF;
    look.kept = state == UL_MAP_KEPT;
    look.pinned = state == UL_MAP_PINNED;
    return look;
}
