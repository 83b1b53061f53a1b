/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-device.h"

#include "ul-usb-error.h"
#include "ul-usb-transfer.h"

struct _UlUsbDevice {
    UlUsbContext *context;
    libusb_device_handle *handle;
    UlUsbWatch watch;
    int claimed; /* interface; -1: none */

    GMutex lock; /* for all below, and for what transfers share with the event thread */
    GCond cond;
    gboolean gone;
    gboolean failed;
};

/* On the event thread. */
static void
on_gone (gpointer data)
{
    UlUsbDevice *self = data;

    g_mutex_lock (&self->lock);
    self->gone = TRUE;
    g_cond_broadcast (&self->cond);
    g_mutex_unlock (&self->lock);
}

UlUsbDevice *
ul_usb_device_open (UlUsbContext *context, libusb_device *device, GError **error)
{
    libusb_device_handle *handle = NULL;
    int code = libusb_open (device, &handle);

    if (code != LIBUSB_SUCCESS) {
        ul_usb_set_error (code, error);
        return NULL;
    }
    UlUsbDevice *self = g_new0 (UlUsbDevice, 1);
    self->context = ul_usb_context_ref (context);
    self->handle = handle;
    self->claimed = -1;
    g_mutex_init (&self->lock);
    g_cond_init (&self->cond);
    self->watch = (UlUsbWatch){ device, on_gone, self };
    ul_usb_context_add_watch (context, &self->watch);
    return self;
}

void
ul_usb_device_close (UlUsbDevice *self)
{
    if (self == NULL)
        return;
    ul_usb_context_remove_watch (self->context, &self->watch);
    if (self->claimed >= 0)
        libusb_release_interface (self->handle, self->claimed);
    libusb_close (self->handle);
    ul_usb_context_unref (self->context);
    g_mutex_clear (&self->lock);
    g_cond_clear (&self->cond);
    g_free (self);
}

static gboolean
check (int code, GError **error)
{
    if (code >= 0)
        return TRUE;
    ul_usb_set_error (code, error);
    return FALSE;
}

gboolean
ul_usb_device_claim (UlUsbDevice *self, guint8 interface, guint8 alternate, gboolean detach,
                     GError **error)
{
    if (detach) /* given back when the interface is released */
        libusb_set_auto_detach_kernel_driver (self->handle, 1);
    if (!check (libusb_claim_interface (self->handle, interface), error))
        return FALSE;
    self->claimed = interface;
    return alternate == 0 ||
           check (libusb_set_interface_alt_setting (self->handle, interface, alternate), error);
}

gboolean
ul_usb_device_reset (UlUsbDevice *self, GError **error)
{
    return check (libusb_reset_device (self->handle), error);
}

void
ul_usb_device_clear_halt (UlUsbDevice *self, guint8 endpoint)
{
    libusb_clear_halt (self->handle, endpoint);
}

/* --- strings --- */

#define GET_DESCRIPTOR   0x80
#define MAX_DESCRIPTOR   255u
#define FIRST_CHARACTER  2u
#define ENGLISH          0x0409u
#define STRING_HEAD_SIZE 2u

/* Returns: its length; 0 without a descriptor that makes sense */
static gsize
read_descriptor (UlUsbDevice *self, guint8 index, guint16 language, guint8 data[MAX_DESCRIPTOR],
                 guint timeout_ms)
{
    gsize size = MAX_DESCRIPTOR;

    if (!ul_usb_transfer_control_in (self, GET_DESCRIPTOR, LIBUSB_REQUEST_GET_DESCRIPTOR,
                                     LIBUSB_DT_STRING << 8 | index, language, data, &size,
                                     timeout_ms, NULL) ||
        size < STRING_HEAD_SIZE || data[0] < STRING_HEAD_SIZE || data[1] != LIBUSB_DT_STRING)
        return 0;
    return MIN (size, data[0]);
}

char *
ul_usb_device_get_text (UlUsbDevice *self, guint8 index, guint timeout_ms)
{
    guint8 data[MAX_DESCRIPTOR];
    gunichar2 text[MAX_DESCRIPTOR / 2];
    guint16 language = ENGLISH;
    gsize size;

    if (index == 0)
        return NULL;
    size = read_descriptor (self, 0, 0, data, timeout_ms);
    if (size == 0)
        return NULL;
    if (size >= STRING_HEAD_SIZE + 2)
        language = data[2] | data[3] << 8;
    size = read_descriptor (self, index, language, data, timeout_ms);
    if (size <= FIRST_CHARACTER)
        return NULL;
    gsize n = (size - FIRST_CHARACTER) / 2;
    for (gsize i = 0; i < n; i++)
        text[i] = data[FIRST_CHARACTER + 2 * i] | data[FIRST_CHARACTER + 2 * i + 1] << 8;
    return g_utf16_to_utf8 (text, n, NULL, NULL, NULL);
}

/* --- for transfers --- */

libusb_device_handle *
ul_usb_device_get_handle (UlUsbDevice *self)
{
    return self->handle;
}

void
ul_usb_device_lock (UlUsbDevice *self)
{
    g_mutex_lock (&self->lock);
}

void
ul_usb_device_unlock (UlUsbDevice *self)
{
    g_mutex_unlock (&self->lock);
}

void
ul_usb_device_wake (UlUsbDevice *self)
{
    g_cond_broadcast (&self->cond);
}

void
ul_usb_device_set_failed (UlUsbDevice *self, gboolean failed)
{
    self->failed = failed;
}

gboolean
ul_usb_device_get_failed (UlUsbDevice *self)
{
    return self->failed;
}

gboolean
ul_usb_device_sleep (UlUsbDevice *self, gint64 until_us)
{
    return g_cond_wait_until (&self->cond, &self->lock, until_us);
}

gboolean
ul_usb_device_is_gone (UlUsbDevice *self, guint patience_ms)
{
    gint64 until = g_get_monotonic_time () + patience_ms * 1000LL;

    g_mutex_lock (&self->lock);
    while (!self->gone && g_cond_wait_until (&self->cond, &self->lock, until))
        continue;
    gboolean gone = self->gone;
    g_mutex_unlock (&self->lock);
    return gone;
}
