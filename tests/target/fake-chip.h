/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "fake-probe.h"
#include "ul-device.h"

G_BEGIN_DECLS

/**
 * FakeChip:
 *
 * A Kinetis with just enough inside to run the flash routine: RAM, an FTFA or FTFE controller, a
 * CRC unit, debug registers, an MDM-AP, and Unicorn as the core. It knows no time unless asked to:
 * a command takes a number of looks at its status. Written apart from the simulated boards, so that
 * two readings of the manuals check each other.
 */
struct _FakeChip {
    const UlDevice *device;
    FakeProbe *probe; /* not owned: owns us */

    /* What a test may set. */
    guint32 broken_sector;   /* its erase reports failure; 1: none */
    guint32 stubborn_sector; /* its erase does nothing and says nothing; 1: none */
    guint32 misread;         /* the debug port reads one bit of this byte wrong; 1: none */
    gboolean never_ends;     /* commands stay busy */
    gboolean no_ram;         /* RAM reads as zero */
    gboolean no_crc_unit;
    gboolean low_power;       /* comes out of reset in VLPR, and stays there */
    gboolean erase_leaves_ff; /* the mass erase does not write FSEC */
    gboolean no_mass_erase;   /* the mass erase never starts */
    gboolean ignores_pin;
    guint32 sdid;
    guint reset_after; /* instructions slices until the chip resets by itself; 0: never */

    /* What a test may look at. */
    guint8 *flash;
    guint n_erases, n_programs, n_sections, n_mass_erases, n_resets, n_erase_alls;
    gboolean watchdog_on;
    gboolean collided; /* a launch while busy */
    guint8 fsec;
    guint32 fprot;
    guint32 mdm_control; /* what keeps the chip from running */

    /* private */
    gpointer uc;
    gboolean timed;
    double core_us;    /* the core's and the controller's clock */
    double core_until; /* how far it may run */
    double busy_until;
    guint8 costs[8192]; /* cycles of the blocks of code, once known */
    guint8 *ram, *section;
    guint8 fstat;
    guint busy; /* looks until the command is done */
    guint32 fccob[3];
    guint32 crc_ctrl, crc_value;
    gboolean crc_gate;
    guint watchdog_step;
    gboolean halted, held, pin, in_reset_seen, debug, catch;
    guint32 dcrdr, mdm_busy;
    GHashTable *registers;
};

FakeProbe *fake_chip_new (const UlDevice *device);
void fake_chip_free (FakeChip *self);
/** fake_chip_keep_time: commands take what the data sheet says and the core 20.97 million cycles a
 *   second, on the clock of the probe */
void fake_chip_keep_time (FakeChip *self);
/** fake_chip_reset: as at power-up: loads security and protection from flash */
void fake_chip_reset (FakeChip *self);

/* For the fake probe. */
gboolean fake_chip_access (FakeChip *self, guint32 address, guint size, gboolean write,
                           guint32 *value);
void fake_chip_mdm (FakeChip *self, guint8 reg, gboolean write, guint32 *value);
void fake_chip_set_pin (FakeChip *self, gboolean asserted);
void fake_chip_run (FakeChip *self);

G_END_DECLS
