/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-message.h"
#include "ul-words.h"

#include <glib/gi18n.h>

UlMessage *
ul_message_new (UlSeverity severity, const char *title, const char *body)
{
    UlMessage *self = g_new0 (UlMessage, 1);

    self->severity = severity;
    self->title = g_strdup (title);
    self->body = g_strdup (body);
    self->code = -1;
    return self;
}

static UlSeverity
severity_of (UlErrorCode code)
{
    switch (code) {
    case UL_ERROR_NO_PROBE:
    case UL_ERROR_PROBE_PERMISSION:
    case UL_ERROR_PROBE_BUSY:
    case UL_ERROR_TARGET_NO_POWER:
    case UL_ERROR_TARGET_NO_ACK:
    case UL_ERROR_TARGET_RESETTING:
    case UL_ERROR_TARGET_UNSTABLE:
    case UL_ERROR_CHIP_LOCKED:
    case UL_ERROR_CHIP_LOCK_UNCLEAR:
    case UL_ERROR_CHIP_MUTE:
    case UL_ERROR_FLASH_PROTECTED:
    case UL_ERROR_CANNOT_LIFT:
    case UL_ERROR_WOULD_LOCK:
    case UL_ERROR_MIGHT_LOCK_FOREVER:
        return UL_SEVERITY_WARNING;
    default:
        return UL_SEVERITY_ERROR;
    }
}

static char *
details_to_text (GStrv details)
{
    if (details == NULL || details[0] == NULL)
        return NULL;

    GString *text = g_string_new (NULL);
    for (guint i = 0; details[i] != NULL && details[i + 1] != NULL; i += 2)
        g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", details[i], details[i + 1]);
    return g_string_free (text, FALSE);
}

static guint
get_line (const UlProblem *problem)
{
    const char *line = ul_problem_find_detail (problem, "line");

    return line != NULL ? (guint) g_ascii_strtoull (line, NULL, 10) : 0;
}

UlMessage *
ul_message_new_from_problem (const UlProblem *problem)
{
    g_autofree char *body = ul_words_sentences (problem->cause, problem->advice);
    UlMessage *self = ul_message_new (severity_of (problem->code), problem->title, body);

    self->remedies[0] = problem->remedy;
    self->remedies[1] = problem->second;
    if (problem->remedy == UL_REMEDY_LIFT_PROTECTION) /* there are more ways than two */
        self->remedies[2] = UL_REMEDY_SKIP_PROTECTED;
    self->details = details_to_text (problem->details);
    self->has_where = problem->has_where;
    self->address = problem->address;
    self->size = problem->size;
    self->line = get_line (problem);
    self->code = problem->code;
    self->help = ul_problem_is_new_chip (problem) ? "new-chip" : problem->nick;
    return self;
}

UlMessage *
ul_message_new_from_error (const GError *error)
{
    g_autoptr (UlProblem) problem = ul_problem_new (error);

    return ul_message_new_from_problem (problem);
}

void
ul_message_free (UlMessage *self)
{
    g_free (self->title);
    g_free (self->body);
    g_free (self->details);
    g_free (self->file);
    g_clear_object (&self->failed);
    g_free (self);
}

char *
ul_message_to_text (const UlMessage *self)
{
    return g_strjoin ("\n", self->title, self->body, self->details, NULL);
}

char *
ul_message_label_remedy (const UlMessage *self, UlRemedy remedy)
{
    if (remedy == UL_REMEDY_UNTICK && self->file != NULL)
        /* Translators: takes the tick from the file of that name */
        return g_strdup_printf (_ ("Untick %s"), self->file);
    return g_strdup (ul_remedy_to_label (remedy));
}

const char *
ul_remedy_to_action (UlRemedy remedy)
{
    static const char *const actions[] = {
        [UL_REMEDY_TRY_AGAIN] = "win.try-again",
        [UL_REMEDY_TRY_SIMULATED] = "win.try-simulated",
        [UL_REMEDY_COPY_FIX] = "win.copy-fix",
        [UL_REMEDY_CATCH] = "win.catch",
        [UL_REMEDY_LOWER_SPEED] = "win.lower-speed",
        [UL_REMEDY_USE_FOUND_CHIP] = "win.use-found-chip",
        [UL_REMEDY_CHOOSE_CHIP] = "win.choose-chip",
        [UL_REMEDY_UNLOCK] = "win.unlock",
        [UL_REMEDY_LIFT_PROTECTION] = "win.lift-protection",
        [UL_REMEDY_UNLOCK_AND_ERASE] = "win.unlock-and-program",
        [UL_REMEDY_SKIP_PROTECTED] = "win.skip-protected",
        [UL_REMEDY_SHOW_SECTORS] = "win.show-sectors",
        [UL_REMEDY_KEEP_UNLOCKED] = "win.keep-unlocked",
        [UL_REMEDY_PROGRAM_AGAIN] = "win.program",
        [UL_REMEDY_OPEN_FILE] = "win.open",
        [UL_REMEDY_RESUME] = "win.resume",
        [UL_REMEDY_CHECK_UNDER_RESET] = "win.check-under-reset",
        [UL_REMEDY_NO_BACKUP] = "win.no-backup",
        [UL_REMEDY_RELOAD] = "win.reload-files",
        [UL_REMEDY_RESTORE] = "win.restore",
        [UL_REMEDY_COMPARE] = "win.compare",
        [UL_REMEDY_WHAT_WORKS] = "win.what-works",
        [UL_REMEDY_REVIEW_LOCK] = "win.review-lock",
        [UL_REMEDY_KEEP_OLD] = "win.keep-old",
        [UL_REMEDY_OPEN_AS_BINARY] = "win.open-as-binary",
        [UL_REMEDY_UNTICK] = "win.untick",
        [UL_REMEDY_PROGRAM_REST] = "win.program-rest",
        [UL_REMEDY_ERASE_AGAIN] = "win.try-again",
        [UL_REMEDY_WAIT_LONGER] = "win.wait-longer",
        [UL_REMEDY_SHOW_LINE] = "win.show-line",
        [UL_REMEDY_SHOW_REPORT] = "win.show-report",
        [UL_REMEDY_PROGRAM] = "win.program",
        [UL_REMEDY_ERASE] = "win.erase",
        [UL_REMEDY_LEAVE_OUT] = "win.leave-out",
    };

    return (guint) remedy < G_N_ELEMENTS (actions) ? actions[remedy] : NULL;
}
