/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-job-result.h"

#include "ul-size.h"
#include "ul-words.h"

#include <glib/gi18n.h>

void
ul_job_result_free (UlJobResult *result)
{
    if (result == NULL)
        return;
    ul_problem_free (result->problem);
    g_clear_object (&result->data);
    g_free (result->left_as);
    g_free (result->tally);
    g_free (result->backup);
    g_free (result->serial_number);
    g_free (result->chip_id);
    g_free (result);
}

UlJobResult *
ul_job_result_copy (const UlJobResult *result)
{
    UlJobResult *copy = g_memdup2 (result, sizeof *result);

    copy->problem = ul_problem_copy (result->problem);
    copy->data = NULL;
    copy->left_as = g_strdup (result->left_as);
    copy->tally = g_strdup (result->tally);
    copy->backup = g_strdup (result->backup);
    copy->serial_number = g_strdup (result->serial_number);
    copy->chip_id = g_strdup (result->chip_id);
    return copy;
}

static const char *
get_program_title (const UlJobResult *result)
{
    gboolean changed = result->n_programmed > 0 || result->n_erased > 0;

    if (result->n_left_out > 0)
        return changed ? _ ("Programmed without the protected sectors") : _ ("Nothing was written");
    if (!changed)
        return _ ("Skipped. Contents already match");
    return result->n_verified > 0 ? _ ("Programmed and verified") : _ ("Programmed, not verified");
}

const char *
ul_job_result_get_title (const UlJobResult *result)
{
    switch (result->kind) {
    case UL_JOB_PROGRAM:
        return get_program_title (result);
    case UL_JOB_ERASE:
        if (result->n_left_out > 0 && result->n_erased == 0)
            return _ ("Nothing was erased");
        return result->n_left_out > 0 ? _ ("Erased without the protected sectors") : _ ("Erased");
    case UL_JOB_VERIFY:
        return _ ("Verified: the chip holds what the file says");
    case UL_JOB_UNLOCK:
        return _ ("Unlocked");
    case UL_JOB_BLANK_CHECK:
        return _ ("Blank");
    case UL_JOB_UNPROTECT:
        return result->n_freed > 0 ? _ ("Protection lifted") : _ ("Nothing was protected");
    case UL_JOB_READ:
        return C_ ("outcome of a job", "Read");
    case UL_JOB_CONNECT:
        break;
    }
    return _ ("Connected");
}

static void
add_times (GPtrArray *parts, const UlJobResult *result)
{
    for (guint i = 0; i < UL_N_PHASES; i++)
        if (result->time_us[i] > 0)
            /* Translators: a phase of a job and its time: "Connect 0.02 s" */
            g_ptr_array_add (parts, g_strdup_printf (_ ("%s %.2f s"), ul_phase_to_title (i),
                                                     (double) result->time_us[i] / 1e6));
}

static void
add_counts (GPtrArray *parts, const UlJobResult *result)
{
    guint n_skipped = result->n_skipped, n_erased = result->n_erased;
    gboolean erase_only = result->kind == UL_JOB_ERASE || result->kind == UL_JOB_UNLOCK;

    if (erase_only || result->n_programmed == 0)
        ul_words_add_count (parts, n_erased,
                            ngettext ("%u sector erased", "%u sectors erased", n_erased));
    if (!erase_only)
        ul_words_add_count (parts, result->n_programmed,
                            ngettext ("%u sector written", "%u sectors written",
                                      result->n_programmed));
    if (result->kind == UL_JOB_UNPROTECT)
        ul_words_add_count (parts, result->n_freed,
                            ngettext ("%u sector is no longer protected",
                                      "%u sectors are no longer protected", result->n_freed));
    if (result->kind == UL_JOB_VERIFY)
        ul_words_add_count (parts, result->n_verified,
                            ngettext ("%u sector compared", "%u sectors compared",
                                      result->n_verified));
    if (result->kind == UL_JOB_BLANK_CHECK)
        ul_words_add_count (parts, result->n_verified,
                            ngettext ("%u sector is blank", "%u sectors are blank",
                                      result->n_verified));
    ul_words_add_count (parts, result->n_left_out,
                        ngettext ("%u left as it is because it is protected",
                                  "%u left as they are because they are protected",
                                  result->n_left_out));
    ul_words_add_count (parts, n_skipped,
                        erase_only
                            ? ngettext ("%u was blank already", "%u were blank already", n_skipped)
                            : ngettext ("%u already matched", "%u already matched", n_skipped));
}

char *
ul_job_result_describe_left_out (const UlJobResult *result)
{
    guint n = result->n_left_out;

    if (n == 0)
        return NULL;
    if (result->kind == UL_JOB_PROGRAM)
        return g_strdup_printf (
            ngettext ("%u sector was left as it is because it is protected: the chip does not hold "
                      "the whole file.",
                      "%u sectors were left as they are because they are protected: the chip does "
                      "not hold the whole file.",
                      n),
            n);
    return g_strdup_printf (ngettext ("%u sector was left as it is because it is protected: what "
                                      "it holds is not erased.",
                                      "%u sectors were left as they are because they are "
                                      "protected: what they hold is not erased.",
                                      n),
                            n);
}

/* The time in which the bytes were moved: the rest of the job is not their fault. */
static gint64
moving_us (const UlJobResult *result)
{
    switch (result->kind) {
    case UL_JOB_PROGRAM:
    case UL_JOB_UNPROTECT:
        return result->time_us[UL_PHASE_PROGRAM];
    case UL_JOB_VERIFY:
        return result->time_us[UL_PHASE_VERIFY];
    case UL_JOB_READ:
        return result->time_us[UL_PHASE_COMPARE];
    default:
        return 0;
    }
}

static void
add_rate (GPtrArray *parts, const UlJobResult *result)
{
    gint64 us = moving_us (result);

    if (result->bytes == 0 || result->kind == UL_JOB_ERASE)
        return;
    g_autofree char *size = ul_size_to_text (result->bytes);
    if (us <= 0) {
        g_ptr_array_add (parts, g_steal_pointer (&size));
        return;
    }
    double kib_per_s = (double) result->bytes / 1024 / ((double) us / 1e6);
    /* Translators: a size and its speed: "14.2 KiB at 57 KiB/s" */
    g_ptr_array_add (parts, g_strdup_printf (_ ("%s at %.0f KiB/s"), size, kib_per_s));
}

char *
ul_job_result_describe (const UlJobResult *result)
{
    g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

    add_times (parts, result);
    add_counts (parts, result);
    add_rate (parts, result);
    if (parts->len == 0)
        g_ptr_array_add (parts, g_strdup (_ ("Nothing was done")));
    return ul_words_list (parts);
}
