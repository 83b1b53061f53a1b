/* SPDX-License-Identifier: GPL-2.0-or-later */
/* VERIFY and READ on a fake chip, and what programming that went wrong looks like. */
#include "session-world.h"

#include <string.h>

#define KL25Z "MKL25Z128xxx4"
#define K64F  "MK64FN1M0xxx12"

static void
equal_contents_verify (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, 8 * world->sector_size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_VERIFY);
    world_add (world, 0, 6 * world->sector_size + 100, 1);
    world_must_run (world);
    assert_int_equal (world->result->n_verified, 7);
    assert_int_equal (world->result->bytes, 6 * world->sector_size + 100);
    assert_int_equal (world_sector (world, 6).activity, UL_ACTIVITY_VERIFIED);
    assert_int_equal (world_sector (world, 7).activity, UL_ACTIVITY_NONE);
    assert_int_equal (world->chip->n_erases + world->chip->n_programs, 0);
    assert_false (world->result->touched);
}

static void
blank_flash_is_found_blank (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, 2 * world->sector_size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_BLANK_CHECK);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 4 * world->sector_size;
    world->spec->range_size = 3 * world->sector_size;
    world_must_run (world);
    assert_int_equal (world->result->n_verified, 3);
    assert_int_equal (world->result->bytes, 3 * world->sector_size);
    assert_int_equal (world->chip->n_erases + world->chip->n_programs, 0);
    assert_false (world->result->touched);
}

static void
sectors_that_are_not_blank_are_named (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 3 * world->sector_size, world->sector_size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_BLANK_CHECK);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 2 * world->sector_size;
    world->spec->range_size = 3 * world->sector_size;
    world_fails (world, UL_ERROR_NOT_BLANK);
    assert_int_equal (world->result->problem->address, 3 * world->sector_size);
    assert_string_equal (world->result->problem->title, "Sector 3 is not blank");
    assert_int_equal (world_sector (world, 2).activity, UL_ACTIVITY_VERIFIED);
    assert_int_equal (world_sector (world, 3).activity, UL_ACTIVITY_FAILED);
    assert_int_equal (world_sector (world, 5).activity, UL_ACTIVITY_NONE);
}

static void
chosen_sectors_are_read (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint8 sectors[6] = { 0, 1, 1, 0, 0, 1 };

    world_fill (world, 0, 8 * world->sector_size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_READ);
    ul_job_spec_set_sectors (world->spec, sectors, sizeof sectors);
    world_must_run (world);
    UlImage *data = world->result->data;
    assert_int_equal (ul_image_get_n_segments (data), 2);
    assert_int_equal (ul_image_get_segment (data, 0)->address, world->sector_size);
    assert_int_equal (ul_image_get_segment (data, 0)->size, 2 * world->sector_size);
    assert_int_equal (ul_image_get_segment (data, 1)->address, 5 * world->sector_size);
}

static void
look_in_passing_is_no_job (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, 4 * world->sector_size, 1);
    world_power_up (world);
    world_connect (world);
    guint n_lines = world->log->len, n_chips = world->n_chips, n_busy = world->n_busy;
    const UlChip *chip = ul_session_get_chip (world->session);
    guint64 generation = ul_progress_get_generation (ul_session_get_progress (world->session));
    g_autofree guint8 *wanted = world_make_data (world, world->sector_size, 64, 1);

    world_ask (world, UL_JOB_READ);
    world->spec->quiet = TRUE;
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = world->sector_size;
    world->spec->range_size = 64;
    world_must_run (world);
    const UlSegment *read = ul_image_get_segment (world->result->data, 0);
    assert_int_equal (read->size, 64);
    assert_memory_equal (read->data, wanted, 64);
    assert_int_equal (world->log->len, n_lines);
    assert_int_equal (world->n_chips, n_chips);
    assert_int_equal (world->n_busy, n_busy);
    assert_ptr_equal (ul_session_get_chip (world->session), chip);
    assert_int_equal (ul_progress_get_generation (ul_session_get_progress (world->session)),
                      generation);
}

static void
first_differing_byte_is_named (void **state)
{
    g_autoptr (World) world = world_new (*state);
    guint32 at = 3 * world->sector_size + 0x44;

    world_fill (world, 0, 8 * world->sector_size, 1);
    world_power_up (world);
    guint8 expected = world->chip->flash[at];
    world->chip->flash[at] ^= 0x04;
    world->chip->flash[at + 9] ^= 0x80;
    world->chip->flash[at + 2 * world->sector_size] ^= 0x01;
    world_ask (world, UL_JOB_VERIFY);
    world_add (world, 0, 8 * world->sector_size, 1);
    world_fails (world, UL_ERROR_VERIFY_MISMATCH);

    const UlProblem *problem = world->result->problem;
    g_autofree char *wanted = g_strdup_printf ("0x%02X", expected);
    g_autofree char *actual = g_strdup_printf ("0x%02X", expected ^ 0x04);
    assert_int_equal (problem->address, at);
    assert_int_equal (problem->exit_status, 6);
    assert_string_equal (problem->title, "Sector 3 does not hold what was expected");
    assert_string_equal (world_detail (world, "expected"), wanted);
    assert_string_equal (world_detail (world, "read"), actual);
    assert_string_equal (world_detail (world, "bytes that differ"), "2");
    assert_string_equal (world_detail (world, "sectors that differ"), "2");
    assert_int_equal (world_sector (world, 3).activity, UL_ACTIVITY_FAILED);
    assert_int_equal (world_sector (world, 4).activity, UL_ACTIVITY_VERIFIED);
    assert_int_equal (world_sector (world, 5).activity, UL_ACTIVITY_FAILED);
    assert_int_equal (world->result->n_verified, 6);
    /* a VERIFY changes nothing and need not say so */
    assert_null (strstr (problem->cause, "Nothing was changed"));
}

static void
bytes_outside_the_file_do_not_matter (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0x2000, 1024, 1);
    world_ask (world, UL_JOB_VERIFY);
    world_add (world, 0x2000 + 100, 10, 1);
    world->chip->flash[0x2000 + 50] ^= 1;
    world_must_run (world);
}

/* A chip that we can read but not write: the same one under a row without a driver. */
static void
chip_without_a_driver_can_be_verified (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    UlDevice device = *world->device;

    device.support[UL_ACTION_PROGRAM] = UL_SUPPORT_NONE;
    world_fill (world, 0x2000, 2048, 1);
    world_power_up (world);
    ul_session_set_device (world->session, &device);
    world_ask (world, UL_JOB_VERIFY);
    world_add (world, 0x2000, 2048, 1);
    world_must_run (world);
    assert_int_equal (world->result->n_verified, 2);
    assert_int_equal (world->chip->n_resets, 0);
    world->chip->flash[0x2005] ^= 1;
    world_fails (world, UL_ERROR_VERIFY_MISMATCH);
    assert_int_equal (world->result->problem->address, 0x2005);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0x2000, 2048, 1);
    world_fails (world, UL_ERROR_NOT_SUPPORTED);
    assert_int_equal (world->chip->n_resets, 0);
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    assert_int_equal (ul_session_get_chip (world->session)->state, UL_SESSION_READY);
    ul_session_set_device (world->session, NULL);
}

static void
locked_chip_cannot_be_verified (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->chip->flash[0x40C] = 0xFF;
    world_power_up (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_VERIFY);
    world_add (world, 0, 1024, 1);
    world_fails (world, UL_ERROR_CHIP_LOCKED);
}

/* A sector that stays as it was: the chip says it was erased, and the new bytes come out mixed
 * with the old. */
static void
programming_over_an_erase_that_did_nothing_is_told (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    guint32 sector = world->sector_size;

    world_fill (world, 4 * sector, 4 * sector, 1);
    world->chip->stubborn_sector = 5 * sector;
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 4 * sector, 4 * sector, 2);
    world_run (world);
    assert_false (world->result->ok);
    assert_int_equal (world->result->problem->code, UL_ERROR_FLASH_NOT_BLANK);
    assert_string_equal (world_detail (world, "sector"), "5");
    assert_int_equal (world_sector (world, 5).activity, UL_ACTIVITY_FAILED);
    assert_true (world->result->touched);
}

/* --- READ --- */

static void
assert_same_bytes (World *world, guint32 address, guint32 size)
{
    g_autofree guint8 *data = g_malloc (size);

    assert_non_null (world->result->data);
    assert_int_equal (ul_image_get_size (world->result->data), size);
    assert_int_equal (ul_image_read (world->result->data, address, size, data, NULL), size);
    assert_memory_equal (data, world->chip->flash + address, size);
}

static void
range_is_read_byte_by_byte (void **state)
{
    g_autoptr (World) world = world_new (*state);

    world_fill (world, 0, 8 * world->sector_size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_READ);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = 1001;
    world->spec->range_size = 5555;
    world_must_run (world);
    assert_same_bytes (world, 1001, 5555);
    assert_int_equal (world->result->bytes, 5555);
}

static void
whole_chip_is_read (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0, 8 * world->sector_size, 1);
    world_power_up (world);
    world_ask (world, UL_JOB_READ);
    world->spec->scope = UL_SCOPE_ALL;
    world_must_run (world);
    assert_same_bytes (world, 0, world->size);
    assert_int_equal (ul_session_get_chip (world->session)->facts[2].content, UL_CONTENT_DATA);
    assert_int_equal (ul_session_get_chip (world->session)->facts[99].content, UL_CONTENT_BLANK);
}

static void
reading_does_not_disturb_the_program (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_power_up (world);
    world_ask (world, UL_JOB_READ);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_size = 4096;
    world_must_run (world);
    assert_int_equal (world->chip->n_resets, 0);
    assert_false (world->chip->halted);
}

static void
locked_chip_cannot_be_read (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world->chip->flash[0x40C] = 0xFF;
    world_power_up (world);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_READ);
    world->spec->scope = UL_SCOPE_ALL;
    world_fails (world, UL_ERROR_CHIP_LOCKED);
    assert_null (world->result->data);
}

static void
range_beyond_the_flash_is_not_read (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_READ);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = world->size - 16;
    world->spec->range_size = 32;
    world_fails (world, UL_ERROR_IMAGE_DOES_NOT_FIT);
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
        ON_BOTH (equal_contents_verify),
        ON_BOTH (first_differing_byte_is_named),
        ON_BOTH (blank_flash_is_found_blank),
        ON_BOTH (sectors_that_are_not_blank_are_named),
        ON_BOTH (chosen_sectors_are_read),
        ON_BOTH (look_in_passing_is_no_job),
        cmocka_unit_test (bytes_outside_the_file_do_not_matter),
        cmocka_unit_test (chip_without_a_driver_can_be_verified),
        cmocka_unit_test (locked_chip_cannot_be_verified),
        cmocka_unit_test (programming_over_an_erase_that_did_nothing_is_told),
        ON_BOTH (range_is_read_byte_by_byte),
        cmocka_unit_test (whole_chip_is_read),
        cmocka_unit_test (reading_does_not_disturb_the_program),
        cmocka_unit_test (locked_chip_cannot_be_read),
        cmocka_unit_test (range_beyond_the_flash_is_not_read),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-verify", tests, NULL, NULL);
}
