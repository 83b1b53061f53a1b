/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is put together from parts, and how wide it is. */
#include "test.h"
#include "ul-cells.h"
#include "ul-words.h"

static GPtrArray *
make_parts (const char *const *texts)
{
    GPtrArray *parts = g_ptr_array_new ();

    for (guint i = 0; texts[i] != NULL; i++)
        g_ptr_array_add (parts, (char *) texts[i]);
    return parts;
}

static void
lists_and_alternatives_read_as_a_sentence (void **state)
{
    static const char *const texts[] = { "4 MHz", "1 MHz", "100 kHz", NULL };
    g_autoptr (GPtrArray) parts = make_parts (texts);
    g_autofree char *list = ul_words_list (parts);
    g_autofree char *same = ul_words_list_strv (texts);
    g_autofree char *names = ul_words_names (parts);
    g_autofree char *same_names = ul_words_names_strv (texts);
    g_autofree char *clauses = ul_words_clauses (parts);
    g_autofree char *either = ul_words_either (parts);

    assert_string_equal (list, "4 MHz, 1 MHz, 100 kHz");
    assert_string_equal (same, list);
    assert_string_equal (names, list);
    assert_string_equal (same_names, list);
    assert_string_equal (clauses, "4 MHz; 1 MHz; 100 kHz");
    assert_string_equal (either, "4 MHz, 1 MHz or 100 kHz");
}

static void
a_line_begins_with_a_capital (void **state)
{
    static const char *const cases[][2] = {
        { "the flash", "The flash" }, { "élan", "Élan" }, { "32 of 32", "32 of 32" }, { "", "" }
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *line = ul_words_begin (cases[i][0]);
        assert_string_equal (line, cases[i][1]);
    }
}

static void
one_part_has_no_separator (void **state)
{
    static const char *const texts[] = { "4 MHz", NULL };
    g_autoptr (GPtrArray) parts = make_parts (texts);
    g_autofree char *either = ul_words_either (parts);
    g_autofree char *clauses = ul_words_clauses (parts);

    assert_string_equal (either, "4 MHz");
    assert_string_equal (clauses, "4 MHz");
}

static void
nothing_is_an_empty_text (void **state)
{
    static const char *const none[] = { NULL };
    g_autoptr (GPtrArray) parts = make_parts (none);
    g_autofree char *list = ul_words_list (parts);
    g_autofree char *either = ul_words_either (parts);
    g_autofree char *sentences = ul_words_sentences (NULL, NULL);

    assert_string_equal (list, "");
    assert_string_equal (either, "");
    assert_string_equal (sentences, "");
}

static void
a_missing_sentence_leaves_no_blank (void **state)
{
    g_autofree char *first = ul_words_sentences ("One.", NULL);
    g_autofree char *second = ul_words_sentences (NULL, "Two.");
    g_autofree char *both = ul_words_sentences ("One.", "Two.");

    assert_string_equal (first, "One.");
    assert_string_equal (second, "Two.");
    assert_string_equal (both, "One. Two.");
}

static void
a_count_of_none_is_not_spoken_of (void **state)
{
    g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

    ul_words_add_count (parts, 0, "%u erased");
    ul_words_add_count (parts, 3, "%u written");
    g_autofree char *list = ul_words_list (parts);
    assert_string_equal (list, "3 written");
}

static void
cells_are_those_of_a_terminal (void **state)
{
    assert_int_equal (ul_cells_count (""), 0);
    assert_int_equal (ul_cells_count ("Größe"), 5);
    assert_int_equal (ul_cells_count ("Gro\xcc\x88\xc3\x9f"
                                      "e"),
                      5); /* the dots stand above the o */
    assert_int_equal (ul_cells_count ("セクター"), 8);
    assert_int_equal (ul_cells_count ("扇区 3"), 6);
}

static void
columns_stand_one_below_the_other (void **state)
{
    g_autoptr (GString) japanese = g_string_new (NULL), german = g_string_new (NULL);

    ul_cells_append (japanese, "保護:", 8);
    ul_cells_append (german, "Schutz:", 8);
    assert_string_equal (japanese->str, "保護:   ");
    assert_string_equal (german->str, "Schutz: ");
}

static void
what_is_too_long_stays_whole (void **state)
{
    g_autoptr (GString) line = g_string_new (NULL);

    ul_cells_append (line, "セクター", 3);
    assert_string_equal (line->str, "セクター");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (lists_and_alternatives_read_as_a_sentence),
        cmocka_unit_test (a_line_begins_with_a_capital),
        cmocka_unit_test (one_part_has_no_separator),
        cmocka_unit_test (nothing_is_an_empty_text),
        cmocka_unit_test (a_missing_sentence_leaves_no_blank),
        cmocka_unit_test (a_count_of_none_is_not_spoken_of),
        cmocka_unit_test (cells_are_those_of_a_terminal),
        cmocka_unit_test (columns_stand_one_below_the_other),
        cmocka_unit_test (what_is_too_long_stays_whole),
    };
    return cmocka_run_group_tests_name ("words", tests, NULL, NULL);
}
