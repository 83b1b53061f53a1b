/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ul_size_to_text: Returns: (transfer full): translated: "218 bytes", "14.2 KiB", "1 MiB" */
char *ul_size_to_text (guint64 bytes);

G_END_DECLS
