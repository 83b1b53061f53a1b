/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What Unicorn calls while it executes: for each instruction, block and access. */
#include "ul-sim-cpu.h"

#include <string.h>

#define PS_PER_NS   1000u
#define EXC_RETURN  8 /* Unicorn's number for a return from an exception */
#define BRIDGE_WAIT 1 /* cycles that the peripheral bridge adds */

static void
stop (UlSimCpu *self, UlSimStop reason)
{
    if (self->stop == UL_SIM_STOP_NONE)
        self->stop = reason;
    uc_emu_stop (self->uc);
}

static void
fault (UlSimCpu *self)
{
    self->faulted = TRUE; /* this instruction: the next one finds it */
    stop (self, UL_SIM_STOP_FAULT);
}

static gboolean
flash_is_changing (UlSimCpu *self)
{
    return self->chip->ctl.command != NULL || self->chip->mdm.erasing;
}

static gboolean
collides (UlSimCpu *self, guint32 address)
{
    UlSimChip *chip = self->chip;

    return flash_is_changing (self) &&
           address - chip->device->regions[0].start < chip->flash_size &&
           ul_sim_flash_collides (chip, address);
}

static guint
opcode_at (UlSimCpu *self, guint32 address)
{
    gboolean writable;
    const guint8 *memory = ul_sim_bus_memory (self->chip, address, 2, &writable);

    return memory != NULL ? memory[0] | (guint) memory[1] << 8 : 0;
}

/* --- instructions --- */

/* The emulator keeps the state of an IT block to itself: no stop for time within one. */
static gboolean
is_in_it (UlSimCpu *self, guint op)
{
    gboolean inside = self->in_it > 0;

    if (inside)
        self->in_it--;
    else if ((op & 0xFF00) == 0xBF00 && (op & 0xF) != 0)
        self->in_it = 4 - g_bit_nth_lsf (op & 0xF, -1);
    return inside;
}

/* The emulator's smaller core knows too much: of four-byte instructions BL, MSR, MRS and barriers
 * alone exist, and neither IT nor CBZ. */
static gboolean
is_legal (UlSimCpu *self, guint32 address, guint op)
{
    guint second;

    if (self->chip->device->core != UL_CORE_M0PLUS)
        return TRUE;
    if ((op & 0xF500) == 0xB100 || ((op & 0xFF00) == 0xBF00 && (op & 0xF) != 0))
        return FALSE;
    if (op < 0xE800)
        return TRUE;
    second = opcode_at (self, address + 2);
    return (op & 0xF800) == 0xF000 &&
           ((second & 0xD000) == 0xD000 || (op & 0xFFF0) == 0xF380 || op == 0xF3BF || op == 0xF3EF);
}

/* What changes which interrupts are let in. */
static gboolean
changes_masks (guint op)
{
    return (op & 0xFFE8) == 0xB660 || (op & 0xFFF0) == 0xF380;
}

/* Before each one. Returning with a stop asked for leaves it undone. */
static void
on_code (uc_engine *uc, uint64_t where, uint32_t size, void *user_data)
{
    UlSimCpu *self = user_data;
    guint32 address = where;
    gboolean first = self->expected == address && self->pc == address;
    guint op;
    guint8 cycles;

    if (self->faulted || self->stop != UL_SIM_STOP_NONE) {
        uc_emu_stop (uc);
        return;
    }
    if (address != self->expected)
        self->ps += self->branch_ps;
    gboolean back = address < self->expected && address != self->expected;
    self->expected = address + size;
    self->pc = address;
    op = opcode_at (self, address);
    cycles = self->cycles[op];
    if (!is_in_it (self, op) && (self->ps >= self->deadline || (self->stepping && !first))) {
        stop (self, UL_SIM_STOP_TIME);
        return;
    }
    if ((cycles & UL_SIM_SPECIAL) != 0) {
        stop (self, UL_SIM_STOP_SPECIAL);
        return;
    }
    if (self->chip->scs.fp_ctrl != 0 && ul_sim_debug_is_enabled (self->chip) &&
        ul_sim_breakpoints_hit (self->chip, address)) {
        stop (self, UL_SIM_STOP_BREAKPOINT);
        return;
    }
    if (collides (self, address) || !is_legal (self, address, op)) {
        fault (self);
        return;
    }
    if (changes_masks (op))
        ul_sim_spin_note_write (self);
    if (back && ul_sim_spin_turn (self, address)) {
        stop (self, UL_SIM_STOP_SPIN);
        return;
    }
    self->ps += cycles * self->cycle_ps;
    self->instructions++;
}

static void
on_block (uc_engine *uc, uint64_t where, uint32_t size, void *user_data)
{
    guint8 *mark = ul_sim_cpu_mark (user_data, where);

    if (mark != NULL)
        memset (mark, 1, MIN (size, 512) / 2);
}

static void
on_interrupt (uc_engine *uc, uint32_t number, void *user_data)
{
    stop (user_data, number == EXC_RETURN ? UL_SIM_STOP_RETURN : UL_SIM_STOP_UNKNOWN_INTERRUPT);
}

/* --- accesses --- */

static gboolean
is_aligned (UlSimCpu *self, guint32 address, guint size)
{
    return self->chip->device->core != UL_CORE_M0PLUS || address % size == 0;
}

/* The emulator knows whole pages only. */
static gboolean
is_beside_ram (UlSimCpu *self, guint32 address)
{
    const UlDevice *device = self->chip->device;
    guint32 page = device->ram_start - device->ram_start % UL_SIM_PAGE;

    if (address - device->ram_start < device->ram_size || address < page)
        return FALSE;
    return address - page < device->ram_start - page + device->ram_size + UL_SIM_PAGE - 1;
}

static void
on_read (uc_engine *uc, uc_mem_type type, uint64_t where, int size, int64_t value, void *user_data)
{
    UlSimCpu *self = user_data;
    guint32 address = where;

    if (!is_aligned (self, address, size) || collides (self, address) ||
        is_beside_ram (self, address))
        fault (self);
    ul_sim_spin_note_read (self, address, size);
}

static void
on_write (uc_engine *uc, uc_mem_type type, uint64_t where, int size, int64_t value, void *user_data)
{
    UlSimCpu *self = user_data;

    if (!is_aligned (self, where, size) || is_beside_ram (self, where))
        fault (self);
    ul_sim_spin_note_write (self);
}

static bool
on_invalid (uc_engine *uc, uc_mem_type type, uint64_t where, int size, int64_t value,
            void *user_data)
{
    ((UlSimCpu *) user_data)->faulted = TRUE;
    return false; /* the emulator stops at this instruction */
}

static uint64_t
on_bridge_read (uc_engine *uc, uint64_t offset, unsigned size, void *user_data)
{
    UlSimWindow *window = user_data;
    UlSimCpu *self = window->cpu;
    UlSimChip *chip = self->chip;
    guint32 value = 0;

    self->ps += BRIDGE_WAIT * self->cycle_ps;
    chip->time = self->ps / PS_PER_NS;
    chip->changing = FALSE;
    if (!ul_sim_bus_read (chip, UL_SIM_MASTER_CORE, window->base + offset, size, &value))
        fault (self);
    if (chip->changing)
        ul_sim_spin_note_write (self);
    return value;
}

static void
on_bridge_write (uc_engine *uc, uint64_t offset, unsigned size, uint64_t value, void *user_data)
{
    UlSimWindow *window = user_data;
    UlSimCpu *self = window->cpu;
    UlSimChip *chip = self->chip;

    self->ps += BRIDGE_WAIT * self->cycle_ps;
    chip->time = self->ps / PS_PER_NS;
    ul_sim_spin_note_write (self);
    if (!ul_sim_bus_write (chip, UL_SIM_MASTER_CORE, window->base + offset, size, value))
        fault (self);
    if (chip->scs.state != UL_SIM_CORE_RUNNING || ul_sim_nvic_has_pending (chip))
        self->deadline = 0; /* something came of it */
}

/* --- making it --- */

static gboolean
map_window (UlSimCpu *self, guint32 base, guint32 size)
{
    UlSimWindow *window = &self->windows[self->n_windows++];

    *window = (UlSimWindow){ self, base };
    return uc_mmio_map (self->uc, base, size, on_bridge_read, window, on_bridge_write, window) ==
           UC_ERR_OK;
}

/* Less than a page is asked for on the bus, access by access. */
static gboolean
map_regions (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;
    const UlRegion *regions = chip->device->regions;
    guint8 *memory = chip->flash;
    gboolean ok = TRUE;

    for (guint i = 0; ok && i < chip->device->n_regions; i++) {
        ok = regions[i].size % UL_SIM_PAGE != 0
                 ? map_window (self, regions[i].start, UL_SIM_PAGE)
                 : uc_mem_map_ptr (self->uc, regions[i].start, regions[i].size,
                                   UC_PROT_READ | UC_PROT_EXEC, memory) == UC_ERR_OK;
        memory += regions[i].size;
    }
    return ok;
}

static gboolean
map_ram (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;
    guint32 before = chip->device->ram_start % UL_SIM_PAGE;
    guint32 size = before + chip->device->ram_size + UL_SIM_PAGE - 1;

    return uc_mem_map_ptr (self->uc, chip->device->ram_start - before, size - size % UL_SIM_PAGE,
                           UC_PROT_ALL, chip->ram_pages) == UC_ERR_OK;
}

static gboolean
map_all (UlSimCpu *self)
{
    UlSimChip *chip = self->chip;
    const UlDevice *device = chip->device;
    gboolean ok = map_regions (self) && map_ram (self);

    if (chip->model->flexnvm) /* whose RAM is more than that */
        ok = ok && map_window (self, chip->model->flexram, UL_SIM_PAGE);
    else if (chip->model->flexram_size != 0)
        ok = ok && uc_mem_map_ptr (self->uc, chip->model->flexram, chip->model->flexram_size,
                                   UC_PROT_READ | UC_PROT_WRITE, chip->flexram) == UC_ERR_OK;
    ok = ok && map_window (self, 0x40000000, 0x100000) && map_window (self, 0xE0000000, 0x100000);
    if (device->core == UL_CORE_M0PLUS)
        return ok && map_window (self, 0xF0000000, 0x4000) && map_window (self, 0xF80FF000, 0x1000);
    return ok &&
           (!ul_sim_core_has_bit_band (device->core) ||
            (map_window (self, 0x22000000, 0x2000000) && map_window (self, 0x42000000, 0x2000000)));
}

static gboolean
add_hook (UlSimCpu *self, int type, void *callback)
{
    uc_hook hook;

    return uc_hook_add (self->uc, &hook, type, callback, self, 1, 0) == UC_ERR_OK;
}

gboolean
ul_sim_cpu_open (UlSimCpu *self)
{
    UlCore core = self->chip->device->core;
    int model = core == UL_CORE_M0PLUS ? UC_CPU_ARM_CORTEX_M0
                : core == UL_CORE_M7   ? UC_CPU_ARM_CORTEX_M7
                                       : UC_CPU_ARM_CORTEX_M4;

    if (!ul_sim_unicorn_load (NULL) ||
        uc_open (UC_ARCH_ARM, UC_MODE_THUMB | UC_MODE_MCLASS, &self->uc) != UC_ERR_OK)
        return FALSE;
    if (uc_ctl_set_cpu_model (self->uc, model) == UC_ERR_OK && map_all (self) &&
        add_hook (self, UC_HOOK_CODE, on_code) && add_hook (self, UC_HOOK_BLOCK, on_block) &&
        add_hook (self, UC_HOOK_INTR, on_interrupt) && add_hook (self, UC_HOOK_MEM_READ, on_read) &&
        add_hook (self, UC_HOOK_MEM_WRITE, on_write) &&
        add_hook (self, UC_HOOK_MEM_INVALID, on_invalid))
        return TRUE;
    g_critical ("The emulator of the simulated chip's core could not be set up");
    g_clear_pointer (&self->uc, uc_close);
    return FALSE;
}
