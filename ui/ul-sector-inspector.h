/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-progress.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlSectorSubject: all that can be told of one sector; nothing of it is owned */
typedef struct {
    const UlDevice *device;
    guint sector;
    const UlSectorState *state;
    gboolean hidden;                /* the chip is locked */
    const UlPlan *plan;             /* (nullable) */
    const UlProtection *protection; /* (nullable): as read from the chip */
    const char *files;              /* (nullable): names of the files that have bytes here */
    const char *clash;              /* (nullable): which of them do not agree */
    const char *problem;            /* (nullable): the cause, if it failed here */
} UlSectorSubject;

/**
 * UlSectorInspector:
 *
 * The sector looked at, in words: place, content, plan, protection; and the lock settings where
 * it holds them.
 */
#define UL_TYPE_SECTOR_INSPECTOR (ul_sector_inspector_get_type ())
G_DECLARE_FINAL_TYPE (UlSectorInspector, ul_sector_inspector, UL, SECTOR_INSPECTOR, GtkBox)

GtkWidget *ul_sector_inspector_new (void);
/** ul_sector_inspector_show: @subject (nullable): %NULL: no sector. Cheap enough for each frame:
 * only what differs is set. */
void ul_sector_inspector_show (UlSectorInspector *self, const UlSectorSubject *subject);

G_END_DECLS
