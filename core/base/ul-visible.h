/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ul_visible_line:
 * @text: anything, in any encoding: names of files and what a probe calls itself can be that
 *
 * For people to read, also on a terminal, which obeys control characters: they are spelt out as
 * \n or \x1B, and so is what turns the direction of the text around it. Bytes that are no UTF-8
 * become U+FFFD.
 *
 * Returns: (transfer full): one line
 */
char *ul_visible_line (const char *text);

/** ul_visible_text: Returns: (transfer full): the same where ends of lines and tabs are meant */
char *ul_visible_text (const char *text);

G_END_DECLS
