/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-context.h"

#include <string.h>

struct _UlUsbContext {
    gint ref_count;
    GThread *thread;
    gint stop; /* atomic */

    GMutex lock; /* for all below */
    GCond cond;
    gboolean ready;
    libusb_context *usb; /* (nullable): without USB on this machine */
    gboolean hotplug;
    GPtrArray *left;    /* of libusb_device: unplugged, but libusb may still list them */
    GPtrArray *watches; /* of const UlUsbWatch, not owned */
    UlUsbNotice notice;
    gpointer notice_data;
};

static void
note_left (UlUsbContext *self, libusb_device *device)
{
    g_ptr_array_add (self->left, libusb_ref_device (device));
    for (guint i = 0; i < self->watches->len; i++) {
        const UlUsbWatch *watch = g_ptr_array_index (self->watches, i);

        if (watch->device == device)
            watch->gone (watch->user_data);
    }
}

static int LIBUSB_CALL
on_hotplug (libusb_context *usb, libusb_device *device, libusb_hotplug_event event, void *user_data)
{
    UlUsbContext *self = user_data;

    g_mutex_lock (&self->lock);
    if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT)
        note_left (self, device);
    if (self->notice != NULL)
        self->notice (self->notice_data);
    g_mutex_unlock (&self->lock);
    return 0;
}

static gboolean
register_hotplug (UlUsbContext *self, libusb_context *usb)
{
    return libusb_has_capability (LIBUSB_CAP_HAS_HOTPLUG) != 0 &&
           libusb_hotplug_register_callback (
               usb, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0,
               LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
               on_hotplug, self, NULL) == LIBUSB_SUCCESS;
}

static void
start (UlUsbContext *self)
{
    libusb_context *usb = NULL;
    gboolean hotplug = FALSE;

    if (libusb_init (&usb) != LIBUSB_SUCCESS)
        usb = NULL;
    else
        hotplug = register_hotplug (self, usb);
    g_mutex_lock (&self->lock);
    self->usb = usb;
    self->hotplug = hotplug;
    self->ready = TRUE;
    g_cond_broadcast (&self->cond);
    g_mutex_unlock (&self->lock);
}

static gpointer
run (gpointer data)
{
    UlUsbContext *self = data;

    start (self);
    while (self->usb != NULL && !g_atomic_int_get (&self->stop)) {
        struct timeval longest = { .tv_sec = 60 };

        libusb_handle_events_timeout_completed (self->usb, &longest, &self->stop);
    }
    return NULL;
}

static void
unref_device (gpointer device)
{
    libusb_unref_device (device);
}

UlUsbContext *
ul_usb_context_new (void)
{
    UlUsbContext *self = g_new0 (UlUsbContext, 1);

    self->ref_count = 1;
    g_mutex_init (&self->lock);
    g_cond_init (&self->cond);
    self->left = g_ptr_array_new_with_free_func (unref_device);
    self->watches = g_ptr_array_new ();
    self->thread = g_thread_new ("unlatch-usb", run, self);
    return self;
}

UlUsbContext *
ul_usb_context_ref (UlUsbContext *self)
{
    g_atomic_int_inc (&self->ref_count);
    return self;
}

static void
wait_ready (UlUsbContext *self)
{
    while (!self->ready)
        g_cond_wait (&self->cond, &self->lock);
}

void
ul_usb_context_unref (UlUsbContext *self)
{
    if (!g_atomic_int_dec_and_test (&self->ref_count))
        return;
    g_mutex_lock (&self->lock);
    wait_ready (self);
    g_mutex_unlock (&self->lock);
    g_atomic_int_set (&self->stop, 1);
    if (self->usb != NULL)
        libusb_interrupt_event_handler (self->usb);
    g_thread_join (self->thread);
    g_ptr_array_unref (self->left);
    g_ptr_array_unref (self->watches);
    if (self->usb != NULL)
        libusb_exit (self->usb);
    g_mutex_clear (&self->lock);
    g_cond_clear (&self->cond);
    g_free (self);
}

void
ul_usb_context_set_notice (UlUsbContext *self, UlUsbNotice notice, gpointer user_data)
{
    g_mutex_lock (&self->lock);
    self->notice = notice;
    self->notice_data = user_data;
    g_mutex_unlock (&self->lock);
}

static gboolean
has (GPtrArray *devices, gpointer device)
{
    return g_ptr_array_find (devices, device, NULL);
}

/* Drops those from the list that have left, and forgets those that libusb has dropped by itself. */
static void
sift (UlUsbContext *self, GPtrArray *devices)
{
    for (guint i = self->left->len; i-- > 0;) {
        gpointer device = g_ptr_array_index (self->left, i);

        if (!g_ptr_array_remove (devices, device))
            g_ptr_array_remove_index_fast (self->left, i);
    }
}

GPtrArray *
ul_usb_context_list (UlUsbContext *self, gboolean *hotplug)
{
    GPtrArray *devices = g_ptr_array_new_with_free_func (unref_device);
    libusb_device **list = NULL;

    g_mutex_lock (&self->lock);
    wait_ready (self);
    *hotplug = self->hotplug;
    g_mutex_unlock (&self->lock);
    if (self->usb == NULL)
        return devices;

    gssize n = libusb_get_device_list (self->usb, &list);
    for (gssize i = 0; i < n; i++)
        if (!has (devices, list[i]))
            g_ptr_array_add (devices, libusb_ref_device (list[i]));
    if (n >= 0)
        libusb_free_device_list (list, 1);
    g_mutex_lock (&self->lock);
    sift (self, devices);
    g_mutex_unlock (&self->lock);
    return devices;
}

void
ul_usb_context_add_watch (UlUsbContext *self, const UlUsbWatch *watch)
{
    g_mutex_lock (&self->lock);
    g_ptr_array_add (self->watches, (gpointer) watch);
    if (has (self->left, watch->device))
        watch->gone (watch->user_data);
    g_mutex_unlock (&self->lock);
}

void
ul_usb_context_remove_watch (UlUsbContext *self, const UlUsbWatch *watch)
{
    g_mutex_lock (&self->lock);
    g_ptr_array_remove (self->watches, (gpointer) watch);
    g_mutex_unlock (&self->lock);
}

void
ul_usb_context_forget (UlUsbContext *self, libusb_device *device)
{
    g_mutex_lock (&self->lock);
    if (!has (self->left, device))
        note_left (self, device);
    g_mutex_unlock (&self->lock);
}
