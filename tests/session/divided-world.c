/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "divided-world.h"

#include <string.h>

#define IFR 16 /* bytes from the data flash to the records of the EEPROM, in the model */

const Divided divided_boards[N_DIVIDED] = {
    { "k20dx256", 32 * KIB, 0x4, 0x2, 0x30 },
    { "s32k144evb", 64 * KIB, 0x2, 0x3, 0 },
};

guint8 *
divided_get_data (World *world)
{
    return world->flash + world->size;
}

guint8 *
divided_get_ifr (World *world)
{
    return divided_get_data (world) + world->device->regions[1].size;
}

guint8 *
divided_get_eeprom (World *world)
{
    return divided_get_ifr (world) + IFR;
}

guint32
divided_get_eeprom_size (const Divided *board)
{
    return 16 * KIB >> board->eeprom_size;
}

guint8
divided_get_old_byte (guint i)
{
    return i * 7 + 3;
}

void
divided_set (World *world, guint8 eeprom, guint8 depart)
{
    divided_get_ifr (world)[0] = eeprom;
    divided_get_ifr (world)[1] = depart;
    divided_get_ifr (world)[2] = 0;
    ul_sim_chip_flash_changed (world->chip);
}

World *
divided_new (const Divided *board)
{
    World *world = world_new (board->name);

    world_fill (world, 0, N_FILLED, KEPT);
    memset (divided_get_data (world), IN_DATA, board->size);
    for (guint i = 0; i < divided_get_eeprom_size (board); i++)
        divided_get_eeprom (world)[i] = divided_get_old_byte (i);
    divided_set (world, board->eeprom_size, board->half);
    return world;
}

gboolean
is_all (const guint8 *bytes, gsize size, guint8 value)
{
    return bytes[0] == value && memcmp (bytes, bytes + 1, size - 1) == 0;
}

gboolean
divided_is_back (World *world, const Divided *board)
{
    gboolean same = TRUE;

    for (guint i = 0; i < divided_get_eeprom_size (board); i++)
        same = same && divided_get_eeprom (world)[i] == divided_get_old_byte (i);
    return same && world_holds (world, 0, N_FILLED, KEPT) &&
           world_is_blank (world, N_FILLED, world->size - N_FILLED) &&
           is_all (divided_get_data (world), board->size / 2, IN_DATA) &&
           (divided_get_ifr (world)[0] & 0xF) == board->eeprom_size &&
           divided_get_ifr (world)[1] == board->half;
}
