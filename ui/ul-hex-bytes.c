/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-hex-private.h"
#include "ul-map-compose.h"

#include <glib/gi18n.h>
#include <string.h>

#define AHEAD 64 /* rows read at once: 1 KiB costs little more than a row */

struct _UlHexBytes {
    GObject parent_instance;

    UlWorkbench *workbench; /* not owned: outlives us */
    GArray *spans;          /* of UlHexSpan; by rising address */
    guint n_rows;

    guint wanted_first, wanted_rows;
    GCancellable *reading; /* (nullable): while something is read */
    char *trouble;         /* (nullable) */
    gboolean gave_up;      /* reading failed: not again until something changes */
};

G_DEFINE_FINAL_TYPE (UlHexBytes, ul_hex_bytes, G_TYPE_OBJECT)

enum { CHANGED, RESHAPED, N_SIGNALS };
static guint signals[N_SIGNALS];

GArray *
ul_hex_bytes_get_spans (UlHexBytes *self)
{
    return self->spans;
}

UlImage *
ul_hex_bytes_get_image (UlHexBytes *self)
{
    return ul_file_list_get_image (ul_workbench_get_files (self->workbench));
}

/* --- rows ---------------------------------------------------------------------------------- */

static void
clear_span (gpointer data)
{
    UlHexSpan *span = data;

    g_clear_pointer (&span->chip, g_free);
    g_clear_pointer (&span->read, g_free);
}

static void
add_span (UlHexBytes *self, guint32 start, guint64 size, gboolean on_chip)
{
    UlHexSpan span = { .start = start, .size = size, .on_chip = on_chip };

    if (size > 0)
        g_array_append_val (self->spans, span);
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
    guint32 one = ((const UlHexSpan *) a)->start, other = ((const UlHexSpan *) b)->start;

    return (one > other) - (one < other);
}

/* Of a file without a chip, all that it has; else what is outside the chip. */
static void
add_strays (UlHexBytes *self, const UlDevice *device)
{
    static const UlDevice no_device = { 0 };
    g_autoptr (GArray) strays =
        ul_map_compose_strays (device != NULL ? device : &no_device, ul_hex_bytes_get_image (self));

    for (guint i = 0; i < strays->len; i++) {
        const UlSegment *stray = &g_array_index (strays, UlSegment, i);
        guint32 start = stray->address - stray->address % UL_HEX_COLUMNS;
        add_span (self, start, stray->size + (stray->address - start), FALSE);
    }
}

static void
shape (UlHexBytes *self)
{
    const UlDevice *device = ul_session_get_device (ul_workbench_get_session (self->workbench));

    g_array_set_size (self->spans, 0);
    for (guint i = 0; device != NULL && i < device->n_regions; i++)
        add_span (self, device->regions[i].start, device->regions[i].size, TRUE);
    add_strays (self, device);
    g_array_sort (self->spans, compare_spans);
    self->n_rows = 0;
    for (guint i = 0; i < self->spans->len; i++) {
        UlHexSpan *span = &g_array_index (self->spans, UlHexSpan, i);
        span->first_row = self->n_rows;
        self->n_rows += ul_hex_span_count_rows (span);
    }
}

static UlHexSpan *
span_of_row (UlHexBytes *self, guint row)
{
    guint low = 0, high = self->spans->len;

    while (high - low > 1) {
        guint middle = (low + high) / 2;
        if (g_array_index (self->spans, UlHexSpan, middle).first_row <= row)
            low = middle;
        else
            high = middle;
    }
    return &g_array_index (self->spans, UlHexSpan, low);
}

guint
ul_hex_bytes_get_n_rows (UlHexBytes *self)
{
    return self->n_rows;
}

int
ul_hex_bytes_find_row (UlHexBytes *self, guint32 address)
{
    for (guint i = 0; i < self->spans->len; i++) {
        const UlHexSpan *span = &g_array_index (self->spans, UlHexSpan, i);
        if (address >= span->start && address - span->start < span->size)
            return (int) (span->first_row + (address - span->start) / UL_HEX_COLUMNS);
    }
    return -1;
}

void
ul_hex_bytes_get_row (UlHexBytes *self, guint row, UlHexRow *result)
{
    const UlHexSpan *span = span_of_row (self, row);
    guint64 offset = (guint64) (row - span->first_row) * UL_HEX_COLUMNS;
    UlImage *image = ul_hex_bytes_get_image (self);

    *result = (UlHexRow){ .address = span->start + (guint32) offset,
                          .n = (guint) MIN (UL_HEX_COLUMNS, span->size - offset),
                          .on_chip = span->on_chip };
    if (image != NULL)
        ul_image_read (image, result->address, result->n, result->file, result->in_file);
    result->read = span->read != NULL && span->read[row - span->first_row];
    if (result->read)
        memcpy (result->chip, span->chip + offset, result->n);
}

gboolean
ul_hex_row_differs (const UlHexRow *row, guint index)
{
    return row->read && row->in_file[index] && row->file[index] != row->chip[index];
}

/* --- what was read ------------------------------------------------------------------------- */

static void
take_segment (UlHexSpan *span, const UlSegment *segment)
{
    guint64 from = MAX (span->start, segment->address);
    guint64 end = MIN (span->start + span->size, (guint64) segment->address + segment->size);

    if (!span->on_chip || from >= end)
        return;
    if (span->chip == NULL) {
        span->chip = g_malloc0 (span->size);
        span->read = g_malloc0 (ul_hex_span_count_rows (span));
    }
    memcpy (span->chip + (from - span->start), segment->data + (from - segment->address),
            end - from);
    for (guint64 at = from; at < end; at += UL_HEX_COLUMNS)
        span->read[(at - span->start) / UL_HEX_COLUMNS] = 1;
}

static void
take (UlHexBytes *self, UlImage *data)
{
    for (guint i = 0; i < ul_image_get_n_segments (data); i++)
        for (guint k = 0; k < self->spans->len; k++)
            take_segment (&g_array_index (self->spans, UlHexSpan, k),
                          ul_image_get_segment (data, i));
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_trouble (UlHexBytes *self, const char *trouble)
{
    if (g_strcmp0 (self->trouble, trouble) == 0)
        return;
    g_free (self->trouble);
    self->trouble = g_strdup (trouble);
    g_signal_emit (self, signals[CHANGED], 0);
}

const char *
ul_hex_bytes_get_trouble (UlHexBytes *self)
{
    return self->trouble;
}

static void read_wanted (UlHexBytes *self);

static void
on_peeked (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
    g_autoptr (UlHexBytes) self = UL_HEX_BYTES (user_data);
    g_autoptr (UlJobResult) result = ul_session_run_finish (UL_SESSION (source), async_result);
    gboolean stopped = g_cancellable_is_cancelled (self->reading);

    g_clear_object (&self->reading);
    if (!stopped && result->ok)
        take (self, result->data);
    self->gave_up = !stopped && !result->ok;
    set_trouble (self, self->gave_up ? result->problem->cause : NULL);
    read_wanted (self);
}

/* A read in passing: it neither resets the chip nor is it told as a job. */
static void
peek (UlHexBytes *self, UlJobSpec *spec)
{
    UlSession *session = ul_workbench_get_session (self->workbench);

    spec->quiet = TRUE;
    self->reading = g_cancellable_new ();
    ul_session_run_async (session, spec, self->reading, on_peeked, g_object_ref (self));
}

/* --- what is wanted ------------------------------------------------------------------------ */

static gboolean
is_missing (UlHexBytes *self, guint row)
{
    const UlHexSpan *span = span_of_row (self, row);

    return span->on_chip && (span->read == NULL || !span->read[row - span->first_row]);
}

static int
find_missing (UlHexBytes *self)
{
    for (guint i = 0; i < self->wanted_rows && self->wanted_first + i < self->n_rows; i++)
        if (is_missing (self, self->wanted_first + i))
            return (int) (self->wanted_first + i);
    return -1;
}

/* Returns: (nullable): why the chip cannot be read now */
static const char *
find_obstacle (UlHexBytes *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    const UlChip *chip = ul_session_get_chip (session);

    if (ul_workbench_get_busy (self->workbench))
        return _ ("A job is at work; what the chip holds is read afterwards.");
    if (chip->state == UL_SESSION_LOCKED || chip->state == UL_SESSION_LOCKED_FOREVER)
        return _ ("The chip is locked: what it holds is hidden.");
    if (chip->state != UL_SESSION_READY || chip->found != ul_session_get_device (session))
        return _ ("No chip is connected.");
    return NULL;
}

static void
read_from (UlHexBytes *self, guint row)
{
    const UlHexSpan *span = span_of_row (self, row);
    guint64 offset = (guint64) (row - span->first_row) * UL_HEX_COLUMNS;
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_READ);
    guint n = 0, last = span->first_row + ul_hex_span_count_rows (span);

    while (n < AHEAD && row + n < last && is_missing (self, row + n))
        n++;
    spec->scope = UL_SCOPE_RANGE;
    spec->range_start = span->start + (guint32) offset;
    spec->range_size = (guint32) MIN ((guint64) n * UL_HEX_COLUMNS, span->size - offset);
    peek (self, spec);
}

static void
read_wanted (UlHexBytes *self)
{
    int row = find_missing (self);
    const char *obstacle = row >= 0 ? find_obstacle (self) : NULL;

    if (row < 0 || self->reading != NULL || self->gave_up)
        return;
    if (obstacle != NULL)
        set_trouble (self, obstacle);
    else
        read_from (self, (guint) row);
}

void
ul_hex_bytes_want (UlHexBytes *self, guint first_row, guint n_rows)
{
    self->wanted_first = first_row;
    self->wanted_rows = n_rows;
    read_wanted (self);
}

/* --- everything ---------------------------------------------------------------------------- */

static gboolean
needs_sector (UlHexBytes *self, guint32 address, guint32 size, gboolean whole)
{
    UlImage *image = ul_hex_bytes_get_image (self);
    int row = ul_hex_bytes_find_row (self, address);

    if (!whole && (image == NULL || !ul_image_covers (image, address, size)))
        return FALSE;
    for (guint32 at = 0; row >= 0 && at < size; at += UL_HEX_COLUMNS)
        if (is_missing (self, (guint) row + at / UL_HEX_COLUMNS))
            return TRUE;
    return FALSE;
}

/* Returns: (nullable): the job that reads what is missing, or NULL when nothing is */
static UlJobSpec *
new_fetch (UlHexBytes *self, gboolean whole)
{
    const UlDevice *device = ul_session_get_device (ul_workbench_get_session (self->workbench));
    guint n = device != NULL ? ul_device_get_n_sectors (device) : 0;
    g_autofree guint8 *sectors = g_malloc0 (MAX (n, 1));
    gboolean any = FALSE;

    for (guint i = 0; i < n; i++) {
        guint32 address, size;
        ul_device_get_sector (device, i, &address, &size, NULL);
        sectors[i] = needs_sector (self, address, size, whole);
        any |= sectors[i];
    }
    if (!any)
        return NULL;
    UlJobSpec *spec = ul_job_spec_new (UL_JOB_READ);
    spec->quiet = TRUE;
    ul_job_spec_set_sectors (spec, sectors, n);
    return spec;
}

static void
on_fetched (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
    g_autoptr (GTask) task = G_TASK (user_data);
    UlHexBytes *self = UL_HEX_BYTES (g_task_get_source_object (task));
    g_autoptr (UlJobResult) result = ul_session_run_finish (UL_SESSION (source), async_result);
    gboolean valid = ul_session_get_chip (UL_SESSION (source)) == g_task_get_task_data (task);

    if (result->ok && valid) {
        take (self, result->data);
        g_task_return_boolean (task, TRUE);
    } else if (result->ok || result->cancelled) {
        g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
    } else {
        g_task_return_new_error (task, UL_ERROR, (int) result->problem->code, "%s",
                                 result->problem->cause);
    }
}

void
ul_hex_bytes_fetch_async (UlHexBytes *self, gboolean whole, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
    g_autoptr (UlJobSpec) spec = new_fetch (self, whole);
    const char *obstacle = spec != NULL ? find_obstacle (self) : NULL;

    if (spec == NULL)
        g_task_return_boolean (task, TRUE);
    else if (obstacle != NULL)
        g_task_return_new_error (task, UL_ERROR, UL_ERROR_USAGE, "%s", obstacle);
    if (spec == NULL || obstacle != NULL)
        return;
    g_task_set_task_data (task, (gpointer) ul_session_get_chip (session), NULL);
    ul_session_run_async (session, spec, cancellable, on_fetched, g_steal_pointer (&task));
}

gboolean
ul_hex_bytes_fetch_finish (UlHexBytes *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- what may have changed ----------------------------------------------------------------- */

static void
forget (UlHexBytes *self)
{
    if (self->reading != NULL)
        g_cancellable_cancel (self->reading);
    self->gave_up = FALSE;
    set_trouble (self, NULL);
    for (guint i = 0; i < self->spans->len; i++)
        clear_span (&g_array_index (self->spans, UlHexSpan, i));
}

static void
on_reshaped (UlHexBytes *self)
{
    forget (self);
    shape (self);
    g_signal_emit (self, signals[RESHAPED], 0);
    read_wanted (self);
}

/* Whatever was done with it: the chip may hold something else, or be another one. */
static void
on_chip_changed (UlHexBytes *self)
{
    forget (self);
    g_signal_emit (self, signals[CHANGED], 0);
    read_wanted (self);
}

static void
on_busy_changed (UlHexBytes *self)
{
    if (!ul_workbench_get_busy (self->workbench))
        on_chip_changed (self);
    else if (self->reading != NULL)
        g_cancellable_cancel (self->reading);
}

/* --- class --------------------------------------------------------------------------------- */

static void
ul_hex_bytes_finalize (GObject *object)
{
    UlHexBytes *self = UL_HEX_BYTES (object);

    g_array_unref (self->spans);
    g_free (self->trouble);
    G_OBJECT_CLASS (ul_hex_bytes_parent_class)->finalize (object);
}

static void
ul_hex_bytes_class_init (UlHexBytesClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = ul_hex_bytes_finalize;
    signals[CHANGED] = g_signal_new ("changed", UL_TYPE_HEX_BYTES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
    signals[RESHAPED] = g_signal_new ("reshaped", UL_TYPE_HEX_BYTES, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
ul_hex_bytes_init (UlHexBytes *self)
{
    self->spans = g_array_new (FALSE, FALSE, sizeof (UlHexSpan));
    g_array_set_clear_func (self->spans, clear_span);
}

UlHexBytes *
ul_hex_bytes_new (UlWorkbench *workbench)
{
    UlHexBytes *self = g_object_new (UL_TYPE_HEX_BYTES, NULL);
    UlSession *session = ul_workbench_get_session (workbench);

    self->workbench = workbench;
    shape (self);
    g_signal_connect_object (session, "notify::device", G_CALLBACK (on_reshaped), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (ul_workbench_get_files (workbench), "notify::image",
                             G_CALLBACK (on_reshaped), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::chip", G_CALLBACK (on_chip_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (workbench, "notify::busy", G_CALLBACK (on_busy_changed), self,
                             G_CONNECT_SWAPPED);
    return self;
}
