/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FakeBus:
 *
 * Devices that can be seen on USB, in the kernel's files and events, but not spoken to: by
 * umockdev, under whose umockdev-wrapper the test runs.
 */
typedef struct _FakeBus FakeBus;

typedef struct {
    const char *port; /* "1-1" */
    guint address;    /* 1 to 127, another one each time it is plugged in */
    guint16 vendor, product;
    const char *name;   /* (nullable) */
    const char *serial; /* (nullable) */
    guint8 class, subclass;
    const char *interface_name; /* (nullable) */
} FakeDevice;

FakeBus *fake_bus_new (void);
void fake_bus_free (FakeBus *self);
void fake_bus_plug (FakeBus *self, const FakeDevice *device);
void fake_bus_unplug (FakeBus *self, const FakeDevice *device);
/** fake_bus_hide, fake_bus_show: it goes and comes back without an event of the kernel */
void fake_bus_hide (FakeBus *self, const FakeDevice *device);
void fake_bus_show (FakeBus *self, const FakeDevice *device);
/** fake_bus_get_node: Returns: (transfer full): the file behind a device's node */
char *fake_bus_get_node (FakeBus *self, const FakeDevice *device);
const char *fake_bus_get_root (FakeBus *self);

G_END_DECLS
