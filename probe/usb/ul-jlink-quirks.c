/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-jlink-quirks.h"

static GMutex lock;
static GHashTable *quirks; /* key -> UlJlinkQuirks */

UlJlinkQuirks
ul_jlink_quirks_get (const char *key)
{
    g_mutex_lock (&lock);
    gpointer found = quirks != NULL ? g_hash_table_lookup (quirks, key) : NULL;
    g_mutex_unlock (&lock);
    return GPOINTER_TO_UINT (found);
}

void
ul_jlink_quirks_add (const char *key, UlJlinkQuirks quirk)
{
    g_mutex_lock (&lock);
    if (quirks == NULL)
        quirks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    guint old = GPOINTER_TO_UINT (g_hash_table_lookup (quirks, key));
    g_hash_table_insert (quirks, g_strdup (key), GUINT_TO_POINTER (old | quirk));
    g_mutex_unlock (&lock);
}
