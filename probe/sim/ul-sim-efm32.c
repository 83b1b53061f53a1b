/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * EFM32 series 0: lock words in a page of their own, and the AAP, which takes the place of the
 * AHB-AP while the chip is locked, and of every chip for a moment after a reset. Sources: EFM32G
 * reference manual, chapter "Debug Interface"; Silicon Labs AN0062.
 */
#include "ul-sim-efm32.h"

#include <string.h>

/* AAP */
#define CMD     0x00
#define CMDKEY  0x04
#define STATUS  0x08
#define IDR     0xFC
#define KEY     0xCFACC118u
#define ERASE   0x1u
#define RESET   0x2u
#define BUSY    0x1u
#define AAP_IDR 0x16E60001u

#define WINDOW_CYCLES   47u /* of the core's clock: how long the AAP can be reached after a reset */
#define DEVICE_ERASE_NS 40000000

/* Words of the lock page. */
#define WORD_ALW 124u
#define WORD_DLW 127u

/* --- what keeps without power --- */

static guint8 *
own_bytes (const UlDevice *device, guint8 *storage)
{
    return storage + ul_device_get_flash_size (device);
}

static void
deliver (const UlDevice *device, guint8 *storage)
{
    memset (storage, UL_SIM_EFM32_BLANK, ul_device_get_flash_size (device) + UL_SIM_EFM32_OWN);
}

static void
lock (const UlDevice *device, guint8 *storage)
{
    ul_sim_put_le (own_bytes (device, storage) + 4 * WORD_DLW, 4, 0);
}

static guint32
lock_word (UlSimChip *self, guint word)
{
    return ul_sim_get_le (own_bytes (self->device, self->flash) + 4 * word, 4);
}

gboolean
ul_sim_efm32_is_page_locked (UlSimChip *self, guint32 offset)
{
    guint page = offset / UL_SIM_EFM32_PAGE, word = page / 32;

    if (offset < self->flash_size)
        return (lock_word (self, word) >> page % 32 & 1) == 0;
    /* Of ULW, bit 1 is for the lock page, bit 0 for the user's. */
    return (lock_word (self, 126) >> (offset < self->flash_size + UL_SIM_EFM32_PAGE ? 1 : 0) & 1) ==
           0;
}

/* --- resets --- */

/* What the core asks for by itself does not have the lock words read anew. */
static gboolean
reads_locks (UlSimResetCause cause)
{
    return cause == UL_SIM_RESET_POWER || cause == UL_SIM_RESET_PIN || cause == UL_SIM_RESET_MDM;
}

static void
reset (UlSimChip *self, UlSimResetCause cause)
{
    UlSimEfm32 *efm = &self->efm32;

    ul_sim_efm32_abort (self);
    ul_sim_bridge_reset (self);
    self->ctl.ready = FALSE;
    efm->reads_locks |= reads_locks (cause);
    efm->has_key = FALSE;
    efm->command = 0;
    ul_sim_efm32_msc_reset (self);
}

static void
ready (UlSimChip *self)
{
    UlSimEfm32 *efm = &self->efm32;

    self->ctl.ready = TRUE;
    if (!efm->reads_locks)
        return;
    efm->reads_locks = FALSE;
    efm->locked = (lock_word (self, WORD_DLW) & 0xF) != 0xF;
    efm->aap_locked = lock_word (self, WORD_ALW) != G_MAXUINT32;
}

static void
left_reset (UlSimChip *self)
{
    self->efm32.window_end = self->time + (guint64) WINDOW_CYCLES * 1000000 / self->model->core_khz;
}

/* --- the access ports --- */

static gboolean
in_window (UlSimChip *self)
{
    return self->time < self->efm32.window_end;
}

static gboolean
has_ahb (UlSimChip *self)
{
    return !self->reset.in_reset && !self->efm32.locked && !in_window (self);
}

static gboolean
bus_is_open (UlSimChip *self)
{
    return !self->efm32.locked;
}

static gboolean
has_aap (UlSimChip *self)
{
    UlSimEfm32 *efm = &self->efm32;

    return !self->reset.in_reset && !efm->aap_locked && (efm->locked || in_window (self));
}

/* Nothing is done before the key is taken away again. An open chip erases itself when its window
 * has closed. */
static void
carry_out (UlSimChip *self)
{
    UlSimEfm32 *efm = &self->efm32;
    guint32 command = efm->command;

    efm->command = 0;
    if ((command & ERASE) != 0)
        ul_sim_efm32_begin (self, UL_SIM_EFM32_DEVICE_ERASE,
                            DEVICE_ERASE_NS + (efm->locked ? 0 : efm->window_end - self->time));
    else if ((command & RESET) != 0)
        ul_sim_reset_begin (self, UL_SIM_RESET_MDM);
}

static void
write_aap (UlSimChip *self, guint8 reg, guint32 value)
{
    UlSimEfm32 *efm = &self->efm32;

    if (reg == CMD && efm->has_key)
        efm->command |= value & (ERASE | RESET);
    else if (reg == CMD && value != 0)
        self->counts.refusals++;
    if (reg != CMDKEY)
        return;
    efm->has_key = value == KEY;
    if (!efm->has_key)
        carry_out (self);
}

static guint32
read_aap (UlSimChip *self, guint8 reg)
{
    if (reg == IDR)
        return AAP_IDR;
    return reg == STATUS && self->efm32.doing == UL_SIM_EFM32_DEVICE_ERASE ? BUSY : 0;
}

static void
access_ap (UlSimChip *self, guint ap, guint8 reg, gboolean write, guint32 *value)
{
    if (!write)
        *value = ap == 0 && has_aap (self) ? read_aap (self, reg) : 0;
    else if (ap == 0 && has_aap (self))
        write_aap (self, reg, *value);
}

/* --- erasing everything --- */

/* The lock words go last: an erase that is broken off leaves a chip that is still locked. */
void
ul_sim_efm32_erase_device (UlSimChip *self, guint part)
{
    ul_sim_flash_erase_cells (self, 0, self->flash_size, part);
    if (part < 1024)
        return;
    memset (self->ram, 0, self->device->ram_size);
    ul_sim_cpu_forget (self->cpu, self->device->ram_start, self->device->ram_size);
    memset (own_bytes (self->device, self->flash), UL_SIM_EFM32_BLANK, UL_SIM_EFM32_PAGE);
    self->counts.mass_erases++;
}

static gboolean
is_working (UlSimChip *self)
{
    return self->efm32.doing != UL_SIM_EFM32_NOTHING;
}

const UlSimFamily ul_sim_efm32 = {
    .deliver = deliver,
    .lock = lock,
    .reset = reset,
    .ready = ready,
    .left_reset = left_reset,
    .event = ul_sim_efm32_done,
    .has_ahb = has_ahb,
    .bus_is_open = bus_is_open,
    .access_ap = access_ap,
    .is_working = is_working,
};
