/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-fcfg.h"

#define FCFG2_PFLSH (1u << 23) /* no FlexNVM */

guint32
ul_fcfg_get_flash_size (guint32 fcfg1, guint32 fcfg2, gboolean is_m7)
{
    static const guint32 kib[16] = {
        [0] = 8, [1] = 16, [3] = 32, [5] = 64, [7] = 128, [9] = 256, [0xB] = 512, [0xD] = 1024
    };
    guint32 code = (fcfg1 >> 24) & 0xF;
    guint32 unit = is_m7 ? 16384 : 8192;
    guint32 block0 = ((fcfg2 >> 24) & 0x7F) * unit, block1 = ((fcfg2 >> 16) & 0x7F) * unit;
    gboolean program_only = (fcfg2 & FCFG2_PFLSH) != 0;

    if (fcfg1 == 0 || fcfg1 == 0xFFFFFFFF)
        return 0;
    if (code != 0xF)
        return kib[code] * 1024;
    return program_only ? block0 + block1 : block0;
}

guint32
ul_fcfg_get_nvm_size (guint32 fcfg1, guint32 fcfg2, guint32 sector_size)
{
    guint32 code = fcfg1 >> 28;

    if ((fcfg2 & FCFG2_PFLSH) != 0 || fcfg1 == 0 || fcfg1 == 0xFFFFFFFF)
        return 0;
    if (code == 0xF)
        return (sector_size >= 4096 ? 512 : 256) * 1024;
    return code >= 3 && (code & 1) != 0 ? 16384u << (code >> 1) : 0;
}

guint32
ul_fcfg_get_backup (guint32 depart, guint32 nvm_size)
{
    guint32 size = 4096u << (depart & 7);

    if (depart == 0 || depart >= 0xE)
        return 0;
    if (depart == 7 || depart == 8)
        return nvm_size;
    return depart < 8 ? MIN (size, nvm_size) : nvm_size - MIN (size, nvm_size);
}
