/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What answers at which address. Sources: reference manuals, chapters Memory Map, Chip
 * Configuration (peripheral bridge slots), SIM (clock gates). */
#include "ul-sim-parts.h"

#include <string.h>

#define BRIDGE      0x40000000u
#define BRIDGE_SIZE 0x00100000u
#define PRIVATE     0xE0000000u /* of the core: 1 MiB */
#define SECOND_SIM  0x40047000u
/* Registers that live elsewhere, kept in room of the bridge that no chip uses. */
#define FAST_GPIO 0xF80FF000u
#define CORE_SIDE 0xF0000000u
/* PORTA_PCR0 and PORTA_PCR3, on nearly all the chips there are. */
#define PCR_SWD_CLK 0x40049000u
#define PCR_SWD_DIO 0x4004900Cu
#define PCR_MUX     8 /* bits 10:8 */
#define MUX_SWD     7

guint32
ul_sim_get_le (const guint8 *bytes, guint size)
{
    guint32 value = 0;

    for (guint i = 0; i < size; i++)
        value |= (guint32) bytes[i] << (8 * i);
    return value;
}

void
ul_sim_put_le (guint8 *bytes, guint size, guint32 value)
{
    for (guint i = 0; i < size; i++)
        bytes[i] = value >> (8 * i);
}

/* --- memories --- */

static gboolean
is_within (guint32 address, guint size, guint32 start, gsize length)
{
    return address >= start && (guint64) address + size <= (guint64) start + length;
}

static gboolean
is_flash (UlSimChip *self, guint32 address, guint size)
{
    const UlRegion *regions = self->device->regions;

    return is_within (address, size, regions[0].start, self->flash_size) ||
           (self->model->flexnvm && is_within (address, size, regions[1].start, regions[1].size));
}

static gboolean
is_eeprom (UlSimChip *self, guint32 address)
{
    const UlRegion *region = ul_device_find_region (self->device, address);

    return region != NULL && region->kind == UL_REGION_EEPROM;
}

guint8 *
ul_sim_bus_memory (UlSimChip *self, guint32 address, guint size, gboolean *writable)
{
    const UlDevice *device = self->device;

    *writable = TRUE;
    if (is_within (address, size, device->ram_start, device->ram_size))
        return self->ram + (address - device->ram_start);
    if (self->model->flexram_size != 0 &&
        is_within (address, size, self->model->flexram, self->model->flexram_size))
        return self->flexram + (address - self->model->flexram);
    *writable = FALSE;
    gsize offset = 0;
    for (guint i = 0; i < device->n_regions; i++) {
        const UlRegion *region = &device->regions[i];

        if (is_within (address, size, region->start, region->size))
            return self->flash + offset + (address - region->start);
        offset += region->size;
    }
    return NULL;
}

/* --- the peripheral bridge --- */

static const UlSimOps *const ops_of_kind[UL_SIM_N_KINDS] = {
    [UL_SIM_KIND_SIM] = &ul_sim_sim_ops,
    [UL_SIM_KIND_FLASH] = &ul_sim_flash_ops,
    [UL_SIM_KIND_COP] = &ul_sim_cop_ops,
    [UL_SIM_KIND_WDOG] = &ul_sim_wdog_ops,
    [UL_SIM_KIND_SMC] = &ul_sim_smc_ops,
    [UL_SIM_KIND_RCM] = &ul_sim_rcm_ops,
    [UL_SIM_KIND_MCG] = &ul_sim_mcg_ops,
    [UL_SIM_KIND_CRC] = &ul_sim_crc_ops,
    [UL_SIM_KIND_FMC] = &ul_sim_fmc_ops,
    [UL_SIM_KIND_GPIO] = &ul_sim_gpio_ops,
    [UL_SIM_KIND_MCM] = &ul_sim_mcm_ops,
    [UL_SIM_KIND_EFM32_MSC] = &ul_sim_efm32_msc_ops,
    [UL_SIM_KIND_EFM32_OWN] = &ul_sim_efm32_own_ops,
    [UL_SIM_KIND_EFM32_INFO] = &ul_sim_efm32_info_ops,
    [UL_SIM_KIND_LM_FLASH] = &ul_sim_lm_flash_ops,
    [UL_SIM_KIND_LM_CONTROL] = &ul_sim_lm_control_ops,
    [UL_SIM_KIND_FTMRX] = &ul_sim_ftmrx_ops,
    [UL_SIM_KIND_KE_SIM] = &ul_sim_ke_sim_ops,
    [UL_SIM_KIND_ICS] = &ul_sim_ics_ops,
    [UL_SIM_KIND_WDOG8] = &ul_sim_wdog8_ops,
    [UL_SIM_KIND_S32K_SIM] = &ul_sim_s32k_sim_ops,
    [UL_SIM_KIND_S32K_RCM] = &ul_sim_s32k_rcm_ops,
    [UL_SIM_KIND_WDOG32] = &ul_sim_wdog32_ops,
};

guint8 *
ul_sim_bridge_regs (UlSimChip *self, guint32 address)
{
    guint32 offset = address - BRIDGE;

    if (address >= FAST_GPIO)
        offset = 0xFF000 + (address - FAST_GPIO);
    else if (address >= CORE_SIDE)
        offset = 0xF0000 + (address - CORE_SIDE);
    return self->bridge + offset;
}

guint32
ul_sim_gate (UlSimChip *self, guint offset)
{
    return ul_sim_get_le (ul_sim_bridge_regs (self, SECOND_SIM + offset), 4);
}

void
ul_sim_bridge_reset (UlSimChip *self)
{
    self->pins_taken = FALSE;
    if (self->bridge_used)
        memset (self->bridge, 0, BRIDGE_SIZE);
    self->bridge_used = FALSE;
    ul_sim_peripherals_reset (self);
}

static const UlSimSlot *
find_slot (UlSimChip *self, guint32 address)
{
    const UlSimSlot *const *lists = self->model->slots;

    for (guint i = 0; i < UL_SIM_MAX_LISTS && lists[i] != NULL; i++)
        for (const UlSimSlot *slot = lists[i]; slot->size != 0; slot++)
            if (address - slot->base < slot->size)
                return slot;
    return NULL;
}

/* Without a clock a peripheral does not answer. */
static const UlSimSlot *
find_clocked (UlSimChip *self, guint32 address)
{
    const UlSimSlot *slot = find_slot (self, address);

    if (slot == NULL || self->reset.in_reset)
        return NULL;
    if (slot->gate != 0 && (ul_sim_gate (self, slot->gate) >> slot->gate_bit & 1) == 0)
        return NULL;
    return slot;
}

static gboolean
read_bridge (UlSimChip *self, guint32 address, guint size, guint32 *value)
{
    const UlSimSlot *slot = find_clocked (self, address);

    if (slot == NULL)
        return FALSE;
    if (ops_of_kind[slot->kind] != NULL)
        return ops_of_kind[slot->kind]->read (self, address - slot->base, size, value);
    *value = ul_sim_get_le (ul_sim_bridge_regs (self, address), size);
    return TRUE;
}

static gboolean
is_for_swd (UlSimChip *self, guint32 control)
{
    return (ul_sim_get_le (ul_sim_bridge_regs (self, control), 4) >> PCR_MUX & 7) == MUX_SWD;
}

/* A program may use the pins of SWD for something else, until the next reset. */
static void
note_pins (UlSimChip *self, guint32 address)
{
    const UlSimModel *model = self->model;
    guint32 clk = model->swd_clk != 0 ? model->swd_clk : PCR_SWD_CLK;
    guint32 dio = model->swd_dio != 0 ? model->swd_dio : PCR_SWD_DIO;

    if (address - clk >= 4 && address - dio >= 4)
        return;
    self->pins_taken = !is_for_swd (self, clk) || !is_for_swd (self, dio);
    self->takes_pins |= self->pins_taken;
}

static gboolean
write_bridge (UlSimChip *self, guint32 address, guint size, guint32 value)
{
    const UlSimSlot *slot = find_clocked (self, address);

    if (slot == NULL)
        return FALSE;
    self->bridge_used = TRUE;
    if (ops_of_kind[slot->kind] != NULL)
        return ops_of_kind[slot->kind]->write (self, address - slot->base, size, value);
    ul_sim_put_le (ul_sim_bridge_regs (self, address), size, value);
    if (self->model->ke == NULL)
        note_pins (self, address);
    return TRUE;
}

/* --- the private peripherals of the core: words, of which parts can be read --- */

static gboolean
read_private (UlSimChip *self, UlSimMaster master, guint32 address, guint size, guint32 *value)
{
    guint32 word = 0;

    if (!ul_sim_rom_read (self, address & ~3u, &word) &&
        !ul_sim_scs_read (self, master, address & ~3u, &word))
        return FALSE;
    *value = word >> (address & 3) * 8;
    if (size < 4)
        *value &= (1u << (8 * size)) - 1;
    return TRUE;
}

static gboolean
write_private (UlSimChip *self, UlSimMaster master, guint32 address, guint size, guint32 value)
{
    guint shift = (address & 3) * 8;
    guint32 mask = size < 4 ? ((1u << (8 * size)) - 1) << shift : 0xFFFFFFFF, word = 0;

    if (size < 4 && !ul_sim_scs_read (self, master, address & ~3u, &word))
        return FALSE;
    return ul_sim_scs_write (self, master, address & ~3u, (word & ~mask) | (value << shift & mask));
}

/* --- Cortex-M3 and M4: each bit of two megabytes as a word of its own --- */

#define BAND_SIZE 0x02000000u

gboolean
ul_sim_core_has_bit_band (UlCore core)
{
    return core == UL_CORE_M3 || core == UL_CORE_M4;
}

static gboolean
find_bit (UlSimChip *self, guint32 *address, guint *bit)
{
    guint32 offset = *address & (BAND_SIZE - 1), base = *address - offset;

    if (!ul_sim_core_has_bit_band (self->device->core) ||
        (base != 0x22000000 && base != 0x42000000))
        return FALSE;
    *address = base - BAND_SIZE + offset / 32;
    *bit = offset / 4 % 8;
    return TRUE;
}

static gboolean
read_bit (UlSimChip *self, UlSimMaster master, guint32 address, guint bit, guint32 *value)
{
    gboolean ok = ul_sim_bus_read (self, master, address, 1, value);

    *value = *value >> bit & 1;
    return ok;
}

static gboolean
write_bit (UlSimChip *self, UlSimMaster master, guint32 address, guint bit, guint32 value)
{
    guint32 byte = 0;

    return ul_sim_bus_read (self, master, address, 1, &byte) &&
           ul_sim_bus_write (self, master, address, 1, (byte & ~(1u << bit)) | (value & 1) << bit);
}

/* --- all together --- */

gboolean
ul_sim_bus_read (UlSimChip *self, UlSimMaster master, guint32 address, guint size, guint32 *value)
{
    gboolean writable;
    const guint8 *memory;
    guint bit;

    if (find_bit (self, &address, &bit))
        return read_bit (self, master, address, bit, value);
    if (address - PRIVATE < BRIDGE_SIZE)
        return read_private (self, master, address, size, value);
    /* Debug registers answer in reset; nothing else does. */
    if (self->reset.in_reset)
        return FALSE;
    memory = ul_sim_bus_memory (self, address, size, &writable);
    if (memory == NULL)
        return ul_sim_rom_read (self, address, value) || read_bridge (self, address, size, value);
    if ((is_flash (self, address, size) && ul_sim_flash_collides (self, address)) ||
        ul_sim_flexnvm_hides (self, address))
        return FALSE;
    if (is_eeprom (self, address) && ul_sim_ftmrx_eeprom_is_busy (self))
        return FALSE;
    *value = ul_sim_get_le (memory, size);
    return TRUE;
}

gboolean
ul_sim_bus_write (UlSimChip *self, UlSimMaster master, guint32 address, guint size, guint32 value)
{
    gboolean writable;
    guint8 *memory;
    guint bit;

    if (find_bit (self, &address, &bit))
        return write_bit (self, master, address, bit, value);
    if (address - PRIVATE < BRIDGE_SIZE)
        return write_private (self, master, address, size, value);
    if (self->reset.in_reset)
        return FALSE;
    memory = ul_sim_bus_memory (self, address, size, &writable);
    if (memory == NULL)
        return write_bridge (self, address, size, value);
    if (!writable || ul_sim_flexnvm_hides (self, address))
        return FALSE; /* flash is written by commands only */
    if (address - self->model->flexram < self->model->flexram_size &&
        ul_sim_flexnvm_write (self, address - self->model->flexram, size, value))
        return TRUE;
    ul_sim_put_le (memory, size, value);
    ul_sim_cpu_forget (self->cpu, address, size);
    return TRUE;
}
