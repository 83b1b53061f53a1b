/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-aap.h"
#include "ul-target-private.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define CONTROLLER       0x40020000u
#define CONTROLLER_WORDS 6
#define FCF_WORDS        4
#define BUSY_MS          1000
#define BUSY_STEP_US     2000

/* Byte offsets in the controller's registers. Source: the reference manuals, chapters on FTFA, FTFE
 * and FTMRx. */
typedef struct {
    guint8 fsec, fopt;
    guint8 fprot; /* the first byte of 4, or the only one */
    guint8 n_fprot;
    guint8 feprot, fdprot; /* 0: has none */
    gboolean bytes;        /* registers of 8 bits: nothing larger is read */
} Layout;

static const Layout ftfx = { .fsec = 0x02, .fopt = 0x03, .fprot = 0x10, .n_fprot = 4 };
static const Layout ftfx_nvm = {
    .fsec = 0x02, .fopt = 0x03, .fprot = 0x10, .n_fprot = 4, .feprot = 0x16, .fdprot = 0x17
};
static const Layout ftmrh = {
    .fsec = 0x01, .fopt = 0x0C, .fprot = 0x08, .n_fprot = 1, .feprot = 0x09, .bytes = TRUE
};
static const Layout ftmre = {
    .fsec = 0x02, .fopt = 0x0F, .fprot = 0x0B, .n_fprot = 1, .bytes = TRUE
};

static gboolean
has_flexnvm (const UlDevice *device)
{
    if (device->eeprom_backup != 0)
        return TRUE;
    for (guint i = 0; i < device->n_regions; i++)
        if (device->regions[i].kind == UL_REGION_DATA_FLASH)
            return TRUE;
    return FALSE;
}

static const Layout *
layout_of (const UlDevice *device)
{
    switch (device->controller) {
    case UL_CONTROLLER_FTFA:
    case UL_CONTROLLER_FTFL:
    case UL_CONTROLLER_FTFE:
    case UL_CONTROLLER_FTFC:
        return has_flexnvm (device) ? &ftfx_nvm : &ftfx;
    case UL_CONTROLLER_FTMRH:
        return &ftmrh;
    case UL_CONTROLLER_FTMRE:
        return &ftmre;
    case UL_CONTROLLER_NONE:
        break;
    }
    return NULL;
}

static void
take_registers (const Layout *layout, const guint8 *bytes, UlProtection *protection)
{
    protection->have_registers = TRUE;
    protection->fsec = bytes[layout->fsec];
    protection->fopt = bytes[layout->fopt];
    protection->fprot = layout->n_fprot == 4 ? 0 : 0xFFFFFF00;
    for (guint i = 0; i < layout->n_fprot; i++)
        protection->fprot |= (guint32) bytes[layout->fprot + i] << (8 * i);
    protection->feprot = layout->feprot != 0 ? bytes[layout->feprot] : 0xFF;
    protection->fdprot = layout->fdprot != 0 ? bytes[layout->fdprot] : 0xFF;
}

/* Into @lanes: four bytes of the bus word that each is in. */
static void
queue_bytes (UlTarget *self, const Layout *layout, guint32 lanes[4])
{
    const guint8 offsets[4] = { layout->fsec, layout->fopt, layout->fprot, layout->feprot };

    for (guint i = 0; i < 4; i++)
        if (offsets[i] != 0)
            ul_mem_ap_queue_read_value (&self->ahb, CONTROLLER + offsets[i], UL_MEM_BYTE,
                                        &lanes[i]);
}

static void
place_bytes (const Layout *layout, const guint32 lanes[4], guint8 *bytes)
{
    const guint8 offsets[4] = { layout->fsec, layout->fopt, layout->fprot, layout->feprot };

    for (guint i = 0; i < 4; i++)
        bytes[offsets[i]] = ul_mem_ap_lane (CONTROLLER + offsets[i], UL_MEM_BYTE, lanes[i]);
}

static gboolean
read_open_chip (UlTarget *self, const UlDevice *device, const Layout *layout,
                UlProtection *protection, GError **error)
{
    guint32 words[CONTROLLER_WORDS] = { 0 }, lanes[4] = { 0 };
    guint32 fcf[FCF_WORDS] = { 0 };

    if (layout->bytes)
        queue_bytes (self, layout, lanes);
    else
        ul_mem_ap_queue_read (&self->ahb, CONTROLLER, words, CONTROLLER_WORDS);
    if (device->has_fcf)
        ul_mem_ap_queue_read (&self->ahb, device->fcf_address, fcf, FCF_WORDS);
    if (!ul_debug_port_flush (self->port, error)) {
        g_prefix_error (error, _ ("Reading the protection: "));
        return FALSE;
    }
    for (guint i = 0; i < CONTROLLER_WORDS; i++)
        words[i] = GUINT32_TO_LE (words[i]);
    for (guint i = 0; i < FCF_WORDS; i++)
        fcf[i] = GUINT32_TO_LE (fcf[i]);
    if (layout->bytes)
        place_bytes (layout, lanes, (guint8 *) words);
    take_registers (layout, (const guint8 *) words, protection);
    protection->have_fcf = device->has_fcf;
    if (device->has_fcf)
        memcpy (protection->fcf, fcf, sizeof fcf);
    return TRUE;
}

/* Flash that is busy cannot be read: a routine that another job left behind may still be at work.
 */
static gboolean
read_when_idle (UlTarget *self, const UlDevice *device, const Layout *layout,
                UlProtection *protection, GError **error)
{
    gint64 deadline = ul_debug_port_get_time_us (self->port) + BUSY_MS * 1000LL;

    for (;;) {
        g_autoptr (GError) local = NULL;

        if (read_open_chip (self, device, layout, protection, &local))
            return TRUE;
        if (!g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_FAULT) ||
            ul_debug_port_get_time_us (self->port) >= deadline) {
            g_propagate_error (error, g_steal_pointer (&local));
            return FALSE;
        }
        if (!ul_debug_port_sleep (self->port, BUSY_STEP_US, error))
            return FALSE;
    }
}

/* Who is at access port 0 says it all. */
static gboolean
read_aap_lock (UlTarget *self, UlProtection *protection, GError **error)
{
    if (!ul_aap_read_idr (self->port, &self->ids.ahb_idr, error)) {
        g_prefix_error (error, _ ("Reading the lock state: "));
        return FALSE;
    }
    protection->lock = UL_LOCK_OPEN;
    if (ul_aap_is_idr (self->ids.ahb_idr)) {
        protection->lock = UL_LOCK_SECURED;
        protection->reason = _ ("Its contents cannot be read or changed: in place of its bus it "
                                "shows the port that can erase it");
    } else if (self->ids.ahb_idr == 0) {
        protection->lock = UL_LOCK_UNCLEAR;
        protection->reason = _ ("It shows neither its bus nor the port that could erase it. "
                                "Probably that port is locked as well, and then nothing can "
                                "unlock the chip; a damaged board looks the same.");
    }
    return TRUE;
}

gboolean
ul_target_read_protection (UlTarget *self, const UlDevice *device, UlProtection *protection,
                           GError **error)
{
    const Layout *layout = layout_of (device);

    *protection = (UlProtection){ .fprot = 0xFFFFFFFF, .fdprot = 0xFF, .feprot = 0xFF };
    if (device->unlock_method == UL_UNLOCK_METHOD_AAP)
        return read_aap_lock (self, protection, error);
    if (!ul_target_sample (self, error))
        return FALSE;
    protection->samples = self->samples;
    protection->held = self->held_still;
    protection->reset_line = self->reset_line;
    protection->lock = self->mdm.idr != 0
                           ? ul_lock_judge (&self->samples, ul_device_has_mass_erase_bit (device))
                           : UL_LOCK_OPEN;
    if (layout == NULL || protection->lock != UL_LOCK_OPEN)
        return TRUE;
    return read_when_idle (self, device, layout, protection, error);
}
