/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "jlink-world.h"

#include "ul-error.h"

#include <string.h>

int
world_set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->pipe = fake_pipe_new (64);
    ul_jlink_link_init (&world->link, fake_pipe_get (world->pipe));
    ul_jlink_engine_init (&world->engine, &world->link, 65528, 2);
    ul_jlink_engine_set_speed (&world->engine, 4000);
    world->batch = ul_batch_new ();
    *state = world;
    return 0;
}

int
world_tear_down (void **state)
{
    World *world = *state;

    ul_batch_free (world->batch);
    ul_jlink_engine_finish (&world->engine);
    ul_jlink_link_finish (&world->link);
    fake_pipe_free (world->pipe);
    g_free (world);
    return 0;
}

void
world_answer (guint8 *in, guint first, guint ack, guint32 value)
{
    guint64 bits = ack | (guint64) value << 3 | (guint64) ul_swd_parity (value) << 35;

    for (guint i = 0; i < 36; i++)
        if ((bits >> i) & 1)
            in[(first + 8 + i) / 8] |= 1 << ((first + 8 + i) % 8);
}

/* A reply of @n accesses that are all acknowledged and read as @value. */
GByteArray *
world_replies_ok (guint n, guint32 value)
{
    GByteArray *bytes = g_byte_array_new ();

    g_byte_array_set_size (bytes, (n * 46 + 8 + 7) / 8 + 1);
    memset (bytes->data, 0, bytes->len);
    for (guint i = 0; i < n; i++)
        world_answer (bytes->data, i * 46, UL_SWD_ACK_OK, value);
    return bytes;
}

void
world_answers_ok (World *world, guint n, guint32 value)
{
    g_autoptr (GByteArray) bytes = world_replies_ok (n, value);

    fake_pipe_answers_bytes (world->pipe, bytes->data, bytes->len);
}

void
world_answers_with (World *world, guint n, guint failing, guint ack)
{
    GByteArray *bytes = world_replies_ok (failing, 0);

    g_byte_array_set_size (bytes, (n * 46 + 8 + 7) / 8 + 1);
    memset (bytes->data + (failing * 46 + 8 + 7) / 8 + 1, 0,
            bytes->len - ((failing * 46 + 8 + 7) / 8 + 1));
    for (guint i = failing; i < n; i++)
        world_answer (bytes->data, i * 46, i == failing ? ack : UL_SWD_ACK_FAULT, 0);
    fake_pipe_answers_bytes (world->pipe, bytes->data, bytes->len);
    g_byte_array_unref (bytes);
}

void
world_runs (World *world)
{
    g_autoptr (GError) error = NULL;
    guint n_done = 0;

    ul_jlink_batch_run (&world->engine, world->batch, &n_done, NULL, &error);
    assert_no_error (error);
    assert_int_equal (n_done, ul_batch_get_n_items (world->batch));
}

void
world_fails (World *world, int code, guint expected_done)
{
    g_autoptr (GError) error = NULL;
    guint n_done = 99;

    assert_false (ul_jlink_batch_run (&world->engine, world->batch, &n_done, NULL, &error));
    assert_error (error, UL_ERROR, code);
    assert_int_equal (n_done, expected_done);
}

guint
world_bits_of_command (World *world, gsize *offset)
{
    const GByteArray *sent = fake_pipe_get_sent (world->pipe);
    guint n_bits = sent->data[*offset + 2] | sent->data[*offset + 3] << 8;

    assert_int_equal (sent->data[*offset], 0xCF);
    *offset += 4 + 2 * ((n_bits + 7) / 8);
    return n_bits;
}
