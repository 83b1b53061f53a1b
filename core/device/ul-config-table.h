/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-protection.h"

G_BEGIN_DECLS

/** UlConfigColumn: one version of the flash configuration field; bytes that are not known are left
 *   out of what is said */
typedef struct {
    guint8 raw[UL_FCF_SIZE];
    guint8 known[UL_FCF_SIZE]; /* 1 where raw is */
} UlConfigColumn;

typedef enum {
    UL_CONFIG_FILE,    /* what the file says */
    UL_CONFIG_PLANNED, /* what stands in the chip after the job */
    UL_CONFIG_CHIP,    /* what stands there now */
    UL_N_CONFIG_COLUMNS
} UlConfigColumnId;

/** UlConfigRow: one setting, in words */
typedef struct {
    const char *nick;                 /* stable: "security" */
    char *title;                      /* translated: "Security" */
    char *cells[UL_N_CONFIG_COLUMNS]; /* translated; %NULL where the column does not say */
    gboolean changes;                 /* the job changes it on the chip, as far as both are known */
    gboolean altered;                 /* what will be written is not what the file says */
} UlConfigRow;

void ul_config_row_free (UlConfigRow *self);

/** ul_config_column_take: all of @raw; %NULL: nothing is known */
void ul_config_column_take (UlConfigColumn *self, const guint8 *raw);
/** ul_config_column_take_image: the bytes that @image (nullable) defines */
void ul_config_column_take_image (UlConfigColumn *self, const UlDevice *device, UlImage *image);

/**
 * ul_config_table_new:
 * @columns: (array fixed-size=UL_N_CONFIG_COLUMNS)
 *
 * What the three columns say of each setting that @device has: security, mass erase, backdoor key,
 * factory access, the protection of each kind of memory, the fields of FOPT. Layouts of all
 * controllers.
 *
 * Returns: (transfer full) (element-type UlConfigRow): none when @device has no such field
 */
GPtrArray *ul_config_table_new (const UlDevice *device, const UlConfigColumn *columns);
/** ul_config_table_is_altered: whether something will be written that the file does not say */
gboolean ul_config_table_is_altered (GPtrArray *rows);
/** ul_config_count_altered: bytes that both define and that are not the same */
guint ul_config_count_altered (const UlConfigColumn *file, const UlConfigColumn *planned);

const char *ul_config_column_to_title (UlConfigColumnId id); /* translated: "In the file" */

G_END_DECLS
