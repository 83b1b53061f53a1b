/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-arena.h"

#include <sys/mman.h>
#include <unistd.h>

/* Above this the kernel may hand out large pages: they cost nothing beside so many bytes. */
#define SMALL_PAGES_SIZE ((gsize) 8 << 20)

static gsize
round_to_page (gsize size)
{
    gsize page = (gsize) sysconf (_SC_PAGESIZE);
    return (MAX (size, 1) + page - 1) / page * page;
}

gboolean
ul_image_arena_reserve (UlImageArena *self, gsize capacity)
{
    gsize size = round_to_page (capacity);
    void *data = mmap (NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (data == MAP_FAILED)
        return FALSE;

    /* Advice only: without it the pages are of the usual size. */
    (void) madvise (data, MIN (size, SMALL_PAGES_SIZE), MADV_NOHUGEPAGE);
    if (size > SMALL_PAGES_SIZE)
        (void) madvise ((guint8 *) data + SMALL_PAGES_SIZE, size - SMALL_PAGES_SIZE, MADV_HUGEPAGE);
    self->data = data;
    self->capacity = size;
    return TRUE;
}

void
ul_image_arena_clear (UlImageArena *self)
{
    if (self->data != NULL)
        munmap (self->data, self->capacity);
    *self = (UlImageArena){ 0 };
}

static void
free_arena (gpointer data)
{
    UlImageArena *self = data;
    ul_image_arena_clear (self);
    g_free (self);
}

GBytes *
ul_image_arena_steal_bytes (UlImageArena *self, gsize size)
{
    if (size == 0) {
        ul_image_arena_clear (self);
        return g_bytes_new (NULL, 0);
    }

    UlImageArena *kept = g_new (UlImageArena, 1);
    *kept = *self;
    *self = (UlImageArena){ 0 };
    gsize needed = round_to_page (size);
    if (needed < kept->capacity && munmap (kept->data + needed, kept->capacity - needed) == 0)
        kept->capacity = needed;
    return g_bytes_new_with_free_func (kept->data, size, free_arena, kept);
}
