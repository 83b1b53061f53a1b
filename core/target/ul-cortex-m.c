/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cortex-m.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define AIRCR 0xE000ED0Cu
#define DFSR  0xE000ED30u
#define DHCSR 0xE000EDF0u
#define DCRSR 0xE000EDF4u
#define DCRDR 0xE000EDF8u
#define DEMCR 0xE000EDFCu

#define AIRCR_SYSRESETREQ  0x05FA0004u
#define DHCSR_KEY          0xA05F0000u
#define DHCSR_DEBUGEN      0x1u
#define DHCSR_C_HALT       0x2u
#define DHCSR_MASKINTS     0x8u
#define DEMCR_VC_CORERESET 0x1u
#define DCRSR_WRITE        (1u << 16)
#define DFSR_ALL           0x1Fu

#define HALT_MS      500
#define REGRDY_MS    500
#define MAX_REGS     20
#define WAIT_STEP_US 200

/* The four debug registers share 16 bytes, which the AP shows as banked registers: no address needs
 * to be sent between them. */
static void
write_debug (UlCortexM *self, guint32 address, guint32 value)
{
    UlMemAp *ap = self->ap;

    ul_mem_ap_queue_aim (ap, DHCSR);
    ul_debug_port_write_ap (ap->port, ap->index, UL_MEM_AP_BD0 + (address - DHCSR), value);
}

static void
read_debug (UlCortexM *self, guint32 address, guint32 *value)
{
    UlMemAp *ap = self->ap;

    ul_mem_ap_queue_aim (ap, DHCSR);
    ul_debug_port_read_ap (ap->port, ap->index, UL_MEM_AP_BD0 + (address - DHCSR), value, 1);
}

static gboolean
flush (UlCortexM *self, GError **error)
{
    return ul_debug_port_flush (self->ap->port, error);
}

gboolean
ul_cortex_m_read_status (UlCortexM *self, guint32 *dhcsr, GError **error)
{
    read_debug (self, DHCSR, dhcsr);
    return flush (self, error);
}

gboolean
ul_cortex_m_halt (UlCortexM *self, GError **error)
{
    write_debug (self, DHCSR, DHCSR_KEY | DHCSR_C_HALT | DHCSR_DEBUGEN);
    write_debug (self, DEMCR, self->stay ? DEMCR_VC_CORERESET : 0);
    ul_mem_ap_queue_poll (self->ap, DHCSR, UL_DHCSR_HALT, UL_DHCSR_HALT, HALT_MS, NULL);
    if (flush (self, error))
        return TRUE;
    g_prefix_error (error, _ ("Stopping the core: "));
    return FALSE;
}

gboolean
ul_cortex_m_run (UlCortexM *self, gboolean detach, GError **error)
{
    /* Interrupts may be unmasked in a halted core only, and before it runs. */
    write_debug (self, DHCSR, DHCSR_KEY | DHCSR_C_HALT | DHCSR_DEBUGEN);
    write_debug (self, DHCSR, DHCSR_KEY | DHCSR_DEBUGEN);
    if (detach) {
        write_debug (self, DEMCR, 0);
        write_debug (self, DHCSR, DHCSR_KEY);
    }
    return flush (self, error);
}

gboolean
ul_cortex_m_catch_reset (UlCortexM *self, gboolean stop, GError **error)
{
    guint32 dhcsr;

    write_debug (self, DHCSR, DHCSR_KEY | DHCSR_C_HALT | DHCSR_DEBUGEN);
    write_debug (self, DEMCR, stop ? DEMCR_VC_CORERESET : 0);
    read_debug (self, DHCSR, &dhcsr);
    return flush (self, error);
}

void
ul_cortex_m_request_reset (UlCortexM *self)
{
    ul_mem_ap_queue_write_value (self->ap, AIRCR, UL_MEM_WORD, AIRCR_SYSRESETREQ);
    flush (self, NULL);
    ul_debug_port_invalidate (self->ap->port);
}

static gboolean
is_refusal (const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_FAULT) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_WAIT) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK);
}

gboolean
ul_cortex_m_wait_after_reset (UlCortexM *self, gboolean halted, guint timeout_ms, gboolean *seen,
                              GError **error)
{
    UlDebugPort *port = self->ap->port;
    gint64 deadline = ul_debug_port_get_time_us (port) + timeout_ms * 1000LL;
    guint32 dhcsr = 0;

    *seen = FALSE;
    do {
        g_autoptr (GError) local = NULL;

        if (ul_cortex_m_read_status (self, &dhcsr, &local)) {
            *seen |= (dhcsr & UL_DHCSR_RESET) != 0;
            if ((dhcsr & UL_DHCSR_RESET) == 0 && (!halted || (dhcsr & UL_DHCSR_HALT) != 0))
                return TRUE;
        } else if (is_refusal (local))
            *seen = TRUE;
        else {
            g_propagate_error (error, g_steal_pointer (&local));
            return FALSE;
        }
        if (!ul_debug_port_sleep (port, WAIT_STEP_US, error))
            return FALSE;
    } while (ul_debug_port_get_time_us (port) < deadline);

    g_set_error (error, UL_ERROR, UL_ERROR_TARGET_TIMEOUT,
                 halted ? _ ("The core did not stop after the reset within %u ms")
                        : _ ("The chip did not leave reset within %u ms"),
                 timeout_ms);
    if (error != NULL)
        ul_error_add_detail (*error, "DHCSR", "0x%08X", dhcsr);
    return FALSE;
}

/* --- core registers --- */

/* A transfer is ready long before the next access arrives on the wire, so readiness is checked
 * afterwards; a core that was slower gets the whole sequence again with a poll after each. */
static void
queue_write_regs (UlCortexM *self, const UlCoreReg *regs, guint n_regs, guint32 *ready)
{
    for (guint i = 0; i < n_regs; i++) {
        write_debug (self, DCRDR, regs[i].value);
        write_debug (self, DCRSR, regs[i].reg | DCRSR_WRITE);
        if (ready != NULL)
            read_debug (self, DHCSR, &ready[i]);
        else
            ul_mem_ap_queue_poll (self->ap, DHCSR, UL_DHCSR_REGRDY, UL_DHCSR_REGRDY, REGRDY_MS,
                                  NULL);
    }
}

static gboolean
all_ready (const guint32 *ready, guint n)
{
    for (guint i = 0; i < n; i++)
        if ((ready[i] & UL_DHCSR_REGRDY) == 0)
            return FALSE;
    return TRUE;
}

gboolean
ul_cortex_m_write_regs (UlCortexM *self, const UlCoreReg *regs, guint n_regs, GError **error)
{
    guint32 ready[MAX_REGS];

    g_return_val_if_fail (n_regs <= MAX_REGS, FALSE);
    queue_write_regs (self, regs, n_regs, ready);
    if (!flush (self, error))
        return FALSE;
    if (all_ready (ready, n_regs))
        return TRUE;
    queue_write_regs (self, regs, n_regs, NULL);
    return flush (self, error);
}

gboolean
ul_cortex_m_read_regs (UlCortexM *self, UlCoreReg *regs, guint n_regs, GError **error)
{
    for (guint i = 0; i < n_regs; i++) {
        write_debug (self, DCRSR, regs[i].reg);
        ul_mem_ap_queue_poll (self->ap, DHCSR, UL_DHCSR_REGRDY, UL_DHCSR_REGRDY, REGRDY_MS, NULL);
        read_debug (self, DCRDR, &regs[i].value);
    }
    return flush (self, error);
}

gboolean
ul_cortex_m_start (UlCortexM *self, const UlCoreReg *regs, guint n_regs, GError **error)
{
    if (!ul_cortex_m_write_regs (self, regs, n_regs, error))
        return FALSE;
    ul_mem_ap_queue_write_value (self->ap, DFSR, UL_MEM_WORD, DFSR_ALL);
    write_debug (self, DHCSR, DHCSR_KEY | DHCSR_MASKINTS | DHCSR_C_HALT | DHCSR_DEBUGEN);
    write_debug (self, DHCSR, DHCSR_KEY | DHCSR_MASKINTS | DHCSR_DEBUGEN);
    return flush (self, error);
}
