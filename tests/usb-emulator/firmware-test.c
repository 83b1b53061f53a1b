/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "firmware-test.h"

void
send_hex (UlEmuFirmware *firmware, const char *hex)
{
    g_autoptr (GByteArray) bytes = g_byte_array_new ();

    for (const char *at = hex; *at != '\0'; at++) {
        guint8 byte;

        if (*at == ' ')
            continue;
        byte = g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]);
        g_byte_array_append (bytes, &byte, 1);
        at++;
    }
    firmware->ops->receive (firmware, bytes->data, bytes->len);
}

char *
read_hex (UlEmuFirmware *firmware, gsize size)
{
    g_autofree guint8 *buffer = g_malloc (size);
    GString *text = g_string_new (NULL);
    guint64 ready_ns = 0;
    gsize n = 0;
    UlEmuPipeResult result = ul_emu_pipe_take (&firmware->in, buffer, size, &n, &ready_ns);

    for (gsize i = 0; i < n; i++)
        g_string_append_printf (text, "%s%02x", i > 0 ? " " : "", buffer[i]);
    if (result == UL_EMU_PIPE_OVERFLOW)
        g_string_append (text, "overflow");
    else if (result == UL_EMU_PIPE_MORE && n > 0)
        g_string_append (text, "...");
    return g_string_free (text, FALSE);
}
