/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What fills the window: the map of a chip, or how to get to one. Each is made when it is first
 * shown. */
#include "ul-chip-comparison.h"
#include "ul-emblem.h"
#include "ul-window-private.h"

static void
show_map (UlWindow *self)
{
    if (self->map_page == NULL) {
        self->map_page = g_object_new (UL_TYPE_MAP_PAGE, "visible", TRUE, NULL);
        gtk_stack_add_named (self->pages, GTK_WIDGET (self->map_page), "map");
        ul_map_page_set_workbench (self->map_page, self->workbench);
        ul_map_page_take_up_view (self->map_page, ul_workbench_get_profile (self->workbench));
        ul_map_page_set_narrow (self->map_page, self->narrow);
        ul_window_follow_selection (self);
    }
    gtk_stack_set_visible_child_name (self->pages, "map");
}

/* @name: of the page, and of what it is made of */
static void
show_words (UlWindow *self, const char *name)
{
    if (gtk_stack_get_child_by_name (self->pages, name) == NULL) {
        g_autofree char *path = g_strdup_printf ("/org/unlatch/Unlatch/ul-%s-page.ui", name);
        g_type_ensure (UL_TYPE_EMBLEM);
        g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (path);
        gtk_stack_add_named (self->pages, GTK_WIDGET (gtk_builder_get_object (builder, "page")),
                             name);
    }
    gtk_stack_set_visible_child_name (self->pages, name);
}

/* A probe that was chosen needs not be chosen once more. */
static void
show_empty (UlWindow *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    gboolean waiting =
        ul_session_get_probe (session) != NULL && ul_session_get_chip (session)->problem != NULL;

    show_words (self, waiting ? "waiting" : "first");
}

/* The map of a chip that is not there would hide that another one is. */
static void
show_comparison (UlWindow *self)
{
    if (gtk_stack_get_child_by_name (self->pages, "comparison") == NULL)
        gtk_stack_add_named (self->pages, ul_chip_comparison_new (self->workbench), "comparison");
    gtk_stack_set_visible_child_name (self->pages, "comparison");
}

/* A profile that is read may name a probe. One that is waited for is looked for in a moment, and
 * then its chip: until that is done a page that tells how to begin would only flash. */
static gboolean
is_beginning (UlWindow *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);

    if (gtk_stack_get_visible_child (self->pages) != NULL)
        return FALSE;
    if (self->profile_comes)
        return TRUE;
    if (ul_workbench_get_probes (self->workbench) == NULL)
        return ul_workbench_waits (self->workbench);
    return ul_session_get_probe (session) != NULL && ul_session_get_chip (session)->problem == NULL;
}

void
ul_window_update_page (UlWindow *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    gboolean had_chip = self->map_page != NULL && ul_session_get_probe (session) != NULL;

    if (ul_chip_comparison_has_any (session))
        show_comparison (self);
    else if (ul_session_get_device (session) != NULL || had_chip)
        show_map (self);
    else if (!is_beginning (self))
        show_empty (self);
}

/* A look that was stopped has told nothing; one that gives way to a profile is followed by another.
 */
void
ul_window_settle_page (UlWindow *self)
{
    if (self->profile_comes || ul_workbench_has_pending (self->workbench))
        return;
    if (gtk_stack_get_visible_child (self->pages) == NULL)
        show_empty (self);
}
