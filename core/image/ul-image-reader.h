/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image-place.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* No record and no UF2 block is longer. */
#define UL_IMAGE_READER_LOOK_AHEAD ((gsize) 1024)

/**
 * UlImageReader: a window that slides over a file, and the line it stands on. The file is read,
 * not mapped: somebody may cut it short at any time.
 */
typedef struct {
    const guint8 *p;    /* the next byte */
    const guint8 *end;  /* of what the window holds; %UL_IMAGE_READER_LOOK_AHEAD bytes after it may
                           be read, and are 0 when the file ends there */
    gboolean at_end;    /* the file ends at @end */
    guint line;         /* of @p */
    guint64 line_start; /* offset in the file of column 1 of that line */

    int fd;             /* not owned */
    guint64 size;       /* of the file */
    guint64 end_offset; /* of @end in the file */
    GCancellable *cancellable;
    guint8 *window;
} UlImageReader;

void ul_image_reader_init (UlImageReader *self, int fd, guint64 size, GCancellable *cancellable);
void ul_image_reader_clear (UlImageReader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlImageReader, ul_image_reader_clear)

/** ul_image_reader_seek: to any byte of the file; lines are counted from there */
void ul_image_reader_seek (UlImageReader *self, guint64 offset);

/**
 * ul_image_reader_fill: slides the window so that %UL_IMAGE_READER_LOOK_AHEAD bytes or all that
 *   remain lie between p and end
 *
 * Returns: %FALSE with %UL_ERROR_FILE_IO or %G_IO_ERROR_CANCELLED
 */
gboolean ul_image_reader_fill (UlImageReader *self, GError **error);

/** ul_image_reader_locate: Returns: the place of @at, a byte in the window on the present line */
UlImagePlace ul_image_reader_locate (const UlImageReader *self, const guint8 *at);

/**
 * ul_image_reader_next_line: goes to the first character of the next line that is neither blank nor
 * a comment
 *   (; # * / !); a Ctrl-Z ends the text. p stands at the end of the text when there is none.
 *
 * Returns: %FALSE with %UL_ERROR_IMAGE_SYNTAX when something stands after a Ctrl-Z, or as
 *   ul_image_reader_fill()
 */
gboolean ul_image_reader_next_line (UlImageReader *self, gboolean *found, GError **error);

/** ul_image_reader_end_record: after a record: goes to the next line; blanks and a comment may
 * stand in between, anything else is %UL_ERROR_IMAGE_SYNTAX */
gboolean ul_image_reader_end_record (UlImageReader *self, GError **error);

/** ul_image_reader_ends_line: Returns: whether the line or the text ends at @at */
gboolean ul_image_reader_ends_line (const UlImageReader *self, const guint8 *at);
/** ul_image_reader_ends_text: Returns: whether the text ends at @at */
gboolean ul_image_reader_ends_text (const UlImageReader *self, const guint8 *at);

/** ul_image_reader_quote: Returns: (transfer full): the character as shown in a message */
char *ul_image_reader_quote (guint8 character);

G_END_DECLS
