/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "plain-chip.h"
#include "ul-sim-wire.h"

/* A register of the port, and whether it is written: the arguments of the functions below. */
#define DPIDR     FALSE, 0x0, FALSE
#define ABORT     FALSE, 0x0, TRUE
#define CTRL_STAT FALSE, 0x4
#define RESEND    FALSE, 0x8, FALSE
#define SELECT    FALSE, 0x8, TRUE
#define RDBUFF    FALSE, 0xC, FALSE
#define READ      FALSE
#define WRITE     TRUE
#define AP        TRUE

#define ORUNDETECT 0x01u
#define STICKYORUN 0x02u
#define STICKYCMP  0x10u
#define STICKYERR  0x20u
#define READOK     0x40u
#define WDATAERR   0x80u
#define POWER_REQ  0x50000000u
#define POWER_ACK  0xA0000000u

/** PortWorld: a debug port in front of a plain chip, at 4 MHz */
typedef struct {
    UlSimChip *chip;
    UlSimWire *wire;
    UlSimAck last_ack;
} PortWorld;

PortWorld *port_world_new (const char *device);
void port_world_free (PortWorld *world);
void port_world_connect (PortWorld *world); /* and powers up */

UlSimAck port_world_write (PortWorld *world, gboolean ap, guint8 reg, gboolean write,
                           guint32 value);
/** port_world_read, port_world_put: the answer must be OK */
guint32 port_world_read (PortWorld *world, gboolean ap, guint8 reg, gboolean write);
void port_world_put (PortWorld *world, gboolean ap, guint8 reg, gboolean write, guint32 value);
guint32 port_world_get_sticky (PortWorld *world);
