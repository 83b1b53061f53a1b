/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LM3S: words that are committed to non-volatile memory and shut the debugger out, and the way
 * back: ten switches of the debug port between JTAG and SWD while RST is low. Sources: LM3S6965
 * data sheet, chapters "JTAG Interface" (Recovering a "Locked" Device) and "Internal Memory".
 */
#include "ul-sim-stellaris.h"

#include <string.h>

#define BLANK        0xFF
#define BOOT_OPEN    0xFFFFFFFEu
#define BOOT_LOCKED  0x7FFFFFFCu /* written, and both debug bits 0 */
#define DEBUG_BITS   0x3u
#define DEBUG_ALLOWS 0x2u

#define RESET_ONES    50u
#define JTAG_TO_SWD   0xE79Eu
#define SWD_TO_JTAG   0xE73Cu
#define SWITCH_BITS   16u
#define N_SWITCHES    10u
#define PORT_ERASE_NS 250000000
/* How long the person beside a simulated board takes to switch it off and on when asked. */
#define HAND_NS 1000000000

/* --- what keeps without power --- */

static guint8 *
own_bytes (const UlDevice *device, guint8 *storage)
{
    return storage + ul_device_get_flash_size (device);
}

static void
deliver (const UlDevice *device, guint8 *storage)
{
    memset (storage, BLANK, ul_device_get_flash_size (device) + UL_SIM_LM_OWN);
    ul_sim_put_le (own_bytes (device, storage) + 4 * UL_SIM_LM_BOOTCFG, 4, BOOT_OPEN);
}

static void
lock (const UlDevice *device, guint8 *storage)
{
    ul_sim_put_le (own_bytes (device, storage) + 4 * UL_SIM_LM_BOOTCFG, 4, BOOT_LOCKED);
}

guint32
ul_sim_stellaris_get_word (UlSimChip *self, guint word)
{
    return ul_sim_get_le (own_bytes (self->device, self->flash) + 4 * word, 4);
}

void
ul_sim_stellaris_set_word (UlSimChip *self, guint word, guint32 value)
{
    ul_sim_put_le (own_bytes (self->device, self->flash) + 4 * word, 4, value);
}

/* --- work that takes time --- */

void
ul_sim_stellaris_begin (UlSimChip *self, UlSimLmWork work, guint64 ns)
{
    UlSimStellaris *lm = &self->stellaris;

    lm->doing = work;
    lm->started = self->time;
    lm->takes = ns;
    ul_sim_chip_schedule (self, UL_SIM_EVENT_FAMILY, self->time + ns);
}

/* The words go last: an erase that is broken off leaves a chip that is still locked. */
static void
erase_by_port (UlSimChip *self, guint part)
{
    ul_sim_flash_erase_cells (self, 0, self->flash_size, part);
    if (part < 1024)
        return;
    for (guint i = 0; i < UL_SIM_LM_N_WORDS; i++)
        ul_sim_stellaris_set_word (self, i, i == UL_SIM_LM_BOOTCFG ? BOOT_OPEN : G_MAXUINT32);
    self->counts.mass_erases++;
}

static void
event (UlSimChip *self)
{
    UlSimLmWork work = self->stellaris.doing;

    self->stellaris.doing = UL_SIM_LM_NOTHING;
    switch (work) {
    case UL_SIM_LM_PORT_ERASE:
        erase_by_port (self, 1024);
        if (!self->faults.nobody_there)
            ul_sim_stellaris_begin (self, UL_SIM_LM_HAND, HAND_NS);
        break;
    case UL_SIM_LM_HAND:
        ul_sim_chip_brown_out (self);
        break;
    case UL_SIM_LM_NOTHING:
        break;
    default:
        ul_sim_stellaris_finish_flash (self, work, 1024);
    }
}

static void
abort_work (UlSimChip *self)
{
    UlSimStellaris *lm = &self->stellaris;
    UlSimLmWork work = lm->doing;

    if (work == UL_SIM_LM_NOTHING)
        return;
    guint part = MIN ((self->time - lm->started) * 1024 / lm->takes, 1023);

    ul_sim_chip_cancel (self, UL_SIM_EVENT_FAMILY);
    lm->doing = UL_SIM_LM_NOTHING;
    if (work == UL_SIM_LM_PORT_ERASE)
        erase_by_port (self, part);
    else if (work != UL_SIM_LM_HAND)
        ul_sim_stellaris_finish_flash (self, work, part);
}

/* --- resets --- */

static void
reset (UlSimChip *self, UlSimResetCause cause)
{
    UlSimStellaris *lm = &self->stellaris;

    if (cause == UL_SIM_RESET_POWER || lm->doing != UL_SIM_LM_HAND)
        abort_work (self);
    ul_sim_bridge_reset (self);
    self->ctl.ready = FALSE;
    ul_sim_stellaris_flash_reset (self);
    /* Committed words are taken when power comes, not before. */
    for (guint i = 0; cause == UL_SIM_RESET_POWER && i < UL_SIM_LM_N_WORDS; i++)
        lm->words[i] = ul_sim_stellaris_get_word (self, i);
    /* The pin resets the debug port as well. */
    if (cause == UL_SIM_RESET_PIN)
        self->n_power_ups++;
}

static void
ready (UlSimChip *self)
{
    self->ctl.ready = TRUE;
}

/* --- the debug port --- */

static gboolean
is_open (UlSimChip *self)
{
    return (self->stellaris.words[UL_SIM_LM_BOOTCFG] & DEBUG_BITS) == DEBUG_ALLOWS;
}

static gboolean
listens (UlSimChip *self)
{
    return is_open (self) && !ul_sim_reset_is_pulled (self);
}

static gboolean
has_ahb (UlSimChip *self)
{
    return TRUE;
}

static void
access_ap (UlSimChip *self, guint ap, guint8 reg, gboolean write, guint32 *value)
{
    if (!write)
        *value = 0;
}

/* --- the way back --- */

static void
take_switch (UlSimStellaris *lm)
{
    guint32 wanted = lm->n_switches % 2 == 0 ? JTAG_TO_SWD : SWD_TO_JTAG;

    lm->n_bits = 0;
    lm->n_ones = 0;
    lm->n_switches = lm->word == wanted ? lm->n_switches + 1 : 0;
}

/* Ones, a word to switch, ones, the word to switch back, and so on; low cycles may stand between.
 * Anything else is traffic, and the count begins anew. */
static void
line (UlSimChip *self, gboolean level)
{
    UlSimStellaris *lm = &self->stellaris;

    if (!ul_sim_reset_is_pulled (self))
        return;
    if (lm->n_bits > 0) {
        lm->word |= (level ? 1u : 0) << lm->n_bits;
        if (++lm->n_bits == SWITCH_BITS)
            take_switch (lm);
    } else if (level)
        lm->n_ones++;
    else if (lm->n_ones >= RESET_ONES) {
        lm->word = 0; /* both words begin with a 0 */
        lm->n_bits = 1;
    } else if (lm->n_ones > 0) {
        lm->n_ones = 0;
        lm->n_switches = 0;
    }
}

static void
pin (UlSimChip *self, gboolean pulled)
{
    UlSimStellaris *lm = &self->stellaris;
    gboolean complete = !pulled && lm->n_switches >= N_SWITCHES;

    lm->n_ones = lm->n_bits = lm->n_switches = 0;
    if (complete && self->powered)
        ul_sim_stellaris_begin (self, UL_SIM_LM_PORT_ERASE, PORT_ERASE_NS);
}

static gboolean
is_working (UlSimChip *self)
{
    return self->stellaris.doing != UL_SIM_LM_NOTHING;
}

const UlSimFamily ul_sim_stellaris = {
    .deliver = deliver,
    .lock = lock,
    .reset = reset,
    .ready = ready,
    .event = event,
    .has_ahb = has_ahb,
    .bus_is_open = is_open,
    .access_ap = access_ap,
    .listens = listens,
    .line = line,
    .pin = pin,
    .is_working = is_working,
};
