/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session knows single chips: two boards on one probe, one board on two probes. */
#include "board-world.h"
#include "own-folders.h"
#include "ul-error.h"

#include <string.h>

static char *
find_id (World *world)
{
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    char *id = ul_chip_id_to_text (&world_chip (world)->ids.chip);
    assert_non_null (id);
    assert_string_equal (world->result->chip_id, id);
    return id;
}

static void
chip_says_which_one_it_is (void **state)
{
    g_autoptr (World) world = world_new (*state);
    g_autofree char *first = find_id (world);
    g_autofree char *again = find_id (world);

    assert_string_equal (again, first);
    ul_sim_chip_set_serial (world->chip, 2); /* another board is plugged in */
    g_autofree char *second = find_id (world);
    assert_string_not_equal (second, first);
}

static void
chip_without_an_id_is_as_good (void **state)
{
    g_autoptr (World) world = world_new ("lm3s");

    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    assert_null (world->result->chip_id);
}

static void
secured_chip_gives_its_id_once_it_is_open (void **state)
{
    g_autoptr (World) world = world_new (*state);
    g_autofree char *before = find_id (world);

    world_set_byte (world, world->fsec, 0xFF);
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    assert_null (world->result->chip_id);
    assert_int_equal (world_chip (world)->ids.chip.n_words, 0);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_string_equal (world->result->chip_id, before);
    g_autofree char *after = ul_chip_id_to_text (&world_chip (world)->ids.chip);
    assert_string_equal (after, before);
}

static void
job_for_another_chip_touches_nothing (void **state)
{
    g_autoptr (World) world = world_new (*state);
    g_autofree char *id = find_id (world);

    world_fill (world, 0, 4 * world->sector_size, 1);
    world_ask_to_program (world, 0, 4 * world->sector_size, 2);
    world->spec->only_chip = g_strdup ("00000000-00000000-00000001");
    world_fails (world, UL_ERROR_BACKUP_OTHER_CHIP);
    assert_non_null (strstr (world->result->problem->cause, id));
    assert_false (world->result->touched);
    assert_null (world->result->backup);
    assert_true (world_holds (world, 0, 4 * world->sector_size, 1));

    g_free (world->spec->only_chip);
    world->spec->only_chip = g_strdup (id);
    world_must_run (world);
    assert_true (world_holds (world, 0, 4 * world->sector_size, 2));
}

/* Closed, it could not be asked before it was unlocked. */
static void
unlocked_chip_is_still_the_wrong_one (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_set_byte (world, world->fsec, 0xFF);
    ul_session_set_device (world->session, world->device);
    world_ask_to_program (world, 0, 4 * world->sector_size, 2);
    world->spec->unlock_first = TRUE;
    world->spec->only_chip = g_strdup ("00000000-00000000-00000001");
    world_fails (world, UL_ERROR_BACKUP_OTHER_CHIP);
    assert_true (world_is_blank (world, 0, world->sector_size));
}

static void
chip_without_an_id_is_taken_for_the_right_one (void **state)
{
    g_autoptr (World) world = world_new ("lm3s");

    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_ALL;
    world->spec->only_chip = g_strdup ("00000000-00000000-00000001");
    world_must_run (world);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        { "KL25Z says which one it is", chip_says_which_one_it_is, NULL, NULL, "frdm-kl25z" },
        { "K64F says which one it is", chip_says_which_one_it_is, NULL, NULL, "frdm-k64f" },
        { "KE02 says which one it is", chip_says_which_one_it_is, NULL, NULL, "frdm-ke02z" },
        { "KE04 says which one it is", chip_says_which_one_it_is, NULL, NULL, "frdm-ke04z" },
        { "KE06 says which one it is", chip_says_which_one_it_is, NULL, NULL, "frdm-ke06z" },
        { "K20 says which one it is", chip_says_which_one_it_is, NULL, NULL, "k20dx256" },
        { "EFM32 says which one it is", chip_says_which_one_it_is, NULL, NULL, "efm32g" },
        cmocka_unit_test (chip_without_an_id_is_as_good),
        { "secured KL25Z gives its id once it is open", secured_chip_gives_its_id_once_it_is_open,
          NULL, NULL, "frdm-kl25z" },
        { "secured K64F gives its id once it is open", secured_chip_gives_its_id_once_it_is_open,
          NULL, NULL, "frdm-k64f" },
        { "job for another KL25Z touches nothing", job_for_another_chip_touches_nothing, NULL, NULL,
          "frdm-kl25z" },
        { "job for another KE06 touches nothing", job_for_another_chip_touches_nothing, NULL, NULL,
          "frdm-ke06z" },
        { "unlocked KL25Z is still the wrong one", unlocked_chip_is_still_the_wrong_one, NULL, NULL,
          "frdm-kl25z" },
        cmocka_unit_test (chip_without_an_id_is_taken_for_the_right_one),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-chips", tests, NULL, NULL);
}
