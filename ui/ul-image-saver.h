/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image.h"

G_BEGIN_DECLS

/** ul_image_saver_save_async: ul_image_save() on a worker thread; gaps of raw binaries are 0xFF */
void ul_image_saver_save_async (UlImage *image, GFile *file, UlImageFormat format,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean ul_image_saver_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
