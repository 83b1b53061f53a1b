/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sector-words.h"

#include "ul-map-state.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

static void
get_place (const UlSectorView *view, guint32 *address, guint32 *size, const UlRegion **region)
{
    ul_device_get_sector (view->device, view->sector, address, size, region);
}

static const UlStep *
find_step (const UlSectorView *view)
{
    for (guint i = 0; view->plan != NULL && i < view->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (view->plan->steps, UlStep, i);
        if (step->sector == view->sector)
            return step;
    }
    return NULL;
}

char *
ul_sector_words_title (const UlSectorView *view)
{
    return g_strdup_printf (_ ("SECTOR %u"), view->sector);
}

char *
ul_sector_words_chip (const UlSectorView *view)
{
    if (view->hidden)
        return g_strdup (ul_map_state_to_text (UL_MAP_HIDDEN));
    switch (view->state->content) {
    case UL_CONTENT_BLANK:
        return g_strdup (ul_map_state_to_text (UL_MAP_BLANK));
    case UL_CONTENT_DATA:
        return g_strdup (ul_map_state_to_text (UL_MAP_DATA));
    default:
        return g_strdup (ul_map_state_to_text (UL_MAP_UNKNOWN));
    }
}

char *
ul_sector_words_file (const UlSectorView *view)
{
    if (!view->state->in_image)
        return g_strdup (_ ("nothing here"));
    return g_strdup (view->files != NULL ? view->files : ul_map_state_to_text (UL_MAP_IN_FILE));
}

static const char *
step_text (UlStepKind kind)
{
    switch (kind) {
    case UL_STEP_ERASE:
        return _ ("erase");
    case UL_STEP_PROGRAM:
        return _ ("write; it is blank already");
    case UL_STEP_REWRITE:
        return _ ("erase and write");
    case UL_STEP_SKIP:
        return _ ("leave as it is");
    case UL_STEP_NONE:
    default:
        return _ ("not touched");
    }
}

/* The plan in hand knows the reason; without one the state knows the kind of step. */
char *
ul_sector_words_plan (const UlSectorView *view)
{
    const UlStep *step = find_step (view);
    UlStepKind kind = step != NULL ? step->kind : view->state->step;
    g_autoptr (GString) text = g_string_new (step_text (kind));

    if (step != NULL && kind == UL_STEP_SKIP)
        g_string_append_printf (text, " (%s)", ul_step_reason_to_text (step->reason));
    if (step != NULL ? step->preserves : view->state->preserves)
        g_string_append_printf (text, "\n%s", _ ("Bytes that the file does not define are kept."));
    return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Which bit of the protection registers it is, so that it can be found in the manual. */
static char *
protection_bit (const UlSectorView *view)
{
    const UlRegion *region = NULL;
    guint32 address = 0;

    get_place (view, &address, NULL, &region);
    guint32 granule = ul_protection_get_granule (view->device, region);
    gboolean ftmr = view->device->controller == UL_CONTROLLER_FTMRH ||
                    view->device->controller == UL_CONTROLLER_FTMRE;
    if (granule == 0)
        return NULL;
    guint bit = (address - region->start) / granule;
    if (ftmr && region->kind != UL_REGION_EEPROM)
        return g_strdup ("FPROT");
    if (region->kind == UL_REGION_EEPROM)
        return g_strdup (ftmr ? "EEPROT" : "FEPROT");
    if (region->kind == UL_REGION_DATA_FLASH)
        return g_strdup_printf (_ ("%s bit %u"), "FDPROT", bit);
    g_autofree char *name = g_strdup_printf ("FPROT%u", 3 - bit / 8 % 4);
    /* Translators: a register and a bit of it: "FPROT3 bit 0" */
    return g_strdup_printf (_ ("%s bit %u"), name, bit % 8);
}

char *
ul_sector_words_protection (const UlSectorView *view)
{
    g_autofree char *bit = protection_bit (view);
    const char *text = _ ("not protected");

    if (view->hidden)
        return g_strdup (_ ("not known: chip is locked"));
    if (view->state->protection == UL_PROTECTED_FULL)
        text = ul_map_state_to_text (UL_MAP_PROTECTED);
    else if (view->state->protection == UL_PROTECTED_PART)
        text = ul_map_state_to_text (UL_MAP_PART_PROTECTED);
    else if (view->protection == NULL || !view->protection->have_registers)
        text = _ ("not read");
    if (bit == NULL)
        return g_strdup (text);
    return g_strdup_printf ("%s (%s)", text, bit);
}

char *
ul_sector_words_job (const UlSectorView *view)
{
    UlMapLook look = ul_map_state_look (view->state, view->hidden);
    UlMapState state = look.waiting != UL_MAP_NONE ? look.waiting : look.whole;

    if (view->state->activity == UL_ACTIVITY_NONE)
        return NULL;
    if (state == UL_MAP_FAILED && view->problem != NULL)
        return g_strdup_printf (_ ("failed: %s"), view->problem);
    return g_strdup (ul_map_state_to_text (state));
}

/* --- lock settings ------------------------------------------------------------------------- */

static char *
describe_settings (const UlDevice *device, const UlFcf *fcf)
{
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *fsec = ul_fsec_describe (device, fcf->fsec);
    g_autofree char *fopt = ul_fopt_describe (device, fcf->fopt);
    g_auto (GStrv) sentences = ul_fcf_describe (device, fcf);
    gboolean wide =
        device->controller != UL_CONTROLLER_FTMRH && device->controller != UL_CONTROLLER_FTMRE;

    g_string_append_printf (text, "FSEC 0x%02X: %s\n", fcf->fsec, fsec);
    g_string_append_printf (text, wide ? "FPROT 0x%08X\n" : "FPROT 0x%02X\n", fcf->fprot);
    g_string_append_printf (text, "FOPT 0x%02X: %s", fcf->fopt, fopt);
    for (guint i = 0; sentences[i] != NULL; i++)
        g_string_append_printf (text, "\n• %s", sentences[i]);
    return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ul_sector_words_settings_now (const UlSectorView *view)
{
    UlFcf fcf;

    if (!view->state->has_fcf)
        return NULL;
    if (view->hidden)
        return g_strdup (ul_map_state_to_text (UL_MAP_HIDDEN));
    if (view->protection == NULL || !view->protection->have_fcf)
        return g_strdup (ul_map_state_to_text (UL_MAP_UNKNOWN));
    ul_fcf_decode (view->device, view->protection->fcf, &fcf);
    return describe_settings (view->device, &fcf);
}

char *
ul_sector_words_settings_after (const UlSectorView *view)
{
    if (!view->state->has_fcf || view->plan == NULL)
        return NULL;
    if (view->plan->forecast.kind == UL_FORECAST_NO_CHANGE)
        return g_strdup (_ ("unchanged"));
    return describe_settings (view->device, &view->plan->forecast.fcf);
}
