/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The simulated boards with a FlexNVM, as chips that have divided it. */
#pragma once

#include "board-world.h"

G_BEGIN_DECLS

#define KIB      1024u
#define DATA     0x10000000u /* on the bus */
#define EEPROM   0x14000000u
#define IN_DATA  0x11
#define KEPT     1          /* seed of what stands in the program flash */
#define N_FILLED (16 * KIB) /* of the program flash: what is beyond stays blank */

typedef struct {
    const char *name;
    guint32 size;             /* of the FlexNVM */
    guint8 eeprom_size, half; /* codes: half of it stands behind EEPROM */
    guint8 split;             /* of the EEPROM in two parts, beside its code */
} Divided;

#define N_DIVIDED 2
extern const Divided divided_boards[N_DIVIDED];

/** divided_get_data: the bytes of the FlexNVM in the model; its IFR and its EEPROM follow */
guint8 *divided_get_data (World *world);
guint8 *divided_get_ifr (World *world);
guint8 *divided_get_eeprom (World *world);
guint32 divided_get_eeprom_size (const Divided *board);
/** divided_get_old_byte: of the EEPROM */
guint8 divided_get_old_byte (guint i);
/** divided_set: as if Program Partition had been given these codes */
void divided_set (World *world, guint8 eeprom, guint8 depart);
/** divided_new: a chip that is divided, with something everywhere */
World *divided_new (const Divided *board);
/** divided_is_back: whether all of that is there (again) */
gboolean divided_is_back (World *world, const Divided *board);
gboolean is_all (const guint8 *bytes, gsize size, guint8 value);

G_END_DECLS
