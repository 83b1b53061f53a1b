/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-counters.h"

#include "ul-emu-jlink.h"

#include <json-glib/json-glib.h>

void
ul_emu_tally_add (UlEmuTally *self, UlEmuFirmware *firmware, gboolean jlink)
{
    self->commands += firmware->commands;
    self->refused += firmware->refused;
    for (guint i = 0; i < G_N_ELEMENTS (self->commands_of); i++)
        self->commands_of[i] += firmware->commands_of[i];
    if (jlink)
        self->config_writes += ul_emu_jlink_get_config_writes (firmware);
    if (firmware->last_refusal != NULL) {
        g_free (self->last_refusal);
        self->last_refusal = g_strdup (firmware->last_refusal);
    }
}

void
ul_emu_tally_clear (UlEmuTally *self)
{
    g_clear_pointer (&self->last_refusal, g_free);
}

static void
add_number (JsonBuilder *builder, const char *name, guint64 value)
{
    json_builder_set_member_name (builder, name);
    json_builder_add_int_value (builder, value);
}

static void
add_commands (JsonBuilder *builder, const UlEmuTally *tally)
{
    json_builder_set_member_name (builder, "commands_of");
    json_builder_begin_object (builder);
    for (guint i = 0; i < G_N_ELEMENTS (tally->commands_of); i++) {
        g_autofree char *name = g_strdup_printf ("%02x", i);

        if (tally->commands_of[i] > 0)
            add_number (builder, name, tally->commands_of[i]);
    }
    json_builder_end_object (builder);
}

static void
add_chip (JsonBuilder *builder, UlSimBoard *board)
{
    UlSimChipCounts counts;

    ul_sim_chip_get_counts (ul_sim_board_get_chip (board), &counts);
    json_builder_set_member_name (builder, "chip");
    json_builder_begin_object (builder);
    add_number (builder, "erases", counts.erases);
    add_number (builder, "erase_alls", counts.erase_alls);
    add_number (builder, "mass_erases", counts.mass_erases);
    add_number (builder, "programs", counts.programs);
    add_number (builder, "sections", counts.sections);
    add_number (builder, "refusals", counts.refusals);
    add_number (builder, "resets", counts.resets);
    add_number (builder, "instructions", counts.instructions);
    json_builder_end_object (builder);
}

static void
add_numbers (JsonBuilder *builder, const UlEmuTally *tally, const UlEmuBus *bus, UlSimBoard *board)
{
    UlSimWire *wire = ul_sim_board_get_wire (board);
    guint64 chip_ns;

    ul_sim_wire_settle (wire);
    chip_ns = ul_sim_chip_get_time_ns (ul_sim_board_get_chip (board));
    add_number (builder, "urbs", bus->urbs);
    add_number (builder, "control_urbs", bus->control_urbs);
    add_number (builder, "out_bytes", bus->out_bytes);
    add_number (builder, "in_bytes", bus->in_bytes);
    add_number (builder, "commands", tally->commands);
    add_number (builder, "refused", tally->refused);
    add_number (builder, "config_writes", tally->config_writes);
    add_number (builder, "swd_bits", ul_sim_wire_get_n_bits (wire));
    add_number (builder, "vtref_mv", ul_sim_board_get_vtref_mv (board));
    add_number (builder, "paused_us", bus->paused_ns / 1000);
    add_number (builder, "virtual_us", MAX (chip_ns, bus->host_ns) / 1000);
}

char *
ul_emu_counters_to_json (const UlEmuTally *tally, const UlEmuBus *bus, UlSimBoard *board)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autoptr (JsonNode) root = NULL;

    json_builder_begin_object (builder);
    add_numbers (builder, tally, bus, board);
    add_commands (builder, tally);
    json_builder_set_member_name (builder, "last_refusal");
    json_builder_add_string_value (builder, tally->last_refusal != NULL ? tally->last_refusal : "");
    add_chip (builder, board);
    json_builder_end_object (builder);
    root = json_builder_get_root (builder);
    return json_to_string (root, FALSE);
}
