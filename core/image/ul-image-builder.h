/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image-arena.h"
#include "ul-image-place.h"
#include "ul-image.h"

G_BEGIN_DECLS

typedef struct {
    guint32 address;
    guint32 size;
} UlExtent;

typedef struct {
    guint32 address;
    guint32 size;
    guint32 at; /* of its bytes in the arena of late bytes */
} UlRun;

/** UlImageValue: one of the values a watched address is given */
typedef struct {
    gboolean seen;
    guint8 value;
    UlImagePlace place;
} UlImageValue;

/**
 * UlImageBuilder: collects the bytes of a file in the order of the file, sorts them and finds
 * addresses that are given twice.
 *
 * Most files rise from record to record, so their bytes go straight to their last place. Bytes
 * below the highest so far are put aside ("late") and woven in when enough of them are there;
 * that keeps both the work and the memory in proportion to the file.
 */
typedef struct {
    /* A parser may put bytes for address @next, at most @room of them, to @cursor itself and then
     * call ul_image_builder_commit(). */
    guint8 *cursor;
    gsize room;
    guint64 next;

    /* What follows is for the builder alone. */
    gint64 offset; /* added to every address of the file */
    UlImageArena sorted;
    gsize sorted_used;
    UlExtent *extents; /* by rising address; their bytes follow each other in sorted */
    guint n_extents, n_extents_allocated;
    UlImageArena late;
    gsize late_used;
    UlRun *runs; /* in the order of the file */
    guint n_runs, n_runs_allocated;
    guint8 *run_start; /* cursor when the present run began; NULL: no run */
    gboolean run_is_late;
    guint64 n_repeated; /* bytes given again with the same value */
    guint32 first_repeated;

    gboolean conflict; /* an address has two values: */
    guint32 conflict_address;

    gboolean watching; /* instead of collecting, look who writes to conflict_address */
    UlImageValue values[2];

    gboolean has_start;
    guint32 start;
    GPtrArray *warnings; /* of char * */
} UlImageBuilder;

UlImageBuilder *ul_image_builder_new (gint64 offset);
void ul_image_builder_free (UlImageBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlImageBuilder, ul_image_builder_free)

/**
 * ul_image_builder_reserve: before the first byte
 * @max_bytes: no more bytes than these will be added, repeated ones included
 */
gboolean ul_image_builder_reserve (UlImageBuilder *self, guint64 max_bytes, GError **error);

static inline void
ul_image_builder_commit (UlImageBuilder *self, gsize size)
{
    self->cursor += size;
    self->next += size;
    self->room -= size;
}

/**
 * ul_image_builder_add:
 * @address: as in the file; the offset is added here
 * @place: of the first byte
 *
 * Returns: %FALSE with %UL_ERROR_IMAGE_SYNTAX beyond the 32-bit address space,
 *   %UL_ERROR_IMAGE_OVERLAP when two values for one address have been found (not always at once),
 *   %UL_ERROR_IMAGE_TOO_BIG for too many pieces
 */
gboolean ul_image_builder_add (UlImageBuilder *self, guint64 address, const guint8 *data,
                               gsize size, const UlImagePlace *place, GError **error);

/** ul_image_builder_set_start: @address is as in the file */
void ul_image_builder_set_start (UlImageBuilder *self, guint32 address);
/** ul_image_builder_warn: a translated sentence */
void ul_image_builder_warn (UlImageBuilder *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** ul_image_builder_finish: weaves in what is still aside; errors as ul_image_builder_add() */
gboolean ul_image_builder_finish (UlImageBuilder *self, GError **error);

/** ul_image_builder_watch: begins anew, only to learn where @address is given which values */
void ul_image_builder_watch (UlImageBuilder *self, guint32 address);

G_END_DECLS
