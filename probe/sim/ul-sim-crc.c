/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CRC unit. Source: K64 reference manual, chapter Cyclic Redundancy Check. */
#include "ul-sim-parts.h"

#define DATA  0x0
#define GPOLY 0x4
#define CTRL  0x8

#define CTRL_TOT_SHIFT  30
#define CTRL_TOTR_SHIFT 28
#define CTRL_FXOR       (1u << 26)
#define CTRL_WAS        (1u << 25)
#define CTRL_TCRC       (1u << 24)
#define CTRL_BITS       0xF7000000u

void
ul_sim_crc_reset (UlSimChip *self)
{
    self->crc = (UlSimCrc){ .data = 0xFFFFFFFF, .poly = 0x00001021 };
}

static guint8
turn_bits (guint8 byte)
{
    byte = (byte & 0xF0) >> 4 | (byte & 0x0F) << 4;
    byte = (byte & 0xCC) >> 2 | (byte & 0x33) << 2;
    return (byte & 0xAA) >> 1 | (byte & 0x55) << 1;
}

/* Types: 0 nothing, 1 bits in bytes, 2 bits and bytes, 3 bytes. */
static guint32
transpose (guint32 value, guint type, guint size)
{
    guint32 result = 0;

    for (guint i = 0; i < size; i++) {
        guint8 byte = value >> (8 * i);

        if (type == 1 || type == 2)
            byte = turn_bits (byte);
        result |= (guint32) byte << 8 * (type >= 2 ? size - 1 - i : i);
    }
    return result;
}

static guint32
top_of (guint32 poly, guint8 index, guint width)
{
    guint32 top = 1u << (width - 1), crc = (guint32) index << (width - 8);

    for (guint i = 0; i < 8; i++)
        crc = (crc & top) != 0 ? crc << 1 ^ poly : crc << 1;
    return crc;
}

/* The table of the polynomial used last: an image is a lot of bytes. */
static const guint32 *
table_for (UlSimCrc *crc, guint width)
{
    if (crc->table_width == width && crc->table_poly == crc->poly)
        return crc->table;
    for (guint i = 0; i < 256; i++)
        crc->table[i] = top_of (crc->poly, i, width);
    crc->table_width = width;
    crc->table_poly = crc->poly;
    return crc->table;
}

static void
feed (UlSimCrc *crc, guint32 value, guint size)
{
    guint width = (crc->control & CTRL_TCRC) != 0 ? 32 : 16;
    const guint32 *table = table_for (crc, width);

    for (guint i = size; i-- > 0;) {
        guint8 index = (crc->data >> (width - 8) ^ value >> (8 * i)) & 0xFF;

        crc->data = crc->data << 8 ^ table[index];
    }
    if (width == 16)
        crc->data &= 0xFFFF;
}

static guint32
result (UlSimCrc *crc)
{
    guint size = (crc->control & CTRL_TCRC) != 0 ? 4 : 2;
    guint type = crc->control >> CTRL_TOTR_SHIFT & 3;
    guint32 value = crc->data;

    if ((crc->control & CTRL_FXOR) != 0)
        value ^= size == 4 ? 0xFFFFFFFF : 0xFFFF;
    /* A 16-bit result comes out in the upper half when bytes are turned round. */
    return size == 2 && type < 2 ? transpose (value, type, 2) : transpose (value, type, 4);
}

static gboolean
read_crc (UlSimChip *self, guint32 offset, guint size, guint32 *value)
{
    UlSimCrc *crc = &self->crc;
    guint32 word = 0;

    if (offset >= 0xC)
        return FALSE;
    switch (offset & ~3u) {
    case DATA:
        word = (crc->control & CTRL_WAS) != 0 ? crc->data : result (crc);
        break;
    case GPOLY:
        word = crc->poly;
        break;
    case CTRL:
        word = crc->control;
        break;
    }
    *value = word >> (offset & 3) * 8;
    if (size < 4)
        *value &= (1u << (8 * size)) - 1;
    return TRUE;
}

static guint32
merge (guint32 before, guint32 offset, guint size, guint32 value)
{
    guint shift = (offset & 3) * 8;
    guint32 mask = size == 4 ? 0xFFFFFFFF : ((1u << (8 * size)) - 1) << shift;

    return (before & ~mask) | (value << shift & mask);
}

static gboolean
write_crc (UlSimChip *self, guint32 offset, guint size, guint32 value)
{
    UlSimCrc *crc = &self->crc;

    if (offset >= 0xC)
        return FALSE;
    switch (offset & ~3u) {
    case DATA:
        if ((crc->control & CTRL_WAS) != 0)
            crc->data = merge (crc->data, offset, size, value);
        else
            feed (crc, transpose (value, crc->control >> CTRL_TOT_SHIFT, size), size);
        break;
    case GPOLY:
        crc->poly = merge (crc->poly, offset, size, value);
        break;
    case CTRL:
        crc->control = merge (crc->control, offset, size, value) & CTRL_BITS;
        break;
    }
    return TRUE;
}

const UlSimOps ul_sim_crc_ops = { read_crc, write_crc };
