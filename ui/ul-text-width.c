/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-text-width.h"

#define CELL_SPACE 10 /* pixels beside the text of a cell, and the line between two columns */

int
ul_text_width_measure (GtkWidget *widget, const char *text, PangoWeight weight)
{
    g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
    g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
    int width;

    pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
    pango_layout_set_attributes (layout, attributes);
    pango_layout_get_pixel_size (layout, &width, NULL);
    return width + CELL_SPACE;
}
