/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-scanner.h"

#include "ul-usb-describe.h"
#include "ul-usb-nodes.h"
#include "ul-holder.h"

#define POLL_US    500000  /* without hot-plug events */
#define TROUBLE_US 1000000 /* while a probe cannot be used: its state is not told by events */
#define SETTLE_US  1500000 /* after an arrival: permissions may come late */
#define STEP_US    100000

struct _UlUsbScanner {
    UlUsbContext *context;
    gboolean by_nodes; /* instead of by libusb's events */
    UlUsbNodes *nodes; /* (nullable) */
    gboolean deaf;     /* they cannot be watched either */
    GThread *thread;
    void (*changed) (gpointer user_data);
    gpointer user_data;
    GHashTable *known; /* of the thread: libusb_device -> UlUsbFound; not a probe: NULL */
    gint64 last_arrival_us;
    gboolean again; /* the first scan is over: what is new was plugged in now */

    GMutex lock; /* for all below */
    GCond cond;
    gboolean stop, wanted, scanned;
    gboolean stale; /* with nodes: libusb does not know what came or went */
    GPtrArray *found;
};

static void
unref_found (gpointer found)
{
    if (found != NULL)
        ul_usb_found_unref (found);
}

static void
unref_device (gpointer device)
{
    libusb_unref_device (device);
}

/* On any thread, libusb's among them. */
static void
wake (gpointer data)
{
    UlUsbScanner *self = data;

    g_mutex_lock (&self->lock);
    self->wanted = self->stale = TRUE;
    g_cond_broadcast (&self->cond);
    g_mutex_unlock (&self->lock);
}

/* --- the thread, where nodes stand in for libusb's events --- */

/* Whether two contexts mean the same plug. */
static gboolean
is_same_device (libusb_device *a, libusb_device *b)
{
    struct libusb_device_descriptor x, y;

    return libusb_get_bus_number (a) == libusb_get_bus_number (b) &&
           libusb_get_device_address (a) == libusb_get_device_address (b) &&
           libusb_get_device_descriptor (a, &x) == 0 && libusb_get_device_descriptor (b, &y) == 0 &&
           x.idVendor == y.idVendor && x.idProduct == y.idProduct;
}

/* Puts the probe in the place of what a newer context calls it, so that it stays what it is, open
 * or not. One that is not there any more is told so, since its own context will not hear of it. */
static void
keep_or_leave (const UlUsbFound *probe, GPtrArray *devices)
{
    gboolean there = g_file_test (probe->node, G_FILE_TEST_EXISTS);

    for (guint i = devices->len; i-- > 0;) {
        gpointer *device = &g_ptr_array_index (devices, i);

        if (!is_same_device (probe->device, *device))
            continue;
        if (!there) { /* its node goes before what libusb reads */
            g_ptr_array_remove_index (devices, i);
            continue;
        }
        libusb_unref_device (*device);
        *device = libusb_ref_device (probe->device);
        return;
    }
    ul_usb_context_forget (probe->context, probe->device);
}

static gboolean
take_stale (UlUsbScanner *self)
{
    g_mutex_lock (&self->lock);
    gboolean stale = self->stale || self->deaf;
    self->stale = FALSE;
    g_mutex_unlock (&self->lock);
    return stale;
}

/*
 * list_anew:
 * @previous: (out): to be dropped after its devices
 *
 * Only a new context looks again at what is plugged in.
 */
static GPtrArray *
list_anew (UlUsbScanner *self, UlUsbContext **previous)
{
    gboolean hotplug;
    GHashTableIter iter;
    gpointer probe;

    if (take_stale (self)) {
        *previous = self->context;
        self->context = ul_usb_context_new ();
    }
    GPtrArray *devices = ul_usb_context_list (self->context, &hotplug);
    g_hash_table_iter_init (&iter, self->known);
    while (g_hash_table_iter_next (&iter, NULL, &probe))
        if (probe != NULL)
            keep_or_leave (probe, devices);
    return devices;
}

/* --- the thread --- */

static gboolean
may_ask (const UlUsbDescription *description)
{
    const char *const nodes[] = { description->node, NULL };
    UlHolder holder;

    return ul_usb_may_match (description->vendor, description->product) &&
           ul_may_open (description->node) && !ul_holder_find (nodes, &holder);
}

/* Returns: (transfer full) (nullable) */
static UlUsbFound *
examine (UlUsbScanner *self, libusb_device *device)
{
    g_autoptr (UlUsbDescription) description = ul_usb_describe (device);
    UlUsbMatch match;

    if (ul_usb_description_lacks_texts (description) && may_ask (description))
        ul_usb_describe_texts (description, self->context, device);
    if (!ul_usb_match (description, &match))
        return NULL;
    if (self->again)
        self->last_arrival_us = g_get_monotonic_time ();
    return ul_usb_found_new (self->context, device, &match, description,
                             self->again ? self->last_arrival_us : 0);
}

static void
add_new (UlUsbScanner *self, GPtrArray *devices)
{
    for (guint i = 0; i < devices->len; i++) {
        libusb_device *device = g_ptr_array_index (devices, i);

        if (!g_hash_table_contains (self->known, device))
            g_hash_table_insert (self->known, libusb_ref_device (device), examine (self, device));
    }
}

static void
drop_gone (UlUsbScanner *self, GPtrArray *devices)
{
    GHashTableIter iter;
    gpointer device;

    g_hash_table_iter_init (&iter, self->known);
    while (g_hash_table_iter_next (&iter, &device, NULL))
        if (!g_ptr_array_find (devices, device, NULL))
            g_hash_table_iter_remove (&iter);
}

static int
by_location (gconstpointer a, gconstpointer b)
{
    return g_strcmp0 ((*(UlUsbFound *const *) a)->location, (*(UlUsbFound *const *) b)->location);
}

/* Returns: (transfer full): the list as it is now, every probe's state looked at anew */
static GPtrArray *
look_again (UlUsbScanner *self)
{
    GPtrArray *found = g_ptr_array_new_with_free_func (unref_found);
    GHashTableIter iter;
    gpointer old;

    g_hash_table_iter_init (&iter, self->known);
    while (g_hash_table_iter_next (&iter, NULL, &old))
        if (old != NULL) {
            UlUsbFound *new = ul_usb_found_look_again (old);

            g_hash_table_iter_replace (&iter, new);
            g_ptr_array_add (found, ul_usb_found_ref (new));
        }
    g_ptr_array_sort (found, by_location);
    return found;
}

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
    gboolean same = a->len == b->len;

    for (guint i = 0; same && i < a->len; i++)
        same = g_ptr_array_index (a, i) == g_ptr_array_index (b, i);
    return same;
}

static gboolean
has_trouble (GPtrArray *found)
{
    for (guint i = 0; i < found->len; i++)
        if (((UlUsbFound *) g_ptr_array_index (found, i))->state != UL_USB_FREE)
            return TRUE;
    return FALSE;
}

/* Returns: when to look again at the latest */
static gint64
scan (UlUsbScanner *self)
{
    gboolean hotplug = !self->deaf;
    g_autoptr (UlUsbContext) previous = NULL; /* outlives its devices */
    g_autoptr (GPtrArray) devices = self->by_nodes ? list_anew (self, &previous)
                                                   : ul_usb_context_list (self->context, &hotplug);

    add_new (self, devices);
    drop_gone (self, devices);
    g_autoptr (GPtrArray) found = look_again (self);
    self->again = TRUE;

    gint64 now = g_get_monotonic_time ();
    gboolean trouble = has_trouble (found);
    g_mutex_lock (&self->lock);
    gboolean same = is_same (found, self->found);
    g_ptr_array_unref (self->found);
    self->found = g_steal_pointer (&found);
    self->scanned = TRUE;
    g_cond_broadcast (&self->cond);
    g_mutex_unlock (&self->lock);
    if (!same)
        self->changed (self->user_data);
    if (trouble && self->last_arrival_us != 0 && now - self->last_arrival_us < SETTLE_US)
        return now + STEP_US;
    return !hotplug ? now + POLL_US : trouble ? now + TROUBLE_US : G_MAXINT64;
}

static gpointer
run (gpointer data)
{
    UlUsbScanner *self = data;

    g_mutex_lock (&self->lock);
    while (!self->stop) {
        self->wanted = FALSE;
        g_mutex_unlock (&self->lock);
        gint64 until = scan (self);
        g_mutex_lock (&self->lock);
        while (!self->stop && !self->wanted)
            if (until == G_MAXINT64)
                g_cond_wait (&self->cond, &self->lock);
            else if (!g_cond_wait_until (&self->cond, &self->lock, until))
                break;
    }
    g_mutex_unlock (&self->lock);
    return NULL;
}

/* --- for others --- */

UlUsbScanner *
ul_usb_scanner_new (gboolean by_nodes, void (*changed) (gpointer user_data), gpointer user_data)
{
    UlUsbScanner *self = g_new0 (UlUsbScanner, 1);

    self->changed = changed;
    self->user_data = user_data;
    g_mutex_init (&self->lock);
    g_cond_init (&self->cond);
    self->found = g_ptr_array_new_with_free_func (unref_found);
    self->known = g_hash_table_new_full (NULL, NULL, unref_device, unref_found);
    self->context = ul_usb_context_new ();
    self->by_nodes = by_nodes;
    if (by_nodes) {
        self->nodes = ul_usb_nodes_new (wake, self);
        self->deaf = self->nodes == NULL;
    } else
        ul_usb_context_set_notice (self->context, wake, self);
    self->thread = g_thread_new ("unlatch-scan", run, self);
    return self;
}

void
ul_usb_scanner_free (UlUsbScanner *self)
{
    g_clear_pointer (&self->nodes, ul_usb_nodes_free);
    g_mutex_lock (&self->lock);
    self->stop = TRUE;
    g_cond_broadcast (&self->cond);
    g_mutex_unlock (&self->lock);
    g_thread_join (self->thread);
    ul_usb_context_set_notice (self->context, NULL, NULL);
    g_hash_table_unref (self->known);
    g_ptr_array_unref (self->found);
    ul_usb_context_unref (self->context);
    g_mutex_clear (&self->lock);
    g_cond_clear (&self->cond);
    g_free (self);
}

void
ul_usb_scanner_rescan (UlUsbScanner *self)
{
    wake (self);
}

GPtrArray *
ul_usb_scanner_get_found (UlUsbScanner *self)
{
    g_mutex_lock (&self->lock);
    GPtrArray *found = g_ptr_array_ref (self->found);
    g_mutex_unlock (&self->lock);
    return found;
}

gboolean
ul_usb_scanner_wait (UlUsbScanner *self, guint timeout_ms)
{
    gint64 until = g_get_monotonic_time () + timeout_ms * 1000LL;

    g_mutex_lock (&self->lock);
    while (!self->scanned && g_cond_wait_until (&self->cond, &self->lock, until))
        continue;
    gboolean scanned = self->scanned;
    g_mutex_unlock (&self->lock);
    return scanned;
}
