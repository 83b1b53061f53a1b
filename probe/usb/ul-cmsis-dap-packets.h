/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-batch-cursor.h"
#include "ul-cmsis-dap-link.h"

G_BEGIN_DECLS

/**
 * UlCmsisDapPacket:
 *
 * As much of a batch as goes into one DAP_Transfer, DAP_TransferBlock or DAP_SWJ_Sequence. The
 * probe collects posted reads, repeats what the chip answers with WAIT, and repeats a poll until
 * it matches. Source: Arm, CMSIS-DAP.
 */
typedef struct {
    guint8 data[UL_CMSIS_DAP_MAX_PACKET];
    gsize size;
    gsize min_reply; /* bytes of a reply that tells of no success at all */
    GArray *parts;   /* of UlCmsisDapPart: what the probe counts in its reply */
    const UlBatch *batch;
    gboolean has_poll;
    gboolean alone_before; /* may be sent only when all before is known to have succeeded: it would
                              take effect even when that failed */
    gboolean alone_after;  /* ... and nothing may be sent before it is known how this one ended */
} UlCmsisDapPacket;

/** UlCmsisDapPart: one transfer of the packet */
typedef struct {
    guint item;
    guint word;
    gboolean reads; /* the reply has a word for it, */
    guint32 *in;    /* (nullable) ... which goes here */
    gboolean poll;  /* its value was waited for */
} UlCmsisDapPart;

void ul_cmsis_dap_packet_init (UlCmsisDapPacket *self);
void ul_cmsis_dap_packet_finish (UlCmsisDapPacket *self);

/**
 * ul_cmsis_dap_packet_fill:
 * @cursor: (inout): where to go on in @batch
 * @packet_size: what the probe takes, both ways
 * @max_words: transfers in one packet, for the sake of a stop by the user
 *
 * Returns: %FALSE when nothing was left to send
 */
gboolean ul_cmsis_dap_packet_fill (UlCmsisDapPacket *self, const UlBatch *batch,
                                   UlBatchCursor *cursor, guint packet_size, guint max_words);

typedef struct {
    UlBatchCursor stop;  /* the transfer that failed, or whose value did not match */
    gboolean mismatched; /* all went well but for a poll that did not match yet */
} UlCmsisDapOutcome;

/**
 * ul_cmsis_dap_packet_decode:
 *
 * Hands out the values that were read.
 *
 * Returns: %FALSE with %UL_ERROR_TARGET_NO_ACK, _WAIT, _FAULT, _PARITY or %UL_ERROR_PROBE_FAILED;
 *   %TRUE also when a poll did not match yet
 */
gboolean ul_cmsis_dap_packet_decode (const UlCmsisDapPacket *self, const guint8 *reply, gsize size,
                                     UlCmsisDapOutcome *outcome, GError **error);

G_END_DECLS
