/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why this program leaves a chip alone that it knows. Source: NXP's headers of the chips. */
#include "ul-device.h"

#include <glib/gi18n.h>

typedef struct {
    const char *family;
    const char *causes[UL_N_ACTIONS]; /* as what follows a colon */
} Row;

static const Row rows[] = {
    { "K32L3",
      { [UL_ACTION_IDENTIFY] =
            N_ ("it tells what it is at an address of its own, and what it says is not known"),
        [UL_ACTION_ERASE] = N_ ("its flash controller is at another address and serves two cores, "
                                "and no model of it has been made to try that on"),
        [UL_ACTION_PROGRAM] =
            N_ ("its flash controller is at another address and serves two cores, "
                "and no model of it has been made to try that on"),
        [UL_ACTION_UNLOCK] = N_ ("after a mass erase this program could not prove that the chip is "
                                 "open and blank, for want of its flash controller"),
        [UL_ACTION_PROTECTION] =
            N_ ("its protection registers belong to a flash controller at another address") } },
};

const char *
ul_device_get_obstacle (const UlDevice *self, UlAction action)
{
    if (self->support[action] != UL_SUPPORT_NONE)
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (g_str_equal (ul_device_get_kin (self)->family, rows[i].family))
            return _ (rows[i].causes[action]);
    if (action == UL_ACTION_IDENTIFY && self->support[UL_ACTION_PROGRAM] != UL_SUPPORT_NONE)
        return _ ("what it says of itself is not known, so it has to be chosen by name");
    return NULL;
}
