/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the page says of the sector looked at, and what it offers for those selected. */
#include "ul-map-page-private.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

static char *
name_files (UlMapPage *self, guint32 address, guint32 size)
{
    GListModel *files = G_LIST_MODEL (ul_workbench_get_files (self->workbench));
    g_autoptr (GString) names = g_string_new (NULL);

    for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
        g_autoptr (UlImage) image = g_list_model_get_item (files, i);
        if (ul_image_covers (image, address, size))
            g_string_append_printf (names, "%s%s", names->len > 0 ? "\n" : "",
                                    ul_image_get_name (image));
    }
    return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}

static gboolean
has_problem (UlMapPage *self, guint32 address, guint32 size)
{
    return self->problem != NULL && self->problem_address - address < size;
}

static void
show_subject (UlMapPage *self, guint sector)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    const UlChip *chip = ul_session_get_chip (session);
    const UlDevice *device = ul_sector_map_get_device (self->map);
    guint32 address, size;

    ul_device_get_sector (device, sector, &address, &size, NULL);
    g_autofree char *files = name_files (self, address, size);
    g_autofree char *clash = ul_sector_map_describe_clash (self->map, sector);
    UlSectorSubject subject = {
        .device = device,
        .sector = sector,
        .state = ul_sector_map_get_state (self->map, sector),
        .hidden = ul_sector_map_get_hidden (self->map),
        .plan = ul_workbench_get_plan (self->workbench),
        .protection = chip->found == device ? &chip->protection : NULL,
        .files = files,
        .clash = clash,
        .problem = has_problem (self, address, size) ? self->problem : NULL,
    };
    ul_sector_inspector_show (self->inspector, &subject);
    if (self->beside != NULL)
        ul_sector_inspector_show (self->beside, &subject);
}

void
ul_map_page_show_sector (UlMapPage *self)
{
    int sector = ul_sector_map_get_focus_sector (self->map);

    if (sector >= 0 && (guint) sector < ul_sector_map_get_n_sectors (self->map))
        show_subject (self, (guint) sector);
    else
        ul_sector_inspector_show (self->inspector, NULL);
}

static void
on_beside_closed (GtkWidget *popover, UlMapPage *self)
{
    self->beside = NULL;
    gtk_widget_destroy (popover);
}

void
ul_map_page_show_beside (UlMapPage *self)
{
    GdkRectangle cell;
    GtkWidget *popover = gtk_popover_new (ul_map_page_get_focus_place (self, &cell));
    int sector = ul_sector_map_get_focus_sector (self->map);

    if (sector < 0 || self->beside != NULL) {
        g_object_unref (g_object_ref_sink (popover));
        return;
    }
    self->beside = UL_SECTOR_INSPECTOR (ul_sector_inspector_new ());
    g_object_set (self->beside, "margin", 12, NULL);
    gtk_popover_set_pointing_to (GTK_POPOVER (popover), &cell);
    gtk_container_add (GTK_CONTAINER (popover), GTK_WIDGET (self->beside));
    g_signal_connect (popover, "closed", G_CALLBACK (on_beside_closed), self);
    atk_object_set_name (gtk_widget_get_accessible (popover), _ ("Sector"));
    ul_map_page_show_sector (self);
    gtk_popover_popup (GTK_POPOVER (popover));
}

/* --- the selection ------------------------------------------------------------------------- */

static guint64
sum_up (UlMapPage *self)
{
    UlSectorSelection *selection = ul_sector_map_get_selection (self->map);
    const UlDevice *device = ul_sector_map_get_device (self->map);
    guint64 total = 0;

    for (guint i = 0; i < ul_sector_selection_get_n_sectors (selection); i++) {
        guint32 size;
        if (!ul_sector_selection_contains (selection, i))
            continue;
        ul_device_get_sector (device, i, NULL, &size, NULL);
        total += size;
    }
    return total;
}

void
ul_map_page_show_chosen (UlMapPage *self)
{
    guint count = ul_sector_selection_get_count (ul_sector_map_get_selection (self->map));
    g_autofree char *size = count > 1 ? ul_wording_size (sum_up (self)) : NULL;
    g_autofree char *text = NULL;

    gtk_widget_set_visible (GTK_WIDGET (self->chosen),
                            count > 1 && !g_str_equal (ul_map_page_get_view (self), "bytes"));
    if (count <= 1)
        return;
    /* Translators: a number of sectors and their size together */
    text = g_strdup_printf (ngettext ("%u sector selected · %s", "%u sectors selected · %s", count),
                            count, size);
    gtk_label_set_text (self->chosen, text);
}

static void
popup_at_focus (UlMapPage *self)
{
    GdkRectangle cell;
    GtkWidget *place = ul_map_page_get_focus_place (self, &cell);

    gtk_menu_popup_at_rect (GTK_MENU (self->menu), gtk_widget_get_window (place), &cell,
                            GDK_GRAVITY_SOUTH_WEST, GDK_GRAVITY_NORTH_WEST, NULL);
}

void
ul_map_page_popup_menu (UlMapPage *self, GdkEvent *event)
{
    if (self->menu == NULL) {
        self->menu = gtk_menu_new_from_model (self->sector_menu);
        gtk_menu_attach_to_widget (GTK_MENU (self->menu), GTK_WIDGET (self), NULL);
        atk_object_set_name (gtk_widget_get_accessible (self->menu), _ ("Selected Sectors"));
    }
    if (event != NULL)
        gtk_menu_popup_at_pointer (GTK_MENU (self->menu), event);
    else
        popup_at_focus (self);
}
