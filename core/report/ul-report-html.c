/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-report-private.h"

#include "ul-config.h"
#include "ul-size.h"
#include "ul-words.h"

#include <glib/gi18n.h>
#include <string.h>

static const char style[] =
    ":root{color-scheme:light dark;--line:#999;--dim:#666;--good:#009e73;--bad:#d55e00;"
    "--erased:#e69f00;--same:#56b4e9;--wrote:#0072b2;--ink:#1a1a1a;--paper:#fff}\n"
    "@media (prefers-color-scheme:dark){:root{--line:#777;--dim:#aaa;--ink:#eee;--paper:#242424}}\n"
    "@media print{:root{--line:#777;--dim:#444;--ink:#000;--paper:#fff;color-scheme:light}"
    "section{break-inside:avoid}}\n"
    "body{font:15px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);"
    "max-width:760px;margin:2em auto;padding:0 1em;-webkit-print-color-adjust:exact;"
    "print-color-adjust:exact}\n"
    "h1{font-size:1.5em;margin:0}h2{font-size:1.1em;margin:1.6em 0 .4em}\n"
    ".bad h1{color:var(--bad)}.dim{color:var(--dim)}\n"
    ".badge{border:1px solid currentColor;border-radius:4px;padding:0 .5em;font-size:.85em;"
    "font-weight:bold}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.15em 1.2em;margin:0}\n"
    "dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}\n"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.15em .8em .15em 0;"
    "border-bottom:1px solid var(--line);vertical-align:top}td.n,th.n{text-align:right}"
    ".times{max-width:16em}\n"
    "code,.address{font-family:ui-monospace,monospace;font-size:.92em}\n"
    "svg{max-width:100%;height:auto}svg rect{fill:none;stroke:var(--line)}\n"
    "svg text{font-size:12px;text-anchor:middle;fill:var(--ink)}\n"
    "svg text.address{font-size:10px;text-anchor:start;fill:var(--dim)}\n"
    ".verified rect{fill:var(--good)}.failed rect,.in-doubt rect{fill:var(--bad)}\n"
    ".erased rect{fill:var(--erased)}.skipped rect{fill:var(--same)}\n"
    ".programmed rect{fill:var(--wrote)}.protected rect{fill:var(--line)}\n"
    ".not-done rect{stroke-dasharray:2 2}\n"
    "svg .verified text,svg .failed text,svg .in-doubt text,svg .programmed text{fill:#fff}\n"
    "svg .erased text,svg .skipped text{fill:#000}\n";

/* --- pieces --- */

/* Control characters are in no page, not even escaped. */
static char *
escape (const char *text)
{
    g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

    for (char *at = valid; *at != '\0'; at++)
        if ((guchar) *at < ' ' || *at == 0x7F)
            *at = ' ';
    return g_markup_escape_text (valid, -1);
}

static void
add_row (GString *page, const char *name, const char *value)
{
    g_autofree char *escaped = escape (value);

    if (*escaped != '\0')
        g_string_append_printf (page, "<dt>%s</dt><dd>%s</dd>\n", name, escaped);
}

static void add_row_printf (GString *page, const char *name, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
add_row_printf (GString *page, const char *name, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *value = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    add_row (page, name, value);
}

static void
begin_section (GString *page, const char *title)
{
    g_string_append_printf (page, "<section><h2>%s</h2>\n", title);
}

static void
add_paragraph (GString *page, const char *text)
{
    g_autofree char *escaped = escape (text);

    if (*escaped != '\0')
        g_string_append_printf (page, "<p>%s</p>\n", escaped);
}

/* --- sections --- */

/* Of the words on the page, as the head of the translation in use says it: "zh-CN". */
static char *
get_language (void)
{
    static const char head[] = ""; /* which stands for it in every catalogue */
    const char *line = strstr (gettext (head), "Language: ");

    if (line == NULL)
        return g_strdup ("en");
    line += strlen ("Language: ");
    char *language = g_strndup (line, strspn (line, G_CSET_a_2_z G_CSET_A_2_Z "_0123456789"));
    return g_strdelimit (language, "_", '-');
}

static void
add_head (GString *page, const UlReport *self)
{
    g_autofree char *title = escape (ul_report_get_title (self));
    g_autoptr (GDateTime) local = g_date_time_to_local (self->time);
    g_autofree char *time = g_date_time_format (local, "%Y-%m-%d %H:%M:%S %z");

    g_autofree char *language = get_language ();

    g_string_append_printf (
        page,
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\">\n<head>\n"
        "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width\"/>\n"
        "<meta name=\"generator\" content=\"Unlatch %s\"/>\n<title>%s – Unlatch</title>\n"
        "<style>\n%s</style>\n</head>\n<body>\n<header class=\"%s\"><h1>%s</h1>\n"
        "<p class=\"dim\">%s%s%s%s</p></header>\n",
        language, UL_VERSION, title, style, self->result->ok ? "good" : "bad", title, time,
        self->simulated ? " <span class=\"badge\">" : "", self->simulated ? _ ("Simulated") : "",
        self->simulated ? "</span>" : "");
}

static void
add_outcome (GString *page, const UlReport *self)
{
    const UlJobResult *result = self->result;
    g_autofree char *left_out = ul_job_result_describe_left_out (result);
    g_autofree char *line = ul_job_result_describe (result);
    g_autofree char *serial = result->serial_number != NULL
                                  ? g_strdup_printf (_ ("Serial number %s."), result->serial_number)
                                  : NULL;

    begin_section (page, _ ("Outcome"));
    add_paragraph (page, serial);
    if (result->problem != NULL) {
        add_paragraph (page, result->problem->cause);
        add_paragraph (page, result->problem->advice);
    }
    add_paragraph (page, result->tally);
    add_paragraph (page, left_out);
    add_paragraph (page, line);
    g_string_append (page, "</section>\n");
}

static const char *
describe_kind (UlJobKind kind)
{
    switch (kind) {
    case UL_JOB_PROGRAM:
        return _ ("Program");
    case UL_JOB_ERASE:
        return _ ("Erase");
    case UL_JOB_VERIFY:
        return _ ("Verify");
    case UL_JOB_UNLOCK:
        return _ ("Unlock");
    case UL_JOB_READ:
        return C_ ("kind of job", "Read");
    case UL_JOB_BLANK_CHECK:
        return _ ("Blank check");
    case UL_JOB_UNPROTECT:
        return _ ("Lift protection");
    case UL_JOB_CONNECT:
        break;
    }
    return _ ("Connect");
}

static const char *
describe_scope (const UlJobSpec *spec)
{
    switch (spec->scope) {
    case UL_SCOPE_RANGE:
        return _ ("a range as well as the sectors that the file needs");
    case UL_SCOPE_ALL:
        return _ ("the whole chip");
    case UL_SCOPE_SECTORS:
        return _ ("chosen sectors alone");
    case UL_SCOPE_NEEDED:
        break;
    }
    return _ ("the sectors that the file needs");
}

static void
add_asked (GString *page, const UlReport *self)
{
    const UlJobSpec *spec = self->spec;

    begin_section (page, _ ("What was asked for"));
    g_string_append (page, "<dl>\n");
    add_row (page, _ ("Job"), describe_kind (spec->kind));
    if (spec->kind == UL_JOB_PROGRAM ||
        (spec->kind == UL_JOB_ERASE && spec->scope != UL_SCOPE_RANGE))
        add_row (page, _ ("Scope"), describe_scope (spec));
    if (spec->scope == UL_SCOPE_RANGE && spec->range_size > 0)
        add_row_printf (page, _ ("Range"), "0x%08X–0x%08X", spec->range_start,
                        spec->range_start + (spec->range_size - 1));
    if (spec->unlock_first || spec->unlock_if_locked)
        add_row (page, _ ("Unlock"),
                 /* Translators: of the row "Unlock": it is done first, or if the chip is locked */
                 spec->unlock_first ? _ ("first") : _ ("if it is locked"));
    if (spec->skip_protected)
        add_row (page, _ ("Protected sectors"),
                 /* Translators: of the row "Protected sectors" */
                 _ ("to be left as they are"));
    if (spec->lock_bytes == UL_LOCK_BYTES_KEEP_UNLOCKED)
        add_row (page, _ ("Lock settings"),
                 /* Translators: of the row "Lock settings" */
                 _ ("to be kept unlocked"));
    if (spec->no_verify)
        add_row (page, _ ("Verify"),
                 /* Translators: an answer, in the row "Verify" and in the column "Protected" */
                 _ ("no"));
    else if (spec->read_back && (spec->kind == UL_JOB_PROGRAM || spec->kind == UL_JOB_VERIFY))
        add_row (page, _ ("Verify"),
                 /* Translators: of the row "Verify" */
                 _ ("everything read back"));
    g_string_append (page, "</dl></section>\n");
}

static void
add_files (GString *page, const UlReport *self)
{
    if (self->files->len == 0)
        return;
    begin_section (page, _ ("Files"));
    g_string_append (page, "<dl>\n");
    for (guint i = 0; i < self->files->len; i++) {
        UlImage *image = self->files->pdata[i];
        const char *hash = ul_image_get_sha256 (image);
        g_autofree char *size = ul_size_to_text (ul_image_get_size (image));
        g_autofree char *name = escape (ul_image_get_name (image));
        g_string_append_printf (page,
                                "<dt>%s</dt><dd>%s, %s<br/><code>CRC-32 %08X</code><br/>"
                                "<code>SHA-256 %s</code></dd>\n",
                                name, ul_image_format_to_title (ul_image_get_format (image)), size,
                                ul_image_get_crc32 (image), hash != NULL ? hash : "–");
    }
    g_string_append (page, "</dl></section>\n");
}

static void
add_times (GString *page, const UlReport *self)
{
    begin_section (page, _ ("Time"));
    g_string_append (page, "<table class=\"times\"><tbody>\n");
    for (guint i = 0; i < UL_N_PHASES; i++)
        if (self->result->time_us[i] > 0)
            g_string_append_printf (page, "<tr><td>%s</td><td class=\"n\">%.3f s</td></tr>\n",
                                    ul_phase_to_title (i), (double) self->result->time_us[i] / 1e6);
    g_string_append_printf (page,
                            "<tr><th>%s</th><th class=\"n\">%.3f s</th></tr>\n"
                            "</tbody></table></section>\n",
                            _ ("Total"), (double) self->result->total_us / 1e6);
}

static const char *
describe_plan (const UlSectorState *state)
{
    switch (state->step) {
    case UL_STEP_SKIP:
        return state->left_out ? _ ("leave, protected") : _ ("nothing to do");
    case UL_STEP_ERASE:
        return _ ("erase");
    case UL_STEP_PROGRAM:
        return _ ("write");
    case UL_STEP_REWRITE:
        return state->preserves ? _ ("erase and write, keep the rest") : _ ("erase and write");
    default:
        return C_ ("what is planned for a sector", "none");
    }
}

static gboolean
is_alike (const UlSectorState *a, const UlSectorState *b)
{
    return a->step == b->step && a->activity == b->activity && a->protection == b->protection &&
           a->preserves == b->preserves && a->left_out == b->left_out;
}

static void
add_run (GString *page, const UlReport *self, guint first, guint last)
{
    const UlSectorState *state = &self->snapshot.sectors[first];
    guint32 start, end, size;

    ul_device_get_sector (self->snapshot.device, first, &start, NULL, NULL);
    ul_device_get_sector (self->snapshot.device, last, &end, &size, NULL);
    g_string_append (page, "<tr><td>");
    g_string_append_printf (page, last > first ? "%u–%u" : "%u", first, last);
    g_string_append_printf (page, "</td><td><code>0x%08X–0x%08X</code></td><td>%s</td><td>%s</td>",
                            start, end + (size - 1), describe_plan (state),
                            ul_report_outcome_to_text (state));
    g_string_append_printf (page, "<td>%s</td></tr>\n",
                            state->protection == UL_PROTECTED_FULL   ? _ ("yes")
                            : state->protection == UL_PROTECTED_PART ? _ ("in part")
                                                                     : _ ("no"));
}

static void
add_sectors (GString *page, const UlReport *self)
{
    const UlSnapshot *shown = &self->snapshot;

    if (shown->device == NULL || shown->n_sectors == 0)
        return;
    g_string_append_printf (page, "<section><h2 id=\"map\">%s</h2>\n", _ ("Sectors"));
    ul_report_add_map (page, self);
    g_string_append_printf (page,
                            "<table><thead><tr><th>%s</th><th>%s</th><th>%s</th><th>%s</th>"
                            "<th>%s</th></tr></thead><tbody>\n",
                            _ ("Sectors"), _ ("Addresses"), _ ("Plan"), _ ("Outcome"),
                            _ ("Protected"));
    for (guint first = 0, last; first < shown->n_sectors; first = last + 1) {
        for (last = first; last + 1 < shown->n_sectors; last++)
            if (!is_alike (&shown->sectors[first], &shown->sectors[last + 1]))
                break;
        add_run (page, self, first, last);
    }
    g_string_append (page, "</tbody></table></section>\n");
}

static char *
describe_probe (const UlReport *self)
{
    g_autofree char *name =
        g_strdup_printf ("%s (%s)", self->probe_name != NULL ? self->probe_name : "–",
                         self->probe_id != NULL ? self->probe_id : "–");
    const char *firmware = self->status.firmware;
    const char *const parts[] = { name, *firmware != '\0' ? firmware : NULL, NULL };

    return ul_words_list_strv (parts);
}

/* Not everybody who reads the report has that file. */
static void
add_described (GString *page, const UlDevice *device)
{
    g_autofree char *origin = ul_device_get_origin (device);

    /* Translators: row of the report: where a chip is described that is not built in */
    add_row (page, _ ("Description"), origin);
    add_row (page, _ ("Works like"), device->like->name);
}

static void
add_chip (GString *page, const UlReport *self)
{
    const UlJobResult *result = self->result;

    begin_section (page, _ ("Chip and probe"));
    g_string_append (page, "<dl>\n");
    add_row (page, _ ("Chip"), result->device != NULL ? result->device->name : NULL);
    if (result->device != NULL && result->device->like != NULL)
        add_described (page, result->device);
    add_row_printf (page, _ ("Ids"), "DPIDR 0x%08X, CPUID 0x%08X, SDID 0x%08X, MDM-AP 0x%08X",
                    self->ids.dpidr, self->ids.cpuid, self->ids.sdid, self->ids.mdm_idr);
    add_row (page, _ ("Chip id"), result->chip_id);
    if (result->have_protection && result->protection.have_registers && result->device != NULL) {
        g_autofree char *fsec = ul_fsec_describe (result->device, result->protection.fsec);
        add_row_printf (page, _ ("Lock settings"), "FSEC 0x%02X: %s", result->protection.fsec,
                        fsec);
        add_row_printf (page, _ ("Protection"), "FPROT 0x%08X", result->protection.fprot);
    }
    g_autofree char *probe = describe_probe (self);
    add_row (page, _ ("Probe"), probe);
    if (self->status.vtref_mv >= 0)
        add_row_printf (page, _ ("Supply"), "%.2f V", self->status.vtref_mv / 1000.0);
    if (self->status.speed_khz > 0)
        add_row_printf (page, _ ("SWD clock"), "%u kHz", self->status.speed_khz);
    add_row (page, _ ("Backup"), result->backup);
    g_string_append (page, "</dl></section>\n");
}

static void
add_details (GString *page, const UlReport *self)
{
    const UlProblem *problem = self->result->problem;

    if (problem == NULL || problem->details == NULL || problem->details[0] == NULL)
        return;
    begin_section (page, _ ("Details"));
    g_string_append (page, "<dl>\n");
    for (guint i = 0; problem->details[i] != NULL; i += 2) {
        g_autofree char *key = escape (problem->details[i]);
        add_row (page, key, problem->details[i + 1]);
    }
    g_string_append (page, "</dl></section>\n");
}

char *
ul_report_to_html (const UlReport *self)
{
    GString *page = g_string_new (NULL);
    g_autofree char *os = ul_report_get_os ();
    g_autofree char *system = escape (os);

    add_head (page, self);
    add_outcome (page, self);
    add_asked (page, self);
    add_files (page, self);
    add_sectors (page, self);
    add_times (page, self);
    add_chip (page, self);
    add_details (page, self);
    g_string_append_printf (page, "<footer><p class=\"dim\">Unlatch %s, %s</p></footer>\n",
                            UL_VERSION, system);
    g_string_append (page, "</body>\n</html>\n");
    return g_string_free (page, FALSE);
}
