/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake-bus.h"

#include <stdio.h>
#include <umockdev.h>

struct _FakeBus {
    UMockdevTestbed *testbed;
};

FakeBus *
fake_bus_new (void)
{
    FakeBus *self = g_new0 (FakeBus, 1);

    self->testbed = umockdev_testbed_new ();
    return self;
}

void
fake_bus_free (FakeBus *self)
{
    g_object_unref (self->testbed);
    g_free (self);
}

/* One configuration with one interface and two bulk endpoints of 512 bytes. */
static char *
make_descriptors (const FakeDevice *device)
{
    return g_strdup_printf ("1201000200000040%02X%02X%02X%02X0001010203"
                            "01"
                            "09022000010100C032"
                            "0904000002%02X%02X0004"
                            "0705010200020007058102000200",
                            device->vendor & 0xFF, device->vendor >> 8, device->product & 0xFF,
                            device->product >> 8, device->class, device->subclass);
}

static char *
get_path (const FakeDevice *device)
{
    return g_strdup_printf ("/sys/devices/pci0/usb1/%s", device->port);
}

static void
add_interface (FakeBus *self, const FakeDevice *device)
{
    g_autofree char *parent = get_path (device);
    g_autofree char *name = g_strdup_printf ("%s:1.0", device->port);

    g_autofree char *made =
        umockdev_testbed_add_device (self->testbed, "usb", name, parent, "bInterfaceNumber", "00",
                                     device->interface_name != NULL ? "interface" : NULL,
                                     device->interface_name, NULL, "DEVTYPE", "usb_interface",
                                     NULL);
}

void
fake_bus_plug (FakeBus *self, const FakeDevice *device)
{
    g_autofree char *descriptors = make_descriptors (device);
    g_autofree char *path = get_path (device);
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    g_string_append_printf (text,
                            "P: %s\nN: bus/usb/001/%03u=%s\n"
                            "E: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\nE: BUSNUM=001\n"
                            "E: DEVNUM=%03u\nE: DEVNAME=/dev/bus/usb/001/%03u\nE: MAJOR=189\n"
                            "E: MINOR=%u\nE: PRODUCT=%x/%x/100\n"
                            "A: busnum=1\\n\nA: devnum=%u\\n\nA: speed=480\\n\n"
                            "A: bConfigurationValue=1\\n\nH: descriptors=%s\n",
                            path + strlen ("/sys"), device->address, descriptors, device->address,
                            device->address, device->address - 1, device->vendor, device->product,
                            device->address, descriptors);
    if (device->name != NULL)
        g_string_append_printf (text, "A: product=%s\\n\n", device->name);
    if (device->serial != NULL)
        g_string_append_printf (text, "A: serial=%s\\n\n", device->serial);
    if (!umockdev_testbed_add_from_string (self->testbed, text->str, &error))
        g_error ("%s", error->message);
    add_interface (self, device);
}

void
fake_bus_unplug (FakeBus *self, const FakeDevice *device)
{
    g_autofree char *path = get_path (device);
    g_autofree char *interface = g_strdup_printf ("%s/%s:1.0", path, device->port);

    umockdev_testbed_uevent (self->testbed, interface, "remove");
    umockdev_testbed_remove_device (self->testbed, interface);
    umockdev_testbed_uevent (self->testbed, path, "remove");
    umockdev_testbed_remove_device (self->testbed, path);
}

/* Moves the node and the link by which the device is listed out of sight, or back. */
static void
move (FakeBus *self, const FakeDevice *device, gboolean back)
{
    g_autofree char *root = g_strdup (fake_bus_get_root (self)); /* the next call frees it */
    g_autofree char *node = fake_bus_get_node (self, device);
    g_autofree char *link = g_build_filename (root, "sys/bus/usb/devices", device->port, NULL);
    g_autofree char *parked_node = g_strdup_printf ("%s/node-%u", root, device->address);
    g_autofree char *parked_link = g_strdup_printf ("%s/link-%u", root, device->address);

    if (back) { /* in the order of the kernel, which takes the node away first, too */
        g_assert_cmpint (rename (parked_link, link), ==, 0);
        g_assert_cmpint (rename (parked_node, node), ==, 0);
    } else {
        g_assert_cmpint (rename (node, parked_node), ==, 0);
        g_assert_cmpint (rename (link, parked_link), ==, 0);
    }
}

void
fake_bus_hide (FakeBus *self, const FakeDevice *device)
{
    move (self, device, FALSE);
}

void
fake_bus_show (FakeBus *self, const FakeDevice *device)
{
    move (self, device, TRUE);
}

const char *
fake_bus_get_root (FakeBus *self)
{
    static char *root;

    g_free (root);
    return root = umockdev_testbed_get_root_dir (self->testbed);
}

char *
fake_bus_get_node (FakeBus *self, const FakeDevice *device)
{
    return g_strdup_printf ("%s/dev/bus/usb/001/%03u", fake_bus_get_root (self), device->address);
}
