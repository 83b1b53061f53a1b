/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The heading of a problem: the most telling one that its details allow. */
#include "ul-problem-table.h"

#include <glib/gi18n.h>

#define LONGEST 60 /* characters: a heading is read at a glance */

const char *
ul_problem_find_detail (const UlProblem *self, const char *key)
{
    for (guint i = 0; self->details != NULL && self->details[i] != NULL; i += 2)
        if (g_str_equal (self->details[i], key))
            return self->details[i + 1];
    return NULL;
}

static guint
get_number (const UlProblem *self, const char *key)
{
    const char *text = ul_problem_find_detail (self, key);

    return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

static char *
make_protected_title (const UlProblem *self)
{
    const char *n_protected = ul_problem_find_detail (self, "protected");
    const char *n_sectors = ul_problem_find_detail (self, "sectors");

    if (n_protected == NULL || n_sectors == NULL)
        return NULL;
    return g_strdup_printf (ngettext ("%s of %s sectors is protected",
                                      "%s of %s sectors are protected",
                                      get_number (self, "protected")),
                            n_protected, n_sectors);
}

static char *
make_fit_title (const UlProblem *self)
{
    guint n_parts = get_number (self, "parts"),
          n_stray = get_number (self, "parts that do not fit");

    if (ul_problem_find_detail (self, "range") != NULL)
        return g_strdup (_ ("The range goes beyond the chip's memories"));
    if (n_parts < 2)
        return NULL;
    /* Translators: parts of a file are stretches of addresses without a gap */
    return g_strdup_printf (ngettext ("%u of %u parts of the file does not fit",
                                      "%u of %u parts of the file do not fit", n_stray),
                            n_stray, n_parts);
}

static char *
make_format_title (const UlProblem *self, const char *file)
{
    const char *expected = ul_problem_find_detail (self, "expected format");

    if (g_strcmp0 (expected, "ihex") == 0)
        return g_strdup_printf (_ ("%s is not an Intel HEX file"), file);
    if (g_strcmp0 (expected, "srec") == 0)
        return g_strdup_printf (_ ("%s is not an S-record file"), file);
    return g_strdup_printf (_ ("%s is not a firmware file"), file);
}

static char *
make_line_title (const UlProblem *self, const char *file)
{
    const char *line = ul_problem_find_detail (self, "line");

    if (line == NULL)
        return g_strdup_printf (_ ("%s is damaged"), file);
    /* Translators: the number of a line, the name of its file */
    return g_strdup_printf (_ ("Line %s of %s is damaged"), line, file);
}

static char *
make_overlap_title (const UlProblem *self)
{
    const char *first = ul_problem_find_detail (self, "first file");
    const char *second = ul_problem_find_detail (self, "second file");

    if (first == NULL || second == NULL || !self->has_where)
        return NULL;
    /* Translators: two names of files, first and last address */
    return g_strdup_printf (_ ("%s and %s both fill 0x%08X–0x%08X"), first, second, self->address,
                            self->address + (self->size - 1));
}

static char *
make_offset_title (const char *moved_to)
{
    if (moved_to == NULL)
        return NULL;
    return g_strdup (moved_to[0] == '-' ? _ ("The offset moves the file below address 0")
                                        : _ ("The file would reach beyond 0xFFFFFFFF"));
}

/* Returns: (nullable) (transfer full) */
static char *
make_special_title (const UlProblem *self)
{
    const char *file = ul_problem_find_detail (self, "file");

    switch (self->code) {
    case UL_ERROR_USAGE:
        return make_offset_title (ul_problem_find_detail (self, "moved to"));
    case UL_ERROR_FLASH_PROTECTED:
        return make_protected_title (self);
    case UL_ERROR_IMAGE_DOES_NOT_FIT:
        return make_fit_title (self);
    case UL_ERROR_IMAGE_OVERLAP:
        return make_overlap_title (self);
    case UL_ERROR_IMAGE_FORMAT:
        return file != NULL ? make_format_title (self, file) : NULL;
    case UL_ERROR_IMAGE_SYNTAX:
        return file != NULL ? make_line_title (self, file) : NULL;
    default:
        return NULL;
    }
}

/* sector_title comes from our own table, with one %s. */
char *
ul_problem_make_title (const UlProblem *self, const UlProblemRow *row)
{
    const char *sector = ul_problem_find_detail (self, "sector");

    if (ul_problem_is_new_chip (self))
        return g_strdup (_ ("New chips of this family start locked"));
    if (row->sector_title != NULL && sector != NULL)
        return g_strdup_printf (_ (row->sector_title), sector);
    g_autofree char *special = make_special_title (self);
    if (special != NULL && g_utf8_strlen (special, -1) <= LONGEST)
        return g_steal_pointer (&special);
    return g_strdup (_ (row->title)); /* names of files may be of any length */
}
