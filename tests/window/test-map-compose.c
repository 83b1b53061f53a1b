/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "ul-error.h"
#include "ul-file-clash.h"
#include "ul-map-compose.h"
#include "ul-map-state.h"

#define SECTOR 1024 /* of MKL25Z128 */

/* A chip of which the first four sectors are protected and the first six hold data, and a file for
 * the sectors 2 to 5. */
typedef struct {
    const UlDevice *device;
    UlChip chip;
    UlSectorFacts facts[128];
    UlImage *image;
    UlPlan *plan;
    UlMapSources sources;
    UlSectorState states[128];
} World;

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);
    guint8 data[4 * SECTOR];

    world->device = ul_devices_find ("MKL25Z128");
    assert_non_null (world->device);
    assert_int_equal (ul_device_get_n_sectors (world->device), 128);
    for (guint i = 0; i < 128; i++)
        world->facts[i].content = i < 6 ? UL_CONTENT_DATA : UL_CONTENT_BLANK;
    world->chip = (UlChip){
        .state = UL_SESSION_READY, .found = world->device, .facts = world->facts, .n_facts = 128
    };
    world->chip.protection = (UlProtection){ .lock = UL_LOCK_OPEN,
                                             .have_registers = TRUE,
                                             .fprot = 0xFFFFFFFE,
                                             .fdprot = 0xFF,
                                             .feprot = 0xFF };
    memset (data, 0x5A, sizeof data);
    world->image = ul_image_new_from_data ("app.bin", 2 * SECTOR, data, sizeof data);
    world->sources =
        (UlMapSources){ .device = world->device, .chip = &world->chip, .image = world->image };
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    g_clear_pointer (&world->plan, ul_plan_free);
    g_object_unref (world->image);
    g_free (world);
    return 0;
}

static void
make_plan (World *world)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);
    g_autoptr (GError) error = NULL;

    spec->image = g_object_ref (world->image);
    spec->skip_protected = TRUE;
    world->plan = ul_plan_new (world->device, spec, &world->chip.protection, world->facts, NULL,
                               NULL, &error);
    assert_no_error (error);
    world->sources.plan = world->plan;
}

static void
shows_what_the_chip_holds (void **state)
{
    World *world = *state;

    ul_map_compose (&world->sources, world->states);
    assert_int_equal (world->states[5].content, UL_CONTENT_DATA);
    assert_int_equal (world->states[6].content, UL_CONTENT_BLANK);
    assert_int_equal (world->states[3].protection, UL_PROTECTED_FULL);
    assert_int_equal (world->states[4].protection, UL_PROTECTED_NONE);
    assert_true (world->states[1].has_fcf);
    assert_false (world->states[0].has_fcf);
    assert_true (world->states[2].in_image && world->states[5].in_image);
    assert_false (world->states[1].in_image || world->states[6].in_image);
}

static void
shows_nothing_of_another_chip (void **state)
{
    World *world = *state;

    world->chip.found = ul_devices_find ("MK64FN1M0xxx12");
    ul_map_compose (&world->sources, world->states);
    assert_int_equal (world->states[5].content, UL_CONTENT_UNKNOWN);
    assert_int_equal (world->states[3].protection, UL_PROTECTED_NONE);
    assert_true (world->states[2].in_image);
}

static void
shows_the_plan (void **state)
{
    World *world = *state;

    make_plan (world);
    ul_map_compose (&world->sources, world->states);
    assert_int_equal (world->states[3].step, UL_STEP_SKIP);
    assert_true (world->states[3].left_out);
    assert_int_equal (world->states[4].step, UL_STEP_REWRITE);
    assert_int_equal (world->states[6].step, UL_STEP_NONE);
}

static void
shows_what_is_in_the_way (void **state)
{
    World *world = *state;

    make_plan (world);
    world->sources.blocked = TRUE;
    ul_map_compose (&world->sources, world->states);
    assert_int_equal (world->states[3].step, UL_STEP_REWRITE);
    assert_false (world->states[3].left_out);
    assert_int_equal (world->states[3].protection, UL_PROTECTED_FULL);
}

static void
keeps_how_far_a_job_came (void **state)
{
    World *world = *state;
    UlSectorState kept[128] = { 0 };

    make_plan (world);
    kept[4] = (UlSectorState){ .activity = UL_ACTIVITY_FAILED, .step = UL_STEP_PROGRAM };
    ul_map_compose (&world->sources, world->states);
    ul_map_compose_keep (world->states, 128, kept, 128);
    assert_int_equal (world->states[4].activity, UL_ACTIVITY_FAILED);
    assert_int_equal (world->states[4].step, UL_STEP_PROGRAM);
    assert_int_equal (world->states[4].content, UL_CONTENT_DATA);
    assert_int_equal (world->states[5].activity, UL_ACTIVITY_NONE);
    assert_int_equal (world->states[5].step, UL_STEP_REWRITE);
}

static void
finds_what_is_outside (void **state)
{
    World *world = *state;
    g_autofree guint8 *data = g_malloc0 (3 * SECTOR);
    g_autoptr (UlImage) over = ul_image_new_from_data ("long.bin", 127 * SECTOR, data, 3 * SECTOR);
    g_autoptr (UlImage) top = ul_image_new_from_data ("top.bin", 0xFFFFFC00, data, SECTOR);
    UlImage *both[] = { over, top };
    g_autoptr (UlImage) image = ul_image_merge (both, 2, NULL);
    g_autoptr (GArray) none = ul_map_compose_strays (world->device, world->image);
    g_autoptr (GArray) strays = ul_map_compose_strays (world->device, image);

    assert_int_equal (none->len, 0);
    assert_int_equal (strays->len, 2);
    assert_int_equal (g_array_index (strays, UlSegment, 0).address, 128 * SECTOR);
    assert_int_equal (g_array_index (strays, UlSegment, 0).size, 2 * SECTOR);
    assert_int_equal (g_array_index (strays, UlSegment, 1).address, 0xFFFFFC00);
    assert_int_equal (g_array_index (strays, UlSegment, 1).size, SECTOR);
}

static void
pins_what_is_kept (void **state)
{
    World *world = *state;
    UlProfileRange ranges[] = { { 5 * SECTOR + 10, 6 * SECTOR }, { 127 * SECTOR, G_MAXUINT32 } };
    g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (UlProfileRange));

    g_array_append_vals (kept, ranges, G_N_ELEMENTS (ranges));
    world->sources.kept = kept;
    ul_map_compose (&world->sources, world->states);
    for (guint i = 0; i < 128; i++)
        assert_int_equal (world->states[i].pinned, i == 5 || i == 6 || i == 127);
    g_autofree char *text = ul_map_state_describe (&world->states[5], FALSE, NULL, NULL);
    assert_string_equal (text, "holds data, in the file, kept as it is");
}

#define CASE(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

/* Two files, of which the second has other bytes in the sectors 4 and 5. */
static void
marks_where_files_do_not_agree (void **state)
{
    World *world = *state;
    guint8 data[3 * SECTOR];
    g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

    memset (data, 0x5A, sizeof data);
    data[SECTOR + 3] = data[SECTOR + 4] = data[SECTOR - 1] = 1;
    g_ptr_array_add (files, g_object_ref (world->image));
    g_ptr_array_add (files, ul_image_new_from_data ("boot.bin", 4 * SECTOR, data, sizeof data));
    world->sources.image = NULL;
    world->sources.clashing = files;
    ul_map_compose (&world->sources, world->states);
    for (guint i = 0; i < 8; i++) {
        assert_int_equal (world->states[i].in_image, i >= 2 && i <= 6);
        assert_int_equal (world->states[i].clash, i == 4 || i == 5);
    }

    g_autofree char *four = ul_file_clash_describe (files, 4 * SECTOR, SECTOR);
    g_autofree char *five = ul_file_clash_describe (files, 5 * SECTOR, SECTOR);
    assert_string_equal (four, "app.bin and boot.bin differ in 1 byte at 0x000013FF");
    assert_string_equal (five, "app.bin and boot.bin differ in 2 bytes from 0x00001403 on");
    assert_null (ul_file_clash_describe (files, 6 * SECTOR, SECTOR));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        CASE (shows_what_the_chip_holds),
        CASE (shows_nothing_of_another_chip),
        CASE (shows_the_plan),
        CASE (shows_what_is_in_the_way),
        CASE (keeps_how_far_a_job_came),
        CASE (finds_what_is_outside),
        CASE (pins_what_is_kept),
        CASE (marks_where_files_do_not_agree),
    };

    return cmocka_run_group_tests_name ("map-compose", tests, NULL, NULL);
}
