/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lock settings in three columns. */
#include "ul-cli-config.h"

#include "ul-cli-json.h"
#include "ul-cli-report.h"
#include "ul-cli-table.h"

#include <glib/gi18n.h>

static const char *const column_nicks[UL_N_CONFIG_COLUMNS] = {
    [UL_CONFIG_FILE] = "file",
    [UL_CONFIG_PLANNED] = "planned",
    [UL_CONFIG_CHIP] = "chip",
};

/* --- people --- */

/* Column 0 is the title of the setting. */
static const char *
get_cell (const UlConfigRow *row, guint column)
{
    const char *text = column == 0 ? row->title : row->cells[column - 1];

    return text != NULL ? text : "–";
}

static const char *
get_head (guint column)
{
    return column == 0 ? _ ("Lock settings") : ul_config_column_to_title (column - 1);
}

static void
add_row (UlCliTable *table, const UlConfigRow *row)
{
    const char *cells[UL_N_CONFIG_COLUMNS + 3] = { NULL };

    for (guint i = 0; i <= UL_N_CONFIG_COLUMNS; i++)
        cells[i] = row != NULL ? get_cell (row, i) : get_head (i);
    cells[UL_N_CONFIG_COLUMNS + 1] = row != NULL && row->altered   ? _ ("not as in the file")
                                     : row != NULL && row->changes ? _ ("changes")
                                                                   : "";
    ul_cli_table_add_strv (table, cells);
}

static gboolean
says_anything (GPtrArray *rows)
{
    for (guint i = 0; i < rows->len; i++)
        for (guint j = 0; j < UL_N_CONFIG_COLUMNS; j++)
            if (((const UlConfigRow *) rows->pdata[i])->cells[j] != NULL)
                return TRUE;
    return FALSE;
}

void
ul_cli_config_print (const UlCli *cli, const UlPlan *plan, const UlProtection *chip)
{
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS];

    ul_plan_take_config (plan, chip, columns);
    g_autoptr (GPtrArray) rows = ul_config_table_new (plan->device, columns);
    if (!says_anything (rows))
        return;
    g_autoptr (UlCliTable) table = ul_cli_table_new (2, NULL, 0);
    add_row (table, NULL);
    for (guint i = 0; i < rows->len; i++)
        add_row (table, rows->pdata[i]);
    ul_cli_table_print (table, cli);
}

/* --- --json --- */

static JsonObject *
make_setting (const UlConfigRow *row)
{
    JsonObject *object = json_object_new ();

    ul_cli_json_set_text (object, "setting", row->nick);
    for (guint i = 0; i < UL_N_CONFIG_COLUMNS; i++)
        ul_cli_json_set_text (object, column_nicks[i], row->cells[i]);
    json_object_set_boolean_member (object, "changes", row->changes);
    json_object_set_boolean_member (object, "altered", row->altered);
    return object;
}

static JsonObject *
make_bytes (const UlConfigColumn *columns)
{
    JsonObject *object = json_object_new ();

    for (guint i = 0; i < UL_N_CONFIG_COLUMNS; i++) {
        g_autoptr (GString) text = g_string_new (NULL);
        for (guint j = 0; j < UL_FCF_SIZE; j++)
            if (columns[i].known[j])
                g_string_append_printf (text, "%02X", columns[i].raw[j]);
            else
                g_string_append (text, "--");
        ul_cli_json_set_text (object, column_nicks[i], text->str);
    }
    return object;
}

void
ul_cli_config_set_json (JsonObject *line, const UlPlan *plan, const UlProtection *chip)
{
    UlConfigColumn columns[UL_N_CONFIG_COLUMNS];
    JsonArray *array = json_array_new ();

    ul_plan_take_config (plan, chip, columns);
    g_autoptr (GPtrArray) rows = ul_config_table_new (plan->device, columns);
    for (guint i = 0; i < rows->len; i++)
        json_array_add_object_element (array, make_setting (rows->pdata[i]));
    json_object_set_array_member (line, "config", array);
    json_object_set_object_member (line, "config_bytes", make_bytes (columns));
}
