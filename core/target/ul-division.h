/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

G_BEGIN_DECLS

/**
 * UlDivision: how a chip has divided its FlexNVM: the codes of Program Partition, which can be
 * given once between two mass erases. Source: the reference manuals of K20DX and S32K1, chapters
 * FTFL, FTFC (Program Partition) and SIM (FCFG1)
 */
typedef struct {
    gboolean known;
    guint8 eeprom; /* EEESIZE, bits 3:0: 16 KiB >> it; 0xF: no EEPROM */
    guint8 depart; /* FlexNVM partition code, bits 3:0: see ul_fcfg_get_backup(); 0xF: none given */
} UlDivision;

/** ul_division_reset: as a mass erase leaves that of @device: all of its FlexNVM is data flash */
void ul_division_reset (UlDivision *self, const UlDevice *device);
/** ul_division_apply: Returns: the chip like @device that has divided its FlexNVM so */
const UlDevice *ul_division_apply (const UlDivision *self, const UlDevice *device);
/** ul_division_describe: Returns: (transfer full): translated: "16 KiB of data flash, 16 KiB behind
 *   1024 bytes of emulated EEPROM"; @device: see ul_division_apply() */
char *ul_division_describe (const UlDivision *self, const UlDevice *device);
/** ul_division_to_text: Returns: (transfer full) (nullable): "0x4 0x2", for files; %NULL when it is
 *   not known */
char *ul_division_to_text (const UlDivision *self);
/** ul_division_parse: @text: (nullable): what somebody may have written; anything else is not known
 */
void ul_division_parse (UlDivision *self, const char *text);
/** ul_division_check_split: ul_device_get_split(), or %FALSE with %UL_ERROR_NOT_SUPPORTED */
gboolean ul_division_check_split (const UlDevice *device, guint8 *split, GError **error);
/**
 * ul_division_choose:
 * @self: as it shall be
 * @found: as it is on the chip, which is @device
 * @after_erase: a mass erase comes first
 * @device: (out): as the chip is going to be
 * @give: (out): Program Partition is needed for that
 *
 * Returns: %FALSE with %UL_ERROR_BACKUP_DIVISION when the chip has been given another one, or with
 *   %UL_ERROR_NOT_SUPPORTED when nobody knows for certain how it is given one
 */
gboolean ul_division_choose (const UlDivision *self, const UlDivision *found, gboolean after_erase,
                             const UlDevice **device, gboolean *give, GError **error);

G_END_DECLS
