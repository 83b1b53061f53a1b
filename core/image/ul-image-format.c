/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-format.h"

#include "ul-image-place.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct {
    const char *nick, *title;
} formats[] = {
    [UL_IMAGE_FORMAT_AUTO] = { "auto", N_ ("Automatic") },
    [UL_IMAGE_FORMAT_IHEX] = { "ihex", N_ ("Intel HEX") },
    [UL_IMAGE_FORMAT_SREC] = { "srec", N_ ("Motorola S-record") },
    [UL_IMAGE_FORMAT_ELF] = { "elf", N_ ("ELF") },
    [UL_IMAGE_FORMAT_BIN] = { "bin", N_ ("Raw binary") },
    [UL_IMAGE_FORMAT_TITXT] = { "titxt", N_ ("TI-TXT") },
    [UL_IMAGE_FORMAT_UF2] = { "uf2", N_ ("UF2") },
};

const char *
ul_image_format_to_nick (UlImageFormat format)
{
    g_return_val_if_fail (format < G_N_ELEMENTS (formats), NULL);
    return formats[format].nick;
}

const char *
ul_image_format_to_title (UlImageFormat format)
{
    g_return_val_if_fail (format < G_N_ELEMENTS (formats), NULL);
    return _ (formats[format].title);
}

static const struct {
    const char *suffix;
    UlImageFormat format;
} to_save[] = {
    { ".hex", UL_IMAGE_FORMAT_IHEX },  { ".ihex", UL_IMAGE_FORMAT_IHEX },
    { ".srec", UL_IMAGE_FORMAT_SREC }, { ".s19", UL_IMAGE_FORMAT_SREC },
    { ".s28", UL_IMAGE_FORMAT_SREC },  { ".s37", UL_IMAGE_FORMAT_SREC },
    { ".mot", UL_IMAGE_FORMAT_SREC },  { ".bin", UL_IMAGE_FORMAT_BIN },
};

UlImageFormat
ul_image_format_by_name (const char *name)
{
    g_autofree char *lower = g_ascii_strdown (name, -1);

    for (guint i = 0; i < G_N_ELEMENTS (to_save); i++)
        if (g_str_has_suffix (lower, to_save[i].suffix))
            return to_save[i].format;
    return UL_IMAGE_FORMAT_AUTO;
}

/* Things that people hand over in place of firmware, by their first bytes. */
static const struct {
    const char *magic;
    gsize size;
    gboolean text; /* in any case of letters, after blanks; has a line and a column */
    const char *what;
} strangers[] = {
    { "\x1F\x8B\x08", 3, FALSE, N_ ("it is a gzip-compressed file; expected it unpacked") },
    { "PK\x03\x04", 4, FALSE, N_ ("it is a zip archive; expected it unpacked") },
    { "BZh", 3, FALSE, N_ ("it is a bzip2-compressed file; expected it unpacked") },
    { "\xFD"
      "7zXZ",
      6, FALSE, N_ ("it is an xz-compressed file; expected it unpacked") },
    { "7z\xBC\xAF\x27\x1C", 6, FALSE, N_ ("it is a 7-Zip archive; expected it unpacked") },
    { "\x28\xB5\x2F\xFD", 4, FALSE, N_ ("it is a zstd-compressed file; expected it unpacked") },
    { "Rar!\x1A\x07", 6, FALSE, N_ ("it is a RAR archive; expected it unpacked") },
    { "\x89PNG\r\n", 6, FALSE, N_ ("it is a picture (PNG); expected a firmware file") },
    { "%PDF", 4, TRUE, N_ ("it is a PDF document; expected a firmware file") },
    { "<!doctype html", 14, TRUE,
      N_ ("it is a web page (HTML), so the download went wrong; expected a firmware file") },
    { "<html", 5, TRUE,
      N_ ("it is a web page (HTML), so the download went wrong; expected a firmware file") },
    { "<?xml", 5, TRUE, N_ ("it is an XML document; expected a firmware file") },
    { "version https://git-lfs", 23, TRUE,
      N_ ("it is a Git LFS pointer, which stands for a file that was not fetched; expected the "
          "file itself (git lfs pull)") },
};

static gsize
skip_byte_order_mark (const guint8 *head, gsize size)
{
    return size >= 3 && memcmp (head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static const char *
find_stranger (const guint8 *head, gsize size, gboolean *text)
{
    gsize blank = skip_byte_order_mark (head, size);
    while (blank < size && g_ascii_isspace (head[blank]))
        blank++;
    for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++) {
        gsize at = strangers[i].text ? blank : 0;
        if (size - at < strangers[i].size)
            continue;
        const char *found = (const char *) head + at;
        int order = strangers[i].text
                        ? g_ascii_strncasecmp (found, strangers[i].magic, strangers[i].size)
                        : memcmp (found, strangers[i].magic, strangers[i].size);
        if (order != 0)
            continue;
        *text = strangers[i].text;
        return strangers[i].what;
    }
    return NULL;
}

/* A byte order mark and then every second byte 0. */
static gboolean
is_utf16 (const guint8 *head, gsize size)
{
    if (size < 4)
        return FALSE;
    gboolean little = head[0] == 0xFF && head[1] == 0xFE && head[2] != 0 && head[3] == 0;
    gboolean big = head[0] == 0xFE && head[1] == 0xFF && head[2] == 0 && head[3] != 0;
    return little || big;
}

static gboolean
is_uf2 (const guint8 *head, gsize size)
{
    return size >= 8 && memcmp (head, "UF2\x0A\x57\x51\x5D\x9E", 8) == 0;
}

static gboolean
is_elf (const guint8 *head, gsize size)
{
    return size >= 4 && memcmp (head,
                                "\x7F"
                                "ELF",
                                4) == 0;
}

/* Whether it can be text at all, for which a raw binary may not be taken. */
static gboolean
is_text (const guint8 *head, gsize size)
{
    for (gsize i = skip_byte_order_mark (head, size); i < MIN (size, 256); i++)
        if (head[i] < 0x20 && !g_ascii_isspace (head[i]) && head[i] != 0x1A)
            return FALSE;
    return TRUE;
}

/* The first character that is neither in a blank nor in a comment line. */
static gsize
find_first_line (const guint8 *head, gsize size)
{
    gsize i = skip_byte_order_mark (head, size);
    for (;;) {
        while (i < size && g_ascii_isspace (head[i]))
            i++;
        if (i >= size || head[i] == 0 || strchr (";#*/!", head[i]) == NULL)
            return i;
        while (i < size && head[i] != '\n' && head[i] != '\r')
            i++;
    }
}

/* Bytes as TI-TXT has them: two digits and a blank or the end of the line. */
static gboolean
is_byte_list (const guint8 *text, gsize size)
{
    return size >= 3 && g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]) &&
           g_ascii_isspace (text[2]);
}

static UlImageFormat
recognize_text (const guint8 *head, gsize size)
{
    gsize first = find_first_line (head, size);
    const guint8 *text = head + first;
    gsize left = size - first;
    if (left >= 3 && text[0] == ':' && g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2]))
        return UL_IMAGE_FORMAT_IHEX;
    if (left >= 4 && (text[0] == 'S' || text[0] == 's') && g_ascii_isdigit (text[1]) &&
        g_ascii_isxdigit (text[2]) && g_ascii_isxdigit (text[3]))
        return UL_IMAGE_FORMAT_SREC;
    if (left >= 2 && text[0] == '@' && g_ascii_isxdigit (text[1]))
        return UL_IMAGE_FORMAT_TITXT;
    if (is_byte_list (text, left))
        return UL_IMAGE_FORMAT_TITXT;
    return UL_IMAGE_FORMAT_AUTO;
}

static UlImageFormat
recognize_content (const guint8 *head, gsize size)
{
    if (is_elf (head, size))
        return UL_IMAGE_FORMAT_ELF;
    if (is_uf2 (head, size))
        return UL_IMAGE_FORMAT_UF2;
    return is_text (head, size) ? recognize_text (head, size) : UL_IMAGE_FORMAT_AUTO;
}

/* Where the content says nothing, the suffix tells what the person takes it for, and the parser
 * then what is wrong with it. */
static UlImageFormat
guess_from_suffix (const char *name)
{
    static const struct {
        const char *suffix;
        UlImageFormat format;
    } suffixes[] = {
        { ".bin", UL_IMAGE_FORMAT_BIN },   { ".hex", UL_IMAGE_FORMAT_IHEX },
        { ".ihex", UL_IMAGE_FORMAT_IHEX }, { ".ihx", UL_IMAGE_FORMAT_IHEX },
        { ".mcs", UL_IMAGE_FORMAT_IHEX },  { ".srec", UL_IMAGE_FORMAT_SREC },
        { ".s19", UL_IMAGE_FORMAT_SREC },  { ".s28", UL_IMAGE_FORMAT_SREC },
        { ".s37", UL_IMAGE_FORMAT_SREC },  { ".mot", UL_IMAGE_FORMAT_SREC },
        { ".sx", UL_IMAGE_FORMAT_SREC },   { ".elf", UL_IMAGE_FORMAT_ELF },
        { ".axf", UL_IMAGE_FORMAT_ELF },   { ".out", UL_IMAGE_FORMAT_ELF },
        { ".uf2", UL_IMAGE_FORMAT_UF2 },
    };
    g_autofree char *lower = g_ascii_strdown (name, -1);
    for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
        if (g_str_has_suffix (lower, suffixes[i].suffix))
            return suffixes[i].format;
    return UL_IMAGE_FORMAT_AUTO;
}

static gboolean
fail_stranger (const guint8 *head, gsize size, GError **error)
{
    gboolean text = FALSE;
    const char *what = find_stranger (head, size, &text);
    UlImagePlace at_text = { .line = 1, .column = 1 }, at_start = { .has_offset = TRUE };
    if (what != NULL)
        return ul_image_fail (error, UL_ERROR_IMAGE_FORMAT, text ? &at_text : &at_start, "%s",
                              _ (what));
    if (is_utf16 (head, size))
        return ul_image_fail (error, UL_ERROR_IMAGE_FORMAT, &at_start,
                              _ ("it is text encoded as UTF-16; expected plain text (save it as "
                                 "ASCII or UTF-8)"));
    return TRUE;
}

UlImageFormat
ul_image_format_recognize (const guint8 *head, gsize size, const char *name, gboolean force_bin,
                           GError **error)
{
    UlImageFormat format = recognize_content (head, size);
    if (format != UL_IMAGE_FORMAT_AUTO)
        return format;
    if (force_bin)
        return UL_IMAGE_FORMAT_BIN;
    if (!fail_stranger (head, size, error))
        return UL_IMAGE_FORMAT_AUTO;

    format = guess_from_suffix (name);
    if (format == UL_IMAGE_FORMAT_AUTO)
        ul_image_fail (error, UL_ERROR_IMAGE_FORMAT, NULL,
                       _ ("its format is not known; expected Intel HEX, Motorola S-record, ELF, "
                          "TI-TXT or UF2, or a raw binary named .bin"));
    return format;
}
