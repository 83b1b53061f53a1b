/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-jlink-link.h"

G_BEGIN_DECLS

/** The commands of a J-Link that are used here; never one that writes its configuration. Each but
 *  the first two needs a capability, which the caller checks. Source: SEGGER RM08001. */

enum {
    UL_JLINK_CAP_SPEEDS = 9,
    UL_JLINK_CAP_MAX_BLOCK = 11,
    UL_JLINK_CAP_HW_INFO = 12,
    UL_JLINK_CAP_POWER = 13,
    UL_JLINK_CAP_SELECT_IF = 17,
    UL_JLINK_CAP_REGISTER = 27,
    UL_JLINK_CAP_EXTENDED = 31,
};

typedef struct {
    guint8 bits[32];
} UlJlinkCaps;

gboolean ul_jlink_caps_has (const UlJlinkCaps *caps, guint cap);

/** ul_jlink_get_version: @text gets the firmware's name, always ended and without control
 *   characters */
gboolean ul_jlink_get_version (UlJlinkLink *link, char *text, gsize size, GError **error);
gboolean ul_jlink_get_caps (UlJlinkLink *link, UlJlinkCaps *caps, GError **error);

/** ul_jlink_get_max_block: bytes of memory that a command and its reply share */
gboolean ul_jlink_get_max_block (UlJlinkLink *link, guint32 *bytes, GError **error);

typedef struct {
    guint32 base_hz;
    guint16 min_divider; /* never 0 */
} UlJlinkSpeeds;

/** ul_jlink_get_speeds: those of the interface that is selected */
gboolean ul_jlink_get_speeds (UlJlinkLink *link, UlJlinkSpeeds *speeds, GError **error);
/** ul_jlink_choose_speed: Returns: the highest speed in kHz that is not above @wanted_khz, or the
 *   lowest there is */
guint ul_jlink_choose_speed (const UlJlinkSpeeds *speeds, guint wanted_khz);
gboolean ul_jlink_set_speed (UlJlinkLink *link, guint khz, GError **error);

/** ul_jlink_has_swd, ul_jlink_select_swd: needs %UL_JLINK_CAP_SELECT_IF */
gboolean ul_jlink_has_swd (UlJlinkLink *link, gboolean *has_swd, GError **error);
gboolean ul_jlink_select_swd (UlJlinkLink *link, GError **error);

typedef struct {
    guint vtref_mv;
    gboolean reset_low;
} UlJlinkState;

gboolean ul_jlink_get_state (UlJlinkLink *link, UlJlinkState *state, GError **error);
gboolean ul_jlink_set_reset (UlJlinkLink *link, gboolean asserted, GError **error);

/** ul_jlink_set_power: 5 V on pin 19, until the probe is unplugged; needs %UL_JLINK_CAP_POWER */
gboolean ul_jlink_set_power (UlJlinkLink *link, gboolean on, GError **error);
/** ul_jlink_get_power: @on: (inout): left alone by a probe that does not know; needs
 *   %UL_JLINK_CAP_HW_INFO */
gboolean ul_jlink_get_power (UlJlinkLink *link, gboolean *on, GError **error);

/**
 * ul_jlink_register:
 * @handle: (out): of the connection; 0 when the probe's table was full
 *
 * Some probes answer no target before somebody has registered. Returns: %FALSE with
 *   %UL_ERROR_PROBE_SILENT on those that choke on the command
 */
gboolean ul_jlink_register (UlJlinkLink *link, guint16 *handle, GError **error);
gboolean ul_jlink_unregister (UlJlinkLink *link, guint16 handle, GError **error);

G_END_DECLS
