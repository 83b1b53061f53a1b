/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image-builder.h"

G_BEGIN_DECLS

/** ul_image_builder_weave: moves the late bytes to their places among the sorted ones. Errors as
 * ul_image_builder_add(). */
gboolean ul_image_builder_weave (UlImageBuilder *self, GError **error);

/** ul_image_builder_too_scattered: sets %UL_ERROR_IMAGE_TOO_BIG. Returns: %FALSE */
gboolean ul_image_builder_too_scattered (GError **error);

/** ul_image_builder_max_extents: pieces that @size bytes may lie in, so that the list of pieces
 * stays small beside the bytes */
guint ul_image_builder_max_extents (gsize size);

/** ul_image_builder_grow_extents: makes room for @count more, exactly */
void ul_image_builder_grow_extents (UlImageBuilder *self, guint count);

G_END_DECLS
