/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

G_BEGIN_DECLS

/** ul_sim_scenario_get: Returns: (nullable) (transfer none): the story at @index, static */
const UlScenario *ul_sim_scenario_get (guint index);

/** ul_sim_scenario_prepare: @scenario: from ul_sim_scenario_get(); otherwise as
 *   ul_probe_source_prepare_scenario() */
GPtrArray *ul_sim_scenario_prepare (const UlScenario *scenario, GError **error);

G_END_DECLS
