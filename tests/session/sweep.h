/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How finely a sweep tries the moments of a job. */
#pragma once

#include <glib.h>

#define SWEEP_THINNED 3

/**
 * sweep_thinning:
 *
 * A simulated chip that is sanitized takes five times as long. What is found there are slips of
 * memory, which do not hang on the exact moment; the other build tries all of them, and so do both
 * where the environment has UNLATCH_LONG.
 *
 * Returns: of how many moments one is to be tried
 */
static inline guint
sweep_thinning (void)
{
    gboolean sanitized = g_strcmp0 (g_getenv ("UNLATCH_SANITIZED"), "1") == 0;

    return sanitized && g_getenv ("UNLATCH_LONG") == NULL ? SWEEP_THINNED : 1;
}
