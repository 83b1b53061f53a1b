/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-parts.h"
#include "ul-sim-unicorn.h"

#include <string.h>

#define AHB_AP 0
#define BRIDGE 0x100000u /* bytes of the peripheral bridge */
/* Writes that may wait for the core to come to them. */
#define MAX_WRITES 65536

/* How long a brown-out lasts. */
#define BROWN_OUT_NS 2000000

/* --- power --- */

/* What RAM holds when power comes. */
static void
fill_with_noise (guint8 *bytes, gsize size)
{
    for (gsize i = 0; i < size; i += 4)
        ul_sim_put_le (bytes + i, 4, ul_sim_hash (i, size));
}

static void
power_on (UlSimChip *self)
{
    self->powered = TRUE;
    self->n_power_ups++;
    self->ahb = (UlSimMemAp){ 0 };
    self->mdm.control = 0;
    self->mdm.acknowledged = FALSE;
    fill_with_noise (self->ram, self->device->ram_size);
    ul_sim_cpu_forget (self->cpu, self->device->ram_start, self->device->ram_size);
    fill_with_noise (self->flexram, self->model->flexram_size);
    ul_sim_debug_forget (self);
    ul_sim_reset_begin (self, UL_SIM_RESET_POWER);
}

void
ul_sim_chip_brown_out (UlSimChip *self)
{
    self->faults.brown_out_us = -1;
    ul_sim_reset_begin (self, UL_SIM_RESET_POWER); /* breaks off what is under way */
    power_on (self);
    ul_sim_chip_schedule (self, UL_SIM_EVENT_RESET_END, self->time + BROWN_OUT_NS);
}

/* --- life --- */

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
    return ul_sim_model_find (device) != NULL;
}

static const UlSimFamily *
find_family (const UlDevice *device)
{
    const UlSimFamily *family = ul_sim_model_find (device)->family;

    return family != NULL ? family : &ul_sim_kinetis;
}

gsize
ul_sim_chip_get_storage_size (const UlDevice *device)
{
    return ul_device_get_storage_size (device) + ul_sim_model_find (device)->n_own_bytes;
}

void
ul_sim_chip_deliver (const UlDevice *device, guint8 *storage)
{
    find_family (device)->deliver (device, storage);
}

void
ul_sim_chip_lock (const UlDevice *device, guint8 *storage)
{
    find_family (device)->lock (device, storage);
}

void
ul_sim_chip_set_serial (UlSimChip *self, guint64 serial)
{
    self->serial = serial;
    ul_sim_id_put (self);
}

guint64
ul_sim_chip_get_serial (UlSimChip *self)
{
    return self->serial;
}

static void
make_ram (UlSimChip *self)
{
    guint32 before = self->device->ram_start % UL_SIM_PAGE;

    self->ram_pages = g_malloc (before + self->device->ram_size + UL_SIM_PAGE);
    self->ram = self->ram_pages + before;
}

gboolean
ul_sim_chip_check (GError **error)
{
    return ul_sim_unicorn_load (error);
}

UlSimChip *
ul_sim_chip_new (const UlDevice *device)
{
    g_return_val_if_fail (ul_sim_chip_supports (device), NULL);

    UlSimChip *self = g_new0 (UlSimChip, 1);
    self->device = device;
    self->model = ul_sim_model_find (device);
    self->family = find_family (device);
    ul_sim_chip_faults_init (&self->faults);
    self->flash_size = ul_device_get_flash_size (device);
    self->regions_size = ul_device_get_storage_size (device);
    self->flash = g_malloc (ul_sim_chip_get_storage_size (device));
    self->family->deliver (device, self->flash);
    make_ram (self);
    self->flexram = g_malloc0 (self->model->flexram_size);
    self->bridge = g_malloc0 (BRIDGE);
    self->writes = g_array_new (FALSE, FALSE, sizeof (UlSimWrite));
    memset (self->ctl.once, 0xFF, sizeof self->ctl.once);
    self->cpu = ul_sim_cpu_new (self);
    ul_sim_chip_cancel_all (self);
    power_on (self);
    return self;
}

void
ul_sim_chip_free (UlSimChip *self)
{
    if (self == NULL)
        return;
    ul_sim_cpu_free (self->cpu);
    g_array_unref (self->writes);
    g_free (self->bridge);
    g_free (self->flexram);
    g_free (self->ram_pages);
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
    return self->model->dpidr;
}

static void
arm_faults (UlSimChip *self)
{
    const UlSimChipFaults *faults = &self->faults;

    ul_sim_chip_cancel (self, UL_SIM_EVENT_RESET);
    ul_sim_chip_cancel (self, UL_SIM_EVENT_BROWN_OUT);
    if (faults->reset_period_us != 0)
        ul_sim_chip_schedule (self, UL_SIM_EVENT_RESET,
                              self->time + faults->reset_period_us * 1000ull);
    if (faults->brown_out_us >= 0)
        ul_sim_chip_schedule (self, UL_SIM_EVENT_BROWN_OUT,
                              MAX (self->time, (guint64) faults->brown_out_us * 1000));
}

void
ul_sim_chip_set_faults (UlSimChip *self, const UlSimChipFaults *faults)
{
    ul_sim_chip_catch_up (self);
    self->faults = *faults;
    arm_faults (self);
    ul_sim_reset_update (self);
}

guint8 *
ul_sim_chip_get_flash (UlSimChip *self, gsize *size)
{
    ul_sim_chip_catch_up (self);
    if (size != NULL)
        *size = self->flash_size;
    return self->flash;
}

void
ul_sim_chip_flash_changed (UlSimChip *self)
{
    ul_sim_chip_catch_up (self);
    ul_sim_cpu_forget (self->cpu, self->device->regions[0].start, self->flash_size);
    if (self->powered) {
        ul_sim_chip_set_power (self, FALSE);
        ul_sim_chip_set_power (self, TRUE);
    }
}

void
ul_sim_chip_get_counts (UlSimChip *self, UlSimChipCounts *counts)
{
    ul_sim_chip_catch_up (self);
    *counts = self->counts;
}

/* --- power and pins --- */

guint
ul_sim_chip_get_n_power_ups (UlSimChip *self)
{
    /* Asked before each access: the core need not be woken for it. */
    if (MIN (self->events[UL_SIM_EVENT_BROWN_OUT], self->events[UL_SIM_EVENT_FAMILY]) <= self->now)
        ul_sim_chip_catch_up (self);
    return self->n_power_ups;
}

void
ul_sim_chip_set_power (UlSimChip *self, gboolean powered)
{
    ul_sim_chip_catch_up (self);
    if (self->powered == powered)
        return;
    if (powered) {
        power_on (self);
        arm_faults (self);
        return;
    }
    ul_sim_reset_begin (self, UL_SIM_RESET_POWER);
    ul_sim_chip_cancel_all (self);
    self->powered = self->debug_powered = FALSE;
}

gboolean
ul_sim_chip_get_power (UlSimChip *self)
{
    return self->powered;
}

void
ul_sim_chip_pull_reset (UlSimChip *self, gboolean pulled)
{
    ul_sim_chip_catch_up (self);
    self->reset.pulled = pulled;
    ul_sim_reset_update (self);
    if (self->family->pin != NULL)
        self->family->pin (self, pulled);
    if (!pulled)
        ul_sim_mdm_pin_released (self);
}

gboolean
ul_sim_chip_get_reset_low (UlSimChip *self)
{
    ul_sim_chip_catch_up (self);
    return self->reset.pulled || (self->reset.driven && !self->faults.reset_pin_gpio) ||
           !self->powered;
}

void
ul_sim_chip_set_debug_power (UlSimChip *self, gboolean powered)
{
    if (self->debug_powered == powered)
        return;
    ul_sim_chip_catch_up (self);
    self->debug_powered = powered;
    if (!powered)
        ul_sim_debug_forget (self);
}

gboolean
ul_sim_chip_listens (UlSimChip *self)
{
    /* Asked before each access: the core need not be woken for it where nothing ever changes. */
    if (self->takes_pins || self->family->listens != NULL)
        ul_sim_chip_catch_up (self);
    if (self->family->listens != NULL && !self->family->listens (self))
        return FALSE;
    return !self->pins_taken;
}

void
ul_sim_chip_see_line (UlSimChip *self, gboolean level)
{
    if (self->family->line != NULL)
        self->family->line (self, level);
}

/* --- access ports --- */

/* Writes to RAM while the core runs are only noted: many of them then cost no more than one. */
static gboolean
take_note (UlSimChip *self, guint ap, guint8 reg, gboolean write, guint32 value)
{
    UlSimWrite note = { .at = self->now };
    gboolean writable = FALSE;

    if (ap != AHB_AP || !write || !self->family->has_ahb (self) ||
        !ul_sim_mem_ap_is_plain_write (self, reg, &note.size) ||
        self->scs.state != UL_SIM_CORE_RUNNING || self->time >= self->now ||
        self->writes->len >= MAX_WRITES)
        return FALSE;
    for (guint i = 0; i < UL_SIM_N_EVENTS; i++)
        if (i != UL_SIM_EVENT_FLASH && self->events[i] <= self->now)
            return FALSE; /* it may not be running any more */
    note.address = self->ahb.tar;
    if (ul_sim_bus_memory (self, note.address, note.size, &writable) == NULL || !writable)
        return FALSE;
    note.value = ul_sim_mem_ap_take (self, note.size, value);
    g_array_append_val (self->writes, note);
    return TRUE;
}

UlSimApResult
ul_sim_chip_access_ap (UlSimChip *self, guint ap, guint8 reg, gboolean write, guint32 *value)
{
    if (take_note (self, ap, reg, write, *value))
        return UL_SIM_AP_OK;
    ul_sim_chip_catch_up (self);
    if (!self->powered)
        return UL_SIM_AP_FAULT;
    if (ap == AHB_AP && self->family->has_ahb (self))
        return ul_sim_mem_ap_access (self, reg, write, value);
    self->family->access_ap (self, ap, reg, write, value);
    return UL_SIM_AP_OK;
}

void
ul_sim_chip_abort_ap (UlSimChip *self)
{
    /* Accesses are done at once, so that none is ever under way. */
    ul_sim_chip_catch_up (self);
}
