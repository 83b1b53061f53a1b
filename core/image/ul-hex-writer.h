/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** ul_hex_writer_append: @data as upper-case digits. Returns: the sum of the bytes */
guint ul_hex_writer_append (GString *text, const guint8 *data, gsize size);

/** ul_hex_writer_flush: writes @text and empties it, once it is worth a write or when @all.
 * Returns: %FALSE with GIO's error */
gboolean ul_hex_writer_flush (GString *text, gboolean all, GOutputStream *stream,
                              GCancellable *cancellable, GError **error);

G_END_DECLS
