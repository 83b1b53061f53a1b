/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-plan.h"

UlJobSpec *
ul_job_spec_new (UlJobKind kind)
{
    UlJobSpec *spec = g_new0 (UlJobSpec, 1);
    spec->kind = kind;
    return spec;
}

UlJobSpec *
ul_job_spec_copy (const UlJobSpec *spec)
{
    UlJobSpec *copy = g_memdup2 (spec, sizeof *spec);
    if (copy->image != NULL)
        g_object_ref (copy->image);
    if (copy->series != NULL)
        ul_series_ref (copy->series);
    if (copy->files != NULL)
        g_ptr_array_ref (copy->files);
    copy->sectors = g_memdup2 (spec->sectors, spec->n_sectors);
    copy->only_chip = g_strdup (spec->only_chip);
    copy->backup = g_strdup (spec->backup);
    return copy;
}

void
ul_job_spec_set_sectors (UlJobSpec *spec, const guint8 *sectors, guint n_sectors)
{
    g_free (spec->sectors);
    spec->scope = UL_SCOPE_SECTORS;
    spec->sectors = g_memdup2 (sectors, n_sectors);
    spec->n_sectors = n_sectors;
}

gboolean
ul_job_spec_has_sector (const UlJobSpec *spec, guint sector)
{
    return spec->scope == UL_SCOPE_SECTORS && sector < spec->n_sectors && spec->sectors[sector];
}

void
ul_job_spec_free (UlJobSpec *spec)
{
    if (spec == NULL)
        return;
    g_clear_object (&spec->image);
    g_clear_pointer (&spec->series, ul_series_unref);
    g_clear_pointer (&spec->files, g_ptr_array_unref);
    g_free (spec->sectors);
    g_free (spec->only_chip);
    g_free (spec->backup);
    g_free (spec);
}
