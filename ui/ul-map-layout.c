/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-layout.h"

#include "ul-flash.h"
#include "ul-protection.h"

#define SHARED_BELOW 12 /* smaller cells share their outlines */
#define WIDE_FROM    20 /* larger cells stand further apart */
#define BLOCK_SPACE  12 /* above a heading */

const int ul_map_sizes[UL_MAP_N_SIZES] = { 6, 8, 12, 20, 28, 40, 56 };

guint
ul_map_count_blocks (const UlDevice *device, const UlRegion *region)
{
    guint32 start, size;

    return ul_flash_find_block (device, region->start, &start, &size) ? region->size / size : 1;
}

/* In as many parts as it has blocks, if there is room for all of them. */
static void
add_region (UlMapShape *self, const UlDevice *device, guint index)
{
    const UlRegion *region = &device->regions[index];
    guint granule = ul_protection_get_granule (device, region) / region->sector_size;
    gboolean lines_up = (granule & (granule - 1)) == 0; /* with rows of a power of two */
    guint n_sectors = region->size / region->sector_size;
    guint n = ul_map_count_blocks (device, region);
    guint to_come = device->n_regions - index - 1;

    if (n_sectors % n != 0 || self->n_regions + n + to_come > UL_MAX_REGIONS)
        n = 1;
    for (guint i = 0; i < n; i++)
        self->regions[self->n_regions++] =
            (UlMapRegion){ .n_sectors = n_sectors / n, .granule = lines_up ? granule : 0 };
}

static guint
cells_of (guint n_sectors, guint group)
{
    return n_sectors / group + (n_sectors % group != 0);
}

static guint64
count_cells (const UlMapShape *self)
{
    guint64 n = 0;

    for (guint i = 0; i < self->n_regions; i++)
        n += cells_of (self->regions[i].n_sectors, self->group);
    return n;
}

void
ul_map_shape_init (UlMapShape *self, const UlDevice *device, guint n_strays)
{
    *self = (UlMapShape){ .n_strays = n_strays, .group = 1 };
    if (device == NULL)
        return;
    for (guint i = 0; i < device->n_regions; i++)
        add_region (self, device, i);
    while (count_cells (self) > UL_MAP_MAX_CELLS)
        self->group *= 2;
}

/* Gaps between the columns of a row; 0 when a granule is as wide as the row, or wider. */
static int
column_gaps (const UlMapLayout *self, guint granule, guint column)
{
    return granule > 1 && granule < self->columns ? (int) (column / granule) * self->gap : 0;
}

static int
row_gaps (const UlMapLayout *self, guint granule, guint row)
{
    return granule > self->columns ? (int) (row / (granule / self->columns)) * self->gap : 0;
}

/* In cells, of which some may hold all of it. */
static guint
granule_of (const UlMapLayout *self, const UlMapRegion *region)
{
    return region->granule / self->group;
}

static int
row_width (const UlMapLayout *self, guint granule, guint n_cells)
{
    return (int) (n_cells - 1) * self->pitch + column_gaps (self, granule, n_cells - 1) +
           self->cell;
}

static gboolean
columns_fit (UlMapLayout *self, const UlMapShape *shape, guint columns, int width)
{
    self->columns = columns;
    for (guint i = 0; i < shape->n_regions; i++) {
        const UlMapRegion *region = &shape->regions[i];
        guint n_cells = MIN (columns, cells_of (region->n_sectors, self->group));
        if (self->metrics.ruler + row_width (self, granule_of (self, region), n_cells) > width)
            return FALSE;
    }
    return TRUE;
}

static void
choose_columns (UlMapLayout *self, const UlMapShape *shape, int width)
{
    guint most = 1, columns = 1;

    for (guint i = 0; i < shape->n_regions; i++)
        most = MAX (most, cells_of (shape->regions[i].n_sectors, self->group));
    while (columns < most && columns_fit (self, shape, columns * 2, width))
        columns *= 2;
    self->columns = columns;
}

static int
block_height (const UlMapLayout *self, const UlMapBlock *block)
{
    return (int) (block->n_rows - 1) * self->pitch +
           row_gaps (self, block->granule, block->n_rows - 1) + self->cell;
}

static void
add_block (UlMapLayout *self, const UlMapRegion *region, int y)
{
    UlMapBlock *block = &self->blocks[self->n_blocks++];
    guint n_cells = cells_of (region->n_sectors, self->group);

    *block = (UlMapBlock){ .first = self->n_sectors,
                           .n_sectors = region->n_sectors,
                           .first_cell = self->n_cells,
                           .n_cells = n_cells,
                           .n_rows = (n_cells + self->columns - 1) / self->columns,
                           .first_row = self->n_rows,
                           .granule = granule_of (self, region),
                           .heading_y = y,
                           .y = y + self->metrics.heading };
    self->n_sectors += block->n_sectors;
    self->n_cells += block->n_cells;
    self->n_rows += block->n_rows;
    self->width = MAX (self->width, self->metrics.ruler + row_width (self, block->granule,
                                                                     MIN (self->columns, n_cells)));
    self->height = block->y + block_height (self, block);
}

static void
add_strays (UlMapLayout *self)
{
    if (self->n_strays == 0)
        return;
    self->stray_heading_y = self->height > 0 ? self->height + BLOCK_SPACE : 0;
    self->stray_y = self->stray_heading_y + self->metrics.heading;
    self->height = self->stray_y + (int) self->n_strays * self->stray_pitch;
}

void
ul_map_layout_make (UlMapLayout *self, const UlMapShape *shape, const UlMapMetrics *metrics,
                    int pitch, int width)
{
    *self = (UlMapLayout){ .metrics = *metrics,
                           .pitch = pitch,
                           .n_strays = shape->n_strays,
                           .group = MAX (shape->group, 1) };
    /* a shared outline belongs to both neighbours */
    self->cell = pitch < SHARED_BELOW ? pitch + 1 : pitch < WIDE_FROM ? pitch - 1 : pitch - 2;
    self->gap = pitch < SHARED_BELOW ? 3 : 4;
    self->stray_pitch = MAX (pitch, metrics->line) + 2;
    choose_columns (self, shape, width);
    for (guint i = 0; i < shape->n_regions; i++)
        add_block (self, &shape->regions[i], i == 0 ? 0 : self->height + BLOCK_SPACE);
    add_strays (self);
    self->width = MAX (self->width, metrics->ruler + pitch);
}

/* What a cell may lose for longer rows: where it is too small to show chip and file apart, and does
 * not become so, each pixel of it counts more. */
static int
least_pitch (int largest)
{
    return largest < WIDE_FROM ? largest - largest / 8 : MAX (largest * 4 / 5, WIDE_FROM);
}

/* Cells that are a little smaller but stand in longer rows are better: they leave no empty half
 * beside them, and the rows stay as they are when the pane gets a little lower. */
static void
prefer_long_rows (UlMapLayout *self, const UlMapShape *shape, const UlMapMetrics *metrics,
                  int width)
{
    int largest = self->pitch, least = MAX (least_pitch (largest), ul_map_sizes[0]);
    guint columns = self->columns;

    for (int pitch = largest - 1; pitch >= least; pitch--) {
        ul_map_layout_make (self, shape, metrics, pitch, width);
        if (self->columns > columns)
            return;
    }
    ul_map_layout_make (self, shape, metrics, largest, width);
}

void
ul_map_layout_fit (UlMapLayout *self, const UlMapShape *shape, const UlMapMetrics *metrics,
                   int width, int height)
{
    int smallest = ul_map_sizes[0], largest = ul_map_sizes[UL_MAP_N_SIZES - 1];

    for (int pitch = largest; pitch >= smallest; pitch--) {
        ul_map_layout_make (self, shape, metrics, pitch, width);
        if (self->height > height || self->width > width)
            continue;
        prefer_long_rows (self, shape, metrics, width);
        return;
    }
}

static const UlMapBlock *
block_of (const UlMapLayout *self, guint sector)
{
    const UlMapBlock *block = self->blocks;

    while (sector >= block->first + block->n_sectors)
        block++;
    return block;
}

void
ul_map_layout_get_cell (const UlMapLayout *self, guint sector, int *x, int *y)
{
    if (sector >= self->n_sectors) {
        *x = self->metrics.ruler;
        *y = self->stray_y + (int) (sector - self->n_sectors) * self->stray_pitch;
        return;
    }
    const UlMapBlock *block = block_of (self, sector);
    guint index = (sector - block->first) / self->group;
    guint column = index % self->columns, row = index / self->columns;

    *x = self->metrics.ruler + (int) column * self->pitch +
         column_gaps (self, block->granule, column);
    *y = block->y + (int) row * self->pitch + row_gaps (self, block->granule, row);
}

/* The last of @n places at or before @at, found in the few steps that gaps may be off. */
static guint
last_at (const UlMapLayout *self, int (*gaps) (const UlMapLayout *, guint, guint), guint granule,
         int at, guint n)
{
    guint index = at <= 0 ? 0 : MIN ((guint) (at / self->pitch), n - 1);

    while (index > 0 && (int) index * self->pitch + gaps (self, granule, index) > at)
        index--;
    return index;
}

static int
find_in_block (const UlMapLayout *self, const UlMapBlock *block, int x, int y)
{
    guint row = last_at (self, row_gaps, block->granule, y - block->y, block->n_rows);
    guint column = last_at (self, column_gaps, block->granule, x - self->metrics.ruler,
                            MIN (self->columns, block->n_cells));
    guint index = row * self->columns + column, sector = block->first + index * self->group;
    int left, top;

    if (index >= block->n_cells)
        return -1;
    ul_map_layout_get_cell (self, sector, &left, &top);
    if (x < left || y < top || x >= left + self->pitch || y >= top + self->pitch)
        return -1;
    return (int) sector;
}

int
ul_map_layout_find (const UlMapLayout *self, int x, int y)
{
    if (x < self->metrics.ruler)
        return -1;
    for (guint i = 0; i < self->n_blocks; i++) {
        const UlMapBlock *block = &self->blocks[i];
        if (y >= block->y && y < block->y + block_height (self, block))
            return find_in_block (self, block, x, y);
    }
    if (self->n_strays > 0 && y >= self->stray_y && y < self->height)
        return (int) (self->n_sectors + (guint) ((y - self->stray_y) / self->stray_pitch));
    return -1;
}

void
ul_map_layout_get_range (const UlMapLayout *self, guint index, int y, int height, guint *first,
                         guint *n)
{
    const UlMapBlock *block = &self->blocks[index];
    int top = y - block->y, bottom = top + height;

    *first = block->first;
    *n = 0;
    if (bottom <= 0 || top >= block_height (self, block))
        return;
    /* a cell may reach a pixel below its own row */
    guint from = last_at (self, row_gaps, block->granule, top - 1, block->n_rows);
    guint to = last_at (self, row_gaps, block->granule, bottom, block->n_rows);
    guint row = self->columns * self->group;
    *first = block->first + from * row;
    *n = MIN ((to + 1) * row, block->n_sectors) - from * row;
}

void
ul_map_layout_get_group (const UlMapLayout *self, guint sector, guint *first, guint *last)
{
    *first = *last = sector;
    if (self->group == 1 || sector >= self->n_sectors)
        return;
    const UlMapBlock *block = block_of (self, sector);

    *first = sector - (sector - block->first) % self->group;
    *last = MIN (*first + self->group, block->first + block->n_sectors) - 1;
}

guint
ul_map_layout_get_index (const UlMapLayout *self, guint sector)
{
    if (sector >= self->n_sectors)
        return sector - self->n_sectors + self->n_cells;
    const UlMapBlock *block = block_of (self, sector);

    return block->first_cell + (sector - block->first) / self->group;
}

guint
ul_map_layout_get_nth (const UlMapLayout *self, guint index)
{
    if (index >= self->n_cells)
        return index - self->n_cells + self->n_sectors;
    const UlMapBlock *block = self->blocks;

    while (index >= block->first_cell + block->n_cells)
        block++;
    return block->first + (index - block->first_cell) * self->group;
}

void
ul_map_layout_get_position (const UlMapLayout *self, guint sector, guint *row, guint *column)
{
    if (sector >= self->n_sectors) {
        *row = self->n_rows + sector - self->n_sectors;
        *column = 0;
        return;
    }
    const UlMapBlock *block = block_of (self, sector);

    guint index = (sector - block->first) / self->group;

    *row = block->first_row + index / self->columns;
    *column = index % self->columns;
}

int
ul_map_layout_get_sector (const UlMapLayout *self, guint row, guint column)
{
    if (column >= self->columns)
        return -1;
    if (row >= self->n_rows)
        return column == 0 && row < self->n_rows + self->n_strays
                   ? (int) (self->n_sectors + row - self->n_rows)
                   : -1;
    const UlMapBlock *block = self->blocks;

    while (row >= block->first_row + block->n_rows)
        block++;
    guint index = (row - block->first_row) * self->columns + column;
    return index < block->n_cells ? (int) (block->first + index * self->group) : -1;
}

static guint
move_rows (const UlMapLayout *self, guint sector, int by)
{
    guint row, column;

    ul_map_layout_get_position (self, sector, &row, &column);
    row = (guint) CLAMP ((int) row + by, 0, (int) self->n_rows - 1);
    int found = ul_map_layout_get_sector (self, row, column);
    while (found < 0 && column > 0) /* the row is shorter */
        found = ul_map_layout_get_sector (self, row, --column);
    return found < 0 ? sector : (guint) found;
}

static guint
row_end (const UlMapLayout *self, guint index)
{
    const UlMapBlock *block = block_of (self, ul_map_layout_get_nth (self, index));
    guint in_row = (index - block->first_cell) % self->columns;

    return MIN (index - in_row + self->columns, block->first_cell + block->n_cells) - 1;
}

/* Returns: the cell; @index: the one to start from */
static guint
move_in_row (const UlMapLayout *self, guint index, guint column, UlMapMove move)
{
    switch (move) {
    case UL_MAP_MOVE_LEFT:
        return index > 0 ? index - 1 : 0;
    case UL_MAP_MOVE_RIGHT:
        return MIN (index + 1, self->n_cells - 1);
    case UL_MAP_MOVE_ROW_START:
        return index - column;
    case UL_MAP_MOVE_ROW_END:
        return row_end (self, index);
    case UL_MAP_MOVE_START:
        return 0;
    case UL_MAP_MOVE_END:
    default:
        return self->n_cells - 1;
    }
}

guint
ul_map_layout_move (const UlMapLayout *self, guint sector, UlMapMove move, guint page)
{
    guint row, column;

    if (self->n_sectors == 0)
        return 0;
    sector = MIN (sector, self->n_sectors - 1);
    ul_map_layout_get_position (self, sector, &row, &column);
    switch (move) {
    case UL_MAP_MOVE_UP:
        return move_rows (self, sector, -1);
    case UL_MAP_MOVE_DOWN:
        return move_rows (self, sector, 1);
    case UL_MAP_MOVE_PAGE_UP:
        return move_rows (self, sector, -(int) MAX (page, 1));
    case UL_MAP_MOVE_PAGE_DOWN:
        return move_rows (self, sector, (int) MAX (page, 1));
    default:
        return ul_map_layout_get_nth (
            self, move_in_row (self, ul_map_layout_get_index (self, sector), column, move));
    }
}

guint
ul_map_layout_get_ruler_step (const UlMapLayout *self)
{
    guint step = 1;

    while ((int) step * self->pitch < self->metrics.line)
        step *= 2;
    return step;
}
