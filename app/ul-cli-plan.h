/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-plan.h"

G_BEGIN_DECLS

/** ul_cli_print_plan: each step, the sum, and what the configuration field becomes
 * @chip: (nullable): as it was read */
void ul_cli_print_plan (const UlCli *cli, const UlJobSpec *spec, const UlPlan *plan,
                        const UlProtection *chip);

G_END_DECLS
