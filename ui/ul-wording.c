/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-wording.h"

#include "ul-size.h"

#include <glib/gi18n.h>
#include <string.h>

char *
ul_wording_size (guint64 bytes)
{
    return ul_size_to_text (bytes);
}

char *
ul_wording_range (guint32 start, guint64 size)
{
    guint64 last = (guint64) start + MAX (size, 1) - 1;

    return g_strdup_printf ("0x%08X–0x%08X", start, (guint32) MIN (last, G_MAXUINT32));
}

char *
ul_wording_duration (gint64 us)
{
    double seconds = (double) us / G_USEC_PER_SEC;

    if (seconds < 10)
        return g_strdup_printf (_ ("%.2f s"), seconds);
    if (seconds < 120)
        return g_strdup_printf (_ ("%.0f s"), seconds);
    return g_strdup_printf (_ ("%.0f min"), seconds / 60);
}

char *
ul_wording_left (gint64 us)
{
    if (us < 0)
        return g_strdup ("");
    if (us < G_USEC_PER_SEC)
        return g_strdup (_ ("less than 1 s left"));
    if (us < 120 * G_USEC_PER_SEC)
        return g_strdup_printf (_ ("about %u s left"), (guint) (us / G_USEC_PER_SEC));
    return g_strdup_printf (_ ("about %u min left"), (guint) (us / (60 * G_USEC_PER_SEC)));
}

char *
ul_wording_voltage (int millivolts)
{
    return g_strdup_printf (_ ("%.2f V"), millivolts / 1000.0);
}

char *
ul_wording_speed (guint khz)
{
    if (khz >= 1000)
        return g_strdup_printf (_ ("%g MHz"), khz / 1000.0);
    return g_strdup_printf (_ ("%u kHz"), khz);
}

char *
ul_wording_rate (guint64 bytes, gint64 us)
{
    if (bytes == 0 || us <= 0)
        return g_strdup ("");

    double kib = (double) bytes / 1024 / ((double) us / G_USEC_PER_SEC);
    return g_strdup_printf (kib < 10 ? _ ("%.1f KiB/s") : _ ("%.0f KiB/s"), kib);
}

const char *
ul_wording_core (const UlDevice *device)
{
    static const char *const names[] = {
        [UL_CORE_M0] = "Cortex-M0",   [UL_CORE_M0PLUS] = "Cortex-M0+", [UL_CORE_M3] = "Cortex-M3",
        [UL_CORE_M4] = "Cortex-M4",   [UL_CORE_M7] = "Cortex-M7",      [UL_CORE_M23] = "Cortex-M23",
        [UL_CORE_M33] = "Cortex-M33",
    };

    if ((guint) device->core < G_N_ELEMENTS (names) && names[device->core] != NULL)
        return names[device->core];
    return device->core_name;
}

static const char *
support_to_text (UlSupport support)
{
    switch (support) {
    case UL_SUPPORT_EMULATED:
        return _ ("emulated");
    case UL_SUPPORT_ANALOGY:
        return _ ("by analogy");
    case UL_SUPPORT_NONE:
    default:
        return _ ("not supported");
    }
}

const char *
ul_wording_support (const UlDevice *device)
{
    UlSupport program = device->support[UL_ACTION_PROGRAM];

    if (program != UL_SUPPORT_NONE)
        return support_to_text (program);
    if (device->support[UL_ACTION_UNLOCK] != UL_SUPPORT_NONE)
        return _ ("unlock only");
    return _ ("known by name only");
}

/* Its name is enough where there is little room; the path is in the tooltip. */
char *
ul_wording_origin (const UlDevice *device)
{
    g_autofree char *name =
        device->described_in != NULL ? g_path_get_basename (device->described_in) : NULL;

    if (name == NULL)
        return NULL;
    return g_strdup_printf (
        device->described_by_user ? _ ("described by you in %s") : _ ("described in %s"), name);
}

char *
ul_wording_support_details (const UlDevice *device)
{
    static const char *const titles[UL_N_ACTIONS] = {
        [UL_ACTION_IDENTIFY] = N_ ("Identify"),     [UL_ACTION_ERASE] = N_ ("Erase"),
        [UL_ACTION_PROGRAM] = N_ ("Program"),       [UL_ACTION_UNLOCK] = N_ ("Unlock"),
        [UL_ACTION_PROTECTION] = N_ ("Protection"),
    };
    g_autoptr (GString) text = g_string_new (device->name);
    g_autofree char *origin = ul_device_get_origin (device);

    if (origin != NULL)
        g_string_append_printf (text, "\n%s", origin);
    for (guint i = 0; i < UL_N_ACTIONS; i++) {
        const char *obstacle = ul_device_get_obstacle (device, i);

        g_string_append_printf (text, "\n%s: %s", _ (titles[i]),
                                support_to_text (device->support[i]));
        if (obstacle != NULL)
            g_string_append_printf (text, " (%s)", obstacle);
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
ul_wording_parse_address (const char *text, guint32 *address)
{
    g_autofree char *clean = g_strstrip (g_strdup (text));
    gsize length = strlen (clean);
    guint base = 10;
    const char *digits = clean;
    guint64 value = 0;

    if (g_ascii_strncasecmp (clean, "0x", 2) == 0) {
        base = 16;
        digits = clean + 2;
    } else if (length > 1 && g_ascii_tolower (clean[length - 1]) == 'h') {
        base = 16;
        clean[length - 1] = '\0';
    }
    if (!g_ascii_string_to_unsigned (digits, base, 0, G_MAXUINT32, &value, NULL))
        return FALSE;
    *address = (guint32) value;
    return TRUE;
}
