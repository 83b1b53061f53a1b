/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AHB-AP: the debugger's door to the bus. Source: Arm IHI 0031, the MEM-AP chapter, and the
 * technical reference manuals of Cortex-M0+ and Cortex-M4. */
#include "ul-sim-parts.h"

#define CSW  0x00
#define TAR  0x04
#define DRW  0x0C
#define BD0  0x10
#define BD3  0x1C
#define BASE 0xF8
#define IDR  0xFC

#define CSW_SIZE       0x07u
#define CSW_INCREMENT  0x30u
#define CSW_PACKED     0x20u
#define CSW_DEVICE_EN  0x40u
#define CSW_ATTRIBUTES 0x7F000000u

static gboolean
is_open (UlSimChip *self)
{
    return self->ctl.ready && self->family->bus_is_open (self);
}

static void
write_csw (UlSimChip *self, guint32 value)
{
    guint32 size = value & CSW_SIZE, increment = value & CSW_INCREMENT;

    if (size > 2)
        size = 2; /* what it does not know reads back as words */
    if (increment == CSW_INCREMENT || (increment == CSW_PACKED && !self->model->packed))
        increment = 0;
    self->ahb.csw = (value & CSW_ATTRIBUTES) | increment | size;
}

static guint
size_of (UlSimChip *self)
{
    return 1u << (self->ahb.csw & CSW_SIZE);
}

static void
count_up (UlSimChip *self, guint n)
{
    guint32 line = self->model->tar_line - 1;

    if ((self->ahb.csw & CSW_INCREMENT) != 0)
        self->ahb.tar = (self->ahb.tar & ~line) | ((self->ahb.tar + n) & line);
}

/* --- bytes in their lanes --- */

static guint
shift_of (guint32 address)
{
    return (address & 3) * 8;
}

static gboolean
read_item (UlSimChip *self, guint32 address, guint size, guint32 *lanes)
{
    guint32 value = 0;

    if (!ul_sim_bus_read (self, UL_SIM_MASTER_DEBUGGER, address, size, &value))
        return FALSE;
    *lanes |= value << shift_of (address);
    return TRUE;
}

static guint32
item_of (guint32 address, guint size, guint32 lanes)
{
    guint32 value = lanes >> shift_of (address);

    return size == 4 ? value : value & ((1u << (8 * size)) - 1);
}

static gboolean
write_item (UlSimChip *self, guint32 address, guint size, guint32 lanes)
{
    return ul_sim_bus_write (self, UL_SIM_MASTER_DEBUGGER, address, size,
                             item_of (address, size, lanes));
}

static UlSimApResult
access_drw (UlSimChip *self, gboolean write, guint32 *value)
{
    guint size = size_of (self), n = 1;
    guint32 lanes = write ? *value : 0;

    if ((self->ahb.csw & CSW_INCREMENT) == CSW_PACKED)
        n = 4 / size; /* several in one transfer */
    for (guint i = 0; i < n; i++) {
        guint32 address = self->ahb.tar;
        gboolean ok = address % size == 0 && (write ? write_item (self, address, size, lanes)
                                                    : read_item (self, address, size, &lanes));
        if (!ok)
            return UL_SIM_AP_FAULT;
        count_up (self, size);
    }
    *value = lanes;
    return UL_SIM_AP_OK;
}

static UlSimApResult
access_banked (UlSimChip *self, guint8 reg, gboolean write, guint32 *value)
{
    guint32 address = (self->ahb.tar & ~0xFu) | (reg & 0xC);
    gboolean ok = write ? ul_sim_bus_write (self, UL_SIM_MASTER_DEBUGGER, address, 4, *value)
                        : ul_sim_bus_read (self, UL_SIM_MASTER_DEBUGGER, address, 4, value);

    return ok ? UL_SIM_AP_OK : UL_SIM_AP_FAULT;
}

static UlSimApResult
access_bus (UlSimChip *self, guint8 reg, gboolean write, guint32 *value)
{
    UlSimApResult result = UL_SIM_AP_FAULT;
    guint32 given = *value;

    if (is_open (self))
        result =
            reg == DRW ? access_drw (self, write, value) : access_banked (self, reg, write, value);
    if (result != UL_SIM_AP_OK)
        *value = write ? given : 0;
    return result;
}

UlSimApResult
ul_sim_mem_ap_access (UlSimChip *self, guint8 reg, gboolean write, guint32 *value)
{
    if (reg == DRW || (reg >= BD0 && reg <= BD3 && reg % 4 == 0))
        return access_bus (self, reg, write, value);
    if (write && reg == CSW)
        write_csw (self, *value);
    else if (write && reg == TAR)
        self->ahb.tar = *value;
    else if (!write)
        *value = reg == CSW    ? self->ahb.csw | (is_open (self) ? CSW_DEVICE_EN : 0)
                 : reg == TAR  ? self->ahb.tar
                 : reg == BASE ? self->model->ahb_base
                 : reg == IDR  ? self->model->ahb_idr
                               : 0;
    return UL_SIM_AP_OK;
}

gboolean
ul_sim_mem_ap_is_plain_write (UlSimChip *self, guint8 reg, guint *size)
{
    *size = size_of (self);
    return reg == DRW && (self->ahb.csw & CSW_INCREMENT) != CSW_PACKED &&
           self->ahb.tar % *size == 0 && is_open (self) && !self->reset.in_reset;
}

guint32
ul_sim_mem_ap_take (UlSimChip *self, guint size, guint32 value)
{
    guint32 item = item_of (self->ahb.tar, size, value);

    count_up (self, size);
    return item;
}
