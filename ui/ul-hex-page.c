/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-page.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_PATTERN 64 /* bytes */

/* What is looked for once everything has been read. */
typedef enum {
    SEEK_NOTHING,
    SEEK_PATTERN,
    SEEK_DIFFERENCE,
} Seek;

struct _UlHexPage {
    GtkBox parent_instance;

    GtkComboBox *source;
    GtkEntry *pattern;
    GtkComboBox *kind;
    GtkWidget *between; /* the buttons that go from difference to difference */
    GtkLabel *status;
    UlHexView *view;
    GtkRange *bar;

    UlHexBytes *bytes; /* (nullable): until it has a workbench */
    GCancellable *fetching;
    Seek seek;
    gboolean backwards;
    guint32 seek_from;
};

G_DEFINE_FINAL_TYPE (UlHexPage, ul_hex_page, GTK_TYPE_BOX)

static guint moved_signal;

static void
say (UlHexPage *self, const char *text)
{
    gtk_label_set_text (self->status, text != NULL ? text : "");
    gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
}

/* --- finding ------------------------------------------------------------------------------- */

static int
parse_hex (const char *text, guint8 *pattern)
{
    int n = 0;

    while (*text != '\0') {
        int high = g_ascii_xdigit_value (text[0]);
        int low = high >= 0 ? g_ascii_xdigit_value (text[1]) : -1;
        if (g_ascii_isspace (*text)) {
            text++;
            continue;
        }
        if (g_str_has_prefix (text, "0x")) {
            text += 2;
            continue;
        }
        if (low < 0 || n == MAX_PATTERN)
            return 0;
        pattern[n++] = (guint8) (high << 4 | low);
        text += 2;
    }
    return n;
}

/* Returns: bytes, 0 for what is no pattern */
static int
get_pattern (UlHexPage *self, guint8 *pattern)
{
    const char *text = gtk_entry_get_text (self->pattern);
    gsize length = gtk_entry_buffer_get_bytes (gtk_entry_get_buffer (self->pattern));

    if (g_strcmp0 (gtk_combo_box_get_active_id (self->kind), "text") != 0)
        return parse_hex (text, pattern);
    if (length > MAX_PATTERN)
        return 0;
    memcpy (pattern, text, length);
    return (int) length;
}

static void
on_pattern_changed (UlHexPage *self)
{
    GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self->pattern));
    guint8 pattern[MAX_PATTERN];
    gboolean wrong =
        gtk_entry_get_text_length (self->pattern) > 0 && get_pattern (self, pattern) == 0;

    if (wrong)
        gtk_style_context_add_class (style, GTK_STYLE_CLASS_ERROR);
    else
        gtk_style_context_remove_class (style, GTK_STYLE_CLASS_ERROR);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->pattern),
                                 wrong ? _ ("Bytes are written as in “3C 00 1F”") : NULL);
}

static gboolean
seek_pattern (UlHexPage *self, guint32 *address, guint32 *size)
{
    guint8 pattern[MAX_PATTERN];
    int n = get_pattern (self, pattern);
    UlHexSource source = ul_hex_view_get_source (self->view);

    *size = (guint32) n;
    return n > 0 &&
           ul_hex_bytes_search (self->bytes, source == UL_HEX_CHIP ? UL_HEX_CHIP : UL_HEX_FILE,
                                pattern, (gsize) n, self->seek_from, self->backwards, address);
}

static void
seek_now (UlHexPage *self)
{
    gboolean difference = self->seek == SEEK_DIFFERENCE;
    guint32 address = 0, size = 1;
    gboolean found = difference ? ul_hex_bytes_search_difference (self->bytes, self->seek_from,
                                                                  self->backwards, &address)
                                : seek_pattern (self, &address, &size);

    self->seek = SEEK_NOTHING;
    if (found)
        ul_hex_view_select (self->view, address, size);
    say (self, found ? NULL : difference ? _ ("No byte differs.") : _ ("Not found."));
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlHexPage) self = UL_HEX_PAGE (user_data);
    g_autoptr (GError) error = NULL;

    g_clear_object (&self->fetching);
    if (ul_hex_bytes_fetch_finish (UL_HEX_BYTES (source), result, &error)) {
        if (self->seek != SEEK_NOTHING)
            seek_now (self);
        return;
    }
    self->seek = SEEK_NOTHING;
    say (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL : error->message);
}

/* What is looked through has to be read first. */
static void
begin (UlHexPage *self, Seek seek, gboolean backwards, guint32 from)
{
    gboolean from_chip =
        seek == SEEK_DIFFERENCE || ul_hex_view_get_source (self->view) == UL_HEX_CHIP;

    self->seek = seek;
    self->backwards = backwards;
    self->seek_from = from;
    if (!from_chip) {
        seek_now (self);
        return;
    }
    if (self->fetching != NULL)
        return;
    say (self, _ ("Reading the chip…"));
    self->fetching = g_cancellable_new ();
    ul_hex_bytes_fetch_async (self->bytes, seek == SEEK_PATTERN, self->fetching, on_fetched,
                              g_object_ref (self));
}

static void
go_on (UlHexPage *self, Seek seek, gboolean backwards)
{
    guint32 cursor = ul_hex_view_get_cursor (self->view);

    if (ul_hex_bytes_get_n_rows (self->bytes) > 0)
        begin (self, seek, backwards, backwards ? cursor - 1 : cursor + 1);
}

static void
on_find_next (UlHexPage *self)
{
    go_on (self, SEEK_PATTERN, FALSE);
}

static void
on_find_previous (UlHexPage *self)
{
    go_on (self, SEEK_PATTERN, TRUE);
}

static void
on_next_difference (UlHexPage *self)
{
    go_on (self, SEEK_DIFFERENCE, FALSE);
}

static void
on_previous_difference (UlHexPage *self)
{
    go_on (self, SEEK_DIFFERENCE, TRUE);
}

void
ul_hex_page_find_difference (UlHexPage *self)
{
    UlHexRow first;

    ul_hex_page_set_source (self, UL_HEX_DIFFERENCE);
    if (ul_hex_bytes_get_n_rows (self->bytes) == 0)
        return;
    ul_hex_bytes_get_row (self->bytes, 0, &first);
    begin (self, SEEK_DIFFERENCE, FALSE, first.address);
}

/* --- what is shown ------------------------------------------------------------------------- */

static void
on_source_changed (UlHexPage *self)
{
    UlHexSource source = (UlHexSource) gtk_combo_box_get_active (self->source);

    gtk_widget_set_visible (self->between, source == UL_HEX_DIFFERENCE);
    ul_hex_view_set_source (self->view, source);
    say (self, NULL);
}

void
ul_hex_page_set_source (UlHexPage *self, UlHexSource source)
{
    gtk_combo_box_set_active (self->source, (int) source);
}

void
ul_hex_page_show_address (UlHexPage *self, guint32 address)
{
    ul_hex_view_set_cursor (self->view, address);
}

guint32
ul_hex_page_get_address (UlHexPage *self)
{
    return ul_hex_view_get_cursor (self->view);
}

void
ul_hex_page_grab_focus (UlHexPage *self)
{
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_copy (UlHexPage *self)
{
    g_autofree char *text = ul_hex_view_describe_selection (self->view);

    gtk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD),
                            text, -1);
}

static void
on_bytes_changed (UlHexPage *self)
{
    const char *trouble = ul_hex_bytes_get_trouble (self->bytes);

    if (ul_hex_bytes_get_n_rows (self->bytes) == 0)
        say (self, _ ("Open a file, or connect a chip."));
    else if (self->fetching == NULL)
        say (self, ul_hex_view_get_source (self->view) == UL_HEX_FILE ? NULL : trouble);
}

static void
on_cursor_moved (UlHexPage *self, guint address)
{
    g_signal_emit (self, moved_signal, 0, address);
}

void
ul_hex_page_set_workbench (UlHexPage *self, UlWorkbench *workbench)
{
    self->bytes = ul_hex_bytes_new (workbench);
    ul_hex_view_set_bytes (self->view, self->bytes);
    gtk_range_set_adjustment (self->bar, ul_hex_view_get_adjustment (self->view));
    g_signal_connect_object (self->bytes, "changed", G_CALLBACK (on_bytes_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->bytes, "reshaped", G_CALLBACK (on_bytes_changed), self,
                             G_CONNECT_SWAPPED);
    on_bytes_changed (self);
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_hex_page_dispose (GObject *object)
{
    UlHexPage *self = UL_HEX_PAGE (object);

    if (self->fetching != NULL)
        g_cancellable_cancel (self->fetching);
    self->seek = SEEK_NOTHING;
    G_OBJECT_CLASS (ul_hex_page_parent_class)->dispose (object);
}

static void
ul_hex_page_finalize (GObject *object)
{
    g_clear_object (&UL_HEX_PAGE (object)->bytes);
    G_OBJECT_CLASS (ul_hex_page_parent_class)->finalize (object);
}

static void
ul_hex_page_class_init (UlHexPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = ul_hex_page_dispose;
    G_OBJECT_CLASS (klass)->finalize = ul_hex_page_finalize;
    g_type_ensure (UL_TYPE_HEX_VIEW);
    moved_signal = g_signal_new ("cursor-moved", UL_TYPE_HEX_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-hex-page.ui");
    gtk_widget_class_bind_template_child (widget_class, UlHexPage, source);
    gtk_widget_class_bind_template_child (widget_class, UlHexPage, pattern);
    gtk_widget_class_bind_template_child (widget_class, UlHexPage, kind);
    gtk_widget_class_bind_template_child (widget_class, UlHexPage, between);
    gtk_widget_class_bind_template_child (widget_class, UlHexPage, status);
    gtk_widget_class_bind_template_child (widget_class, UlHexPage, view);
    gtk_widget_class_bind_template_child (widget_class, UlHexPage, bar);
    gtk_widget_class_bind_template_callback (widget_class, on_source_changed);
    gtk_widget_class_bind_template_callback (widget_class, on_pattern_changed);
    gtk_widget_class_bind_template_callback (widget_class, on_find_next);
    gtk_widget_class_bind_template_callback (widget_class, on_find_previous);
    gtk_widget_class_bind_template_callback (widget_class, on_next_difference);
    gtk_widget_class_bind_template_callback (widget_class, on_previous_difference);
    gtk_widget_class_bind_template_callback (widget_class, on_copy);
    gtk_widget_class_bind_template_callback (widget_class, on_cursor_moved);
}

static void
ul_hex_page_init (UlHexPage *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}
