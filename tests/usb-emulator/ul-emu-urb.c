/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-usb-private.h"

#include "ul-emu-descriptors.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <string.h>
#include <sys/ioctl.h>

#define SETUP_SIZE    8u
#define MAX_BUFFER    (1u << 20)
#define PAUSE_STEP_NS 100000u
/* The device works in no time of the real machine: its client is left to think, as a real one
 * would, before it is told of something later on the virtual clock, though not for ever. */
#define THINK_US   1000000
#define PRESENT_NS 20000u

static struct usbdevfs_urb *
get_urb (UlEmuUrb *urb)
{
    return (struct usbdevfs_urb *) (void *) urb->urb->data;
}

static gboolean
is_in (UlEmuUrb *urb)
{
    return (get_urb (urb)->endpoint & 0x80) != 0;
}

static void
free_urb (gpointer data)
{
    UlEmuUrb *urb = data;

    g_clear_object (&urb->urb);
    g_clear_object (&urb->buffer);
    g_free (urb);
}

static void
finish (UlEmuUsb *self, UlEmuUrb *urb, int status)
{
    get_urb (urb)->status = status;
    get_urb (urb)->actual_length = urb->n;
    g_queue_push_tail (&self->done, urb);
}

/* --- time --- */

static guint64
chip_time (UlEmuUsb *self)
{
    const UlEmuWire *wire = &self->firmware->wire;

    return wire->ops->get_time_ns (wire->data);
}

static void
advance_to (UlEmuUsb *self, guint64 ns)
{
    const UlEmuWire *wire = &self->firmware->wire;
    guint64 now = chip_time (self);

    if (ns > now)
        wire->ops->advance (wire->data, ns - now);
}

/* A pause of the client is time for the chip as far as that has something to do */
static void
count_pause (UlEmuUsb *self)
{
    const UlEmuWire *wire = &self->firmware->wire;
    guint64 before = self->bus->host_ns, now;
    guint64 end = before + ul_emu_bus_get_pause (self->bus);

    if (end == before)
        return;
    advance_to (self, before);
    while ((now = chip_time (self)) < end && wire->ops->is_working (wire->data))
        wire->ops->advance (wire->data, MIN (PAUSE_STEP_NS, end - now));
    ul_emu_bus_reaped (self->bus, MIN (now, end));
    self->bus->paused_ns += self->bus->host_ns - before;
}

/* --- transfers of data --- */

static void
run_out (UlEmuUsb *self, UlEmuUrb *urb)
{
    urb->done_ns = ul_emu_bus_out (self->bus, urb->size, urb->asked_ns, urb->ready_ns);
    urb->n = urb->size;
    if (!self->silent) {
        self->firmware->hurried = urb->asked_ns < self->slot_ns;
        advance_to (self, urb->done_ns);
        self->firmware->ops->receive (self->firmware,
                                      urb->buffer != NULL ? urb->buffer->data : NULL, urb->size);
    }
    finish (self, urb, 0);
}

static void
spoil (UlEmuUsb *self, UlEmuUrb *urb)
{
    if (self->faults.short_at != 0 && urb->number >= self->faults.short_at) {
        self->faults.short_at = 0;
        urb->n /= 2;
    }
    if (self->faults.garbage_at != 0 && urb->number >= self->faults.garbage_at) {
        self->faults.garbage_at = 0;
        for (gsize i = 0; i < urb->n; i++)
            urb->buffer->data[i] = 0xA5 ^ (guint8) (i * 29);
    }
}

static void
finish_in (UlEmuUsb *self, UlEmuUrb *urb, gboolean overflow)
{
    spoil (self, urb);
    urb->done_ns = ul_emu_bus_in (self->bus, urb->n, urb->asked_ns, urb->ready_ns);
    self->slot_ns = urb->done_ns;
    finish (self, urb, overflow ? -EOVERFLOW : 0);
}

/* Returns: whether anything moved */
static gboolean
step_out (UlEmuUsb *self)
{
    UlEmuFirmware *firmware = self->firmware;
    UlEmuUrb *urb = g_queue_peek_head (&self->out);

    if (urb == NULL)
        return FALSE;
    if (!self->silent && firmware->ops->is_ready != NULL && !firmware->ops->is_ready (firmware)) {
        urb->ready_ns = G_MAXUINT64; /* takes it when there is room again */
        return FALSE;
    }
    if (urb->ready_ns == G_MAXUINT64)
        urb->ready_ns = self->slot_ns;
    run_out (self, g_queue_pop_head (&self->out));
    return TRUE;
}

static gboolean
step_in (UlEmuUsb *self)
{
    UlEmuUrb *urb = g_queue_peek_head (&self->in);
    UlEmuPipeResult result;

    if (urb == NULL || self->silent || urb->buffer == NULL)
        return FALSE;
    result = ul_emu_pipe_take (&self->firmware->in, urb->buffer->data, urb->size, &urb->n,
                               &urb->ready_ns);
    if (result == UL_EMU_PIPE_MORE)
        return FALSE;
    finish_in (self, g_queue_pop_head (&self->in), result == UL_EMU_PIPE_OVERFLOW);
    return TRUE;
}

static void
pump (UlEmuUsb *self)
{
    gboolean moved;

    do {
        moved = step_out (self);
        moved = step_in (self) || moved;
    } while (moved);
}

void
ul_emu_usb_end_all (UlEmuUsb *self, int status)
{
    UlEmuUrb *urb;

    while ((urb = g_queue_pop_head (&self->out)) != NULL)
        finish (self, urb, status);
    while ((urb = g_queue_pop_head (&self->in)) != NULL)
        finish (self, urb, status);
}

void
ul_emu_usb_pull_out (UlEmuUsb *self)
{
    const UlEmuWire *wire = &self->firmware->wire;

    if (self->gone)
        return;
    self->gone = TRUE;
    ul_emu_usb_end_all (self, -ESHUTDOWN);
    wire->ops->pull_reset (wire->data, FALSE); /* without power it pulls nothing ... */
    wire->ops->set_power (wire->data, FALSE);  /* ... and gives none */
}

static void
submit_data (UlEmuUsb *self, UlEmuUrb *urb)
{
    gboolean in = is_in (urb);

    urb->number = ++self->bus->submitted;
    g_queue_push_tail (in ? &self->in : &self->out, urb);
    if (urb->number == self->faults.silent_at)
        self->silent = TRUE;
    if (urb->number == self->faults.stall_at)
        *(in ? &self->in_halted : &self->out_halted) = TRUE;
    if (urb->number == self->faults.unplug_at) {
        ul_emu_usb_pull_out (self);
        if (self->notify != NULL)
            self->notify (self->notify_data);
        return;
    }
    if (in ? self->in_halted : self->out_halted)
        finish (self, g_queue_pop_tail (in ? &self->in : &self->out), -EPIPE);
    else
        pump (self);
}

/* --- control requests --- */

static gboolean
answer_control (UlEmuUsb *self, UlEmuUrb *urb, GByteArray *reply)
{
    const guint8 *setup = urb->buffer->data;
    UlEmuFirmware *firmware = self->firmware;

    if (ul_emu_descriptors_answer (&firmware->identity, setup, reply))
        return TRUE;
    return firmware->ops->control != NULL &&
           firmware->ops->control (firmware, setup, setup + SETUP_SIZE, urb->size - SETUP_SIZE,
                                   reply);
}

static void
submit_control (UlEmuUsb *self, UlEmuUrb *urb)
{
    g_autoptr (GByteArray) reply = g_byte_array_new ();
    gboolean to_host = (urb->buffer->data[0] & 0x80) != 0, known;

    urb->done_ns = ul_emu_bus_control (self->bus);
    if (!to_host)
        advance_to (self, urb->done_ns);
    known = answer_control (self, urb, reply);
    if (known && to_host) {
        urb->n = MIN (reply->len, urb->size - SETUP_SIZE);
        memcpy (urb->buffer->data + SETUP_SIZE, reply->data, urb->n);
    } else if (known) {
        urb->n = urb->size - SETUP_SIZE;
    }
    finish (self, urb, known ? 0 : -EPIPE);
    pump (self);
}

/* --- what the ioctls call --- */

static int
check (UlEmuUsb *self, UMockdevIoctlClient *client, const struct usbdevfs_urb *urb)
{
    const UlEmuIdentity *identity = &self->firmware->identity;

    if (urb->buffer_length < 0 || (guint) urb->buffer_length > MAX_BUFFER)
        return -EINVAL;
    if (urb->type == USBDEVFS_URB_TYPE_CONTROL)
        return (urb->endpoint & 0x0F) == 0 && (guint) urb->buffer_length >= SETUP_SIZE ? 0
                                                                                       : -EINVAL;
    if (urb->endpoint != identity->in_endpoint &&
        (urb->endpoint == 0 || urb->endpoint != identity->out_endpoint))
        return -ENOENT;
    /* an interrupt endpoint takes bulk URBs too, as in Linux */
    if (urb->type == USBDEVFS_URB_TYPE_INTERRUPT ? !identity->hid
                                                 : urb->type != USBDEVFS_URB_TYPE_BULK)
        return -EINVAL;
    return self->claimer == client ? 0 : -EBUSY;
}

int
ul_emu_usb_submit (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg (client);
    g_autoptr (UMockdevIoctlData) data = NULL, buffer = NULL;
    const struct usbdevfs_urb *asked;
    UlEmuUrb *urb;
    int problem;

    if (self->gone)
        return -ENODEV;
    data = umockdev_ioctl_data_resolve (arg, 0, sizeof (struct usbdevfs_urb), NULL);
    if (data == NULL)
        return -EFAULT;
    asked = (const struct usbdevfs_urb *) (const void *) data->data;
    problem = check (self, client, asked);
    if (problem != 0)
        return problem;
    if (asked->buffer_length > 0)
        buffer = umockdev_ioctl_data_resolve (data, G_STRUCT_OFFSET (struct usbdevfs_urb, buffer),
                                              asked->buffer_length, NULL);
    if (asked->buffer_length > 0 && buffer == NULL)
        return -EFAULT;
    self->heard_us = g_get_monotonic_time ();
    if (g_queue_is_empty (&self->in) && g_queue_is_empty (&self->out))
        count_pause (self);
    urb = g_new0 (UlEmuUrb, 1);
    urb->client = client;
    urb->size = asked->buffer_length;
    urb->asked_ns = self->bus->host_ns;
    urb->urb = g_steal_pointer (&data);
    urb->buffer = g_steal_pointer (&buffer);
    (get_urb (urb)->type == USBDEVFS_URB_TYPE_CONTROL ? submit_control : submit_data) (self, urb);
    return 0;
}

static UlEmuUrb *
steal_address (GQueue *queue, UMockdevIoctlClient *client, gulong address)
{
    for (GList *at = queue->head; at != NULL; at = at->next) {
        UlEmuUrb *urb = at->data;

        if (urb->client == client && urb->urb->client_addr == address) {
            g_queue_delete_link (queue, at);
            return urb;
        }
    }
    return NULL;
}

int
ul_emu_usb_discard (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg (client);
    gulong address = *(gulong *) (void *) arg->data;
    UlEmuUrb *urb = steal_address (&self->in, client, address);

    if (urb == NULL)
        urb = steal_address (&self->out, client, address);
    if (urb == NULL)
        return -EINVAL; /* it is done already */
    urb->done_ns = self->bus->host_ns;
    finish (self, urb, -ENOENT);
    return 0;
}

/* Whether a client that sends ahead may still be about to do so. */
static gboolean
is_too_early (UlEmuUsb *self, const UlEmuUrb *urb)
{
    const UlEmuBus *bus = self->bus;

    return !bus->keep_up && bus->client != NULL && urb->done_ns > bus->host_ns + PRESENT_NS &&
           g_get_monotonic_time () - self->heard_us < THINK_US &&
           ul_emu_client_may_send (bus->client);
}

int
ul_emu_usb_reap (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    g_autoptr (UMockdevIoctlData) slot = NULL;
    GList *at = self->done.head;
    UlEmuUrb *urb;

    while (at != NULL && ((UlEmuUrb *) at->data)->client != client)
        at = at->next;
    if (at == NULL)
        return self->gone ? -ENODEV : -EAGAIN;
    urb = at->data;
    if (is_too_early (self, urb))
        return -EAGAIN;
    slot = umockdev_ioctl_data_resolve (umockdev_ioctl_client_get_arg (client), 0,
                                        sizeof (gpointer), NULL);
    if (slot == NULL)
        return -EFAULT;
    self->heard_us = g_get_monotonic_time ();
    umockdev_ioctl_data_set_ptr (slot, 0, urb->urb);
    ul_emu_bus_reaped (self->bus, urb->done_ns);
    g_queue_delete_link (&self->done, at);
    free_urb (urb);
    return 0;
}

static void
forget (GQueue *queue, UMockdevIoctlClient *client)
{
    for (GList *at = queue->head, *next; at != NULL; at = next) {
        next = at->next;
        if (client == NULL || ((UlEmuUrb *) at->data)->client == client) {
            free_urb (at->data);
            g_queue_delete_link (queue, at);
        }
    }
}

void
ul_emu_usb_forget (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    forget (&self->in, client);
    forget (&self->out, client);
    forget (&self->done, client);
}
