/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-probe-private.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define MAX_KHZ       15000
#define OPEN_COMMANDS 5       /* descriptors, firmware, abilities, supply, interface */
#define SILENCE_US    1000000 /* until a transfer without an answer is given up */
#define SLEEP_STEP_US 10000
#define PACE_SLACK_US 10000
#define PACE_STEP_US  20000

static void ul_sim_probe_init_iface (UlProbeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UlSimProbe, ul_sim_probe, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (UL_TYPE_PROBE, ul_sim_probe_init_iface))

static const UlProbeInfo *
get_info (UlProbe *probe)
{
    return &UL_SIM_PROBE (probe)->info;
}

/* --- time --- */

gint64
ul_sim_probe_get_time_us (UlSimProbe *self)
{
    if (self->board == NULL)
        return self->earlier_us;
    ul_sim_wire_settle (ul_sim_board_get_wire (self->board));
    return self->earlier_us + ul_sim_chip_get_time_ns (ul_sim_board_get_chip (self->board)) / 1000;
}

static void
advance (UlSimProbe *self, guint us)
{
    if (self->board == NULL) {
        self->earlier_us += us;
        return;
    }
    ul_sim_wire_settle (ul_sim_board_get_wire (self->board));
    ul_sim_chip_advance (ul_sim_board_get_chip (self->board), (guint64) us * 1000);
}

/* How far the virtual clock is ahead, in wall time. The lead of the wall does not add up: what was
 * idle for a minute must not run a minute at full speed. */
static gint64
get_lead_us (UlSimProbe *self, guint pace)
{
    gint64 virtual_us = ul_sim_probe_get_time_us (self), wall_us = g_get_monotonic_time ();
    gint64 lead = (virtual_us - self->pace_virtual_us) / pace - (wall_us - self->pace_wall_us);

    if (lead < 0) {
        self->pace_virtual_us = virtual_us;
        self->pace_wall_us = wall_us;
    }
    return lead;
}

gboolean
ul_sim_probe_keep_pace (UlSimProbe *self, GCancellable *cancellable, GError **error)
{
    guint pace = self->board != NULL ? ul_sim_board_get_faults (self->board)->pace : 0;

    for (gint64 lead = 0; pace > 0 && (lead = get_lead_us (self, pace)) > PACE_SLACK_US;) {
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
        g_usleep (MIN (lead, PACE_STEP_US));
    }
    return TRUE;
}

static gint64
get_time_us (UlProbe *probe)
{
    return ul_sim_probe_get_time_us (UL_SIM_PROBE (probe));
}

static gboolean
sleep_us (UlProbe *probe, guint64 us, GCancellable *cancellable, GError **error)
{
    UlSimProbe *self = UL_SIM_PROBE (probe);

    for (;;) {
        guint step = MIN (us, SLEEP_STEP_US);

        if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
        if (us == 0)
            return TRUE;
        advance (self, step);
        if (!ul_sim_probe_keep_pace (self, cancellable, error))
            return FALSE;
        us -= step;
    }
}

/* --- a board that is taken away and put back --- */

static gboolean
is_board_away (UlSimProbe *self)
{
    return self->given == NULL && ul_sim_board_is_away (self->kind);
}

/* It stays as a stand-in that nobody answers from: batches hold on to its wire. */
static void
lose_board (UlSimProbe *self)
{
    ul_sim_board_take_away (self->board);
    self->away = TRUE;
    self->was_powered = FALSE;
}

/* Another one may have been put in its place. */
static gboolean
take_back (UlSimProbe *self, GError **error)
{
    UlSimBoard *board = ul_sim_board_open (self->kind, error);

    if (board == NULL)
        return FALSE;
    self->earlier_us = ul_sim_probe_get_time_us (self);
    ul_sim_board_close (self->board);
    self->board = board;
    self->away = FALSE;
    if (self->speed_khz != 0)
        ul_sim_wire_set_speed (ul_sim_board_get_wire (board), self->speed_khz);
    return TRUE;
}

/* Where no batch runs. That it went, every transfer notices. */
static gboolean
follow_board (UlSimProbe *self, GError **error)
{
    return self->board == NULL || !self->away || is_board_away (self) || take_back (self, error);
}

/* --- USB --- */

static gboolean
say_gone (GError **error)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_GONE, _ ("The probe was unplugged"));
    return FALSE;
}

static void
unplug (UlSimProbe *self)
{
    self->gone = TRUE;
    ul_sim_chip_pull_reset (ul_sim_board_get_chip (self->board), FALSE);
}

gboolean
ul_sim_probe_transfer (UlSimProbe *self, GError **error)
{
    const UlSimBoardFaults *faults;

    if (self->board == NULL || self->gone)
        return say_gone (error);
    if (!self->away && is_board_away (self))
        lose_board (self);
    faults = ul_sim_board_get_faults (self->board);
    self->n_transfers++;
    if (self->n_transfers == faults->unplug_at) {
        unplug (self);
        return say_gone (error);
    }
    advance (self, UL_SIM_USB_TRANSFER_US);
    if (faults->silent_at != 0 && self->n_transfers >= faults->silent_at) {
        advance (self, SILENCE_US);
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_SILENT,
                             _ ("The probe does not answer"));
        return FALSE;
    }
    if (self->n_transfers == faults->stall_at) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                             _ ("The probe refused a USB transfer"));
        return FALSE;
    }
    return TRUE;
}

/* A command without work on the wire. */
static gboolean
run_command (UlSimProbe *self, GError **error)
{
    gboolean sent = ul_sim_probe_transfer (self, error);

    return sent && ul_sim_probe_transfer (self, error);
}

/* --- open and close --- */

static void
close_probe (UlProbe *probe)
{
    UlSimProbe *self = UL_SIM_PROBE (probe);

    if (self->board == NULL)
        return;
    ul_sim_chip_pull_reset (ul_sim_board_get_chip (self->board), FALSE);
    if (self->board == self->given)
        self->board = NULL;
    else {
        self->earlier_us = ul_sim_probe_get_time_us (self);
        g_clear_pointer (&self->board, ul_sim_board_close);
    }
    self->speed_khz = 0;
    self->was_powered = self->away = FALSE;
}

static gboolean
open_board (UlSimProbe *self, GError **error)
{
    if (self->board != NULL) {
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_BUSY, _ ("%s is in use already"), self->name);
        return FALSE;
    }
    if (!ul_sim_chip_check (error))
        return FALSE;
    self->board = self->given != NULL ? self->given : ul_sim_board_open (self->kind, error);
    if (self->board == NULL)
        return FALSE;
    if (!ul_sim_board_get_faults (self->board)->no_permission)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_PROBE_PERMISSION, _ ("%s may not be opened"),
                 self->name);
    return FALSE;
}

static gboolean
open_probe (UlProbe *probe, GCancellable *cancellable, GError **error)
{
    UlSimProbe *self = UL_SIM_PROBE (probe);
    gboolean was_open = self->board != NULL;
    gboolean ok;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    self->gone = was_open && self->gone;
    ok = open_board (self, error);
    for (guint i = 0; ok && i < OPEN_COMMANDS; i++)
        ok = run_command (self, error);
    if (!ok && !was_open)
        close_probe (probe);
    return ok;
}

/* --- the rest of the interface --- */

static gboolean
get_status (UlProbe *probe, UlProbeStatus *status, GError **error)
{
    UlSimProbe *self = UL_SIM_PROBE (probe);

    if (!follow_board (self, error) || !run_command (self, error))
        return FALSE;
    *status = (UlProbeStatus){ .vtref_mv = ul_sim_board_get_faults (self->board)->vtref_mv,
                               .speed_khz = self->speed_khz };
    g_strlcpy (status->firmware, _ ("Simulated debug probe"), sizeof status->firmware);
    return TRUE;
}

static gboolean
connect_swd (UlProbe *probe, guint speed_khz, GError **error)
{
    UlSimProbe *self = UL_SIM_PROBE (probe);

    if (!follow_board (self, error) || !run_command (self, error))
        return FALSE;
    self->speed_khz = CLAMP (speed_khz, 1, MAX_KHZ);
    ul_sim_wire_set_speed (ul_sim_board_get_wire (self->board), self->speed_khz);
    return TRUE;
}

static gboolean
send_bits (UlProbe *probe, const guint8 *bits, guint n_bits, GError **error)
{
    UlSimProbe *self = UL_SIM_PROBE (probe);

    if (!ul_sim_probe_transfer (self, error))
        return FALSE;
    ul_sim_wire_send_bits (ul_sim_board_get_wire (self->board), bits, n_bits);
    return ul_sim_probe_transfer (self, error);
}

/* A debugger that is done drops the debug power: the time to keep what it did. */
static void
keep_after_job (UlSimProbe *self)
{
    gboolean powered = ul_sim_wire_get_debug_power (ul_sim_board_get_wire (self->board));
    g_autoptr (GError) error = NULL;

    if (self->was_powered && !powered && !ul_sim_board_keep (self->board, &error))
        g_warning ("%s: %s", self->name, error->message);
    self->was_powered = powered;
}

static gboolean
run_batch (UlProbe *probe, const UlBatch *batch, guint *n_done, GCancellable *cancellable,
           GError **error)
{
    UlSimProbe *self = UL_SIM_PROBE (probe);
    gboolean ok;

    if (self->board == NULL)
        return say_gone (error);
    ok = ul_sim_probe_run_batch (self, batch, n_done, cancellable, error);
    keep_after_job (self);
    return ok;
}

static gboolean
set_reset (UlProbe *probe, gboolean asserted, GError **error)
{
    UlSimProbe *self = UL_SIM_PROBE (probe);

    if (!ul_sim_probe_transfer (self, error))
        return FALSE;
    ul_sim_chip_pull_reset (ul_sim_board_get_chip (self->board), asserted);
    return TRUE;
}

static gboolean
get_reset (UlProbe *probe, gboolean *asserted, GError **error)
{
    UlSimProbe *self = UL_SIM_PROBE (probe);

    if (!run_command (self, error))
        return FALSE;
    *asserted = ul_sim_chip_get_reset_low (ul_sim_board_get_chip (self->board));
    return TRUE;
}

static void
ul_sim_probe_init_iface (UlProbeInterface *iface)
{
    iface->get_info = get_info;
    iface->open = open_probe;
    iface->close = close_probe;
    iface->get_status = get_status;
    iface->connect_swd = connect_swd;
    iface->send_bits = send_bits;
    iface->run_batch = run_batch;
    iface->set_reset = set_reset;
    iface->get_reset = get_reset;
    iface->get_time_us = get_time_us;
    iface->sleep_us = sleep_us;
}

static void
ul_sim_probe_finalize (GObject *object)
{
    UlSimProbe *self = UL_SIM_PROBE (object);

    close_probe (UL_PROBE (self));
    g_free (self->id);
    g_free (self->name);
    G_OBJECT_CLASS (ul_sim_probe_parent_class)->finalize (object);
}

static void
ul_sim_probe_class_init (UlSimProbeClass *class)
{
    G_OBJECT_CLASS (class)->finalize = ul_sim_probe_finalize;
}

static void
ul_sim_probe_init (UlSimProbe *self)
{
}

UlSimProbe *
ul_sim_probe_new (const UlSimBoardKind *kind)
{
    UlSimProbe *self = g_object_new (UL_TYPE_SIM_PROBE, NULL);

    self->kind = kind;
    self->id = g_strconcat ("sim:", kind->name, NULL);
    self->name = g_strdup_printf (_ ("Simulated %s"), kind->title);
    self->info = (UlProbeInfo){ .kind = UL_PROBE_KIND_SIMULATED,
                                .id = self->id,
                                .name = self->name,
                                .device_hint = kind->device };
    return self;
}

gboolean
ul_sim_probe_update (UlSimProbe *self)
{
    gboolean was_empty = self->info.empty;

    self->info.empty = is_board_away (self);
    return self->info.empty != was_empty;
}

UlSimProbe *
ul_sim_probe_new_for_board (UlSimBoard *board)
{
    UlSimProbe *self = ul_sim_probe_new (ul_sim_board_get_kind (board));

    self->given = board;
    return self;
}

UlSimBoard *
ul_sim_probe_get_board (UlSimProbe *self)
{
    return self->board;
}

guint
ul_sim_probe_get_n_transfers (UlSimProbe *self)
{
    return self->n_transfers;
}
