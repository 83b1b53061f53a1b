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
    return copy;
}

void
ul_job_spec_free (UlJobSpec *spec)
{
    if (spec == NULL)
        return;
    g_clear_object (&spec->image);
    g_free (spec);
}
