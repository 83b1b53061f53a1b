/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Power modes in which a flash controller ignores its commands, or refuses them: the chip is taken
 * back to the plain one. A reset does that as well, but there are chips that it would lock. Source:
 * the reference manuals, chapters SMC, MC, PMC and SIM (CLKDIV1).
 */
#include "ul-flash-private.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define PMSTAT_RUN    0x01
#define PMSTAT_VLPR   0x04
#define PMSTAT_HSRUN  0x80
#define PMCTRL_RUNM   0x60u
#define POWER_MODE_MS 100

/* With SMC registers of a byte goes a SIM with the dividers of all clocks. High speed mode ends
 * well below its speed only; each divided by 16 is what no other mode minds. With the others goes
 * an SCG, that has a set of clocks for each mode and changes them by itself. */
#define SIM_CLKDIV1 0x40048044u
#define SLOWEST     0xFFFF0000u

/* The first K10 to K60 of 100 MHz have another controller for that. */
#define MC_PMCTRL      0x4007E003u
#define PMC_REGSC      0x4007D002u
#define REGSC_VLPRS    0x08
#define SDID_TYPE      0xFF0u
#define SDID_REVID     12
#define FIRST_REVISION 7 /* and below */

static gboolean
has_first_controller (UlFlash *self)
{
    static const guint16 types[] = { 0x100, 0x110, 0x120, 0x130, 0x140 };
    guint32 sdid = self->target->ids.sdid;

    if (self->device->core != UL_CORE_M4 || sdid >> 16 != 0 ||
        (sdid >> SDID_REVID & 0xF) > FIRST_REVISION)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (types); i++)
        if ((sdid & SDID_TYPE) == types[i])
            return TRUE;
    return FALSE;
}

static gboolean
read_register (UlFlash *self, guint32 address, UlMemSize size, guint32 *value, GError **error)
{
    UlMemAp *ahb = &self->target->ahb;
    guint32 lanes = 0;

    ul_mem_ap_queue_read_value (ahb, address, size, &lanes);
    if (!ul_debug_port_flush (ahb->port, error))
        return FALSE;
    *value = ul_mem_ap_lane (address, size, lanes);
    return TRUE;
}

static gboolean
leave_mode (UlFlash *self, guint8 mode, GError **error)
{
    UlMemAp *ahb = &self->target->ahb;
    UlMemSize size = self->model.power_size;
    guint32 pmctrl = self->model.power_control;
    guint32 control = 0;

    if (!read_register (self, pmctrl, size, &control, error))
        return FALSE;
    if (mode == PMSTAT_HSRUN && size == UL_MEM_BYTE)
        ul_mem_ap_queue_write_value (ahb, SIM_CLKDIV1, UL_MEM_WORD, SLOWEST);
    ul_mem_ap_queue_write_value (ahb, pmctrl, size, control & ~PMCTRL_RUNM);
    ul_mem_ap_queue_poll_value (ahb, self->model.power_mode, size, 0xFF, PMSTAT_RUN, POWER_MODE_MS,
                                NULL);
    return ul_debug_port_flush (ahb->port, error);
}

static gboolean
fail_mode (guint8 mode, const char *name, GError **error)
{
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, UL_ERROR_FLASH_POWER_MODE,
                     mode == PMSTAT_VLPR
                         ? _ ("The chip is in very low power mode, in which its flash controller "
                              "ignores commands")
                         : _ ("The chip is in high speed mode, in which its flash controller "
                              "ignores commands"));

    ul_error_add_detail (local, name, "0x%02X", mode);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
leave_first_mode (UlFlash *self, GError **error)
{
    UlMemAp *ahb = &self->target->ahb;
    guint shift = (PMC_REGSC & 3) * 8;
    guint8 state = 0;

    if (!ul_target_read8 (self->target, PMC_REGSC, &state, error))
        return FALSE;
    if ((state & REGSC_VLPRS) == 0)
        return TRUE;
    ul_mem_ap_queue_write_value (ahb, MC_PMCTRL, UL_MEM_BYTE, 0);
    ul_mem_ap_queue_poll (ahb, PMC_REGSC & ~3u, (guint32) REGSC_VLPRS << shift, 0, POWER_MODE_MS,
                          NULL);
    return ul_debug_port_flush (ahb->port, NULL) || fail_mode (PMSTAT_VLPR, "PMC_REGSC", error);
}

gboolean
ul_flash_ensure_run_mode (UlFlash *self, GError **error)
{
    guint32 value = PMSTAT_RUN;

    if (self->model.power_mode == 0)
        return TRUE;
    if (has_first_controller (self))
        return leave_first_mode (self, error);
    if (!read_register (self, self->model.power_mode, self->model.power_size, &value, error))
        return FALSE;
    guint8 mode = value & 0xFF;
    if (mode != PMSTAT_VLPR && mode != PMSTAT_HSRUN)
        return TRUE;
    return leave_mode (self, mode, NULL) || fail_mode (mode, "SMC_PMSTAT", error);
}
