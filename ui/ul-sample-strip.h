/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-protection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlSampleStrip:
 *
 * The status reads behind a verdict on the lock as a small strip: one tick each, in the order they
 * were read, told apart by shape as well as by colour. What it shows is also its tooltip and its
 * accessible description.
 */
#define UL_TYPE_SAMPLE_STRIP (ul_sample_strip_get_type ())
G_DECLARE_FINAL_TYPE (UlSampleStrip, ul_sample_strip, UL, SAMPLE_STRIP, GtkDrawingArea)

/** ul_sample_strip_set: @device: (nullable): what is known to be there; some families do not tell
 *   whether mass erase is allowed */
void ul_sample_strip_set (UlSampleStrip *self, const UlLockSamples *samples,
                          const UlDevice *device);

G_END_DECLS
