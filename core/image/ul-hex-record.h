/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image-reader.h"

G_BEGIN_DECLS

/** UlHexSyntax: what the records of Intel HEX and of Motorola have in common, and what not */
typedef struct {
    guint prefix;          /* characters before the byte count: ":" or "S1" */
    guint uncounted;       /* bytes of a record beyond its byte count, the count itself included */
    guint overlong_column; /* named when a line goes on beyond the longest record there is */
} UlHexSyntax;

/** UlHexRecord: one record as bytes, the byte count first and the checksum last */
typedef struct {
    guint8 bytes[260];
    guint size;
    guint sum;          /* of all bytes, modulo 256 */
    UlImagePlace place; /* of its first character */
    guint prefix;
} UlHexRecord;

/**
 * ul_hex_record_read:
 * @reader: at the first character of a record; stands after the last one then
 *
 * Returns: %FALSE with %UL_ERROR_IMAGE_SYNTAX naming line and column of what is wrong with the
 *   record's characters or its length. The checksum is left to the caller.
 */
gboolean ul_hex_record_read (UlImageReader *reader, const UlHexSyntax *syntax, UlHexRecord *record,
                             GError **error);

/** ul_hex_record_locate: Returns: the place of the byte at @index, the count being 0 */
UlImagePlace ul_hex_record_locate (const UlHexRecord *record, guint index);

/** ul_hex_record_fail_checksum: Returns: %FALSE with the checksum that would fit, @expected */
gboolean ul_hex_record_fail_checksum (const UlHexRecord *record, guint8 expected, GError **error);

G_END_DECLS
