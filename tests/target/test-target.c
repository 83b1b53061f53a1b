/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Connecting, identifying, protection, reset and unlock on a fake chip. */
#include "test.h"

#include "fake-chip.h"
#include "ul-error.h"
#include "ul-flash.h"

#include <string.h>

typedef struct {
    const UlDevice *device;
    FakeProbe *probe;
    FakeChip *chip;
    UlTarget *target;
    GCancellable *cancellable;
    guint n_told;
    gboolean cancel;
} World;

static int
make (void **state, const char *name)
{
    World *world = g_new0 (World, 1);

    world->device = ul_devices_find (name);
    world->probe = fake_chip_new (world->device);
    world->chip = world->probe->chip;
    world->target = ul_target_new (UL_PROBE (world->probe));
    world->cancellable = g_cancellable_new ();
    ul_target_set_cancellable (world->target, world->cancellable);
    *state = world;
    return 0;
}

static int
set_up_kl25 (void **state)
{
    return make (state, "MKL25Z128");
}

static int
set_up_k64 (void **state)
{
    return make (state, "MK64FN1M0");
}

static int
tear_down (void **state)
{
    World *world = *state;

    ul_target_free (world->target);
    g_object_unref (world->cancellable);
    g_object_unref (world->probe);
    g_free (world);
    return 0;
}

static void
connect (World *world, UlConnectMode mode)
{
    g_autoptr (GError) error = NULL;

    ul_target_connect (world->target, mode, 4000, &error);
    assert_no_error (error);
}

static void
set_fsec (World *world, guint8 fsec)
{
    world->chip->flash[0x40C] = fsec;
    fake_chip_reset (world->chip);
}

/* --- speed --- */

static void
connects_at_the_speed_that_the_wire_carries (void **state)
{
    World *world = *state;

    world->probe->garble_above_khz = 1000;
    connect (world, UL_CONNECT_AUTO);
    assert_int_equal (world->probe->speed_khz, 1000);
}

static void
a_wire_that_garbles_now_and_then_is_noticed_at_once (void **state)
{
    World *world = *state;

    world->probe->garble_above_khz = 400;
    world->probe->n_clean = 60; /* enough to connect */
    connect (world, UL_CONNECT_AUTO);
    assert_int_equal (world->probe->speed_khz, 100);
}

static void
nobody_answers_at_any_speed (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    world->probe->dead = TRUE;
    assert_false (ul_target_connect (world->target, UL_CONNECT_AUTO, 4000, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK);
    assert_int_equal (world->probe->speed_khz, 100);
    assert_string_equal (error->message, "Power is 3.30 V, but SWD gives no reply at 4 MHz, 1 MHz "
                                         "or 100 kHz, with and without reset");
}

static void
slows_down_when_data_is_garbled_again (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;
    guint8 data[1024];

    connect (world, UL_CONNECT_AUTO);
    world->probe->garble_above_khz = 1000;
    ul_target_read_mem (world->target, 0x20000000, data, sizeof data, &error);
    assert_no_error (error);
    assert_int_equal (world->probe->speed_khz, 1000);
}

/* --- connect and identify --- */

static void
finds_what_is_on_the_board (void **state)
{
    World *world = *state;
    const UlDevice *device = NULL;
    g_autoptr (GError) error = NULL;

    connect (world, UL_CONNECT_NORMAL);
    ul_target_identify (world->target, NULL, &device, &error);
    assert_no_error (error);
    assert_ptr_equal (device, world->device);
    assert_int_equal (ul_target_get_ids (world->target)->sdid, world->chip->sdid);
}

static void
accepts_the_device_chosen (void **state)
{
    World *world = *state;
    const UlDevice *device = NULL;
    g_autoptr (GError) error = NULL;

    connect (world, UL_CONNECT_NORMAL);
    assert_true (ul_target_identify (world->target, world->device, &device, &error));
    assert_ptr_equal (device, world->device);
}

static void
refuses_another_chip_with_both_names (void **state)
{
    World *world = *state;
    const UlDevice *device = NULL;
    g_autoptr (GError) error = NULL;
    gboolean small = world->device == ul_devices_find ("MKL25Z128");

    connect (world, UL_CONNECT_NORMAL);
    assert_false (ul_target_identify (
        world->target, ul_devices_find (small ? "MK64FN1M0" : "MKL25Z128"), &device, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP);
    assert_non_null (strstr (error->message, "MKL25Z128"));
    assert_non_null (strstr (error->message, "MK64FN1M0"));
}

static void
refuses_a_relative_with_less_flash (void **state)
{
    World *world = *state;
    const UlDevice *device = NULL;
    g_autoptr (GError) error = NULL;

    connect (world, UL_CONNECT_NORMAL);
    assert_false (
        ul_target_identify (world->target, ul_devices_find ("MKL25Z64"), &device, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP);
    assert_non_null (strstr (error->message, "MKL25Z128"));
    assert_non_null (strstr (error->message, "MKL25Z64"));
}

static void
accepts_the_other_sdid_of_a_k64 (void **state)
{
    World *world = *state;
    const UlDevice *device = NULL;
    g_autoptr (GError) error = NULL;

    world->chip->sdid = 0x64000000;
    connect (world, UL_CONNECT_NORMAL);
    assert_true (ul_target_identify (world->target, world->device, &device, &error));
    assert_true (ul_target_identify (world->target, NULL, &device, &error));
    assert_ptr_equal (device, world->device);
}

/* A relative that the tables do not have, as a file describes it. */
static const UlDevice *
describe (World *world, const char *name, guint32 mask, guint32 value)
{
    static UlDevice described[2];
    static const UlDevice *known[2];
    static guint n = 0;
    UlDevice *device = &described[n];

    *device = *world->device;
    device->name = name;
    device->like = world->device;
    device->described_in = "mine.chips";
    device->sdid_mask = mask;
    device->sdid_value = value;
    known[n++] = device;
    ul_devices_set_described (known, n);
    return device;
}

static void
finds_a_chip_that_a_file_describes (void **state)
{
    World *world = *state;
    const UlDevice *mine = describe (world, "MINE", 0xFFF00000, 0xEE100000), *device = NULL;
    g_autoptr (GError) error = NULL;

    world->chip->sdid = 0xEE100000;
    connect (world, UL_CONNECT_NORMAL);
    assert_true (ul_target_identify (world->target, NULL, &device, &error));
    assert_ptr_equal (device, mine);
    assert_false (ul_target_identify (world->target, world->device, &device, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP);
    assert_non_null (strstr (error->message, "is MINE, but MKL25Z128 was"));
}

static void
takes_no_described_chip_for_a_built_in_one (void **state)
{
    World *world = *state;
    const UlDevice *any = describe (world, "ANYTHING", 0xFF000000, 0x25000000), *device = NULL;
    g_autoptr (GError) error = NULL;

    connect (world, UL_CONNECT_NORMAL);
    assert_true (ul_target_identify (world->target, NULL, &device, &error));
    assert_ptr_equal (device, world->device);
    assert_true (ul_target_identify (world->target, any, &device, &error)); /* chosen by name */
    assert_ptr_equal (device, any);
    ul_devices_set_described (NULL, 0);
}

static void
does_not_guess_at_unknown_chips (void **state)
{
    World *world = *state;
    const UlDevice *device = NULL;
    g_autoptr (GError) error = NULL;

    world->chip->sdid = 0xEEE00000;
    connect (world, UL_CONNECT_NORMAL);
    assert_false (ul_target_identify (world->target, NULL, &device, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_UNKNOWN_CHIP);
}

static void
takes_a_closed_chip_on_trust (void **state)
{
    World *world = *state;
    const UlDevice *device = NULL;
    g_autoptr (GError) error = NULL;
    gboolean small = world->device == ul_devices_find ("MKL25Z128");

    set_fsec (world, 0xFF);
    connect (world, UL_CONNECT_NORMAL);
    assert_true (ul_target_identify (world->target, world->device, &device, &error));
    assert_false (ul_target_identify (world->target, NULL, &device, &error));
    assert_error (error, UL_ERROR, UL_ERROR_CHIP_LOCKED);
    g_clear_error (&error);
    assert_false (ul_target_identify (
        world->target, ul_devices_find (small ? "MK64FN1M0" : "MKL25Z128"), &device, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP);
}

static void
connects_under_reset_to_the_first_instruction (void **state)
{
    World *world = *state;
    gboolean halted = FALSE;

    connect (world, UL_CONNECT_UNDER_RESET);
    assert_true (world->chip->n_resets > 1);
    assert_true (ul_target_is_halted (world->target, &halted, NULL));
    assert_true (halted);
    assert_false (world->chip->pin);
    assert_int_equal (world->chip->mdm_control, 0);
}

static void
releases_reset_when_nobody_answers (void **state)
{
    World *world = *state;
    g_autoptr (GError) error = NULL;

    world->probe->dead = TRUE;
    assert_false (ul_target_connect (world->target, UL_CONNECT_AUTO, 4000, &error));
    assert_error (error, UL_ERROR, UL_ERROR_TARGET_NO_ACK);
    assert_false (world->chip->pin);
}

static void
resets_into_the_first_instruction (void **state)
{
    World *world = *state;
    gboolean halted = FALSE;
    guint before = world->chip->n_resets;

    connect (world, UL_CONNECT_NORMAL);
    assert_true (ul_target_reset (world->target, UL_RESET_HALT, NULL));
    assert_int_equal (world->chip->n_resets, before + 1);
    assert_true (ul_target_is_halted (world->target, &halted, NULL));
    assert_true (halted);
    assert_true (ul_target_reset (world->target, UL_RESET_RUN, NULL));
    assert_true (ul_target_is_halted (world->target, &halted, NULL));
    assert_false (halted);
}

/* --- protection --- */

static void
reads_the_protection (void **state)
{
    World *world = *state;
    UlProtection protection;
    g_autoptr (GError) error = NULL;

    memcpy (world->chip->flash + 0x408, "\xF0\xFF\xFF\x7F\xBE", 5);
    fake_chip_reset (world->chip);
    connect (world, UL_CONNECT_NORMAL);
    ul_target_read_protection (world->target, world->device, &protection, &error);
    assert_no_error (error);
    assert_int_equal (protection.lock, UL_LOCK_OPEN);
    assert_int_equal (protection.samples.n, 32);
    assert_true (protection.have_registers && protection.have_fcf);
    assert_int_equal (protection.fprot, 0x7FFFFFF0);
    assert_int_equal (protection.fsec, 0xBE);
    assert_int_equal (protection.fdprot, 0xFF);
    assert_int_equal (protection.fcf[8], 0xF0);
    assert_int_equal (protection.fcf[12], 0xBE);
}

static void
reads_no_registers_of_a_closed_chip (void **state)
{
    World *world = *state;
    UlProtection protection;

    set_fsec (world, 0xFF);
    connect (world, UL_CONNECT_NORMAL);
    assert_true (ul_target_read_protection (world->target, world->device, &protection, NULL));
    assert_int_equal (protection.lock, UL_LOCK_SECURED);
    assert_false (protection.have_registers);
    assert_false (protection.have_fcf);

    set_fsec (world, 0x2F);
    assert_true (ul_target_read_protection (world->target, world->device, &protection, NULL));
    assert_int_equal (protection.lock, UL_LOCK_SECURED_FOREVER);
}

/* --- unlock --- */

static void
on_unlock (UlUnlockStage stage, guint elapsed_ms, guint expected_ms, gpointer data)
{
    World *world = data;

    world->n_told++;
    assert_true (expected_ms > 0);
    if (world->cancel)
        g_cancellable_cancel (world->cancellable);
}

static void
unlocks_a_secured_chip (void **state)
{
    World *world = *state;
    UlProtection after;
    g_autoptr (GError) error = NULL;

    memset (world->chip->flash + 0x2000, 0x11, 0x2000);
    memset (world->chip->flash + 0x408, 0, 4);
    set_fsec (world, 0xFF);
    connect (world, UL_CONNECT_NORMAL);
    ul_unlock_run (world->target, world->device, on_unlock, world, &after, &error);
    assert_no_error (error);
    assert_int_equal (world->chip->n_mass_erases, 1);
    assert_int_equal (after.lock, UL_LOCK_OPEN);
    assert_int_equal (after.fsec, 0xFE);
    assert_int_equal (after.fprot, 0xFFFFFFFF);
    assert_true (world->n_told > 0);
    assert_false (world->chip->pin);
    fake_chip_reset (world->chip);
    assert_int_equal (world->chip->fsec, 0xFE);
}

static void
makes_the_unlock_last (void **state)
{
    World *world = *state;
    UlProtection after;
    g_autoptr (GError) error = NULL;

    set_fsec (world, 0xFF);
    world->chip->erase_leaves_ff = TRUE;
    world->chip->ignores_pin = TRUE; /* so that the open state outlives the first release */
    connect (world, UL_CONNECT_NORMAL);
    if (!ul_unlock_run (world->target, world->device, NULL, NULL, &after, &error)) {
        /* A reset came first: then it must not be called a success. */
        assert_error (error, UL_ERROR, UL_ERROR_UNLOCK_FAILED);
        return;
    }
    assert_int_equal (world->chip->flash[0x40C], 0xFE);
}

static void
tries_nothing_when_mass_erase_is_disabled (void **state)
{
    World *world = *state;
    UlProtection after;
    g_autoptr (GError) error = NULL;

    set_fsec (world, 0x23);
    connect (world, UL_CONNECT_NORMAL);
    assert_false (ul_unlock_run (world->target, world->device, on_unlock, world, &after, &error));
    assert_error (error, UL_ERROR, UL_ERROR_CHIP_LOCKED_FOREVER);
    assert_int_equal (world->chip->n_mass_erases, 0);
    assert_int_equal (world->chip->mdm_busy, 0);
    assert_int_equal (world->n_told, 0);
    assert_false (world->chip->pin);
}

static void
gives_up_on_an_erase_that_never_starts (void **state)
{
    World *world = *state;
    UlProtection after;
    g_autoptr (GError) error = NULL;

    set_fsec (world, 0xFF);
    world->chip->no_mass_erase = TRUE;
    connect (world, UL_CONNECT_NORMAL);
    assert_false (ul_unlock_run (world->target, world->device, NULL, NULL, &after, &error));
    assert_error (error, UL_ERROR, UL_ERROR_UNLOCK_TIMEOUT);
    assert_false (world->chip->pin);
}

static void
unlocks_a_chip_that_is_open (void **state)
{
    World *world = *state;
    UlProtection after;
    g_autoptr (GError) error = NULL;

    memset (world->chip->flash + 0x408, 0, 4); /* everything write-protected */
    fake_chip_reset (world->chip);
    connect (world, UL_CONNECT_NORMAL);
    ul_unlock_run (world->target, world->device, NULL, NULL, &after, &error);
    assert_no_error (error);
    assert_int_equal (after.fprot, 0xFFFFFFFF);
}

static void
stops_before_the_erase_only (void **state)
{
    World *world = *state;
    UlProtection after;
    g_autoptr (GError) error = NULL;

    set_fsec (world, 0xFF);
    connect (world, UL_CONNECT_NORMAL);
    g_cancellable_cancel (world->cancellable);
    assert_false (ul_unlock_run (world->target, world->device, NULL, NULL, &after, &error));
    assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    assert_int_equal (world->chip->n_mass_erases, 0);
    assert_false (world->chip->pin);

    g_clear_error (&error);
    g_cancellable_reset (world->cancellable);
    world->cancel = TRUE;
    assert_true (ul_unlock_run (world->target, world->device, on_unlock, world, &after, &error));
    assert_int_equal (after.lock, UL_LOCK_OPEN);
}

#define BOTH(test)                                                                                 \
    { #test " (KL25)", test, set_up_kl25, tear_down, NULL },                                       \
    {                                                                                              \
#test " (K64)", test, set_up_k64, tear_down, NULL                                          \
    }

int
main (void)
{
    const struct CMUnitTest tests[] = {
        BOTH (connects_at_the_speed_that_the_wire_carries),
        BOTH (a_wire_that_garbles_now_and_then_is_noticed_at_once),
        BOTH (nobody_answers_at_any_speed),
        BOTH (slows_down_when_data_is_garbled_again),
        BOTH (finds_what_is_on_the_board),
        BOTH (accepts_the_device_chosen),
        BOTH (refuses_another_chip_with_both_names),
        { "refuses_a_relative_with_less_flash", refuses_a_relative_with_less_flash, set_up_kl25,
          tear_down, NULL },
        { "accepts_the_other_sdid_of_a_k64", accepts_the_other_sdid_of_a_k64, set_up_k64, tear_down,
          NULL },
        { "finds_a_chip_that_a_file_describes", finds_a_chip_that_a_file_describes, set_up_kl25,
          tear_down, NULL },
        { "takes_no_described_chip_for_a_built_in_one", takes_no_described_chip_for_a_built_in_one,
          set_up_kl25, tear_down, NULL },
        BOTH (does_not_guess_at_unknown_chips),
        BOTH (takes_a_closed_chip_on_trust),
        BOTH (connects_under_reset_to_the_first_instruction),
        BOTH (releases_reset_when_nobody_answers),
        BOTH (resets_into_the_first_instruction),
        BOTH (reads_the_protection),
        BOTH (reads_no_registers_of_a_closed_chip),
        BOTH (unlocks_a_secured_chip),
        BOTH (makes_the_unlock_last),
        BOTH (tries_nothing_when_mass_erase_is_disabled),
        BOTH (gives_up_on_an_erase_that_never_starts),
        BOTH (unlocks_a_chip_that_is_open),
        BOTH (stops_before_the_erase_only),
    };
    return cmocka_run_group_tests_name ("target", tests, NULL, NULL);
}
