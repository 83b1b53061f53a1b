/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a cell shows of the sectors that share it. */
#include "cases.h"

#include "ul-map-group.h"

#define BLANK                                                                                      \
    {                                                                                              \
        .content = UL_CONTENT_BLANK                                                                \
    }
#define DATA                                                                                       \
    {                                                                                              \
        .content = UL_CONTENT_DATA                                                                 \
    }
#define WRITE                                                                                      \
    {                                                                                              \
        .content = UL_CONTENT_DATA, .step = UL_STEP_REWRITE, .in_image = 1                         \
    }
#define MATCHES                                                                                    \
    {                                                                                              \
        .content = UL_CONTENT_DATA, .step = UL_STEP_SKIP, .in_image = 1                            \
    }
#define DOING(x)                                                                                   \
    {                                                                                              \
        .step = UL_STEP_REWRITE, .in_image = 1, .activity = UL_ACTIVITY_##x                        \
    }

typedef struct {
    const char *name;
    UlSectorState states[4];
    UlMapState whole, waiting;
} Case;

static const Case cases[] = {
    { "blank ones are blank", { BLANK, BLANK, BLANK, BLANK }, UL_MAP_BLANK, UL_MAP_NONE },
    { "one with data among blank ones", { BLANK, BLANK, DATA, BLANK }, UL_MAP_DATA, UL_MAP_NONE },
    { "one that will be written",
      { MATCHES, WRITE, DATA, BLANK },
      UL_MAP_WILL_CHANGE,
      UL_MAP_NONE },
    { "one failure among those that are well",
      { DOING (VERIFIED), DOING (VERIFIED), DOING (VERIFIED), DOING (FAILED) },
      UL_MAP_FAILED,
      UL_MAP_NONE },
    { "one that is in doubt",
      { DOING (ERASED), DOING (IN_DOUBT), DOING (NOT_DONE), DOING (ERASED) },
      UL_MAP_IN_DOUBT,
      UL_MAP_NONE },
    { "one that files disagree about",
      { { .in_image = 1 }, { .in_image = 1, .clash = 1 }, DATA, BLANK },
      UL_MAP_CLASH,
      UL_MAP_NONE },
    { "a failure and what was not done after it",
      { DOING (FAILED), DOING (NOT_DONE), DOING (NOT_DONE), DOING (NOT_DONE) },
      UL_MAP_FAILED,
      UL_MAP_NONE },
    { "one whose turn did not come",
      { DOING (VERIFIED), DOING (NOT_DONE), DOING (VERIFIED), DOING (VERIFIED) },
      UL_MAP_WILL_CHANGE,
      UL_MAP_NOT_DONE },
    { "one that was erased and not written",
      { DOING (VERIFIED), DOING (ERASED), DOING (NOT_DONE), DATA },
      UL_MAP_ERASED,
      UL_MAP_NONE },
    { "what is going on",
      { DOING (VERIFIED), DOING (PROGRAMMING), DOING (QUEUED), DATA },
      UL_MAP_PROGRAMMING,
      UL_MAP_NONE },
    { "what is done when all is done",
      { DOING (VERIFIED), DOING (VERIFIED), BLANK, MATCHES },
      UL_MAP_VERIFIED,
      UL_MAP_NONE },
};

static void
shows_the_worst (void **state)
{
    const Case *test = *state;

    for (guint turn = 0; turn < 4; turn++) { /* wherever in the cell it is */
        UlSectorState states[4];
        for (guint i = 0; i < 4; i++)
            states[i] = test->states[(i + turn) % 4];
        UlSectorState joined = ul_map_group_join (states, 4);
        UlMapLook look = ul_map_state_look (&joined, FALSE);
        assert_int_equal (look.whole, test->whole);
        assert_int_equal (look.waiting, test->waiting);
    }
}

static void
roles_of_any_are_roles_of_the_cell (void **state)
{
    UlSectorState states[4] = { { .has_fcf = 1 }, { .pinned = 1 }, { .preserves = 1 }, DATA };
    UlSectorState joined = ul_map_group_join (states, 4);

    assert_int_equal (joined.content, UL_CONTENT_DATA);
    assert_true (joined.has_fcf && joined.pinned && joined.preserves);
}

static void
protected_are_all_or_some (void **state)
{
    UlSectorState states[2] = { { .protection = UL_PROTECTED_FULL },
                                { .protection = UL_PROTECTED_FULL } };

    assert_int_equal (ul_map_group_join (states, 2).protection, UL_PROTECTED_FULL);
    states[1].protection = UL_PROTECTED_NONE;
    assert_int_equal (ul_map_group_join (states, 2).protection, UL_PROTECTED_PART);
    assert_int_equal (ul_map_group_join (&states[1], 1).protection, UL_PROTECTED_NONE);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases) + 2];

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i] = case_of (cases[i].name, shows_the_worst, &cases[i]);
    tests[G_N_ELEMENTS (cases)] =
        (struct CMUnitTest) cmocka_unit_test (roles_of_any_are_roles_of_the_cell);
    tests[G_N_ELEMENTS (cases) + 1] =
        (struct CMUnitTest) cmocka_unit_test (protected_are_all_or_some);
    return cmocka_run_group_tests_name ("map-group", tests, NULL, NULL);
}
