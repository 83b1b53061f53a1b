/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a power failure can make of FSEC on its way.
 *
 * An erase takes bits from 0 to 1, a program command from 1 to 0, each bit in its own time; power
 * that fails leaves any of the bytes between. The byte that locks for ever has bit 4 clear, bit 5
 * set, and SEC other than 10b. As bits 5 and 0 are set in erased flash, a byte that has bit 4 clear
 * may pass it both ways, whatever else it says; one that has bit 4 set cannot, as then none of the
 * bytes between has it clear. So MEEN 00b and 10b are at risk, 01b and 11b are safe.
 *
 * Nothing can be put in between: a unit of flash must be erased before it is programmed, so 0xFE
 * first and bit 4 afterwards is not allowed. What is left: MEEN 11b says the same as 00b; and the
 * erase of one sector is shorter than that of all of the flash.
 *
 * Source: facts, FSEC encodings; the reference manuals, chapters FTFA and FTFE, on cumulative
 * programming.
 */
#include "ul-protection.h"

#include <glib/gi18n.h>

#define MEEN     0x30
#define MEEN_LOW 0x10

gboolean
ul_fsec_is_at_risk (const UlDevice *device, guint8 fsec)
{
    /* FTMRx has no MEEN, and can always be erased. */
    return device->has_fcf && !ul_device_is_ftmrx (device) && (fsec & MEEN_LOW) == 0;
}

guint8
ul_fsec_make_safe (guint8 fsec)
{
    return fsec | MEEN;
}

char *
ul_fsec_describe_risk (const UlDevice *device, guint8 fsec)
{
    if (!ul_fsec_is_at_risk (device, fsec))
        return NULL;
    return g_strdup_printf (_ ("If power fails at the moment in which the lock byte 0x%02X is "
                               "written or erased, the chip may be locked for ever."),
                            fsec);
}
