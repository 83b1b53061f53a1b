/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * EFM32 with Cortex-M3 or M4. A locked one is erased through the AAP, which is there all the time;
 * an open one has no AAP but for some microseconds after a reset, and is erased page by page by its
 * flash controller. Sources: the EFM32 reference manuals, chapters "Debug Interface" and "MSC";
 * AN0062.
 */
#include "ul-unlocker.h"

#include "ul-aap.h"
#include "ul-error.h"
#include "ul-target-private.h"

#include <glib/gi18n.h>

#define DEADLINE_US (5 * G_USEC_PER_SEC)
#define POLL_US     2000
#define TYPICAL_MS  40
#define SETTLE_US   100000 /* a reset, and the start of the core */
#define PULSE_US    20000

#define LOCK_PAGE    0x0FE04000u
#define N_LOCK_WORDS 128u

/* The controller of series 0. */
#define MSC_WRITECTRL 0x400C0008u
#define MSC_WRITECMD  0x400C000Cu
#define MSC_ADDRB     0x400C0010u
#define MSC_STATUS    0x400C001Cu
#define MSC_LOCK      0x400C003Cu
#define WREN          0x1u
#define LADDRIM       0x1u
#define ERASEPAGE     0x2u
#define STATUS_BUSY   0x1u
#define STATUS_LOCKED 0x2u
#define STATUS_BAD    0x4u
#define UNLOCK_KEY    0x1B71u
#define PAGE_US       20000
#define PAGE_MAX_MS   200

typedef struct {
    UlTarget *target;
    const UlDevice *device;
    UlUnlockFunc func;
    gpointer user_data;
    gint64 start_us;
    guint typical_ms;
} Unlock;

static gboolean
fail (GError **error, int code, const char *message)
{
    g_set_error_literal (error, UL_ERROR, code, message);
    return FALSE;
}

static gint64
tell (Unlock *self)
{
    gint64 elapsed = ul_debug_port_get_time_us (self->target->port) - self->start_us;

    if (self->func != NULL)
        self->func (UL_UNLOCK_ERASING, elapsed / 1000, self->typical_ms, self->user_data);
    return elapsed;
}

/* --- through the AAP --- */

/* The chip works on whether the wire is clean or not: a garbled look is no reason to stop. */
static gboolean
look (Unlock *self, gboolean *busy, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (ul_aap_read_busy (self->target->port, busy, &local) || ul_debug_port_is_garbled (local))
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
erase_device (Unlock *self, GError **error)
{
    UlDebugPort *port = self->target->port;
    gint64 elapsed = 0;

    if (!ul_aap_order (port, UL_AAP_ERASE, error))
        return FALSE;
    do {
        gboolean busy = TRUE;

        if (!ul_debug_port_sleep (port, POLL_US, error) || !look (self, &busy, error))
            return FALSE;
        elapsed = tell (self);
        if (!busy)
            return TRUE;
    } while (elapsed < DEADLINE_US);
    return fail (error, UL_ERROR_UNLOCK_TIMEOUT,
                 _ ("The device erase was begun but did not end within 5 s"));
}

static gboolean
attach_after_reset (UlTarget *target, GError **error)
{
    ul_debug_port_invalidate (target->port);
    return ul_debug_port_sleep (target->port, SETTLE_US, error) && ul_target_attach (target, error);
}

static gboolean
reset_by_pin (UlTarget *target, GError **error)
{
    gboolean ok = ul_probe_set_reset (target->probe, TRUE, error) &&
                  ul_debug_port_sleep (target->port, PULSE_US, error);

    return ul_probe_set_reset (target->probe, FALSE, ok ? error : NULL) && ok &&
           attach_after_reset (target, error);
}

/* The lock words count from the next reset on. */
static gboolean
open_up (Unlock *self, GError **error)
{
    UlTarget *target = self->target;

    if (!ul_aap_order (target->port, UL_AAP_RESET, NULL)) /* it may not answer any more */
        ul_debug_port_invalidate (target->port);
    if (!attach_after_reset (target, error))
        return FALSE;
    if (ul_target_bus_is_open (target) && target->ids.ahb_idr != 0)
        return TRUE;
    if (!reset_by_pin (target, error))
        return FALSE;
    if (ul_target_bus_is_open (target) && target->ids.ahb_idr != 0)
        return TRUE;
    return fail (error, UL_ERROR_UNLOCK_FAILED,
                 _ ("The device erase ended, but the chip is still locked after a reset"));
}

/* --- through the flash controller --- */

static gboolean
set_page_locked (guint32 address, guint32 size, GError **error)
{
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, UL_ERROR_FLASH_PROTECTED,
                     _ ("The page at 0x%08X is locked by the chip's page lock words"), address);

    ul_error_set_where (local, address, size);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
erase_page (Unlock *self, guint32 address, guint32 size, GError **error)
{
    UlTarget *target = self->target;
    guint32 status = 0;

    if (!ul_target_write32 (target, MSC_ADDRB, address, error) ||
        !ul_target_write32 (target, MSC_WRITECMD, LADDRIM, error) ||
        !ul_target_read32 (target, MSC_STATUS, &status, error))
        return FALSE;
    if ((status & STATUS_LOCKED) != 0)
        return set_page_locked (address, size, error);
    if ((status & STATUS_BAD) != 0)
        return fail (error, UL_ERROR_FLASH_COMMAND,
                     _ ("The flash controller does not know the page"));
    if (!ul_target_write32 (target, MSC_WRITECMD, ERASEPAGE, error))
        return FALSE;
    ul_mem_ap_queue_poll (&target->ahb, MSC_STATUS, STATUS_BUSY, 0, PAGE_MAX_MS, NULL);
    return ul_debug_port_flush (target->port, error);
}

static gboolean
erase_pages (Unlock *self, GError **error)
{
    const UlRegion *region = &self->device->regions[0];

    if (!ul_target_reset (self->target, UL_RESET_HALT, error) ||
        !ul_target_write32 (self->target, MSC_LOCK, UNLOCK_KEY, error) ||
        !ul_target_write32 (self->target, MSC_WRITECTRL, WREN, error))
        return FALSE;
    for (guint32 at = 0; at < region->size; at += region->sector_size) {
        tell (self);
        if (!erase_page (self, region->start + at, region->sector_size, error))
            return FALSE;
    }
    return ul_target_write32 (self->target, MSC_WRITECTRL, 0, error);
}

static gboolean
is_series_0 (const UlDevice *device)
{
    return device->support[UL_ACTION_ERASE] != UL_SUPPORT_NONE;
}

static gboolean
erase_open_chip (Unlock *self, GError **error)
{
    const UlRegion *region = &self->device->regions[0];

    if (!is_series_0 (self->device))
        return fail (error, UL_ERROR_NOT_SUPPORTED,
                     _ ("The chip is not locked, and this program cannot erase an open one of "
                        "its family"));
    self->typical_ms = region->size / region->sector_size * PAGE_US / 1000;
    return erase_pages (self, error);
}

/* --- the proof --- */

static gboolean
prove_unlocked (Unlock *self, GError **error)
{
    guint32 words[N_LOCK_WORDS];

    if (!ul_target_read_mem (self->target, LOCK_PAGE, (guint8 *) words, sizeof words, error))
        return FALSE;
    for (guint i = 0; i < N_LOCK_WORDS; i++)
        if (words[i] != G_MAXUINT32)
            return fail (error, UL_ERROR_UNLOCK_FAILED,
                         _ ("The chip is open, but its lock words are not blank"));
    return TRUE;
}

static gboolean
prove (Unlock *self, UlProtection *after, GError **error)
{
    return ul_target_reset (self->target, UL_RESET_HALT, error) && prove_unlocked (self, error) &&
           ul_unlocker_prove_blank (self->target, self->device, error) &&
           ul_target_read_protection (self->target, self->device, after, error);
}

static gboolean
erase (Unlock *self, GError **error)
{
    UlTarget *target = self->target;

    if (ul_aap_is_idr (target->ids.ahb_idr))
        return erase_device (self, error) && open_up (self, error);
    if (target->ids.ahb_idr != 0)
        return erase_open_chip (self, error);
    return fail (error, UL_ERROR_CHIP_LOCKED_FOREVER,
                 _ ("The port that could erase the chip is not there, so probably it is locked "
                    "for ever. Nothing was tried"));
}

static gboolean
unlock_efm32 (UlTarget *target, const UlDevice *device, UlUnlockFunc func, gpointer user_data,
              UlProtection *after, GError **error)
{
    UlDebugPort *port = target->port;
    GCancellable *cancellable = ul_debug_port_get_cancellable (port);
    Unlock self = { .target = target,
                    .device = device,
                    .func = func,
                    .user_data = user_data,
                    .start_us = ul_debug_port_get_time_us (port),
                    .typical_ms = TYPICAL_MS };

    if (!ul_aap_read_idr (port, &target->ids.ahb_idr, error) ||
        g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    /* Asked by the AAP, the chip erases itself, whether we look or not. */
    if (ul_aap_is_idr (target->ids.ahb_idr))
        ul_debug_port_set_cancellable (port, NULL);
    gboolean ok = erase (&self, error) && prove (&self, after, error);
    ul_debug_port_set_cancellable (port, cancellable);
    return ok;
}

const UlUnlocker ul_unlocker_efm32 = { .typical_ms = TYPICAL_MS, .run = unlock_efm32 };
