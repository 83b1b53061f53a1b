/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A flash driver on a fake chip, connected or about to be. */
#pragma once

#include "test.h"

#include "fake-chip.h"
#include "ul-flash-model.h"
#include "ul-target-private.h"

G_BEGIN_DECLS

#define N_SECTORS 8

/** Variant: a device, or one that differs from it */
typedef struct {
    const char *device;
    UlFlashFlags flags;
    guint32 ram_size; /* 0: as the device has it */
    gboolean no_crc_unit;
} Variant;

typedef struct {
    UlDevice device;
    FakeProbe *probe;
    FakeChip *chip; /* owned by the probe */
    UlTarget *target;
    UlFlash *flash; /* after world_open_flash() */
    UlFlashFlags flags;
    GCancellable *cancellable;
    guint32 sector_size;
    guint events[UL_FLASH_EVENT_FAILED + 1]; /* how often each came */
    guint cancel_after;                      /* events; 0: never */
    guint8 *image;                           /* N_SECTORS of random bytes with holes */
} World;

World *world_new (const Variant *variant);
void world_free (World *world);
void world_connect (World *world);
void world_open_flash (World *world);
/** world_set_work: N_SECTORS of work, the data of which is the image */
void world_set_work (World *world, UlSectorWork *work, gboolean erase, gboolean program);

G_END_DECLS
