/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"
#include "ul-image.h"

G_BEGIN_DECLS

/* How two chips differ, in words. All translated; the caller frees. */

/** UlChipDifference: one thing that both have, or only one of them */
typedef struct {
    const char *title;    /* "RAM"; not owned */
    char *chosen, *found; /* owned */
    gboolean differs;
} UlChipDifference;

/** ul_chip_differences_list: Returns: (transfer full) (element-type UlChipDifference): what can be
 *   told of both, also where they are alike */
GArray *ul_chip_differences_list (const UlDevice *chosen, const UlDevice *found);

/** ul_chip_differences_describe: "0x00000000–0x0001FFFF, 128 × 1 KiB", and how much of it @image
 *   (nullable) fills; "none on this chip" */
char *ul_chip_differences_describe (const UlDevice *device, UlRegionKind kind, UlImage *image);

/** ul_chip_differences_describe_place: the sector at @address, or that there is none, and whether
 *   @image (nullable) fills it; one line each */
char *ul_chip_differences_describe_place (const UlDevice *device, UlImage *image, guint32 address);

/** ul_chip_differences_judge: Returns: (nullable): a sentence that says whether @image (nullable)
 *   fits the chip */
char *ul_chip_differences_judge (const UlDevice *device, UlImage *image);

G_END_DECLS
