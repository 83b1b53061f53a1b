/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-progress.h"

G_BEGIN_DECLS

/** UlMapState: what can be said of a sector on the map; several may hold at once */
typedef enum {
    /* content of the chip */
    UL_MAP_UNKNOWN,
    UL_MAP_BLANK,
    UL_MAP_DATA,
    UL_MAP_HIDDEN, /* the chip is locked */
    /* the file and the plan */
    UL_MAP_IN_FILE, /* nothing planned yet */
    UL_MAP_CLASH,   /* files do not agree */
    UL_MAP_MATCHES,
    UL_MAP_LEFT, /* out of the job, because it is protected */
    UL_MAP_WILL_ERASE,
    UL_MAP_WILL_CHANGE,
    /* the job */
    UL_MAP_QUEUED,
    UL_MAP_ERASING,
    UL_MAP_ERASED, /* and not written */
    UL_MAP_PROGRAMMING,
    UL_MAP_PROGRAMMED, /* and not verified */
    UL_MAP_VERIFYING,
    UL_MAP_VERIFIED,
    UL_MAP_NOT_DONE,
    UL_MAP_IN_DOUBT, /* stopped in the middle of it */
    UL_MAP_FAILED,
    /* roles, besides all these */
    UL_MAP_PROTECTED,
    UL_MAP_PART_PROTECTED,
    UL_MAP_FCF,
    UL_MAP_KEPT,    /* bytes that the file does not define */
    UL_MAP_PINNED,  /* all of it, as the profile says */
    UL_MAP_OUTSIDE, /* of the chip */
    UL_MAP_N_STATES,
    UL_MAP_NONE = UL_MAP_N_STATES
} UlMapState;

/** UlMapLook: how a cell is drawn. Small enough to be compared as a whole. */
typedef struct {
    guint8 chip;       /* UlMapState: of the upper half, or of a cell without halves */
    guint8 file;       /* UlMapState of the lower half; equal to chip when there are no halves */
    guint8 whole;      /* UlMapState where there is no room for halves */
    guint8 waiting;    /* UlMapState QUEUED or NOT_DONE, or NONE: the outline */
    guint8 protection; /* UlProtectedState */
    guint8 fraction;   /* 0..255 of PROGRAMMING */
    guint8 has_fcf : 1;
    guint8 kept : 1;
    guint8 pinned : 1;
    guint8 dimmed : 1; /* other sectors are being highlighted */
    guint8 sealed : 1; /* hidden, and no erase can open it */
    guint8 unused : 3; /* 0: looks are compared byte by byte */
    guint8 phase;      /* pixels by which moving lines have moved */
} UlMapLook;

/** ul_map_state_look: @hidden: the chip is locked, its content cannot be known */
UlMapLook ul_map_state_look (const UlSectorState *state, gboolean hidden);
/** ul_map_state_mask: Returns: bit 1 << UlMapState for each that holds */
guint32 ul_map_state_mask (const UlSectorState *state, gboolean hidden);
/** ul_map_state_get_content: Returns: what the chip holds */
UlMapState ul_map_state_get_content (const UlSectorState *state, gboolean hidden);
/** ul_map_state_get_plan: Returns: what the files and the plan want, or %UL_MAP_NONE */
UlMapState ul_map_state_get_plan (const UlSectorState *state);
/** ul_map_state_get_result: Returns: how far the job has come, or %UL_MAP_NONE */
UlMapState ul_map_state_get_result (const UlSectorState *state);
/** ul_map_state_is_problem: Returns: whether a person should look at the sector */
gboolean ul_map_state_is_problem (const UlSectorState *state);

/** ul_map_state_to_text: Returns: (transfer none): translated: "holds data" */
const char *ul_map_state_to_text (UlMapState state);
/** ul_map_state_describe: Returns: (transfer full): translated: "holds data, will be written,
 *   protected", with @failed and @clash (both nullable): why it has failed,
 *   and which files do not agree */
char *ul_map_state_describe (const UlSectorState *state, gboolean hidden, const char *failed,
                             const char *clash);

G_END_DECLS
