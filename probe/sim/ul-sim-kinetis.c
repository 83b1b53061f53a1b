/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is Kinetis about a chip: a flash controller that takes the lock from a field in the flash,
 * an MDM-AP beside the AHB-AP, its watchdogs. Source: the reference manuals. */
#include "ul-sim-parts.h"

#include "ul-protection.h"

#include <string.h>

#define FOPT_RESET_PIN 0x08 /* 1: it is the reset pin */

#define BLANK         0xFF
#define FSEC_SHIPPING 0xFE /* unsecured, mass erase allowed */
#define FSEC_LOCKED   0xFF

static void
put_fsec (const UlDevice *device, guint8 *storage, guint8 fsec)
{
    storage[device->fcf_address - device->regions[0].start + ul_fcf_get_fsec_index (device)] = fsec;
}

static void
deliver (const UlDevice *device, guint8 *storage)
{
    memset (storage, BLANK, ul_sim_chip_get_storage_size (device));
    put_fsec (device, storage, FSEC_SHIPPING);
}

static void
lock (const UlDevice *device, guint8 *storage)
{
    put_fsec (device, storage, FSEC_LOCKED);
}

static void
reset (UlSimChip *self, UlSimResetCause cause)
{
    ul_sim_flash_abort (self);
    ul_sim_flash_reset (self);
    ul_sim_bridge_reset (self);
    ul_sim_mdm_reset (self);
    ul_sim_watchdog_reset (self);
    ul_sim_crc_reset (self);
}

static void
ready (UlSimChip *self)
{
    ul_sim_flash_ready (self);
    if (self->model->pin_option && self->reset.power_on)
        self->reset.pin_off = (self->ctl.fopt & FOPT_RESET_PIN) == 0; /* until the next of these */
    ul_sim_mdm_ready (self);
}

static gboolean
has_ahb (UlSimChip *self)
{
    return TRUE;
}

static gboolean
bus_is_open (UlSimChip *self)
{
    return !ul_sim_flash_is_secured (self) && !(self->mdm.erased && self->model->late);
}

static void
access_ap (UlSimChip *self, guint ap, guint8 reg, gboolean write, guint32 *value)
{
    if (ap != self->device->mdm_ap)
        *value = write ? *value : 0;
    else if (write)
        ul_sim_mdm_write (self, reg, *value);
    else
        *value = ul_sim_mdm_read (self, reg);
}

/* --- KE0x, KEA: the same with other parts --- */

static void
reset_ke (UlSimChip *self, UlSimResetCause cause)
{
    ul_sim_flash_abort (self);
    ul_sim_ftmrx_reset (self);
    ul_sim_bridge_reset (self);
    ul_sim_mdm_reset (self);
    ul_sim_watchdog_reset (self);
    ul_sim_crc_reset (self);
}

static void
ready_ke (UlSimChip *self)
{
    ul_sim_ftmrx_ready (self);
    ul_sim_mdm_ready (self);
}

const UlSimFamily ul_sim_kinetis_ke = {
    .deliver = deliver,
    .lock = lock,
    .reset = reset_ke,
    .ready = ready_ke,
    .has_ahb = has_ahb,
    .bus_is_open = bus_is_open,
    .access_ap = access_ap,
};

const UlSimFamily ul_sim_kinetis = {
    .deliver = deliver,
    .lock = lock,
    .reset = reset,
    .ready = ready,
    .has_ahb = has_ahb,
    .bus_is_open = bus_is_open,
    .access_ap = access_ap,
};
