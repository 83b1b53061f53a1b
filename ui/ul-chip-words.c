/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-chip-words.h"

#include "ul-wording.h"

#include <glib/gi18n.h>

UlLockWords
ul_chip_words_lock (const UlChip *chip)
{
    switch (chip->protection.lock) {
    case UL_LOCK_OPEN:
        return (UlLockWords){ _ ("Unsecured"), "changes-allow-symbolic", "ul-lock-open" };
    case UL_LOCK_SECURED:
        return (UlLockWords){ _ ("Secured: contents hidden"), "changes-prevent-symbolic",
                              "ul-lock-closed" };
    case UL_LOCK_SECURED_FOREVER:
        return (UlLockWords){ _ ("Secured, and cannot be unlocked by erasing"),
                              "changes-prevent-symbolic", "ul-lock-closed" };
    case UL_LOCK_RESETTING:
        return (UlLockWords){ _ ("Lock state unknown: the chip keeps resetting"),
                              "dialog-question-symbolic", NULL };
    case UL_LOCK_UNCLEAR:
        return (UlLockWords){ _ ("Lock state not clear"), "dialog-question-symbolic", NULL };
    case UL_LOCK_UNKNOWN:
    default:
        return (UlLockWords){ _ ("Lock state not read"), "dialog-question-symbolic", NULL };
    }
}

const char *
ul_chip_words_mass_erase (const UlChip *chip, const UlDevice *device)
{
    const UlLockSamples *samples = &chip->protection.samples;
    gboolean always = samples->n == 0 || (device != NULL && ul_device_is_ftmrx (device));

    switch (chip->protection.lock) {
    case UL_LOCK_OPEN:
        return always || samples->mass_erase * 2 > samples->n ? _ ("Mass erase allowed")
                                                              : _ ("Mass erase switched off");
    case UL_LOCK_SECURED:
        return _ ("Mass erase allowed");
    case UL_LOCK_SECURED_FOREVER:
        return _ ("Mass erase switched off");
    case UL_LOCK_UNKNOWN:
    case UL_LOCK_RESETTING:
    case UL_LOCK_UNCLEAR:
    default:
        return NULL;
    }
}

const char *
ul_chip_words_key (const UlChip *chip)
{
    const UlProtection *protection = &chip->protection;
    gboolean locked =
        protection->lock == UL_LOCK_SECURED || protection->lock == UL_LOCK_SECURED_FOREVER;

    if (!locked || ul_lock_judge_key (&protection->samples) != UL_KEY_ON)
        return NULL;
    return _ ("Backdoor key enabled: firmware that is given it can open the chip, a probe cannot");
}

const char *
ul_chip_words_reset_line (const UlChip *chip)
{
    return chip->protection.reset_line == UL_RESET_LINE_DEAD
               ? _ ("RESET has no effect: not connected, or switched off by the firmware")
               : NULL;
}

typedef struct {
    GString *text;
    guint n_ranges;
    guint32 start, end; /* of the run under way; end is one past it */
    gboolean open;
} Ranges;

static void
end_run (Ranges *ranges)
{
    if (!ranges->open)
        return;
    ranges->open = FALSE;
    if (++ranges->n_ranges > 3)
        return;
    g_autofree char *range = ul_wording_range (ranges->start, ranges->end - ranges->start);
    g_string_append_printf (ranges->text, "%s%s", ranges->n_ranges > 1 ? "\n" : "", range);
}

static void
add_sector (Ranges *ranges, guint32 address, guint32 size)
{
    if (ranges->open && ranges->end == address) {
        ranges->end += size;
        return;
    }
    end_run (ranges);
    ranges->open = TRUE;
    ranges->start = address;
    ranges->end = address + size;
}

static void
add_more (GString *text, guint n)
{
    g_autofree char *more =
        g_strdup_printf (ngettext ("and %u more range", "and %u more ranges", n), n);

    g_string_append_printf (text, "\n%s", more);
}

char *
ul_chip_words_protected (const UlChip *chip, const UlDevice *device)
{
    Ranges ranges = { 0 };

    if (!chip->protection.have_registers)
        return NULL;
    ranges.text = g_string_new (NULL);
    for (guint i = 0; i < ul_device_get_n_sectors (device); i++) {
        guint32 address, size;
        ul_device_get_sector (device, i, &address, &size, NULL);
        if (ul_protection_get_range (&chip->protection, device, address, size) != UL_PROTECTED_NONE)
            add_sector (&ranges, address, size);
    }
    end_run (&ranges);
    if (ranges.n_ranges == 0)
        g_string_append (ranges.text, _ ("No sector is protected"));
    else if (ranges.n_ranges > 3)
        add_more (ranges.text, ranges.n_ranges - 3);
    if (ranges.n_ranges > 0)
        /* Translators: on a line of its own, below the ranges of addresses that are so */
        g_string_append_printf (ranges.text, "\n%s", _ ("write-protected"));
    return g_string_free (ranges.text, FALSE);
}

char *
ul_chip_words_forecast (const UlForecast *forecast)
{
    switch (forecast->kind) {
    case UL_FORECAST_OPEN:
        return g_strdup (_ ("leaves the chip unsecured"));
    case UL_FORECAST_PROTECTS:
        return g_strdup_printf (ngettext ("write-protects %u sector", "write-protects %u sectors",
                                          forecast->n_protected_sectors),
                                forecast->n_protected_sectors);
    case UL_FORECAST_LOCKS:
        return g_strdup (_ ("secures the chip; erasing everything undoes it"));
    case UL_FORECAST_LOCKS_FOREVER:
        return g_strdup (_ ("locks the chip for ever"));
    case UL_FORECAST_NO_CHANGE:
    default:
        return NULL;
    }
}

static char *
describe_after_reset (const UlForecast *forecast)
{
    switch (forecast->kind) {
    case UL_FORECAST_OPEN:
        return g_strdup (_ ("After reset: the file leaves the chip unsecured"));
    case UL_FORECAST_PROTECTS:
        return g_strdup_printf (ngettext ("After reset: the file write-protects %u sector",
                                          "After reset: the file write-protects %u sectors",
                                          forecast->n_protected_sectors),
                                forecast->n_protected_sectors);
    case UL_FORECAST_LOCKS:
        return g_strdup (
            _ ("After reset: the file secures the chip; erasing everything undoes it"));
    case UL_FORECAST_LOCKS_FOREVER:
        return g_strdup (_ ("After reset: the file locks the chip for ever"));
    case UL_FORECAST_NO_CHANGE:
    default:
        return NULL;
    }
}

char *
ul_chip_words_after_reset (const UlChip *chip, const UlDevice *device, const UlPlan *plan)
{
    if (plan != NULL && plan->forecast.kind != UL_FORECAST_NO_CHANGE)
        return describe_after_reset (&plan->forecast);
    if (!chip->protection.have_fcf)
        return NULL;

    UlFcf fcf;
    ul_fcf_decode (device, chip->protection.fcf, &fcf);
    if (fcf.secured && fcf.mass_erase_disabled)
        return g_strdup (_ ("After reset: locked for ever, as the flash stands now"));
    if (fcf.secured)
        return g_strdup (_ ("After reset: secured, as the flash stands now"));
    return g_strdup (_ ("After reset: unsecured"));
}

/* Two words in a line: left to itself it would be broken within one of them. */
static char *
break_id (const char *id)
{
    GString *text = g_string_new (NULL);
    guint n = 0;

    for (; *id != '\0'; id++) {
        g_string_append_c (text, *id);
        if (*id == '-' && ++n % 2 == 0)
            g_string_append_c (text, '\n');
    }
    return g_string_free (text, FALSE);
}

char *
ul_chip_words_id (const UlChip *chip)
{
    g_autofree char *id = ul_chip_id_to_text (&chip->ids.chip);

    if (id == NULL)
        return NULL;
    g_autofree char *lines = break_id (id);
    /* Translators: the number of the single chip follows, such as 001E0025-4E45570D */
    return g_strdup_printf (_ ("Chip id\n%s"), lines);
}

static const char *
target_to_text (const UlProblem *problem)
{
    switch (problem != NULL ? problem->code : UL_ERROR_FAILED) {
    case UL_ERROR_TARGET_RESETTING:
        return _ ("Target keeps resetting");
    case UL_ERROR_TARGET_UNSTABLE:
    case UL_ERROR_TARGET_PARITY:
        return _ ("Connection unstable");
    default:
        return _ ("No target");
    }
}

static const char *
state_to_text (const UlChip *chip)
{
    switch (chip->state) {
    case UL_SESSION_NO_PROBE:
        return _ ("No probe");
    case UL_SESSION_PROBE_UNUSABLE:
        return _ ("Probe cannot be used");
    case UL_SESSION_NO_TARGET:
        return target_to_text (chip->problem);
    case UL_SESSION_WRONG_CHIP:
        return _ ("Another chip");
    case UL_SESSION_LOCKED:
        return _ ("Secured");
    case UL_SESSION_LOCKED_FOREVER:
        return _ ("Secured permanently");
    case UL_SESSION_LOCK_UNCLEAR:
        return _ ("Security state unclear");
    case UL_SESSION_READY:
    default:
        return NULL;
    }
}

static void
append (GString *text, const char *part)
{
    if (part != NULL && part[0] != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

char *
ul_chip_words_state (UlSession *session, gboolean brief)
{
    const UlChip *chip = ul_session_get_chip (session);
    const UlDevice *device = ul_session_get_device (session);
    GString *text = g_string_new (NULL);

    if (device != NULL && !brief) {
        g_autofree char *label = ul_device_get_label (device);
        append (text, label);
    }
    append (text, state_to_text (chip));
    if (brief && text->len > 0 && chip->state != UL_SESSION_NO_TARGET) /* where 0 V tells why */
        return g_string_free (text, FALSE);
    if (chip->state >= UL_SESSION_NO_TARGET && chip->probe.vtref_mv >= 0) {
        g_autofree char *voltage = ul_wording_voltage (chip->probe.vtref_mv);
        append (text, voltage);
    }
    if (!brief && chip->state >= UL_SESSION_WRONG_CHIP && chip->probe.speed_khz > 0) {
        g_autofree char *speed = ul_wording_speed (chip->probe.speed_khz);
        g_autofree char *swd = g_strdup_printf ("SWD %s", speed);
        append (text, swd);
    }
    return g_string_free (text, FALSE);
}
