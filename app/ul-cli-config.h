/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cli.h"
#include "ul-plan.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** ul_cli_config_print: the configuration field as a table: in the file, to be written, on the chip
 * @chip: (nullable): as read. Prints nothing where the chip has no such field, and nothing says
 *   anything of it */
void ul_cli_config_print (const UlCli *cli, const UlPlan *plan, const UlProtection *chip);
/** ul_cli_config_set_json: the same as "config" of @line: for each setting the three texts, and
 *   "config_bytes": the bytes, "--" where one is not known */
void ul_cli_config_set_json (JsonObject *line, const UlPlan *plan, const UlProtection *chip);

G_END_DECLS
