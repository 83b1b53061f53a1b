/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-firmware.h"

void
ul_emu_firmware_refuse (UlEmuFirmware *self, const char *format, ...)
{
    va_list arguments;

    self->refused++;
    g_free (self->last_refusal);
    va_start (arguments, format);
    self->last_refusal = g_strdup_vprintf (format, arguments);
    va_end (arguments);
}

void
ul_emu_firmware_answer (UlEmuFirmware *self, const guint8 *data, gsize size, gboolean zlp)
{
    ul_emu_pipe_push (&self->in, data, size, zlp, self->wire.ops->get_time_ns (self->wire.data));
}

void
ul_emu_firmware_free (UlEmuFirmware *self)
{
    if (self == NULL)
        return;
    ul_emu_pipe_clear (&self->in);
    g_free (self->last_refusal);
    self->ops->free (self);
}

/* --- identity --- */

guint8
ul_emu_identity_get_interface (const UlEmuIdentity *self)
{
    return self->composite ? 2 : 0;
}

const char *
ul_emu_identity_get_driver (const UlEmuIdentity *self, guint number)
{
    static const char *const drivers[] = { "cdc_acm", "cdc_acm", NULL, "usb-storage" };

    return self->composite && number < G_N_ELEMENTS (drivers) ? drivers[number] : NULL;
}
