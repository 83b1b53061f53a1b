/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlDropFrame:
 *
 * Lies over the window while files are dragged on it and says before the drop what would happen.
 *
 * Signals: "dropped" (#GPtrArray of #GFile): to be opened together.
 */
#define UL_TYPE_DROP_FRAME (ul_drop_frame_get_type ())
G_DECLARE_FINAL_TYPE (UlDropFrame, ul_drop_frame, UL, DROP_FRAME, GtkBox)

/** ul_drop_frame_attach: makes all of @overlay take dropped files; the frame lives with it */
UlDropFrame *ul_drop_frame_attach (GtkOverlay *overlay);

G_END_DECLS
