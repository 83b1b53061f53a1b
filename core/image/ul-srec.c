/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-record.h"
#include "ul-hex-table.h"
#include "ul-image-parsers.h"

#include <glib/gi18n.h>

#define LONGEST_RECORD 516 /* characters, with a line end of two */

static const UlHexSyntax syntax = { .prefix = 2, .uncounted = 1, .overlong_column = 5 };

typedef struct {
    UlImageReader *reader;
    UlImageBuilder *builder;
    guint64 n_data; /* records S1, S2, S3 */
    gboolean ended;
    guint end_line;
    /* A header behind data: the lines of the file do not stand in their first order, so that the
     * place of the end record says nothing either. */
    gboolean rearranged;
    guint64 n_late; /* data records behind the end record */
    gboolean has_count;
    guint32 count;
    UlImagePlace count_place;
} UlSrec;

/* Bytes of the address of S0 to S9. */
static const guint8 address_sizes[] = { 2, 2, 3, 4, 0, 2, 3, 4, 3, 2 };

static guint32
get_number (const UlHexRecord *record, guint size)
{
    guint32 value = 0;
    for (guint i = 0; i < size; i++)
        value = value << 8 | record->bytes[1 + i];
    return value;
}

static gboolean
fail_after_end (UlSrec *self, const UlHexRecord *record, GError **error)
{
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &record->place,
                          _ ("a record stands after the end record of line %u; expected nothing "
                             "more. Two files may have been joined"),
                          self->end_line);
}

static gboolean
take_data (UlSrec *self, guint type, const UlHexRecord *record, GError **error)
{
    if (self->ended && !self->rearranged)
        return fail_after_end (self, record, error);

    self->n_data++;
    self->n_late += self->ended;
    guint first = 1 + address_sizes[type];
    UlImagePlace place = ul_hex_record_locate (record, first);
    return ul_image_builder_add (self->builder, get_number (record, address_sizes[type]),
                                 record->bytes + first, record->size - first - 1, &place, error);
}

static gboolean
take_header (UlSrec *self, const UlHexRecord *record, GError **error)
{
    if (self->ended)
        return fail_after_end (self, record, error);
    self->rearranged |= self->n_data > 0;
    return TRUE;
}

static gboolean
take_count (UlSrec *self, const UlHexRecord *record, GError **error)
{
    guint32 count = get_number (record, record->size - 2);
    UlImagePlace place = ul_hex_record_locate (record, 1);
    if (self->has_count && count != self->count)
        return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                              _ ("a second record count, %u, after %u; expected one. Two files may "
                                 "have been joined"),
                              count, self->count);
    self->has_count = TRUE;
    self->count = count;
    self->count_place = place;
    return TRUE;
}

static gboolean
take_end (UlSrec *self, guint type, const UlHexRecord *record, GError **error)
{
    if (self->ended)
        return fail_after_end (self, record, error);
    self->ended = TRUE;
    self->end_line = record->place.line;
    ul_image_builder_set_start (self->builder, get_number (record, address_sizes[type]));
    return TRUE;
}

static gboolean
check_size (guint type, const UlHexRecord *record, GError **error)
{
    guint least = address_sizes[type] + 1;
    guint most = type <= 3 ? 255 : type == 5 || type == 6 ? 5 : least;
    least = type == 5 || type == 6 ? 3 : least; /* compilers differ in how they write a count */
    if (record->bytes[0] >= least && record->bytes[0] <= most)
        return TRUE;
    UlImagePlace place = ul_hex_record_locate (record, 0);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("an S%u record has the byte count %02X; expected %02X to %02X"), type,
                          record->bytes[0], least, most);
}

static gboolean
take_record (UlSrec *self, guint type, const UlHexRecord *record, GError **error)
{
    if (!check_size (type, record, error))
        return FALSE;
    if (type == 0)
        return take_header (self, record, error);
    if (type <= 3)
        return take_data (self, type, record, error);
    if (type <= 6)
        return take_count (self, record, error);
    return take_end (self, type, record, error);
}

/* @format: has one %s, for the character at @index */
static gboolean
fail_start_of_line (UlSrec *self, guint index, const char *format, GError **error)
{
    UlImagePlace place = ul_image_reader_locate (self->reader, self->reader->p + index);
    g_autofree char *quoted = ul_image_reader_quote (self->reader->p[index]);
    gboolean stranger = index == 0 && place.line == 1; /* is no such file, rather than damaged */
    return ul_image_fail (error, stranger ? UL_ERROR_IMAGE_FORMAT : UL_ERROR_IMAGE_SYNTAX, &place,
                          format, quoted);
}

/* @type: (out): of the record at p */
static gboolean
check_start_of_line (UlSrec *self, guint *type, GError **error)
{
    const guint8 *p = self->reader->p;
    if (p[0] != 'S')
        return fail_start_of_line (self, 0,
                                   _ ("%s starts the line; expected a capital “S”, with which each "
                                      "record of an S-record file starts"),
                                   error);
    if (!g_ascii_isdigit (p[1]) || p[1] == '4')
        return fail_start_of_line (
            self, 1, _ ("%s is not the type of an S-record; expected 0 to 3 or 5 to 9"), error);
    *type = p[1] - '0';
    return TRUE;
}

static gboolean
read_record (UlSrec *self, GError **error)
{
    guint type = 0;
    UlHexRecord record;
    if (!check_start_of_line (self, &type, error) ||
        !ul_hex_record_read (self->reader, &syntax, &record, error))
        return FALSE;
    if (record.sum != 0xFF)
        return ul_hex_record_fail_checksum (
            &record, (guint8) (record.bytes[record.size - 1] + 0xFF - record.sum), error);
    return take_record (self, type, &record, error) &&
           ul_image_reader_end_record (self->reader, error);
}

/* Takes whole data records for as long as each is sound and goes on where the last one ended. The
 * first that is not so is left to read_record(), which also knows what to say of it.
 * Returns: whether there was one */
static gboolean
skim_data (UlSrec *self)
{
    const guint16 *table = ul_hex_table ();
    UlImageReader *reader = self->reader;
    UlImageBuilder *builder = self->builder;
    const guint8 *safe = reader->at_end ? reader->end : reader->end - LONGEST_RECORD;
    const guint8 *p = reader->p;
    while (p < safe && p[0] == 'S' && p[1] >= '1' && p[1] <= '3') {
        guint size = address_sizes[p[1] - '0'];
        guint8 address[4] = { 0 };
        guint count = ul_hex_pair (table, p + 2);
        guint sum = count;
        guint bad = (count & UL_HEX_BAD) | ul_hex_decode (table, p + 4, address, size, &sum);
        guint n = count - size - 1;
        guint32 value = 0;
        for (guint i = 0; i < size; i++)
            value = value << 8 | address[i];
        if (bad != 0 || count < size + 1 || n > builder->room || value != builder->next)
            break;

        const guint8 *data = p + 4 + 2 * size;
        bad = n == 16 ? ul_hex_decode (table, data, builder->cursor, 16, &sum)
                      : ul_hex_decode (table, data, builder->cursor, n, &sum);
        guint checksum = ul_hex_pair (table, data + 2 * n);
        const guint8 *end = data + 2 * n + 2;
        end += *end == '\r';
        if (((bad | checksum) & UL_HEX_BAD) != 0 || ((sum + checksum) & 0xFF) != 0xFF ||
            *end != '\n')
            break;
        p = end + 1;
        ul_image_builder_commit (builder, n);
        reader->line++;
        self->n_data++;
    }
    if (p == reader->p)
        return FALSE;
    reader->p = p;
    reader->line_start = reader->end_offset - (guint64) (reader->end - p);
    return TRUE;
}

/* Some tools keep the low half of a count that does not fit. */
static gboolean
check_count (UlSrec *self, GError **error)
{
    if (!self->has_count || self->count == self->n_data ||
        (self->n_data > G_MAXUINT16 && self->count == (self->n_data & G_MAXUINT16)))
        return TRUE;
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &self->count_place,
                          _ ("the record count is %u, but the file has %lu data records; expected "
                             "as many as it says. The file may be cut short"),
                          self->count, (gulong) self->n_data);
}

static gboolean
finish (UlSrec *self, GError **error)
{
    if (!check_count (self, error))
        return FALSE;
    if (self->n_late > 0)
        ul_image_builder_warn (self->builder,
                               _ ("The end record on line %u is not the last: the lines of this "
                                  "file have been rearranged."),
                               self->end_line);
    if (!self->ended && !self->has_count)
        ul_image_builder_warn (self->builder,
                               _ ("There is neither an end record (S7, S8, S9) nor a record count "
                                  "(S5, S6): the file may be cut short."));
    return TRUE;
}

gboolean
ul_srec_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error)
{
    UlSrec self = { .reader = reader, .builder = builder };
    if (!ul_image_builder_reserve (builder, reader->size / 2, error))
        return FALSE;

    for (;;) {
        gboolean found;
        if (!ul_image_reader_next_line (reader, &found, error))
            return FALSE;
        if (!found)
            return finish (&self, error);
        if ((self.ended || !skim_data (&self)) && !read_record (&self, error))
            return FALSE;
    }
}
