/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-plan.h"
#include "ul-session.h"

G_BEGIN_DECLS

/** ul_cli_dry_run_entries: --dry-run, for verbs that change the chip */
extern const GOptionEntry ul_cli_dry_run_entries[];

/** ul_cli_is_dry_run: whether the verb is to end once it has told what it would do */
gboolean ul_cli_is_dry_run (void);

/** ul_cli_preview: looks at the chip, and tells why where there is nothing to be planned on it
 * @status: (out): the exit status, where there is no plan
 * Returns: (transfer full) (nullable): what the job would do */
UlPlan *ul_cli_preview (UlCli *cli, UlSession *session, const UlJobSpec *spec, int *status);

/** ul_cli_run_dry: shows what the job would do to each sector, and changes nothing
 * Returns: the exit status */
int ul_cli_run_dry (UlCli *cli, const UlJobSpec *spec);

G_END_DECLS
