/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-flash-status.h"

#include "ul-error.h"

#include <glib/gi18n.h>

/* The order is that of what helps most: a protected sector is no use looking further into. */
static const struct {
    guint8 bit;
    int code;
    const char *cause;
} causes[] = {
    { UL_FSTAT_FPVIOL, UL_ERROR_FLASH_PROTECTED, N_ ("the sector is write-protected (FPVIOL)") },
    { UL_FSTAT_ACCERR, UL_ERROR_FLASH_COMMAND,
      N_ ("the flash controller does not accept the command (ACCERR)") },
    { UL_FSTAT_RDCOLERR, UL_ERROR_FLASH_COLLISION,
      N_ ("the flash was read while it was being changed (RDCOLERR)") },
    { UL_FSTAT_MGSTAT0, UL_ERROR_FLASH_FAILED, N_ ("the flash cells did not take it (MGSTAT0)") },
    { UL_FSTAT_MGSTAT1, UL_ERROR_FLASH_FAILED, N_ ("the flash cells did not take it (MGSTAT1)") },
};

static const char *
describe (UlFlashOp op)
{
    switch (op) {
    case UL_FLASH_OP_ERASE_SECTOR:
        /* Translators: the placeholders are an address and a cause */
        return N_ ("Erasing the sector at 0x%08X failed: %s");
    case UL_FLASH_OP_ERASE_BLOCK:
        return N_ ("Erasing the block at 0x%08X failed: %s");
    case UL_FLASH_OP_ERASE_ALL:
        return N_ ("Erasing the whole flash from 0x%08X on failed: %s");
    case UL_FLASH_OP_DIVIDE:
        return N_ ("Dividing the FlexNVM at 0x%08X failed: %s");
    default:
        return N_ ("Programming at 0x%08X failed: %s");
    }
}

void
ul_flash_set_error (UlFlash *self, guint8 status, const UlFlashCommand *command, GError **error)
{
    const UlFlashDriver *driver = self->model.driver;
    guint8 bits = status & driver->errors;
    int code = UL_ERROR_FAILED;
    const char *cause = N_ ("no reason given");

    for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
        if ((bits & causes[i].bit) != 0) {
            code = causes[i].code;
            cause = causes[i].cause;
            break;
        }

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, code, _ (describe (command->op)), command->address, _ (cause));
#pragma GCC diagnostic pop
    ul_error_set_where (local, command->address, command->size);
    ul_error_add_detail (local, "FSTAT", "0x%02X", status);
    ul_error_add_detail (local, "command", "0x%02X", driver->opcode (self, command));
    ul_error_add_detail (local, "address", "0x%08X", command->address);
    driver->add_details (self, local);
    g_propagate_error (error, g_steal_pointer (&local));
}
