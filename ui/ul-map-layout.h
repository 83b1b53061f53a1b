/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

G_BEGIN_DECLS

/*
 * Where each sector stands on the map. Pure geometry in whole pixels: no widget, no drawing.
 *
 * The regions are stacked, each under a heading; one of several blocks of flash in as many parts. A
 * row holds a power of two of sectors, so that addresses line up, behind a ruler with the address
 * of its first sector. A wider gap stands between granules of protection. Ranges outside the chip
 * follow as lines of their own. A chip of very many sectors has a power of two of them in each
 * cell.
 */

/** UL_MAP_SIZES: sizes of a cell, smallest first; the zoom steps */
#define UL_MAP_N_SIZES 7
extern const int ul_map_sizes[UL_MAP_N_SIZES];

/** UL_MAP_MAX_CELLS: with more sectors, several share a cell */
#define UL_MAP_MAX_CELLS 16384

/** ul_map_count_blocks: Returns: how many blocks of flash, each with a controller's array of its
 * own,
 *   @region is made of; 1 where the data does not say */
guint ul_map_count_blocks (const UlDevice *device, const UlRegion *region);

/** UlMapRegion: what the layout needs to know of a region, or of one of its blocks */
typedef struct {
    guint n_sectors;
    guint granule; /* sectors protected by one bit; 0 or 1: none to show */
} UlMapRegion;

typedef struct {
    UlMapRegion regions[UL_MAX_REGIONS];
    guint n_regions;
    guint n_strays;
    guint group; /* sectors in a cell, a power of two; 0 is 1 */
} UlMapShape;

/** ul_map_shape_init: @device (nullable) */
void ul_map_shape_init (UlMapShape *self, const UlDevice *device, guint n_strays);

/** UlMapMetrics: sizes of texts, in pixels */
typedef struct {
    int ruler;   /* width of an address and the space behind it */
    int heading; /* height of a region's heading and the space below it */
    int line;    /* height of a line of the ruler */
} UlMapMetrics;

typedef struct {
    guint first; /* sector */
    guint n_sectors;
    guint first_cell; /* counted through all regions */
    guint n_cells;
    guint n_rows;
    guint first_row; /* counted through all regions */
    guint granule;   /* cells; 0: no gaps */
    int heading_y;
    int y; /* of the first row */
} UlMapBlock;

typedef struct {
    UlMapMetrics metrics;
    int pitch;     /* from cell to cell */
    int cell;      /* edge of a cell, outline included */
    int gap;       /* between granules, more than between cells */
    guint group;   /* sectors in a cell, a power of two */
    guint columns; /* cells in a row, a power of two */
    UlMapBlock blocks[UL_MAX_REGIONS];
    guint n_blocks;
    guint n_sectors;
    guint n_cells; /* without the strays */
    guint n_rows;
    guint n_strays;
    int stray_heading_y;
    int stray_y;
    int stray_pitch; /* from line to line */
    int width, height;
} UlMapLayout;

/** ul_map_layout_make: @pitch: one of %ul_map_sizes; as many columns as fit @width, at least 1 */
void ul_map_layout_make (UlMapLayout *self, const UlMapShape *shape, const UlMapMetrics *metrics,
                         int pitch, int width);
/** ul_map_layout_fit: the largest cells with which everything fits, or a little smaller ones in
 *   longer rows; else the smallest cells */
void ul_map_layout_fit (UlMapLayout *self, const UlMapShape *shape, const UlMapMetrics *metrics,
                        int width, int height);

/** ul_map_layout_get_cell: place of the cell of @sector, outline included. Sectors from n_sectors
 *   on are the strays. */
void ul_map_layout_get_cell (const UlMapLayout *self, guint sector, int *x, int *y);
/** ul_map_layout_find: Returns: the sector, the first of its cell, or stray under a point, or -1 */
int ul_map_layout_find (const UlMapLayout *self, int x, int y);

/**
 * ul_map_layout_get_range:
 * @first: (out)
 * @n: (out)
 *
 * Sectors of @block in the rows that touch the pixel lines from @y for @height.
 */
void ul_map_layout_get_range (const UlMapLayout *self, guint block, int y, int height, guint *first,
                              guint *n);

/** ul_map_layout_get_group: first and last sector of the cell of @sector; of a stray, itself */
void ul_map_layout_get_group (const UlMapLayout *self, guint sector, guint *first, guint *last);
/** ul_map_layout_get_index: Returns: which of the cells that of @sector is; strays come last */
guint ul_map_layout_get_index (const UlMapLayout *self, guint sector);
/** ul_map_layout_get_nth: Returns: the first sector of a cell, or the stray there */
guint ul_map_layout_get_nth (const UlMapLayout *self, guint index);

/** ul_map_layout_get_position: row, counted through all regions, and column of a sector */
void ul_map_layout_get_position (const UlMapLayout *self, guint sector, guint *row, guint *column);
/** ul_map_layout_get_sector: Returns: the sector there, the first of its cell, or -1 */
int ul_map_layout_get_sector (const UlMapLayout *self, guint row, guint column);

typedef enum {
    UL_MAP_MOVE_LEFT,
    UL_MAP_MOVE_RIGHT,
    UL_MAP_MOVE_UP,
    UL_MAP_MOVE_DOWN,
    UL_MAP_MOVE_PAGE_UP,
    UL_MAP_MOVE_PAGE_DOWN,
    UL_MAP_MOVE_ROW_START,
    UL_MAP_MOVE_ROW_END,
    UL_MAP_MOVE_START,
    UL_MAP_MOVE_END,
} UlMapMove;

/** ul_map_layout_move: @page: rows of a page; Returns: the sector that a key leads to, the first of
 *   its cell */
guint ul_map_layout_move (const UlMapLayout *self, guint sector, UlMapMove move, guint page);

/** ul_map_layout_get_ruler_step: Returns: each how many-th row has room for its address */
guint ul_map_layout_get_ruler_step (const UlMapLayout *self);

G_END_DECLS
