/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FTFA, FTFL, FTFE and FTFC. Source: the reference manuals, chapters of these names. */
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
#define CMD_DIVIDE          0x80
#define CMD_SET_RAM         0x81

#define START_MS 1000 /* of the controller, in a reset */

#define SET_RAM_FLASH 0xFF0000u /* use it as RAM, in the place of an address */
#define SET_RAM_US    2000

/* After a reset it is busy for as long as it copies emulated EEPROM to its RAM: it takes no
 * commands then, and does not say yet what that RAM is. */
static gboolean
wait_until_started (UlFlash *self, GError **error)
{
    g_autoptr (GError) local = NULL;

    ul_mem_ap_queue_poll_value (&self->target->ahb, self->model.status, UL_MEM_BYTE, UL_FLASH_IDLE,
                                UL_FLASH_IDLE, START_MS, NULL);
    if (ul_debug_port_flush (self->target->port, &local))
        return TRUE;
    if (!g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_TIMEOUT)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    g_set_error (error, UL_ERROR, UL_ERROR_FLASH_TIMEOUT,
                 _ ("The flash controller is still busy %u ms after the reset"), START_MS);
    return FALSE;
}

static gboolean
prepare (UlFlash *self, GError **error)
{
    return wait_until_started (self, error) && ul_flash_ensure_run_mode (self, error);
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
    case UL_FLASH_OP_DIVIDE:
        return CMD_DIVIDE;
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
    if (command->op != UL_FLASH_OP_ERASE_ALL && command->op != UL_FLASH_OP_DIVIDE)
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
    .prepare = prepare,
    .prepare_loader = prepare_section,
    .opcode = opcode,
    .queue_command = queue_command,
    .add_details = add_details,
};
