/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The flash configuration field in words. Source: facts, Flash Configuration Field. */
#include "ul-protection.h"
#include "ul-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define SEC(fsec)    ((fsec) &3)
#define FSLACC(fsec) ((fsec) >> 2 & 3)
#define MEEN(fsec)   ((fsec) >> 4 & 3)
#define KEYEN(fsec)  ((fsec) >> 6 & 3)

typedef struct {
    guint8 first, n;
} Span;

static const Span ftfx_spans[] = {
    [UL_FCF_KEY] = { 0, 8 },   [UL_FCF_FPROT] = { 8, 4 },   [UL_FCF_FSEC] = { 12, 1 },
    [UL_FCF_FOPT] = { 13, 1 }, [UL_FCF_FEPROT] = { 14, 1 }, [UL_FCF_FDPROT] = { 15, 1 },
};
static const Span ftmr_spans[] = {
    [UL_FCF_KEY] = { 0, 8 },   [UL_FCF_FPROT] = { 13, 1 },  [UL_FCF_FSEC] = { 14, 1 },
    [UL_FCF_FOPT] = { 15, 1 }, [UL_FCF_FEPROT] = { 12, 1 }, [UL_FCF_FDPROT] = { 0, 0 },
};

void
ul_fcf_get_part (const UlDevice *device, UlFcfPart part, guint *first, guint *n)
{
    const Span *span = ul_device_is_ftmrx (device) ? &ftmr_spans[part] : &ftfx_spans[part];

    *first = span->first;
    *n = span->n;
}

guint
ul_fcf_get_fsec_index (const UlDevice *device)
{
    guint first = 0, n = 0;

    ul_fcf_get_part (device, UL_FCF_FSEC, &first, &n);
    return first;
}

static void
decode_fsec (const UlDevice *device, UlFcf *fcf)
{
    guint8 fsec = fcf->fsec;

    fcf->secured = SEC (fsec) != 2;
    fcf->backdoor_enabled = KEYEN (fsec) == 2;
    /* FTMRx has neither MEEN nor FSLACC. */
    fcf->mass_erase_disabled = !ul_device_is_ftmrx (device) && MEEN (fsec) == 2;
    fcf->factory_access = ul_device_is_ftmrx (device) || FSLACC (fsec) == 0 || FSLACC (fsec) == 3;
}

void
ul_fcf_decode (const UlDevice *device, const guint8 raw[16], UlFcf *fcf)
{
    memset (fcf, 0, sizeof *fcf);
    memcpy (fcf->raw, raw, 16);
    memcpy (fcf->key, raw, 8);
    if (ul_device_is_ftmrx (device)) {
        fcf->feprot = raw[12];
        fcf->fprot = raw[13];
        fcf->fsec = raw[14];
        fcf->fopt = raw[15];
        fcf->fdprot = 0xFF;
    } else {
        fcf->fprot = (guint32) raw[8] | (guint32) raw[9] << 8 | (guint32) raw[10] << 16 |
                     (guint32) raw[11] << 24;
        fcf->fsec = raw[12];
        fcf->fopt = raw[13];
        fcf->feprot = raw[14];
        fcf->fdprot = raw[15];
    }
    decode_fsec (device, fcf);
}

void
ul_fcf_get_protection (const UlFcf *fcf, UlProtection *protection)
{
    memset (protection, 0, sizeof *protection);
    protection->have_registers = TRUE;
    protection->have_fcf = TRUE;
    protection->fsec = fcf->fsec;
    protection->fopt = fcf->fopt;
    protection->fprot = fcf->fprot;
    protection->fdprot = fcf->fdprot;
    protection->feprot = fcf->feprot;
    memcpy (protection->fcf, fcf->raw, 16);
    if (!fcf->secured)
        protection->lock = UL_LOCK_OPEN;
    else
        protection->lock = fcf->mass_erase_disabled ? UL_LOCK_SECURED_FOREVER : UL_LOCK_SECURED;
}

char *
ul_fsec_describe (const UlDevice *device, guint8 fsec)
{
    UlFcf fcf = { .fsec = fsec };

    decode_fsec (device, &fcf);
    const char *const parts[] = {
        fcf.secured ? _ ("secured") : _ ("unsecured"),
        fcf.mass_erase_disabled ? _ ("mass erase disabled") : _ ("mass erase allowed"),
        fcf.backdoor_enabled ? _ ("backdoor key enabled") : _ ("no backdoor key"),
        fcf.factory_access ? NULL : _ ("no factory access"),
        NULL,
    };
    return ul_words_list_strv (parts);
}

static void
add (GPtrArray *lines, char *line)
{
    g_ptr_array_add (lines, line);
}

static void
describe_security (GPtrArray *lines, const UlFcf *fcf)
{
    if (fcf->secured && fcf->mass_erase_disabled)
        add (lines, g_strdup (_ ("Locked for ever: the chip is secured and mass erase is switched "
                                 "off. No tool can undo this.")));
    else if (fcf->secured)
        add (lines, g_strdup (_ ("Secured: the contents cannot be read or changed until everything "
                                 "is erased.")));
    else if (fcf->mass_erase_disabled)
        add (lines, g_strdup (_ ("Mass erase is switched off: if the chip is ever secured, it "
                                 "cannot be unlocked.")));
}

static void
describe_protection (GPtrArray *lines, const UlDevice *device, const UlFcf *fcf)
{
    UlProtection protection;
    guint first = 0, last = 0;

    ul_fcf_get_protection (fcf, &protection);
    for (guint from = 0; ul_protection_find_run (&protection, device, from, &first, &last);
         from = last + 1) {
        guint32 start = 0, end = 0, size = 0;
        ul_device_get_sector (device, first, &start, NULL, NULL);
        ul_device_get_sector (device, last, &end, &size, NULL);
        add (lines,
             g_strdup_printf (_ ("0x%08X–0x%08X is write-protected."), start, end + (size - 1)));
    }
}

gboolean
ul_fcf_has_key (const UlFcf *fcf)
{
    guint ones = 0, zeros = 0;
    for (guint i = 0; i < 8; i++) {
        ones += fcf->key[i] == 0xFF;
        zeros += fcf->key[i] == 0;
    }
    return ones < 8 && zeros < 8;
}

static void
describe_access (GPtrArray *lines, const UlFcf *fcf)
{
    if (fcf->backdoor_enabled && ul_fcf_has_key (fcf))
        add (lines, g_strdup (_ ("The backdoor key is enabled: firmware that is given it can open "
                                 "the chip until the next reset. A debug probe cannot.")));
    else if (fcf->backdoor_enabled)
        add (lines, g_strdup (_ ("The backdoor key is enabled, but the key itself is one that the "
                                 "chip refuses.")));
    if (!fcf->factory_access)
        add (lines, g_strdup (_ ("Factory access is denied: the maker cannot analyse a failed "
                                 "chip.")));
}

GStrv
ul_fcf_describe (const UlDevice *device, const UlFcf *fcf)
{
    GPtrArray *lines = g_ptr_array_new ();

    describe_security (lines, fcf);
    if (!fcf->secured || !fcf->mass_erase_disabled) {
        char *risk = ul_fsec_describe_risk (device, fcf->fsec);
        if (risk != NULL)
            add (lines, risk);
    }
    describe_protection (lines, device, fcf);
    describe_access (lines, fcf);
    GStrv warnings = ul_fopt_warn (device, fcf->fopt);
    for (guint i = 0; warnings[i] != NULL; i++)
        add (lines, warnings[i]);
    g_free (warnings);
    if (lines->len == 0)
        add (lines, g_strdup (_ ("Unsecured, mass erase allowed, nothing write-protected.")));
    g_ptr_array_add (lines, NULL);
    return (GStrv) g_ptr_array_free (lines, FALSE);
}
