/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of --json. */
#include "ul-cli-json.h"

#include "ul-cli-text.h"

JsonObject *
ul_cli_json_new (const char *event)
{
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "event", event);
    return object;
}

void
ul_cli_json_print (JsonObject *object)
{
    g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
    g_autofree char *line = json_to_string (node, FALSE);

    json_object_unref (object);
    ul_cli_write_line (line); /* whoever reads the progress reads it now */
}

void
ul_cli_json_set_text (JsonObject *object, const char *key, const char *text)
{
    if (text == NULL) {
        json_object_set_null_member (object, key);
        return;
    }
    g_autofree char *valid = g_utf8_make_valid (text, -1); /* file names may be anything */
    json_object_set_string_member (object, key, valid);
}

void
ul_cli_json_set_hex (JsonObject *object, const char *key, guint32 value, guint digits)
{
    g_autofree char *text = g_strdup_printf ("0x%0*X", (int) digits, value);

    json_object_set_string_member (object, key, text);
}

void
ul_cli_json_set_texts (JsonObject *object, const char *key, const char *const *texts)
{
    JsonArray *array = json_array_new ();

    for (; texts != NULL && *texts != NULL; texts++) {
        g_autofree char *valid = g_utf8_make_valid (*texts, -1);
        json_array_add_string_element (array, valid);
    }
    json_object_set_array_member (object, key, array);
}

static JsonObject *
make_details (char *const *details)
{
    JsonObject *object = json_object_new ();

    for (; details != NULL && details[0] != NULL && details[1] != NULL; details += 2)
        ul_cli_json_set_text (object, details[0], details[1]);
    return object;
}

JsonObject *
ul_cli_json_from_problem (const UlProblem *problem)
{
    JsonObject *object = json_object_new ();

    ul_cli_json_set_text (object, "code", problem->nick);
    ul_cli_json_set_text (object, "title", problem->title);
    ul_cli_json_set_text (object, "cause", problem->cause);
    ul_cli_json_set_text (object, "remedy", problem->advice);
    if (problem->has_where) {
        JsonObject *where = json_object_new ();
        json_object_set_int_member (where, "address", problem->address);
        json_object_set_int_member (where, "size", problem->size);
        json_object_set_object_member (object, "where", where);
    } else
        json_object_set_null_member (object, "where");
    json_object_set_object_member (object, "details", make_details (problem->details));
    return object;
}

static const char *const forecast_nicks[] = {
    [UL_FORECAST_NO_CHANGE] = "no-change",         [UL_FORECAST_OPEN] = "open",
    [UL_FORECAST_PROTECTS] = "protects",           [UL_FORECAST_LOCKS] = "locks",
    [UL_FORECAST_LOCKS_FOREVER] = "locks-forever",
};

JsonObject *
ul_cli_json_from_forecast (const UlForecast *forecast, const UlDevice *device)
{
    JsonObject *object = json_object_new ();
    gboolean changes = forecast->kind != UL_FORECAST_NO_CHANGE;

    json_object_set_string_member (object, "kind", forecast_nicks[forecast->kind]);
    ul_cli_json_set_text (object, "device", device->name);
    if (!changes)
        return object;

    g_auto (GStrv) words = ul_fcf_describe (device, &forecast->fcf);
    json_object_set_boolean_member (object, "partial", forecast->partial);
    json_object_set_boolean_member (object, "secured", forecast->fcf.secured);
    json_object_set_boolean_member (object, "mass_erase", !forecast->fcf.mass_erase_disabled);
    ul_cli_json_set_hex (object, "fsec", forecast->fcf.fsec, 2);
    ul_cli_json_set_hex (object, "fopt", forecast->fcf.fopt, 2);
    ul_cli_json_set_hex (object, "fprot", forecast->fcf.fprot, 8);
    json_object_set_int_member (object, "protected_sectors", forecast->n_protected_sectors);
    ul_cli_json_set_texts (object, "words", (const char *const *) words);
    return object;
}

JsonObject *
ul_cli_json_from_protection (const UlProtection *protection, const UlDevice *device)
{
    JsonObject *object = json_object_new ();
    UlLockState lock = protection->lock;

    if (lock == UL_LOCK_OPEN || lock == UL_LOCK_SECURED || lock == UL_LOCK_SECURED_FOREVER) {
        json_object_set_boolean_member (object, "secured", lock != UL_LOCK_OPEN);
        json_object_set_boolean_member (object, "mass_erase", lock != UL_LOCK_SECURED_FOREVER);
    } else {
        json_object_set_null_member (object, "secured");
        json_object_set_null_member (object, "mass_erase");
    }
    if (protection->have_registers)
        ul_cli_json_set_hex (object, "fsec", protection->fsec, 2);
    else
        json_object_set_null_member (object, "fsec");
    json_object_set_int_member (object, "protected_sectors",
                                device != NULL ? ul_protection_count_sectors (protection, device)
                                               : 0);
    return object;
}
