/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session on a fake chip, and the shorthands of its tests. */
#pragma once

#include "test.h"

#include "fake-chip.h"
#include "own-folders.h"
#include "ul-error.h"
#include "ul-session.h"

G_BEGIN_DECLS

/** World: a session whose probe leads to a fake chip. The fakes may be looked at when no job runs
 */
typedef struct {
    UlSession *session;
    FakeProbe *probe;
    FakeChip *chip; /* owned by the probe */
    const UlDevice *device;
    UlJobSpec *spec; /* of the next job */
    GCancellable *cancellable;
    UlJobResult *result; /* of the last job */
    GPtrArray *log;      /* of char: lines so far */
    guint n_chips;       /* how often "chip" was notified */
    guint n_busy;        /* how often "busy" was */
    guint32 size;        /* of the flash */
    guint32 sector_size;

    /* Cancels or unplugs when the chip has come so far; 0: never. Read by the job's thread. */
    guint stop_at_erases, stop_at_erase_alls, stop_at_programs;
    guint stop_at_batch;
    gboolean stop_by_unplugging;
} World;

World *world_new (const char *device);
/** world_new_bare: nothing behind the ports but an MDM-AP that says what a test has it say */
World *world_new_bare (void);
void world_free (World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/** world_fill: bytes of the chip that are never blank, but for a safe configuration field */
void world_fill (World *world, guint32 address, guint32 size, guint seed);
/** world_power_up: has the chip load security and protection from its flash */
void world_power_up (World *world);
/** world_make_data: deterministic bytes; free with g_free() */
guint8 *world_make_data (World *world, guint32 address, guint32 size, guint seed);

/** world_ask: the next job; world_add() gives it an image */
void world_ask (World *world, UlJobKind kind);
/** world_add: bytes as world_make_data() for the image of the next job */
void world_add (World *world, guint32 address, guint32 size, guint seed);
void world_add_bytes (World *world, guint32 address, const guint8 *data, gsize size);

/** world_run: runs the job and waits for its end: world->result */
void world_run (World *world);
void world_must_run (World *world);
/** world_fails: the job's problem is that code */
void world_fails (World *world, int code);
void world_connect (World *world);
/** world_holds: whether the chip holds what world_make_data() makes */
gboolean world_holds (World *world, guint32 address, guint32 size, guint seed);
gboolean world_is_blank (World *world, guint32 address, guint32 size);
/** world_logged: whether some line has @text in it */
gboolean world_logged (World *world, const char *text);
UlSectorState world_sector (World *world, guint sector);
const char *world_detail (World *world, const char *key);

/** world_check_rest: what holds after every job, however it ended */
void world_check_rest (World *world);

G_END_DECLS
