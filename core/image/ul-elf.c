/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-image-parsers.h"

#include "ul-elf-header.h"

#include <fcntl.h>
#include <gelf.h>
#include <glib/gi18n.h>

/* A part of the file and the address it is loaded to. */
typedef struct {
    guint64 offset, size, address;
} UlElfPart;

typedef struct {
    UlImageReader *reader;
    UlImageBuilder *builder;
    Elf *elf;
    GArray *loads;         /* of UlElfPart: program headers with bytes in the file */
    GArray *sections;      /* of UlElfPart: allocated sections, at their load addresses */
    gboolean has_sections; /* besides the empty first one */
    gboolean has_load_address;
} UlElf;

static void
ul_elf_clear (UlElf *self)
{
    g_clear_pointer (&self->elf, elf_end);
    g_clear_pointer (&self->loads, g_array_unref);
    g_clear_pointer (&self->sections, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UlElf, ul_elf_clear)

static gboolean
fail_damaged (GError **error)
{
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, NULL,
                          _ ("its ELF headers are damaged (%s); expected a complete ELF file"),
                          elf_errmsg (-1));
}

static gboolean
check_load (UlElf *self, gsize index, const GElf_Phdr *header, GError **error)
{
    if (header->p_offset + header->p_filesz <= self->reader->size)
        return TRUE;
    UlImagePlace place = { .has_offset = TRUE, .offset = self->reader->size };
    return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, &place,
                          _ ("segment %lu (offset 0x%lX, 0x%lX bytes) lies past the end of the "
                             "file; expected all of it. The file may be cut short"),
                          (gulong) index, (gulong) header->p_offset, (gulong) header->p_filesz);
}

static gboolean
read_loads (UlElf *self, GError **error)
{
    size_t n_headers;
    if (elf_getphdrnum (self->elf, &n_headers) != 0)
        return fail_damaged (error);

    gboolean placed = FALSE;
    g_autoptr (GArray) virtual = g_array_new (FALSE, FALSE, sizeof (guint64));
    for (size_t i = 0; i < n_headers; i++) {
        GElf_Phdr header;
        if (gelf_getphdr (self->elf, (int) i, &header) == NULL)
            return fail_damaged (error);
        if (header.p_type != PT_LOAD || header.p_filesz == 0)
            continue;
        if (!check_load (self, i, &header, error))
            return FALSE;
        UlElfPart load = { header.p_offset, header.p_filesz, header.p_paddr };
        g_array_append_val (self->loads, load);
        g_array_append_val (virtual, header.p_vaddr);
        placed |= header.p_paddr != 0;
    }
    /* Some linkers leave all load addresses 0; the addresses the program runs at are meant. */
    for (guint i = 0; !placed && self->loads->len > 1 && i < self->loads->len; i++)
        g_array_index (self->loads, UlElfPart, i).address = g_array_index (virtual, guint64, i);
    return TRUE;
}

/* By its place in the file, which holds for every linker; the address of a section is that at run
 * time, not where it is loaded. */
static const UlElfPart *
find_load (UlElf *self, const GElf_Shdr *section)
{
    for (guint i = 0; i < self->loads->len; i++) {
        const UlElfPart *load = &g_array_index (self->loads, UlElfPart, i);
        if (section->sh_offset >= load->offset &&
            section->sh_offset + section->sh_size <= load->offset + load->size)
            return load;
    }
    return NULL;
}

static gboolean
read_sections (UlElf *self, GError **error)
{
    guint n_homeless = 0;
    for (Elf_Scn *scn = elf_nextscn (self->elf, NULL); scn != NULL;
         scn = elf_nextscn (self->elf, scn)) {
        GElf_Shdr section;
        if (gelf_getshdr (scn, &section) == NULL)
            return fail_damaged (error);
        self->has_sections = TRUE;
        if ((section.sh_flags & SHF_ALLOC) == 0 || section.sh_type == SHT_NOBITS ||
            section.sh_size == 0)
            continue;
        const UlElfPart *load = find_load (self, &section);
        n_homeless += load == NULL;
        if (load == NULL)
            continue;
        UlElfPart part = { section.sh_offset, section.sh_size,
                           load->address + section.sh_offset - load->offset };
        g_array_append_val (self->sections, part);
    }
    if (n_homeless > 0 && self->sections->len > 0)
        ul_image_builder_warn (self->builder,
                               ngettext ("%u section is in no program header and was left out.",
                                         "%u sections are in no program header and were left out.",
                                         n_homeless),
                               n_homeless);
    return TRUE;
}

static gboolean
load_part (UlElf *self, const UlElfPart *part, GError **error)
{
    ul_image_reader_seek (self->reader, part->offset);
    for (guint64 done = 0; done < part->size;) {
        if (!ul_image_reader_fill (self->reader, error))
            return FALSE;
        gsize size =
            (gsize) MIN ((guint64) (self->reader->end - self->reader->p), part->size - done);
        if (size == 0)
            return ul_image_fail (error, UL_ERROR_FILE_IO, NULL,
                                  _ ("it changed while it was read; expected a file at rest"));
        UlImagePlace place = { .has_offset = TRUE, .offset = part->offset + done };
        if (!ul_image_builder_add (self->builder, part->address + done, self->reader->p, size,
                                   &place, error))
            return FALSE;
        self->reader->p += size;
        done += size;
    }
    return TRUE;
}

static gboolean
load_parts (UlElf *self, const GArray *parts, GError **error)
{
    guint64 total = 0;
    for (guint i = 0; i < parts->len; i++)
        total += g_array_index (parts, UlElfPart, i).size;
    /* Parts that share bytes of the file can ask for any amount of work. */
    if (total > 2 * self->reader->size)
        return ul_image_fail (error, UL_ERROR_IMAGE_SYNTAX, NULL,
                              _ ("its segments overlap each other in the file; expected each in a "
                                 "place of its own"));
    if (!ul_image_builder_reserve (self->builder, total, error))
        return FALSE;
    for (guint i = 0; i < parts->len; i++)
        if (!load_part (self, &g_array_index (parts, UlElfPart, i), error))
            return FALSE;
    return TRUE;
}

static gboolean
open_elf (UlElf *self, GError **error)
{
    elf_version (EV_CURRENT);
    self->loads = g_array_new (FALSE, FALSE, sizeof (UlElfPart));
    self->sections = g_array_new (FALSE, FALSE, sizeof (UlElfPart));
    self->elf = elf_begin (self->reader->fd, ELF_C_READ, NULL);
    return (self->elf != NULL && elf_kind (self->elf) == ELF_K_ELF) || fail_damaged (error);
}

gboolean
ul_elf_parse (UlImageReader *reader, UlImageBuilder *builder, GError **error)
{
    UlElfHeader header;
    if (!ul_elf_header_read (reader, &header, error))
        return FALSE;

    g_auto (UlElf) self = { .reader = reader, .builder = builder };
    if (!open_elf (&self, error) || !read_loads (&self, error) ||
        !ul_elf_header_check_sections (reader, &header, error) || !read_sections (&self, error))
        return FALSE;
    if (self.loads->len == 0)
        return ul_image_fail (error, UL_ERROR_IMAGE_FORMAT, NULL,
                              _ ("nothing in it is to be loaded; expected an executable with "
                                 "program headers"));

    ul_elf_header_warn (&header, builder);
    ul_image_builder_set_start (builder, header.entry);
    return load_parts (&self, self.sections->len > 0 ? self.sections : self.loads, error);
}
