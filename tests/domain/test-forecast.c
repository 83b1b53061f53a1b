/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"
#include "ul-protection.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *device;
    guint32 address; /* of the image's bytes */
    guint size;
    guint8 bytes[16];
    const guint8 *current; /* (nullable) */
    UlForecastKind kind;
    gboolean partial;
    guint n_protected;
    guint32 start, end; /* of the protected range, if any */
} Case;

#define FF8 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF

static const guint8 safe[16] = { FF8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF };
static const guint8 secured[16] = { FF8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };

static const Case cases[] = {
    { "no byte of the field", "MKL25Z128", 0x410, 4, { 1, 2, 3, 4 }, NULL, UL_FORECAST_NO_CHANGE },
    { "ends right before it", "MKL25Z128", 0x3FC, 4, { 1, 2, 3, 4 }, NULL, UL_FORECAST_NO_CHANGE },
    { "safe field",
      "MKL25Z128",
      0x400,
      16,
      { FF8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF },
      NULL,
      UL_FORECAST_OPEN },
    { "all erased locks", "MKL25Z128", 0x400, 16, { FF8, FF8 }, NULL, UL_FORECAST_LOCKS },
    { "all zero locks",
      "MKL25Z128",
      0x400,
      16,
      { 0 },
      NULL,
      UL_FORECAST_LOCKS,
      FALSE,
      128,
      0,
      0x1FFFF },
    { "0x64 locks for ever",
      "MK64FN1M0",
      0x400,
      16,
      { FF8, 0xFF, 0xFF, 0xFF, 0xFF, 0x64, 0xFF, 0xFF, 0xFF },
      NULL,
      UL_FORECAST_LOCKS_FOREVER },
    { "0xEF locks for ever",
      "MK64FN1M0",
      0x400,
      16,
      { FF8, 0xFF, 0xFF, 0xFF, 0xFF, 0xEF, 0xFF, 0xFF, 0xFF },
      NULL,
      UL_FORECAST_LOCKS_FOREVER },
    { "open with mass erase off",
      "MK64FN1M0",
      0x400,
      16,
      { FF8, 0xFF, 0xFF, 0xFF, 0xFF, 0xEE, 0xFF, 0xFF, 0xFF },
      NULL,
      UL_FORECAST_OPEN },
    { "part of the field over erased",
      "MKL25Z128",
      0x400,
      12,
      { FF8, 0xFF, 0xFF, 0xFF, 0xFF },
      NULL,
      UL_FORECAST_LOCKS,
      TRUE },
    { "part of the field over a safe one",
      "MKL25Z128",
      0x400,
      12,
      { FF8, 0xFE, 0xFF, 0xFF, 0xFF },
      safe,
      UL_FORECAST_PROTECTS,
      TRUE,
      4,
      0,
      0xFFF },
    { "FSEC alone", "MKL25Z128", 0x40C, 1, { 0xFE }, secured, UL_FORECAST_OPEN, TRUE },
    { "FOPT alone over an erased field",
      "MKL25Z128",
      0x40D,
      1,
      { 0xFF },
      NULL,
      UL_FORECAST_LOCKS,
      TRUE },
    { "FPROT protects",
      "MKL25Z128",
      0x400,
      16,
      { FF8, 0xFF, 0xFF, 0xFF, 0x7F, 0xFE, 0xFF, 0xFF, 0xFF },
      NULL,
      UL_FORECAST_PROTECTS,
      FALSE,
      4,
      0x1F000,
      0x1FFFF },
    { "KV58 has it at 0x10000400",
      "MKV58F1M0",
      0x10000400,
      16,
      { FF8, FF8 },
      NULL,
      UL_FORECAST_LOCKS },
    { "KV58 does not look at 0x400",
      "MKV58F1M0",
      0x400,
      16,
      { FF8, FF8 },
      NULL,
      UL_FORECAST_NO_CHANGE },
    { "KE02 with FE in the wrong place",
      "MKE02Z64xxx4",
      0x400,
      16,
      { FF8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF },
      NULL,
      UL_FORECAST_LOCKS,
      FALSE,
      0 },
    { "KE02 safe",
      "MKE02Z64xxx4",
      0x400,
      16,
      { FF8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF },
      NULL,
      UL_FORECAST_OPEN },
    { "other makers have no field", "LM3S101", 0x400, 16, { 0 }, NULL, UL_FORECAST_NO_CHANGE },
};

static void
image_is_forecast (void **state)
{
    const Case *c = *state;
    const UlDevice *device = ul_devices_find (c->device);
    UlForecast forecast;

    assert_non_null (device);
    g_autoptr (UlImage) image = ul_image_new_from_data ("image", c->address, c->bytes, c->size);
    ul_forecast_image (device, image, c->current, &forecast);
    assert_int_equal (forecast.kind, c->kind);
    assert_int_equal (forecast.partial, c->partial);
    assert_int_equal (forecast.n_protected_sectors, c->n_protected);
    if (c->n_protected > 0) {
        assert_int_equal (forecast.protected_start, c->start);
        assert_int_equal (forecast.protected_end, c->end);
    }
}

static void
known_bytes_are_marked (void **state)
{
    static const guint8 bytes[2] = { 0x12, 0xFE };
    g_autoptr (UlImage) image = ul_image_new_from_data ("image", 0x40B, bytes, 2);
    UlForecast forecast;

    ul_forecast_image (ul_devices_find ("MKL25Z128"), image, NULL, &forecast);
    for (guint i = 0; i < 16; i++)
        assert_int_equal (forecast.known[i], i == 11 || i == 12);
    assert_int_equal (forecast.fcf.fprot, 0x12FFFFFF);
    assert_int_equal (forecast.fcf.fsec, 0xFE);
}

typedef struct {
    const char *name; /* of the file */
    const char *device;
    UlForecastKind kind;
    gboolean partial;
} FileCase;

static const FileCase file_cases[] = {
    { "gen_k64_fcf_no_mass_erase.hex", "MK64FN1M0", UL_FORECAST_LOCKS_FOREVER, FALSE },
    { "gen_kv31_fcf_secure.hex", "MKV31F512", UL_FORECAST_LOCKS, FALSE },
    { "gen_kv31_fcf_ok.s28", "MKV31F512", UL_FORECAST_OPEN, FALSE },
    { "gen_fcf_partial.hex", "MKL25Z128", UL_FORECAST_LOCKS, TRUE },
};

static char *
corpus_path (const char *name)
{
    const char *folder = g_getenv ("UNLATCH_CORPUS");
    return folder != NULL ? g_build_filename (folder, name, NULL)
                          : g_build_filename (TEST_SRC_DIR, "..", "shared", "corpus", name, NULL);
}

static void
file_is_forecast (void **state)
{
    const FileCase *c = *state;
    g_autofree char *path = corpus_path (c->name);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GError) error = NULL;
    UlForecast forecast;

    g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, &error);
    assert_no_error (error);
    ul_forecast_image (ul_devices_find (c->device), image, NULL, &forecast);
    assert_int_equal (forecast.kind, c->kind);
    assert_int_equal (forecast.partial, c->partial);
}

int
main (void)
{
    struct CMUnitTest tests[64] = { cmocka_unit_test (known_bytes_are_marked) };
    gsize n = 1;

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[n++] = case_of (cases[i].name, image_is_forecast, &cases[i]);
    for (gsize i = 0; i < G_N_ELEMENTS (file_cases); i++) {
        g_autofree char *path = corpus_path (file_cases[i].name);
        if (g_file_test (path, G_FILE_TEST_EXISTS))
            tests[n++] = case_of (file_cases[i].name, file_is_forecast, &file_cases[i]);
    }
    return _cmocka_run_group_tests ("forecast", tests, n, NULL, NULL);
}
