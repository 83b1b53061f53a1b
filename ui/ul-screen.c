/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-screen.h"

#define SMALLEST_WIDTH  800 /* for which the window is made */
#define SMALLEST_HEIGHT 560

/* A dialog that is being built has no window yet by which to tell its screen: the first one counts.
 */
void
ul_screen_get_room (GtkWidget *widget, int *width, int *height)
{
    GdkMonitor *monitor = gdk_display_get_monitor (gtk_widget_get_display (widget), 0);
    GdkRectangle area = { .width = SMALLEST_WIDTH, .height = SMALLEST_HEIGHT };

    if (monitor != NULL)
        gdk_monitor_get_workarea (monitor, &area);
    *width = area.width;
    *height = area.height;
}
