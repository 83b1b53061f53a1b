/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ul_words_list:
 * @parts: (element-type utf8): the members of a list, each translated
 *
 * Put together as the language of the messages lists things in the middle of a sentence.
 *
 * Returns: (transfer full): "12 sectors written, 3 already matched"
 */
char *ul_words_list (const GPtrArray *parts);

/** ul_words_list_strv: ul_words_list() of @parts, which %NULL ends */
char *ul_words_list_strv (const char *const *parts);

/** ul_words_names: Returns: (transfer full): names or values side by side: "ask, never" */
char *ul_words_names (const GPtrArray *names);

/** ul_words_names_strv: ul_words_names() of @names, which %NULL ends */
char *ul_words_names_strv (const char *const *names);

/** ul_words_clauses: Returns: (transfer full): longer parts: "Will erase 3 sectors; 2 match" */
char *ul_words_clauses (const GPtrArray *parts);

/** ul_words_either: Returns: (transfer full): one of them all: "4 MHz, 1 MHz or 100 kHz" */
char *ul_words_either (const GPtrArray *parts);

/**
 * ul_words_sentences:
 * @first: (nullable): whole sentences
 * @second: (nullable): more of them
 *
 * Returns: (transfer full): both, as sentences of the language follow each other; "" for none
 */
char *ul_words_sentences (const char *first, const char *second);

/** ul_words_begin: Returns: (transfer full): @clause as it begins a line: with a capital */
char *ul_words_begin (const char *clause);

/**
 * ul_words_add_count:
 * @parts: (element-type utf8): owns its members
 * @format: with one %u, for @n
 *
 * Adds the text that @format and @n make, unless @n is 0: what is not there is not spoken of.
 */
void ul_words_add_count (GPtrArray *parts, guint n, const char *format);

G_END_DECLS
