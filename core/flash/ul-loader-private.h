/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-loader-code.h"
#include "ul-loader.h"

G_BEGIN_DECLS

/* For ul-loader*.c alone. */
#define UL_LOADER_MAX_SLOTS       32
#define UL_LOADER_MAX_BUFFERS     16
#define UL_LOADER_MAX_BUFFER_SIZE 1024u
#define UL_LOADER_MAX_ASKED       4
#define UL_LOADER_WORDS(bytes)    ((bytes) / 4)

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
    } asked[UL_LOADER_MAX_ASKED];
    guint n_asked;
    /* Kept until they have been sent. */
    guint32 slots[UL_LOADER_MAX_SLOTS][UL_LOADER_WORDS (UL_LOADER_SLOT_SIZE)];
    guint32 data[UL_LOADER_MAX_BUFFERS][UL_LOADER_WORDS (UL_LOADER_MAX_BUFFER_SIZE)];
    guint32 status[4];
};

/** ul_loader_lay_out: decides where things go; %FALSE when the RAM is too small */
gboolean ul_loader_lay_out (UlLoader *self, const UlDevice *device, gboolean use_crc_unit);
/** ul_loader_upload: writes the routine and its mailbox into the halted chip's RAM, and reads it
 *   back: %FALSE with %UL_ERROR_LOADER_FAILED when the RAM does not hold it */
gboolean ul_loader_upload (UlLoader *self, GError **error);

G_END_DECLS
