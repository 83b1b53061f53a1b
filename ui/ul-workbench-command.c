/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line for unlatch-cli that does what the window has done, or would do. */
#include "ul-command.h"
#include "ul-workbench-private.h"

/* As the command line takes it. A name in another encoding would not survive being copied. */
static char *
get_path (GFile *file)
{
    const char *path = g_file_peek_path (file);

    return path != NULL && g_utf8_validate (path, -1, NULL) ? g_strdup (path)
                                                            : g_file_get_uri (file);
}

static void
clear_file (gpointer file)
{
    g_free ((char *) ((UlCommandFile *) file)->path);
}

static GArray *
list_files (UlWorkbench *self)
{
    GArray *files = g_array_new (FALSE, TRUE, sizeof (UlCommandFile));

    g_array_set_clear_func (files, clear_file);
    GListModel *images = G_LIST_MODEL (self->files);

    for (guint i = 0; i < g_list_model_get_n_items (images); i++) {
        g_autoptr (UlImage) image = g_list_model_get_item (images, i);
        const UlImageOptions *options = ul_file_list_get_options (self->files, image);
        GFile *from = ul_image_get_file (image);
        if (from == NULL || !ul_file_list_get_ticked (self->files, image))
            continue;
        UlCommandFile file = { get_path (from), ul_image_get_format (image) == UL_IMAGE_FORMAT_BIN,
                               options->base, options->offset };
        g_array_append_val (files, file);
    }
    return files;
}

/* The last job, unless it was about other files than those that are open now. A backup is not among
 * them. */
static UlJobSpec *
get_last_job (UlWorkbench *self)
{
    UlImage *image = ul_file_list_get_image (self->files);
    UlImage *files = ul_file_list_get_files_image (self->files);

    if (self->last != NULL && self->last->backup != NULL)
        return ul_job_spec_copy (self->last);
    if (self->last == NULL ||
        (self->last->image != NULL && self->last->image != image && self->last->image != files))
        return ul_workbench_new_spec (self, UL_JOB_PROGRAM);
    return ul_job_spec_copy (self->last);
}

/* Sectors that were chosen one beside the other are a range. Of PROGRAM and VERIFY they are the
 * part of the file that is meant, which no option says. */
static void
take_for_range (UlWorkbench *self, UlJobSpec *spec)
{
    const UlDevice *device = ul_session_get_device (self->session);
    guint32 address, size, end = 0;

    if (spec->scope != UL_SCOPE_SECTORS || device == NULL || spec->kind == UL_JOB_PROGRAM ||
        spec->kind == UL_JOB_VERIFY)
        return;
    for (guint i = 0; i < spec->n_sectors; i++) {
        if (!spec->sectors[i])
            continue;
        ul_device_get_sector (device, i, &address, &size, NULL);
        if (end != 0 && address != end)
            return;
        spec->range_start = end != 0 ? spec->range_start : address;
        end = address + size;
    }
    if (end == 0)
        return;
    spec->range_size = end - spec->range_start;
    spec->scope = UL_SCOPE_RANGE;
}

/* What the profile says by itself of such a job. */
static UlJobSpec *
get_said (UlWorkbench *self, const UlJobSpec *spec)
{
    UlJobSpec *said = ul_job_spec_new (spec->kind);

    ul_profile_apply_to_spec (self->profile, said, NULL, NULL); /* as far as it goes */
    return said;
}

char *
ul_workbench_describe_command (UlWorkbench *self, GError **error)
{
    UlProbe *probe = ul_session_get_probe (self->session);
    GFile *location = ul_profile_get_location (self->profile);
    g_autoptr (GArray) files = list_files (self);
    g_autoptr (UlJobSpec) spec = get_last_job (self);
    g_autoptr (UlJobSpec) said = get_said (self, spec);
    g_autoptr (GError) local = NULL;
    UlCommandSettings settings = {
        .probe_id = probe != NULL ? ul_probe_get_info (probe)->id : NULL,
        .device = self->chosen != NULL ? self->chosen->name : NULL,
        .speed_khz = ul_profile_get_speed_khz (self->profile),
        .mode = ul_session_get_connect_mode (self->session),
        .power = ul_session_get_power (self->session),
        .files = (const UlCommandFile *) (gpointer) files->data,
        .n_files = files->len,
        .each_board = self->each_board,
    };

    take_for_range (self, spec);
    char *line = ul_command_check_profile (self->profile, spec, &local)
                     ? ul_command_format (spec, &settings, &local)
                     : NULL;
    if (line != NULL)
        return line;
    if (location == NULL || ul_profile_get_dirty (self->profile)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return NULL;
    }
    g_autofree char *profile = get_path (location);
    settings.profile = profile;
    if (settings.mode == ul_workbench_get_usual_mode (self))
        settings.mode = UL_CONNECT_AUTO; /* says nothing */
    settings.said = said;
    return ul_command_format (spec, &settings, error);
}
