/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which chips can be told to divide their FlexNVM, and how that is asked for. */
#include "test.h"

#include "ul-division.h"
#include "ul-error.h"

#include <string.h>

typedef struct {
    const char *name;
    int code; /* -1: not known for certain */
} Case;

static const Case cases[] = {
    { "MK20DX256xxx7", 0x30 },  { "MK40DX256Zxxx10", 0x30 }, { "MK61FX512xxx12", 0x30 },
    { "MK64FX512xxx12", 0x30 }, { "MK66FX1M0xxx18", 0x30 },  { "MKE18F512xxx16", 0x30 },
    { "MKE15Z256xxx7", 0x30 },  { "MKW36Z512xxx4", 0x30 },   { "S32K144", 0x00 },
    { "MK21FX512xxx12", -1 },   { "MK22FX512xxx12", -1 },
};

static void
is_split_as_it_was_seen (void **state)
{
    const Case *test = *state;
    const UlDevice *device = ul_devices_find (test->name);
    const UlDivision wanted = { TRUE, 0x4, 0x3 }, open = { TRUE, 0xF, 0xF };
    const UlDevice *divided = device;
    g_autoptr (GError) error = NULL;
    gboolean give = FALSE;
    guint8 split = 0xAA;

    assert_non_null (device);
    gboolean chosen = ul_division_choose (&wanted, &open, FALSE, &divided, &give, &error);
    assert_int_equal (ul_device_get_split (device, &split), test->code >= 0);
    if (test->code >= 0) {
        assert_no_error (error);
        assert_true (chosen && give);
        assert_int_equal (split, test->code);
        return;
    }
    assert_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED);
    assert_false (chosen || give);
    assert_non_null (strstr (error->message, "not known for certain"));
    /* what is divided so already needs not be told */
    g_clear_error (&error);
    assert_true (ul_division_choose (&wanted, &wanted, FALSE, &divided, &give, &error));
    assert_false (give);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases)];

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i] = (struct CMUnitTest){ cases[i].name, is_split_as_it_was_seen, NULL, NULL,
                                        (void *) &cases[i] };
    return cmocka_run_group_tests_name ("division", tests, NULL, NULL);
}
