/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake-pipe.h"

#include "test.h"
#include "ul-error.h"

#include <string.h>

struct _FakePipe {
    UlUsbPipe parent;
    GByteArray *wanted, *sent;
    GQueue answers; /* of Answer */
    gboolean takes_anything;
    guint n_silent;
    guint n_sends, n_taken, most_unread, n_aborts;
    GCancellable *stops;
};

typedef struct {
    GByteArray *bytes;
    gsize after; /* bytes sent */
} Answer;

GByteArray *
from_hex (const char *hex)
{
    GByteArray *bytes = g_byte_array_new ();
    int high = -1;

    for (; *hex != '\0'; hex++) {
        int digit = g_ascii_xdigit_value (*hex);
        guint8 byte;

        if (digit < 0)
            continue;
        if (high < 0) {
            high = digit;
            continue;
        }
        byte = high << 4 | digit;
        g_byte_array_append (bytes, &byte, 1);
        high = -1;
    }
    return bytes;
}

static gboolean
fake_send (UlUsbPipe *pipe, const guint8 *data, gsize size, GError **error)
{
    FakePipe *self = (FakePipe *) pipe;
    gsize at = self->sent->len;

    self->n_sends++;
    self->most_unread = MAX (self->most_unread, self->n_sends - self->n_taken);
    g_byte_array_append (self->sent, data, size);
    if (self->takes_anything)
        return TRUE;
    for (gsize i = 0; i < size; i++)
        if (at + i >= self->wanted->len || self->wanted->data[at + i] != data[i])
            fail_msg ("byte %zu that was sent is %02X, expected %02X (of %u)", at + i, data[i],
                      at + i < self->wanted->len ? self->wanted->data[at + i] : 0,
                      self->wanted->len);
    return TRUE;
}

static gboolean
fake_expect (UlUsbPipe *pipe, gsize max_size, GError **error)
{
    assert_int_equal (max_size % pipe->packet_size, 0);
    return TRUE;
}

static gboolean
fake_receive (UlUsbPipe *pipe, guint8 *data, gsize max_size, gsize *size, guint timeout_ms,
              GCancellable *cancellable, GError **error)
{
    FakePipe *self = (FakePipe *) pipe;
    Answer *answer = g_queue_peek_head (&self->answers);

    if (self->stops != NULL) {
        g_cancellable_cancel (self->stops);
        g_clear_object (&self->stops);
    }
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    if (self->n_silent > 0 || answer == NULL || self->sent->len < answer->after) {
        self->n_silent -= self->n_silent > 0;
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_SILENT, "the script has no answer");
        return FALSE;
    }
    assert_true (answer->bytes->len <= max_size);
    if (answer->bytes->len > 0)
        memcpy (data, answer->bytes->data, answer->bytes->len);
    *size = answer->bytes->len;
    g_byte_array_unref (answer->bytes);
    g_free (g_queue_pop_head (&self->answers));
    self->n_taken++;
    return TRUE;
}

static gboolean
fake_flush (UlUsbPipe *pipe, guint timeout_ms, GError **error)
{
    return TRUE;
}

static void
fake_abort (UlUsbPipe *pipe)
{
    ((FakePipe *) pipe)->n_aborts++;
}

static void
fake_free (UlUsbPipe *pipe)
{
}

static const UlUsbPipeClass fake_class = { fake_send,  fake_expect, fake_receive,
                                           fake_flush, fake_abort,  fake_free };

FakePipe *
fake_pipe_new (guint packet_size)
{
    FakePipe *self = g_new0 (FakePipe, 1);
    self->parent = (UlUsbPipe){ &fake_class, packet_size };
    self->wanted = g_byte_array_new ();
    self->sent = g_byte_array_new ();
    g_queue_init (&self->answers);
    return self;
}

UlUsbPipe *
fake_pipe_get (FakePipe *self)
{
    return &self->parent;
}

void
fake_pipe_free (FakePipe *self)
{
    if (!self->takes_anything)
        assert_int_equal (self->sent->len, self->wanted->len);
    assert_int_equal (g_queue_get_length (&self->answers), 0);
    g_byte_array_unref (self->wanted);
    g_byte_array_unref (self->sent);
    g_clear_object (&self->stops);
    g_free (self);
}

void
fake_pipe_wants (FakePipe *self, const char *hex)
{
    GByteArray *bytes = from_hex (hex);

    g_byte_array_append (self->wanted, bytes->data, bytes->len);
    g_byte_array_unref (bytes);
}

static void
answer (FakePipe *self, GByteArray *bytes)
{
    Answer *one = g_new (Answer, 1);

    *one = (Answer){ bytes, self->takes_anything ? 0 : self->wanted->len };
    g_queue_push_tail (&self->answers, one);
}

void
fake_pipe_answers (FakePipe *self, const char *hex)
{
    answer (self, from_hex (hex));
}

void
fake_pipe_answers_bytes (FakePipe *self, const guint8 *data, gsize size)
{
    GByteArray *bytes = g_byte_array_new ();

    g_byte_array_append (bytes, data, size);
    answer (self, bytes);
}

void
fake_pipe_takes_anything (FakePipe *self)
{
    self->takes_anything = TRUE;
}

const GByteArray *
fake_pipe_get_sent (FakePipe *self)
{
    return self->sent;
}

guint
fake_pipe_get_n_sends (FakePipe *self)
{
    return self->n_sends;
}

guint
fake_pipe_get_most_unread (FakePipe *self)
{
    return self->most_unread;
}

void
fake_pipe_stops (FakePipe *self, GCancellable *cancellable)
{
    g_set_object (&self->stops, cancellable);
}

guint
fake_pipe_get_n_aborts (FakePipe *self)
{
    return self->n_aborts;
}

void
fake_pipe_keeps_silent (FakePipe *self, guint n)
{
    self->n_silent = n;
}
