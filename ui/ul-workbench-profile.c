/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The project: its settings are taken up when a profile is opened, and kept up with what a person
 * chooses afterwards. */
#include "ul-workbench-private.h"

#include <glib/gi18n.h>

#define COMPARED "ul-compared" /* on an image: its hash is known, and cheap to ask for */

static UlImage *
get_image (UlWorkbench *self, guint index)
{
    UlImage *image = g_list_model_get_item (G_LIST_MODEL (self->files), index);

    if (image != NULL)
        g_object_unref (image); /* the list holds it */
    return image;               /* cppcheck-suppress deallocret */
}

static int
find_entry (UlProfile *profile, GFile *file)
{
    for (guint i = 0; i < ul_profile_get_n_files (profile); i++) {
        g_autoptr (GFile) other = ul_profile_resolve (profile, i);
        if (g_file_equal (other, file))
            return (int) i;
    }
    return -1;
}

/* --- from the window to the profile ---------------------------------------------------------- */

void
ul_workbench_note_probe (UlWorkbench *self, UlProbe *probe)
{
    if (!self->taking_up && probe != NULL)
        ul_profile_set_probe_id (self->profile, ul_probe_get_info (probe)->id, NULL);
}

void
ul_workbench_note_device (UlWorkbench *self, const UlDevice *device)
{
    if (!self->taking_up)
        ul_profile_set_text (self->profile, UL_PROFILE_DEVICE, device != NULL ? device->name : "",
                             NULL);
}

void
ul_workbench_note_speed (UlWorkbench *self, guint speed_khz)
{
    if (!self->taking_up)
        ul_profile_set_number (self->profile, UL_PROFILE_SPEED_HZ, (gint64) speed_khz * 1000);
}

/* What the profile says besides, its pin and its place, stays. */
static void
note_image (UlWorkbench *self, UlImage *image)
{
    const UlImageOptions *options = ul_file_list_get_options (self->files, image);
    GFile *file = ul_image_get_file (image);
    int index = file != NULL ? find_entry (self->profile, file) : -1;

    if (file != NULL && index < 0)
        index = ul_profile_add_file (self->profile, file);
    if (index < 0)
        return;
    UlProfileFile entry = *ul_profile_get_file (self->profile, (guint) index);
    entry.ticked = ul_file_list_get_ticked (self->files, image);
    entry.offset = options->offset;
    if (ul_image_get_format (image) == UL_IMAGE_FORMAT_BIN) {
        entry.has_base |= options->base != 0 || options->force_bin;
        entry.base = options->base;
    }
    ul_profile_set_file (self->profile, (guint) index, &entry);
}

/* A file that was listed and is no longer has been removed by a person; one that could not be
 * loaded never was listed, and stays in the profile. */
static void
forget_removed (UlWorkbench *self)
{
    for (guint i = self->listed->len; i-- > 0;) {
        GFile *file = self->listed->pdata[i];
        gboolean there = FALSE;
        for (guint k = 0; get_image (self, k) != NULL; k++) {
            GFile *other = ul_image_get_file (get_image (self, k));
            there |= other != NULL && g_file_equal (other, file);
        }
        int index = there ? -1 : find_entry (self->profile, file);
        if (index >= 0)
            ul_profile_remove_file (self->profile, (guint) index);
    }
}

static void
list_files (UlWorkbench *self)
{
    g_ptr_array_set_size (self->listed, 0);
    for (guint i = 0; get_image (self, i) != NULL; i++) {
        GFile *file = ul_image_get_file (get_image (self, i));
        if (file != NULL)
            g_ptr_array_add (self->listed, g_object_ref (file));
    }
}

static void
on_items_changed (UlWorkbench *self)
{
    if (!self->taking_up) {
        for (guint i = 0; get_image (self, i) != NULL; i++)
            note_image (self, get_image (self, i));
        forget_removed (self);
    }
    list_files (self);
}

static void
on_ticked (UlWorkbench *self, UlImage *image)
{
    note_image (self, image);
}

/* --- pins ------------------------------------------------------------------------------------ */

static void
hash_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
    ul_image_get_sha256 (UL_IMAGE (task_data));
    g_task_return_boolean (task, TRUE);
}

static void
on_hashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    UlImage *image = g_task_get_task_data (G_TASK (result));

    g_object_set_data (G_OBJECT (image), COMPARED, image);
    ul_workbench_queue_plan (UL_WORKBENCH (source));
}

static const char *
get_pin (UlWorkbench *self, UlImage *image)
{
    GFile *file = ul_image_get_file (image);
    int index = file != NULL ? find_entry (self->profile, file) : -1;

    return index >= 0 ? ul_profile_get_file (self->profile, (guint) index)->sha256 : "";
}

static void
on_file_opened (UlWorkbench *self, GFile *file)
{
    for (guint i = 0; get_image (self, i) != NULL; i++) {
        UlImage *image = get_image (self, i);
        GFile *other = ul_image_get_file (image);
        if (other == NULL || !g_file_equal (other, file) || get_pin (self, image)[0] == '\0')
            continue;
        g_autoptr (GTask) task = g_task_new (self, NULL, on_hashed, NULL);
        g_task_set_task_data (task, g_object_ref (image), g_object_unref);
        g_task_run_in_thread (task, hash_thread);
    }
}

static gboolean
check_pin (UlWorkbench *self, UlImage *image, GError **error)
{
    const char *pin = get_pin (self, image);
    const char *name = ul_image_get_name (image);

    if (pin[0] == '\0' || !ul_file_list_get_ticked (self->files, image))
        return TRUE;
    if (g_object_get_data (G_OBJECT (image), COMPARED) == NULL) {
        g_set_error (error, UL_ERROR, UL_ERROR_FILE_CHANGED,
                     _ ("%s is still being compared with the profile"), name);
        return FALSE;
    }
    if (g_strcmp0 (ul_image_get_sha256 (image), pin) == 0)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_FILE_CHANGED,
                 _ ("%s is not the file that the profile pins by its SHA-256. To use it all the "
                    "same, remove it and open it again"),
                 name);
    return FALSE;
}

static gboolean
check_pins (UlWorkbench *self, GError **error)
{
    for (guint i = 0; get_image (self, i) != NULL; i++)
        if (!check_pin (self, get_image (self, i), error))
            return FALSE;
    return TRUE;
}

/* --- what the profile has against a job --------------------------------------------------------
 */

static gboolean
changes_chip (UlJobKind kind)
{
    return kind == UL_JOB_PROGRAM || kind == UL_JOB_ERASE || kind == UL_JOB_UNLOCK ||
           kind == UL_JOB_UNPROTECT;
}

gboolean
ul_workbench_check_allowed (UlWorkbench *self, const UlJobSpec *spec, GError **error)
{
    const UlChip *chip = ul_session_get_chip (self->session);
    int vtref_mv = chip->state >= UL_SESSION_NO_TARGET ? chip->probe.vtref_mv : -1;

    if (!changes_chip (spec->kind))
        return TRUE;
    if (spec->image != NULL && spec->image == ul_file_list_get_image (self->files) &&
        !(ul_workbench_check_complete (self, error) && check_pins (self, error)))
        return FALSE;
    if (!ul_workbench_check_series (self, spec, error))
        return FALSE;
    return ul_profile_check_target (self->profile, chip->ids.sdid, vtref_mv, error) &&
           ul_profile_check_allowed (self->profile, spec, ul_session_get_device (self->session),
                                     error);
}

void
ul_workbench_fill_spec (UlWorkbench *self, UlJobSpec *spec)
{
    /* What it has against the job is asked for when the job is planned and when it is started. */
    ul_profile_apply_to_spec (self->profile, spec, ul_session_get_device (self->session), NULL);
    spec->lock_bytes = self->lock_bytes;
}

UlLockBytes
ul_workbench_get_usual_lock_bytes (UlWorkbench *self)
{
    return (UlLockBytes) ul_profile_get_number (self->profile, UL_PROFILE_LOCK_BYTES);
}

/* --- from the profile to the window ------------------------------------------------------------
 */

static void
take_up_files (UlWorkbench *self)
{
    ul_file_list_clear (self->files);
    for (guint i = 0; i < ul_profile_get_n_files (self->profile); i++) {
        const UlProfileFile *entry = ul_profile_get_file (self->profile, i);
        g_autoptr (GFile) file = ul_profile_resolve (self->profile, i);
        UlImageOptions options = ul_profile_file_get_options (entry);
        ul_file_list_open_as (self->files, file, &options, entry->ticked);
    }
}

static void
take_up_device (UlWorkbench *self, GError **error)
{
    const UlDevice *device = g_steal_pointer (&self->over_device);

    if (device == NULL)
        ul_profile_find_device (self->profile, &device, error);
    self->chosen = device;
    ul_session_set_device (self->session, device);
}

static void
tell_missing (UlWorkbench *self, const char *id)
{
    g_autofree char *body =
        g_strdup_printf (_ ("The profile wants %s. It is taken up as soon as it is there."), id);
    UlMessage *message = ul_message_new (UL_SEVERITY_WARNING, _ ("The probe is not there"), body);

    message->help = "no-probe";
    ul_messages_put (self->messages, UL_SLOT_CHIP, message);
}

UlConnectMode
ul_workbench_get_usual_mode (UlWorkbench *self)
{
    return (UlConnectMode) ul_profile_get_number (self->profile, UL_PROFILE_CONNECT);
}

static void
take_up (UlWorkbench *self, GError **error)
{
    g_autofree char *id = g_steal_pointer (&self->over_probe_id);

    if (id == NULL)
        id = ul_profile_get_probe_id (self->profile);
    self->taking_up = TRUE;
    ul_messages_put (self->messages, UL_SLOT_RESULT, NULL);
    ul_workbench_forget_failures (self);
    ul_session_set_speed (self->session, ul_profile_get_speed_khz (self->profile));
    ul_session_set_connect_mode (self->session, ul_workbench_get_usual_mode (self));
    take_up_device (self, error);
    take_up_files (self);
    self->taking_up = FALSE;
    self->lock_bytes = ul_workbench_get_usual_lock_bytes (self);
    ul_workbench_set_each_board (self, FALSE);
    ul_workbench_update_series (self);
    if (id == NULL || !ul_workbench_change_to_probe (self, id))
        ul_workbench_look (self);
    if (id != NULL && self->probes != NULL && ul_session_get_probe (self->session) == NULL)
        tell_missing (self, id);
    ul_workbench_queue_plan (self);
}

void
ul_workbench_take_up_settings (UlWorkbench *self)
{
    ul_session_set_connect_mode (self->session, ul_workbench_get_usual_mode (self));
    self->lock_bytes = ul_workbench_get_usual_lock_bytes (self);
    ul_workbench_set_each_board (self, FALSE);
    ul_workbench_update_series (self);
}

static char *
list_warnings (UlProfile *profile)
{
    const char *const *warnings = ul_profile_get_warnings (profile);

    return warnings[0] != NULL ? g_strjoinv ("\n", (char **) warnings) : NULL;
}

static void
set_profile (UlWorkbench *self, UlProfile *profile)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *warnings = list_warnings (profile);
    g_autofree char *name = ul_profile_get_label (profile);
    g_autofree char *title = g_strdup_printf (_ ("%s was not taken over as a whole"), name);

    if (g_set_object (&self->profile, profile))
        ul_workbench_follow_location (self);
    take_up (self, &error);
    if (error != NULL)
        ul_messages_put (self->messages, UL_SLOT_RESULT, ul_message_new_from_error (error));
    else if (warnings != NULL)
        ul_messages_put (self->messages, UL_SLOT_RESULT,
                         ul_message_new (UL_SEVERITY_WARNING, title, warnings));
    g_object_notify (G_OBJECT (self), "profile");
}

/* A look is broken off: the next one is at the chip of the profile. */
static void
wait_for_end (UlWorkbench *self, UlProfile *profile)
{
    g_set_object (&self->pending, profile);
    g_clear_pointer (&self->beside, g_ptr_array_unref);
    ul_workbench_cancel (self);
    ul_workbench_take_up_pending (self);
}

void
ul_workbench_set_profile (UlWorkbench *self, UlProfile *profile)
{
    if (!self->busy)
        set_profile (self, profile);
    else if (self->looking)
        wait_for_end (self, profile);
    else
        ul_messages_put (self->messages, UL_SLOT_RESULT,
                         ul_message_new (UL_SEVERITY_WARNING, _ ("The profile was not opened"),
                                         _ ("Open it again when the present job has ended.")));
}

void
ul_workbench_take_up_pending (UlWorkbench *self)
{
    g_autoptr (UlProfile) pending = NULL;

    if (self->busy || self->pending == NULL)
        return;
    pending = g_steal_pointer (&self->pending);
    set_profile (self, pending);
    g_autoptr (GPtrArray) beside = g_steal_pointer (&self->beside);
    if (beside != NULL)
        ul_workbench_open_files (self, beside);
}

gboolean
ul_workbench_has_pending (UlWorkbench *self)
{
    return self->pending != NULL;
}

void
ul_workbench_open_files (UlWorkbench *self, GPtrArray *files)
{
    if (self->pending != NULL && self->beside == NULL)
        self->beside = g_ptr_array_new_with_free_func (g_object_unref);
    for (guint i = 0; i < files->len; i++)
        if (self->pending != NULL)
            g_ptr_array_add (self->beside, g_object_ref (files->pdata[i]));
        else
            ul_file_list_open (self->files, files->pdata[i]);
}

void
ul_workbench_override_profile (UlWorkbench *self, const char *probe_id, const UlDevice *device)
{
    g_free (self->over_probe_id);
    self->over_probe_id = g_strdup (probe_id);
    self->over_device = device;
}

UlProfile *
ul_workbench_get_profile (UlWorkbench *self)
{
    return self->profile;
}

void
ul_workbench_init_profile (UlWorkbench *self)
{
    self->profile = ul_profile_new ();
    ul_workbench_follow_location (self);
    ul_workbench_init_series (self);
    self->listed = g_ptr_array_new_with_free_func (g_object_unref);
    g_signal_connect_object (self->files, "items-changed", G_CALLBACK (on_items_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->files, "ticked", G_CALLBACK (on_ticked), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->files, "opened", G_CALLBACK (on_file_opened), self,
                             G_CONNECT_SWAPPED);
}
