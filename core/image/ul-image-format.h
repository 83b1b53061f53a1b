/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image.h"

G_BEGIN_DECLS

/**
 * ul_image_format_recognize:
 * @head: (array length=size): the start of the file, 1 KiB or all of it
 * @name: of the file; its suffix counts only where the content says nothing
 * @force_bin: raw binary rather than an error
 *
 * Returns: the format, or %UL_IMAGE_FORMAT_AUTO with %UL_ERROR_IMAGE_FORMAT that says what the
 *   file is instead
 */
UlImageFormat ul_image_format_recognize (const guint8 *head, gsize size, const char *name,
                                         gboolean force_bin, GError **error);

G_END_DECLS
