/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FTFA, FTFL, FTFE and FTFC. Source: the reference manuals, chapters of these names, SMC, MC and
 * PMC. */
#include "ul-flash-status.h"
#include "ul-loader-code.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define REG_FCNFG 0x01
#define REG_FCCOB 0x04 /* 12 bytes, reversed within each word */
#define RAMRDY    0x02

#define CMD_PROGRAM4        0x06
#define CMD_PROGRAM8        0x07
#define CMD_ERASE_BLOCK     0x08
#define CMD_ERASE_SECTOR    0x09
#define CMD_PROGRAM_SECTION 0x0B
#define CMD_ERASE_ALL       0x44
#define CMD_SET_RAM         0x81

#define SET_RAM_FLASH 0xFF0000u /* use it as RAM, in the place of an address */
#define SET_RAM_US    2000

/* SMC: power modes in which the flash controller ignores commands. */
#define PMSTAT_RUN    0x01
#define PMSTAT_VLPR   0x04
#define PMSTAT_HSRUN  0x80
#define PMCTRL_RUNM   0x60
#define POWER_MODE_MS 100

/* The first K10 to K60 of 100 MHz have another controller for that. */
#define MC_PMCTRL      0x4007E003u
#define PMC_REGSC      0x4007D002u
#define REGSC_VLPRS    0x08
#define SDID_TYPE      0xFF0u
#define SDID_REVID     12
#define FIRST_REVISION 7 /* and below */

static gboolean
has_first_controller (UlFlash *self)
{
    static const guint16 types[] = { 0x100, 0x110, 0x120, 0x130, 0x140 };
    guint32 sdid = self->target->ids.sdid;

    if (self->device->core != UL_CORE_M4 || sdid >> 16 != 0 ||
        (sdid >> SDID_REVID & 0xF) > FIRST_REVISION)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (types); i++)
        if ((sdid & SDID_TYPE) == types[i])
            return TRUE;
    return FALSE;
}

static gboolean
leave_slow_mode (UlFlash *self, GError **error)
{
    UlMemAp *ahb = &self->target->ahb;
    guint32 pmctrl = self->model.power_control;
    guint32 pmstat = self->model.power_mode;
    guint8 control = 0;
    guint shift = (pmstat & 3) * 8;

    if (!ul_target_read8 (self->target, pmctrl, &control, error))
        return FALSE;
    ul_mem_ap_queue_write_value (ahb, pmctrl, UL_MEM_BYTE, control & ~PMCTRL_RUNM);
    ul_mem_ap_queue_poll (ahb, pmstat & ~3u, 0xFFu << shift, (guint32) PMSTAT_RUN << shift,
                          POWER_MODE_MS, NULL);
    return ul_debug_port_flush (ahb->port, error);
}

static gboolean
fail_mode (guint8 mode, const char *name, GError **error)
{
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, UL_ERROR_FLASH_POWER_MODE,
                     mode == PMSTAT_VLPR
                         ? _ ("The chip is in very low power mode, in which its flash controller "
                              "ignores commands")
                         : _ ("The chip is in high speed mode, in which its flash controller "
                              "ignores commands"));

    ul_error_add_detail (local, name, "0x%02X", mode);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
check_first_controller (UlFlash *self, GError **error)
{
    UlMemAp *ahb = &self->target->ahb;
    guint shift = (PMC_REGSC & 3) * 8;
    guint8 state = 0;

    if (!ul_target_read8 (self->target, PMC_REGSC, &state, error))
        return FALSE;
    if ((state & REGSC_VLPRS) == 0)
        return TRUE;
    ul_mem_ap_queue_write_value (ahb, MC_PMCTRL, UL_MEM_BYTE, 0);
    ul_mem_ap_queue_poll (ahb, PMC_REGSC & ~3u, (guint32) REGSC_VLPRS << shift, 0, POWER_MODE_MS,
                          NULL);
    return ul_debug_port_flush (ahb->port, NULL) || fail_mode (PMSTAT_VLPR, "PMC_REGSC", error);
}

static gboolean
check_power_mode (UlFlash *self, GError **error)
{
    guint8 mode = PMSTAT_RUN;

    if (self->model.power_mode == 0)
        return TRUE;
    if (has_first_controller (self))
        return check_first_controller (self, error);
    if (!ul_target_read8 (self->target, self->model.power_mode, &mode, error))
        return FALSE;
    if (mode == PMSTAT_VLPR && leave_slow_mode (self, NULL))
        return TRUE;
    if (mode != PMSTAT_VLPR && mode != PMSTAT_HSRUN)
        return TRUE;
    return fail_mode (mode, "SMC_PMSTAT", error);
}

/* Program-section needs the controller's RAM: where it is used as EEPROM, it is asked back. */
static gboolean
prepare_section (UlFlash *self, GError **error)
{
    const UlFlashCommand command = { UL_FLASH_OP_SET_RAM, self->model.section_ram, 1, NULL };
    g_autoptr (GError) local = NULL;
    guint8 fcnfg = 0;

    if (self->model.section_unit == 0)
        return TRUE;
    if (!ul_target_read8 (self->target, self->model.controller + REG_FCNFG, &fcnfg, error))
        return FALSE;
    if ((fcnfg & RAMRDY) != 0)
        return TRUE;
    if (ul_flash_direct_command (self, &command, SET_RAM_US, SET_RAM_US * 100, &local))
        return TRUE;
    self->model.section_unit = 0; /* the unit's command does as well, only more slowly */
    if (local->domain == UL_ERROR &&
        (local->code == UL_ERROR_FLASH_COMMAND || local->code == UL_ERROR_FLASH_TIMEOUT))
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static guint8
opcode (UlFlash *self, const UlFlashCommand *command)
{
    switch (command->op) {
    case UL_FLASH_OP_ERASE_SECTOR:
        return CMD_ERASE_SECTOR;
    case UL_FLASH_OP_ERASE_BLOCK:
        return CMD_ERASE_BLOCK;
    case UL_FLASH_OP_ERASE_ALL:
        return CMD_ERASE_ALL;
    case UL_FLASH_OP_SET_RAM:
        return CMD_SET_RAM;
    case UL_FLASH_OP_PROGRAM:
        break;
    }
    /* More than a unit at once is what the routine in RAM does. */
    if (command->size > self->model.unit)
        return CMD_PROGRAM_SECTION;
    return self->model.unit == 8 ? CMD_PROGRAM8 : CMD_PROGRAM4;
}

static guint32
command_address (UlFlash *self, const UlFlashCommand *command)
{
    guint32 address = 0;

    if (command->op == UL_FLASH_OP_SET_RAM)
        return SET_RAM_FLASH;
    if (command->op != UL_FLASH_OP_ERASE_ALL)
        ul_flash_model_command_address (self->device, command->address, command->size, &address);
    return address;
}

static void
queue_command (UlFlash *self, const UlFlashCommand *command)
{
    UlMemAp *ahb = &self->target->ahb;
    guint32 fccob = self->model.controller + REG_FCCOB, word;

    for (guint i = 0; command->data != NULL && i < command->size; i += 4) {
        memcpy (&word, command->data + i, sizeof word);
        ul_mem_ap_queue_write_value (ahb, fccob + 4 + i, UL_MEM_WORD, GUINT32_FROM_LE (word));
    }
    ul_mem_ap_queue_write_value (ahb, fccob, UL_MEM_WORD,
                                 (guint32) opcode (self, command) << 24 |
                                     (command_address (self, command) & 0xFFFFFF));
    ul_mem_ap_queue_write_value (ahb, self->model.status, UL_MEM_BYTE, UL_FLASH_IDLE);
}

/* Byte 0 is the most significant of the first word. Zeros when not even that can be read. */
static void
add_details (UlFlash *self, GError *error)
{
    guint32 words[3] = { 0 };
    g_autoptr (GString) text = g_string_new (NULL);

    ul_mem_ap_queue_read (&self->target->ahb, self->model.controller + REG_FCCOB, words, 3);
    ul_debug_port_flush (self->target->port, NULL);
    for (guint i = 0; i < 12; i++)
        g_string_append_printf (text, i == 0 ? "%02X" : " %02X",
                                (words[i / 4] >> (24 - 8 * (i % 4))) & 0xFF);
    ul_error_add_detail (error, "FCCOB", "%s", text->str);
}

const UlFlashDriver ul_ftfx_driver = {
    .errors = UL_FSTAT_RDCOLERR | UL_FSTAT_ACCERR | UL_FSTAT_FPVIOL | UL_FSTAT_MGSTAT0,
    .clear = UL_FSTAT_RDCOLERR | UL_FSTAT_ACCERR | UL_FSTAT_FPVIOL,
    .code = ul_ftfx_code,
    .n_code = G_N_ELEMENTS (ul_ftfx_code),
    .prepare = check_power_mode,
    .prepare_loader = prepare_section,
    .opcode = opcode,
    .queue_command = queue_command,
    .add_details = add_details,
};
