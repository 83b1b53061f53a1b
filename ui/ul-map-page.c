/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-compose.h"
#include "ul-map-page-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (UlMapPage, ul_map_page, GTK_TYPE_BOX)

static void
on_sector_activated (UlMapPage *self)
{
    if (self->narrow || !self->wants_side)
        ul_map_page_show_beside (self);
}

static void
on_focus_changed (UlMapPage *self)
{
    ul_map_page_show_sector (self);
    ul_map_page_place_byte (self);
}

static void
update_side (UlMapPage *self)
{
    gtk_revealer_set_reveal_child (self->side, self->wants_side && !self->narrow);
}

/* --- between jobs -------------------------------------------------------------------------- */

static UlSessionState
get_chip_state (UlMapPage *self)
{
    return ul_session_get_chip (ul_workbench_get_session (self->workbench))->state;
}

static gboolean
is_locked (UlMapPage *self)
{
    UlSessionState state = get_chip_state (self);

    return state == UL_SESSION_LOCKED || state == UL_SESSION_LOCKED_FOREVER;
}

/* Returns: the sector whose new lock settings would lock the chip, or -1 */
static int
find_alarm (UlMapPage *self, const UlDevice *device)
{
    const UlPlan *plan = ul_workbench_get_plan (self->workbench);

    if (plan == NULL || plan->device != device || !device->has_fcf ||
        plan->forecast.kind < UL_FORECAST_LOCKS)
        return -1;
    return ul_device_find_sector (device, device->fcf_address);
}

/* Greyed while there is a probe but no chip to answer for what is shown. */
static gboolean
is_alive (UlMapPage *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);

    return ul_session_get_probe (session) == NULL ||
           ul_session_get_chip (session)->state >= UL_SESSION_LOCKED;
}

static gboolean
is_blocked (UlMapPage *self)
{
    return g_error_matches (ul_workbench_get_plan_error (self->workbench), UL_ERROR,
                            UL_ERROR_FLASH_PROTECTED);
}

static void
show_states (UlMapPage *self, const UlDevice *device)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    UlImage *image = ul_file_list_get_image (ul_workbench_get_files (self->workbench));
    g_autoptr (GArray) strays = ul_map_compose_strays (device, image);
    g_autoptr (GPtrArray) clashing =
        ul_file_list_list_clashing (ul_workbench_get_files (self->workbench));
    UlMapSources sources = { .device = device,
                             .chip = ul_session_get_chip (session),
                             .plan = ul_workbench_get_plan (self->workbench),
                             .image = image,
                             .clashing = clashing,
                             .kept = self->kept_ranges,
                             .blocked = is_blocked (self) };

    g_array_set_size (self->states, ul_device_get_n_sectors (device));
    UlSectorState *states = (UlSectorState *) (gpointer) self->states->data;
    ul_map_compose (&sources, states);
    ul_map_compose_keep (states, self->states->len,
                         (const UlSectorState *) (gconstpointer) self->kept->data, self->kept->len);
    ul_sector_map_set_strays (self->map, (const UlSegment *) (gconstpointer) strays->data,
                              strays->len);
    ul_sector_map_set_clashing (self->map, clashing);
    ul_sector_map_set_hidden (self->map, is_locked (self));
    ul_sector_map_set_sealed (self->map, get_chip_state (self) == UL_SESSION_LOCKED_FOREVER);
    ul_sector_map_set_states (self->map, states, self->states->len);
    ul_sector_map_set_alarm (self->map, find_alarm (self, device));
    ul_sector_map_set_absent (self->map, get_chip_state (self) < UL_SESSION_LOCKED);
    gtk_widget_set_sensitive (GTK_WIDGET (self->map), is_alive (self));
}

/* What is kept is shown while a job runs as well, which knows nothing of it. */
static void
show_snapshot (UlMapPage *self, const UlSnapshot *snapshot)
{
    g_array_set_size (self->states, 0);
    g_array_append_vals (self->states, snapshot->sectors, snapshot->n_sectors);
    UlSectorState *states = (UlSectorState *) (gpointer) self->states->data;
    ul_map_compose_pins (states, ul_sector_map_get_device (self->map), self->kept_ranges);
    ul_sector_map_set_states (self->map, states, self->states->len);
}

static void
show_summary (UlMapPage *self)
{
    const UlPlan *plan = ul_workbench_get_plan (self->workbench);
    g_autofree char *summary = plan != NULL ? ul_plan_summarize (plan) : NULL;
    g_autofree char *blocked = NULL;

    if (plan != NULL && is_locked (self))
        /* Translators: %s is a plan: "Will erase the whole chip and write 11.2 KiB" */
        blocked = g_strdup_printf (_ ("Unlock and program: %s"), summary);
    else if (plan != NULL && is_blocked (self))
        /* Translators: %s is a plan: "Will erase 12 sectors and write 11.2 KiB" */
        blocked = g_strdup_printf (_ ("Without the protected sectors: %s"), summary);
    gtk_label_set_text (self->summary, blocked != NULL ? blocked : summary != NULL ? summary : "");
    gtk_widget_set_visible (GTK_WIDGET (self->summary), plan != NULL);
}

static void
forget (UlMapPage *self)
{
    g_array_set_size (self->kept, 0);
    g_clear_pointer (&self->problem, g_free);
    ul_sector_map_set_cause (self->map, 0, 0, NULL);
}

static void
update (UlMapPage *self)
{
    const UlDevice *device = ul_session_get_device (ul_workbench_get_session (self->workbench));

    if (ul_workbench_get_busy (self->workbench)) /* the job shows its own states */
        return;
    if (device == NULL) /* the last one, stepped back, shows what was done with it */
        device = ul_sector_map_get_device (self->map);
    if (device != ul_sector_map_get_device (self->map))
        forget (self);
    ul_sector_map_set_device (self->map, device);
    if (device != NULL)
        show_states (self, device);
    show_summary (self);
    ul_map_page_show_sector (self);
}

/* What was done with other files says nothing about these. */
static void
on_files_changed (UlMapPage *self)
{
    self->stale = TRUE;
    forget (self);
    update (self);
}

static void
on_busy_changed (UlMapPage *self)
{
    if (!ul_workbench_get_busy (self->workbench))
        return;
    self->stale = FALSE;
    forget (self);
}

/* --- jobs ---------------------------------------------------------------------------------- */

/* A locked chip shows what it holds as soon as it has been unlocked. */
static gboolean
is_hidden_in (UlMapPage *self, const UlSnapshot *snapshot)
{
    return is_locked (self) && snapshot->phase <= UL_PHASE_UNLOCK;
}

void
ul_map_page_show_progress (UlMapPage *self, const UlSnapshot *snapshot)
{
    if (snapshot->n_sectors == 0 ||
        snapshot->n_sectors != ul_sector_map_get_n_sectors (self->map) ||
        snapshot->kind == UL_JOB_CONNECT)
        return;
    ul_sector_map_set_hidden (self->map, is_hidden_in (self, snapshot));
    ul_sector_map_set_alarm (self->map, -1);
    show_snapshot (self, snapshot);
    ul_map_page_show_sector (self);
}

/* Erased sectors are blank and what was read is as it was: the chip tells that by itself. */
static gboolean
is_worth_keeping (const UlJobResult *result)
{
    if (result->kind == UL_JOB_CONNECT || result->kind == UL_JOB_READ)
        return FALSE;
    return !result->ok || result->kind == UL_JOB_PROGRAM || result->kind == UL_JOB_VERIFY ||
           result->kind == UL_JOB_UNPROTECT;
}

static void
keep_problem (UlMapPage *self, const UlProblem *problem)
{
    if (problem == NULL || !problem->has_where)
        return;
    self->problem = g_strdup (problem->cause);
    self->problem_address = problem->address;
    self->problem_size = problem->size;
    ul_sector_map_set_cause (self->map, problem->address, problem->size, problem->cause);
}

/* The sector that failed; its problem may name more than it. */
static void
show_failed (UlMapPage *self)
{
    for (guint i = 0; i < self->kept->len; i++)
        if (g_array_index (self->kept, UlSectorState, i).activity == UL_ACTIVITY_FAILED) {
            ul_sector_map_set_focus_sector (self->map, (int) i);
            return;
        }
    if (self->problem != NULL)
        ul_sector_map_show_range (self->map, self->problem_address, self->problem_size);
}

void
ul_map_page_show_result (UlMapPage *self, const UlSnapshot *snapshot, const UlJobResult *result)
{
    forget (self);
    if (is_worth_keeping (result) && !self->stale) {
        g_array_append_vals (self->kept, snapshot->sectors, snapshot->n_sectors);
        keep_problem (self, result->problem);
    }
    update (self);
    show_failed (self);
}

/* --- what the window asks for -------------------------------------------------------------- */

void
ul_map_page_show_range (UlMapPage *self, guint32 address, guint32 size)
{
    ul_sector_map_show_range (self->map, address, size);
    ul_map_page_grab_focus (self);
}

void
ul_map_page_set_inspector (UlMapPage *self, gboolean visible)
{
    self->wants_side = visible;
    update_side (self);
    if (self->narrow)
        ul_map_page_show_beside (self);
}

void
ul_map_page_set_narrow (UlMapPage *self, gboolean narrow)
{
    guint duration = gtk_revealer_get_transition_duration (self->side);

    self->narrow = narrow;
    ul_map_legend_set_narrow (self->legend, narrow);
    gtk_revealer_set_transition_duration (self->side, 0); /* its room is wanted at once */
    update_side (self);
    gtk_revealer_set_transition_duration (self->side, duration);
}

static void
on_only_problems (UlMapPage *self)
{
    ul_sector_list_set_only_problems (
        self->list, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->only_problems)));
}

static void
on_smaller_clicked (UlMapPage *self)
{
    ul_sector_map_zoom_by (self->map, -1);
}

static void
on_fit_clicked (UlMapPage *self)
{
    ul_sector_map_set_zoom (self->map, 0);
}

static void
on_larger_clicked (UlMapPage *self)
{
    ul_sector_map_zoom_by (self->map, 1);
}

UlSectorMap *
ul_map_page_get_map (UlMapPage *self)
{
    return self->map;
}

/* --- the profile --------------------------------------------------------------------------- */

static void
on_profile_setting (UlMapPage *self)
{
    g_clear_pointer (&self->kept_ranges, g_array_unref);
    self->kept_ranges = ul_profile_get_kept (self->profile);
    update (self);
}

static void
follow_profile (UlMapPage *self)
{
    UlProfile *profile = ul_workbench_get_profile (self->workbench);

    if (self->profile != NULL)
        g_signal_handlers_disconnect_by_data (self->profile, self);
    g_set_object (&self->profile, profile);
    g_signal_connect_object (profile, "changed", G_CALLBACK (on_profile_setting), self,
                             G_CONNECT_SWAPPED);
    on_profile_setting (self);
    ul_map_page_take_up_view (self, profile);
}

/* --- class --------------------------------------------------------------------------------- */

void
ul_map_page_set_workbench (UlMapPage *self, UlWorkbench *workbench)
{
    UlSession *session = ul_workbench_get_session (workbench);

    self->workbench = workbench;
    g_signal_connect_object (workbench, "notify::plan", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (workbench, "notify::busy", G_CALLBACK (on_busy_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::device", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::chip", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (ul_workbench_get_files (workbench), "notify::image",
                             G_CALLBACK (on_files_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (ul_workbench_get_files (workbench), "failed", G_CALLBACK (update),
                             self,
                             G_CONNECT_SWAPPED); /* they do not agree; there is no new image */
    g_signal_connect_object (workbench, "notify::profile", G_CALLBACK (follow_profile), self,
                             G_CONNECT_SWAPPED);
    follow_profile (self);
}

static void
ul_map_page_finalize (GObject *object)
{
    UlMapPage *self = UL_MAP_PAGE (object);

    g_array_unref (self->states);
    g_array_unref (self->kept);
    g_clear_pointer (&self->kept_ranges, g_array_unref);
    g_clear_object (&self->profile);
    g_free (self->problem);
    G_OBJECT_CLASS (ul_map_page_parent_class)->finalize (object);
}

static void
ul_map_page_class_init (UlMapPageClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_map_page_finalize;
    g_type_ensure (UL_TYPE_MAP_OVERVIEW);
    g_type_ensure (UL_TYPE_SECTOR_MAP);
    g_type_ensure (UL_TYPE_MAP_LEGEND);
    g_type_ensure (UL_TYPE_SECTOR_INSPECTOR);
    g_type_ensure (UL_TYPE_SECTOR_LIST);
    g_type_ensure (UL_TYPE_HEX_PAGE);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-map-page.ui");
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, top);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, overview);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, map);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, legend);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, summary);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, side);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, inspector);
    gtk_widget_class_bind_template_callback (widget_class, on_focus_changed);
    gtk_widget_class_bind_template_callback_full (widget_class, "popup_menu",
                                                  G_CALLBACK (ul_map_page_popup_menu));
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, chosen);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, views);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, list);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, bytes);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, zoom);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, only_problems);
    gtk_widget_class_bind_template_callback_full (widget_class, "byte_moved",
                                                  G_CALLBACK (ul_map_page_follow_byte));
    gtk_widget_class_bind_template_callback (widget_class, on_only_problems);
    gtk_widget_class_bind_template_child (widget_class, UlMapPage, sector_menu);
    gtk_widget_class_bind_template_callback (widget_class, on_sector_activated);
    gtk_widget_class_bind_template_callback (widget_class, on_smaller_clicked);
    gtk_widget_class_bind_template_callback (widget_class, on_fit_clicked);
    gtk_widget_class_bind_template_callback (widget_class, on_larger_clicked);
}

static void
ul_map_page_init (UlMapPage *self)
{
    self->wants_side = TRUE;
    self->states = g_array_new (FALSE, TRUE, sizeof (UlSectorState));
    self->kept = g_array_new (FALSE, TRUE, sizeof (UlSectorState));
    gtk_widget_init_template (GTK_WIDGET (self));
    ul_map_overview_set_map (self->overview, self->map);
    ul_map_legend_set_map (self->legend, self->map);
    ul_sector_list_set_map (self->list, self->map);
    g_signal_connect_object (ul_sector_map_get_selection (self->map), "changed",
                             G_CALLBACK (ul_map_page_show_chosen), self, G_CONNECT_SWAPPED);
}
