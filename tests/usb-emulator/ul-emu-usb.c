/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-usb-private.h"

#include <errno.h>
#include <linux/usb/ch9.h>
#include <linux/usbdevice_fs.h>
#include <string.h>
#include <sys/ioctl.h>

#define CAPABILITIES                                                                               \
    (USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION | USBDEVFS_CAP_NO_PACKET_SIZE_LIM | \
     USBDEVFS_CAP_BULK_SCATTER_GATHER | USBDEVFS_CAP_REAP_AFTER_DISCONNECT)

/* How long the news of a closed file may take */
#define CLOSE_MS 20

/* Returns: (transfer full) (nullable): what the argument of the ioctl points to */
static UMockdevIoctlData *
get_pointed (UMockdevIoctlClient *client, gsize size)
{
    return umockdev_ioctl_data_resolve (umockdev_ioctl_client_get_arg (client), 0, size, NULL);
}

static int
get_capabilities (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    g_autoptr (UMockdevIoctlData) data = get_pointed (client, sizeof (guint32));
    const guint32 capabilities = CAPABILITIES;

    if (data == NULL)
        return -EFAULT;
    memcpy (data->data, &capabilities, sizeof capabilities);
    return 0;
}

static int
claim_interface (UlEmuUsb *self, UMockdevIoctlClient *client, guint number)
{
    const UlEmuIdentity *identity = &self->firmware->identity;

    if (number != ul_emu_identity_get_interface (identity))
        return ul_emu_identity_get_driver (identity, number) != NULL ? -EBUSY : -ENOENT;
    if (self->claimer == client)
        return 0;
    if (self->claimer != NULL || self->kernel_driver)
        return -EBUSY;
    self->claimer = client;
    self->firmware->ops->claimed (self->firmware);
    return 0;
}

/* Nobody has any business with the drivers of the other interfaces */
static gboolean
keeps_driver (UlEmuUsb *self, guint number)
{
    if (ul_emu_identity_get_driver (&self->firmware->identity, number) == NULL)
        return FALSE;
    ul_emu_firmware_refuse (self->firmware, "another driver for interface %u", number);
    return TRUE;
}

static int
claim (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    g_autoptr (UMockdevIoctlData) data = get_pointed (client, sizeof (guint));

    return data != NULL ? claim_interface (self, client, *(guint *) (void *) data->data) : -EFAULT;
}

static int
detach_and_claim (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    g_autoptr (UMockdevIoctlData) data =
        get_pointed (client, sizeof (struct usbdevfs_disconnect_claim));
    const struct usbdevfs_disconnect_claim *asked;

    if (data == NULL)
        return -EFAULT;
    asked = (const struct usbdevfs_disconnect_claim *) (const void *) data->data;
    if (keeps_driver (self, asked->interface))
        return -EBUSY;
    if (self->claimer != NULL && self->claimer != client)
        return -EBUSY;
    self->kernel_driver = FALSE;
    return claim_interface (self, client, asked->interface);
}

static int
release (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    if (self->claimer != client)
        return -EINVAL;
    ul_emu_usb_end_all (self, -ENOENT);
    self->claimer = NULL;
    return 0;
}

static const char *
find_driver (UlEmuUsb *self, guint number)
{
    if (number != ul_emu_identity_get_interface (&self->firmware->identity))
        return ul_emu_identity_get_driver (&self->firmware->identity, number);
    return self->claimer != NULL ? "usbfs" : self->kernel_driver ? "usbhid" : NULL;
}

static int
get_driver (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    g_autoptr (UMockdevIoctlData) data = get_pointed (client, sizeof (struct usbdevfs_getdriver));
    struct usbdevfs_getdriver *asked;
    const char *name;

    if (data == NULL)
        return -EFAULT;
    asked = (struct usbdevfs_getdriver *) (void *) data->data;
    name = find_driver (self, asked->interface);
    if (name == NULL)
        return -ENODATA;
    g_strlcpy (asked->driver, name, USBDEVFS_MAXDRIVERNAME);
    return 0;
}

/* An ioctl for the driver of an interface: only going and coming of usbhid means anything */
static int
driver_ioctl (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    g_autoptr (UMockdevIoctlData) data = get_pointed (client, sizeof (struct usbdevfs_ioctl));
    const struct usbdevfs_ioctl *asked;

    if (data == NULL)
        return -EFAULT;
    asked = (const struct usbdevfs_ioctl *) (const void *) data->data;
    if (keeps_driver (self, asked->ifno))
        return -EBUSY;
    if ((guint) asked->ioctl_code == USBDEVFS_CONNECT) {
        self->kernel_driver = self->firmware->identity.hid && self->claimer == NULL;
        return self->kernel_driver ? 1 : -EBUSY; /* how many drivers came */
    }
    if ((guint) asked->ioctl_code != USBDEVFS_DISCONNECT)
        return -ENOTTY;
    if (!self->kernel_driver)
        return -ENODATA;
    self->kernel_driver = FALSE;
    return 0;
}

static int
clear_halt (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    g_autoptr (UMockdevIoctlData) data = get_pointed (client, sizeof (guint));

    if (data == NULL)
        return -EFAULT;
    *((*(guint *) (void *) data->data & 0x80) != 0 ? &self->in_halted : &self->out_halted) = FALSE;
    return 0;
}

static int
reset_device (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    ul_emu_usb_end_all (self, -EPROTO);
    ul_emu_pipe_clear (&self->firmware->in);
    self->firmware->ops->claimed (self->firmware);
    self->out_halted = self->in_halted = FALSE;
    return 0;
}

static int
accept_it (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    return 0;
}

static const struct {
    gulong request;
    int (*run) (UlEmuUsb *self,
                UMockdevIoctlClient *client); /* Returns: 0 or more, or a negative errno */
} ioctls[] = {
    { USBDEVFS_SUBMITURB, ul_emu_usb_submit },
    { USBDEVFS_DISCARDURB, ul_emu_usb_discard },
    { USBDEVFS_GET_CAPABILITIES, get_capabilities },
    { USBDEVFS_CLAIMINTERFACE, claim },
    { USBDEVFS_RELEASEINTERFACE, release },
    { USBDEVFS_DISCONNECT_CLAIM, detach_and_claim },
    { USBDEVFS_GETDRIVER, get_driver },
    { USBDEVFS_IOCTL, driver_ioctl },
    { USBDEVFS_CLEAR_HALT, clear_halt },
    { USBDEVFS_RESET, reset_device },
    { USBDEVFS_SETCONFIGURATION, accept_it },
    { USBDEVFS_SETINTERFACE, accept_it },
};

static int
run_ioctl (UlEmuUsb *self, UMockdevIoctlClient *client, gulong request)
{
    if (request == USBDEVFS_REAPURB || request == USBDEVFS_REAPURBNDELAY)
        return ul_emu_usb_reap (self, client);
    if (self->gone)
        return -ENODEV;
    for (guint i = 0; i < G_N_ELEMENTS (ioctls); i++)
        if (ioctls[i].request == request)
            return ioctls[i].run (self, client);
    return -ENOTTY;
}

static void
complete (UMockdevIoctlClient *client, int result)
{
    umockdev_ioctl_client_complete (client, MAX (result, -1), result < 0 ? -result : 0);
}

/* --- a claim that may have to wait --- */

typedef struct {
    UlEmuUsb *usb;
    UMockdevIoctlClient *client;
} Retry;

static void
free_retry (gpointer data)
{
    Retry *retry = data;

    g_object_unref (retry->client);
    g_free (retry);
}

static gboolean
claim_again (gpointer data)
{
    Retry *retry = data;
    UlEmuUsb *self = retry->usb;
    gulong request = (guint32) umockdev_ioctl_client_get_request (retry->client);
    int result;

    g_mutex_lock (&self->lock);
    result = run_ioctl (self, retry->client, request);
    complete (retry->client, result);
    g_mutex_unlock (&self->lock);
    return G_SOURCE_REMOVE;
}

/* That a file was closed is heard of later than what another client did after that: wait for it */
static void
retry_claim (UlEmuUsb *self, UMockdevIoctlClient *client)
{
    g_autoptr (GSource) source = g_timeout_source_new (CLOSE_MS);
    Retry *retry = g_new (Retry, 1);

    *retry = (Retry){ self, g_object_ref (client) };
    g_source_set_callback (source, claim_again, retry, free_retry);
    g_source_attach (source, g_main_context_get_thread_default ());
}

static gboolean
is_claim (gulong request)
{
    return request == USBDEVFS_CLAIMINTERFACE || request == USBDEVFS_DISCONNECT_CLAIM;
}

static gboolean
on_ioctl (UMockdevIoctlBase *handler, UMockdevIoctlClient *client, gpointer data)
{
    UlEmuUsb *self = data;
    gulong request = (guint32) umockdev_ioctl_client_get_request (client);
    int result;

    g_mutex_lock (&self->lock);
    if (request == USBDEVFS_GET_SPEED) {
        int speed = self->firmware->identity.full_speed ? USB_SPEED_FULL : USB_SPEED_HIGH;

        umockdev_ioctl_client_complete (client, speed, 0);
    } else {
        result = run_ioctl (self, client, request);
        if (result == -EBUSY && is_claim (request))
            retry_claim (self, client);
        else
            complete (client, result);
    }
    g_mutex_unlock (&self->lock);
    return TRUE;
}

static void
on_closed (gpointer data, GObject *where_it_was)
{
    UlEmuUsb *self = data;
    UMockdevIoctlClient *client = (UMockdevIoctlClient *) where_it_was;

    g_mutex_lock (&self->lock);
    g_ptr_array_remove_fast (self->clients, client);
    ul_emu_usb_forget (self, client);
    if (self->claimer == client)
        self->claimer = NULL;
    g_mutex_unlock (&self->lock);
}

/* umockdev 0.17 has a signal for the end of a client, too, but it does not come */
static void
on_opened (UMockdevIoctlBase *handler, UMockdevIoctlClient *client, gpointer data)
{
    UlEmuUsb *self = data;

    g_mutex_lock (&self->lock);
    g_ptr_array_add (self->clients, client);
    g_object_weak_ref (G_OBJECT (client), on_closed, self);
    g_mutex_unlock (&self->lock);
}

guint64 *
ul_emu_usb_faults_find (UlEmuUsbFaults *faults, const char *word)
{
    const struct {
        const char *word;
        guint64 *at;
    } table[] = {
        { "unplug-at", &faults->unplug_at },   { "stall-at", &faults->stall_at },
        { "silent-at", &faults->silent_at },   { "short-at", &faults->short_at },
        { "garbage-at", &faults->garbage_at },
    };

    for (guint i = 0; i < G_N_ELEMENTS (table); i++)
        if (strcmp (table[i].word, word) == 0)
            return table[i].at;
    return NULL;
}

gboolean
ul_emu_usb_set_fault (UlEmuUsb *self, const char *word, guint64 ahead)
{
    guint64 *at;

    g_mutex_lock (&self->lock);
    at = ul_emu_usb_faults_find (&self->faults, word);
    if (at != NULL)
        *at = self->bus->submitted + ahead;
    g_mutex_unlock (&self->lock);
    return at != NULL;
}

UlEmuUsb *
ul_emu_usb_new (UlEmuFirmware *firmware, UlEmuBus *bus, const UlEmuUsbFaults *faults)
{
    UlEmuUsb *self = g_new0 (UlEmuUsb, 1);

    g_mutex_init (&self->lock);
    self->firmware = firmware;
    self->bus = bus;
    self->faults = *faults;
    self->kernel_driver = firmware->identity.hid;
    self->clients = g_ptr_array_new ();
    self->handler = umockdev_ioctl_base_new ();
    g_signal_connect (self->handler, "handle-ioctl", G_CALLBACK (on_ioctl), self);
    g_signal_connect (self->handler, "client-connected", G_CALLBACK (on_opened), self);
    return self;
}

void
ul_emu_usb_free (UlEmuUsb *self)
{
    g_signal_handlers_disconnect_by_data (self->handler, self);
    for (guint i = 0; i < self->clients->len; i++)
        g_object_weak_unref (self->clients->pdata[i], on_closed, self);
    g_ptr_array_unref (self->clients);
    g_object_unref (self->handler);
    ul_emu_usb_forget (self, NULL);
    ul_emu_firmware_free (self->firmware);
    g_mutex_clear (&self->lock);
    g_free (self);
}

UMockdevIoctlBase *
ul_emu_usb_get_handler (UlEmuUsb *self)
{
    return self->handler;
}

UlEmuFirmware *
ul_emu_usb_get_firmware (UlEmuUsb *self)
{
    return self->firmware;
}

void
ul_emu_usb_unplug (UlEmuUsb *self)
{
    g_mutex_lock (&self->lock);
    ul_emu_usb_pull_out (self);
    g_mutex_unlock (&self->lock);
}

void
ul_emu_usb_on_unplug (UlEmuUsb *self, void (*notify) (gpointer data), gpointer data)
{
    self->notify = notify;
    self->notify_data = data;
}

void
ul_emu_usb_lock (UlEmuUsb *self)
{
    g_mutex_lock (&self->lock);
}

void
ul_emu_usb_unlock (UlEmuUsb *self)
{
    g_mutex_unlock (&self->lock);
}
