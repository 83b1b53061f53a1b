/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

G_BEGIN_DECLS

#define UL_CHIP_ID_MAX_WORDS 4

/** UlChipId: the number that the factory gives to each single chip; it outlives every erase */
typedef struct {
    guint32 words[UL_CHIP_ID_MAX_WORDS]; /* most significant first */
    guint n_words;                       /* 0: not known */
} UlChipId;

/** UlChipIdPlace: where the chips of a family keep it */
typedef struct {
    guint32 address; /* of words that follow each other */
    guint n_words;
    gboolean low_first; /* the least significant word is at the lowest address */
} UlChipIdPlace;

/** ul_chip_id_find_place: Returns: %FALSE when chips like @device have no such number, or it is not
 *   known where */
gboolean ul_chip_id_find_place (const UlDevice *device, UlChipIdPlace *place);
/** ul_chip_id_take: from @words in the order of their addresses; a number of nothing but zeros or
 *   ones is none: the factory gave it none, or there is no register */
void ul_chip_id_take (UlChipId *self, const UlChipIdPlace *place, const guint32 *words);
/** ul_chip_id_to_text: Returns: (transfer full) (nullable): "001E0025-4E45570D-24001234", the most
 *   significant word first; %NULL when it is not known. Letters that a file's name may have */
char *ul_chip_id_to_text (const UlChipId *self);

G_END_DECLS
