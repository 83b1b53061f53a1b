/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-jlink-link.h"
#include "ul-jlink-swd.h"

G_BEGIN_DECLS

#define UL_JLINK_MAX_IN_FLIGHT 2u

/**
 * UlJlinkEngine:
 *
 * Sends streams of SWD bits by a J-Link's HW_JTAG3 command. What the probe takes is decided once,
 * by ul_jlink_engine_limit().
 */
typedef struct {
    UlJlinkLink *link; /* not owned */
    UlSwdWire wire;
    guint speed_khz;
    guint max_bits;      /* of a command, by the probe's memory */
    guint max_in_flight; /* 1: the next command waits for the reply to this one */
    GByteArray *command; /* being put together */
    guint8 *answer;
    UlJlinkFrame frames[UL_JLINK_MAX_IN_FLIGHT];
} UlJlinkEngine;

/**
 * ul_jlink_engine_limit:
 * @free_bytes: memory that the probe has for a command and its reply; 0: not known
 *
 * Returns: %FALSE with %UL_ERROR_PROBE_FAILED when that is too little for anything
 */
gboolean ul_jlink_engine_limit (guint32 free_bytes, guint *max_bits, GError **error);

void ul_jlink_engine_init (UlJlinkEngine *self, UlJlinkLink *link, guint max_bits,
                           guint max_in_flight);
void ul_jlink_engine_finish (UlJlinkEngine *self);
/** ul_jlink_engine_set_speed: as it was set in the probe; keeps a command short enough for a stop
 *   by the user */
void ul_jlink_engine_set_speed (UlJlinkEngine *self, guint speed_khz);

/** ul_jlink_engine_ask, ul_jlink_engine_read_answer: one command; its answer is in @answer then */
gboolean ul_jlink_engine_ask (UlJlinkEngine *self, const UlSwdBits *bits, GError **error);
gboolean ul_jlink_engine_read_answer (UlJlinkEngine *self, const UlSwdBits *bits,
                                      GCancellable *cancellable, GError **error);
/** ul_jlink_engine_send_bits: see ul_probe_send_bits() */
gboolean ul_jlink_engine_send_bits (UlJlinkEngine *self, const guint8 *bits, guint n_bits,
                                    GError **error);

G_END_DECLS
