/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which single chip is on the board: backups are kept by that. */
#include "ul-job.h"

#include <glib/gi18n.h>

gboolean
ul_job_read_chip_id (UlJob *job, GError **error)
{
    UlTargetIds *ids = &job->chip->ids;

    if (job->chip->protection.lock != UL_LOCK_OPEN || ids->chip.n_words > 0)
        return TRUE;
    if (!ul_target_read_chip_id (job->target, job->device, error))
        return FALSE;
    ids->chip = ul_target_get_ids (job->target)->chip;
    g_free (job->chip_id);
    job->chip_id = ul_chip_id_to_text (&ids->chip);
    if (job->chip_id != NULL)
        ul_job_log (job, _ ("Chip id %s"), job->chip_id);
    return TRUE;
}

gboolean
ul_job_check_chip (UlJob *job, GError **error)
{
    const char *meant = job->spec->only_chip;

    if (meant == NULL || job->chip_id == NULL || g_str_equal (meant, job->chip_id))
        return TRUE;
    return ul_backup_set_other_chip (meant, job->chip_id, error);
}
