/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-loader.h"

#include "ul-error.h"
#include "ul-loader-private.h"
#include "ul-target-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define VTOR 0xE000ED08u

/* How long a reset may last that came in between. */
#define RESET_TRIES   10
#define RESET_STEP_US 1000

static gboolean
start (UlLoader *self, GError **error)
{
    const UlCoreReg regs[] = {
        { UL_CORE_R0, self->mailbox }, { UL_CORE_SP, self->stack },
        { UL_CORE_LR, 0xFFFFFFFF },    { UL_CORE_PC, self->base + UL_LOADER_ENTRY },
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
    return ul_loader_upload (self, error) && start (self, error);
}

gboolean
ul_flash_has_room (const UlDevice *device)
{
    g_autofree UlLoader *self = g_new0 (UlLoader, 1);
    UlFlashModel model;

    self->model = &model;
    return ul_flash_model_init (&model, device, NULL) &&
           ul_loader_lay_out (self, device, model.crc_unit != 0);
}

UlLoader *
ul_loader_new (UlTarget *target, const UlDevice *device, const UlFlashModel *model,
               gboolean use_crc_unit, GError **error)
{
    g_autoptr (UlLoader) self = g_new0 (UlLoader, 1);

    self->target = target;
    self->model = model;
    if (!ul_loader_lay_out (self, device, use_crc_unit)) {
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
    guint32 command = model->unit == 8 ? UL_LOADER_COMMAND_PROGRAM8 : UL_LOADER_COMMAND_PROGRAM4;

    g_return_if_fail (size <= self->buffer_size && size % 4 == 0);
    if (model->section_unit != 0)
        command = UL_LOADER_COMMAND_SECTION |
                  (size / ul_flash_model_get_section_unit (model, command_address)) << 8;
    memcpy (self->data[index], data, size);
    for (guint i = 0; i < size / 4; i++)
        self->data[index][i] = GUINT32_FROM_LE (self->data[index][i]);
    push (self, command, command_address, size, address);
}

void
ul_loader_push_erase (UlLoader *self, guint32 command_address)
{
    push (self, UL_LOADER_COMMAND_ERASE, command_address, 0, 0);
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
    if (self->n_asked == UL_LOADER_MAX_ASKED)
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
    return UL_LOADER_WORDS (self->n_buffers * self->buffer_size);
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

    return command == UL_LOADER_COMMAND_PROGRAM4 || command == UL_LOADER_COMMAND_PROGRAM8 ||
           command == UL_LOADER_COMMAND_SECTION;
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
        ul_mem_ap_queue_write (ahb, self->ring + slot * UL_LOADER_SLOT_SIZE, words,
                               UL_LOADER_WORDS (UL_LOADER_SLOT_SIZE));
    }
    ul_mem_ap_queue_write_value (ahb, self->mailbox + UL_LOADER_MAILBOX_HEAD, UL_MEM_WORD,
                                 self->head);
}

static void
queue_reads (UlLoader *self)
{
    UlMemAp *ahb = &self->target->ahb;

    ul_mem_ap_queue_read (ahb, self->mailbox + UL_LOADER_MAILBOX_TAIL, self->status,
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

/* A chip in reset refuses accesses; afterwards its core tells. */
static gboolean
was_reset (UlLoader *self)
{
    guint32 dhcsr = 0;

    for (guint i = 0; i < RESET_TRIES; i++) {
        if (ul_cortex_m_read_status (&self->target->core, &dhcsr, NULL)) {
            self->dhcsr |= dhcsr;
            break;
        }
        ul_debug_port_sleep (self->target->port, RESET_STEP_US, NULL);
    }
    return (self->dhcsr & UL_DHCSR_RESET) != 0;
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
        if (g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_FAULT) && was_reset (self)) {
            ul_loader_diagnose (self, error);
            return FALSE;
        }
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
    ul_mem_ap_queue_read_value (&target->ahb, self->model->status, UL_MEM_BYTE, &lanes);
    gboolean read = ul_debug_port_flush (target->port, NULL);
    guint8 fstat = ul_mem_ap_lane (self->model->status, UL_MEM_BYTE, lanes);

    g_autoptr (GError) local = NULL;
    if (read && (fstat & UL_FLASH_IDLE) == 0)
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
