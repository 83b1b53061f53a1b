/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-jlink-commands.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

enum {
    CMD_GET_VERSION = 0x01,
    CMD_SET_SPEED = 0x05,
    CMD_GET_STATE = 0x07,
    CMD_SET_POWER = 0x08,
    CMD_REGISTER = 0x09,
    CMD_GET_SPEEDS = 0xC0,
    CMD_GET_HW_INFO = 0xC1,
    CMD_SELECT_IF = 0xC7,
    CMD_GET_MAX_BLOCK = 0xD4,
    CMD_RESET_LOW = 0xDC,
    CMD_RESET_HIGH = 0xDD,
    CMD_GET_CAPS = 0xE8,
    CMD_GET_CAPS_EX = 0xED,
};

#define ARG_REGISTER       0x64u
#define ARG_UNREGISTER     0x65u
#define ARG_AVAILABLE      0xFFu
#define INFO_POWER         (1u << 0)
#define INFO_UNKNOWN       0xFFFFFFFFu
#define IF_SWD             1u
#define MAX_VERSION        512u
#define TIMEOUT_MS         1000u
#define REGISTER_SIZE      14u
#define REGISTER_REPLY     76u /* sent at least */
#define REGISTER_MAX       512u
#define REGISTER_HEADER    8u
#define REGISTER_ENTRY     16u
#define REGISTER_ENTRY_HDL 10u /* offset of the handle in an entry */

static guint16
get16 (const guint8 *data)
{
    return data[0] | data[1] << 8;
}

static guint32
get32 (const guint8 *data)
{
    return get16 (data) | (guint32) get16 (data + 2) << 16;
}

static gboolean
call (UlJlinkLink *link, guint8 command, guint8 *reply, gsize n_reply, GError **error)
{
    return ul_jlink_link_call (link, &command, 1, reply, n_reply, error);
}

static gboolean
refuse (const char *what, GError **error)
{
    g_set_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                 _ ("The probe's answer makes no sense (%s)"), what);
    return FALSE;
}

gboolean
ul_jlink_caps_has (const UlJlinkCaps *caps, guint cap)
{
    return (caps->bits[cap / 8] >> (cap % 8)) & 1;
}

static void
copy_text (char *text, gsize size, const guint8 *data, gsize n)
{
    gsize used = 0;

    for (gsize i = 0; i < n && data[i] != '\0' && used + 1 < size; i++)
        if (g_ascii_isprint (data[i]))
            text[used++] = data[i];
    text[used] = '\0';
}

gboolean
ul_jlink_get_version (UlJlinkLink *link, char *text, gsize size, GError **error)
{
    static const guint8 command = CMD_GET_VERSION;
    guint8 length[2], data[MAX_VERSION];

    if (!ul_jlink_link_ask (link, &command, 1, sizeof data, error) ||
        !ul_jlink_link_read (link, length, sizeof length, FALSE, TIMEOUT_MS, NULL, error))
        return FALSE;
    if (get16 (length) > sizeof data) {
        link->broken = TRUE; /* whatever it meant to send is still to come */
        return refuse ("version", error);
    }
    if (!ul_jlink_link_read (link, data, get16 (length), TRUE, TIMEOUT_MS, NULL, error))
        return FALSE;
    copy_text (text, size, data, get16 (length));
    return TRUE;
}

gboolean
ul_jlink_get_caps (UlJlinkLink *link, UlJlinkCaps *caps, GError **error)
{
    UlJlinkCaps extended;

    *caps = (UlJlinkCaps){ 0 };
    if (!call (link, CMD_GET_CAPS, caps->bits, 4, error))
        return FALSE;
    if (!ul_jlink_caps_has (caps, UL_JLINK_CAP_EXTENDED))
        return TRUE;
    if (!call (link, CMD_GET_CAPS_EX, extended.bits, sizeof extended.bits, error))
        return FALSE;
    /* They repeat the others; one that does not is not to be trusted. */
    if ((get32 (extended.bits) & get32 (caps->bits)) == get32 (caps->bits))
        *caps = extended;
    return TRUE;
}

gboolean
ul_jlink_get_max_block (UlJlinkLink *link, guint32 *bytes, GError **error)
{
    guint8 reply[4];

    if (!call (link, CMD_GET_MAX_BLOCK, reply, sizeof reply, error))
        return FALSE;
    *bytes = get32 (reply);
    return TRUE;
}

gboolean
ul_jlink_get_speeds (UlJlinkLink *link, UlJlinkSpeeds *speeds, GError **error)
{
    guint8 reply[6];

    if (!call (link, CMD_GET_SPEEDS, reply, sizeof reply, error))
        return FALSE;
    speeds->base_hz = get32 (reply);
    speeds->min_divider = get16 (reply + 4);
    if (speeds->base_hz < 1000 || speeds->min_divider == 0)
        return refuse ("speeds", error);
    return TRUE;
}

guint
ul_jlink_choose_speed (const UlJlinkSpeeds *speeds, guint wanted_khz)
{
    guint64 wanted_hz = MAX (wanted_khz, 1) * G_GUINT64_CONSTANT (1000);
    guint64 divider = (speeds->base_hz + wanted_hz - 1) / wanted_hz;

    return MAX (speeds->base_hz / MAX (divider, speeds->min_divider) / 1000, 1);
}

gboolean
ul_jlink_set_speed (UlJlinkLink *link, guint khz, GError **error)
{
    /* 0 is not a speed, and 0xFFFF means a clock that follows the target's. */
    guint value = CLAMP (khz, 1, 0xFFFE);
    guint8 command[] = { CMD_SET_SPEED, value & 0xFF, value >> 8 };

    return ul_jlink_link_send (link, command, sizeof command, error);
}

static gboolean
select_interface (UlJlinkLink *link, guint8 argument, guint32 *answer, GError **error)
{
    guint8 command[] = { CMD_SELECT_IF, argument }, reply[4];

    if (!ul_jlink_link_call (link, command, sizeof command, reply, sizeof reply, error))
        return FALSE;
    *answer = get32 (reply);
    return TRUE;
}

gboolean
ul_jlink_has_swd (UlJlinkLink *link, gboolean *has_swd, GError **error)
{
    guint32 mask;

    if (!select_interface (link, ARG_AVAILABLE, &mask, error))
        return FALSE;
    *has_swd = (mask & (1u << IF_SWD)) != 0;
    return TRUE;
}

gboolean
ul_jlink_select_swd (UlJlinkLink *link, GError **error)
{
    guint32 before;

    return select_interface (link, IF_SWD, &before, error);
}

gboolean
ul_jlink_get_state (UlJlinkLink *link, UlJlinkState *state, GError **error)
{
    guint8 reply[8]; /* supply, then a byte each for TCK, TDI, TDO, TMS, TRES, TRST */

    if (!call (link, CMD_GET_STATE, reply, sizeof reply, error))
        return FALSE;
    state->vtref_mv = get16 (reply);
    state->reset_low = reply[6] == 0;
    return TRUE;
}

gboolean
ul_jlink_set_reset (UlJlinkLink *link, gboolean asserted, GError **error)
{
    guint8 command = asserted ? CMD_RESET_LOW : CMD_RESET_HIGH;

    return ul_jlink_link_send (link, &command, 1, error);
}

gboolean
ul_jlink_set_power (UlJlinkLink *link, gboolean on, GError **error)
{
    guint8 command[] = { CMD_SET_POWER, on ? 1 : 0 };

    return ul_jlink_link_send (link, command, sizeof command, error);
}

gboolean
ul_jlink_get_power (UlJlinkLink *link, gboolean *on, GError **error)
{
    guint8 command[5] = { CMD_GET_HW_INFO, INFO_POWER }, reply[4];

    if (!ul_jlink_link_call (link, command, sizeof command, reply, sizeof reply, error))
        return FALSE;
    if (get32 (reply) != INFO_UNKNOWN)
        *on = get32 (reply) != 0;
    return TRUE;
}

/* --- registration --- */

/* Returns: (out) FALSE when @reply does not hold what it says */
static gboolean
table_has (const guint8 *reply, gsize size, guint16 handle)
{
    guint n_entries = get16 (reply + 2);

    if (get16 (reply + 4) != REGISTER_ENTRY || REGISTER_HEADER + n_entries * REGISTER_ENTRY > size)
        return FALSE;
    for (guint i = 0; i < n_entries; i++)
        if (get16 (reply + REGISTER_HEADER + i * REGISTER_ENTRY + REGISTER_ENTRY_HDL) == handle)
            return TRUE;
    return FALSE;
}

static gboolean
exchange (UlJlinkLink *link, guint8 what, guint16 handle, guint8 reply[REGISTER_MAX], gsize *size,
          GError **error)
{
    guint8 command[REGISTER_SIZE] = { CMD_REGISTER, what };

    command[12] = handle & 0xFF;
    command[13] = handle >> 8;
    if (!ul_jlink_link_ask (link, command, sizeof command, REGISTER_MAX, error) ||
        !ul_jlink_link_read (link, reply, REGISTER_REPLY, FALSE, TIMEOUT_MS, NULL, error))
        return FALSE;
    *size = REGISTER_HEADER + (gsize) get16 (reply + 2) * get16 (reply + 4) + get16 (reply + 6);
    if (*size > REGISTER_MAX) {
        link->broken = TRUE;
        return refuse ("registration", error);
    }
    *size = MAX (*size, REGISTER_REPLY);
    return ul_jlink_link_read (link, reply + REGISTER_REPLY, *size - REGISTER_REPLY, TRUE,
                               TIMEOUT_MS, NULL, error);
}

gboolean
ul_jlink_register (UlJlinkLink *link, guint16 *handle, GError **error)
{
    guint8 reply[REGISTER_MAX];
    gsize size;

    *handle = 0;
    if (!exchange (link, ARG_REGISTER, 0, reply, &size, error))
        return FALSE;
    if (table_has (reply, size, get16 (reply)))
        *handle = get16 (reply);
    return TRUE;
}

gboolean
ul_jlink_unregister (UlJlinkLink *link, guint16 handle, GError **error)
{
    guint8 reply[REGISTER_MAX];
    gsize size;

    return exchange (link, ARG_UNREGISTER, handle, reply, &size, error);
}
