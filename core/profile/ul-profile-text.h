/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * UlProfileSection: a [group] with its lines
 *
 * Comment lines right above the header belong to it and move with it.
 */
typedef struct {
    char *origin; /* (nullable): name it was read under; values are looked up by it */
    char *name;   /* NULL: what stands before the first group */
    char *header; /* its line, with the line end */
    GPtrArray *lead;
    GPtrArray *lines; /* of char *, each with its line end */
} UlProfileSection;

/**
 * UlProfileText:
 *
 * The lines of a key file as somebody wrote them. GKeyFile tells what they mean but not where they
 * stand; this tells where, so that a change touches its own line only.
 */
typedef struct {
    GKeyFile *values;    /* as read; none for a new file */
    GPtrArray *sections; /* of UlProfileSection; the first has no name */
    const char *newline; /* "\n" or "\r\n", as the file has it */
    gboolean has_bom;
} UlProfileText;

/**
 * ul_profile_text_new:
 * @text: UTF-8
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_PROFILE_SYNTAX: a clause, with the line as the
 *   detail "line" where it has one. Groups and keys that are there twice are refused.
 */
UlProfileText *ul_profile_text_new (const char *text, GError **error);
UlProfileText *ul_profile_text_copy (const UlProfileText *self);
void ul_profile_text_free (UlProfileText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlProfileText, ul_profile_text_free)

/** ul_profile_text_print: Returns: (transfer full): the whole file */
char *ul_profile_text_print (const UlProfileText *self);

/** ul_profile_text_find: Returns: (nullable) (transfer none) */
UlProfileSection *ul_profile_text_find (const UlProfileText *self, const char *name);
/** ul_profile_text_insert: @section: (transfer full): becomes section number @at. Blank lines part
 *   it from its neighbours. */
void ul_profile_text_insert (UlProfileText *self, guint at, UlProfileSection *section);
/** ul_profile_text_replace: @section: (transfer full): takes the place of number @at */
void ul_profile_text_replace (UlProfileText *self, guint at, UlProfileSection *section);

/** ul_profile_section_new: Returns: (transfer full): an empty group */
UlProfileSection *ul_profile_section_new (const UlProfileText *self, const char *name);
/** ul_profile_section_read: Returns: (transfer full): one that stands in a file; @name: (nullable):
 *   what stands before the first group; @header: (nullable): its line */
UlProfileSection *ul_profile_section_read (const char *name, const char *header);
/** ul_profile_section_end_line: the last line of a file may have no end */
void ul_profile_section_end_line (const UlProfileText *self, UlProfileSection *section);
/** ul_profile_section_get: Returns: (transfer full) (nullable): the value as a string, %NULL when
 *   the file that was read has none, or with @error set when its escapes are wrong */
char *ul_profile_section_get (const UlProfileText *self, const UlProfileSection *section,
                              const char *key, GError **error);
/** ul_profile_section_has: whether there is a line for @key now. @index: (out) (optional) */
gboolean ul_profile_section_has (const UlProfileSection *section, const char *key, guint *index);
/** ul_profile_section_put: gives @key a value; a new line comes to stand as number @at */
void ul_profile_section_put (const UlProfileText *self, UlProfileSection *section, const char *key,
                             const char *value, guint at);
/** ul_profile_section_comment: a comment line as number @at */
void ul_profile_section_comment (const UlProfileText *self, UlProfileSection *section,
                                 const char *comment, guint at);
/** ul_profile_section_rename: only its header changes */
void ul_profile_section_rename (const UlProfileText *self, UlProfileSection *section,
                                const char *name);

/** ul_profile_section_copy, ul_profile_section_free: deep */
UlProfileSection *ul_profile_section_copy (const UlProfileSection *section);
void ul_profile_section_free (UlProfileSection *section);

/** ul_profile_line_key: Returns: (transfer full) (nullable): the key of a line that has one */
char *ul_profile_line_key (const char *line);

G_END_DECLS
