/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The commands of FTMRH and FTMRE. Source: the reference manuals of KE02, KE04 and KE06, sections
 * Flash Command Summary and Flash Command Descriptions; times: the data sheet of KE02. The highest
 * index that was written says how many words a command has; another number is an error.
 */
#include "ul-sim-ftmrx.h"

#include <string.h>

#define BLANK     0xFF
#define UNSECURED 0xFE

#define FPOPEN   0x80
#define FPHDIS   0x20
#define FPLDIS   0x04
#define HIGH_END 0x8000u
#define DPOPEN   0x80

#define SECTION_UNIT 4u /* bytes that a section is counted in */
#define ONCE_SIZE    8

/* --- what the words say --- */

static guint32
address_of (UlSimChip *self)
{
    const guint8 *fccob = self->ctl.fccob;

    return (guint32) fccob[1] << 16 | (guint32) fccob[2] << 8 | fccob[3];
}

/* Bytes from index 2 on, in the order of memory: the low half of a word comes first. */
static void
take_data (UlSimChip *self, guint8 *data, guint size)
{
    for (guint i = 0; i < size; i++)
        data[i] = self->ctl.fccob[4 + (i ^ 1)];
}

static gboolean
has_words (UlSimChip *self, guint last)
{
    return self->ctl.index == last;
}

/* Sets what the command works on: offsets in the storage. %FALSE when that is not there. */
static gboolean
aim (UlSimChip *self, guint32 address, guint32 size, guint32 align, guint us)
{
    self->ctl.address = address;
    self->ctl.size = size;
    self->ctl.takes = us * 1000ull;
    return address % align == 0 && size > 0 && (guint64) address + size <= self->flash_size;
}

static guint32
eeprom_size (UlSimChip *self)
{
    return self->regions_size - self->flash_size;
}

static gboolean
aim_at_eeprom (UlSimChip *self, guint32 size, guint us)
{
    guint32 address = address_of (self);

    self->ctl.address = self->flash_size + address;
    self->ctl.size = size;
    self->ctl.takes = us * 1000ull;
    return size > 0 && (guint64) address + size <= eeprom_size (self);
}

/* --- protection: windows at the low and at the high end of 32 KiB --- */

static gboolean
covers (UlSimChip *self, guint8 fprot, guint32 address)
{
    gboolean small = self->flash_size <= 8192;
    guint32 low = (small ? 1024u : 2048u) << (fprot & 3);
    guint32 high = 1024u << (fprot >> 3 & 3);
    gboolean in_window =
        ((fprot & FPLDIS) == 0 && address < low) ||
        (!small && (fprot & FPHDIS) == 0 && address < HIGH_END && address >= HIGH_END - high);

    return (fprot & FPOPEN) != 0 ? in_window : !in_window;
}

static gboolean
is_protected (UlSimChip *self, guint32 address, guint32 size)
{
    for (guint32 at = address; at < address + size; at += 4)
        if (covers (self, self->ctl.fprot[0], at))
            return TRUE;
    return FALSE;
}

static gboolean
eeprom_is_protected (UlSimChip *self, guint32 offset)
{
    guint8 eeprot = self->ctl.eeprot;

    return eeprom_size (self) > 0 && (eeprot & DPOPEN) == 0 && offset < ((eeprot & 7) + 1) * 32u;
}

/* What the register may be changed to is a matter of its bits alone. */
gboolean
ul_sim_ftmrx_only_adds (guint8 before, guint8 after)
{
    gboolean opens = (after & ~before & FPOPEN) != 0;
    guint8 dis = after & ~before & (FPHDIS | FPLDIS);

    return !opens && dis == 0 && (before & FPOPEN) == (after & FPOPEN) &&
           ((before & FPOPEN) == 0 ||
            ((after & 3) >= (before & 3) && (after & 0x18) >= (before & 0x18)));
}

/* --- looking --- */

static gboolean
is_blank (UlSimChip *self)
{
    for (guint32 i = 0; i < self->ctl.size; i++)
        if (self->flash[self->ctl.address + i] != BLANK)
            return FALSE;
    return TRUE;
}

static void
report_blank (UlSimChip *self, guint part)
{
    self->ctl.outcome = is_blank (self) ? 0 : UL_SIM_MGSTAT;
}

static guint8
check_all_blank (UlSimChip *self)
{
    self->ctl.address = 0;
    self->ctl.size = self->regions_size;
    self->ctl.takes = self->model->times.read_all * 1000ull;
    return has_words (self, 0) ? 0 : UL_SIM_ACCERR;
}

static guint8
check_section_blank (UlSimChip *self)
{
    guint32 n = (guint32) self->ctl.fccob[4] << 8 | self->ctl.fccob[5];

    if (!has_words (self, 2) || !aim (self, address_of (self), n * SECTION_UNIT, SECTION_UNIT,
                                      self->model->times.read_section))
        return UL_SIM_ACCERR;
    return 0;
}

static guint8
check_eeprom_blank (UlSimChip *self)
{
    guint32 n = (guint32) self->ctl.fccob[4] << 8 | self->ctl.fccob[5];

    return has_words (self, 2) && aim_at_eeprom (self, n, self->model->times.read_section)
               ? 0
               : UL_SIM_ACCERR;
}

/* --- 06, 11: program --- */

/* Two need not stand in the same eight bytes: other people's tools rely on that. */
static guint8
check_program (UlSimChip *self)
{
    const UlSimFlashTimes *times = &self->model->times;
    guint32 address = address_of (self);
    gboolean two = has_words (self, 5);
    guint size = two ? 8 : 4;

    if ((!two && !has_words (self, 3)) ||
        !aim (self, address, size, 4, two ? times->program_two : times->program_unit))
        return UL_SIM_ACCERR;
    return is_protected (self, address, size) ? UL_SIM_FPVIOL : 0;
}

static void
program (UlSimChip *self, const guint8 *data, guint part)
{
    guint clocked = ul_sim_ftmrx_clocked_part (self, part);

    if (!ul_sim_flash_program_cells (self, self->ctl.address, data, self->ctl.size, clocked))
        self->ctl.outcome = UL_SIM_MGSTAT;
    self->counts.programs++;
}

static void
finish_program (UlSimChip *self, guint part)
{
    guint8 data[8];

    take_data (self, data, self->ctl.size);
    program (self, data, part);
}

static guint8
check_program_eeprom (UlSimChip *self)
{
    guint last = self->ctl.index;

    if (last < 2 || last > 5 ||
        !aim_at_eeprom (self, last - 1, self->model->times.program_eeprom_byte * (last - 1)))
        return UL_SIM_ACCERR;
    for (guint i = 0; i < last - 1; i++)
        if (eeprom_is_protected (self, address_of (self) + i))
            return UL_SIM_FPVIOL;
    return 0;
}

/* A byte in the low half of each word. */
static void
finish_program_eeprom (UlSimChip *self, guint part)
{
    guint8 data[4];

    for (guint i = 0; i < self->ctl.size; i++)
        data[i] = self->ctl.fccob[4 + 2 * i + 1];
    program (self, data, part);
}

/* --- 08, 09, 0A, 0B, 12: erase --- */

static guint8
check_erase_all (UlSimChip *self)
{
    self->ctl.address = 0;
    self->ctl.size = self->regions_size;
    self->ctl.takes = self->model->times.erase_all * 1000ull;
    if (!has_words (self, 0))
        return UL_SIM_ACCERR;
    return is_protected (self, 0, self->flash_size) || eeprom_is_protected (self, 0) ? UL_SIM_FPVIOL
                                                                                     : 0;
}

static guint8
check_erase_block (UlSimChip *self)
{
    if (!has_words (self, 1) || address_of (self) % 4 != 0 ||
        address_of (self) >= self->flash_size ||
        !aim (self, 0, self->flash_size, 1, self->model->times.erase_all))
        return UL_SIM_ACCERR;
    return is_protected (self, 0, self->flash_size) ? UL_SIM_FPVIOL : 0;
}

static guint8
check_erase_sector (UlSimChip *self)
{
    guint32 size = self->device->regions[0].sector_size, address = address_of (self);

    if (!has_words (self, 1) || address % 4 != 0 ||
        !aim (self, address - address % size, size, 1, self->model->times.erase_sector))
        return UL_SIM_ACCERR;
    return is_protected (self, self->ctl.address, size) ? UL_SIM_FPVIOL : 0;
}

static guint8
check_erase_eeprom (UlSimChip *self)
{
    guint32 size = self->device->regions[1].sector_size;

    if (!has_words (self, 1) || address_of (self) % size != 0 ||
        !aim_at_eeprom (self, size, self->model->times.erase_eeprom))
        return UL_SIM_ACCERR;
    return eeprom_is_protected (self, address_of (self)) ? UL_SIM_FPVIOL : 0;
}

static void
finish_erase (UlSimChip *self, guint part)
{
    guint clocked = ul_sim_ftmrx_clocked_part (self, part);

    if (!ul_sim_flash_erase_cells (self, self->ctl.address, self->ctl.size, clocked))
        self->ctl.outcome = UL_SIM_MGSTAT;
    self->counts.erases++;
}

/* Opens the chip until the next reset only: the security byte in the flash is blank now. */
static void
finish_erase_all (UlSimChip *self, guint part)
{
    finish_erase (self, part);
    self->counts.erases--;
    self->counts.erase_alls++;
    if (part == 1024 && self->ctl.outcome == 0)
        self->ctl.fsec = UNSECURED;
}

/* --- 04, 07: the field that can be programmed once; 0C: the backdoor key --- */

static guint8
check_once (UlSimChip *self, guint last)
{
    guint index = self->ctl.fccob[3];

    if (!has_words (self, last) || index >= sizeof self->ctl.once / ONCE_SIZE ||
        !aim (self, 0, 1, 1, self->model->times.once))
        return UL_SIM_ACCERR;
    self->ctl.size = 0;
    self->ctl.address = index * ONCE_SIZE;
    return 0;
}

static guint8
check_read_once (UlSimChip *self)
{
    return check_once (self, 1);
}

static void
finish_read_once (UlSimChip *self, guint part)
{
    for (guint i = 0; i < ONCE_SIZE; i++)
        self->ctl.fccob[4 + (i ^ 1)] = self->ctl.once[self->ctl.address + i];
}

static guint8
check_program_once (UlSimChip *self)
{
    guint8 error = check_once (self, 5);

    for (guint i = 0; error == 0 && i < ONCE_SIZE; i++)
        if (self->ctl.once[self->ctl.address + i] != BLANK)
            return UL_SIM_ACCERR;
    return error;
}

static void
finish_program_once (UlSimChip *self, guint part)
{
    take_data (self, self->ctl.once + self->ctl.address, ONCE_SIZE);
}

static guint8
check_verify_key (UlSimChip *self)
{
    return has_words (self, 4) ? ul_sim_flash_check_key (self, self->ctl.fccob + 2) : UL_SIM_ACCERR;
}

/* The last three are of the controller with EEPROM alone. */
static const UlSimFlashCommand commands[] = {
    { 0x01, check_all_blank, report_blank },
    { 0x03, check_section_blank, report_blank },
    { 0x04, check_read_once, finish_read_once },
    { 0x06, check_program, finish_program },
    { 0x07, check_program_once, finish_program_once },
    { 0x08, check_erase_all, finish_erase_all },
    { 0x09, check_erase_block, finish_erase },
    { 0x0A, check_erase_sector, finish_erase },
    { 0x0B, check_erase_all, finish_erase_all },
    { 0x0C, check_verify_key, ul_sim_flash_open_by_key },
    { 0x10, check_eeprom_blank, report_blank },
    { 0x11, check_program_eeprom, finish_program_eeprom },
    { 0x12, check_erase_eeprom, finish_erase },
};

const UlSimFlashCommand *
ul_sim_ftmrx_find_command (UlSimChip *self, guint8 opcode)
{
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (commands[i].opcode == opcode && (opcode < 0x10 || eeprom_size (self) > 0))
            return &commands[i];
    return NULL;
}
