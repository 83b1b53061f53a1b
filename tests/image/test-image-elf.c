/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "image-test.h"
#include "cases.h"

#include <elf.h>

enum {
    MAX_PARTS = 4,
    AT_PHDRS = 52,
    AT_BYTES = 52 + MAX_PARTS * 32,
    AT_SHDRS = 0x400,
    FILE_SIZE = 0x600
};

typedef struct {
    guint32 offset, size, paddr, vaddr;
} Load;

typedef struct {
    guint32 offset, size, address, flags, type;
} Section;

typedef struct {
    const char *name;
    guint type, machine;
    Load loads[MAX_PARTS];
    Section sections[MAX_PARTS]; /* none: a file without section headers */
    const char *expected;        /* bytes are the low byte of their offset in the file */
    guint64 offset;              /* errors only */
    guint code;
} Case;

#define ALLOC SHF_ALLOC

static const Case good[] = {
    { "whole segments without sections",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 2, 0, 0 }, { 0x110, 3, 0x40, 0x20000000 } },
      { { 0 } },
      "0:0001 40:101112 start=41" },
    { "sections at their load addresses",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 8, 0x400, 0x400 }, { 0x120, 4, 0x408, 0x20000000 } },
      { { 0x100, 8, 0x400, ALLOC, SHT_PROGBITS }, { 0x120, 4, 0x20000000, ALLOC, SHT_PROGBITS } },
      "400:000102030405060720212223 start=41" },
    { "headers and padding within a segment are left out",
      ET_EXEC,
      EM_ARM,
      { { 0, 0x128, 0x8000, 0x8000 } },
      { { 0x110, 2, 0x8110, ALLOC, SHT_PROGBITS }, { 0x120, 2, 0x8120, ALLOC, SHT_PROGBITS } },
      "8110:1011 8120:2021 start=41" },
    { "a section whose address is not within its segment",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 8, 0x400, 0x400 } },
      { { 0x100, 4, 0x400, ALLOC, SHT_PROGBITS }, { 0x104, 4, 0x1FFFFC00, ALLOC, SHT_PROGBITS } },
      "400:0001020304050607 start=41" },
    { "sections that are not loaded",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 8, 0x400, 0x400 } },
      { { 0x100, 2, 0x400, ALLOC, SHT_PROGBITS },
        { 0x102, 2, 0x402, 0, SHT_PROGBITS },
        { 0x104, 2, 0x404, ALLOC, SHT_NOBITS } },
      "400:0001 start=41" },
    { "no allocated section at all",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 2, 0x400, 0x400 } },
      { { 0x100, 2, 0x400, 0, SHT_PROGBITS } },
      "400:0001 start=41" },
    { "all load addresses 0",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 2, 0, 0x8000000 }, { 0x110, 2, 0, 0x20000000 } },
      { { 0 } },
      "8000000:0001 20000000:1011 start=41" },
    { "one segment at load address 0",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 2, 0, 0x8000000 } },
      { { 0 } },
      "0:0001 start=41" },
    { "a position-independent file",
      ET_DYN,
      EM_ARM,
      { { 0x100, 2, 0x400, 0x400 } },
      { { 0 } },
      "400:0001 start=41" },
};

static const Case bad[] = {
    { "an object file",
      ET_REL,
      EM_ARM,
      { { 0x100, 2, 0, 0 } },
      { { 0 } },
      "relocatable object",
      16,
      UL_ERROR_IMAGE_FORMAT },
    { "a core dump",
      ET_CORE,
      EM_ARM,
      { { 0x100, 2, 0, 0 } },
      { { 0 } },
      "core dump",
      16,
      UL_ERROR_IMAGE_FORMAT },
    { "no type",
      ET_NONE,
      EM_ARM,
      { { 0x100, 2, 0, 0 } },
      { { 0 } },
      "not an ELF executable",
      16,
      UL_ERROR_IMAGE_FORMAT },
    { "no program headers",
      ET_EXEC,
      EM_ARM,
      { { 0 } },
      { { 0 } },
      "nothing in it is to be loaded",
      44,
      UL_ERROR_IMAGE_FORMAT },
    { "a segment past the end",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 2, 0, 0 }, { 0x500, 0x200, 0x400, 0x400 } },
      { { 0 } },
      "segment 1 (offset 0x500, 0x200 bytes)",
      FILE_SIZE,
      UL_ERROR_IMAGE_SYNTAX },
    { "a segment whose end overflows",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 0xFFFFFFFF, 0, 0 } },
      { { 0 } },
      "lies past the end",
      FILE_SIZE,
      UL_ERROR_IMAGE_SYNTAX },
    { "data beyond 4 GiB",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 2, 0xFFFFFFFF, 0 } },
      { { 0 } },
      "address space",
      0x100,
      UL_ERROR_IMAGE_SYNTAX },
    { "two values for one address",
      ET_EXEC,
      EM_ARM,
      { { 0x100, 4, 0x400, 0 }, { 0x110, 4, 0x403, 0 } },
      { { 0 } },
      "0x00000403 is given the value 10, but offset 259 gives it 03",
      0x110,
      UL_ERROR_IMAGE_OVERLAP },
    { "segments that share their bytes",
      ET_EXEC,
      EM_ARM,
      { { 0, FILE_SIZE, 0, 0 }, { 0, FILE_SIZE, 0x10000, 0 }, { 0, FILE_SIZE, 0x20000, 0 } },
      { { 0 } },
      "overlap each other in the file",
      0,
      UL_ERROR_IMAGE_SYNTAX },
};

static guint32
word (gboolean big, guint32 value)
{
    return big ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);
}

static guint16
half (gboolean big, guint value)
{
    return big ? GUINT16_TO_BE ((guint16) value) : GUINT16_TO_LE ((guint16) value);
}

static void
put_loads (guint8 *file, const Case *c, gboolean big, Elf32_Ehdr *header)
{
    guint n = 0;
    for (; n < MAX_PARTS && c->loads[n].size > 0; n++) {
        const Load *load = &c->loads[n];
        Elf32_Phdr entry = { .p_type = word (big, PT_LOAD),
                             .p_offset = word (big, load->offset),
                             .p_vaddr = word (big, load->vaddr),
                             .p_paddr = word (big, load->paddr),
                             .p_filesz = word (big, load->size),
                             .p_memsz = word (big, load->size) };
        memcpy (file + AT_PHDRS + n * sizeof entry, &entry, sizeof entry);
    }
    header->e_phoff = word (big, AT_PHDRS);
    header->e_phentsize = half (big, sizeof (Elf32_Phdr));
    header->e_phnum = half (big, n);
}

static void
put_sections (guint8 *file, const Case *c, gboolean big, Elf32_Ehdr *header)
{
    guint n = 0;
    for (; n < MAX_PARTS && c->sections[n].size > 0; n++) {
        const Section *section = &c->sections[n];
        Elf32_Shdr entry = { .sh_type = word (big, section->type),
                             .sh_flags = word (big, section->flags),
                             .sh_addr = word (big, section->address),
                             .sh_offset = word (big, section->offset),
                             .sh_size = word (big, section->size) };
        memcpy (file + AT_SHDRS + (n + 1) * sizeof entry, &entry, sizeof entry);
    }
    if (n == 0)
        return;
    memset (file + AT_SHDRS, 0, sizeof (Elf32_Shdr));
    header->e_shoff = word (big, AT_SHDRS);
    header->e_shentsize = half (big, sizeof (Elf32_Shdr));
    header->e_shnum = half (big, n + 1);
}

static void
make_file (const Case *c, gboolean big, guint8 file[FILE_SIZE])
{
    for (guint i = 0; i < FILE_SIZE; i++)
        file[i] = (guint8) i;
    Elf32_Ehdr header = { .e_type = half (big, c->type),
                          .e_machine = half (big, c->machine),
                          .e_version = word (big, EV_CURRENT),
                          .e_entry = word (big, 0x41),
                          .e_ehsize = half (big, sizeof header) };
    memcpy (header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS32;
    header.e_ident[EI_DATA] = big ? ELFDATA2MSB : ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    put_loads (file, c, big, &header);
    put_sections (file, c, big, &header);
    memcpy (file, &header, sizeof header);
}

static void
reads (void **state)
{
    const Case *c = *state;
    for (gboolean big = FALSE; big <= TRUE; big++) {
        guint8 file[FILE_SIZE];
        make_file (c, big, file);
        g_autoptr (GError) error = NULL;
        g_autoptr (UlImage) image = image_test_load ("a.elf", file, FILE_SIZE, NULL, &error);
        assert_no_error (error);
        g_autofree char *text = image_to_text (image);
        assert_string_equal (text, c->expected);
        assert_int_equal (ul_image_get_format (image), UL_IMAGE_FORMAT_ELF);
        assert_warns (image, NULL);
    }
}

static void
assert_file_refused (const guint8 *file, gsize size, const char *expected, guint64 offset,
                     guint code)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.elf", file, size, NULL, &error);
    assert_null (image);
    assert_error (error, UL_ERROR, (int) code);
    if (strstr (error->message, expected) == NULL)
        fail_msg ("“%s” is not in: %s", expected, error->message);
    assert_int_equal (g_ascii_strtoull (find_detail (error, "offset"), NULL, 10), offset);
    assert_non_null (strstr (error->message, "expected"));
}

static void
is_refused (void **state)
{
    const Case *c = *state;
    for (gboolean big = FALSE; big <= TRUE; big++) {
        guint8 file[FILE_SIZE];
        make_file (c, big, file);
        assert_file_refused (file, FILE_SIZE, c->expected, c->offset, c->code);
    }
}

static void
a_64_bit_file_is_refused_by_its_machine (void **state)
{
    guint8 file[FILE_SIZE];
    Case c = good[0];
    c.machine = EM_X86_64;
    make_file (&c, FALSE, file);
    file[EI_CLASS] = ELFCLASS64;
    assert_file_refused (file, FILE_SIZE, "64-bit ELF file for AMD x86-64", EI_CLASS,
                         UL_ERROR_IMAGE_FORMAT);
}

static void
another_machine_is_a_warning (void **state)
{
    guint8 file[FILE_SIZE];
    Case c = good[0];
    c.machine = EM_RISCV;
    make_file (&c, FALSE, file);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.elf", file, FILE_SIZE, NULL, &error);
    assert_no_error (error);
    assert_warns (image, "RISC-V");
}

static void
a_section_without_segment_is_a_warning (void **state)
{
    guint8 file[FILE_SIZE];
    Case c = good[1];
    c.sections[2] = (Section){ 0x200, 4, 0x9000, ALLOC, SHT_PROGBITS };
    make_file (&c, FALSE, file);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = image_test_load ("a.elf", file, FILE_SIZE, NULL, &error);
    assert_no_error (error);
    assert_warns (image, "1 section is in no program header");
}

static void
a_file_cut_at_any_place_is_refused (void **state)
{
    guint8 file[FILE_SIZE];
    make_file (&good[1], FALSE, file);
    gsize whole = AT_SHDRS + 3 * sizeof (Elf32_Shdr);
    for (gsize size = 4; size < whole; size++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (UlImage) image = image_test_load ("a.elf", file, size, NULL, &error);
        if (image != NULL)
            fail_msg ("%u of %u bytes were taken", (guint) size, (guint) whole);
        assert_error (error, UL_ERROR, UL_ERROR_IMAGE_SYNTAX);
    }
}

static void
too_many_sections_are_refused (void **state)
{
    guint8 file[FILE_SIZE];
    make_file (&good[1], FALSE, file);
    file[48] = 0xFF;
    file[49] = 0xFE;
    assert_file_refused (file, FILE_SIZE, "too many sections", 48, UL_ERROR_IMAGE_TOO_BIG);
    file[48] = file[49] = 0; /* the way to say more than 65279 */
    assert_file_refused (file, FILE_SIZE, "too many sections", 48, UL_ERROR_IMAGE_TOO_BIG);
}

int
main (void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test (a_64_bit_file_is_refused_by_its_machine),
        cmocka_unit_test (another_machine_is_a_warning),
        cmocka_unit_test (a_section_without_segment_is_a_warning),
        cmocka_unit_test (a_file_cut_at_any_place_is_refused),
        cmocka_unit_test (too_many_sections_are_refused),
    };
    g_autoptr (GArray) tests = g_array_new (FALSE, TRUE, sizeof (struct CMUnitTest));
    for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
        add_case (tests, good[i].name, reads, &good[i]);
    for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
        add_case (tests, bad[i].name, is_refused, &bad[i]);
    g_array_append_vals (tests, others, G_N_ELEMENTS (others));
    return _cmocka_run_group_tests ("ELF", (const struct CMUnitTest *) tests->data, tests->len,
                                    NULL, NULL);
}
