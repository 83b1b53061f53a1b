/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a probe to a chip that is known: its kind, its lock, its protection. */
#include "ul-job.h"

#include <glib/gi18n.h>

static gboolean
open_probe (UlJob *job, GError **error)
{
    if (job->probe == NULL) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_NO_PROBE, _ ("No debug probe is chosen"));
        return FALSE;
    }
    if (!ul_probe_open (job->probe, job->run->cancellable, error))
        return FALSE;
    job->opened = TRUE;
    /* A probe may have no clock before it is open. */
    ul_progress_start (job->progress, job->spec->kind, ul_job_now (job));
    ul_job_enter (job, UL_PHASE_CONNECT, 0);
    return ul_job_power (job, error);
}

static void
log_probe (UlJob *job)
{
    const UlProbeStatus *status = &job->chip->probe;
    const UlProbeInfo *info = ul_probe_get_info (job->probe);

    if (status->vtref_mv >= 0)
        ul_job_log (job, _ ("%s: target supply %.2f V, SWD at %u kHz"), info->name,
                    status->vtref_mv / 1000.0, status->speed_khz);
    else
        ul_job_log (job, _ ("%s: SWD at %u kHz"), info->name, status->speed_khz);
}

static void
on_attempt (const UlCatchCounts *counts, gpointer user_data)
{
    UlJob *job = user_data;

    ul_progress_set_catch (job->progress, TRUE, counts);
}

static gboolean
reach (UlJob *job, GError **error)
{
    UlRun *run = job->run;

    if (job->target == NULL)
        job->target = ul_target_new (job->probe);
    ul_target_set_cancellable (job->target, run->cancellable);
    ul_target_set_abort (job->target, run->abort);
    if (run->mode != UL_CONNECT_CATCH)
        return ul_target_connect (job->target, run->mode, run->speed_khz, error);
    gboolean ok =
        ul_target_catch (job->target, run->speed_khz, &job->caught, on_attempt, job, error);
    ul_progress_set_catch (job->progress, TRUE, &job->caught);
    return ok;
}

static gboolean
connect_target (UlJob *job, GError **error)
{
    g_autoptr (GError) local = NULL;

    gboolean ok = reach (job, &local);

    /* Voltage and speed explain a failure too. */
    if (!ul_probe_get_status (job->probe, &job->chip->probe, NULL))
        job->chip->probe = (UlProbeStatus){ .vtref_mv = -1 };
    job->chip->ids = *ul_target_get_ids (job->target);
    if (ok) {
        log_probe (job);
        return TRUE;
    }
    if (local->domain == UL_ERROR && job->chip->probe.vtref_mv >= 0)
        ul_error_add_detail (local, "VTref", "%d mV", job->chip->probe.vtref_mv);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static void
log_ids (UlJob *job)
{
    const UlTargetIds *ids = &job->chip->ids;

    ul_job_log (job, _ ("DPIDR 0x%08X, AHB-AP 0x%08X, MDM-AP 0x%08X"), ids->dpidr, ids->ahb_idr,
                ids->mdm_idr);
    if (ids->cpuid != 0)
        ul_job_log (job, _ ("CPUID 0x%08X, SDID 0x%08X, FCFG1 0x%08X, FCFG2 0x%08X"), ids->cpuid,
                    ids->sdid, ids->fcfg1, ids->fcfg2);
}

/* A closed chip does not say what it is, and some open ones not how large they are. On a board
 * whose probe knows what is soldered to it, that is taken for granted; a chip that does not fit is
 * refused all the same. */
static gboolean
identify_by_board (UlJob *job, const GError *why)
{
    const char *hint = ul_probe_get_info (job->probe)->device_hint;
    const UlDevice *device = hint != NULL ? ul_devices_find (hint) : NULL;
    gboolean hidden = g_error_matches (why, UL_ERROR, UL_ERROR_CHIP_LOCKED) ||
                      g_error_matches (why, UL_ERROR, UL_ERROR_CHIP_LOCKED_FOREVER) ||
                      g_error_matches (why, UL_ERROR, UL_ERROR_CHIP_LOCK_UNCLEAR) ||
                      g_error_matches (why, UL_ERROR, UL_ERROR_TARGET_UNKNOWN_CHIP) ||
                      g_error_matches (why, UL_ERROR, UL_ERROR_TARGET_RESETTING);

    if (!hidden || job->run->chosen != NULL || device == NULL ||
        !ul_target_identify (job->target, device, &job->device, NULL))
        return FALSE;
    ul_job_log (job, _ ("The chip does not say what it is; this board is sold with %s"),
                device->name);
    return TRUE;
}

static void
log_division (UlJob *job)
{
    const UlDevice *device = job->device;
    const UlRegion *eeprom = ul_device_find_emulated (device);
    guint32 data = ul_device_get_storage_size (device) - ul_device_get_flash_size (device);

    if (device->eeprom_backup == 0)
        return;
    if (eeprom == NULL)
        ul_job_log (job, _ ("FlexNVM: %u KiB of data flash, %u KiB behind emulated EEPROM"),
                    data / 1024, device->eeprom_backup / 1024);
    else
        ul_job_log (job,
                    _ ("FlexNVM: %u KiB of data flash, %u KiB behind %u bytes of emulated EEPROM "
                       "at 0x%08X"),
                    (data - eeprom->size) / 1024, device->eeprom_backup / 1024, eeprom->size,
                    eeprom->start);
}

static gboolean
identify (UlJob *job, GError **error)
{
    g_autoptr (GError) local = NULL;
    gboolean ok = ul_target_identify (job->target, job->run->chosen, &job->device, &local) ||
                  identify_by_board (job, local);

    job->chip->ids = *ul_target_get_ids (job->target);
    log_ids (job);
    if (ok) {
        g_autofree char *label = ul_device_get_label (job->device);
        job->chip->found = job->device;
        ul_job_log (job, _ ("The chip is %s"), label);
        log_division (job);
        return TRUE;
    }
    /* What it is instead, so that it can be offered. */
    if (g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP) &&
        !ul_target_identify (job->target, NULL, &job->chip->found, NULL))
        job->chip->found = NULL;
    job->device = NULL;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

/* What was known of the sectors before is shown until they are looked at. */
static void
take_old_facts (UlJob *job)
{
    UlRun *run = job->run;

    g_free (job->facts);
    job->n_facts = ul_device_get_n_sectors (job->device);
    if (run->facts != NULL && run->facts_of == job->device && run->n_facts == job->n_facts)
        job->facts = g_memdup2 (run->facts, job->n_facts * sizeof *job->facts);
    else
        job->facts = g_new0 (UlSectorFacts, job->n_facts);
}

static void
forget_facts (UlJob *job)
{
    if (!job->open)
        memset (job->facts, 0, job->n_facts * sizeof *job->facts);
}

void
ul_job_explain (UlJob *job, GError **error)
{
    UlProtection *protection = &job->chip->protection;

    if (job->target == NULL)
        return;
    ul_target_explain_resets (job->target, error);
    protection->samples = *ul_target_get_samples (job->target);
    protection->reset_line = ul_target_get_reset_line (job->target);
    if (g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_RESETTING))
        protection->lock = UL_LOCK_RESETTING;
    else if (protection->lock == UL_LOCK_UNKNOWN)
        protection->lock = ul_lock_judge (&protection->samples, TRUE);
}

gboolean
ul_job_explain_end (UlJob *job, GError **error)
{
    UlProtection *protection = &job->chip->protection;

    if (g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_RESETTING))
        return FALSE; /* was told when the chip was met */
    ul_target_explain_rare_resets (job->target, error);
    if (!g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_RESETTING))
        return FALSE;
    protection->samples = *ul_target_get_samples (job->target);
    protection->reset_line = ul_target_get_reset_line (job->target);
    protection->lock = UL_LOCK_RESETTING;
    return TRUE;
}

/* --- a chip that does not even answer --- */

/* One whose program has taken the debug pins, or that shuts the debugger out. Which one it is must
 * have been said: the program does not guess. */
static const UlDevice *
find_mute (UlJob *job, const GError *error)
{
    const char *hint = ul_probe_get_info (job->probe)->device_hint;
    const UlDevice *device = job->run->chosen;

    if (device == NULL && hint != NULL)
        device = ul_devices_find (hint);
    if (device == NULL || device->unlock_method != UL_UNLOCK_METHOD_LM_PORT ||
        !g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK))
        return NULL;
    return device;
}

static gboolean
take_mute (UlJob *job, GError **error)
{
    job->device = find_mute (job, *error);
    if (job->device == NULL)
        return FALSE;
    ul_job_log (job, "%s", (*error)->message);
    g_clear_error (error);
    job->mute = TRUE;
    job->chip->found = job->device;
    job->chip->protection =
        (UlProtection){ .lock = UL_LOCK_UNCLEAR,
                        .fprot = 0xFFFFFFFF,
                        .reason = _ ("It does not answer: it may be locked, or its program uses "
                                     "the debug pins. A wrong connection looks the same.") };
    return TRUE;
}

/* From a chip that answers to one that is known. */
static gboolean
meet_steady (UlJob *job, GError **error)
{
    if (connect_target (job, error)) {
        if (!identify (job, error) || !ul_job_read_protection (job, error))
            return FALSE;
    } else if (!take_mute (job, error))
        return FALSE;
    take_old_facts (job);
    gboolean ok = ul_job_check_lock (job, error);
    forget_facts (job);
    ul_job_show_sectors (job);
    return ok;
}

static gboolean
meet (UlJob *job, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (meet_steady (job, &local))
        return TRUE;
    ul_job_explain (job, &local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

/* A chip that was caught and lost again before it could be looked at is caught once more. */
static gboolean
catch_and_meet (UlJob *job, GError **error)
{
    g_autoptr (GError) local = NULL;

    ul_job_log (job, _ ("Catching the chip. %s"), ul_catch_get_guidance ());
    while (!meet (job, &local)) {
        if (!ul_target_is_lost (local))
            break;
        g_clear_error (&local);
    }
    ul_progress_set_catch (job->progress, FALSE, &job->caught);
    g_autofree char *counts = ul_catch_counts_describe (&job->caught);
    ul_job_log (job, "%s", counts);
    if (local == NULL)
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
connect_chip (UlJob *job, GError **error)
{
    if (!open_probe (job, error) || !ul_job_await (job, error))
        return FALSE;
    return job->run->mode == UL_CONNECT_CATCH ? catch_and_meet (job, error) : meet (job, error);
}

gboolean
ul_job_connect (UlJob *job, GError **error)
{
    g_autoptr (GError) local = NULL;

    ul_job_enter (job, UL_PHASE_CONNECT, 0);
    if (connect_chip (job, &local))
        return TRUE;
    if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        ul_chip_fail (job->chip, local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}
