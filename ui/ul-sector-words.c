/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sector-words.h"

#include "ul-map-state.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

static void
get_place (const UlSectorSubject *subject, guint32 *address, guint32 *size, const UlRegion **region)
{
    ul_device_get_sector (subject->device, subject->sector, address, size, region);
}

static const UlStep *
find_step (const UlSectorSubject *subject)
{
    for (guint i = 0; subject->plan != NULL && i < subject->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (subject->plan->steps, UlStep, i);
        if (step->sector == subject->sector)
            return step;
    }
    return NULL;
}

char *
ul_sector_words_title (const UlSectorSubject *subject)
{
    return g_strdup_printf (_ ("SECTOR %u"), subject->sector);
}

char *
ul_sector_words_chip (const UlSectorSubject *subject)
{
    if (subject->hidden)
        return g_strdup (ul_map_state_to_text (UL_MAP_HIDDEN));
    switch (subject->state->content) {
    case UL_CONTENT_BLANK:
        return g_strdup (ul_map_state_to_text (UL_MAP_BLANK));
    case UL_CONTENT_DATA:
        return g_strdup (ul_map_state_to_text (UL_MAP_DATA));
    default:
        return g_strdup (ul_map_state_to_text (UL_MAP_UNKNOWN));
    }
}

char *
ul_sector_words_file (const UlSectorSubject *subject)
{
    if (!subject->state->in_image)
        return g_strdup (_ ("nothing here"));
    return g_strconcat (subject->files != NULL ? subject->files
                                               : ul_map_state_to_text (UL_MAP_IN_FILE),
                        subject->clash != NULL ? "\n" : NULL, subject->clash, NULL);
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

/* Steps of a plan that unlocks are told for the chip as its mass erase leaves it; a person asks
 * what becomes of the sector as it is now. */
static UlStepKind
with_mass_erase (const UlSectorSubject *subject, UlStepKind kind)
{
    gboolean is_blank = !subject->hidden && subject->state->content == UL_CONTENT_BLANK;

    if (subject->plan == NULL || !subject->plan->unlocks || is_blank)
        return kind;
    if (kind == UL_STEP_PROGRAM)
        return UL_STEP_REWRITE;
    return kind == UL_STEP_NONE ? UL_STEP_ERASE : kind;
}

/* The plan in hand knows the reason; without one the state knows the kind of step. */
char *
ul_sector_words_plan (const UlSectorSubject *subject)
{
    if (subject->clash != NULL)
        return g_strdup (ul_map_state_to_text (UL_MAP_CLASH));

    const UlStep *step = find_step (subject);
    UlStepKind kind = with_mass_erase (subject, step != NULL ? step->kind : subject->state->step);
    g_autoptr (GString) text = g_string_new (step_text (kind));

    if (step != NULL && step->reason == UL_REASON_PROTECTED && !subject->state->left_out)
        return g_strdup (_ ("wanted by the file, but protected"));
    if (step != NULL && kind == UL_STEP_SKIP)
        /* Translators: what the plan does to a sector, and why: "leave as it is (already matches)"
         */
        g_string_printf (text, _ ("%s (%s)"), step_text (kind),
                         ul_step_reason_to_text (step->reason));
    if (step != NULL ? step->preserves : subject->state->preserves)
        g_string_append_printf (text, "\n%s", _ ("Bytes that the file does not define are kept."));
    return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Which bit of the protection registers it is, so that it can be found in the manual. */
static char *
protection_bit (const UlSectorSubject *subject)
{
    const UlRegion *region = NULL;
    guint32 address = 0;

    get_place (subject, &address, NULL, &region);
    guint32 granule = ul_protection_get_granule (subject->device, region);
    gboolean ftmr = ul_device_is_ftmrx (subject->device);
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
ul_sector_words_protection (const UlSectorSubject *subject)
{
    g_autofree char *bit = protection_bit (subject);
    const char *text = _ ("not protected");

    if (subject->hidden)
        return g_strdup (_ ("not known: chip is locked"));
    if (subject->state->protection == UL_PROTECTED_FULL)
        text = ul_map_state_to_text (UL_MAP_PROTECTED);
    else if (subject->state->protection == UL_PROTECTED_PART)
        text = ul_map_state_to_text (UL_MAP_PART_PROTECTED);
    else if (subject->protection == NULL || !subject->protection->have_registers)
        text = _ ("not read");
    if (bit == NULL)
        return g_strdup (text);
    return g_strdup_printf (_ ("%s (%s)"), text, bit);
}

char *
ul_sector_words_job (const UlSectorSubject *subject)
{
    UlMapLook look = ul_map_state_look (subject->state, subject->hidden);
    UlMapState state = look.waiting != UL_MAP_NONE ? look.waiting : look.whole;

    if (subject->state->activity == UL_ACTIVITY_NONE)
        return NULL;
    if (state == UL_MAP_FAILED && subject->problem != NULL)
        return g_strdup_printf (_ ("failed: %s"), subject->problem);
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
    gboolean wide = !ul_device_is_ftmrx (device);

    g_string_append_printf (text, "FSEC 0x%02X: %s\n", fcf->fsec, fsec);
    g_string_append_printf (text, wide ? "FPROT 0x%08X\n" : "FPROT 0x%02X\n", fcf->fprot);
    g_string_append_printf (text, "FOPT 0x%02X: %s", fcf->fopt, fopt);
    for (guint i = 0; sentences[i] != NULL; i++)
        g_string_append_printf (text, "\n• %s", sentences[i]);
    return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ul_sector_words_settings_now (const UlSectorSubject *subject)
{
    UlFcf fcf;

    if (!subject->state->has_fcf)
        return NULL;
    if (subject->hidden)
        return g_strdup (ul_map_state_to_text (UL_MAP_HIDDEN));
    if (subject->protection == NULL || !subject->protection->have_fcf)
        return g_strdup (ul_map_state_to_text (UL_MAP_UNKNOWN));
    ul_fcf_decode (subject->device, subject->protection->fcf, &fcf);
    return describe_settings (subject->device, &fcf);
}

char *
ul_sector_words_settings_after (const UlSectorSubject *subject)
{
    if (!subject->state->has_fcf || subject->plan == NULL)
        return NULL;
    if (subject->plan->forecast.kind == UL_FORECAST_NO_CHANGE)
        return g_strdup (_ ("unchanged"));
    return describe_settings (subject->device, &subject->plan->forecast.fcf);
}
