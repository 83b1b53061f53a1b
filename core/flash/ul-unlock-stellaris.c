/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LM3S, LM4F and TM4C. A locked one may not answer at all: it is erased by ten switches of its
 * debug port between JTAG and SWD while RST is low, and opens when its power was off. An open one
 * is erased by its flash controller. Sources: the data sheets, chapters "JTAG Interface"
 * (Recovering a "Locked" Device) and "Internal Memory".
 */
#include "ul-unlocker.h"

#include "ul-error.h"
#include "ul-target-private.h"

#include <glib/gi18n.h>

#define N_PAIRS     5
#define SLOW_KHZ    1000 /* that of the connection means nothing where nobody answered */
#define TYPICAL_MS  400
#define RESET_US    10000
#define ERASE_US    400000 /* in which nobody touches the pins */
#define KNOCK_US    100000
#define PATIENCE_US (120 * G_USEC_PER_SEC) /* for a person at the power switch */

#define DID0    0x400FE000u
#define USECRL  0x400FE140u
#define BOOTCFG 0x400FE1D0u
#define FMA     0x400FD000u
#define FMC     0x400FD008u
#define FCRIS   0x400FD00Cu
#define FCMISC  0x400FD014u

#define BOOT_FACTORY            0xFFFFFFFEu
#define CLASS_LAST_SLOW_CLOCKED 3u /* Sandstorm, Fury, DustDevil: pulses are timed by USECRL */
#define IOSC_MHZ_LESS_1         11u
#define MASS_ERASE              0xA4420004u
#define MERASE                  0x4u
#define ARIS                    0x1u
#define BANK                    0x20000u /* what the old ones erase at once */
#define BANK_MAX_MS             5000

static const guint8 pair[] = {
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x9E, 0xE7, /* JTAG to SWD */
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x3C, 0xE7, /* and back */
};

typedef struct {
    UlTarget *target;
    const UlDevice *device;
    UlUnlockFunc func;
    gpointer user_data;
    gint64 start_us;
} Unlock;

static gint64
now_us (Unlock *self)
{
    return ul_debug_port_get_time_us (self->target->port);
}

static void
tell (Unlock *self, UlUnlockStage stage)
{
    if (self->func != NULL)
        self->func (stage, (now_us (self) - self->start_us) / 1000, TYPICAL_MS, self->user_data);
}

static gboolean
fail (GError **error, int code, const char *message)
{
    g_set_error_literal (error, UL_ERROR, code, message);
    return FALSE;
}

/* --- by the debug port --- */

static gboolean
send_pairs (Unlock *self, GError **error)
{
    for (guint i = 0; i < N_PAIRS; i++)
        if (!ul_probe_send_bits (self->target->probe, pair, sizeof pair * 8, error))
            return FALSE;
    return TRUE;
}

/* Nothing but the switches may be on the wire from here to the end of the erase. */
static gboolean
switch_to_and_fro (Unlock *self, GError **error)
{
    UlTarget *target = self->target;

    if (!ul_probe_connect_swd (target->probe, SLOW_KHZ, error) ||
        !ul_probe_set_reset (target->probe, TRUE, error))
        return FALSE;
    gboolean ok = ul_debug_port_sleep (target->port, RESET_US, error) && send_pairs (self, error);
    /* Whatever happened, the line must not stay low. */
    if (!ul_probe_set_reset (target->probe, FALSE, ok ? error : NULL) || !ok)
        return FALSE;
    tell (self, UL_UNLOCK_ERASING);
    ul_debug_port_invalidate (target->port);
    return ul_debug_port_sleep (target->port, ERASE_US, error);
}

static gboolean
is_at_factory_settings (UlTarget *target, GError **error)
{
    guint32 boot = 0;

    if (!ul_target_read32 (target, BOOTCFG, &boot, error))
        return FALSE;
    if (boot == BOOT_FACTORY)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_UNLOCK_FAILED,
                 _ ("The chip answers, but its boot configuration still reads 0x%08X"), boot);
    return FALSE;
}

static gboolean
prove (Unlock *self, GError **error)
{
    return is_at_factory_settings (self->target, error) &&
           ul_unlocker_prove_blank (self->target, self->device, error);
}

/* The wire's or the chip's own, as long as its power was not switched; not the probe's. */
static gboolean
may_pass (const GError *error)
{
    return ul_target_is_lost (error) || g_error_matches (error, UL_ERROR, UL_ERROR_UNLOCK_FAILED);
}

/* What was committed is taken from the flash when power comes, not before. */
static gboolean
wait_for_power (Unlock *self, GError **error)
{
    gint64 deadline = now_us (self) + PATIENCE_US;

    for (;;) {
        g_autoptr (GError) local = NULL;

        tell (self, UL_UNLOCK_SWITCH_POWER);
        if (ul_target_attach (self->target, &local) && prove (self, &local))
            return TRUE;
        if (!may_pass (local)) {
            g_propagate_error (error, g_steal_pointer (&local));
            return FALSE;
        }
        if (now_us (self) >= deadline) {
            ul_error_add_detail (local, "cause", "%s", local->message);
            g_set_error (error, UL_ERROR, UL_ERROR_UNLOCK_FAILED,
                         _ ("The chip did not open within %u s. It opens only when its power was "
                            "off: %s"),
                         (guint) (PATIENCE_US / G_USEC_PER_SEC), local->message);
            return FALSE;
        }
        if (!ul_debug_port_sleep (self->target->port, KNOCK_US, error))
            return FALSE;
    }
}

static gboolean
erase_by_port (Unlock *self, GError **error)
{
    UlDebugPort *port = self->target->port;

    if (g_cancellable_set_error_if_cancelled (ul_debug_port_get_cancellable (port), error))
        return FALSE;
    /* Half of it would be worse than all of it; the rest can be stopped. */
    ul_debug_port_shield (port);
    gboolean ok = switch_to_and_fro (self, error);
    ul_debug_port_unshield (port);
    return ok && wait_for_power (self, error);
}

/* --- by the flash controller --- */

static gboolean
set_clock (UlTarget *target, GError **error)
{
    guint32 did0 = 0;

    if (!ul_target_read32 (target, DID0, &did0, error))
        return FALSE;
    if ((did0 >> 28 & 7) != 0 && (did0 >> 16 & 0xFF) > CLASS_LAST_SLOW_CLOCKED)
        return TRUE;
    return ul_target_write32 (target, USECRL, IOSC_MHZ_LESS_1, error);
}

static gboolean
erase_bank (Unlock *self, guint32 address, GError **error)
{
    UlTarget *target = self->target;
    guint32 status = 0;

    tell (self, UL_UNLOCK_ERASING);
    if (!ul_target_write32 (target, FCMISC, G_MAXUINT32, error) ||
        !ul_target_write32 (target, FMA, address, error) ||
        !ul_target_write32 (target, FMC, MASS_ERASE, error))
        return FALSE;
    ul_mem_ap_queue_poll (&target->ahb, FMC, MERASE, 0, BANK_MAX_MS, NULL);
    if (!ul_debug_port_flush (target->port, error) ||
        !ul_target_read32 (target, FCRIS, &status, error))
        return FALSE;
    if ((status & ARIS) != 0)
        return fail (error, UL_ERROR_FLASH_PROTECTED,
                     _ ("The chip refuses to erase protected flash"));
    return TRUE;
}

static gboolean
erase_by_controller (Unlock *self, GError **error)
{
    guint32 size = ul_device_get_flash_size (self->device);

    if (!ul_target_reset (self->target, UL_RESET_HALT, error) || !set_clock (self->target, error))
        return FALSE;
    for (guint32 at = 0; at < size; at += BANK)
        if (!erase_bank (self, at, error))
            return FALSE;
    return ul_unlocker_prove_blank (self->target, self->device, error);
}

/* --- both --- */

/* What an open chip does not let the controller erase, the debug port does. */
static gboolean
erase (Unlock *self, GError **error)
{
    g_autoptr (GError) local = NULL;

    if (!self->target->connected || self->target->ids.ahb_idr == 0)
        return erase_by_port (self, error);
    if (erase_by_controller (self, &local))
        return TRUE;
    if (g_error_matches (local, UL_ERROR, UL_ERROR_FLASH_PROTECTED) ||
        g_error_matches (local, UL_ERROR, UL_ERROR_UNLOCK_FAILED))
        return erase_by_port (self, error);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
unlock_stellaris (UlTarget *target, const UlDevice *device, UlUnlockFunc func, gpointer user_data,
                  UlProtection *after, GError **error)
{
    Unlock self = { .target = target,
                    .device = device,
                    .func = func,
                    .user_data = user_data,
                    .start_us = ul_debug_port_get_time_us (target->port) };

    return erase (&self, error) && ul_target_reset (target, UL_RESET_HALT, error) &&
           ul_target_read_protection (target, device, after, error);
}

const UlUnlocker ul_unlocker_stellaris = { .typical_ms = TYPICAL_MS, .run = unlock_stellaris };
