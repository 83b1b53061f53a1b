/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a profile means for a job, its chip and its probe. */
#include "ul-profile-private.h"

#include <glib/gi18n.h>

static const struct {
    UlProfileProbe kind;
    const char *prefix;
} probe_kinds[] = {
    { UL_PROFILE_PROBE_JLINK, "jlink" },
    { UL_PROFILE_PROBE_CMSIS_DAP, "cmsis-dap" },
    { UL_PROFILE_PROBE_SIM, "sim" },
};

char *
ul_profile_get_probe_id (UlProfile *self)
{
    gint64 kind = ul_profile_get_number (self, UL_PROFILE_PROBE_KIND);
    const char *serial = ul_profile_get_text (self, UL_PROFILE_PROBE_SERIAL);

    for (guint i = 0; i < G_N_ELEMENTS (probe_kinds); i++)
        if ((gint64) probe_kinds[i].kind == kind)
            return serial[0] == '\0' ? g_strdup (probe_kinds[i].prefix)
                                     : g_strdup_printf ("%s:%s", probe_kinds[i].prefix, serial);
    return NULL;
}

gboolean
ul_profile_set_probe_id (UlProfile *self, const char *id, GError **error)
{
    g_auto (GStrv) parts = g_strsplit (id != NULL ? id : "", ":", 2);
    const char *serial = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";
    gint64 kind = parts[0] == NULL ? UL_PROFILE_PROBE_ANY : UL_PROFILE_UNSET;

    for (guint i = 0; kind == UL_PROFILE_UNSET && i < G_N_ELEMENTS (probe_kinds); i++)
        if (g_str_equal (parts[0], probe_kinds[i].prefix))
            kind = probe_kinds[i].kind;
    if (kind == UL_PROFILE_UNSET) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("“%s” is no probe: expected jlink, cmsis-dap or sim, then a colon and the "
                        "serial number"),
                     id);
        return FALSE;
    }
    if (!ul_profile_set_text (self, UL_PROFILE_PROBE_SERIAL, serial, error))
        return FALSE;
    ul_profile_set_number (self, UL_PROFILE_PROBE_KIND, kind);
    return TRUE;
}

guint
ul_profile_get_speed_khz (UlProfile *self)
{
    return (guint) (ul_profile_get_number (self, UL_PROFILE_SPEED_HZ) / 1000);
}

gboolean
ul_profile_find_device (UlProfile *self, const UlDevice **device, GError **error)
{
    const char *name = ul_profile_get_text (self, UL_PROFILE_DEVICE);
    g_autofree char *candidates = NULL;

    *device = name[0] != '\0' ? ul_devices_choose (name, &candidates) : NULL;
    if (*device != NULL || name[0] == '\0')
        return TRUE;
    if (candidates != NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_TARGET_UNKNOWN_CHIP,
                     _ ("The profile wants %s, which fits several chips that differ: %s"), name,
                     candidates);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_TARGET_UNKNOWN_CHIP,
                     _ ("The profile wants %s, and no chip is called so"), name);
    return FALSE;
}

static UlProfileRange
get_selected (UlProfile *self)
{
    g_autoptr (GArray) ranges =
        ul_profile_parse_ranges (ul_profile_get_text (self, UL_PROFILE_SELECTED), NULL);

    return ranges->len > 0 ? g_array_index (ranges, UlProfileRange, 0) : (UlProfileRange){ 1, 0 };
}

static guint32
get_size (UlProfileRange range)
{
    return (guint32) MIN ((guint64) range.last - range.first + 1, G_MAXUINT32);
}

/* An erase takes whole sectors. */
static UlProfileRange
widen (UlProfileRange range, const UlDevice *device)
{
    guint32 address, size;
    int first = device != NULL ? ul_device_find_sector (device, range.first) : -1;
    int last = device != NULL ? ul_device_find_sector (device, range.last) : -1;

    if (first >= 0) {
        ul_device_get_sector (device, (guint) first, &address, &size, NULL);
        range.first = address;
    }
    if (last >= 0) {
        ul_device_get_sector (device, (guint) last, &address, &size, NULL);
        range.last = address + (size - 1);
    }
    return range;
}

static gboolean
overlap (UlProfileRange a, UlProfileRange b)
{
    return a.first <= b.last && b.first <= a.last;
}

/* Whether a chosen sector that the job changes has bytes of the range. */
static gboolean
is_chosen (const UlJobSpec *spec, const UlDevice *device, UlProfileRange keep)
{
    for (guint i = 0; device != NULL && i < ul_device_get_n_sectors (device); i++) {
        guint32 address, size;
        ul_device_get_sector (device, i, &address, &size, NULL);
        if (ul_job_spec_has_sector (spec, i) &&
            overlap ((UlProfileRange){ address, address + (size - 1) }, keep))
            return TRUE;
    }
    return FALSE;
}

/* Bytes that no file has are preserved by the plan itself unless more than needed is erased. */
static gboolean
would_change (const UlJobSpec *spec, const UlDevice *device, UlProfileRange keep)
{
    gsize size = (gsize) keep.last - keep.first + 1;
    UlProfileRange erased = { spec->range_start, spec->range_start + (spec->range_size - 1) };

    if (spec->kind == UL_JOB_UNLOCK || spec->unlock_first)
        return TRUE;
    if (spec->kind == UL_JOB_UNPROTECT) /* all else is put back as it was */
        return device != NULL && device->has_fcf &&
               overlap ((UlProfileRange){ device->fcf_address,
                                          device->fcf_address + (UL_FCF_SIZE - 1) },
                        keep);
    if (spec->kind != UL_JOB_PROGRAM && spec->kind != UL_JOB_ERASE)
        return FALSE;
    if (spec->scope == UL_SCOPE_SECTORS && !is_chosen (spec, device, keep))
        return FALSE;
    if (spec->image != NULL && ul_image_covers (spec->image, keep.first, size))
        return TRUE;
    if (spec->scope == UL_SCOPE_SECTORS)
        return spec->kind == UL_JOB_ERASE;
    if (spec->scope == UL_SCOPE_RANGE)
        return overlap (widen (erased, device), keep);
    return spec->scope == UL_SCOPE_ALL;
}

static gboolean
apply_scope (UlProfile *self, UlJobSpec *spec, GError **error)
{
    UlProfileRange selected = get_selected (self);

    spec->scope = (UlScope) ul_profile_get_number (self, UL_PROFILE_ERASE);
    if (spec->scope != UL_SCOPE_RANGE)
        return TRUE;
    if (selected.first > selected.last) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE,
                             _ ("The profile erases what is selected, but nothing is selected"));
        return FALSE;
    }
    spec->range_start = selected.first;
    spec->range_size = get_size (selected);
    return TRUE;
}

gboolean
ul_profile_check_allowed (UlProfile *self, const UlJobSpec *spec, const UlDevice *device,
                          GError **error)
{
    g_autoptr (GArray) kept = ul_profile_get_kept (self);
    gboolean never = ul_profile_get_number (self, UL_PROFILE_UNLOCK) == UL_PROFILE_UNLOCK_NEVER;

    if (never && (spec->kind == UL_JOB_UNLOCK || spec->unlock_first)) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROFILE_FORBIDS,
                             _ ("The profile says that this chip is never unlocked"));
        return FALSE;
    }
    for (guint i = 0; i < kept->len; i++) {
        UlProfileRange keep = g_array_index (kept, UlProfileRange, i);
        if (!would_change (spec, device, keep))
            continue;
        g_autoptr (GError) local =
            g_error_new (UL_ERROR, UL_ERROR_PROFILE_FORBIDS,
                         _ ("The job would change 0x%X–0x%X, which the profile keeps"), keep.first,
                         keep.last);
        ul_error_set_where (local, keep.first, get_size (keep));
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    return TRUE;
}

gboolean
ul_profile_apply_to_spec (UlProfile *self, UlJobSpec *spec, const UlDevice *device, GError **error)
{
    gboolean changes = spec->kind == UL_JOB_PROGRAM || spec->kind == UL_JOB_ERASE;
    gboolean keeps = ul_profile_get_text (self, UL_PROFILE_KEEP)[0] != '\0';

    if (changes && !apply_scope (self, spec, error))
        return FALSE;
    spec->unlock_if_locked =
        changes && !keeps &&
        ul_profile_get_number (self, UL_PROFILE_UNLOCK) == UL_PROFILE_UNLOCK_WHEN_LOCKED;
    spec->skip_protected = changes && ul_profile_get_number (self, UL_PROFILE_SKIP_PROTECTED) != 0;
    spec->lock_bytes = (UlLockBytes) ul_profile_get_number (self, UL_PROFILE_LOCK_BYTES);
    spec->no_verify = ul_profile_get_number (self, UL_PROFILE_VERIFY) == UL_PROFILE_VERIFY_NO;
    spec->read_back = ul_profile_get_number (self, UL_PROFILE_VERIFY) == UL_PROFILE_VERIFY_FULL;
    spec->halt_after = ul_profile_get_number (self, UL_PROFILE_RESET) == UL_PROFILE_RESET_HALT;
    spec->no_backup = ul_profile_get_number (self, UL_PROFILE_BACKUP) == 0;
    return ul_profile_check_allowed (self, spec, device, error);
}

static gboolean
check_power (UlProfile *self, int vtref_mv, GError **error)
{
    gint64 least = ul_profile_get_number (self, UL_PROFILE_MIN_MILLIVOLTS);

    if (vtref_mv < 0 || vtref_mv >= least)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_TARGET_NO_POWER,
                 _ ("The probe measures %.2f V; the profile wants at least %.2f V"),
                 vtref_mv / 1000.0, (double) least / 1000.0);
    return FALSE;
}

gboolean
ul_profile_check_target (UlProfile *self, guint32 sdid, int vtref_mv, GError **error)
{
    gint64 expected = ul_profile_get_number (self, UL_PROFILE_EXPECT_ID);

    if (!check_power (self, vtref_mv, error))
        return FALSE;
    if (expected == UL_PROFILE_UNSET || sdid == 0 || sdid == expected)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP,
                 _ ("The profile expects a chip with the ID 0x%08X; this one has 0x%08X"),
                 (guint) expected, sdid);
    return FALSE;
}
