/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-protection.h"

#define ENOUGH_SAMPLES 8

/* @count of @n, against a limit given for 32 samples */
static gboolean
is_more (guint count, guint n, guint limit)
{
    return count * 32 > limit * n;
}

static UlLockState
judge_mass_erase (const UlLockSamples *samples)
{
    guint disabled = samples->n - MIN (samples->mass_erase, samples->n);

    if (is_more (disabled, samples->n, 29))
        return UL_LOCK_SECURED_FOREVER;
    return is_more (disabled, samples->n, 10) ? UL_LOCK_UNCLEAR : UL_LOCK_SECURED;
}

UlLockState
ul_lock_judge (const UlLockSamples *samples, gboolean has_mass_erase_bit)
{
    guint n = samples->n;
    guint not_ready = n - MIN (samples->ready, n);

    if (n == 0)
        return UL_LOCK_UNKNOWN;
    if (n < ENOUGH_SAMPLES)
        return UL_LOCK_UNCLEAR;
    if (is_more (not_ready, n, 24))
        return UL_LOCK_RESETTING;
    if (is_more (not_ready, n, 8))
        return UL_LOCK_UNCLEAR;
    if (is_more (samples->secured, n, 24))
        return has_mass_erase_bit ? judge_mass_erase (samples) : UL_LOCK_SECURED;
    return is_more (samples->secured, n, 8) ? UL_LOCK_UNCLEAR : UL_LOCK_OPEN;
}
