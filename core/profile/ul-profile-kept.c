/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ranges that are left alone. */
#include "ul-profile-private.h"

GArray *
ul_profile_get_kept (UlProfile *self)
{
    return ul_profile_parse_ranges (ul_profile_get_text (self, UL_PROFILE_KEEP), NULL);
}

/* What is left of @range when @hole is taken out of it. */
static void
add_rest (GArray *ranges, UlProfileRange range, UlProfileRange hole)
{
    UlProfileRange below = { range.first, hole.first - 1 }, above = { hole.last + 1, range.last };

    if (range.last < hole.first || range.first > hole.last) {
        g_array_append_val (ranges, range);
        return;
    }
    if (range.first < hole.first)
        g_array_append_val (ranges, below);
    if (range.last > hole.last)
        g_array_append_val (ranges, above);
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
    guint32 one = ((const UlProfileRange *) a)->first, other = ((const UlProfileRange *) b)->first;

    return (one > other) - (one < other);
}

/* Neighbours are written as one. */
static char *
print_ranges (GArray *ranges)
{
    GString *text = g_string_new (NULL);

    g_array_sort (ranges, compare_ranges);
    for (guint i = 0; i < ranges->len; i++) {
        UlProfileRange range = g_array_index (ranges, UlProfileRange, i);
        for (; i + 1 < ranges->len && range.last != G_MAXUINT32; i++) {
            UlProfileRange next = g_array_index (ranges, UlProfileRange, i + 1);
            if (next.first > range.last + 1)
                break;
            range.last = MAX (range.last, next.last);
        }
        g_string_append_printf (text, "%s0x%X-0x%X", text->len > 0 ? ";" : "", range.first,
                                range.last);
    }
    return g_string_free (text, FALSE);
}

gboolean
ul_profile_set_kept (UlProfile *self, guint32 address, guint32 size, gboolean keep, GError **error)
{
    UlProfileRange range = { address, address + (size - 1) };
    g_autoptr (GArray) before = ul_profile_get_kept (self);
    g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (UlProfileRange));

    g_return_val_if_fail (size > 0, FALSE);
    for (guint i = 0; i < before->len; i++)
        add_rest (after, g_array_index (before, UlProfileRange, i), range);
    if (keep)
        g_array_append_val (after, range);
    g_autofree char *text = print_ranges (after);
    return ul_profile_set_text (self, UL_PROFILE_KEEP, text, error);
}
