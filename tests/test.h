/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmocka and, in the right order, what it needs before it. */
#pragma once

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
/* clang-format on */

#include <glib.h>

/** assert_no_error: fails with the message of @error */
#define assert_no_error(error)                                                                     \
    do {                                                                                           \
        if ((error) != NULL)                                                                       \
            fail_msg ("unexpected error: %s", (error)->message);                                   \
    } while (0)

/** assert_error: fails unless @error is the code of that domain */
#define assert_error(error, dom, num)                                                              \
    do {                                                                                           \
        if (!g_error_matches (error, dom, num))                                                    \
            fail_msg ("expected " #num ", got: %s", (error) != NULL ? (error)->message : "none");  \
    } while (0)
