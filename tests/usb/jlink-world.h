/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A J-Link's link and engine on a scripted pipe. */
#pragma once

#include "test.h"

#include "fake-pipe.h"
#include "ul-jlink-batch.h"
#include "ul-jlink-commands.h"

G_BEGIN_DECLS

typedef struct {
    FakePipe *pipe;
    UlJlinkLink link;
    UlJlinkEngine engine;
    UlBatch *batch;
} World;

/** world_set_up: for cmocka; *@state is the World */
int world_set_up (void **state);
int world_tear_down (void **state);

/** TEST: a case in a world of its own */
#define TEST(name) cmocka_unit_test_setup_teardown (name, world_set_up, world_tear_down)

/** world_answer: the answer that a target gives to the access at bit @first of @in */
void world_answer (guint8 *in, guint first, guint ack, guint32 value);
/** world_replies_ok: a reply of @n accesses that are all acknowledged and read as @value.
 *   Returns: (transfer full) */
GByteArray *world_replies_ok (guint n, guint32 value);
/** world_answers_ok: the pipe's next reply is of @n accesses that are all acknowledged and read as
 *   @value */
void world_answers_ok (World *world, guint n, guint32 value);
/** world_answers_with: ... of which the one at @failing is answered with @ack, and all after it
 * with FAULT */
void world_answers_with (World *world, guint n, guint failing, guint ack);

/** world_bits_of_command: of the one that was sent at *@offset, which moves on to the next */
guint world_bits_of_command (World *world, gsize *offset);

/** world_runs: the batch is done */
void world_runs (World *world);
/** world_fails: the batch ends with that code after so many items */
void world_fails (World *world, int code, guint expected_done);

G_END_DECLS
