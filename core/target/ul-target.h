/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-chip-id.h"
#include "ul-device.h"
#include "ul-division.h"
#include "ul-probe.h"
#include "ul-protection.h"

G_BEGIN_DECLS

typedef enum {
    UL_CONNECT_AUTO, /* normal, then under reset */
    UL_CONNECT_NORMAL,
    UL_CONNECT_UNDER_RESET,
    UL_CONNECT_CATCH, /* again and again, until the chip stands still: ul_target_catch() */
} UlConnectMode;

/** UlCatchCounts: how catching a chip goes */
typedef struct {
    guint attempts;
    guint heard;  /* attempts that the chip answered */
    guint halted; /* ... after which it stood still */
} UlCatchCounts;

/** UlTargetIds: what the chip answered; 0 where it was not or could not be read */
typedef struct {
    guint32 dpidr;
    guint32 ahb_idr;
    guint32 mdm_idr;
    guint32 cpuid;
    guint32 sdid;
    guint32 fcfg1;
    guint32 fcfg2;
    UlDivision division; /* by ul_target_identify(): of a chip that has FlexNVM */
    UlChipId chip;       /* by ul_target_read_chip_id() */
} UlTargetIds;

/**
 * UlTarget:
 *
 * A live chip: an open probe, its debug port, its access ports. Belongs to the job's thread;
 * everything blocks, has a deadline and honours the cancellable given at connect.
 */
typedef struct _UlTarget UlTarget;

UlTarget *ul_target_new (UlProbe *probe);
/** ul_target_free: releases nRESET, lets the core run unless it was told to stay, powers the DP
 *   down. A core whose RAM a flash routine has used stays halted until ul_target_reset(): its
 *   program is gone. Does not close the probe. */
void ul_target_free (UlTarget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlTarget, ul_target_free)

/** ul_target_set_cancellable: every following call honours it; not owned past ul_target_free() */
void ul_target_set_cancellable (UlTarget *self, GCancellable *cancellable);
/** ul_target_set_abort: as ul_debug_port_set_abort() */
void ul_target_set_abort (UlTarget *self, GCancellable *abort);
/** ul_target_set_patience: how much longer than it should need a mass erase may take */
void ul_target_set_patience (UlTarget *self, gint64 patience_us);

/**
 * ul_target_connect: line reset (SWD, then dormant wake-up), DPIDR, power-up, AP scan, MDM-AP
 * status samples. Works on a secured chip: then only the MDM-AP is usable. When the wire does not
 * carry the speed, slower ones are tried: the probe's status tells which one it is then.
 *
 * Returns: %FALSE with %UL_ERROR_TARGET_NO_POWER, _NO_ACK, _PARITY, _UNSTABLE
 */
gboolean ul_target_connect (UlTarget *self, UlConnectMode mode, guint speed_khz, GError **error);

/** UlCatchFunc: called before each attempt, with the counts so far */
typedef void (*UlCatchFunc) (const UlCatchCounts *counts, gpointer user_data);

/**
 * ul_target_catch: for a chip that can be met for moments only: one that keeps resetting, or whose
 *   program takes the debug pins. Tries as fast as the probe allows, with and without nRESET, for
 *   as long as it takes: only the cancellable or a failure of the probe ends it.
 * @counts: (inout): goes on counting from there
 * @func: (nullable)
 *
 * Afterwards the core stands before its first instruction, and stops there again after any reset.
 * A chip that is certainly secured cannot be stopped: it is caught when it has said so, and is held
 * in reset where it resets by itself. An error of the chip in what follows means that it was lost
 * again: ul_target_is_lost().
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED or %UL_ERROR_PROBE_...
 */
gboolean ul_target_catch (UlTarget *self, guint speed_khz, UlCatchCounts *counts, UlCatchFunc func,
                          gpointer user_data, GError **error);
/** ul_target_is_lost: whether @error says that the chip did not answer as one that stands still
 *   does, so that catching it again may help */
gboolean ul_target_is_lost (const GError *error);

/** ul_target_explain_resets: whether what went wrong went wrong because the chip keeps resetting:
 *   then @error (inout) becomes %UL_ERROR_TARGET_RESETTING, with how often it was seen */
void ul_target_explain_resets (UlTarget *self, GError **error);
/** ul_target_explain_rare_resets: the same, for a chip that could be worked with for a while: looks
 *   on for half a second, so that resets some 150 ms apart are seen, too */
void ul_target_explain_rare_resets (UlTarget *self, GError **error);

/**
 * ul_target_identify:
 * @expected: (nullable): the device chosen; a chip that is certainly another one is
 *   %UL_ERROR_TARGET_WRONG_CHIP
 * @device: (out): the device to use
 *
 * By CPUID, SDID and flash size. A secured chip shows no SDID: then @expected is taken on trust as
 * far as DPIDR and MDM-AP IDR agree with it, and without one %UL_ERROR_CHIP_LOCKED is returned.
 */
gboolean ul_target_identify (UlTarget *self, const UlDevice *expected, const UlDevice **device,
                             GError **error);
const UlTargetIds *ul_target_get_ids (UlTarget *self);
/** ul_target_read_chip_id: which single chip of the kind @device it is, for ul_target_get_ids().
 * The bus is open. A chip that has no such number is no failure: then it stays unknown */
gboolean ul_target_read_chip_id (UlTarget *self, const UlDevice *device, GError **error);
/** ul_target_get_samples: the status reads of the last connect, look or ul_target_explain_resets():
 *   they are there for a chip that does not show what it is, too; n is 0 without an MDM-AP */
const UlLockSamples *ul_target_get_samples (UlTarget *self);
UlResetLine ul_target_get_reset_line (UlTarget *self);
/** ul_target_read_protection: MDM samples, and flash controller registers and configuration field
 *   when the chip is open */
gboolean ul_target_read_protection (UlTarget *self, const UlDevice *device,
                                    UlProtection *protection, GError **error);

/* Memory, through the AHB-AP. Any address and size; words are used where they can be. */
gboolean ul_target_read_mem (UlTarget *self, guint32 address, guint8 *data, gsize size,
                             GError **error);
gboolean ul_target_write_mem (UlTarget *self, guint32 address, const guint8 *data, gsize size,
                              GError **error);
gboolean ul_target_read32 (UlTarget *self, guint32 address, guint32 *value, GError **error);
gboolean ul_target_write32 (UlTarget *self, guint32 address, guint32 value, GError **error);
gboolean ul_target_read8 (UlTarget *self, guint32 address, guint8 *value, GError **error);
gboolean ul_target_write8 (UlTarget *self, guint32 address, guint8 value, GError **error);

/* Core control. */
gboolean ul_target_halt (UlTarget *self, GError **error);
gboolean ul_target_is_halted (UlTarget *self, gboolean *halted, GError **error);
/** ul_target_was_reset: whether the core was in reset since the last call of this, or is in it now:
 *   then it is not ready to say so */
gboolean ul_target_was_reset (UlTarget *self);

typedef enum {
    UL_RESET_RUN,  /* let the program run */
    UL_RESET_HALT, /* stop before its first instruction */
} UlResetMode;

/** ul_target_reset: by software, or by nRESET where the bus is closed or that has no effect */
gboolean ul_target_reset (UlTarget *self, UlResetMode mode, GError **error);
/** ul_target_set_leave_halted: ul_target_free() leaves the core as it is, for a debugger to take
 *   over */
void ul_target_set_leave_halted (UlTarget *self, gboolean leave_halted);

G_END_DECLS
