/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-control.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

struct _UlEmuControl {
    char *path;
    GSocketService *service;
    UlEmuControlFunc func;
    gpointer data;
};

static void read_line (GDataInputStream *stream, UlEmuControl *self);

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
    GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
    GIOStream *connection = g_object_get_data (source, "connection");
    UlEmuControl *self = data;
    g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (stream, result, NULL, NULL);
    g_autofree char *answer = NULL;
    g_autofree char *reply = NULL;

    if (line == NULL) {
        g_io_stream_close (connection, NULL, NULL);
        return;
    }
    answer = self->func (g_strstrip (line), self->data);
    reply = g_strconcat (answer, "\n", NULL);
    if (g_output_stream_write_all (g_io_stream_get_output_stream (connection), reply,
                                   strlen (reply), NULL, NULL, NULL))
        read_line (stream, self);
}

static void
read_line (GDataInputStream *stream, UlEmuControl *self)
{
    g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, on_line, self);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
    g_autoptr (GDataInputStream) stream =
        g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));

    g_object_set_data_full (G_OBJECT (stream), "connection", g_object_ref (connection),
                            g_object_unref);
    read_line (stream, data); /* which keeps the stream */
    return TRUE;
}

UlEmuControl *
ul_emu_control_new (const char *path, UlEmuControlFunc func, gpointer data, GError **error)
{
    g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
    g_autoptr (UlEmuControl) self = g_new0 (UlEmuControl, 1);

    self->path = g_strdup (path);
    g_unlink (path); /* what a killed one left */
    self->service = g_socket_service_new ();
    self->func = func;
    self->data = data;
    if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                        G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL,
                                        error))
        return NULL;
    g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
    return g_steal_pointer (&self);
}

void
ul_emu_control_free (UlEmuControl *self)
{
    g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    g_object_unref (self->service);
    g_unlink (self->path);
    g_free (self->path);
    g_free (self);
}
