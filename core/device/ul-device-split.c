/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How Program Partition is told that the two parts of emulated EEPROM are of one size: bits 5:4 of
 * the code for that. The manuals of FTFL and FTFE have it so, and not all families' were read: a
 * family is here when that code was seen to be used on one of its chips. Sources: reference manual
 * of K20DX, and an erratum of K40, by which the parts have to be equal; the EEPROM libraries of
 * Teensy 3.5 and 3.6 (K64FX, K66FX); a report on K61FX, with 16 KiB; NXP's examples for TWR-KE18F,
 * FRDM-KE15Z and FRDM-KW36; for S32K1, whose EEPROM is one, NXP's note AN11983.
 */
#include "ul-device.h"

#define EQUAL_PARTS 0x30
#define ONE_PART    0

static const struct {
    const char *names; /* what these begin with */
    guint8 code;
} splits[] = {
    { "MK10D MK11D MK12D MK20D MK21D MK22D MK30D MK40D MK50D MK51D MK52D MK53D MK60D MKW2",
      EQUAL_PARTS },
    { "MK10FX MK20FX MK60FX MK61FX MK70FX", EQUAL_PARTS },
    { "MK63FX MK64FX MK65FX MK66FX", EQUAL_PARTS },
    { "MKE14F MKE16F MKE18F MKE14Z MKE15Z MKW36", EQUAL_PARTS },
    { "S32K1", ONE_PART },
};

static gboolean
begins_with (const char *name, const char *beginnings)
{
    g_auto (GStrv) each = g_strsplit (beginnings, " ", -1);

    for (guint i = 0; each[i] != NULL; i++)
        if (g_str_has_prefix (name, each[i]))
            return TRUE;
    return FALSE;
}

gboolean
ul_device_get_split (const UlDevice *self, guint8 *code)
{
    const char *name = ul_device_get_kin (self)->name;

    for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
        if (begins_with (name, splits[i].names)) {
            *code = splits[i].code;
            return TRUE;
        }
    return FALSE;
}
