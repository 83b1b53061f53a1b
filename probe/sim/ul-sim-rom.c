/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What says which parts the core consists of: ROM tables and the identification registers at the
 * end of each part's 4 KiB. Sources: Arm IHI 0031, the chapter on ROM tables; the technical
 * reference manuals of Cortex-M0+, Cortex-M3, Cortex-M4 and Cortex-M7; KL25 reference manual,
 * chapter Debug.
 */
#include "ul-sim-parts.h"

#define CLASS_ROM     0x1
#define CLASS_DEBUG   0x9
#define CLASS_GENERIC 0xE
#define JEP106_ARM    0x4BBu /* with the bit that says so */
#define JEP106_NXP    0x00Eu

typedef struct {
    UlCore core;
    guint32 base;
    guint part;
    guint8 component; /* class */
    guint16 designer;
    guint32 entries[8]; /* of a ROM table */
} Component;

#define ENTRY(from, to) (((guint32) (to) - (guint32) (from)) | 3)

static const Component components[] = {
    { UL_CORE_M0PLUS,
      0xF0002000,
      0x000,
      CLASS_ROM,
      JEP106_NXP,
      { ENTRY (0xF0002000, 0xF0000000), ENTRY (0xF0002000, 0xF0001000),
        ENTRY (0xF0002000, 0xE00FF000) } },
    { UL_CORE_M0PLUS,
      0xE00FF000,
      0x4C0,
      CLASS_ROM,
      JEP106_ARM,
      { ENTRY (0xE00FF000, 0xE000E000), ENTRY (0xE00FF000, 0xE0001000),
        ENTRY (0xE00FF000, 0xE0002000) } },
    { UL_CORE_M0PLUS, 0xE000E000, 0x008, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M0PLUS, 0xE0001000, 0x00A, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M0PLUS, 0xE0002000, 0x00B, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M0PLUS, 0xF0000000, 0x932, CLASS_DEBUG, JEP106_ARM, { 0 } },
    { UL_CORE_M0PLUS, 0xF0001000, 0x000, CLASS_DEBUG, JEP106_NXP, { 0 } },
    { UL_CORE_M3,
      0xE00FF000,
      0x4C3,
      CLASS_ROM,
      JEP106_ARM,
      { ENTRY (0xE00FF000, 0xE000E000), ENTRY (0xE00FF000, 0xE0001000),
        ENTRY (0xE00FF000, 0xE0002000), ENTRY (0xE00FF000, 0xE0000000) } },
    { UL_CORE_M3, 0xE000E000, 0x000, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M3, 0xE0001000, 0x002, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M3, 0xE0002000, 0x003, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M3, 0xE0000000, 0x001, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M4,
      0xE00FF000,
      0x4C4,
      CLASS_ROM,
      JEP106_ARM,
      { ENTRY (0xE00FF000, 0xE000E000), ENTRY (0xE00FF000, 0xE0001000),
        ENTRY (0xE00FF000, 0xE0002000), ENTRY (0xE00FF000, 0xE0000000) } },
    { UL_CORE_M4, 0xE000E000, 0x00C, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M4, 0xE0001000, 0x002, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M4, 0xE0002000, 0x003, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M4, 0xE0000000, 0x001, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M7, 0xE00FE000, 0x4C8, CLASS_ROM, JEP106_ARM, { ENTRY (0xE00FE000, 0xE00FF000) } },
    { UL_CORE_M7,
      0xE00FF000,
      0x4C7,
      CLASS_ROM,
      JEP106_ARM,
      { ENTRY (0xE00FF000, 0xE000E000), ENTRY (0xE00FF000, 0xE0001000),
        ENTRY (0xE00FF000, 0xE0002000), ENTRY (0xE00FF000, 0xE0000000) } },
    { UL_CORE_M7, 0xE000E000, 0x00C, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M7, 0xE0001000, 0x002, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M7, 0xE0002000, 0x00E, CLASS_GENERIC, JEP106_ARM, { 0 } },
    { UL_CORE_M7, 0xE0000000, 0x001, CLASS_GENERIC, JEP106_ARM, { 0 } },
};

static guint32
identification (const Component *component, guint32 offset)
{
    guint designer = component->designer;

    switch (offset) {
    case 0xFD0: /* PIDR4: continuation code */
        return designer >> 8 & 0xF;
    case 0xFE0:
        return component->part & 0xFF;
    case 0xFE4:
        return (designer & 0xF) << 4 | component->part >> 8;
    case 0xFE8:
        return 0x8 | (designer >> 4 & 0x7);
    case 0xFF0:
        return 0x0D;
    case 0xFF4:
        return component->component << 4;
    case 0xFF8:
        return 0x05;
    case 0xFFC:
        return 0xB1;
    }
    return 0;
}

gboolean
ul_sim_rom_read (UlSimChip *self, guint32 address, guint32 *value)
{
    for (guint i = 0; i < G_N_ELEMENTS (components); i++) {
        const Component *component = &components[i];
        guint32 offset = address - component->base;

        if (component->core != self->device->core || offset >= 0x1000)
            continue;
        if (offset >= 0xFD0)
            *value = identification (component, offset);
        else if (component->component != CLASS_ROM)
            return FALSE;
        else if (offset / 4 < G_N_ELEMENTS (component->entries))
            *value = component->entries[offset / 4];
        else
            *value = offset == 0xFCC ? 1 : 0; /* MEMTYPE: the system's memory is there, too */
        return TRUE;
    }
    return FALSE;
}
