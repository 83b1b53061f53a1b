/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
    UL_IMAGE_FORMAT_AUTO, /* only as a request: recognise by content */
    UL_IMAGE_FORMAT_IHEX,
    UL_IMAGE_FORMAT_SREC,
    UL_IMAGE_FORMAT_ELF,
    UL_IMAGE_FORMAT_BIN,
    UL_IMAGE_FORMAT_TITXT,
    UL_IMAGE_FORMAT_UF2,
} UlImageFormat;

/** ul_image_format_to_nick: Returns: "ihex", "srec", "elf", "bin", "titxt", "uf2" */
const char *ul_image_format_to_nick (UlImageFormat format);
/** ul_image_format_by_name: Returns: the format to save in that the suffix of @name asks for, or
 *   %UL_IMAGE_FORMAT_AUTO */
UlImageFormat ul_image_format_by_name (const char *name);
/** ul_image_format_to_title: Returns: (transfer none): translated, as shown to a person: "Intel
 * HEX" */
const char *ul_image_format_to_title (UlImageFormat format);

/** UlSegment: one run of known bytes. Addresses are byte addresses; the last may be 0xFFFFFFFF. */
typedef struct {
    guint32 address;
    gsize size; /* bytes, at least 1 */
    const guint8 *data;
} UlSegment;

/**
 * UlImage:
 *
 * A firmware file in memory: segments by rising address, never overlapping, neighbours joined.
 * A byte is known only if the file said so. Immutable once loaded, so any thread may read it.
 */
#define UL_TYPE_IMAGE (ul_image_get_type ())
G_DECLARE_FINAL_TYPE (UlImage, ul_image, UL, IMAGE, GObject)

typedef struct {
    UlImageFormat format; /* %UL_IMAGE_FORMAT_AUTO recognises by content */
    gboolean force_bin;   /* take anything unrecognised as raw binary, whatever its suffix */
    guint32 base;         /* address of the first byte; raw binary only */
    gint64 offset;        /* added to every address; 0 for none */
    guint64 max_size;     /* bytes of the file; 0 means the default of 256 MiB */
} UlImageOptions;

/**
 * ul_image_load:
 * @file: any GIO file
 * @options: (nullable)
 *
 * Reads and parses on the calling thread: a worker's, never the main loop's. Needs at most twice
 * the data bytes plus 1 MiB, whatever the file says. A pipe or a remote file is copied to a
 * temporary file first; a pipe that stays silent for 5 s is given up.
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_FILE_NOT_FOUND, %UL_ERROR_FILE_IO,
 *   %UL_ERROR_IMAGE_FORMAT, %UL_ERROR_IMAGE_SYNTAX, %UL_ERROR_IMAGE_OVERLAP,
 *   %UL_ERROR_IMAGE_TOO_BIG, %G_IO_ERROR_CANCELLED. The message is one sentence naming file,
 *   line (and column), reason, and what was expected; details carry "line" and "column".
 */
UlImage *ul_image_load (GFile *file, const UlImageOptions *options, GCancellable *cancellable,
                        GError **error);
/** ul_image_load_async: runs ul_image_load() on a worker; copies @options. */
void ul_image_load_async (GFile *file, const UlImageOptions *options, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
UlImage *ul_image_load_finish (GAsyncResult *result, GError **error);

/** ul_image_new_from_data: an image of one segment, as read from a chip. Copies @data. */
UlImage *ul_image_new_from_data (const char *name, guint32 address, const guint8 *data, gsize size);

/**
 * ul_image_merge:
 * @images: (array length=n_images)
 *
 * Returns: (transfer full): one image with the bytes of all; equal overlaps become a warning, or
 *   %NULL with %UL_ERROR_IMAGE_OVERLAP naming both files, the range and how many bytes differ
 */
UlImage *ul_image_merge (UlImage *const *images, guint n_images, GError **error);

/**
 * ul_image_overlay:
 * @over: of few segments: each costs a walk through those of @image
 *
 * Returns: (transfer full): @image, by its own name, with the bytes of @over in place of its own,
 *   or %NULL with %UL_ERROR_IMAGE_TOO_BIG
 */
UlImage *ul_image_overlay (UlImage *image, UlImage *over, GError **error);

const char *ul_image_get_name (UlImage *self); /* base name of the file, UTF-8 */
GFile *ul_image_get_file (UlImage *self);      /* nullable */
UlImageFormat ul_image_get_format (UlImage *self);
guint64 ul_image_get_mtime_us (UlImage *self); /* of the file when loaded; 0: unknown */
/**
 * ul_image_get_sha256: worked out when first asked for, by reading the file again: a few
 * milliseconds for each MiB. Any thread may ask.
 *
 * Returns: (nullable) (transfer none): of the file as it was loaded, lower-case hex; %NULL when
 *   the file has changed since, or there is none
 */
const char *ul_image_get_sha256 (UlImage *self);

guint ul_image_get_n_segments (UlImage *self);
const UlSegment *ul_image_get_segment (UlImage *self, guint index);
/** ul_image_get_size: known bytes; gaps are not counted */
guint64 ul_image_get_size (UlImage *self);
/** ul_image_get_crc32: CRC-32 (zlib's) of the known bytes by rising address, gaps left out */
guint32 ul_image_get_crc32 (UlImage *self);
/** ul_image_get_start: Returns: %FALSE when the file names no entry point */
gboolean ul_image_get_start (UlImage *self, guint32 *start);
/** ul_image_get_warnings: Returns: (transfer none): translated sentences, NULL-terminated */
const char *const *ul_image_get_warnings (UlImage *self);

/**
 * ul_image_read:
 * @data: (out caller-allocates) (array length=size): unknown bytes are left as they are
 * @known: (out caller-allocates) (array length=size) (nullable): 1 where the image has the byte,
 *   else 0
 *
 * Returns: number of known bytes in the range
 */
gsize ul_image_read (UlImage *self, guint32 address, gsize size, guint8 *data, guint8 *known);
/**
 * ul_image_count_different:
 * @first: (out) (optional): address of the first; set only where there is any
 *
 * Returns: number of bytes in the range that both images know, as something else
 */
gsize ul_image_count_different (UlImage *a, UlImage *b, guint32 address, gsize size,
                                guint32 *first);
/** ul_image_covers: Returns: %TRUE when at least one byte of the range is known */
gboolean ul_image_covers (UlImage *self, guint32 address, gsize size);

/**
 * ul_image_save:
 * @format: %UL_IMAGE_FORMAT_IHEX, %UL_IMAGE_FORMAT_SREC or %UL_IMAGE_FORMAT_BIN
 * @fill: value of gap bytes; raw binary only
 *
 * Replaces @file whole or leaves it untouched. Raw binary begins at the lowest known address and
 * is refused (%UL_ERROR_IMAGE_TOO_BIG) above 256 MiB.
 *
 * Returns: %FALSE with that, %UL_ERROR_FILE_IO, %UL_ERROR_USAGE for a raw binary of no bytes, or
 *   %G_IO_ERROR_CANCELLED
 */
gboolean ul_image_save (UlImage *self, GFile *file, UlImageFormat format, guint8 fill,
                        GCancellable *cancellable, GError **error);

G_END_DECLS
