/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-builder.h"

#include "ul-image-builder-weave.h"

#include <glib/gi18n.h>
#include <string.h>

#define ADDRESS_END (G_GUINT64_CONSTANT (1) << 32)

/* Late bytes and runs kept aside before they are woven in: enough of them that the work of one
 * weaving is paid for, few enough that they take little memory beside the sorted bytes. */
#define MIN_LATE_BYTES ((gsize) 128 << 10)
#define MIN_LATE_RUNS  4096u

/* Pieces of a finished image: a UlSegment each. */
#define MAX_PIECES(size) (16384 + (size) / 64)

UlImageBuilder *
ul_image_builder_new (gint64 offset)
{
    UlImageBuilder *self = g_new0 (UlImageBuilder, 1);
    self->offset = offset;
    self->next = G_MAXUINT64;
    self->warnings = g_ptr_array_new_with_free_func (g_free);
    return self;
}

void
ul_image_builder_free (UlImageBuilder *self)
{
    ul_image_arena_clear (&self->sorted);
    ul_image_arena_clear (&self->late);
    g_free (self->extents);
    g_free (self->runs);
    g_ptr_array_unref (self->warnings);
    g_free (self);
}

gboolean
ul_image_builder_reserve (UlImageBuilder *self, guint64 max_bytes, GError **error)
{
    if (self->watching || self->sorted.data != NULL)
        return TRUE;
    if (max_bytes <= G_MAXUINT32 && ul_image_arena_reserve (&self->sorted, (gsize) max_bytes) &&
        ul_image_arena_reserve (&self->late, (gsize) max_bytes / 8 + MIN_LATE_BYTES))
        return TRUE;

    g_autofree char *size = g_format_size_full (max_bytes, G_FORMAT_SIZE_IEC_UNITS);
    return ul_image_fail (error, UL_ERROR_IMAGE_TOO_BIG, NULL,
                          _ ("its data need up to %s of memory, which is not to be had"), size);
}

guint
ul_image_builder_max_extents (gsize size)
{
    return (guint) (16384 + size / 16);
}

gboolean
ul_image_builder_too_scattered (GError **error)
{
    return ul_image_fail (error, UL_ERROR_IMAGE_TOO_BIG, NULL,
                          _ ("its data lie in too many separate pieces; a firmware file is "
                             "expected to have a few, and up to 16384 are read"));
}

void
ul_image_builder_grow_extents (UlImageBuilder *self, guint count)
{
    if (self->n_extents_allocated - self->n_extents >= count)
        return;
    self->n_extents_allocated = self->n_extents + count;
    self->extents = g_renew (UlExtent, self->extents, self->n_extents_allocated);
}

/* Closes the present run: what was written to the cursor since it began belongs to it. */
static void
close_run (UlImageBuilder *self)
{
    if (self->run_start == NULL)
        return;

    gsize written = (gsize) (self->cursor - self->run_start);
    if (self->run_is_late) {
        self->runs[self->n_runs - 1].size += (guint32) written;
        self->late_used += written;
    } else {
        self->extents[self->n_extents - 1].size += (guint32) written;
        self->sorted_used += written;
    }
    self->run_start = NULL;
    self->room = 0;
}

static void
begin_run (UlImageBuilder *self, guint8 *cursor, gsize room, guint32 address, gboolean late)
{
    self->cursor = self->run_start = cursor;
    self->run_is_late = late;
    self->next = (guint64) ((gint64) address - self->offset);
    self->room = (gsize) MIN (room, ADDRESS_END - address);
}

static guint64
get_sorted_end (UlImageBuilder *self)
{
    if (self->n_extents == 0)
        return 0;
    const UlExtent *last = &self->extents[self->n_extents - 1];
    return (guint64) last->address + last->size;
}

static gboolean
begin_sorted_run (UlImageBuilder *self, guint32 address, GError **error)
{
    if (self->n_extents == 0 || get_sorted_end (self) != address) {
        if (self->n_extents >= ul_image_builder_max_extents (self->sorted_used))
            return ul_image_builder_too_scattered (error);
        if (self->n_extents == self->n_extents_allocated)
            ul_image_builder_grow_extents (self, 64 + self->n_extents / 4);
        self->extents[self->n_extents++] = (UlExtent){ address, 0 };
    }
    begin_run (self, self->sorted.data + self->sorted_used,
               self->sorted.capacity - self->sorted_used, address, FALSE);
    return TRUE;
}

static void
begin_late_run (UlImageBuilder *self, guint32 address, gsize max_late)
{
    if (self->n_runs == self->n_runs_allocated) {
        self->n_runs_allocated += 64 + self->n_runs_allocated / 4;
        self->runs = g_renew (UlRun, self->runs, self->n_runs_allocated);
    }
    self->runs[self->n_runs++] = (UlRun){ address, 0, (guint32) self->late_used };
    begin_run (self, self->late.data + self->late_used, max_late - self->late_used, address, TRUE);
}

static gboolean
open_run (UlImageBuilder *self, guint32 address, GError **error)
{
    close_run (self);

    gsize max_late = MIN (MAX (MIN_LATE_BYTES, self->sorted_used / 8), self->late.capacity);
    guint max_runs = (guint) MAX (MIN_LATE_RUNS, self->sorted_used / 128);
    if ((self->late_used >= max_late || self->n_runs >= max_runs) &&
        !ul_image_builder_weave (self, error))
        return FALSE;

    if (address >= get_sorted_end (self))
        return begin_sorted_run (self, address, error);
    begin_late_run (self, address, max_late);
    return TRUE;
}

static gboolean
watch (UlImageBuilder *self, guint32 address, const guint8 *data, gsize size,
       const UlImagePlace *place)
{
    if (self->conflict_address < address || self->conflict_address - address >= size)
        return TRUE;

    guint32 index = self->conflict_address - address;
    UlImageValue *value = &self->values[self->values[0].seen ? 1 : 0];
    if (value == &self->values[1] && self->values[0].value == data[index])
        return TRUE;
    *value = (UlImageValue){ TRUE, data[index], *place };
    guint64 distance = (guint64) index * MAX (place->stride, 1);
    if (place->column > 0)
        value->place.column += distance;
    value->place.offset += distance;
    return value == &self->values[0]; /* with two values all is known */
}

/* The file is at fault, or who says where it goes. */
static gboolean
fail_outside (UlImageBuilder *self, gint64 moved, gsize size, const UlImagePlace *place,
              GError **error)
{
    gint64 end = moved - self->offset + (gint64) size;
    gboolean is_own = end > (gint64) ADDRESS_END;
    const char *sign = moved < 0 ? "-" : "";
    gulong distance = (gulong) ABS (moved);
    g_autoptr (GError) local = NULL;

    ul_image_fail (&local, is_own ? UL_ERROR_IMAGE_SYNTAX : UL_ERROR_USAGE, is_own ? place : NULL,
                   _ ("data at address %s0x%08lX reach beyond the address space; "
                      "expected 0x00000000 to 0xFFFFFFFF"),
                   sign, distance);
    if (!is_own)
        ul_error_add_detail (local, "moved to", "%s0x%08lX", sign, distance);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

gboolean
ul_image_builder_add (UlImageBuilder *self, guint64 address, const guint8 *data, gsize size,
                      const UlImagePlace *place, GError **error)
{
    gint64 moved = (gint64) address + self->offset;
    if (size == 0)
        return TRUE;
    if (moved < 0 || moved + (gint64) size > (gint64) ADDRESS_END)
        return fail_outside (self, moved, size, place, error);
    if (self->watching)
        return watch (self, (guint32) moved, data, size, place);

    while (size > 0) {
        if ((address != self->next || self->room == 0) &&
            !open_run (self, (guint32) ((gint64) address + self->offset), error))
            return FALSE;
        gsize part = MIN (size, self->room);
        if (part == 0) /* more than was announced: the file grows while it is read */
            return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                                  _ ("it changed while it was read; expected a file at rest"));
        memcpy (self->cursor, data, part);
        ul_image_builder_commit (self, part);
        address += part;
        data += part;
        size -= part;
    }
    return TRUE;
}

void
ul_image_builder_set_start (UlImageBuilder *self, guint32 address)
{
    self->has_start = TRUE;
    self->start = (guint32) ((gint64) address + self->offset);
}

void
ul_image_builder_warn (UlImageBuilder *self, const char *format, ...)
{
    va_list args;
    va_start (args, format);
    g_ptr_array_add (self->warnings, g_strdup_vprintf (format, args));
    va_end (args);
}

gboolean
ul_image_builder_finish (UlImageBuilder *self, GError **error)
{
    close_run (self);
    if (!ul_image_builder_weave (self, error))
        return FALSE;
    if (self->n_extents > MAX_PIECES (self->sorted_used))
        return ul_image_builder_too_scattered (error);

    ul_image_arena_clear (&self->late);
    g_clear_pointer (&self->runs, g_free);
    if (self->n_repeated > 0)
        ul_image_builder_warn (
            self,
            ngettext ("%lu byte is given twice with the same value, at 0x%08X.",
                      "%lu bytes are given twice with the same values, the first at 0x%08X.",
                      (gulong) self->n_repeated),
            (gulong) self->n_repeated, self->first_repeated);
    return TRUE;
}

void
ul_image_builder_watch (UlImageBuilder *self, guint32 address)
{
    self->watching = TRUE;
    self->conflict_address = address;
    self->run_start = NULL;
    self->room = 0;
    self->next = G_MAXUINT64;
}
