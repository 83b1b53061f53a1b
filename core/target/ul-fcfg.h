/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What SIM_FCFG1 and SIM_FCFG2 of Kinetis chips tell of their flash. Source: reference manuals,
 * chapter SIM, and FTFL or FTFE for DEPART. */

/** ul_fcfg_get_flash_size: Returns: bytes of program flash by PFSIZE, or by FCFG2 where that says
 *   everything or nothing; 0: not known. FCFG2 counts in 8 KiB, on Cortex-M7 in 16 */
guint32 ul_fcfg_get_flash_size (guint32 fcfg1, guint32 fcfg2, gboolean is_m7);
/** ul_fcfg_get_nvm_size: Returns: bytes of FlexNVM by NVMSIZE; 0: none. @sector_size: of the
 * program flash */
guint32 ul_fcfg_get_nvm_size (guint32 fcfg1, guint32 fcfg2, guint32 sector_size);
/** ul_fcfg_get_backup: Returns: bytes of FlexNVM that stand behind emulated EEPROM, by the
 * partition code @depart; the rest is data flash */
guint32 ul_fcfg_get_backup (guint32 depart, guint32 nvm_size);

G_END_DECLS
