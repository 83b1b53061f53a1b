/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image.h"
#include "ul-sim-wire.h"

G_BEGIN_DECLS

/**
 * UlSimBoard:
 *
 * A simulated board as a person has it on the desk: a kind, a chip, and flash that is kept from one
 * run to the next in a file under the user's state directory. Fronts put a probe to its wire.
 */
typedef struct _UlSimBoard UlSimBoard;

/** UlSimBoardKind: a row of the table of boards; static */
typedef struct {
    const char *name;   /* "frdm-kl25z" */
    const char *title;  /* "FRDM-KL25Z" */
    const char *device; /* "MKL25Z128xxx4" */
} UlSimBoardKind;

/** ul_sim_board_get_kinds: Returns: (array length=n_kinds) (transfer none) */
const UlSimBoardKind *ul_sim_board_get_kinds (guint *n_kinds);
const UlSimBoardKind *ul_sim_board_find_kind (const char *name); /* nullable */

typedef struct {
    UlSimChipFaults chip;
    UlSimWireFaults wire;
    int vtref_mv;           /* as the probe measures it: 3300 */
    guint unplug_at;        /* the USB transfer, from 1, at which the probe is gone; 0: never */
    guint silent_at;        /* ... from which it does not answer any more */
    guint stall_at;         /* ... that fails with an error of the probe */
    gboolean no_permission; /* the probe may not be opened */
    guint pace; /* virtual time runs at most so many times as fast as the wall's; 0: any speed */
} UlSimBoardFaults;

void ul_sim_board_faults_init (UlSimBoardFaults *faults);
/**
 * ul_sim_board_faults_parse: adds one fault in words: "no-power", "dead", "unplug-at=120",
 *   "bad-sector=0x2400", ...; ul_sim_board_faults_list() tells all of them
 *
 * Returns: %FALSE with %UL_ERROR_USAGE
 */
gboolean ul_sim_board_faults_parse (UlSimBoardFaults *faults, const char *text, GError **error);
/** ul_sim_board_faults_to_words: Returns: (transfer full): what ul_sim_board_faults_parse() makes
 *   @faults of */
GStrv ul_sim_board_faults_to_words (const UlSimBoardFaults *faults);
/** ul_sim_board_faults_list: Returns: (transfer none): pairs word, explanation (translated), NULL
 */
const char *const *ul_sim_board_faults_list (void);

/**
 * ul_sim_board_open: as it was left, with its faults, or as delivered when it was never used; or,
 * with a warning in the log, when its file is damaged or of an earlier version that cannot be read
 *
 * Returns: %NULL with %UL_ERROR_NO_PROBE (no such board), %UL_ERROR_PROBE_BUSY (in use by another
 *   program), %UL_ERROR_FILE_IO (also when its file is a newer version's)
 */
UlSimBoard *ul_sim_board_open (const UlSimBoardKind *kind, GError **error);
/** ul_sim_board_new: one that is kept nowhere: for tests. ul_sim_chip_set_serial() makes it another
 *   one of its kind */
UlSimBoard *ul_sim_board_new (const UlSimBoardKind *kind);
/** ul_sim_board_close: keeps what is in the flash, and frees */
void ul_sim_board_close (UlSimBoard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlSimBoard, ul_sim_board_close)
/** ul_sim_board_keep: writes the flash to the board's file, if it changed */
gboolean ul_sim_board_keep (UlSimBoard *self, GError **error);

/**
 * ul_sim_board_set_away: takes the stored board @kind off the probe, or puts it back
 *
 * Sources that watch tell at once (ul_sim_source_watch()).
 * A program that is at work with it notices at its next USB transfer that it is gone, and when it
 * next asks the probe for the supply or for SWD that it is back. It lets go of what is stored as
 * long as the board is away, so that ul_sim_board_reset() can make another board of it.
 *
 * Returns: %FALSE with %UL_ERROR_FILE_IO
 */
gboolean ul_sim_board_set_away (const UlSimBoardKind *kind, gboolean away, GError **error);
gboolean ul_sim_board_is_away (const UlSimBoardKind *kind);
/** ul_sim_board_take_away: it has no power and nobody answers any more, and nothing is kept from
 * now on */
void ul_sim_board_take_away (UlSimBoard *self);

const UlSimBoardKind *ul_sim_board_get_kind (UlSimBoard *self);
UlSimChip *ul_sim_board_get_chip (UlSimBoard *self);
UlSimWire *ul_sim_board_get_wire (UlSimBoard *self);
const UlSimBoardFaults *ul_sim_board_get_faults (UlSimBoard *self);
void ul_sim_board_set_faults (UlSimBoard *self, const UlSimBoardFaults *faults);
/** ul_sim_board_set_powered: whether a probe gives it 5 V, which is as good as its own supply */
void ul_sim_board_set_powered (UlSimBoard *self, gboolean powered);
/** ul_sim_board_get_vtref_mv: as the probe measures it */
int ul_sim_board_get_vtref_mv (UlSimBoard *self);

/** UlSimBoardState: what ul_sim_board_reset() makes of a board */
typedef struct {
    UlImage *image;  /* (nullable): what the flash holds */
    gboolean locked; /* whatever the image says, but so that it can be unlocked */
    int fsec, fopt;  /* bytes of the configuration field; below 0: as the image or as delivered */
    gboolean have_fprot;
    guint32 fprot;
    const UlSimBoardFaults *faults; /* (nullable): none */
    gboolean new_chip; /* another board of its kind takes its place: its chip has another id */
} UlSimBoardState;

/** ul_sim_board_state_init: nothing set: as delivered */
void ul_sim_board_state_init (UlSimBoardState *state);
/** ul_sim_board_reset: gives the stored board @kind a new state, and puts it to its probe. Returns:
 * %FALSE with %UL_ERROR_PROBE_BUSY, %UL_ERROR_IMAGE_DOES_NOT_FIT, %UL_ERROR_FILE_IO,
 * %UL_ERROR_USAGE (bytes of a configuration field that the chip does not have) */
gboolean ul_sim_board_reset (const UlSimBoardKind *kind, const UlSimBoardState *state,
                             GError **error);

G_END_DECLS
