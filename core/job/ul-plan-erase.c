/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sector by sector, block by block, or all at once: whichever is allowed and predicted faster. */
#include "ul-plan-parts.h"

static guint32
program_time (const UlPlanInput *input, const UlStep *step)
{
    return ul_flash_times_get_program (
        &input->times, ul_device_find_region (input->device, step->address), step->bytes);
}

static guint32
erase_time (const UlPlanInput *input, const UlStep *step)
{
    guint32 us = 0;

    ul_flash_times_get_erase (&input->times, ul_device_find_region (input->device, step->address),
                              &us, NULL);
    return us;
}

static guint32
check_time (const UlPlanInput *input, const UlStep *step)
{
    return (guint64) step->size * input->times.crc_kib_us / 1024;
}

static gboolean
is_erased (const UlStep *step)
{
    return step->kind == UL_STEP_ERASE || step->kind == UL_STEP_REWRITE;
}

static gboolean
is_programmed (const UlStep *step)
{
    return step->kind == UL_STEP_PROGRAM || step->kind == UL_STEP_REWRITE;
}

/* The controller refuses Erase All when any region is protected, even data flash that is not
 * there. FTFA has no FDPROT. */
static gboolean
is_free (const UlPlanInput *input)
{
    const UlProtection *protection = input->protection;

    if (protection == NULL || !protection->have_registers)
        return TRUE;
    if (input->device->controller != UL_CONTROLLER_FTFA && !ul_device_is_ftmrx (input->device) &&
        protection->fdprot != 0xFF)
        return FALSE;
    return ul_protection_count_sectors (protection, input->device) == 0;
}

/* Nothing that shall stay would be lost: each sector is in the job or known to be blank. */
static gboolean
may_erase_all (const UlPlanInput *input, const UlPlan *plan)
{
    guint n = ul_device_get_n_sectors (input->device), at = 0;
    guint8 fsec = 0;

    if (input->spec->kind != UL_JOB_PROGRAM && input->spec->kind != UL_JOB_ERASE)
        return FALSE;
    if (input->spec->unlock_first || !is_free (input))
        return FALSE;
    /* It takes longer than one sector, and the lock byte shall be on its way for a short time. */
    if (ul_plan_find_fsec (input, &fsec) && ul_fsec_is_at_risk (input->device, fsec))
        return FALSE;
    /* It would take the emulated EEPROM along, and the division of the FlexNVM. */
    if (input->device->eeprom_backup != 0)
        return FALSE;
    for (guint sector = 0; sector < n; sector++) {
        if (at < plan->steps->len && g_array_index (plan->steps, UlStep, at).sector == sector)
            at++;
        else if (input->facts == NULL || input->facts[sector].content != UL_CONTENT_BLANK)
            return FALSE;
    }
    return TRUE;
}

static gboolean
erase_all_pays (const UlPlanInput *input, const UlPlan *plan)
{
    guint64 by_sector = 0, at_once = input->times.erase_all_us;
    guint n_erased = 0;

    for (guint i = 0; i < plan->steps->len; i++) {
        const UlStep *step = &g_array_index (plan->steps, UlStep, i);
        at_once += program_time (input, step);
        if (is_erased (step))
            by_sector += erase_time (input, step);
        if (is_programmed (step))
            by_sector += program_time (input, step);
        n_erased += is_erased (step);
    }
    return n_erased > 0 && at_once < by_sector;
}

/* --- block by block --- */

/* The steps of a block: @from up to @to, which is not among them. */
typedef struct {
    guint32 start, size;
    guint from, to;
} Block;

static UlStep *
get_step (const UlPlan *plan, guint i)
{
    return &g_array_index (plan->steps, UlStep, i);
}

/* The block of the step at @from, which must not hold the configuration field: that is erased as
 * late as possible. */
static gboolean
find_block (const UlPlanInput *input, const UlPlan *plan, guint from, Block *block)
{
    const UlDevice *device = input->device;
    guint32 address = get_step (plan, from)->address;

    block->from = block->to = from;
    if (!ul_flash_find_block (device, address, &block->start, &block->size) ||
        (device->has_fcf && device->fcf_address - block->start < block->size))
        return FALSE;
    while (block->to < plan->steps->len &&
           get_step (plan, block->to)->address - block->start < block->size)
        block->to++;
    return TRUE;
}

/* Nothing that shall stay, or must, would be lost. */
static gboolean
may_erase_block (const UlPlanInput *input, const UlPlan *plan, const Block *block, guint *n_erased)
{
    int first = ul_device_find_sector (input->device, block->start);
    int last = ul_device_find_sector (input->device, block->start + block->size - 1);
    guint at = block->from;

    *n_erased = 0;
    for (guint sector = first; sector <= (guint) last; sector++) {
        const UlStep *step = at < block->to ? get_step (plan, at) : NULL;
        gboolean blank = input->facts != NULL && input->facts[sector].content == UL_CONTENT_BLANK;

        if (step != NULL && step->sector == sector) {
            at++;
            if (step->was_protected || (!is_erased (step) && !blank))
                return FALSE;
            *n_erased += is_erased (step);
        } else if (!blank)
            return FALSE;
    }
    return TRUE;
}

static void
choose_blocks (const UlPlanInput *input, UlPlan *plan)
{
    Block block;
    guint n_erased;

    if (input->spec->unlock_first ||
        (input->spec->kind != UL_JOB_PROGRAM && input->spec->kind != UL_JOB_ERASE))
        return;
    for (guint i = 0; i < plan->steps->len; i = MAX (block.to, i + 1)) {
        if (!find_block (input, plan, i, &block) ||
            !may_erase_block (input, plan, &block, &n_erased) ||
            (guint64) n_erased * input->times.erase_sector_us <= input->times.erase_block_us)
            continue;
        plan->n_blocks++;
        for (guint n = block.from; n < block.to; n++)
            get_step (plan, n)->by_block = is_erased (get_step (plan, n));
    }
}

void
ul_plan_choose_erase (const UlPlanInput *input, UlPlan *plan)
{
    if (!may_erase_all (input, plan) || !erase_all_pays (input, plan)) {
        choose_blocks (input, plan);
        return;
    }
    plan->erase_all = TRUE;
    for (guint i = 0; i < plan->steps->len; i++)
        ul_plan_write_again (input, get_step (plan, i));
    if (input->device->has_fcf && ul_plan_find_config (plan) == NULL)
        ul_plan_add_config (input, plan);
}

static void
predict (const UlPlanInput *input, const UlPlan *plan, UlStep *step)
{
    gboolean verify_only = input->spec->kind == UL_JOB_VERIFY;

    step->predicted_us = 0;
    if (is_erased (step) && !plan->erase_all && !step->by_block)
        step->predicted_us += erase_time (input, step);
    if (is_programmed (step))
        step->predicted_us += program_time (input, step);
    if (verify_only || (is_programmed (step) && !input->spec->no_verify))
        step->predicted_us += check_time (input, step);
}

void
ul_plan_count (const UlPlanInput *input, UlPlan *plan)
{
    plan->predicted_us =
        plan->erase_all ? input->times.erase_all_us : plan->n_blocks * input->times.erase_block_us;
    if (plan->lift.by_mass_erase)
        plan->predicted_us += input->times.erase_all_us;
    for (guint i = 0; i < plan->steps->len; i++) {
        UlStep *step = &g_array_index (plan->steps, UlStep, i);
        gboolean left_out = step->reason == UL_REASON_PROTECTED;
        predict (input, plan, step);
        plan->predicted_us += step->predicted_us;
        plan->n_skip += step->kind == UL_STEP_SKIP && !left_out;
        plan->n_protected += left_out;
        plan->n_erase += is_erased (step);
        plan->n_program += is_programmed (step);
        plan->n_unsure += step->unsure && !left_out && step->kind == UL_STEP_REWRITE;
        plan->n_preserve += ul_step_changes (step) && step->preserves;
        plan->bytes_to_program += is_programmed (step) ? step->bytes : 0;
    }
}
