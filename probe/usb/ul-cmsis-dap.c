/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cmsis-dap.h"

#include "ul-cmsis-dap-batch.h"
#include "ul-cmsis-dap-commands.h"
#include "ul-error.h"

#include <glib/gi18n.h>

struct _UlCmsisDap {
    UlUsbProbe parent_instance;

    UlCmsisDapLink link;
    UlCmsisDapEngine engine;
    UlCmsisDapInfo info;
    gboolean connected;
    gboolean one_at_a_time; /* it was caught losing or mixing up packets */
};

G_DEFINE_FINAL_TYPE (UlCmsisDap, ul_cmsis_dap, UL_TYPE_USB_PROBE)

/* --- starting --- */

static gboolean
size_packets (UlCmsisDap *self, const UlUsbMatch *match, GError **error)
{
    guint size = self->info.packet_size != 0 ? self->info.packet_size : self->link.packet_size;

    /* A HID's packets are its reports. */
    if (match->endpoints.hid)
        size = MIN (size, MIN (match->endpoints.in_packet, match->endpoints.out_packet));
    if (size < UL_CMSIS_DAP_MIN_PACKET) {
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                     _ ("The probe's answer makes no sense (%s)"), "packet size");
        return FALSE;
    }
    self->link.packet_size = MIN (size, UL_CMSIS_DAP_MAX_PACKET);
    self->link.max_in_flight = match->one_packet || self->one_at_a_time
                                   ? 1
                                   : MIN (self->info.packet_count, UL_CMSIS_DAP_MAX_IN_FLIGHT);
    return TRUE;
}

static gboolean
start (UlUsbProbe *probe, UlUsbPipe *pipe, const UlUsbFound *found, guint attempt, GError **error)
{
    UlCmsisDap *self = UL_CMSIS_DAP (probe);

    ul_cmsis_dap_link_init (&self->link, pipe);
    ul_cmsis_dap_engine_init (&self->engine, &self->link);
    self->connected = FALSE;
    ul_cmsis_dap_link_drain (&self->link);
    if (!ul_cmsis_dap_get_info (&self->link, &self->info, error) ||
        !size_packets (self, &found->match, error))
        return FALSE;
    if (self->info.capabilities != 0 && (self->info.capabilities & UL_CMSIS_DAP_CAP_SWD) == 0) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                             _ ("This probe does not offer SWD"));
        return FALSE;
    }
    ul_cmsis_dap_show_connected (&self->link, TRUE);
    return TRUE;
}

static void
stop (UlUsbProbe *probe, gboolean gone)
{
    UlCmsisDap *self = UL_CMSIS_DAP (probe);

    if (!gone && !self->link.broken && self->connected)
        ul_cmsis_dap_disconnect (&self->link, NULL);
    if (!gone && !self->link.broken)
        ul_cmsis_dap_show_connected (&self->link, FALSE);
    self->one_at_a_time |=
        self->connected && self->info.packet_count > 1 && self->link.max_in_flight == 1;
    ul_cmsis_dap_engine_finish (&self->engine);
    ul_cmsis_dap_link_finish (&self->link);
}

static gboolean
is_broken (UlUsbProbe *probe)
{
    return UL_CMSIS_DAP (probe)->link.broken;
}

/* --- while it is open --- */

static gboolean
get_status (UlUsbProbe *probe, UlProbeStatus *status, GError **error)
{
    g_strlcpy (status->firmware, UL_CMSIS_DAP (probe)->info.firmware, sizeof status->firmware);
    return TRUE;
}

/* Connecting again would let nRESET go on many probes; some want to be disconnected first. */
static gboolean
connect_once (UlCmsisDap *self, GError **error)
{
    if (self->connected)
        return TRUE;
    ul_cmsis_dap_disconnect (&self->link, NULL);
    self->connected = ul_cmsis_dap_connect (&self->link, error);
    return self->connected;
}

static gboolean
connect_swd (UlUsbProbe *probe, guint speed_khz, guint *actual_khz, GError **error)
{
    UlCmsisDap *self = UL_CMSIS_DAP (probe);

    if (!connect_once (self, error) || !ul_cmsis_dap_set_clock (&self->link, speed_khz, error) ||
        !ul_cmsis_dap_engine_configure (&self->engine, speed_khz, error))
        return FALSE;
    *actual_khz = speed_khz; /* it does not tell */
    return TRUE;
}

/* Some forget their clock over it. */
static gboolean
send_bits (UlUsbProbe *probe, const guint8 *bits, guint n_bits, GError **error)
{
    UlCmsisDapLink *link = &UL_CMSIS_DAP (probe)->link;
    guint speed_khz = ul_usb_probe_get_speed (probe);

    return ul_cmsis_dap_send_bits (link, bits, n_bits, error) &&
           (speed_khz == 0 || ul_cmsis_dap_set_clock (link, speed_khz, error));
}

static gboolean
run_batch (UlUsbProbe *probe, const UlBatch *batch, guint *n_done, GCancellable *cancellable,
           GError **error)
{
    return ul_cmsis_dap_engine_run (&UL_CMSIS_DAP (probe)->engine, batch, n_done, cancellable,
                                    error);
}

static gboolean
set_reset (UlUsbProbe *probe, gboolean asserted, GError **error)
{
    return ul_cmsis_dap_set_reset (&UL_CMSIS_DAP (probe)->link, asserted, error);
}

static gboolean
get_reset (UlUsbProbe *probe, gboolean *asserted, GError **error)
{
    return ul_cmsis_dap_get_reset (&UL_CMSIS_DAP (probe)->link, asserted, error);
}

/* --- class --- */

static void
ul_cmsis_dap_class_init (UlCmsisDapClass *class)
{
    UlUsbProbeClass *usb_class = UL_USB_PROBE_CLASS (class);

    usb_class->id = "cmsis-dap";
    usb_class->start = start;
    usb_class->stop = stop;
    usb_class->is_broken = is_broken;
    usb_class->get_status = get_status;
    usb_class->connect_swd = connect_swd;
    usb_class->send_bits = send_bits;
    usb_class->run_batch = run_batch;
    usb_class->set_reset = set_reset;
    usb_class->get_reset = get_reset;
}

static void
ul_cmsis_dap_init (UlCmsisDap *self)
{
}

UlUsbProbe *
ul_cmsis_dap_new (void)
{
    return g_object_new (UL_TYPE_CMSIS_DAP, NULL);
}
