/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line of timings. */
#include "cases.h"

#include "ul-job-result.h"

typedef struct {
    const char *name;
    UlJobResult result;
    const char *line;
} Case;

/* No-break spaces are GLib's, in sizes. */
static const Case cases[] = {
    { "programming tells times, sectors, bytes and rate",
      { .kind = UL_JOB_PROGRAM,
        .ok = TRUE,
        .n_skipped = 3,
        .n_erased = 12,
        .n_programmed = 12,
        .n_verified = 12,
        .bytes = 14541,
        .time_us = { 20000, 0, 80000, 170000, 249000, 30000, 4000 } },
      "Connect 0.02 s, Compare 0.08 s, Erase 0.17 s, Program 0.25 s, Verify 0.03 s, "
      "Restore 0.00 s, 12 sectors written, 3 already matched, 14.2 KiB at 57 KiB/s" },
    { "one sector is one sector",
      { .kind = UL_JOB_PROGRAM, .ok = TRUE, .n_programmed = 1, .bytes = 1024 },
      "1 sector written, 1 KiB" },
    { "nothing to do is said",
      { .kind = UL_JOB_PROGRAM, .ok = TRUE, .n_skipped = 15, .time_us = { 10000, 0, 50000 } },
      "Connect 0.01 s, Compare 0.05 s, 15 already matched" },
    { "erasing tells what was erased",
      { .kind = UL_JOB_ERASE, .ok = TRUE, .n_erased = 4, .n_skipped = 2 },
      "4 sectors erased, 2 were blank already" },
    { "unlocking tells its time",
      { .kind = UL_JOB_UNLOCK, .ok = TRUE, .n_erased = 128, .time_us = { 10000, 300000 } },
      "Connect 0.01 s, Unlock 0.30 s, 128 sectors erased" },
    { "verifying tells its rate",
      { .kind = UL_JOB_VERIFY,
        .ok = TRUE,
        .n_verified = 8,
        .bytes = 8192,
        .time_us = { 0, 0, 50000, 0, 0, 100000 } },
      "Compare 0.05 s, Verify 0.10 s, 8 sectors compared, 8 KiB at 80 KiB/s" },
    { "reading tells its rate",
      { .kind = UL_JOB_READ, .ok = TRUE, .bytes = 131072, .time_us = { 0, 0, 400000 } },
      "Compare 0.40 s, 128 KiB at 320 KiB/s" },
    { "job that came to nothing says so", { .kind = UL_JOB_CONNECT }, "Nothing was done" },
};

static void
is_described (void **state)
{
    const Case *c = *state;
    g_autofree char *line = ul_job_result_describe (&c->result);

    assert_string_equal (line, c->line);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases)];

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i] = case_of (cases[i].name, is_described, &cases[i]);
    return cmocka_run_group_tests_name ("session-result", tests, NULL, NULL);
}
