/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-nodes.h"

#include <gio/gio.h>

#define FOLDER "/dev/bus/usb"

struct _UlUsbNodes {
    GHashTable *monitors; /* path of a folder -> GFileMonitor */
    void (*changed) (gpointer user_data);
    gpointer user_data;
};

static void watch_buses (UlUsbNodes *self);

static void
on_changed (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
            gpointer user_data)
{
    UlUsbNodes *self = user_data;

    watch_buses (self); /* one may have come */
    self->changed (self->user_data);
}

static void
watch (UlUsbNodes *self, const char *path)
{
    if (g_hash_table_contains (self->monitors, path))
        return;
    g_autoptr (GFile) folder = g_file_new_for_path (path);
    GFileMonitor *monitor =
        g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
    if (monitor == NULL)
        return;
    g_signal_connect (monitor, "changed", G_CALLBACK (on_changed), self);
    g_hash_table_insert (self->monitors, g_strdup (path), monitor);
}

/* The folders of buses that are gone stay: one of the same number may come again. */
static void
watch_buses (UlUsbNodes *self)
{
    g_autoptr (GDir) dir = g_dir_open (FOLDER, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *path = g_build_filename (FOLDER, name, NULL);
        watch (self, path);
    }
}

static void
drop_monitor (gpointer data)
{
    GFileMonitor *monitor = data;

    g_file_monitor_cancel (monitor);
    g_object_unref (monitor);
}

UlUsbNodes *
ul_usb_nodes_new (void (*changed) (gpointer user_data), gpointer user_data)
{
    UlUsbNodes *self = g_new0 (UlUsbNodes, 1);

    self->changed = changed;
    self->user_data = user_data;
    self->monitors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, drop_monitor);
    if (g_file_test (FOLDER, G_FILE_TEST_IS_DIR))
        watch (self, FOLDER);
    if (g_hash_table_size (self->monitors) == 0) {
        ul_usb_nodes_free (self);
        return NULL;
    }
    watch_buses (self);
    return self;
}

void
ul_usb_nodes_free (UlUsbNodes *self)
{
    GHashTableIter iter;
    gpointer monitor;

    g_hash_table_iter_init (&iter, self->monitors);
    while (g_hash_table_iter_next (&iter, NULL, &monitor))
        g_signal_handlers_disconnect_by_data (monitor, self);
    g_hash_table_unref (self->monitors);
    g_free (self);
}
