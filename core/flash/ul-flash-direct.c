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

static void
queue_clear (UlFlash *self)
{
    ul_mem_ap_queue_write_value (&self->target->ahb, self->model.status, UL_MEM_BYTE,
                                 self->model.driver->clear);
}

static guint8
status_of (UlFlash *self, guint32 lanes)
{
    return ul_mem_ap_lane (self->model.status, UL_MEM_BYTE, lanes);
}

static gboolean
fail_timeout (UlFlash *self, const UlFlashCommand *command, GError **error)
{
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, UL_ERROR_FLASH_TIMEOUT,
                     _ ("The flash controller does not finish its command at 0x%08X"),
                     command->address);

    ul_error_set_where (local, command->address, command->size);
    ul_error_add_detail (local, "command", "0x%02X", self->model.driver->opcode (self, command));
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

gboolean
ul_flash_direct_command (UlFlash *self, const UlFlashCommand *command, guint32 typical_us,
                         guint32 deadline_us, GError **error)
{
    UlDebugPort *port = self->target->port;
    const UlFlashDriver *driver = self->model.driver;
    guint32 lanes = 0;

    queue_clear (self);
    driver->queue_command (self, command);
    if (!ul_debug_port_flush (port, error))
        return FALSE;
    gint64 deadline = ul_debug_port_get_time_us (port) + deadline_us;
    do {
        if (!ul_debug_port_sleep (port, MAX (typical_us / 20, SHORTEST_SLEEP_US), error))
            return FALSE;
        ul_mem_ap_queue_read_value (&self->target->ahb, self->model.status, UL_MEM_BYTE, &lanes);
        if (!ul_debug_port_flush (port, error))
            return FALSE;
        guint8 status = status_of (self, lanes);
        if ((status & UL_FLASH_IDLE) == 0)
            continue;
        if ((status & driver->errors) == 0)
            return TRUE;
        ul_flash_set_error (self, status, command, error);
        return FALSE;
    } while (ul_debug_port_get_time_us (port) < deadline);
    return fail_timeout (self, command, error);
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

/* Sectors of two bytes go at once; elsewhere larger commands where no part of them is blank. */
static guint
unit_at (UlFlash *self, guint32 address, const guint8 *data, guint32 size)
{
    const UlRegion *region = ul_device_find_region (self->device, address);
    guint unit = self->model.unit;

    if (region->sector_size < unit)
        return region->sector_size;
    while (unit < self->model.max_unit && address % (2 * unit) == 0 && 2 * unit <= size &&
           !is_blank (data + unit, unit))
        unit *= 2;
    return unit;
}

static void
queue_program (UlFlash *self, const UlFlashCommand *command, guint32 *lanes)
{
    self->model.driver->queue_command (self, command);
    ul_mem_ap_queue_poll_value (&self->target->ahb, self->model.status, UL_MEM_BYTE, UL_FLASH_IDLE,
                                UL_FLASH_IDLE, POLL_MS, lanes);
}

static gboolean
is_blank_at (UlFlash *self, guint32 address, const guint8 *data, guint *unit)
{
    const UlRegion *region = ul_device_find_region (self->device, address);

    *unit = MIN (self->model.unit, region->sector_size);
    return is_blank (data, *unit);
}

/* Up to UNITS_PER_FLUSH commands for what is not blank; @offset moves behind them. */
static gboolean
program_some (UlFlash *self, guint32 address, const guint8 *data, guint32 size, guint32 *offset,
              GError **error)
{
    UlFlashCommand commands[UNITS_PER_FLUSH];
    guint32 lanes[UNITS_PER_FLUSH] = { 0 };
    guint n = 0, unit;

    queue_clear (self);
    for (; *offset < size && n < UNITS_PER_FLUSH; *offset += unit) {
        guint32 at = address + *offset;

        if (is_blank_at (self, at, data + *offset, &unit))
            continue;
        unit = unit_at (self, at, data + *offset, size - *offset);
        commands[n] = (UlFlashCommand){ UL_FLASH_OP_PROGRAM, at, unit, data + *offset };
        queue_program (self, &commands[n], &lanes[n]);
        n++;
    }
    g_autoptr (GError) local = NULL;
    if (!ul_debug_port_flush (self->target->port, &local)) {
        const UlFlashCommand all = { UL_FLASH_OP_PROGRAM, address, size, data };

        if (g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_TIMEOUT))
            return fail_timeout (self, &all, error);
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    for (guint i = 0; i < n; i++)
        if ((status_of (self, lanes[i]) & self->model.driver->errors) != 0) {
            ul_flash_set_error (self, status_of (self, lanes[i]), &commands[i], error);
            return FALSE;
        }
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
do_erase (Run *run, UlSectorWork *work, GError **error)
{
    UlFlash *flash = run->flash;
    const UlRegion *region = ul_device_find_region (flash->device, work->address);
    const UlFlashCommand command = { UL_FLASH_OP_ERASE_SECTOR, work->address, work->size, NULL };
    guint32 typical, max;

    ul_flash_times_get_erase (&flash->model.times, region, &typical, &max);
    tell (run, UL_FLASH_EVENT_ERASING, work, 0);
    if (ul_device_has_emulated (flash->device, region)) {
        /* What comes next is written over what is there. */
        if (work->data == NULL &&
            !ul_flash_eeprom_write (flash, work->address, NULL, work->size, error))
            return FALSE;
    } else if (!ul_flash_direct_command (flash, &command, typical, 2 * max + 100000, error))
        return FALSE;
    work->erased = TRUE;
    tell (run, UL_FLASH_EVENT_ERASED, work, work->size);
    return TRUE;
}

static gboolean
do_program (Run *run, UlSectorWork *work, GError **error)
{
    UlFlash *flash = run->flash;
    const UlRegion *region = ul_device_find_region (flash->device, work->address);

    tell (run, UL_FLASH_EVENT_PROGRAMMING, work, 0);
    if (!(ul_device_has_emulated (flash->device, region)
              ? ul_flash_eeprom_write (flash, work->address, work->data, work->size, error)
              : ul_flash_direct_program (flash, work->address, work->data, work->size, error)))
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
    return ul_flash_check_work (run->flash, work, error) &&
           (!work->erase || do_erase (run, work, error)) &&
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
