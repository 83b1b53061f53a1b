/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-pipe.h"

#include <string.h>

typedef struct {
    GBytes *data;
    guint64 ready_ns;
} UlEmuPacket;

static void
packet_free (gpointer data)
{
    UlEmuPacket *packet = data;

    g_bytes_unref (packet->data);
    g_free (packet);
}

void
ul_emu_pipe_init (UlEmuPipe *self, guint packet_size)
{
    self->packet_size = packet_size;
    g_queue_init (&self->packets);
}

void
ul_emu_pipe_clear (UlEmuPipe *self)
{
    g_queue_clear_full (&self->packets, packet_free);
}

static void
push_packet (UlEmuPipe *self, const guint8 *data, gsize size, guint64 ready_ns)
{
    UlEmuPacket *packet = g_new (UlEmuPacket, 1);

    *packet = (UlEmuPacket){ g_bytes_new (data, size), ready_ns };
    g_queue_push_tail (&self->packets, packet);
}

void
ul_emu_pipe_push (UlEmuPipe *self, const guint8 *data, gsize size, gboolean zlp, guint64 ready_ns)
{
    gsize at = 0;

    for (; at < size; at += self->packet_size)
        push_packet (self, data + at, MIN (size - at, self->packet_size), ready_ns);
    if (zlp && at == size)
        push_packet (self, NULL, 0, ready_ns);
}

UlEmuPipeResult
ul_emu_pipe_take (UlEmuPipe *self, guint8 *buffer, gsize size, gsize *n, guint64 *ready_ns)
{
    while (!g_queue_is_empty (&self->packets)) {
        UlEmuPacket *packet = g_queue_pop_head (&self->packets);
        gsize length;
        const guint8 *data = g_bytes_get_data (packet->data, &length);
        gboolean fits = length <= size - *n;

        if (fits && length > 0)
            memcpy (buffer + *n, data, length);
        if (fits)
            *n += length;
        *ready_ns = MAX (*ready_ns, packet->ready_ns);
        packet_free (packet);
        if (!fits)
            return UL_EMU_PIPE_OVERFLOW;
        if (length < self->packet_size || *n == size)
            return UL_EMU_PIPE_DONE;
    }
    return UL_EMU_PIPE_MORE;
}
