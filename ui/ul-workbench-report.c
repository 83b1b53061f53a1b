/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be kept of a job once it has ended. */
#include "ul-workbench-private.h"

/* The files that the job's image was made of; none when it was about something else. */
static GPtrArray *
list_files (UlWorkbench *self)
{
    GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);
    GListModel *files = G_LIST_MODEL (self->files);

    if (self->last->image == NULL || self->last->image != ul_file_list_get_image (self->files))
        return images;
    for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
        g_autoptr (UlImage) image = g_list_model_get_item (files, i);
        if (ul_file_list_get_ticked (self->files, image))
            g_ptr_array_add (images, g_object_ref (image));
    }
    return images;
}

void
ul_workbench_keep_report (UlWorkbench *self, const UlJobResult *result)
{
    if (result->kind == UL_JOB_CONNECT || self->last == NULL)
        return;

    g_autoptr (GPtrArray) images = list_files (self);
    g_clear_pointer (&self->last_report, ul_report_unref);
    self->last_report = ul_report_new (self->session, self->last, result,
                                       (UlImage *const *) images->pdata, images->len);
}

UlReport *
ul_workbench_get_last_report (UlWorkbench *self)
{
    return self->last_report;
}
