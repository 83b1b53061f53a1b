/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

G_BEGIN_DECLS

/**
 * ul_presence_look:
 * @probe: open, with SWD selected
 * @there: (out): whether a chip answers: the board has power, where that is measured, and DPIDR can
 *   be read
 *
 * Disturbs nothing: a chip that runs goes on, and its debug logic is not powered up.
 *
 * Returns: %FALSE with what is wrong with the probe, or %G_IO_ERROR_CANCELLED
 */
gboolean ul_presence_look (UlProbe *probe, GCancellable *cancellable, gboolean *there,
                           GError **error);

G_END_DECLS
