/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-loader.h"

#include "ul-error.h"
#include "ul-flash-status.h"
#include "ul-ftfx-loader.h"
#include "ul-target-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define KIB           1024u
#define SRAM_BOUNDARY 0x20000000u /* accesses must not cross it */
#define VECTOR_ALIGN  256u
#define VTOR          0xE000ED08u

#define MAX_SLOTS       32
#define MIN_SLOTS       8
#define MAX_BUFFERS     16
#define MAX_BUFFER_SIZE KIB
#define MIN_BUFFER_SIZE 128u
#define STACK_SIZE      64u
#define MAX_WRITES      3
#define MAX_ASKED  4
#define WORDS(bytes)    ((bytes) / 4)

struct _UlLoader {
    UlTarget *target; /* not owned */
    const UlFlashModel *model;
    gboolean running;
    guint32 dhcsr; /* bits seen since the start: some clear when they are read */

    /* Where things are in the chip's RAM. */
    guint32 base, mailbox, writes, ring, results, table, buffers, stack;
    guint n_slots, n_buffers, buffer_size, table_bits;
    guint32 crc_command;

    guint32 head;
    guint32 sent;      /* commands before this one are in the chip's ring */
    guint32 told_head; /* as the mailbox has it */
    struct {
        guint32 index;
        guint32 *crc;
    } asked[MAX_ASKED];
    guint n_asked;
    /* Kept until they have been sent. */
    guint32 slots[MAX_SLOTS][WORDS (UL_FTFX_SLOT_SIZE)];
    guint32 data[MAX_BUFFERS][WORDS (MAX_BUFFER_SIZE)];
    guint32 status[4];
};

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

static gboolean
lay_out (UlLoader *self, const UlDevice *device, gboolean use_crc_unit)
{
    guint32 start, size, at;

    choose_area (device, &start, &size);
    gboolean roomy = size >= 6 * KIB;
    self->n_slots = roomy ? MAX_SLOTS : MIN_SLOTS;
    self->table_bits = use_crc_unit ? 0 : roomy ? 8 : 4;
    self->crc_command = use_crc_unit ? UL_FTFX_COMMAND_CRC_UNIT
                        : roomy      ? UL_FTFX_COMMAND_CRC_TABLE8
                                     : UL_FTFX_COMMAND_CRC_TABLE4;
    at = start;
    self->base = take (&at, sizeof ul_ftfx_code);
    self->mailbox = take (&at, UL_FTFX_MAILBOX_SIZE);
    self->writes = take (&at, MAX_WRITES * 8);
    self->ring = take (&at, self->n_slots * UL_FTFX_SLOT_SIZE);
    self->results = take (&at, self->n_slots * 4);
    self->table = take (&at, self->table_bits == 0 ? 0 : 4u << self->table_bits);
    self->buffers = at;
    self->stack = start + size;

    guint32 used = at - start + STACK_SIZE;
    if (used >= size)
        return FALSE;
    guint32 rest = size - used;
    for (self->buffer_size = MAX_BUFFER_SIZE;
         self->buffer_size > MIN_BUFFER_SIZE && rest / self->buffer_size < 2;)
        self->buffer_size /= 2;
    self->n_buffers = MIN (rest / self->buffer_size, MAX_BUFFERS);
    return self->n_buffers >= 2;
}

/* --- upload --- */

/* What stops the watchdog, as pairs of address (bit 0: halfword) and value. */
static guint
list_watchdog_writes (const UlFlashModel *model, guint32 control, guint32 *list)
{
    guint32 base = model->watchdog_base;

    if (model->watchdog == UL_WATCHDOG_WDOG16 && (control & 0x1) != 0) {
        const guint32 writes[] = { (base + 0xE) | 1, 0xC520,   (base + 0xE) | 1,
                                   0xD928,           base | 1, control & 0xFFFE };
        memcpy (list, writes, sizeof writes);
        return 3;
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

    memset (mailbox, 0, UL_FTFX_MAILBOX_SIZE);
    mailbox[WORDS (UL_FTFX_MAILBOX_RING)] = self->ring;
    mailbox[WORDS (UL_FTFX_MAILBOX_MASK)] = self->n_slots - 1;
    mailbox[WORDS (UL_FTFX_MAILBOX_CONTROLLER)] = model->controller;
    mailbox[WORDS (UL_FTFX_MAILBOX_WRITES)] = self->writes;
    mailbox[WORDS (UL_FTFX_MAILBOX_N_WRITES)] = n_writes;
    mailbox[WORDS (UL_FTFX_MAILBOX_TABLE)] = self->table;
    mailbox[WORDS (UL_FTFX_MAILBOX_TABLE_BITS)] = self->table_bits;
    mailbox[WORDS (UL_FTFX_MAILBOX_CRC_UNIT)] = model->crc_unit;
    /* Without a cache the write goes to a word of no use: the list of writes is done by then. */
    mailbox[WORDS (UL_FTFX_MAILBOX_CACHE)] = has_cache ? model->cache : self->writes;
    mailbox[WORDS (UL_FTFX_MAILBOX_CACHE_BITS)] = cache | model->cache_bits;
    mailbox[WORDS (UL_FTFX_MAILBOX_SECTION)] = model->section_ram;
}

static void
fill_code (UlLoader *self, guint32 *code)
{
    memcpy (code, ul_ftfx_code, sizeof ul_ftfx_code);
    code[WORDS (UL_FTFX_VECTOR_MAILBOX)] = self->mailbox;
    code[WORDS (UL_FTFX_VECTOR_NMI)] += self->base;
    code[WORDS (UL_FTFX_VECTOR_FAULT)] += self->base;
}

/* Reads what the mailbox needs of the chip's registers. */
static gboolean
read_site (UlLoader *self, guint32 *cache, guint32 *watchdog, GError **error)
{
    UlMemAp *ahb = &self->target->ahb;
    const UlFlashModel *model = self->model;
    guint32 lanes = 0;
    gboolean half = model->watchdog == UL_WATCHDOG_WDOG16;

    *cache = *watchdog = 0;
    if (model->cache != 0)
        ul_mem_ap_queue_read (ahb, model->cache, cache, 1);
    if (half || model->watchdog == UL_WATCHDOG_WDOG32)
        ul_mem_ap_queue_read_value (ahb, model->watchdog_base, half ? UL_MEM_HALF : UL_MEM_WORD,
                                    &lanes);
    if (!ul_debug_port_flush (ahb->port, error))
        return FALSE;
    *watchdog = ul_mem_ap_lane (model->watchdog_base, half ? UL_MEM_HALF : UL_MEM_WORD, lanes);
    return TRUE;
}

static gboolean
upload (UlLoader *self, GError **error)
{
    enum {
        N_CODE = G_N_ELEMENTS (ul_ftfx_code),
        N_MAILBOX = WORDS (UL_FTFX_MAILBOX_SIZE),
        N_ALL = N_CODE + N_MAILBOX + MAX_WRITES * 2
    };
    UlMemAp *ahb = &self->target->ahb;
    guint32 out[N_ALL] = { 0 }, in[N_ALL] = { 0 };
    guint32 end_out[2] = { 0x5AA5C33C, ~self->stack }, end_in[2] = { 0 };
    guint32 cache, watchdog;

    if (!read_site (self, &cache, &watchdog, error))
        return FALSE;
    fill_code (self, out);
    guint n_writes = list_watchdog_writes (self->model, watchdog, out + N_CODE + N_MAILBOX);
    fill_mailbox (self, cache, n_writes, out + N_CODE);
    /* Code, mailbox and writes follow one another. Reading back, and the far end, is the test
     * of the RAM. */
    ul_mem_ap_queue_write (ahb, self->base, out, N_ALL);
    ul_mem_ap_queue_write (ahb, self->stack - sizeof end_out, end_out, 2);
    ul_mem_ap_queue_read (ahb, self->base, in, N_ALL);
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

static gboolean
start (UlLoader *self, GError **error)
{
    const UlCoreReg regs[] = {
        { UL_CORE_R0, self->mailbox }, { UL_CORE_SP, self->stack },
        { UL_CORE_LR, 0xFFFFFFFF },    { UL_CORE_PC, self->base + UL_FTFX_ENTRY },
        { UL_CORE_XPSR, 0x01000000 },
    };
    UlTarget *target = self->target;

    ul_mem_ap_queue_write_value (&target->ahb, VTOR, UL_MEM_WORD, self->base);
    if (!ul_cortex_m_start (&target->core, regs, G_N_ELEMENTS (regs), error))
        return FALSE;
    self->running = TRUE;
    self->dhcsr = 0;
    self->head = self->sent = self->told_head = 0;
    self->n_asked = 0;
    return TRUE;
}

gboolean
ul_loader_ensure_running (UlLoader *self, GError **error)
{
    if (self->running && self->head < G_MAXINT32 / 2)
        return TRUE;
    /* Uploading again also covers a chip that was reset behind our back. */
    ul_loader_stop (self);
    return upload (self, error) && start (self, error);
}

UlLoader *
ul_loader_new (UlTarget *target, const UlDevice *device, const UlFlashModel *model,
               gboolean use_crc_unit, GError **error)
{
    g_autoptr (UlLoader) self = g_new0 (UlLoader, 1);

    self->target = target;
    self->model = model;
    if (!lay_out (self, device, use_crc_unit)) {
        g_set_error (error, UL_ERROR, UL_ERROR_LOADER_FAILED,
                     _ ("The chip's RAM is too small for the flash routine"));
        return NULL;
    }
    if (!ul_loader_ensure_running (self, error)) {
        g_prefix_error (error, _ ("Loading the flash routine: "));
        return NULL;
    }
    return g_steal_pointer (&self);
}

void
ul_loader_stop (UlLoader *self)
{
    GCancellable *cancellable = ul_debug_port_get_cancellable (self->target->port);

    if (!self->running)
        return;
    self->running = FALSE;
    ul_debug_port_set_cancellable (self->target->port, NULL);
    ul_cortex_m_halt (&self->target->core, NULL);
    ul_debug_port_set_cancellable (self->target->port, cancellable);
}

void
ul_loader_free (UlLoader *self)
{
    ul_loader_stop (self);
    g_free (self);
}

guint
ul_loader_get_n_slots (UlLoader *self)
{
    return self->n_slots;
}

guint
ul_loader_get_n_buffers (UlLoader *self)
{
    return self->n_buffers;
}

guint
ul_loader_get_buffer_size (UlLoader *self)
{
    return self->buffer_size;
}

guint32
ul_loader_get_head (UlLoader *self)
{
    return self->head;
}

void
ul_loader_set_head (UlLoader *self, guint32 head)
{
    self->head = head;
    self->sent = MIN (self->sent, head);
}

/* --- commands --- */

static void
push (UlLoader *self, guint32 command, guint32 address, guint32 size, guint32 pointer)
{
    guint32 *words = self->slots[self->head % self->n_slots];

    words[0] = command;
    words[1] = address;
    words[2] = size;
    words[3] = pointer;
    self->head++;
}

void
ul_loader_push_program (UlLoader *self, guint32 command_address, const guint8 *data, guint size,
                        guint buffer)
{
    const UlFlashModel *model = self->model;
    guint index = buffer % self->n_buffers;
    guint32 address = self->buffers + index * self->buffer_size;
    guint32 command = model->unit == 8 ? UL_FTFX_COMMAND_PROGRAM8 : UL_FTFX_COMMAND_PROGRAM4;

    g_return_if_fail (size <= self->buffer_size && size % 4 == 0);
    if (model->section_unit != 0)
        command = UL_FTFX_COMMAND_SECTION | (size / model->section_unit) << 8;
    memcpy (self->data[index], data, size);
    for (guint i = 0; i < size / 4; i++)
        self->data[index][i] = GUINT32_FROM_LE (self->data[index][i]);
    push (self, command, command_address, size, address);
}

void
ul_loader_push_erase (UlLoader *self, guint32 command_address)
{
    push (self, UL_FTFX_COMMAND_ERASE, command_address, 0, 0);
}

static guint32
result_address (UlLoader *self, guint32 index)
{
    return self->results + index % self->n_slots * 4;
}

void
ul_loader_push_crc (UlLoader *self, guint32 address, guint32 size)
{
    push (self, self->crc_command | 1u << 8, address, size, result_address (self, self->head));
}

gboolean
ul_loader_ask_result (UlLoader *self, guint32 index, guint32 *crc)
{
    if (self->n_asked == MAX_ASKED)
        return FALSE;
    self->asked[self->n_asked].index = index;
    self->asked[self->n_asked].crc = crc;
    self->n_asked++;
    return TRUE;
}

void
ul_loader_push_crcs (UlLoader *self, guint32 address, guint32 sector_size, guint n)
{
    g_return_if_fail (n <= ul_loader_get_max_crcs (self));
    push (self, self->crc_command | n << 8, address, sector_size, self->buffers);
}

guint
ul_loader_get_max_crcs (UlLoader *self)
{
    return WORDS (self->n_buffers * self->buffer_size);
}

gboolean
ul_loader_read_crcs (UlLoader *self, guint32 *crcs, guint n, GError **error)
{
    if (!ul_target_read_mem (self->target, self->buffers, (guint8 *) crcs, n * 4, error))
        return FALSE;
    for (guint i = 0; i < n; i++)
        crcs[i] = GUINT32_FROM_LE (crcs[i]);
    return TRUE;
}

/* --- mailbox --- */

static gboolean
has_data (const guint32 *slot)
{
    guint32 command = slot[0] & 0xFF;

    return command == UL_FTFX_COMMAND_PROGRAM4 || command == UL_FTFX_COMMAND_PROGRAM8 ||
           command == UL_FTFX_COMMAND_SECTION;
}

/* The data of a command before its slot, and HEAD after all of them. */
static void
queue_commands (UlLoader *self)
{
    UlMemAp *ahb = &self->target->ahb;

    if (self->sent == self->head && self->sent == self->told_head)
        return;
    for (guint32 i = self->sent; i < self->head; i++) {
        guint slot = i % self->n_slots;
        const guint32 *words = self->slots[slot];

        if (has_data (words))
            ul_mem_ap_queue_write (ahb, words[3],
                                   self->data[(words[3] - self->buffers) / self->buffer_size],
                                   words[2] / 4);
        ul_mem_ap_queue_write (ahb, self->ring + slot * UL_FTFX_SLOT_SIZE, words,
                               WORDS (UL_FTFX_SLOT_SIZE));
    }
    ul_mem_ap_queue_write_value (ahb, self->mailbox + UL_FTFX_MAILBOX_HEAD, UL_MEM_WORD,
                                 self->head);
}

static void
queue_reads (UlLoader *self)
{
    UlMemAp *ahb = &self->target->ahb;

    ul_mem_ap_queue_read (ahb, self->mailbox + UL_FTFX_MAILBOX_TAIL, self->status,
                          G_N_ELEMENTS (self->status));
    /* After the status: what it calls done has its result in place. */
    for (guint i = 0; i < self->n_asked; i++)
        ul_mem_ap_queue_read (ahb, result_address (self, self->asked[i].index), self->asked[i].crc,
                              1);
}

static gboolean
exchange_once (UlLoader *self, GError **error)
{
    queue_commands (self);
    queue_reads (self);
    return ul_debug_port_flush (self->target->port, error);
}

gboolean
ul_loader_exchange (UlLoader *self, UlLoaderStatus *status, GError **error)
{
    for (guint i = 1;; i++) {
        g_autoptr (GError) local = NULL;

        if (exchange_once (self, &local))
            break;
        if (i < UL_DEBUG_PORT_TRIES && ul_debug_port_is_garbled (local))
            continue;
        g_propagate_error (error, g_steal_pointer (&local));
        ul_loader_stop (self);
        return FALSE;
    }
    self->sent = self->told_head = self->head;
    self->n_asked = 0;
    *status =
        (UlLoaderStatus){ self->status[0], self->status[1], self->status[2], self->status[3] };
    return TRUE;
}

gboolean
ul_loader_looks_alive (UlLoader *self)
{
    guint32 dhcsr = 0;

    if (!ul_cortex_m_read_status (&self->target->core, &dhcsr, NULL))
        return FALSE;
    self->dhcsr |= dhcsr;
    return (dhcsr & (UL_DHCSR_HALT | UL_DHCSR_LOCKUP | UL_DHCSR_RESET)) == 0;
}

void
ul_loader_diagnose (UlLoader *self, GError **error)
{
    UlTarget *target = self->target;
    UlCoreReg pc = { UL_CORE_PC, 0 };
    guint32 dhcsr = 0, lanes = 0;

    ul_cortex_m_read_status (&target->core, &dhcsr, NULL);
    dhcsr |= self->dhcsr;
    ul_loader_stop (self);
    ul_cortex_m_read_regs (&target->core, &pc, 1, NULL);
    ul_mem_ap_queue_read_value (&target->ahb, self->model->controller, UL_MEM_BYTE, &lanes);
    gboolean read = ul_debug_port_flush (target->port, NULL);
    guint8 fstat = ul_mem_ap_lane (self->model->controller, UL_MEM_BYTE, lanes);

    g_autoptr (GError) local = NULL;
    if (read && (fstat & UL_FTFX_CCIF) == 0)
        local = g_error_new (UL_ERROR, UL_ERROR_FLASH_TIMEOUT,
                             _ ("The flash controller does not finish its command"));
    else
        local = g_error_new (UL_ERROR, UL_ERROR_LOADER_FAILED,
                             (dhcsr & UL_DHCSR_RESET) != 0
                                 ? _ ("The chip was reset while the flash routine was running")
                                 : _ ("The flash routine in the chip's RAM stopped working"));
    ul_error_add_detail (local, "DHCSR", "0x%08X", dhcsr);
    ul_error_add_detail (local, "PC", "0x%08X", pc.value);
    if (read)
        ul_error_add_detail (local, "FSTAT", "0x%02X", fstat);
    g_propagate_error (error, g_steal_pointer (&local));
}
