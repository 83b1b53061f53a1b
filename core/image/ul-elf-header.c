/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-elf-header.h"

#include <elf.h>
#include <glib/gi18n.h>
#include <string.h>

#define MAX_SECTIONS 2048
#define MAX_SEGMENTS 2048

static const struct {
    guint machine;
    const char *name; /* as its maker spells it */
} machines[] = {
    { EM_386, "Intel 80386" },
    { EM_68K, "Motorola 68000" },
    { EM_MIPS, "MIPS" },
    { EM_PPC, "PowerPC" },
    { EM_ARM, "Arm" },
    { EM_X86_64, "AMD x86-64" },
    { EM_AVR, "Atmel AVR" },
    { EM_XTENSA, "Xtensa" },
    { EM_MSP430, "TI MSP430" },
    { EM_AARCH64, "AArch64" },
    { EM_RISCV, "RISC-V" },
    { EM_68HC11, "Motorola 68HC11" },
    { EM_68HC12, "Motorola 68HC12" },
};

static char *
name_machine (guint machine)
{
    for (gsize i = 0; i < G_N_ELEMENTS (machines); i++)
        if (machines[i].machine == machine)
            return g_strdup (machines[i].name);
    /* Translators: a kind of processor, by its number */
    return g_strdup_printf (_ ("processor type %u"), machine);
}

static guint
get_half (const guint8 *bytes, guint at)
{
    return bytes[EI_DATA] == ELFDATA2MSB ? (guint) bytes[at] << 8 | bytes[at + 1]
                                         : (guint) bytes[at + 1] << 8 | bytes[at];
}

static guint32
get_word (const guint8 *bytes, guint at)
{
    guint32 first = get_half (bytes, at), second = get_half (bytes, at + 2);
    return bytes[EI_DATA] == ELFDATA2MSB ? first << 16 | second : second << 16 | first;
}

static gboolean
fail_at (guint64 offset, UlErrorCode code, GError **error, const char *reason)
{
    UlImagePlace place = { .has_offset = TRUE, .offset = offset };
    return ul_image_fail (error, code, &place, "%s", reason);
}

static gboolean
check_ident (const guint8 *bytes, gsize size, GError **error)
{
    if (size < SELFMAG || memcmp (bytes, ELFMAG, SELFMAG) != 0)
        return fail_at (0, UL_ERROR_IMAGE_FORMAT, error,
                        _ ("it is not an ELF file; expected 7F 45 4C 46 at its start"));
    if (size < EI_NIDENT)
        return fail_at (size, UL_ERROR_IMAGE_SYNTAX, error,
                        _ ("the ELF header is cut short; expected 52 bytes"));
    guint data = bytes[EI_DATA];
    if (data != ELFDATA2LSB && data != ELFDATA2MSB)
        return fail_at (EI_DATA, UL_ERROR_IMAGE_SYNTAX, error,
                        _ ("the byte order of the ELF file is unknown; expected 1 or 2"));
    if (bytes[EI_CLASS] == ELFCLASS32)
        return size >= sizeof (Elf32_Ehdr) ||
               fail_at (size, UL_ERROR_IMAGE_SYNTAX, error,
                        _ ("the ELF header is cut short; expected 52 bytes"));

    UlImagePlace place = { .has_offset = TRUE, .offset = EI_CLASS };
    g_autofree char *name = name_machine (size >= 20 ? get_half (bytes, 18) : EM_NONE);
    return ul_image_fail (error, UL_ERROR_IMAGE_FORMAT, &place,
                          _ ("it is a 64-bit ELF file for %s; expected a 32-bit one for Arm"),
                          name);
}

static gboolean
check_type (guint type, GError **error)
{
    switch (type) {
    case ET_EXEC:
    case ET_DYN:
        return TRUE;
    case ET_REL:
        return fail_at (16, UL_ERROR_IMAGE_FORMAT, error,
                        _ ("it is a relocatable object, which has no addresses yet; expected a "
                           "linked executable"));
    case ET_CORE:
        return fail_at (16, UL_ERROR_IMAGE_FORMAT, error,
                        _ ("it is a core dump, not firmware; expected a linked executable"));
    default:
        return fail_at (16, UL_ERROR_IMAGE_FORMAT, error,
                        _ ("it is not an ELF executable; expected a linked executable"));
    }
}

static gboolean
check_counts (const guint8 *bytes, GError **error)
{
    guint n_segments = get_half (bytes, 44), n_sections = get_half (bytes, 48);
    if (n_segments == 0)
        return fail_at (44, UL_ERROR_IMAGE_FORMAT, error,
                        _ ("nothing in it is to be loaded; expected an executable with program "
                           "headers"));
    if (n_segments > MAX_SEGMENTS)
        return fail_at (44, UL_ERROR_IMAGE_TOO_BIG, error,
                        _ ("it has too many program headers; expected at most 2048"));
    /* 0 with a list of sections means that their number is too large for this field */
    if (n_sections > MAX_SECTIONS || (n_sections == 0 && get_word (bytes, 32) != 0))
        return fail_at (48, UL_ERROR_IMAGE_TOO_BIG, error,
                        _ ("it has too many sections; expected at most 2048"));
    return TRUE;
}

gboolean
ul_elf_header_read (UlImageReader *reader, UlElfHeader *header, GError **error)
{
    if (!ul_image_reader_fill (reader, error))
        return FALSE;

    const guint8 *bytes = reader->p;
    if (!check_ident (bytes, (gsize) (reader->end - bytes), error))
        return FALSE;
    header->type = get_half (bytes, 16);
    header->machine = get_half (bytes, 18);
    header->entry = get_word (bytes, 24);
    header->sections_offset = get_word (bytes, 32);
    header->section_size = get_half (bytes, 46);
    header->n_sections = get_half (bytes, 48);
    return check_type (header->type, error) && check_counts (bytes, error);
}

gboolean
ul_elf_header_check_sections (UlImageReader *reader, const UlElfHeader *header, GError **error)
{
    guint64 end =
        (guint64) header->sections_offset + (guint64) header->n_sections * header->section_size;
    if (header->n_sections == 0 || end <= reader->size)
        return TRUE;
    return fail_at (reader->size, UL_ERROR_IMAGE_SYNTAX, error,
                    _ ("the list of sections lies past the end of the file; expected all of it. "
                       "The file may be cut short"));
}

void
ul_elf_header_warn (const UlElfHeader *header, UlImageBuilder *builder)
{
    if (header->machine == EM_ARM)
        return;
    g_autofree char *name = name_machine (header->machine);
    ul_image_builder_warn (builder, _ ("This program is for %s, not for Arm."), name);
}
