/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

G_BEGIN_DECLS

/**
 * ul_device_check:
 *
 * The rules that hold for every device, built in or described in a file: whole sectors at aligned
 * addresses, nothing that overlaps, a configuration field in the flash, RAM where such chips have
 * it, an identification that can be true.
 *
 * Returns: %FALSE with %UL_ERROR_CHIPS_SYNTAX: a clause that names the keys of a chip description
 */
gboolean ul_device_check (const UlDevice *self, GError **error);

G_END_DECLS
