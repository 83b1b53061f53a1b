/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ul_usb_set_error: @code: of libusb, below 0; %UL_ERROR_PROBE_PERMISSION, _BUSY, _GONE, _SILENT
 *   or _FAILED */
void ul_usb_set_error (int code, GError **error);
/** ul_usb_code_of_status: Returns: the libusb error that a transfer's status stands for; 0: none */
int ul_usb_code_of_status (int status);
void ul_usb_set_gone (GError **error);
void ul_usb_set_silent (GError **error);

G_END_DECLS
