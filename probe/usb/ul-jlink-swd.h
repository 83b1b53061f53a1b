/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-batch-cursor.h"
#include "ul-swd-bits.h"

G_BEGIN_DECLS

/** UL_JLINK_TAIL_BITS: idle cycles at the end of a stream, so that its last write is clocked
 *   through */
#define UL_JLINK_TAIL_BITS 8u

/** UlSwdWire: what the stream of bits depends on, kept from batch to batch */
typedef struct {
    gboolean overrun_detect; /* CTRL/STAT.ORUNDETECT is known to be set: a rejected access keeps its
                                data phase, so that others may follow blindly */
    guint idle_cycles;       /* after each AP access */
} UlSwdWire;

/** UlJlinkAccess: one access in a frame and what its answer is for */
typedef struct {
    guint first; /* bit */
    guint item;  /* of the batch */
    guint8 request;
    gboolean poll; /* its value is one of the poll's */
    guint32 *in;   /* (nullable): where its value goes; not that of a poll */
    guint32 value; /* written */
    guint idle;    /* cycles that the batch wants after it */
} UlJlinkAccess;

/** UlJlinkFrame: as much of a batch as goes into one command. AP reads are collected here. */
typedef struct {
    UlSwdBits bits;
    GArray *accesses; /* of UlJlinkAccess */
    const UlBatchItem *poll;
    UlBatchCursor start;   /* where in the batch it begins */
    guint idle_cycles;     /* after each of its AP accesses */
    gboolean alone_before; /* may be sent only when all before is known to have succeeded */
    gboolean alone_after;  /* ... and nothing may be sent before it is known how this one ended */
} UlJlinkFrame;

/** ul_jlink_frame_init: @max_bits: what the probe takes in one command; at least 256 */
void ul_jlink_frame_init (UlJlinkFrame *self, guint max_bits);
void ul_jlink_frame_finish (UlJlinkFrame *self);

/**
 * ul_jlink_frame_fill:
 * @cursor: (inout): where to go on in @batch; behind the last item when all is in frames
 * @n_poll_reads: how often a poll item is read in this frame; it ends the frame
 *
 * Returns: %FALSE when nothing was left to send
 */
gboolean ul_jlink_frame_fill (UlJlinkFrame *self, const UlBatch *batch, UlBatchCursor *cursor,
                              const UlSwdWire *wire, guint n_poll_reads);

/** ul_jlink_frame_cut: makes it a frame of its accesses from @index on, to be sent again */
void ul_jlink_frame_cut (UlJlinkFrame *self, guint index);

typedef struct {
    guint index; /* of the first access that failed ... */
    guint item;  /* ... and the item that the failure belongs to */
    gboolean poll_matched;
    guint32 poll_value; /* the first that matched, else the last one */
} UlJlinkOutcome;

/**
 * ul_jlink_frame_decode:
 * @answer: a bit for each of the frame's
 * @wire: (inout): learns from accesses to CTRL/STAT
 *
 * Hands out the values that were read, up to the first access that failed.
 *
 * Returns: %FALSE with %UL_ERROR_TARGET_NO_ACK, _WAIT, _FAULT or _PARITY
 */
gboolean ul_jlink_frame_decode (const UlJlinkFrame *self, const guint8 *answer, UlSwdWire *wire,
                                UlJlinkOutcome *outcome, GError **error);

G_END_DECLS
