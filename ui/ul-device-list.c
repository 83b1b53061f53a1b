/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-device-list.h"

#include "ul-chips-dialog.h"
#include "ul-text-width.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

struct _UlDeviceList {
    GtkBox parent_instance;

    GtkListStore *store;
    GtkEntry *search;
    GtkTreeView *view;
    GtkTreeViewColumn *name;
    GtkLabel *count;
};

enum { COL_DEVICE, COL_NAME, COL_FLASH, COL_SUPPORT };

static guint picked_signal;

G_DEFINE_FINAL_TYPE (UlDeviceList, ul_device_list, GTK_TYPE_BOX)

/* The names of chips are as wide in every language. */
static void
add_detect_row (UlDeviceList *self)
{
    int width = ul_text_width_measure (GTK_WIDGET (self->view), _ ("Detect automatically"),
                                       PANGO_WEIGHT_BOLD);

    gtk_tree_view_column_set_fixed_width (
        self->name, MAX (width, gtk_tree_view_column_get_fixed_width (self->name)));
    gtk_list_store_insert_with_values (self->store, NULL, -1, COL_NAME, _ ("Detect automatically"),
                                       COL_SUPPORT, _ ("by what the chip says"), -1);
}

static void
add_row (UlDeviceList *self, const UlDevice *device)
{
    guint32 size = ul_device_get_flash_size (device);
    g_autofree char *flash = size > 0 ? ul_wording_size (size) : g_strdup ("");
    g_autofree char *origin = ul_wording_origin (device);

    gtk_list_store_insert_with_values (self->store, NULL, -1, COL_DEVICE, device, COL_NAME,
                                       device->name, COL_FLASH, flash, COL_SUPPORT,
                                       origin != NULL ? origin : ul_wording_support (device), -1);
}

/* The view is taken off while the store fills: it would look at every one of 1600 rows. */
static void
fill (UlDeviceList *self, const char *text)
{
    g_autoptr (GPtrArray) devices = ul_devices_search (text);
    g_autofree char *count = NULL;

    gtk_tree_view_set_model (self->view, NULL);
    gtk_list_store_clear (self->store);
    if (text[0] == '\0')
        add_detect_row (self);
    for (guint i = 0; i < devices->len; i++)
        add_row (self, devices->pdata[i]);
    gtk_tree_view_set_model (self->view, GTK_TREE_MODEL (self->store));

    count = g_strdup_printf (ngettext ("%u chip", "%u chips", devices->len), devices->len);
    gtk_label_set_text (self->count, count);
}

static void
on_search_changed (UlDeviceList *self)
{
    fill (self, gtk_entry_get_text (self->search));
}

static void
pick (UlDeviceList *self, GtkTreePath *path)
{
    GtkTreeIter iter;
    gpointer device = NULL;

    if (!gtk_tree_model_get_iter (GTK_TREE_MODEL (self->store), &iter, path))
        return;
    gtk_tree_model_get (GTK_TREE_MODEL (self->store), &iter, COL_DEVICE, &device, -1);
    g_signal_emit (self, picked_signal, 0, device);
}

static void
on_row_activated (UlDeviceList *self, GtkTreePath *path)
{
    pick (self, path);
}

/* Enter takes the best match: its search may not have run yet. */
static void
on_search_activate (UlDeviceList *self)
{
    g_autoptr (GtkTreePath) path = gtk_tree_path_new_first ();

    fill (self, gtk_entry_get_text (self->search));
    pick (self, path);
}

static void
on_descriptions_clicked (UlDeviceList *self)
{
    GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);
    GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));

    if (popover != NULL)
        gtk_popover_popdown (GTK_POPOVER (popover));
    gtk_window_present (GTK_WINDOW (ul_chips_dialog_new (GTK_WINDOW (window))));
}

static gboolean
on_query_tooltip (GtkTreeView *view, int x, int y, gboolean keyboard, GtkTooltip *tooltip,
                  gpointer user_data)
{
    g_autoptr (GtkTreePath) path = NULL;
    GtkTreeModel *model;
    GtkTreeIter iter;
    const UlDevice *device = NULL;

    if (!gtk_tree_view_get_tooltip_context (view, &x, &y, keyboard, &model, &path, &iter))
        return FALSE;
    gtk_tree_model_get (model, &iter, COL_DEVICE, &device, -1);
    if (device == NULL)
        return FALSE;
    g_autofree char *text = ul_wording_support_details (device);
    gtk_tooltip_set_text (tooltip, text);
    gtk_tree_view_set_tooltip_row (view, tooltip, path);
    return TRUE;
}

static int
find_row (UlDeviceList *self, const UlDevice *chosen)
{
    GtkTreeModel *model = GTK_TREE_MODEL (self->store);
    GtkTreeIter iter;
    int index = 0;

    for (gboolean more = gtk_tree_model_get_iter_first (model, &iter); more;
         more = gtk_tree_model_iter_next (model, &iter), index++) {
        const UlDevice *device = NULL;
        gtk_tree_model_get (model, &iter, COL_DEVICE, &device, -1);
        if (device == chosen)
            return index;
    }
    return 0;
}

void
ul_device_list_open (UlDeviceList *self, const UlDevice *chosen)
{
    gtk_entry_set_text (self->search, "");
    fill (self, "");

    g_autoptr (GtkTreePath) path = gtk_tree_path_new_from_indices (find_row (self, chosen), -1);
    gtk_tree_view_set_cursor (self->view, path, NULL, FALSE);
    gtk_tree_view_scroll_to_cell (self->view, path, NULL, TRUE, 0.5F, 0);
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
ul_device_list_class_init (UlDeviceListClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    picked_signal = g_signal_new ("picked", UL_TYPE_DEVICE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-device-list.ui");
    gtk_widget_class_bind_template_child (widget_class, UlDeviceList, store);
    gtk_widget_class_bind_template_child (widget_class, UlDeviceList, search);
    gtk_widget_class_bind_template_child (widget_class, UlDeviceList, view);
    gtk_widget_class_bind_template_child (widget_class, UlDeviceList, name);
    gtk_widget_class_bind_template_child (widget_class, UlDeviceList, count);
    gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
    gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
    gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
    gtk_widget_class_bind_template_callback (widget_class, on_descriptions_clicked);
    gtk_widget_class_bind_template_callback (widget_class, on_query_tooltip);
}

static void
ul_device_list_init (UlDeviceList *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}
