/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-swd-error.h"

#include "ul-error.h"
#include "ul-swd-bits.h"

#include <glib/gi18n.h>

gboolean
ul_swd_check_ack (guint ack, GError **error)
{
    switch (ack) {
    case UL_SWD_ACK_OK:
        return TRUE;
    case UL_SWD_ACK_WAIT:
        g_set_error_literal (error, UL_ERROR, UL_ERROR_TARGET_WAIT,
                             _ ("The chip answers that it is busy"));
        return FALSE;
    case UL_SWD_ACK_FAULT:
        g_set_error_literal (error, UL_ERROR, UL_ERROR_TARGET_FAULT,
                             _ ("The chip refused an access"));
        return FALSE;
    case UL_SWD_ACK_NONE:
    case 0: /* the line is held low: as a chip without power does */
        g_set_error_literal (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK,
                             _ ("The chip does not answer on SWD"));
        return FALSE;
    default:
        g_set_error (error, UL_ERROR, UL_ERROR_TARGET_PARITY,
                     _ ("The chip's answer on SWD is garbled (acknowledge %u)"), ack);
        return FALSE;
    }
}

void
ul_swd_set_parity_error (GError **error)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_TARGET_PARITY,
                         _ ("Data from the chip arrived with wrong parity"));
}

gboolean
ul_swd_is_fault (const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_FAULT);
}

void
ul_swd_set_poll_timeout (guint32 value, guint timeout_ms, GError **error)
{
    g_set_error (error, UL_ERROR, UL_ERROR_TARGET_TIMEOUT,
                 _ ("A register still reads 0x%08X after %u ms"), value, timeout_ms);
}
