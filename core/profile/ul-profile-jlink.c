/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scripts of J-Link Commander: one command a line, in any case. Commands and their arguments:
 * https://kb.segger.com/J-Link_Commander. Addresses are hexadecimal with and without "0x". */
#include "ul-profile-import-private.h"

#include <glib/gi18n.h>

typedef struct {
    UlProfile *profile;
    GFile *folder;
    GStrv words; /* command and arguments; words[0] in lower case */
    guint n_words;
    gboolean known; /* at least one command said something to us */
} Script;

/* Arguments are parted by blanks or commas; quotes keep them together. */
static GStrv
split (const char *line)
{
    g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

    for (const char *p = line; *p != '\0';) {
        p += strspn (p, " \t,=");
        gboolean quoted = *p == '"';
        gsize length = strcspn (p + quoted, quoted ? "\"" : " \t,=");
        g_autofree char *word = g_strndup (p + quoted, length);
        p += quoted + length;
        p += quoted && *p == '"';
        if (length > 0)
            g_strv_builder_add (words, word);
    }
    return g_strv_builder_end (words);
}

static const char *
get_word (const Script *self, guint index)
{
    return index < self->n_words ? self->words[index] : "";
}

static gboolean
take_device (Script *self)
{
    return ul_profile_import_device (self->profile, get_word (self, 1));
}

/* "exec device = NAME" is an older way of saying it. */
static gboolean
take_exec (Script *self)
{
    return g_ascii_strcasecmp (get_word (self, 1), "device") == 0 &&
           ul_profile_import_device (self->profile, get_word (self, 2));
}

static gboolean
take_interface (Script *self)
{
    return g_ascii_strcasecmp (get_word (self, 1), "swd") == 0 ||
           g_str_equal (get_word (self, 1), "1");
}

static gboolean
take_speed (Script *self)
{
    return ul_profile_import_speed (self->profile, get_word (self, 1));
}

static gboolean
take_serial (Script *self)
{
    guint64 serial;

    if (!ul_profile_import_number (get_word (self, 1), FALSE, 0, G_MAXUINT32, &serial))
        return FALSE;
    ul_profile_import_serial (self->profile, serial);
    return TRUE;
}

/* The script does it each time without asking; a profile does so only when a person wrote that
 * into it. */
static gboolean
take_unlock (Script *self)
{
    ul_profile_take_warning (
        self->profile,
        g_strdup (_ ("unlock: this program asks before it unlocks a chip. With Unlock=when-locked "
                     "the profile does it without a question.")));
    return TRUE;
}

/* Whether the end belongs to the range is not said; an end that looks like the start of the next
 * sector is taken as that, so that no sector more than meant is erased. */
static gboolean
take_erase (Script *self)
{
    guint64 first, last;

    if (self->n_words == 1) {
        ul_profile_set_number (self->profile, UL_PROFILE_ERASE, UL_SCOPE_ALL);
        return TRUE;
    }
    if (!ul_profile_import_number (get_word (self, 1), TRUE, 0, G_MAXUINT32, &first) ||
        !ul_profile_import_number (get_word (self, 2), TRUE, first + 1, G_MAXUINT32, &last))
        return FALSE;
    if (last % 0x100 == 0)
        last--;
    g_autofree char *range =
        g_strdup_printf ("0x%" G_GINT64_MODIFIER "X-0x%" G_GINT64_MODIFIER "X", first, last);
    ul_profile_set_text (self->profile, UL_PROFILE_SELECTED, range, NULL);
    ul_profile_set_number (self->profile, UL_PROFILE_ERASE, UL_SCOPE_RANGE);
    return TRUE;
}

static gboolean
take_load (Script *self)
{
    guint64 base;
    gboolean has_base = ul_profile_import_number (get_word (self, 2), TRUE, 0, G_MAXUINT32, &base);

    return self->n_words >= 2 && (has_base || !g_str_equal (self->words[0], "loadbin")) &&
           ul_profile_import_file (self->profile, self->folder, self->words[1],
                                   has_base ? &base : NULL);
}

/* A job verifies the files that it programs, and no others. */
static gboolean
take_verify (Script *self)
{
    guint64 base;
    gboolean has_base = ul_profile_import_number (get_word (self, 2), TRUE, 0, G_MAXUINT32, &base);

    if (self->n_words < 2 || !ul_profile_import_has_file (self->profile, self->folder,
                                                          self->words[1], has_base ? &base : NULL))
        return FALSE;
    ul_profile_set_number (self->profile, UL_PROFILE_VERIFY, UL_PROFILE_VERIFY_FULL);
    return TRUE;
}

/* What this program does anyway, at the right time. */
static gboolean
take_nothing (Script *self)
{
    return TRUE;
}

static const struct {
    const char *name;
    gboolean (*take) (Script *self);
} commands[] = {
    { "device", take_device },
    { "exec", take_exec },
    { "si", take_interface },
    { "selectinterface", take_interface },
    { "speed", take_speed },
    { "usb", take_serial },
    { "selectemubysn", take_serial },
    { "unlock", take_unlock },
    { "erase", take_erase },
    { "loadfile", take_load },
    { "loadbin", take_load },
    { "verifybin", take_verify },
    { "verifyfile", take_verify },
    { "connect", take_nothing },
    { "halt", take_nothing },
    { "h", take_nothing },
    { "reset", take_nothing },
    { "r", take_nothing },
    { "go", take_nothing },
    { "g", take_nothing },
    { "sleep", take_nothing },
    { "exitonerror", take_nothing },
    { "eoe", take_nothing },
    { "exit", take_nothing },
    { "q", take_nothing },
    { "qc", take_nothing },
};

static gboolean
take_line (Script *self)
{
    for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        if (g_str_equal (commands[i].name, self->words[0])) {
            gboolean taken = commands[i].take (self);
            self->known |= taken && commands[i].take != take_nothing;
            return taken;
        }
    return FALSE;
}

/* "//", "#" and ";" begin a comment at the start of a line or after a blank. */
static void
cut_comment (char *line)
{
    for (char *p = line; *p != '\0'; p++)
        if ((p == line || g_ascii_isspace (p[-1])) &&
            (*p == '#' || *p == ';' || (p[0] == '/' && p[1] == '/')))
            *p-- = '\0';
}

static void
read_line (Script *self, char *line, guint number)
{
    cut_comment (line);
    g_auto (GStrv) words = split (g_strstrip (line));
    guint n_words = g_strv_length (words);

    if (n_words == 0)
        return;
    g_autofree char *command = words[0];
    words[0] = g_ascii_strdown (command, -1);
    self->words = words;
    self->n_words = n_words;
    if (!take_line (self))
        ul_profile_take_warning (
            self->profile, g_strdup_printf (_ ("Line %u was not taken over: %s"), number, line));
    self->words = NULL;
}

gboolean
ul_profile_read_jlink (UlProfile *profile, const char *text, GFile *folder)
{
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    Script self = { profile, folder };

    for (guint i = 0; lines[i] != NULL; i++)
        read_line (&self, lines[i], i + 1);
    return self.known;
}
