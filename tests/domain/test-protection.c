/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"
#include "ul-protection.h"

#include <string.h>

typedef struct {
    const char *name;
    UlLockSamples samples; /* n, ready, secured, in_reset, mass_erase */
    gboolean has_bit;
    UlLockState verdict;
} LockCase;

static const LockCase lock_cases[] = {
    { "nothing read", { 0 }, TRUE, UL_LOCK_UNKNOWN },
    { "too few samples", { 7, 7, 7, 0, 7 }, TRUE, UL_LOCK_UNCLEAR },
    { "8 samples are enough", { 8, 8, 8, 0, 8 }, TRUE, UL_LOCK_SECURED },
    { "steady and open", { 32, 32, 0, 0, 32 }, TRUE, UL_LOCK_OPEN },
    { "steady and secured", { 32, 32, 32, 0, 32 }, TRUE, UL_LOCK_SECURED },
    { "25 of 32 secured", { 32, 32, 25, 0, 32 }, TRUE, UL_LOCK_SECURED },
    { "24 of 32 secured", { 32, 32, 24, 0, 32 }, TRUE, UL_LOCK_UNCLEAR },
    { "19 of 32 secured", { 32, 32, 19, 0, 32 }, TRUE, UL_LOCK_UNCLEAR },
    { "9 of 32 secured", { 32, 32, 9, 0, 32 }, TRUE, UL_LOCK_UNCLEAR },
    { "8 of 32 secured", { 32, 32, 8, 0, 32 }, TRUE, UL_LOCK_OPEN },
    { "25 of 32 not ready", { 32, 7, 32, 0, 32 }, TRUE, UL_LOCK_RESETTING },
    { "24 of 32 not ready", { 32, 8, 32, 0, 32 }, TRUE, UL_LOCK_UNCLEAR },
    { "9 of 32 not ready", { 32, 23, 32, 0, 32 }, TRUE, UL_LOCK_UNCLEAR },
    { "8 of 32 not ready", { 32, 24, 32, 0, 32 }, TRUE, UL_LOCK_SECURED },
    { "never ready beats mass erase", { 32, 0, 32, 32, 0 }, TRUE, UL_LOCK_RESETTING },
    { "mass erase never allowed", { 32, 32, 32, 0, 0 }, TRUE, UL_LOCK_SECURED_FOREVER },
    { "mass erase allowed twice", { 32, 32, 32, 0, 2 }, TRUE, UL_LOCK_SECURED_FOREVER },
    { "mass erase allowed 3 times", { 32, 32, 32, 0, 3 }, TRUE, UL_LOCK_UNCLEAR },
    { "mass erase refused 11 times", { 32, 32, 32, 0, 21 }, TRUE, UL_LOCK_UNCLEAR },
    { "mass erase refused 10 times", { 32, 32, 32, 0, 22 }, TRUE, UL_LOCK_SECURED },
    { "no mass erase bit on KE0x", { 32, 32, 32, 0, 0 }, FALSE, UL_LOCK_SECURED },
    { "open with mass erase off", { 32, 32, 0, 0, 0 }, TRUE, UL_LOCK_OPEN },
    { "16 samples scale", { 16, 16, 13, 0, 16 }, TRUE, UL_LOCK_SECURED },
    { "16 samples, 12 secured", { 16, 16, 12, 0, 16 }, TRUE, UL_LOCK_UNCLEAR },
};

static void
samples_are_judged (void **state)
{
    const LockCase *c = *state;
    assert_int_equal (ul_lock_judge (&c->samples, c->has_bit), c->verdict);
}

typedef struct {
    const char *name;
    const char *device;
    guint32 fprot;
    guint8 fdprot, feprot;
    guint32 address, size;
    UlProtectedState expected;
} RangeCase;

/* By the rule: flash size / 32, at least 1 KiB, bit 0 lowest, 0 protects. */
static const RangeCase range_cases[] = {
    { "KL25 nothing", "MKL25Z128", 0xFFFFFFFF, 0xFF, 0xFF, 0, 0x20000, UL_PROTECTED_NONE },
    { "KL25 region 0", "MKL25Z128", 0xFFFFFFFE, 0xFF, 0xFF, 0, 0x1000, UL_PROTECTED_FULL },
    { "KL25 above region 0", "MKL25Z128", 0xFFFFFFFE, 0xFF, 0xFF, 0x1000, 0x400,
      UL_PROTECTED_NONE },
    { "KL25 across its end", "MKL25Z128", 0xFFFFFFFE, 0xFF, 0xFF, 0xFFF, 2, UL_PROTECTED_PART },
    { "KL25 last byte", "MKL25Z128", 0x7FFFFFFF, 0xFF, 0xFF, 0x1FFFF, 1, UL_PROTECTED_FULL },
    { "KL25 all", "MKL25Z128", 0, 0xFF, 0xFF, 0, 0x20000, UL_PROTECTED_FULL },
    { "K64 granule is 32 KiB", "MK64FN1M0", 0xFFFFFFFD, 0xFF, 0xFF, 0x8000, 0x8000,
      UL_PROTECTED_FULL },
    { "K64 below it", "MK64FN1M0", 0xFFFFFFFD, 0xFF, 0xFF, 0x7000, 0x1000, UL_PROTECTED_NONE },
    { "8 KiB part has 1 KiB granules", "MKL02Z8", 0xFFFFFFFB, 0xFF, 0xFF, 0x800, 0x400,
      UL_PROTECTED_FULL },
    { "8 KiB part, bits without flash", "MKL02Z8", 0x000000FF, 0xFF, 0xFF, 0, 0x2000,
      UL_PROTECTED_NONE },
    { "160 KiB part has 8 KiB granules", "MKW40Z160", 0xFFF7FFFF, 0xFF, 0xFF, 0x26000, 0x2000,
      UL_PROTECTED_FULL },
    { "KV5x counts from 0x10000000", "MKV58F1M0", 0xFFFFFFFE, 0xFF, 0xFF, 0x10000000, 0x8000,
      UL_PROTECTED_FULL },
    { "KV5x next region", "MKV58F1M0", 0xFFFFFFFE, 0xFF, 0xFF, 0x10008000, 0x2000,
      UL_PROTECTED_NONE },
    { "data flash has eighths", "MK64FX512", 0xFFFFFFFF, 0xFD, 0xFF, 0x10004000, 0x4000,
      UL_PROTECTED_FULL },
    { "data flash other eighth", "MK64FX512", 0xFFFFFFFF, 0xFD, 0xFF, 0x10008000, 0x1000,
      UL_PROTECTED_NONE },
    { "FDPROT says nothing of program flash", "MK64FX512", 0xFFFFFFFF, 0, 0xFF, 0, 0x80000,
      UL_PROTECTED_NONE },
    { "outside the chip", "MKL25Z128", 0, 0xFF, 0xFF, 0x20000, 4, UL_PROTECTED_NONE },
    { "no bytes", "MKL25Z128", 0, 0xFF, 0xFF, 0, 0, UL_PROTECTED_NONE },
    { "KE02 nothing", "MKE02Z64xxx4", 0xFF, 0xFF, 0xFF, 0, 0x10000, UL_PROTECTED_NONE },
    { "KE02 low window 2 KiB", "MKE02Z64xxx4", 0xF8, 0xFF, 0xFF, 0, 0x800, UL_PROTECTED_FULL },
    { "KE02 above the low window", "MKE02Z64xxx4", 0xF8, 0xFF, 0xFF, 0x800, 0x200,
      UL_PROTECTED_NONE },
    { "KE02 low window 16 KiB", "MKE02Z64xxx4", 0xFB, 0xFF, 0xFF, 0x3E00, 0x200,
      UL_PROTECTED_FULL },
    { "KE02 high window ends at 0x7FFF", "MKE02Z64xxx4", 0xDF, 0xFF, 0xFF, 0x6000, 0x2000,
      UL_PROTECTED_FULL },
    { "KE02 above the high window", "MKE02Z64xxx4", 0xDF, 0xFF, 0xFF, 0x8000, 0x8000,
      UL_PROTECTED_NONE },
    { "KE02 smallest high window", "MKE02Z64xxx4", 0xC7, 0xFF, 0xFF, 0x7C00, 0x400,
      UL_PROTECTED_FULL },
    { "KE02 FPOPEN clear protects all", "MKE02Z64xxx4", 0x7F, 0xFF, 0xFF, 0, 0x10000,
      UL_PROTECTED_FULL },
    { "KE02 FPOPEN clear, low window free", "MKE02Z64xxx4", 0x78, 0xFF, 0xFF, 0, 0x800,
      UL_PROTECTED_NONE },
    { "KE04Z8 low window is 1 KiB", "MKE04Z8", 0xF8, 0xFF, 0xFF, 0, 0x800, UL_PROTECTED_PART },
    { "KE04Z8 has no high window", "MKE04Z8", 0xDF, 0xFF, 0xFF, 0, 0x2000, UL_PROTECTED_NONE },
    { "KE02 EEPROM open", "MKE02Z64xxx4", 0xFF, 0xFF, 0x80, 0x10000000, 0x100, UL_PROTECTED_NONE },
    { "KE02 EEPROM 32 bytes", "MKE02Z64xxx4", 0xFF, 0xFF, 0x00, 0x10000000, 0x22,
      UL_PROTECTED_PART },
    { "KE02 EEPROM all", "MKE02Z64xxx4", 0xFF, 0xFF, 0x07, 0x10000000, 0x100, UL_PROTECTED_FULL },
    { "other makers have none", "LM3S101", 0, 0, 0, 0, 0x1000, UL_PROTECTED_NONE },
};

static UlProtection
protection_of (const RangeCase *c)
{
    return (UlProtection){
        .have_registers = TRUE, .fprot = c->fprot, .fdprot = c->fdprot, .feprot = c->feprot
    };
}

static void
range_is_protected (void **state)
{
    const RangeCase *c = *state;
    const UlDevice *device = ul_devices_find (c->device);
    UlProtection protection = protection_of (c);

    assert_non_null (device);
    assert_int_equal (ul_protection_get_range (&protection, device, c->address, c->size),
                      c->expected);
}

static void
unread_registers_protect_nothing (void **state)
{
    UlProtection protection = { .fprot = 0 };
    const UlDevice *kl25 = ul_devices_find ("MKL25Z128");

    assert_int_equal (ul_protection_get_range (&protection, kl25, 0, 0x400), UL_PROTECTED_NONE);
    assert_int_equal (ul_protection_count_sectors (&protection, kl25), 0);
}

static void
protected_sectors_are_counted (void **state)
{
    UlProtection protection = { .have_registers = TRUE, .fprot = 0x7FFFFFF0, .fdprot = 0xFF };
    const UlDevice *kl25 = ul_devices_find ("MKL25Z128");
    guint first = 0, last = 0;

    assert_int_equal (ul_protection_count_sectors (&protection, kl25), 16 + 4);
    assert_true (ul_protection_find_run (&protection, kl25, 0, &first, &last));
    assert_int_equal (first, 0);
    assert_int_equal (last, 15);
    assert_true (ul_protection_find_run (&protection, kl25, 16, &first, &last));
    assert_int_equal (first, 124);
    assert_int_equal (last, 127);
    assert_false (ul_protection_find_run (&protection, kl25, 128, &first, &last));
}

static void
runs_end_with_their_region (void **state)
{
    UlProtection protection = { .have_registers = TRUE, .fprot = 0x7FFFFFFF, .fdprot = 0xFE };
    const UlDevice *device = ul_devices_find ("MK64FX512");
    guint first = 0, last = 0;

    assert_true (ul_protection_find_run (&protection, device, 0, &first, &last));
    assert_int_equal (first, 124);
    assert_int_equal (last, 127);
    assert_true (ul_protection_find_run (&protection, device, 128, &first, &last));
    assert_int_equal (first, 128);
    assert_int_equal (last, 131);
}

/* Every value against the rule as the manuals word it, bit by bit. */
static void
every_fsec_value_is_read_rightly (void **state)
{
    const UlDevice *kl25 = ul_devices_find ("MKL25Z128");
    guint n_forever = 0, n_open = 0;

    for (guint fsec = 0; fsec < 256; fsec++) {
        guint8 raw[16];
        UlFcf fcf;
        memset (raw, 0xFF, sizeof raw);
        raw[12] = fsec;
        ul_fcf_decode (kl25, raw, &fcf);

        gboolean bit0 = fsec & 0x01, bit1 = (fsec & 0x02) != 0, bit4 = (fsec & 0x10) != 0;
        gboolean bit2 = (fsec & 0x04) != 0, bit3 = (fsec & 0x08) != 0, bit5 = (fsec & 0x20) != 0;
        gboolean bit6 = (fsec & 0x40) != 0, bit7 = (fsec & 0x80) != 0;
        assert_int_equal (fcf.fsec, fsec);
        assert_int_equal (fcf.secured, !(bit1 && !bit0));
        assert_int_equal (fcf.mass_erase_disabled, bit5 && !bit4);
        assert_int_equal (fcf.backdoor_enabled, bit7 && !bit6);
        assert_int_equal (fcf.factory_access, bit2 == bit3);

        g_autofree char *text = ul_fsec_describe (kl25, fsec);
        assert_int_equal (g_str_has_prefix (text, "unsecured"), !fcf.secured);
        assert_int_equal (strstr (text, "mass erase disabled") != NULL, fcf.mass_erase_disabled);
        assert_int_equal (strstr (text, "no backdoor key") == NULL, fcf.backdoor_enabled);
        assert_int_equal (strstr (text, "no factory access") == NULL, fcf.factory_access);

        UlProtection after;
        ul_fcf_get_protection (&fcf, &after);
        n_forever += after.lock == UL_LOCK_SECURED_FOREVER;
        n_open += after.lock == UL_LOCK_OPEN;
    }
    assert_int_equal (n_forever, 48); /* the number the facts name */
    assert_int_equal (n_open, 64);
}

static void
safe_byte_reads_in_words (void **state)
{
    const UlDevice *kl25 = ul_devices_find ("MKL25Z128");
    g_autofree char *safe = ul_fsec_describe (kl25, 0xFE);
    g_autofree char *teensy = ul_fsec_describe (kl25, 0xDE);

    assert_string_equal (safe, "unsecured, mass erase allowed, no backdoor key");
    assert_string_equal (teensy, "unsecured, mass erase allowed, no backdoor key");
}

static void
fields_lie_where_the_controller_has_them (void **state)
{
    static const guint8 raw[16] = { 1,    2,    3,    4,    5,    6,    7,    8,
                                    0x78, 0x56, 0x34, 0x12, 0xA1, 0xA2, 0xA3, 0xA4 };
    UlFcf k, ke;

    ul_fcf_decode (ul_devices_find ("MK64FX512"), raw, &k);
    assert_int_equal (k.fprot, 0x12345678);
    assert_int_equal (k.fsec, 0xA1);
    assert_int_equal (k.fopt, 0xA2);
    assert_int_equal (k.feprot, 0xA3);
    assert_int_equal (k.fdprot, 0xA4);
    assert_memory_equal (k.key, raw, 8);

    ul_fcf_decode (ul_devices_find ("MKE02Z64xxx4"), raw, &ke);
    assert_int_equal (ke.feprot, 0xA1);
    assert_int_equal (ke.fprot, 0xA2);
    assert_int_equal (ke.fsec, 0xA3);
    assert_int_equal (ke.fopt, 0xA4);
    assert_int_equal (ke.fdprot, 0xFF);
    assert_int_equal (ul_fcf_get_fsec_index (ul_devices_find ("MKE02Z64xxx4")), 14);
    assert_int_equal (ul_fcf_get_fsec_index (ul_devices_find ("S32K144")), 12);
}

static void
ke0x_has_no_mass_erase_lock (void **state)
{
    guint8 raw[16];
    UlFcf fcf;

    memset (raw, 0xFF, sizeof raw);
    raw[14] = 0x20;
    ul_fcf_decode (ul_devices_find ("MKE06Z128"), raw, &fcf);
    assert_true (fcf.secured);
    assert_false (fcf.mass_erase_disabled);
    assert_true (fcf.factory_access);
}

typedef struct {
    const char *name;
    const char *device;
    guint8 fopt;
    const char *expected;
} FoptCase;

static const FoptCase fopt_cases[] = {
    { "K64", "MK64FN1M0", 0xFF, "EzPort enabled, starts with full clocks" },
    { "K64 no EzPort", "MK64FN1M0", 0xFD, "EzPort disabled, starts with full clocks" },
    { "K66", "MK66FN2M0", 0xF8, "NMI blocked, EzPort disabled, starts with slow clocks" },
    { "K22FN512", "MK22FN512", 0xDF,
      "slow start, NMI pin enabled, EzPort enabled, starts with full clocks" },
    { "K22FN1M", "MK22FN1M0xxx12", 0xDF,
      "NMI pin enabled, EzPort enabled, starts with full clocks" },
    { "KV58", "MKV58F1M0", 0xFF, "fast start, NMI pin enabled, starts with full clocks" },
    { "K82", "MK82FN256", 0x3D,
      "boots from flash, fast start, NMI pin enabled, boot pin can force the ROM boot loader, "
      "starts "
      "with full clocks" },
    { "KL25", "MKL25Z128", 0xFF,
      "fast start, RESET pin enabled, NMI pin enabled, full core clock" },
    { "KL25 divided by 2", "MKL25Z128", 0xFE,
      "fast start, RESET pin enabled, NMI pin enabled, core clock divided by 2" },
    { "KL25 divided by 4", "MKL25Z128", 0xEF,
      "fast start, RESET pin enabled, NMI pin enabled, core clock divided by 4" },
    { "KL25 all off", "MKL25Z128", 0x00,
      "slow start, RESET pin is a port pin, NMI blocked, core clock divided by 8" },
    { "KL27", "MKL27Z64", 0x3D,
      "boots from flash, fast start, RESET pin enabled, NMI pin enabled, boot pin can force the "
      "ROM "
      "boot loader, full core clock" },
    { "KL27 erased", "MKL27Z64", 0xFF,
      "boots from the ROM boot loader, fast start, RESET pin enabled, NMI pin enabled, boot pin "
      "ignored, full core clock" },
    { "KE18", "MKE18F512", 0x7D,
      "boot source reserved, RESET pin enabled, NMI pin enabled, boot pin can force the ROM boot "
      "loader, starts with full clocks" },
    { "KE15Z 256", "MKE15Z256", 0x3B,
      "boots from flash, RESET pin enabled, NMI blocked, boot pin ignored, starts with full "
      "clocks" },
    { "KE14Z 32", "MKE14Z32", 0xF7,
      "RESET pin is a port pin, NMI pin enabled, starts with full "
      "clocks" },
    { "KM34", "MKM34Z128", 0xFB,
      "clock source option 1, execution mode option 1, NMI blocked, "
      "starts with full clocks" },
    { "K12, NMI and EzPort off", "MK12DX256", 0xF9,
      "NMI blocked, EzPort disabled, starts with full clocks" },
    { "KE02", "MKE02Z64xxx4", 0xFF, "no effect on the chip: free for the firmware to use" },
    { "KE04", "MKE04Z128xxx4", 0x00, "no effect on the chip: free for the firmware to use" },
    { "KEA", "SKEAZ128xxx4", 0x5A, "no effect on the chip: free for the firmware to use" },
    { "S32K144 as its start-up code has it", "S32K144", 0x7F, "RESET pin enabled" },
    { "S32K148 without the pin", "S32K148", 0x77, "RESET pin is a port pin" },
    { "KV46", "MKV46F256", 0xFB, "options whose meaning is not known for this family" },
};

static void
fopt_reads_in_words (void **state)
{
    const FoptCase *c = *state;
    const UlDevice *device = ul_devices_find (c->device);

    assert_non_null (device);
    g_autofree char *text = ul_fopt_describe (device, c->fopt);
    assert_string_equal (text, c->expected);
}

static GStrv
describe (const char *name, guint32 fprot, guint8 fsec, guint8 fopt)
{
    guint8 raw[16];
    UlFcf fcf;

    memset (raw, 0xFF, sizeof raw);
    for (guint i = 0; i < 4; i++)
        raw[8 + i] = fprot >> 8 * i;
    raw[12] = fsec;
    raw[13] = fopt;
    ul_fcf_decode (ul_devices_find (name), raw, &fcf);
    return ul_fcf_describe (ul_devices_find (name), &fcf);
}

static void
field_reads_in_words_worst_first (void **state)
{
    g_auto (GStrv) safe = describe ("MKL25Z128", 0xFFFFFFFF, 0xFE, 0xFF);
    g_auto (GStrv) worst = describe ("MKL25Z128", 0x7FFFFFFE, 0x64, 0xF7);
    g_auto (GStrv) locked = describe ("MKL25Z128", 0xFFFFFFFF, 0xBF, 0xFF);

    assert_int_equal (g_strv_length (safe), 1);
    assert_string_equal (safe[0], "Unsecured, mass erase allowed, nothing write-protected.");
    assert_true (g_str_has_prefix (worst[0], "Locked for ever"));
    assert_string_equal (worst[1], "0x00000000–0x00000FFF is write-protected.");
    assert_string_equal (worst[2], "0x0001F000–0x0001FFFF is write-protected.");
    assert_true (g_str_has_prefix (worst[3], "Factory access is denied"));
    assert_true (g_str_has_prefix (worst[4], "The RESET pin becomes a port pin"));
    assert_int_equal (g_strv_length (worst), 5);
    assert_true (g_str_has_prefix (locked[0], "Secured:"));
    assert_non_null (strstr (locked[1], "the chip refuses"));
}

typedef struct {
    const char *name;
    guint8 key[8];
    const char *words;
} KeyCase;

static const KeyCase key_cases[] = {
    { "key of ones", { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, "the chip refuses" },
    { "key of zeros", { 0 }, "the chip refuses" },
    { "key of nearly ones",
      { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE },
      "firmware that is given it" },
    { "key of nearly zeros", { 0, 0, 0, 0, 0, 0, 0, 1 }, "firmware that is given it" },
    { "any key", { 1, 2, 3, 4, 5, 6, 7, 8 }, "firmware that is given it" },
};

static void
backdoor_key_reads_in_words (void **state)
{
    const KeyCase *c = *state;
    guint8 raw[16];
    UlFcf fcf;

    memset (raw, 0xFF, sizeof raw);
    memcpy (raw, c->key, 8);
    raw[12] = 0xBE;
    ul_fcf_decode (ul_devices_find ("MKL25Z128"), raw, &fcf);
    g_auto (GStrv) lines = ul_fcf_describe (ul_devices_find ("MKL25Z128"), &fcf);
    assert_int_equal (g_strv_length (lines), 1);
    assert_non_null (strstr (lines[0], c->words));
}

#define ADD(cases, function)                                                                       \
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)                                               \
        tests[n++] = (struct CMUnitTest)                                                           \
        {                                                                                          \
            cases[i].name, function, NULL, NULL, (void *) &cases[i]                                \
        }

int
main (void)
{
    struct CMUnitTest tests[128] = {
        cmocka_unit_test (unread_registers_protect_nothing),
        cmocka_unit_test (protected_sectors_are_counted),
        cmocka_unit_test (runs_end_with_their_region),
        cmocka_unit_test (every_fsec_value_is_read_rightly),
        cmocka_unit_test (safe_byte_reads_in_words),
        cmocka_unit_test (fields_lie_where_the_controller_has_them),
        cmocka_unit_test (ke0x_has_no_mass_erase_lock),
        cmocka_unit_test (field_reads_in_words_worst_first),
    };
    gsize n = 8;

    ADD (lock_cases, samples_are_judged);
    ADD (range_cases, range_is_protected);
    ADD (key_cases, backdoor_key_reads_in_words);
    ADD (fopt_cases, fopt_reads_in_words);
    return _cmocka_run_group_tests ("protection", tests, n, NULL, NULL);
}
