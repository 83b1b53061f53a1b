/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the map share: ul-sector-map.c and its -states, -view, -draw and -input, the
 * accessible and the overview. */
#pragma once

#include "ul-map-layout.h"
#include "ul-map-sprites.h"
#include "ul-sector-map.h"

G_BEGIN_DECLS

#define UL_SECTOR_MAP_RING 4 /* pixels around a cell that its focus may touch */

/* Bytes from start; may end at 4 GiB. */
typedef struct {
    guint32 start;
    guint64 size;
} UlMapRange;

struct _UlSectorMap {
    GtkDrawingArea parent_instance;

    const UlDevice *device; /* (nullable); not owned: lives as long as its table */
    guint n_sectors;
    UlSectorState *states;         /* n_sectors */
    UlMapLook *looks;              /* n_sectors; of each cell, the first is drawn */
    guint32 *masks;                /* n_sectors: bits of UlMapState */
    guint counts[UL_MAP_N_STATES]; /* sectors by state */
    GArray *strays;                /* of UlMapRange: parts of the file */
    GPtrArray *clashing;           /* (nullable): of UlImage: that do not agree */
    gboolean hidden;
    gboolean sealed; /* no erase can open it */
    gboolean absent;
    UlMapState highlight;
    char *cause; /* (nullable): why sectors of that range failed */
    UlMapRange cause_range;

    int alarm;         /* sector, or -1 */
    guint alarm_timer; /* while its outline flashes */
    guint alarm_turns; /* that are left of it */

    UlMapShape shape;
    UlMapLayout layout;
    int zoom;     /* 0: fit */
    double wheel; /* part of a step that smooth scrolling has not made full */

    UlMapPalette palette;
    gboolean have_palette;
    UlMapSprites *sprites;

    UlSectorSelection *selection;
    int focus; /* sector, or -1 */
    int hover; /* sector or stray, or -1 */

    gboolean pressed;     /* the pointer's button went down on the map */
    gboolean banding;     /* ... and it was drawn open from there */
    int press_x, press_y; /* where */
    int pointer_x, pointer_y;
    guint8 *before; /* (nullable): what stays selected while the band is drawn */

    guint n_queued; /* cells to be drawn since the last time */
    guint tick;     /* while something moves */
    gint64 phase_time;
    guint8 phase;

    AtkObject *accessible; /* (nullable) (weak): once somebody asked for it */
};

/* ul-sector-map.c */
void ul_sector_map_queue_cell (UlSectorMap *self, int sector);
void ul_sector_map_queue_cells (UlSectorMap *self, int first, int last);
void ul_sector_map_relayout (UlSectorMap *self);
void ul_sector_map_get_stray (UlSectorMap *self, guint sector, UlMapRange *range);
/** ul_sector_map_get_range: address and size of a sector or stray */
void ul_sector_map_get_range (UlSectorMap *self, guint sector, UlMapRange *range);
/** ul_sector_map_get_cell_range: of all sectors of a cell */
void ul_sector_map_get_cell_range (UlSectorMap *self, guint sector, UlMapRange *range);
/** ul_sector_map_is_cell_selected: Returns: whether any sector of the cell is */
gboolean ul_sector_map_is_cell_selected (UlSectorMap *self, guint sector);

/* ul-sector-map-states.c */
/** ul_sector_map_refresh: makes looks and counts anew from the states */
void ul_sector_map_refresh (UlSectorMap *self);

/* ul-sector-map-view.c */
/** ul_sector_map_describe_place: Returns: (transfer full): "Sector 9 of 128" */
char *ul_sector_map_describe_place (UlSectorMap *self, guint sector);
char *ul_sector_map_describe_state (UlSectorMap *self, guint sector);
void ul_sector_map_set_hover (UlSectorMap *self, int hover);

/* ul-sector-map-draw.c */
gboolean ul_sector_map_draw (GtkWidget *widget, cairo_t *cr);
const UlMapPalette *ul_sector_map_get_palette (UlSectorMap *self);
void ul_sector_map_measure (UlSectorMap *self, UlMapMetrics *metrics);

/* ul-sector-map-marks.c: what is said by outlines of the whole chip and of single sectors */
void ul_sector_map_draw_marks (UlSectorMap *self, cairo_t *cr);
void ul_sector_map_stop_alarm (UlSectorMap *self);
/** ul_sector_map_get_cause: Returns: (nullable): of the cell of @sector */
const char *ul_sector_map_get_cause (UlSectorMap *self, guint sector);

/* ul-sector-map-band.c: a rectangle drawn with the pointer */
void ul_sector_map_press (UlSectorMap *self, int x, int y, gboolean add);
/** ul_sector_map_drag: Returns: whether a band is being drawn */
gboolean ul_sector_map_drag (UlSectorMap *self, int x, int y);
void ul_sector_map_release (UlSectorMap *self);
/** ul_sector_map_get_band: Returns: %FALSE when there is none */
gboolean ul_sector_map_get_band (UlSectorMap *self, GdkRectangle *band);

/* ul-sector-map-input.c */
void ul_sector_map_class_bind_input (GtkWidgetClass *widget_class);

G_END_DECLS
