/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-chip-file.h"

G_BEGIN_DECLS

/** ul_chip_parse: fills the devices of @file from its text, of @size bytes. Returns: %FALSE with
 *   %UL_ERROR_CHIPS_SYNTAX, see ul_chip_file_read() */
gboolean ul_chip_parse (UlChipFile *file, gsize size, GError **error);

G_END_DECLS
