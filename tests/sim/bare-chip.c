/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bare-chip.h"

#include <string.h>

#define CSW 0x00
#define TAR 0x04
#define DRW 0x0C

#define CODE       0x410
#define FSEC_AT    0x40C
#define POWER_US   1000
#define FLASH_US   20
#define LONGEST_US 20000000
#define STACK      0x20001000u

Bare *
bare_new (const char *device)
{
    Bare *self = g_new0 (Bare, 1);

    self->device = ul_devices_find (device);
    assert_non_null (self->device);
    self->chip = ul_sim_chip_new (self->device);
    self->flash = ul_sim_chip_get_flash (self->chip, &self->flash_size);
    ul_sim_chip_set_debug_power (self->chip, TRUE);
    return self;
}

void
bare_free (Bare *self)
{
    ul_sim_chip_free (self->chip);
    g_free (self);
}

Bare *
bare_new_halted (const char *device)
{
    Bare *self = bare_new (device);

    bare_halt_at_start (self);
    return self;
}

Bare *
bare_new_running (const char *device)
{
    static const guint16 loop[] = { 0xE7FE };
    Bare *self = bare_new (device);

    bare_put_program (self, loop, G_N_ELEMENTS (loop));
    bare_wait_us (self, POWER_US);
    return self;
}

void
bare_put_program (Bare *self, const guint16 *code, guint n)
{
    static const guint8 vectors[8] = { 0x00, 0x10, 0x00, 0x20, 0x11, 0x04, 0x00, 0x00 };

    memcpy (self->flash, vectors, sizeof vectors);
    for (guint i = 0; i < n; i++) {
        self->flash[CODE + 2 * i] = code[i] & 0xFF;
        self->flash[CODE + 2 * i + 1] = code[i] >> 8;
    }
    ul_sim_chip_flash_changed (self->chip);
    ul_sim_chip_set_debug_power (self->chip, TRUE);
}

void
bare_halt_at_start (Bare *self)
{
    ul_sim_chip_pull_reset (self->chip, TRUE);
    bare_wait_us (self, POWER_US);
    bare_write32 (self, DHCSR, 0xA05F0001);
    bare_write32 (self, DEMCR, 1);
    ul_sim_chip_pull_reset (self->chip, FALSE);
    bare_wait_us (self, POWER_US);
    assert_true (bare_is_halted (self));
    bare_write32 (self, DEMCR, 0);
}

Bare *
bare_new_with_fsec (const char *device, guint8 fsec)
{
    static const guint16 loop[] = { 0xE7FE };
    Bare *self = bare_new (device);

    self->flash[FSEC_AT] = fsec;
    bare_put_program (self, loop, 1);
    bare_wait_us (self, 1000);
    return self;
}

Bare *
bare_new_blank (const char *device, guint8 fsec)
{
    Bare *self = bare_new (device);

    memset (self->flash, 0xFF, self->flash_size);
    self->flash[FSEC_AT] = fsec;
    ul_sim_chip_flash_changed (self->chip);
    bare_wait_us (self, 1000);
    return self;
}

gboolean
bare_is_kl25 (Bare *self)
{
    return self->device->core == UL_CORE_M0PLUS;
}

guint32
bare_sector_size (Bare *self)
{
    return self->device->regions[0].sector_size;
}

guint
bare_unit (Bare *self)
{
    return self->device->regions[0].unit;
}

gboolean
bare_is_blank (Bare *self, guint32 address, guint32 size)
{
    for (guint32 i = address; i < address + size; i++)
        if (self->flash[i] != 0xFF)
            return FALSE;
    return TRUE;
}

guint
bare_refusals (Bare *self)
{
    UlSimChipCounts counts;

    ul_sim_chip_get_counts (self->chip, &counts);
    return counts.refusals;
}

guint
bare_resets (Bare *self)
{
    UlSimChipCounts counts;

    ul_sim_chip_get_counts (self->chip, &counts);
    return counts.resets;
}

void
bare_pulse_reset (Bare *self)
{
    ul_sim_chip_pull_reset (self->chip, TRUE);
    bare_wait_us (self, RESET_US);
    ul_sim_chip_pull_reset (self->chip, FALSE);
    bare_wait_us (self, RESET_US);
}

void
bare_wait_us (Bare *self, guint64 us)
{
    ul_sim_chip_advance (self->chip, us * 1000);
}

gint64
bare_now_us (Bare *self)
{
    return ul_sim_chip_get_time_ns (self->chip) / 1000;
}

/* --- ports --- */

static void
set_up (Bare *self, guint32 address, guint size)
{
    guint32 csw = 0x23000000 | (size == 4 ? 2 : size == 2 ? 1 : 0);

    assert_int_equal (ul_sim_chip_access_ap (self->chip, 0, CSW, TRUE, &csw), UL_SIM_AP_OK);
    assert_int_equal (ul_sim_chip_access_ap (self->chip, 0, TAR, TRUE, &address), UL_SIM_AP_OK);
}

gboolean
bare_try_read (Bare *self, guint32 address, guint size, guint32 *value)
{
    set_up (self, address, size);
    if (ul_sim_chip_access_ap (self->chip, 0, DRW, FALSE, value) != UL_SIM_AP_OK)
        return FALSE;
    *value >>= (address & 3) * 8;
    return TRUE;
}

gboolean
bare_try_write (Bare *self, guint32 address, guint size, guint32 value)
{
    value <<= (address & 3) * 8;
    set_up (self, address, size);
    return ul_sim_chip_access_ap (self->chip, 0, DRW, TRUE, &value) == UL_SIM_AP_OK;
}

guint32
bare_read (Bare *self, guint32 address, guint size)
{
    guint32 value = 0;

    if (!bare_try_read (self, address, size, &value))
        fail_msg ("the bus refuses to read 0x%08X", address);
    return value;
}

void
bare_write (Bare *self, guint32 address, guint size, guint32 value)
{
    if (!bare_try_write (self, address, size, value))
        fail_msg ("the bus refuses to write 0x%08X", address);
}

guint32
bare_read32 (Bare *self, guint32 address)
{
    return bare_read (self, address, 4);
}

void
bare_write32 (Bare *self, guint32 address, guint32 value)
{
    bare_write (self, address, 4, value);
}

static guint32
access_mdm (Bare *self, guint8 reg, gboolean write, guint32 value)
{
    assert_int_equal (ul_sim_chip_access_ap (self->chip, 1, reg, write, &value), UL_SIM_AP_OK);
    return value;
}

guint32
bare_mdm (Bare *self)
{
    return access_mdm (self, 0x00, FALSE, 0);
}

guint32
bare_mdm_control (Bare *self)
{
    return access_mdm (self, 0x04, FALSE, 0);
}

void
bare_set_mdm (Bare *self, guint32 control)
{
    access_mdm (self, 0x04, TRUE, control);
}

/* --- flash --- */

guint8
bare_fstat (Bare *self)
{
    return bare_read (self, FTFX, 1);
}

void
bare_launch (Bare *self, const guint8 *fccob, guint n)
{
    bare_write (self, FTFX, 1, 0x70);
    for (guint i = 0; i < n; i++)
        bare_write (self, FTFX + 4 + (i ^ 3), 1, fccob[i]);
    bare_write (self, FTFX, 1, CCIF);
}

guint64
bare_wait_flash (Bare *self)
{
    gint64 start = bare_now_us (self);

    while ((bare_fstat (self) & CCIF) == 0) {
        bare_wait_us (self, 1 + (bare_now_us (self) - start) / 1000); /* as exact as 0.1 % */
        assert_true (bare_now_us (self) - start < LONGEST_US);
    }
    return bare_now_us (self) - start;
}

guint8
bare_command (Bare *self, const guint8 *fccob, guint n)
{
    bare_launch (self, fccob, n);
    bare_wait_flash (self);
    return bare_fstat (self);
}

guint8
bare_erase_sector (Bare *self, guint32 address)
{
    const guint8 fccob[] = { 0x09, address >> 16, address >> 8, address };

    return bare_command (self, fccob, sizeof fccob);
}

guint8
bare_program (Bare *self, guint32 address, const guint8 *data)
{
    guint unit = self->device->regions[0].unit;
    guint8 fccob[12] = { unit == 8 ? 0x07 : 0x06, address >> 16, address >> 8, address };

    for (guint i = 0; i < unit; i++)
        fccob[4 + (i ^ 3)] = data[i];
    return bare_command (self, fccob, 4 + unit);
}

/* --- core --- */

guint32
bare_reg (Bare *self, guint reg)
{
    bare_write32 (self, DCRSR, reg);
    return bare_read32 (self, DCRDR);
}

void
bare_set_reg (Bare *self, guint reg, guint32 value)
{
    bare_write32 (self, DCRDR, value);
    bare_write32 (self, DCRSR, reg | 0x10000);
}

void
bare_load (Bare *self, const guint16 *code, guint n)
{
    for (guint i = 0; i < n; i++)
        bare_write (self, RAM + 2 * i, 2, code[i]);
    bare_set_reg (self, 13, STACK);
    bare_set_reg (self, 14, 0xFFFFFFFF);
    bare_set_reg (self, 15, RAM);
    bare_set_reg (self, 16, 0x01000000);
    bare_write32 (self, DFSR, 0x1F);
}

void
bare_go (Bare *self)
{
    bare_write32 (self, DHCSR, 0xA05F0001);
}

gboolean
bare_is_halted (Bare *self)
{
    return (bare_read32 (self, DHCSR) & S_HALT) != 0;
}

void
bare_run (Bare *self, const guint16 *code, guint n)
{
    gint64 start = bare_now_us (self);

    bare_load (self, code, n);
    bare_go (self);
    while (!bare_is_halted (self)) {
        bare_wait_us (self, FLASH_US);
        assert_true (bare_now_us (self) - start < LONGEST_US);
    }
}
