/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-pipe.h"

gboolean
ul_usb_pipe_send (UlUsbPipe *self, const guint8 *data, gsize size, GError **error)
{
    return self->class->send (self, data, size, error);
}

gboolean
ul_usb_pipe_expect (UlUsbPipe *self, gsize max_size, GError **error)
{
    return self->class->expect (self, max_size, error);
}

gboolean
ul_usb_pipe_receive (UlUsbPipe *self, guint8 *data, gsize max_size, gsize *size, guint timeout_ms,
                     GCancellable *cancellable, GError **error)
{
    return self->class->receive (self, data, max_size, size, timeout_ms, cancellable, error);
}

gboolean
ul_usb_pipe_flush (UlUsbPipe *self, guint timeout_ms, GError **error)
{
    return self->class->flush (self, timeout_ms, error);
}

void
ul_usb_pipe_abort (UlUsbPipe *self)
{
    self->class->abort (self);
}

void
ul_usb_pipe_free (UlUsbPipe *self)
{
    if (self != NULL)
        self->class->free (self);
}
