/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-chip.h"
#include "ul-job-result.h"

G_BEGIN_DECLS

/**
 * UlSession:
 *
 * One probe, one device and their state: the only door from window and command line to the
 * machine. Jobs are run one after the other on its own worker thread. All functions here belong
 * to the thread that made the session (the main thread) and never block; signals come on it.
 *
 * Properties: "probe", "device", "chip" (UlChip, pointer; notify only), "busy".
 * Signals: "log" (const char *line): a line for the log, as it happens.
 */
#define UL_TYPE_SESSION (ul_session_get_type ())
G_DECLARE_FINAL_TYPE (UlSession, ul_session, UL, SESSION, GObject)

UlSession *ul_session_new (void);

/** ul_session_set_probe: (nullable) forgets the chip; call ul_session_run_async() with
 *   %UL_JOB_CONNECT to look at the new one. Refused (FALSE) while a job runs. */
gboolean ul_session_set_probe (UlSession *self, UlProbe *probe);
UlProbe *ul_session_get_probe (UlSession *self);
/** ul_session_set_device: the device chosen; %NULL identifies the chip by itself */
gboolean ul_session_set_device (UlSession *self, const UlDevice *device);
/** ul_session_get_device: Returns: (nullable): the device chosen, else the one found */
const UlDevice *ul_session_get_device (UlSession *self);
void ul_session_set_speed (UlSession *self, guint speed_khz); /* default 4000 */
guint ul_session_get_speed (UlSession *self);
void ul_session_set_connect_mode (UlSession *self, UlConnectMode mode);
UlConnectMode ul_session_get_connect_mode (UlSession *self);

/**
 * ul_session_set_power: whether the probe shall power the board from the next job on; off at first
 *
 * A board that has power anyway gets none. Jobs fail with %UL_ERROR_NOT_SUPPORTED where the probe
 * cannot, see %UlProbeStatus. It stays on between jobs and is switched off by this, for another
 * probe, and with the session; but only if a job had switched it on. An unplugged probe has to be
 * asked for it anew. Refused (FALSE) while a job runs.
 */
gboolean ul_session_set_power (UlSession *self, gboolean power);
gboolean ul_session_get_power (UlSession *self);

const UlChip *ul_session_get_chip (UlSession *self); /* never NULL; valid until it is replaced */
gboolean ul_session_get_busy (UlSession *self);
UlProgress *ul_session_get_progress (UlSession *self); /* not owned */

/**
 * ul_session_preview:
 *
 * The plan of @spec by what is known now, without touching probe or chip: cheap enough for the
 * main thread (no I/O). See ul_plan_new() for errors.
 */
UlPlan *ul_session_preview (UlSession *self, const UlJobSpec *spec, GError **error);

/**
 * ul_session_run_async:
 *
 * Queues a job. Copies @spec. Nothing is changed on the chip before the plan is complete and what
 * would be lost is saved (%UL_ERROR_BACKUP_FAILED unless no_backup); the one exception is a chip
 * whose lock byte an earlier job left erased: it is made safe first, as a reset would lock it. The
 * chip is looked at again afterwards and "chip" notified.
 *
 * The probe is open only while a job runs. All jobs but READ reset the chip and use its RAM, also
 * CONNECT and VERIFY, whose look at every sector takes hundredths of a second that way; its program
 * starts anew at the end, unless halt_after. READ goes on beside the running program; where that
 * resets the chip meanwhile, it is stopped until the end.
 *
 * CONNECT is ok only when the chip is ready; else its problem is that of the chip.
 *
 * A session that is let go while jobs run stops them and lives until their callbacks were called.
 *
 * Finish: Returns: (transfer full): never %NULL: a failure is in its problem.
 */
void ul_session_run_async (UlSession *self, const UlJobSpec *spec, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
UlJobResult *ul_session_run_finish (UlSession *self, GAsyncResult *result);
/** ul_session_stop_and_reset: cancels what runs, without waiting for the end of a command that the
 *   chip is busy with: it is reset in the middle of it. A configuration field at risk is still made
 *   safe first, and the result says what the chip is left as */
void ul_session_stop_and_reset (UlSession *self);

G_END_DECLS
