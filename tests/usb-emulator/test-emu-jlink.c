/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The emulated J-Link's firmware, without USB and without a chip. */
#include "firmware-test.h"
#include "ul-emu-jlink.h"

#include <string.h>

typedef struct {
    FakeWire wire;
    UlEmuJlinkOptions options;
    UlEmuFirmware *probe;
} World;

static World *
world_new (void (*change) (UlEmuJlinkOptions *options))
{
    World *world = g_new0 (World, 1);
    UlEmuWire wire;

    fake_wire_init (&world->wire);
    wire = fake_wire_get (&world->wire);
    ul_emu_jlink_options_init (&world->options);
    if (change != NULL)
        change (&world->options);
    world->probe = ul_emu_jlink_new (&world->options, &wire);
    return world;
}

static void
world_free (World *world)
{
    ul_emu_firmware_free (world->probe);
    fake_wire_clear (&world->wire);
    g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static void
tells_its_version_in_two_transfers (void **state)
{
    g_autoptr (World) world = world_new (NULL);
    g_autofree char *text = NULL;

    send_hex (world->probe, "01");
    assert_answer (world->probe, "70 00");
    text = read_hex (world->probe, 2048);
    assert_int_equal (strlen (text), 112 * 3 - 1);
    assert_true (g_str_has_prefix (text, "4a 2d 4c 69 6e 6b")); /* "J-Link" */
}

static void
takes_commands_split_at_any_byte (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "c7");
    assert_silence (world->probe);
    send_hex (world->probe, "ff c7 01 c7");
    assert_answer (world->probe, "03 00 00 00"); /* JTAG and SWD */
    assert_answer (world->probe, "00 00 00 00"); /* was JTAG */
    send_hex (world->probe, "fe");
    assert_answer (world->probe, "01 00 00 00");
}

static void
does_not_answer_the_unknown (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "42 c7 ff");
    assert_silence (world->probe);
    assert_int_equal (world->probe->refused, 1);
    send_hex (world->probe, "d4");
    assert_answer (world->probe, "e8 0d 01 00"); /* 69096 */
}

static void
without_select (UlEmuJlinkOptions *options)
{
    options->caps &= ~(UL_EMU_JLINK_CAP_SELECT_IF | UL_EMU_JLINK_CAP_SPEEDS);
}

static void
does_not_answer_without_the_capability (void **state)
{
    g_autoptr (World) world = world_new (without_select);

    send_hex (world->probe, "c0");
    assert_silence (world->probe);
    send_hex (world->probe, "f0");
    assert_answer (world->probe, "88 8a 01 00");
    send_hex (world->probe, "c7 ff");
    send_hex (world->probe, "f0");
    assert_silence (world->probe); /* the command hung it */
}

static void
ends_a_full_packet_with_an_empty_one (void **state)
{
    g_autoptr (World) world = world_new (NULL);
    g_autofree char *exact = NULL, *more = NULL;

    world->probe->in.packet_size = 64;
    send_hex (world->probe, "f2");
    exact = read_hex (world->probe, 256); /* takes the data and leaves the empty packet behind */
    assert_int_equal (strlen (exact), 256 * 3 - 1);
    send_hex (world->probe, "d4");
    assert_silence (world->probe);
    assert_answer (world->probe, "e8 0d 01 00");
    send_hex (world->probe, "f2");
    more = read_hex (world->probe, 2048);
    assert_string_equal (more, exact);
    assert_silence (world->probe);
}

static void
stores_the_level_after_the_edge (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "c7 01");
    assert_answer (world->probe, "00 00 00 00");
    world->wire.before = "0000000000";
    world->wire.after = "0000010011";
    /* drives four bits, listens to six */
    send_hex (world->probe, "cf 00 0a 00 0f 00 05 00");
    assert_answer (world->probe, "25 03 00");
    assert_string_equal (world->wire.driven->str, "1010zzzzzz");
}

static void
shifts_tms_when_swd_is_not_selected (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "cf 00 08 00 53 ac");
    assert_answer (world->probe, "ff 00");
    assert_string_equal (world->wire.driven->str, "11001010");
}

static void
little_memory (UlEmuJlinkOptions *options)
{
    options->free_memory = 8;
}

static void
runs_out_of_memory_by_the_length (void **state)
{
    g_autoptr (World) world = world_new (little_memory);

    send_hex (world->probe, "c7 01");
    assert_answer (world->probe, "00 00 00 00");
    send_hex (world->probe, "cf 00 10 00 ff ff 00 00");
    assert_answer (world->probe, "00 00 00");
    send_hex (world->probe, "cf 00 11 00 ff ff ff 00 00 00");
    assert_answer (world->probe, "00 00 00 06");
    assert_int_equal (world->wire.n_cycles, 16);
}

static void
split_status (UlEmuJlinkOptions *options)
{
    options->split_status = TRUE;
}

static void
sends_the_status_apart_when_old (void **state)
{
    g_autoptr (World) world = world_new (split_status);

    send_hex (world->probe, "c7 01");
    assert_answer (world->probe, "00 00 00 00");
    send_hex (world->probe, "cf 00 08 00 00 00");
    assert_answer (world->probe, "ff");
    assert_answer (world->probe, "00");
}

static void
selection_forgets_the_speed (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "05 a0 0f");
    assert_int_equal (world->wire.khz, 4000);
    send_hex (world->probe, "05 ff ff"); /* not faster than it can */
    assert_int_equal (world->wire.khz, 15000);
    send_hex (world->probe, "05 88 13"); /* 5 MHz, a divider of 12 */
    assert_int_equal (world->wire.khz, 5000);
    send_hex (world->probe, "c7 01");
    assert_int_equal (world->wire.khz, 100);
}

static void
lists_the_clients_it_registered (void **state)
{
    g_autoptr (World) world = world_new (NULL);
    g_autofree char *answer = NULL, *second = NULL, *none = NULL;

    send_hex (world->probe, "09 64 78 56 34 12 0a 00 00 01 02 03 00 00");
    answer = read_hex (world->probe, 76);
    assert_int_equal (strlen (answer), 76 * 3 - 1);
    assert_true (g_str_has_prefix (answer, "01 00 01 00 10 00 00 00 "
                                           "78 56 34 12 0a 00 00 01 02 03 01 00"));
    send_hex (world->probe, "09 64 78 56 34 12 0a 00 00 01 02 03 00 00");
    second = read_hex (world->probe, 2048);
    assert_true (g_str_has_prefix (second, "02 00 02 00 10 00 00 00"));
    send_hex (world->probe, "09 65 00 00 00 00 00 00 00 00 00 00 01 00");
    send_hex (world->probe, "09 65 00 00 00 00 00 00 00 00 00 00 02 00");
    g_free (read_hex (world->probe, 2048));
    none = read_hex (world->probe, 2048);
    assert_true (g_str_has_prefix (none, "02 00 00 00 10 00 00 00 00 00"));
}

static void
tells_by_the_handle_that_its_table_is_full (void **state)
{
    g_autoptr (World) world = world_new (NULL);
    g_autofree char *answer = NULL;

    for (guint i = 0; i < 17; i++) {
        g_free (g_steal_pointer (&answer));
        send_hex (world->probe, "09 64 78 56 34 12 0a 00 00 01 02 03 00 00");
        answer = read_hex (world->probe, 2048);
    }
    assert_true (g_str_has_prefix (answer, "11 00 10 00"));
    assert_null (strstr (answer, "02 03 11 00"));
}

static void
needs_registration (UlEmuJlinkOptions *options)
{
    options->needs_registration = TRUE;
}

static void
drives_nothing_for_strangers_when_so_made (void **state)
{
    g_autoptr (World) world = world_new (needs_registration);

    send_hex (world->probe, "c7 01");
    assert_answer (world->probe, "00 00 00 00");
    world->wire.after = "00000000";
    send_hex (world->probe, "cf 00 04 00 00 00");
    assert_answer (world->probe, "0f 00");
    send_hex (world->probe, "09 64 78 56 34 12 0a 00 00 01 02 03 00 00");
    g_free (read_hex (world->probe, 2048));
    send_hex (world->probe, "cf 00 04 00 00 00");
    assert_answer (world->probe, "00 00");
}

static void
breaks_on_registration (UlEmuJlinkOptions *options)
{
    options->breaks_on_registration = TRUE;
}

static void
goes_silent_at_registration_when_so_made (void **state)
{
    g_autoptr (World) world = world_new (breaks_on_registration);

    send_hex (world->probe, "09 64 78 56 34 12 0a 00 00 01 02 03 00 00");
    send_hex (world->probe, "d4");
    assert_silence (world->probe);
    world->probe->ops->claimed (world->probe);
    send_hex (world->probe, "d4");
    assert_answer (world->probe, "e8 0d 01 00");
}

static void
drives_the_reset_line_and_reads_it_back (void **state)
{
    g_autoptr (World) world = world_new (NULL);

    send_hex (world->probe, "07");
    assert_answer (world->probe, "e4 0c 00 00 00 00 01 01");
    send_hex (world->probe, "dc 07");
    assert_answer (world->probe, "e4 0c 00 00 00 00 00 01");
    send_hex (world->probe, "dd");
    assert_false (world->wire.reset_pulled);
}

static void
counts_what_changes_its_settings (void **state)
{
    g_autoptr (World) world = world_new (NULL);
    g_autoptr (GString) command = g_string_new ("f3");

    for (guint i = 0; i < 256; i++)
        g_string_append (command, " 12");
    send_hex (world->probe, command->str);
    assert_int_equal (ul_emu_jlink_get_config_writes (world->probe), 1);
    send_hex (world->probe, "08 01 c1 01 00 00 00");
    assert_answer (world->probe, "01 00 00 00");
    assert_true (ul_emu_jlink_get_target_power (world->probe));
}

static void
without_power (UlEmuJlinkOptions *options)
{
    options->caps &= ~UL_EMU_JLINK_CAP_POWER;
}

static void
powers_the_board_if_it_can (void **state)
{
    g_autoptr (World) world = world_new (NULL);
    g_autoptr (World) other = world_new (without_power);

    send_hex (world->probe, "08 01");
    assert_true (world->wire.power);
    send_hex (world->probe, "08 00 c1 01 00 00 00");
    assert_answer (world->probe, "00 00 00 00");
    assert_false (world->wire.power);
    send_hex (other->probe, "08 01");
    assert_false (other->wire.power);
    assert_int_equal (other->probe->refused, 1);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (tells_its_version_in_two_transfers),
        cmocka_unit_test (takes_commands_split_at_any_byte),
        cmocka_unit_test (does_not_answer_the_unknown),
        cmocka_unit_test (does_not_answer_without_the_capability),
        cmocka_unit_test (ends_a_full_packet_with_an_empty_one),
        cmocka_unit_test (stores_the_level_after_the_edge),
        cmocka_unit_test (shifts_tms_when_swd_is_not_selected),
        cmocka_unit_test (runs_out_of_memory_by_the_length),
        cmocka_unit_test (sends_the_status_apart_when_old),
        cmocka_unit_test (selection_forgets_the_speed),
        cmocka_unit_test (lists_the_clients_it_registered),
        cmocka_unit_test (tells_by_the_handle_that_its_table_is_full),
        cmocka_unit_test (drives_nothing_for_strangers_when_so_made),
        cmocka_unit_test (goes_silent_at_registration_when_so_made),
        cmocka_unit_test (drives_the_reset_line_and_reads_it_back),
        cmocka_unit_test (counts_what_changes_its_settings),
        cmocka_unit_test (powers_the_board_if_it_can),
    };

    return cmocka_run_group_tests_name ("emulated J-Link", tests, NULL, NULL);
}
