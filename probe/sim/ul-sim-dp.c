/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-dp.h"

#define DP_DPIDR     0x0 /* read */
#define DP_ABORT     0x0 /* write */
#define DP_CTRL_STAT 0x4 /* DLCR in bank 1 */
#define DP_RESEND    0x8 /* read */
#define DP_SELECT    0x8 /* write */
#define DP_RDBUFF    0xC

#define CTRL_ORUNDETECT  (1u << 0)
#define CTRL_STICKYORUN  (1u << 1)
#define CTRL_TRNMODE     (3u << 2)
#define CTRL_STICKYCMP   (1u << 4)
#define CTRL_STICKYERR   (1u << 5)
#define CTRL_READOK      (1u << 6)
#define CTRL_WDATAERR    (1u << 7)
#define CTRL_MASKLANE    (0xFu << 8)
#define CTRL_CDBGRSTREQ  (1u << 26) /* the chip has no such reset: never acknowledged */
#define CTRL_CDBGPWRUP   (1u << 28)
#define CTRL_CSYSPWRUP   (1u << 30)
#define CTRL_POWER_REQ   (CTRL_CDBGPWRUP | CTRL_CSYSPWRUP)
#define TRNMODE(ctrl)    ((ctrl) >> 2 & 3)
#define MODE_NORMAL      0
#define MODE_PUSH_VERIFY 1

#define ABORT_DAP     (1u << 0)
#define ABORT_STKCMP  (1u << 1)
#define ABORT_STKERR  (1u << 2)
#define ABORT_WDERR   (1u << 3)
#define ABORT_ORUNERR (1u << 4)

#define DLCR_TURNROUND(dlcr) ((dlcr) >> 8 & 3)
#define DLCR_WRITABLE        (3u << 8)
#define DLCR_FIXED           (1u << 6)

#define DPIDR_MIN   (1u << 16)
#define POWER_UP_NS 20000

void
ul_sim_dp_init (UlSimDp *self, UlSimChip *chip)
{
    *self = (UlSimDp){ .chip = chip, .minimal = (ul_sim_chip_get_dpidr (chip) & DPIDR_MIN) != 0 };
}

void
ul_sim_dp_power_up (UlSimDp *self)
{
    *self = (UlSimDp){ .chip = self->chip,
                       .minimal = self->minimal,
                       .wait_every = self->wait_every,
                       .wait_times = self->wait_times };
}

gboolean
ul_sim_dp_detects_overrun (const UlSimDp *self)
{
    return (self->ctrl & CTRL_ORUNDETECT) != 0;
}

guint
ul_sim_dp_get_turnaround (const UlSimDp *self)
{
    return DLCR_TURNROUND (self->dlcr) + 1;
}

void
ul_sim_dp_line_reset (UlSimDp *self)
{
    self->dlcr = 0;
}

gboolean
ul_sim_dp_get_debug_power (const UlSimDp *self)
{
    return (self->ctrl & CTRL_CDBGPWRUP) != 0;
}

/* --- power --- */

static guint32
get_powered (UlSimDp *self)
{
    if ((gint64) ul_sim_chip_get_time_ns (self->chip) >= self->power_change_ns)
        self->powered = self->ctrl & CTRL_POWER_REQ;
    return self->powered;
}

static void
write_ctrl (UlSimDp *self, guint32 value)
{
    guint32 writable = CTRL_ORUNDETECT | CTRL_CDBGRSTREQ | CTRL_POWER_REQ;
    guint32 before = self->ctrl;

    if (!self->minimal)
        writable |= CTRL_TRNMODE | CTRL_MASKLANE;
    get_powered (self);
    self->ctrl = value & writable;
    if (((before ^ self->ctrl) & CTRL_POWER_REQ) != 0)
        self->power_change_ns = ul_sim_chip_get_time_ns (self->chip) + POWER_UP_NS;
    if (((before ^ self->ctrl) & CTRL_CDBGPWRUP) != 0)
        ul_sim_chip_set_debug_power (self->chip, ul_sim_dp_get_debug_power (self));
}

static guint32
read_ctrl (UlSimDp *self)
{
    /* Each acknowledge stands above its request. */
    return self->ctrl | self->sticky | get_powered (self) << 1 | (self->read_ok ? CTRL_READOK : 0);
}

/* --- the access ports --- */

static UlSimApResult
access_ap (UlSimDp *self, guint ap, guint8 reg, gboolean write, guint32 *value)
{
    UlSimApResult result = UL_SIM_AP_FAULT;

    if ((get_powered (self) & CTRL_CDBGPWRUP) != 0)
        result = ul_sim_chip_access_ap (self->chip, ap, reg, write, value);
    if (result == UL_SIM_AP_FAULT)
        self->sticky |= CTRL_STICKYERR;
    return result;
}

static guint32
lanes (guint32 ctrl)
{
    guint32 mask = 0;

    for (guint i = 0; i < 4; i++)
        if ((ctrl >> (8 + i) & 1) != 0)
            mask |= 0xFFu << (8 * i);
    return mask;
}

/* A pushed operation: the value written is compared with what the AP reads. */
static UlSimApResult
push (UlSimDp *self)
{
    guint32 value = 0;
    UlSimApResult result = access_ap (self, self->posted_ap, self->posted_reg, FALSE, &value);
    gboolean same = ((value ^ self->posted_value) & lanes (self->ctrl)) == 0;

    if (result == UL_SIM_AP_OK && same == (TRNMODE (self->ctrl) != MODE_PUSH_VERIFY))
        self->sticky |= CTRL_STICKYCMP;
    return result;
}

/* Hands the posted write to the chip. Returns: %FALSE when it must wait longer */
static gboolean
complete_write (UlSimDp *self)
{
    UlSimApResult result;

    if (!self->posted)
        return TRUE;
    if (TRNMODE (self->ctrl) != MODE_NORMAL)
        result = push (self);
    else
        result = access_ap (self, self->posted_ap, self->posted_reg, TRUE, &self->posted_value);
    self->posted = result == UL_SIM_AP_WAIT;
    return !self->posted;
}

static guint8
full_reg (const UlSimDp *self, guint8 reg)
{
    return (self->select & 0xF0) | reg;
}

static UlSimAck
answer_wait (UlSimDp *self)
{
    if (ul_sim_dp_detects_overrun (self))
        self->sticky |= CTRL_STICKYORUN;
    return UL_SIM_ACK_WAIT;
}

/* The result of the read before is returned, and this one's kept. */
static UlSimAck
read_ap (UlSimDp *self, guint8 reg, guint32 *value)
{
    guint32 next = 0;

    if (access_ap (self, self->select >> 24, full_reg (self, reg), FALSE, &next) == UL_SIM_AP_WAIT)
        return answer_wait (self);
    *value = self->resend = self->rdbuff;
    self->rdbuff = next;
    return UL_SIM_ACK_OK;
}

static gboolean
must_wait (UlSimDp *self, gboolean ap)
{
    if (self->waits_left == 0 && ap && self->wait_every > 0 && !self->wait_over &&
        ++self->n_ap_accesses % self->wait_every == 0)
        self->waits_left = self->wait_times;
    if (self->waits_left == 0) {
        self->wait_over = self->wait_over && !ap;
        return FALSE;
    }
    if (self->waits_left != G_MAXUINT)
        self->waits_left--;
    self->wait_over = TRUE;
    return TRUE;
}

/* --- registers --- */

/* Answered with OK whatever has happened, so that a debugger can find out and clear it. */
static gboolean
is_always_answered (const UlSimDp *self, gboolean ap, guint8 reg, gboolean write)
{
    if (ap)
        return FALSE;
    if (reg == DP_CTRL_STAT)
        return !write && (self->select & 0xF) == 0;
    return reg == DP_DPIDR; /* and ABORT */
}

static guint32
read_dp (UlSimDp *self, guint8 reg)
{
    switch (reg) {
    case DP_DPIDR:
        return ul_sim_chip_get_dpidr (self->chip);
    case DP_CTRL_STAT:
        if ((self->select & 0xF) == 0)
            return read_ctrl (self);
        return (self->select & 0xF) == 1 ? self->dlcr | DLCR_FIXED : 0;
    case DP_RESEND:
        return self->resend;
    default:
        return self->resend = self->rdbuff;
    }
}

static UlSimAck
answer (UlSimDp *self, gboolean ap, guint8 reg, gboolean write, guint32 *value)
{
    if (self->sticky != 0)
        return UL_SIM_ACK_FAULT;
    if (((ap || (reg == DP_RDBUFF && !write)) && must_wait (self, ap)) || !complete_write (self))
        return answer_wait (self);
    /* What was posted may have failed just now. */
    if (self->sticky != 0)
        return UL_SIM_ACK_FAULT;
    if (write)
        return UL_SIM_ACK_OK;
    if (ap)
        return read_ap (self, reg, value);
    *value = read_dp (self, reg);
    return UL_SIM_ACK_OK;
}

UlSimAck
ul_sim_dp_request (UlSimDp *self, gboolean ap, guint8 reg, gboolean write, guint32 *value)
{
    UlSimAck ack;

    if (is_always_answered (self, ap, reg, write)) {
        if (!write)
            *value = read_dp (self, reg);
        return UL_SIM_ACK_OK;
    }
    ack = answer (self, ap, reg, write, value);
    if (!write && (ap || reg == DP_RDBUFF))
        self->read_ok = ack == UL_SIM_ACK_OK;
    return ack;
}

static void
write_abort (UlSimDp *self, guint32 value)
{
    if ((value & ABORT_STKCMP) != 0)
        self->sticky &= ~CTRL_STICKYCMP;
    if ((value & ABORT_STKERR) != 0)
        self->sticky &= ~CTRL_STICKYERR;
    if ((value & ABORT_WDERR) != 0)
        self->sticky &= ~CTRL_WDATAERR;
    if ((value & ABORT_ORUNERR) != 0)
        self->sticky &= ~CTRL_STICKYORUN;
    if ((value & ABORT_DAP) == 0)
        return;
    self->posted = FALSE;
    self->waits_left = 0;
    self->wait_over = FALSE;
    ul_sim_chip_abort_ap (self->chip);
}

static void
write_dp (UlSimDp *self, guint8 reg, guint32 value)
{
    switch (reg) {
    case DP_ABORT:
        write_abort (self, value);
        break;
    case DP_CTRL_STAT:
        if ((self->select & 0xF) == 0)
            write_ctrl (self, value);
        else if ((self->select & 0xF) == 1)
            self->dlcr = value & DLCR_WRITABLE;
        break;
    case DP_SELECT:
        self->select = value;
        break;
    default: /* TARGETSEL, which version 1 does not have */
        break;
    }
}

void
ul_sim_dp_write (UlSimDp *self, gboolean ap, guint8 reg, guint32 value, gboolean parity_ok)
{
    if (!parity_ok) {
        self->sticky |= CTRL_WDATAERR;
        return;
    }
    if (!ap) {
        write_dp (self, reg, value);
        return;
    }
    self->posted = TRUE;
    self->posted_ap = self->select >> 24;
    self->posted_reg = full_reg (self, reg);
    self->posted_value = value;
    complete_write (self);
}
