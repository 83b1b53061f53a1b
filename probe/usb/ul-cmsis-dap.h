/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-usb-probe.h"

G_BEGIN_DECLS

/** UlCmsisDap: a CMSIS-DAP probe, version 2 (bulk) or 1 (HID). Source: Arm, CMSIS-DAP */
#define UL_TYPE_CMSIS_DAP (ul_cmsis_dap_get_type ())
G_DECLARE_FINAL_TYPE (UlCmsisDap, ul_cmsis_dap, UL, CMSIS_DAP, UlUsbProbe)

UlUsbProbe *ul_cmsis_dap_new (void);

G_END_DECLS
