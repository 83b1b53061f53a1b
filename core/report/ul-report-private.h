/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-report.h"

G_BEGIN_DECLS

#define UL_REPORT_FORMAT 1 /* of the JSON; grows when a field changes its meaning */

struct _UlReport {
    GDateTime *time; /* when the job ended; UTC */
    UlJobSpec *spec;
    UlJobResult *result;
    GPtrArray *files; /* of UlImage */
    UlSnapshot snapshot;
    UlTargetIds ids;
    UlProbeStatus status;
    char *probe_name, *probe_id, *probe_serial; /* (nullable) */
    gboolean simulated;
    UlSectorFacts *facts; /* (nullable) of the chip after the job */
    guint n_facts;
};

/** ul_report_step_to_nick: "program"; in JSON */
const char *ul_report_step_to_nick (const UlSectorState *state);
/** ul_report_outcome_to_nick: "verified"; in JSON, and the class of the map's cells */
const char *ul_report_outcome_to_nick (const UlSectorState *state);
/** ul_report_outcome_to_text: translated: "verified" */
const char *ul_report_outcome_to_text (const UlSectorState *state);
const char *ul_report_kind_to_nick (UlJobKind kind);
const char *ul_report_scope_to_nick (UlScope scope);
/** ul_report_get_os: Returns: (transfer full): "Debian GNU/Linux 12 (bookworm)" */
char *ul_report_get_os (void);

/** ul_report_add_map: the sectors as an SVG drawing, in a page */
void ul_report_add_map (GString *page, const UlReport *self);

G_END_DECLS
