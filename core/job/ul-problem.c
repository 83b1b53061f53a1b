/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-problem-table.h"
#include "ul-words.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#define EXIT_CANCELLED 8

static const UlProblemRow cancelled_row = {
    "cancelled",
    N_ ("Stopped at your request"),
    NULL,
    N_ ("Resume to finish the job."),
    UL_REMEDY_RESUME,
    UL_REMEDY_NONE,
    EXIT_CANCELLED,
};

static const char *const remedy_labels[] = {
    [UL_REMEDY_NONE] = "",
    [UL_REMEDY_TRY_AGAIN] = N_ ("Try Again"),
    [UL_REMEDY_TRY_SIMULATED] = N_ ("Try a Simulated Board…"),
    [UL_REMEDY_COPY_FIX] = N_ ("Copy Fix"),
    [UL_REMEDY_CATCH] = N_ ("Catch the Chip…"),
    [UL_REMEDY_LOWER_SPEED] = N_ ("Lower Speed and Retry"),
    [UL_REMEDY_USE_FOUND_CHIP] = N_ ("Use the Chip Found"),
    [UL_REMEDY_CHOOSE_CHIP] = N_ ("Choose Another Chip…"),
    [UL_REMEDY_UNLOCK] = N_ ("Unlock…"),
    [UL_REMEDY_LIFT_PROTECTION] = N_ ("Lift Protection…"),
    [UL_REMEDY_UNLOCK_AND_ERASE] = N_ ("Unlock and Erase All…"),
    [UL_REMEDY_SKIP_PROTECTED] = N_ ("Skip Protected Sectors"),
    [UL_REMEDY_SHOW_SECTORS] = N_ ("Show Sectors"),
    [UL_REMEDY_KEEP_UNLOCKED] = N_ ("Keep Unlocked"),
    [UL_REMEDY_PROGRAM_AGAIN] = N_ ("Program Again"),
    [UL_REMEDY_OPEN_FILE] = N_ ("Open Another File…"),
    [UL_REMEDY_RESUME] = N_ ("Resume"),
    [UL_REMEDY_CHECK_UNDER_RESET] = N_ ("Check Under Reset"),
    [UL_REMEDY_NO_BACKUP] = N_ ("Go On Without Backup"),
    [UL_REMEDY_RELOAD] = N_ ("Reload"),
    [UL_REMEDY_RESTORE] = N_ ("Restore Previous Contents…"),
    [UL_REMEDY_COMPARE] = N_ ("Compare Bytes"),
    [UL_REMEDY_WHAT_WORKS] = N_ ("What Can Still Work…"),
    [UL_REMEDY_REVIEW_LOCK] = N_ ("Review Lock Settings…"),
    [UL_REMEDY_KEEP_OLD] = N_ ("Keep Old"),
    [UL_REMEDY_OPEN_AS_BINARY] = N_ ("Open As Binary"),
    [UL_REMEDY_UNTICK] = N_ ("Untick the Second File"),
    [UL_REMEDY_PROGRAM_REST] = N_ ("Program the Rest"),
    [UL_REMEDY_ERASE_AGAIN] = N_ ("Erase Again"),
    [UL_REMEDY_WAIT_LONGER] = N_ ("Erase Again and Wait Longer"),
    [UL_REMEDY_SHOW_LINE] = N_ ("Show Line"),
    [UL_REMEDY_SHOW_REPORT] = N_ ("Show Report"),
    [UL_REMEDY_PROGRAM] = N_ ("Program"),
    [UL_REMEDY_ERASE] = N_ ("Erase…"),
    [UL_REMEDY_LEAVE_OUT] = N_ ("Leave It Out"),
};
G_STATIC_ASSERT (G_N_ELEMENTS (remedy_labels) == UL_N_REMEDIES);

const char *
ul_remedy_to_label (UlRemedy remedy)
{
    g_return_val_if_fail (remedy < G_N_ELEMENTS (remedy_labels), "");
    return remedy == UL_REMEDY_NONE ? "" : _ (remedy_labels[remedy]);
}

/* What other libraries' errors mean here. */
static UlErrorCode
code_of (const GError *error)
{
    if (error->domain == UL_ERROR)
        return error->code < UL_ERROR_LAST ? (UlErrorCode) error->code : UL_ERROR_FAILED;
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
        g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return UL_ERROR_FILE_NOT_FOUND;
    if (error->domain == G_FILE_ERROR ||
        g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
        g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
        g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
        return UL_ERROR_FILE_IO;
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
        return UL_ERROR_NOT_SUPPORTED;
    return error->domain == G_OPTION_ERROR ? UL_ERROR_USAGE : UL_ERROR_FAILED;
}

/* Names of files stay as they are: "blinky.hex, line 3", "firmware: it is a folder" */
static gboolean
begins_with_name (const UlProblem *self, const char *message)
{
    static const char *const keys[] = { "file", "first file" }; /* may have spaces: "my app.hex" */

    for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
        const char *name = ul_problem_find_detail (self, keys[i]);
        if (name != NULL && name[0] != '\0' && g_str_has_prefix (message, name))
            return TRUE;
    }
    gsize length = strcspn (message, " ");
    gsize inside = length > 0 ? length - 1 : 0; /* a dot that ends the word ends a sentence */

    return strcspn (message, "./_") < inside || message[inside] == ':';
}

/* "erasing sector 3: …" becomes "Erasing sector 3: ….": messages are made to be put together. */
static char *
make_sentence (const UlProblem *self, const char *message)
{
    g_autofree char *valid = g_utf8_make_valid (message != NULL ? message : "", -1);
    g_strstrip (valid);
    if (*valid == '\0')
        return g_strdup ("");

    gunichar last = g_utf8_get_char (g_utf8_prev_char (valid + strlen (valid)));
    gboolean ended = last < 0x80 ? last == '.' || last == '?'
                                 : g_unichar_type (last) == G_UNICODE_OTHER_PUNCTUATION; /* …。？ */
    g_autofree char *text =
        begins_with_name (self, valid) ? g_strdup (valid) : ul_words_begin (valid);
    /* Translators: ends a sentence */
    return ended ? g_steal_pointer (&text) : g_strdup_printf (_ ("%s."), text);
}

gboolean
ul_problem_is_new_chip (const UlProblem *self)
{
    return self->code == UL_ERROR_CHIP_LOCKED &&
           ul_problem_find_detail (self, "may be empty") != NULL;
}

/* What somebody asked for, and not the file, may be what is wrong. */
static char *
make_advice (const UlProblem *self, const UlProblemRow *row)
{
    if (self->code == UL_ERROR_IMAGE_DOES_NOT_FIT && ul_problem_find_detail (self, "range") != NULL)
        return g_strdup (_ ("Choose addresses that the chip has."));
    if (self->code == UL_ERROR_USAGE && ul_problem_find_detail (self, "moved to") != NULL)
        return g_strdup (_ ("Choose another address or offset."));
    if (self->code == UL_ERROR_NOT_CONFIRMED && ul_problem_find_detail (self, "file") != NULL)
        return g_strdup (_ ("Choose another name, or add --force to replace the file."));
    return g_strdup (_ (row->advice));
}

UlProblem *
ul_problem_new (const GError *error)
{
    g_return_val_if_fail (error != NULL, NULL);

    UlProblem *self = g_new0 (UlProblem, 1);
    gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    self->code = code_of (error);
    const UlProblemRow *row = cancelled ? &cancelled_row : ul_problem_get_row (self->code);

    self->nick = row->nick;
    self->details = g_strdupv ((GStrv) ul_error_get_details (error));
    self->has_where = ul_error_get_where (error, &self->address, &self->size);
    self->title = ul_problem_make_title (self, row);
    self->cause = make_sentence (self, error->message);
    self->advice = make_advice (self, row);
    self->remedy = row->remedy;
    self->second = row->second;
    self->exit_status = row->exit_status;
    return self;
}

UlProblem *
ul_problem_copy (const UlProblem *self)
{
    if (self == NULL)
        return NULL;
    UlProblem *copy = g_memdup2 (self, sizeof *self);
    copy->title = g_strdup (self->title);
    copy->cause = g_strdup (self->cause);
    copy->advice = g_strdup (self->advice);
    copy->details = g_strdupv (self->details);
    return copy;
}

void
ul_problem_free (UlProblem *self)
{
    if (self == NULL)
        return;
    g_free (self->title);
    g_free (self->cause);
    g_free (self->advice);
    g_strfreev (self->details);
    g_free (self);
}
