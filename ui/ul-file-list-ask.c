/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is asked about the opened files. */
#include "ul-file-list.h"

#include <glib/gi18n.h>

static GPtrArray *
list_ticked_files (UlFileList *self)
{
    GPtrArray *ticked = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++) {
        g_autoptr (UlImage) image = g_list_model_get_item (G_LIST_MODEL (self), i);
        if (ul_image_get_file (image) != NULL && ul_file_list_get_ticked (self, image))
            g_ptr_array_add (ticked, g_object_ref (image));
    }
    return ticked;
}

UlImage *
ul_file_list_find_second (UlFileList *self, guint32 address)
{
    g_autoptr (GPtrArray) ticked = list_ticked_files (self);
    UlImage *last = NULL;
    guint n = 0;

    for (guint i = 0; i < ticked->len; i++)
        if (ul_image_covers (ticked->pdata[i], address, 1)) {
            last = ticked->pdata[i];
            n++;
        }
    return n > 1 ? last : NULL; /* the list holds it */
}

GPtrArray *
ul_file_list_list_clashing (UlFileList *self)
{
    GPtrArray *wanted = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++) {
        g_autoptr (UlImage) image = g_list_model_get_item (G_LIST_MODEL (self), i);
        if (ul_file_list_get_ticked (self, image))
            g_ptr_array_add (wanted, g_steal_pointer (&image));
    }
    if (ul_file_list_get_image (self) == NULL && wanted->len > 1)
        return wanted;
    g_ptr_array_unref (wanted);
    return NULL;
}

char *
ul_file_list_get_title (UlFileList *self)
{
    g_autoptr (GPtrArray) ticked = list_ticked_files (self);

    if (ticked->len == 0)
        return NULL;
    if (ticked->len == 1)
        return g_strdup (ul_image_get_name (ticked->pdata[0]));
    return g_strdup_printf (ngettext ("%u file", "%u files", ticked->len), ticked->len);
}
