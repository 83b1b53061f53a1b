/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FTMRH and FTMRE of the KE0x and KEA parts. Source: the reference manuals of KE02, KE04 and KE06,
 * chapters FTMRx, ICS and SIM. */
#include "ul-flash-status.h"
#include "ul-ftmrx.h"
#include "ul-loader-code.h"

#include "ul-error.h"

#include <glib/gi18n.h>

#define CMD_PROGRAM        0x06
#define CMD_ERASE_ALL      0x08
#define CMD_ERASE_SECTOR   0x0A
#define CMD_PROGRAM_EEPROM 0x11
#define CMD_ERASE_EEPROM   0x12
#define N_FCCOB            6 /* words */

/* --- the clock of the controller, which must be close to 1 MHz: the wrong one harms the cells ---
 */

#define FDIVLD        0x80 /* FDIV was written since the reset */
#define FDIVLCK       0x40 /* ... and stays until the next */
#define FDIV          0x3F
#define LOWEST_KHZ    800u
#define HIGHEST_KHZ   1050u
#define NOMINAL_ABOVE 600u /* kHz of the bus above whole ones that a divider goes with */

#define ICS_C1     0x40064000u
#define ICS_C2     0x40064001u
#define ICS_S      0x40064004u
#define C1_SOURCE  0xC4 /* CLKS, IREFS */
#define C1_FEI     0x04 /* the FLL, from the internal reference */
#define S_SOURCE   0x1C /* IREFST, CLKST */
#define S_FEI      0x10
#define CLOCK_MS   100
#define KEY_OUTDIV 24 /* SIM_CLKDIV: bus divider */

/* The FLL from the internal reference as the chip trims it: at most. The divider of the bus. */
typedef struct {
    const char *names; /* prefixes */
    guint fll_khz;
    guint32 divider;
    gboolean is_clkdiv; /* else SIM_BUSDIV */
} Clock;

static const Clock clocks[] = {
    { "MKE04Z8 SKEAZN8", 48000, 0x4004801C, TRUE },
    { "MKE04 MKE06 SKEAZ64 SKEAZ128", 48000, 0x40048024, TRUE },
    { "MKE02 SKEAZN", 33554, 0x40048018, FALSE },
};

static const Clock *
find_clock (const UlDevice *device)
{
    for (guint i = 0; i < G_N_ELEMENTS (clocks); i++) {
        g_auto (GStrv) names = g_strsplit (clocks[i].names, " ", -1);

        for (guint j = 0; names[j] != NULL; j++)
            if (g_str_has_prefix (ul_device_get_kin (device)->name, names[j]))
                return &clocks[i];
    }
    return &clocks[G_N_ELEMENTS (clocks) - 1];
}

typedef struct {
    guint8 fclkdiv; /* the register */
    guint8 c1, c2;
    guint32 divider;
} ClockState;

static guint32
fclkdiv_of (UlFlash *self)
{
    return UL_FTMRX_BASE + ul_ftmrx_layout (self->device)->fclkdiv;
}

static gboolean
read_clock (UlFlash *self, const Clock *clock, ClockState *state, GError **error)
{
    UlTarget *target = self->target;

    return ul_target_read8 (target, fclkdiv_of (self), &state->fclkdiv, error) &&
           ul_target_read8 (target, ICS_C1, &state->c1, error) &&
           ul_target_read8 (target, ICS_C2, &state->c2, error) &&
           ul_target_read32 (target, clock->divider, &state->divider, error);
}

static gboolean
is_fei (const ClockState *state)
{
    return (state->c1 & C1_SOURCE) == C1_FEI;
}

static guint
bus_khz (const Clock *clock, const ClockState *state)
{
    guint khz = clock->fll_khz >> (state->c2 >> 5);

    if (!clock->is_clkdiv)
        return khz / (1 + (state->divider & 1));
    return khz / (1 + (state->divider >> 28 & 3)) / (1 + (state->divider >> KEY_OUTDIV & 1));
}

/* A program may have chosen a crystal of a frequency that only it knows: back to the internal
 * clock, which is known. */
static gboolean
use_internal_clock (UlFlash *self, ClockState *state, GError **error)
{
    UlMemAp *ahb = &self->target->ahb;

    state->c1 = (state->c1 & ~C1_SOURCE) | C1_FEI;
    ul_mem_ap_queue_write_value (ahb, ICS_C1, UL_MEM_BYTE, state->c1);
    ul_mem_ap_queue_poll_value (ahb, ICS_S, UL_MEM_BYTE, S_SOURCE, S_FEI, CLOCK_MS, NULL);
    return ul_debug_port_flush (ahb->port, error);
}

static gboolean
is_right (guint8 fclkdiv, guint khz)
{
    guint flash_khz = khz / ((fclkdiv & FDIV) + 1);

    return flash_khz >= LOWEST_KHZ && flash_khz <= HIGHEST_KHZ;
}

static gboolean
fail_clock (guint8 fclkdiv, guint khz, GError **error)
{
    g_autoptr (GError) local = g_error_new (
        UL_ERROR, UL_ERROR_FLASH_CLOCK,
        (fclkdiv & FDIVLCK) != 0
            ? _ ("The clock divider of the flash controller is locked at a wrong value: erasing or "
                 "programming with it could harm the flash. Nothing was touched")
            : _ ("The clock divider of the flash controller does not take the right value: erasing "
                 "or programming without it could harm the flash. Nothing was touched"));

    ul_error_add_detail (local, "FCLKDIV", "0x%02X", fclkdiv);
    ul_error_add_detail (local, "bus clock", "%u kHz", khz);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
write_fclkdiv (UlFlash *self, guint khz, GError **error)
{
    guint8 wanted = (khz - NOMINAL_ABOVE + 999) / 1000 - 1, fclkdiv = 0;

    if (khz < LOWEST_KHZ || !is_right (wanted, khz))
        return fail_clock (wanted, khz, error);
    if (!ul_target_write8 (self->target, fclkdiv_of (self), wanted, error) ||
        !ul_target_read8 (self->target, fclkdiv_of (self), &fclkdiv, error))
        return FALSE;
    return ((fclkdiv & FDIVLD) != 0 && (fclkdiv & FDIV) == wanted) ||
           fail_clock (fclkdiv, khz, error);
}

static gboolean
set_clock (UlFlash *self, gboolean may_reset, GError **error)
{
    const Clock *clock = find_clock (self->device);
    ClockState state = { 0 };

    if (!read_clock (self, clock, &state, error))
        return FALSE;
    /* What the program has set goes with the clock that it has chosen. */
    if (!is_fei (&state) && (state.fclkdiv & FDIVLD) != 0)
        return TRUE;
    if (!is_fei (&state) && !use_internal_clock (self, &state, error))
        return FALSE;
    guint khz = bus_khz (clock, &state);
    if ((state.fclkdiv & FDIVLD) != 0 && is_right (state.fclkdiv, khz))
        return TRUE;
    if ((state.fclkdiv & FDIVLCK) == 0)
        return write_fclkdiv (self, khz, error);
    if (!may_reset)
        return fail_clock (state.fclkdiv, khz, error);
    return ul_target_reset (self->target, UL_RESET_HALT, error) && set_clock (self, FALSE, error);
}

static gboolean
prepare (UlFlash *self, GError **error)
{
    return set_clock (self, (self->flags & UL_FLASH_NO_RESET) == 0, error);
}

/* --- commands --- */

static const UlFtmrxLayout ftmrh = {
    .fclkdiv = 0x0, .fccobix = 0x2, .fstat = 0x6, .fccobhi = 0xA, .fccoblo = 0xB
};
static const UlFtmrxLayout ftmre = {
    .fclkdiv = 0x3, .fccobix = 0x1, .fstat = 0x5, .fccobhi = 0x9, .fccoblo = 0x8
};

const UlFtmrxLayout *
ul_ftmrx_layout (const UlDevice *device)
{
    return device->controller == UL_CONTROLLER_FTMRH ? &ftmrh : &ftmre;
}

static gboolean
is_eeprom (UlFlash *self, const UlFlashCommand *command)
{
    const UlRegion *region = ul_device_find_region (self->device, command->address);

    return region != NULL && region->kind == UL_REGION_EEPROM;
}

static guint8
opcode (UlFlash *self, const UlFlashCommand *command)
{
    if (command->op == UL_FLASH_OP_ERASE_ALL)
        return CMD_ERASE_ALL;
    if (command->op == UL_FLASH_OP_ERASE_SECTOR)
        return is_eeprom (self, command) ? CMD_ERASE_EEPROM : CMD_ERASE_SECTOR;
    return is_eeprom (self, command) ? CMD_PROGRAM_EEPROM : CMD_PROGRAM;
}

/* The highest index that was written tells the controller how much there is. */
static void
queue_word (UlFlash *self, guint index, guint8 high, guint8 low)
{
    const UlFtmrxLayout *layout = ul_ftmrx_layout (self->device);
    UlMemAp *ahb = &self->target->ahb;

    ul_mem_ap_queue_write_value (ahb, UL_FTMRX_BASE + layout->fccobix, UL_MEM_BYTE, index);
    ul_mem_ap_queue_write_value (ahb, UL_FTMRX_BASE + layout->fccobhi, UL_MEM_BYTE, high);
    ul_mem_ap_queue_write_value (ahb, UL_FTMRX_BASE + layout->fccoblo, UL_MEM_BYTE, low);
}

static void
queue_data (UlFlash *self, const UlFlashCommand *command)
{
    const guint8 *data = command->data;

    if (is_eeprom (self, command))
        for (guint i = 0; i < command->size; i++)
            queue_word (self, 2 + i, 0, data[i]);
    else
        for (guint i = 0; i < command->size; i += 2)
            queue_word (self, 2 + i / 2, data[i + 1], data[i]);
}

static void
queue_command (UlFlash *self, const UlFlashCommand *command)
{
    guint32 address = 0;

    if (command->op == UL_FLASH_OP_ERASE_ALL)
        queue_word (self, 0, CMD_ERASE_ALL, 0);
    else {
        ul_flash_model_command_address (self->device, command->address, command->size, &address);
        queue_word (self, 0, opcode (self, command), address >> 16);
        queue_word (self, 1, address >> 8, address);
    }
    if (command->op == UL_FLASH_OP_PROGRAM)
        queue_data (self, command);
    ul_mem_ap_queue_write_value (&self->target->ahb, self->model.status, UL_MEM_BYTE,
                                 UL_FLASH_IDLE);
}

/* Zeros when not even that can be read. */
static void
add_details (UlFlash *self, GError *error)
{
    const UlFtmrxLayout *layout = ul_ftmrx_layout (self->device);
    UlMemAp *ahb = &self->target->ahb;
    guint32 high = UL_FTMRX_BASE + layout->fccobhi, low = UL_FTMRX_BASE + layout->fccoblo;
    guint32 lanes[N_FCCOB][2] = { 0 };
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < N_FCCOB; i++) {
        ul_mem_ap_queue_write_value (ahb, UL_FTMRX_BASE + layout->fccobix, UL_MEM_BYTE, i);
        ul_mem_ap_queue_read_value (ahb, high, UL_MEM_BYTE, &lanes[i][0]);
        ul_mem_ap_queue_read_value (ahb, low, UL_MEM_BYTE, &lanes[i][1]);
    }
    ul_debug_port_flush (self->target->port, NULL);
    for (guint i = 0; i < N_FCCOB; i++)
        g_string_append_printf (text, i == 0 ? "%02X%02X" : " %02X%02X",
                                ul_mem_ap_lane (high, UL_MEM_BYTE, lanes[i][0]),
                                ul_mem_ap_lane (low, UL_MEM_BYTE, lanes[i][1]));
    ul_error_add_detail (error, "FCCOB", "%s", text->str);
}

const UlFlashDriver ul_ftmrx_driver = {
    .errors = UL_FSTAT_ACCERR | UL_FSTAT_FPVIOL | UL_FSTAT_MGSTAT1 | UL_FSTAT_MGSTAT0,
    .clear = UL_FSTAT_ACCERR | UL_FSTAT_FPVIOL,
    .code = ul_ftmrx_code,
    .n_code = G_N_ELEMENTS (ul_ftmrx_code),
    .prepare = prepare,
    .opcode = opcode,
    .queue_command = queue_command,
    .add_details = add_details,
};
