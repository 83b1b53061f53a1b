/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-board.h"

#include "ul-protection.h"

#include <string.h>

/* The flash configuration field of Kinetis: KL25P80M48SF0RM, chapter 27 */

static UlSimWire *
get_wire (gpointer data)
{
    return ul_sim_board_get_wire (data);
}

static UlSimChip *
get_settled_chip (gpointer data)
{
    ul_sim_wire_settle (get_wire (data));
    return ul_sim_board_get_chip (data);
}

static gboolean
wire_clock (gpointer data, gboolean drive, gboolean out, gboolean *after)
{
    return ul_sim_wire_clock (get_wire (data), drive, out, after);
}

static UlSimAck
wire_transfer (gpointer data, gboolean ap, guint8 reg, gboolean write, guint32 *value,
               gboolean *parity_ok)
{
    return ul_sim_wire_transfer (get_wire (data), ap, reg, write, value, parity_ok);
}

static void
wire_idle (gpointer data, guint n_cycles)
{
    ul_sim_wire_idle (get_wire (data), n_cycles);
}

static void
wire_set_speed (gpointer data, guint khz)
{
    ul_sim_wire_set_speed (get_wire (data), khz);
}

static void
pull_reset (gpointer data, gboolean pulled)
{
    ul_sim_chip_pull_reset (get_settled_chip (data), pulled);
}

static gboolean
get_reset_low (gpointer data)
{
    return ul_sim_chip_get_reset_low (get_settled_chip (data));
}

static int
get_vtref_mv (gpointer data)
{
    return ul_sim_board_get_vtref_mv (data);
}

static void
set_power (gpointer data, gboolean on)
{
    ul_sim_wire_settle (get_wire (data));
    ul_sim_board_set_powered (data, on);
}

static guint64
get_n_bits (gpointer data)
{
    return ul_sim_wire_get_n_bits (get_wire (data));
}

static guint64
get_time_ns (gpointer data)
{
    return ul_sim_chip_get_time_ns (get_settled_chip (data));
}

static void
advance (gpointer data, guint64 ns)
{
    ul_sim_chip_advance (get_settled_chip (data), ns);
}

static gboolean
is_working (gpointer data)
{
    return ul_sim_chip_is_working (get_settled_chip (data));
}

static const UlEmuWireOps board_ops = {
    .clock = wire_clock,
    .transfer = wire_transfer,
    .idle = wire_idle,
    .set_speed = wire_set_speed,
    .pull_reset = pull_reset,
    .get_reset_low = get_reset_low,
    .get_vtref_mv = get_vtref_mv,
    .set_power = set_power,
    .get_n_bits = get_n_bits,
    .get_time_ns = get_time_ns,
    .advance = advance,
    .is_working = is_working,
};

UlEmuWire
ul_emu_board_wire (UlSimBoard *board)
{
    return (UlEmuWire){ &board_ops, board };
}

static gboolean
load_flash (guint8 *flash, gsize size, const char *file, GError **error)
{
    g_autofree char *bytes = NULL;
    gsize n;

    if (!g_file_get_contents (file, &bytes, &n, error))
        return FALSE;
    memset (flash, 0xFF, size);
    memcpy (flash, bytes, MIN (n, size));
    return TRUE;
}

gboolean
ul_emu_board_set_state (UlSimBoard *board, const UlEmuBoardState *state, GError **error)
{
    UlSimChip *chip = ul_sim_board_get_chip (board);
    const UlDevice *device = ul_sim_chip_get_device (chip);
    guint fsec = device->fcf_address - device->regions[0].start + ul_fcf_get_fsec_index (device);
    guint n_fprot = ul_device_is_ftmrx (device) ? 1 : 4;
    gsize size;
    guint8 *flash = ul_sim_chip_get_flash (chip, &size);

    if (state->flash == NULL && !state->locked && state->fsec < 0 && state->fopt < 0 &&
        state->fprot < 0)
        return TRUE;
    if (state->flash != NULL && !load_flash (flash, size, state->flash, error))
        return FALSE;
    if (state->locked)
        ul_sim_chip_lock (device, flash);
    if (state->fsec >= 0)
        flash[fsec] = state->fsec;
    if (state->fopt >= 0)
        flash[fsec + 1] = state->fopt;
    for (guint i = 0; i < n_fprot && state->fprot >= 0; i++)
        flash[fsec - n_fprot + i] = state->fprot >> (8 * i); /* the first region is bit 0 */
    ul_sim_chip_flash_changed (chip);
    return TRUE;
}

gboolean
ul_emu_board_save_flash (UlSimBoard *board, const char *file, GError **error)
{
    gsize size;
    const guint8 *flash = ul_sim_chip_get_flash (ul_sim_board_get_chip (board), &size);

    return g_file_set_contents (file, (const char *) flash, size, error);
}
