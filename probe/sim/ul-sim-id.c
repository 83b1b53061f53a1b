/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tells one chip from another of its kind. Sources: the chapters SIM of the reference manuals,
 * registers SIM_UIDH to SIM_UIDL, and SIM_UUIDL to SIM_UUIDMH of KE0x. */
#include "ul-sim-parts.h"

#define SIM_UIDH 0x40048054u /* four words; parts of Cortex-M0+ do not have the first */
#define KE_SIM   0x40048000u
#define ALL      0xFFFFFFFFu
#define HALF     0xFFFFu /* of the highest word of three on KE0x */

guint32
ul_sim_hash (guint32 a, guint32 b)
{
    guint32 h = a * 0x9E3779B1u ^ (b + 0x7F4A7C15u) * 0x85EBCA77u;

    h ^= h >> 15;
    h *= 0xC2B2AE3Du;
    h ^= h >> 13;
    h *= 0x27D4EB2Fu;
    return h ^ h >> 16;
}

guint32
ul_sim_id_get_word (UlSimChip *self, guint index)
{
    guint32 kind = ul_sim_hash (self->model->sdid, index);

    return ul_sim_hash (ul_sim_hash (kind, (guint32) self->serial), self->serial >> 32);
}

static void
put (UlSimChip *self, guint32 address, guint n_words, guint32 mask_of_last)
{
    for (guint i = 0; i < n_words; i++)
        ul_sim_put_le (ul_sim_bridge_regs (self, address + 4 * i), 4,
                       ul_sim_id_get_word (self, i) & (i + 1 == n_words ? mask_of_last : ALL));
}

void
ul_sim_id_put (UlSimChip *self)
{
    const UlSimKe *ke = self->model->ke;

    if (ke != NULL)
        put (self, KE_SIM + ke->uid, ke->n_uid, ke->n_uid == 3 ? HALF : ALL);
    else if (self->family == &ul_sim_kinetis && self->device->core == UL_CORE_M0PLUS)
        put (self, SIM_UIDH + 4, 3, ALL);
    else if (self->family == &ul_sim_kinetis)
        put (self, SIM_UIDH, 4, ALL);
}
