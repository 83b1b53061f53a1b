/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-plug.h"

#include "ul-emu-descriptors.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define BUS   1u
#define MAJOR 189u /* of usbfs nodes */
#define PORT  "1-1"

struct _UlEmuPlug {
    UMockdevTestbed *testbed;
    guint address;   /* of the device, a new one each time */
    char *node;      /* nullable: "/dev/bus/usb/001/002" */
    char *device;    /* nullable: sysfs paths of the device ... */
    char *interface; /* ... and of its interface */
    UlEmuUsb *usb;   /* nullable, not owned */
};

UlEmuPlug *
ul_emu_plug_new (void)
{
    UlEmuPlug *self = g_new0 (UlEmuPlug, 1);

    self->testbed = umockdev_testbed_new ();
    self->address = 1; /* the root hub's */
    return self;
}

void
ul_emu_plug_free (UlEmuPlug *self)
{
    ul_emu_plug_out (self);
    g_object_unref (self->testbed);
    g_free (self);
}

char *
ul_emu_plug_get_folder (UlEmuPlug *self)
{
    return umockdev_testbed_get_root_dir (self->testbed);
}

/* umockdev makes no node for a device: its preload shows a plain file as one */
static gboolean
make_node (UlEmuPlug *self, GError **error)
{
    g_autofree char *root = umockdev_testbed_get_root_dir (self->testbed);
    g_autofree char *path = g_strconcat (root, self->node, NULL);
    g_autofree char *folder = g_path_get_dirname (path);

    if (g_mkdir_with_parents (folder, 0755) != 0) {
        g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", folder,
                     g_strerror (errno));
        return FALSE;
    }
    return g_file_set_contents (path, "", 0, error);
}

static char *
add_device (UlEmuPlug *self, const UlEmuIdentity *identity)
{
    g_autofree char *busnum = g_strdup_printf ("%u", BUS);
    g_autofree char *devnum = g_strdup_printf ("%u", self->address);
    g_autofree char *vendor = g_strdup_printf ("%04x", identity->vendor_id);
    g_autofree char *product = g_strdup_printf ("%04x", identity->product_id);
    g_autofree char *minor = g_strdup_printf ("%u", self->address - 1);
    g_autofree char *device = g_strdup_printf ("%u:%s", MAJOR, minor);
    g_autofree char *busnum3 = g_strdup_printf ("%03u", BUS);
    g_autofree char *devnum3 = g_strdup_printf ("%03u", self->address);
    g_autofree char *id = g_strdup_printf ("%x/%x/100", identity->vendor_id, identity->product_id);
    char *attributes[] = {
        "busnum",
        busnum,
        "devnum",
        devnum,
        "dev",
        device,
        "speed",
        identity->full_speed ? "12" : "480",
        "bConfigurationValue",
        "1",
        "idVendor",
        vendor,
        "idProduct",
        product,
        "bcdDevice",
        "0100",
        "bNumConfigurations",
        "1",
        "bDeviceClass",
        "00",
        "manufacturer",
        (char *) identity->manufacturer,
        "product",
        (char *) identity->product,
        identity->serial != NULL ? "serial" : NULL,
        (char *) identity->serial,
        NULL,
    };
    char *properties[] = {
        "DEVTYPE", "usb_device", "DEVNAME", self->node, "MAJOR",   "189", "MINOR", minor,
        "BUSNUM",  busnum3,      "DEVNUM",  devnum3,    "PRODUCT", id,    NULL,
    };

    return umockdev_testbed_add_devicev (self->testbed, "usb", PORT, NULL, attributes, properties);
}

static char *
add_interface (UlEmuPlug *self, const UlEmuIdentity *identity)
{
    g_autofree char *subclass = g_strdup_printf ("%02x", identity->subclass);
    g_autofree char *protocol = g_strdup_printf ("%02x", identity->protocol);
    char *attributes[] = {
        "bInterfaceNumber",
        "00",
        "bAlternateSetting",
        " 0",
        "bNumEndpoints",
        "02",
        "bInterfaceClass",
        identity->hid ? "03" : "ff",
        "bInterfaceSubClass",
        subclass,
        "bInterfaceProtocol",
        protocol,
        identity->interface_name != NULL ? "interface" : NULL,
        (char *) identity->interface_name,
        NULL,
    };
    char *properties[] = { "DEVTYPE", "usb_interface", NULL };

    return umockdev_testbed_add_devicev (self->testbed, "usb", PORT ":1.0", self->device,
                                         attributes, properties);
}

gboolean
ul_emu_plug_in (UlEmuPlug *self, UlEmuUsb *usb, GError **error)
{
    const UlEmuIdentity *identity = &ul_emu_usb_get_firmware (usb)->identity;
    g_autoptr (GByteArray) descriptors = ul_emu_descriptors (identity);

    g_assert (self->device == NULL);
    self->node = g_strdup_printf ("/dev/bus/usb/%03u/%03u", BUS, ++self->address);
    if (!make_node (self, error) ||
        !umockdev_testbed_attach_ioctl (self->testbed, self->node, ul_emu_usb_get_handler (usb),
                                        error)) {
        g_clear_pointer (&self->node, g_free);
        return FALSE;
    }
    self->device = add_device (self, identity);
    umockdev_testbed_set_attribute_binary (self->testbed, self->device, "descriptors",
                                           descriptors->data, (gint) descriptors->len);
    self->interface = add_interface (self, identity);
    self->usb = usb;
    umockdev_testbed_uevent (self->testbed, self->device, "add");
    return TRUE;
}

void
ul_emu_plug_out (UlEmuPlug *self)
{
    g_autofree char *root = umockdev_testbed_get_root_dir (self->testbed);
    g_autofree char *path = NULL;

    if (self->device == NULL)
        return;
    path = g_strconcat (root, self->node, NULL);
    ul_emu_usb_unplug (self->usb);
    g_remove (path);
    umockdev_testbed_uevent (self->testbed, self->device, "remove");
    umockdev_testbed_remove_device (self->testbed, self->interface);
    umockdev_testbed_remove_device (self->testbed, self->device);
    umockdev_testbed_detach_ioctl (self->testbed, self->node, NULL);
    g_clear_pointer (&self->interface, g_free);
    g_clear_pointer (&self->device, g_free);
    g_clear_pointer (&self->node, g_free);
    self->usb = NULL;
}
