/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "emulator-control.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>

char *
emulator_tell (const char *command)
{
    g_autoptr (GSocketClient) client = g_socket_client_new ();
    g_autoptr (GSocketAddress) address =
        g_unix_socket_address_new (g_getenv ("UNLATCH_EMULATOR_CONTROL"));
    g_autoptr (GSocketConnection) connection = NULL;
    g_autoptr (GDataInputStream) input = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *line = g_strconcat (command, "\n", NULL);
    char *answer = NULL;

    connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
    if (connection != NULL) {
        GIOStream *stream = G_IO_STREAM (connection);

        input = g_data_input_stream_new (g_io_stream_get_input_stream (stream));
        if (g_output_stream_write_all (g_io_stream_get_output_stream (stream), line, strlen (line),
                                       NULL, NULL, &error))
            answer = g_data_input_stream_read_line (input, NULL, NULL, &error);
    }
    return answer != NULL ? answer : g_strdup (error != NULL ? error->message : "no answer");
}
