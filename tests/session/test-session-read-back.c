/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading everything back, on a fake chip whose checksums are right while one of its bytes is not
 * read as it is. */
#include "session-world.h"

#define KL25Z "MKL25Z128xxx4"
#define K64F  "MK64FN1M0xxx12"

/* Six sectors of which one byte is read wrong, and the same for the next job. */
static World *
world_new_misread (const char *device, UlJobKind kind)
{
    World *world = world_new (device);

    if (kind == UL_JOB_VERIFY) {
        world_fill (world, 0, 6 * world->sector_size, 1);
        world_power_up (world);
    }
    world->chip->misread = 5 * world->sector_size + 3;
    world_ask (world, kind);
    world_add (world, 0, 6 * world->sector_size, 1);
    return world;
}

static void
assert_told (World *world)
{
    world_fails (world, UL_ERROR_VERIFY_MISMATCH);
    assert_int_equal (world->result->problem->address, world->chip->misread);
    assert_string_equal (world_detail (world, "sector"), "5");
    assert_string_equal (world_detail (world, "bytes that differ"), "1");
    assert_int_equal (world_sector (world, 5).activity, UL_ACTIVITY_FAILED);
    assert_int_not_equal (world_sector (world, 4).activity, UL_ACTIVITY_FAILED);
}

static void
checksums_alone_do_not_show_it (void **state)
{
    g_autoptr (World) programs = world_new_misread (*state, UL_JOB_PROGRAM);
    g_autoptr (World) verifies = world_new_misread (*state, UL_JOB_VERIFY);

    world_must_run (programs);
    world_must_run (verifies);
}

static void
programming_reads_back_what_it_wrote (void **state)
{
    g_autoptr (World) world = world_new_misread (*state, UL_JOB_PROGRAM);

    world->spec->read_back = TRUE;
    assert_told (world);
    assert_true (world->result->touched);
}

static void
programming_reads_back_what_matched_already (void **state)
{
    g_autoptr (World) world = world_new_misread (*state, UL_JOB_PROGRAM);

    world_must_run (world);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 6 * world->sector_size, 1);
    world->spec->read_back = TRUE;
    assert_told (world);
    assert_false (world->result->touched);
}

static void
verifying_reads_back (void **state)
{
    g_autoptr (World) world = world_new_misread (*state, UL_JOB_VERIFY);

    world->spec->read_back = TRUE;
    assert_told (world);
}

static void
nothing_is_read_where_nothing_is_verified (void **state)
{
    g_autoptr (World) world = world_new_misread (*state, UL_JOB_PROGRAM);

    world->spec->read_back = world->spec->no_verify = TRUE;
    world_must_run (world);
}

static void
what_is_right_is_found_right (void **state)
{
    g_autoptr (World) world = world_new_misread (*state, UL_JOB_PROGRAM);

    world->chip->misread = 1;
    world->spec->read_back = TRUE;
    world_must_run (world);
    assert_true (world_holds (world, 0, 6 * world->sector_size, 1));
    assert_int_equal (world->result->n_verified, 6);
    assert_int_equal (world_sector (world, 5).activity, UL_ACTIVITY_VERIFIED);
}

#define ON_BOTH(test)                                                                              \
    { #test " (KL25Z)", test, NULL, NULL, (void *) KL25Z },                                        \
    {                                                                                              \
#test " (K64F)", test, NULL, NULL, (void *) K64F                                           \
    }

int
main (void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH (checksums_alone_do_not_show_it),
        ON_BOTH (programming_reads_back_what_it_wrote),
        ON_BOTH (programming_reads_back_what_matched_already),
        ON_BOTH (verifying_reads_back),
        ON_BOTH (nothing_is_read_where_nothing_is_verified),
        ON_BOTH (what_is_right_is_found_right),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-read-back", tests, NULL, NULL);
}
