/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-aap.h"

#define AAP    0
#define CMD    0x00
#define CMDKEY 0x04
#define STATUS 0x08
#define IDR    0xFC

#define KEY       0xCFACC118u
#define ERASEBUSY 0x1u

/* Revision and variant differ between series 0 and 1. */
#define IDR_MASK 0x0FFFFF0Fu
#define IDR_AAP  0x06E60001u

gboolean
ul_aap_is_idr (guint32 idr)
{
    return (idr & IDR_MASK) == IDR_AAP;
}

gboolean
ul_aap_read_idr (UlDebugPort *port, guint32 *idr, GError **error)
{
    ul_debug_port_read_ap (port, AAP, IDR, idr, 1);
    return ul_debug_port_flush (port, error);
}

/* Commands are taken while the key stands there, and begin when it goes. */
gboolean
ul_aap_order (UlDebugPort *port, guint32 commands, GError **error)
{
    ul_debug_port_write_ap (port, AAP, CMDKEY, KEY);
    ul_debug_port_write_ap (port, AAP, CMD, commands);
    ul_debug_port_write_ap (port, AAP, CMDKEY, 0);
    return ul_debug_port_flush (port, error);
}

gboolean
ul_aap_read_busy (UlDebugPort *port, gboolean *busy, GError **error)
{
    guint32 status = 0;

    ul_debug_port_read_ap (port, AAP, STATUS, &status, 1);
    if (!ul_debug_port_flush (port, error))
        return FALSE;
    *busy = (status & ERASEBUSY) != 0;
    return TRUE;
}
