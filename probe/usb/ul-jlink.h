/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-probe.h"

G_BEGIN_DECLS

/** UlJlink: a SEGGER J-Link, also on boards. Source: SEGGER RM08001 */
#define UL_TYPE_JLINK (ul_jlink_get_type ())
G_DECLARE_FINAL_TYPE (UlJlink, ul_jlink, UL, JLINK, UlUsbProbe)

UlUsbProbe *ul_jlink_new (void);

G_END_DECLS
