/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-record.h"
#include "ul-hex-table.h"
#include "ul-image-parsers.h"

#include <glib/gi18n.h>

enum {
    TYPE_DATA,
    TYPE_END,
    TYPE_SEGMENT_BASE,
    TYPE_SEGMENT_START,
    TYPE_LINEAR_BASE,
    TYPE_LINEAR_START,
};

/* Where the fields are in the bytes of a record. */
enum { AT_COUNT, AT_OFFSET, AT_TYPE = 3, AT_DATA };

#define LONGEST_RECORD 523 /* characters, with a line end of two */
#define SEGMENT_SIZE   0x10000u

static const UlHexSyntax syntax = { .prefix = 1, .uncounted = 5, .overlong_column = 10 };

typedef struct {
    UlImageReader *reader;
    UlImageBuilder *builder;
    guint32 base;
    guint32 limit; /* data beyond this offset wrap to the start of the segment */
    gboolean has_segment_base, has_linear_base, warned_bases;
    guint start_type; /* 0: none yet */
    guint32 start;
    gboolean ended;
    guint end_line;
} UlIhex;

static gboolean
take_data (UlIhex *self, const UlHexRecord *record, GError **error)
{
    guint count = record->bytes[AT_COUNT];
    guint32 offset = (guint32) record->bytes[AT_OFFSET] << 8 | record->bytes[AT_OFFSET + 1];
    guint straight = offset + count > self->limit ? self->limit - offset : count;
    UlImagePlace place = ul_hex_record_locate (record, AT_DATA);
    UlImagePlace wrapped = ul_hex_record_locate (record, AT_DATA + straight);
    return ul_image_builder_add (self->builder, (guint64) self->base + offset,
                                 record->bytes + AT_DATA, straight, &place, error) &&
           ul_image_builder_add (self->builder, self->base, record->bytes + AT_DATA + straight,
                                 count - straight, &wrapped, error);
}

static gboolean
check_count (const UlHexRecord *record, guint expected, GError **error)
{
    if (record->bytes[AT_COUNT] == expected)
        return TRUE;
    UlImagePlace place = ul_hex_record_locate (record, AT_COUNT);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("a record of type %02X has the byte count %02X; expected %02X"),
                          record->bytes[AT_TYPE], record->bytes[AT_COUNT], expected);
}

static gboolean
check_no_offset (const UlHexRecord *record, GError **error)
{
    if (record->bytes[AT_OFFSET] == 0 && record->bytes[AT_OFFSET + 1] == 0)
        return TRUE;
    UlImagePlace place = ul_hex_record_locate (record, AT_OFFSET);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("a record of type %02X has the offset %02X%02X; expected 0000"),
                          record->bytes[AT_TYPE], record->bytes[AT_OFFSET],
                          record->bytes[AT_OFFSET + 1]);
}

static void
warn_about_bases (UlIhex *self, const UlHexRecord *record)
{
    if (!self->has_segment_base || !self->has_linear_base || self->warned_bases)
        return;
    self->warned_bases = TRUE;
    ul_image_builder_warn (self->builder,
                           _ ("Line %u: record types 02 and 04 are mixed; each base address "
                              "replaces the one before."),
                           record->place.line);
}

static gboolean
take_base (UlIhex *self, const UlHexRecord *record, GError **error)
{
    if (!check_count (record, 2, error) || !check_no_offset (record, error))
        return FALSE;

    guint32 value = (guint32) record->bytes[AT_DATA] << 8 | record->bytes[AT_DATA + 1];
    gboolean linear = record->bytes[AT_TYPE] == TYPE_LINEAR_BASE;
    self->base = linear ? value << 16 : value << 4;
    self->limit = linear ? 2 * SEGMENT_SIZE : SEGMENT_SIZE;
    self->has_linear_base |= linear && value != 0;
    self->has_segment_base |= !linear && value != 0;
    warn_about_bases (self, record);
    return TRUE;
}

/* Two entry points: type 05 is read by the tools that are used for such chips, so that two of them
 * mean two programs in one file. Type 03 is what a tool writes that takes the chip for an 8086. */
static gboolean
take_start (UlIhex *self, const UlHexRecord *record, GError **error)
{
    if (!check_count (record, 4, error) || !check_no_offset (record, error))
        return FALSE;

    const guint8 *data = record->bytes + AT_DATA;
    guint32 high = (guint32) data[0] << 8 | data[1];
    guint32 low = (guint32) data[2] << 8 | data[3];
    guint type = record->bytes[AT_TYPE];
    guint32 start = type == TYPE_LINEAR_START ? high << 16 | low : (high << 4) + low;
    if (self->start_type != 0 && start != self->start) {
        if (type == TYPE_LINEAR_START && self->start_type == TYPE_LINEAR_START) {
            UlImagePlace place = ul_hex_record_locate (record, AT_DATA);
            return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                                  _ ("a second start address, 0x%08X, after 0x%08X; expected one"),
                                  start, self->start);
        }
        ul_image_builder_warn (self->builder,
                               _ ("Line %u: a second start address, 0x%08X, after 0x%08X. Two "
                                  "files may have been joined."),
                               record->place.line, start, self->start);
    }
    if (type < self->start_type)
        return TRUE;
    self->start_type = type;
    self->start = start;
    ul_image_builder_set_start (self->builder, start);
    return TRUE;
}

static gboolean
take_end (UlIhex *self, const UlHexRecord *record, GError **error)
{
    if (!check_count (record, 0, error)) /* its offset is the start address of 8-bit tools */
        return FALSE;
    self->ended = TRUE;
    self->end_line = record->place.line;
    return TRUE;
}

static gboolean
fail_type (const UlHexRecord *record, GError **error)
{
    guint type = record->bytes[AT_TYPE];
    UlImagePlace place = ul_hex_record_locate (record, AT_TYPE);
    if (type >= 0x0A && type <= 0x0E)
        return ul_image_fail (error, UL_ERROR_IMAGE_FORMAT, &place,
                              _ ("record type %02X belongs to a micro:bit Universal Hex file, "
                                 "which holds firmware for two boards; expected Intel HEX for one "
                                 "chip"),
                              type);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("record type %02X is not an Intel HEX type; expected 00 to 05"), type);
}

static gboolean
take_record (UlIhex *self, const UlHexRecord *record, GError **error)
{
    switch (record->bytes[AT_TYPE]) {
    case TYPE_DATA:
        return take_data (self, record, error);
    case TYPE_END:
        return take_end (self, record, error);
    case TYPE_SEGMENT_BASE:
    case TYPE_LINEAR_BASE:
        return take_base (self, record, error);
    case TYPE_SEGMENT_START:
    case TYPE_LINEAR_START:
        return take_start (self, record, error);
    default:
        return fail_type (record, error);
    }
}

static gboolean
read_record (UlIhex *self, GError **error)
{
    UlHexRecord record;
    if (!ul_hex_record_read (self->reader, &syntax, &record, error))
        return FALSE;
    if (record.sum != 0)
        return ul_hex_record_fail_checksum (
            &record, (guint8) (record.bytes[record.size - 1] - record.sum), error);
    return take_record (self, &record, error) && ul_image_reader_end_record (self->reader, error);
}

/* Takes whole data records for as long as each is sound and goes on where the last one ended. The
 * first that is not so is left to read_record(), which also knows what to say of it.
 * Returns: whether there was one */
static gboolean
skim_data (UlIhex *self)
{
    const guint16 *table = ul_hex_table ();
    UlImageReader *reader = self->reader;
    UlImageBuilder *builder = self->builder;
    const guint8 *safe = reader->at_end ? reader->end : reader->end - LONGEST_RECORD;
    const guint8 *p = reader->p;
    while (p < safe && p[0] == ':') {
        guint count = ul_hex_pair (table, p + 1);
        guint high = ul_hex_pair (table, p + 3);
        guint low = ul_hex_pair (table, p + 5);
        guint type = ul_hex_pair (table, p + 7);
        guint offset = high << 8 | low;
        if (type != TYPE_DATA || ((count | high | low) & UL_HEX_BAD) != 0 ||
            count > builder->room || (guint64) self->base + offset != builder->next ||
            offset + count > self->limit)
            break;

        guint sum = count + high + low;
        guint bad = count == 16 ? ul_hex_decode (table, p + 9, builder->cursor, 16, &sum)
                                : ul_hex_decode (table, p + 9, builder->cursor, count, &sum);
        const guint8 *end = p + 9 + 2 * count;
        guint checksum = ul_hex_pair (table, end);
        end += end[2] == '\r' ? 3 : 2;
        if (((bad | checksum) & UL_HEX_BAD) != 0 || ((sum + checksum) & 0xFF) != 0 || *end != '\n')
            break;
        p = end + 1;
        ul_image_builder_commit (builder, count);
        reader->line++;
    }
    if (p == reader->p)
        return FALSE;
    reader->p = p;
    reader->line_start = reader->end_offset - (guint64) (reader->end - p);
    return TRUE;
}

static gboolean
fail_first_character (UlIhex *self, GError **error)
{
    UlImagePlace place = ul_image_reader_locate (self->reader, self->reader->p);
    g_autofree char *quoted = ul_image_reader_quote (*self->reader->p);
    gboolean stranger = place.line == 1; /* is no such file, rather than a damaged one */
    return ul_image_fail (error, stranger ? UL_ERROR_IMAGE_FORMAT : UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("the line starts with %s; expected “:”, with which each record of an "
                             "Intel HEX file starts"),
                          quoted);
}

static gboolean
fail_after_end (UlIhex *self, GError **error)
{
    UlImagePlace place = ul_image_reader_locate (self->reader, self->reader->p);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("a record stands after the end record of line %u; expected nothing "
                             "more. Two files may have been joined"),
                          self->end_line);
}

static gboolean
fail_no_end (UlIhex *self, GError **error)
{
    UlImagePlace place = ul_image_reader_locate (self->reader, self->reader->p);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("the end record is missing; expected :00000001FF as the last record. "
                             "The file may be cut short"));
}

gboolean
ul_ihex_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error)
{
    UlIhex self = { .reader = reader, .builder = builder, .limit = 2 * SEGMENT_SIZE };
    if (!ul_image_builder_reserve (builder, reader->size / 2, error))
        return FALSE;

    for (;;) {
        gboolean found;
        if (!ul_image_reader_next_line (reader, &found, error))
            return FALSE;
        if (!found)
            return self.ended || fail_no_end (&self, error);
        if (*reader->p != ':')
            return fail_first_character (&self, error);
        if (self.ended)
            return fail_after_end (&self, error);
        if (!skim_data (&self) && !read_record (&self, error))
            return FALSE;
    }
}
