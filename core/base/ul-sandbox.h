/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ul_sandbox_is_flatpak:
 *
 * Returns: whether the program runs in a Flatpak, where it sees no events of the kernel and neither
 *   rules of udev nor the programs of others
 * Source: flatpak-run(1), the environment variable FLATPAK_ID
 */
gboolean ul_sandbox_is_flatpak (void);

G_END_DECLS
