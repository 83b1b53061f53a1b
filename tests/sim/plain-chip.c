/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plain-chip.h"

#include <string.h>

#define KINETIS_M0PLUS 0x0BC11477
#define KINETIS_M4     0x2BA01477

gboolean
ul_sim_chip_check (GError **error)
{
    return TRUE;
}

void
ul_sim_chip_faults_init (UlSimChipFaults *faults)
{
    *faults = (UlSimChipFaults){ .bad_sector = UL_SIM_NO_ADDRESS,
                                 .stubborn_sector = UL_SIM_NO_ADDRESS,
                                 .refused_sector = UL_SIM_NO_ADDRESS,
                                 .disturbed_sector = UL_SIM_NO_ADDRESS,
                                 .spoiled_address = UL_SIM_NO_ADDRESS,
                                 .weak_address = UL_SIM_NO_ADDRESS,
                                 .brown_out_us = -1 };
}

gboolean
ul_sim_chip_supports (const UlDevice *device)
{
    return TRUE;
}

gsize
ul_sim_chip_get_storage_size (const UlDevice *device)
{
    return ul_device_get_flash_size (device);
}

void
ul_sim_chip_deliver (const UlDevice *device, guint8 *storage)
{
    memset (storage, 0xFF, ul_device_get_flash_size (device));
    storage[0x40C] = 0xFE;
}

void
ul_sim_chip_lock (const UlDevice *device, guint8 *storage)
{
    storage[0x40C] = 0xFF;
}

void
ul_sim_chip_set_serial (UlSimChip *self, guint64 serial)
{
    self->serial = serial;
}

guint64
ul_sim_chip_get_serial (UlSimChip *self)
{
    return self->serial;
}

UlSimChip *
ul_sim_chip_new (const UlDevice *device)
{
    UlSimChip *self = g_new0 (UlSimChip, 1);

    self->device = device;
    self->dpidr = device->core == UL_CORE_M0PLUS ? KINETIS_M0PLUS : KINETIS_M4;
    self->powered = TRUE;
    self->n_power_ups = 1;
    self->log = g_array_new (FALSE, FALSE, sizeof (PlainAccess));
    self->size = ul_device_get_flash_size (device);
    self->flash = g_malloc (self->size);
    ul_sim_chip_deliver (device, self->flash);
    ul_sim_chip_faults_init (&self->faults);
    return self;
}

void
ul_sim_chip_free (UlSimChip *self)
{
    g_array_unref (self->log);
    g_free (self->flash);
    g_free (self);
}

const UlDevice *
ul_sim_chip_get_device (UlSimChip *self)
{
    return self->device;
}

guint32
ul_sim_chip_get_dpidr (UlSimChip *self)
{
    return self->dpidr;
}

void
ul_sim_chip_set_faults (UlSimChip *self, const UlSimChipFaults *faults)
{
    self->faults = *faults;
}

guint8 *
ul_sim_chip_get_flash (UlSimChip *self, gsize *size)
{
    *size = self->size;
    return self->flash;
}

void
ul_sim_chip_see_line (UlSimChip *self, gboolean level)
{
}

gboolean
ul_sim_chip_listens (UlSimChip *self)
{
    return TRUE;
}

void
ul_sim_chip_flash_changed (UlSimChip *self)
{
    self->n_power_ups++;
}

void
ul_sim_chip_advance (UlSimChip *self, guint64 ns)
{
    guint64 before = self->ns;

    self->ns += ns;
    if (self->power_fails_ns != 0 && before < self->power_fails_ns &&
        self->ns >= self->power_fails_ns)
        ul_sim_chip_set_power (self, FALSE);
}

guint64
ul_sim_chip_get_time_ns (UlSimChip *self)
{
    return self->ns;
}

void
ul_sim_chip_set_power (UlSimChip *self, gboolean powered)
{
    self->n_power_ups += powered && !self->powered;
    self->powered = powered;
}

gboolean
ul_sim_chip_get_power (UlSimChip *self)
{
    return self->powered;
}

guint
ul_sim_chip_get_n_power_ups (UlSimChip *self)
{
    return self->n_power_ups;
}

void
ul_sim_chip_pull_reset (UlSimChip *self, gboolean pulled)
{
    self->reset_pulled = pulled;
}

gboolean
ul_sim_chip_get_reset_low (UlSimChip *self)
{
    return self->reset_pulled;
}

UlSimApResult
ul_sim_chip_access_ap (UlSimChip *self, guint ap, guint8 reg, gboolean write, guint32 *value)
{
    PlainAccess access;
    guint32 *stored = ap < 4 ? &self->registers[ap][reg / 4] : NULL;

    if (self->ns < self->busy_until_ns)
        return UL_SIM_AP_WAIT;
    if (self->busy > 0) {
        self->busy--;
        return UL_SIM_AP_WAIT;
    }
    memset (&access, 0, sizeof access); /* tests compare it as bytes */
    access.ap = ap;
    access.reg = reg;
    access.write = write;
    access.ns = self->ns;
    if (write && stored != NULL)
        *stored = *value;
    else if (!write)
        *value = stored != NULL ? *stored : 0;
    access.value = *value;
    g_array_append_val (self->log, access);
    return self->log->len == self->fault_at ? UL_SIM_AP_FAULT : UL_SIM_AP_OK;
}

void
ul_sim_chip_abort_ap (UlSimChip *self)
{
    self->n_aborts++;
    self->busy = 0;
    self->busy_until_ns = 0;
}

void
ul_sim_chip_set_debug_power (UlSimChip *self, gboolean powered)
{
    self->debug_power = powered;
    self->n_debug_power_changes++;
}
