/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-transfer.h"

#include "ul-usb-error.h"

#include <string.h>

#define UNPLUG_MS 300     /* to hear of it after a disturbance */
#define END_US    3000000 /* for libusb to end what was cancelled */

struct _UlUsbTransfer {
    UlUsbDevice *device; /* not owned: outlives us */
    struct libusb_transfer *usb;
    gboolean done;      /* under the device's lock */
    gboolean abandoned; /* ... nobody waits any more: the event thread frees it */
};

static void
destroy (UlUsbTransfer *self)
{
    g_free (self->usb->buffer);
    libusb_free_transfer (self->usb);
    g_free (self);
}

static void LIBUSB_CALL
on_done (struct libusb_transfer *usb)
{
    UlUsbTransfer *self = usb->user_data;
    UlUsbDevice *device = self->device;

    /* An abandoned one must not touch its device, which may be closed. */
    if (__atomic_load_n (&self->abandoned, __ATOMIC_ACQUIRE)) {
        destroy (self);
        return;
    }
    ul_usb_device_lock (device);
    self->done = TRUE;
    if (usb->type != LIBUSB_TRANSFER_TYPE_CONTROL && usb->status != LIBUSB_TRANSFER_COMPLETED &&
        usb->status != LIBUSB_TRANSFER_CANCELLED)
        ul_usb_device_set_failed (device, TRUE);
    ul_usb_device_wake (device);
    ul_usb_device_unlock (device);
}

static UlUsbTransfer *
transfer_new (UlUsbDevice *device, gsize size)
{
    UlUsbTransfer *self = g_new0 (UlUsbTransfer, 1);

    self->device = device;
    self->usb = libusb_alloc_transfer (0);
    g_assert (self->usb != NULL); /* out of memory, as g_malloc() */
    self->usb->buffer = g_malloc0 (MAX (size, 1));
    return self;
}

static UlUsbTransfer *
submit (UlUsbTransfer *self, GError **error)
{
    int code = libusb_submit_transfer (self->usb);

    if (code == LIBUSB_SUCCESS)
        return self;
    if (code == LIBUSB_ERROR_IO && ul_usb_device_is_gone (self->device, UNPLUG_MS))
        code = LIBUSB_ERROR_NO_DEVICE;
    destroy (self);
    ul_usb_set_error (code, error);
    return NULL;
}

static UlUsbTransfer *
data_new (UlUsbDevice *device, guint8 endpoint, gboolean interrupt, gsize size)
{
    UlUsbTransfer *self = transfer_new (device, size);

    libusb_fill_bulk_transfer (self->usb, ul_usb_device_get_handle (device), endpoint,
                               self->usb->buffer, size, on_done, self, 0);
    if (interrupt)
        self->usb->type = LIBUSB_TRANSFER_TYPE_INTERRUPT;
    return self;
}

UlUsbTransfer *
ul_usb_transfer_send (UlUsbDevice *device, guint8 endpoint, gboolean interrupt, const guint8 *data,
                      gsize size, GError **error)
{
    UlUsbTransfer *self = data_new (device, endpoint, interrupt, size);

    memcpy (self->usb->buffer, data, size);
    return submit (self, error);
}

UlUsbTransfer *
ul_usb_transfer_receive (UlUsbDevice *device, guint8 endpoint, gboolean interrupt, gsize max_size,
                         GError **error)
{
    return submit (data_new (device, endpoint, interrupt, max_size), error);
}

UlUsbTransfer *
ul_usb_transfer_control (UlUsbDevice *device, guint8 type, guint8 request, guint16 value,
                         guint16 index, const guint8 *data, gsize size, GError **error)
{
    UlUsbTransfer *self = transfer_new (device, LIBUSB_CONTROL_SETUP_SIZE + size);

    libusb_fill_control_setup (self->usb->buffer, type, request, value, index, size);
    if ((type & LIBUSB_ENDPOINT_IN) == 0 && data != NULL)
        memcpy (self->usb->buffer + LIBUSB_CONTROL_SETUP_SIZE, data, size);
    libusb_fill_control_transfer (self->usb, ul_usb_device_get_handle (device), self->usb->buffer,
                                  on_done, self, 0);
    return submit (self, error);
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
    UlUsbDevice *device = data;

    ul_usb_device_lock (device);
    ul_usb_device_wake (device);
    ul_usb_device_unlock (device);
}

/* @stubborn: waits on although another transfer failed */
static gboolean
wait_done (UlUsbTransfer *self, gint64 until_us, gboolean stubborn, GCancellable *cancellable)
{
    ul_usb_device_lock (self->device);
    while (!self->done && !g_cancellable_is_cancelled (cancellable) &&
           (stubborn || !ul_usb_device_get_failed (self->device)) &&
           ul_usb_device_sleep (self->device, until_us))
        continue;
    gboolean done = self->done;
    ul_usb_device_unlock (self->device);
    return done;
}

static gboolean
check_status (UlUsbTransfer *self, GError **error)
{
    int code = ul_usb_code_of_status (self->usb->status);

    if (code == 0)
        return TRUE;
    if (code == LIBUSB_ERROR_IO && ul_usb_device_is_gone (self->device, UNPLUG_MS))
        code = LIBUSB_ERROR_NO_DEVICE;
    ul_usb_set_error (code, error);
    return FALSE;
}

gboolean
ul_usb_transfer_wait (UlUsbTransfer *self, gint64 until_us, GCancellable *cancellable,
                      GError **error)
{
    gulong handler = 0;

    if (!ul_usb_transfer_is_done (self)) {
        if (cancellable != NULL)
            handler =
                g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self->device, NULL);
        gboolean done = wait_done (self, until_us, FALSE, cancellable);
        g_cancellable_disconnect (cancellable, handler);
        if (!done) {
            if (!g_cancellable_set_error_if_cancelled (cancellable, error))
                ul_usb_set_silent (error);
            return FALSE;
        }
    }
    return check_status (self, error);
}

gboolean
ul_usb_transfer_is_done (UlUsbTransfer *self)
{
    ul_usb_device_lock (self->device);
    gboolean done = self->done;
    ul_usb_device_unlock (self->device);
    return done;
}

gboolean
ul_usb_transfer_is_stalled (UlUsbTransfer *self)
{
    return ul_usb_transfer_is_done (self) && self->usb->status == LIBUSB_TRANSFER_STALL;
}

const guint8 *
ul_usb_transfer_get_data (UlUsbTransfer *self, gsize *size)
{
    gboolean control = self->usb->type == LIBUSB_TRANSFER_TYPE_CONTROL;

    *size = MAX (self->usb->actual_length, 0);
    return self->usb->buffer + (control ? LIBUSB_CONTROL_SETUP_SIZE : 0);
}

void
ul_usb_transfer_cancel (UlUsbTransfer *self)
{
    if (!ul_usb_transfer_is_done (self))
        libusb_cancel_transfer (self->usb);
}

void
ul_usb_transfer_free (UlUsbTransfer *self)
{
    if (self == NULL)
        return;
    ul_usb_transfer_cancel (self);
    if (wait_done (self, g_get_monotonic_time () + END_US, TRUE, NULL))
        destroy (self);
    else
        __atomic_store_n (&self->abandoned, TRUE, __ATOMIC_RELEASE);
}

gboolean
ul_usb_transfer_control_in (UlUsbDevice *device, guint8 type, guint8 request, guint16 value,
                            guint16 index, guint8 *data, gsize *size, guint timeout_ms,
                            GError **error)
{
    g_autoptr (UlUsbTransfer) transfer =
        ul_usb_transfer_control (device, type, request, value, index, NULL, *size, error);
    gsize n;

    if (transfer == NULL ||
        !ul_usb_transfer_wait (transfer, g_get_monotonic_time () + timeout_ms * 1000LL, NULL,
                               error))
        return FALSE;
    const guint8 *got = ul_usb_transfer_get_data (transfer, &n);
    *size = MIN (n, *size);
    memcpy (data, got, *size);
    return TRUE;
}
