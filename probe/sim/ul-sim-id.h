/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-sim-chip.h"

G_BEGIN_DECLS

/** ul_sim_hash: the same noise for the same question */
guint32 ul_sim_hash (guint32 a, guint32 b);
/** ul_sim_id_get_word: of the chip's unique id, the @index-th from the lowest address on */
guint32 ul_sim_id_get_word (UlSimChip *self, guint index);
/** ul_sim_id_put: into the registers of a Kinetis that tell it; other families are asked for it */
void ul_sim_id_put (UlSimChip *self);

G_END_DECLS
