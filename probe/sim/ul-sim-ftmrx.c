/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * FTMRH and FTMRE: registers of eight bits, command words through a window, a clock that must be
 * right. Source: the reference manuals of KE02, KE04 and KE06, chapters FTMRH and FTMRE.
 */
#include "ul-sim-ftmrx.h"

#include <string.h>

#define FDIVLD  0x80
#define FDIVLCK 0x40
#define FDIV    0x3F

#define LOWEST_KHZ  800
#define HIGHEST_KHZ 1050

#define INDEX_MASK     0x07
#define FCNFG_WRITABLE 0x80 /* CCIE */

#define FCF_EEPROT 0xC
#define FCF_FPROT  0xD
#define FCF_FSEC   0xE
#define FCF_FOPT   0xF

/* --- registers: which one is where --- */

typedef enum {
    NONE,
    FCLKDIV,
    FSEC,
    FCCOBIX,
    FCNFG,
    FERCNFG,
    FSTAT,
    FERSTAT,
    FPROT,
    EEPROT,
    FCCOBHI,
    FCCOBLO,
    FOPT,
} Register;

#define N_REGS 0x10

static const guint8 ftmrh_regs[N_REGS] = {
    [0x0] = FCLKDIV, [0x1] = FSEC,    [0x2] = FCCOBIX, [0x4] = FCNFG,
    [0x5] = FERCNFG, [0x6] = FSTAT,   [0x7] = FERSTAT, [0x8] = FPROT,
    [0x9] = EEPROT,  [0xA] = FCCOBHI, [0xB] = FCCOBLO, [0xC] = FOPT,
};

static const guint8 ftmre_regs[N_REGS] = {
    [0x1] = FCCOBIX, [0x2] = FSEC,    [0x3] = FCLKDIV, [0x5] = FSTAT, [0x7] = FCNFG,
    [0x8] = FCCOBLO, [0x9] = FCCOBHI, [0xB] = FPROT,   [0xF] = FOPT,
};

static Register
register_at (UlSimChip *self, guint32 offset)
{
    if (offset >= N_REGS)
        return NONE;
    return self->device->controller == UL_CONTROLLER_FTMRH ? ftmrh_regs[offset]
                                                           : ftmre_regs[offset];
}

/* --- state --- */

void
ul_sim_ftmrx_reset (UlSimChip *self)
{
    UlSimFlash *ctl = &self->ctl;

    ctl->fstat = 0; /* busy with its start-up */
    ctl->fcnfg = ctl->fclkdiv = ctl->index = 0;
    ctl->ready = ctl->key_failed = FALSE;
    memset (ctl->fccob, 0, sizeof ctl->fccob);
}

void
ul_sim_ftmrx_ready (UlSimChip *self)
{
    UlSimFlash *ctl = &self->ctl;
    const guint8 *fcf = self->flash + (self->device->fcf_address - self->device->regions[0].start);

    ctl->eeprot = fcf[FCF_EEPROT];
    if (!self->faults.keeps_protection || self->reset.power_on)
        ctl->fprot[0] = fcf[FCF_FPROT];
    ctl->fsec = fcf[FCF_FSEC];
    ctl->fopt = fcf[FCF_FOPT];
    ctl->fstat = UL_SIM_CCIF;
    ctl->ready = TRUE;
}

gboolean
ul_sim_ftmrx_eeprom_is_busy (UlSimChip *self)
{
    return self->mdm.erasing || (self->ctl.command != NULL && self->ctl.size > 0 &&
                                 self->ctl.address + self->ctl.size > self->flash_size);
}

/* --- commands --- */

/* Too slow a clock holds the high voltage for too long, too fast a one for too short. Either way
 * the cells do not come out as they should. */
static gboolean
is_clocked_right (UlSimChip *self)
{
    guint khz = ul_sim_ke_bus_khz (self) / ((self->ctl.fclkdiv & FDIV) + 1);

    return khz >= LOWEST_KHZ && khz <= HIGHEST_KHZ;
}

static void
launch (UlSimChip *self)
{
    UlSimFlash *ctl = &self->ctl;

    ctl->fstat &= ~UL_SIM_MGSTAT;
    ul_sim_flash_begin (self, ul_sim_ftmrx_find_command (self, ctl->fccob[0]),
                        (ctl->fclkdiv & FDIVLD) != 0);
}

guint
ul_sim_ftmrx_clocked_part (UlSimChip *self, guint part)
{
    if (is_clocked_right (self))
        return part;
    self->counts.misclocked++;
    self->ctl.outcome = UL_SIM_MGSTAT;
    return MIN (part, 512);
}

static void
write_fstat (UlSimChip *self, guint8 value)
{
    UlSimFlash *ctl = &self->ctl;
    guint8 errors = ctl->fstat & (UL_SIM_ACCERR | UL_SIM_FPVIOL);

    ctl->fstat &= ~(value & (UL_SIM_ACCERR | UL_SIM_FPVIOL));
    if ((value & UL_SIM_CCIF) == 0)
        return;
    if ((ctl->fstat & UL_SIM_CCIF) == 0)
        self->counts.refusals++; /* one at a time */
    else if (errors == 0)
        launch (self);
}

/* --- registers --- */

static guint8 *
command_byte (UlSimChip *self, Register reg)
{
    guint index = self->ctl.index;

    if (index >= UL_SIM_FTMRX_WORDS)
        return NULL;
    return &self->ctl.fccob[2 * index + (reg == FCCOBLO ? 1 : 0)];
}

static guint8
read_reg (UlSimChip *self, Register reg)
{
    UlSimFlash *ctl = &self->ctl;
    const guint8 *byte;

    switch (reg) {
    case FCLKDIV:
        return ctl->fclkdiv;
    case FSEC:
        return ctl->fsec;
    case FCCOBIX:
        return ctl->index;
    case FCNFG:
        return ctl->fcnfg;
    case FSTAT:
        return ctl->fstat & ~UL_SIM_RDCOLERR;
    case FPROT:
        return ctl->fprot[0];
    case EEPROT:
        return ctl->eeprot;
    case FOPT:
        return ctl->fopt;
    case FCCOBHI:
    case FCCOBLO:
        byte = command_byte (self, reg);
        return byte != NULL ? *byte : 0;
    case FERCNFG:
    case FERSTAT:
    case NONE:
        break;
    }
    return 0;
}

static void
write_fclkdiv (UlSimFlash *ctl, guint8 value)
{
    if ((ctl->fclkdiv & FDIVLCK) == 0)
        ctl->fclkdiv = (value & (FDIVLCK | FDIV)) | FDIVLD;
}

static void
write_idle_reg (UlSimChip *self, Register reg, guint8 value)
{
    UlSimFlash *ctl = &self->ctl;
    guint8 *byte;

    switch (reg) {
    case FCLKDIV:
        write_fclkdiv (ctl, value);
        break;
    case FPROT:
        if (ul_sim_ftmrx_only_adds (ctl->fprot[0], value))
            ctl->fprot[0] = value;
        break;
    case EEPROT:
        if ((value & 0x80) == 0 && ((ctl->eeprot & 0x80) != 0 || value >= ctl->eeprot))
            ctl->eeprot = value; /* more protection, never less */
        break;
    case FCCOBHI:
    case FCCOBLO:
        byte = command_byte (self, reg);
        if (byte != NULL)
            *byte = value;
        break;
    default:
        break;
    }
}

static void
write_reg (UlSimChip *self, Register reg, guint8 value)
{
    UlSimFlash *ctl = &self->ctl;

    if (reg == FSTAT)
        write_fstat (self, value);
    else if (reg == FCCOBIX)
        ctl->index = value & INDEX_MASK;
    else if (reg == FCNFG)
        ctl->fcnfg = value & FCNFG_WRITABLE;
    else if ((ctl->fstat & UL_SIM_CCIF) != 0)
        write_idle_reg (self, reg, value);
}

static gboolean
read_ftmrx (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    if (size != 1 || offset >= N_REGS)
        return FALSE;
    *value = read_reg (self, register_at (self, offset));
    return TRUE;
}

static gboolean
write_ftmrx (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    if (size != 1 || offset >= N_REGS)
        return FALSE;
    write_reg (self, register_at (self, offset), value);
    return TRUE;
}

const UlSimOps ul_sim_ftmrx_ops = { read_ftmrx, write_ftmrx };
