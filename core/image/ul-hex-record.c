/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-record.h"

#include "ul-hex-table.h"

#include <glib/gi18n.h>

#define LONGEST_DIGITS 520

/* Hexadecimal digits at @text, counted up to one more than the longest record has. */
static guint
count_digits (const guint8 *text)
{
    guint n = 0;
    while (n <= LONGEST_DIGITS && g_ascii_isxdigit (text[n]))
        n++;
    return n;
}

static gboolean
fail_length (const UlHexRecord *record, guint count, guint has, GError **error)
{
    UlImagePlace place = ul_hex_record_locate (record, 0);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("the byte count %02X asks for %u bytes, but the record has %u; "
                             "expected as many as it says"),
                          count, count, has);
}

static gboolean
fail_overlong (const UlHexSyntax *syntax, const UlHexRecord *record, guint count, GError **error)
{
    UlImagePlace place = record->place;
    place.column += syntax->overlong_column - 1;
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("the byte count %02X asks for %u bytes, but the line goes on beyond "
                             "the longest record there is; expected the end of the line"),
                          count, count);
}

static gboolean
fail_cut (const UlImagePlace *place, guint size, guint has, GError **error)
{
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, place,
                          _ ("the file ends within a record, of whose %u bytes only %u are there; "
                             "expected the rest. The file may be cut short"),
                          size, has);
}

static gboolean
fail_digit (UlImageReader *reader, const guint8 *at, GError **error)
{
    UlImagePlace place = ul_image_reader_locate (reader, at);
    g_autofree char *quoted = ul_image_reader_quote (*at);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("%s is not a hexadecimal digit; expected 0-9 or A-F"), quoted);
}

static gboolean
ends_after_blanks (UlImageReader *reader, const guint8 *at)
{
    while (at < reader->end && (*at == ' ' || *at == '\t'))
        at++;
    return ul_image_reader_ends_line (reader, at);
}

/* Finds why the digits at @text are not as many as the record should have. */
static gboolean
fail_digits (UlImageReader *reader, const UlHexSyntax *syntax, const UlHexRecord *record,
             const guint8 *text, guint n_digits, guint count, GError **error)
{
    const guint8 *stop = text + n_digits;
    guint n_bytes = n_digits / 2;
    guint has = n_bytes > syntax->uncounted ? n_bytes - syntax->uncounted : 0;
    if (n_digits > LONGEST_DIGITS)
        return fail_overlong (syntax, record, count, error);
    if (!ends_after_blanks (reader, stop))
        return fail_digit (reader, stop, error);

    UlImagePlace place = ul_image_reader_locate (reader, stop);
    if (ul_image_reader_ends_text (reader, stop) && n_digits < 2 * (count + syntax->uncounted))
        return fail_cut (&place, record->size, n_bytes, error);
    if (n_digits % 2 != 0)
        return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                              _ ("the record has an odd number of hexadecimal digits, %u; "
                                 "expected two for each byte"),
                              n_digits);
    return fail_length (record, count, has, error);
}

gboolean
ul_hex_record_read (UlImageReader *reader, const UlHexSyntax *syntax, UlHexRecord *record,
                    GError **error)
{
    const guint16 *table = ul_hex_table ();
    const guint8 *text = reader->p + syntax->prefix;
    record->place = ul_image_reader_locate (reader, reader->p);
    record->prefix = syntax->prefix;

    guint n_digits = count_digits (text);
    guint count = n_digits >= 2 ? ul_hex_pair (table, text) : 0;
    record->size = count + syntax->uncounted;
    if (n_digits != 2 * record->size)
        return fail_digits (reader, syntax, record, text, n_digits, count, error);

    record->sum = 0;
    ul_hex_decode (table, text, record->bytes, record->size, &record->sum);
    record->sum &= 0xFF;
    reader->p = text + n_digits;
    return TRUE;
}

UlImagePlace
ul_hex_record_locate (const UlHexRecord *record, guint index)
{
    UlImagePlace place = record->place;
    place.column += record->prefix + 2 * index;
    place.stride = 2;
    return place;
}

gboolean
ul_hex_record_fail_checksum (const UlHexRecord *record, guint8 expected, GError **error)
{
    UlImagePlace place = ul_hex_record_locate (record, record->size - 1);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("the checksum is %02X; expected %02X, to which the record adds up"),
                          record->bytes[record->size - 1], expected);
}
