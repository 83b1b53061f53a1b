/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-protection.h"

#include <glib/gi18n.h>

#define ENOUGH_SAMPLES 8
#define FEW_RESETS     2 /* of 32: somebody may have pressed the button */

/* @count of @n, against a limit given for 32 samples */
static gboolean
is_more (guint count, guint n, guint limit)
{
    return count * 32 > limit * n;
}

static UlLockState
judge_mass_erase (const UlLockSamples *samples)
{
    guint disabled = samples->n - MIN (samples->mass_erase, samples->n);

    if (is_more (disabled, samples->n, 29))
        return UL_LOCK_SECURED_FOREVER;
    return is_more (disabled, samples->n, 10) ? UL_LOCK_UNCLEAR : UL_LOCK_SECURED;
}

UlLockState
ul_lock_judge (const UlLockSamples *samples, gboolean has_mass_erase_bit)
{
    guint n = samples->n;
    guint not_ready = n - MIN (samples->ready, n);

    if (n == 0)
        return UL_LOCK_UNKNOWN;
    if (n < ENOUGH_SAMPLES)
        return UL_LOCK_UNCLEAR;
    if (is_more (not_ready, n, 24))
        return UL_LOCK_RESETTING;
    if (is_more (not_ready, n, 8))
        return UL_LOCK_UNCLEAR;
    if (is_more (samples->secured, n, 24))
        return has_mass_erase_bit ? judge_mass_erase (samples) : UL_LOCK_SECURED;
    return is_more (samples->secured, n, 8) ? UL_LOCK_UNCLEAR : UL_LOCK_OPEN;
}

/* --- single reads --- */

static gboolean
is_steady (guint flags)
{
    return (flags & (UL_SAMPLE_READY | UL_SAMPLE_IN_RESET)) == UL_SAMPLE_READY;
}

void
ul_lock_samples_add (UlLockSamples *self, UlSampleFlags flags)
{
    if (self->n >= UL_LOCK_N_SAMPLES)
        return;
    self->flags[self->n++] = flags;
    self->ready += (flags & UL_SAMPLE_READY) != 0;
    self->secured += (flags & UL_SAMPLE_SECURED) != 0;
    self->in_reset += (flags & UL_SAMPLE_IN_RESET) != 0;
    self->mass_erase += (flags & UL_SAMPLE_MASS_ERASE) != 0;
    self->backdoor += is_steady (flags) && (flags & UL_SAMPLE_BACKDOOR) != 0;
}

UlSampleKind
ul_lock_samples_get_kind (const UlLockSamples *self, guint index, gboolean has_mass_erase_bit)
{
    guint flags = self->flags[index];

    /* While it is not ready the flash has the chip look secured, whatever it is. */
    if ((flags & UL_SAMPLE_READY) == 0)
        return UL_SAMPLE_KIND_RESETTING;
    if ((flags & UL_SAMPLE_SECURED) == 0)
        return UL_SAMPLE_KIND_OPEN;
    return has_mass_erase_bit && (flags & UL_SAMPLE_MASS_ERASE) == 0 ? UL_SAMPLE_KIND_LOCKED_FOREVER
                                                                     : UL_SAMPLE_KIND_LOCKED;
}

UlKeyState
ul_lock_judge_key (const UlLockSamples *samples)
{
    guint n_valid = 0;

    for (guint i = 0; i < samples->n; i++)
        n_valid += is_steady (samples->flags[i]);
    if (n_valid < ENOUGH_SAMPLES)
        return UL_KEY_UNKNOWN;
    return samples->backdoor * 2 > n_valid ? UL_KEY_ON : UL_KEY_OFF;
}

gboolean
ul_lock_may_be_empty (UlLockState state, const UlLockSamples *samples)
{
    return state == UL_LOCK_SECURED && is_more (samples->in_reset, samples->n, FEW_RESETS);
}

/* --- in words --- */

char *
ul_lock_describe (UlLockState state, const UlLockSamples *samples)
{
    guint n = samples->n;

    if (n == 0)
        return NULL;
    switch (state) {
    case UL_LOCK_OPEN:
        return g_strdup_printf (_ ("%u of %u checks said unsecured"), n - samples->secured, n);
    case UL_LOCK_SECURED:
        if (samples->mass_erase == 0) /* the family has no bit for that: it always is */
            return g_strdup_printf (_ ("%u of %u checks said secured"), samples->secured, n);
        return g_strdup_printf (_ ("%u of %u checks said secured; mass erase was allowed in %u"),
                                samples->secured, n, samples->mass_erase);
    case UL_LOCK_SECURED_FOREVER:
        return g_strdup_printf (
            _ ("%u of %u checks said secured; mass erase was switched off in %u"), samples->secured,
            n, n - samples->mass_erase);
    case UL_LOCK_RESETTING:
        return samples->ready == 0
                   ? g_strdup_printf (_ ("the flash was not ready in any of %u checks"), n)
                   : g_strdup_printf (_ ("the flash was ready in %u of %u checks"), samples->ready,
                                      n);
    case UL_LOCK_UNCLEAR:
    case UL_LOCK_UNKNOWN:
    default:
        return g_strdup_printf (_ ("%u of %u checks said secured, and the flash was ready in %u"),
                                samples->secured, n, samples->ready);
    }
}

/* --- what is left --- */

static char *
describe_key (const UlLockSamples *samples)
{
    switch (ul_lock_judge_key (samples)) {
    case UL_KEY_ON:
        return g_strdup_printf (
            _ ("The backdoor key is enabled (%u of %u checks said so). Whoever has its 8 bytes can "
               "give them to the firmware or boot loader that runs on the chip, if that asks for "
               "them: it then opens the chip until its next reset, nothing is erased, and Unlatch "
               "can work with it. A debug probe cannot hand the key over: while the chip is "
               "secured, its bus is closed for debuggers."),
            samples->backdoor, samples->n);
    case UL_KEY_OFF:
        return g_strdup_printf (_ ("The backdoor key is not enabled (%u of %u checks said it is): "
                                   "no key opens this chip."),
                                samples->backdoor, samples->n);
    case UL_KEY_UNKNOWN:
    default:
        return g_strdup (_ ("Whether a backdoor key is enabled does not show on a chip that is "
                            "found in reset."));
    }
}

GStrv
ul_lock_list_ways (UlLockState state, const UlLockSamples *samples)
{
    g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
    g_autofree char *key = describe_key (samples);

    g_strv_builder_add (lines, key);
    if (state == UL_LOCK_SECURED)
        g_strv_builder_add (lines, _ ("A mass erase, by Unlock, opens the chip and takes "
                                      "everything on it away."));
    else
        g_strv_builder_add (lines, _ ("A boot loader in the firmware can still replace the rest of "
                                      "the firmware, if there is one and it is meant to."));
    g_strv_builder_add (lines, _ ("The firmware keeps running as before. Nothing that Unlatch does "
                                  "changes it."));
    if (state == UL_LOCK_SECURED_FOREVER)
        g_strv_builder_add (lines, _ ("If nothing of this helps, the chip has to be replaced: with "
                                      "mass erase switched off no tool can erase it."));
    return g_strv_builder_end (lines);
}
