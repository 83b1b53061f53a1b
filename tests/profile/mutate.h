/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Damage to files that people write by hand. */
#pragma once

#include "profile-test.h"

static inline void
mutate (GString *text, GRand *random)
{
    static const char favourites[] = "[]=#\\\"\n\r ;-0xF\t,/:\xC3\xFF";
    guint at = (guint) g_rand_int_range (random, 0, (gint32) text->len);
    guint size = (guint) g_rand_int_range (random, 1, 60);
    char byte = favourites[g_rand_int_range (random, 0, sizeof favourites - 1)];

    switch (g_rand_int_range (random, 0, 6)) {
    case 0:
        text->str[at] = byte;
        break;
    case 1:
        text->str[at] = (char) g_rand_int (random);
        break;
    case 2:
        g_string_truncate (text, MAX (at, 1));
        break;
    case 3:
        g_string_erase (text, at, (gssize) MIN (size, text->len - at - 1));
        break;
    case 4:
        g_string_insert_len (text, (gssize) at, text->str, (gssize) MIN (size, text->len));
        break;
    default: /* a number at its limits */
        g_string_insert (text, (gssize) at, "99999999999999999999");
        break;
    }
}

/** mutate_text: Returns: (transfer full): @whole, damaged in one to three places */
static inline GString *
mutate_text (const char *whole, GRand *random)
{
    GString *text = g_string_new (whole);

    for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
        mutate (text, random);
    return text;
}
