/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-file-list.h"
#include "ul-message.h"
#include "ul-profile.h"
#include "ul-report.h"
#include "ul-session.h"

G_BEGIN_DECLS

/**
 * UlWorkbench:
 *
 * What a window works on: a session, the opened files, what is planned with them, and the
 * messages about all that. Widgets show it and ask it for jobs; it holds no widget.
 *
 * Properties: "plan" (notify only), "probes" (#UlProbeSource, nullable), "busy" (boolean),
 * "profile" (notify only): another one, "series" (notify only): the boards that are made.
 * Signals: "finished" (#UlJobResult, pointer): a job has ended; its message is put already.
 */
#define UL_TYPE_WORKBENCH (ul_workbench_get_type ())
G_DECLARE_FINAL_TYPE (UlWorkbench, ul_workbench, UL, WORKBENCH, GObject)

UlWorkbench *ul_workbench_new (void);

/* None of these is owned by the caller; all but the probes live as long as the workbench. */
UlSession *ul_workbench_get_session (UlWorkbench *self);
UlFileList *ul_workbench_get_files (UlWorkbench *self);
UlMessages *ul_workbench_get_messages (UlWorkbench *self);
UlProbeSource *ul_workbench_get_probes (UlWorkbench *self); /* nullable */
/** ul_workbench_set_probes: uses the one of them that is waited for, then notifies */
void ul_workbench_set_probes (UlWorkbench *self, UlProbeSource *probes);
/** ul_workbench_wait_for_probe: uses the probe of that id, now or when it comes; @id: (nullable):
 *   %NULL: the first one that is no simulated board */
void ul_workbench_wait_for_probe (UlWorkbench *self, const char *id);
/** ul_workbench_waits: whether it is a certain probe that is waited for, or in use */
gboolean ul_workbench_waits (UlWorkbench *self);

/**
 * ul_workbench_get_plan: Returns: (nullable): what programming the files would do by what is
 *   known now. Also there when it may not be done as it stands: see the error.
 */
const UlPlan *ul_workbench_get_plan (UlWorkbench *self);
/** ul_workbench_get_plan_error: Returns: (nullable): what stands against programming the files */
const GError *ul_workbench_get_plan_error (UlWorkbench *self);

/** ul_workbench_get_profile: Returns: (transfer none): of the project; a new one when none was
 *   opened */
UlProfile *ul_workbench_get_profile (UlWorkbench *self);
/** ul_workbench_set_profile: takes up what it says: chip, probe, files, answers. Starts nothing
 *   but a look at the chip. While a job runs that is more than a look, it is refused with a
 *   message */
void ul_workbench_set_profile (UlWorkbench *self, UlProfile *profile);
/** ul_workbench_has_pending: Returns: whether one is taken up when the look at the chip has ended
 */
gboolean ul_workbench_has_pending (UlWorkbench *self);
/** ul_workbench_open_files: @files: (element-type GFile): beside those of the profile. For
 *   one that is still to be taken up they wait, with those that wait already */
void ul_workbench_open_files (UlWorkbench *self, GPtrArray *files);
/** ul_workbench_take_up_settings: what was changed in the profile itself counts from now on */
void ul_workbench_take_up_settings (UlWorkbench *self);
/** ul_workbench_override_profile: the next profile that is taken up does not say these: @probe_id
 *   (nullable), @device (nullable) */
void ul_workbench_override_profile (UlWorkbench *self, const char *probe_id,
                                    const UlDevice *device);
/** ul_workbench_describe_command: Returns: (transfer full): the line for unlatch-cli that does the
 *   last job again, or programs the files; or %NULL with %UL_ERROR_NOT_SUPPORTED */
char *ul_workbench_describe_command (UlWorkbench *self, GError **error);

UlLockBytes ul_workbench_get_lock_bytes (UlWorkbench *self);
/** ul_workbench_set_lock_bytes: the answer for the present files; other files are asked for anew */
void ul_workbench_set_lock_bytes (UlWorkbench *self, UlLockBytes lock_bytes);

/** ul_workbench_use_probe: takes @probe (nullable) and looks at its chip */
void ul_workbench_use_probe (UlWorkbench *self, UlProbe *probe);
/** ul_workbench_use_device: @device: (nullable): the chip to work with, %NULL to identify it */
void ul_workbench_use_device (UlWorkbench *self, const UlDevice *device);
/** ul_workbench_use_speed: the SWD clock to try from now on, as the project keeps it; looks again
 */
void ul_workbench_use_speed (UlWorkbench *self, guint speed_khz);
/** ul_workbench_use_power: whether the probe shall power the board, which is never remembered;
 * looks again */
void ul_workbench_use_power (UlWorkbench *self, gboolean power);
/** ul_workbench_get_chosen_device: Returns: (nullable): %NULL while the chip is identified */
const UlDevice *ul_workbench_get_chosen_device (UlWorkbench *self);
/** ul_workbench_look: connects and looks at the chip again */
void ul_workbench_look (UlWorkbench *self);

/** ul_workbench_new_spec: a job of @kind with the files and answers that stand */
UlJobSpec *ul_workbench_new_spec (UlWorkbench *self, UlJobKind kind);
/** ul_workbench_run: starts a job; ignored while one runs */
void ul_workbench_run (UlWorkbench *self, const UlJobSpec *spec);
/** ul_workbench_run_again: starts the last job that changes or reads the chip once more */
void ul_workbench_run_again (UlWorkbench *self);
/** ul_workbench_run_skipping: the same, leaving out what is protected */
void ul_workbench_run_skipping (UlWorkbench *self);
/** ul_workbench_run_without_backup: the same, though what it takes away cannot be kept */
void ul_workbench_run_without_backup (UlWorkbench *self);
/** ul_workbench_run_longer: the same, with more time for a mass erase to end */
void ul_workbench_run_longer (UlWorkbench *self);
/** ul_workbench_new_rest: Returns: (transfer full) (nullable): the job that programs what of the
 *   files has a place on the chip; %NULL when there is nothing */
UlJobSpec *ul_workbench_new_rest (UlWorkbench *self);
void ul_workbench_cancel (UlWorkbench *self);
/** ul_workbench_stop_and_reset: as ul_session_stop_and_reset(): for a cancel that takes too long */
void ul_workbench_stop_and_reset (UlWorkbench *self);
/** ul_workbench_look_under_reset: also what is done next connects so */
void ul_workbench_look_under_reset (UlWorkbench *self);
/** ul_workbench_catch: looks at a chip that can be met for moments only, however long that takes.
 *   Whatever is done next catches it as well, until the chip holds something else or another look
 *   is asked for */
void ul_workbench_catch (UlWorkbench *self);
/** ul_workbench_get_busy: %TRUE from the start of a job until it is finished */
gboolean ul_workbench_get_busy (UlWorkbench *self);
/** ul_workbench_get_programmed: whether the files were programmed just now: nothing has been done
 *   since, and they are the same */
gboolean ul_workbench_get_programmed (UlWorkbench *self);

/** ul_workbench_get_count: of the boards of the project. Returns: %FALSE when they are not counted
 */
gboolean ul_workbench_get_count (UlWorkbench *self, UlCount *count);
/** ul_workbench_reset_tally: boards done and failed are counted anew */
void ul_workbench_reset_tally (UlWorkbench *self);
gboolean ul_workbench_get_each_board (UlWorkbench *self);
/** ul_workbench_set_each_board: whether the next press of Program is for each board that comes.
 *   Ends by itself with a board that fails, and with other files, another probe, chip or profile */
void ul_workbench_set_each_board (UlWorkbench *self, gboolean each_board);
/** ul_workbench_await_first: Returns: %TRUE when there is no board yet, and the first of each is
 *   waited for now */
gboolean ul_workbench_await_first (UlWorkbench *self);
/** ul_workbench_leave_series: @spec is about a part of a board, which gets no serial number */
void ul_workbench_leave_series (UlWorkbench *self, UlJobSpec *spec);

/** ul_workbench_get_report: Returns: (nullable): the last job's line of timings */
const char *ul_workbench_get_report (UlWorkbench *self);

/** ul_workbench_get_last_report: Returns: (nullable) (transfer none): of the last
 *   job that was more than a look */
UlReport *ul_workbench_get_last_report (UlWorkbench *self);

/**
 * ul_workbench_explain:
 *
 * Returns: (transfer full) (nullable): why a job of @kind cannot work now and what to do, or
 *   %NULL when it can be tried
 */
UlMessage *ul_workbench_explain (UlWorkbench *self, UlJobKind kind);

/** ul_workbench_reload_files: reads every file again, and tries those of the profile that could not
 *   be loaded */
void ul_workbench_reload_files (UlWorkbench *self);
/** ul_workbench_leave_out_missing: takes the ticks of the profile's files that could not be loaded
 */
void ul_workbench_leave_out_missing (UlWorkbench *self);
/** ul_workbench_tell_incomplete: the title of @message, which is about such a file, and its
 * remedies
 */
void ul_workbench_tell_incomplete (UlMessage *message);

/** ul_workbench_describe_outcome: Returns: (transfer full): the message for the end of a job */
UlMessage *ul_workbench_describe_outcome (UlWorkbench *self, const UlJobResult *result);
/** ul_workbench_describe_obstacle: Returns: (transfer full): the message for the plan's error */
UlMessage *ul_workbench_describe_obstacle (UlWorkbench *self);
/** ul_workbench_describe_failed: Returns: (transfer full): the message for @failed, which could not
 *   be loaded, or, where that is %NULL, for files that disagree */
UlMessage *ul_workbench_describe_failed (UlWorkbench *self, GFile *failed, const GError *error);
/** ul_workbench_describe_stale: Returns: (transfer full): the message for a file that was written
 *   again at @changed_us after it was loaded at @loaded_us, both since 1970, in UTC; 0: is gone */
UlMessage *ul_workbench_describe_stale (GFile *file, gint64 changed_us, gint64 loaded_us);

G_END_DECLS
