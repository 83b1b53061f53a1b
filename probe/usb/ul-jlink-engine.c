/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-jlink-engine.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define CMD_HW_JTAG3     0xCFu
#define HEADER_SIZE      4u
#define STATUS_OK        0u
#define STATUS_NO_MEMORY 6u

#define MAX_BITS      65528u /* whole bytes that a count of 16 bits can tell ... */
#define COUNT_MAX     65535u
#define UNKNOWN_BYTES 2048u /* of each direction, when the probe does not tell */
#define LEAST_FREE    143u
#define HOUSEKEEPING  16u
#define LONGEST_MS    20u /* of a command on the wire: a stop by the user waits for it */
#define FEWEST_BITS   1024u
#define REPLY_MS      1000u

gboolean
ul_jlink_engine_limit (guint32 free_bytes, guint *max_bits, GError **error)
{
    if (free_bytes != 0 && free_bytes < LEAST_FREE) {
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                     _ ("The probe has only %u bytes of memory left"), free_bytes);
        return FALSE;
    }
    guint32 each = free_bytes != 0 ? (free_bytes - HOUSEKEEPING) / 2 : UNKNOWN_BYTES;
    *max_bits = MIN (each, MAX_BITS / 8) * 8;
    return TRUE;
}

void
ul_jlink_engine_init (UlJlinkEngine *self, UlJlinkLink *link, guint max_bits, guint max_in_flight)
{
    *self = (UlJlinkEngine){ .link = link,
                             .max_bits = max_bits,
                             .max_in_flight = MIN (max_in_flight, UL_JLINK_MAX_IN_FLIGHT),
                             .command = g_byte_array_new (),
                             .answer = g_malloc (MAX_BITS / 8 + 1) };
    for (guint i = 0; i < UL_JLINK_MAX_IN_FLIGHT; i++)
        ul_jlink_frame_init (&self->frames[i], max_bits);
}

void
ul_jlink_engine_finish (UlJlinkEngine *self)
{
    for (guint i = 0; i < UL_JLINK_MAX_IN_FLIGHT; i++)
        ul_jlink_frame_finish (&self->frames[i]);
    g_clear_pointer (&self->command, g_byte_array_unref);
    g_clear_pointer (&self->answer, g_free);
}

void
ul_jlink_engine_set_speed (UlJlinkEngine *self, guint speed_khz)
{
    guint limit = MAX (MIN (speed_khz, COUNT_MAX) * LONGEST_MS, FEWEST_BITS);

    self->speed_khz = speed_khz;
    for (guint i = 0; i < UL_JLINK_MAX_IN_FLIGHT; i++)
        self->frames[i].bits.max_bits = MIN (self->max_bits, limit);
}

/* --- one command --- */

static gsize
answer_size (const UlSwdBits *bits)
{
    return (bits->n_bits + 7) / 8;
}

gboolean
ul_jlink_engine_ask (UlJlinkEngine *self, const UlSwdBits *bits, GError **error)
{
    const guint8 header[HEADER_SIZE] = { CMD_HW_JTAG3, 0, bits->n_bits & 0xFF, bits->n_bits >> 8 };

    g_byte_array_set_size (self->command, 0);
    g_byte_array_append (self->command, header, sizeof header);
    g_byte_array_append (self->command, bits->drive, answer_size (bits));
    g_byte_array_append (self->command, bits->out, answer_size (bits));
    return ul_jlink_link_ask (self->link, self->command->data, self->command->len,
                              answer_size (bits) + 1, error);
}

static gboolean
check_status (guint8 status, GError **error)
{
    if (status == STATUS_OK)
        return TRUE;
    if (status == STATUS_NO_MEMORY)
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                             _ ("The probe ran out of memory"));
    else
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                     _ ("The probe could not send to the chip (status %u)"), status);
    return FALSE;
}

/* Old firmware sends the status byte on its own; the link does not care. */
gboolean
ul_jlink_engine_read_answer (UlJlinkEngine *self, const UlSwdBits *bits, GCancellable *cancellable,
                             GError **error)
{
    gsize size = answer_size (bits);
    guint wire_ms = bits->n_bits / MAX (self->speed_khz, 1);

    return ul_jlink_link_read (self->link, self->answer, size + 1, TRUE, REPLY_MS + 2 * wire_ms,
                               cancellable, error) &&
           check_status (self->answer[size], error);
}

gboolean
ul_jlink_engine_send_bits (UlJlinkEngine *self, const guint8 *bits, guint n_bits, GError **error)
{
    UlSwdBits *stream = &self->frames[0].bits;

    g_return_val_if_fail (n_bits > 0 && n_bits <= FEWEST_BITS, FALSE);
    /* Whatever follows may be a chip that forgot its debug port's set-up. */
    self->wire.overrun_detect = FALSE;
    ul_swd_bits_clear (stream);
    ul_swd_bits_add_raw (stream, bits, n_bits);
    return ul_jlink_engine_ask (self, stream, error) &&
           ul_jlink_engine_read_answer (self, stream, NULL, error);
}
