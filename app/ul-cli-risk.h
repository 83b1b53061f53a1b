/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-session.h"

G_BEGIN_DECLS

/** ul_cli_note_risk: says so where power that fails during @plan could lock the chip for ever, as
 *   part of a question that comes next */
void ul_cli_note_risk (const UlPlan *plan);
/** ul_cli_look_for_risk: looks at the chip for that, where somebody is going to be asked. A chip
 *   that cannot be looked at, or a job that is refused, is told later. */
void ul_cli_look_for_risk (UlCli *cli, UlSession *session, const UlJobSpec *spec);

G_END_DECLS
