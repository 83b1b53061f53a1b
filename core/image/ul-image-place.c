/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-place.h"

#include <glib/gi18n.h>

static void
add_place (GError *error, const UlImagePlace *place)
{
    if (place->line > 0)
        ul_error_add_detail (error, "line", "%u", place->line);
    if (place->column > 0)
        ul_error_add_detail (error, "column", "%" G_GUINT64_FORMAT, place->column);
    if (place->has_offset)
        ul_error_add_detail (error, "offset", "%" G_GUINT64_FORMAT, place->offset);
}

gboolean
ul_image_fail (GError **error, UlErrorCode code, const UlImagePlace *place, const char *format, ...)
{
    va_list args;
    va_start (args, format);
    g_autoptr (GError) local = g_error_new_valist (UL_ERROR, (int) code, format, args);
    va_end (args);

    if (place != NULL)
        add_place (local, place);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static char *
describe (const char *line, const char *column, const char *offset)
{
    if (line != NULL && column != NULL)
        return g_strdup_printf (_ ("line %s, column %s"), line, column);
    if (line != NULL)
        return g_strdup_printf (_ ("line %s"), line);
    if (offset != NULL)
        return g_strdup_printf (_ ("offset %s"), offset);
    return NULL;
}

char *
ul_image_place_to_text (const UlImagePlace *place)
{
    g_autofree char *line = g_strdup_printf ("%u", place->line);
    g_autofree char *column = g_strdup_printf ("%" G_GUINT64_FORMAT, place->column);
    g_autofree char *offset = g_strdup_printf ("%" G_GUINT64_FORMAT, place->offset);
    return describe (place->line > 0 ? line : NULL, place->column > 0 ? column : NULL, offset);
}

static const char *
find_detail (const GError *error, const char *key)
{
    const char *const *details = ul_error_get_details (error);
    for (gsize i = 0; details != NULL && details[i] != NULL; i += 2)
        if (g_str_equal (details[i], key))
            return details[i + 1];
    return NULL;
}

void
ul_image_complete_error (GError *error, const char *file_name)
{
    if (error->domain != UL_ERROR)
        return;

    g_autofree char *reason = error->message;
    g_autofree char *place = describe (find_detail (error, "line"), find_detail (error, "column"),
                                       find_detail (error, "offset"));
    if (place != NULL)
        /* Translators: file, place in it ("line 3, column 42"), reason */
        error->message =
            g_strdup_printf (_ ("%s, %s: %s. The file was not loaded."), file_name, place, reason);
    else
        /* Translators: file, reason */
        error->message =
            g_strdup_printf (_ ("%s: %s. The file was not loaded."), file_name, reason);
    ul_error_add_detail (error, "file", "%s", file_name);
}
