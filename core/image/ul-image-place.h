/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-error.h"

G_BEGIN_DECLS

/**
 * UlImagePlace: where in a file something stands. Lines and columns count from 1; a text file has
 * a line and mostly a column, any other file an offset.
 */
typedef struct {
    guint line;     /* 0: not a text file */
    guint64 column; /* 0: the line as a whole; else of the first character */
    gboolean has_offset;
    guint64 offset; /* bytes from the start of the file */
    guint stride;   /* of data: characters (or bytes) of the file for each byte; 0 means 1 */
} UlImagePlace;

/**
 * ul_image_fail:
 * @place: (nullable): becomes the details "line", "column", "offset"
 * @format: why, as a clause that begins in lower case and says what was expected; the loader puts
 *   the file and the place in front
 *
 * Returns: %FALSE
 */
gboolean ul_image_fail (GError **error, UlErrorCode code, const UlImagePlace *place,
                        const char *format, ...) G_GNUC_PRINTF (4, 5);

/** ul_image_place_to_text: Returns: (transfer full): translated: "line 3, column 42" */
char *ul_image_place_to_text (const UlImagePlace *place);

/** ul_image_complete_error: makes the clause of ul_image_fail() the sentence shown to a person */
void ul_image_complete_error (GError *error, const char *file_name);

G_END_DECLS
