/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The chip's time: events that come due, writes of the debugger that wait for the core to come to
 * them, and working out all that happened until now. */
#include "ul-sim-parts.h"

static void
find_next (UlSimChip *self)
{
    self->next = UL_SIM_NEVER;
    for (guint i = 0; i < UL_SIM_N_EVENTS; i++)
        self->next = MIN (self->next, self->events[i]);
}

void
ul_sim_chip_schedule (UlSimChip *self, UlSimEvent event, guint64 at)
{
    self->events[event] = at;
    find_next (self);
    ul_sim_cpu_leave (self->cpu); /* it may have meant to run on beyond that */
}

void
ul_sim_chip_cancel (UlSimChip *self, UlSimEvent event)
{
    self->events[event] = UL_SIM_NEVER;
    find_next (self);
}

void
ul_sim_chip_cancel_all (UlSimChip *self)
{
    for (guint i = 0; i < UL_SIM_N_EVENTS; i++)
        self->events[i] = UL_SIM_NEVER;
    find_next (self);
}

static void
fire (UlSimChip *self, UlSimEvent event)
{
    switch (event) {
    case UL_SIM_EVENT_READY:
    case UL_SIM_EVENT_RESET_END:
    case UL_SIM_EVENT_PIN:
        ul_sim_reset_event (self, event);
        break;
    case UL_SIM_EVENT_FLASH:
        ul_sim_flash_done (self);
        break;
    case UL_SIM_EVENT_MASS_ERASE:
        ul_sim_mdm_event (self);
        break;
    case UL_SIM_EVENT_WATCHDOG:
        ul_sim_reset_begin (self, UL_SIM_RESET_WATCHDOG);
        break;
    case UL_SIM_EVENT_LOCKUP:
        ul_sim_reset_begin (self, UL_SIM_RESET_LOCKUP);
        break;
    case UL_SIM_EVENT_SYSTICK:
        ul_sim_systick_event (self);
        break;
    case UL_SIM_EVENT_RESET:
        ul_sim_reset_begin (self, UL_SIM_RESET_WATCHDOG);
        ul_sim_chip_schedule (self, UL_SIM_EVENT_RESET,
                              self->time + self->faults.reset_period_us * 1000ull);
        break;
    case UL_SIM_EVENT_BROWN_OUT:
        ul_sim_chip_brown_out (self);
        break;
    case UL_SIM_EVENT_FAMILY:
        self->family->event (self);
        break;
    case UL_SIM_N_EVENTS:
        break;
    }
}

static void
fire_due (UlSimChip *self)
{
    while (self->next <= self->time) {
        guint event = 0;

        while (self->events[event] != self->next)
            event++;
        self->events[event] = UL_SIM_NEVER;
        find_next (self);
        fire (self, event);
    }
}

/* --- writes of the debugger that wait --- */

const UlSimWrite *
ul_sim_chip_peek_write (UlSimChip *self)
{
    return self->n_applied < self->writes->len
               ? &g_array_index (self->writes, UlSimWrite, self->n_applied)
               : NULL;
}

void
ul_sim_chip_apply_write (UlSimChip *self)
{
    UlSimWrite *write = &g_array_index (self->writes, UlSimWrite, self->n_applied);

    ul_sim_bus_write (self, UL_SIM_MASTER_DEBUGGER, write->address, write->size, write->value);
    if (++self->n_applied < self->writes->len)
        return;
    self->n_applied = 0;
    g_array_set_size (self->writes, 0);
}

guint64
ul_sim_chip_next_stop (UlSimChip *self)
{
    const UlSimWrite *write = ul_sim_chip_peek_write (self);

    return write != NULL ? MIN (write->at, self->next) : self->next;
}

static void
apply_due (UlSimChip *self)
{
    const UlSimWrite *write;

    while ((write = ul_sim_chip_peek_write (self)) != NULL && write->at <= self->time)
        ul_sim_chip_apply_write (self);
}

/* --- time --- */

void
ul_sim_chip_catch_up (UlSimChip *self)
{
    for (;;) {
        fire_due (self);
        apply_due (self);
        if (self->time >= self->now)
            break;
        /* A running core takes the writes that wait as it comes to them. */
        if (self->scs.state == UL_SIM_CORE_RUNNING)
            ul_sim_cpu_run (self->cpu, MIN (self->now, self->next));
        else
            self->time = MIN (self->now, ul_sim_chip_next_stop (self));
    }
}

void
ul_sim_chip_advance (UlSimChip *self, guint64 ns)
{
    self->now += ns;
}

gboolean
ul_sim_chip_is_working (UlSimChip *self)
{
    ul_sim_chip_catch_up (self);
    return self->ctl.command != NULL || self->mdm.erasing || self->reset.in_reset ||
           (self->family->is_working != NULL && self->family->is_working (self)) ||
           (self->scs.state == UL_SIM_CORE_RUNNING && ul_sim_debug_is_enabled (self));
}

guint64
ul_sim_chip_get_time_ns (UlSimChip *self)
{
    return self->now;
}
