/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-size.h"

#include <glib/gi18n.h>

#define KIB G_GUINT64_CONSTANT (1024)
#define MIB (KIB * 1024)

static char *
in_unit (guint64 bytes, guint64 unit, const char *name)
{
    double value = (double) bytes / (double) unit;
    gboolean whole = bytes % unit == 0 || value >= 100 || bytes < unit;

    /* Translators: a number and its unit, as in "14.2 KiB" */
    return g_strdup_printf (whole ? _ ("%.0f %s") : _ ("%.1f %s"), value, name);
}

char *
ul_size_to_text (guint64 bytes)
{
    if (bytes < KIB)
        return g_strdup_printf (ngettext ("%u byte", "%u bytes", (gulong) bytes), (guint) bytes);
    if (bytes < MIB - KIB / 2) /* above, it rounds to 1024 KiB */
        return in_unit (bytes, KIB, _ ("KiB"));
    return in_unit (bytes, MIB, _ ("MiB"));
}
