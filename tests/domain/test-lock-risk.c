/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lock bytes that power which fails can leave at a value that locks for ever. */
#include "plan-world.h"
#include "cases.h"

#define FSEC     0x40C
#define MEEN     0x30
#define MEEN_OFF 0x20
#define SEC      0x03
#define SEC_OPEN 0x02

static gboolean
is_for_ever (guint fsec)
{
    return (fsec & MEEN) == MEEN_OFF && (fsec & SEC) != SEC_OPEN;
}

/* Each bit that differs from erased flash may have changed, or not yet. */
static gboolean
can_be_left_for_ever (guint fsec)
{
    for (guint between = 0; between < 256; between++)
        if ((between & fsec) == fsec && between != fsec && is_for_ever (between))
            return TRUE;
    return FALSE;
}

static void
all_bytes_are_judged_by_their_ways (void **state)
{
    const UlDevice *device = ul_devices_find ("MK64FN1M0xxx12");
    guint n = 0;

    for (guint fsec = 0; fsec < 256; fsec++) {
        if (is_for_ever (fsec))
            continue;
        assert_int_equal (ul_fsec_is_at_risk (device, fsec), can_be_left_for_ever (fsec));
        n += can_be_left_for_ever (fsec);
    }
    assert_int_equal (n, 64 + 16); /* MEEN 00b; MEEN 10b while open */
}

static void
the_safe_byte_says_the_same (void **state)
{
    const UlDevice *device = ul_devices_find ("MK64FN1M0xxx12");

    for (guint fsec = 0; fsec < 256; fsec++) {
        guint8 safe = ul_fsec_make_safe (fsec);
        g_autofree char *before = ul_fsec_describe (device, fsec);
        g_autofree char *after = ul_fsec_describe (device, safe);

        assert_false (ul_fsec_is_at_risk (device, safe));
        if ((fsec & MEEN) != MEEN_OFF)
            assert_string_equal (before, after);
    }
}

static void
ke02_has_no_such_risk (void **state)
{
    const UlDevice *device = ul_devices_find ("MKE02Z64xxx4");

    for (guint fsec = 0; fsec < 256; fsec++)
        assert_false (ul_fsec_is_at_risk (device, fsec));
}

/* --- plans --- */

/* What the sectors 1 and 2 of the file hold. */
static void
add_file (World *world, guint8 fsec)
{
    guint8 data[2048];

    fill (data, sizeof data, 1);
    memset (data, 0xFF, 16);
    data[12] = fsec;
    world_add (world, 0x400, data, sizeof data);
}

static void
set_chip (World *world, guint8 fsec, guint seed)
{
    fill (world->flash, 128 * 1024, seed);
    memset (world->flash + 0x400, 0xFF, 16);
    world->flash[FSEC] = fsec;
    world_look (world);
}

typedef struct {
    const char *name;
    guint8 chip, file;
    UlLockBytes lock_bytes;
    UlErrorCode code; /* 0: planned */
    guint8 written;
    UlLockRisk risk;
} Case;

#define BOTH (UL_LOCK_RISK_ERASE | UL_LOCK_RISK_WRITE)

static const Case cases[] = {
    { "open with mass erase off is asked about", 0xFE, 0xEE, UL_LOCK_BYTES_ASK,
      UL_ERROR_MIGHT_LOCK_FOREVER, 0, 0 },
    { "open with MEEN 00b is asked about", 0xFE, 0xCE, UL_LOCK_BYTES_ASK,
      UL_ERROR_MIGHT_LOCK_FOREVER, 0, 0 },
    { "open with MEEN 01b is not asked about", 0xFE, 0xDE, UL_LOCK_BYTES_ASK, 0, 0xDE, 0 },
    { "agreed to, it is written, and told", 0xFE, 0xEE, UL_LOCK_BYTES_AS_FILE, 0, 0xEE,
      UL_LOCK_RISK_WRITE },
    { "kept safe, MEEN alone is changed", 0xFE, 0x8E, UL_LOCK_BYTES_KEEP_UNLOCKED, 0, 0xBE, 0 },
    { "a byte of zeros is asked about as a lock", 0xFE, 0x00, UL_LOCK_BYTES_ASK,
      UL_ERROR_WOULD_LOCK, 0, 0 },
    { "a byte of zeros as it is", 0xFE, 0x00, UL_LOCK_BYTES_AS_FILE, 0, 0x00, UL_LOCK_RISK_WRITE },
    { "for ever is no risk but a choice", 0xFE, 0xEF, UL_LOCK_BYTES_AS_FILE,
      UL_ERROR_WOULD_LOCK_FOREVER, 0, 0 },
    { "the chip's byte is told before it is erased", 0xEE, 0xFE, UL_LOCK_BYTES_ASK, 0, 0xFE,
      UL_LOCK_RISK_ERASE },
    { "both are told", 0xCE, 0xEE, UL_LOCK_BYTES_AS_FILE, 0, 0xEE, BOTH },
};

static void
risks_are_told (void **state)
{
    const Case *c = *state;
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);

    set_chip (world, c->chip, 2);
    add_file (world, c->file);
    world->spec->lock_bytes = c->lock_bytes;
    g_autoptr (UlPlan) plan = world_plan (world);

    if (c->code != 0) {
        assert_error (world->error, UL_ERROR, (int) c->code);
        assert_int_equal (strstr (world->error->message, "power fails") != NULL,
                          c->code != UL_ERROR_WOULD_LOCK_FOREVER);
        return;
    }
    assert_no_error (world->error);
    assert_int_equal (plan->risk, c->risk);
    assert_int_equal (plan->forecast.fcf.fsec, c->written);
    g_autofree char *words = ul_plan_describe_risk (plan, BOTH);
    assert_int_equal (words != NULL, c->risk != UL_LOCK_RISK_NONE);
    world_run (world, plan);
    assert_int_equal (world->flash[FSEC], c->written);
}

static void
a_byte_that_stays_is_no_risk (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_PROGRAM);
    static const guint8 bytes[1024] = { 1 };

    add_file (world, 0xEE);
    set_chip (world, 0xEE, 2);
    ul_image_read (world->spec->image, 0x400, 1024, world->flash + 0x400, NULL);
    world_look (world);
    world_add (world, 0x2000, bytes, sizeof bytes);
    g_autoptr (UlPlan) plan = world_must_plan (world);

    assert_step (plan, 1, UL_STEP_SKIP, UL_REASON_MATCHES);
    assert_int_equal (plan->risk, UL_LOCK_RISK_NONE);
}

static void
erasing_the_whole_chip_goes_sector_by_sector (void **state)
{
    static const guint8 bytes[] = { 0xFE, 0xEE };

    for (guint i = 0; i < G_N_ELEMENTS (bytes); i++) {
        g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_ERASE);

        set_chip (world, bytes[i], 1);
        world->spec->scope = UL_SCOPE_ALL;
        g_autoptr (UlPlan) plan = world_must_plan (world);
        assert_int_equal (plan->erase_all, bytes[i] == 0xFE);
        assert_int_equal (plan->risk, bytes[i] == 0xFE ? UL_LOCK_RISK_NONE : UL_LOCK_RISK_ERASE);
    }
}

static void
unlocking_an_open_chip_is_told (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_UNLOCK);

    set_chip (world, 0xCE, 1);
    g_autoptr (UlPlan) plan = world_must_plan (world);
    assert_int_equal (plan->risk, UL_LOCK_RISK_ERASE);
}

static void
verifying_what_was_kept_safe_agrees (void **state)
{
    g_autoptr (World) world = world_new ("MKL25Z128", UL_JOB_VERIFY);

    add_file (world, 0xCE);
    world->spec->lock_bytes = UL_LOCK_BYTES_KEEP_UNLOCKED;
    g_autoptr (UlPlan) plan = world_must_plan (world);
    assert_int_equal (step_of (plan, 1)->data[12], 0xFE);
    assert_int_equal (plan->risk, UL_LOCK_RISK_NONE);
}

static void
the_settings_are_told_with_their_risk (void **state)
{
    const UlDevice *device = ul_devices_find ("MKL25Z128");
    guint8 raw[UL_FCF_SIZE];
    UlFcf fcf;

    memset (raw, 0xFF, sizeof raw);
    raw[12] = 0xCE;
    ul_fcf_decode (device, raw, &fcf);
    g_auto (GStrv) words = ul_fcf_describe (device, &fcf);
    assert_non_null (strstr (words[0], "If power fails"));
    assert_non_null (strstr (words[0], "0xCE"));
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases) + 8] = {
        cmocka_unit_test (all_bytes_are_judged_by_their_ways),
        cmocka_unit_test (the_safe_byte_says_the_same),
        cmocka_unit_test (ke02_has_no_such_risk),
        cmocka_unit_test (a_byte_that_stays_is_no_risk),
        cmocka_unit_test (erasing_the_whole_chip_goes_sector_by_sector),
        cmocka_unit_test (unlocking_an_open_chip_is_told),
        cmocka_unit_test (verifying_what_was_kept_safe_agrees),
        cmocka_unit_test (the_settings_are_told_with_their_risk),
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[8 + i] = case_of (cases[i].name, risks_are_told, &cases[i]);
    return cmocka_run_group_tests_name ("lock-risk", tests, NULL, NULL);
}
