/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-flash-private.h"

#include "ul-error.h"
#include "ul-loader-code.h"

#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>

#define COPC_COPT 0x0C /* of the KL parts' watchdog; 0: off */

#define ERASE_ALL_SLACK_US    1000000
#define STOP_STEP_US          1000
#define CRC_SLACK_US          200000
#define CRC_GRANULE           16u /* bytes, of the routine */
#define CRC_SHORTEST_SLEEP_US 200u
#define CRC_LONGEST_SLEEP_US  10000u

/* The CRC unit set for zlib's CRC-32, see data/loaders/loader-check.inc; words and what must come
 * out. */
#define CRC_SETUP_SEED 0xA7000000u
#define CRC_SETUP_DATA 0xA5000000u
#define CRC_POLYNOMIAL 0x04C11DB7u

/* Gaps of blank bytes shorter than this are sent along rather than being worth another command. */
#define MIN_GAP 64u

void
ul_flash_queue_invalidate (UlFlash *self)
{
    if (self->model.cache != 0)
        ul_mem_ap_queue_write_value (&self->target->ahb, self->model.cache, UL_MEM_WORD,
                                     self->model.cache_bits);
    if (self->model.data_cache != 0)
        ul_mem_ap_queue_write_value (&self->target->ahb, self->model.data_cache, UL_MEM_WORD,
                                     self->model.cache_bits);
}

guint32
ul_flash_blank_crc (guint32 size)
{
    static const guint8 blank[64] = { [0 ... 63] = 0xFF };
    uLong crc = crc32 (0, NULL, 0);

    for (guint32 done = 0; done < size; done += sizeof blank)
        crc = crc32 (crc, blank, MIN (sizeof blank, size - done));
    return crc;
}

gboolean
ul_flash_check_result (const UlSectorWork *work, GError **error)
{
    if (!work->erase || work->data != NULL || work->crc == ul_flash_blank_crc (work->size))
        return TRUE;

    g_autoptr (GError) local =
        g_error_new (UL_ERROR, UL_ERROR_FLASH_NOT_BLANK,
                     _ ("The sector at 0x%08X is not blank, although its erase was reported done"),
                     work->address);
    ul_error_set_where (local, work->address, work->size);
    ul_error_add_detail (local, "CRC", "0x%08X", work->crc);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
is_blank (const guint8 *data, guint32 size)
{
    for (guint32 i = 0; i < size; i++)
        if (data[i] != 0xFF)
            return FALSE;
    return TRUE;
}

gboolean
ul_flash_next_run (const guint8 *data, guint32 size, guint granule, guint max, guint32 *offset,
                   guint32 *length)
{
    guint32 at = *offset, end, gap = 0;

    while (at < size && is_blank (data + at, granule))
        at += granule;
    if (at >= size)
        return FALSE;
    for (end = at; end < size && end - at < max && gap < MAX (MIN_GAP, granule); end += granule)
        gap = is_blank (data + end, granule) ? gap + granule : 0;
    *offset = at;
    *length = end - gap - at;
    return TRUE;
}

/* --- open --- */

/* Tries the chip's CRC unit on a word: some parts of a family have none. */
static gboolean
try_crc_unit (UlFlash *self, gboolean *works, GError **error)
{
    static const guint8 probe[4] = { 0x12, 0x34, 0x56, 0x78 };
    UlMemAp *ahb = &self->target->ahb;
    guint32 unit = self->model.crc_unit, gate = 0, result = 0;
    g_autoptr (GError) local = NULL;

    *works = FALSE;
    if (unit == 0)
        return TRUE;
    if (!ul_target_read32 (self->target, self->model.crc_gate, &gate, error))
        return FALSE;
    ul_mem_ap_queue_write_value (ahb, self->model.crc_gate, UL_MEM_WORD,
                                 gate | self->model.crc_gate_bit);
    ul_mem_ap_queue_write_value (ahb, unit + 4, UL_MEM_WORD, CRC_POLYNOMIAL);
    ul_mem_ap_queue_write_value (ahb, unit + 8, UL_MEM_WORD, CRC_SETUP_SEED);
    ul_mem_ap_queue_write_value (ahb, unit, UL_MEM_WORD, 0xFFFFFFFF);
    ul_mem_ap_queue_write_value (ahb, unit + 8, UL_MEM_WORD, CRC_SETUP_DATA);
    ul_mem_ap_queue_write_value (ahb, unit, UL_MEM_WORD, 0x78563412);
    ul_mem_ap_queue_read (ahb, unit, &result, 1);
    if (ul_debug_port_flush (ahb->port, &local))
        *works = result == crc32 (0, probe, sizeof probe);
    else if (!g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_FAULT)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    return TRUE;
}

static gboolean
load (UlFlash *self, GError **error)
{
    const UlFlashDriver *driver = self->model.driver;
    g_autoptr (GError) local = NULL;
    gboolean crc_unit = FALSE;

    if ((self->flags & UL_FLASH_NO_LOADER) != 0)
        return TRUE;
    if ((driver->prepare_loader != NULL && !driver->prepare_loader (self, error)) ||
        !try_crc_unit (self, &crc_unit, error))
        return FALSE;
    self->loader = ul_loader_new (self->target, self->device, &self->model, crc_unit, &local);
    if (self->loader != NULL || g_error_matches (local, UL_ERROR, UL_ERROR_LOADER_FAILED) ||
        g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_FAULT))
        return TRUE; /* without RAM there is the slow way */
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
try_stop_cop (UlFlash *self, gboolean *stopped, GError **error)
{
    guint32 control = 0;

    if (!ul_target_write32 (self->target, self->model.watchdog_base, 0, error) ||
        !ul_target_read32 (self->target, self->model.watchdog_base, &control, error))
        return FALSE;
    *stopped = (control & COPC_COPT) == 0;
    return TRUE;
}

/* A chip that was caught while its program ran may have had the one write that this takes. */
static gboolean
stop_cop (UlFlash *self, GError **error)
{
    gboolean stopped = FALSE;

    if (self->model.watchdog != UL_WATCHDOG_COP)
        return TRUE;
    if (!try_stop_cop (self, &stopped, error))
        return FALSE;
    return stopped || (self->flags & UL_FLASH_NO_RESET) != 0 ||
           (ul_target_reset (self->target, UL_RESET_HALT, error) &&
            try_stop_cop (self, &stopped, error));
}

static gboolean
prepare (UlFlash *self, GError **error)
{
    gboolean ready =
        (self->flags & UL_FLASH_NO_RESET) != 0
            ? ul_target_halt (self->target, error)
            : self->target->fresh || ul_target_reset (self->target, UL_RESET_HALT, error);

    if (!ready || !stop_cop (self, error))
        return FALSE;
    return self->model.driver->prepare (self, error) && load (self, error);
}

UlFlash *
ul_flash_open_full (UlTarget *target, const UlDevice *device, UlFlashFlags flags, GError **error)
{
    g_autoptr (UlFlash) self = g_new0 (UlFlash, 1);

    self->target = target;
    self->device = device;
    self->flags = flags;
    if (!ul_flash_model_init (&self->model, device, error))
        return NULL;
    if (!prepare (self, error)) {
        g_prefix_error (error, _ ("Preparing the flash: "));
        return NULL;
    }
    return g_steal_pointer (&self);
}

UlFlash *
ul_flash_open (UlTarget *target, const UlDevice *device, GError **error)
{
    return ul_flash_open_full (target, device, UL_FLASH_DEFAULT, error);
}

void
ul_flash_close (UlFlash *self)
{
    g_clear_pointer (&self->loader, ul_loader_free);
    g_free (self);
}

gboolean
ul_flash_uses_loader (UlFlash *self)
{
    return self->loader != NULL;
}

/* --- work --- */

gboolean
ul_flash_check_work (UlFlash *self, const UlSectorWork *work, GError **error)
{
    guint32 command_address;

    if (ul_flash_model_command_address (self->device, work->address, work->size, &command_address))
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                 _ ("0x%08X is not in flash that this program can write"), work->address);
    return FALSE;
}

/* The sectors of EEPROM are of two bytes: for so little the debug port does as well. */
static gboolean
needs_no_loader (UlFlash *self, const UlSectorWork *work)
{
    return self->loader == NULL ||
           ul_device_find_region (self->device, work->address)->kind == UL_REGION_EEPROM;
}

static gboolean
run_some (UlFlash *self, UlSectorWork *work, guint n_work, gboolean direct, UlFlashFunc func,
          gpointer user_data, GError **error)
{
    if (!direct)
        return ul_flash_pipeline_run (self, work, n_work, func, user_data, error);
    /* One at a time speaks to the controller. */
    if (self->loader != NULL)
        ul_loader_stop (self->loader);
    return ul_flash_direct_run (self, work, n_work, func, user_data, error);
}

gboolean
ul_flash_run (UlFlash *self, UlSectorWork *work, guint n_work, UlFlashFunc func, gpointer user_data,
              GError **error)
{
    for (guint i = 0; i < n_work; i++) {
        work[i].erased = work[i].programmed = work[i].checked = FALSE;
        if (!ul_flash_check_work (self, &work[i], error))
            return FALSE;
    }
    for (guint first = 0, end; first < n_work; first = end) {
        gboolean direct = needs_no_loader (self, &work[first]);

        for (end = first + 1; end < n_work && needs_no_loader (self, &work[end]) == direct;)
            end++;
        if (!run_some (self, work + first, end - first, direct, func, user_data, error))
            return FALSE;
    }
    /* For whoever reads the flash next. */
    ul_flash_queue_invalidate (self);
    return ul_debug_port_flush (self->target->port, error);
}

gboolean
ul_flash_stop (UlFlash *self, GError **error)
{
    UlDebugPort *port = self->target->port;
    gint64 deadline = ul_debug_port_get_time_us (port) + self->model.times.max_erase_all_us;
    guint8 fstat = 0;

    if (self->loader != NULL)
        ul_loader_stop (self->loader);
    do {
        if (!ul_target_read8 (self->target, self->model.status, &fstat, error))
            return FALSE;
        if ((fstat & UL_FLASH_IDLE) != 0)
            return TRUE;
        if (!ul_debug_port_sleep (port, STOP_STEP_US, error))
            return FALSE;
    } while (ul_debug_port_get_time_us (port) < deadline);

    g_set_error_literal (error, UL_ERROR, UL_ERROR_FLASH_TIMEOUT,
                         _ ("The flash controller does not finish its command"));
    return FALSE;
}

gboolean
ul_flash_run_direct (UlFlash *self, UlSectorWork *work, guint n_work, GError **error)
{
    return ul_flash_direct_run (self, work, n_work, NULL, NULL, error);
}

/* The controller does not stop half-way, so neither do we. */
gboolean
ul_flash_do_at_once (UlFlash *self, const UlFlashCommand *command, guint32 typical_us,
                     guint32 max_us, GError **error)
{
    UlDebugPort *port = self->target->port;
    GCancellable *cancellable = ul_debug_port_get_cancellable (port);

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    ul_debug_port_set_cancellable (port, NULL);
    gboolean ok =
        ul_flash_direct_command (self, command, typical_us, max_us + ERASE_ALL_SLACK_US, error);
    ul_flash_queue_invalidate (self);
    ok = ul_debug_port_flush (port, ok ? error : NULL) && ok;
    ul_debug_port_set_cancellable (port, cancellable);
    return ok;
}

gboolean
ul_flash_erase_all (UlFlash *self, GError **error)
{
    const UlFlashTimes *times = &self->model.times;
    const UlFlashCommand command = { UL_FLASH_OP_ERASE_ALL, self->device->regions[0].start,
                                     ul_device_get_flash_size (self->device), NULL };

    return ul_flash_do_at_once (self, &command, times->erase_all_us, times->max_erase_all_us,
                                error);
}

gboolean
ul_flash_erase_block (UlFlash *self, guint32 address, guint32 size, GError **error)
{
    const UlFlashTimes *times = &self->model.times;
    const UlFlashCommand command = { UL_FLASH_OP_ERASE_BLOCK, address, size, NULL };

    return ul_flash_do_at_once (self, &command, times->erase_block_us, times->max_erase_block_us,
                                error);
}

/* --- checking many sectors --- */

static gboolean
wait_for_crcs (UlFlash *self, guint32 typical_us, guint n_before, UlFlashCrcFunc func,
               gpointer user_data, GError **error)
{
    UlDebugPort *port = self->target->port;
    guint32 head = ul_loader_get_head (self->loader), step = typical_us / 8;
    gint64 start = ul_debug_port_get_time_us (port);
    UlLoaderStatus status = { 0 };

    for (;;) {
        if (!ul_loader_exchange (self->loader, &status, error))
            return FALSE;
        if (status.tail == head)
            return TRUE;
        if (func != NULL && status.progress > 0)
            func (n_before + status.progress, user_data);
        gint64 elapsed = ul_debug_port_get_time_us (port) - start;
        if ((status.status & UL_LOADER_STATUS_CRASHED) != 0 || status.tail > head ||
            elapsed > 10 * (gint64) typical_us + CRC_SLACK_US) {
            ul_loader_diagnose (self->loader, error);
            return FALSE;
        }
        /* Near the expected end it is worth looking more often. */
        gint64 left = MAX ((gint64) typical_us - elapsed, step);
        if (!ul_debug_port_sleep (
                port, CLAMP (left / 2, CRC_SHORTEST_SLEEP_US, CRC_LONGEST_SLEEP_US), error))
            return FALSE;
    }
}

static gboolean
crc_by_loader (UlFlash *self, guint32 address, guint32 sector_size, guint n, guint32 *crcs,
               UlFlashCrcFunc func, gpointer user_data, GError **error)
{
    guint max = ul_loader_get_max_crcs (self->loader);

    if (!ul_loader_ensure_running (self->loader, error))
        return FALSE;
    for (guint done = 0; done < n;) {
        guint count = MIN (n - done, max);
        guint32 typical = (guint64) count * sector_size / 16 * self->model.times.crc_kib_us / 64;

        ul_loader_push_crcs (self->loader, address + done * sector_size, sector_size, count);
        if (!wait_for_crcs (self, typical, done, func, user_data, error) ||
            !ul_loader_read_crcs (self->loader, crcs + done, count, error)) {
            ul_loader_stop (self->loader); /* also after a stop by the user */
            return FALSE;
        }
        done += count;
        if (func != NULL)
            func (done, user_data);
    }
    return TRUE;
}

/* Small sectors come in one piece. */
static gboolean
crc_of_small_sectors (UlFlash *self, guint32 address, guint32 sector_size, guint n, guint32 *crcs,
                      GError **error)
{
    g_autofree guint8 *data = g_malloc (n * sector_size);

    if (!ul_target_read_mem (self->target, address, data, n * sector_size, error))
        return FALSE;
    for (guint i = 0; i < n; i++)
        crcs[i] = crc32 (0, data + i * sector_size, sector_size);
    return TRUE;
}

static gboolean
crc_by_reading (UlFlash *self, guint32 address, guint32 sector_size, guint n, guint32 *crcs,
                UlFlashCrcFunc func, gpointer user_data, GError **error)
{
    if (sector_size < CRC_GRANULE) {
        gboolean ok = crc_of_small_sectors (self, address, sector_size, n, crcs, error);

        if (ok && func != NULL)
            func (n, user_data);
        return ok;
    }
    for (guint i = 0; i < n; i++) {
        if (!ul_flash_direct_crc (self, address + i * sector_size, sector_size, &crcs[i], error))
            return FALSE;
        if (func != NULL)
            func (i + 1, user_data);
    }
    return TRUE;
}

gboolean
ul_flash_crc_sectors (UlFlash *self, guint32 address, guint32 sector_size, guint n, guint32 *crcs,
                      UlFlashCrcFunc func, gpointer user_data, GError **error)
{
    gboolean ok =
        self->loader != NULL && sector_size % CRC_GRANULE == 0
            ? crc_by_loader (self, address, sector_size, n, crcs, func, user_data, error)
            : crc_by_reading (self, address, sector_size, n, crcs, func, user_data, error);

    if (!ok)
        g_prefix_error (error, _ ("Checking the flash: "));
    return ok;
}
