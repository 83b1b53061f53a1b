/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-dap-private.h"

#include <string.h>

#define CAP_SWD     (1u << 0)
#define CAP_ATOMIC  (1u << 4)
#define DEFAULT_KHZ 1000u

void
ul_emu_dap_options_init (UlEmuDapOptions *options)
{
    *options = (UlEmuDapOptions){
        .product = "Unlatch Test CMSIS-DAP",
        .serial = "02000001801012345",
        .vendor_id = 0x0D28,
        .product_id = 0x0204,
        .packet_size = 512,
        .packet_count = 4,
        .max_khz = 10000,
        .atomic = TRUE,
    };
}

const guint8 *
ul_emu_dap_get_data (UlEmuDapPacket *packet, gsize n)
{
    const guint8 *data = packet->in + packet->at;

    if (n > packet->n_in - packet->at) {
        packet->short_of_data = TRUE;
        packet->at = packet->n_in;
        return NULL;
    }
    packet->at += n;
    return data;
}

guint8
ul_emu_dap_get8 (UlEmuDapPacket *packet)
{
    const guint8 *data = ul_emu_dap_get_data (packet, 1);

    return data != NULL ? data[0] : 0;
}

guint16
ul_emu_dap_get16 (UlEmuDapPacket *packet)
{
    guint8 low = ul_emu_dap_get8 (packet);

    return low | ul_emu_dap_get8 (packet) << 8;
}

guint32
ul_emu_dap_get32 (UlEmuDapPacket *packet)
{
    guint16 low = ul_emu_dap_get16 (packet);

    return low | (guint32) ul_emu_dap_get16 (packet) << 16;
}

void
ul_emu_dap_put8 (UlEmuDapPacket *packet, guint8 value)
{
    g_byte_array_append (packet->out, &value, 1);
}

void
ul_emu_dap_put32 (UlEmuDapPacket *packet, guint32 value)
{
    guint32 le = GUINT32_TO_LE (value);

    g_byte_array_append (packet->out, (guint8 *) &le, sizeof le);
}

static void
put_string (UlEmuDapPacket *packet, const char *text)
{
    gsize size = text[0] != '\0' ? strlen (text) + 1 : 0;

    ul_emu_dap_put8 (packet, size);
    g_byte_array_append (packet->out, (const guint8 *) text, size);
}

static void
info (UlEmuDap *self, UlEmuDapPacket *packet)
{
    const UlEmuDapOptions *options = &self->options;

    switch (ul_emu_dap_get8 (packet)) {
    case 0x02:
        return put_string (packet, options->product);
    case 0x03:
        return put_string (packet, options->serial);
    case 0x04:
        return put_string (packet, options->protocol_version);
    case 0x09:
        return put_string (packet, "1.0");
    case 0xF0:
        ul_emu_dap_put8 (packet, 1);
        return ul_emu_dap_put8 (packet, CAP_SWD | (options->atomic ? CAP_ATOMIC : 0));
    case 0xFE:
        ul_emu_dap_put8 (packet, 1);
        return ul_emu_dap_put8 (packet, options->packet_count);
    case 0xFF:
        ul_emu_dap_put8 (packet, 2);
        ul_emu_dap_put8 (packet, options->packet_size);
        return ul_emu_dap_put8 (packet, options->packet_size >> 8);
    default:
        return ul_emu_dap_put8 (packet, 0);
    }
}

static void
host_status (UlEmuDap *self, UlEmuDapPacket *packet)
{
    ul_emu_dap_get16 (packet);
    ul_emu_dap_put8 (packet, UL_EMU_DAP_OK);
}

static void
connect_port (UlEmuDap *self, UlEmuDapPacket *packet)
{
    guint8 port = ul_emu_dap_get8 (packet);

    self->connected = port <= 1; /* 0: the default, which is SWD */
    if (self->connected)
        self->parent.wire.ops->pull_reset (self->parent.wire.data, FALSE);
    ul_emu_dap_put8 (packet, self->connected ? 1 : 0);
}

static void
disconnect_port (UlEmuDap *self, UlEmuDapPacket *packet)
{
    self->connected = FALSE;
    self->parent.wire.ops->pull_reset (self->parent.wire.data, FALSE);
    ul_emu_dap_put8 (packet, UL_EMU_DAP_OK);
}

static void
transfer_configure (UlEmuDap *self, UlEmuDapPacket *packet)
{
    self->idle_cycles = ul_emu_dap_get8 (packet);
    self->retries = ul_emu_dap_get16 (packet);
    self->match_retries = ul_emu_dap_get16 (packet);
    ul_emu_dap_put8 (packet, UL_EMU_DAP_OK);
}

static void
delay (UlEmuDap *self, UlEmuDapPacket *packet)
{
    guint64 us = ul_emu_dap_get16 (packet);

    self->parent.wire.ops->advance (self->parent.wire.data, us * 1000);
    ul_emu_dap_put8 (packet, UL_EMU_DAP_OK);
}

static void
reset_target (UlEmuDap *self, UlEmuDapPacket *packet)
{
    ul_emu_dap_put8 (packet, UL_EMU_DAP_OK);
    ul_emu_dap_put8 (packet, 0); /* has no sequence for this device */
}

static const struct {
    guint8 id;
    void (*run) (UlEmuDap *self, UlEmuDapPacket *packet);
} commands[] = {
    { 0x00, info },
    { 0x01, host_status },
    { 0x02, connect_port },
    { 0x03, disconnect_port },
    { 0x04, transfer_configure },
    { 0x05, ul_emu_dap_transfer },
    { 0x06, ul_emu_dap_transfer_block },
    { 0x08, ul_emu_dap_write_abort },
    { 0x09, delay },
    { 0x0A, reset_target },
    { 0x10, ul_emu_dap_swj_pins },
    { 0x11, ul_emu_dap_swj_clock },
    { 0x12, ul_emu_dap_swj_sequence },
    { 0x13, ul_emu_dap_swd_configure },
    { 0x1D, ul_emu_dap_swd_sequence },
};

static gboolean run_command (UlEmuDap *self, UlEmuDapPacket *packet, gboolean nested);

static void
execute_commands (UlEmuDap *self, UlEmuDapPacket *packet)
{
    guint n = ul_emu_dap_get8 (packet);

    ul_emu_dap_put8 (packet, n);
    while (n-- > 0 && !packet->short_of_data)
        run_command (self, packet, TRUE);
}

static void
unknown (UlEmuDap *self, UlEmuDapPacket *packet, guint8 id)
{
    ul_emu_firmware_refuse (&self->parent, "unknown command 0x%02x", id);
    packet->out->data[packet->out->len - 1] = 0xFF;
}

/* Returns: whether there is an answer */
static gboolean
run_command (UlEmuDap *self, UlEmuDapPacket *packet, gboolean nested)
{
    guint8 id = ul_emu_dap_get8 (packet);

    self->parent.commands++;
    self->parent.commands_of[id]++;
    if (id == 0x07) /* TransferAbort: nothing runs any more when it is read */
        return FALSE;
    ul_emu_dap_put8 (packet, id);
    if (id == 0x7F && self->options.atomic && !nested) {
        execute_commands (self, packet);
        return TRUE;
    }
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (commands[i].id == id && !(id == 0x1D && self->options.no_sequence)) {
            commands[i].run (self, packet);
            return TRUE;
        }
    unknown (self, packet, id);
    return TRUE;
}

static void
send_answer (UlEmuDap *self, GByteArray *answer)
{
    guint size = answer->len;

    if (self->options.hid) { /* a report is always whole */
        g_byte_array_set_size (answer, self->options.packet_size);
        memset (answer->data + size, 0, answer->len - size);
    }
    ul_emu_firmware_answer (&self->parent, answer->data, answer->len, FALSE);
}

static void
receive (UlEmuFirmware *firmware, const guint8 *data, gsize size)
{
    UlEmuDap *self = (UlEmuDap *) firmware;
    g_autoptr (GByteArray) answer = g_byte_array_new ();
    UlEmuDapPacket packet = { .in = data, .n_in = size, .out = answer };

    if (size == 0 || size > self->options.packet_size)
        return ul_emu_firmware_refuse (firmware, "a packet of %" G_GSIZE_FORMAT " bytes", size);
    if (!self->options.hid && size < self->options.packet_size &&
        size % firmware->identity.packet_size == 0)
        return ul_emu_firmware_refuse (firmware, "a command that no short packet ends");
    if (self->options.loses_commands_in_flight &&
        (firmware->hurried || !g_queue_is_empty (&firmware->in.packets)))
        return ul_emu_firmware_refuse (firmware, "a command before the answer was fetched");
    if (!run_command (self, &packet, FALSE))
        return;
    if (packet.short_of_data)
        ul_emu_firmware_refuse (firmware, "command 0x%02x is too short", data[0]);
    else if (answer->len > self->options.packet_size)
        ul_emu_firmware_refuse (firmware, "answer of %u bytes to 0x%02x", answer->len, data[0]);
    else
        send_answer (self, answer);
}

static guint
n_answers (UlEmuFirmware *firmware)
{
    UlEmuDap *self = (UlEmuDap *) firmware;
    guint packets = (self->options.packet_size + firmware->identity.packet_size - 1) /
                    firmware->identity.packet_size;

    return (g_queue_get_length (&firmware->in.packets) + packets - 1) / packets;
}

static gboolean
is_ready (UlEmuFirmware *firmware)
{
    return n_answers (firmware) < ((UlEmuDap *) firmware)->options.packet_count;
}

/* SET_REPORT; everything else a host may ask of HID it does not need */
static gboolean
control (UlEmuFirmware *firmware, const guint8 *setup, const guint8 *data, gsize size,
         GByteArray *reply)
{
    if (!firmware->identity.hid || setup[0] != 0x21)
        return FALSE;
    if (setup[1] == 0x09)
        receive (firmware, data, size);
    return setup[1] == 0x09 || setup[1] == 0x0A; /* SET_IDLE */
}

static void
claimed (UlEmuFirmware *firmware)
{
    /* keeps old answers across clients, as the real ones do */
}

static void
free_dap (UlEmuFirmware *firmware)
{
    UlEmuDap *self = (UlEmuDap *) firmware;

    for (guint i = 0; i < G_N_ELEMENTS (self->strings); i++)
        g_free (self->strings[i]);
    g_free (self);
}

static const UlEmuFirmwareOps dap_ops = {
    .is_ready = is_ready,
    .receive = receive,
    .control = control,
    .claimed = claimed,
    .free = free_dap,
};

static void
copy_options (UlEmuDap *self, const UlEmuDapOptions *options)
{
    const char *version = options->protocol_version;

    if (version == NULL)
        version = options->hid ? (options->no_sequence ? "1.10" : "1.2.0") : "2.1.0";
    self->options = *options;
    self->options.product = self->strings[0] = g_strdup (options->product);
    self->options.serial = self->strings[1] = g_strdup (options->serial);
    self->options.protocol_version = self->strings[2] = g_strdup (version);
    self->options.packet_size = MIN (options->packet_size, UL_EMU_DAP_MAX_PACKET);
}

UlEmuFirmware *
ul_emu_dap_new (const UlEmuDapOptions *options, const UlEmuWire *wire)
{
    UlEmuDap *self = g_new0 (UlEmuDap, 1);
    guint max_packet = options->full_speed ? 64 : options->hid ? 1024 : 512;

    copy_options (self, options);
    self->parent.ops = &dap_ops;
    self->parent.wire = *wire;
    self->parent.identity = (UlEmuIdentity){
        .vendor_id = options->vendor_id,
        .product_id = options->product_id,
        .manufacturer = "Unlatch",
        .product = self->options.product,
        .serial = self->options.serial,
        .interface_name = "CMSIS-DAP",
        .hid = options->hid,
        .out_endpoint = options->no_out_endpoint ? 0 : 0x01,
        .in_endpoint = 0x81,
        .packet_size = options->hid ? MIN (options->packet_size, max_packet) : max_packet,
        .full_speed = options->full_speed,
        .composite = options->composite,
    };
    ul_emu_pipe_init (&self->parent.in, self->parent.identity.packet_size);
    self->retries = 100;
    self->turnaround = 1;
    wire->ops->set_speed (wire->data, DEFAULT_KHZ);
    return &self->parent;
}
