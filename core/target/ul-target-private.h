/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-cortex-m.h"
#include "ul-mdm-ap.h"
#include "ul-target.h"

G_BEGIN_DECLS

/* For core/target and core/flash alone. */
struct _UlTarget {
    UlProbe *probe;    /* owned reference */
    UlDebugPort *port; /* owned */
    UlMemAp ahb;
    UlMdmAp mdm;
    UlCortexM core;
    UlTargetIds ids;
    gint64 patience_us;         /* see ul_target_set_patience() */
    UlLockSamples samples;      /* of the last connect or look */
    UlLockSamples held_samples; /* while the last connect under reset held the chip; n 0: none */
    gboolean held_still;        /* samples are those: let go, the chip resets for ever */
    UlLockSamples seen; /* of the search for resets since then; n is 0 where there was none */
    UlResetLine reset_line;
    guint speed_khz;
    gboolean connected;
    gboolean fresh; /* halted by a reset, and nothing has run since */
    gboolean dirty; /* RAM was used: the program cannot go on without a reset */
    gboolean leave_halted;
};

/** ul_target_bus_is_open: whether the samples say that the AHB-AP can be used */
gboolean ul_target_bus_is_open (UlTarget *self);
/** ul_target_find_other: by what chips of other makers say of themselves. The bus is open
 * @expected: (nullable): taken where it is as good as others: packages differ unseen
 * @device: (out): %NULL: none that is known */
gboolean ul_target_find_other (UlTarget *self, const UlDevice *expected, const UlDevice **device,
                               GError **error);
/**
 * ul_target_read_eeprom_size: of emulated EEPROM, waiting for it where a reset has just been
 * @code: EEESIZE, as FCFG1 has it
 * @size: (out): bytes of FlexRAM that are EEPROM just now: a chip may be told to have them as RAM
 *
 * Returns: %FALSE when the wait is cancelled, or the wire or the probe fails
 */
gboolean ul_target_read_eeprom_size (UlTarget *self, guint code, guint32 *size, GError **error);
/** ul_target_connect_once: ul_target_connect() at this speed only */
gboolean ul_target_connect_once (UlTarget *self, UlConnectMode mode, guint speed_khz,
                                 GError **error);
/** ul_target_attach: ul_target_connect() without touching nRESET: after it was pulled or pulsed */
gboolean ul_target_attach (UlTarget *self, GError **error);
/** ul_target_attach_held: the same while nRESET is low; takes note of whether that has an effect */
gboolean ul_target_attach_held (UlTarget *self, GError **error);
/** ul_target_scan: which access ports there are; samples the lock state where there is an MDM-AP */
gboolean ul_target_scan (UlTarget *self, GError **error);
/** ul_target_wait_for_flash: for the end of a reset, as far as there is one; then samples */
gboolean ul_target_wait_for_flash (UlTarget *self, guint timeout_ms, GError **error);
/** ul_target_stop_core: the core is held, or about to stop by its vector catch: brings it to its
 *   first instruction. A closed chip is let go instead. */
gboolean ul_target_stop_core (UlTarget *self, guint timeout_ms, GError **error);
/** ul_target_explain_wire: adds what was measured to the error of a chip that does not answer, or
 *   not clearly, at any of @khz */
void ul_target_explain_wire (UlTarget *self, UlConnectMode mode, const guint *khz, guint n_khz,
                             GError **error);
/** ul_target_sample: reads the lock samples anew */
gboolean ul_target_sample (UlTarget *self, GError **error);
/** ul_target_pulse_reset: by the pin, into the first instruction when @mode says so */
gboolean ul_target_pulse_reset (UlTarget *self, UlResetMode mode, GError **error);

G_END_DECLS
