/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A simulated chip without wire or probe: its ports, its pins and its clock. */
#pragma once

#include "test.h"

#include "ul-sim-chip.h"

#define KL25 "MKL25Z128"
#define K64  "MK64FN1M0"

/* MDM-AP */
#define MDM_ACK        0x01u
#define MDM_READY      0x02u
#define MDM_SECURED    0x04u
#define MDM_RUNNING    0x08u
#define MDM_MASS_ERASE 0x20u
#define MDM_BACKDOOR   0x40u
#define MDM_HALTED     0x10000u

#define MDM_START 0x01u
#define MDM_DEBUG 0x04u
#define MDM_RESET 0x08u
#define MDM_HOLD  0x10u

/* Flash controller */
#define FTFX     0x40020000u
#define CCIF     0x80
#define RDCOLERR 0x40
#define ACCERR   0x20
#define FPVIOL   0x10
#define MGSTAT0  0x01

/* Core */
#define AIRCR      0xE000ED0Cu
#define DFSR       0xE000ED30u
#define DHCSR      0xE000EDF0u
#define DCRSR      0xE000EDF4u
#define DCRDR      0xE000EDF8u
#define DEMCR      0xE000EDFCu
#define S_HALT     0x20000u
#define S_RESET_ST 0x2000000u

/* Resets */
#define SRS0     0x4007F000u
#define RESET_US 1000

/* Where tests put code. */
#define RAM 0x20000000u

/** BOTH: two cases of a list, one for each chip; *state is the name of the device */
#define BOTH(function)                                                                             \
    { #function " (KL25Z128)", function, NULL, NULL, (void *) KL25 },                              \
    {                                                                                              \
#function " (K64FN1M0)", function, NULL, NULL, (void *) K64                                \
    }

typedef struct {
    UlSimChip *chip;
    const UlDevice *device;
    guint8 *flash;
    gsize flash_size;
} Bare;

Bare *bare_new (const char *device);
void bare_free (Bare *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bare, bare_free)
/** bare_new_halted: held at the first instruction of whatever there is */
Bare *bare_new_halted (const char *device);
/** bare_new_running: with a program that stays in a loop, and runs */
Bare *bare_new_running (const char *device);
/** bare_put_program: vectors that point to @code at 0x410, and an open configuration field */
void bare_put_program (Bare *self, const guint16 *code, guint n);
/** bare_halt_at_start: as a debugger does it, with reset held */
void bare_halt_at_start (Bare *self);

/** bare_new_with_fsec: the same, with this security byte */
Bare *bare_new_with_fsec (const char *device, guint8 fsec);
/** bare_new_blank: never programmed, or erased in the wrong way, which leaves this security byte */
Bare *bare_new_blank (const char *device, guint8 fsec);

gboolean bare_is_kl25 (Bare *self);
guint32 bare_sector_size (Bare *self);
/** bare_unit: the smallest piece that is programmed, in bytes */
guint bare_unit (Bare *self);
gboolean bare_is_blank (Bare *self, guint32 address, guint32 size);
/** bare_refusals: commands that the chip has refused so far */
guint bare_refusals (Bare *self);
guint bare_resets (Bare *self);
/** bare_pulse_reset: pulls the pin and lets it go, for RESET_US each */
void bare_pulse_reset (Bare *self);

void bare_wait_us (Bare *self, guint64 us);
gint64 bare_now_us (Bare *self);

/* Through the AHB-AP; the _try_ ones return %FALSE when the bus refuses. */
gboolean bare_try_read (Bare *self, guint32 address, guint size, guint32 *value);
gboolean bare_try_write (Bare *self, guint32 address, guint size, guint32 value);
guint32 bare_read (Bare *self, guint32 address, guint size);
void bare_write (Bare *self, guint32 address, guint size, guint32 value);
guint32 bare_read32 (Bare *self, guint32 address);
void bare_write32 (Bare *self, guint32 address, guint32 value);
guint32 bare_mdm (Bare *self);
guint32 bare_mdm_control (Bare *self);
void bare_set_mdm (Bare *self, guint32 control);

/* Flash commands: FCCOB0 on, in that order; launches and waits for the end. Returns FSTAT */
guint8 bare_command (Bare *self, const guint8 *fccob, guint n);
void bare_launch (Bare *self, const guint8 *fccob, guint n);
guint8 bare_fstat (Bare *self);
/** bare_wait_flash: until CCIF. Returns: how long that was */
guint64 bare_wait_flash (Bare *self);
guint8 bare_erase_sector (Bare *self, guint32 address);
/** bare_program: a longword or a phrase, as the chip's controller does it */
guint8 bare_program (Bare *self, guint32 address, const guint8 *data);

/* Core */
guint32 bare_reg (Bare *self, guint reg);
void bare_set_reg (Bare *self, guint reg, guint32 value);
/** bare_load: code into RAM, and the core's registers set to run it */
void bare_load (Bare *self, const guint16 *code, guint n);
void bare_go (Bare *self);
/** bare_run: bare_load(), bare_go(), and waits for BKPT */
void bare_run (Bare *self, const guint16 *code, guint n);
gboolean bare_is_halted (Bare *self);
