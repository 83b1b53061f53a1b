/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which sectors are chosen. */
#include "test.h"

#include "ul-sector-selection.h"

typedef struct {
    UlSectorSelection *selection;
    guint n_changed, first, last;
} World;

static void
on_changed (World *world, guint first, guint last)
{
    world->n_changed++;
    world->first = first;
    world->last = last;
}

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->selection = ul_sector_selection_new ();
    ul_sector_selection_reset (world->selection, 10);
    g_signal_connect_swapped (world->selection, "changed", G_CALLBACK (on_changed), world);
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    g_object_unref (world->selection);
    g_free (world);
    return 0;
}

/* @expected: "..xx......" */
static void
assert_selected (World *world, const char *expected)
{
    char text[11] = { 0 };

    for (guint i = 0; i < 10; i++)
        text[i] = ul_sector_selection_contains (world->selection, i) ? 'x' : '.';
    assert_string_equal (text, expected);
}

static void
one_is_selected_alone (void **state)
{
    World *world = *state;

    ul_sector_selection_select_only (world->selection, 3);
    ul_sector_selection_select_only (world->selection, 5);
    assert_selected (world, ".....x....");
    assert_int_equal (world->n_changed, 2);
    assert_int_equal (world->first, 3);
    assert_int_equal (world->last, 5);
    assert_int_equal (ul_sector_selection_get_count (world->selection), 1);
}

static void
an_extension_reaches_from_the_anchor (void **state)
{
    World *world = *state;

    ul_sector_selection_select_only (world->selection, 4);
    ul_sector_selection_extend_to_cell (world->selection, 7, 7, FALSE);
    assert_selected (world, "....xxxx..");
    ul_sector_selection_extend_to_cell (world->selection, 2, 2, FALSE);
    assert_selected (world, "..xxx.....");
    ul_sector_selection_toggle_cell (world->selection, 8, 8);
    ul_sector_selection_extend_to_cell (world->selection, 9, 9, TRUE);
    assert_selected (world, "..xxx...xx");
}

static void
an_extension_from_a_cell_keeps_all_of_it (void **state)
{
    World *world = *state;

    ul_sector_selection_select_cell (world->selection, 4, 5);
    ul_sector_selection_extend_to_cell (world->selection, 8, 9, FALSE);
    assert_selected (world, "....xxxxxx");
    ul_sector_selection_extend_to_cell (world->selection, 2, 3, FALSE);
    assert_selected (world, "..xxxx....");
    ul_sector_selection_toggle_cell (world->selection, 0, 1);
    assert_selected (world, "xxxxxx....");
    ul_sector_selection_toggle_cell (world->selection, 4, 5);
    assert_selected (world, "xxxx......");
    ul_sector_selection_toggle_cell (world->selection, 2, 2);
    ul_sector_selection_toggle_cell (world->selection, 2, 3); /* of which one is left */
    assert_selected (world, "xxxx......");
    ul_sector_selection_set_cell (world->selection, 2, 9, FALSE);
    assert_selected (world, "xx........");
    assert_int_equal (ul_sector_selection_get_count (world->selection), 2);
}

static void
toggled_twice_is_as_before (void **state)
{
    World *world = *state;

    ul_sector_selection_select_range (world->selection, 1, 3);
    ul_sector_selection_toggle_cell (world->selection, 2, 2);
    assert_selected (world, ".x.x......");
    assert_int_equal (ul_sector_selection_get_count (world->selection), 2);
    ul_sector_selection_toggle_cell (world->selection, 2, 2);
    assert_int_equal (ul_sector_selection_get_count (world->selection), 3);
}

static void
nothing_is_said_when_nothing_changes (void **state)
{
    World *world = *state;

    ul_sector_selection_select_none (world->selection);
    assert_int_equal (world->n_changed, 0);
    ul_sector_selection_select_all (world->selection);
    ul_sector_selection_select_all (world->selection);
    assert_int_equal (world->n_changed, 1);
    assert_int_equal (ul_sector_selection_get_count (world->selection), 10);
}

static void
sectors_that_are_not_there_are_never_selected (void **state)
{
    World *world = *state;

    ul_sector_selection_toggle_cell (world->selection, 10, 10);
    ul_sector_selection_select_range (world->selection, 8, 99);
    assert_int_equal (ul_sector_selection_get_count (world->selection), 2);
    ul_sector_selection_reset (world->selection, 0);
    ul_sector_selection_select_all (world->selection);
    ul_sector_selection_select_only (world->selection, 0);
    assert_int_equal (ul_sector_selection_get_count (world->selection), 0);
    assert_false (ul_sector_selection_contains (world->selection, 0));
}

int
main (void)
{
#define CASE(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE (one_is_selected_alone),
        CASE (an_extension_reaches_from_the_anchor),
        CASE (an_extension_from_a_cell_keeps_all_of_it),
        CASE (toggled_twice_is_as_before),
        CASE (nothing_is_said_when_nothing_changes),
        CASE (sectors_that_are_not_there_are_never_selected),
    };

    return cmocka_run_group_tests_name ("sector-selection", tests, NULL, NULL);
}
