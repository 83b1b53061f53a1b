/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-board.h"
#include "ul-emu-cmsis-dap.h"
#include "ul-emu-jlink.h"
#include "ul-emu-usb.h"

G_BEGIN_DECLS

/** UlEmuOptions: what the command line says, or the words for a further probe; strings in its parts
 *   are its own, see ul_emu_options_clear() */
typedef struct {
    gboolean cmsis_dap;
    UlEmuJlinkOptions jlink;
    UlEmuDapOptions dap;

    const UlSimBoardKind *board;
    gboolean stored; /* the board as it is kept for the user, not a new one */
    UlEmuBoardState state;
    UlSimBoardFaults board_faults;
    UlEmuUsbFaults usb_faults;

    gboolean keep_up;                    /* see UlEmuBus */
    gboolean virtual_day, virtual_clock; /* see UlEmuClient */
    gboolean unplugged;                  /* at first */
    char *counters;                      /* (nullable): file for the final counters */
    char *control;                       /* (nullable): path of the socket */
    char *flash_out;                     /* (nullable): file for the final flash */
    char **also;               /* (nullable) not owned: the words for each further probe */
    char **command;            /* not owned: what is started */
    struct _UlEmuWords *words; /* what the strings above are part of */
} UlEmuOptions;

/**
 * ul_emu_options_parse:
 * @arguments: those of main(), in full
 *
 * Returns: %FALSE with %UL_ERROR_USAGE or %G_OPTION_ERROR
 */
gboolean ul_emu_options_parse (UlEmuOptions *options, char **arguments, GError **error);
/** ul_emu_options_parse_more: the options of a further probe, as a shell would part @words */
gboolean ul_emu_options_parse_more (UlEmuOptions *options, const char *words, GError **error);
void ul_emu_options_clear (UlEmuOptions *options);

G_END_DECLS
