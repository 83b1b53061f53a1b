/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a job knows of each sector. */
#include "ul-job.h"

#include <string.h>
#include <zlib.h>

static guint32
crc_of_unlocked (guint32 size, guint32 fsec)
{
    g_autofree guint8 *data = g_malloc (size);

    memset (data, 0xFF, size);
    if (fsec < size)
        data[fsec] = 0xFE;
    return crc32 (0, data, size);
}

void
ul_job_set_fact (UlJob *job, guint sector, UlContent content, gboolean have_crc, guint32 crc)
{
    job->facts[sector] = (UlSectorFacts){ content, have_crc, crc };
    ul_progress_set_content (job->progress, sector, content);
}

/* Where FSEC is in the sector; beyond its end when it holds none. */
static guint32
find_fsec (const UlDevice *device, guint32 address, guint32 size)
{
    if (!device->has_fcf || device->fcf_address < address || device->fcf_address - address >= size)
        return size;
    return device->fcf_address - address + ul_fcf_get_fsec_index (device);
}

gboolean
ul_job_is_fresh_config (const UlDevice *device, const UlSectorFacts *facts, guint sector)
{
    guint32 address, size;

    ul_device_get_sector (device, sector, &address, &size, NULL);
    return facts[sector].have_crc &&
           facts[sector].crc == crc_of_unlocked (size, find_fsec (device, address, size));
}

void
ul_job_set_unlocked_facts (UlJob *job)
{
    for (guint i = 0; i < job->n_facts; i++) {
        guint32 address, size;
        ul_device_get_sector (job->device, i, &address, &size, NULL);
        guint32 fsec = find_fsec (job->device, address, size);
        ul_job_set_fact (job, i, fsec < size ? UL_CONTENT_DATA : UL_CONTENT_BLANK, TRUE,
                         crc_of_unlocked (size, fsec));
    }
}
