/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How bytes are drawn: only the rows that can be seen. */
#include "ul-hex-view-private.h"

#include "ul-cells.h"
#include "ul-map-paint.h"

#include <glib/gi18n.h>

#define ADDRESS_CHARS 10                                               /* with the space behind */
#define HEX_CHARS     (UL_HEX_COLUMNS * 3 + 1)                         /* a gap in the middle */
#define ALL_CHARS     (ADDRESS_CHARS + HEX_CHARS + 1 + UL_HEX_COLUMNS) /* with the characters */

/* One line: what one side has of a row. */
typedef struct {
    UlHexView *view;
    cairo_t *cr;
    PangoLayout *layout;
    const UlHexRow *row;
    guint index; /* of the row */
    const guint8 *bytes;
    const guint8 *known; /* (nullable): all or none, see have */
    gboolean have;
    int y;
    gboolean with_text;
} Line;

static PangoLayout *
make_layout (UlHexView *self)
{
    PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
    g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

    pango_attr_list_insert (attributes, pango_attr_family_new ("monospace"));
    pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
    /* or digits alone come in a narrower font than A to F where Japanese or Chinese is spoken */
    pango_attr_list_insert (attributes,
                            pango_attr_language_new (pango_language_from_string ("en")));
    pango_layout_set_attributes (layout, attributes);
    return layout;
}

void
ul_hex_view_measure (UlHexView *self)
{
    g_autoptr (PangoLayout) layout = make_layout (self);
    int width;

    pango_layout_set_text (layout, "00000000000000000000", -1);
    pango_layout_get_pixel_size (layout, &width, &self->line);
    self->character = MAX (1, width / 20.0);
    self->line += 2;
    ul_map_palette_load (&self->palette, gtk_widget_get_style_context (GTK_WIDGET (self)));
}

static int
hex_x (UlHexView *self, guint column)
{
    guint gap = column >= UL_HEX_COLUMNS / 2;

    return (int) ((ADDRESS_CHARS + column * 3 + gap) * self->character);
}

static int
text_x (UlHexView *self, guint column)
{
    return (int) ((ADDRESS_CHARS + HEX_CHARS + 1 + column) * self->character);
}

static gboolean
has_room_for_text (UlHexView *self)
{
    return gtk_widget_get_allocated_width (GTK_WIDGET (self)) >= ALL_CHARS * self->character;
}

int
ul_hex_view_find_column (UlHexView *self, int x)
{
    for (guint i = 0; i < UL_HEX_COLUMNS; i++) {
        double from = hex_x (self, i) - self->character / 2;
        double text = text_x (self, i);
        if (x >= from && x < from + 3 * self->character)
            return (int) i;
        if (has_room_for_text (self) && x >= text && x < text + self->character)
            return (int) i;
    }
    return -1;
}

void
ul_hex_view_get_place (UlHexView *self, guint row, guint column, GdkRectangle *place)
{
    int height = ul_hex_view_get_row_height (self);

    *place =
        (GdkRectangle){ .x = hex_x (self, column),
                        .y = ((int) row - (int) gtk_adjustment_get_value (self->rows)) * height,
                        .width = (int) (2 * self->character),
                        .height = height };
}

static void
put (const Line *line, const GdkRGBA *color, int x, const char *text)
{
    gdk_cairo_set_source_rgba (line->cr, color);
    pango_layout_set_text (line->layout, text, -1);
    cairo_move_to (line->cr, x, line->y + 1);
    pango_cairo_show_layout (line->cr, line->layout);
}

static gboolean
is_known (const Line *line, guint column)
{
    return line->have && (line->known == NULL || line->known[column]);
}

/* A byte that the file leaves open is a dash, one that was not read yet a dot. */
static void
word_byte (const Line *line, guint column, char *hex, char *character)
{
    guint8 value = line->bytes[column];

    if (!is_known (line, column)) {
        g_strlcpy (hex, line->have ? "--" : "··", 5);
        *character = ' ';
        return;
    }
    g_snprintf (hex, 5, "%02X", value);
    *character = (char) (g_ascii_isprint (value) ? value : '.');
}

static gboolean
differs (const Line *line, guint column)
{
    return line->view->source == UL_HEX_DIFFERENCE && ul_hex_row_differs (line->row, column);
}

/* The colour of what failed, faint enough to be read on. */
static GdkRGBA
difference_fill (const UlMapPalette *palette)
{
    const GdkRGBA *failed = &palette->fills[UL_MAP_FAILED];

    return palette->high_contrast ? *failed : ul_map_palette_mix (&palette->base, failed, 0.4);
}

static void
fill_byte (const Line *line, guint column)
{
    UlHexView *self = line->view;
    const UlMapPalette *palette = &self->palette;
    GdkRGBA fill = differs (line, column)
                       ? difference_fill (palette)
                       : ul_map_palette_mix (&palette->base, &palette->accent, 0.3);

    if (!differs (line, column) && !ul_hex_view_is_selected (self, line->index, column))
        return;
    gdk_cairo_set_source_rgba (line->cr, &fill);
    cairo_rectangle (line->cr, hex_x (self, column) - (int) (self->character / 2), line->y,
                     (int) (3 * self->character), self->line);
    if (line->with_text)
        cairo_rectangle (line->cr, text_x (self, column), line->y, (int) self->character + 1,
                         self->line);
    cairo_fill (line->cr);
}

static void
draw_different (const Line *line, guint column)
{
    const UlMapPalette *palette = &line->view->palette;
    const GdkRGBA *color =
        palette->high_contrast ? &palette->on_fills[UL_MAP_FAILED] : &palette->ink;
    char hex[5], text[2] = { 0 };

    word_byte (line, column, hex, text);
    put (line, color, hex_x (line->view, column), hex);
    if (line->with_text)
        put (line, color, text_x (line->view, column), text);
}

/* What is alike is written at once: a thousand layouts in a frame would be slow. */
static void
draw_alike (const Line *line)
{
    g_autoptr (GString) numbers = g_string_new (NULL);
    g_autoptr (GString) text = g_string_new (NULL);
    const GdkRGBA *ink = &line->view->palette.ink;

    for (guint i = 0; i < line->row->n; i++) {
        char hex[5], character;
        word_byte (line, i, hex, &character);
        if (differs (line, i))
            g_strlcpy (hex, "  ", sizeof hex);
        g_string_append_printf (numbers, "%s%s", hex, i == UL_HEX_COLUMNS / 2 - 1 ? "  " : " ");
        g_string_append_c (text, differs (line, i) ? ' ' : character);
    }
    put (line, ink, hex_x (line->view, 0), numbers->str);
    if (line->with_text)
        put (line, ink, text_x (line->view, 0), text->str);
}

static void
draw_line (const Line *line, const char *title)
{
    GdkRGBA faint = ul_map_palette_mix (&line->view->palette.base, &line->view->palette.ink,
                                        line->view->palette.high_contrast ? 1 : 0.7);

    put (line, &faint, 0, title);
    for (guint i = 0; i < line->row->n; i++)
        fill_byte (line, i);
    draw_alike (line);
    for (guint i = 0; i < line->row->n; i++)
        if (differs (line, i))
            draw_different (line, i);
}

static void
draw_cursor (const Line *line)
{
    UlHexView *self = line->view;
    int width = gtk_widget_has_focus (GTK_WIDGET (self)) ? 2 : 1;

    if (line->index == self->row && self->column < line->row->n)
        ul_map_paint_ring (line->cr, &self->palette.accent,
                           hex_x (self, self->column) - (int) (self->character / 2) - 1, line->y,
                           (int) (3 * self->character) + 1, self->line, width);
}

static void
draw_row (UlHexView *self, cairo_t *cr, PangoLayout *layout, guint index, int y)
{
    UlHexRow row;

    ul_hex_bytes_get_row (self->bytes, index, &row);
    g_autofree char *address = g_strdup_printf ("%08X", row.address);
    Line file = { self,     cr,          layout, &row, index,
                  row.file, row.in_file, TRUE,   y,    has_room_for_text (self) };
    Line chip = file;
    chip.bytes = row.chip;
    chip.known = NULL;
    chip.have = row.read;
    if (self->source == UL_HEX_DIFFERENCE)
        chip.y += self->line;
    /* Translators: in front of a row of bytes that the chip holds, at most eight letters */
    const char *word = C_ ("row of bytes", "chip");
    guint cells = ul_cells_count (word);
    g_autofree char *side = g_strdup_printf ("%*s%s", 8 - (int) MIN (cells, 8), "", word);
    if (self->source != UL_HEX_CHIP)
        draw_line (&file, address);
    if (self->source != UL_HEX_FILE)
        draw_line (&chip, self->source == UL_HEX_CHIP ? address : side);
    draw_cursor (self->source == UL_HEX_CHIP ? &chip : &file);
}

gboolean
ul_hex_view_draw (GtkWidget *widget, cairo_t *cr)
{
    UlHexView *self = UL_HEX_VIEW (widget);
    int height = gtk_widget_get_allocated_height (widget);
    g_autoptr (PangoLayout) layout = make_layout (self);
    guint n_rows, first = (guint) gtk_adjustment_get_value (self->rows), i = 0;

    if (self->line == 0)
        ul_hex_view_measure (self);
    gdk_cairo_set_source_rgba (cr, &self->palette.base);
    cairo_paint (cr);
    n_rows = self->bytes != NULL ? ul_hex_bytes_get_n_rows (self->bytes) : 0;
    for (int y = 0; y < height && first + i < n_rows; y += ul_hex_view_get_row_height (self))
        draw_row (self, cr, layout, first + i++, y);
    if (self->bytes != NULL && self->source != UL_HEX_FILE)
        ul_hex_bytes_want (self->bytes, first, i);
    return GDK_EVENT_PROPAGATE;
}
