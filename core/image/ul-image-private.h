/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image-builder.h"

G_BEGIN_DECLS

/**
 * ul_image_new_from_builder:
 * @builder: finished; its bytes and warnings move to the image
 *
 * Returns: (transfer full)
 */
UlImage *ul_image_new_from_builder (UlImageBuilder *builder, UlImageFormat format,
                                    const char *name);

/** ul_image_set_source: what is known of the file; @sha256 (nullable) where it is known already */
void ul_image_set_source (UlImage *self, GFile *file, guint64 size, guint64 mtime_us,
                          const char *sha256);

G_END_DECLS
