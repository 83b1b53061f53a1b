/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-debug-port.h"

G_BEGIN_DECLS

/*
 * The authentication access port of Silicon Labs' EFM32 series 0 and 1 with Cortex-M3 or M4: while
 * the chip is locked it stands in the place of the AHB-AP, as access port 0, and can erase the
 * device. Sources: the EFM32 reference manuals, chapter "Debug Interface"; AN0062.
 */
#define UL_AAP_ERASE 0x1u /* DEVICEERASE: flash, RAM and the lock words; not the user page */
#define UL_AAP_RESET 0x2u /* SYSRESETREQ */

/** ul_aap_is_idr: whether access port 0 with this identification is an AAP, any version */
gboolean ul_aap_is_idr (guint32 idr);
/** ul_aap_read_idr: what access port 0 is now; an AAP goes and comes with resets */
gboolean ul_aap_read_idr (UlDebugPort *port, guint32 *idr, GError **error);
/** ul_aap_order: has @commands carried out, all in one flush. The outcome shows in the status */
gboolean ul_aap_order (UlDebugPort *port, guint32 commands, GError **error);
/** ul_aap_read_busy: whether an erase is under way */
gboolean ul_aap_read_busy (UlDebugPort *port, gboolean *busy, GError **error);

G_END_DECLS
