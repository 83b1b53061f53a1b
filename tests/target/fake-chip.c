/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake-chip.h"

#include <string.h>
#include <unicorn/unicorn.h>

#define FTFX             0x40020000u
#define CRC_UNIT         0x40032000u
#define WDOG             0x40052000u
#define SMC_PMSTAT       0x4007E003u
#define SIM_SCGC6        0x4004803Cu
#define SIM_SDID         0x40048024u
#define SIM_FCFG1        0x4004804Cu
#define SIM_FCFG2        0x40048050u
#define SECTION_RAM      0x14000000u
#define SECTION_SIZE     4096u
#define PERIPHERALS      0x40000000u
#define PERIPHERALS_SIZE 0x00100000u
#define MCM              0xF0003000u
#define SCS              0xE000E000u
#define BOUNDARY         0x20000000u
#define SLICE            20000 /* instructions between two looks of the debugger */
#define LOOKS            3

static guint32
flash_size (FakeChip *self)
{
    return self->device->regions[0].size;
}

static gboolean
is_phrase (FakeChip *self)
{
    return self->device->controller == UL_CONTROLLER_FTFE;
}

/* --- flash controller --- */

static gboolean
is_protected (FakeChip *self, guint32 address)
{
    guint32 granule = MAX (flash_size (self) / 32, 1024);

    return (self->fprot >> (address / granule) & 1) == 0;
}

static guint8
erase_sector (FakeChip *self, guint32 address)
{
    guint32 size = self->device->regions[0].sector_size;

    if (address % (size / 256) != 0 || address >= flash_size (self))
        return 0x20;
    if (is_protected (self, address))
        return 0x10;
    address -= address % size;
    if (address == self->broken_sector)
        return 0x01;
    self->n_erases++;
    if (address != self->stubborn_sector)
        memset (self->flash + address, 0xFF, size);
    return 0;
}

static guint8
program (FakeChip *self, guint32 address, const guint8 *data, guint size)
{
    if (is_protected (self, address))
        return 0x10;
    for (guint i = 0; i < size; i++) {
        gboolean bad = (data[i] & ~self->flash[address + i]) != 0 ||
                       (is_phrase (self) && self->flash[address + i] != 0xFF);

        self->flash[address + i] &= data[i];
        if (bad)
            return 0x01;
    }
    return 0;
}

static guint8
program_unit (FakeChip *self, guint32 address)
{
    guint unit = is_phrase (self) ? 8 : 4;
    guint32 words[2] = { GUINT32_TO_LE (self->fccob[1]), GUINT32_TO_LE (self->fccob[2]) };

    self->n_programs++;
    if (address % unit != 0 || address >= flash_size (self))
        return 0x20;
    return program (self, address, (const guint8 *) words, unit);
}

static guint8
program_section (FakeChip *self, guint32 address)
{
    guint size = (self->fccob[1] >> 16) * 16;
    guint32 sector = self->device->regions[0].sector_size;

    self->n_sections++;
    if (!is_phrase (self) || address % 16 != 0 || size == 0 || size > 1024 ||
        address % sector + size > sector || address >= flash_size (self))
        return 0x20;
    return program (self, address, self->section, size);
}

static guint8
erase_all (FakeChip *self)
{
    self->n_erase_alls++;
    if (self->fprot != 0xFFFFFFFF)
        return 0x10;
    memset (self->flash, 0xFF, flash_size (self));
    return 0;
}

/* Data sheet times, typical; what this fake has is taken for an MKL25Z128 or an MK64FN1M0. */
static double
duration_us (FakeChip *self)
{
    switch (self->fccob[0] >> 24) {
    case 0x06:
        return 65;
    case 0x07:
        return 90;
    case 0x0B:
        return (self->fccob[1] >> 16) * 16 * 5000.0 / 1024;
    case 0x09:
        return is_phrase (self) ? 15000 : 14000;
    case 0x44:
        return is_phrase (self) ? 870000 : 88000;
    default:
        return 1;
    }
}

static void
launch (FakeChip *self)
{
    guint32 address = self->fccob[0] & 0xFFFFFF;
    guint8 errors = 0x20;

    if ((self->fstat & 0x80) == 0) {
        self->collided = TRUE;
        return;
    }
    if ((self->fstat & 0x30) != 0 || self->low_power)
        return;
    switch (self->fccob[0] >> 24) {
    case 0x06:
        errors = is_phrase (self) ? 0x20 : program_unit (self, address);
        break;
    case 0x07:
        errors = is_phrase (self) ? program_unit (self, address) : 0x20;
        break;
    case 0x09:
        errors = erase_sector (self, address);
        break;
    case 0x0B:
        errors = program_section (self, address);
        break;
    case 0x44:
        errors = erase_all (self);
        break;
    default:
        break;
    }
    self->fstat = errors & 0x30 ? 0x80 | errors : errors;
    self->busy = LOOKS;
    self->busy_until = self->core_us + duration_us (self);
}

static guint32
read_flash_register (FakeChip *self, guint offset)
{
    if (offset == 0 && (self->fstat & 0x80) == 0 && !self->never_ends &&
        (self->timed ? self->core_us >= self->busy_until : --self->busy == 0))
        self->fstat |= 0x80;
    if (offset < 4)
        return ((guint32) self->fstat | 0x02 << 8 | (guint32) self->fsec << 16 | 0xFFu << 24) >>
               (8 * offset);
    if (offset < 16)
        return self->fccob[offset / 4 - 1];
    return offset == 16 ? self->fprot : 0xFFFFFFFF;
}

static void
write_flash_register (FakeChip *self, guint offset, guint32 value)
{
    if (offset == 0) {
        self->fstat &= ~(value & 0x70);
        if ((value & 0x80) != 0)
            launch (self);
    } else if (offset >= 4 && offset < 16 && (self->fstat & 0x80) != 0)
        self->fccob[offset / 4 - 1] = value;
}

/* --- other peripherals --- */

static guint32
turn (guint32 value)
{
    guint32 result = 0;

    for (guint i = 0; i < 32; i++)
        result |= (value >> i & 1) << (31 - i);
    return result;
}

/* As in the manual: a shift register that takes the most significant bit first. */
static void
write_crc (FakeChip *self, guint offset, guint32 value)
{
    if (offset == 8)
        self->crc_ctrl = value;
    else if (offset == 0) {
        guint32 data = self->crc_ctrl >> 30 == 2 ? turn (value) : value;

        if ((self->crc_ctrl & 1u << 25) != 0) {
            self->crc_value = data;
            return;
        }
        for (guint i = 0; i < 32; i++) {
            gboolean out = ((self->crc_value ^ data) & 0x80000000) != 0;

            self->crc_value = self->crc_value << 1 ^ (out ? 0x04C11DB7 : 0);
            data <<= 1;
        }
    }
}

static guint32
read_crc (FakeChip *self)
{
    guint32 value = (self->crc_ctrl >> 28 & 3) == 2 ? turn (self->crc_value) : self->crc_value;

    return (self->crc_ctrl & 1u << 26) != 0 ? ~value : value;
}

static void
write_watchdog (FakeChip *self, guint32 offset, guint32 value)
{
    if (offset == 0xE)
        self->watchdog_step = value == 0xC520                               ? 1
                              : value == 0xD928 && self->watchdog_step == 1 ? 2
                                                                            : 0;
    else if (offset == 0 && self->watchdog_step == 2)
        self->watchdog_on = (value & 1) != 0;
}

static guint32
pfsize (FakeChip *self)
{
    return flash_size (self) == 128 * 1024 ? 7 : 0xD;
}

static guint32
read_peripheral (FakeChip *self, guint32 address)
{
    if (address >= FTFX && address < FTFX + 0x20)
        return read_flash_register (self, address - FTFX);
    if (address == CRC_UNIT)
        return read_crc (self);
    if (address == WDOG)
        return 0x01D2 | (self->watchdog_on ? 1 : 0);
    if (address == SMC_PMSTAT)
        return self->low_power ? 0x04 : 0x01;
    if (address == SIM_SDID)
        return self->sdid;
    if (address == SIM_FCFG1)
        return pfsize (self) << 24;
    return GPOINTER_TO_UINT (g_hash_table_lookup (self->registers, GUINT_TO_POINTER (address)));
}

static void
write_peripheral (FakeChip *self, guint32 address, guint32 value)
{
    if (address >= FTFX && address < FTFX + 0x20)
        write_flash_register (self, address - FTFX, value);
    else if (address >= CRC_UNIT && address < CRC_UNIT + 12)
        write_crc (self, address - CRC_UNIT, value);
    else if (address >= WDOG && address < WDOG + 0x10)
        write_watchdog (self, address - WDOG, value);
    else
        g_hash_table_insert (self->registers, GUINT_TO_POINTER (address), GUINT_TO_POINTER (value));
    if (address == SIM_SCGC6)
        self->crc_gate = (value & 1u << 18) != 0;
}

static uint64_t
on_read (uc_engine *uc, uint64_t offset, unsigned size, void *data)
{
    guint32 value = read_peripheral (data, PERIPHERALS + offset);

    return size == 1 ? value & 0xFF : size == 2 ? value & 0xFFFF : value;
}

static void
on_write (uc_engine *uc, uint64_t offset, unsigned size, uint64_t value, void *data)
{
    write_peripheral (data, PERIPHERALS + offset, value);
}

/* --- core --- */

void
fake_chip_reset (FakeChip *self)
{
    guint32 fprot, pc = 0;

    uc_reg_write (self->uc, UC_ARM_REG_PC, &pc);
    self->n_resets++;
    self->in_reset_seen = TRUE;
    self->fstat = 0x80;
    self->fsec = self->flash[0x40C];
    memcpy (&fprot, self->flash + 0x408, sizeof fprot);
    self->fprot = GUINT32_FROM_LE (fprot);
    self->watchdog_on = is_phrase (self);
    self->crc_gate = FALSE;
    self->halted = self->catch || (self->mdm_control & 0x04) != 0;
    g_hash_table_remove_all (self->registers);
}

static gboolean
is_secured (FakeChip *self)
{
    return (self->fsec & 3) != 2;
}

static gboolean
is_held (FakeChip *self)
{
    return (self->pin && !self->ignores_pin) || (self->mdm_control & 0x08) != 0;
}

static int
core_register (guint n)
{
    switch (n) {
    case 13:
        return UC_ARM_REG_SP;
    case 14:
        return UC_ARM_REG_LR;
    case 15:
        return UC_ARM_REG_PC;
    case 16:
        return UC_ARM_REG_XPSR;
    default:
        return UC_ARM_REG_R0 + n;
    }
}

static void
transfer_register (FakeChip *self, guint32 dcrsr)
{
    int id = core_register (dcrsr & 0x1F);

    if ((dcrsr & 0x1F) == 16)
        return; /* the mode of the emulator is fixed */
    if ((dcrsr & 1u << 16) != 0)
        uc_reg_write (self->uc, id, &self->dcrdr);
    else
        uc_reg_read (self->uc, id, &self->dcrdr);
}

static guint32
read_dhcsr (FakeChip *self)
{
    guint32 value = 1u << 16 | (self->halted ? 1u << 17 : 0) | (self->in_reset_seen ? 1u << 25 : 0);

    self->in_reset_seen = FALSE;
    return value;
}

static gboolean
access_scs (FakeChip *self, guint32 address, gboolean write, guint32 *value)
{
    switch (address) {
    case 0xE000ED00:
        *value = is_phrase (self) ? 0x410FC241 : 0x410CC601;
        return TRUE;
    case 0xE000ED0C:
        if (write && *value == 0x05FA0004)
            fake_chip_reset (self);
        return TRUE;
    case 0xE000EDF0:
        if (!write)
            *value = read_dhcsr (self);
        else if (*value >> 16 == 0xA05F)
            self->halted = (*value & 3) == 3;
        return TRUE;
    case 0xE000EDF4:
        if (write && self->halted)
            transfer_register (self, *value);
        return TRUE;
    case 0xE000EDF8:
        if (write)
            self->dcrdr = *value;
        else
            *value = self->dcrdr;
        return TRUE;
    case 0xE000EDFC:
        if (write)
            self->catch = (*value & 1) != 0;
        return TRUE;
    default:
        return TRUE;
    }
}

static guint8 *
memory_at (FakeChip *self, guint32 address)
{
    guint32 ram = self->device->ram_start;

    if (address < flash_size (self))
        return self->flash + address;
    if (address >= ram && address - ram < self->device->ram_size)
        return self->ram + (address - ram);
    if (is_phrase (self) && address >= SECTION_RAM && address - SECTION_RAM < SECTION_SIZE)
        return self->section + (address - SECTION_RAM);
    return NULL;
}

gboolean
fake_chip_access (FakeChip *self, guint32 address, guint size, gboolean write, guint32 *value)
{
    guint shift = 8 * (address & 3);
    guint32 mask = size == 4 ? 0xFFFFFFFF : (1u << 8 * size) - 1;
    guint8 *memory = memory_at (self, address);
    guint32 part = *value >> shift & mask;

    if (is_secured (self) || (is_held (self) && address < SCS))
        return FALSE;
    if (memory != NULL && write && memory >= self->ram &&
        memory < self->ram + self->device->ram_size && self->no_ram)
        return TRUE;
    if (memory != NULL && write) {
        if (memory >= self->flash && memory < self->flash + flash_size (self))
            return FALSE;
        for (guint i = 0; i < size; i++)
            memory[i] = part >> (8 * i);
        return TRUE;
    }
    if (memory != NULL) {
        part = 0;
        for (guint i = 0; i < size; i++)
            part |= (guint32) (memory[i] ^ (address + i == self->misread && self->misread != 1))
                    << (8 * i);
    } else if (address >= SCS && address < SCS + 0x1000) {
        if (!access_scs (self, address, write, &part))
            return FALSE;
    } else if (address >= PERIPHERALS && address < PERIPHERALS + PERIPHERALS_SIZE) {
        if ((address & ~0xFFFu) == CRC_UNIT &&
            (!is_phrase (self) || self->no_crc_unit || !self->crc_gate))
            return FALSE;
        if (write)
            write_peripheral (self, address, part);
        else
            part = read_peripheral (self, address);
    } else if ((address & ~0xFFFu) != MCM)
        return FALSE;
    if (!write)
        *value = (part & mask) << shift;
    return TRUE;
}

/* Cycles of a Cortex-M0+ for one instruction; Source: Arm DDI 0484, Instruction set summary. */
static guint
cost_of (guint16 code)
{
    if ((code & 0xF000) == 0xC000) /* ldm, stm */
        return 1 + __builtin_popcount (code & 0xFF);
    if ((code & 0xE000) == 0x6000 || (code & 0xF000) == 0x5000 || (code & 0xF000) == 0x8000 ||
        (code & 0xF000) == 0x9000 || (code & 0xF800) == 0x4800) /* loads, stores */
        return 2;
    if ((code & 0xF000) == 0xD000 || (code & 0xF800) == 0xE000) /* branches, taken */
        return 2;
    return 1;
}

static void
on_block (uc_engine *uc, uint64_t address, uint32_t size, void *data)
{
    FakeChip *self = data;
    guint8 *cost = &self->costs[address / 2 % sizeof self->costs];

    if (*cost == 0)
        for (guint i = 0; i < size / 2; i++) {
            const guint8 *code = memory_at (self, address + 2 * i);

            *cost += cost_of (code[0] | code[1] << 8);
        }
    self->core_us += *cost / 20.97;
    if (self->core_us >= self->core_until)
        uc_emu_stop (uc);
}

static void
run_for_a_time (FakeChip *self)
{
    guint32 pc = 0;

    self->core_until = self->probe->now_us;
    uc_reg_read (self->uc, UC_ARM_REG_PC, &pc);
    while (self->core_us < self->core_until && pc >= self->device->ram_start && !self->halted) {
        uc_emu_start (self->uc, pc | 1, 0xFFFFFFFE, 0, 0);
        uc_reg_read (self->uc, UC_ARM_REG_PC, &pc);
    }
    self->core_us = MAX (self->core_us, self->core_until);
}

void
fake_chip_run (FakeChip *self)
{
    guint32 pc = 0;

    if (self->halted || is_held (self) || is_secured (self)) {
        self->core_us = MAX (self->core_us, self->probe->now_us);
        return;
    }
    if (self->reset_after > 0 && --self->reset_after == 0) {
        fake_chip_reset (self);
        return;
    }
    if (self->timed) {
        run_for_a_time (self);
        return;
    }
    uc_reg_read (self->uc, UC_ARM_REG_PC, &pc);
    if (pc < self->device->ram_start) /* a program in flash: not what is tried here */
        return;
    uc_emu_start (self->uc, pc | 1, 0xFFFFFFFE, 0, SLICE);
}

/* --- MDM-AP and the pin --- */

static void
mass_erase (FakeChip *self)
{
    self->n_mass_erases++;
    memset (self->flash, 0xFF, flash_size (self));
    if (!self->erase_leaves_ff)
        self->flash[0x40C] = 0xFE;
    self->fsec = 0xFE;
}

void
fake_chip_mdm (FakeChip *self, guint8 reg, gboolean write, guint32 *value)
{
    gboolean allowed = (self->fsec & 0x30) != 0x20;

    if (reg == 0x04 && write) {
        gboolean held = is_held (self);

        self->mdm_control = *value & 0x1C;
        if ((*value & 1) != 0 && self->mdm_busy == 0)
            self->mdm_busy = 10;
        if (held && !is_held (self))
            fake_chip_reset (self);
    } else if (reg == 0x04) {
        if (self->mdm_busy > 1 && --self->mdm_busy == 5 && allowed && !self->no_mass_erase)
            mass_erase (self);
        if (self->mdm_busy == 1 && allowed && !self->no_mass_erase)
            self->mdm_busy = 0;
        *value = self->mdm_control | (self->mdm_busy != 0 ? 1 : 0);
    } else
        *value = 0x02 | (is_secured (self) ? 0x04 : 0) | (is_held (self) ? 0 : 0x08) |
                 (allowed ? 0x20 : 0) | (self->mdm_busy != 0 && !self->no_mass_erase && allowed) |
                 (self->halted ? 1u << 16 : 0);
}

void
fake_chip_set_pin (FakeChip *self, gboolean asserted)
{
    gboolean held = is_held (self);

    self->pin = asserted;
    if (held && !is_held (self))
        fake_chip_reset (self);
}

/* --- life --- */

/* Unicorn 2.0.1 forgets some of its own memory. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
    return "leak:libunicorn";
}

static void
map (FakeChip *self)
{
    guint32 start = self->device->ram_start, size = self->device->ram_size;

    uc_open (UC_ARCH_ARM, UC_MODE_THUMB | UC_MODE_MCLASS, (uc_engine **) &self->uc);
    uc_ctl_set_cpu_model (self->uc, is_phrase (self) ? UC_CPU_ARM_CORTEX_M4 : UC_CPU_ARM_CORTEX_M0);
    uc_mem_map_ptr (self->uc, 0, flash_size (self), UC_PROT_READ, self->flash);
    uc_mem_map_ptr (self->uc, start, BOUNDARY - start, UC_PROT_ALL, self->ram);
    uc_mem_map_ptr (self->uc, BOUNDARY, size - (BOUNDARY - start), UC_PROT_ALL,
                    self->ram + (BOUNDARY - start));
    uc_mem_map_ptr (self->uc, SECTION_RAM, SECTION_SIZE, UC_PROT_READ | UC_PROT_WRITE,
                    self->section);
    uc_mem_map (self->uc, MCM, 0x1000, UC_PROT_READ | UC_PROT_WRITE);
    uc_mmio_map (self->uc, PERIPHERALS, PERIPHERALS_SIZE, on_read, self, on_write, self);
}

void
fake_chip_keep_time (FakeChip *self)
{
    uc_hook hook;

    self->timed = TRUE;
    uc_hook_add (self->uc, &hook, UC_HOOK_BLOCK, on_block, self, 1, 0);
}

FakeProbe *
fake_chip_new (const UlDevice *device)
{
    FakeChip *self = g_new0 (FakeChip, 1);

    self->device = device;
    self->broken_sector = self->stubborn_sector = self->misread = 1;
    self->sdid = device->sdid_value;
    self->flash = g_malloc (flash_size (self));
    self->ram = g_malloc0 (device->ram_size);
    self->section = g_malloc0 (SECTION_SIZE);
    self->registers = g_hash_table_new (NULL, NULL);
    memset (self->flash, 0xFF, flash_size (self));
    self->flash[0x40C] = 0xFE;
    map (self);
    fake_chip_reset (self);
    self->probe = fake_probe_new ();
    self->probe->chip = self;
    self->probe->dpidr = is_phrase (self) ? 0x2BA01477 : 0x0BC11477;
    return self->probe;
}

void
fake_chip_free (FakeChip *self)
{
    uc_close (self->uc);
    g_hash_table_unref (self->registers);
    g_free (self->flash);
    g_free (self->ram);
    g_free (self->section);
    g_free (self);
}
