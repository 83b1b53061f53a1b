/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-session.h"

G_BEGIN_DECLS

/** UlDiagnosis: what only the caller knows; all (nullable), not owned */
typedef struct {
    const char *toolkit; /* "GTK 3.24.38" */
    UlImage *const *files;
    guint n_files;
    const char *problem;  /* what is told to the person now */
    const char *last_job; /* its line of timings */
    const char *log;      /* lines ended */
} UlDiagnosis;

/**
 * ul_diagnosis_write:
 *
 * Everything that somebody asked for help would ask for: versions, system, probe, ids, registers,
 * samples of the lock state, files with their hashes, the problem, the log. Not translated, as
 * whoever helps may speak another language. Reads the files once more for their hashes.
 *
 * Returns: (transfer full)
 */
char *ul_diagnosis_write (UlSession *session, const UlDiagnosis *more);

G_END_DECLS
