/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-pipe.h"

G_BEGIN_DECLS

/**
 * FakePipe:
 *
 * A pipe with a script instead of a probe: what must be sent, and which transfers come back. Bytes
 * are written as hexadecimal digits, blanks ignored. Anything that is sent and not in the script
 * fails the test.
 */
typedef struct _FakePipe FakePipe;

FakePipe *fake_pipe_new (guint packet_size);
UlUsbPipe *fake_pipe_get (FakePipe *self);
void fake_pipe_free (FakePipe *self); /* fails the test when the script was not played to its end */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakePipe, fake_pipe_free)

/** fake_pipe_wants: the next bytes to be sent, of one command or several */
void fake_pipe_wants (FakePipe *self, const char *hex);
/** fake_pipe_answers: one transfer from the probe, once all wanted before it was sent; "" is an
 *   empty one */
void fake_pipe_answers (FakePipe *self, const char *hex);
void fake_pipe_answers_bytes (FakePipe *self, const guint8 *data, gsize size);
/** fake_pipe_takes_anything: no script for what is sent: see fake_pipe_get_sent() */
void fake_pipe_takes_anything (FakePipe *self);
const GByteArray *fake_pipe_get_sent (FakePipe *self);
/** fake_pipe_get_n_sends: how many transfers went to the probe */
guint fake_pipe_get_n_sends (FakePipe *self);
/** fake_pipe_get_most_unread: the most sends that were ever ahead of the answers taken */
guint fake_pipe_get_most_unread (FakePipe *self);
/** fake_pipe_keeps_silent: the next @n receives get nothing */
void fake_pipe_keeps_silent (FakePipe *self, guint n);
/** fake_pipe_stops: cancels @cancellable at the next receive, which then tells so */
void fake_pipe_stops (FakePipe *self, GCancellable *cancellable);
guint fake_pipe_get_n_aborts (FakePipe *self);

/** from_hex: Returns: (transfer full) */
GByteArray *from_hex (const char *hex);

G_END_DECLS
