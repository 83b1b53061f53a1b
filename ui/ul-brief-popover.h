/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** UlBriefPopover: a few words at a widget, with buttons below them; it goes once it is closed */
typedef struct {
    GtkWidget *popover;
    GtkWidget *words;   /* box */
    GtkWidget *buttons; /* box */
} UlBriefPopover;

/** ul_brief_popover_init: @name: for those who hear it. Belongs to @widget */
void ul_brief_popover_init (UlBriefPopover *self, GtkWidget *widget, const char *name);
void ul_brief_popover_add_label (UlBriefPopover *self, const char *text, gboolean bold);
/** ul_brief_popover_closes_by: @button, wherever it is, closes it */
void ul_brief_popover_closes_by (UlBriefPopover *self, GtkWidget *button);
void ul_brief_popover_show (UlBriefPopover *self);

G_END_DECLS
