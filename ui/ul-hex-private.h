/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ul-hex-bytes.c and ul-hex-search.c share. */
#pragma once

#include "ul-hex-bytes.h"

G_BEGIN_DECLS

/** UlHexSpan: addresses without a gap, of the chip or of a file beside it */
typedef struct {
    guint32 start;
    guint64 size; /* bytes */
    guint first_row;
    gboolean on_chip;
    guint8 *chip; /* (nullable) owned: size bytes, once some were read */
    guint8 *read; /* (nullable) owned: for each row, 1 when it was read */
} UlHexSpan;

/** ul_hex_bytes_get_spans: Returns: (transfer none) (element-type UlHexSpan): by rising address */
GArray *ul_hex_bytes_get_spans (UlHexBytes *self);
UlImage *ul_hex_bytes_get_image (UlHexBytes *self); /* nullable */

static inline guint
ul_hex_span_count_rows (const UlHexSpan *span)
{
    return (guint) ((span->size + UL_HEX_COLUMNS - 1) / UL_HEX_COLUMNS);
}

G_END_DECLS
