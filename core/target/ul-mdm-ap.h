/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-debug-port.h"
#include "ul-protection.h"

G_BEGIN_DECLS

/* Status register. Source: the Kinetis reference manuals, chapter Debug. */
#define UL_MDM_ERASE_ACK    (1u << 0)
#define UL_MDM_READY        (1u << 1)
#define UL_MDM_SECURED      (1u << 2)
#define UL_MDM_NOT_IN_RESET (1u << 3)
#define UL_MDM_MASS_ERASE   (1u << 5)
#define UL_MDM_BACKDOOR     (1u << 6)
#define UL_MDM_HALTED       (1u << 16)

/* Control register. */
#define UL_MDM_START_ERASE   (1u << 0)
#define UL_MDM_DEBUG_REQUEST (1u << 2)
#define UL_MDM_RESET_REQUEST (1u << 3)
#define UL_MDM_CORE_HOLD     (1u << 4)

#define UL_MDM_N_SAMPLES UL_LOCK_N_SAMPLES

/**
 * UlMdmAp:
 *
 * NXP's debug access port: tells whether the chip is secured, and erases it, even when the bus is
 * closed.
 */
typedef struct {
    UlDebugPort *port; /* not owned */
    guint index;
    guint32 idr; /* 0: the chip has none */

    /* private */
    gboolean holds;    /* something was asked for that keeps the chip from running */
    guint holds_index; /* ... by the port of that index */
} UlMdmAp;

/** ul_mdm_ap_is_idr: whether this AP identification is NXP's, any version */
gboolean ul_mdm_ap_is_idr (guint32 idr);

/** ul_mdm_ap_obeys_when_secured: whether the reset request works on a secured part of this version;
 *   the reset pin alone works on the others. On some of the former the status says nothing while
 *   the pin is low. */
gboolean ul_mdm_ap_obeys_when_secured (const UlMdmAp *self);

/** ul_mdm_ap_queue_control: for the next flush: writes Control, and reads it back */
void ul_mdm_ap_queue_control (UlMdmAp *self, guint32 control, guint32 *actual);
/** ul_mdm_ap_read_state: Status and Control in one flush */
gboolean ul_mdm_ap_read_state (UlMdmAp *self, guint32 *status, guint32 *control, GError **error);
/** ul_mdm_ap_sample: reads the status @UL_MDM_N_SAMPLES times back to back: a single value says
 *   nothing of a chip that keeps resetting */
gboolean ul_mdm_ap_sample (UlMdmAp *self, UlLockSamples *samples, GError **error);
void ul_mdm_ap_count (const guint32 *status, guint n, UlLockSamples *samples);
/** ul_mdm_ap_get_flags: what one value of Status says */
UlSampleFlags ul_mdm_ap_get_flags (guint32 status);
/** ul_mdm_ap_write_control: also reads it back, in the same flush */
gboolean ul_mdm_ap_write_control (UlMdmAp *self, guint32 control, guint32 *actual, GError **error);
/** ul_mdm_ap_let_go: takes back whatever was asked for by Control, if anything was, and however far
 *   that came: nobody can stop this, and a garbled wire is tried again */
void ul_mdm_ap_let_go (UlMdmAp *self);
/** ul_mdm_ap_wait: polls Status; %FALSE with %UL_ERROR_TARGET_TIMEOUT */
gboolean ul_mdm_ap_wait (UlMdmAp *self, guint32 mask, guint32 match, guint timeout_ms,
                         GError **error);

G_END_DECLS
