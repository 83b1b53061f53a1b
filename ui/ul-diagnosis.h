/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

G_BEGIN_DECLS

/** ul_diagnosis_write: Returns: (transfer full): everything that somebody asked for help would ask
 *   for: versions, probe, ids, registers, files, the present message, the log */
char *ul_diagnosis_write (UlWorkbench *workbench, const char *log);

G_END_DECLS
