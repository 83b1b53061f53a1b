/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "ul-command.h"
#include "ul-error.h"

static const UlCommandFile hex = { "/home/me/blinky.srec" };
static const UlCommandFile odd = { "it's my $HOME/a b.hex" };
static const UlCommandFile dash = { "-rf.hex" };
static const UlCommandFile two_bins[] = { { "a.bin", TRUE, 0x4000 }, { "b.hex" } };
static const UlCommandFile other_bins[] = { { "a.bin", TRUE, 0x4000 }, { "b.bin", TRUE, 0 } };
static const UlCommandFile moved[] = { { "a.hex", FALSE, 0, 0x100 },
                                       { "-b c.hex", FALSE, 0, -0x80 },
                                       { "d.bin", TRUE, 0x4000, -0x100 },
                                       { "e.bin", TRUE, 0xFFFF0000, 0xF000 } };

static const UlJobSpec all_unverified = { .scope = UL_SCOPE_ALL, .no_verify = TRUE };

typedef struct {
    const char *name;
    UlJobSpec spec;
    UlCommandSettings settings;
    const char *expected; /* NULL: no option says it */
} Case;

static const Case cases[] = {
    { "look at the chip",
      { .kind = UL_JOB_CONNECT },
      { .probe_id = "sim:frdm-kl25z" },
      "unlatch-cli --probe sim:frdm-kl25z info" },
    { "program one file",
      { .kind = UL_JOB_PROGRAM },
      { .probe_id = "jlink:801012345", .device = "MKL25Z128xxx4", .files = &hex, .n_files = 1 },
      "unlatch-cli --probe jlink:801012345 --device MKL25Z128xxx4 program /home/me/blinky.srec" },
    { "the default speed is not said",
      { .kind = UL_JOB_PROGRAM },
      { .speed_khz = 4000, .files = &hex, .n_files = 1 },
      "unlatch-cli program /home/me/blinky.srec" },
    { "that it connects under reset",
      { .kind = UL_JOB_CONNECT },
      { .mode = UL_CONNECT_UNDER_RESET },
      "unlatch-cli --under-reset info" },
    { "that the chip has to be caught",
      { .kind = UL_JOB_UNLOCK },
      { .mode = UL_CONNECT_CATCH },
      "unlatch-cli --catch unlock" },
    { "that the probe powers the board",
      { .kind = UL_JOB_CONNECT },
      { .power = TRUE },
      "unlatch-cli --power info" },
    { "a shell reads the name as it is",
      { .kind = UL_JOB_VERIFY },
      { .speed_khz = 100, .files = &odd, .n_files = 1 },
      "unlatch-cli --speed 100 verify 'it'\\''s my $HOME/a b.hex'" },
    { "a name is no option",
      { .kind = UL_JOB_VERIFY },
      { .files = &dash, .n_files = 1 },
      "unlatch-cli verify ./-rf.hex" },
    { "that everything is read back",
      { .kind = UL_JOB_PROGRAM, .read_back = TRUE },
      { .files = &hex, .n_files = 1 },
      "unlatch-cli program --read-back /home/me/blinky.srec" },
    { "also when only verifying",
      { .kind = UL_JOB_VERIFY, .read_back = TRUE },
      { .files = &hex, .n_files = 1 },
      "unlatch-cli verify --read-back /home/me/blinky.srec" },
    { "every answer of a program job",
      { .kind = UL_JOB_PROGRAM,
        .scope = UL_SCOPE_ALL,
        .unlock_if_locked = TRUE,
        .skip_protected = TRUE,
        .lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED,
        .no_verify = TRUE,
        .no_backup = TRUE,
        .halt_after = TRUE },
      { .files = &hex, .n_files = 1 },
      "unlatch-cli program --erase-all --unlock-if-locked --skip-protected --keep-unlocked "
      "--no-verify --halt --no-backup /home/me/blinky.srec" },
    { "a typed confirmation is not passed on",
      { .kind = UL_JOB_PROGRAM,
        .unlock_first = TRUE,
        .unlock_if_locked = TRUE,
        .lock_bytes = UL_LOCK_BYTES_AS_FILE,
        .lock_forever_confirmed = TRUE },
      { .files = &hex, .n_files = 1 },
      "unlatch-cli program --unlock --lock-as-file /home/me/blinky.srec" },
    { "where the binary file begins",
      { .kind = UL_JOB_PROGRAM,
        .scope = UL_SCOPE_RANGE,
        .range_start = 0x8000,
        .range_size = 0x1000 },
      { .files = two_bins, .n_files = 2 },
      "unlatch-cli program --range 0x8000-0x8FFF a.bin@0x4000 b.hex" },
    { "each binary file has an address of its own",
      { .kind = UL_JOB_PROGRAM },
      { .files = other_bins, .n_files = 2 },
      "unlatch-cli program a.bin@0x4000 b.bin@0x0" },
    { "how far a file was moved",
      { .kind = UL_JOB_VERIFY },
      { .files = moved, .n_files = 4 },
      "unlatch-cli verify a.hex@+0x100 './-b c.hex@-0x80' d.bin@0x3F00 e.bin@0xFFFFF000" },
    { "chosen sectors of a file are no option",
      { .kind = UL_JOB_PROGRAM, .scope = UL_SCOPE_SECTORS },
      { .files = &hex, .n_files = 1 },
      NULL },
    { "a profile says files and answers",
      { .kind = UL_JOB_PROGRAM, .scope = UL_SCOPE_ALL, .no_verify = TRUE },
      { .profile = "/p/left board.unlatch",
        .said = &all_unverified,
        .files = other_bins,
        .n_files = 2 },
      "unlatch-cli --profile '/p/left board.unlatch' program" },
    { "what a person answered is said beside a profile",
      { .kind = UL_JOB_PROGRAM,
        .scope = UL_SCOPE_ALL,
        .no_verify = TRUE,
        .unlock_first = TRUE,
        .lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED },
      { .profile = "left.unlatch", .said = &all_unverified, .files = &hex, .n_files = 1 },
      "unlatch-cli --profile left.unlatch program --unlock --keep-unlocked" },
    { "erase the chip",
      { .kind = UL_JOB_ERASE, .scope = UL_SCOPE_ALL },
      { .probe_id = "cmsis-dap" },
      "unlatch-cli --probe cmsis-dap erase --chip" },
    { "erase up to the last address",
      { .kind = UL_JOB_ERASE,
        .scope = UL_SCOPE_RANGE,
        .range_start = 0xFFFFF000,
        .range_size = 0x1000,
        .skip_protected = TRUE },
      { 0 },
      "unlatch-cli erase --range 0xFFFFF000-0xFFFFFFFF --skip-protected" },
    { "program each board by a profile",
      { .kind = UL_JOB_PROGRAM },
      { .profile = "left.unlatch", .each_board = TRUE },
      "unlatch-cli --profile left.unlatch program --each-board" },
    { "restore a backup of this chip",
      { .kind = UL_JOB_PROGRAM,
        .lock_bytes = UL_LOCK_BYTES_AS_FILE,
        .backup = "20260101-120000-1",
        .only_chip = "AB" },
      { .probe_id = "jlink", .files = &hex, .n_files = 1 },
      "unlatch-cli --probe jlink restore 20260101-120000-1" },
    { "restore a backup of another chip",
      { .kind = UL_JOB_PROGRAM, .backup = "20260101-120000-1", .no_backup = TRUE },
      { .profile = "left.unlatch" },
      "unlatch-cli --profile left.unlatch restore --other-chip --no-backup 20260101-120000-1" },
    { "unlock", { .kind = UL_JOB_UNLOCK }, { 0 }, "unlatch-cli unlock" },
    { "unprotect", { .kind = UL_JOB_UNPROTECT }, { 0 }, "unlatch-cli unprotect" },
    { "unprotect a range",
      { .kind = UL_JOB_UNPROTECT,
        .scope = UL_SCOPE_RANGE,
        .range_start = 0x4000,
        .range_size = 0x400 },
      { 0 },
      "unlatch-cli unprotect --range 0x4000-0x43FF" },
    { "blank check",
      { .kind = UL_JOB_BLANK_CHECK, .scope = UL_SCOPE_ALL },
      { 0 },
      "unlatch-cli blank" },
    { "blank check of a range",
      { .kind = UL_JOB_BLANK_CHECK,
        .scope = UL_SCOPE_RANGE,
        .range_start = 0x4000,
        .range_size = 0x400 },
      { 0 },
      "unlatch-cli blank --range 0x4000-0x43FF" },
    { "unlock without a backup",
      { .kind = UL_JOB_UNLOCK, .no_backup = TRUE },
      { 0 },
      "unlatch-cli unlock --no-backup" },
    { "read to a file",
      { .kind = UL_JOB_READ, .range_size = 0x20000 },
      { .output = "my dump.bin" },
      "unlatch-cli read --range 0x0-0x1FFFF -o 'my dump.bin'" },
};

static void
becomes_the_line (void **state)
{
    const Case *c = *state;
    g_autoptr (GError) error = NULL;
    g_autofree char *line = ul_command_format (&c->spec, &c->settings, &error);

    if (c->expected == NULL) {
        assert_null (line);
        assert_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED);
        return;
    }
    assert_no_error (error);
    assert_string_equal (line, c->expected);
    assert_null (strstr (line, "--yes"));
}

/* --- what only a profile says ------------------------------------------------------------------
 */

typedef struct {
    const char *name;
    UlProfileKey key;
    const char *value;
    UlJobKind kind;
    gboolean without; /* the command does the same without the profile */
} Guard;

static const Guard guards[] = {
    { "nothing of it, nothing is missed", UL_PROFILE_NAME, "Left", UL_JOB_PROGRAM, TRUE },
    { "ranges to keep are not left behind", UL_PROFILE_KEEP, "0x4000-0x43FF;", UL_JOB_PROGRAM },
    { "nor when the chip is erased", UL_PROFILE_KEEP, "0x4000-0x43FF;", UL_JOB_ERASE },
    { "the chip expected is not left behind", UL_PROFILE_EXPECT_ID, "0x25152486", UL_JOB_READ },
    { "nor the least supply", UL_PROFILE_MIN_MILLIVOLTS, "2.7", UL_JOB_VERIFY },
    { "nor a way to connect that no option says", UL_PROFILE_CONNECT, "normal", UL_JOB_CONNECT },
    { "the other way is an option", UL_PROFILE_CONNECT, "under-reset", UL_JOB_CONNECT, TRUE },
    { "nor serial numbers", UL_PROFILE_SERIAL_ADDRESS, "0x1F000", UL_JOB_PROGRAM },
    { "which no other job gives", UL_PROFILE_SERIAL_ADDRESS, "0x1F000", UL_JOB_ERASE, TRUE },
};

static void
is_checked (void **state)
{
    const Guard *guard = *state;
    const UlJobSpec spec = { .kind = guard->kind };
    g_autoptr (UlProfile) profile = ul_profile_new ();
    g_autoptr (GError) error = NULL;

    assert_true (ul_profile_set_written (profile, guard->key, guard->value, NULL));
    assert_int_equal (ul_command_check_profile (profile, &spec, &error), guard->without);
    if (!guard->without)
        assert_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED);
}

static void
a_pinned_file_is_not_left_behind (void **state)
{
    const UlJobSpec program = { .kind = UL_JOB_PROGRAM }, erase = { .kind = UL_JOB_ERASE };
    g_autoptr (UlProfile) profile = ul_profile_new ();
    g_autoptr (GFile) file = g_file_new_for_path ("/home/me/a.hex");
    g_autofree char *sha256 = g_strnfill (64, 'a');
    int index = ul_profile_add_file (profile, file);
    UlProfileFile pinned = *ul_profile_get_file (profile, (guint) index);

    assert_true (ul_command_check_profile (profile, &program, NULL));
    pinned.sha256 = sha256;
    ul_profile_set_file (profile, (guint) index, &pinned);
    assert_false (ul_command_check_profile (profile, &program, NULL));
    assert_true (ul_command_check_profile (profile, &erase, NULL));
}

int
main (void)
{
    enum { N_CASES = G_N_ELEMENTS (cases), N_GUARDS = G_N_ELEMENTS (guards) };
    struct CMUnitTest tests[N_CASES + N_GUARDS + 1];

    for (gsize i = 0; i < N_CASES; i++)
        tests[i] = case_of (cases[i].name, becomes_the_line, &cases[i]);
    for (gsize i = 0; i < N_GUARDS; i++)
        tests[N_CASES + i] = case_of (guards[i].name, is_checked, &guards[i]);
    tests[N_CASES + N_GUARDS] =
        (struct CMUnitTest) cmocka_unit_test (a_pinned_file_is_not_left_behind);
    return cmocka_run_group_tests_name ("command", tests, NULL, NULL);
}
