/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image-builder.h"
#include "ul-image-reader.h"

G_BEGIN_DECLS

/**
 * UlImageParser:
 * @reader: at the first byte of the file
 * @builder: takes the bytes, the start address and the warnings
 *
 * Returns: %FALSE with an error of ul_image_fail(), or without one when the builder was watching
 *   and has seen enough
 */
typedef gboolean (*UlImageParser) (UlImageReader *reader, UlImageBuilder *builder, GError **error);

/** ul_ihex_parse: Intel HEX, by Intel's Hexadecimal Object File Format Specification, Rev. A, 1988
 */
gboolean ul_ihex_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error);
/** ul_srec_parse: Motorola S-records, by the manual page srec_motorola(5) */
gboolean ul_srec_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error);
/** ul_titxt_parse: TI-TXT, by the manual page srec_ti_txt(5) */
gboolean ul_titxt_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error);
/** ul_uf2_parse: UF2, by Microsoft's description of it; one family a file */
gboolean ul_uf2_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error);
/** ul_elf_parse: 32-bit ELF executables: allocated sections at their load addresses */
gboolean ul_elf_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error);
/** ul_bin_parse: raw binary at address 0; the builder's offset places it */
gboolean ul_bin_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error);

G_END_DECLS
