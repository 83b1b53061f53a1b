/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ul_letters_give: labels of a menu that is put together while the program runs, each with a
 *   letter of its own. That cannot be a translator's work: one label stands in many such menus.
 *
 *   The first letter of a word comes first. Labels in scripts that are not typed letter by letter,
 *   and those for which none is left, have a number behind them.
 *
 *   @labels: (array zero-terminated): without marks; an underscore in one is shown as such
 *
 *   Returns: (transfer full): as many, with the mark in front of each letter */
GStrv ul_letters_give (const char *const *labels);

G_END_DECLS
