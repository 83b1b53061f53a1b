/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-serial.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

UlSerial *
ul_serial_copy (const UlSerial *self)
{
    UlSerial *copy = g_memdup2 (self, sizeof *self);

    copy->prefix = g_strdup (self->prefix);
    return copy;
}

void
ul_serial_free (UlSerial *self)
{
    g_free (self->prefix);
    g_free (self);
}

static gboolean
is_text (const UlSerial *self)
{
    return self->format == UL_SERIAL_DECIMAL || self->format == UL_SERIAL_HEX;
}

static const char *
get_prefix (const UlSerial *self)
{
    return is_text (self) && self->prefix != NULL ? self->prefix : "";
}

gsize
ul_serial_get_size (const UlSerial *self)
{
    return strlen (get_prefix (self)) + self->width;
}

/* The greatest number that its bytes or digits can tell; numbers themselves have 64 bits. */
static guint64
get_greatest (const UlSerial *self)
{
    guint64 base = is_text (self) ? (self->format == UL_SERIAL_HEX ? 16 : 10) : 256;
    guint64 greatest = 0;

    for (guint i = 0; i < self->width; i++) {
        if (greatest > (G_MAXUINT64 - (base - 1)) / base)
            return G_MAXUINT64;
        greatest = greatest * base + (base - 1);
    }
    return greatest;
}

static gboolean
fail (GError **error, const char *message)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE, message);
    return FALSE;
}

static gboolean
is_printable (const char *text)
{
    for (; *text != '\0'; text++)
        if (!g_ascii_isprint (*text))
            return FALSE;
    return TRUE;
}

gboolean
ul_serial_check (const UlSerial *self, GError **error)
{
    const char *prefix = self->prefix != NULL ? self->prefix : "";

    if (self->width < 1 || self->width > UL_SERIAL_MAX_WIDTH)
        return fail (error, _ ("A serial number has 1 to 16 bytes or digits"));
    if (*prefix != '\0' && !is_text (self))
        return fail (error, _ ("Only a serial number that is a text can have a prefix"));
    if (strlen (prefix) > UL_SERIAL_MAX_PREFIX || !is_printable (prefix))
        return fail (error, _ ("The prefix of a serial number has at most 32 printable characters "
                               "of ASCII"));
    if (self->step < 1)
        return fail (error, _ ("The step from serial number to serial number is at least 1"));
    if ((guint64) self->address + ul_serial_get_size (self) > G_MAXUINT32)
        return fail (error, _ ("The serial number goes beyond the last address"));
    return TRUE;
}

char *
ul_serial_to_text (const UlSerial *self, guint64 number)
{
    int width = (int) self->width;

    if (self->format == UL_SERIAL_DECIMAL)
        return g_strdup_printf ("%s%0*" G_GUINT64_FORMAT, get_prefix (self), width, number);
    if (self->format == UL_SERIAL_HEX)
        return g_strdup_printf ("%s%0*" G_GINT64_MODIFIER "X", get_prefix (self), width, number);
    return g_strdup_printf ("%" G_GUINT64_FORMAT, number);
}

static void
put_number (const UlSerial *self, guint64 number, guint8 *bytes)
{
    for (guint i = 0; i < self->width; i++, number >>= 8)
        bytes[self->format == UL_SERIAL_BIG_ENDIAN ? self->width - 1 - i : i] = number & 0xFF;
}

UlImage *
ul_serial_new_image (const UlSerial *self, guint64 number, GError **error)
{
    guint8 bytes[UL_SERIAL_MAX_PREFIX + UL_SERIAL_MAX_WIDTH];
    g_autofree char *text = ul_serial_to_text (self, number);

    if (!ul_serial_check (self, error))
        return NULL;
    if (number > get_greatest (self)) {
        g_set_error (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER,
                     is_text (self) ? ngettext ("%s has more than %u digit", //
                                                "%s has more than %u digits", self->width)
                                    : ngettext ("%s does not fit into %u byte",
                                                "%s does not fit into %u bytes", self->width),
                     text, self->width);
        return NULL;
    }
    if (is_text (self))
        memcpy (bytes, text, ul_serial_get_size (self));
    else
        put_number (self, number, bytes);
    g_autofree char *name = g_strdup_printf (_ ("Serial number %s"), text);
    return ul_image_new_from_data (name, self->address, bytes, ul_serial_get_size (self));
}

UlImage *
ul_serial_renew (const UlSerial *self, UlImage *image, guint64 number, GError **error)
{
    g_autoptr (UlImage) own = ul_serial_new_image (self, number, error);

    return own != NULL ? ul_image_overlay (image, own, error) : NULL;
}

UlImage *
ul_serial_join (const UlSerial *self, UlImage *image, guint64 number, GError **error)
{
    gsize size = ul_serial_get_size (self);
    g_autoptr (GError) local = NULL;

    if (self->replaces || !ul_serial_check (self, NULL) ||
        !ul_image_covers (image, self->address, size))
        return ul_serial_renew (self, image, number, error);
    g_set_error (&local, UL_ERROR, UL_ERROR_IMAGE_OVERLAP,
                 _ ("%s has bytes of its own at 0x%08X–0x%08X, where the serial number goes"),
                 ul_image_get_name (image), self->address, self->address + (guint) size - 1);
    ul_error_set_where (local, self->address, (guint32) size);
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
}
