/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * System control and the flash controller of LM3S of the Fury class. Source: LM3S6965 data sheet,
 * chapters "System Control" and "Internal Memory".
 */
#include "ul-sim-stellaris.h"

#include <string.h>

/* System control */
#define DID0    0x000
#define DID1    0x004
#define DC0     0x008
#define RIS     0x050
#define RCC     0x060
#define FMPRE0  0x130
#define FMPPE0  0x134
#define USECRL  0x140
#define BOOTCFG 0x1D0
#define USER0   0x1E0
#define FMPRE   0x200
#define FMPPE   0x400

#define SYSTEM_CONTROL 0x400FE000u
#define PLL_LOCKED     0x40u
#define RCC_RESET      0x078E3AD1u
#define USECRL_RESET   0x31u
#define USECRL_IOSC    11u /* MHz less 1, of the internal oscillator, which the chip starts with */

/* Flash control */
#define FMA    0x000
#define FMD    0x004
#define FMC    0x008
#define FCRIS  0x00C
#define FCMISC 0x014

#define KEY    0xA4420000u
#define WRITE  0x1u
#define ERASE  0x2u
#define MERASE 0x4u
#define COMMIT 0x8u
#define ARIS   0x1u

#define PAGE          1024u
#define BLOCK         2048u    /* what a bit of FMPREn and FMPPEn is for */
#define BANK          0x20000u /* what one mass erase erases */
#define COMMIT_BOOT   0x75100000u
#define COMMIT_USER   0x80000000u
#define WORD_NS       20000
#define PAGE_ERASE_NS 20000000
#define BANK_ERASE_NS 250000000

/* --- what a command does --- */

static void
commit (UlSimChip *self)
{
    UlSimStellaris *lm = &self->stellaris;
    guint word;
    guint32 value = lm->fmd;

    if (lm->fma == COMMIT_BOOT)
        word = UL_SIM_LM_BOOTCFG;
    else if ((lm->fma & ~1u) == COMMIT_USER)
        word = UL_SIM_LM_USER + (lm->fma & 1);
    else {
        word = (lm->fma & 1 ? UL_SIM_LM_FMPPE : UL_SIM_LM_FMPRE) + (lm->fma >> 1 & 3);
        value = lm->words[word];
    }
    /* Bits go from 1 to 0 only. */
    ul_sim_stellaris_set_word (self, word, ul_sim_stellaris_get_word (self, word) & value);
}

static void
program (UlSimChip *self)
{
    guint8 bytes[4];

    ul_sim_put_le (bytes, 4, self->stellaris.fmd);
    ul_sim_flash_program_cells (self, self->stellaris.fma, bytes, 4, 1024);
    self->counts.programs++;
}

void
ul_sim_stellaris_finish_flash (UlSimChip *self, UlSimLmWork work, guint part)
{
    UlSimStellaris *lm = &self->stellaris;

    switch (work) {
    case UL_SIM_LM_PAGE_ERASE:
        self->counts.erases += part >= 1024;
        ul_sim_flash_erase_cells (self, lm->fma - lm->fma % PAGE, PAGE, part);
        break;
    case UL_SIM_LM_BANK_ERASE:
        self->counts.erase_alls += part >= 1024;
        ul_sim_flash_erase_cells (self, lm->fma - lm->fma % BANK, BANK, part);
        break;
    case UL_SIM_LM_WORD:
        if (part >= 1024)
            program (self);
        break;
    case UL_SIM_LM_COMMIT:
        if (part >= 1024)
            commit (self);
        break;
    default:
        break;
    }
}

/* --- whether it may --- */

static gboolean
may_change (UlSimChip *self, guint32 address, guint32 size)
{
    for (guint32 at = address; at < address + size; at += BLOCK) {
        guint block = at / BLOCK;

        if ((self->stellaris.words[UL_SIM_LM_FMPPE + block / 32] >> block % 32 & 1) == 0)
            return FALSE;
    }
    return TRUE;
}

static void
refuse (UlSimChip *self, gboolean tells)
{
    self->counts.refusals++;
    if (tells)
        self->stellaris.fcris |= ARIS;
}

static void
launch (UlSimChip *self, UlSimLmWork work, guint32 size, guint64 ns)
{
    guint32 start = self->stellaris.fma - self->stellaris.fma % size;

    if (start >= self->flash_size || !may_change (self, start, size))
        refuse (self, TRUE);
    else if (self->stellaris.usecrl != USECRL_IOSC)
        refuse (self, FALSE); /* pulses of a wrong length change nothing for certain */
    else
        ul_sim_stellaris_begin (self, work, ns);
}

static void
write_fmc (UlSimChip *self, guint32 value)
{
    if ((value & 0xFFFF0000) != KEY || self->stellaris.doing != UL_SIM_LM_NOTHING)
        refuse (self, FALSE);
    else if ((value & WRITE) != 0)
        launch (self, UL_SIM_LM_WORD, 4, WORD_NS);
    else if ((value & ERASE) != 0)
        launch (self, UL_SIM_LM_PAGE_ERASE, PAGE, PAGE_ERASE_NS);
    else if ((value & MERASE) != 0)
        launch (self, UL_SIM_LM_BANK_ERASE, BANK, BANK_ERASE_NS);
    else if ((value & COMMIT) != 0)
        ul_sim_stellaris_begin (self, UL_SIM_LM_COMMIT, WORD_NS);
}

static guint32
read_fmc (UlSimChip *self)
{
    switch (self->stellaris.doing) {
    case UL_SIM_LM_WORD:
        return WRITE;
    case UL_SIM_LM_PAGE_ERASE:
        return ERASE;
    case UL_SIM_LM_BANK_ERASE:
        return MERASE;
    case UL_SIM_LM_COMMIT:
        return COMMIT;
    default:
        return 0;
    }
}

/* --- registers --- */

void
ul_sim_stellaris_flash_reset (UlSimChip *self)
{
    UlSimStellaris *lm = &self->stellaris;

    lm->fma = lm->fmd = lm->fcris = 0;
    lm->usecrl = USECRL_RESET;
    ul_sim_put_le (ul_sim_bridge_regs (self, SYSTEM_CONTROL + RCC), 4, RCC_RESET);
}

static gboolean
read_flash (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    UlSimStellaris *lm = &self->stellaris;

    *value = offset == FMA     ? lm->fma
             : offset == FMD   ? lm->fmd
             : offset == FMC   ? read_fmc (self)
             : offset == FCRIS ? lm->fcris
                               : 0;
    return size == 4;
}

static gboolean
write_flash (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    UlSimStellaris *lm = &self->stellaris;

    if (offset == FMA && lm->doing == UL_SIM_LM_NOTHING)
        lm->fma = value;
    else if (offset == FMD)
        lm->fmd = value;
    else if (offset == FMC)
        write_fmc (self, value);
    else if (offset == FCMISC)
        lm->fcris &= ~value;
    return size == 4;
}

const UlSimOps ul_sim_lm_flash_ops = { read_flash, write_flash };

/* Returns: the volatile copy that the register shows, or UL_SIM_LM_N_WORDS */
static guint
word_of (guint32 offset)
{
    if (offset == FMPRE0)
        return UL_SIM_LM_FMPRE;
    if (offset == FMPPE0)
        return UL_SIM_LM_FMPPE;
    if (offset == BOOTCFG)
        return UL_SIM_LM_BOOTCFG;
    if (offset == USER0 || offset == USER0 + 4)
        return UL_SIM_LM_USER + (offset - USER0) / 4;
    if (offset - FMPRE < 16)
        return UL_SIM_LM_FMPRE + (offset - FMPRE) / 4;
    if (offset - FMPPE < 16)
        return UL_SIM_LM_FMPPE + (offset - FMPPE) / 4;
    return UL_SIM_LM_N_WORDS;
}

static gboolean
read_control (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    guint word = word_of (offset & ~3u);

    if (word < UL_SIM_LM_N_WORDS)
        *value = self->stellaris.words[word];
    else if (offset == DID0)
        *value = 0x10010002; /* Fury, A2 */
    else if (offset == DID1)
        *value = 0x1000402E | self->model->sdid << 16;
    else if (offset == DC0)
        *value = (self->device->ram_size / 256 - 1) << 16 | (self->flash_size / BLOCK - 1);
    else if (offset == RIS)
        *value = PLL_LOCKED;
    else if (offset == USECRL)
        *value = self->stellaris.usecrl;
    else
        *value = ul_sim_get_le (ul_sim_bridge_regs (self, SYSTEM_CONTROL + offset), size);
    return TRUE;
}

static gboolean
write_control (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    guint word = word_of (offset & ~3u);

    if (word < UL_SIM_LM_N_WORDS)
        self->stellaris.words[word] &= value; /* more protection, never less */
    else if (offset == USECRL)
        self->stellaris.usecrl = value & 0xFF;
    else
        ul_sim_put_le (ul_sim_bridge_regs (self, SYSTEM_CONTROL + offset), size, value);
    return TRUE;
}

const UlSimOps ul_sim_lm_control_ops = { read_control, write_control };
