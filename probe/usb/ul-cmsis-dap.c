/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cmsis-dap.h"

#include "ul-cmsis-dap-batch.h"
#include "ul-cmsis-dap-commands.h"
#include "ul-error.h"
#include "ul-usb-error.h"

#include <glib/gi18n.h>

struct _UlCmsisDap {
    UlUsbProbe parent_instance;

    gboolean started;
    UlCmsisDapLink link;
    UlCmsisDapEngine engine;
    UlCmsisDapInfo info;
    gboolean connected;
    gboolean reset_asserted;
    guint speed_khz;        /* 0 before connect */
    gboolean one_at_a_time; /* it was caught losing or mixing up packets */
};

static void ul_cmsis_dap_init_iface (UlProbeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UlCmsisDap, ul_cmsis_dap, UL_TYPE_USB_PROBE,
                               G_IMPLEMENT_INTERFACE (UL_TYPE_PROBE, ul_cmsis_dap_init_iface))

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
    self->started = TRUE;
    self->connected = self->reset_asserted = FALSE;
    self->speed_khz = 0;
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

    if (!self->started)
        return;
    if (!gone && !self->link.broken && self->reset_asserted)
        ul_cmsis_dap_set_reset (&self->link, FALSE, NULL);
    if (!gone && !self->link.broken && self->connected)
        ul_cmsis_dap_disconnect (&self->link, NULL);
    if (!gone && !self->link.broken)
        ul_cmsis_dap_show_connected (&self->link, FALSE);
    self->one_at_a_time |=
        self->connected && self->info.packet_count > 1 && self->link.max_in_flight == 1;
    ul_cmsis_dap_engine_finish (&self->engine);
    ul_cmsis_dap_link_finish (&self->link);
    self->started = FALSE;
}

static gboolean
is_broken (UlUsbProbe *probe)
{
    return !UL_CMSIS_DAP (probe)->started || UL_CMSIS_DAP (probe)->link.broken;
}

/* --- UlProbe --- */

static gboolean
is_open (UlCmsisDap *self, GError **error)
{
    if (self->started)
        return TRUE;
    ul_usb_set_gone (error);
    return FALSE;
}

static gboolean
get_status (UlProbe *probe, UlProbeStatus *status, GError **error)
{
    UlCmsisDap *self = UL_CMSIS_DAP (probe);

    if (!is_open (self, error))
        return FALSE;
    *status = (UlProbeStatus){ .vtref_mv = -1, .speed_khz = self->speed_khz };
    g_strlcpy (status->firmware, self->info.firmware, sizeof status->firmware);
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
connect_swd (UlProbe *probe, guint speed_khz, GError **error)
{
    UlCmsisDap *self = UL_CMSIS_DAP (probe);
    guint khz = MAX (speed_khz, 1);

    if (!is_open (self, error) || !connect_once (self, error) ||
        !ul_cmsis_dap_set_clock (&self->link, khz, error) ||
        !ul_cmsis_dap_engine_configure (&self->engine, khz, error))
        return FALSE;
    self->speed_khz = khz;
    return TRUE;
}

/* Some forget their clock over it. */
static gboolean
send_bits (UlProbe *probe, const guint8 *bits, guint n_bits, GError **error)
{
    UlCmsisDap *self = UL_CMSIS_DAP (probe);

    return is_open (self, error) && ul_cmsis_dap_send_bits (&self->link, bits, n_bits, error) &&
           (self->speed_khz == 0 || ul_cmsis_dap_set_clock (&self->link, self->speed_khz, error));
}

static gboolean
run_batch (UlProbe *probe, const UlBatch *batch, guint *n_done, GCancellable *cancellable,
           GError **error)
{
    UlCmsisDap *self = UL_CMSIS_DAP (probe);

    return is_open (self, error) &&
           ul_cmsis_dap_engine_run (&self->engine, batch, n_done, cancellable, error);
}

static gboolean
set_reset (UlProbe *probe, gboolean asserted, GError **error)
{
    UlCmsisDap *self = UL_CMSIS_DAP (probe);

    if (!is_open (self, error) || !ul_cmsis_dap_set_reset (&self->link, asserted, error))
        return FALSE;
    self->reset_asserted = asserted;
    return TRUE;
}

static gboolean
get_reset (UlProbe *probe, gboolean *asserted, GError **error)
{
    UlCmsisDap *self = UL_CMSIS_DAP (probe);

    return is_open (self, error) && ul_cmsis_dap_get_reset (&self->link, asserted, error);
}

/* --- class --- */

static void
ul_cmsis_dap_init_iface (UlProbeInterface *iface)
{
    iface->get_status = get_status;
    iface->connect_swd = connect_swd;
    iface->send_bits = send_bits;
    iface->run_batch = run_batch;
    iface->set_reset = set_reset;
    iface->get_reset = get_reset;
}

static void
ul_cmsis_dap_class_init (UlCmsisDapClass *class)
{
    UlUsbProbeClass *usb_class = UL_USB_PROBE_CLASS (class);

    usb_class->id = "cmsis-dap";
    usb_class->start = start;
    usb_class->stop = stop;
    usb_class->is_broken = is_broken;
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
