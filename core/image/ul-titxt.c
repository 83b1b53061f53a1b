/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-table.h"
#include "ul-image-parsers.h"

#include <glib/gi18n.h>

/* A line may be as long as it likes: it is taken in parts that fit the window. */
#define PART_SIZE 256

typedef struct {
    UlImageReader *reader;
    UlImageBuilder *builder;
    gboolean has_address;
    guint64 address;
    gboolean ended;
} UlTitxt;

static gboolean
fail_at (UlTitxt *self, const guint8 *at, const char *reason, GError **error)
{
    UlImagePlace place = ul_image_reader_locate (self->reader, at);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place, "%s", reason);
}

static gboolean
fail_digit (UlTitxt *self, const guint8 *at, GError **error)
{
    UlImagePlace place = ul_image_reader_locate (self->reader, at);
    g_autofree char *quoted = ul_image_reader_quote (*at);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("%s is not a hexadecimal digit; expected 0-9 or A-F"), quoted);
}

static gboolean
ends_token (UlTitxt *self, const guint8 *at)
{
    return *at == ' ' || *at == '\t' || ul_image_reader_ends_line (self->reader, at);
}

/* p stands at the "@". */
static gboolean
read_address (UlTitxt *self, GError **error)
{
    const guint8 *digits = self->reader->p + 1;
    guint n = 0;
    guint64 address = 0;
    while (n <= 8 && g_ascii_isxdigit (digits[n]))
        address = address << 4 | (guint) g_ascii_xdigit_value ((char) digits[n++]);
    if (n > 8)
        return fail_at (self, digits, _ ("the address has too many digits; expected at most 8"),
                        error);
    if (n == 0 && ends_token (self, digits))
        return fail_at (self, digits,
                        _ ("the address is missing; expected 1 to 8 digits after “@”"), error);
    if (!ends_token (self, digits + n))
        return fail_digit (self, digits + n, error);

    self->address = address;
    self->has_address = TRUE;
    self->reader->p = digits + n;
    return ul_image_reader_end_record (self->reader, error);
}

/* p stands at a token that should be a byte. */
static gboolean
read_byte (UlTitxt *self, guint8 *byte, GError **error)
{
    const guint8 *p = self->reader->p;
    for (guint i = 0; i < 2; i++)
        if (!g_ascii_isxdigit (p[i]))
            return i == 1 && ends_token (self, p + 1)
                       ? fail_at (self, p, _ ("a single digit; expected two for each byte"), error)
                       : fail_digit (self, p + i, error);
    if (g_ascii_isxdigit (p[2]))
        return fail_at (self, p, _ ("the number does not fit a byte; expected two digits"), error);
    if (!ends_token (self, p + 2))
        return fail_digit (self, p + 2, error);
    *byte = (guint8) ul_hex_pair (ul_hex_table (), p);
    self->reader->p = p + 2;
    return TRUE;
}

/* Part of a line of data: as much as fits the window. */
static gboolean
read_part (UlTitxt *self, GError **error)
{
    UlImageReader *reader = self->reader;
    UlImagePlace place = ul_image_reader_locate (reader, reader->p);
    place.stride = 3;
    guint8 bytes[PART_SIZE];
    guint n = 0;
    do {
        if (!read_byte (self, &bytes[n++], error))
            return FALSE;
        if (*reader->p == ' ' && g_ascii_isxdigit (reader->p[1]))
            reader->p++;
    } while (n < PART_SIZE && g_ascii_isxdigit (*reader->p));
    if (!ul_image_builder_add (self->builder, self->address, bytes, n, &place, error))
        return FALSE;
    self->address += n;
    return TRUE;
}

static gboolean
read_data (UlTitxt *self, GError **error)
{
    UlImageReader *reader = self->reader;
    if (!self->has_address)
        return fail_at (self, reader->p,
                        _ ("data stand before the first address; expected “@” and the address"),
                        error);
    if (!read_part (self, error))
        return FALSE;
    /* What follows the part, on this line or the next, is for the next turn. */
    if (!ul_image_reader_fill (reader, error))
        return FALSE;
    return *reader->p == ' ' || *reader->p == '\t' || g_ascii_isxdigit (*reader->p) ||
           ul_image_reader_end_record (reader, error);
}

static gboolean
read_end (UlTitxt *self, GError **error)
{
    self->reader->p++;
    self->ended = TRUE;
    return ul_image_reader_end_record (self->reader, error);
}

static gboolean
read_line (UlTitxt *self, GError **error)
{
    if (self->ended)
        return fail_at (self, self->reader->p,
                        _ ("the text goes on after “q”; expected nothing more. Two files may have "
                           "been joined"),
                        error);
    switch (*self->reader->p) {
    case '@':
        return read_address (self, error);
    case 'q':
    case 'Q':
        return read_end (self, error);
    default:
        return read_data (self, error);
    }
}

gboolean
ul_titxt_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error)
{
    UlTitxt self = { .reader = reader, .builder = builder };
    if (!ul_image_builder_reserve (builder, reader->size / 2, error))
        return FALSE;

    for (;;) {
        gboolean found;
        if (!ul_image_reader_next_line (reader, &found, error))
            return FALSE;
        if (!found)
            break;
        if (!read_line (&self, error))
            return FALSE;
    }
    return self.ended ||
           fail_at (&self, reader->p,
                    _ ("the closing “q” is missing; expected it as the last line. The file may "
                       "be cut short"),
                    error);
}
