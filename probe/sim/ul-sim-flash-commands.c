/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands of FTFA and FTFE. Source: the chapters of these names in the reference manuals of
 * KL25 and K64, section Flash Command Descriptions; times: data sheets. */
#include "ul-sim-parts.h"

#include <string.h>

#define BLANK          0xFF
#define MARGIN_USER    1
#define MARGIN_MAX     2
#define N_REGIONS      32
#define N_DATA_REGIONS 8
#define LEAST_REGION   1024u
#define FCF_KEY        0x0
#define FCF_FSEC       0xC
#define KEY_SIZE       8
#define KEYEN          0xC0
#define KEYEN_ON       0x80
#define UNSECURED      0xFE
#define VERSION_SIZE   8

static guint32
address_of (UlSimChip *self)
{
    const guint8 *fccob = self->ctl.fccob;

    return (guint32) fccob[1] << 16 | (guint32) fccob[2] << 8 | fccob[3];
}

static guint
unit_of (UlSimChip *self)
{
    return self->device->regions[0].unit;
}

/* Where the configuration field is among the cells. */
static guint32
get_field (UlSimChip *self)
{
    return self->device->fcf_address - self->device->regions[0].start;
}

static void
work_on (UlSimChip *self, guint32 cell, guint32 size, guint us)
{
    self->ctl.address = cell;
    self->ctl.size = size;
    self->ctl.takes = us * 1000ull;
}

/* What names nothing of the flash. */
static void
work_on_nothing (UlSimChip *self, guint us)
{
    work_on (self, 0, 0, us);
}

/* Sets what the command works on: @size bytes from its address on, within @area. */
static gboolean
aim (UlSimChip *self, UlSimArea *area, guint32 size, guint us)
{
    guint32 cell = 0;

    if (!ul_sim_flash_find_area (self, address_of (self), area, &cell))
        return FALSE;
    work_on (self, cell, size, us);
    return size > 0 && (guint64) (cell - area->first) + size <= area->size;
}

/* ... the whole piece of flash that its address is in. */
static gboolean
aim_at_block (UlSimChip *self, UlSimArea *area, guint us)
{
    if (!aim (self, area, 1, us) || address_of (self) % area->block_align != 0)
        return FALSE;
    self->ctl.address -= (self->ctl.address - area->first) % area->block;
    self->ctl.size = area->block;
    /* What stands behind EEPROM is nobody's to change. */
    return !area->is_data || self->ctl.eeprom_size == 0;
}

static gboolean
is_program_protected (UlSimChip *self, guint32 cell, guint32 size)
{
    guint32 region = MAX (self->flash_size / N_REGIONS, LEAST_REGION);
    guint32 fprot = ul_sim_get_le (self->ctl.fprot, 4);

    for (guint32 i = cell / region; i <= (cell + size - 1) / region; i++)
        if ((fprot >> i & 1) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
is_data_protected (UlSimChip *self, guint32 offset, guint32 size)
{
    guint32 sector = self->device->regions[1].sector_size;
    guint32 size_of_all = self->ctl.data_size;
    guint32 region;

    if ((size_of_all & (size_of_all - 1)) != 0)
        size_of_all = self->regions_size - self->flash_size;
    region = MAX (size_of_all / N_DATA_REGIONS, sector);

    for (guint32 i = offset / region; i <= (offset + size - 1) / region; i++)
        if ((self->ctl.fdprot >> i & 1) == 0)
            return TRUE;
    return FALSE;
}

/* What the command works on. */
static gboolean
is_protected (UlSimChip *self)
{
    UlSimFlash *ctl = &self->ctl;

    return ctl->address < self->flash_size
               ? is_program_protected (self, ctl->address, ctl->size)
               : is_data_protected (self, ctl->address - self->flash_size, ctl->size);
}

/* Also a bit that stands for no data flash counts. */
static gboolean
is_any_protected (UlSimChip *self)
{
    return is_program_protected (self, 0, self->flash_size) ||
           (self->model->flexnvm && self->ctl.fdprot != BLANK);
}

static gboolean
is_blank (UlSimChip *self, guint32 address, guint32 size)
{
    for (guint32 i = address; i < address + size; i++)
        if (self->flash[i] != BLANK)
            return FALSE;
    return TRUE;
}

static void
set_outcome (UlSimChip *self, gboolean ok)
{
    self->ctl.outcome = ok ? 0 : UL_SIM_MGSTAT0;
}

/* Commands that only look are broken off without a trace. */
static void
report_blank (UlSimChip *self, guint part)
{
    set_outcome (self, is_blank (self, self->ctl.address, self->ctl.size));
}

/* --- 00, 01, 02, 40: look whether cells are blank, or hold something --- */

static guint8
check_read_block (UlSimChip *self)
{
    UlSimArea area;

    if (self->ctl.fccob[4] > MARGIN_MAX ||
        !aim_at_block (self, &area, self->model->times.read_block))
        return UL_SIM_ACCERR;
    return 0;
}

static guint8
check_read_section (UlSimChip *self)
{
    const guint8 *fccob = self->ctl.fccob;
    guint32 units = (guint32) fccob[4] << 8 | fccob[5], size, offset;
    UlSimArea area;

    if (fccob[6] > MARGIN_MAX || !aim (self, &area, 1, self->model->times.read_section))
        return UL_SIM_ACCERR;
    size = self->ctl.size = units * area.align;
    offset = self->ctl.address - area.first;
    if (units == 0 || offset % area.align != 0 || offset + size > area.size ||
        offset / area.block != (offset + size - 1) / area.block)
        return UL_SIM_ACCERR;
    return 0;
}

static guint8
check_program_check (UlSimChip *self)
{
    guint8 margin = self->ctl.fccob[4];
    UlSimArea area;

    if (margin < MARGIN_USER || margin > MARGIN_MAX || address_of (self) % 4 != 0 ||
        !aim (self, &area, 4, self->model->times.program_check))
        return UL_SIM_ACCERR;
    return 0;
}

/* FCCOB8 is the byte at the highest address. */
static void
finish_program_check (UlSimChip *self, guint part)
{
    const guint8 *cells = self->flash + self->ctl.address, *fccob = self->ctl.fccob;
    gboolean ok = TRUE;

    for (guint i = 0; i < 4; i++)
        ok = ok && cells[i] == fccob[0xB - i];
    set_outcome (self, ok);
}

static guint8
check_read_all (UlSimChip *self)
{
    work_on (self, 0, self->regions_size, self->model->times.read_all);
    return self->ctl.fccob[1] > MARGIN_MAX ? UL_SIM_ACCERR : 0;
}

static void
finish_read_all (UlSimChip *self, guint part)
{
    report_blank (self, part);
    if (part == 1024 && self->ctl.outcome == 0)
        self->ctl.fsec = UNSECURED; /* nothing to hide */
}

/* --- 03: resources --- */

static guint8
check_read_resource (UlSimChip *self)
{
    guint unit = unit_of (self);
    guint8 select = self->ctl.fccob[unit == 8 ? 4 : 8];
    guint32 address = address_of (self);

    work_on_nothing (self, self->model->times.read_resource);
    if (address % unit != 0 || select > 1 || address + unit > (select == 1 ? VERSION_SIZE : 0x100))
        return UL_SIM_ACCERR;
    self->ctl.address = address;
    memset (self->ctl.result, BLANK, sizeof self->ctl.result);
    for (guint i = 0; select == 1 && i < unit; i++)
        self->ctl.result[i] = ul_sim_hash (self->model->sdid, address + i);
    if (select == 0 && address >= 0xC0)
        memcpy (self->ctl.result, self->ctl.once + (address - 0xC0), unit);
    return 0;
}

static void
finish_with_result (UlSimChip *self, guint part)
{
    memcpy (self->ctl.fccob + 4, self->ctl.result, unit_of (self));
}

/* --- 06, 07, 0B: program --- */

static guint8
check_program (UlSimChip *self)
{
    guint unit = unit_of (self);
    UlSimArea area;

    if (address_of (self) % unit != 0 || !aim (self, &area, unit, self->model->times.program_unit))
        return UL_SIM_ACCERR;
    return is_protected (self) ? UL_SIM_FPVIOL : 0;
}

/* The controller takes words, most significant byte first: so do its registers. */
static void
finish_program (UlSimChip *self, guint part)
{
    guint unit = unit_of (self);
    guint8 data[8];

    for (guint i = 0; i < unit; i++)
        data[i] = self->ctl.fccob[4 + (i ^ 3)];
    set_outcome (self, ul_sim_flash_program_cells (self, self->ctl.address, data, unit, part));
    self->counts.programs++;
}

static guint8
check_program_section (UlSimChip *self)
{
    const guint8 *fccob = self->ctl.fccob;
    guint32 units = (guint32) fccob[4] << 8 | fccob[5], size, offset;
    UlSimArea area;

    if ((self->ctl.fcnfg & UL_SIM_RAMRDY) == 0 || units == 0 || !aim (self, &area, 1, 0))
        return UL_SIM_ACCERR;
    size = units * area.align;
    offset = self->ctl.address - area.first;
    work_on (self, self->ctl.address, size, (guint64) self->model->times.section_kib * size / 1024);
    if (size > self->model->flexram_size || offset % area.align != 0 ||
        offset / area.sector != (offset + size - 1) / area.sector)
        return UL_SIM_ACCERR;
    return is_protected (self) ? UL_SIM_FPVIOL : 0;
}

static void
finish_program_section (UlSimChip *self, guint part)
{
    UlSimFlash *ctl = &self->ctl;
    /* From below: what was broken off is done up to there. */
    guint32 done = ctl->size * part / 1024 & ~7u;
    gboolean ok = ul_sim_flash_program_cells (self, ctl->address, self->flexram, done, 1024);

    if (done < ctl->size)
        ul_sim_flash_program_cells (self, ctl->address + done, self->flexram + done, 8, 512);
    set_outcome (self, ok);
    self->counts.sections++;
}

/* --- 08, 09, 44, 49: erase --- */

static guint8
check_erase_block (UlSimChip *self)
{
    UlSimArea area;

    if (!aim_at_block (self, &area, self->model->times.erase_block))
        return UL_SIM_ACCERR;
    return is_protected (self) ? UL_SIM_FPVIOL : 0;
}

static guint8
check_erase_sector (UlSimChip *self)
{
    UlSimArea area;

    if (!aim (self, &area, 1, self->model->times.erase_sector) ||
        address_of (self) % area.align != 0)
        return UL_SIM_ACCERR;
    self->ctl.address -= (self->ctl.address - area.first) % area.sector;
    self->ctl.size = area.sector;
    return is_protected (self) ? UL_SIM_FPVIOL : 0;
}

static void
finish_erase (UlSimChip *self, guint part)
{
    set_outcome (self, ul_sim_flash_erase_cells (self, self->ctl.address, self->ctl.size, part));
    self->counts.erases++;
}

static guint8
check_erase_all (UlSimChip *self)
{
    work_on (self, 0, self->regions_size, self->model->times.erase_all);
    return is_any_protected (self) ? UL_SIM_FPVIOL : 0;
}

/* Opens the chip until the next reset only: the security byte in the flash is blank now. */
static void
finish_erase_all (UlSimChip *self, guint part)
{
    gboolean ok = ul_sim_flash_erase_cells (self, 0, self->regions_size, part);

    ul_sim_flexnvm_erased (self);
    set_outcome (self, ok);
    self->counts.erase_alls++;
    if (ok && part == 1024)
        self->ctl.fsec = UNSECURED;
}

/* Whatever is protected; and the chip stays open. */
static guint8
check_erase_all_open (UlSimChip *self)
{
    work_on (self, 0, self->regions_size, self->model->times.erase_all);
    return 0;
}

static void
finish_erase_all_open (UlSimChip *self, guint part)
{
    const guint8 open = UNSECURED;

    finish_erase_all (self, part);
    if (part == 1024)
        ul_sim_flash_program_cells (self, get_field (self) + FCF_FSEC, &open, 1, 1024);
}

/* --- 41, 43: the field that can be programmed once --- */

static guint8
check_once (UlSimChip *self)
{
    guint unit = unit_of (self);
    guint index = self->ctl.fccob[1];

    work_on_nothing (self, self->model->times.once);
    if (index >= sizeof self->ctl.once / unit)
        return UL_SIM_ACCERR;
    self->ctl.address = index * unit;
    memcpy (self->ctl.result, self->ctl.once + index * unit, unit);
    return 0;
}

static guint8
check_program_once (UlSimChip *self)
{
    guint8 error = check_once (self);

    for (guint i = 0; error == 0 && i < unit_of (self); i++)
        if (self->ctl.result[i] != BLANK)
            return UL_SIM_ACCERR;
    return error;
}

static void
finish_program_once (UlSimChip *self, guint part)
{
    memcpy (self->ctl.once + self->ctl.address, self->ctl.fccob + 4, unit_of (self));
}

/* --- 45: the backdoor key --- */

static gboolean
is_all (const guint8 *bytes, guint8 value)
{
    for (guint i = 0; i < KEY_SIZE; i++)
        if (bytes[i] != value)
            return FALSE;
    return TRUE;
}

guint8
ul_sim_flash_check_key (UlSimChip *self, const guint8 *key)
{
    UlSimFlash *ctl = &self->ctl;

    work_on_nothing (self, self->model->times.verify_key);
    if ((ctl->fsec & KEYEN) != KEYEN_ON || ctl->key_failed)
        return UL_SIM_ACCERR;
    if (is_all (key, 0) || is_all (key, BLANK) ||
        memcmp (key, self->flash + get_field (self) + FCF_KEY, KEY_SIZE) != 0) {
        ctl->key_failed = TRUE;
        return UL_SIM_ACCERR;
    }
    return 0;
}

static guint8
check_verify_key (UlSimChip *self)
{
    return ul_sim_flash_check_key (self, self->ctl.fccob + 4);
}

void
ul_sim_flash_open_by_key (UlSimChip *self, guint part)
{
    if (part == 1024)
        self->ctl.fsec = (self->ctl.fsec & ~0x03) | 0x02;
}

static const UlSimFlashCommand commands[] = {
    { 0x00, check_read_block, report_blank },
    { 0x01, check_read_section, report_blank },
    { 0x02, check_program_check, finish_program_check },
    { 0x03, check_read_resource, finish_with_result },
    { 0x06, check_program, finish_program },
    { 0x07, check_program, finish_program },
    { 0x08, check_erase_block, finish_erase },
    { 0x09, check_erase_sector, finish_erase },
    { 0x0B, check_program_section, finish_program_section },
    { 0x40, check_read_all, finish_read_all },
    { 0x41, check_once, finish_with_result },
    { 0x43, check_program_once, finish_program_once },
    { 0x44, check_erase_all, finish_erase_all },
    { 0x45, check_verify_key, ul_sim_flash_open_by_key },
    { 0x49, check_erase_all_open, finish_erase_all_open },
};

static const UlSimFlashCommand *
find_any (guint8 opcode)
{
    if (opcode == ul_sim_flexnvm_partition.opcode)
        return &ul_sim_flexnvm_partition;
    if (opcode == ul_sim_flexnvm_set_ram.opcode)
        return &ul_sim_flexnvm_set_ram;
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (commands[i].opcode == opcode)
            return &commands[i];
    return NULL;
}

const UlSimFlashCommand *
ul_sim_flash_find_command (UlSimChip *self, guint8 opcode)
{
    /* Not every controller has every command. */
    for (const guint8 *own = self->model->commands; *own != 0xFF; own++)
        if (*own == opcode)
            return find_any (opcode);
    return NULL;
}
