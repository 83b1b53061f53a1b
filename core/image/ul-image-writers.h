/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image.h"

G_BEGIN_DECLS

/**
 * UlImageWriter:
 * @fill: for gaps; raw binary only
 *
 * Writes the whole image to @stream, without closing it.
 */
typedef gboolean (*UlImageWriter) (UlImage *image, guint8 fill, GOutputStream *stream,
                                   GCancellable *cancellable, GError **error);

/** ul_ihex_write: records of 16 bytes that do not cross a 64 KiB line; type 05 for the start */
gboolean ul_ihex_write (UlImage *image, guint8 fill, GOutputStream *stream,
                        GCancellable *cancellable, GError **error);
/** ul_srec_write: S1, S2 or S3 as the highest address needs, with header, count and end */
gboolean ul_srec_write (UlImage *image, guint8 fill, GOutputStream *stream,
                        GCancellable *cancellable, GError **error);
/** ul_bin_write: from the lowest known address to the highest */
gboolean ul_bin_write (UlImage *image, guint8 fill, GOutputStream *stream,
                       GCancellable *cancellable, GError **error);

G_END_DECLS
