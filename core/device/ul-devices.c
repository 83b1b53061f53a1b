/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How people name the rows of the tables. */
#include "ul-device-table.h"

#include <string.h>

/* Length of a name up to its package letters: they are written as two or more small x, which no
 * name has otherwise. */
static gsize
stem_length (const char *name)
{
    const char *letters = strstr (name, "xx");
    return letters != NULL ? (gsize) (letters - name) : strlen (name);
}

static gboolean
same_stem (const UlDevice *a, const UlDevice *b)
{
    gsize length = stem_length (a->name);
    return length == stem_length (b->name) && strncmp (a->name, b->name, length) == 0;
}

/* Rows with equal stems are neighbours, as the table is sorted. What is described in a file stands
 * outside of it, and is called by its whole name. */
static gboolean
shares_stem (const UlDevice *device)
{
    const UlDevice *first = ul_device_table_get (), *last = first + ul_device_n_rows - 1;
    const UlDevice *self = device->row != NULL ? device->row : device;

    if (self->described_in != NULL)
        return TRUE;
    return (self > first && self <= last && same_stem (self, self - 1)) ||
           (self >= first && self < last && same_stem (self, self + 1));
}

char *
ul_device_get_label (const UlDevice *self)
{
    gsize length = stem_length (self->name);
    if (length > 0 && self->name[length - 1] == '_')
        length--;
    return shares_stem (self) ? g_strdup (self->name) : g_strndup (self->name, length);
}

typedef enum {
    MATCH_NONE,
    MATCH_PART, /* stops within or behind the package letters */
    MATCH_STEM, /* stops before them */
    MATCH_WHOLE,
} Match;

/* Compares @typed with a row's name. An x of the package letters stands for any one letter or
 * digit; an R behind the whole name says "on tape and reel". */
static Match
match_name (const char *name, const char *typed)
{
    gsize stem = stem_length (name), length = strlen (name), n = 0;

    for (; typed[n] != '\0' && n < length; n++) {
        gboolean any = n >= stem && name[n] == 'x';
        if (any ? !g_ascii_isalnum (typed[n])
                : g_ascii_toupper (typed[n]) != g_ascii_toupper (name[n]))
            return MATCH_NONE;
    }
    if (n == length)
        return typed[n] == '\0' || g_ascii_strcasecmp (typed + n, "R") == 0 ? MATCH_WHOLE
                                                                            : MATCH_NONE;
    if (n == stem || (n + 1 == stem && name[n] == '_'))
        return MATCH_STEM;
    return n > stem ? MATCH_PART : MATCH_NONE;
}

static Match
match_device (const UlDevice *device, const char *typed)
{
    Match match = match_name (device->name, typed);
    if (match == MATCH_NONE && device->name[0] == 'M')
        match = match_name (device->name + 1, typed);
    return match;
}

gboolean
ul_device_is_named (const UlDevice *self, const char *name)
{
    return match_device (self, name) != MATCH_NONE;
}

/* Those that fit best. */
static void
find_among (const char *typed, gboolean described, GPtrArray *devices)
{
    Match best = MATCH_PART;
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++) {
        if ((all[i]->described_in != NULL) != described)
            continue;
        Match match = match_device (all[i], typed);
        if (match < best)
            continue;
        if (match > best)
            g_ptr_array_set_size (devices, 0);
        best = match;
        g_ptr_array_add (devices, (gpointer) all[i]);
    }
}

GPtrArray *
ul_devices_find_all (const char *name)
{
    g_return_val_if_fail (name != NULL, NULL);

    g_autofree char *typed = g_strstrip (g_strdup (name));
    GPtrArray *devices = g_ptr_array_new ();

    if (*typed == '\0')
        return devices;
    find_among (typed, FALSE, devices);
    if (devices->len == 0)
        find_among (typed, TRUE, devices);
    return devices;
}

const UlDevice *
ul_devices_find (const char *name)
{
    g_return_val_if_fail (name != NULL, NULL);

    g_autoptr (GPtrArray) devices = ul_devices_find_all (name);

    return devices->len == 1 ? devices->pdata[0] : NULL;
}

typedef struct {
    const UlDevice *device;
    guint rank; /* smaller is better */
} Found;

static gboolean
contains (const char *text, const char *upper_word)
{
    g_autofree char *upper = g_ascii_strup (text, -1);
    return strstr (upper, upper_word) != NULL;
}

/* How well one word fits: 0 best, -1 not at all. */
static int
rank_word (const UlDevice *device, const char *upper_word)
{
    if (match_device (device, upper_word) != MATCH_NONE)
        return 0;
    if (g_ascii_strncasecmp (device->name, upper_word, strlen (upper_word)) == 0)
        return 1;
    if (contains (device->name, upper_word))
        return 2;
    return contains (device->family, upper_word) || contains (device->vendor, upper_word) ? 3 : -1;
}

static int
rank_device (const UlDevice *device, char **upper_words)
{
    int rank = 0;
    for (char **word = upper_words; *word != NULL; word++) {
        if (**word == '\0')
            continue;
        int one = rank_word (device, *word);
        if (one < 0)
            return -1;
        rank += one;
    }
    return rank;
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
    const Found *one = a, *two = b;
    if (one->rank != two->rank)
        return one->rank < two->rank ? -1 : 1;

    UlSupport left = one->device->support[UL_ACTION_PROGRAM];
    UlSupport right = two->device->support[UL_ACTION_PROGRAM];
    if (left != right)
        return left > right ? -1 : 1;
    return strcmp (one->device->name, two->device->name);
}

GPtrArray *
ul_devices_search (const char *text)
{
    g_return_val_if_fail (text != NULL, NULL);

    g_autofree char *upper = g_ascii_strup (text, -1);
    g_auto (GStrv) words = g_strsplit_set (upper, " \t\n,", -1);
    g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    for (guint i = 0; i < n; i++) {
        int rank = rank_device (all[i], words);
        if (rank >= 0)
            g_array_append_vals (found, &(Found){ all[i], rank }, 1);
    }
    g_array_sort (found, compare_found);

    GPtrArray *devices = g_ptr_array_sized_new (found->len);
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add (devices, (gpointer) g_array_index (found, Found, i).device);
    return devices;
}
