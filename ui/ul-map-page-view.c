/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The three ways to look at a chip: as a map, as a list, byte by byte. */
#include "ul-go-to.h"
#include "ul-map-page-private.h"

#include <string.h>

static gboolean
is_view (UlMapPage *self, const char *view)
{
    return g_strcmp0 (gtk_stack_get_visible_child_name (self->views), view) == 0;
}

/* What they show is made when it is first wanted. */
static void
make_bytes (UlMapPage *self)
{
    if (!self->bytes_ready)
        ul_hex_page_set_workbench (self->bytes, self->workbench);
    self->bytes_ready = TRUE;
}

void
ul_map_page_grab_focus (UlMapPage *self)
{
    if (is_view (self, "list"))
        ul_sector_list_grab_focus (self->list);
    else if (is_view (self, "bytes"))
        ul_hex_page_grab_focus (self->bytes);
    else
        gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

GtkWidget *
ul_map_page_get_focus_place (UlMapPage *self, GdkRectangle *area)
{
    int sector = ul_sector_map_get_focus_sector (self->map);

    *area = (GdkRectangle){ 0, 0, 1, 1 };
    if (is_view (self, "list"))
        return ul_sector_list_get_focus_area (self->list, area);
    if (is_view (self, "bytes"))
        return GTK_WIDGET (self->bytes);
    if (sector >= 0)
        ul_sector_map_get_cell_area (self->map, (guint) sector, area);
    return GTK_WIDGET (self->map);
}

/* Whoever works by keys goes on working in the new view. */
static gboolean
has_focus (UlMapPage *self)
{
    GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));
    GtkWidget *focus = GTK_IS_WINDOW (window) ? gtk_window_get_focus (GTK_WINDOW (window)) : NULL;

    return focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->views));
}

void
ul_map_page_set_view (UlMapPage *self, const char *view)
{
    gboolean focus = has_focus (self);

    if (is_view (self, view))
        return;
    if (g_str_equal (view, "bytes"))
        make_bytes (self);
    gtk_stack_set_visible_child_name (self->views, view);
    gtk_widget_set_visible (self->zoom, is_view (self, "map"));
    gtk_widget_set_visible (self->only_problems, is_view (self, "list"));
    gtk_widget_set_visible (GTK_WIDGET (self->legend), !is_view (self, "bytes"));
    ul_map_page_show_chosen (self);
    ul_map_page_place_byte (self);
    if (focus)
        ul_map_page_grab_focus (self);
}

const char *
ul_map_page_get_view (UlMapPage *self)
{
    return gtk_stack_get_visible_child_name (self->views);
}

/* --- the profile --------------------------------------------------------------------------- */

static int
limit_zoom (gint64 zoom)
{
    return zoom == 0 ? 0 : (int) CLAMP (zoom, ul_map_sizes[0], ul_map_sizes[UL_MAP_N_SIZES - 1]);
}

void
ul_map_page_take_up_view (UlMapPage *self, UlProfile *profile)
{
    gboolean list = ul_profile_get_number (profile, UL_PROFILE_VIEW) == UL_PROFILE_VIEW_LIST;
    GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));

    ul_sector_map_set_zoom (self->map,
                            limit_zoom (ul_profile_get_number (profile, UL_PROFILE_ZOOM)));
    if (G_IS_ACTION_GROUP (window)) /* so that the buttons tell it too */
        g_action_group_change_action_state (G_ACTION_GROUP (window), "view",
                                            g_variant_new_string (list ? "list" : "map"));
}

/* Not with each change: a profile is not another one because somebody has looked at it. */
void
ul_map_page_note_view (UlMapPage *self, UlProfile *profile)
{
    if (!is_view (self, "bytes"))
        ul_profile_set_number (profile, UL_PROFILE_VIEW,
                               is_view (self, "list") ? UL_PROFILE_VIEW_LIST : UL_PROFILE_VIEW_MAP);
    ul_profile_set_number (profile, UL_PROFILE_ZOOM, ul_sector_map_get_zoom (self->map));
}

/* --- bytes --------------------------------------------------------------------------------- */

static void
look_at (guint32 address, gpointer user_data)
{
    UlMapPage *self = UL_MAP_PAGE (user_data);
    int sector = ul_device_find_sector (ul_sector_map_get_device (self->map), address);

    ul_sector_map_set_focus_sector (self->map, sector);
    if (is_view (self, "bytes"))
        ul_hex_page_show_address (self->bytes, address);
    ul_map_page_grab_focus (self);
}

void
ul_map_page_go_to (UlMapPage *self)
{
    ul_go_to_show (self->top, self->map, look_at, self);
}

void
ul_map_page_follow_byte (UlMapPage *self, guint address)
{
    const UlDevice *device = ul_sector_map_get_device (self->map);
    int sector = device != NULL ? ul_device_find_sector (device, address) : -1;

    if (self->placing || sector < 0)
        return;
    self->placing = TRUE;
    if (sector != ul_sector_map_get_focus_sector (self->map))
        ul_sector_map_set_focus_sector (self->map, sector);
    self->placing = FALSE;
}

void
ul_map_page_place_byte (UlMapPage *self)
{
    int sector = ul_sector_map_get_focus_sector (self->map);
    guint32 address, size;

    if (self->placing || sector < 0 || !is_view (self, "bytes"))
        return;
    ul_device_get_sector (ul_sector_map_get_device (self->map), (guint) sector, &address, &size,
                          NULL);
    if (ul_hex_page_get_address (self->bytes) - address < size)
        return; /* it is there already */
    self->placing = TRUE;
    ul_hex_page_show_address (self->bytes, address);
    self->placing = FALSE;
}

void
ul_map_page_show_bytes (UlMapPage *self)
{
    ul_map_page_set_view (self, "bytes");
    ul_map_page_grab_focus (self);
}

void
ul_map_page_show_difference (UlMapPage *self, const guint32 *address)
{
    ul_map_page_show_bytes (self);
    ul_hex_page_set_source (self->bytes, UL_HEX_DIFFERENCE);
    if (address != NULL)
        ul_hex_page_show_address (self->bytes, *address);
    else
        ul_hex_page_find_difference (self->bytes);
}
