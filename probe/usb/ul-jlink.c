/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-jlink.h"

#include "ul-error.h"
#include "ul-jlink-batch.h"
#include "ul-jlink-commands.h"
#include "ul-jlink-quirks.h"

#include <glib/gi18n.h>
#include <string.h>

#define SELECT_US    10000 /* for the probe to change over */
#define RESET_US     3000
#define DRAIN_MS     5
#define MAX_DRAIN    64u
#define SETTLE_MS    400 /* some crash when they are spoken to right after they were plugged in */
#define DEFAULT_KHZ  1000u
#define HIGHEST_KHZ  4000u /* for a probe that does not tell its speeds */
#define LOWEST_POWER 1000u /* mV; below that a board has none */

struct _UlJlink {
    UlUsbProbe parent_instance;

    UlJlinkLink link;
    UlJlinkEngine engine;
    gboolean has_engine;
    UlJlinkCaps caps;
    UlJlinkSpeeds speeds; /* base_hz 0: it does not tell */
    char firmware[128];
    char *key; /* for its quirks */
    guint16 handle;
    gboolean power; /* as it was switched last */
};

G_DEFINE_FINAL_TYPE (UlJlink, ul_jlink, UL_TYPE_USB_PROBE)

/* --- starting --- */

static gboolean
has (UlJlink *self, guint cap)
{
    return ul_jlink_caps_has (&self->caps, cap);
}

/* Replies to somebody's earlier commands. */
static void
drain (UlUsbPipe *pipe)
{
    g_autofree guint8 *data = g_malloc (4096);
    gsize size;

    ul_usb_pipe_abort (pipe);
    for (guint i = 0; i < MAX_DRAIN; i++)
        if (!ul_usb_pipe_receive (pipe, data, 4096 / pipe->packet_size * pipe->packet_size, &size,
                                  DRAIN_MS, NULL, NULL))
            break;
    ul_usb_pipe_abort (pipe);
}

static gboolean
identify (UlJlink *self, GError **error)
{
    if (!ul_jlink_get_version (&self->link, self->firmware, sizeof self->firmware, error) ||
        !ul_jlink_get_caps (&self->link, &self->caps, error))
        return FALSE;
    if (has (self, UL_JLINK_CAP_SELECT_IF))
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                         _ ("This J-Link knows JTAG only, and SWD is needed"));
    return FALSE;
}

static gboolean
start_engine (UlJlink *self, GError **error)
{
    gboolean alone = (ul_jlink_quirks_get (self->key) & UL_JLINK_NO_OVERLAP) != 0;
    guint32 bytes = 0;
    guint max_bits;

    if (has (self, UL_JLINK_CAP_MAX_BLOCK) && !ul_jlink_get_max_block (&self->link, &bytes, error))
        return FALSE;
    if (!ul_jlink_engine_limit (bytes, &max_bits, error))
        return FALSE;
    ul_jlink_engine_init (&self->engine, &self->link, max_bits, alone ? 1 : UL_JLINK_MAX_IN_FLIGHT);
    self->has_engine = TRUE;
    ul_jlink_engine_set_speed (&self->engine, DEFAULT_KHZ);
    return TRUE;
}

/* A probe that chokes on it has to be opened anew, and is then spared. */
static gboolean
register_connection (UlJlink *self, GError **error)
{
    if (!has (self, UL_JLINK_CAP_REGISTER) ||
        (ul_jlink_quirks_get (self->key) & UL_JLINK_NO_REGISTER) != 0)
        return TRUE;
    if (ul_jlink_register (&self->link, &self->handle, error))
        return TRUE;
    if (self->link.broken)
        ul_jlink_quirks_add (self->key, UL_JLINK_NO_REGISTER);
    return FALSE;
}

static gboolean
select_swd (UlJlink *self, GError **error)
{
    gboolean has_swd = FALSE;

    if (!ul_jlink_has_swd (&self->link, &has_swd, error))
        return FALSE;
    if (!has_swd) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                             _ ("This J-Link does not offer SWD"));
        return FALSE;
    }
    if (!ul_jlink_select_swd (&self->link, error))
        return FALSE;
    g_usleep (SELECT_US);
    if (!ul_jlink_set_reset (&self->link, FALSE, error))
        return FALSE;
    g_usleep (RESET_US);
    self->speeds = (UlJlinkSpeeds){ 0 };
    return !has (self, UL_JLINK_CAP_SPEEDS) ||
           ul_jlink_get_speeds (&self->link, &self->speeds, error);
}

/* The order is that of widespread clients: some probes are particular about it. */
static gboolean
start (UlUsbProbe *probe, UlUsbPipe *pipe, const UlUsbFound *found, guint attempt, GError **error)
{
    UlJlink *self = UL_JLINK (probe);
    UlJlinkState state;

    g_free (self->key);
    self->key = g_strdup (found->serial != NULL ? found->serial : found->location);
    if (attempt > 0)
        drain (pipe);
    ul_jlink_link_init (&self->link, pipe);
    self->handle = 0;
    return identify (self, error) && start_engine (self, error) &&
           ul_jlink_get_state (&self->link, &state, error) && register_connection (self, error) &&
           select_swd (self, error);
}

static void
stop (UlUsbProbe *probe, gboolean gone)
{
    UlJlink *self = UL_JLINK (probe);

    if (!gone && !self->link.broken && self->handle != 0)
        ul_jlink_unregister (&self->link, self->handle, NULL);
    if (self->has_engine)
        ul_jlink_engine_finish (&self->engine);
    ul_jlink_link_finish (&self->link);
    self->has_engine = FALSE;
}

static gboolean
is_broken (UlUsbProbe *probe)
{
    return UL_JLINK (probe)->link.broken;
}

/* --- while it is open --- */

/* Probes on boards measure no supply, and some say so with a low voltage. */
static gboolean
is_on_board (UlJlink *self)
{
    static const char *const words[] = { "-OB", " OB", "OpenSDA", "STLink", "LPC-Link" };

    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (strstr (self->firmware, words[i]) != NULL)
            return TRUE;
    return FALSE;
}

static gboolean
get_power (UlJlink *self, UlProbeStatus *status, GError **error)
{
    status->can_power = has (self, UL_JLINK_CAP_POWER);
    status->gives_power = status->can_power && self->power;
    return !status->can_power || !has (self, UL_JLINK_CAP_HW_INFO) ||
           ul_jlink_get_power (&self->link, &status->gives_power, error);
}

static gboolean
get_status (UlUsbProbe *probe, UlProbeStatus *status, GError **error)
{
    UlJlink *self = UL_JLINK (probe);
    UlJlinkState state;

    if (!ul_jlink_get_state (&self->link, &state, error) || !get_power (self, status, error))
        return FALSE;
    if (!is_on_board (self) || state.vtref_mv >= LOWEST_POWER)
        status->vtref_mv = state.vtref_mv;
    g_strlcpy (status->firmware, self->firmware, sizeof status->firmware);
    return TRUE;
}

static gboolean
connect_swd (UlUsbProbe *probe, guint speed_khz, guint *actual_khz, GError **error)
{
    UlJlink *self = UL_JLINK (probe);
    guint khz = self->speeds.base_hz != 0 ? ul_jlink_choose_speed (&self->speeds, speed_khz)
                                          : MIN (speed_khz, HIGHEST_KHZ);

    if (!ul_jlink_set_speed (&self->link, khz, error))
        return FALSE;
    *actual_khz = khz;
    ul_jlink_engine_set_speed (&self->engine, khz);
    self->engine.wire.idle_cycles = 0;
    return TRUE;
}

static gboolean
send_bits (UlUsbProbe *probe, const guint8 *bits, guint n_bits, GError **error)
{
    return ul_jlink_engine_send_bits (&UL_JLINK (probe)->engine, bits, n_bits, error);
}

static gboolean
run_batch (UlUsbProbe *probe, const UlBatch *batch, guint *n_done, GCancellable *cancellable,
           GError **error)
{
    UlJlink *self = UL_JLINK (probe);
    g_autoptr (GError) local = NULL;

    if (ul_jlink_batch_run (&self->engine, batch, n_done, cancellable, &local))
        return TRUE;
    if (g_error_matches (local, UL_ERROR, UL_ERROR_PROBE_SILENT) && self->engine.max_in_flight > 1)
        ul_jlink_quirks_add (self->key, UL_JLINK_NO_OVERLAP);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
set_reset (UlUsbProbe *probe, gboolean asserted, GError **error)
{
    return ul_jlink_set_reset (&UL_JLINK (probe)->link, asserted, error);
}

static gboolean
get_reset (UlUsbProbe *probe, gboolean *asserted, GError **error)
{
    UlJlinkState state;

    if (!ul_jlink_get_state (&UL_JLINK (probe)->link, &state, error))
        return FALSE;
    *asserted = state.reset_low;
    return TRUE;
}

static gboolean
set_power (UlUsbProbe *probe, gboolean on, GError **error)
{
    UlJlink *self = UL_JLINK (probe);

    if (!has (self, UL_JLINK_CAP_POWER))
        return ul_probe_refuse_power (error);
    if (!ul_jlink_set_power (&self->link, on, error))
        return FALSE;
    self->power = on;
    return TRUE;
}

/* --- class --- */

static void
ul_jlink_finalize (GObject *object)
{
    UlJlink *self = UL_JLINK (object);
    g_autofree char *key = self->key;

    /* The parent closes the probe first. */
    G_OBJECT_CLASS (ul_jlink_parent_class)->finalize (object);
}

static void
ul_jlink_class_init (UlJlinkClass *class)
{
    UlUsbProbeClass *usb_class = UL_USB_PROBE_CLASS (class);

    G_OBJECT_CLASS (class)->finalize = ul_jlink_finalize;
    usb_class->id = "jlink";
    usb_class->raw_stream = TRUE;
    usb_class->settle_ms = SETTLE_MS;
    usb_class->start = start;
    usb_class->stop = stop;
    usb_class->is_broken = is_broken;
    usb_class->get_status = get_status;
    usb_class->connect_swd = connect_swd;
    usb_class->send_bits = send_bits;
    usb_class->run_batch = run_batch;
    usb_class->set_reset = set_reset;
    usb_class->get_reset = get_reset;
    usb_class->set_power = set_power;
}

static void
ul_jlink_init (UlJlink *self)
{
}

UlUsbProbe *
ul_jlink_new (void)
{
    return g_object_new (UL_TYPE_JLINK, NULL);
}
