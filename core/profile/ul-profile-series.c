/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a profile says of boards that are made one after the other. */
#include "ul-profile-path.h"
#include "ul-profile-private.h"

#include <glib/gi18n.h>

/* Returns: (transfer full) (nullable): where the file that @key names is on this computer */
static char *
resolve (UlProfile *self, UlProfileKey key, GError **error)
{
    g_autoptr (GFile) folder = ul_profile_get_folder (self);
    const char *path = ul_profile_get_text (self, key);
    g_autoptr (GFile) file = ul_profile_path_resolve (folder, path);
    char *found = g_file_get_path (file);

    if (found == NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("“%s” is not on this computer, where series of boards are kept"), path);
    return found;
}

/* Stays %NULL for a profile that is not saved yet, and has no place that it could be kept by. */
static gboolean
find_counter (UlProfile *self, char **counter, GError **error)
{
    if (ul_profile_get_text (self, UL_PROFILE_SERIAL_COUNTER)[0] != '\0') {
        *counter = resolve (self, UL_PROFILE_SERIAL_COUNTER, error);
        return *counter != NULL;
    }
    if (self->location != NULL)
        *counter = ul_counter_find (self->location);
    return TRUE;
}

static UlSerial
get_serial (UlProfile *self)
{
    return (UlSerial){
        .address = (guint32) ul_profile_get_number (self, UL_PROFILE_SERIAL_ADDRESS),
        .format = (UlSerialFormat) ul_profile_get_number (self, UL_PROFILE_SERIAL_FORMAT),
        .width = (guint) ul_profile_get_number (self, UL_PROFILE_SERIAL_WIDTH),
        .prefix = (char *) ul_profile_get_text (self, UL_PROFILE_SERIAL_PREFIX),
        .first = (guint64) ul_profile_get_number (self, UL_PROFILE_SERIAL_FIRST),
        .step = (guint64) ul_profile_get_number (self, UL_PROFILE_SERIAL_STEP),
        .replaces = ul_profile_get_number (self, UL_PROFILE_SERIAL_REPLACE) != 0,
    };
}

gboolean
ul_profile_new_series (UlProfile *self, gboolean always, UlSeries **series, GError **error)
{
    const UlSerial serial = get_serial (self);
    gboolean numbers = ul_profile_get_number (self, UL_PROFILE_SERIAL_ADDRESS) != UL_PROFILE_UNSET;
    gboolean records = ul_profile_get_text (self, UL_PROFILE_RECORD)[0] != '\0';
    g_autofree char *counter = NULL, *record = NULL;

    *series = NULL;
    if (!numbers && !records && !always)
        return TRUE;
    if (!find_counter (self, &counter, error) ||
        (records && (record = resolve (self, UL_PROFILE_RECORD, error)) == NULL))
        return FALSE;
    *series = ul_series_new (numbers ? &serial : NULL, counter, record, error);
    return *series != NULL;
}
