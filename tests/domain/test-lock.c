/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of status reads one by one, and of what they leave open. */
#include "test.h"

#include "ul-protection.h"

#include <string.h>

#define STEADY UL_SAMPLE_READY

static void
add (UlLockSamples *samples, guint n, guint flags)
{
    for (guint i = 0; i < n; i++)
        ul_lock_samples_add (samples, flags);
}

static void
reads_are_told_one_by_one (void **state)
{
    UlLockSamples samples = { 0 };

    add (&samples, 1, STEADY);
    add (&samples, 1, STEADY | UL_SAMPLE_SECURED | UL_SAMPLE_MASS_ERASE);
    add (&samples, 1, STEADY | UL_SAMPLE_SECURED);
    add (&samples, 1, UL_SAMPLE_SECURED | UL_SAMPLE_IN_RESET); /* as every chip says in a reset */
    assert_int_equal (ul_lock_samples_get_kind (&samples, 0, TRUE), UL_SAMPLE_KIND_OPEN);
    assert_int_equal (ul_lock_samples_get_kind (&samples, 1, TRUE), UL_SAMPLE_KIND_LOCKED);
    assert_int_equal (ul_lock_samples_get_kind (&samples, 2, TRUE), UL_SAMPLE_KIND_LOCKED_FOREVER);
    assert_int_equal (ul_lock_samples_get_kind (&samples, 2, FALSE), UL_SAMPLE_KIND_LOCKED);
    assert_int_equal (ul_lock_samples_get_kind (&samples, 3, TRUE), UL_SAMPLE_KIND_RESETTING);
    assert_int_equal (samples.secured, 3);
    assert_int_equal (samples.in_reset, 1);
}

static void
more_reads_than_there_is_room_for_are_not_taken (void **state)
{
    UlLockSamples samples = { 0 };

    add (&samples, UL_LOCK_N_SAMPLES + 5, STEADY);
    assert_int_equal (samples.n, UL_LOCK_N_SAMPLES);
    assert_int_equal (samples.ready, UL_LOCK_N_SAMPLES);
}

static void
key_bit_counts_outside_of_resets_only (void **state)
{
    UlLockSamples on = { 0 }, off = { 0 }, reset = { 0 };
    guint key = UL_SAMPLE_SECURED | UL_SAMPLE_BACKDOOR;

    add (&on, 20, STEADY | key);
    add (&off, 12, STEADY | UL_SAMPLE_SECURED);
    add (&off, 20, STEADY | key | UL_SAMPLE_IN_RESET);
    add (&reset, 32, STEADY | key | UL_SAMPLE_IN_RESET); /* as measured on an empty KL25: 0x76 */
    assert_int_equal (ul_lock_judge_key (&on), UL_KEY_ON);
    assert_int_equal (ul_lock_judge_key (&off), UL_KEY_OFF);
    assert_int_equal (ul_lock_judge_key (&reset), UL_KEY_UNKNOWN);
}

static void
secured_chip_in_reset_may_be_empty (void **state)
{
    UlLockSamples running = { 0 }, empty = { 0 };

    add (&running, 31, STEADY | UL_SAMPLE_SECURED | UL_SAMPLE_MASS_ERASE);
    add (&running, 1, STEADY | UL_SAMPLE_SECURED | UL_SAMPLE_MASS_ERASE | UL_SAMPLE_IN_RESET);
    add (&empty, 32, STEADY | UL_SAMPLE_SECURED | UL_SAMPLE_MASS_ERASE | UL_SAMPLE_IN_RESET);
    assert_false (ul_lock_may_be_empty (UL_LOCK_SECURED, &running));
    assert_true (ul_lock_may_be_empty (UL_LOCK_SECURED, &empty));
    /* erased flash has mass erase enabled */
    assert_false (ul_lock_may_be_empty (UL_LOCK_SECURED_FOREVER, &empty));
}

static void
assert_says (UlLockState state, const UlLockSamples *samples, const char *text)
{
    g_autofree char *words = ul_lock_describe (state, samples);

    assert_string_equal (words, text);
}

static void
verdicts_come_with_their_counts (void **state)
{
    UlLockSamples samples = { 0 }, none = { 0 }, ke02 = { 0 };

    add (&samples, 3, STEADY | UL_SAMPLE_SECURED | UL_SAMPLE_MASS_ERASE);
    add (&samples, 10, STEADY);
    add (&samples, 19, UL_SAMPLE_SECURED | UL_SAMPLE_IN_RESET);
    assert_null (ul_lock_describe (UL_LOCK_OPEN, &none));
    add (&ke02, 32, STEADY | UL_SAMPLE_SECURED);
    assert_says (UL_LOCK_SECURED, &ke02, "32 of 32 checks said secured");
    assert_says (UL_LOCK_OPEN, &samples, "10 of 32 checks said unsecured");
    assert_says (UL_LOCK_SECURED, &samples,
                 "22 of 32 checks said secured; mass erase was allowed in 3");
    assert_says (UL_LOCK_SECURED_FOREVER, &samples,
                 "22 of 32 checks said secured; mass erase was switched off in 29");
    assert_says (UL_LOCK_RESETTING, &samples, "the flash was ready in 13 of 32 checks");
    assert_says (UL_LOCK_UNCLEAR, &samples,
                 "22 of 32 checks said secured, and the flash was ready in 13");
}

static gboolean
lists (UlLockState lock, const UlLockSamples *samples, const char *text)
{
    g_auto (GStrv) lines = ul_lock_list_ways (lock, samples);
    g_autofree char *all = g_strjoinv ("\n", lines);

    return strstr (all, text) != NULL;
}

static void
what_still_works_depends_on_the_key (void **state)
{
    UlLockSamples on = { 0 }, off = { 0 };

    add (&on, 32, STEADY | UL_SAMPLE_SECURED | UL_SAMPLE_BACKDOOR);
    add (&off, 32, STEADY | UL_SAMPLE_SECURED);
    assert_true (lists (UL_LOCK_SECURED_FOREVER, &on, "A debug probe cannot hand the key over"));
    assert_true (lists (UL_LOCK_SECURED_FOREVER, &on, "enabled (32 of 32 checks said so)"));
    assert_true (lists (UL_LOCK_SECURED_FOREVER, &off, "no key opens this chip"));
    assert_true (lists (UL_LOCK_SECURED_FOREVER, &off, "has to be replaced"));
    assert_true (lists (UL_LOCK_SECURED, &off, "A mass erase, by Unlock"));
    assert_false (lists (UL_LOCK_SECURED, &off, "has to be replaced"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (reads_are_told_one_by_one),
        cmocka_unit_test (more_reads_than_there_is_room_for_are_not_taken),
        cmocka_unit_test (key_bit_counts_outside_of_resets_only),
        cmocka_unit_test (secured_chip_in_reset_may_be_empty),
        cmocka_unit_test (verdicts_come_with_their_counts),
        cmocka_unit_test (what_still_works_depends_on_the_key),
    };

    return cmocka_run_group_tests_name ("lock", tests, NULL, NULL);
}
