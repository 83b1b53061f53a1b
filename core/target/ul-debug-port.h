/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

G_BEGIN_DECLS

/**
 * UlDebugPort:
 *
 * The ADIv5 debug port behind a probe. Register accesses are queued, then sent together by
 * ul_debug_port_flush(): one flush is at least one USB round trip, so queue as much as possible.
 * Source: Arm IHI 0031, the chapters on the DP and SWD.
 */
typedef struct _UlDebugPort UlDebugPort;

/** ul_debug_port_new: @probe is not owned and outlives the debug port */
UlDebugPort *ul_debug_port_new (UlProbe *probe);
void ul_debug_port_free (UlDebugPort *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlDebugPort, ul_debug_port_free)

/** ul_debug_port_set_cancellable: (nullable): not owned */
void ul_debug_port_set_cancellable (UlDebugPort *self, GCancellable *cancellable);
GCancellable *ul_debug_port_get_cancellable (UlDebugPort *self);
/** ul_debug_port_shield: until as many ul_debug_port_unshield() nothing ends an exchange but its
 * own deadlines, not even what ul_debug_port_set_abort() says: for letting a chip go, which must
 * run to its end */
void ul_debug_port_shield (UlDebugPort *self);
void ul_debug_port_unshield (UlDebugPort *self);
/** ul_debug_port_set_abort: (nullable): not owned: from the next ul_debug_port_set_cancellable() of
 *   %NULL on, ends what is not to be cancelled. Once it is cancelled, %NULL is nothing again, so
 *   that the chip can still be let go. */
void ul_debug_port_set_abort (UlDebugPort *self, GCancellable *abort);

/**
 * ul_debug_port_connect:
 *
 * Line reset and JTAG-to-SWD switch, then the dormant wake-up when nobody answers; reads DPIDR,
 * clears sticky flags and powers the debug logic up (deadline 1 s).
 *
 * Returns: %FALSE with %UL_ERROR_TARGET_NO_POWER, _NO_ACK, _UNSTABLE, _TIMEOUT
 */
gboolean ul_debug_port_connect (UlDebugPort *self, GError **error);
/** ul_debug_port_wake: sends the line reset or, @dormant, the wake-up: DPIDR must be read next */
gboolean ul_debug_port_wake (UlDebugPort *self, gboolean dormant, GError **error);
/**
 * ul_debug_port_knock: begins a connect that takes no second way and no time: sends the line reset
 *   or, @dormant, the wake-up, and queues DPIDR and the power-up. What is queued after it goes out
 *   in the same batch, with ul_debug_port_try().
 */
gboolean ul_debug_port_knock (UlDebugPort *self, gboolean dormant, GError **error);
/**
 * ul_debug_port_try: ends a knock. Recovers nothing and explains nothing
 * @heard: (out): DPIDR came; also set on failure
 *
 * Returns: %FALSE with what ul_probe_run_batch() says, or %UL_ERROR_TARGET_UNSTABLE
 */
gboolean ul_debug_port_try (UlDebugPort *self, gboolean *heard, GError **error);
/** ul_debug_port_power_down: drops both power-up requests; errors do not matter any more */
void ul_debug_port_power_down (UlDebugPort *self);
guint32 ul_debug_port_get_dpidr (UlDebugPort *self);

/* Queueing. @reg is the full register offset in the AP, bank included: 0x00 to 0xFC. */
void ul_debug_port_read_ap (UlDebugPort *self, guint ap, guint8 reg, guint32 *words, guint n_words);
void ul_debug_port_write_ap (UlDebugPort *self, guint ap, guint8 reg, guint32 value);
/** ul_debug_port_write_ap_block: @words must stay valid until the flush */
void ul_debug_port_write_ap_block (UlDebugPort *self, guint ap, guint8 reg, const guint32 *words,
                                   guint n_words);
/** ul_debug_port_poll_ap: the flush fails with %UL_ERROR_TARGET_TIMEOUT if it never matches */
void ul_debug_port_poll_ap (UlDebugPort *self, guint ap, guint8 reg, guint32 mask, guint32 match,
                            guint timeout_ms, guint32 *value);

/**
 * ul_debug_port_flush:
 *
 * Sends what was queued. On failure the sticky flags are read (into the error's details) and
 * cleared, the line is brought back where nobody answered, and all caches are dropped. When data
 * arrived garbled for the second time, the probe's clock is slowed down.
 *
 * Returns: %FALSE with what ul_probe_run_batch() says, or %UL_ERROR_TARGET_LOST_POWER
 */
gboolean ul_debug_port_flush (UlDebugPort *self, GError **error);

/** ul_debug_port_check_wire: reads the identification many times over. Returns: %FALSE with
 *   %UL_ERROR_TARGET_UNSTABLE, _PARITY or _NO_ACK when the wire does not carry the speed */
gboolean ul_debug_port_check_wire (UlDebugPort *self, GError **error);

/** ul_debug_port_is_garbled: whether @error says that the wire, not the chip, was at fault, so that
 *   trying again may help */
gboolean ul_debug_port_is_garbled (const GError *error);
#define UL_DEBUG_PORT_TRIES 3

/** ul_debug_port_invalidate: after a reset of the target: what was cached of the APs is void */
void ul_debug_port_invalidate (UlDebugPort *self);
/** ul_debug_port_get_epoch: changes whenever caches of AP registers are void */
guint ul_debug_port_get_epoch (UlDebugPort *self);

/** ul_debug_port_sleep: on the probe's clock; honours the cancellable */
gboolean ul_debug_port_sleep (UlDebugPort *self, guint64 us, GError **error);
gint64 ul_debug_port_get_time_us (UlDebugPort *self);

G_END_DECLS
