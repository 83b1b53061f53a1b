/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-flash-model.h"

G_BEGIN_DECLS

/**
 * UlLoader:
 *
 * The routine of data/loaders in the RAM of a halted chip, from the debugger's side: a ring
 * of commands, data buffers, and a mailbox. Pushing is cheap; ul_loader_exchange() is the USB round
 * trip.
 */
typedef struct _UlLoader UlLoader;

/** UlLoaderStatus: the mailbox as read last */
typedef struct {
    guint32 tail;     /* commands done */
    guint32 status;   /* UL_LOADER_STATUS_... */
    guint32 address;  /* failure: command address */
    guint32 progress; /* sectors checked by the running command */
} UlLoaderStatus;

/**
 * ul_loader_new: writes the routine and starts it
 * @use_crc_unit: the chip's CRC unit was tried and works
 *
 * Returns: (nullable): %NULL with %UL_ERROR_LOADER_FAILED when the RAM is too small or does not
 *   hold what was written, so that the slow way is the one to take; or what the wire says
 */
UlLoader *ul_loader_new (UlTarget *target, const UlDevice *device, const UlFlashModel *model,
                         gboolean use_crc_unit, GError **error);
/** ul_loader_free: stops the core if the routine is running */
void ul_loader_free (UlLoader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlLoader, ul_loader_free)

/** ul_loader_ensure_running: starts it again if it was stopped; empties the ring */
gboolean ul_loader_ensure_running (UlLoader *self, GError **error);
/** ul_loader_stop: halts the core: after a failure, or to interrupt a check */
void ul_loader_stop (UlLoader *self);

guint ul_loader_get_n_slots (UlLoader *self);
guint ul_loader_get_n_buffers (UlLoader *self);
guint ul_loader_get_buffer_size (UlLoader *self);
guint32 ul_loader_get_head (UlLoader *self);
/** ul_loader_set_head: takes back commands that have not started; sent by the next exchange */
void ul_loader_set_head (UlLoader *self, guint32 head);

/** ul_loader_push_program: @data is copied; @buffer counts up for ever */
void ul_loader_push_program (UlLoader *self, guint32 command_address, const guint8 *data,
                             guint size, guint buffer);
void ul_loader_push_erase (UlLoader *self, guint32 command_address);
/** ul_loader_push_crc: of one sector; ul_loader_ask_result() fetches the value */
void ul_loader_push_crc (UlLoader *self, guint32 address, guint32 size);
/** ul_loader_ask_result: has the next exchange read the result of the CRC command at @index of the
 *   ring, after the status. Returns: %FALSE when it reads enough already */
gboolean ul_loader_ask_result (UlLoader *self, guint32 index, guint32 *crc);

/** ul_loader_push_crcs: of @n sectors in one command; results take the place of the data buffers.
 *   At most ul_loader_get_max_crcs() */
void ul_loader_push_crcs (UlLoader *self, guint32 address, guint32 sector_size, guint n);
guint ul_loader_get_max_crcs (UlLoader *self);
gboolean ul_loader_read_crcs (UlLoader *self, guint32 *crcs, guint n, GError **error);

/** ul_loader_exchange: sends what was pushed, reads the mailbox and the results asked for. What the
 *   wire garbles is sent again: nothing in it does harm twice */
gboolean ul_loader_exchange (UlLoader *self, UlLoaderStatus *status, GError **error);

/** ul_loader_diagnose: the routine does not get on: stops it and says why. Sets @error. */
void ul_loader_diagnose (UlLoader *self, GError **error);
/** ul_loader_looks_alive: %FALSE when the core is halted, locked up or was reset */
gboolean ul_loader_looks_alive (UlLoader *self);

G_END_DECLS
