/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-jlink-private.h"

#include <string.h>

void
ul_emu_jlink_options_init (UlEmuJlinkOptions *options)
{
    *options = (UlEmuJlinkOptions){
        .firmware = "J-Link V10 compiled Jan 30 2023 11:28:07",
        .serial = "000801012345",
        .product_id = 0x0101,
        .caps = 1u | UL_EMU_JLINK_CAP_HW_VERSION | UL_EMU_JLINK_CAP_READ_CONFIG |
                UL_EMU_JLINK_CAP_WRITE_CONFIG | UL_EMU_JLINK_CAP_SPEEDS |
                UL_EMU_JLINK_CAP_FREE_MEMORY | UL_EMU_JLINK_CAP_HW_INFO | UL_EMU_JLINK_CAP_POWER |
                UL_EMU_JLINK_CAP_SELECT_IF | UL_EMU_JLINK_CAP_COUNTERS | UL_EMU_JLINK_CAP_REGISTER |
                UL_EMU_JLINK_CAP_EXTENDED,
        .hw_version = 101000,
        .free_memory = 69096,
        .base_hz = 60000000,
        .min_divider = 4,
    };
}

gboolean
ul_emu_jlink_has_cap (UlEmuJlink *self, guint32 cap)
{
    return cap == 0 || (self->options.caps & cap) != 0;
}

/* A command that it does not know has no length either: all that came with it is lost */
static void
receive (UlEmuFirmware *firmware, const guint8 *data, gsize size)
{
    UlEmuJlink *self = (UlEmuJlink *) firmware;

    if (self->silent)
        return;
    g_byte_array_append (self->stream, data, size);
    while (self->stream->len > 0 && !self->silent) {
        int length = ul_emu_jlink_command_size (self->stream->data, self->stream->len);

        if (length < 0) {
            ul_emu_firmware_refuse (firmware, "unknown command 0x%02x", self->stream->data[0]);
            g_byte_array_set_size (self->stream, 0);
            return;
        }
        if (length == 0 || (guint) length > self->stream->len)
            return;
        ul_emu_jlink_run (self, self->stream->data, length);
        g_byte_array_remove_range (self->stream, 0, length);
    }
}

static void
claimed (UlEmuFirmware *firmware)
{
    UlEmuJlink *self = (UlEmuJlink *) firmware;

    self->silent = FALSE;
    g_byte_array_set_size (self->stream, 0);
    ul_emu_pipe_clear (&firmware->in);
}

static void
free_jlink (UlEmuFirmware *firmware)
{
    UlEmuJlink *self = (UlEmuJlink *) firmware;

    g_byte_array_unref (self->stream);
    g_free (self->strings[0]);
    g_free (self->strings[1]);
    g_free (self);
}

static const UlEmuFirmwareOps jlink_ops = {
    .receive = receive,
    .claimed = claimed,
    .free = free_jlink,
};

UlEmuFirmware *
ul_emu_jlink_new (const UlEmuJlinkOptions *options, const UlEmuWire *wire)
{
    UlEmuJlink *self = g_new0 (UlEmuJlink, 1);

    self->options = *options;
    self->options.firmware = self->strings[0] = g_strdup (options->firmware);
    self->options.serial = self->strings[1] = g_strdup (options->serial);
    self->parent.ops = &jlink_ops;
    self->parent.wire = *wire;
    self->parent.identity = (UlEmuIdentity){
        .vendor_id = 0x1366,
        .product_id = options->product_id,
        .manufacturer = "SEGGER",
        .product = "J-Link",
        .serial = self->options.serial,
        .subclass = 0xFF,
        .protocol = 0xFF,
        .out_endpoint = 0x01,
        .in_endpoint = 0x81,
        .packet_size = options->full_speed ? 64 : 512,
        .full_speed = options->full_speed,
        .composite = options->composite,
    };
    ul_emu_pipe_init (&self->parent.in, self->parent.identity.packet_size);
    self->stream = g_byte_array_new ();
    self->next_handle = 1;
    self->trst = TRUE;
    memset (self->config, 0xFF, sizeof self->config); /* as delivered: nothing set */
    return &self->parent;
}

guint
ul_emu_jlink_get_config_writes (UlEmuFirmware *firmware)
{
    return ((UlEmuJlink *) firmware)->config_writes;
}

gboolean
ul_emu_jlink_get_target_power (UlEmuFirmware *firmware)
{
    return ((UlEmuJlink *) firmware)->power;
}
