/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-serial.h"

G_BEGIN_DECLS

/**
 * ul_file_merge_async:
 * @source: of the callback
 * @images: (element-type UlImage): of the files, at least one
 * @serial: (nullable): where @number goes
 *
 * Puts them together on a thread.
 */
void ul_file_merge_async (GObject *source, GPtrArray *images, const UlSerial *serial,
                          guint64 number, GAsyncReadyCallback callback, gpointer user_data);
/**
 * ul_file_merge_finish:
 * @plain: (out) (nullable) (transfer full): the files alone, also where the number does not go in
 * @merged: (out) (nullable) (transfer full): with the number
 *
 * Returns: %FALSE with an error of ul_image_merge() or ul_serial_join()
 */
gboolean ul_file_merge_finish (GAsyncResult *result, UlImage **plain, UlImage **merged,
                               GError **error);

G_END_DECLS
