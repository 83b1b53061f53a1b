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
        assert_ptr_equal (divided, ul_division_apply (&wanted, device));
        assert_int_not_equal (divided->eeprom_backup, 0);
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

/* The chip has the other one for as long as nobody erases it as a whole. */
static void
another_one_needs_a_mass_erase (void **state)
{
    const UlDivision wanted = { TRUE, 0x4, 0x3 }, other = { TRUE, 0x4, 0x2 };
    const UlDevice *row = ul_devices_find ("MK20DX256xxx7");
    const UlDevice *as_it_is = ul_division_apply (&other, row), *divided = as_it_is;
    g_autoptr (GError) error = NULL;
    gboolean give = TRUE;

    assert_ptr_not_equal (as_it_is, ul_division_apply (&wanted, row));
    assert_false (ul_division_choose (&wanted, &other, FALSE, &divided, &give, &error));
    assert_error (error, UL_ERROR, UL_ERROR_BACKUP_DIVISION);
    assert_ptr_equal (divided, as_it_is);
    assert_false (give);
    g_clear_error (&error);
    assert_true (ul_division_choose (&wanted, &other, TRUE, &divided, &give, &error));
    assert_ptr_equal (divided, ul_division_apply (&wanted, row));
    assert_true (give);
}

/* None at all is what a mass erase leaves: nothing is given. */
static void
none_needs_no_command (void **state)
{
    const UlDivision none = { TRUE, 0xF, 0xF }, other = { TRUE, 0x4, 0x2 };
    const UlDevice *row = ul_devices_find ("MK20DX256xxx7");
    const UlDevice *divided = ul_division_apply (&other, row);
    gboolean give = TRUE;

    assert_true (ul_division_choose (&none, &other, TRUE, &divided, &give, NULL));
    assert_ptr_equal (divided, row);
    assert_false (give);
}

int
main (void)
{
    struct CMUnitTest tests[G_N_ELEMENTS (cases) + 2] = {
        [G_N_ELEMENTS (cases)] = cmocka_unit_test (another_one_needs_a_mass_erase),
        [G_N_ELEMENTS (cases) + 1] = cmocka_unit_test (none_needs_no_command),
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
        tests[i] = (struct CMUnitTest){ cases[i].name, is_split_as_it_was_seen, NULL, NULL,
                                        (void *) &cases[i] };
    return cmocka_run_group_tests_name ("division", tests, NULL, NULL);
}
