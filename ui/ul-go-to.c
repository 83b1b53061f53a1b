/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-go-to.h"

#include "ul-wording.h"

#include <glib/gi18n.h>

#define MAP   "ul-map"
#define ENTRY "ul-entry"
#define WRONG "ul-wrong"
#define GO_TO "ul-go-to"

typedef struct {
    UlGoToFunc go_to;
    gpointer user_data;
} GoTo;

static int
find_sector (GtkPopover *popover, guint32 *address)
{
    UlSectorMap *map = g_object_get_data (G_OBJECT (popover), MAP);
    GtkEntry *entry = g_object_get_data (G_OBJECT (popover), ENTRY);
    const UlDevice *device = ul_sector_map_get_device (map);

    if (device == NULL || !ul_wording_parse_address (gtk_entry_get_text (entry), address))
        return -1;
    return ul_device_find_sector (device, *address);
}

static void
on_changed (GtkPopover *popover)
{
    GtkEntry *entry = g_object_get_data (G_OBJECT (popover), ENTRY);
    GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (entry));
    guint32 address;
    gboolean wrong = gtk_entry_get_text_length (entry) > 0 && find_sector (popover, &address) < 0;
    const char *why = wrong ? _ ("Not an address on this chip") : "";

    if (wrong)
        gtk_style_context_add_class (style, GTK_STYLE_CLASS_ERROR);
    else
        gtk_style_context_remove_class (style, GTK_STYLE_CLASS_ERROR);
    GtkWidget *told = g_object_get_data (G_OBJECT (popover), WRONG);
    gtk_label_set_text (GTK_LABEL (told), why);
    gtk_widget_set_visible (told, wrong);
    atk_object_set_description (gtk_widget_get_accessible (GTK_WIDGET (entry)), why);
}

static void
on_activate (GtkPopover *popover)
{
    const GoTo *where = g_object_get_data (G_OBJECT (popover), GO_TO);
    guint32 address;

    if (find_sector (popover, &address) < 0) {
        gtk_widget_error_bell (GTK_WIDGET (popover));
        return;
    }
    gtk_popover_popdown (popover);
    where->go_to (address, where->user_data);
}

static GtkWidget *
make_entry (void)
{
    GtkWidget *entry = gtk_entry_new ();

    gtk_entry_set_width_chars (GTK_ENTRY (entry), 14);
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), "0x00000400");
    atk_object_set_name (gtk_widget_get_accessible (entry), _ ("Address"));
    return entry;
}

static GtkWidget *
make_wrong (void)
{
    GtkWidget *wrong = gtk_label_new (NULL);

    gtk_label_set_xalign (GTK_LABEL (wrong), 0);
    gtk_widget_set_no_show_all (wrong, TRUE);
    return wrong;
}

/* Returns: what is in the popover */
static GtkWidget *
make_form (GtkWidget *entry, GtkWidget *wrong)
{
    GtkWidget *grid = gtk_grid_new ();
    GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Go to address:"));

    g_object_set (grid, "margin", 10, "row-spacing", 4, "column-spacing", 8, NULL);
    gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
    gtk_grid_attach (GTK_GRID (grid), label, 0, 0, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), entry, 1, 0, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), wrong, 0, 1, 2, 1);
    gtk_widget_show_all (grid);
    return grid;
}

void
ul_go_to_show (GtkWidget *widget, UlSectorMap *map, UlGoToFunc go_to, gpointer user_data)
{
    const GoTo where = { go_to, user_data };
    GtkWidget *popover = gtk_popover_new (widget);
    GtkWidget *entry = make_entry (), *wrong = make_wrong ();

    gtk_container_add (GTK_CONTAINER (popover), make_form (entry, wrong));
    g_object_set_data_full (G_OBJECT (popover), MAP, g_object_ref (map), g_object_unref);
    g_object_set_data (G_OBJECT (popover), ENTRY, entry);
    g_object_set_data (G_OBJECT (popover), WRONG, wrong);
    g_object_set_data_full (G_OBJECT (popover), GO_TO, g_memdup2 (&where, sizeof where), g_free);
    atk_object_set_name (gtk_widget_get_accessible (popover), _ ("Go to Address"));
    g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), popover);
    g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_activate), popover);
    g_signal_connect (popover, "closed", G_CALLBACK (gtk_widget_destroy), NULL);
    gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
    gtk_popover_popup (GTK_POPOVER (popover));
    gtk_widget_grab_focus (entry);
}
