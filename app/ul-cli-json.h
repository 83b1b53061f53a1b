/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-problem.h"
#include "ul-protection.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** ul_cli_json_new: Returns: (transfer full): {"event":@event} */
JsonObject *ul_cli_json_new (const char *event);
/** ul_cli_json_print: one line on standard output, at once. Takes @object */
void ul_cli_json_print (JsonObject *object);

/** ul_cli_json_set_text: null for %NULL */
void ul_cli_json_set_text (JsonObject *object, const char *key, const char *text);
/** ul_cli_json_set_hex: "0xFE": @digits of them, upper case */
void ul_cli_json_set_hex (JsonObject *object, const char *key, guint32 value, guint digits);
void ul_cli_json_set_texts (JsonObject *object, const char *key, const char *const *texts);

/** ul_cli_json_from_problem: Returns: (transfer full): "problem" of a result */
JsonObject *ul_cli_json_from_problem (const UlProblem *problem);
/** ul_cli_json_from_forecast: Returns: (transfer full): the state after the next reset */
JsonObject *ul_cli_json_from_forecast (const UlForecast *forecast, const UlDevice *device);
/** ul_cli_json_from_protection: Returns: (transfer full): "protection" of a result */
JsonObject *ul_cli_json_from_protection (const UlProtection *protection, const UlDevice *device);

G_END_DECLS
