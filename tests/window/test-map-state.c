/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

#include "ul-map-state.h"

typedef struct {
    const char *words;
    UlSectorState state;
    gboolean hidden;
    gboolean problem;
} Case;

static const Case cases[] = {
    { "not read", { 0 } },
    { "blank", { .content = UL_CONTENT_BLANK } },
    { "holds data", { .content = UL_CONTENT_DATA } },
    { "hidden: chip is locked", { .content = UL_CONTENT_DATA }, .hidden = TRUE },
    { "holds data, protected", { .content = UL_CONTENT_DATA, .protection = UL_PROTECTED_FULL } },
    { "holds data, partly protected, lock settings",
      { .content = UL_CONTENT_DATA, .protection = UL_PROTECTED_PART, .has_fcf = 1 } },
    { "not read, in the file", { .in_image = 1 } },
    { "holds data, will be written",
      { .content = UL_CONTENT_DATA, .in_image = 1, .step = UL_STEP_REWRITE } },
    { "blank, will be written",
      { .content = UL_CONTENT_BLANK, .in_image = 1, .step = UL_STEP_PROGRAM } },
    { "holds data, will be erased", { .content = UL_CONTENT_DATA, .step = UL_STEP_ERASE } },
    { "holds data, already matches",
      { .content = UL_CONTENT_DATA, .in_image = 1, .step = UL_STEP_SKIP } },
    { "blank", { .content = UL_CONTENT_BLANK, .step = UL_STEP_SKIP } },
    { "holds data, left as it is, protected",
      { .content = UL_CONTENT_DATA,
        .in_image = 1,
        .step = UL_STEP_SKIP,
        .left_out = 1,
        .protection = UL_PROTECTED_FULL } },
    { "holds data, will be written, other bytes kept",
      { .content = UL_CONTENT_DATA, .in_image = 1, .step = UL_STEP_REWRITE, .preserves = 1 } },
    { "holds data, will be written, protected",
      { .content = UL_CONTENT_DATA, .step = UL_STEP_REWRITE, .protection = UL_PROTECTED_FULL },
      .problem = TRUE },
    { "holds data, will be written, waiting",
      { .content = UL_CONTENT_DATA, .step = UL_STEP_REWRITE, .activity = UL_ACTIVITY_QUEUED } },
    { "erasing", { .step = UL_STEP_REWRITE, .activity = UL_ACTIVITY_ERASING } },
    { "erased, not written", { .step = UL_STEP_REWRITE, .activity = UL_ACTIVITY_ERASED } },
    { "blank", { .step = UL_STEP_ERASE, .activity = UL_ACTIVITY_ERASED } },
    { "blank", { .activity = UL_ACTIVITY_ERASED }, .hidden = TRUE },
    { "programming", { .step = UL_STEP_REWRITE, .activity = UL_ACTIVITY_PROGRAMMING } },
    { "written", { .step = UL_STEP_REWRITE, .activity = UL_ACTIVITY_PROGRAMMED } },
    { "verifying", { .step = UL_STEP_REWRITE, .activity = UL_ACTIVITY_VERIFYING } },
    { "verified", { .step = UL_STEP_REWRITE, .activity = UL_ACTIVITY_VERIFIED } },
    { "holds data, already matches",
      { .content = UL_CONTENT_DATA, .activity = UL_ACTIVITY_SKIPPED } },
    { "blank",
      { .content = UL_CONTENT_BLANK, .step = UL_STEP_SKIP, .activity = UL_ACTIVITY_SKIPPED } },
    { "blank, files disagree",
      { .content = UL_CONTENT_BLANK, .in_image = 1, .clash = 1 },
      .problem = TRUE },
    { "in doubt", { .step = UL_STEP_ERASE, .activity = UL_ACTIVITY_IN_DOUBT }, .problem = TRUE },
    { "failed, protected",
      { .activity = UL_ACTIVITY_FAILED, .protection = UL_PROTECTED_FULL },
      .problem = TRUE },
    { "holds data, will be written, not done",
      { .content = UL_CONTENT_DATA, .step = UL_STEP_REWRITE, .activity = UL_ACTIVITY_NOT_DONE },
      .problem = TRUE },
};

static void
is_said_and_counted_so (void **state)
{
    const Case *test = *state;
    g_autofree char *words = ul_map_state_describe (&test->state, test->hidden, NULL, NULL);

    assert_string_equal (words, test->words);
    assert_int_equal (ul_map_state_is_problem (&test->state), test->problem);
}

/* Whatever comes from a job: there is a look for it. */
static void
any_state_has_a_look (void **state)
{
    for (guint content = 0; content < 4; content++)
        for (guint step = 0; step < 6; step++)
            for (guint activity = 0; activity < 16; activity++) {
                UlSectorState sector = { .content = (guint8) content,
                                         .step = (guint8) step,
                                         .activity = (guint8) activity };
                UlMapLook look = ul_map_state_look (&sector, FALSE);
                assert_true (look.chip < UL_MAP_N_STATES);
                assert_true (look.file < UL_MAP_N_STATES);
                assert_true (look.whole < UL_MAP_N_STATES);
            }
}

/* Halves are for what was and what is planned; what is going on takes the whole cell. */
static void
halves_give_way_to_what_is_going_on (void **state)
{
    UlSectorState sector = { .content = UL_CONTENT_DATA, .in_image = 1, .step = UL_STEP_REWRITE };
    UlMapLook look = ul_map_state_look (&sector, FALSE);

    assert_int_equal (look.chip, UL_MAP_DATA);
    assert_int_equal (look.file, UL_MAP_WILL_CHANGE);
    assert_int_equal (look.whole, UL_MAP_WILL_CHANGE);
    sector.activity = UL_ACTIVITY_VERIFIED;
    look = ul_map_state_look (&sector, FALSE);
    assert_int_equal (look.chip, UL_MAP_VERIFIED);
    assert_int_equal (look.file, UL_MAP_VERIFIED);
}

static void
says_why_it_failed_and_which_files_disagree (void **state)
{
    UlSectorState failed = { .activity = UL_ACTIVITY_FAILED };
    UlSectorState clash = { .in_image = 1, .clash = 1 };
    g_autofree char *one = ul_map_state_describe (&failed, FALSE, "one byte differs", "no");
    g_autofree char *other = ul_map_state_describe (&clash, FALSE, "no", "a.hex and b.hex");

    assert_string_equal (one, "failed: one byte differs");
    assert_string_equal (other, "not read, files disagree: a.hex and b.hex");
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases) + 3] = {
        cmocka_unit_test (says_why_it_failed_and_which_files_disagree),
        cmocka_unit_test (any_state_has_a_look),
        cmocka_unit_test (halves_give_way_to_what_is_going_on),
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[2 + i] = case_of (cases[i].words, is_said_and_counted_so, &cases[i]);
    return cmocka_run_group_tests_name ("map-state", tests, NULL, NULL);
}
