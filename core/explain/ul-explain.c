/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the log of another program to the problems that a job of our own would have told. */
#include "ul-explain.h"

#include "ul-explain-private.h"
#include "ul-flash-status.h"
#include "ul-mdm-ap.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define MAX_QUOTE      200 /* characters */
#define TERMINAL_WIDTH 80
#define LOW_VOLTS      1.0
#define MAX_NUMBER     32 /* characters of a number that are looked at */
#define MAX_FINDING    16 /* codes in one log */

/* --- memory -------------------------------------------------------------------------------- */

static void
evidence_free (UlEvidence *evidence)
{
    g_free (evidence->quote);
    g_free (evidence);
}

static void
finding_free (UlFinding *finding)
{
    ul_problem_free (finding->problem);
    g_ptr_array_unref (finding->evidence);
    g_free (finding);
}

void
ul_explanation_free (UlExplanation *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref (self->findings);
    g_free (self);
}

/* --- what is being found ------------------------------------------------------------------- */

typedef struct {
    UlErrorCode code;
    const UlExplainRow *row; /* of the first evidence: it gives the words */
    guint first;             /* line */
    GError *error;           /* collects details */
    GPtrArray *evidence;
} Hit;

static void
hit_clear (Hit *hit)
{
    g_clear_error (&hit->error);
    g_clear_pointer (&hit->evidence, g_ptr_array_unref);
}

typedef struct {
    const UlSqueezed *log;
    const UlDevice *device; /* (nullable) */
    GArray *hits;           /* of Hit */
    guint8 *told;           /* for each line, whether it is part of a finding */
} Search;

static GStrv *
compile_rows (void)
{
    static GStrv *compiled;

    if (g_once_init_enter (&compiled)) {
        GStrv *all = g_new0 (GStrv, ul_explain_n_rows * 2);
        for (guint i = 0; i < ul_explain_n_rows; i++) {
            all[2 * i] = ul_explain_compile (ul_explain_rows[i].message);
            if (ul_explain_rows[i].after != NULL)
                all[2 * i + 1] = ul_explain_compile (ul_explain_rows[i].after);
        }
        g_once_init_leave (&compiled, all);
    }
    return compiled;
}

/* --- quotes -------------------------------------------------------------------------------- */

static gsize
raw_line (const UlSqueezed *log, guint line)
{
    return g_array_index (log->line_raw, guint32, MIN (line, log->line_raw->len - 1));
}

/* A terminal breaks words where its lines end. */
static void
add_to_quote (GString *quote, const UlSqueezed *log, guint line)
{
    gsize begin = raw_line (log, line), end = raw_line (log, line + 1);
    gsize before = quote->len;

    for (gsize i = begin; i < end && quote->len < MAX_QUOTE * 6; i++)
        if (log->raw[i] != '\r' && log->raw[i] != '\n')
            g_string_append_c (quote, g_ascii_iscntrl (log->raw[i]) ? ' ' : log->raw[i]);
    if (quote->len - before < TERMINAL_WIDTH - 1)
        g_string_append_c (quote, ' ');
}

static char *
make_quote (const UlSqueezed *log, guint first, guint last)
{
    g_autoptr (GString) quote = g_string_new (NULL);

    for (guint line = first; line <= last; line++)
        add_to_quote (quote, log, line);
    g_autofree char *valid = g_utf8_make_valid (quote->str, quote->len);
    g_strstrip (valid);
    if (g_utf8_strlen (valid, -1) <= MAX_QUOTE)
        return g_steal_pointer (&valid);
    g_autofree char *start = g_utf8_substring (valid, 0, MAX_QUOTE);
    return g_strconcat (start, "…", NULL);
}

/* --- numbers ------------------------------------------------------------------------------- */

/* The first of @digits after the match that ends at @at, in its line. */
static gboolean
copy_number (const UlSqueezed *log, gsize at, const char *digits, char *number)
{
    gsize raw = log->raw_at[at - 1] + 1;
    gsize end = raw_line (log, ul_squeezed_get_line (log, at - 1) + 1);

    while (raw < end && (log->raw[raw] == '\0' || strchr (digits, log->raw[raw]) == NULL))
        raw++;
    gsize size = MIN (end - raw, MAX_NUMBER - 1);
    memcpy (number, log->raw + raw, size);
    number[size] = '\0';
    return size > 0;
}

static void
note_mdm (Search *self, Hit *hit, gsize end)
{
    char number[MAX_NUMBER];

    if (!copy_number (self->log, end, "0123456789abcdefABCDEF", number))
        return;
    guint32 status = (guint32) strtoul (number, NULL, 16);
    ul_error_add_detail (hit->error, "MDM-AP status", "0x%08X", status);
    ul_error_add_detail (hit->error, "secured", "%s", status & UL_MDM_SECURED ? "yes" : "no");
    ul_error_add_detail (hit->error, "mass erase", "%s",
                         status & UL_MDM_MASS_ERASE ? "allowed" : "switched off");
    ul_error_add_detail (hit->error, "flash ready", "%s", status & UL_MDM_READY ? "yes" : "no");
    ul_error_add_detail (hit->error, "in reset", "%s", status & UL_MDM_NOT_IN_RESET ? "no" : "yes");
}

static UlErrorCode
code_of_fstat (guint fstat)
{
    if (fstat & UL_FSTAT_FPVIOL)
        return UL_ERROR_FLASH_PROTECTED;
    if (fstat & UL_FSTAT_ACCERR)
        return UL_ERROR_FLASH_COMMAND;
    return fstat & UL_FSTAT_RDCOLERR ? UL_ERROR_FLASH_COLLISION : UL_ERROR_FLASH_FAILED;
}

static UlErrorCode
get_code (Search *self, const UlExplainRow *row, gsize end)
{
    char number[MAX_NUMBER];

    if (row->value == UL_VALUE_FSTAT &&
        copy_number (self->log, end, "0123456789abcdefABCDEF", number))
        return code_of_fstat ((guint) strtoul (number, NULL, 16));
    return row->code;
}

static gboolean
is_low (Search *self, gsize end)
{
    char number[MAX_NUMBER];

    return copy_number (self->log, end, "0123456789", number) &&
           g_ascii_strtod (number, NULL) < LOW_VOLTS;
}

/* "sectors 8 @ address 0x00004000", "(address 0x00000400; result code 0x68)" */
static void
note_place (Search *self, Hit *hit, const char *quote)
{
    g_autofree char *lower = g_ascii_strdown (quote, -1);
    const char *address = strstr (lower, "address 0x"), *sector = strstr (lower, "sectors ");
    char *end;

    if (sector != NULL) {
        gulong n = strtoul (sector + strlen ("sectors "), &end, 10);
        if (g_str_has_prefix (end, " @") && n < 65536)
            ul_error_add_detail (hit->error, "sector", "%lu", n);
    }
    if (address == NULL)
        return;
    guint32 at = (guint32) strtoul (address + strlen ("address "), NULL, 16);
    int index = self->device != NULL ? ul_device_find_sector (self->device, at) : -1;
    guint32 size = 0;
    ul_error_add_detail (hit->error, "address", "0x%08X", at);
    if (index < 0)
        return;
    ul_device_get_sector (self->device, index, &at, &size, NULL);
    ul_error_set_where (hit->error, at, size);
    ul_error_add_detail (hit->error, "sector", "%d", index);
}

/* --- evidence ------------------------------------------------------------------------------ */

static Hit *
find_hit (Search *self, UlErrorCode code)
{
    for (guint i = 0; i < self->hits->len; i++)
        if (g_array_index (self->hits, Hit, i).code == code)
            return &g_array_index (self->hits, Hit, i);
    return NULL;
}

static Hit *
add_hit (Search *self, const UlExplainRow *row, UlErrorCode code, guint line)
{
    const UlExplainWords *words = ul_explain_get_words (code);
    Hit *hit;

    g_array_set_size (self->hits, self->hits->len + 1);
    hit = &g_array_index (self->hits, Hit, self->hits->len - 1);
    *hit = (Hit){ .code = code, .row = row, .first = line };
    hit->error = g_error_new_literal (UL_ERROR, code,
                                      row->cause != NULL ? _ (row->cause) : _ (words->cause));
    hit->evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) evidence_free);
    return hit;
}

static UlEvidence *
find_evidence (Hit *hit, const char *tool, guint line, const char *quote)
{
    for (guint i = 0; i < hit->evidence->len; i++) {
        UlEvidence *evidence = hit->evidence->pdata[i];
        if (evidence->line == line + 1 ||
            (evidence->tool == tool && g_str_equal (evidence->quote, quote)))
            return evidence;
    }
    return NULL;
}

static void
note_values (Search *self, Hit *hit, const UlExplainRow *row, gsize end, const char *quote)
{
    char number[MAX_NUMBER];

    if (row->value == UL_VALUE_PLACE)
        note_place (self, hit, quote);
    else if (row->value == UL_VALUE_MDM)
        note_mdm (self, hit, end);
    else if (row->value == UL_VALUE_FSTAT &&
             copy_number (self->log, end, "0123456789abcdefABCDEF", number))
        ul_error_add_detail (hit->error, "FSTAT", "0x%02X", (guint) strtoul (number, NULL, 16));
}

static void
take_match (Search *self, const UlExplainRow *row, gsize begin, gsize end)
{
    guint first = ul_squeezed_get_line (self->log, begin);
    guint last = ul_squeezed_get_line (self->log, end - 1);
    UlErrorCode code = get_code (self, row, end);
    Hit *hit = find_hit (self, code);

    /* a line that says why need not say that it went wrong as well */
    if (row->rank == UL_RANK_FOLLOWS && self->told[first])
        return;
    self->told[first] = TRUE;
    if (hit == NULL && self->hits->len < MAX_FINDING)
        hit = add_hit (self, row, code, first);
    if (hit == NULL)
        return;
    g_autofree char *quote = make_quote (self->log, first, last);
    UlEvidence *evidence = find_evidence (hit, row->tool, first, quote);
    if (evidence != NULL) {
        evidence->count += evidence->line != first + 1;
        return;
    }
    evidence = g_new0 (UlEvidence, 1);
    *evidence = (UlEvidence){ row->tool, first + 1, 1, g_steal_pointer (&quote) };
    g_ptr_array_add (hit->evidence, evidence);
    hit->first = MIN (hit->first, first);
    note_values (self, hit, row, end, evidence->quote);
}

static void
search_row (Search *self, const UlExplainRow *row, GStrv parts, GStrv after)
{
    gsize from = 0, begin, end, ignored;

    if (after != NULL) {
        if (!ul_explain_find (self->log, after, 0, self->log->size, &begin, &end))
            return;
        from = end;
    }
    while (ul_explain_find (self->log, parts, from, self->log->size, &begin, &end)) {
        if (row->value != UL_VALUE_VOLTS || is_low (self, end))
            take_match (self, row, begin, end);
        ignored = g_array_index (self->log->line_at, guint32,
                                 ul_squeezed_get_line (self->log, begin) + 1);
        from = MAX (ignored, begin + 1);
    }
}

/* --- the chip ------------------------------------------------------------------------------ */

static gboolean
begins_name (const char *text)
{
    return g_ascii_strncasecmp (text, "MK", 2) == 0 || g_ascii_strncasecmp (text, "S32K", 4) == 0 ||
           g_ascii_strncasecmp (text, "S9KEA", 5) == 0;
}

/* Names stand alone: "Device \"MK20DX256XXX7\" selected." */
static const UlDevice *
find_device (const UlSqueezed *log)
{
    for (gsize at = 0; at < log->raw_size; at++) {
        gsize size = 0;
        while (at + size < log->raw_size && g_ascii_isalnum (log->raw[at + size]))
            size++;
        if (size >= 6 && size <= 24 && begins_name (log->raw + at)) {
            g_autofree char *name = g_strndup (log->raw + at, size);
            const UlDevice *device = ul_devices_find (name);
            if (device != NULL)
                return device;
        }
        at += size;
    }
    return NULL;
}

/* --- what comes first ---------------------------------------------------------------------- */

static int
compare_hits (gconstpointer a, gconstpointer b)
{
    const Hit *one = a, *other = b;

    if (one->row->rank != other->row->rank)
        return one->row->rank < other->row->rank ? -1 : 1;
    return one->first < other->first ? -1 : one->first > other->first;
}

/* Buttons of a problem that only make sense after a job of our own. */
static UlRemedy
keep_remedy (UlRemedy remedy)
{
    switch (remedy) {
    case UL_REMEDY_UNLOCK_AND_ERASE:
        return UL_REMEDY_UNLOCK;
    case UL_REMEDY_UNLOCK:
    case UL_REMEDY_CATCH:
    case UL_REMEDY_CHECK_UNDER_RESET:
    case UL_REMEDY_LOWER_SPEED:
    case UL_REMEDY_CHOOSE_CHIP:
    case UL_REMEDY_COPY_FIX:
    case UL_REMEDY_OPEN_FILE:
        return remedy;
    default:
        return UL_REMEDY_NONE;
    }
}

static void
set_remedies (UlProblem *problem, UlRemedy own)
{
    UlRemedy first = keep_remedy (own != UL_REMEDY_NONE ? own : problem->remedy);
    UlRemedy second = keep_remedy (own != UL_REMEDY_NONE ? problem->remedy : problem->second);

    problem->remedy = first != UL_REMEDY_NONE ? first : second;
    problem->second = first != UL_REMEDY_NONE && second != first ? second : UL_REMEDY_NONE;
}

static UlFinding *
make_finding (Hit *hit, gboolean is_first)
{
    UlFinding *finding = g_new0 (UlFinding, 1);

    finding->problem = ul_problem_new (hit->error);
    finding->evidence = g_steal_pointer (&hit->evidence);
    finding->here = _ (ul_explain_get_words (hit->code)->here);
    finding->follows = !is_first && hit->row->rank == UL_RANK_FOLLOWS;
    set_remedies (finding->problem, hit->row->remedy);
    return finding;
}

/* --- the whole ----------------------------------------------------------------------------- */

static void
search (UlExplanation *self, const UlSqueezed *log)
{
    g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
    g_autofree guint8 *told = g_new0 (guint8, ul_squeezed_get_n_lines (log));
    Search state = { .log = log, .device = self->device, .hits = hits, .told = told };
    GStrv *compiled = compile_rows ();

    g_array_set_clear_func (hits, (GDestroyNotify) hit_clear);
    for (guint i = 0; i < ul_explain_n_rows; i++)
        search_row (&state, &ul_explain_rows[i], compiled[2 * i], compiled[2 * i + 1]);
    g_array_sort (hits, compare_hits);
    for (guint i = 0; i < hits->len; i++)
        g_ptr_array_add (self->findings, make_finding (&g_array_index (hits, Hit, i), i == 0));
}

UlExplanation *
ul_explain_log (const char *text, gsize size)
{
    UlExplanation *self = g_new0 (UlExplanation, 1);
    g_auto (UlSqueezed) log = { 0 };

    self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
    self->cut = size > UL_EXPLAIN_MAX_SIZE;
    size = MIN (size, UL_EXPLAIN_MAX_SIZE);
    g_autofree char *converted = ul_explain_from_utf16 (text, &size);
    ul_squeezed_init (&log, converted != NULL ? converted : text, size);
    self->n_lines = size > 0 ? ul_squeezed_get_n_lines (&log) : 0;
    self->device = find_device (&log);
    search (self, &log);
    return self;
}
