/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-found.h"

#include "ul-error.h"
#include "ul-usb-describe.h"
#include "ul-holder.h"

#include <glib/gi18n.h>

UlUsbFound *
ul_usb_found_new (UlUsbContext *context, libusb_device *device, const UlUsbMatch *match,
                  UlUsbDescription *description, gint64 arrived_us)
{
    UlUsbFound *self = g_atomic_rc_box_new0 (UlUsbFound);
    gboolean jlink = match->kind == UL_PROBE_KIND_JLINK;

    self->context = ul_usb_context_ref (context);
    self->device = libusb_ref_device (device);
    self->match = *match;
    self->name =
        g_strdup (description->name != NULL && *description->name != '\0' ? description->name
                  : jlink                                                 ? "J-Link"
                                                                          : "CMSIS-DAP");
    self->serial = ul_usb_tidy_serial (match->kind, description->serial);
    self->location = g_strdup (description->location);
    self->node = g_strdup (description->node);
    self->arrived_us = arrived_us;
    return self;
}

UlUsbFound *
ul_usb_found_ref (UlUsbFound *self)
{
    return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
    UlUsbFound *self = data;

    libusb_unref_device (self->device);
    ul_usb_context_unref (self->context);
    g_free (self->name);
    g_free (self->serial);
    g_free (self->location);
    g_free (self->node);
    g_free (self->trouble);
}

void
ul_usb_found_unref (UlUsbFound *self)
{
    g_atomic_rc_box_release_full (self, clear);
}

/* A HID can be in use by way of other nodes, too. */
static gboolean
find_holder (const UlUsbFound *self, UlHolder *holder)
{
    g_autoptr (GPtrArray) nodes = self->match.endpoints.hid
                                      ? ul_usb_description_get_hid_nodes (self->location)
                                      : g_ptr_array_new_with_free_func (g_free);

    g_ptr_array_add (nodes, g_strdup (self->node));
    g_ptr_array_add (nodes, NULL);
    return ul_holder_find ((const char *const *) nodes->pdata, holder);
}

static UlUsbState
get_state (const UlUsbFound *self, char **trouble)
{
    UlHolder holder;

    if (!ul_may_open (self->node)) {
        *trouble = g_strdup (_ ("no permission"));
        return UL_USB_FORBIDDEN;
    }
    if (find_holder (self, &holder)) {
        *trouble = g_strdup_printf (_ ("in use by %s"), holder.name);
        return UL_USB_HELD;
    }
    *trouble = NULL;
    return UL_USB_FREE;
}

UlUsbFound *
ul_usb_found_look_again (UlUsbFound *self)
{
    g_autofree char *trouble = NULL;
    UlUsbState state = get_state (self, &trouble);

    if (state == self->state && g_strcmp0 (trouble, self->trouble) == 0)
        return ul_usb_found_ref (self);

    UlUsbFound *changed = g_atomic_rc_box_dup (sizeof *self, self);
    ul_usb_context_ref (changed->context);
    libusb_ref_device (changed->device);
    changed->name = g_strdup (self->name);
    changed->serial = g_strdup (self->serial);
    changed->location = g_strdup (self->location);
    changed->node = g_strdup (self->node);
    changed->state = state;
    changed->trouble = g_steal_pointer (&trouble);
    return changed;
}

void
ul_usb_found_set_forbidden (const UlUsbFound *self, GError **error)
{
    g_set_error (error, UL_ERROR, UL_ERROR_PROBE_PERMISSION,
                 _ ("%s is connected, but your user has no write access to %s"), self->name,
                 self->node);
}

void
ul_usb_found_set_held (const UlUsbFound *self, GError **error)
{
    UlHolder holder;

    if (find_holder (self, &holder))
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_BUSY, _ ("%s (process %d) has it open"),
                     holder.name, holder.pid);
    else
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_BUSY,
                             _ ("Another program or a driver of the system has it open"));
}
