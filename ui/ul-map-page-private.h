/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the page share: ul-map-page.c, ul-map-page-sector.c and
 * ul-map-page-view.c. */
#pragma once

#include "ul-hex-page.h"
#include "ul-map-layout.h"
#include "ul-map-legend.h"
#include "ul-map-overview.h"
#include "ul-map-page.h"
#include "ul-sector-inspector.h"
#include "ul-sector-list.h"

G_BEGIN_DECLS

struct _UlMapPage {
    GtkBox parent_instance;

    GtkWidget *top;
    UlMapOverview *overview;
    UlSectorMap *map;
    UlMapLegend *legend;
    GtkLabel *summary;
    GtkRevealer *side;
    UlSectorInspector *inspector;
    GtkLabel *chosen;
    GtkStack *views;
    UlSectorList *list;
    UlHexPage *bytes;
    GtkWidget *zoom;
    GtkWidget *only_problems;
    gboolean bytes_ready; /* shows the workbench's: once they were asked for */
    gboolean placing;     /* the bytes' cursor follows the focus, not the other way round */
    GMenuModel *sector_menu;
    UlSectorInspector *beside; /* (nullable): in a popover, where there is no room for the side */

    GtkWidget *menu; /* (nullable): once it was asked for */

    UlWorkbench *workbench; /* not owned: outlives us */
    UlProfile *profile;     /* of the workbench: the one whose changes are followed */
    GArray *kept_ranges;    /* of UlProfileRange: that the profile leaves alone */
    GArray *states;         /* of UlSectorState: what was composed last */
    GArray *kept;  /* of UlSectorState: how far the last job came; empty: nothing to keep */
    char *problem; /* (nullable): why it failed, in the range that follows */
    guint32 problem_address, problem_size;
    gboolean stale; /* other files have been opened since the job began */
    gboolean wants_side;
    gboolean narrow;
};

/** ul_map_page_follow_byte: the bytes' cursor has moved to that address */
void ul_map_page_follow_byte (UlMapPage *self, guint address);
/** ul_map_page_place_byte: the bytes' cursor goes to the sector in focus */
void ul_map_page_place_byte (UlMapPage *self);
/** ul_map_page_grab_focus: the view that is shown */
void ul_map_page_grab_focus (UlMapPage *self);
/** ul_map_page_get_focus_place: @area: (out): where the sector in focus is. Returns: (transfer
 *   none): in this widget */
GtkWidget *ul_map_page_get_focus_place (UlMapPage *self, GdkRectangle *area);

/** ul_map_page_show_sector: tells of the sector in focus */
void ul_map_page_show_sector (UlMapPage *self);
/** ul_map_page_show_beside: the same in a popover at the sector */
void ul_map_page_show_beside (UlMapPage *self);
/** ul_map_page_show_chosen: how much is selected */
void ul_map_page_show_chosen (UlMapPage *self);
/** ul_map_page_popup_menu: what can be done with the selection. @event: (nullable): the pointer's;
 *   %NULL: at the sector in focus */
void ul_map_page_popup_menu (UlMapPage *self, GdkEvent *event);

G_END_DECLS
