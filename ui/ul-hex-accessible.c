/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-accessible.h"

#include "ul-hex-view-private.h"

#include <glib/gi18n.h>

#define ADDRESS_CHARS 11 /* "0x00000400:" */
#define BYTE_CHARS    3  /* " 30" */
#define SIDE_CHARS    (UL_HEX_COLUMNS * BYTE_CHARS)
#define DIVIDER       " |" /* the chip's bytes come behind it */
#define DIVIDER_CHARS 2
#define MOST_CHARS    16384 /* that are given at once: nobody listens to a whole chip */

struct _UlHexAccessible {
    GtkWidgetAccessible parent_instance;

    int n_told; /* characters, when a change was last told */
};

static void text_init (AtkTextIface *iface);

G_DEFINE_TYPE_WITH_CODE (UlHexAccessible, ul_hex_accessible, GTK_TYPE_WIDGET_ACCESSIBLE,
                         G_IMPLEMENT_INTERFACE (ATK_TYPE_TEXT, text_init))

/* Returns: (nullable): %NULL once the widget is gone */
static UlHexView *
view_of (gpointer self)
{
    GtkWidget *widget = gtk_accessible_get_widget (GTK_ACCESSIBLE (self));

    return widget != NULL ? UL_HEX_VIEW (widget) : NULL;
}

static guint
count_rows (UlHexView *view)
{
    return view != NULL && view->bytes != NULL ? ul_hex_bytes_get_n_rows (view->bytes) : 0;
}

/* --- lines --------------------------------------------------------------------------------- */

static int
get_line_length (UlHexView *view)
{
    int length = ADDRESS_CHARS + SIDE_CHARS + 1;

    if (view->source == UL_HEX_DIFFERENCE)
        length += DIVIDER_CHARS + SIDE_CHARS;
    return length;
}

static void
add_side (GString *text, const UlHexRow *row, gboolean chip)
{
    for (guint i = 0; i < UL_HEX_COLUMNS; i++) {
        if (i < row->n)
            ul_hex_view_add_byte (text, chip ? row->read : row->in_file[i],
                                  chip ? row->chip[i] : row->file[i]);
        else
            g_string_append (text, "   ");
    }
}

static void
add_line (GString *text, UlHexView *view, guint index)
{
    UlHexRow row;

    ul_hex_bytes_get_row (view->bytes, index, &row);
    g_string_append_printf (text, "0x%08X:", row.address);
    add_side (text, &row, view->source == UL_HEX_CHIP);
    if (view->source == UL_HEX_DIFFERENCE) {
        g_string_append (text, DIVIDER);
        add_side (text, &row, TRUE);
    }
    g_string_append_c (text, '\n');
}

static int
count_characters (UlHexView *view)
{
    return view != NULL ? (int) count_rows (view) * get_line_length (view) : 0;
}

/* Before the first digit of the byte */
static int
to_offset (UlHexView *view, guint row, guint column)
{
    return (int) row * get_line_length (view) + ADDRESS_CHARS + 1 + (int) column * BYTE_CHARS;
}

/* The byte at or before the place; the first one for the address. Returns: %FALSE for none */
static gboolean
to_byte (UlHexView *view, int offset, guint *row, guint *column)
{
    if (offset < 0 || offset >= count_characters (view))
        return FALSE;
    int length = get_line_length (view), side = offset % length - ADDRESS_CHARS - 1;

    *row = (guint) (offset / length);
    *column = (guint) CLAMP (side / BYTE_CHARS, 0, UL_HEX_COLUMNS - 1);
    return TRUE;
}

/* --- text ---------------------------------------------------------------------------------- */

static char *
text_get_text (AtkText *text, int start, int end)
{
    UlHexView *view = view_of (text);
    int n = count_characters (view);

    if (end < 0 || end > n)
        end = n;
    end = MIN (end, start + MOST_CHARS);
    if (start < 0 || start >= end)
        return g_strdup ("");

    int length = get_line_length (view), first = start / length;
    g_autoptr (GString) lines = g_string_new (NULL);
    for (int i = first; i * length < end; i++)
        add_line (lines, view, (guint) i);
    return g_utf8_substring (lines->str, start - first * length, end - first * length);
}

/* What a person would read at once: a byte, or a line. */
static void
find_unit (UlHexView *view, int offset, AtkTextGranularity unit, int *start, int *end)
{
    guint row = 0, column = 0;
    int length = get_line_length (view);

    *start = offset;
    *end = offset + 1;
    if (!to_byte (view, offset, &row, &column) || unit == ATK_TEXT_GRANULARITY_CHAR)
        return;
    if (unit == ATK_TEXT_GRANULARITY_WORD) {
        *start = to_offset (view, row, column);
        *end = *start + BYTE_CHARS - 1;
        return;
    }
    *start = (int) row * length;
    *end = *start + length;
}

static char *
text_get_string_at_offset (AtkText *text, int offset, AtkTextGranularity unit, int *start, int *end)
{
    UlHexView *view = view_of (text);

    *start = *end = 0;
    if (offset < 0 || offset > count_characters (view) || count_rows (view) == 0)
        return g_strdup ("");
    find_unit (view, MIN (offset, count_characters (view) - 1), unit, start, end);
    return text_get_text (text, *start, *end);
}

/* The older way to ask for the same. */
static char *
text_get_text_at_offset (AtkText *text, int offset, AtkTextBoundary boundary, int *start, int *end)
{
    AtkTextGranularity unit = ATK_TEXT_GRANULARITY_LINE;

    if (boundary == ATK_TEXT_BOUNDARY_CHAR)
        unit = ATK_TEXT_GRANULARITY_CHAR;
    else if (boundary == ATK_TEXT_BOUNDARY_WORD_START || boundary == ATK_TEXT_BOUNDARY_WORD_END)
        unit = ATK_TEXT_GRANULARITY_WORD;
    return text_get_string_at_offset (text, offset, unit, start, end);
}

static gunichar
text_get_character_at_offset (AtkText *text, int offset)
{
    g_autofree char *one = text_get_text (text, offset, offset + 1);

    return g_utf8_get_char (one);
}

static int
text_get_character_count (AtkText *text)
{
    return count_characters (view_of (text));
}

static int
text_get_caret_offset (AtkText *text)
{
    UlHexView *view = view_of (text);

    return count_rows (view) > 0 ? to_offset (view, view->row, view->column) : 0;
}

static gboolean
text_set_caret_offset (AtkText *text, int offset)
{
    UlHexView *view = view_of (text);
    guint row, column;
    UlHexRow at;

    if (view == NULL || !to_byte (view, offset, &row, &column))
        return FALSE;
    ul_hex_bytes_get_row (view->bytes, row, &at);
    ul_hex_view_set_cursor (view, at.address + MIN (column, at.n - 1));
    return TRUE;
}

static gboolean
is_selecting (UlHexView *view)
{
    return count_rows (view) > 0 &&
           (view->row != view->anchor_row || view->column != view->anchor_column);
}

static int
text_get_n_selections (AtkText *text)
{
    return is_selecting (view_of (text));
}

static char *
text_get_selection (AtkText *text, int number, int *start, int *end)
{
    UlHexView *view = view_of (text);

    *start = *end = 0;
    if (number != 0 || !is_selecting (view))
        return NULL;
    int one = to_offset (view, view->row, view->column);
    int other = to_offset (view, view->anchor_row, view->anchor_column);
    *start = MIN (one, other);
    *end = MAX (one, other) + BYTE_CHARS - 1;
    return text_get_text (text, *start, *end);
}

static void
text_get_character_extents (AtkText *text, int offset, int *x, int *y, int *width, int *height,
                            AtkCoordType type)
{
    UlHexView *view = view_of (text);
    GdkRectangle place = { 0 };
    guint row, column;

    *x = *y = *width = *height = 0;
    if (view == NULL || !to_byte (view, offset, &row, &column))
        return;
    atk_component_get_extents (ATK_COMPONENT (text), x, y, width, height, type);
    ul_hex_view_get_place (view, row, column, &place);
    *x += place.x;
    *y += place.y;
    *width = place.width;
    *height = place.height;
}

static int
text_get_offset_at_point (AtkText *text, int x, int y, AtkCoordType type)
{
    UlHexView *view = view_of (text);
    int left, top, width, height;
    guint row, column;

    if (view == NULL)
        return -1;
    atk_component_get_extents (ATK_COMPONENT (text), &left, &top, &width, &height, type);
    if (!ul_hex_view_find_byte (view, x - left, y - top, &row, &column))
        return -1;
    return to_offset (view, row, column);
}

static void
text_init (AtkTextIface *iface)
{
    iface->get_text = text_get_text;
    iface->get_text_at_offset = text_get_text_at_offset;
    iface->get_string_at_offset = text_get_string_at_offset;
    iface->get_character_at_offset = text_get_character_at_offset;
    iface->get_character_count = text_get_character_count;
    iface->get_caret_offset = text_get_caret_offset;
    iface->set_caret_offset = text_set_caret_offset;
    iface->get_n_selections = text_get_n_selections;
    iface->get_selection = text_get_selection;
    iface->get_character_extents = text_get_character_extents;
    iface->get_offset_at_point = text_get_offset_at_point;
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_hex_accessible_initialize (AtkObject *object, gpointer data)
{
    ATK_OBJECT_CLASS (ul_hex_accessible_parent_class)->initialize (object, data);
    atk_object_set_role (object, ATK_ROLE_TEXT);
    atk_object_set_name (object, _ ("Bytes"));
}

static AtkStateSet *
ul_hex_accessible_ref_state_set (AtkObject *object)
{
    AtkStateSet *states = ATK_OBJECT_CLASS (ul_hex_accessible_parent_class)->ref_state_set (object);

    if (!atk_state_set_contains_state (states, ATK_STATE_DEFUNCT)) {
        atk_state_set_add_state (states, ATK_STATE_MULTI_LINE);
        atk_state_set_add_state (states, ATK_STATE_READ_ONLY);
    }
    return states;
}

static void
ul_hex_accessible_class_init (UlHexAccessibleClass *klass)
{
    AtkObjectClass *atk_class = ATK_OBJECT_CLASS (klass);

    atk_class->initialize = ul_hex_accessible_initialize;
    atk_class->ref_state_set = ul_hex_accessible_ref_state_set;
}

static void
ul_hex_accessible_init (UlHexAccessible *self)
{
}

/* --- what the view tells -------------------------------------------------------------------- */

void
ul_hex_accessible_moved (AtkObject *accessible)
{
    g_signal_emit_by_name (accessible, "text-caret-moved",
                           text_get_caret_offset (ATK_TEXT (accessible)));
    g_signal_emit_by_name (accessible, "text-selection-changed");
}

void
ul_hex_accessible_changed (AtkObject *accessible)
{
    UlHexAccessible *self = (UlHexAccessible *) accessible;
    int n = text_get_character_count (ATK_TEXT (accessible));

    if (n == self->n_told)
        return;
    if (self->n_told > 0)
        g_signal_emit_by_name (accessible, "text-changed::delete", 0, self->n_told);
    if (n > 0)
        g_signal_emit_by_name (accessible, "text-changed::insert", 0, n);
    self->n_told = n;
}
