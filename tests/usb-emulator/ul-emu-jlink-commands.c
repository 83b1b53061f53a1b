/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-jlink-private.h"

#include <string.h>

#define VERSION_SIZE     112u
#define STATUS_OK        0
#define STATUS_NO_MEMORY 6
#define IO_HEADER        4u /* of HW_JTAG2 and HW_JTAG3: command, 0, number of bits */
#define DEFAULT_KHZ      100u

static void
answer32 (UlEmuJlink *self, guint32 value)
{
    guint32 le = GUINT32_TO_LE (value);

    ul_emu_firmware_answer (&self->parent, (guint8 *) &le, sizeof le, TRUE);
}

static guint32
get32 (const guint8 *data)
{
    return data[0] | data[1] << 8 | data[2] << 16 | (guint32) data[3] << 24;
}

static guint16
get16 (const guint8 *data)
{
    return data[0] | data[1] << 8;
}

static void
put16 (guint8 *data, guint16 value)
{
    data[0] = value;
    data[1] = value >> 8;
}

static void
put32 (guint8 *data, guint32 value)
{
    put16 (data, value);
    put16 (data + 2, value >> 16);
}

/* The length comes as a transfer of its own: hosts read two bytes first */
static void
get_version (UlEmuJlink *self, const guint8 *command)
{
    static const char copyright[] = "Copyright";
    guint8 length[2], text[VERSION_SIZE] = { 0 };
    gsize n = MIN (strlen (self->options.firmware), VERSION_SIZE - 1 - sizeof copyright);

    put16 (length, VERSION_SIZE);
    memcpy (text, self->options.firmware, n);
    memcpy (text + n + 1, copyright, sizeof copyright);
    ul_emu_firmware_answer (&self->parent, length, sizeof length, TRUE);
    ul_emu_firmware_answer (&self->parent, text, sizeof text, TRUE);
}

static void
set_speed (UlEmuJlink *self, const guint8 *command)
{
    guint khz = get16 (command + 1);
    guint divider;

    if (khz == 0)
        return ul_emu_firmware_refuse (&self->parent, "speed of 0 kHz");
    divider = (self->options.base_hz / 1000 + khz - 1) / khz;
    divider = MAX (divider, self->options.min_divider);
    self->parent.wire.ops->set_speed (self->parent.wire.data,
                                      self->options.base_hz / 1000 / divider);
}

static void
get_state (UlEmuJlink *self, const guint8 *command)
{
    const UlEmuWire *wire = &self->parent.wire;
    guint8 state[8] = { 0 };

    put16 (state, wire->ops->get_vtref_mv (wire->data));
    state[2] = self->tck;
    state[3] = self->tdi;
    state[5] = self->tms;
    state[6] = !wire->ops->get_reset_low (wire->data);
    state[7] = self->trst;
    ul_emu_firmware_answer (&self->parent, state, sizeof state, TRUE);
}

static void
set_power (UlEmuJlink *self, const guint8 *command)
{
    self->power = command[1] != 0;
    self->parent.wire.ops->set_power (self->parent.wire.data, self->power);
}

static void
answer_clients (UlEmuJlink *self, guint16 handle)
{
    guint8 answer[8 + 16 * UL_EMU_JLINK_MAX_CLIENTS] = { 0 };

    put16 (answer, handle);
    put16 (answer + 2, self->n_clients);
    put16 (answer + 4, 16);
    for (guint i = 0; i < self->n_clients; i++) {
        guint8 *entry = answer + 8 + 16 * i;

        memcpy (entry, self->clients[i].who, sizeof self->clients[i].who);
        put16 (entry + 10, self->clients[i].handle);
        put32 (entry + 12, self->clients[i].since_ms);
    }
    /* hosts read 76 bytes first, however few clients there are */
    ul_emu_firmware_answer (&self->parent, answer, MAX (8 + 16 * self->n_clients, 76), TRUE);
}

static void
unregister_client (UlEmuJlink *self, guint16 handle)
{
    for (guint i = 0; i < self->n_clients; i++)
        if (self->clients[i].handle == handle)
            self->clients[i--] = self->clients[--self->n_clients];
}

static void
register_client (UlEmuJlink *self, const guint8 *command)
{
    guint16 handle = get16 (command + 12);
    const UlEmuWire *wire = &self->parent.wire;

    if (self->options.breaks_on_registration) {
        ul_emu_firmware_refuse (&self->parent, "the register command");
        self->silent = TRUE;
        return;
    }
    if (command[1] == 0x65) {
        unregister_client (self, handle);
    } else if (command[1] == 0x64) {
        handle = self->next_handle++;
        if (self->n_clients < UL_EMU_JLINK_MAX_CLIENTS) {
            UlEmuJlinkClient *client = &self->clients[self->n_clients++];

            memcpy (client->who, command + 2, sizeof client->who);
            client->handle = handle;
            client->since_ms = wire->ops->get_time_ns (wire->data) / 1000000;
        }
    } else {
        return ul_emu_firmware_refuse (&self->parent, "register with 0x%02x", command[1]);
    }
    answer_clients (self, handle);
}

static void
get_speeds (UlEmuJlink *self, const guint8 *command)
{
    guint8 answer[6];

    put32 (answer, self->options.base_hz);
    put16 (answer + 4, self->options.min_divider);
    ul_emu_firmware_answer (&self->parent, answer, sizeof answer, TRUE);
}

static guint32
hw_info (UlEmuJlink *self, guint bit)
{
    switch (bit) {
    case 0:
        return self->power;
    case 1:
    case 2:
    case 3:
        return 0; /* no over-current, nothing drawn */
    default:
        return G_MAXUINT32;
    }
}

static void
get_masked (UlEmuJlink *self, const guint8 *command)
{
    guint32 mask = get32 (command + 1);
    guint8 answer[128];
    guint n = 0;

    for (guint bit = 0; bit < 32; bit++)
        if ((mask & (1u << bit)) != 0)
            put32 (answer + 4 * n++, command[0] == 0xC1 ? hw_info (self, bit) : 0);
    ul_emu_firmware_answer (&self->parent, answer, 4 * n, TRUE);
}

static void
select_interface (UlEmuJlink *self, const guint8 *command)
{
    guint32 available = 1u << 0 | 1u << UL_EMU_JLINK_SWD;
    guint32 current = self->interface;

    if (command[1] == 0xFF)
        return answer32 (self, available);
    if (command[1] != 0xFE) {
        if (command[1] >= 32 || (available & (1u << command[1])) == 0) {
            ul_emu_firmware_refuse (&self->parent, "interface %u", command[1]);
            self->silent = TRUE;
            return;
        }
        self->interface = command[1];
        self->parent.wire.ops->set_speed (self->parent.wire.data, DEFAULT_KHZ);
    }
    answer32 (self, current);
}

/* Stores the level after each rising edge: what comes back is one bit late */
static void
shift (UlEmuJlink *self, const guint8 *drive, const guint8 *out, guint n_bits, guint8 *in)
{
    const UlEmuWire *wire = &self->parent.wire;
    gboolean swd = self->interface == UL_EMU_JLINK_SWD;
    gboolean deaf = self->options.needs_registration && self->n_clients == 0;

    for (guint i = 0; i < n_bits; i++) {
        gboolean level = TRUE, driven = !swd || (drive[i / 8] >> (i % 8) & 1) != 0;
        const guint8 *pin = swd ? out : drive; /* by JTAG the first array is TMS, on the same pin */

        if (!deaf)
            wire->ops->clock (wire->data, driven, (pin[i / 8] >> (i % 8)) & 1, &level);
        if (level || !swd) /* nobody drives TDO */
            in[i / 8] |= 1u << (i % 8);
    }
}

static void
shift_bits (UlEmuJlink *self, const guint8 *command)
{
    guint n_bits = get16 (command + 2), n = (n_bits + 7) / 8;
    gboolean with_status = command[0] == 0xCF;
    guint8 status = IO_HEADER + 2 * n > self->options.free_memory ? STATUS_NO_MEMORY : STATUS_OK;
    g_autofree guint8 *answer = NULL;

    if (n_bits == 0)
        return ul_emu_firmware_refuse (&self->parent, "a shift of no bits");
    answer = g_malloc0 (n + 1);
    if (status == STATUS_OK)
        shift (self, command + IO_HEADER, command + IO_HEADER + n, n_bits, answer);
    answer[n] = status;
    if (with_status && self->options.split_status) {
        ul_emu_firmware_answer (&self->parent, answer, n, FALSE);
        ul_emu_firmware_answer (&self->parent, &status, 1, TRUE);
    } else {
        ul_emu_firmware_answer (&self->parent, answer, n + (with_status ? 1 : 0), TRUE);
    }
}

static void
set_pin (UlEmuJlink *self, const guint8 *command)
{
    const UlEmuWire *wire = &self->parent.wire;

    switch (command[0]) {
    case 0x02: /* a low pulse of 2 ms on TRST */
        wire->ops->advance (wire->data, 2000000);
        break;
    case 0x03: /* ... on nRESET */
        wire->ops->pull_reset (wire->data, TRUE);
        wire->ops->advance (wire->data, 2000000);
        wire->ops->pull_reset (wire->data, FALSE);
        break;
    case 0xC9:
    case 0xCA:
        self->tms = command[0] == 0xCA;
        break;
    case 0xDA:
    case 0xDB:
        self->tck = command[0] == 0xDB;
        break;
    case 0xDC:
    case 0xDD:
        wire->ops->pull_reset (wire->data, command[0] == 0xDC);
        break;
    default:
        self->trst = command[0] == 0xDF;
    }
}

static void
get_number (UlEmuJlink *self, const guint8 *command)
{
    answer32 (self, command[0] == 0xD4   ? self->options.free_memory
                    : command[0] == 0xE8 ? self->options.caps
                                         : self->options.hw_version);
}

static void
get_extended_caps (UlEmuJlink *self, const guint8 *command)
{
    guint8 answer[32] = { 0 };

    put32 (answer, self->options.caps);
    ul_emu_firmware_answer (&self->parent, answer, sizeof answer, TRUE);
}

static void
config (UlEmuJlink *self, const guint8 *command)
{
    if (command[0] == 0xF2)
        return ul_emu_firmware_answer (&self->parent, self->config, sizeof self->config, TRUE);
    memcpy (self->config, command + 1, sizeof self->config);
    self->config_writes++;
}

static const struct {
    guint8 id;
    guint16 size; /* with the id; a shift's grows with its bits */
    guint32 cap;
    void (*run) (UlEmuJlink *self, const guint8 *command);
} commands[] = {
    { 0x01, 1, 0, get_version },
    { 0x02, 1, 0, set_pin },
    { 0x03, 1, 0, set_pin },
    { 0x05, 3, 0, set_speed },
    { 0x07, 1, 0, get_state },
    { 0x08, 2, UL_EMU_JLINK_CAP_POWER, set_power },
    { 0x09, 14, UL_EMU_JLINK_CAP_REGISTER, register_client },
    { 0xC0, 1, UL_EMU_JLINK_CAP_SPEEDS, get_speeds },
    { 0xC1, 5, UL_EMU_JLINK_CAP_HW_INFO, get_masked },
    { 0xC2, 5, UL_EMU_JLINK_CAP_COUNTERS, get_masked },
    { 0xC7, 2, UL_EMU_JLINK_CAP_SELECT_IF, select_interface },
    { 0xC9, 1, 0, set_pin },
    { 0xCA, 1, 0, set_pin },
    { 0xCE, IO_HEADER, 0, shift_bits },
    { 0xCF, IO_HEADER, 0, shift_bits },
    { 0xD4, 1, UL_EMU_JLINK_CAP_FREE_MEMORY, get_number },
    { 0xDA, 1, 0, set_pin },
    { 0xDB, 1, 0, set_pin },
    { 0xDC, 1, 0, set_pin },
    { 0xDD, 1, 0, set_pin },
    { 0xDE, 1, 0, set_pin },
    { 0xDF, 1, 0, set_pin },
    { 0xE8, 1, 0, get_number },
    { 0xED, 1, UL_EMU_JLINK_CAP_EXTENDED, get_extended_caps },
    { 0xF0, 1, UL_EMU_JLINK_CAP_HW_VERSION, get_number },
    { 0xF2, 1, UL_EMU_JLINK_CAP_READ_CONFIG, config },
    { 0xF3, 1 + UL_EMU_JLINK_CONFIG_SIZE, UL_EMU_JLINK_CAP_WRITE_CONFIG, config },
};

static int
find_command (guint8 id)
{
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (commands[i].id == id)
            return i;
    return -1;
}

int
ul_emu_jlink_command_size (const guint8 *command, gsize available)
{
    int at = find_command (command[0]);

    if (at < 0)
        return -1;
    if (commands[at].run != shift_bits)
        return commands[at].size;
    if (available < IO_HEADER)
        return 0;
    return IO_HEADER + 2 * ((get16 (command + 2) + 7) / 8);
}

void
ul_emu_jlink_run (UlEmuJlink *self, const guint8 *command, gsize size)
{
    int at = find_command (command[0]);

    self->parent.commands++;
    self->parent.commands_of[command[0]]++;
    if (ul_emu_jlink_has_cap (self, commands[at].cap)) {
        commands[at].run (self, command);
        return;
    }
    ul_emu_firmware_refuse (&self->parent, "command 0x%02x without its capability", command[0]);
    self->silent = self->silent || command[0] == 0xC7; /* it hangs old hardware */
}
