/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-plug.h"

#include "ul-emu-descriptors.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define BUS   1u
#define MAJOR 189u /* of usbfs nodes */

struct _UlEmuPlug {
    UlEmuMachine *machine; /* not owned */
    char *port;            /* "1-2" */
    char *node;            /* nullable: "/dev/bus/usb/001/002" */
    char *device;          /* nullable: sysfs paths of the device ... */
    GPtrArray *interfaces; /* ... and of its interfaces */
    UlEmuUsb *usb;         /* nullable, not owned */
};

/* --- machine --- */

void
ul_emu_machine_init (UlEmuMachine *self)
{
    *self = (UlEmuMachine){ umockdev_testbed_new (), 1 };
}

void
ul_emu_machine_clear (UlEmuMachine *self)
{
    g_clear_object (&self->testbed);
}

char *
ul_emu_machine_get_folder (UlEmuMachine *self)
{
    return umockdev_testbed_get_root_dir (self->testbed);
}

/* --- port --- */

UlEmuPlug *
ul_emu_plug_new (UlEmuMachine *machine, guint number)
{
    UlEmuPlug *self = g_new0 (UlEmuPlug, 1);

    self->machine = machine;
    self->port = g_strdup_printf ("%u-%u", BUS, number);
    self->interfaces = g_ptr_array_new_with_free_func (g_free);
    return self;
}

void
ul_emu_plug_free (UlEmuPlug *self)
{
    ul_emu_plug_out (self);
    g_ptr_array_unref (self->interfaces);
    g_free (self->port);
    g_free (self);
}

/* umockdev makes no node for a device: its preload shows a plain file as one */
static gboolean
make_node (UlEmuPlug *self, GError **error)
{
    g_autofree char *root = umockdev_testbed_get_root_dir (self->machine->testbed);
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
add_device (UlEmuPlug *self, guint address, const UlEmuIdentity *identity)
{
    g_autofree char *busnum = g_strdup_printf ("%u", BUS);
    g_autofree char *devnum = g_strdup_printf ("%u", address);
    g_autofree char *vendor = g_strdup_printf ("%04x", identity->vendor_id);
    g_autofree char *product = g_strdup_printf ("%04x", identity->product_id);
    g_autofree char *minor = g_strdup_printf ("%u", address - 1);
    g_autofree char *device = g_strdup_printf ("%u:%s", MAJOR, minor);
    g_autofree char *busnum3 = g_strdup_printf ("%03u", BUS);
    g_autofree char *devnum3 = g_strdup_printf ("%03u", address);
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
        identity->composite ? "ef" : "00",
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

    return umockdev_testbed_add_devicev (self->machine->testbed, "usb", self->port, NULL,
                                         attributes, properties);
}

typedef struct {
    guint8 number, n_endpoints, class, subclass, protocol;
    const char *name; /* nullable */
} Interface;

static void
add_interface (UlEmuPlug *self, const Interface *interface)
{
    g_autofree char *path = g_strdup_printf ("%s:1.%u", self->port, interface->number);
    g_autofree char *number = g_strdup_printf ("%02x", interface->number);
    g_autofree char *n_endpoints = g_strdup_printf ("%02x", interface->n_endpoints);
    g_autofree char *class = g_strdup_printf ("%02x", interface->class);
    g_autofree char *subclass = g_strdup_printf ("%02x", interface->subclass);
    g_autofree char *protocol = g_strdup_printf ("%02x", interface->protocol);
    char *attributes[] = {
        "bInterfaceNumber",
        number,
        "bAlternateSetting",
        " 0",
        "bNumEndpoints",
        n_endpoints,
        "bInterfaceClass",
        class,
        "bInterfaceSubClass",
        subclass,
        "bInterfaceProtocol",
        protocol,
        interface->name != NULL ? "interface" : NULL,
        (char *) interface->name,
        NULL,
    };
    char *properties[] = { "DEVTYPE", "usb_interface", NULL };

    g_ptr_array_add (self->interfaces,
                     umockdev_testbed_add_devicev (self->machine->testbed, "usb", path,
                                                   self->device, attributes, properties));
}

static void
add_interfaces (UlEmuPlug *self, const UlEmuIdentity *identity)
{
    const Interface all[] = {
        { 0, 1, 2, 2, 1, NULL },
        { 1, 2, 10, 0, 0, UL_EMU_PORT_NAME },
        { ul_emu_identity_get_interface (identity), identity->out_endpoint != 0 ? 2 : 1,
          identity->hid ? 3 : 0xFF, identity->subclass, identity->protocol,
          identity->interface_name },
        { 3, 2, 8, 6, 0x50, NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS (all); i++)
        if (identity->composite || i == 2)
            add_interface (self, &all[i]);
}

gboolean
ul_emu_plug_in (UlEmuPlug *self, UlEmuUsb *usb, GError **error)
{
    const UlEmuIdentity *identity = &ul_emu_usb_get_firmware (usb)->identity;
    g_autoptr (GByteArray) descriptors = ul_emu_descriptors (identity);
    guint address = ++self->machine->last_address;

    g_assert (self->device == NULL);
    self->node = g_strdup_printf ("/dev/bus/usb/%03u/%03u", BUS, address);
    if (!make_node (self, error) ||
        !umockdev_testbed_attach_ioctl (self->machine->testbed, self->node,
                                        ul_emu_usb_get_handler (usb), error)) {
        g_clear_pointer (&self->node, g_free);
        return FALSE;
    }
    self->device = add_device (self, address, identity);
    umockdev_testbed_set_attribute_binary (self->machine->testbed, self->device, "descriptors",
                                           descriptors->data, (gint) descriptors->len);
    add_interfaces (self, identity);
    self->usb = usb;
    umockdev_testbed_uevent (self->machine->testbed, self->device, "add");
    return TRUE;
}

void
ul_emu_plug_out (UlEmuPlug *self)
{
    g_autofree char *root = umockdev_testbed_get_root_dir (self->machine->testbed);
    g_autofree char *path = NULL;

    if (self->device == NULL)
        return;
    path = g_strconcat (root, self->node, NULL);
    ul_emu_usb_unplug (self->usb);
    g_remove (path);
    umockdev_testbed_uevent (self->machine->testbed, self->device, "remove");
    for (guint i = 0; i < self->interfaces->len; i++)
        umockdev_testbed_remove_device (self->machine->testbed, self->interfaces->pdata[i]);
    umockdev_testbed_remove_device (self->machine->testbed, self->device);
    umockdev_testbed_detach_ioctl (self->machine->testbed, self->node, NULL);
    g_ptr_array_set_size (self->interfaces, 0);
    g_clear_pointer (&self->device, g_free);
    g_clear_pointer (&self->node, g_free);
    self->usb = NULL;
}
