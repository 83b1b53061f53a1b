/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-describe.h"

#include <string.h>

#define SYSFS          "/sys/bus/usb/devices"
#define MAX_INTERFACES 64u
#define TEXT_MS        300u
#define HIDRAW         "hidraw"

/* A report descriptor that opens with usage page FF00: 06 00 FF. */
static const guint8 vendor_page[] = { 0x06, 0x00, 0xFF };

/* --- what the kernel keeps in files --- */

static char *
read_text (const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename (SYSFS, folder, name, NULL);
    g_autofree char *text = NULL;

    if (!g_file_get_contents (path, &text, NULL, NULL))
        return NULL;
    char *valid = g_utf8_make_valid (text, -1);
    return g_strstrip (valid);
}

static char *
interface_folder (const char *location, guint8 config, guint8 number)
{
    return g_strdup_printf ("%s:%u.%u", location, config, number);
}

/* The folders of the HID that an interface is: "0003:0D28:0204.0001". */
static gboolean
has_vendor_page (const char *folder)
{
    g_autofree char *path = g_build_filename (SYSFS, folder, NULL);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *file = g_build_filename (path, name, "report_descriptor", NULL);
        g_autofree char *data = NULL;
        gsize size;

        if (g_str_has_prefix (name, "0003:") && g_file_get_contents (file, &data, &size, NULL) &&
            size >= sizeof vendor_page && memcmp (data, vendor_page, sizeof vendor_page) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
add_hid_nodes (GPtrArray *nodes, const char *hid_folder)
{
    g_autofree char *path = g_build_filename (hid_folder, HIDRAW, NULL);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        if (g_str_has_prefix (name, HIDRAW))
            g_ptr_array_add (nodes, g_build_filename ("/dev", name, NULL));
}

static void
add_nodes_of_interface (GPtrArray *nodes, const char *path)
{
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *folder = g_build_filename (path, name, NULL);

        if (g_str_has_prefix (name, "0003:"))
            add_hid_nodes (nodes, folder);
    }
}

GPtrArray *
ul_usb_description_get_hid_nodes (const char *location)
{
    GPtrArray *nodes = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *path = g_build_filename (SYSFS, location, NULL);
    g_autofree char *prefix = g_strconcat (location, ":", NULL);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *folder = g_build_filename (path, name, NULL);

        if (g_str_has_prefix (name, prefix))
            add_nodes_of_interface (nodes, folder);
    }
    return nodes;
}

/* --- descriptors --- */

static void
add_endpoints (UlUsbInterface *interface, const struct libusb_interface_descriptor *descriptor)
{
    for (guint i = 0; i < descriptor->bNumEndpoints && i < UL_USB_MAX_ENDPOINTS; i++) {
        const struct libusb_endpoint_descriptor *endpoint = &descriptor->endpoint[i];

        interface->endpoints[i].address = endpoint->bEndpointAddress;
        interface->endpoints[i].type = endpoint->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK;
        interface->endpoints[i].packet_size = endpoint->wMaxPacketSize & 0x7FF;
        interface->n_endpoints++;
    }
}

static void
add_interface (UlUsbDescription *self, guint8 config,
               const struct libusb_interface_descriptor *descriptor)
{
    g_autofree char *folder =
        interface_folder (self->location, config, descriptor->bInterfaceNumber);
    UlUsbInterface interface = {
        .number = descriptor->bInterfaceNumber,
        .alternate = descriptor->bAlternateSetting,
        .class = descriptor->bInterfaceClass,
        .subclass = descriptor->bInterfaceSubClass,
        .protocol = descriptor->bInterfaceProtocol,
    };

    if (self->interfaces->len >= MAX_INTERFACES)
        return;
    if (descriptor->bAlternateSetting == 0) /* the kernel's files are of the present setting */
        interface.name = read_text (folder, "interface");
    if (interface.class == LIBUSB_CLASS_HID)
        interface.vendor_page = has_vendor_page (folder);
    add_endpoints (&interface, descriptor);
    g_array_append_val (self->interfaces, interface);
}

static void
add_interfaces (UlUsbDescription *self, libusb_device *device)
{
    struct libusb_config_descriptor *config = NULL;

    if (libusb_get_active_config_descriptor (device, &config) != LIBUSB_SUCCESS &&
        libusb_get_config_descriptor (device, 0, &config) != LIBUSB_SUCCESS)
        return;
    for (guint i = 0; i < config->bNumInterfaces; i++)
        for (int j = 0; j < config->interface[i].num_altsetting; j++)
            add_interface (self, config->bConfigurationValue, &config->interface[i].altsetting[j]);
    libusb_free_config_descriptor (config);
}

static char *
get_location (libusb_device *device)
{
    guint8 ports[8];
    int n = libusb_get_port_numbers (device, ports, sizeof ports);
    GString *location = g_string_new (NULL);

    g_string_append_printf (location, "%u", libusb_get_bus_number (device));
    for (int i = 0; i < n; i++)
        g_string_append_printf (location, "%c%u", i == 0 ? '-' : '.', ports[i]);
    return g_string_free (location, FALSE);
}

UlUsbDescription *
ul_usb_describe (libusb_device *device)
{
    UlUsbDescription *self = ul_usb_description_new ();
    struct libusb_device_descriptor descriptor = { 0 };

    libusb_get_device_descriptor (device, &descriptor); /* never fails, says libusb */
    self->vendor = descriptor.idVendor;
    self->product = descriptor.idProduct;
    self->release = descriptor.bcdDevice;
    self->location = get_location (device);
    self->node = g_strdup_printf ("/dev/bus/usb/%03u/%03u", libusb_get_bus_number (device),
                                  libusb_get_device_address (device));
    self->name = read_text (self->location, "product");
    self->serial = read_text (self->location, "serial");
    add_interfaces (self, device);
    return self;
}

/* --- asking the device --- */

gboolean
ul_usb_description_lacks_texts (const UlUsbDescription *self)
{
    return self->name == NULL && self->serial == NULL;
}

static void
ask_interfaces (UlUsbDescription *self, UlUsbDevice *open, libusb_device *device)
{
    struct libusb_config_descriptor *config = NULL;
    guint n = 0;

    if (libusb_get_active_config_descriptor (device, &config) != LIBUSB_SUCCESS)
        return;
    for (guint i = 0; i < config->bNumInterfaces; i++)
        for (int j = 0; j < config->interface[i].num_altsetting; j++, n++)
            if (n < self->interfaces->len) {
                UlUsbInterface *interface = &g_array_index (self->interfaces, UlUsbInterface, n);

                if (interface->name == NULL)
                    interface->name = ul_usb_device_get_text (
                        open, config->interface[i].altsetting[j].iInterface, TEXT_MS);
            }
    libusb_free_config_descriptor (config);
}

void
ul_usb_describe_texts (UlUsbDescription *self, UlUsbContext *context, libusb_device *device)
{
    g_autoptr (UlUsbDevice) open = ul_usb_device_open (context, device, NULL);
    struct libusb_device_descriptor descriptor = { 0 };

    if (open == NULL)
        return;
    libusb_get_device_descriptor (device, &descriptor);
    self->name = ul_usb_device_get_text (open, descriptor.iProduct, TEXT_MS);
    self->serial = ul_usb_device_get_text (open, descriptor.iSerialNumber, TEXT_MS);
    /* One that does not answer once is not asked again. */
    if (self->name != NULL || self->serial != NULL)
        ask_interfaces (self, open, device);
}
