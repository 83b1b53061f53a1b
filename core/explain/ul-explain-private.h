/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What messages mean, as data; private to core/explain. */
#pragma once

#include "ul-error.h"
#include "ul-problem.h"

G_BEGIN_DECLS

/** UlExplainRank: what comes first is the cause of what comes later */
typedef enum {
    UL_RANK_BENCH,   /* probe, permission, power: nothing else can work */
    UL_RANK_FOREVER, /* nothing can be done about it */
    UL_RANK_UNLOCK,  /* the chip is locked, and unlocking it failed */
    UL_RANK_STATE,   /* what state the chip is in */
    UL_RANK_FLASH,   /* what the flash controller said */
    UL_RANK_WIRE,    /* the chip is not reached */
    UL_RANK_FOLLOWS, /* that something did not work, not why */
} UlExplainRank;

typedef enum {
    UL_VALUE_NONE,
    UL_VALUE_PLACE, /* "sectors 8 @ address 0x00004000" */
    UL_VALUE_MDM,   /* the MDM-AP's status: the first hexadecimal number after the message */
    UL_VALUE_FSTAT, /* the flash controller's status, likewise: it chooses the code */
    UL_VALUE_VOLTS, /* the supply, after the message: only below a volt is it a finding */
} UlExplainValue;

/** UlExplainRow: one message of one program */
typedef struct {
    const char *tool;
    const char *message; /* as it is printed; * stands for anything within a line */
    const char *after;   /* (nullable): only below a line with this message */
    UlErrorCode code;
    UlExplainRank rank;
    UlExplainValue value;
    const char *cause;  /* (nullable): more than the code's own words; not translated yet */
    UlRemedy remedy;    /* instead of the code's own; %UL_REMEDY_NONE: that one */
    const char *source; /* where the message was seen */
} UlExplainRow;

/** ul_explain_rows: those that say more come before those that say less */
extern const UlExplainRow ul_explain_rows[];
extern const guint ul_explain_n_rows;

/** UlExplainWords: what is the same for every message of a code; not translated yet */
typedef struct {
    UlErrorCode code;
    const char *cause;
    const char *here; /* what this program does about it */
} UlExplainWords;

/** ul_explain_get_words: Returns: (nullable): %NULL for codes that no row has */
const UlExplainWords *ul_explain_get_words (UlErrorCode code);

/** ul_explain_from_utf16: Returns: (transfer full) (nullable): as UTF-8, cut to
 *   %UL_EXPLAIN_MAX_SIZE, with its size in @size; %NULL and @size as it was when it is no UTF-16 */
char *ul_explain_from_utf16 (const char *text, gsize *size);

/** UlSqueezed: text without what does not matter: its ASCII letters and digits alone, in lower
 * case, so that spaces, line breaks and typographic signs do not count */
typedef struct {
    const char *raw; /* not owned */
    gsize raw_size;
    char *text; /* size characters, and a NUL */
    gsize size;
    guint32 *raw_at;  /* for each character of text, and its end, where it stands in raw */
    GArray *line_at;  /* of guint32: where in text each line begins, and the end */
    GArray *line_raw; /* of guint32: where in raw each line begins, and the end */
} UlSqueezed;

/** ul_squeezed_init: @raw: kept, not copied; at most %UL_EXPLAIN_MAX_SIZE bytes */
void ul_squeezed_init (UlSqueezed *self, const char *raw, gsize size);
void ul_squeezed_clear (UlSqueezed *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlSqueezed, ul_squeezed_clear)
guint ul_squeezed_get_n_lines (const UlSqueezed *self);
/** ul_squeezed_get_line: Returns: the line, from 0, in which the character at @at of text stands */
guint ul_squeezed_get_line (const UlSqueezed *self, gsize at);

/** ul_explain_compile: Returns: (transfer full): the squeezed parts of @message between its stars
 */
GStrv ul_explain_compile (const char *message);
/**
 * ul_explain_find:
 * @parts: from ul_explain_compile()
 * @from, @to: where in text a match may begin
 * @end: (out): where in text it ends; at the latest at the end of the line after the one it begins
 *   in
 *
 * Returns: %TRUE with @begin (out) of the first match
 */
gboolean ul_explain_find (const UlSqueezed *self, GStrv parts, gsize from, gsize to, gsize *begin,
                          gsize *end);

G_END_DECLS
