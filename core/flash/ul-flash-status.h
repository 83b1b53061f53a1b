/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-flash-private.h"

G_BEGIN_DECLS

/* What the status registers of FTFx and FTMRx have in common, and what one of them has alone.
 * Source: the reference manuals, chapters FTFA, FTFE, FTFL and FTMRx. */
#define UL_FSTAT_RDCOLERR 0x40 /* FTFx */
#define UL_FSTAT_ACCERR   0x20
#define UL_FSTAT_FPVIOL   0x10
#define UL_FSTAT_MGSTAT1  0x02 /* FTMRx */
#define UL_FSTAT_MGSTAT0  0x01

/**
 * ul_flash_set_error:
 * @status: with at least one error bit
 *
 * Turns the controller's answer to @command into the error a person can act on.
 */
void ul_flash_set_error (UlFlash *self, guint8 status, const UlFlashCommand *command,
                         GError **error);

G_END_DECLS
