/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Resets: what begins them, what happens in them, what ends them. The flash starts up in every
 * reset and loads what locks the chip; the core starts when nothing holds the chip any more.
 * Source: reference manuals, chapters Reset and Boot, and RCM.
 */
#include "ul-sim-parts.h"

#define POWER_UP_NS 300000

/* RCM_SRS0 and RCM_SRS1 */
static const struct {
    guint8 srs0, srs1;
} causes[] = {
    [UL_SIM_RESET_POWER] = { 0x82, 0x00 },    [UL_SIM_RESET_PIN] = { 0x40, 0x00 },
    [UL_SIM_RESET_SOFTWARE] = { 0x00, 0x04 }, [UL_SIM_RESET_MDM] = { 0x00, 0x08 },
    [UL_SIM_RESET_LOCKUP] = { 0x00, 0x02 },   [UL_SIM_RESET_WATCHDOG] = { 0x20, 0x00 },
};

void
ul_sim_reset_begin (UlSimChip *self, UlSimResetCause cause)
{
    const UlSimModel *model = self->model;
    guint64 extra = cause == UL_SIM_RESET_POWER ? POWER_UP_NS : 0;

    self->counts.resets++;
    self->reset.in_reset = self->reset.driven = TRUE;
    self->reset.shortest_over = FALSE;
    self->reset.srs0 = causes[cause].srs0;
    self->reset.srs1 = causes[cause].srs1;
    self->reset.power_on = cause == UL_SIM_RESET_POWER;
    if (self->reset.power_on)
        self->reset.pin_off = FALSE;
    self->family->reset (self, cause);
    ul_sim_scs_reset (self);
    ul_sim_cpu_hold (self->cpu);
    ul_sim_chip_schedule (self, UL_SIM_EVENT_READY, self->time + model->ready_ns + extra);
    ul_sim_chip_schedule (self, UL_SIM_EVENT_PIN, self->time + model->pin_low_ns + extra);
    ul_sim_chip_schedule (self, UL_SIM_EVENT_RESET_END, self->time + model->reset_ns + extra);
}

static gboolean
pin_works (UlSimChip *self)
{
    return !self->faults.reset_pin_gpio && !self->reset.pin_off;
}

gboolean
ul_sim_reset_is_pulled (UlSimChip *self)
{
    return self->reset.pulled && pin_works (self);
}

static gboolean
is_asked_for (UlSimChip *self)
{
    return ul_sim_reset_is_pulled (self) || (self->mdm.control & UL_SIM_MDM_RESET) != 0;
}

static void
leave (UlSimChip *self)
{
    self->reset.in_reset = FALSE;
    if (self->family->left_reset != NULL)
        self->family->left_reset (self);
    ul_sim_watchdog_update (self);
}

static void
start_core (UlSimChip *self)
{
    if (!self->reset.in_reset && self->scs.state == UL_SIM_CORE_HELD && !ul_sim_mdm_holds (self))
        ul_sim_cpu_start (self->cpu);
}

void
ul_sim_reset_update (UlSimChip *self)
{
    if (!self->powered)
        return;
    if (is_asked_for (self) && !self->reset.in_reset)
        ul_sim_reset_begin (self, (self->mdm.control & UL_SIM_MDM_RESET) != 0 ? UL_SIM_RESET_MDM
                                                                              : UL_SIM_RESET_PIN);
    if (self->reset.in_reset && ul_sim_reset_is_pulled (self) && !self->reset.power_on)
        self->reset.srs0 |= causes[UL_SIM_RESET_PIN].srs0; /* also when it was in one already */
    if (self->reset.in_reset && self->reset.shortest_over && self->ctl.ready &&
        !is_asked_for (self))
        leave (self);
    /* Held on its own, the core stays where it is while the rest of the chip works. */
    if ((self->mdm.control & UL_SIM_MDM_HOLD) != 0 && self->scs.state != UL_SIM_CORE_HELD) {
        ul_sim_scs_reset (self);
        ul_sim_cpu_hold (self->cpu);
    }
    start_core (self);
}

void
ul_sim_reset_event (UlSimChip *self, UlSimEvent event)
{
    if (event == UL_SIM_EVENT_READY)
        self->family->ready (self);
    else if (event == UL_SIM_EVENT_PIN)
        self->reset.driven = FALSE;
    else
        self->reset.shortest_over = TRUE;
    ul_sim_reset_update (self);
}
