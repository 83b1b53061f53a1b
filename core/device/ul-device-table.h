/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

G_BEGIN_DECLS

/** UlDeviceRow: a row as it is stored. Its texts are numbers, and not addresses, for these would
 * have to be worked out for all rows each time that a program is loaded */
typedef struct {
    guint32 name, vendor, family, core_name, source; /* where it begins in ul_device_words */
    UlDevice device;                                 /* the rest; its texts are %NULL */
} UlDeviceRow;

/* Generated from data/devices at build time; sorted by name as strcmp() does. */
extern const UlDeviceRow ul_device_rows[];
extern const guint ul_device_n_rows;
extern const char ul_device_words[];

/** ul_device_table_get: Returns: (array length=ul_device_n_rows) (transfer none): the rows with
 * their texts, in the same order. Any thread may call it */
const UlDevice *ul_device_table_get (void);

G_END_DECLS
