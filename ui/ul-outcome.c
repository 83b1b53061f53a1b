/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said when a job has ended, when a plan is refused, and when an action cannot work. */
#include "ul-wording.h"
#include "ul-words.h"
#include "ul-workbench.h"

#include <glib/gi18n.h>

/* @format has one %u. */
static void
add (GPtrArray *parts, guint n, const char *format)
{
    g_ptr_array_add (parts, g_strdup_printf (format, n));
}

/* Says what was not needed even where it was needed everywhere: people look for it. */
static char *
describe_counts (const UlJobResult *result)
{
    g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
    guint n_skipped = result->n_skipped;

    if (result->kind == UL_JOB_PROGRAM) {
        add (parts, result->n_programmed,
             ngettext ("%u sector written", "%u sectors written", result->n_programmed));
        add (parts, n_skipped, ngettext ("%u already matched", "%u already matched", n_skipped));
    } else {
        add (parts, result->n_erased,
             ngettext ("%u sector erased", "%u sectors erased", result->n_erased));
        add (parts, n_skipped,
             ngettext ("%u was blank already", "%u were blank already", n_skipped));
    }
    g_ptr_array_add (parts, ul_wording_duration (result->total_us));
    g_autofree char *list = ul_words_list (parts);
    /* Translators: ends a sentence */
    return g_strdup_printf (_ ("%s."), list);
}

static char *
describe_lifted (const UlJobResult *result, const char *time)
{
    guint n = result->n_freed;

    if (n == 0)
        return g_strdup (_ ("Nothing was changed."));
    return g_strdup_printf (
        ngettext ("%u sector is no longer protected, as was seen after a reset; all else is as it "
                  "was, %s.",
                  "%u sectors are no longer protected, as was seen after a reset; all else is as "
                  "it was, %s.",
                  n),
        n, time);
}

static char *
describe_done (const UlJobResult *result)
{
    g_autofree char *time = ul_wording_duration (result->total_us);
    g_autofree char *size = ul_wording_size (result->bytes);

    switch (result->kind) {
    case UL_JOB_PROGRAM:
    case UL_JOB_ERASE:
        return describe_counts (result);
    case UL_JOB_VERIFY:
        return g_strdup_printf (ngettext ("%u sector with %s compared on the chip, %s.",
                                          "%u sectors with %s compared on the chip, %s.",
                                          result->n_verified),
                                result->n_verified, size, time);
    case UL_JOB_UNLOCK:
        return g_strdup (_ ("All flash is empty. The state was checked again after a reset."));
    case UL_JOB_BLANK_CHECK:
        return g_strdup_printf (ngettext ("%u sector with %s is erased, %s.",
                                          "%u sectors with %s are erased, %s.", result->n_verified),
                                result->n_verified, size, time);
    case UL_JOB_UNPROTECT:
        return describe_lifted (result, time);
    case UL_JOB_READ:
        return g_strdup_printf (_ ("%s read in %s."), size, time);
    case UL_JOB_CONNECT:
    default:
        return g_strdup (time);
    }
}

static const char *
help_done (const UlJobResult *result)
{
    if (result->kind == UL_JOB_PROGRAM || result->kind == UL_JOB_VERIFY)
        return "done";
    if (result->kind == UL_JOB_UNPROTECT)
        return "unprotect";
    return result->kind == UL_JOB_UNLOCK ? "unlocked" : NULL;
}

static const char *
describe_lock (const UlProtection *protection, const UlDevice *device)
{
    if (protection->lock == UL_LOCK_SECURED || protection->lock == UL_LOCK_SECURED_FOREVER)
        return _ ("After reset the chip is secured.");
    if (protection->lock != UL_LOCK_OPEN)
        return NULL;
    if (device != NULL && protection->have_registers &&
        ul_protection_count_sectors (protection, device) > 0)
        return _ ("After reset the chip is unsecured; some sectors are write-protected.");
    return _ ("After reset the chip is unsecured.");
}

/* What was left out on request is no success to be proud of: the chip does not hold the file. */
static void
tell_left_out (UlMessage *message, const UlJobResult *result)
{
    g_autofree char *body = g_steal_pointer (&message->body);
    g_autofree char *left = ul_job_result_describe_left_out (result);

    message->body = ul_words_sentences (left, body);
    message->severity = UL_SEVERITY_WARNING;
}

/* The same of what has no place on the chip, after Program the Rest. */
static void
tell_rest (UlWorkbench *self, UlMessage *message, const UlJobResult *result)
{
    if (result->kind != UL_JOB_PROGRAM || !g_error_matches (ul_workbench_get_plan_error (self),
                                                            UL_ERROR, UL_ERROR_IMAGE_DOES_NOT_FIT))
        return;
    g_autofree char *body = g_steal_pointer (&message->body);
    message->body = ul_words_sentences (
        _ ("What the file has outside of the chip's flash was left out."), body);
    message->severity = UL_SEVERITY_WARNING;
}

/* What a person may want after it. */
static void
offer_next (const UlJobResult *result, UlMessage *message)
{
    if (result->kind == UL_JOB_PROGRAM || result->kind == UL_JOB_VERIFY)
        message->remedies[0] = UL_REMEDY_SHOW_REPORT;
    else if (result->kind == UL_JOB_UNLOCK)
        message->remedies[0] = UL_REMEDY_PROGRAM;
    else if (result->kind == UL_JOB_ERASE && result->backup != NULL)
        message->remedies[0] = UL_REMEDY_RESTORE;
}

static UlMessage *
describe_success (UlWorkbench *self, const UlJobResult *result)
{
    UlSession *session = ul_workbench_get_session (self);
    g_autofree char *done = describe_done (result);
    const UlDevice *device = ul_session_get_device (session);
    const char *lock = NULL;

    if (result->have_protection && result->kind != UL_JOB_READ &&
        result->kind != UL_JOB_BLANK_CHECK)
        lock = describe_lock (&result->protection, device);
    g_autofree char *serial = result->serial_number != NULL
                                  ? g_strdup_printf (_ ("Serial number %s."), result->serial_number)
                                  : NULL;
    g_autofree char *state = ul_words_sentences (done, lock);
    g_autofree char *body = ul_words_sentences (serial, state);
    UlMessage *message = ul_message_new (UL_SEVERITY_INFO, ul_job_result_get_title (result), body);
    message->transient = TRUE;
    message->help = help_done (result);
    message->details = ul_job_result_describe (result);
    offer_next (result, message);
    if (result->n_left_out > 0)
        tell_left_out (message, result);
    tell_rest (self, message, result);
    return message;
}

static UlMessage *
describe_cancelled (const UlJobResult *result)
{
    g_autofree char *body = ul_words_sentences (result->tally, result->left_as);
    UlMessage *message = ul_message_new (UL_SEVERITY_WARNING, _ ("Stopped at your request"), body);

    message->help = "cancelled";
    if (result->kind == UL_JOB_PROGRAM || result->kind == UL_JOB_ERASE) {
        message->remedies[0] = UL_REMEDY_RESUME;
        message->remedies[1] = UL_REMEDY_ERASE;
    }
    if (result->kind == UL_JOB_UNPROTECT && result->touched)
        message->remedies[0] = result->problem->remedy;
    return message;
}

/* What failed is best tried in another way than the whole job: that erases, or needs more time. */
static void
fit_remedy (const UlJobResult *result, UlMessage *message)
{
    UlErrorCode code = result->problem->code;

    if (code == UL_ERROR_FLASH_NOT_BLANK && result->kind == UL_JOB_ERASE)
        message->remedies[0] = UL_REMEDY_ERASE_AGAIN;
    if (code == UL_ERROR_UNLOCK_TIMEOUT && result->touched && result->device != NULL &&
        result->device->unlock_method == UL_UNLOCK_METHOD_MDM)
        message->remedies[0] = UL_REMEDY_WAIT_LONGER;
}

UlMessage *
ul_workbench_describe_outcome (UlWorkbench *self, const UlJobResult *result)
{
    if (result->cancelled)
        return describe_cancelled (result);
    if (result->ok)
        return describe_success (self, result);

    UlMessage *message = ul_message_new_from_problem (result->problem);
    fit_remedy (result, message);
    if (result->tally != NULL) {
        g_autofree char *body = g_steal_pointer (&message->body);
        message->body = ul_words_sentences (body, result->tally);
    }
    return message;
}

static guint
get_detail (const GError *error, const char *key)
{
    const char *const *details = ul_error_get_details (error);

    for (guint i = 0; details != NULL && details[i] != NULL; i += 2)
        if (g_str_equal (details[i], key))
            return (guint) g_ascii_strtoull (details[i + 1], NULL, 10);
    return 0;
}

/* The file by its name and the sectors by their number say more than the general words. */
static void
name_protected (UlWorkbench *self, const GError *error, UlMessage *message)
{
    guint n_protected = get_detail (error, "protected"), n_sectors = get_detail (error, "sectors");
    g_autofree char *file = ul_file_list_get_title (ul_workbench_get_files (self));
    g_autofree char *range = ul_wording_range (message->address, message->size);
    gboolean all = n_protected >= n_sectors;

    if (n_protected == 0 || file == NULL)
        return;
    g_free (message->title);
    g_free (message->body);
    message->title = g_strdup_printf (ngettext ("%u of %u sectors is protected",
                                                "%u of %u sectors are protected", n_protected),
                                      n_protected, n_sectors);
    message->body =
        g_strdup_printf (_ ("%s needs %s, which the protection setting (FPROT) of the chip covers. "
                            "Nothing has been changed."),
                         file, range);
    message->remedies[0] = UL_REMEDY_LIFT_PROTECTION;
    message->remedies[1] = UL_REMEDY_UNLOCK_AND_ERASE;
    message->remedies[2] = all ? UL_REMEDY_SHOW_SECTORS : UL_REMEDY_SKIP_PROTECTED;
    message->remedies[3] = all ? UL_REMEDY_NONE : UL_REMEDY_SHOW_SECTORS;
}

/* Something of the file may have its place, and is what is meant. */
static void
offer_rest (UlWorkbench *self, UlMessage *message)
{
    UlJobSpec *rest = ul_workbench_new_rest (self);

    if (rest == NULL)
        return;
    ul_job_spec_free (rest);
    message->remedies[0] = UL_REMEDY_PROGRAM_REST;
    message->remedies[1] = UL_REMEDY_CHOOSE_CHIP;
    message->remedies[2] = UL_REMEDY_OPEN_FILE;
}

/* A file that was loaded before stays as it was. */
static void
tell_kept (UlMessage *message)
{
    g_autofree char *body = g_steal_pointer (&message->body);

    message->body = ul_words_sentences (
        body, _ ("What is shown and programmed is still the file as it was before."));
}

UlMessage *
ul_workbench_describe_failed (UlWorkbench *self, GFile *failed, const GError *error)
{
    UlMessage *message = ul_message_new_from_error (error);
    UlImage *second = message->has_where ? ul_file_list_find_second (ul_workbench_get_files (self),
                                                                     message->address)
                                         : NULL;

    g_set_object (&message->failed, failed);
    if (g_error_matches (error, UL_ERROR, UL_ERROR_IMAGE_FORMAT))
        message->remedies[1] = UL_REMEDY_OPEN_AS_BINARY;
    else if (message->line > 0) {
        message->remedies[0] = UL_REMEDY_SHOW_LINE;
        message->remedies[1] = UL_REMEDY_OPEN_FILE;
    }
    if (failed != NULL && ul_file_list_has (ul_workbench_get_files (self), failed))
        tell_kept (message);
    if (g_error_matches (error, UL_ERROR, UL_ERROR_IMAGE_OVERLAP) && second != NULL &&
        failed == NULL) {
        message->file = g_strdup (ul_image_get_name (second));
        message->remedies[0] = UL_REMEDY_SHOW_SECTORS;
        message->remedies[1] = UL_REMEDY_UNTICK;
    }
    return message;
}

UlMessage *
ul_workbench_describe_obstacle (UlWorkbench *self)
{
    const GError *error = ul_workbench_get_plan_error (self);
    UlMessage *message = ul_message_new_from_error (error);

    if (g_error_matches (error, UL_ERROR, UL_ERROR_FILE_NOT_FOUND))
        ul_workbench_tell_incomplete (message);
    if (g_error_matches (error, UL_ERROR, UL_ERROR_IMAGE_DOES_NOT_FIT))
        offer_rest (self, message);
    if (g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP))
        message->remedies[0] = UL_REMEDY_NONE; /* it is the profile that wants another one */
    if (g_error_matches (error, UL_ERROR, UL_ERROR_FLASH_PROTECTED))
        name_protected (self, error, message);
    return message;
}

/* Of today the time alone, which is what differs. */
static char *
describe_moment (gint64 us)
{
    g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (us / G_USEC_PER_SEC);
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();
    gboolean today = then != NULL && g_date_time_get_year (then) == g_date_time_get_year (now) &&
                     g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now);

    return then != NULL ? g_date_time_format (then, today ? "%X" : "%x %X") : g_strdup ("?");
}

static UlMessage *
new_stale (const char *title, const char *first)
{
    g_autofree char *body = ul_words_sentences (
        first, _ ("What is shown and programmed is still the file as it was before."));
    UlMessage *message = ul_message_new (UL_SEVERITY_WARNING, title, body);

    message->help = "changed-file";
    message->remedies[0] = UL_REMEDY_RELOAD;
    message->remedies[1] = UL_REMEDY_KEEP_OLD;
    return message;
}

UlMessage *
ul_workbench_describe_stale (GFile *file, gint64 changed_us, gint64 loaded_us)
{
    g_autofree char *path = g_file_get_basename (file);
    g_autofree char *name = g_filename_display_name (path);

    if (changed_us == 0) {
        g_autofree char *gone = g_strdup_printf (_ ("%s is no longer there"), name);
        return new_stale (gone, _ ("Reload can read it again once it is back."));
    }
    g_autofree char *title = g_strdup_printf (_ ("%s changed since it was loaded"), name);
    g_autofree char *changed = describe_moment (changed_us);
    g_autofree char *loaded = describe_moment (loaded_us);
    /* Translators: two times, of a firmware file: "Built 14:01:55, loaded 13:40:10." */
    g_autofree char *times = g_strdup_printf (_ ("Built %s, loaded %s."), changed, loaded);
    return new_stale (title, times);
}

/* How a chip is unlocked depends on what it is, which a locked one does not tell. */
static UlMessage *
explain_unknown (UlWorkbench *self, const UlChip *chip)
{
    if (chip->state != UL_SESSION_LOCKED ||
        ul_session_get_device (ul_workbench_get_session (self)) != NULL)
        return NULL;

    UlMessage *message = ul_message_new (UL_SEVERITY_WARNING, _ ("Which chip is it?"),
                                         _ ("A locked chip does not tell its type. Choose it, so "
                                            "that it is unlocked in the right way."));
    message->help = "which-chip";
    message->remedies[0] = UL_REMEDY_CHOOSE_CHIP;
    return message;
}

/* Some families are silent when they are locked: there is only the try, which is asked about. */
static gboolean
is_mute (const UlChip *chip)
{
    return chip->problem != NULL && chip->problem->code == UL_ERROR_CHIP_MUTE;
}

/* A locked chip can be erased as a whole, and programmed where the profile says that it may be
 * unlocked for that without a question. */
static gboolean
can_be_tried (UlWorkbench *self, const UlChip *chip, UlJobKind kind)
{
    g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self, kind);

    if (chip->state == UL_SESSION_READY || (is_mute (chip) && kind == UL_JOB_UNLOCK))
        return TRUE;
    return chip->state == UL_SESSION_LOCKED &&
           (kind == UL_JOB_UNLOCK || kind == UL_JOB_ERASE || spec->unlock_if_locked);
}

static UlMessage *
explain_chip (UlWorkbench *self, const UlChip *chip, UlJobKind kind)
{
    if (can_be_tried (self, chip, kind))
        return NULL;
    if (chip->state == UL_SESSION_NO_PROBE) {
        UlMessage *message =
            ul_message_new (UL_SEVERITY_WARNING, _ ("No debug probe is chosen"),
                            _ ("Connect a probe by USB, or try a simulated board."));
        message->help = "no-probe";
        message->remedies[0] = UL_REMEDY_TRY_SIMULATED;
        return message;
    }
    if (chip->problem != NULL)
        return ul_message_new_from_problem (chip->problem);

    UlMessage *message = ul_message_new (UL_SEVERITY_WARNING, _ ("The chip is not connected"),
                                         _ ("It has not been looked at yet."));
    message->remedies[0] = UL_REMEDY_TRY_AGAIN;
    return message;
}

static UlMessage *
explain_unlock (UlWorkbench *self, const UlChip *chip)
{
    const UlDevice *device = ul_session_get_device (ul_workbench_get_session (self));

    if (chip->state != UL_SESSION_READY || device == NULL ||
        ul_protection_count_sectors (&chip->protection, device) > 0)
        return NULL;
    UlMessage *message = ul_message_new (UL_SEVERITY_INFO, _ ("This chip is not locked"),
                                         _ ("It is unsecured and no sector is protected. "
                                            "To empty it, use Erase."));
    message->help = "unlock";
    return message;
}

static UlMessage *
explain_files (UlWorkbench *self)
{
    if (ul_file_list_get_loading (ul_workbench_get_files (self)))
        return ul_message_new (UL_SEVERITY_INFO, _ ("The files are still being read"),
                               _ ("Try again in a moment."));
    if (ul_file_list_get_image (ul_workbench_get_files (self)) != NULL)
        return NULL;
    if (ul_messages_get (ul_workbench_get_messages (self), UL_SLOT_FILE) != NULL)
        return ul_message_new (UL_SEVERITY_WARNING, _ ("The files cannot be used as they are"),
                               _ ("The message above says why."));

    if (g_list_model_get_n_items (G_LIST_MODEL (ul_workbench_get_files (self))) > 0)
        return ul_message_new (UL_SEVERITY_INFO, _ ("No file is ticked"),
                               _ ("Tick the files on the left that belong to the job."));

    UlMessage *message = ul_message_new (
        UL_SEVERITY_INFO, _ ("No firmware file is open"),
        _ ("Open a .hex, .srec, .elf or .bin file, or drop it anywhere in the window."));
    message->help = "files";
    message->remedies[0] = UL_REMEDY_OPEN_FILE;
    return message;
}

UlMessage *
ul_workbench_explain (UlWorkbench *self, UlJobKind kind)
{
    const UlChip *chip = ul_session_get_chip (ul_workbench_get_session (self));
    UlMessage *message = explain_chip (self, chip, kind);

    if (message == NULL)
        message = explain_unknown (self, chip);
    if (message == NULL && kind == UL_JOB_UNLOCK)
        message = explain_unlock (self, chip);
    if (message == NULL && (kind == UL_JOB_PROGRAM || kind == UL_JOB_VERIFY))
        message = explain_files (self);
    return message;
}
