/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Emulated EEPROM: a word that is written to FlexRAM becomes a record in the FlexNVM. Nothing is
 * erased before; the controller makes room by itself. Each write that changes nothing would cost a
 * record all the same, so those are left out. Source: the reference manual of K20DX, chapter FTFL,
 * Emulated EEPROM, Set FlexRAM Function.
 */
#include "ul-flash-private.h"
#include "ul-flash-status.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define REG_FCNFG 1
#define EEERDY    0x01
#define WORD      4
#define SOME      64u /* words of an exchange */
#define FLEX_NVM  0x10000000u
#define WORD_MS   1000 /* with backup sectors to be emptied for it */

static gboolean
check_ready (UlFlash *self, guint32 address, guint32 size, GError **error)
{
    guint8 fcnfg = 0;

    if (!ul_target_read8 (self->target, self->model.controller + REG_FCNFG, &fcnfg, error))
        return FALSE;
    if ((fcnfg & EEERDY) != 0)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_FLASH_FAILED,
                 _ ("There is no EEPROM at 0x%08X any more: the chip uses that memory as RAM"),
                 address);
    if (error != NULL) {
        ul_error_set_where (*error, address, size);
        ul_error_add_detail (*error, "FCNFG", "0x%02X", fcnfg);
    }
    return FALSE;
}

static void
queue_word (UlFlash *self, guint32 address, const guint8 *data, guint32 *lanes)
{
    UlMemAp *ahb = &self->target->ahb;
    guint32 word;

    memcpy (&word, data, sizeof word);
    ul_mem_ap_queue_write_value (ahb, address, UL_MEM_WORD, GUINT32_FROM_LE (word));
    ul_mem_ap_queue_poll_value (ahb, self->model.status, UL_MEM_BYTE, UL_FLASH_IDLE, UL_FLASH_IDLE,
                                WORD_MS, lanes);
}

/* Up to SOME words from *@offset on, which moves behind them. */
static gboolean
write_some (UlFlash *self, guint32 address, const guint8 *before, const guint8 *data, guint32 size,
            guint32 *offset, GError **error)
{
    UlFlashCommand words[SOME];
    guint32 lanes[SOME] = { 0 };
    guint n = 0;

    ul_mem_ap_queue_write_value (&self->target->ahb, self->model.status, UL_MEM_BYTE,
                                 self->model.driver->clear);
    for (; *offset < size && n < SOME; *offset += WORD) {
        if (memcmp (before + *offset, data + *offset, WORD) == 0)
            continue;
        words[n] = (UlFlashCommand){ UL_FLASH_OP_PROGRAM, address + *offset, WORD, data + *offset };
        queue_word (self, address + *offset, data + *offset, &lanes[n]);
        n++;
    }
    if (!ul_debug_port_flush (self->target->port, error))
        return FALSE;
    for (guint i = 0; i < n; i++) {
        guint8 status = ul_mem_ap_lane (self->model.status, UL_MEM_BYTE, lanes[i]);

        if ((status & self->model.driver->errors) != 0) {
            ul_flash_set_error (self, status, &words[i], error);
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
ul_flash_eeprom_write (UlFlash *self, guint32 address, const guint8 *data, guint32 size,
                       GError **error)
{
    g_autofree guint8 *before = g_malloc (size), *blank = g_malloc (size);

    memset (blank, 0xFF, size);
    if (!check_ready (self, address, size, error) ||
        !ul_target_read_mem (self->target, address, before, size, error))
        return FALSE;
    for (guint32 offset = 0; offset < size;)
        if (!write_some (self, address, before, data != NULL ? data : blank, size, &offset, error))
            return FALSE;
    return TRUE;
}

/* --- Program Partition --- */

gboolean
ul_flash_divide (UlFlash *self, const UlDivision *division, GError **error)
{
    const UlFlashTimes *times = &self->model.times;
    guint8 split = 0;

    /* The two parts may have been of other sizes; FCFG1 does not tell, and what is read there is
     * the same. */
    if (!ul_division_check_split (self->device, &split, error))
        return FALSE;
    /* As words are written to FCCOB: its byte 4 is the last of these, 5 the one before. */
    const guint8 codes[4] = { 0, 0, division->depart, division->eeprom | split };
    const UlFlashCommand command = { UL_FLASH_OP_DIVIDE, FLEX_NVM, sizeof codes, codes };

    if (self->loader != NULL)
        ul_loader_stop (self->loader);
    return ul_flash_do_at_once (self, &command, times->divide_us, times->max_divide_us, error);
}
