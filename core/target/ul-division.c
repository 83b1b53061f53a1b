/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-division.h"

#include "ul-error.h"
#include "ul-fcfg.h"

#include <glib/gi18n.h>

#define KIB        1024u
#define NONE       0xF
#define SMALLEST   9 /* EEESIZE of 32 bytes */
#define EEPROM_16K (16 * KIB)

static gboolean
is_open (const UlDivision *self)
{
    return self->eeprom == NONE && self->depart == NONE;
}

static guint32
get_data_size (const UlDevice *device)
{
    for (guint i = 0; i < device->n_regions; i++)
        if (device->regions[i].kind == UL_REGION_DATA_FLASH)
            return device->regions[i].size;
    return 0;
}

void
ul_division_reset (UlDivision *self, const UlDevice *device)
{
    gboolean has_flexnvm = get_data_size (device) + device->eeprom_backup != 0;

    *self = has_flexnvm ? (UlDivision){ TRUE, NONE, NONE } : (UlDivision){ 0 };
}

const UlDevice *
ul_division_apply (const UlDivision *self, const UlDevice *device)
{
    guint32 nvm_size = get_data_size (device) + device->eeprom_backup;

    return ul_device_divide (device, nvm_size, ul_fcfg_get_backup (self->depart, nvm_size),
                             self->eeprom <= SMALLEST ? EEPROM_16K >> self->eeprom : 0);
}

char *
ul_division_describe (const UlDivision *self, const UlDevice *device)
{
    const UlDevice *divided = ul_division_apply (self, device);
    const UlRegion *eeprom = ul_device_find_emulated (divided);
    guint32 data = get_data_size (divided) / KIB, behind = divided->eeprom_backup / KIB;

    /* Translators: this and the next two stand in a sentence: "the FlexNVM was divided into …" */
    if (behind == 0)
        return g_strdup_printf (_ ("%u KiB of data flash, no emulated EEPROM"), data);
    if (eeprom == NULL)
        return g_strdup_printf (_ ("%u KiB of data flash, %u KiB behind emulated EEPROM"), data,
                                behind);
    return g_strdup_printf (_ ("%u KiB of data flash, %u KiB behind %u bytes of emulated EEPROM"),
                            data, behind, eeprom->size);
}

char *
ul_division_to_text (const UlDivision *self)
{
    return self->known ? g_strdup_printf ("0x%X 0x%X", self->eeprom, self->depart) : NULL;
}

static gboolean
parse_code (const char *text, guint8 *code)
{
    guint64 value = 0;
    g_autofree char *digits = g_str_has_prefix (text, "0x") ? g_strdup (text + 2) : NULL;

    if (digits == NULL || !g_ascii_string_to_unsigned (digits, 16, 0, NONE, &value, NULL))
        return FALSE;
    *code = (guint8) value;
    return TRUE;
}

void
ul_division_parse (UlDivision *self, const char *text)
{
    g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);

    *self = (UlDivision){ 0 };
    self->known = g_strv_length (words) == 2 && parse_code (words[0], &self->eeprom) &&
                  parse_code (words[1], &self->depart);
}

static void
set_error (const UlDivision *self, const UlDivision *found, const UlDevice *device, GError **error)
{
    g_autofree char *wanted = ul_division_describe (self, device);
    g_autofree char *present = ul_division_describe (found, device);

    g_set_error (error, UL_ERROR, UL_ERROR_BACKUP_DIVISION,
                 /* Translators: each is a division, as in "16 KiB of data flash, 16 KiB behind 1024
                  * bytes of emulated EEPROM", which is a message of its own */
                 _ ("When it was saved, the FlexNVM was divided into %s. Now it is %s, which "
                    "nothing but a mass erase can change"),
                 wanted, present);
    if (error == NULL)
        return;
    ul_error_add_detail (*error, "backup", "EEESIZE 0x%X, DEPART 0x%X", self->eeprom, self->depart);
    ul_error_add_detail (*error, "chip", "EEESIZE 0x%X, DEPART 0x%X", found->eeprom, found->depart);
}

gboolean
ul_division_check_split (const UlDevice *device, guint8 *split, GError **error)
{
    if (ul_device_get_split (device, split))
        return TRUE;
    g_autofree char *label = ul_device_get_label (device);
    g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                 /* Translators: name of a chip */
                 _ ("The command that divides the FlexNVM of the %s is not known for certain, and "
                    "the chip accepts it only once: let its firmware divide the FlexNVM, then "
                    "restore again"),
                 label);
    return FALSE;
}

gboolean
ul_division_choose (const UlDivision *self, const UlDivision *found, gboolean after_erase,
                    const UlDevice **device, gboolean *give, GError **error)
{
    const UlDevice *wanted = ul_division_apply (self, *device);
    gboolean same = found->eeprom == self->eeprom && found->depart == self->depart;

    *give = FALSE;
    if (!after_erase && (!found->known || same))
        return TRUE;
    if (!after_erase && !is_open (found)) {
        /* other codes may say the same */
        if (wanted == *device)
            return TRUE;
        set_error (self, found, *device, error);
        return FALSE;
    }
    guint8 split = 0;
    if (wanted->eeprom_backup != 0 && !ul_division_check_split (*device, &split, error))
        return FALSE;
    *device = wanted;
    *give = wanted->eeprom_backup != 0;
    return TRUE;
}
