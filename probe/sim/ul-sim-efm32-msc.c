/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The flash controller of EFM32 series 0, its lock page, user page and device information. Source:
 * EFM32G reference manual, chapters "MSC" and "Memory and Bus System".
 */
#include "ul-sim-efm32.h"

#include <string.h>

#define WRITECTRL 0x08
#define WRITECMD  0x0C
#define ADDRB     0x10
#define WDATA     0x18
#define STATUS    0x1C
#define LOCK      0x3C

#define WREN       0x1u
#define LADDRIM    0x01u
#define ERASEPAGE  0x02u
#define WRITEONCE  0x08u
#define WRITETRIG  0x10u
#define BUSY       0x1u
#define LOCKED     0x2u
#define INVADDR    0x4u
#define WDATAREADY 0x8u
#define UNLOCK_KEY 0x1B71u

#define PAGE_ERASE_NS 20000000
#define WORD_NS       20000

#define USER_PAGE 0x0FE00000u
#define LOCK_PAGE 0x0FE04000u

#define NOWHERE G_MAXUINT32

/* --- work that takes time --- */

void
ul_sim_efm32_begin (UlSimChip *self, UlSimEfm32Work work, guint64 ns)
{
    UlSimEfm32 *efm = &self->efm32;

    ul_sim_efm32_abort (self);
    efm->doing = work;
    efm->started = self->time;
    efm->takes = ns;
    ul_sim_chip_schedule (self, UL_SIM_EVENT_FAMILY, self->time + ns);
}

static void
erase_page (UlSimChip *self, guint part)
{
    guint32 offset = self->efm32.offset - self->efm32.offset % UL_SIM_EFM32_PAGE;

    self->counts.erases += part >= 1024;
    if (offset < self->flash_size)
        ul_sim_flash_erase_cells (self, offset, UL_SIM_EFM32_PAGE, part);
    else if (part >= 1024)
        memset (self->flash + offset, UL_SIM_EFM32_BLANK, UL_SIM_EFM32_PAGE);
}

static void
program_word (UlSimChip *self)
{
    UlSimEfm32 *efm = &self->efm32;
    guint8 bytes[4];

    self->counts.programs++;
    ul_sim_put_le (bytes, 4, efm->wdata);
    if (efm->offset < self->flash_size)
        ul_sim_flash_program_cells (self, efm->offset, bytes, 4, 1024);
    else
        for (guint i = 0; i < 4; i++)
            self->flash[efm->offset + i] &= bytes[i];
    /* It counts on within the page. */
    if ((efm->offset + 4) % UL_SIM_EFM32_PAGE != 0)
        efm->offset += 4;
}

static void
finish (UlSimChip *self, guint part)
{
    UlSimEfm32Work work = self->efm32.doing;

    self->efm32.doing = UL_SIM_EFM32_NOTHING;
    if (work == UL_SIM_EFM32_DEVICE_ERASE)
        ul_sim_efm32_erase_device (self, part);
    else if (work == UL_SIM_EFM32_PAGE_ERASE)
        erase_page (self, part);
    else if (work == UL_SIM_EFM32_WORD && part >= 1024)
        program_word (self);
}

void
ul_sim_efm32_done (UlSimChip *self)
{
    finish (self, 1024);
}

void
ul_sim_efm32_abort (UlSimChip *self)
{
    UlSimEfm32 *efm = &self->efm32;

    if (efm->doing == UL_SIM_EFM32_NOTHING)
        return;
    ul_sim_chip_cancel (self, UL_SIM_EVENT_FAMILY);
    finish (self, MIN ((self->time - efm->started) * 1024 / efm->takes, 1023));
}

/* --- registers --- */

void
ul_sim_efm32_msc_reset (UlSimChip *self)
{
    UlSimEfm32 *efm = &self->efm32;

    efm->registers_locked = efm->writes = FALSE;
    efm->addrb = efm->wdata = efm->problems = 0;
    efm->offset = NOWHERE;
}

static guint32
offset_of (UlSimChip *self, guint32 address)
{
    if (address < self->flash_size)
        return address;
    if (address - LOCK_PAGE < UL_SIM_EFM32_PAGE)
        return self->flash_size + (address - LOCK_PAGE);
    if (address - USER_PAGE < UL_SIM_EFM32_PAGE)
        return self->flash_size + UL_SIM_EFM32_PAGE + (address - USER_PAGE);
    return NOWHERE;
}

static void
load_address (UlSimChip *self)
{
    UlSimEfm32 *efm = &self->efm32;

    efm->offset = offset_of (self, efm->addrb & ~3u);
    efm->problems = efm->offset == NOWHERE                            ? INVADDR
                    : ul_sim_efm32_is_page_locked (self, efm->offset) ? LOCKED
                                                                      : 0;
}

static void
command (UlSimChip *self, guint32 bits)
{
    UlSimEfm32 *efm = &self->efm32;

    if (!efm->writes || efm->doing != UL_SIM_EFM32_NOTHING) {
        self->counts.refusals++;
        return;
    }
    if ((bits & LADDRIM) != 0)
        load_address (self);
    if ((bits & (ERASEPAGE | WRITEONCE | WRITETRIG)) == 0)
        return;
    if (efm->problems != 0 || efm->offset == NOWHERE) {
        self->counts.refusals++;
        return;
    }
    if ((bits & ERASEPAGE) != 0)
        ul_sim_efm32_begin (self, UL_SIM_EFM32_PAGE_ERASE, PAGE_ERASE_NS);
    else
        ul_sim_efm32_begin (self, UL_SIM_EFM32_WORD, WORD_NS);
}

static gboolean
read_msc (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    UlSimEfm32 *efm = &self->efm32;
    gboolean busy = efm->doing != UL_SIM_EFM32_NOTHING;

    *value = 0;
    if (offset == STATUS)
        *value = efm->problems | (busy ? BUSY : WDATAREADY);
    else if (offset == WRITECTRL)
        *value = efm->writes ? WREN : 0;
    else if (offset == ADDRB)
        *value = efm->addrb;
    else if (offset == LOCK)
        *value = efm->registers_locked ? 1 : 0;
    return size == 4;
}

static gboolean
write_msc (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    UlSimEfm32 *efm = &self->efm32;

    if (offset == LOCK)
        efm->registers_locked = (value & 0xFFFF) != UNLOCK_KEY;
    else if (offset == WRITECTRL && !efm->registers_locked)
        efm->writes = (value & WREN) != 0;
    else if (offset == WRITECMD)
        command (self, value);
    else if (offset == ADDRB)
        efm->addrb = value;
    else if (offset == WDATA)
        efm->wdata = value;
    return size == 4;
}

const UlSimOps ul_sim_efm32_msc_ops = { read_msc, write_msc };

/* --- the pages beside the flash --- */

static guint32
info_word (UlSimChip *self, guint32 offset)
{
    guint32 flash_kib = self->flash_size / 1024, ram_kib = self->device->ram_size / 1024;

    switch (offset) {
    case 0x1E4:
        return 0xFFFFFFFF; /* page size: none told, which is 512 */
    case 0x1F0:
    case 0x1F4:
        return ul_sim_id_get_word (self, (offset - 0x1F0) / 4);
    case 0x1F8:
        return flash_kib | ram_kib << 16;
    case 0x1FC:
        return self->model->sdid;
    default:
        return 0xFFFFFFFF;
    }
}

static gboolean
read_own (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    guint32 at = offset_of (self, USER_PAGE + offset);

    if (at == NOWHERE)
        return FALSE;
    *value = ul_sim_get_le (self->flash + at, size);
    return TRUE;
}

static gboolean
read_info (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    guint32 word = info_word (self, offset & ~3u) >> (offset & 3) * 8;

    *value = size < 4 ? word & ((1u << (8 * size)) - 1) : word;
    return TRUE;
}

static gboolean
refuse_write (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    return FALSE; /* flash is written by commands only */
}

const UlSimOps ul_sim_efm32_own_ops = { read_own, refuse_write };
const UlSimOps ul_sim_efm32_info_ops = { read_info, refuse_write };
