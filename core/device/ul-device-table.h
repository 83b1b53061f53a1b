/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

G_BEGIN_DECLS

/* Generated from data/devices at build time; sorted by name as strcmp() does. */
extern const UlDevice ul_device_table[];
extern const guint ul_device_table_size;

G_END_DECLS
