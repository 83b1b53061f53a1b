/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"
#include "ul-image.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlMemoryOutline:
 *
 * One kind of memory of a chip as a bar, with its sectors as far as there is room, and what files
 * fill of it and beyond it. Bars of the same span are on one scale, whatever chips they are of.
 */
#define UL_TYPE_MEMORY_OUTLINE (ul_memory_outline_get_type ())
G_DECLARE_FINAL_TYPE (UlMemoryOutline, ul_memory_outline, UL, MEMORY_OUTLINE, GtkDrawingArea)

/**
 * ul_memory_outline_new:
 * @device: lives as long as the program; has memory of @kind
 * @span: bytes that the whole width stands for, at least the size of that memory
 * @image: (nullable): what the files fill
 */
GtkWidget *ul_memory_outline_new (const UlDevice *device, UlRegionKind kind, guint64 span,
                                  UlImage *image);

/** ul_memory_outline_measure: @start: (out): of the memory of @kind. Returns: from there to its
 *   end, in bytes; 0: the chip has none */
guint64 ul_memory_outline_measure (const UlDevice *device, UlRegionKind kind, guint32 *start);

G_END_DECLS
