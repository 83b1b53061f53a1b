/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-flash.h"

G_BEGIN_DECLS

/** UlFlashOp: what a controller is asked for; its driver knows the command for it */
typedef enum {
    UL_FLASH_OP_ERASE_SECTOR,
    UL_FLASH_OP_PROGRAM,
    UL_FLASH_OP_ERASE_BLOCK, /* where ul_flash_find_block() finds one */
    UL_FLASH_OP_ERASE_ALL,
    UL_FLASH_OP_DIVIDE,  /* the FlexNVM; data: see ul_flash_divide() */
    UL_FLASH_OP_SET_RAM, /* the controller's own RAM shall buffer program-section */
} UlFlashOp;

typedef struct {
    UlFlashOp op;
    guint32 address;    /* on the bus, also where it only says where things begin */
    guint32 size;       /* bytes that it works on */
    const guint8 *data; /* PROGRAM, DIVIDE: @size bytes */
} UlFlashCommand;

/**
 * UlFlashDriver:
 *
 * How one family of controllers is spoken to; what all have in common is done without it. Each has
 * a status register of 8 bits whose bit 7 says that it is idle, and commands that are launched by
 * writing that bit.
 */
typedef struct {
    guint8 errors;       /* bits of the status register that tell of a failure */
    guint8 clear;        /* what written there clears those of an earlier command */
    const guint32 *code; /* the routine in RAM: see data/loaders */
    guint n_code;        /* words */
    /* Before the first command. */
    gboolean (*prepare) (UlFlash *self, GError **error);
    gboolean (*prepare_loader) (UlFlash *self, GError **error); /* nullable */
    guint8 (*opcode) (UlFlash *self, const UlFlashCommand *command);
    /* Queues the parameters and the launch. */
    void (*queue_command) (UlFlash *self, const UlFlashCommand *command);
    /* The registers of a command that failed. */
    void (*add_details) (UlFlash *self, GError *error);
} UlFlashDriver;

extern const UlFlashDriver ul_ftfx_driver, ul_ftmrx_driver;

#define UL_FLASH_IDLE 0x80 /* in the status register */

G_END_DECLS
