/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which chip a backup was taken from, and why. */
#include "ul-backup-private.h"

#include "ul-device.h"
#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct {
    const char *nick; /* in files, and for programs */
    const char *text;
} reasons[] = {
    [UL_BACKUP_REASON_UNKNOWN] = { NULL, NULL },
    [UL_BACKUP_REASON_ERASE] = { "erase", N_ ("saved before erasing") },
    [UL_BACKUP_REASON_PROGRAM] = { "program", N_ ("saved before programming") },
    [UL_BACKUP_REASON_UNLOCK] = { "unlock", N_ ("saved before unlocking") },
    [UL_BACKUP_REASON_UNPROTECT] = { "unprotect", N_ ("saved before write protection was lifted") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (reasons) == UL_BACKUP_N_REASONS);

const char *
ul_backup_reason_to_nick (UlBackupReason reason)
{
    g_return_val_if_fail (reason < UL_BACKUP_N_REASONS, NULL);

    return reasons[reason].nick;
}

UlBackupReason
ul_backup_reason_from_nick (const char *nick)
{
    for (guint i = 0; nick != NULL && i < G_N_ELEMENTS (reasons); i++)
        if (g_strcmp0 (reasons[i].nick, nick) == 0)
            return (UlBackupReason) i;
    return UL_BACKUP_REASON_UNKNOWN;
}

const char *
ul_backup_describe_reason (const UlBackup *self)
{
    if (self->finishes)
        return _ ("what the chip held, without the write protection");
    const char *text = reasons[self->reason].text;
    return text != NULL ? _ (text) : NULL;
}

UlBackupOrigin
ul_backup_get_origin (const UlBackup *self, const char *chip)
{
    if (self->chip == NULL || chip == NULL)
        return UL_BACKUP_CHIP_UNKNOWN;
    return g_str_equal (self->chip, chip) ? UL_BACKUP_THIS_CHIP : UL_BACKUP_OTHER_CHIP;
}

gboolean
ul_backup_set_other_chip (const char *meant, const char *found, GError **error)
{
    g_set_error (error, UL_ERROR, UL_ERROR_BACKUP_OTHER_CHIP,
                 _ ("It was taken from the chip with the id %s, and the chip on the board has the "
                    "id %s"),
                 meant, found);
    return FALSE;
}

gboolean
ul_backup_is_of_kind (const UlBackup *self, const UlDevice *device)
{
    const UlDevice *own = ul_devices_find (self->device);

    return own != NULL && ul_device_is_same_row (own, device);
}

/* A name that cannot be that of another pile, nor that of one which was kept by the probe alone. */
char *
ul_backup_name_pile (const UlBackup *like)
{
    char *name = like->chip != NULL ? g_strdup_printf ("chip-%s", like->chip)
                                    : g_strdup_printf ("probe-%s-%s", like->probe, like->device);

    g_strcanon (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_+", '_');
    return name;
}
