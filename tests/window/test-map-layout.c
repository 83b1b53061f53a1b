/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

#include "ul-map-layout.h"

static const UlMapMetrics metrics = { .ruler = 80, .heading = 24, .line = 14 };

/* 128 sectors behind 32 bits of protection, and a smaller region. */
static const UlMapShape kl25 = { .regions = { { 128, 4 } }, .n_regions = 1 };
static const UlMapShape two = { .regions = { { 100, 0 }, { 10, 0 } },
                                .n_regions = 2,
                                .n_strays = 2 };

static UlMapLayout
make (const UlMapShape *shape, int pitch, int width)
{
    UlMapLayout layout;
    ul_map_layout_make (&layout, shape, &metrics, pitch, width);
    return layout;
}

static void
rows_hold_a_power_of_two_that_fits (void **state)
{
    for (int width = 100; width < 2000; width += 37)
        for (int i = 0; i < UL_MAP_N_SIZES; i++) {
            UlMapLayout layout = make (&kl25, ul_map_sizes[i], width);
            assert_int_equal (layout.columns & (layout.columns - 1), 0);
            assert_in_range (layout.columns, 1, 128);
            if (layout.columns > 1)
                assert_true (layout.width <= width);
        }
}

static void
one_more_doubling_would_not_fit (void **state)
{
    UlMapLayout layout = make (&kl25, 20, 600);

    assert_int_equal (layout.columns, 16);
    assert_true (80 + 32 * 20 > 600);
}

/* Every pixel belongs to the cell it is drawn in, and to no other. */
static void
check_every_cell_is_found (const UlMapLayout *layout)
{
    for (guint i = 0; i < layout->n_sectors + layout->n_strays; i++) {
        int x, y, inside = MIN (layout->cell, layout->pitch) - 1;
        ul_map_layout_get_cell (layout, i, &x, &y);
        assert_int_equal (ul_map_layout_find (layout, x, y), i);
        assert_int_equal (ul_map_layout_find (layout, x + inside, y + inside), i);
        assert_true (y + layout->cell <= layout->height);
        assert_true (i >= layout->n_sectors || x + layout->cell <= layout->width);
    }
}

static void
a_cell_is_found_where_it_is_drawn (void **state)
{
    for (int i = 0; i < UL_MAP_N_SIZES; i++) {
        UlMapLayout one = make (&kl25, ul_map_sizes[i], 640),
                    other = make (&two, ul_map_sizes[i], 333);
        check_every_cell_is_found (&one);
        check_every_cell_is_found (&other);
    }
}

static void
nothing_is_found_beside_the_cells (void **state)
{
    UlMapLayout layout = make (&two, 20, 600);
    int x, y;

    assert_int_equal (ul_map_layout_find (&layout, 10, layout.blocks[0].y + 3), -1);
    assert_int_equal (ul_map_layout_find (&layout, 100, layout.blocks[0].heading_y + 2), -1);
    assert_int_equal (ul_map_layout_find (&layout, 5000, layout.blocks[0].y + 3), -1);
    assert_int_equal (ul_map_layout_find (&layout, 100, layout.height + 50), -1);
    assert_int_equal (ul_map_layout_find (&layout, -5, -5), -1);
    ul_map_layout_get_cell (&layout, 99, &x, &y); /* the last of a row that is not full */
    assert_int_equal (ul_map_layout_find (&layout, x + 20, y), -1);
}

static void
a_wider_gap_stands_between_granules (void **state)
{
    UlMapLayout layout = make (&kl25, 20, 600); /* 16 columns, granules of 4 */
    int at[6], y;

    for (guint i = 0; i < 6; i++)
        ul_map_layout_get_cell (&layout, i, &at[i], &y);
    assert_int_equal (at[1] - at[0], 20);
    assert_int_equal (at[3] - at[2], 20);
    assert_int_equal (at[4] - at[3], 24);
    assert_int_equal (at[5] - at[4], 20);
}

static void
granules_of_several_rows_are_parted_by_rows (void **state)
{
    UlMapShape shape = { .regions = { { 256, 64 } }, .n_regions = 1 };
    UlMapLayout layout = make (&shape, 12, 80 + 16 * 12 + 4); /* 16 columns: 4 rows a granule */
    int x, first, fourth, fifth;

    assert_int_equal (layout.columns, 16);
    ul_map_layout_get_cell (&layout, 32, &x, &first);
    ul_map_layout_get_cell (&layout, 48, &x, &fourth);
    ul_map_layout_get_cell (&layout, 64, &x, &fifth);
    assert_int_equal (fourth - first, 12);
    assert_int_equal (fifth - fourth, 16);
}

static void
fitting_takes_the_largest_cells (void **state)
{
    UlMapLayout small, large;

    ul_map_layout_fit (&large, &kl25, &metrics, 900, 600);
    assert_int_equal (large.pitch, 50);
    assert_int_equal (large.columns, 16);
    ul_map_layout_fit (&small, &kl25, &metrics, 400, 130);
    assert_true (small.height <= 130 && small.width <= 400);
    UlMapLayout next = make (&kl25, small.pitch + 1, 400);
    assert_true (next.height > 130 || next.width > 400);
}

static void
rows_stay_when_the_pane_gets_lower (void **state)
{
    UlMapLayout high, low;

    ul_map_layout_fit (&high, &kl25, &metrics, 590, 560);
    ul_map_layout_fit (&low, &kl25, &metrics, 590, 460);
    assert_int_equal (high.columns, 16);
    assert_int_equal (low.columns, 16);
}

/* Too small to show chip and file apart, each pixel counts: below a banner no long rows of cells of
 * 12 where others of 16 have room. */
static void
small_cells_are_given_up_for_no_longer_rows (void **state)
{
    static const UlMapShape k64 = { .regions = { { 128, 8 }, { 128, 8 } }, .n_regions = 2 };
    UlMapLayout below_banner, low;

    ul_map_layout_fit (&below_banner, &kl25, &metrics, 518, 155);
    assert_int_equal (below_banner.pitch, 16);
    assert_int_equal (below_banner.columns, 16);
    ul_map_layout_fit (&low, &k64, &metrics, 518, 290); /* for one pixel they are */
    assert_int_equal (low.pitch, 13);
    assert_int_equal (low.columns, 32);
}

static void
what_never_fits_gets_the_smallest_cells (void **state)
{
    UlMapShape shape = { .regions = { { 16384, 0 } }, .n_regions = 1 };
    UlMapLayout layout;

    ul_map_layout_fit (&layout, &shape, &metrics, 300, 200);
    assert_int_equal (layout.pitch, 6);
    assert_true (layout.height > 200);
}

static void
only_rows_that_are_touched_are_given (void **state)
{
    UlMapLayout layout = make (&kl25, 20, 600);
    guint first, n;
    int top = layout.blocks[0].y;

    ul_map_layout_get_range (&layout, 0, top + 21, 2, &first, &n);
    assert_int_equal (first, 16);
    assert_int_equal (n, 16);
    ul_map_layout_get_range (&layout, 0, 0, layout.height, &first, &n);
    assert_int_equal (first, 0);
    assert_int_equal (n, 128);
    ul_map_layout_get_range (&layout, 0, layout.height + 10, 40, &first, &n);
    assert_int_equal (n, 0);
    ul_map_layout_get_range (&layout, 0, 0, 5, &first, &n); /* the heading alone */
    assert_int_equal (n, 0);
}

static void
rows_and_columns_lead_back_to_the_sector (void **state)
{
    UlMapLayout layout = make (&two, 20, 600);

    for (guint i = 0; i < layout.n_sectors + layout.n_strays; i++) {
        guint row, column;
        ul_map_layout_get_position (&layout, i, &row, &column);
        assert_int_equal (ul_map_layout_get_sector (&layout, row, column), i);
    }
    assert_int_equal (ul_map_layout_get_sector (&layout, 6, 15), -1); /* 100 is 6 rows and 4 */
    assert_int_equal (ul_map_layout_get_sector (&layout, 9, 0), 111);
    assert_int_equal (ul_map_layout_get_sector (&layout, 99, 0), -1);
}

typedef struct {
    const char *name;
    guint from;
    UlMapMove move;
    guint to;
} Step;

/* 100 and 10 sectors, 16 in a row: rows 0 to 6, the last of them 96 to 99, then 100 to 109. */
static const Step steps[] = {
    { "left of the first stays", 0, UL_MAP_MOVE_LEFT, 0 },
    { "right goes to the next row", 15, UL_MAP_MOVE_RIGHT, 16 },
    { "right goes to the next region", 99, UL_MAP_MOVE_RIGHT, 100 },
    { "right of the last stays", 109, UL_MAP_MOVE_RIGHT, 109 },
    { "down keeps the column", 5, UL_MAP_MOVE_DOWN, 21 },
    { "down to a short row takes its last", 90, UL_MAP_MOVE_DOWN, 99 },
    { "down crosses into the next region", 97, UL_MAP_MOVE_DOWN, 101 },
    { "up crosses into the region before", 101, UL_MAP_MOVE_UP, 97 },
    { "up from the first row stays", 3, UL_MAP_MOVE_UP, 3 },
    { "down from the last row stays", 105, UL_MAP_MOVE_DOWN, 105 },
    { "home goes to the start of the row", 30, UL_MAP_MOVE_ROW_START, 16 },
    { "end goes to the end of the row", 16, UL_MAP_MOVE_ROW_END, 31 },
    { "end of a short row", 96, UL_MAP_MOVE_ROW_END, 99 },
    { "a page down", 1, UL_MAP_MOVE_PAGE_DOWN, 49 },
    { "a page up ends at the top", 20, UL_MAP_MOVE_PAGE_UP, 4 },
    { "the start", 77, UL_MAP_MOVE_START, 0 },
    { "the end", 77, UL_MAP_MOVE_END, 109 },
};

static void
keys_lead_where_expected (void **state)
{
    const Step *step = *state;
    UlMapLayout layout = make (&two, 20, 600);

    assert_int_equal (layout.columns, 16);
    assert_int_equal (ul_map_layout_move (&layout, step->from, step->move, 3), step->to);
}

static void
a_map_without_sectors_stands_any_question (void **state)
{
    UlMapShape shape = { 0 };
    UlMapLayout layout = make (&shape, 20, 600);
    guint row;

    assert_int_equal (layout.n_sectors, 0);
    assert_int_equal (ul_map_layout_find (&layout, 100, 10), -1);
    assert_int_equal (ul_map_layout_move (&layout, 0, UL_MAP_MOVE_DOWN, 1), 0);
    for (row = 0; row < 3; row++)
        assert_int_equal (ul_map_layout_get_sector (&layout, row, 0), -1);
}

static void
shape_follows_the_device (void **state)
{
    const UlDevice device = { .regions = { { UL_REGION_PROGRAM_FLASH, 0, 0x20000, 0x400, 4 } },
                              .n_regions = 1,
                              .controller = UL_CONTROLLER_FTFA,
                              .name = "made up",
                              .family = "made up",
                              .has_fcf = TRUE };
    UlMapShape shape;

    ul_map_shape_init (&shape, &device, 0);
    assert_int_equal (shape.n_regions, 1);
    assert_int_equal (shape.regions[0].n_sectors, 128);
    assert_int_equal (shape.regions[0].granule, 4); /* 128 KiB behind 32 bits */
    ul_map_shape_init (&shape, NULL, 1);
    assert_int_equal (shape.n_regions, 0);
    assert_int_equal (shape.n_strays, 1);
}

/* As far as it is known which blocks a chip has. */
static void
each_block_of_flash_is_a_part (void **state)
{
    static const struct {
        const char *device;
        guint n_parts, first; /* sectors of the first */
    } chips[] = {
        { "MKL25Z128", 1, 128 },     { "MK64FN1M0", 2, 128 },    { "MK66FN2M0", 4, 128 },
        { "MK20DX256xxx7", 2, 128 }, { "MKE02Z64xxx4", 2, 128 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (chips); i++) {
        const UlDevice *device = ul_devices_find (chips[i].device);
        guint n = 0;
        UlMapShape shape;

        ul_map_shape_init (&shape, device, 0);
        assert_int_equal (shape.n_regions, chips[i].n_parts);
        assert_int_equal (shape.regions[0].n_sectors, chips[i].first);
        for (guint k = 0; k < shape.n_regions; k++)
            n += shape.regions[k].n_sectors;
        assert_int_equal (n, ul_device_get_n_sectors (device));
    }
}

/* Sectors of two blocks, four to a cell; the last cells are not full. */
static const UlMapShape grouped = {
    .regions = { { 1001, 32 }, { 6, 0 } }, .n_regions = 2, .n_strays = 2, .group = 4
};

static void
sectors_that_share_a_cell_are_found_as_one (void **state)
{
    UlMapLayout layout = make (&grouped, 12, 640);
    guint first, last, row, column;
    int x, y;

    assert_int_equal (layout.n_sectors, 1007);
    assert_int_equal (layout.n_cells, 251 + 2);
    for (guint i = 0; i < layout.n_sectors + layout.n_strays; i++) {
        ul_map_layout_get_group (&layout, i, &first, &last);
        assert_in_range (i, first, last);
        assert_int_equal (last - first, i < 1000                ? 3
                                        : i >= 1001 && i < 1005 ? 3
                                        : i >= 1005 && i < 1007 ? 1
                                                                : 0);
        ul_map_layout_get_cell (&layout, i, &x, &y);
        assert_int_equal (ul_map_layout_find (&layout, x + 2, y + 2), first);
        ul_map_layout_get_position (&layout, i, &row, &column);
        assert_int_equal (ul_map_layout_get_sector (&layout, row, column), first);
        assert_int_equal (ul_map_layout_get_nth (&layout, ul_map_layout_get_index (&layout, i)),
                          first);
    }
    ul_map_layout_get_cell (&layout, 28, &x, &y);
    int before = x;
    ul_map_layout_get_cell (&layout, 32, &x, &y);
    assert_int_equal (x - before, layout.pitch + layout.gap); /* a granule of 32 sectors ends */
}

static void
keys_go_by_cells (void **state)
{
    UlMapLayout layout = make (&grouped, 20, 80 + 16 * 20 + 8); /* 16 columns */
    guint in_row = layout.columns * 4;

    assert_int_equal (ul_map_layout_move (&layout, 6, UL_MAP_MOVE_RIGHT, 1), 8);
    assert_int_equal (ul_map_layout_move (&layout, 6, UL_MAP_MOVE_LEFT, 1), 0);
    assert_int_equal (ul_map_layout_move (&layout, 6, UL_MAP_MOVE_DOWN, 1), 4 + in_row);
    assert_int_equal (ul_map_layout_move (&layout, 6, UL_MAP_MOVE_ROW_END, 1), in_row - 4);
    assert_int_equal (ul_map_layout_move (&layout, in_row + 9, UL_MAP_MOVE_ROW_START, 1), in_row);
    assert_int_equal (ul_map_layout_move (&layout, 1000, UL_MAP_MOVE_RIGHT, 1), 1001);
    assert_int_equal (ul_map_layout_move (&layout, 1001, UL_MAP_MOVE_LEFT, 1), 1000);
    assert_int_equal (ul_map_layout_move (&layout, 6, UL_MAP_MOVE_END, 1), 1005);
}

static void
very_many_sectors_share_cells (void **state)
{
    static const struct {
        guint32 size;
        guint group;
    } chips[] = { { 0x400 * 16384, 1 },
                  { 0x400 * 16385, 2 },
                  { 0x400 * 32768, 2 },
                  { 0x400 * 32769u, 4 },
                  { 0xFFFFFC00, 256 } };

    for (guint i = 0; i < G_N_ELEMENTS (chips); i++) {
        const UlDevice device = { .name = "made up",
                                  .regions = { { UL_REGION_PROGRAM_FLASH, 0, chips[i].size, 0x400,
                                                 4 } },
                                  .n_regions = 1 };
        UlMapShape shape;
        ul_map_shape_init (&shape, &device, 0);
        assert_int_equal (shape.group, chips[i].group);
        UlMapLayout layout = make (&shape, 6, 800);
        assert_true (layout.n_cells <= UL_MAP_MAX_CELLS);
    }
}

static void
addresses_are_left_out_where_rows_are_too_close (void **state)
{
    UlMapLayout close = make (&kl25, 6, 600), wide = make (&kl25, 20, 600);

    assert_int_equal (ul_map_layout_get_ruler_step (&close), 4); /* 14 pixels of text, 6 a row */
    assert_int_equal (ul_map_layout_get_ruler_step (&wide), 1);
}

static const struct CMUnitTest plain[] = {
    cmocka_unit_test (rows_hold_a_power_of_two_that_fits),
    cmocka_unit_test (one_more_doubling_would_not_fit),
    cmocka_unit_test (a_cell_is_found_where_it_is_drawn),
    cmocka_unit_test (nothing_is_found_beside_the_cells),
    cmocka_unit_test (a_wider_gap_stands_between_granules),
    cmocka_unit_test (granules_of_several_rows_are_parted_by_rows),
    cmocka_unit_test (fitting_takes_the_largest_cells),
    cmocka_unit_test (rows_stay_when_the_pane_gets_lower),
    cmocka_unit_test (small_cells_are_given_up_for_no_longer_rows),
    cmocka_unit_test (what_never_fits_gets_the_smallest_cells),
    cmocka_unit_test (only_rows_that_are_touched_are_given),
    cmocka_unit_test (rows_and_columns_lead_back_to_the_sector),
    cmocka_unit_test (a_map_without_sectors_stands_any_question),
    cmocka_unit_test (shape_follows_the_device),
    cmocka_unit_test (each_block_of_flash_is_a_part),
    cmocka_unit_test (sectors_that_share_a_cell_are_found_as_one),
    cmocka_unit_test (keys_go_by_cells),
    cmocka_unit_test (very_many_sectors_share_cells),
    cmocka_unit_test (addresses_are_left_out_where_rows_are_too_close),
};

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (plain) + G_N_ELEMENTS (steps)];

    for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
        tests[i] = plain[i];
    for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
        tests[G_N_ELEMENTS (plain) + i] =
            case_of (steps[i].name, keys_lead_where_expected, &steps[i]);
    return cmocka_run_group_tests_name ("map-layout", tests, NULL, NULL);
}
