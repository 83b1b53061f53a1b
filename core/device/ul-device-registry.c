/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which devices are known: the built-in table, and what files describe beside it. */
#include "ul-device-table.h"

#include <string.h>

/* What is known at one time. It is replaced as a whole and never freed, so that every thread may
 * go on with the one that it has: this happens a few times in the life of the program. */
typedef struct _Known Known;
struct _Known {
    const UlDevice **rows;
    guint n;
    Known *older;
};

static Known *known;
G_LOCK_DEFINE_STATIC (known);

static UlDevice *
make_table (void)
{
    UlDevice *table = g_new (UlDevice, ul_device_n_rows);

    for (guint i = 0; i < ul_device_n_rows; i++) {
        const UlDeviceRow *row = &ul_device_rows[i];
        table[i] = row->device;
        table[i].name = ul_device_words + row->name;
        table[i].vendor = ul_device_words + row->vendor;
        table[i].family = ul_device_words + row->family;
        table[i].core_name = ul_device_words + row->core_name;
        table[i].source = ul_device_words + row->source;
    }
    return table;
}

const UlDevice *
ul_device_table_get (void)
{
    static UlDevice *table; /* never freed: devices live as long as the program */

    if (g_once_init_enter (&table)) {
        UlDevice *made = make_table ();
        g_once_init_leave (&table, made);
    }
    return table;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
    const UlDevice *const *one = a, *const *two = b;

    return strcmp ((*one)->name, (*two)->name);
}

static void
publish (const UlDevice *const *described, guint n)
{
    const UlDevice *table = ul_device_table_get ();
    Known *next = g_new0 (Known, 1);

    next->rows = g_new (const UlDevice *, ul_device_n_rows + n);
    for (guint i = 0; i < ul_device_n_rows; i++)
        next->rows[next->n++] = &table[i];
    for (guint i = 0; i < n; i++)
        next->rows[next->n++] = described[i];
    if (n > 0)
        qsort (next->rows, next->n, sizeof *next->rows, compare_names);
    next->older = known;
    g_atomic_pointer_set (&known, next);
}

void
ul_devices_set_described (const UlDevice *const *devices, guint n)
{
    G_LOCK (known);
    publish (devices, n);
    G_UNLOCK (known);
}

static const Known *
get_known (void)
{
    if (g_atomic_pointer_get (&known) == NULL) {
        G_LOCK (known);
        if (known == NULL)
            publish (NULL, 0);
        G_UNLOCK (known);
    }
    return g_atomic_pointer_get (&known);
}

const UlDevice *const *
ul_devices_get_all (guint *n_devices)
{
    const Known *now = get_known ();

    if (n_devices != NULL)
        *n_devices = now->n;
    return now->rows;
}
