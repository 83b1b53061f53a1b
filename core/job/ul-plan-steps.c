/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which sectors a job concerns and what they shall hold. */
#include "ul-plan-parts.h"

#include <string.h>
#include <zlib.h>

gboolean
ul_step_changes (const UlStep *step)
{
    return step->kind == UL_STEP_ERASE || step->kind == UL_STEP_PROGRAM ||
           step->kind == UL_STEP_REWRITE;
}

static gboolean
is_blank (const guint8 *data, gsize size)
{
    return size == 0 || (data[0] == 0xFF && memcmp (data, data + 1, size - 1) == 0);
}

static guint32
crc_of (const guint8 *data, gsize size)
{
    return crc32 (0, data, size);
}

static gboolean
changes_flash (const UlPlanInput *input)
{
    UlJobKind kind = input->spec->kind;

    return kind == UL_JOB_PROGRAM || kind == UL_JOB_ERASE || kind == UL_JOB_UNPROTECT;
}

static gboolean
overlaps_range (const UlJobSpec *spec, guint32 address, guint32 size)
{
    return (guint64) address + size > spec->range_start &&
           (guint64) spec->range_start + spec->range_size > address;
}

/* The person asked for the whole sector, not only for the image's bytes in it. */
static gboolean
is_wide (const UlPlanInput *input, const UlStep *step)
{
    const UlJobSpec *spec = input->spec;

    if (spec->kind == UL_JOB_UNLOCK || spec->kind == UL_JOB_ERASE)
        return TRUE;
    if (spec->kind != UL_JOB_PROGRAM || spec->scope == UL_SCOPE_NEEDED ||
        spec->scope == UL_SCOPE_SECTORS)
        return FALSE;
    return spec->scope == UL_SCOPE_ALL || overlaps_range (spec, step->address, step->size);
}

static gboolean
is_in_file (const UlPlanInput *input, const UlStep *step)
{
    return input->spec->image != NULL &&
           ul_image_covers (input->spec->image, step->address, step->size);
}

static gboolean
concerns (const UlPlanInput *input, const UlStep *step)
{
    const UlJobSpec *spec = input->spec;
    gboolean from_file = spec->kind == UL_JOB_PROGRAM || spec->kind == UL_JOB_VERIFY;

    if (spec->scope == UL_SCOPE_SECTORS && spec->kind != UL_JOB_UNLOCK)
        return ul_job_spec_has_sector (spec, step->sector) &&
               (!from_file || is_in_file (input, step));
    switch (spec->kind) {
    case UL_JOB_CONNECT:
        return FALSE;
    case UL_JOB_UNLOCK:
        return TRUE;
    case UL_JOB_VERIFY:
        return is_in_file (input, step);
    default:
        if (spec->scope == UL_SCOPE_ALL)
            return TRUE;
        if (spec->scope == UL_SCOPE_RANGE && overlaps_range (spec, step->address, step->size))
            return TRUE;
        /* an ERASE of a range is of that range alone */
        return (spec->kind == UL_JOB_PROGRAM || spec->scope == UL_SCOPE_NEEDED) &&
               is_in_file (input, step);
    }
}

static guint8 *
fsec_of (const UlPlanInput *input, const UlStep *step)
{
    return step->own + (input->device->fcf_address - step->address) +
           ul_fcf_get_fsec_index (input->device);
}

/* A mass erase leaves everything blank but FSEC, where it writes 0xFE by itself. */
static UlSectorFacts
facts_after_unlock (const UlPlanInput *input, const UlStep *step)
{
    UlSectorFacts facts = { .content = UL_CONTENT_BLANK };
    if (!step->has_fcf)
        return facts;

    g_autofree guint8 *data = g_malloc (step->size);
    UlStep like = *step;
    like.own = data;
    memset (data, 0xFF, step->size);
    *fsec_of (input, &like) = 0xFE;
    return (UlSectorFacts){ UL_CONTENT_DATA, TRUE, crc_of (data, step->size) };
}

static UlSectorFacts
get_facts (const UlPlanInput *input, const UlStep *step)
{
    if (input->spec->unlock_first)
        return facts_after_unlock (input, step);
    return input->facts != NULL ? input->facts[step->sector] : (UlSectorFacts){ 0 };
}

/* The bytes that the image leaves out: into step->own. Returns FALSE with *unknown or @error. */
static gboolean
fill_rest (const UlPlanInput *input, UlStep *step, gboolean *unknown, GError **error)
{
    if (is_wide (input, step))
        return TRUE;
    if (input->spec->unlock_first) {
        if (step->has_fcf)
            *fsec_of (input, step) = 0xFE;
        return TRUE;
    }
    if (get_facts (input, step).content == UL_CONTENT_BLANK)
        return TRUE;
    *unknown = input->read == NULL;
    return !*unknown && input->read (step->address, step->own, step->size, input->user_data, error);
}

/* Whether there is anything worth keeping besides the image's bytes. */
static gboolean
keeps_bytes (const UlStep *step, const guint8 *known)
{
    for (guint32 i = 0; i < step->size; i++)
        if (!known[i] && step->data[i] != 0xFF)
            return TRUE;
    return FALSE;
}

static guint32
count_bytes (const UlPlanInput *input, const UlStep *step)
{
    guint32 unit = ul_device_find_region (input->device, step->address)->unit, bytes = 0;
    for (guint32 i = 0; i < step->size; i += unit)
        if (!is_blank (step->data + i, unit))
            bytes += unit;
    return bytes;
}

/* An erased FSEC locks the chip at its next reset; where nobody asks for one, it is made safe. */
static void
keep_open (const UlPlanInput *input, UlStep *step)
{
    if (!step->has_fcf || step->data == NULL || *fsec_of (input, step) != 0xFF)
        return;
    if (input->spec->kind == UL_JOB_PROGRAM &&
        ul_image_covers (input->spec->image, input->device->fcf_address, UL_FCF_SIZE))
        return;
    *fsec_of (input, step) = 0xFE;
}

/* The checksum shows that the sector holds the image's bytes and is blank besides: there is nothing
 * to be read for that. */
static gboolean
holds_already (const UlPlanInput *input, const UlStep *step)
{
    UlSectorFacts facts = get_facts (input, step);

    return facts.have_crc && facts.crc == crc_of (step->data, step->size);
}

/* A sector that is the image's from end to end needs no copy of it, and a large image needs the
 * memory. */
static gboolean
borrow (UlStep *step, UlImage *image)
{
    for (guint i = 0; i < ul_image_get_n_segments (image); i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);

        if (step->address >= segment->address && step->size <= segment->size &&
            step->address - segment->address <= segment->size - step->size) {
            step->data = segment->data + (step->address - segment->address);
            return TRUE;
        }
    }
    return FALSE;
}

void
ul_plan_make_own (UlStep *step)
{
    step->data = step->own = g_malloc (step->size);
    memset (step->own, 0xFF, step->size);
}

static gboolean
fill_step (const UlPlanInput *input, UlStep *step, GError **error)
{
    UlImage *image = input->spec->kind == UL_JOB_ERASE ? NULL : input->spec->image;
    gboolean whole, unknown = FALSE;

    if (image != NULL && !step->has_fcf && borrow (step, image)) {
        step->bytes = count_bytes (input, step);
        return TRUE;
    }
    g_autofree guint8 *known = g_malloc0 (step->size);
    ul_plan_make_own (step);
    whole = image != NULL &&
            ul_image_read (image, step->address, step->size, step->own, known) == step->size;
    if (!whole && !holds_already (input, step) && !fill_rest (input, step, &unknown, error) &&
        !unknown)
        return FALSE;
    if (!whole && image != NULL)
        ul_image_read (image, step->address, step->size, step->own, NULL);
    step->preserves = !is_wide (input, step) && !input->spec->unlock_first && !whole &&
                      (unknown || keeps_bytes (step, known));
    step->bytes = count_bytes (input, step);
    step->unsure = unknown;
    if (unknown)
        ul_step_drop_data (step);
    return TRUE;
}

static UlStepReason
reason_of (const UlPlanInput *input, const UlStep *step)
{
    if (input->spec->kind == UL_JOB_UNPROTECT)
        return step->has_fcf ? UL_REASON_UNPROTECT : UL_REASON_KEPT;
    if (input->spec->kind != UL_JOB_ERASE && is_in_file (input, step))
        return UL_REASON_IN_FILE;
    return step->bytes > 0 ? UL_REASON_CONFIG : UL_REASON_RANGE;
}

static void
set_kind (UlStep *step, UlStepKind kind, UlStepReason reason)
{
    step->kind = kind;
    step->reason = reason;
}

static gboolean
is_blank_by_crc (const UlSectorFacts *facts, guint32 size)
{
    if (facts->content != UL_CONTENT_UNKNOWN || !facts->have_crc)
        return FALSE;
    g_autofree guint8 *blank = g_malloc (size);
    memset (blank, 0xFF, size);
    return facts->crc == crc_of (blank, size);
}

static void
settle_step (const UlPlanInput *input, UlStep *step)
{
    UlStepReason reason = reason_of (input, step);
    UlSectorFacts facts = get_facts (input, step);

    if (step->data == NULL) {
        set_kind (step, UL_STEP_REWRITE, reason);
        return;
    }
    gboolean blank = facts.content == UL_CONTENT_BLANK || is_blank_by_crc (&facts, step->size);

    if (blank && step->bytes == 0)
        set_kind (step, UL_STEP_SKIP, UL_REASON_BLANK);
    else if (facts.have_crc && facts.crc == step->data_crc)
        set_kind (step, UL_STEP_SKIP, UL_REASON_MATCHES);
    else if (step->bytes == 0)
        set_kind (step, UL_STEP_ERASE, reason);
    else
        set_kind (step, blank ? UL_STEP_PROGRAM : UL_STEP_REWRITE, reason);
}

/* VERIFY, READ and BLANK_CHECK look only; UNLOCK erases, whatever is there. */
static void
settle_other_job (const UlPlanInput *input, UlStep *step)
{
    if (input->spec->kind == UL_JOB_UNLOCK)
        set_kind (step, step->bytes > 0 ? UL_STEP_REWRITE : UL_STEP_ERASE, reason_of (input, step));
    else
        set_kind (step, UL_STEP_NONE,
                  input->spec->kind == UL_JOB_VERIFY ? UL_REASON_IN_FILE : UL_REASON_RANGE);
}

static gboolean
make_step (const UlPlanInput *input, UlStep *step, GError **error)
{
    gboolean without_data =
        input->spec->kind == UL_JOB_READ || input->spec->kind == UL_JOB_BLANK_CHECK;

    if (!without_data && !fill_step (input, step, error))
        return FALSE;
    if (changes_flash (input) || input->spec->kind == UL_JOB_UNLOCK)
        keep_open (input, step);
    if (step->data != NULL)
        ul_plan_data_changed (input, step);
    else if (changes_flash (input))
        settle_step (input, step);
    if (!changes_flash (input))
        settle_other_job (input, step);
    return TRUE;
}

void
ul_plan_start_step (const UlPlanInput *input, guint sector, UlStep *step)
{
    const UlDevice *device = input->device;

    *step = (UlStep){ .sector = sector };
    ul_device_get_sector (device, sector, &step->address, &step->size, NULL);
    step->has_fcf = device->has_fcf && device->fcf_address >= step->address &&
                    device->fcf_address - step->address < step->size;
    step->was_protected = input->protection != NULL &&
                          ul_protection_get_range (input->protection, input->now, step->address,
                                                   step->size) != UL_PROTECTED_NONE;
}

void
ul_plan_data_changed (const UlPlanInput *input, UlStep *step)
{
    step->bytes = count_bytes (input, step);
    step->data_crc = crc_of (step->data, step->size);
    if (changes_flash (input))
        settle_step (input, step);
}

gboolean
ul_plan_add_steps (const UlPlanInput *input, UlPlan *plan, GError **error)
{
    guint n = ul_device_get_n_sectors (input->device);

    for (guint sector = 0; sector < n; sector++) {
        UlStep step;
        ul_plan_start_step (input, sector, &step);
        if (!concerns (input, &step))
            continue;
        if (!make_step (input, &step, error)) {
            g_free (step.own);
            return FALSE;
        }
        g_array_append_val (plan->steps, step);
    }
    return TRUE;
}

UlStep *
ul_plan_find_config (const UlPlan *plan)
{
    for (guint i = 0; i < plan->steps->len; i++) {
        UlStep *step = &g_array_index (plan->steps, UlStep, i);
        if (step->has_fcf)
            return step;
    }
    return NULL;
}

void
ul_plan_add_config (const UlPlanInput *input, UlPlan *plan)
{
    guint sector = ul_device_find_sector (input->device, input->device->fcf_address), at = 0;
    UlStep step;

    ul_plan_start_step (input, sector, &step);
    ul_plan_make_own (&step);
    *fsec_of (input, &step) = 0xFE;
    step.bytes = count_bytes (input, &step);
    step.data_crc = crc_of (step.data, step.size);
    set_kind (&step, UL_STEP_REWRITE, UL_REASON_CONFIG);
    while (at < plan->steps->len && g_array_index (plan->steps, UlStep, at).sector < sector)
        at++;
    g_array_insert_val (plan->steps, at, step);
}

/* Erase All takes away content that was already as wanted. */
void
ul_plan_write_again (const UlPlanInput *input, UlStep *step)
{
    if (step->kind == UL_STEP_SKIP && step->bytes > 0)
        set_kind (step, UL_STEP_REWRITE, reason_of (input, step));
}
