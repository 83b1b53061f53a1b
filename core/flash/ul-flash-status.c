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
    { UL_FTFX_FPVIOL, UL_ERROR_FLASH_PROTECTED, N_ ("the sector is write-protected (FPVIOL)") },
    { UL_FTFX_ACCERR, UL_ERROR_FLASH_COMMAND,
      N_ ("the flash controller does not accept the command (ACCERR)") },
    { UL_FTFX_RDCOLERR, UL_ERROR_FLASH_COLLISION,
      N_ ("the flash was read while it was being changed (RDCOLERR)") },
    { UL_FTFX_MGSTAT0, UL_ERROR_FLASH_FAILED, N_ ("the flash cells did not take it (MGSTAT0)") },
};

static const char *
describe_command (guint8 command)
{
    switch (command) {
    case UL_FTFX_CMD_ERASE_SECTOR:
        /* Translators: the placeholders are an address and a cause */
        return N_ ("Erasing the sector at 0x%08X failed: %s");
    case UL_FTFX_CMD_ERASE_ALL:
        return N_ ("Erasing the whole flash from 0x%08X on failed: %s");
    default:
        return N_ ("Programming at 0x%08X failed: %s");
    }
}

static void
add_command (GError *error, const guint32 *words)
{
    g_autoptr (GString) text = g_string_new (NULL);

    /* Byte 0 is the most significant of the first word. */
    for (guint i = 0; i < 12; i++)
        g_string_append_printf (text, i == 0 ? "%02X" : " %02X",
                                (words[i / 4] >> (24 - 8 * (i % 4))) & 0xFF);
    ul_error_add_detail (error, "FCCOB", "%s", text->str);
}

void
ul_ftfx_set_error (GError **error, guint8 fstat, guint8 command, const guint32 *fccob,
                   guint32 address, guint32 size)
{
    int code = UL_ERROR_FAILED;
    const char *cause = N_ ("no reason given");

    for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
        if ((fstat & causes[i].bit) != 0) {
            code = causes[i].code;
            cause = causes[i].cause;
            break;
        }

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, code, _ (describe_command (command)), address, _ (cause));
#pragma GCC diagnostic pop
    ul_error_set_where (local, address, size);
    ul_error_add_detail (local, "FSTAT", "0x%02X", fstat);
    ul_error_add_detail (local, "command", "0x%02X", command);
    ul_error_add_detail (local, "address", "0x%08X", address);
    if (fccob != NULL)
        add_command (local, fccob);
    g_propagate_error (error, g_steal_pointer (&local));
}
