/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which single chip is it? */
#include "ul-target-private.h"

#include "ul-error.h"

#include <glib/gi18n.h>

gboolean
ul_target_read_chip_id (UlTarget *self, const UlDevice *device, GError **error)
{
    guint32 words[UL_CHIP_ID_MAX_WORDS] = { 0 };
    g_autoptr (GError) local = NULL;
    UlChipIdPlace place;

    self->ids.chip = (UlChipId){ 0 };
    if (!ul_chip_id_find_place (device, &place))
        return TRUE;
    ul_mem_ap_queue_read (&self->ahb, place.address, words, place.n_words);
    if (ul_debug_port_flush (self->port, &local)) {
        ul_chip_id_take (&self->ids.chip, &place, words);
        return TRUE;
    }
    if (g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_FAULT))
        return TRUE; /* there is nothing */
    g_propagate_prefixed_error (error, g_steal_pointer (&local), _ ("Reading the chip's id: "));
    return FALSE;
}
