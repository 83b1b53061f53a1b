/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is readable is kept before it is destroyed. A job whose backup fails is refused, as what it
 * takes away would be lost without anybody having agreed to that; UlJobSpec.no_backup agrees. */
#include "ul-job.h"
#include "ul-plan-parts.h"

#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>

/** Keeping: the sectors of a backup and their bytes */
typedef struct {
    UlJob *job;
    const UlDevice *device; /* of the chip as it is now: with facts of each sector */
    const UlSectorFacts *facts;
    guint n_facts;
    GArray *sectors; /* of UlBackupSector */
    GArray *numbers; /* of guint: on the device */
    guint8 *data;
    guint64 size, to_read;
    gboolean *known; /* by sector: its bytes need not be read */
} Keeping;

static void
keeping_clear (Keeping *self)
{
    g_clear_pointer (&self->sectors, g_array_unref);
    g_clear_pointer (&self->numbers, g_array_unref);
    g_free (self->data);
    g_free (self->known);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keeping, keeping_clear)

static void
keeping_init (Keeping *self, UlJob *job)
{
    const UlUndivided *undivided = &job->undivided;

    *self = (Keeping){
        .job = job, .device = job->device, .facts = job->facts, .n_facts = job->n_facts
    };
    if (undivided->device == NULL)
        return;
    self->device = undivided->device;
    self->facts = undivided->facts;
    self->n_facts = undivided->n_facts;
}

static void
add_sector (Keeping *self, guint sector)
{
    UlBackupSector entry = { .crc = self->facts[sector].crc };

    ul_device_get_sector (self->device, sector, &entry.address, &entry.size, NULL);
    if (!self->facts[sector].have_crc)
        return;
    g_array_append_val (self->sectors, entry);
    g_array_append_val (self->numbers, sector);
    self->size += entry.size;
}

static gboolean
step_changes (const UlStep *step)
{
    return step->kind == UL_STEP_ERASE || step->kind == UL_STEP_PROGRAM ||
           step->kind == UL_STEP_REWRITE;
}

static void
list_sectors (Keeping *self)
{
    const UlPlan *plan = self->job->plan;
    /* Cut between erasing and writing the field, a lift leaves a locked chip: then all is lost. */
    gboolean all = plan->erase_all || self->job->spec->unlock_first ||
                   self->job->undivided.device != NULL || self->job->spec->kind == UL_JOB_UNPROTECT;

    self->sectors = g_array_new (FALSE, FALSE, sizeof (UlBackupSector));
    self->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
    for (guint i = 0; all && i < self->n_facts; i++)
        add_sector (self, i);
    for (guint i = 0; !all && i < plan->steps->len; i++) {
        const UlStep *step = &g_array_index (plan->steps, UlStep, i);
        if (step_changes (step))
            add_sector (self, step->sector);
    }
}

/* A chip as delivered or just unlocked holds its lock byte and nothing else. */
static gboolean
is_worth_keeping (Keeping *self)
{
    for (guint i = 0; i < self->numbers->len; i++) {
        guint sector = g_array_index (self->numbers, guint, i);
        if (self->facts[sector].content == UL_CONTENT_DATA &&
            !ul_job_is_fresh_config (self->device, self->facts, sector))
            return TRUE;
    }
    return FALSE;
}

/* What the plan has read to put it back need not be read twice. */
static gboolean
take_from_plan (Keeping *self, const UlBackupSector *entry, guint8 *data)
{
    const GArray *steps = self->job->plan->steps;

    for (guint i = 0; i < steps->len; i++) {
        const UlStep *step = &g_array_index (steps, UlStep, i);
        if (step->address != entry->address || step->own == NULL || step->data_crc != entry->crc)
            continue;
        memcpy (data, step->own, step->size);
        return TRUE;
    }
    return FALSE;
}

static UlBackupReason
find_reason (const UlJobSpec *spec)
{
    if (spec->kind == UL_JOB_UNPROTECT) /* which may unlock on its way */
        return UL_BACKUP_REASON_UNPROTECT;
    if (spec->kind == UL_JOB_UNLOCK || spec->unlock_first)
        return UL_BACKUP_REASON_UNLOCK;
    return spec->kind == UL_JOB_ERASE ? UL_BACKUP_REASON_ERASE : UL_BACKUP_REASON_PROGRAM;
}

/* Owns nothing: of the chip that the job is working on. */
static UlBackup
describe (Keeping *self)
{
    UlJob *job = self->job;

    return (UlBackup){ .device = (char *) job->device->name,
                       .chip = job->chip_id,
                       .probe = (char *) ul_probe_get_info (job->probe)->id,
                       .reason = find_reason (job->spec),
                       .division = job->chip->ids.division,
                       .sectors = (UlBackupSector *) self->sectors->data,
                       .n_sectors = self->sectors->len };
}

/* Blank sectors and those that are known by their checksum. */
static void
fill_known (Keeping *self)
{
    UlBackup like = describe (self);
    g_autoptr (UlBackupKnown) known = ul_backup_known_new (NULL, &like);
    gsize offset = 0;

    self->data = g_malloc (self->size);
    self->known = g_new0 (gboolean, self->sectors->len);
    memset (self->data, 0xFF, self->size);
    for (guint i = 0; i < self->sectors->len; i++) {
        const UlBackupSector *entry = &g_array_index (self->sectors, UlBackupSector, i);
        guint sector = g_array_index (self->numbers, guint, i);
        self->known[i] = self->facts[sector].content == UL_CONTENT_BLANK ||
                         take_from_plan (self, entry, self->data + offset) ||
                         ul_backup_known_get (known, entry, self->data + offset);
        if (!self->known[i])
            self->to_read += entry->size;
        offset += entry->size;
    }
}

/* Sectors from @first on that are neighbours and have to be read. */
static guint
end_of_run (Keeping *self, guint first, guint32 *size)
{
    guint32 start = g_array_index (self->sectors, UlBackupSector, first).address;
    guint end = first;

    *size = 0;
    for (; end < self->sectors->len && !self->known[end]; end++) {
        const UlBackupSector *entry = &g_array_index (self->sectors, UlBackupSector, end);
        if (entry->address != start + *size)
            break;
        *size += entry->size;
    }
    return end;
}

static gboolean
read_rest (Keeping *self, GError **error)
{
    gsize offset = 0;
    guint64 before = self->job->compared;

    if (self->to_read == 0)
        return TRUE;
    ul_job_enter (self->job, UL_PHASE_COMPARE, before + self->to_read);
    for (guint i = 0; i < self->sectors->len;) {
        const UlBackupSector *entry = &g_array_index (self->sectors, UlBackupSector, i);
        guint32 size = 0;
        if (self->known[i]) {
            offset += entry->size;
            i++;
            continue;
        }
        i = end_of_run (self, i, &size);
        if (!ul_job_read_flash (self->job, entry->address, self->data + offset, size, error))
            return FALSE;
        offset += size;
    }
    return TRUE;
}

/* The chip has its own opinion of each sector: what was read must agree. */
static gboolean
check (Keeping *self, GError **error)
{
    gsize offset = 0;

    for (guint i = 0; i < self->sectors->len; i++) {
        const UlBackupSector *entry = &g_array_index (self->sectors, UlBackupSector, i);
        if (crc32 (0, self->data + offset, entry->size) != entry->crc) {
            g_set_error (error, UL_ERROR, UL_ERROR_TARGET_UNSTABLE,
                         _ ("The sector at 0x%08X does not read as the chip itself sees it"),
                         entry->address);
            return FALSE;
        }
        offset += entry->size;
    }
    return TRUE;
}

static gboolean
save (Keeping *self, const guint8 *const *data, gboolean written, GError **error)
{
    UlJob *job = self->job;
    UlBackup entry = describe (self);
    entry.written = written;
    g_autoptr (UlBackup) saved = ul_backup_save (NULL, UL_BACKUP_MAX_BYTES, &entry, data, error);

    if (saved == NULL)
        return FALSE;
    if (!written) {
        job->result->backup = g_strdup (saved->id);
        ul_job_log (job, _ ("What is going to be erased was saved first: backup %s"), saved->id);
    }
    return TRUE;
}

/* Where the bytes of each sector are. */
static const guint8 **
list_data (Keeping *self)
{
    const guint8 **data = g_new (const guint8 *, self->sectors->len);
    gsize offset = 0;

    for (guint i = 0; i < self->sectors->len; i++) {
        data[i] = self->data + offset;
        offset += g_array_index (self->sectors, UlBackupSector, i).size;
    }
    return data;
}

/* The same with the configuration field as it is going to be: should power fail between erasing
 * and writing, this is what finishes the job. */
static gboolean
save_finisher (Keeping *self, const guint8 **data, GError **error)
{
    UlJob *job = self->job;
    const UlStep *config = ul_plan_find_config (job->plan);

    for (guint i = 0; config != NULL && i < self->sectors->len; i++) {
        UlBackupSector *entry = &g_array_index (self->sectors, UlBackupSector, i);
        if (entry->address != config->address)
            continue;
        data[i] = config->data;
        entry->crc = config->data_crc;
    }
    UlBackup entry = describe (self);
    entry.finishes = TRUE;
    job->finisher = ul_backup_save (NULL, UL_BACKUP_MAX_BYTES, &entry, data, error);
    return job->finisher != NULL;
}

static gboolean
save_all (Keeping *self, GError **error)
{
    g_autofree const guint8 **data = list_data (self);

    return save (self, data, FALSE, error) &&
           (self->job->spec->kind != UL_JOB_UNPROTECT || save_finisher (self, data, error));
}

gboolean
ul_job_back_up (UlJob *job, GError **error)
{
    g_auto (Keeping) self = { 0 };
    g_autoptr (GError) local = NULL;

    keeping_init (&self, job);
    if (!job->open) {
        ul_job_log (job, _ ("The old contents cannot be saved first, because the chip is locked"));
        return TRUE;
    }
    list_sectors (&self);
    if (!is_worth_keeping (&self))
        return TRUE;
    if (job->spec->no_backup) {
        ul_job_log (job, _ ("The old contents are not saved, as agreed"));
        return TRUE;
    }
    fill_known (&self);
    if (!read_rest (&self, error) || !check (&self, error))
        return FALSE;
    if (save_all (&self, &local))
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_BACKUP_FAILED,
                 _ ("What the chip holds could not be saved: %s"), local->message);
    return FALSE;
}

void
ul_job_remember (UlJob *job)
{
    g_auto (Keeping) self = { .job = job };
    g_autoptr (GPtrArray) data = g_ptr_array_new ();
    g_autoptr (GError) local = NULL;

    if (job->spec->no_backup || job->spec->kind != UL_JOB_PROGRAM || job->spec->no_verify)
        return;
    self.sectors = g_array_new (FALSE, FALSE, sizeof (UlBackupSector));
    for (guint i = 0; i < job->plan->steps->len; i++) {
        const UlStep *step = &g_array_index (job->plan->steps, UlStep, i);
        UlBackupSector entry = { step->address, step->size, step->data_crc };
        if (!step_changes (step) || step->bytes == 0)
            continue;
        g_array_append_val (self.sectors, entry);
        g_ptr_array_add (data, (gpointer) step->data);
    }
    if (self.sectors->len > 0 && !save (&self, (const guint8 *const *) data->pdata, TRUE, &local))
        ul_job_log (job, _ ("What was written could not be noted: %s"), local->message);
}
