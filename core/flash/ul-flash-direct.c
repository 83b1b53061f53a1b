/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flash work without a routine in RAM: slower, but needs nothing but the bus. */
#include "ul-flash-private.h"

#include "ul-error.h"
#include "ul-flash-status.h"

#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>

#define POLL_MS           100
#define UNITS_PER_FLUSH   64
#define READ_CHUNK        4096u
#define SHORTEST_SLEEP_US 200u

static guint32
reg (UlFlash *self, guint offset)
{
    return self->model.controller + offset;
}

static guint8
byte_of (guint32 lanes, guint offset)
{
    return ul_mem_ap_lane (offset, UL_MEM_BYTE, lanes);
}

static void
queue_launch (UlFlash *self, guint8 command, guint32 command_address)
{
    UlMemAp *ahb = &self->target->ahb;

    ul_mem_ap_queue_write_value (ahb, reg (self, UL_FTFX_REG_FCCOB), UL_MEM_WORD,
                                 (guint32) command << 24 | (command_address & 0xFFFFFF));
    ul_mem_ap_queue_write_value (ahb, reg (self, UL_FTFX_REG_FSTAT), UL_MEM_BYTE, UL_FTFX_CCIF);
}

static void
queue_clear (UlFlash *self)
{
    ul_mem_ap_queue_write_value (&self->target->ahb, reg (self, UL_FTFX_REG_FSTAT), UL_MEM_BYTE,
                                 UL_FTFX_CLEAR);
}

static gboolean
fail (UlFlash *self, guint8 fstat, guint8 command, guint32 address, guint32 size, GError **error)
{
    guint32 fccob[3];

    ul_flash_read_fccob (self, fccob);
    ul_ftfx_set_error (error, fstat, command, fccob, address, size);
    return FALSE;
}

static gboolean
fail_timeout (guint8 command, guint32 address, guint32 size, GError **error)
{
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, UL_ERROR_FLASH_TIMEOUT,
                     _ ("The flash controller does not finish its command at 0x%08X"), address);

    ul_error_set_where (local, address, size);
    ul_error_add_detail (local, "command", "0x%02X", command);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

gboolean
ul_flash_direct_command (UlFlash *self, guint8 command, guint32 command_address, guint32 address,
                         guint32 size, guint32 typical_us, guint32 deadline_us, GError **error)
{
    UlDebugPort *port = self->target->port;
    guint32 lanes = 0;

    queue_clear (self);
    queue_launch (self, command, command_address);
    if (!ul_debug_port_flush (port, error))
        return FALSE;
    gint64 deadline = ul_debug_port_get_time_us (port) + deadline_us;
    do {
        if (!ul_debug_port_sleep (port, MAX (typical_us / 20, SHORTEST_SLEEP_US), error))
            return FALSE;
        ul_mem_ap_queue_read_value (&self->target->ahb, reg (self, UL_FTFX_REG_FSTAT), UL_MEM_BYTE,
                                    &lanes);
        if (!ul_debug_port_flush (port, error))
            return FALSE;
        guint8 fstat = byte_of (lanes, UL_FTFX_REG_FSTAT);
        if ((fstat & UL_FTFX_CCIF) == 0)
            continue;
        if ((fstat & UL_FTFX_ERRORS) != 0)
            return fail (self, fstat, command, address, size, error);
        return TRUE;
    } while (ul_debug_port_get_time_us (port) < deadline);
    return fail_timeout (command, address, size, error);
}

/* --- programming --- */

static gboolean
is_blank (const guint8 *data, guint size)
{
    for (guint i = 0; i < size; i++)
        if (data[i] != 0xFF)
            return FALSE;
    return TRUE;
}

static void
queue_unit (UlFlash *self, guint32 command_address, const guint8 *data, guint32 *fstat)
{
    UlMemAp *ahb = &self->target->ahb;
    gboolean phrase = self->model.unit == 8;
    guint32 word;

    for (guint i = 0; i < self->model.unit; i += 4) {
        memcpy (&word, data + i, sizeof word);
        ul_mem_ap_queue_write_value (ahb, reg (self, UL_FTFX_REG_FCCOB + 4 + i), UL_MEM_WORD,
                                     GUINT32_FROM_LE (word));
    }
    queue_launch (self, phrase ? UL_FTFX_CMD_PROGRAM8 : UL_FTFX_CMD_PROGRAM4, command_address);
    ul_mem_ap_queue_poll (ahb, reg (self, UL_FTFX_REG_FSTAT), UL_FTFX_CCIF, UL_FTFX_CCIF, POLL_MS,
                          fstat);
}

/* Up to UNITS_PER_FLUSH units that are not blank; @offset moves behind them. */
static gboolean
program_some (UlFlash *self, guint32 address, const guint8 *data, guint32 size, guint32 *offset,
              GError **error)
{
    guint unit = self->model.unit;
    guint8 command = unit == 8 ? UL_FTFX_CMD_PROGRAM8 : UL_FTFX_CMD_PROGRAM4;
    guint32 fstat[UNITS_PER_FLUSH] = { 0 }, where[UNITS_PER_FLUSH];
    guint32 base = 0;
    guint n = 0;

    if (!ul_flash_model_command_address (self->device, address, size, &base))
        g_return_val_if_reached (FALSE);
    queue_clear (self);
    for (; *offset < size && n < UNITS_PER_FLUSH; *offset += unit) {
        if (is_blank (data + *offset, unit))
            continue;
        where[n] = address + *offset;
        queue_unit (self, base + *offset, data + *offset, &fstat[n]);
        n++;
    }
    g_autoptr (GError) local = NULL;
    if (!ul_debug_port_flush (self->target->port, &local)) {
        if (g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_TIMEOUT))
            return fail_timeout (command, address, size, error);
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    for (guint i = 0; i < n; i++)
        if ((fstat[i] & UL_FTFX_ERRORS) != 0)
            return fail (self, fstat[i] & 0xFF, command, where[i], unit, error);
    return TRUE;
}

gboolean
ul_flash_direct_program (UlFlash *self, guint32 address, const guint8 *data, guint32 size,
                         GError **error)
{
    for (guint32 offset = 0; offset < size;)
        if (!program_some (self, address, data, size, &offset, error))
            return FALSE;
    return TRUE;
}

gboolean
ul_flash_direct_crc (UlFlash *self, guint32 address, guint32 size, guint32 *crc, GError **error)
{
    g_autofree guint8 *data = g_malloc (READ_CHUNK);
    uLong value = crc32 (0, NULL, 0);

    ul_flash_queue_invalidate (self);
    for (guint32 done = 0; done < size;) {
        guint32 n = MIN (READ_CHUNK, size - done);

        if (!ul_target_read_mem (self->target, address + done, data, n, error))
            return FALSE;
        value = crc32 (value, data, n);
        done += n;
    }
    *crc = value;
    return TRUE;
}

/* --- one sector after the other --- */

typedef struct {
    UlFlash *flash;
    UlFlashFunc func;
    gpointer user_data;
} Run;

static void
tell (Run *run, UlFlashEvent event, const UlSectorWork *work, guint32 bytes)
{
    if (run->func != NULL)
        run->func (event, work->address, bytes, run->user_data);
}

static gboolean
do_erase (Run *run, UlSectorWork *work, guint32 command_address, GError **error)
{
    UlFlash *flash = run->flash;
    const UlFlashTimes *times = &flash->model.times;

    tell (run, UL_FLASH_EVENT_ERASING, work, 0);
    if (!ul_flash_direct_command (flash, UL_FTFX_CMD_ERASE_SECTOR, command_address, work->address,
                                  work->size, times->erase_sector_us,
                                  2 * times->max_erase_sector_us + 100000, error))
        return FALSE;
    work->erased = TRUE;
    tell (run, UL_FLASH_EVENT_ERASED, work, work->size);
    return TRUE;
}

static gboolean
do_program (Run *run, UlSectorWork *work, GError **error)
{
    tell (run, UL_FLASH_EVENT_PROGRAMMING, work, 0);
    if (!ul_flash_direct_program (run->flash, work->address, work->data, work->size, error))
        return FALSE;
    work->programmed = TRUE;
    tell (run, UL_FLASH_EVENT_PROGRAMMED, work, work->size);
    return TRUE;
}

static gboolean
do_check (Run *run, UlSectorWork *work, GError **error)
{
    if (!ul_flash_direct_crc (run->flash, work->address, work->size, &work->crc, error))
        return FALSE;
    work->checked = TRUE;
    if (!ul_flash_check_result (work, error))
        return FALSE;
    tell (run, UL_FLASH_EVENT_CHECKED, work, work->size);
    return TRUE;
}

static gboolean
do_sector (Run *run, UlSectorWork *work, GError **error)
{
    guint32 command_address = 0;

    if (!ul_flash_model_command_address (run->flash->device, work->address, work->size,
                                         &command_address)) {
        g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                     _ ("0x%08X is not in flash that this program can write"), work->address);
        return FALSE;
    }
    return (!work->erase || do_erase (run, work, command_address, error)) &&
           (work->data == NULL || do_program (run, work, error)) &&
           (!work->check || do_check (run, work, error));
}

gboolean
ul_flash_direct_run (UlFlash *self, UlSectorWork *work, guint n_work, UlFlashFunc func,
                     gpointer user_data, GError **error)
{
    UlDebugPort *port = self->target->port;
    GCancellable *cancellable = ul_debug_port_get_cancellable (port);
    Run run = { self, func, user_data };
    gboolean ok = TRUE;

    for (guint i = 0; ok && i < n_work; i++) {
        ok = !g_cancellable_set_error_if_cancelled (cancellable, error);
        if (!ok)
            break;
        /* A sector that was begun is finished. */
        ul_debug_port_set_cancellable (port, NULL);
        ok = do_sector (&run, &work[i], error);
        ul_debug_port_set_cancellable (port, cancellable);
        if (!ok)
            tell (&run, UL_FLASH_EVENT_FAILED, &work[i], 0);
    }
    return ok;
}
