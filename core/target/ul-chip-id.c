/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-chip-id.h"

#include <string.h>

#define LOW_FIRST TRUE

/* The first row whose prefix fits. Sources: chapters SIM of the reference manuals as the makers'
 * register descriptions (CMSIS-SVD and device headers) give them: UIDH, UIDMH, UIDML, UIDL; parts
 * of Cortex-M0+ with that SIM have no UIDH; KE0x and KEA: UUIDL, UUIDML, UUIDMH or UUIDL, UUIDH;
 * S32K1xx reference manual, "SIM"; EFM32 series 0, "Device Information (DI) Page": UNIQUE_0 and 1.
 * Not here, as it is not known where: KW36 and K32L3. LM3S have no such number. */
static const struct {
    const char *name, *family; /* prefixes; %NULL: any */
    UlChipIdPlace place;
} rows[] = {
    { "MKE02", NULL, { 0x40048010, 2, LOW_FIRST } },
    { "MKE04Z8", NULL, { 0x40048010, 3, LOW_FIRST } },
    { "MKE04", NULL, { 0x40048018, 3, LOW_FIRST } },
    { "MKE06", NULL, { 0x40048018, 3, LOW_FIRST } },
    { "SKEAZN8", NULL, { 0x40048010, 3, LOW_FIRST } },
    { "SKEAZN", NULL, { 0x40048010, 2, LOW_FIRST } },
    { "SKEAZ", NULL, { 0x40048018, 3, LOW_FIRST } },
    { "MKE1", NULL, { 0x40048054, 4, FALSE } },
    { "MKL28", NULL, { 0x40075058, 3, FALSE } },
    { "MKL8", NULL, { 0x40048054, 4, FALSE } },
    { "MKL", NULL, { 0x40048058, 3, FALSE } },
    { "MKM", NULL, { 0x4003F054, 4, FALSE } },
    { "MKV1", NULL, { 0x40048058, 3, FALSE } },
    { "MKW36", NULL, { 0 } },
    { "MKW21D", NULL, { 0x40048054, 4, FALSE } },
    { "MKW22D", NULL, { 0x40048054, 4, FALSE } },
    { "MKW24D", NULL, { 0x40048054, 4, FALSE } },
    { "MKW", NULL, { 0x40048058, 3, FALSE } },
    { "MK", NULL, { 0x40048054, 4, FALSE } },
    { "K32L2A", NULL, { 0x40075058, 3, FALSE } },
    { "K32L2B", NULL, { 0x40048058, 3, FALSE } },
    { "S32K1", NULL, { 0x40048054, 4, FALSE } },
    { "EFM32", "EFM32G series 0", { 0x0FE081F0, 2, LOW_FIRST } },
    { "EFM32", "EFM32TG series 0", { 0x0FE081F0, 2, LOW_FIRST } },
    { "EFM32", "EFM32LG series 0", { 0x0FE081F0, 2, LOW_FIRST } },
    { "EFM32", "EFM32WG series 0", { 0x0FE081F0, 2, LOW_FIRST } },
    { "EFM32", "EFM32GG series 0", { 0x0FE081F0, 2, LOW_FIRST } },
};

gboolean
ul_chip_id_find_place (const UlDevice *device, UlChipIdPlace *place)
{
    const UlDevice *kin = ul_device_get_kin (device);

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        if (!g_str_has_prefix (kin->name, rows[i].name) ||
            (rows[i].family != NULL && strcmp (kin->family, rows[i].family) != 0))
            continue;
        *place = rows[i].place;
        return place->n_words > 0;
    }
    return FALSE;
}

static gboolean
is_all (const guint32 *words, guint n_words, guint32 value)
{
    for (guint i = 0; i < n_words; i++)
        if (words[i] != value)
            return FALSE;
    return TRUE;
}

void
ul_chip_id_take (UlChipId *self, const UlChipIdPlace *place, const guint32 *words)
{
    guint n = place->n_words;

    *self = (UlChipId){ 0 };
    if (is_all (words, n, 0) || is_all (words, n, 0xFFFFFFFF))
        return;
    self->n_words = n;
    for (guint i = 0; i < n; i++)
        self->words[i] = words[place->low_first ? n - 1 - i : i];
}

char *
ul_chip_id_to_text (const UlChipId *self)
{
    GString *text;

    if (self->n_words == 0)
        return NULL;
    text = g_string_new (NULL);
    for (guint i = 0; i < self->n_words; i++)
        g_string_append_printf (text, "%s%08X", i > 0 ? "-" : "", self->words[i]);
    return g_string_free (text, FALSE);
}
