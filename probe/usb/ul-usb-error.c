/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-error.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <libusb.h>

void
ul_usb_set_gone (GError **error)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_GONE, _ ("The probe was unplugged"));
}

void
ul_usb_set_silent (GError **error)
{
    g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_SILENT,
                         _ ("The probe did not answer in time"));
}

void
ul_usb_set_error (int code, GError **error)
{
    switch (code) {
    case LIBUSB_ERROR_ACCESS:
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_PERMISSION,
                             _ ("Your user may not open the probe"));
        break;
    case LIBUSB_ERROR_BUSY:
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_BUSY,
                             _ ("Another program has the probe open"));
        break;
    case LIBUSB_ERROR_NO_DEVICE:
    case LIBUSB_ERROR_NOT_FOUND: /* it came back as another device */
        ul_usb_set_gone (error);
        break;
    case LIBUSB_ERROR_TIMEOUT:
        ul_usb_set_silent (error);
        break;
    case LIBUSB_ERROR_PIPE:
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                             _ ("The probe refuses to go on (USB stall)"));
        break;
    case LIBUSB_ERROR_OVERFLOW:
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                             _ ("The probe sent more than it was asked for"));
        break;
    case LIBUSB_ERROR_IO:
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_FAILED,
                             _ ("The USB connection to the probe is disturbed"));
        break;
    default:
        g_set_error (error, UL_ERROR, UL_ERROR_PROBE_FAILED, _ ("USB: %s"),
                     libusb_error_name (code));
    }
}

int
ul_usb_code_of_status (int status)
{
    switch (status) {
    case LIBUSB_TRANSFER_COMPLETED:
        return 0;
    case LIBUSB_TRANSFER_STALL:
        return LIBUSB_ERROR_PIPE;
    case LIBUSB_TRANSFER_NO_DEVICE:
        return LIBUSB_ERROR_NO_DEVICE;
    case LIBUSB_TRANSFER_OVERFLOW:
        return LIBUSB_ERROR_OVERFLOW;
    case LIBUSB_TRANSFER_TIMED_OUT:
    case LIBUSB_TRANSFER_CANCELLED:
        return LIBUSB_ERROR_TIMEOUT;
    default:
        return LIBUSB_ERROR_IO;
    }
}
