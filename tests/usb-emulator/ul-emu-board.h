/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-wire.h"
#include "ul-sim-board.h"

G_BEGIN_DECLS

/** ul_emu_board_wire: Returns: the pins of a simulated board; @board is not owned */
UlEmuWire ul_emu_board_wire (UlSimBoard *board);

/** UlEmuBoardState: what a board's flash is set to; all zero but -1 in the numbers: as it is */
typedef struct {
    const char *flash; /* (nullable): a file of bytes for the beginning of the flash; rest erased */
    gint64 fsec, fopt, fprot; /* of the configuration field; -1: as in the file */
    gboolean locked;          /* whatever the file says */
} UlEmuBoardState;

gboolean ul_emu_board_set_state (UlSimBoard *board, const UlEmuBoardState *state, GError **error);
/** ul_emu_board_save_flash: writes the bytes of the whole flash to @file */
gboolean ul_emu_board_save_flash (UlSimBoard *board, const char *file, GError **error);

G_END_DECLS
