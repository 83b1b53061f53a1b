/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"
#include "ul-usb-found.h"

G_BEGIN_DECLS

/**
 * UlUsbProbe:
 *
 * What all probes on USB share: being plugged in and out, being listed, opened and closed; what is
 * refused while they are closed, and what must not outlast that. Outlives its device: the same
 * object stands for it when it comes back.
 */
#define UL_TYPE_USB_PROBE (ul_usb_probe_get_type ())
G_DECLARE_DERIVABLE_TYPE (UlUsbProbe, ul_usb_probe, UL, USB_PROBE, GObject)

struct _UlUsbProbeClass {
    GObjectClass parent_class;

    const char *id; /* "jlink": what its ids start with */
    gboolean raw_stream;
    guint settle_ms; /* that it wants to be left alone after it was plugged in */

    /* Both block. @attempt: 0, and more when it did not answer before. */
    gboolean (*start) (UlUsbProbe *self, UlUsbPipe *pipe, const UlUsbFound *found, guint attempt,
                       GError **error);
    void (*stop) (UlUsbProbe *self, gboolean gone); /* also after a start() that failed */
    gboolean (*is_broken) (UlUsbProbe *self);       /* only opening it again helps */

    /* As in UlProbe; between start() and stop() only. */
    gboolean (*get_status) (UlUsbProbe *self, UlProbeStatus *status, GError **error);
    gboolean (*connect_swd) (UlUsbProbe *self, guint speed_khz, guint *actual_khz, GError **error);
    gboolean (*send_bits) (UlUsbProbe *self, const guint8 *bits, guint n_bits, GError **error);
    gboolean (*run_batch) (UlUsbProbe *self, const UlBatch *batch, guint *n_done,
                           GCancellable *cancellable, GError **error);
    gboolean (*set_reset) (UlUsbProbe *self, gboolean asserted, GError **error);
    gboolean (*get_reset) (UlUsbProbe *self, gboolean *asserted, GError **error);
    gboolean (*set_power) (UlUsbProbe *self, gboolean on, GError **error); /* NULL: cannot */
};

/** ul_usb_probe_set_found: on the main thread. @found: (nullable): %NULL: it was unplugged.
 *   @share_serial: whether others of its kind have its serial. Returns: whether its info changed */
gboolean ul_usb_probe_set_found (UlUsbProbe *self, UlUsbFound *found, gboolean share_serial);
/** ul_usb_probe_get_speed: Returns: kHz; 0 before connect_swd() */
guint ul_usb_probe_get_speed (UlUsbProbe *self);
/** ul_usb_probe_has_device: whether @found is the device that the probe had last */
gboolean ul_usb_probe_has_device (UlUsbProbe *self, const UlUsbFound *found);
/** ul_usb_probe_is_same: whether @found is this probe, perhaps plugged in again */
gboolean ul_usb_probe_is_same (UlUsbProbe *self, const UlUsbFound *found);

G_END_DECLS
