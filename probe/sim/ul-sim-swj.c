/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-swj.h"

/* All sequences go out bit 0 first. */
#define JTAG_TO_SWD     0xE79Eu
#define SWD_TO_JTAG     0xE73Cu
#define SWD_TO_DORMANT  0xE3BCu
#define JTAG_TO_DORMANT 0x33BBBBBAu /* 31 bits, after at least 5 high */
#define ALERT_FIRST     G_GUINT64_CONSTANT (0x86852D956209F392)
#define ALERT_LAST      G_GUINT64_CONSTANT (0x19BC0EA2E3DDAFE9)
#define ACTIVATE_SWD    0x1Au /* 8 bits, after 4 low */
#define ACTIVATE_JTAG   0x0Au
#define ACTIVATION_BITS 12
#define NEVER           G_MAXUINT

void
ul_sim_swj_init (UlSimSwj *self, UlSimSwjProtocol protocol)
{
    *self = (UlSimSwj){ .protocol = protocol, .since_reset = NEVER, .since_alert = NEVER };
}

/* The last @n levels, the oldest in bit 0. */
static guint64
last_bits (const UlSimSwj *self, guint n)
{
    return self->recent >> (64 - n);
}

static UlSimSwjProtocol
leave_swd (const UlSimSwj *self)
{
    if (self->since_reset != UL_SIM_SWJ_SELECT)
        return UL_SIM_SWJ_SWD;
    switch (last_bits (self, UL_SIM_SWJ_SELECT)) {
    case SWD_TO_JTAG:
        return UL_SIM_SWJ_JTAG;
    case SWD_TO_DORMANT:
        return UL_SIM_SWJ_DORMANT;
    default:
        return UL_SIM_SWJ_SWD;
    }
}

static UlSimSwjProtocol
leave_jtag (const UlSimSwj *self)
{
    if (self->since_reset == UL_SIM_SWJ_SELECT &&
        last_bits (self, UL_SIM_SWJ_SELECT) == JTAG_TO_SWD)
        return UL_SIM_SWJ_SWD;
    if (last_bits (self, 36) == ((guint64) JTAG_TO_DORMANT << 5 | 0x1F))
        return UL_SIM_SWJ_DORMANT;
    return UL_SIM_SWJ_JTAG;
}

static UlSimSwjProtocol
leave_dormant (UlSimSwj *self)
{
    if (self->older == ALERT_FIRST && self->recent == ALERT_LAST)
        self->since_alert = 0;
    if (self->since_alert != ACTIVATION_BITS)
        return UL_SIM_SWJ_DORMANT;
    switch (last_bits (self, ACTIVATION_BITS)) {
    case ACTIVATE_SWD << 4:
        return UL_SIM_SWJ_SWD;
    case ACTIVATE_JTAG << 4:
        return UL_SIM_SWJ_JTAG;
    default:
        return UL_SIM_SWJ_DORMANT;
    }
}

static UlSimSwjProtocol
next_protocol (UlSimSwj *self)
{
    switch (self->protocol) {
    case UL_SIM_SWJ_JTAG:
        return leave_jtag (self);
    case UL_SIM_SWJ_DORMANT:
        return leave_dormant (self);
    case UL_SIM_SWJ_SWD:
        break;
    }
    return leave_swd (self);
}

static void
count (guint *cycles, guint n)
{
    if (*cycles != NEVER)
        *cycles = MIN (*cycles + n, NEVER - 1);
}

gboolean
ul_sim_swj_clock (UlSimSwj *self, gboolean level)
{
    UlSimSwjProtocol next;

    self->older = self->older >> 1 | self->recent << 63;
    self->recent = self->recent >> 1 | (guint64) (level ? 1 : 0) << 63;
    count (&self->since_alert, 1);
    count (&self->since_reset, 1);
    if (!level && self->ones >= UL_SIM_SWJ_RESET_ONES)
        self->since_reset = 1;
    self->ones = level ? MIN (self->ones + 1, NEVER - 1) : 0;
    next = next_protocol (self);
    if (next == self->protocol)
        return FALSE;
    self->protocol = next;
    self->since_reset = self->since_alert = NEVER;
    return TRUE;
}

void
ul_sim_swj_skip (UlSimSwj *self, guint n_cycles, guint ones)
{
    count (&self->since_reset, n_cycles);
    self->ones = ones;
}

gboolean
ul_sim_swj_can_skip (const UlSimSwj *self)
{
    return self->protocol == UL_SIM_SWJ_SWD && self->since_reset >= UL_SIM_SWJ_SELECT;
}
