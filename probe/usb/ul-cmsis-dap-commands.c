/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-cmsis-dap-commands.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

enum {
    CMD_INFO = 0x00,
    CMD_HOST_STATUS = 0x01,
    CMD_CONNECT = 0x02,
    CMD_DISCONNECT = 0x03,
    CMD_TRANSFER_CONFIGURE = 0x04,
    CMD_SWJ_PINS = 0x10,
    CMD_SWJ_CLOCK = 0x11,
    CMD_SWJ_SEQUENCE = 0x12,
    CMD_SWD_CONFIGURE = 0x13,
};

enum {
    INFO_PROTOCOL = 0x04,
    INFO_FIRMWARE = 0x09,
    INFO_CAPABILITIES = 0xF0,
    INFO_PACKET_COUNT = 0xFE,
    INFO_PACKET_SIZE = 0xFF,
};

#define TIMEOUT_MS     1000
#define PORT_SWD       1u
#define PIN_RESET      0x80u
#define RISE_US        20000u
#define SEQUENCE_BYTES 31u /* 248 bits: fewer than 256, which is told as 0 */

/* Sends a command that is answered with a status. */
static gboolean
command (UlCmsisDapLink *link, const guint8 *packet, gsize size, const char *name, GError **error)
{
    const guint8 *reply;
    gsize n;

    if (!ul_cmsis_dap_link_call (link, packet, size, &reply, &n, 2, TIMEOUT_MS, error))
        return FALSE;
    if (reply[1] == 0)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED, _ ("The probe refuses a command (%s)"),
                 name);
    return FALSE;
}

/* --- information --- */

/* Returns: (transfer none): @size bytes, valid until the next command */
static const guint8 *
ask (UlCmsisDapLink *link, guint8 id, guint *size, GError **error)
{
    const guint8 packet[] = { CMD_INFO, id };
    const guint8 *reply;
    gsize n;

    if (!ul_cmsis_dap_link_call (link, packet, sizeof packet, &reply, &n, 2, TIMEOUT_MS, error))
        return NULL;
    *size = MIN (reply[1], n - 2);
    return reply + 2;
}

static gboolean
ask_number (UlCmsisDapLink *link, guint8 id, guint *value, GError **error)
{
    guint size;
    const guint8 *data = ask (link, id, &size, error);

    if (data == NULL)
        return FALSE;
    *value = size == 1 ? data[0] : size >= 2 ? data[0] | data[1] << 8 : 0;
    return TRUE;
}

static gboolean
ask_text (UlCmsisDapLink *link, guint8 id, char *text, gsize room, GError **error)
{
    guint size;
    const guint8 *data = ask (link, id, &size, error);
    gsize used = 0;

    if (data == NULL)
        return FALSE;
    for (guint i = 0; i < size && data[i] != '\0' && used + 1 < room; i++)
        if (g_ascii_isprint (data[i]))
            text[used++] = data[i];
    text[used] = '\0';
    return TRUE;
}

gboolean
ul_cmsis_dap_get_info (UlCmsisDapLink *link, UlCmsisDapInfo *info, GError **error)
{
    *info = (UlCmsisDapInfo){ 0 };
    if (!ask_number (link, INFO_PACKET_SIZE, &info->packet_size, error) ||
        !ask_number (link, INFO_PACKET_COUNT, &info->packet_count, error) ||
        !ask_number (link, INFO_CAPABILITIES, &info->capabilities, error) ||
        !ask_text (link, INFO_FIRMWARE, info->firmware, sizeof info->firmware, error))
        return FALSE;
    info->packet_count = MAX (info->packet_count, 1);
    /* Before protocol 1.3 and 2.1 the protocol's version was also the firmware's. */
    return info->firmware[0] != '\0' ||
           ask_text (link, INFO_PROTOCOL, info->firmware, sizeof info->firmware, error);
}

/* --- set-up --- */

gboolean
ul_cmsis_dap_connect (UlCmsisDapLink *link, GError **error)
{
    const guint8 packet[] = { CMD_CONNECT, PORT_SWD };
    const guint8 *reply;
    gsize n;

    if (!ul_cmsis_dap_link_call (link, packet, sizeof packet, &reply, &n, 2, TIMEOUT_MS, error))
        return FALSE;
    if (reply[1] == PORT_SWD)
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                         _ ("The probe does not change over to SWD"));
    return FALSE;
}

gboolean
ul_cmsis_dap_disconnect (UlCmsisDapLink *link, GError **error)
{
    const guint8 packet[] = { CMD_DISCONNECT };

    return command (link, packet, sizeof packet, "Disconnect", error);
}

void
ul_cmsis_dap_show_connected (UlCmsisDapLink *link, gboolean connected)
{
    const guint8 packet[] = { CMD_HOST_STATUS, 0, connected };

    command (link, packet, sizeof packet, "HostStatus", NULL);
}

gboolean
ul_cmsis_dap_set_clock (UlCmsisDapLink *link, guint khz, GError **error)
{
    guint32 hz = MIN (khz, 1000000u) * 1000u;
    const guint8 packet[] = { CMD_SWJ_CLOCK, hz & 0xFF, (hz >> 8) & 0xFF, (hz >> 16) & 0xFF,
                              hz >> 24 };

    return command (link, packet, sizeof packet, "SWJ_Clock", error);
}

gboolean
ul_cmsis_dap_configure (UlCmsisDapLink *link, guint wait_retries, guint match_retries,
                        GError **error)
{
    const guint8 transfers[] = { CMD_TRANSFER_CONFIGURE, 0,
                                 wait_retries & 0xFF,    (wait_retries >> 8) & 0xFF,
                                 match_retries & 0xFF,   (match_retries >> 8) & 0xFF };
    const guint8 wire[] = { CMD_SWD_CONFIGURE, 0 };

    return command (link, transfers, sizeof transfers, "TransferConfigure", error) &&
           command (link, wire, sizeof wire, "SWD_Configure", error);
}

/* --- wires --- */

gboolean
ul_cmsis_dap_send_bits (UlCmsisDapLink *link, const guint8 *bits, guint n_bits, GError **error)
{
    for (guint done = 0; done < n_bits; done += SEQUENCE_BYTES * 8) {
        guint n = MIN (n_bits - done, SEQUENCE_BYTES * 8);
        guint8 packet[2 + SEQUENCE_BYTES] = { CMD_SWJ_SEQUENCE, n };

        memcpy (packet + 2, bits + done / 8, (n + 7) / 8);
        if (!command (link, packet, 2 + (n + 7) / 8, "SWJ_Sequence", error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
pins (UlCmsisDapLink *link, guint8 output, guint8 select, guint32 wait_us, guint8 *levels,
      GError **error)
{
    const guint8 packet[] = {
        CMD_SWJ_PINS,           output,       select, wait_us & 0xFF, (wait_us >> 8) & 0xFF,
        (wait_us >> 16) & 0xFF, wait_us >> 24
    };
    const guint8 *reply;
    gsize n;

    if (!ul_cmsis_dap_link_call (link, packet, sizeof packet, &reply, &n, 2, TIMEOUT_MS, error))
        return FALSE;
    *levels = reply[1];
    return TRUE;
}

gboolean
ul_cmsis_dap_set_reset (UlCmsisDapLink *link, gboolean asserted, GError **error)
{
    guint8 levels;

    return pins (link, asserted ? 0 : PIN_RESET, PIN_RESET, asserted ? 0 : RISE_US, &levels, error);
}

gboolean
ul_cmsis_dap_get_reset (UlCmsisDapLink *link, gboolean *asserted, GError **error)
{
    guint8 levels = 0;

    if (!pins (link, 0, 0, 0, &levels, error))
        return FALSE;
    *asserted = (levels & PIN_RESET) == 0;
    return TRUE;
}
