/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-mem-ap.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define AP_CSW 0x00
#define AP_TAR 0x04
#define AP_DRW 0x0C

/* HPROT: privileged data; master type: debugger. */
#define CSW_BASE      0x23000040u
#define CSW_SIZE_MASK 0x7u
#define CSW_SINGLE    0x10u /* address goes up by the size of the access */

/* The address is only sure to count up within such a line. */
#define TAR_LINE 1024u

/* Bytes sent in one flush by ul_mem_ap_read() and ul_mem_ap_write(): bounds the memory used. */
#define CHUNK (64u * 1024u)

void
ul_mem_ap_init (UlMemAp *self, UlDebugPort *port, guint index)
{
    *self = (UlMemAp){ .port = port, .index = index };
}

static void
check_epoch (UlMemAp *self)
{
    guint epoch = ul_debug_port_get_epoch (self->port);

    if (self->epoch == epoch)
        return;
    self->epoch = epoch;
    self->csw_known = FALSE;
    self->tar_known = FALSE;
}

static void
set_csw_bits (UlMemAp *self, guint32 bits)
{
    guint32 csw = CSW_BASE | bits;

    check_epoch (self);
    if (self->csw_known && self->csw == csw)
        return;
    ul_debug_port_write_ap (self->port, self->index, AP_CSW, csw);
    self->csw = csw;
    self->csw_known = TRUE;
}

static void
set_csw (UlMemAp *self, UlMemSize size)
{
    set_csw_bits (self, CSW_SINGLE | size);
}

static void
set_tar (UlMemAp *self, guint32 address)
{
    if (self->tar_known && self->tar == address)
        return;
    ul_debug_port_write_ap (self->port, self->index, AP_TAR, address);
    self->tar = address;
    self->tar_known = TRUE;
}

/* TAR after an access that moved it on; unsure at the end of a line. */
static void
advance_tar (UlMemAp *self, guint n_bytes)
{
    self->tar += n_bytes;
    self->tar_known = self->tar % TAR_LINE != 0;
}

static guint
words_in_line (guint32 address, guint n_words)
{
    return MIN (n_words, (TAR_LINE - address % TAR_LINE) / 4);
}

void
ul_mem_ap_queue_read (UlMemAp *self, guint32 address, guint32 *words, guint n_words)
{
    set_csw (self, UL_MEM_WORD);
    while (n_words > 0) {
        guint n = words_in_line (address, n_words);

        set_tar (self, address);
        ul_debug_port_read_ap (self->port, self->index, AP_DRW, words, n);
        advance_tar (self, n * 4);
        address += n * 4;
        words += n;
        n_words -= n;
    }
}

void
ul_mem_ap_queue_write (UlMemAp *self, guint32 address, const guint32 *words, guint n_words)
{
    set_csw (self, UL_MEM_WORD);
    while (n_words > 0) {
        guint n = words_in_line (address, n_words);

        set_tar (self, address);
        ul_debug_port_write_ap_block (self->port, self->index, AP_DRW, words, n);
        advance_tar (self, n * 4);
        address += n * 4;
        words += n;
        n_words -= n;
    }
}

static guint
lane_shift (guint32 address, UlMemSize size)
{
    return size == UL_MEM_WORD ? 0 : (address & 3) * 8;
}

guint32
ul_mem_ap_lane (guint32 address, UlMemSize size, guint32 lanes)
{
    guint32 value = lanes >> lane_shift (address, size);

    if (size == UL_MEM_BYTE)
        return value & 0xFF;
    return size == UL_MEM_HALF ? value & 0xFFFF : value;
}

void
ul_mem_ap_queue_write_value (UlMemAp *self, guint32 address, UlMemSize size, guint32 value)
{
    set_csw (self, size);
    set_tar (self, address);
    ul_debug_port_write_ap (self->port, self->index, AP_DRW, value << lane_shift (address, size));
    advance_tar (self, 1u << size);
}

void
ul_mem_ap_queue_read_value (UlMemAp *self, guint32 address, UlMemSize size, guint32 *lanes)
{
    set_csw (self, size);
    set_tar (self, address);
    ul_debug_port_read_ap (self->port, self->index, AP_DRW, lanes, 1);
    advance_tar (self, 1u << size);
}

void
ul_mem_ap_queue_aim (UlMemAp *self, guint32 address)
{
    set_csw (self, UL_MEM_WORD);
    if (!self->tar_known || (self->tar & ~0xFu) != (address & ~0xFu))
        set_tar (self, address & ~0xFu);
}

void
ul_mem_ap_queue_poll (UlMemAp *self, guint32 address, guint32 mask, guint32 match, guint timeout_ms,
                      guint32 *value)
{
    /* Through a banked register: these do not move the address. */
    ul_mem_ap_queue_aim (self, address);
    ul_debug_port_poll_ap (self->port, self->index, UL_MEM_AP_BD0 + (address & 0xC), mask, match,
                           timeout_ms, value);
}

void
ul_mem_ap_queue_poll_value (UlMemAp *self, guint32 address, UlMemSize size, guint32 mask,
                            guint32 match, guint timeout_ms, guint32 *lanes)
{
    guint shift = lane_shift (address, size);

    set_csw_bits (self, size); /* the address stays */
    set_tar (self, address);
    ul_debug_port_poll_ap (self->port, self->index, AP_DRW, mask << shift, match << shift,
                           timeout_ms, lanes);
}

/* --- whole ranges of bytes --- */

typedef struct {
    guint32 address;
    UlMemSize size;
    guint32 lanes;
} Edge;

/* The bytes before the first word and after the last one are accesses of their own: at most a
 * byte and a halfword on each side. */
static guint
split_edges (guint32 address, gsize size, Edge edges[4], guint32 *middle, guint *n_words)
{
    guint n = 0;

    if ((address & 1) != 0 && size >= 1) {
        edges[n++] = (Edge){ address, UL_MEM_BYTE, 0 };
        address += 1, size -= 1;
    }
    if ((address & 2) != 0 && size >= 2) {
        edges[n++] = (Edge){ address, UL_MEM_HALF, 0 };
        address += 2, size -= 2;
    }
    *middle = address;
    *n_words = (address & 3) == 0 ? size / 4 : 0;
    address += *n_words * 4, size -= *n_words * 4;
    if (size >= 2) {
        edges[n++] = (Edge){ address, UL_MEM_HALF, 0 };
        address += 2, size -= 2;
    }
    if (size >= 1)
        edges[n++] = (Edge){ address, UL_MEM_BYTE, 0 };
    return n;
}

static void
unpack (guint8 *data, guint32 value, UlMemSize size)
{
    for (guint i = 0; i < 1u << size; i++)
        data[i] = (value >> (8 * i)) & 0xFF;
}

static guint32
pack (const guint8 *data, UlMemSize size)
{
    guint32 value = 0;

    for (guint i = 0; i < 1u << size; i++)
        value |= (guint32) data[i] << (8 * i);
    return value;
}

static gboolean
read_chunk (UlMemAp *self, guint32 address, guint8 *data, gsize size, GError **error)
{
    Edge edges[4];
    guint32 middle;
    guint n_words;
    guint n_edges = split_edges (address, size, edges, &middle, &n_words);
    g_autofree guint32 *words = g_new (guint32, n_words + 1);

    for (guint i = 0; i < n_edges; i++)
        ul_mem_ap_queue_read_value (self, edges[i].address, edges[i].size, &edges[i].lanes);
    ul_mem_ap_queue_read (self, middle, words, n_words);
    if (!ul_debug_port_flush (self->port, error))
        return FALSE;
    for (guint i = 0; i < n_edges; i++)
        unpack (data + (edges[i].address - address),
                ul_mem_ap_lane (edges[i].address, edges[i].size, edges[i].lanes), edges[i].size);
    for (guint i = 0; i < n_words; i++)
        unpack (data + (middle - address) + i * 4, words[i], UL_MEM_WORD);
    return TRUE;
}

static gboolean
write_chunk (UlMemAp *self, guint32 address, const guint8 *data, gsize size, GError **error)
{
    Edge edges[4];
    guint32 middle;
    guint n_words;
    guint n_edges = split_edges (address, size, edges, &middle, &n_words);
    g_autofree guint32 *words = g_new (guint32, n_words + 1);

    for (guint i = 0; i < n_words; i++)
        words[i] = pack (data + (middle - address) + i * 4, UL_MEM_WORD);
    for (guint i = 0; i < n_edges; i++)
        ul_mem_ap_queue_write_value (self, edges[i].address, edges[i].size,
                                     pack (data + (edges[i].address - address), edges[i].size));
    ul_mem_ap_queue_write (self, middle, words, n_words);
    return ul_debug_port_flush (self->port, error);
}

static gboolean
transfer (UlMemAp *self, guint32 address, guint8 *in, const guint8 *out, gsize size, GError **error)
{
    for (guint i = 1;; i++) {
        g_autoptr (GError) local = NULL;
        gboolean ok = in != NULL ? read_chunk (self, address, in, size, &local)
                                 : write_chunk (self, address, out, size, &local);

        if (ok)
            return TRUE;
        if (i < UL_DEBUG_PORT_TRIES && ul_debug_port_is_garbled (local))
            continue;
        ul_error_set_where (local, address, size);
        g_propagate_prefixed_error (
            error, g_steal_pointer (&local),
            in != NULL ? _ ("Reading at 0x%08X: ") : _ ("Writing at 0x%08X: "), address);
        return FALSE;
    }
}

gboolean
ul_mem_ap_read (UlMemAp *self, guint32 address, guint8 *data, gsize size, GError **error)
{
    for (gsize done = 0; done < size; done += CHUNK)
        if (!transfer (self, address + done, data + done, NULL, MIN (CHUNK, size - done), error))
            return FALSE;
    return TRUE;
}

gboolean
ul_mem_ap_write (UlMemAp *self, guint32 address, const guint8 *data, gsize size, GError **error)
{
    for (gsize done = 0; done < size; done += CHUNK)
        if (!transfer (self, address + done, NULL, data + done, MIN (CHUNK, size - done), error))
            return FALSE;
    return TRUE;
}
