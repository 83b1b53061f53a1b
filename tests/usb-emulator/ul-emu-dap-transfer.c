/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-dap-private.h"

#define REQ_AP          0x01
#define REQ_READ        0x02
#define REQ_ADDRESS     0x0C
#define REQ_MATCH_VALUE 0x10
#define REQ_MATCH_MASK  0x20
#define REQ_TIMESTAMP   0x80

#define RESP_OK       0x01
#define RESP_ERROR    0x08 /* parity or protocol */
#define RESP_MISMATCH 0x10

#define ABORT  0x0
#define RDBUFF 0xC

/* Cycles that follow an acknowledge without data, so that the target's idea of the end is met */
static void
after_refusal (UlEmuDap *self, UlSimAck ack)
{
    const UlEmuWire *wire = &self->parent.wire;
    guint n_cycles = self->turnaround - 1 + (self->data_phase && ack != UL_SIM_ACK_NONE ? 33 : 0);

    for (guint i = 0; i < n_cycles; i++)
        wire->ops->clock (wire->data, FALSE, FALSE, NULL);
}

/* Returns: the acknowledge as the answer tells it, the error bit included */
static guint8
access_once (UlEmuDap *self, guint8 request, guint32 *value)
{
    const UlEmuWire *wire = &self->parent.wire;
    gboolean parity_ok = TRUE;
    UlSimAck ack = wire->ops->transfer (wire->data, (request & REQ_AP) != 0, request & REQ_ADDRESS,
                                        (request & REQ_READ) == 0, value, &parity_ok);

    if (ack != UL_SIM_ACK_OK)
        after_refusal (self, ack);
    else
        wire->ops->idle (wire->data, self->idle_cycles);
    if (ack == UL_SIM_ACK_OK && !parity_ok)
        return RESP_OK | RESP_ERROR;
    return ack;
}

static guint8
access_register (UlEmuDap *self, guint8 request, guint32 *value)
{
    guint retries = self->options.no_retry ? 0 : self->retries;
    guint8 response;

    do
        response = access_once (self, request, value);
    while (response == UL_SIM_ACK_WAIT && retries-- > 0);
    return response;
}

static guint8
read_rdbuff (UlEmuDap *self, guint32 *value)
{
    return access_register (self, RDBUFF | REQ_READ, value);
}

/* A read of an AP gives the result of the one before: what is owed is fetched when it must be */
typedef struct {
    gboolean posted;
    gboolean written; /* a write whose end nobody has seen */
} Owed;

static guint8
fetch_posted (UlEmuDap *self, UlEmuDapPacket *packet, Owed *owed)
{
    guint32 value = 0;
    guint8 response = read_rdbuff (self, &value);

    if (response == RESP_OK)
        ul_emu_dap_put32 (packet, value);
    owed->posted = FALSE;
    return response;
}

static guint8
match_value (UlEmuDap *self, guint8 request, guint32 wanted)
{
    guint retries = self->match_retries;
    guint32 value = 0;
    guint8 response = RESP_OK;

    if ((request & REQ_AP) != 0)
        response = access_register (self, request, &value);
    while (response == RESP_OK) {
        response = access_register (self, request, &value);
        if (response != RESP_OK || (value & self->match_mask) == wanted)
            return response;
        if (retries-- == 0)
            return response | RESP_MISMATCH;
    }
    return response;
}

static guint8
read_item (UlEmuDap *self, UlEmuDapPacket *packet, guint8 request, Owed *owed)
{
    gboolean ap = (request & REQ_AP) != 0, match = (request & REQ_MATCH_VALUE) != 0;
    guint8 response = RESP_OK;
    guint32 value = 0;

    if (owed->posted && (!ap || match))
        response = fetch_posted (self, packet, owed);
    owed->written = FALSE;
    if (response != RESP_OK)
        return response;
    if (match)
        return match_value (self, request, ul_emu_dap_get32 (packet));
    response = access_register (self, request, &value);
    if (response == RESP_OK && (owed->posted || !ap))
        ul_emu_dap_put32 (packet, value);
    owed->posted = ap && response == RESP_OK;
    return response;
}

static guint8
write_item (UlEmuDap *self, UlEmuDapPacket *packet, guint8 request, Owed *owed)
{
    guint32 value = ul_emu_dap_get32 (packet);
    guint8 response = owed->posted ? fetch_posted (self, packet, owed) : RESP_OK;

    if (response != RESP_OK)
        return response;
    if ((request & REQ_MATCH_MASK) != 0) {
        self->match_mask = value;
        return RESP_OK;
    }
    owed->written = TRUE;
    return access_register (self, request, &value);
}

static guint8
settle (UlEmuDap *self, UlEmuDapPacket *packet, Owed *owed)
{
    guint32 value;

    if (owed->posted)
        return fetch_posted (self, packet, owed);
    return owed->written ? read_rdbuff (self, &value) : RESP_OK;
}

/* The rest of the command belongs to it also when it stopped early */
static void
skip_items (UlEmuDapPacket *packet, guint n)
{
    while (n-- > 0 && !packet->short_of_data) {
        guint8 request = ul_emu_dap_get8 (packet);

        if ((request & REQ_READ) == 0 || (request & REQ_MATCH_VALUE) != 0)
            ul_emu_dap_get32 (packet);
    }
}

void
ul_emu_dap_transfer (UlEmuDap *self, UlEmuDapPacket *packet)
{
    guint at = packet->out->len, n, done = 0;
    guint8 response = 0;
    Owed owed = { FALSE, FALSE };

    ul_emu_dap_get8 (packet); /* index: for chains of JTAG */
    n = ul_emu_dap_get8 (packet);
    ul_emu_dap_put8 (packet, 0);
    ul_emu_dap_put8 (packet, 0);
    while (self->connected && done < n && !packet->short_of_data) {
        guint8 request = ul_emu_dap_get8 (packet);

        if ((request & REQ_TIMESTAMP) != 0)
            ul_emu_firmware_refuse (&self->parent, "a time stamp without a timer");
        response = (request & REQ_READ) != 0 ? read_item (self, packet, request, &owed)
                                             : write_item (self, packet, request, &owed);
        if (response != RESP_OK)
            break;
        done++;
    }
    skip_items (packet, response == RESP_OK || response == 0 ? n - done : n - done - 1);
    if (response == RESP_OK)
        response = settle (self, packet, &owed);
    packet->out->data[at] = done;
    packet->out->data[at + 1] = response;
}

static guint8
read_block (UlEmuDap *self, UlEmuDapPacket *packet, guint8 request, guint n, guint *done)
{
    gboolean ap = (request & REQ_AP) != 0;
    guint32 value = 0;
    guint8 response = ap && n > 0 ? access_register (self, request, &value) : RESP_OK;

    while (response == RESP_OK && *done < n) {
        gboolean last = ap && *done + 1 == n;

        response = last ? read_rdbuff (self, &value) : access_register (self, request, &value);
        if (response != RESP_OK)
            break;
        ul_emu_dap_put32 (packet, value);
        (*done)++;
    }
    return response;
}

static guint8
write_block (UlEmuDap *self, UlEmuDapPacket *packet, guint8 request, guint n, guint *done)
{
    guint8 response = RESP_OK;
    guint32 value;

    while (response == RESP_OK && *done < n && !packet->short_of_data) {
        value = ul_emu_dap_get32 (packet);
        response = access_register (self, request, &value);
        if (response == RESP_OK)
            (*done)++;
    }
    return response == RESP_OK ? read_rdbuff (self, &value) : response;
}

void
ul_emu_dap_transfer_block (UlEmuDap *self, UlEmuDapPacket *packet)
{
    guint at = packet->out->len, n, done = 0;
    guint8 request, response = 0;

    ul_emu_dap_get8 (packet);
    n = ul_emu_dap_get16 (packet);
    request = ul_emu_dap_get8 (packet);
    for (guint i = 0; i < 3; i++)
        ul_emu_dap_put8 (packet, 0);
    if (self->connected)
        response = (request & REQ_READ) != 0 ? read_block (self, packet, request, n, &done)
                                             : write_block (self, packet, request, n, &done);
    if ((request & REQ_READ) == 0 && done < n)
        packet->at = packet->n_in; /* the data that was not written */
    packet->out->data[at] = done;
    packet->out->data[at + 1] = done >> 8;
    packet->out->data[at + 2] = response;
}

void
ul_emu_dap_write_abort (UlEmuDap *self, UlEmuDapPacket *packet)
{
    guint32 value;

    ul_emu_dap_get8 (packet);
    value = ul_emu_dap_get32 (packet);
    if (self->connected)
        access_once (self, ABORT, &value);
    ul_emu_dap_put8 (packet, self->connected ? UL_EMU_DAP_OK : UL_EMU_DAP_ERROR);
}
