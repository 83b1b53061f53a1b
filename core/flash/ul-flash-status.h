/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FTFx registers and commands. Source: the reference manuals, chapters FTFA, FTFE and FTFL. */
#define UL_FTFX_REG_FSTAT 0x00
#define UL_FTFX_REG_FCNFG 0x01
#define UL_FTFX_REG_FCCOB 0x04 /* 12 bytes, reversed within each word */

#define UL_FTFX_CCIF     0x80
#define UL_FTFX_RDCOLERR 0x40
#define UL_FTFX_ACCERR   0x20
#define UL_FTFX_FPVIOL   0x10
#define UL_FTFX_MGSTAT0  0x01
#define UL_FTFX_ERRORS   0x71
#define UL_FTFX_CLEAR    0x70 /* written to FSTAT */
#define UL_FTFX_RAMRDY   0x02

#define UL_FTFX_CMD_PROGRAM4        0x06
#define UL_FTFX_CMD_PROGRAM8        0x07
#define UL_FTFX_CMD_ERASE_SECTOR    0x09
#define UL_FTFX_CMD_PROGRAM_SECTION 0x0B
#define UL_FTFX_CMD_ERASE_ALL       0x44
#define UL_FTFX_CMD_SET_RAM         0x81

/**
 * ul_ftfx_set_error:
 * @fstat: with at least one error bit
 * @fccob: (nullable) (array fixed-size=3): the three words of the command registers
 * @address: bus address and @size of what the command was for
 *
 * Turns the controller's answer into the error a person can act on.
 */
void ul_ftfx_set_error (GError **error, guint8 fstat, guint8 command, const guint32 *fccob,
                        guint32 address, guint32 size);

G_END_DECLS
