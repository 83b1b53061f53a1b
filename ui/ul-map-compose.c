/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-compose.h"

#include "ul-file-clash.h"

/* What was read of one chip says nothing about another. */
static gboolean
knows_chip (const UlMapSources *sources)
{
    const UlChip *chip = sources->chip;

    return chip->state == UL_SESSION_READY && chip->found == sources->device;
}

static void
compose_files (const UlMapSources *sources, guint32 address, guint32 size, UlSectorState *state)
{
    if (sources->image != NULL)
        state->in_image = ul_image_covers (sources->image, address, size);
    else if (sources->clashing != NULL) {
        state->in_image = ul_file_clash_covers (sources->clashing, address, size);
        state->clash = state->in_image && ul_file_clash_has (sources->clashing, address, size);
    }
}

static void
compose_sector (const UlMapSources *sources, guint sector, UlSectorState *state)
{
    const UlDevice *device = sources->device;
    const UlChip *chip = sources->chip;
    gboolean known = knows_chip (sources);
    guint32 address, size;

    ul_device_get_sector (device, sector, &address, &size, NULL);
    *state = (UlSectorState){ 0 };
    if (known && chip->facts != NULL && sector < chip->n_facts)
        state->content = (guint8) chip->facts[sector].content;
    if (known)
        state->protection =
            (guint8) ul_protection_get_range (&chip->protection, device, address, size);
    state->has_fcf =
        device->has_fcf && device->fcf_address >= address && device->fcf_address - address < size;
    compose_files (sources, address, size, state);
}

static void
add_step (const UlStep *step, gboolean blocked, UlSectorState *state)
{
    gboolean left_out = step->kind == UL_STEP_SKIP && step->reason == UL_REASON_PROTECTED;

    state->step = (guint8) step->kind;
    state->preserves = step->preserves != 0;
    state->left_out = left_out != 0;
    if (left_out && blocked) { /* wanted, and in the way */
        state->step = UL_STEP_REWRITE;
        state->left_out = 0;
    }
}

void
ul_map_compose (const UlMapSources *sources, UlSectorState *states)
{
    guint n = ul_device_get_n_sectors (sources->device);
    const UlPlan *plan = sources->plan;

    for (guint i = 0; i < n; i++)
        compose_sector (sources, i, &states[i]);
    for (guint i = 0; plan != NULL && plan->device == sources->device && i < plan->steps->len;
         i++) {
        const UlStep *step = &g_array_index (plan->steps, UlStep, i);
        add_step (step, sources->blocked, &states[step->sector]);
    }
    ul_map_compose_pins (states, sources->device, sources->kept);
}

void
ul_map_compose_pins (UlSectorState *states, const UlDevice *device, const GArray *kept)
{
    for (guint i = 0; kept != NULL && i < kept->len; i++) {
        UlProfileRange range = g_array_index (kept, UlProfileRange, i);
        for (guint k = 0; k < ul_device_get_n_sectors (device); k++) {
            guint32 address, size;
            ul_device_get_sector (device, k, &address, &size, NULL);
            if (address <= range.last && address + (size - 1) >= range.first)
                states[k].pinned = 1;
        }
    }
}

void
ul_map_compose_keep (UlSectorState *states, guint n_states, const UlSectorState *kept, guint n_kept)
{
    for (guint i = 0; i < MIN (n_states, n_kept); i++) {
        if (kept[i].activity == UL_ACTIVITY_NONE)
            continue;
        states[i].activity = kept[i].activity;
        states[i].fraction = kept[i].fraction;
        states[i].step = kept[i].step;
        states[i].preserves = kept[i].preserves;
        states[i].left_out = kept[i].left_out;
    }
}

/* --- outside the chip ---------------------------------------------------------------------- */

/* Returns: the first address from @address on that is in a region, or one past 4 GiB. */
static guint64
find_next_region (const UlDevice *device, guint64 address)
{
    guint64 next = (guint64) G_MAXUINT32 + 1;

    for (guint i = 0; i < device->n_regions; i++)
        if (device->regions[i].start >= address)
            next = MIN (next, device->regions[i].start);
    return next;
}

static void
add_strays (GArray *strays, const UlDevice *device, const UlSegment *segment)
{
    guint64 at = segment->address, end = at + segment->size;

    while (at < end) {
        const UlRegion *region = ul_device_find_region (device, (guint32) at);
        if (region != NULL) {
            at = (guint64) region->start + region->size;
            continue;
        }
        guint64 next = MIN (end, find_next_region (device, at));
        UlSegment stray = { .address = (guint32) at, .size = next - at };
        g_array_append_val (strays, stray);
        at = next;
    }
}

GArray *
ul_map_compose_strays (const UlDevice *device, UlImage *image)
{
    GArray *strays = g_array_new (FALSE, FALSE, sizeof (UlSegment));

    for (guint i = 0; image != NULL && i < ul_image_get_n_segments (image); i++)
        add_strays (strays, device, ul_image_get_segment (image, i));
    return strays;
}
