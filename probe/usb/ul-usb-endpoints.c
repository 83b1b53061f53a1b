/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-endpoints.h"

#include "ul-error.h"
#include "ul-usb-error.h"
#include "ul-usb-transfer.h"

#include <string.h>

#define MAX_SENDS    8u   /* under way */
#define SEND_MS      1000 /* for the oldest of them, when there are more */
#define SET_REPORT   0x09
#define REPORT_OUT   0x0200
#define TO_INTERFACE (LIBUSB_ENDPOINT_OUT | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE)

typedef struct {
    UlUsbPipe parent;
    UlUsbDevice *device; /* not owned */
    UlUsbEndpoints endpoints;
    GQueue outs, ins; /* of UlUsbTransfer, oldest first */
} DevicePipe;

static gint64
in_ms (guint ms)
{
    return g_get_monotonic_time () + ms * 1000LL;
}

/* --- to the probe --- */

/* Frees the oldest, which is done. */
static gboolean
retire_out (DevicePipe *self, GError **error)
{
    UlUsbTransfer *oldest = g_queue_peek_head (&self->outs);

    /* One that failed stays, for abort() to clear the stall. */
    if (!ul_usb_transfer_wait (oldest, 0, NULL, error))
        return FALSE;
    ul_usb_transfer_free (g_queue_pop_head (&self->outs));
    return TRUE;
}

static gboolean
retire_outs (DevicePipe *self, GError **error)
{
    while (!g_queue_is_empty (&self->outs) &&
           ul_usb_transfer_is_done (g_queue_peek_head (&self->outs)))
        if (!retire_out (self, error))
            return FALSE;
    return TRUE;
}

static UlUsbTransfer *
submit_out (DevicePipe *self, const guint8 *data, gsize size, GError **error)
{
    const UlUsbEndpoints *to = &self->endpoints;
    guint8 report[1024] = { 0 };

    if (!to->hid)
        return ul_usb_transfer_send (self->device, to->out, FALSE, data, size, error);
    memcpy (report, data, MIN (size, sizeof report));
    gsize full = CLAMP (MAX (to->out_packet, size), 1, sizeof report);
    if (to->out != 0)
        return ul_usb_transfer_send (self->device, to->out, TRUE, report, full, error);
    return ul_usb_transfer_control (self->device, TO_INTERFACE, SET_REPORT, REPORT_OUT,
                                    to->interface, report, full, error);
}

static gboolean
pipe_send (UlUsbPipe *pipe, const guint8 *data, gsize size, GError **error)
{
    DevicePipe *self = (DevicePipe *) pipe;

    if (!retire_outs (self, error))
        return FALSE;
    if (g_queue_get_length (&self->outs) >= MAX_SENDS &&
        (!ul_usb_transfer_wait (g_queue_peek_head (&self->outs), in_ms (SEND_MS), NULL, error) ||
         !retire_out (self, error)))
        return FALSE;
    UlUsbTransfer *transfer = submit_out (self, data, size, error);
    if (transfer == NULL)
        return FALSE;
    g_queue_push_tail (&self->outs, transfer);
    return TRUE;
}

static gboolean
pipe_flush (UlUsbPipe *pipe, guint timeout_ms, GError **error)
{
    DevicePipe *self = (DevicePipe *) pipe;
    gint64 until = in_ms (timeout_ms);

    while (!g_queue_is_empty (&self->outs))
        if (!ul_usb_transfer_wait (g_queue_peek_head (&self->outs), until, NULL, error) ||
            !retire_out (self, error))
            return FALSE;
    return TRUE;
}

/* --- from the probe --- */

static gboolean
pipe_expect (UlUsbPipe *pipe, gsize max_size, GError **error)
{
    DevicePipe *self = (DevicePipe *) pipe;
    UlUsbTransfer *transfer = ul_usb_transfer_receive (self->device, self->endpoints.in,
                                                       self->endpoints.hid, max_size, error);

    if (transfer == NULL)
        return FALSE;
    g_queue_push_tail (&self->ins, transfer);
    return TRUE;
}

/* When no answer comes, the reason may be that the question did not get through. */
static void
prefer_earlier_error (DevicePipe *self, GError **error)
{
    g_autoptr (GError) earlier = NULL;

    if (!g_error_matches (*error, UL_ERROR, UL_ERROR_PROBE_SILENT) || retire_outs (self, &earlier))
        return;
    g_clear_error (error);
    g_propagate_error (error, g_steal_pointer (&earlier));
}

static gboolean
pipe_receive (UlUsbPipe *pipe, guint8 *data, gsize max_size, gsize *size, guint timeout_ms,
              GCancellable *cancellable, GError **error)
{
    DevicePipe *self = (DevicePipe *) pipe;
    g_autoptr (GError) local = NULL;

    *size = 0;
    if (g_queue_is_empty (&self->ins) && !pipe_expect (pipe, max_size, error))
        return FALSE;
    UlUsbTransfer *oldest = g_queue_peek_head (&self->ins);
    if (!ul_usb_transfer_wait (oldest, in_ms (timeout_ms), cancellable, &local)) {
        prefer_earlier_error (self, &local);
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    const guint8 *got = ul_usb_transfer_get_data (oldest, size);
    gboolean fits = *size <= max_size;
    if (fits)
        memcpy (data, got, *size);
    else
        ul_usb_set_error (LIBUSB_ERROR_OVERFLOW, error);
    ul_usb_transfer_free (g_queue_pop_head (&self->ins));
    return fits;
}

/* --- end --- */

/* Returns: whether one of them ended with a stall */
static gboolean
end_all (GQueue *transfers)
{
    gboolean stalled = FALSE;

    for (GList *link = transfers->tail; link != NULL; link = link->prev)
        ul_usb_transfer_cancel (link->data);
    while (!g_queue_is_empty (transfers)) {
        UlUsbTransfer *transfer = g_queue_pop_head (transfers);

        stalled |= ul_usb_transfer_is_stalled (transfer);
        ul_usb_transfer_free (transfer);
    }
    return stalled;
}

static void
pipe_abort (UlUsbPipe *pipe)
{
    DevicePipe *self = (DevicePipe *) pipe;

    if (end_all (&self->outs) && self->endpoints.out != 0)
        ul_usb_device_clear_halt (self->device, self->endpoints.out);
    if (end_all (&self->ins))
        ul_usb_device_clear_halt (self->device, self->endpoints.in);
    ul_usb_device_lock (self->device);
    ul_usb_device_set_failed (self->device, FALSE);
    ul_usb_device_unlock (self->device);
}

static void
pipe_free (UlUsbPipe *pipe)
{
    end_all (&((DevicePipe *) pipe)->outs);
    end_all (&((DevicePipe *) pipe)->ins);
    g_free (pipe);
}

static const UlUsbPipeClass pipe_class = { pipe_send,  pipe_expect, pipe_receive,
                                           pipe_flush, pipe_abort,  pipe_free };

UlUsbPipe *
ul_usb_endpoints_get_pipe (const UlUsbEndpoints *endpoints, UlUsbDevice *device)
{
    DevicePipe *self = g_new0 (DevicePipe, 1);

    self->parent = (UlUsbPipe){ &pipe_class, endpoints->in_packet };
    self->device = device;
    self->endpoints = *endpoints;
    g_queue_init (&self->outs);
    g_queue_init (&self->ins);
    return &self->parent;
}
