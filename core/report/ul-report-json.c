/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields are described in unlatch-cli(1), section REPORTS: change both. */
#include "ul-report-private.h"

#include "ul-config.h"
#include "ul-json-writer.h"

static void
add_asked (UlJsonWriter *json, const UlReport *self)
{
    const UlJobSpec *spec = self->spec;

    ul_json_writer_begin (json, "asked", '{');
    ul_json_writer_add_text (json, "job", ul_report_kind_to_nick (spec->kind));
    ul_json_writer_add_text (json, "scope", ul_report_scope_to_nick (spec->scope));
    if (spec->scope == UL_SCOPE_RANGE) {
        ul_json_writer_add_number (json, "range_start", spec->range_start);
        ul_json_writer_add_number (json, "range_size", spec->range_size);
    }
    ul_json_writer_add_boolean (json, "unlock_first", spec->unlock_first);
    ul_json_writer_add_boolean (json, "unlock_if_locked", spec->unlock_if_locked);
    ul_json_writer_add_boolean (json, "skip_protected", spec->skip_protected);
    ul_json_writer_add_boolean (json, "keep_unlocked",
                                spec->lock_bytes == UL_LOCK_BYTES_KEEP_UNLOCKED);
    ul_json_writer_add_boolean (json, "verify", !spec->no_verify);
    ul_json_writer_add_boolean (json, "read_back", spec->read_back);
    ul_json_writer_add_boolean (json, "backup", !spec->no_backup);
    ul_json_writer_end (json, '}');
}

/* Without a prefix, as everybody writes it. */
static void
add_crc (UlJsonWriter *json, guint32 crc)
{
    g_autofree char *text = g_strdup_printf ("%08X", crc);

    ul_json_writer_add_text (json, "crc32", text);
}

static void
add_files (UlJsonWriter *json, const UlReport *self)
{
    ul_json_writer_begin (json, "files", '[');
    for (guint i = 0; i < self->files->len; i++) {
        UlImage *image = self->files->pdata[i];
        ul_json_writer_begin (json, NULL, '{');
        ul_json_writer_add_text (json, "name", ul_image_get_name (image));
        ul_json_writer_add_text (json, "format",
                                 ul_image_format_to_nick (ul_image_get_format (image)));
        ul_json_writer_add_number (json, "bytes", (gint64) ul_image_get_size (image));
        add_crc (json, ul_image_get_crc32 (image));
        ul_json_writer_add_text (json, "sha256", ul_image_get_sha256 (image));
        ul_json_writer_end (json, '}');
    }
    ul_json_writer_end (json, ']');
}

static void
add_probe (UlJsonWriter *json, const UlReport *self)
{
    ul_json_writer_begin (json, "probe", '{');
    ul_json_writer_add_text (json, "name", self->probe_name);
    ul_json_writer_add_text (json, "id", self->probe_id);
    ul_json_writer_add_text (json, "serial", self->probe_serial);
    ul_json_writer_add_text (json, "firmware", self->status.firmware);
    ul_json_writer_add_boolean (json, "simulated", self->simulated);
    if (self->status.vtref_mv >= 0)
        ul_json_writer_add_number (json, "vtref_mv", self->status.vtref_mv);
    else
        ul_json_writer_add_null (json, "vtref_mv");
    ul_json_writer_add_number (json, "speed_khz", self->status.speed_khz);
    ul_json_writer_end (json, '}');
}

static void
add_chip (UlJsonWriter *json, const UlReport *self)
{
    const UlDevice *device = self->result->device;
    const UlProtection *protection = &self->result->protection;

    ul_json_writer_begin (json, "chip", '{');
    ul_json_writer_add_text (json, "device", device != NULL ? device->name : NULL);
    ul_json_writer_add_text (json, "described_in", device != NULL ? device->described_in : NULL);
    ul_json_writer_add_hex (json, "dpidr", self->ids.dpidr, 8);
    ul_json_writer_add_hex (json, "cpuid", self->ids.cpuid, 8);
    ul_json_writer_add_hex (json, "sdid", self->ids.sdid, 8);
    ul_json_writer_add_hex (json, "mdm_idr", self->ids.mdm_idr, 8);
    ul_json_writer_add_text (json, "chip_id", self->result->chip_id);
    ul_json_writer_add_text (json, "serial_number", self->result->serial_number);
    if (self->result->have_protection && protection->have_registers) {
        ul_json_writer_add_hex (json, "fsec", protection->fsec, 2);
        ul_json_writer_add_hex (json, "fopt", protection->fopt, 2);
        ul_json_writer_add_hex (json, "fprot", protection->fprot, 8);
    }
    ul_json_writer_end (json, '}');
}

static void
add_problem (UlJsonWriter *json, const UlProblem *problem)
{
    if (problem == NULL) {
        ul_json_writer_add_null (json, "problem");
        return;
    }
    ul_json_writer_begin (json, "problem", '{');
    ul_json_writer_add_text (json, "code", problem->nick);
    ul_json_writer_add_text (json, "title", problem->title);
    ul_json_writer_add_text (json, "cause", problem->cause);
    ul_json_writer_add_text (json, "remedy", problem->advice);
    ul_json_writer_begin (json, "details", '{');
    for (guint i = 0; problem->details != NULL && problem->details[i] != NULL; i += 2)
        ul_json_writer_add_text (json, problem->details[i], problem->details[i + 1]);
    ul_json_writer_end (json, '}');
    ul_json_writer_end (json, '}');
}

static void
add_times (UlJsonWriter *json, const UlJobResult *result)
{
    ul_json_writer_begin (json, "time_us", '{');
    for (guint i = 0; i < UL_N_PHASES; i++)
        ul_json_writer_add_number (json, ul_phase_to_nick (i), result->time_us[i]);
    ul_json_writer_add_number (json, "total", result->total_us);
    ul_json_writer_end (json, '}');
}

static void
add_outcome (UlJsonWriter *json, const UlReport *self)
{
    const UlJobResult *result = self->result;

    ul_json_writer_begin (json, "outcome", '{');
    ul_json_writer_add_boolean (json, "ok", result->ok);
    ul_json_writer_add_boolean (json, "cancelled", result->cancelled);
    ul_json_writer_add_text (json, "title", ul_report_get_title (self));
    add_problem (json, result->problem);
    ul_json_writer_add_text (json, "tally", result->tally);
    ul_json_writer_add_number (json, "skipped", result->n_skipped);
    ul_json_writer_add_number (json, "erased", result->n_erased);
    ul_json_writer_add_number (json, "programmed", result->n_programmed);
    ul_json_writer_add_number (json, "verified", result->n_verified);
    ul_json_writer_add_number (json, "preserved", result->n_preserved);
    ul_json_writer_add_number (json, "left_out", result->n_left_out);
    ul_json_writer_add_number (json, "bytes", (gint64) result->bytes);
    add_times (json, result);
    ul_json_writer_add_text (json, "backup", result->backup);
    ul_json_writer_end (json, '}');
}

static void
add_sector (UlJsonWriter *json, const UlReport *self, guint i)
{
    const UlSectorState *state = &self->snapshot.sectors[i];
    guint32 address, size;

    ul_device_get_sector (self->snapshot.device, i, &address, &size, NULL);
    ul_json_writer_begin (json, NULL, '{');
    ul_json_writer_add_number (json, "sector", i);
    ul_json_writer_add_number (json, "address", address);
    ul_json_writer_add_number (json, "size", size);
    ul_json_writer_add_text (json, "plan", ul_report_step_to_nick (state));
    ul_json_writer_add_text (json, "outcome", ul_report_outcome_to_nick (state));
    ul_json_writer_add_boolean (json, "preserves", state->preserves);
    ul_json_writer_add_boolean (json, "protected", state->protection != UL_PROTECTED_NONE);
    if (i < self->n_facts && self->facts[i].have_crc)
        add_crc (json, self->facts[i].crc);
    else
        ul_json_writer_add_null (json, "crc32");
    ul_json_writer_end (json, '}');
}

char *
ul_report_to_json (const UlReport *self)
{
    UlJsonWriter json;
    g_autofree char *time = g_date_time_format_iso8601 (self->time);
    g_autofree char *os = ul_report_get_os ();

    ul_json_writer_init (&json);
    ul_json_writer_add_number (&json, "format", UL_REPORT_FORMAT);
    ul_json_writer_add_text (&json, "program", "Unlatch " UL_VERSION);
    ul_json_writer_add_text (&json, "system", os);
    ul_json_writer_add_text (&json, "time", time);
    add_asked (&json, self);
    add_files (&json, self);
    add_probe (&json, self);
    add_chip (&json, self);
    add_outcome (&json, self);
    ul_json_writer_begin (&json, "sectors", '[');
    for (guint i = 0; self->snapshot.device != NULL && i < self->snapshot.n_sectors; i++)
        add_sector (&json, self, i);
    ul_json_writer_end (&json, ']');
    return ul_json_writer_finish (&json);
}
