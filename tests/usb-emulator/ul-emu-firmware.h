/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-emu-pipe.h"
#include "ul-emu-wire.h"

G_BEGIN_DECLS

typedef struct _UlEmuFirmware UlEmuFirmware;

/** UlEmuIdentity: what a probe says of itself by descriptors */
typedef struct {
    guint16 vendor_id, product_id;
    const char *manufacturer, *product, *serial; /* serial (nullable): has none */
    const char *interface_name;                  /* (nullable): has none */
    gboolean hid; /* an HID interface with interrupt endpoints; else bulk of class FF */
    guint8 subclass, protocol;
    guint8 out_endpoint; /* 0: HID without one */
    guint8 in_endpoint;
    guint packet_size; /* wMaxPacketSize */
    gboolean full_speed;
    gboolean composite; /* with a serial port before it and a disk after it */
} UlEmuIdentity;

/** ul_emu_identity_get_interface: the number of the probe's own interface */
guint8 ul_emu_identity_get_interface (const UlEmuIdentity *self);
/** ul_emu_identity_get_driver: Returns: (nullable): the kernel driver that the interface @number,
 *   which is not the probe's, never goes without; %NULL: there is no such interface */
const char *ul_emu_identity_get_driver (const UlEmuIdentity *self, guint number);

/**
 * UlEmuFirmwareOps:
 *
 * A firmware between USB and the wire: pure, synchronous, with no idea of usbfs. What it answers
 * it pushes into @in. What the real one would not answer it does not answer.
 */
typedef struct {
    /* whether it takes another OUT transfer now; else the host has to wait. NULL: always */
    gboolean (*is_ready) (UlEmuFirmware *self);
    void (*receive) (UlEmuFirmware *self, const guint8 *data, gsize size);
    /* a class or vendor request to the interface; %FALSE: stall. NULL: knows none */
    gboolean (*control) (UlEmuFirmware *self, const guint8 *setup, const guint8 *data, gsize size,
                         GByteArray *reply);
    void (*claimed) (UlEmuFirmware *self); /* a client opened it anew */
    void (*free) (UlEmuFirmware *self);
} UlEmuFirmwareOps;

struct _UlEmuFirmware {
    const UlEmuFirmwareOps *ops;
    UlEmuIdentity identity;
    UlEmuWire wire;
    UlEmuPipe in;
    gboolean hurried; /* what comes now was sent before the host had the latest answer */
    guint64 commands; /* carried out */
    guint64 commands_of[256];
    guint64 refused;    /* which the real firmware would not answer, or answer as unknown */
    char *last_refusal; /* why; nullable */
};

/** ul_emu_firmware_refuse: counts and keeps why */
void ul_emu_firmware_refuse (UlEmuFirmware *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/** ul_emu_firmware_answer: pushes @data as one transfer, ready now */
void ul_emu_firmware_answer (UlEmuFirmware *self, const guint8 *data, gsize size, gboolean zlp);
void ul_emu_firmware_free (UlEmuFirmware *self); /* nullable */

G_END_DECLS
