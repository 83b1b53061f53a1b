/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-error.h"

typedef struct {
    gboolean has_where;
    guint32 address;
    guint32 size;
    GStrv details; /* NULL until the first; pairs; NULL-terminated */
} UlErrorPrivate;

static void
ul_error_private_init (UlErrorPrivate *priv)
{
    *priv = (UlErrorPrivate){ 0 };
}

static void
ul_error_private_copy (const UlErrorPrivate *src, UlErrorPrivate *dest)
{
    *dest = *src;
    dest->details = g_strdupv (src->details);
}

static void
ul_error_private_clear (UlErrorPrivate *priv)
{
    g_strfreev (priv->details);
}

G_DEFINE_EXTENDED_ERROR (UlError, ul_error)

static gboolean
is_ours (const GError *error)
{
    return error != NULL && error->domain == UL_ERROR;
}

void
ul_error_set_where (GError *error, guint32 address, guint32 size)
{
    if (!is_ours (error))
        return;

    UlErrorPrivate *priv = ul_error_get_private (error);
    priv->has_where = TRUE;
    priv->address = address;
    priv->size = size;
}

gboolean
ul_error_get_where (const GError *error, guint32 *address, guint32 *size)
{
    if (!is_ours (error))
        return FALSE;

    const UlErrorPrivate *priv = ul_error_get_private (error);
    if (!priv->has_where)
        return FALSE;
    *address = priv->address;
    *size = priv->size;
    return TRUE;
}

void
ul_error_add_detail (GError *error, const char *key, const char *format, ...)
{
    if (!is_ours (error))
        return;

    UlErrorPrivate *priv = ul_error_get_private (error);
    va_list args;
    va_start (args, format);
    g_autofree char *value = g_strdup_vprintf (format, args);
    va_end (args);

    guint n = priv->details != NULL ? g_strv_length (priv->details) : 0;
    for (guint i = 0; i + 1 < n; i += 2)
        if (g_str_equal (priv->details[i], key)) {
            g_free (priv->details[i + 1]);
            priv->details[i + 1] = g_steal_pointer (&value);
            return;
        }
    priv->details = g_renew (char *, priv->details, n + 3);
    priv->details[n] = g_strdup (key);
    priv->details[n + 1] = g_steal_pointer (&value);
    priv->details[n + 2] = NULL;
}

const char *const *
ul_error_get_details (const GError *error)
{
    if (!is_ours (error))
        return NULL;

    const UlErrorPrivate *priv = ul_error_get_private (error);
    return (const char *const *) priv->details;
}
