/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image-builder.h"
#include "ul-image-reader.h"

G_BEGIN_DECLS

/** UlElfHeader: what the first bytes of a 32-bit ELF file say */
typedef struct {
    guint type, machine;
    guint32 entry;
    guint32 sections_offset;
    guint n_sections, section_size;
} UlElfHeader;

/**
 * ul_elf_header_read: checked before libelf sees the file, since libelf takes memory for as many
 *   sections as the file claims to have
 *
 * Returns: %FALSE with %UL_ERROR_IMAGE_FORMAT for what is no 32-bit executable,
 *   %UL_ERROR_IMAGE_SYNTAX, %UL_ERROR_IMAGE_TOO_BIG
 */
gboolean ul_elf_header_read (UlImageReader *reader, UlElfHeader *header, GError **error);

/** ul_elf_header_check_sections: Returns: %FALSE with %UL_ERROR_IMAGE_SYNTAX when the list of
 * sections lies past the end of the file */
gboolean ul_elf_header_check_sections (UlImageReader *reader, const UlElfHeader *header,
                                       GError **error);

/** ul_elf_header_warn: when it is for another processor than an Arm */
void ul_elf_header_warn (const UlElfHeader *header, UlImageBuilder *builder);

G_END_DECLS
