/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mass erase through NXP's MDM-AP, and the proof that it worked. Sources: the Kinetis reference
 * manuals, chapter Debug; and what the tools of other people do about parts that keep resetting.
 */
#include "ul-flash-private.h"
#include "ul-unlocker.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>

#define READY_MS    3000
#define MARGIN_US   (2 * G_USEC_PER_SEC) /* beyond the largest value of the data sheet */
#define ACK_HINT_US 100000
#define POLL_US     2000
#define N_PROOFS    3

#define FSEC_UNSECURED 0xFE
#define BLANK          0xFF

typedef struct {
    UlTarget *target;
    const UlDevice *device;
    UlFlashModel model;
    UlUnlockFunc func;
    gpointer user_data;
    guint fsec; /* where it is in the configuration field */

    /* how the erase went */
    gboolean acknowledged;
    gint64 elapsed_us;
} Unlock;

static void
add_samples (GError *error, const UlLockSamples *samples)
{
    ul_error_add_detail (error, "MDM-AP status", "0x%08X", samples->last);
    ul_error_add_detail (error, "samples", "%u: ready %u, secured %u, in reset %u, mass erase %u",
                         samples->n, samples->ready, samples->secured, samples->in_reset,
                         samples->mass_erase);
}

/* The usual reason for most of what can go wrong here. */
static char *
add_reset_line (const UlTarget *target, const char *message)
{
    if (target->reset_line != UL_RESET_LINE_DEAD)
        return g_strdup (message);
    /* Translators: %s is a sentence; the second gets its full stop elsewhere */
    return g_strdup_printf (_ ("%s. Pulling RESET low has no effect: the line is not connected, or "
                               "the firmware has switched the pin off"),
                            message);
}

static gboolean G_GNUC_PRINTF (4, 5)
    fail (Unlock *self, GError **error, int code, const char *format, ...)
{
    va_list args;

    va_start (args, format);
    g_autofree char *message = g_strdup_vprintf (format, args);
    va_end (args);
    g_autofree char *whole = add_reset_line (self->target, message);
    g_autoptr (GError) local = g_error_new_literal (UL_ERROR, code, whole);
    add_samples (local, &self->target->samples);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

/* --- before the erase: nothing is lost yet --- */

/* The reset request of the MDM-AP holds parts whose pin is not wired; secured K-series parts ignore
 * it, and there the pin does. */
static gboolean
hold_in_reset (Unlock *self, GError **error)
{
    UlTarget *target = self->target;

    if (!ul_probe_connect_swd (target->probe, target->speed_khz, error) ||
        !ul_probe_set_reset (target->probe, TRUE, error) || !ul_target_attach_held (target, error))
        return FALSE;
    if (target->mdm.idr == 0)
        return fail (self, error, UL_ERROR_NOT_SUPPORTED,
                     _ ("The chip has no MDM-AP, through which it could be erased"));
    if (!ul_mdm_ap_write_control (&target->mdm, UL_MDM_RESET_REQUEST, NULL, error))
        return FALSE;
    /* KE0x tells nothing while the pin is low, and begins no erase. */
    return !ul_device_is_ftmrx (self->device) || ul_probe_set_reset (target->probe, FALSE, error);
}

/* Rather refused once too often: whatever is begun here cannot be taken back. KE0x has no bit for
 * that, and can always be erased. */
static gboolean
is_forbidden (Unlock *self)
{
    const UlLockSamples *samples = &self->target->samples;
    guint forbidden = samples->n - samples->mass_erase;

    return ul_device_has_mass_erase_bit (self->device) && samples->ready == samples->n &&
           samples->secured == samples->n && forbidden > 10;
}

/* Waits for steady samples: flash logic ready, system in reset. */
static gboolean
wait_until_ready (Unlock *self, GError **error)
{
    UlTarget *target = self->target;
    UlLockSamples *samples = &target->samples;
    gint64 deadline = ul_debug_port_get_time_us (target->port) + READY_MS * 1000LL;

    do {
        if (!ul_target_sample (target, error))
            return FALSE;
        if (is_forbidden (self))
            return fail (self, error, UL_ERROR_CHIP_LOCKED_FOREVER,
                         _ ("The chip is secured and its mass erase is disabled (%u of %u checks "
                            "said so): nothing was tried"),
                         samples->n - samples->mass_erase, samples->n);
        if (samples->ready == samples->n && samples->in_reset == samples->n)
            return TRUE;
        if (!ul_debug_port_sleep (target->port, POLL_US, error))
            return FALSE;
    } while (ul_debug_port_get_time_us (target->port) < deadline);

    /* A part that is not held, but whose flash is ready most of the time, may still be lucky. */
    if (samples->ready > samples->n / 4 * 3)
        return TRUE;
    return fail (self, error, UL_ERROR_UNLOCK_TIMEOUT,
                 _ ("The chip does not get ready for a mass erase: its flash was ready in %u of "
                    "%u checks, and it was in reset in %u"),
                 samples->ready, samples->n, samples->in_reset);
}

/* --- the erase --- */

/* Twice the largest value of the data sheet, at the end of the flash's life, and some. */
static gint64
deadline_us (Unlock *self)
{
    return (gint64) self->model.times.max_erase_all_us * 2 + MARGIN_US + self->target->patience_us;
}

static void
tell (Unlock *self, gint64 elapsed_us)
{
    if (self->func != NULL)
        self->func (UL_UNLOCK_ERASING, elapsed_us / 1000, self->model.times.erase_all_us / 1000,
                    self->user_data);
}

static gboolean
is_done (guint32 control, gboolean acknowledged, gint64 elapsed_us)
{
    if ((control & UL_MDM_START_ERASE) != 0)
        return FALSE;
    /* The acknowledge is a hint only: some parts never show it, others always do. */
    return acknowledged || elapsed_us > ACK_HINT_US;
}

/* The chip works on whether the wire is clean or not: a garbled look is no reason to stop. */
static gboolean
look (UlTarget *target, guint32 *status, guint32 *control, GError **error)
{
    g_autoptr (GError) local = NULL;
    guint32 new_status = 0, new_control = 0;

    if (ul_mdm_ap_read_state (&target->mdm, &new_status, &new_control, &local)) {
        *status = new_status;
        *control = new_control;
        return TRUE;
    }
    if (ul_debug_port_is_garbled (local))
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
fail_to_end (Unlock *self, GError **error)
{
    guint typical_ms = self->model.times.erase_all_us / 1000;
    guint waited_s = (guint) (self->elapsed_us / G_USEC_PER_SEC);

    if (self->acknowledged)
        return fail (self, error, UL_ERROR_UNLOCK_TIMEOUT,
                     _ ("The mass erase was begun and has not ended: it takes %u ms as a rule, and "
                        "%u s have passed"),
                     typical_ms, waited_s);
    return fail (self, error, UL_ERROR_UNLOCK_TIMEOUT,
                 _ ("The mass erase never started: the chip has not acknowledged it, nor let go of "
                    "the request, in %u s. A chip that resets meanwhile forgets the request"),
                 waited_s);
}

static gboolean
mass_erase (Unlock *self, GError **error)
{
    UlTarget *target = self->target;
    gint64 start = ul_debug_port_get_time_us (target->port);
    /* KE0x begins when the reset request goes, and holds the core by itself. */
    guint32 keep = ul_device_is_ftmrx (self->device) ? 0 : UL_MDM_RESET_REQUEST;
    guint32 status = 0, control = UL_MDM_START_ERASE;

    if (!ul_mdm_ap_write_control (&target->mdm, keep | UL_MDM_START_ERASE, NULL, error))
        return FALSE;
    do {
        if (!ul_debug_port_sleep (target->port, POLL_US, error) ||
            !look (target, &status, &control, error))
            return FALSE;
        self->acknowledged |= (status & UL_MDM_ERASE_ACK) != 0;
        self->elapsed_us = ul_debug_port_get_time_us (target->port) - start;
        tell (self, self->elapsed_us);
        if (is_done (control, self->acknowledged, self->elapsed_us))
            return TRUE;
    } while (self->elapsed_us < deadline_us (self));
    return fail_to_end (self, error);
}

/* --- after the erase: make it last, and prove it --- */

/* Why a chip is as secured as before, although its request for an erase is gone. */
static gboolean
fail_to_open (Unlock *self, GError **error)
{
    guint typical_ms = self->model.times.erase_all_us / 1000;
    guint elapsed_ms = (guint) (self->elapsed_us / 1000);

    if (!self->acknowledged)
        return fail (self, error, UL_ERROR_UNLOCK_FAILED,
                     _ ("The mass erase never started: the chip took no notice of the request"));
    if (elapsed_ms < typical_ms / 2)
        return fail (self, error, UL_ERROR_UNLOCK_FAILED,
                     _ ("The mass erase was broken off after %u ms of about %u ms: the chip was "
                        "reset in the middle of it"),
                     elapsed_ms, typical_ms);
    return fail (self, error, UL_ERROR_UNLOCK_FAILED,
                 _ ("The mass erase ended, but the chip is still secured after a reset"));
}

/* Lets the chip out of the reset that it was erased in, its core stopped. Many are open then, and
 * still have the security of before the next reset: their configuration field is read first, and
 * mended. Others show the new state after another reset only. */
static gboolean
open_up (Unlock *self, GError **error)
{
    UlTarget *target = self->target;

    for (guint i = 0; i < 2; i++) {
        if (!ul_target_pulse_reset (target, UL_RESET_HALT, error))
            return FALSE;
        if (ul_target_bus_is_open (target))
            return TRUE;
    }
    return fail_to_open (self, error);
}

static gboolean
program_fsec (Unlock *self, guint8 fcf[UL_FCF_SIZE], GError **error)
{
    guint32 unit = self->model.unit, offset = self->fsec - self->fsec % unit;
    guint8 data[8];

    g_autoptr (UlFlash) flash =
        ul_flash_open_full (self->target, self->device, UL_FLASH_NO_LOADER, error);
    if (flash == NULL)
        return FALSE;
    fcf[self->fsec] = FSEC_UNSECURED;
    memcpy (data, fcf + offset, unit);
    return ul_flash_direct_program (flash, self->device->fcf_address + offset, data, unit, error);
}

/* The erase itself writes the security byte on most parts. Where it did not, the chip is open until
 * the next reset only: no reset comes before it is written. */
static gboolean
make_permanent (Unlock *self, GError **error)
{
    guint8 fcf[UL_FCF_SIZE];

    if (!self->device->has_fcf)
        return TRUE;
    if (!ul_target_read_mem (self->target, self->device->fcf_address, fcf, sizeof fcf, error))
        return FALSE;
    if (fcf[self->fsec] == BLANK && !program_fsec (self, fcf, error)) {
        g_prefix_error (error, _ ("Writing the security byte: "));
        return FALSE;
    }
    return TRUE;
}

static gboolean
prove_open (Unlock *self, UlProtection *after, GError **error)
{
    UlTarget *target = self->target;

    if (!ul_target_reset (target, UL_RESET_HALT, error) ||
        !ul_debug_port_connect (target->port, error))
        return FALSE;
    for (guint i = 0; i < N_PROOFS; i++) {
        if (!ul_target_read_protection (target, self->device, after, error))
            return FALSE;
        if (after->lock != UL_LOCK_OPEN)
            return fail (self, error, UL_ERROR_UNLOCK_FAILED,
                         _ ("The chip is secured again after a reset"));
    }
    if (after->have_registers && (after->fprot != 0xFFFFFFFF || after->fdprot != 0xFF ||
                                  ul_protection_count_sectors (after, self->device) > 0))
        return fail (self, error, UL_ERROR_UNLOCK_FAILED,
                     _ ("The chip is unsecured, but sectors are still write-protected "
                        "(FPROT 0x%08X)"),
                     after->fprot);
    return TRUE;
}

/* CRC that a sector should have: blank, but for the security byte where it holds that. */
static guint32
wanted_crc (Unlock *self, const UlRegion *region, guint32 address, const UlProtection *after)
{
    g_autofree guint8 *data = g_malloc (region->sector_size);
    guint32 fcf = self->device->fcf_address;

    memset (data, BLANK, region->sector_size);
    if (self->device->has_fcf && fcf >= address && fcf - address < region->sector_size)
        data[fcf - address + self->fsec] = after->fcf[self->fsec];
    return crc32 (crc32 (0, NULL, 0), data, region->sector_size);
}

static gboolean
prove_region_blank (Unlock *self, UlFlash *flash, const UlRegion *region, const UlProtection *after,
                    GError **error)
{
    guint n = region->size / region->sector_size;
    g_autofree guint32 *crcs = g_new (guint32, n);
    guint32 fcf = self->device->fcf_address;
    guint32 blank = wanted_crc (self, region, region->start + region->size, after);

    if (!ul_flash_crc_sectors (flash, region->start, region->sector_size, n, crcs, NULL, NULL,
                               error))
        return FALSE;
    for (guint i = 0; i < n; i++) {
        guint32 address = region->start + i * region->sector_size;
        gboolean has_fcf = fcf >= address && fcf - address < region->sector_size;

        if (crcs[i] != (has_fcf ? wanted_crc (self, region, address, after) : blank))
            return ul_unlocker_fail_not_blank (address, region->sector_size, error);
    }
    return TRUE;
}

static gboolean
prove_blank (Unlock *self, const UlProtection *after, GError **error)
{
    g_autoptr (UlFlash) flash = ul_flash_open (self->target, self->device, error);

    if (flash == NULL)
        return FALSE;
    for (guint i = 0; i < self->device->n_regions; i++) {
        const UlRegion *region = &self->device->regions[i];

        if (ul_device_has_emulated (self->device, region))
            continue; /* there is RAM now in its place */
        if (!prove_region_blank (self, flash, region, after, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
erase_and_prove (Unlock *self, UlProtection *after, GError **error)
{
    return mass_erase (self, error) && open_up (self, error) && make_permanent (self, error) &&
           prove_open (self, after, error) && prove_blank (self, after, error);
}

static gboolean
run (Unlock *self, UlProtection *after, GError **error)
{
    UlDebugPort *port = self->target->port;
    GCancellable *cancellable = ul_debug_port_get_cancellable (port);

    if (!hold_in_reset (self, error) || !wait_until_ready (self, error) ||
        g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    /* From here on the chip erases itself, whether we look or not. */
    ul_debug_port_set_cancellable (port, NULL);
    gboolean ok = erase_and_prove (self, after, error);
    ul_debug_port_set_cancellable (port, cancellable);
    return ok;
}

/* Whatever happened: the chip is let go. */
static void
let_go (Unlock *self)
{
    UlTarget *target = self->target;

    ul_mdm_ap_let_go (&target->mdm);
    ul_probe_set_reset (target->probe, FALSE, NULL);
    ul_debug_port_invalidate (target->port);
}

static gboolean
unlock_kinetis (UlTarget *target, const UlDevice *device, UlUnlockFunc func, gpointer user_data,
                UlProtection *after, GError **error)
{
    Unlock self = { .target = target, .device = device, .func = func, .user_data = user_data };

    if (!ul_flash_model_init (&self.model, device, error))
        return FALSE;
    self.fsec = ul_fcf_get_fsec_index (device);
    if (run (&self, after, error))
        return TRUE;
    let_go (&self);
    return FALSE;
}

const UlUnlocker ul_unlocker_kinetis = { .run = unlock_kinetis };
