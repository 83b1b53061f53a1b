/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-accessible.h"
#include "ul-hex-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define MIN_ROWS  4
#define MOST_COPY 65536 /* bytes: more is a file */

G_DEFINE_FINAL_TYPE (UlHexView, ul_hex_view, GTK_TYPE_DRAWING_AREA)

static guint moved_signal;

int
ul_hex_view_get_row_height (UlHexView *self)
{
    return self->line * (self->source == UL_HEX_DIFFERENCE ? 2 : 1);
}

static guint
count_rows (UlHexView *self)
{
    return self->bytes != NULL ? ul_hex_bytes_get_n_rows (self->bytes) : 0;
}

static guint
count_visible (UlHexView *self)
{
    int height = gtk_widget_get_allocated_height (GTK_WIDGET (self));

    return self->line > 0 ? (guint) MAX (1, height / ul_hex_view_get_row_height (self)) : 1;
}

gboolean
ul_hex_view_is_selected (UlHexView *self, guint row, guint column)
{
    guint64 at = (guint64) row * UL_HEX_COLUMNS + column;
    guint64 one = (guint64) self->row * UL_HEX_COLUMNS + self->column;
    guint64 other = (guint64) self->anchor_row * UL_HEX_COLUMNS + self->anchor_column;

    return one != other && at >= MIN (one, other) && at <= MAX (one, other);
}

/* --- what is told -------------------------------------------------------------------------- */

void
ul_hex_view_add_byte (GString *text, gboolean known, guint8 value)
{
    if (known)
        g_string_append_printf (text, " %02X", value);
    else
        g_string_append (text, " --");
}

static char *
describe_byte (gboolean known, guint8 value)
{
    return known ? g_strdup_printf ("%02X", value) : g_strdup ("--");
}

/* The row of the cursor, then the byte under it. */
static char *
describe_line (UlHexView *self)
{
    g_autoptr (GString) text = g_string_new (NULL);
    gboolean chip = self->source == UL_HEX_CHIP;
    UlHexRow row;

    ul_hex_bytes_get_row (self->bytes, self->row, &row);
    g_string_append_printf (text, "0x%08X:", row.address);
    for (guint i = 0; i < row.n; i++)
        ul_hex_view_add_byte (text, chip ? row.read : row.in_file[i],
                              chip ? row.chip[i] : row.file[i]);
    if (self->source != UL_HEX_DIFFERENCE || self->column >= row.n)
        return g_string_free (g_steal_pointer (&text), FALSE);
    g_autofree char *file = describe_byte (row.in_file[self->column], row.file[self->column]);
    g_autofree char *in_chip = describe_byte (row.read, row.chip[self->column]);
    /* Translators: a row of bytes, an address, the byte that the file and that the chip has there
     */
    return g_strdup_printf (_ ("%s; byte 0x%08X: file %s, chip %s"), text->str,
                            row.address + self->column, file, in_chip);
}

static void
tell (UlHexView *self)
{
    AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (self));
    g_autofree char *line = count_rows (self) > 0 ? describe_line (self) : g_strdup ("");

    if (g_strcmp0 (atk_object_get_description (accessible), line) != 0)
        atk_object_set_description (accessible, line);
}

/* --- cursor -------------------------------------------------------------------------------- */

static void
limit_adjustment (UlHexView *self)
{
    guint n = count_rows (self), visible = count_visible (self);
    double most = n > visible ? n - visible : 0;

    gtk_adjustment_configure (self->rows, MIN (gtk_adjustment_get_value (self->rows), most), 0,
                              MAX (n, visible), 1, MAX (1, visible - 1), visible);
}

static void
scroll_to_cursor (UlHexView *self)
{
    gtk_adjustment_clamp_page (self->rows, self->row, self->row + 1);
}

guint32
ul_hex_view_get_cursor (UlHexView *self)
{
    UlHexRow row = { 0 };

    if (self->row < count_rows (self))
        ul_hex_bytes_get_row (self->bytes, self->row, &row);
    return row.address + MIN (self->column, row.n > 0 ? row.n - 1 : 0);
}

static void
move_to (UlHexView *self, guint row, guint column, gboolean extend)
{
    guint n = count_rows (self);
    UlHexRow at;

    if (n == 0)
        return;
    self->row = MIN (row, n - 1);
    ul_hex_bytes_get_row (self->bytes, self->row, &at);
    self->column = MIN (column, at.n - 1);
    if (!extend) {
        self->anchor_row = self->row;
        self->anchor_column = self->column;
    }
    scroll_to_cursor (self);
    gtk_widget_queue_draw (GTK_WIDGET (self));
    tell (self);
    ul_hex_accessible_moved (gtk_widget_get_accessible (GTK_WIDGET (self)));
    g_signal_emit (self, moved_signal, 0, ul_hex_view_get_cursor (self));
}

void
ul_hex_view_set_cursor (UlHexView *self, guint32 address)
{
    ul_hex_view_select (self, address, 1);
}

void
ul_hex_view_select (UlHexView *self, guint32 address, guint32 size)
{
    int row = self->bytes != NULL ? ul_hex_bytes_find_row (self->bytes, address) : -1;
    int last = self->bytes != NULL ? ul_hex_bytes_find_row (self->bytes, address + (size - 1)) : -1;
    UlHexRow at;

    if (row < 0)
        return;
    ul_hex_bytes_get_row (self->bytes, (guint) row, &at);
    move_to (self, (guint) row, address - at.address, FALSE);
    if (last < 0 || size <= 1)
        return;
    ul_hex_bytes_get_row (self->bytes, (guint) last, &at);
    self->anchor_row = (guint) last;
    self->anchor_column = address + (size - 1) - at.address;
}

/* As on the side that is looked at; where both are, as in the file. */
char *
ul_hex_view_describe_selection (UlHexView *self)
{
    GString *text = g_string_new (NULL);
    guint first = MIN (self->row, self->anchor_row), last = MAX (self->row, self->anchor_row);

    last = MIN (last, first + MOST_COPY / UL_HEX_COLUMNS);
    for (guint i = first; i <= last && i < count_rows (self); i++) {
        UlHexRow row;
        ul_hex_bytes_get_row (self->bytes, i, &row);
        for (guint k = 0; k < row.n; k++) {
            gboolean chip = self->source == UL_HEX_CHIP;
            gboolean alone = i == self->row && k == self->column;
            if (alone || ul_hex_view_is_selected (self, i, k))
                ul_hex_view_add_byte (text, chip ? row.read : row.in_file[k],
                                      chip ? row.chip[k] : row.file[k]);
        }
    }
    if (text->len > 0)
        g_string_erase (text, 0, 1);
    return g_string_free (text, FALSE);
}

/* --- keys and pointer ---------------------------------------------------------------------- */

static void
copy (UlHexView *self)
{
    g_autofree char *text = ul_hex_view_describe_selection (self);

    gtk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD),
                            text, -1);
}

static void
move_by (UlHexView *self, gint64 bytes, gboolean extend)
{
    gint64 at = (gint64) self->row * UL_HEX_COLUMNS + self->column + bytes;

    if (at >= 0 && at < (gint64) count_rows (self) * UL_HEX_COLUMNS)
        move_to (self, (guint) (at / UL_HEX_COLUMNS), (guint) (at % UL_HEX_COLUMNS), extend);
}

static gboolean
move_by_key (UlHexView *self, guint key, gboolean control, gboolean extend)
{
    gint64 page = (gint64) MAX (1, count_visible (self) - 1);
    gint64 up = MIN (page, self->row),
           down = MIN (page, (gint64) count_rows (self) - 1 - self->row);

    switch (key) {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
        move_by (self, -1, extend);
        return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
        move_by (self, 1, extend);
        return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
        move_by (self, -UL_HEX_COLUMNS, extend);
        return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
        move_by (self, UL_HEX_COLUMNS, extend);
        return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
        move_by (self, -up * UL_HEX_COLUMNS, extend);
        return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
        move_by (self, down * UL_HEX_COLUMNS, extend);
        return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
        move_to (self, control ? 0 : self->row, 0, extend);
        return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
        move_to (self, control ? G_MAXUINT : self->row, G_MAXUINT, extend);
        return TRUE;
    default:
        return FALSE;
    }
}

static gboolean
ul_hex_view_key_press (GtkWidget *widget, GdkEventKey *event)
{
    UlHexView *self = UL_HEX_VIEW (widget);
    GdkModifierType held = event->state & gtk_accelerator_get_default_mod_mask ();
    gboolean control = (held & GDK_CONTROL_MASK) != 0, shift = (held & GDK_SHIFT_MASK) != 0;

    if (count_rows (self) == 0)
        return GDK_EVENT_PROPAGATE;
    if (held == GDK_CONTROL_MASK && event->keyval == GDK_KEY_c) {
        copy (self);
        return GDK_EVENT_STOP;
    }
    return move_by_key (self, event->keyval, control, shift);
}

gboolean
ul_hex_view_find_byte (UlHexView *self, int x, int y, guint *row, guint *column)
{
    int at = ul_hex_view_find_column (self, x);
    int down = y / MAX (1, ul_hex_view_get_row_height (self));
    gint64 line = (gint64) gtk_adjustment_get_value (self->rows) + down - (y < 0);

    if (at < 0 || line < 0 || line >= (gint64) count_rows (self))
        return FALSE;
    *row = (guint) line;
    *column = (guint) at;
    return TRUE;
}

static gboolean
move_by_pointer (UlHexView *self, double x, double y, gboolean extend)
{
    guint row, column;

    if (!ul_hex_view_find_byte (self, (int) x, (int) floor (y), &row, &column))
        return FALSE;
    move_to (self, row, column, extend);
    return TRUE;
}

static gboolean
ul_hex_view_button_press (GtkWidget *widget, GdkEventButton *event)
{
    UlHexView *self = UL_HEX_VIEW (widget);

    if (event->button != GDK_BUTTON_PRIMARY)
        return GDK_EVENT_PROPAGATE;
    gtk_widget_grab_focus (widget);
    self->dragging =
        move_by_pointer (self, event->x, event->y, (event->state & GDK_SHIFT_MASK) != 0);
    return GDK_EVENT_STOP;
}

static gboolean
ul_hex_view_button_release (GtkWidget *widget, GdkEventButton *event)
{
    UL_HEX_VIEW (widget)->dragging = FALSE;
    return GDK_EVENT_PROPAGATE;
}

static gboolean
ul_hex_view_motion (GtkWidget *widget, GdkEventMotion *event)
{
    UlHexView *self = UL_HEX_VIEW (widget);

    if (self->dragging)
        move_by_pointer (self, event->x, event->y, TRUE);
    return GDK_EVENT_PROPAGATE;
}

static gboolean
ul_hex_view_scroll (GtkWidget *widget, GdkEventScroll *event)
{
    UlHexView *self = UL_HEX_VIEW (widget);
    double x, y = event->direction == GDK_SCROLL_UP ? -1 : 1;

    if (event->direction == GDK_SCROLL_SMOOTH &&
        !gdk_event_get_scroll_deltas ((GdkEvent *) event, &x, &y))
        return GDK_EVENT_PROPAGATE;
    gtk_adjustment_set_value (self->rows, gtk_adjustment_get_value (self->rows) + 3 * y);
    return GDK_EVENT_STOP;
}

static gboolean
ul_hex_view_focus_event (GtkWidget *widget, GdkEventFocus *event)
{
    gtk_widget_queue_draw (widget);
    return GDK_EVENT_PROPAGATE;
}

/* --- what it shows ------------------------------------------------------------------------- */

static void
on_changed (UlHexView *self)
{
    gtk_widget_queue_draw (GTK_WIDGET (self));
    tell (self);
    ul_hex_accessible_changed (gtk_widget_get_accessible (GTK_WIDGET (self)));
}

static void
on_reshaped (UlHexView *self)
{
    guint n = count_rows (self);

    self->row = MIN (self->row, n > 0 ? n - 1 : 0);
    self->anchor_row = self->row;
    self->anchor_column = self->column;
    limit_adjustment (self);
    on_changed (self);
}

void
ul_hex_view_set_bytes (UlHexView *self, UlHexBytes *bytes)
{
    self->bytes = g_object_ref (bytes);
    g_signal_connect_object (bytes, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (bytes, "reshaped", G_CALLBACK (on_reshaped), self, G_CONNECT_SWAPPED);
    on_reshaped (self);
}

void
ul_hex_view_set_source (UlHexView *self, UlHexSource source)
{
    self->source = source;
    limit_adjustment (self);
    scroll_to_cursor (self);
    on_changed (self);
}

UlHexSource
ul_hex_view_get_source (UlHexView *self)
{
    return self->source;
}

GtkAdjustment *
ul_hex_view_get_adjustment (UlHexView *self)
{
    return self->rows;
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_hex_view_size_allocate (GtkWidget *widget, GtkAllocation *allocation)
{
    UlHexView *self = UL_HEX_VIEW (widget);

    GTK_WIDGET_CLASS (ul_hex_view_parent_class)->size_allocate (widget, allocation);
    if (self->line == 0)
        ul_hex_view_measure (self);
    limit_adjustment (self);
}

static void
ul_hex_view_style_updated (GtkWidget *widget)
{
    UlHexView *self = UL_HEX_VIEW (widget);

    GTK_WIDGET_CLASS (ul_hex_view_parent_class)->style_updated (widget);
    ul_hex_view_measure (self);
    gtk_widget_set_size_request (widget, (int) (58 * self->character), MIN_ROWS * self->line);
}

static void
ul_hex_view_unmap (GtkWidget *widget)
{
    UlHexView *self = UL_HEX_VIEW (widget);

    if (self->bytes != NULL)
        ul_hex_bytes_want (self->bytes, 0, 0);
    GTK_WIDGET_CLASS (ul_hex_view_parent_class)->unmap (widget);
}

static void
ul_hex_view_finalize (GObject *object)
{
    UlHexView *self = UL_HEX_VIEW (object);

    g_clear_object (&self->bytes);
    g_clear_object (&self->rows);
    G_OBJECT_CLASS (ul_hex_view_parent_class)->finalize (object);
}

static void
ul_hex_view_class_init (UlHexViewClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_hex_view_finalize;
    widget_class->draw = ul_hex_view_draw;
    widget_class->size_allocate = ul_hex_view_size_allocate;
    widget_class->style_updated = ul_hex_view_style_updated;
    widget_class->unmap = ul_hex_view_unmap;
    widget_class->key_press_event = ul_hex_view_key_press;
    widget_class->button_press_event = ul_hex_view_button_press;
    widget_class->button_release_event = ul_hex_view_button_release;
    widget_class->motion_notify_event = ul_hex_view_motion;
    widget_class->scroll_event = ul_hex_view_scroll;
    widget_class->focus_in_event = ul_hex_view_focus_event;
    widget_class->focus_out_event = ul_hex_view_focus_event;
    gtk_widget_class_set_accessible_type (widget_class, UL_TYPE_HEX_ACCESSIBLE);
    moved_signal = g_signal_new ("cursor-moved", UL_TYPE_HEX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
ul_hex_view_init (UlHexView *self)
{
    self->rows = g_object_ref_sink (gtk_adjustment_new (0, 0, 1, 1, 1, 1));
    g_signal_connect_object (self->rows, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_set_can_focus (GTK_WIDGET (self), TRUE);
    gtk_widget_add_events (GTK_WIDGET (self), GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK |
                                                  GDK_BUTTON_MOTION_MASK | GDK_SCROLL_MASK |
                                                  GDK_SMOOTH_SCROLL_MASK | GDK_KEY_PRESS_MASK |
                                                  GDK_FOCUS_CHANGE_MASK);
}
