/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-mem-ap.h"

G_BEGIN_DECLS

/**
 * UlCortexM:
 *
 * Control of an Arm Cortex-M core through its AHB-AP. Source: Arm DDI 0403 and DDI 0419, the
 * chapter on debug.
 */
typedef struct {
    UlMemAp *ap;   /* not owned */
    gboolean stay; /* a halted core shall halt again after any reset: the vector catch stays on */
} UlCortexM;

/* Debug Halting Control and Status Register. */
#define UL_DHCSR_REGRDY (1u << 16)
#define UL_DHCSR_HALT   (1u << 17)
#define UL_DHCSR_LOCKUP (1u << 19)
#define UL_DHCSR_RESET  (1u << 25) /* clears when read */

/* Core register numbers, as DCRSR takes them. */
#define UL_CORE_R0   0
#define UL_CORE_SP   13
#define UL_CORE_LR   14
#define UL_CORE_PC   15
#define UL_CORE_XPSR 16

typedef struct {
    guint reg;
    guint32 value;
} UlCoreReg;

gboolean ul_cortex_m_read_status (UlCortexM *self, guint32 *dhcsr, GError **error);
/** ul_cortex_m_halt: also ends a vector catch that is not to stay; %FALSE with
 * %UL_ERROR_TARGET_TIMEOUT */
gboolean ul_cortex_m_halt (UlCortexM *self, GError **error);
/** ul_cortex_m_run: lets the core go on; with interrupts, and debugging off when @detach */
gboolean ul_cortex_m_run (UlCortexM *self, gboolean detach, GError **error);
/** ul_cortex_m_catch_reset: halts, forgets earlier resets and says whether the core shall stop
 * before its first instruction after the next one */
gboolean ul_cortex_m_catch_reset (UlCortexM *self, gboolean stop, GError **error);
/** ul_cortex_m_request_reset: writes SYSRESETREQ; an error of that write says nothing */
void ul_cortex_m_request_reset (UlCortexM *self);
/**
 * ul_cortex_m_wait_after_reset:
 * @halted: wait for the core to stop; else only for the end of the reset
 * @seen: (out): whether the chip was in reset since the last look
 *
 * Accesses may fail while the chip is in reset; only the deadline counts.
 */
gboolean ul_cortex_m_wait_after_reset (UlCortexM *self, gboolean halted, guint timeout_ms,
                                       gboolean *seen, GError **error);

gboolean ul_cortex_m_write_regs (UlCortexM *self, const UlCoreReg *regs, guint n_regs,
                                 GError **error);
gboolean ul_cortex_m_read_regs (UlCortexM *self, UlCoreReg *regs, guint n_regs, GError **error);
/** ul_cortex_m_start: sets the registers of a halted core and runs it with interrupts masked */
gboolean ul_cortex_m_start (UlCortexM *self, const UlCoreReg *regs, guint n_regs, GError **error);

G_END_DECLS
