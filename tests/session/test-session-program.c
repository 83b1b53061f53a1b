/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PROGRAM on a fake chip: what is touched, what is kept, what is refused before anything is. */
#include "session-world.h"

#include <string.h>

#define KL25Z "MKL25Z128xxx4"
#define K64F  "MK64FN1M0xxx12"

static void
writes_what_the_file_says (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 8 * 1024, 1);
    world_must_run (world);
    assert_true (world_holds (world, 0, 8 * 1024, 1));
    assert_int_equal (world->result->n_programmed, 8);
    assert_int_equal (world->result->n_verified, 8);
    assert_int_equal (world->result->n_skipped, 0);
    assert_true (world->result->touched);
    assert_true (world->result->have_protection);
    assert_int_equal (world->result->protection.lock, UL_LOCK_OPEN);
    assert_int_equal (world_sector (world, 3).activity, UL_ACTIVITY_VERIFIED);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
}

static void
same_image_again_touches_nothing (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 8 * 1024, 1);
    world_must_run (world);
    world->chip->n_erases = world->chip->n_programs = 0;
    world_must_run (world);
    assert_int_equal (world->chip->n_erases, 0);
    assert_int_equal (world->chip->n_programs, 0);
    assert_int_equal (world->result->n_skipped, 8);
    assert_int_equal (world->result->n_programmed, 0);
    assert_false (world->result->touched);
    assert_int_equal (world_sector (world, 3).activity, UL_ACTIVITY_SKIPPED);
}

static void
changed_byte_costs_one_sector (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autofree guint8 *data = world_make_data (world, 0, 8 * 1024, 1);

    world_fill (world, 0, 8 * 1024, 1);
    world_power_up (world);
    data[5 * 1024 + 17] ^= 0x5A;
    world_ask (world, UL_JOB_PROGRAM);
    world_add_bytes (world, 0, data, 8 * 1024);
    world_must_run (world);
    assert_memory_equal (world->chip->flash, data, 8 * 1024);
    assert_int_equal (world->chip->n_erases, 1);
    assert_int_equal (world->result->n_programmed, 1);
    assert_int_equal (world->result->n_skipped, 7);
    assert_int_equal (world->result->n_erased, 1);
    assert_int_equal (world->result->bytes, 1024);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (writes_what_the_file_says),
        cmocka_unit_test (same_image_again_touches_nothing),
        cmocka_unit_test (changed_byte_costs_one_sector),
    };

    world_use_own_folders ();
    return cmocka_run_group_tests_name ("session-program", tests, NULL, NULL);
}
