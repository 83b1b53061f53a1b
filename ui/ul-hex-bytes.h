/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-workbench.h"

G_BEGIN_DECLS

#define UL_HEX_COLUMNS 16

/** UlHexSource: whose bytes are looked at */
typedef enum {
    UL_HEX_FILE,
    UL_HEX_CHIP,
    UL_HEX_DIFFERENCE, /* both, one below the other */
} UlHexSource;

/** UlHexRow: some bytes in a row, as the files and the chip have them */
typedef struct {
    guint32 address; /* of the first */
    guint n;         /* bytes, at most UL_HEX_COLUMNS */
    guint8 file[UL_HEX_COLUMNS];
    guint8 in_file[UL_HEX_COLUMNS]; /* 1 where the files say something */
    guint8 chip[UL_HEX_COLUMNS];
    gboolean on_chip; /* the chip has this address */
    gboolean read;    /* chip is known */
} UlHexRow;

/** ul_hex_row_differs: Returns: whether files and chip are known to disagree on a byte */
gboolean ul_hex_row_differs (const UlHexRow *row, guint index);

/**
 * UlHexBytes:
 *
 * The bytes of the open files and of the chip, in rows. Those of the files are never copied, those
 * of the chip are read as they are wanted, on the session's thread, and forgotten when something
 * may have changed them.
 *
 * Signals: "changed": rows hold something else; "reshaped": there are other rows.
 */
#define UL_TYPE_HEX_BYTES (ul_hex_bytes_get_type ())
G_DECLARE_FINAL_TYPE (UlHexBytes, ul_hex_bytes, UL, HEX_BYTES, GObject)

/** ul_hex_bytes_new: @workbench outlives the bytes */
UlHexBytes *ul_hex_bytes_new (UlWorkbench *workbench);

guint ul_hex_bytes_get_n_rows (UlHexBytes *self);
void ul_hex_bytes_get_row (UlHexBytes *self, guint row, UlHexRow *result);
/** ul_hex_bytes_find_row: Returns: the row that holds the address, or -1 */
int ul_hex_bytes_find_row (UlHexBytes *self, guint32 address);

/** ul_hex_bytes_want: these rows are looked at: what the chip holds there is read. @n_rows 0: none
 *   are */
void ul_hex_bytes_want (UlHexBytes *self, guint first_row, guint n_rows);
/** ul_hex_bytes_get_trouble: Returns: (nullable) (transfer none): translated: why the chip is not
 *   read */
const char *ul_hex_bytes_get_trouble (UlHexBytes *self);

/**
 * ul_hex_bytes_fetch_async: reads what is not yet known of the chip: of the whole of it, or
 * where the files have bytes
 *
 * Finish: Returns: %FALSE with what stands against it
 */
void ul_hex_bytes_fetch_async (UlHexBytes *self, gboolean whole, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean ul_hex_bytes_fetch_finish (UlHexBytes *self, GAsyncResult *result, GError **error);

/** ul_hex_bytes_search: @source: FILE or CHIP, of which only what was read is looked through;
 *   @from: first address to try, going round at the end; Returns: %FALSE when it is nowhere */
gboolean ul_hex_bytes_search (UlHexBytes *self, UlHexSource source, const guint8 *pattern,
                              gsize size, guint32 from, gboolean backwards, guint32 *address);
/** ul_hex_bytes_search_difference: of what was read; the same otherwise */
gboolean ul_hex_bytes_search_difference (UlHexBytes *self, guint32 from, gboolean backwards,
                                         guint32 *address);

G_END_DECLS
