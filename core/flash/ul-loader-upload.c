/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the routine and its data go in the chip's RAM, and getting them there. */
#include "ul-loader-private.h"

#include "ul-error.h"
#include "ul-target-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define KIB           1024u
#define SRAM_BOUNDARY 0x20000000u /* accesses must not cross it */
#define VECTOR_ALIGN  256u

#define MIN_SLOTS       8
#define MIN_BUFFER_SIZE 128u
#define STACK_SIZE      64u
#define MAX_WRITES      6

/* --- layout --- */

/* The larger part of the RAM on either side of the boundary. */
static void
choose_area (const UlDevice *device, guint32 *start, guint32 *size)
{
    guint64 end = (guint64) device->ram_start + device->ram_size;

    *start = device->ram_start;
    *size = device->ram_size;
    if (device->ram_start < SRAM_BOUNDARY && end > SRAM_BOUNDARY) {
        guint32 lower = SRAM_BOUNDARY - device->ram_start;

        *size = MAX (lower, device->ram_size - lower);
        *start = lower < device->ram_size - lower ? SRAM_BOUNDARY : device->ram_start;
    }
    guint32 aligned = (*start + VECTOR_ALIGN - 1) & ~(VECTOR_ALIGN - 1);
    *size -= MIN (*size, aligned - *start);
    *start = aligned;
}

static guint32
take (guint32 *at, guint32 size)
{
    guint32 here = *at;

    *at += (size + 15) & ~15u;
    return here;
}

gboolean
ul_loader_lay_out (UlLoader *self, const UlDevice *device, gboolean use_crc_unit)
{
    guint32 start, size, at;

    choose_area (device, &start, &size);
    gboolean roomy = size >= 6 * KIB;
    self->n_slots = roomy ? UL_LOADER_MAX_SLOTS : MIN_SLOTS;
    self->table_bits = use_crc_unit ? 0 : roomy ? 8 : 4;
    self->crc_command = use_crc_unit ? UL_LOADER_COMMAND_CRC_UNIT
                        : roomy      ? UL_LOADER_COMMAND_CRC_TABLE8
                                     : UL_LOADER_COMMAND_CRC_TABLE4;
    at = start;
    self->base = take (&at, self->model->driver->n_code * 4);
    self->mailbox = take (&at, UL_LOADER_MAILBOX_SIZE);
    self->writes = take (&at, MAX_WRITES * 8);
    self->ring = take (&at, self->n_slots * UL_LOADER_SLOT_SIZE);
    self->results = take (&at, self->n_slots * 4);
    self->table = take (&at, self->table_bits == 0 ? 0 : 4u << self->table_bits);
    self->buffers = at;
    self->stack = start + size;

    guint32 used = at - start + STACK_SIZE;
    if (used >= size)
        return FALSE;
    guint32 rest = size - used;
    for (self->buffer_size = UL_LOADER_MAX_BUFFER_SIZE;
         self->buffer_size > MIN_BUFFER_SIZE && rest / self->buffer_size < 2;)
        self->buffer_size /= 2;
    self->n_buffers = MIN (rest / self->buffer_size, UL_LOADER_MAX_BUFFERS);
    return self->n_buffers >= 2;
}

/* --- upload --- */

#define HALF(address) ((address) ^ UL_LOADER_WRITE_HALF)
#define BYTE(address) ((address) ^ UL_LOADER_WRITE_BYTE)

/* What stops the watchdog, as pairs of address and value. */
static guint
list_watchdog_writes (const UlFlashModel *model, guint32 control, guint32 *list)
{
    guint32 base = model->watchdog_base;

    if (model->watchdog == UL_WATCHDOG_WDOG16 && (control & 0x1) != 0) {
        const guint32 writes[] = { HALF (base + 0xE), 0xC520,          HALF (base + 0xE), 0xD928,
                                   HALF (base),       control & 0xFFFE };
        memcpy (list, writes, sizeof writes);
        return 3;
    }
    if (model->watchdog == UL_WATCHDOG_WDOG8 && (control & 0x80) != 0) {
        /* All of its registers must be written for the new ones to count. */
        const guint32 writes[] = { HALF (base + 2), 0x20C5,          HALF (base + 2),
                                   0x28D9,          BYTE (base + 1), 0x01,
                                   HALF (base + 4), 0xFFFF,          HALF (base + 6),
                                   0x0000,          BYTE (base),     (control & ~0x80u) | 0x20 };
        memcpy (list, writes, sizeof writes);
        return 6;
    }
    if (model->watchdog == UL_WATCHDOG_WDOG32 && (control & 0x2080) == 0x80) {
        /* This one does not take the key in one word. */
        const guint32 writes[] = {
            HALF (base + 4), 0xC520, HALF (base + 4),          0xD928, base + 8,
            0x400,           base,   (control & ~0x80u) | 0x20
        };
        memcpy (list, writes, sizeof writes);
        return 4;
    }
    if (model->watchdog == UL_WATCHDOG_WDOG32 && (control & 0x80) != 0) {
        const guint32 writes[] = { base + 4, 0xD928C520, base + 8,
                                   0x400,    base,       (control & ~0x80u) | 0x20 };
        memcpy (list, writes, sizeof writes);
        return 3;
    }
    return 0;
}

static void
fill_mailbox (UlLoader *self, guint32 cache, guint n_writes, guint32 *mailbox)
{
    const UlFlashModel *model = self->model;
    gboolean has_cache = model->cache != 0;

    memset (mailbox, 0, UL_LOADER_MAILBOX_SIZE);
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_RING)] = self->ring;
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_MASK)] = self->n_slots - 1;
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_CONTROLLER)] = model->controller;
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_WRITES)] = self->writes;
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_N_WRITES)] = n_writes;
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_TABLE)] = self->table;
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_TABLE_BITS)] = self->table_bits;
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_CRC_UNIT)] = model->crc_unit;
    /* Without a cache the write goes to a word of no use: the list of writes is done by then. */
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_CACHE)] = has_cache ? model->cache : self->writes;
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_CACHE_BITS)] = cache | model->cache_bits;
    mailbox[UL_LOADER_WORDS (UL_LOADER_MAILBOX_SPECIAL)] = model->special;
}

static void
fill_code (UlLoader *self, guint32 *code)
{
    memcpy (code, self->model->driver->code, self->model->driver->n_code * 4);
    code[UL_LOADER_WORDS (UL_LOADER_VECTOR_MAILBOX)] = self->mailbox;
    code[UL_LOADER_WORDS (UL_LOADER_VECTOR_NMI)] += self->base;
    code[UL_LOADER_WORDS (UL_LOADER_VECTOR_FAULT)] += self->base;
}

/* Reads what the mailbox needs of the chip's registers. */
static gboolean
read_site (UlLoader *self, guint32 *cache, guint32 *watchdog, GError **error)
{
    UlMemAp *ahb = &self->target->ahb;
    const UlFlashModel *model = self->model;
    guint32 lanes = 0;
    UlMemSize size = model->watchdog == UL_WATCHDOG_WDOG16  ? UL_MEM_HALF
                     : model->watchdog == UL_WATCHDOG_WDOG8 ? UL_MEM_BYTE
                                                            : UL_MEM_WORD;

    *cache = *watchdog = 0;
    if (model->cache != 0)
        ul_mem_ap_queue_read (ahb, model->cache, cache, 1);
    if (model->watchdog != UL_WATCHDOG_NONE && model->watchdog != UL_WATCHDOG_COP)
        ul_mem_ap_queue_read_value (ahb, model->watchdog_base, size, &lanes);
    if (!ul_debug_port_flush (ahb->port, error))
        return FALSE;
    *watchdog = ul_mem_ap_lane (model->watchdog_base, size, lanes);
    return TRUE;
}

static gboolean
upload_once (UlLoader *self, GError **error)
{
    enum {
        N_MAILBOX = UL_LOADER_WORDS (UL_LOADER_MAILBOX_SIZE),
        N_REST = N_MAILBOX + MAX_WRITES * 2,
        MAX_ALL = UL_LOADER_WORDS (UL_LOADER_MAX_CODE) + N_REST,
    };
    guint n_code = self->model->driver->n_code, n_all = n_code + N_REST;
    UlMemAp *ahb = &self->target->ahb;
    guint32 out[MAX_ALL] = { 0 }, in[MAX_ALL] = { 0 };
    guint32 end_out[2] = { 0x5AA5C33C, ~self->stack }, end_in[2] = { 0 };
    guint32 cache, watchdog;

    if (!read_site (self, &cache, &watchdog, error))
        return FALSE;
    fill_code (self, out);
    guint n_writes = list_watchdog_writes (self->model, watchdog, out + n_code + N_MAILBOX);
    fill_mailbox (self, cache, n_writes, out + n_code);
    /* Code, mailbox and writes follow one another. Reading back, and the far end, is the test
     * of the RAM. */
    ul_mem_ap_queue_write (ahb, self->base, out, n_all);
    ul_mem_ap_queue_write (ahb, self->stack - sizeof end_out, end_out, 2);
    ul_mem_ap_queue_read (ahb, self->base, in, n_all);
    ul_mem_ap_queue_read (ahb, self->stack - sizeof end_out, end_in, 2);
    if (!ul_debug_port_flush (ahb->port, error))
        return FALSE;
    self->target->dirty = TRUE;
    self->target->fresh = FALSE;
    if (memcmp (in, out, sizeof in) == 0 && memcmp (end_in, end_out, sizeof end_in) == 0)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_LOADER_FAILED,
                 _ ("The chip's RAM at 0x%08X does not hold what is written to it"), self->base);
    return FALSE;
}

gboolean
ul_loader_upload (UlLoader *self, GError **error)
{
    for (guint i = 1;; i++) {
        g_autoptr (GError) local = NULL;

        if (upload_once (self, &local))
            return TRUE;
        if (i < UL_DEBUG_PORT_TRIES && ul_debug_port_is_garbled (local))
            continue;
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
}
