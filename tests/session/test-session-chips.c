/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session knows single chips: two boards on one probe, one board on two probes. */
#include "board-world.h"
#include "own-folders.h"
#include "ul-backup.h"
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

/* --- their backups --- */

static UlBackup *
take_backup (World *world, UlJobKind kind)
{
    world_ask (world, kind);
    world->spec->scope = UL_SCOPE_ALL;
    world_must_run (world);
    assert_non_null (world->result->backup);
    UlBackup *backup = ul_backups_find (NULL, world->result->backup);
    assert_non_null (backup);
    assert_string_equal (backup->chip, world->result->chip_id);
    return backup;
}

static void
restore (World *world, const UlBackup *backup)
{
    g_autoptr (GError) error = NULL;

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_backup_load (backup, &error);
    world->spec->lock_bytes = UL_LOCK_BYTES_AS_FILE;
    world->spec->only_chip = g_strdup (backup->chip);
    assert_no_error (error);
}

static guint
count_backups (const UlBackup *like)
{
    g_autoptr (GPtrArray) list = ul_backups_list (NULL, NULL, like->chip);

    return list->len;
}

static void
two_boards_on_one_probe_have_a_pile_each (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 size = 8 * world->sector_size;

    ul_sim_chip_set_serial (world->chip, 11);
    world_fill (world, 0, size, 1);
    g_autoptr (UlBackup) first = take_backup (world, UL_JOB_ERASE);
    assert_int_equal (first->reason, UL_BACKUP_REASON_ERASE);
    assert_int_equal (count_backups (first), 1);

    ul_sim_chip_set_serial (world->chip, 12); /* the next board */
    world_fill (world, 0, size, 2);
    g_autoptr (UlBackup) second = take_backup (world, UL_JOB_UNLOCK);
    assert_int_equal (second->reason, UL_BACKUP_REASON_UNLOCK);
    assert_string_not_equal (second->chip, first->chip);
    assert_string_equal (second->probe, first->probe);
    assert_int_equal (count_backups (first), 1);
    assert_int_equal (count_backups (second), 1);

    restore (world, first); /* of the other board */
    world_fails (world, UL_ERROR_BACKUP_OTHER_CHIP);
    assert_false (world->result->touched);
    restore (world, second);
    world_must_run (world);
    assert_true (world_holds (world, 0, size, 2));

    ul_sim_chip_set_serial (world->chip, 11); /* and back */
    restore (world, first);
    world_must_run (world);
    assert_true (world_holds (world, 0, size, 1));
}

static void
same_content_of_two_boards_is_stored_once (void **state)
{
    g_autoptr (World) world = world_new (*state);

    ul_sim_chip_set_serial (world->chip, 21);
    world_fill (world, 0, world->size, 3);
    g_autoptr (UlBackup) first = take_backup (world, UL_JOB_ERASE);
    ul_sim_chip_set_serial (world->chip, 22);
    world_fill (world, 0, world->size, 3);
    g_autoptr (UlBackup) second = take_backup (world, UL_JOB_ERASE);
    assert_string_equal (second->sha256, first->sha256);
    assert_string_not_equal (second->chip, first->chip);

    /* and the newest comes first, also within a second */
    g_autoptr (GPtrArray) all = ul_backups_list (NULL, NULL, NULL);
    assert_string_equal (((UlBackup *) all->pdata[0])->id, second->id);
    assert_string_equal (((UlBackup *) all->pdata[1])->id, first->id);
}

/* It cannot be read, so nothing of it can be kept; once it is open, what is taken away is its own.
 */
static void
secured_chip_has_no_backup (void **state)
{
    g_autoptr (World) world = world_new (*state);

    ul_sim_chip_set_serial (world->chip, 31);
    world_fill (world, 0, 4 * world->sector_size, 4);
    world_set_byte (world, world->fsec, 0xFF);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_null (world->result->backup);
    world_fill (world, 0, 4 * world->sector_size, 5);
    g_autoptr (UlBackup) backup = take_backup (world, UL_JOB_ERASE);
    assert_int_equal (count_backups (backup), 1);
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
        { "KV58 says which one it is", chip_says_which_one_it_is, NULL, NULL, "twr-kv58f" },
        { "S32K144 says which one it is", chip_says_which_one_it_is, NULL, NULL, "s32k144evb" },
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
        { "two KL25Z on one probe have a pile each", two_boards_on_one_probe_have_a_pile_each, NULL,
          NULL, "frdm-kl25z" },
        { "two KE06 on one probe have a pile each", two_boards_on_one_probe_have_a_pile_each, NULL,
          NULL, "frdm-ke06z" },
        { "same content of two KL25Z is stored once", same_content_of_two_boards_is_stored_once,
          NULL, NULL, "frdm-kl25z" },
        { "secured KL25Z has no backup", secured_chip_has_no_backup, NULL, NULL, "frdm-kl25z" },
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-chips", tests, NULL, NULL);
}
