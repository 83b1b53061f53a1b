/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NXP's MDM-AP: tells about security and resets, holds the chip, erases it. Source: reference
 * manuals, chapter Debug; measured values: USBDM's scripts.
 */
#include "ul-sim-parts.h"

#include "ul-protection.h"

#include <string.h>

#define STATUS  0x00
#define CONTROL 0x04
#define IDR     0xFC

#define STATUS_ACK        0x01u
#define STATUS_READY      0x02u
#define STATUS_SECURED    0x04u
#define STATUS_RUNNING    0x08u
#define STATUS_RESERVED   0x10u /* reads 1 on every board seen */
#define STATUS_MASS_ERASE 0x20u
#define STATUS_BACKDOOR   0x40u
#define STATUS_HALTED     0x10000u
#define STATUS_SLEEPING   0x40000u

#define CONTROL_ALL 0xFFu

#define KEYEN     0xC0
#define KEYEN_ON  0x80
#define UNSECURED 0xFE
#define BEGIN_NS  20000 /* from the request to the acknowledge */

/* KE0x: while the pin is low its flags say nothing, and no erase begins. */
static gboolean
is_dead (UlSimChip *self)
{
    return self->model->ke != NULL && ul_sim_reset_is_pulled (self);
}

gboolean
ul_sim_mdm_holds (UlSimChip *self)
{
    if ((self->mdm.control & UL_SIM_MDM_HOLD) != 0)
        return TRUE;
    /* KE0x: after a mass erase until the next reset, too. */
    return self->model->ke != NULL &&
           ((self->mdm.control & UL_SIM_MDM_ERASE) != 0 || self->mdm.erased);
}

static guint32
status (UlSimChip *self)
{
    const UlSimModel *model = self->model;
    gboolean stale = self->mdm.erased && model->late;
    gboolean ready = self->ctl.ready && !stale && !self->mdm.erasing;
    guint32 value = STATUS_RESERVED;

    if (is_dead (self))
        return value;
    value |= self->mdm.acknowledged ? STATUS_ACK : 0;
    value |= ready ? STATUS_READY : 0;
    value |= !self->ctl.ready || stale || ul_sim_flash_is_secured (self) ? STATUS_SECURED : 0;
    value |= self->reset.in_reset ? model->mdm_reset : STATUS_RUNNING;
    if (self->model->ke == NULL) /* which has no such bit */
        value |= ul_sim_flash_may_mass_erase (self) ? STATUS_MASS_ERASE : 0;
    value |= ready && (self->ctl.fsec & KEYEN) == KEYEN_ON ? STATUS_BACKDOOR : 0;
    value |= self->scs.state == UL_SIM_CORE_HALTED ? STATUS_HALTED : 0;
    value |= self->scs.state == UL_SIM_CORE_SLEEPING ? STATUS_SLEEPING : 0;
    return value;
}

guint32
ul_sim_mdm_read (UlSimChip *self, guint8 reg)
{
    switch (reg) {
    case STATUS:
        return status (self);
    case CONTROL:
        return self->mdm.control;
    case IDR:
        return self->model->mdm_idr;
    default:
        return 0;
    }
}

/* Bits that the chip listens to at present. */
static guint32
usable (UlSimChip *self)
{
    gboolean stale = self->mdm.erased && self->model->late;

    if (self->ctl.ready && !stale && !ul_sim_flash_is_secured (self))
        return CONTROL_ALL;
    return UL_SIM_MDM_ERASE | (self->model->deaf ? 0 : UL_SIM_MDM_RESET);
}

/* A request waits until the flash is ready, and begins when that lasts. */
static void
ask_for_erase (UlSimChip *self)
{
    self->mdm.acknowledged = FALSE;
    if (self->ctl.ready && !is_dead (self))
        ul_sim_chip_schedule (self, UL_SIM_EVENT_MASS_ERASE, self->time + BEGIN_NS);
}

void
ul_sim_mdm_pin_released (UlSimChip *self)
{
    if (self->model->ke != NULL && (self->mdm.control & UL_SIM_MDM_ERASE) != 0 &&
        !self->mdm.erasing)
        ask_for_erase (self);
}

void
ul_sim_mdm_write (UlSimChip *self, guint8 reg, guint32 value)
{
    guint32 before = self->mdm.control;

    if (reg != CONTROL)
        return;
    value &= usable (self);
    if (!ul_sim_flash_may_mass_erase (self))
        value &= ~UL_SIM_MDM_ERASE;
    /* Once begun, an erase ends by itself. */
    self->mdm.control = value | (before & UL_SIM_MDM_ERASE);
    if ((self->mdm.control & ~before & UL_SIM_MDM_ERASE) != 0)
        ask_for_erase (self);
    ul_sim_reset_update (self);
    if ((value & UL_SIM_MDM_DEBUG) != 0)
        ul_sim_core_request_halt (self);
}

/* --- mass erase --- */

static void
begin (UlSimChip *self)
{
    ul_sim_flash_abort (self);
    self->mdm.acknowledged = self->mdm.erasing = TRUE;
    self->ctl.fstat &= ~UL_SIM_CCIF;
    self->ctl.started = self->time;
    self->ctl.takes = self->model->times.erase_all * 1000ull;
    if (!self->faults.erase_hangs)
        ul_sim_chip_schedule (self, UL_SIM_EVENT_MASS_ERASE, self->time + self->ctl.takes);
}

/* It programs the security byte itself, so that the chip stays open. */
static void
end (UlSimChip *self)
{
    guint32 fsec = self->device->fcf_address - self->device->regions[0].start +
                   ul_fcf_get_fsec_index (self->device);
    const guint8 open = UNSECURED;

    ul_sim_flash_erase_cells (self, 0, self->regions_size, 1024);
    ul_sim_flexnvm_erased (self);
    if (!self->faults.erase_bare)
        ul_sim_flash_program_cells (self, fsec, &open, 1, 1024);
    self->mdm.erasing = FALSE;
    self->mdm.erased = TRUE;
    self->ctl.fstat |= UL_SIM_CCIF;
    self->mdm.control &= ~UL_SIM_MDM_ERASE;
    self->counts.mass_erases++;
    if (!self->model->late)
        self->ctl.fsec = UNSECURED;
}

void
ul_sim_mdm_event (UlSimChip *self)
{
    if (self->mdm.erasing)
        end (self);
    else
        begin (self);
}

void
ul_sim_mdm_ready (UlSimChip *self)
{
    if ((self->mdm.control & UL_SIM_MDM_ERASE) != 0 && ul_sim_flash_may_mass_erase (self))
        ask_for_erase (self);
    /* What a closed chip does not listen to does not stay from before, either. */
    self->mdm.control &= usable (self);
}

/* A reset breaks an erase off that has begun; one that has not keeps waiting. */
void
ul_sim_mdm_reset (UlSimChip *self)
{
    ul_sim_chip_cancel (self, UL_SIM_EVENT_MASS_ERASE);
    if (self->mdm.erasing) {
        guint64 part = (self->time - self->ctl.started) * 1024 / self->ctl.takes;

        ul_sim_flash_erase_cells (self, 0, self->regions_size, MIN (part, 1023));
        ul_sim_flexnvm_erased (self);
        self->mdm.control &= ~UL_SIM_MDM_ERASE;
    }
    self->mdm.erasing = self->mdm.erased = FALSE;
}
