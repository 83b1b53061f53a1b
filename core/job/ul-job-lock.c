/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the chip is open, and if not, in words why, and whether the job may open it. */
#include "ul-job.h"

#include <glib/gi18n.h>

static int
code_of_lock (UlLockState lock)
{
    return lock == UL_LOCK_SECURED           ? UL_ERROR_CHIP_LOCKED
           : lock == UL_LOCK_SECURED_FOREVER ? UL_ERROR_CHIP_LOCKED_FOREVER
                                             : UL_ERROR_CHIP_LOCK_UNCLEAR;
}

/* What people most need to know of a closed chip that does not stand still. Returns: (transfer
 * full) (nullable) */
static char *
find_hint (const UlProtection *protection)
{
    const UlLockSamples *samples = &protection->samples;

    if (protection->lock == UL_LOCK_SECURED && protection->held)
        return g_strdup (_ ("Let go, it keeps resetting, as an empty chip does. Erased flash means "
                            "secured, and an empty chip has nothing to lose"));
    if (ul_lock_may_be_empty (protection->lock, samples))
        return g_strdup_printf (
            _ ("It was in reset in %u of them: RESET is held low, or it resets for ever, as an "
               "empty chip does. Erased flash means secured, and an empty chip has nothing to "
               "lose"),
            samples->in_reset);
    if (protection->reset_line == UL_RESET_LINE_DEAD)
        return g_strdup (_ ("Pulling RESET low did not stop it: the line is not connected, or the "
                            "firmware has switched the pin off"));
    return NULL;
}

/* An erased chip is locked in this family, and does just this. */
static gboolean
is_like_new (const UlProtection *protection)
{
    return protection->lock == UL_LOCK_SECURED &&
           (protection->held || ul_lock_may_be_empty (protection->lock, &protection->samples));
}

static void
add_hint (const UlProtection *protection, GError *error)
{
    g_autofree char *hint = find_hint (protection);

    if (hint == NULL)
        return;
    g_autofree char *before = error->message;
    /* Translators: two sentences; the second gets its full stop elsewhere */
    error->message = g_strdup_printf (_ ("%s. %s"), before, hint);
    if (is_like_new (protection))
        ul_error_add_detail (error, "may be empty", "yes");
}

static void
set_lock_error (const UlProtection *protection, GError **error)
{
    const UlLockSamples *samples = &protection->samples;

    switch (protection->lock) {
    case UL_LOCK_SECURED:
        g_set_error (error, UL_ERROR, UL_ERROR_CHIP_LOCKED,
                     _ ("Its contents cannot be read or changed: %u of %u checks said secured"),
                     samples->secured, samples->n);
        break;
    case UL_LOCK_SECURED_FOREVER:
        g_set_error (error, UL_ERROR, UL_ERROR_CHIP_LOCKED_FOREVER,
                     _ ("It is secured and mass erase is switched off (read %u of %u times)"),
                     samples->n - samples->mass_erase, samples->n);
        break;
    case UL_LOCK_RESETTING:
        g_set_error (error, UL_ERROR, UL_ERROR_TARGET_RESETTING,
                     _ ("Flash was ready in %u of %u checks. The usual reason is empty flash or "
                        "firmware that crashes at once"),
                     samples->ready, samples->n);
        break;
    default:
        g_set_error (error, UL_ERROR, UL_ERROR_CHIP_LOCK_UNCLEAR,
                     _ ("%u of %u checks said locked. An empty chip that keeps resetting looks "
                        "the same"),
                     samples->secured, samples->n);
    }
}

static void
add_samples (GError *error, const UlLockSamples *samples)
{
    ul_error_add_detail (error, "MDM-AP status", "0x%08X", samples->last);
    ul_error_add_detail (error, "samples", "%u: ready %u, secured %u, mass erase %u", samples->n,
                         samples->ready, samples->secured, samples->mass_erase);
}

gboolean
ul_job_take_lock (UlJob *job, GError **error)
{
    const UlProtection *protection = &job->chip->protection;
    g_autoptr (GError) local = NULL;

    job->open = protection->lock == UL_LOCK_OPEN;
    if (job->open) {
        job->chip->state = UL_SESSION_READY;
        g_clear_pointer (&job->chip->problem, ul_problem_free);
        return TRUE;
    }
    if (protection->reason != NULL) {
        g_set_error_literal (&local, UL_ERROR,
                             job->mute ? UL_ERROR_CHIP_MUTE : code_of_lock (protection->lock),
                             protection->reason);
    } else {
        set_lock_error (protection, &local);
        add_hint (protection, local);
    }
    if (protection->samples.n > 0)
        add_samples (local, &protection->samples);
    ul_chip_fail (job->chip, local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

gboolean
ul_job_read_protection (UlJob *job, GError **error)
{
    return ul_target_read_protection (job->target, job->device, &job->chip->protection, error) &&
           ul_job_read_chip_id (job, error);
}

static void
log_protection (UlJob *job)
{
    const UlProtection *protection = &job->chip->protection;
    guint n = ul_protection_count_sectors (protection, job->device);

    if (!protection->have_registers)
        return;
    g_autofree char *words = ul_fsec_describe (job->device, protection->fsec);
    ul_job_log (job, _ ("FSEC 0x%02X: %s"), protection->fsec, words);
    if (n > 0)
        ul_job_log (job,
                    ngettext ("%u sector is write-protected (FPROT 0x%08X)",
                              "%u sectors are write-protected (FPROT 0x%08X)", n),
                    n, protection->fprot);
    if (job->device->eeprom_backup != 0 && protection->feprot != 0xFF)
        ul_job_log (job, _ ("Parts of the emulated EEPROM are write-protected (FEPROT 0x%02X)"),
                    protection->feprot);
}

/* A mass erase needs no open chip, but one that can be opened by it: where that is certain, or has
 * been confirmed by a person who was told what it takes away. */
static gboolean
may_unlock (UlJob *job)
{
    UlLockState lock = job->chip->protection.lock;

    if (lock == UL_LOCK_SECURED_FOREVER)
        return FALSE;
    if (job->spec->kind == UL_JOB_UNLOCK || job->spec->unlock_first)
        return TRUE;
    if (!job->spec->unlock_if_locked || lock != UL_LOCK_SECURED)
        return FALSE;
    job->spec->unlock_first = job->spec->kind == UL_JOB_PROGRAM || job->spec->kind == UL_JOB_ERASE;
    return job->spec->unlock_first;
}

gboolean
ul_job_check_lock (UlJob *job, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (ul_job_take_lock (job, &local)) {
        log_protection (job);
        return TRUE;
    }
    if (may_unlock (job)) {
        ul_job_log (job, _ ("The chip is locked, and is going to be unlocked"));
        return TRUE;
    }
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}
