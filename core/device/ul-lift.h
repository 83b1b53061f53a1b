/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-protection.h"

G_BEGIN_DECLS

/**
 * UlLift: what it takes to free chosen sectors of their write protection and to keep all else
 *
 * The registers only ever add protection while the chip runs, and take it from the configuration
 * field at reset (facts 1.4). So that field is rewritten. Where its own sector is protected too,
 * the one way to it is a mass erase, after which everything is put back as it was.
 */
typedef struct {
    const UlDevice *device;    /* the chip as it is, with the division that it has */
    guint8 *freed;             /* owned; (nullable): by sector of device: 1 where protection ends */
    guint n_freed;             /* 0: nothing of what was chosen is protected */
    guint n_along;             /* of n_freed: not chosen, but protected by the same bits */
    guint n_left;              /* sectors that stay protected */
    gboolean by_mass_erase;    /* the sector of the configuration field is protected itself */
    guint8 field[UL_FCF_SIZE]; /* what the configuration field shall hold */
} UlLift;

/**
 * ul_lift_init:
 * @self: (out)
 * @protection: as read from @device
 * @chosen: (array): 1 for each sector of @device that shall be free; others may be chosen as well
 *
 * Of all settings that free what is chosen it takes the one that leaves most other sectors
 * protected. Where the mass erase takes the division of the FlexNVM away, each bit of FDPROT stands
 * for more data flash than before: a bit that stays protects nothing that was or becomes free.
 *
 * Returns: %FALSE with %UL_ERROR_NOT_SUPPORTED (the device has no such field, or it was not read)
 *   or %UL_ERROR_CANNOT_LIFT (the field's sector is protected and mass erase is switched off)
 */
gboolean ul_lift_init (UlLift *self, const UlDevice *device, const UlProtection *protection,
                       const guint8 *chosen, GError **error);
void ul_lift_clear (UlLift *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlLift, ul_lift_clear)

/** ul_lift_describe: Returns: (transfer full): translated sentences, for people to read before:
 *   what becomes free, what else with it, how, and what is lost; none when n_freed is 0 */
GStrv ul_lift_describe (const UlLift *self);

G_END_DECLS
