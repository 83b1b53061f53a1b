/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-parsers.h"

#include <glib/gi18n.h>
#include <string.h>

#define BLOCK_SIZE  512
#define MAX_PAYLOAD 476
#define AT_PAYLOAD  32

#define MAGIC_START_0 0x0A324655u
#define MAGIC_START_1 0x9E5D5157u
#define MAGIC_END     0x0AB16F30u

#define FLAG_NOT_MAIN_FLASH 0x1u
#define FLAG_FILE_CONTAINER 0x1000u
#define FLAG_FAMILY_ID      0x2000u

typedef struct {
    guint32 flags, address, payload, number, count, family;
    guint64 offset; /* in the file */
} UlUf2Block;

typedef struct {
    UlImageReader *reader;
    UlImageBuilder *builder;
    guint64 n_blocks; /* read so far */
    guint32 count;    /* of blocks that the file should have */
    gboolean has_family;
    guint32 family;
    guint8 *seen;   /* a bit for each block number that all blocks of the file can reach */
    guint64 n_seen; /* bits of it */
} UlUf2;

static guint32
get_word (const guint8 *block, guint at)
{
    guint32 word;
    memcpy (&word, block + at, sizeof word);
    return GUINT32_FROM_LE (word);
}

static UlImagePlace
locate (guint64 offset)
{
    return (UlImagePlace){ .has_offset = TRUE, .offset = offset };
}

static gboolean
check_magic (const guint8 *bytes, guint64 offset, GError **error)
{
    static const struct {
        guint at;
        guint32 magic;
    } marks[] = { { 0, MAGIC_START_0 }, { 4, MAGIC_START_1 }, { BLOCK_SIZE - 4, MAGIC_END } };

    for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
        guint32 found = get_word (bytes, marks[i].at);
        if (found == marks[i].magic)
            continue;
        UlImagePlace place = locate (offset + marks[i].at);
        return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                              _ ("block %lu is damaged: it is marked 0x%08X; expected 0x%08X"),
                              (gulong) (offset / BLOCK_SIZE), found, marks[i].magic);
    }
    return TRUE;
}

/* The first block says how many there are. */
static gboolean
take_first (UlUf2 *self, const UlUf2Block *block, GError **error)
{
    self->count = block->count;
    self->has_family = (block->flags & FLAG_FAMILY_ID) != 0;
    self->family = self->has_family ? block->family : 0;
    if (block->count > 0)
        return TRUE;
    UlImagePlace place = locate (block->offset);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("block 0 says that the file has no blocks; expected their number"));
}

static gboolean
check_family (UlUf2 *self, const UlUf2Block *block, GError **error)
{
    gboolean has_family = (block->flags & FLAG_FAMILY_ID) != 0;
    if (has_family == self->has_family && (!has_family || block->family == self->family))
        return TRUE;
    UlImagePlace place = locate (block->offset);
    return ul_image_fail (error, UL_ERROR_IMAGE_FORMAT, &place,
                          _ ("block %lu is for chip family 0x%08X, the blocks before it are for "
                             "0x%08X; expected firmware for one family"),
                          (gulong) (block->offset / BLOCK_SIZE), has_family ? block->family : 0,
                          self->family);
}

static gboolean
check_numbers (UlUf2 *self, const UlUf2Block *block, GError **error)
{
    UlImagePlace place = locate (block->offset);
    if (block->payload > MAX_PAYLOAD)
        return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                              _ ("block %lu claims %u bytes of data; expected at most %u"),
                              (gulong) (block->offset / BLOCK_SIZE), block->payload, MAX_PAYLOAD);
    if (block->count != self->count || block->number >= self->count)
        return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                              _ ("a block is numbered %u of %u; expected 0 to %u of %u"),
                              block->number, block->count, self->count - 1, self->count);
    if (block->number < self->n_seen)
        self->seen[block->number / 8] |= (guint8) (1u << block->number % 8);
    return TRUE;
}

static gboolean
take_block (UlUf2 *self, const UlUf2Block *block, const guint8 *payload, GError **error)
{
    if ((self->n_blocks == 0 && !take_first (self, block, error)) ||
        !check_family (self, block, error) || !check_numbers (self, block, error))
        return FALSE;
    if (block->flags & (FLAG_NOT_MAIN_FLASH | FLAG_FILE_CONTAINER))
        return TRUE;
    UlImagePlace place = locate (block->offset + AT_PAYLOAD);
    return ul_image_builder_add (self->builder, block->address, payload, block->payload, &place,
                                 error);
}

static gboolean
fail_cut (guint64 size, GError **error)
{
    UlImagePlace place = locate (size / BLOCK_SIZE * BLOCK_SIZE);
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("block %lu has %u bytes; expected 512. The file may be cut short"),
                          (gulong) (size / BLOCK_SIZE), (guint) (size % BLOCK_SIZE));
}

static gboolean
read_block (UlUf2 *self, GError **error)
{
    const guint8 *bytes = self->reader->p;
    UlUf2Block block = { .offset = self->n_blocks * BLOCK_SIZE };
    if (!check_magic (bytes, block.offset, error))
        return FALSE;

    block.flags = get_word (bytes, 8);
    block.address = get_word (bytes, 12);
    block.payload = get_word (bytes, 16);
    block.number = get_word (bytes, 20);
    block.count = get_word (bytes, 24);
    block.family = get_word (bytes, 28);
    if (!take_block (self, &block, bytes + AT_PAYLOAD, error))
        return FALSE;
    self->n_blocks++;
    self->reader->p += BLOCK_SIZE;
    return TRUE;
}

static gboolean
check_complete (UlUf2 *self, GError **error)
{
    for (guint32 i = 0; i < MIN (self->count, self->n_seen); i++) {
        if (self->seen[i / 8] & 1u << i % 8)
            continue;
        UlImagePlace place = locate ((guint64) i * BLOCK_SIZE);
        return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                              _ ("block number %u is missing of %u; expected all of them. The "
                                 "file may be cut short"),
                              i, self->count);
    }
    return TRUE;
}

static gboolean
read_blocks (UlUf2 *self, GError **error)
{
    for (;;) {
        if (!ul_image_reader_fill (self->reader, error))
            return FALSE;
        if (self->reader->p == self->reader->end)
            return check_complete (self, error);
        if (!read_block (self, error))
            return FALSE;
    }
}

gboolean
ul_uf2_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error)
{
    UlUf2 self = { .reader = reader, .builder = builder };
    if (!ul_image_builder_reserve (builder, reader->size, error))
        return FALSE;
    if (reader->size % BLOCK_SIZE != 0)
        return fail_cut (reader->size, error);

    self.n_seen = reader->size / BLOCK_SIZE + 1;
    self.seen = g_malloc0 (self.n_seen / 8 + 1);
    gboolean done = read_blocks (&self, error);
    g_free (self.seen);
    return done;
}
