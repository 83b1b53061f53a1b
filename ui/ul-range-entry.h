/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlRangeEntry:
 *
 * Two entries for the first and the last address of a range on a device.
 *
 * Signals: "changed".
 */
#define UL_TYPE_RANGE_ENTRY (ul_range_entry_get_type ())
G_DECLARE_FINAL_TYPE (UlRangeEntry, ul_range_entry, UL, RANGE_ENTRY, GtkBox)

/** ul_range_entry_set_device: shows the whole first region of @device */
void ul_range_entry_set_device (UlRangeEntry *self, const UlDevice *device);
/** ul_range_entry_set: @size: at least 1 */
void ul_range_entry_set (UlRangeEntry *self, guint32 start, guint32 size);
/** ul_range_entry_get: Returns: %FALSE when what stands there is no range of the device */
gboolean ul_range_entry_get (UlRangeEntry *self, guint32 *start, guint32 *size);

/** ul_range_entry_get_fault: Returns: (nullable) (transfer none): why it is none, translated */
const char *ul_range_entry_get_fault (UlRangeEntry *self);

/** ul_range_entry_align: what stands after @label begins where the first entry does */
void ul_range_entry_align (UlRangeEntry *self, GtkWidget *label);

G_END_DECLS
