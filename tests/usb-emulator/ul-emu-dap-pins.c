/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-dap-private.h"

#define PIN_SWCLK   (1u << 0)
#define PIN_SWDIO   (1u << 1)
#define PIN_NTRST   (1u << 5)
#define PIN_NRESET  (1u << 7)
#define MAX_WAIT_US 3000000u

static gboolean
get_bit (const guint8 *data, guint i)
{
    return (data[i / 8] >> (i % 8)) & 1;
}

void
ul_emu_dap_swj_pins (UlEmuDap *self, UlEmuDapPacket *packet)
{
    const UlEmuWire *wire = &self->parent.wire;
    guint8 out = ul_emu_dap_get8 (packet), select = ul_emu_dap_get8 (packet);
    guint32 wait_us = ul_emu_dap_get32 (packet);
    guint8 pins = PIN_NTRST;

    if ((select & PIN_NRESET) != 0)
        wire->ops->pull_reset (wire->data, (out & PIN_NRESET) == 0);
    if ((select & PIN_SWCLK) != 0)
        self->swclk = (out & PIN_SWCLK) != 0;
    if ((select & PIN_SWDIO) != 0)
        self->swdio = (out & PIN_SWDIO) != 0;
    /* waits until the pins are as told, no longer */
    for (guint32 us = 0; us < MIN (wait_us, MAX_WAIT_US) && (select & PIN_NRESET) != 0 &&
                         wire->ops->get_reset_low (wire->data) != ((out & PIN_NRESET) == 0);
         us += 10)
        wire->ops->advance (wire->data, 10000);
    if (!wire->ops->get_reset_low (wire->data))
        pins |= PIN_NRESET;
    ul_emu_dap_put8 (packet, pins | (self->swclk ? PIN_SWCLK : 0) | (self->swdio ? PIN_SWDIO : 0));
}

void
ul_emu_dap_swj_clock (UlEmuDap *self, UlEmuDapPacket *packet)
{
    guint32 hz = ul_emu_dap_get32 (packet);

    if (hz > 0)
        self->parent.wire.ops->set_speed (self->parent.wire.data,
                                          CLAMP (hz / 1000, 1, self->options.max_khz));
    ul_emu_dap_put8 (packet, hz > 0 ? UL_EMU_DAP_OK : UL_EMU_DAP_ERROR);
}

void
ul_emu_dap_swj_sequence (UlEmuDap *self, UlEmuDapPacket *packet)
{
    const UlEmuWire *wire = &self->parent.wire;
    guint n_bits = ul_emu_dap_get8 (packet);
    const guint8 *data;

    n_bits = n_bits == 0 ? 256 : n_bits;
    data = ul_emu_dap_get_data (packet, (n_bits + 7) / 8);
    for (guint i = 0; data != NULL && i < n_bits; i++)
        wire->ops->clock (wire->data, TRUE, self->swdio = get_bit (data, i), NULL);
    ul_emu_dap_put8 (packet, data != NULL ? UL_EMU_DAP_OK : UL_EMU_DAP_ERROR);
}

void
ul_emu_dap_swd_configure (UlEmuDap *self, UlEmuDapPacket *packet)
{
    guint8 value = ul_emu_dap_get8 (packet);

    self->turnaround = (value & 3) + 1;
    self->data_phase = (value & 4) != 0;
    ul_emu_dap_put8 (packet, UL_EMU_DAP_OK);
}

/* Stores the level before each rising edge */
static void
run_sequence (UlEmuDap *self, guint n_bits, const guint8 *out, guint8 *in)
{
    const UlEmuWire *wire = &self->parent.wire;

    for (guint i = 0; i < n_bits; i++) {
        gboolean bit = out != NULL && get_bit (out, i);

        if (wire->ops->clock (wire->data, out != NULL, bit, NULL))
            in[i / 8] |= 1u << (i % 8);
    }
}

void
ul_emu_dap_swd_sequence (UlEmuDap *self, UlEmuDapPacket *packet)
{
    guint n = ul_emu_dap_get8 (packet);
    guint status_at = packet->out->len;

    ul_emu_dap_put8 (packet, UL_EMU_DAP_OK);
    while (n-- > 0 && !packet->short_of_data) {
        guint8 info = ul_emu_dap_get8 (packet), in[8] = { 0 };
        guint n_bits = (info & 0x3F) == 0 ? 64 : info & 0x3F, n_bytes = (n_bits + 7) / 8;
        gboolean input = (info & 0x80) != 0;
        const guint8 *out = input ? NULL : ul_emu_dap_get_data (packet, n_bytes);

        if (!packet->short_of_data)
            run_sequence (self, n_bits, out, in);
        if (input)
            g_byte_array_append (packet->out, in, n_bytes);
    }
    if (packet->short_of_data)
        packet->out->data[status_at] = UL_EMU_DAP_ERROR;
}
