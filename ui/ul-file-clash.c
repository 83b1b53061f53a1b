/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file-clash.h"

#include "ul-words.h"

#include <glib/gi18n.h>

gboolean
ul_file_clash_covers (const GPtrArray *files, guint32 address, gsize size)
{
    for (guint i = 0; i < files->len; i++)
        if (ul_image_covers (files->pdata[i], address, size))
            return TRUE;
    return FALSE;
}

gboolean
ul_file_clash_has (const GPtrArray *files, guint32 address, gsize size)
{
    for (guint i = 0; i < files->len; i++)
        for (guint k = i + 1; k < files->len; k++)
            if (ul_image_count_different (files->pdata[i], files->pdata[k], address, size, NULL) >
                0)
                return TRUE;
    return FALSE;
}

static char *
describe_pair (UlImage *one, UlImage *other, guint32 address, gsize size)
{
    guint32 first;
    gulong n = ul_image_count_different (one, other, address, size, &first);

    if (n == 0)
        return NULL;
    /* Translators: two names of files, a number of bytes, the address of the first of them */
    return g_strdup_printf (ngettext ("%s and %s differ in %lu byte at 0x%08X",
                                      "%s and %s differ in %lu bytes from 0x%08X on", n),
                            ul_image_get_name (one), ul_image_get_name (other), n, first);
}

char *
ul_file_clash_describe (const GPtrArray *files, guint32 address, gsize size)
{
    g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < files->len; i++)
        for (guint k = i + 1; k < files->len; k++) {
            char *part = describe_pair (files->pdata[i], files->pdata[k], address, size);
            if (part != NULL)
                g_ptr_array_add (parts, part);
        }
    return parts->len > 0 ? ul_words_clauses (parts) : NULL;
}
