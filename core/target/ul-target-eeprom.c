/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether emulated EEPROM is there. In each reset the controller copies it to its RAM, which takes
 * longer than the rest: the program runs meanwhile, and EEERDY is clear as long as CCIF is. Source:
 * the reference manuals of K20DX and KE1xF, chapters FTFL and FTFE (FCNFG, reset sequence); people
 * who read that RAM too soon saw the bus refuse it, for up to 100 ms.
 */
#include "ul-target-private.h"

#include "ul-error.h"

#define FSTAT       0x40020000u
#define CCIF        0x80
#define FCNFG       0x40020001u
#define EEERDY      0x01
#define LEAST       9 /* code of 32 bytes */
#define EEPROM_MOST (16 * 1024u)
#define COPY_MS     1000

/* A controller that is still at work then works on something else, or is broken. Neither keeps
 * anybody from knowing what chip it is, nor from a mass erase. */
static gboolean
may_be_had (const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_TIMEOUT) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_FAULT);
}

gboolean
ul_target_read_eeprom_size (UlTarget *self, guint code, guint32 *size, GError **error)
{
    g_autoptr (GError) local = NULL;
    guint32 lanes = 0;

    *size = 0;
    if (code > LEAST)
        return TRUE;
    ul_mem_ap_queue_poll_value (&self->ahb, FSTAT, UL_MEM_BYTE, CCIF, CCIF, COPY_MS, NULL);
    ul_mem_ap_queue_read_value (&self->ahb, FCNFG, UL_MEM_BYTE, &lanes);
    if (ul_debug_port_flush (self->port, &local)) {
        if ((ul_mem_ap_lane (FCNFG, UL_MEM_BYTE, lanes) & EEERDY) != 0)
            *size = EEPROM_MOST >> code;
        return TRUE;
    }
    if (may_be_had (local))
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}
