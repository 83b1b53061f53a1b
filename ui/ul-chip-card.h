/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlChipCard: name, lock state, mass erase, protected ranges and the state after the next reset */
#define UL_TYPE_CHIP_CARD (ul_chip_card_get_type ())
G_DECLARE_FINAL_TYPE (UlChipCard, ul_chip_card, UL, CHIP_CARD, GtkBox)

/** ul_chip_card_set_workbench: to be called once; the workbench outlives the card */
void ul_chip_card_set_workbench (UlChipCard *self, UlWorkbench *workbench);

G_END_DECLS
