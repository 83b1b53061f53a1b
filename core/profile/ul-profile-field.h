/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-profile.h"

G_BEGIN_DECLS

#define UL_PROFILE_MAX_PATH 16000 /* characters; URIs have three for each odd byte */

typedef enum {
    UL_FIELD_LINE,       /* text without line breaks */
    UL_FIELD_LINES,      /* text */
    UL_FIELD_PATH,       /* text: of a file, as in UlProfileFile */
    UL_FIELD_WORD,       /* number: index of one of words */
    UL_FIELD_SWITCH,     /* number: true, false */
    UL_FIELD_COUNT,      /* number from min to max */
    UL_FIELD_SIGNED,     /* number of either sign; hexadecimal in the file */
    UL_FIELD_HEX,        /* number of 32 bits, or "" for %UL_PROFILE_UNSET */
    UL_FIELD_MILLIVOLTS, /* number; volts with a point in the file */
    UL_FIELD_RANGE,      /* text: none or one range */
    UL_FIELD_RANGES,     /* text */
    UL_FIELD_SHA256,     /* text: "" or 64 digits */
} UlProfileFieldKind;

/** UlProfileField: one key of the file */
typedef struct {
    const char *group;
    const char *name;
    const char *property;
    UlProfileFieldKind kind;
    const char *fallback; /* the default, as written in the file */
    const char *const *words;
    gint64 min, max;
    const char *comment;    /* (nullable): lines put above it in a new file, without the "#" */
    const char *last_alias; /* (nullable): WORD: what else may be written for the last of words */
} UlProfileField;

/** UlProfileValue: text or number, as the kind says */
typedef struct {
    char *text; /* never NULL for kinds that are text */
    gint64 number;
} UlProfileValue;

void ul_profile_value_clear (UlProfileValue *value);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlProfileValue, ul_profile_value_clear)
gboolean ul_profile_value_equal (const UlProfileValue *a, const UlProfileValue *b);

/** ul_profile_field_is_text: whether its value is the text */
gboolean ul_profile_field_is_text (const UlProfileField *field);

/**
 * ul_profile_field_parse:
 * @value: (out caller-allocates)
 *
 * Returns: %FALSE with %UL_ERROR_PROFILE_SYNTAX: a clause that says what was expected
 */
gboolean ul_profile_field_parse (const UlProfileField *field, const char *text,
                                 UlProfileValue *value, GError **error);
/** ul_profile_field_format: Returns: (transfer full): the value as written in the file */
char *ul_profile_field_format (const UlProfileField *field, const UlProfileValue *value);

/** ul_profile_field_get: Returns: the field of @key */
const UlProfileField *ul_profile_field_get (UlProfileKey key);

/* The fields of a [File N] group. */
typedef enum {
    UL_PROFILE_FILE_PATH,
    UL_PROFILE_FILE_SHA256,
    UL_PROFILE_FILE_OFFSET,
    UL_PROFILE_FILE_BASE,
    UL_PROFILE_FILE_TICKED,
    UL_PROFILE_FILE_N_KEYS
} UlProfileFileKey;
const UlProfileField *ul_profile_field_get_of_file (UlProfileFileKey key);

/** ul_profile_group_rank: Returns: the place of a group among the groups we know (files share
 *   one), or -1 for others */
int ul_profile_group_rank (const char *group);
/** ul_profile_group_is_file: "File 3". Returns: its number, from 1, or 0 */
guint ul_profile_group_is_file (const char *group);

/** ul_profile_parse_ranges: Returns: (transfer full) (element-type UlProfileRange): or %NULL with
 *   %UL_ERROR_PROFILE_SYNTAX */
GArray *ul_profile_parse_ranges (const char *text, GError **error);

G_END_DECLS
