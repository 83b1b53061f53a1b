/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-debug-port.h"

G_BEGIN_DECLS

/**
 * UlMemAp:
 *
 * A memory access port: the chip's bus as the debugger sees it. Queues on its debug port and
 * remembers CSW and TAR, so that runs of accesses cost no more than their data.
 */
typedef struct {
    UlDebugPort *port; /* not owned */
    guint index;
    guint epoch; /* of the port, when the two below were set */
    gboolean csw_known;
    guint32 csw;
    gboolean tar_known;
    guint32 tar;
} UlMemAp;

typedef enum {
    UL_MEM_BYTE,
    UL_MEM_HALF,
    UL_MEM_WORD,
} UlMemSize;

void ul_mem_ap_init (UlMemAp *self, UlDebugPort *port, guint index);

/* Queueing; ul_debug_port_flush() sends. Word addresses are multiples of 4. */

/** ul_mem_ap_queue_read: @words must stay valid until the flush, in the order of the wire: convert
 *   with GUINT32_TO_LE() to have bytes */
void ul_mem_ap_queue_read (UlMemAp *self, guint32 address, guint32 *words, guint n_words);
/** ul_mem_ap_queue_write: as ul_mem_ap_queue_read() */
void ul_mem_ap_queue_write (UlMemAp *self, guint32 address, const guint32 *words, guint n_words);
/** ul_mem_ap_queue_write_value: one access of @size at @address, which is a multiple of it */
void ul_mem_ap_queue_write_value (UlMemAp *self, guint32 address, UlMemSize size, guint32 value);
/** ul_mem_ap_queue_read_value: @lanes gets the bus word: ul_mem_ap_lane() picks the value */
void ul_mem_ap_queue_read_value (UlMemAp *self, guint32 address, UlMemSize size, guint32 *lanes);
guint32 ul_mem_ap_lane (guint32 address, UlMemSize size, guint32 lanes);
/** ul_mem_ap_queue_poll: reads one word until it matches, without moving on */
void ul_mem_ap_queue_poll (UlMemAp *self, guint32 address, guint32 mask, guint32 match,
                           guint timeout_ms, guint32 *value);

/** ul_mem_ap_queue_poll_value: the same with accesses of @size, for registers that take no larger
 *   ones; @mask and @match are of the value, @lanes (nullable) is as for
 *   ul_mem_ap_queue_read_value() */
void ul_mem_ap_queue_poll_value (UlMemAp *self, guint32 address, UlMemSize size, guint32 mask,
                                 guint32 match, guint timeout_ms, guint32 *lanes);

/** ul_mem_ap_queue_aim: makes the banked registers, from %UL_MEM_AP_BD0 on, show the 16 bytes that
 *   hold @address */
void ul_mem_ap_queue_aim (UlMemAp *self, guint32 address);
#define UL_MEM_AP_BD0 0x10

/* The same, sent at once. An error names the range in ul_error_get_where(). Accesses that the wire
 * garbled are tried again, so do not use these where a repetition would do harm. */
gboolean ul_mem_ap_read (UlMemAp *self, guint32 address, guint8 *data, gsize size, GError **error);
gboolean ul_mem_ap_write (UlMemAp *self, guint32 address, const guint8 *data, gsize size,
                          GError **error);

G_END_DECLS
