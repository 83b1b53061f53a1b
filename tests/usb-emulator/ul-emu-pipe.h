/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * UlEmuPipe:
 *
 * What a firmware has handed to its USB hardware for one IN endpoint: packets, as they will go
 * over the bus one by one, each with the time from which it is there.
 */
typedef struct {
    guint packet_size; /* wMaxPacketSize */
    GQueue packets;    /* of UlEmuPacket, oldest first */
} UlEmuPipe;

typedef enum {
    UL_EMU_PIPE_MORE,     /* the buffer is not full and no short packet came yet */
    UL_EMU_PIPE_DONE,     /* the transfer is over */
    UL_EMU_PIPE_OVERFLOW, /* a packet did not fit */
} UlEmuPipeResult;

void ul_emu_pipe_init (UlEmuPipe *self, guint packet_size);
void ul_emu_pipe_clear (UlEmuPipe *self);

/**
 * ul_emu_pipe_push: cuts @data into packets; @zlp: an empty one follows when the last one is full
 *
 * @ready_ns: when the firmware has them ready
 */
void ul_emu_pipe_push (UlEmuPipe *self, const guint8 *data, gsize size, gboolean zlp,
                       guint64 ready_ns);

/**
 * ul_emu_pipe_take: moves packets to a host's buffer until it is full or a short packet came
 *
 * @n: (inout): bytes in @buffer
 * @ready_ns: (inout): raised to the time of the last packet taken
 */
UlEmuPipeResult ul_emu_pipe_take (UlEmuPipe *self, guint8 *buffer, gsize size, gsize *n,
                                  guint64 *ready_ns);

G_END_DECLS
