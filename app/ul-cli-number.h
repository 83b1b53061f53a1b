/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-error.h"

G_BEGIN_DECLS

/** ul_cli_parse_number: decimal, or hexadecimal with 0x in front, up to @max.
 *   Returns: %FALSE with %UL_ERROR_USAGE, which names @option */
gboolean ul_cli_parse_number (const char *text, const char *option, guint32 max, guint32 *number,
                              GError **error);
/** ul_cli_parse_range: "A-B", first and last address. Returns: %FALSE with %UL_ERROR_USAGE */
gboolean ul_cli_parse_range (const char *text, guint32 *start, guint32 *size, GError **error);

G_END_DECLS
