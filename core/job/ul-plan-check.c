/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What makes a job impossible or unwise. Nothing has been touched yet. */
#include "ul-plan-parts.h"
#include "ul-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* The first part of a range that is in no region. */
static gboolean
find_stray (const UlDevice *device, guint64 start, guint64 size, guint32 *stray,
            guint64 *stray_size)
{
    guint64 at = start, end = start + size;

    while (at < end) {
        const UlRegion *region = ul_device_find_region (device, at);
        if (region == NULL)
            break;
        at = (guint64) region->start + region->size;
    }
    if (at >= end)
        return FALSE;

    guint64 stop = end;
    for (guint i = 0; i < device->n_regions; i++)
        if (device->regions[i].start > at)
            stop = MIN (stop, device->regions[i].start);
    *stray = at;
    *stray_size = stop - at;
    return TRUE;
}

static gboolean
is_in_ram (const UlDevice *device, guint32 address)
{
    return address >= device->ram_start && address - device->ram_start < device->ram_size;
}

static void
set_stray_error (const UlDevice *device, guint32 start, guint64 size, guint n_stray, guint n_parts,
                 GError **error)
{
    g_autofree char *label = ul_device_get_label (device);
    guint32 last = start + (guint32) (size - 1);

    if (is_in_ram (device, start))
        g_set_error (error, UL_ERROR, UL_ERROR_IMAGE_DOES_NOT_FIT,
                     _ ("0x%08X–0x%08X lies in the RAM of the %s, which keeps nothing"), start,
                     last, label);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_IMAGE_DOES_NOT_FIT,
                     _ ("0x%08X–0x%08X is in no memory of the %s that can be programmed"), start,
                     last, label);
    if (error == NULL)
        return;
    ul_error_set_where (*error, start, (guint32) MIN (size, G_MAXUINT32));
    ul_error_add_detail (*error, "device", "%s", device->name);
    if (n_parts > 0) {
        ul_error_add_detail (*error, "parts", "%u", n_parts);
        ul_error_add_detail (*error, "parts that do not fit", "%u", n_stray);
    }
}

static gboolean
check_image (const UlDevice *device, UlImage *image, GError **error)
{
    guint n = ul_image_get_n_segments (image), n_stray = 0;
    guint32 first = 0, start = 0;
    guint64 first_size = 0, size = 0;

    for (guint i = 0; i < n; i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        if (!find_stray (device, segment->address, segment->size, &start, &size))
            continue;
        if (n_stray++ == 0) {
            first = start;
            first_size = size;
        }
    }
    if (n_stray > 0)
        set_stray_error (device, first, first_size, n_stray, n, error);
    return n_stray == 0;
}

static gboolean
check_range (const UlPlanInput *input, GError **error)
{
    const UlJobSpec *spec = input->spec;
    guint32 start = 0;
    guint64 size = 0;

    if (spec->range_size == 0) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE, _ ("the range is empty"));
        return FALSE;
    }
    if (!find_stray (input->device, spec->range_start, spec->range_size, &start, &size))
        return TRUE;
    set_stray_error (input->device, start, size, 0, 0, error);
    if (error != NULL)
        ul_error_add_detail (*error, "range", "0x%08X-0x%08X", spec->range_start,
                             spec->range_start + (spec->range_size - 1));
    return FALSE;
}

/* Unlocking makes data flash of all of the FlexNVM again. */
gboolean
ul_plan_check_emulated (const UlPlanInput *input, GError **error)
{
    const UlRegion *eeprom = ul_device_find_emulated (input->device);

    if (eeprom == NULL || !input->spec->unlock_first || input->spec->division.known ||
        input->spec->image == NULL ||
        !ul_image_covers (input->spec->image, eeprom->start, eeprom->size))
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_IMAGE_DOES_NOT_FIT,
                 _ ("the file has data for the emulated EEPROM at 0x%08X, which unlocking takes "
                    "away: the firmware has to set it up again first"),
                 eeprom->start);
    if (error != NULL)
        ul_error_set_where (*error, eeprom->start, eeprom->size);
    return FALSE;
}

static gboolean
check_is_there (UlImage *image, GError **error)
{
    if (image == NULL)
        g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE,
                             _ ("there is no firmware to work on"));
    else if (ul_image_get_n_segments (image) == 0)
        g_set_error (error, UL_ERROR, UL_ERROR_IMAGE_FORMAT,
                     _ ("%s: it holds no data, so that there is nothing to work with"),
                     ul_image_get_name (image));
    return image != NULL && ul_image_get_n_segments (image) > 0;
}

gboolean
ul_plan_check_fit (const UlPlanInput *input, GError **error)
{
    const UlJobSpec *spec = input->spec;
    gboolean by_range =
        spec->scope == UL_SCOPE_RANGE &&
        (spec->kind == UL_JOB_PROGRAM || spec->kind == UL_JOB_ERASE || spec->kind == UL_JOB_READ ||
         spec->kind == UL_JOB_BLANK_CHECK || spec->kind == UL_JOB_UNPROTECT);
    gboolean by_sectors = spec->scope == UL_SCOPE_SECTORS;
    gboolean needs_image = spec->kind == UL_JOB_PROGRAM || spec->kind == UL_JOB_VERIFY ||
                           (spec->kind == UL_JOB_ERASE && spec->scope == UL_SCOPE_NEEDED);

    if (needs_image && !check_is_there (spec->image, error))
        return FALSE;
    /* what lies elsewhere is not asked for */
    if (needs_image && !by_sectors && !check_image (input->device, spec->image, error))
        return FALSE;
    return !by_range || check_range (input, error);
}

/* The first run of neighbours that are in the way. */
static void
find_protected_run (const UlPlan *plan, guint32 *start, guint32 *size)
{
    *size = 0;
    for (guint i = 0; i < plan->steps->len; i++) {
        const UlStep *step = &g_array_index (plan->steps, UlStep, i);
        if (!ul_step_changes (step) || !step->was_protected)
            continue;
        if (*size == 0)
            *start = step->address;
        else if (*start + *size != step->address)
            return;
        *size += step->size;
    }
}

static void
set_protected_error (const UlPlanInput *input, const UlPlan *plan, guint n_protected,
                     guint n_changes, GError **error)
{
    guint32 start = 0, size = 0;
    find_protected_run (plan, &start, &size);

    g_set_error (
        error, UL_ERROR, UL_ERROR_FLASH_PROTECTED,
        ngettext ("%u of %u sectors is protected: the protection setting of the chip covers "
                  "0x%08X–0x%08X",
                  "%u of %u sectors are protected: the protection setting of the chip "
                  "covers 0x%08X–0x%08X",
                  n_protected),
        n_protected, n_changes, start, start + (size - 1));
    if (error == NULL)
        return;
    ul_error_set_where (*error, start, size);
    ul_error_add_detail (*error, "protected", "%u", n_protected);
    ul_error_add_detail (*error, "sectors", "%u", n_changes);
    if (ul_device_is_ftmrx (input->device)) {
        ul_error_add_detail (*error, "FPROT", "0x%02X", input->protection->fprot & 0xFF);
        ul_error_add_detail (*error, "EEPROT", "0x%02X", input->protection->feprot);
        return;
    }
    ul_error_add_detail (*error, "FPROT", "0x%08X", input->protection->fprot);
    ul_error_add_detail (*error, "FDPROT", "0x%02X", input->protection->fdprot);
    if (ul_device_find_emulated (input->device) != NULL)
        ul_error_add_detail (*error, "FEPROT", "0x%02X", input->protection->feprot);
}

gboolean
ul_plan_check_protection (const UlPlanInput *input, UlPlan *plan, GError **error)
{
    guint n_changes = 0, n_protected = 0;

    if (input->spec->unlock_first || input->spec->kind == UL_JOB_UNLOCK)
        return TRUE;
    for (guint i = 0; i < plan->steps->len; i++) {
        UlStep *step = &g_array_index (plan->steps, UlStep, i);
        if (!ul_step_changes (step))
            continue;
        n_changes++;
        n_protected += step->was_protected;
        if (step->was_protected && input->spec->skip_protected) {
            step->kind = UL_STEP_SKIP;
            step->reason = UL_REASON_PROTECTED;
        }
    }
    if (n_protected == 0 || input->spec->skip_protected)
        return TRUE;
    set_protected_error (input, plan, n_protected, n_changes, error);
    return FALSE;
}

/* A field that is not in the job stays as it is, whatever the image says of it. */
static UlImage *
get_image_of_field (const UlPlanInput *input, const UlStep *step)
{
    gboolean left_out = input->spec->scope == UL_SCOPE_SECTORS && step == NULL;

    return input->spec->kind == UL_JOB_PROGRAM && !left_out ? input->spec->image : NULL;
}

/* What will stand in the field: from the plan where it writes it, else from the chip. */
static void
forecast (const UlPlanInput *input, const UlStep *step, UlForecast *result)
{
    const UlDevice *device = input->device;
    const guint8 *current = NULL;

    if (step != NULL && step->data != NULL)
        current = step->data + (device->fcf_address - step->address);
    else if (input->protection != NULL && input->protection->have_fcf && !input->spec->unlock_first)
        current = input->protection->fcf;
    ul_forecast_image (device, get_image_of_field (input, step), current, result);
    if (result->kind == UL_FORECAST_NO_CHANGE && step != NULL && ul_step_changes (step) &&
        step->data != NULL && !step->preserves)
        ul_forecast_field (device, current, result);
}

static gboolean
locks (const UlForecast *forecast)
{
    return forecast->kind == UL_FORECAST_LOCKS || forecast->kind == UL_FORECAST_LOCKS_FOREVER;
}

/* A byte that stands in the flash already is not written. Where protection is lifted, the question
 * tells. */
static gboolean
writes_at_risk (const UlPlanInput *input, const UlStep *step, const UlForecast *result)
{
    return input->spec->kind == UL_JOB_PROGRAM && step != NULL &&
           (step->kind == UL_STEP_PROGRAM || step->kind == UL_STEP_REWRITE) &&
           ul_fsec_is_at_risk (input->device, result->fcf.fsec);
}

static guint8
get_kept (const UlForecast *result)
{
    return locks (result) ? 0xFE : ul_fsec_make_safe (result->fcf.fsec);
}

static void
keep_unlocked (const UlPlanInput *input, UlStep *step, UlForecast *result)
{
    guint index = ul_fcf_get_fsec_index (input->device);
    guint8 raw[16], fsec = get_kept (result);
    UlForecast kept;

    memcpy (raw, result->fcf.raw, sizeof raw);
    raw[index] = fsec;
    ul_forecast_field (input->device, raw, &kept);
    memcpy (kept.known, result->known, sizeof kept.known);
    kept.partial = result->partial;
    *result = kept;
    if (step == NULL || step->data == NULL)
        return;
    step->own[input->device->fcf_address - step->address + index] = fsec;
    ul_plan_data_changed (input, step);
}

/* Whoever agrees to the lock agrees to this, too. */
static void
add_risk (const UlPlanInput *input, guint8 fsec, GError *error)
{
    g_autofree char *risk = ul_fsec_describe_risk (input->device, fsec);

    if (risk == NULL)
        return;
    g_autofree char *alone = error->message;
    error->message = ul_words_sentences (alone, risk);
}

static void
set_lock_error (const UlPlanInput *input, const UlForecast *result, GError **error)
{
    guint index = ul_fcf_get_fsec_index (input->device);
    guint32 address = input->device->fcf_address + index;
    guint8 fsec = result->fcf.fsec;

    if (!locks (result))
        g_set_error (error, UL_ERROR, UL_ERROR_MIGHT_LOCK_FOREVER,
                     _ ("byte 0x%08X would be 0x%02X, which leaves the chip open. But on its way "
                        "from erased flash it can pass a value that switches mass erase off while "
                        "the chip is secured: if power fails just then, no tool can undo this."),
                     address, fsec);
    else if (result->kind == UL_FORECAST_LOCKS_FOREVER)
        g_set_error (
            error, UL_ERROR, UL_ERROR_WOULD_LOCK_FOREVER,
            _ ("byte 0x%08X would be 0x%02X: secured, and mass erase switched off. No tool "
               "can undo this."),
            address, fsec);
    else if (!result->known[index])
        g_set_error (
            error, UL_ERROR, UL_ERROR_WOULD_LOCK,
            _ ("the file leaves byte 0x%08X out, which would be 0x%02X: after the next "
               "reset the chip is secured. It can still be unlocked by erasing everything."),
            address, fsec);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_WOULD_LOCK,
                     _ ("byte 0x%08X would be 0x%02X: after the next reset the chip is secured. It "
                        "can still be unlocked by erasing everything."),
                     address, fsec);
    if (error == NULL)
        return;
    if (result->kind == UL_FORECAST_LOCKS)
        add_risk (input, fsec, *error);
    ul_error_set_where (*error, address, 1);
    ul_error_add_detail (*error, "FSEC", "0x%02X", fsec);
}

gboolean
ul_plan_check_lock (const UlPlanInput *input, UlPlan *plan, GError **error)
{
    const UlJobSpec *spec = input->spec;
    UlStep *step = ul_plan_find_config (plan);

    if (spec->kind == UL_JOB_VERIFY && spec->lock_bytes == UL_LOCK_BYTES_KEEP_UNLOCKED) {
        ul_forecast_image (input->device, spec->image, NULL, &plan->forecast);
        /* a byte that the image leaves out was read from the chip */
        if ((locks (&plan->forecast) ||
             ul_fsec_is_at_risk (input->device, plan->forecast.fcf.fsec)) &&
            plan->forecast.known[ul_fcf_get_fsec_index (input->device)])
            keep_unlocked (input, step, &plan->forecast);
        return TRUE;
    }
    if (spec->kind == UL_JOB_UNPROTECT)
        ul_plan_forecast_lift (input, plan);
    else
        forecast (input, step, &plan->forecast);
    if ((spec->kind != UL_JOB_PROGRAM && spec->kind != UL_JOB_UNPROTECT) ||
        (!locks (&plan->forecast) && !writes_at_risk (input, step, &plan->forecast)))
        return TRUE;
    if (spec->lock_bytes == UL_LOCK_BYTES_KEEP_UNLOCKED) {
        keep_unlocked (input, step, &plan->forecast);
        return TRUE;
    }
    if (spec->lock_bytes == UL_LOCK_BYTES_AS_FILE &&
        (plan->forecast.kind != UL_FORECAST_LOCKS_FOREVER || spec->lock_forever_confirmed))
        return TRUE;
    set_lock_error (input, &plan->forecast, error);
    return FALSE;
}
