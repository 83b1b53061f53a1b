/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cmsis-dap-link.h"

G_BEGIN_DECLS

/** The commands of a CMSIS-DAP probe, beside transfers. Source: Arm, CMSIS-DAP, DAP_Commands. */

typedef struct {
    guint packet_size;  /* as the probe says; 0: it does not */
    guint packet_count; /* at least 1 */
    guint capabilities; /* bit 0: SWD */
    char firmware[64];
} UlCmsisDapInfo;

#define UL_CMSIS_DAP_CAP_SWD 0x01u

/** ul_cmsis_dap_get_info: what a probe does not tell stays empty */
gboolean ul_cmsis_dap_get_info (UlCmsisDapLink *link, UlCmsisDapInfo *info, GError **error);

/** ul_cmsis_dap_connect: SWD; lets nRESET go on many probes */
gboolean ul_cmsis_dap_connect (UlCmsisDapLink *link, GError **error);
gboolean ul_cmsis_dap_disconnect (UlCmsisDapLink *link, GError **error);
/** ul_cmsis_dap_show_connected: the probe's lamp; those without one may refuse */
void ul_cmsis_dap_show_connected (UlCmsisDapLink *link, gboolean connected);
gboolean ul_cmsis_dap_set_clock (UlCmsisDapLink *link, guint khz, GError **error);
/** ul_cmsis_dap_configure: no data phase after a refusal, shortest turnaround, no idle cycles;
 *   how often the probe repeats by itself what is answered with WAIT, and a poll */
gboolean ul_cmsis_dap_configure (UlCmsisDapLink *link, guint wait_retries, guint match_retries,
                                 GError **error);
gboolean ul_cmsis_dap_send_bits (UlCmsisDapLink *link, const guint8 *bits, guint n_bits,
                                 GError **error);
/** ul_cmsis_dap_set_reset: waits a moment for the line to rise when it is let go */
gboolean ul_cmsis_dap_set_reset (UlCmsisDapLink *link, gboolean asserted, GError **error);
gboolean ul_cmsis_dap_get_reset (UlCmsisDapLink *link, gboolean *asserted, GError **error);

G_END_DECLS
