/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CONNECT: what a chip, or its absence, is said to be. */
#include "session-world.h"

#include <string.h>

#define KL25Z "MKL25Z128xxx4"
#define K64F  "MK64FN1M0xxx12"

static const UlChip *
chip_of (World *world)
{
    return ul_session_get_chip (world->session);
}

static void
assert_state (World *world, UlSessionState state, int code)
{
    const UlChip *chip = chip_of (world);

    assert_int_equal (chip->state, state);
    assert_non_null (chip->problem);
    assert_int_equal (chip->problem->code, code);
    assert_false (world->result->ok);
    assert_int_equal (world->result->problem->code, code);
    assert_null (chip->facts);
}

static void
session_begins_without_a_chip (void **state)
{
    g_autoptr (UlSession) session = ul_session_new ();
    const UlChip *chip = ul_session_get_chip (session);

    assert_non_null (chip);
    assert_int_equal (chip->state, UL_SESSION_NO_PROBE);
    assert_null (ul_session_get_device (session));
    assert_false (ul_session_get_busy (session));
    assert_non_null (ul_session_get_progress (session));
}

static void
chip_is_identified_and_its_contents_known (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint n = world->size / world->sector_size;

    world_fill (world, 2 * world->sector_size, world->sector_size, 1);
    world_connect (world);
    assert_int_equal (chip_of (world)->state, UL_SESSION_READY);
    assert_null (chip_of (world)->problem);
    assert_ptr_equal (chip_of (world)->found, world->device);
    assert_ptr_equal (ul_session_get_device (world->session), world->device);
    assert_int_equal (chip_of (world)->n_facts, n);
    assert_int_equal (chip_of (world)->facts[2].content, UL_CONTENT_DATA);
    assert_true (chip_of (world)->facts[2].have_crc);
    assert_int_equal (chip_of (world)->facts[3].content, UL_CONTENT_BLANK);
    assert_int_equal (chip_of (world)->protection.lock, UL_LOCK_OPEN);
    assert_int_not_equal (chip_of (world)->ids.cpuid, 0);
    assert_int_not_equal (chip_of (world)->ids.dpidr, 0);
    assert_int_equal (chip_of (world)->probe.vtref_mv, 3300);
    assert_true (world->result->ok);
    assert_int_equal (world->n_chips, 1);
    assert_int_equal (world->n_busy, 2);
    assert_int_equal (world_sector (world, 2).content, UL_CONTENT_DATA);
    assert_int_equal (world_sector (world, 2).activity, UL_ACTIVITY_NONE);
}

static void
program_runs_again_after_the_look (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_connect (world);
    assert_false (world->chip->halted);
    assert_int_equal (world->chip->n_erases + world->chip->n_programs, 0);
}

static void
protection_is_shown (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->chip->flash[0x408] = 0xFE;
    world_power_up (world);
    world_connect (world);
    assert_int_equal (chip_of (world)->protection.fprot, 0xFFFFFFFE);
    assert_int_equal (world_sector (world, 3).protection, UL_PROTECTED_FULL);
    assert_int_equal (world_sector (world, 4).protection, UL_PROTECTED_NONE);
    assert_int_equal (world_sector (world, 1).has_fcf, 1);
    assert_true (world_logged (world, "4 sectors are write-protected"));
}

static void
no_probe_is_said (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    ul_session_set_probe (world->session, NULL);
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_NO_PROBE);
    assert_state (world, UL_SESSION_NO_PROBE, UL_ERROR_NO_PROBE);
}

typedef struct {
    const char *name;
    int code;
} OpenCase;

static const OpenCase open_cases[] = {
    { "probe without permission is said", UL_ERROR_PROBE_PERMISSION },
    { "busy probe is said", UL_ERROR_PROBE_BUSY },
    { "silent probe is said", UL_ERROR_PROBE_SILENT },
    { "unplugged probe is said", UL_ERROR_PROBE_GONE },
};

static void
unusable_probe (void **state)
{
    const OpenCase *c = *state;
    g_autoptr (World) world = world_new (KL25Z);

    world->probe->open_code = c->code;
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, c->code);
    assert_state (world, UL_SESSION_PROBE_UNUSABLE, c->code);

    world->probe->open_code = -1;
    world_connect (world);
    assert_int_equal (chip_of (world)->state, UL_SESSION_READY);
}

static void
silent_wire_is_no_target (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->probe->dead = TRUE;
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_TARGET_NO_ACK);
    assert_state (world, UL_SESSION_NO_TARGET, UL_ERROR_TARGET_NO_ACK);
    assert_string_equal (world_detail (world, "VTref"), "3300 mV");
}

static void
board_without_power_is_no_target (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->probe->dead = TRUE;
    world->probe->vtref_mv = 20;
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_TARGET_NO_POWER);
    assert_state (world, UL_SESSION_NO_TARGET, UL_ERROR_TARGET_NO_POWER);
    assert_int_equal (chip_of (world)->probe.vtref_mv, 20);
}

static void
other_chip_is_named (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    ul_session_set_device (world->session, ul_devices_find (K64F));
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_TARGET_WRONG_CHIP);
    assert_state (world, UL_SESSION_WRONG_CHIP, UL_ERROR_TARGET_WRONG_CHIP);
    assert_ptr_equal (chip_of (world)->found, world->device);
    assert_ptr_equal (ul_session_get_device (world->session), ul_devices_find (K64F));

    ul_session_set_device (world->session, chip_of (world)->found);
    world_connect (world);
    assert_int_equal (chip_of (world)->state, UL_SESSION_READY);
}

static void
unknown_chip_is_said (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->chip->sdid = 0xFFF0FFF0;
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_TARGET_UNKNOWN_CHIP);
    assert_state (world, UL_SESSION_WRONG_CHIP, UL_ERROR_TARGET_UNKNOWN_CHIP);
}

static void
secured_chip_is_locked (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world->chip->flash[0x40C] = 0xFF;
    world_power_up (world);
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_CHIP_LOCKED); /* and its device is not known */
    assert_state (world, UL_SESSION_LOCKED, UL_ERROR_CHIP_LOCKED);
    assert_null (chip_of (world)->found);

    ul_session_set_device (world->session, world->device);
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    assert_state (world, UL_SESSION_LOCKED, UL_ERROR_CHIP_LOCKED);
    assert_int_equal (chip_of (world)->protection.lock, UL_LOCK_SECURED);
    assert_ptr_equal (chip_of (world)->found, world->device);
    assert_true (world->result->have_protection);
}

static void
secured_chip_is_what_its_board_says (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world->chip->flash[0x40C] = 0xFF;
    world->probe->info.device_hint = world->device->name;
    world_power_up (world);
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    assert_state (world, UL_SESSION_LOCKED, UL_ERROR_CHIP_LOCKED);
    assert_ptr_equal (chip_of (world)->found, world->device);
    assert_int_equal (chip_of (world)->protection.lock, UL_LOCK_SECURED);

    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_int_equal (chip_of (world)->state, UL_SESSION_READY);
}

static void
chip_secured_for_ever_is_said (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world->chip->flash[0x40C] = 0xEF;
    world_power_up (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_CHIP_LOCKED_FOREVER);
    assert_state (world, UL_SESSION_LOCKED_FOREVER, UL_ERROR_CHIP_LOCKED_FOREVER);
    assert_int_equal (world->chip->n_resets, 0);
}

/* Bits of the MDM-AP's status: ready, secured, not in reset, mass erase allowed. */
static void
set_status (World *world, guint32 first, guint32 second, guint n_second)
{
    for (guint i = 0; i < G_N_ELEMENTS (world->probe->mdm_status); i++)
        world->probe->mdm_status[i] = i < n_second ? second : first;
}

static void
samples_that_disagree_are_no_lock (void **state)
{
    g_autoptr (World) world = world_new_bare ();

    set_status (world, 0x2A, 0x2E, 4); /* half of them say secured */
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_CHIP_LOCK_UNCLEAR);
    assert_state (world, UL_SESSION_LOCK_UNCLEAR, UL_ERROR_CHIP_LOCK_UNCLEAR);
    assert_non_null (strstr (world->result->problem->cause, "16 of 32 checks said locked"));
}

static void
nothing_is_unlocked_by_itself_when_the_lock_is_unclear (void **state)
{
    g_autoptr (World) world = world_new_bare ();

    set_status (world, 0x2A, 0x2E, 4);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->unlock_if_locked = TRUE;
    world_add (world, 0, 1024, 1);
    fake_probe_forget (world->probe);
    world_fails (world, UL_ERROR_CHIP_LOCK_UNCLEAR);
    for (guint i = 0; i < world->probe->log->len; i++) {
        const FakeAccess *access = &g_array_index (world->probe->log, FakeAccess, i);
        gboolean starts_erase = access->ap && access->ap_index == 1 && access->write &&
                                access->reg == 4 && (access->value & 1) != 0;
        assert_false (starts_erase);
    }
}

static void
chip_that_keeps_resetting_is_said (void **state)
{
    g_autoptr (World) world = world_new_bare ();

    set_status (world, 0x20, 0x2A, 1); /* one of eight is ready */
    world_ask (world, UL_JOB_CONNECT);
    world_fails (world, UL_ERROR_TARGET_RESETTING);
    assert_state (world, UL_SESSION_NO_TARGET, UL_ERROR_TARGET_RESETTING);
    assert_int_equal (world->result->problem->remedy, UL_REMEDY_CATCH);

    ul_session_set_device (world->session, NULL); /* nor can it be told what it is */
    world_fails (world, UL_ERROR_TARGET_RESETTING);
    assert_state (world, UL_SESSION_NO_TARGET, UL_ERROR_TARGET_RESETTING);
}

static void
chip_in_low_power_is_known_without_its_contents (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->chip->low_power = TRUE;
    world_connect (world);
    assert_int_equal (chip_of (world)->state, UL_SESSION_READY);
    assert_int_equal (chip_of (world)->facts[2].content, UL_CONTENT_UNKNOWN);
    assert_true (world_logged (world, "contents were not looked at"));
}

static void
facts_of_the_chip_are_replaced_whole (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_connect (world);
    const UlChip *first = chip_of (world);
    world_connect (world);
    assert_ptr_not_equal (chip_of (world), first);
    assert_int_equal (world->n_chips, 2);
    ul_session_set_probe (world->session, NULL);
    assert_int_equal (chip_of (world)->state, UL_SESSION_NO_PROBE);
    assert_null (ul_session_get_device (world->session));
}

static void
preview_plans_by_what_is_known (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autoptr (GError) error = NULL;

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 4096, 1);
    assert_null (ul_session_preview (world->session, world->spec, &error));
    assert_error (error, UL_ERROR, UL_ERROR_USAGE);
    g_clear_error (&error);

    ul_session_set_device (world->session, world->device);
    g_autoptr (UlPlan) blind = ul_session_preview (world->session, world->spec, &error);
    assert_no_error (error);
    assert_int_equal (blind->n_erase, 4);

    g_autoptr (UlJobSpec) spec = g_steal_pointer (&world->spec);
    world_connect (world);
    guint n_batches = world->probe->n_batches;
    g_autoptr (UlPlan) plan = ul_session_preview (world->session, spec, &error);
    assert_no_error (error);
    assert_int_equal (plan->n_erase, 1); /* the others are blank */
    assert_int_equal (world->probe->n_batches, n_batches);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (session_begins_without_a_chip),
        { "chip is identified and its contents known (KL25Z)",
          chip_is_identified_and_its_contents_known, NULL, NULL, (void *) KL25Z },
        { "chip is identified and its contents known (K64F)",
          chip_is_identified_and_its_contents_known, NULL, NULL, (void *) K64F },
        cmocka_unit_test (program_runs_again_after_the_look),
        cmocka_unit_test (protection_is_shown),
        cmocka_unit_test (no_probe_is_said),
        { open_cases[0].name, unusable_probe, NULL, NULL, (void *) &open_cases[0] },
        { open_cases[1].name, unusable_probe, NULL, NULL, (void *) &open_cases[1] },
        { open_cases[2].name, unusable_probe, NULL, NULL, (void *) &open_cases[2] },
        { open_cases[3].name, unusable_probe, NULL, NULL, (void *) &open_cases[3] },
        cmocka_unit_test (silent_wire_is_no_target),
        cmocka_unit_test (board_without_power_is_no_target),
        cmocka_unit_test (other_chip_is_named),
        cmocka_unit_test (unknown_chip_is_said),
        { "secured chip is locked (KL25Z)", secured_chip_is_locked, NULL, NULL, (void *) KL25Z },
        { "secured chip is locked (K64F)", secured_chip_is_locked, NULL, NULL, (void *) K64F },
        { "secured chip is what its board says", secured_chip_is_what_its_board_says, NULL, NULL,
          (void *) KL25Z },
        { "chip secured for ever is said (KL25Z)", chip_secured_for_ever_is_said, NULL, NULL,
          (void *) KL25Z },
        { "chip secured for ever is said (K64F)", chip_secured_for_ever_is_said, NULL, NULL,
          (void *) K64F },
        cmocka_unit_test (samples_that_disagree_are_no_lock),
        cmocka_unit_test (nothing_is_unlocked_by_itself_when_the_lock_is_unclear),
        cmocka_unit_test (chip_that_keeps_resetting_is_said),
        cmocka_unit_test (chip_in_low_power_is_known_without_its_contents),
        cmocka_unit_test (facts_of_the_chip_are_replaced_whole),
        cmocka_unit_test (preview_plans_by_what_is_known),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-connect", tests, NULL, NULL);
}
