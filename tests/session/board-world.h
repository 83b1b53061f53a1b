/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session on a simulated board, and the shorthands of its tests. */
#pragma once

#include "test.h"

#include "ul-session.h"
#include "ul-sim-probe.h"

G_BEGIN_DECLS

/** World: a board, and the session that its probe was chosen for */
typedef struct {
    UlSimBoard *board;
    UlSimChip *chip;
    UlSimProbe *probe;
    UlSession *session;
    const UlDevice *device;
    UlJobSpec *spec;
    GCancellable *cancellable;
    UlJobResult *result;
    guint8 *flash; /* the chip's own, program flash: addresses below count from its beginning ... */
    guint32 start; /* ... which is there on the bus */
    guint32 size, sector_size;
    guint32 fcf, fsec;      /* where these are */
    guint cancel_at_erases; /* of the job: cancels after so many, or one of the whole chip; 0: never
                             */
} World;

World *world_new (const char *board);
void world_free (World *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/** world_make_data: bytes by @seed, a program that stays in a loop, and an open configuration
 *   field; free with g_free() */
guint8 *world_make_data (World *world, guint32 address, guint32 size, guint seed);
/** world_fill: puts such bytes into the chip, as if they had always been there */
void world_fill (World *world, guint32 address, guint32 size, guint seed);
void world_set_byte (World *world, guint32 address, guint8 value);
/** world_holds: whether the chip holds what world_make_data() makes */
gboolean world_holds (World *world, guint32 address, guint32 size, guint seed);
gboolean world_is_blank (World *world, guint32 address, guint32 size);
UlSimChipCounts world_counts (World *world);
/** world_set_fault: as on the command line of the boards; %NULL: none */
void world_set_fault (World *world, const char *text);

/** world_ask: the next job */
void world_ask (World *world, UlJobKind kind);
void world_ask_to_program (World *world, guint32 address, guint32 size, guint seed);
/** world_run: runs the job and waits for its end: world->result */
void world_run (World *world);
void world_must_run (World *world);
/** world_run_cut: the same, but power fails within the job's command number @command, counted from
 *   1, when so much of its time is over; then it is back */
void world_run_cut (World *world, guint command, guint percent);
/** world_fails: the job's problem is that code */
void world_fails (World *world, int code);
const UlChip *world_chip (World *world);

G_END_DECLS
