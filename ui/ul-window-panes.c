/* SPDX-License-Identifier: GPL-2.0-or-later */
/* F6: from one part of the window to the next, each where its focus begins. */
#include "ul-window-private.h"

#define N_PANES 7

static void
list_panes (UlWindow *self, GtkWidget **panes)
{
    GtkWidget *all[N_PANES] = {
        GTK_WIDGET (self->header), GTK_WIDGET (self->banner),     self->side,
        GTK_WIDGET (self->pages),  GTK_WIDGET (self->log_drawer), GTK_WIDGET (self->action_bar),
        GTK_WIDGET (self->strip)
    };

    for (guint i = 0; i < N_PANES; i++)
        panes[i] = all[i];
}

/* Returns: the pane that has the focus; without any, the one before the first */
static guint
find_pane (UlWindow *self, GtkWidget **panes)
{
    GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

    for (guint i = 0; focus != NULL && i < N_PANES; i++)
        if (focus == panes[i] || gtk_widget_is_ancestor (focus, panes[i]))
            return i;
    return N_PANES - 1;
}

static gboolean
enter (GtkWidget *pane)
{
    return gtk_widget_get_mapped (pane) && gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
}

/* @step: 1, or N_PANES - 1 to go back */
static void
move_focus (UlWindow *self, guint step)
{
    GtkWidget *panes[N_PANES];

    list_panes (self, panes);
    guint from = find_pane (self, panes);
    for (guint i = 1; i < N_PANES; i++)
        if (enter (panes[(from + i * step) % N_PANES]))
            break;
    gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
}

static void
act_next_pane (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    move_focus (UL_WINDOW (user_data), 1);
}

static void
act_previous_pane (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    move_focus (UL_WINDOW (user_data), N_PANES - 1);
}

void
ul_window_add_pane_actions (UlWindow *self)
{
    static const GActionEntry entries[] = {
        { "next-pane", act_next_pane },
        { "previous-pane", act_previous_pane },
    };

    g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
