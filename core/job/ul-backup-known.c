/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sectors whose bytes are known by their checksum. */
#include "ul-backup-private.h"

#include <string.h>
#include <zlib.h>

#define MAX_ENTRIES 32 /* looked into */

struct _UlBackupKnown {
    GPtrArray *entries; /* of UlBackup, newest first */
    guint8 **objects;   /* of each entry, once it was needed */
    gboolean *tried;
};

UlBackupKnown *
ul_backup_known_new (const char *folder, const UlBackup *like)
{
    g_autofree char *pile = ul_backup_name_pile (like);
    UlBackupKnown *self = g_new0 (UlBackupKnown, 1);

    self->entries = ul_backup_read_all (folder, pile);
    for (guint i = self->entries->len; i-- > 0;)
        if (i >= MAX_ENTRIES ||
            !g_str_equal (((UlBackup *) self->entries->pdata[i])->device, like->device))
            g_ptr_array_remove_index (self->entries, i);
    self->objects = g_new0 (guint8 *, self->entries->len);
    self->tried = g_new0 (gboolean, self->entries->len);
    return self;
}

void
ul_backup_known_free (UlBackupKnown *self)
{
    if (self == NULL)
        return;
    for (guint i = 0; i < self->entries->len; i++)
        g_free (self->objects[i]);
    g_free (self->objects);
    g_free (self->tried);
    g_ptr_array_unref (self->entries);
    g_free (self);
}

static const guint8 *
get_object (UlBackupKnown *self, guint i)
{
    if (!self->tried[i]) {
        self->tried[i] = TRUE;
        self->objects[i] = ul_backup_read_object (self->entries->pdata[i], NULL);
    }
    return self->objects[i];
}

/* Returns: FALSE when the entry does not have that very sector. */
static gboolean
find_sector (const UlBackup *entry, const UlBackupSector *sector, gsize *offset)
{
    *offset = 0;
    for (guint i = 0; i < entry->n_sectors; i++) {
        const UlBackupSector *each = &entry->sectors[i];
        if (each->address == sector->address)
            return each->size == sector->size && each->crc == sector->crc;
        *offset += each->size;
    }
    return FALSE;
}

gboolean
ul_backup_known_get (UlBackupKnown *self, const UlBackupSector *sector, guint8 *data)
{
    gsize offset;

    for (guint i = 0; i < self->entries->len; i++) {
        if (!find_sector (self->entries->pdata[i], sector, &offset))
            continue;
        const guint8 *object = get_object (self, i);
        if (object == NULL || crc32 (0, object + offset, sector->size) != sector->crc)
            continue;
        memcpy (data, object + offset, sector->size);
        return TRUE;
    }
    return FALSE;
}
