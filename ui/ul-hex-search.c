/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks through bytes in pieces: a file may be larger than what one likes to copy. */
#include "ul-hex-private.h"

#include <string.h>

#define PIECE (64u * 1024) /* bytes, a multiple of a row */

/* What is looked for. */
typedef struct {
    UlHexBytes *bytes;
    UlHexSource source; /* DIFFERENCE: bytes that differ */
    const guint8 *pattern;
    gsize size; /* of the pattern; 1 for a difference */
    gboolean backwards;
} Quest;

/* A piece of a span, a little longer than it, so that what begins in it can be seen whole. */
typedef struct {
    guint8 data[PIECE + 256], other[PIECE + 256];
    guint8 known[PIECE + 256], other_known[PIECE + 256];
} Window;

static void
read_file (const Quest *quest, guint32 address, gsize n, guint8 *data, guint8 *known)
{
    UlImage *image = ul_hex_bytes_get_image (quest->bytes);

    memset (known, 0, n);
    if (image != NULL)
        ul_image_read (image, address, n, data, known);
}

static void
read_chip (const UlHexSpan *span, guint64 offset, gsize n, guint8 *data, guint8 *known)
{
    memset (known, 0, n);
    if (span->chip == NULL)
        return;
    memcpy (data, span->chip + offset, n);
    for (gsize i = 0; i < n; i++)
        known[i] = span->read[(offset + i) / UL_HEX_COLUMNS];
}

static void
fill (const Quest *quest, const UlHexSpan *span, guint64 offset, gsize n, Window *window)
{
    guint32 address = span->start + (guint32) offset;

    if (quest->source != UL_HEX_CHIP)
        read_file (quest, address, n, window->data, window->known);
    if (quest->source == UL_HEX_CHIP)
        read_chip (span, offset, n, window->data, window->known);
    if (quest->source == UL_HEX_DIFFERENCE)
        read_chip (span, offset, n, window->other, window->other_known);
}

static gboolean
is_here (const Quest *quest, const Window *window, gsize at)
{
    if (quest->source == UL_HEX_DIFFERENCE)
        return window->known[at] && window->other_known[at] &&
               window->data[at] != window->other[at];
    return window->data[at] == quest->pattern[0] &&
           memcmp (window->data + at, quest->pattern, quest->size) == 0 &&
           memchr (window->known + at, 0, quest->size) == NULL;
}

/* Looks at the places from @offset on, @n of them. */
static gboolean
look_at (const Quest *quest, const UlHexSpan *span, guint64 offset, gsize n, Window *window,
         guint32 *address)
{
    gsize more = MIN (n + quest->size - 1, span->size - offset);

    fill (quest, span, offset, more, window);
    for (gsize i = 0; i < n && i + quest->size <= more; i++) {
        gsize at = quest->backwards ? MIN (n, more - quest->size + 1) - 1 - i : i;
        if (!is_here (quest, window, at))
            continue;
        *address = span->start + (guint32) (offset + at);
        return TRUE;
    }
    return FALSE;
}

/* The places from @first to @last of a span, both included. */
static gboolean
scan (const Quest *quest, const UlHexSpan *span, guint64 first, guint64 last, Window *window,
      guint32 *address)
{
    guint64 n_pieces = last < first ? 0 : (last - first) / PIECE + 1;

    for (guint64 i = 0; i < n_pieces; i++) {
        guint64 offset = first + (quest->backwards ? n_pieces - 1 - i : i) * PIECE;
        if (look_at (quest, span, offset, (gsize) MIN (PIECE, last - offset + 1), window, address))
            return TRUE;
    }
    return FALSE;
}

static guint
find_span (GArray *spans, guint32 address)
{
    for (guint i = 0; i < spans->len; i++) {
        const UlHexSpan *span = &g_array_index (spans, UlHexSpan, i);
        if (address >= span->start && address - span->start < span->size)
            return i;
    }
    return 0;
}

/* From there to the end, from the other end to there again. */
static gboolean
search (const Quest *quest, guint32 from, guint32 *address)
{
    GArray *spans = ul_hex_bytes_get_spans (quest->bytes);
    guint start = find_span (spans, from);
    g_autofree Window *window = g_new0 (Window, 1);

    for (guint i = 0; spans->len > 0 && i <= spans->len; i++) {
        guint index =
            (quest->backwards ? start + spans->len - i % spans->len : start + i) % spans->len;
        const UlHexSpan *span = &g_array_index (spans, UlHexSpan, index);
        gboolean inside = from >= span->start && from - span->start < span->size;
        guint64 first = 0, last = span->size - 1;
        if (i == 0 && inside && quest->backwards)
            last = from - span->start;
        else if (i == 0 && inside)
            first = from - span->start;
        if (scan (quest, span, first, last, window, address))
            return TRUE;
    }
    return FALSE;
}

gboolean
ul_hex_bytes_search (UlHexBytes *self, UlHexSource source, const guint8 *pattern, gsize size,
                     guint32 from, gboolean backwards, guint32 *address)
{
    const Quest quest = { self, source, pattern, size, backwards };

    return size > 0 && size <= 256 && search (&quest, from, address);
}

gboolean
ul_hex_bytes_search_difference (UlHexBytes *self, guint32 from, gboolean backwards,
                                guint32 *address)
{
    const Quest quest = { self, UL_HEX_DIFFERENCE, NULL, 1, backwards };

    return search (&quest, from, address);
}
