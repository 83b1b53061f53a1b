/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Write protection is lifted, of sectors that are chosen in one way or another. */
#include "ul-lift-question.h"
#include "ul-question.h"
#include "ul-window-private.h"

#include <glib/gi18n.h>

static UlSession *
get_session (UlWindow *self)
{
    return ul_workbench_get_session (self->workbench);
}

/* --- which sectors ------------------------------------------------------------------------- */

static gboolean
is_protected (UlWindow *self, const UlDevice *device, guint sector)
{
    guint32 address = 0, size = 0;

    ul_device_get_sector (device, sector, &address, &size, NULL);
    return ul_protection_get_range (&ul_session_get_chip (get_session (self))->protection, device,
                                    address, size) != UL_PROTECTED_NONE;
}

/* Those that stand against programming the files. */
static guint
choose_in_the_way (UlWindow *self, const UlDevice *device, guint8 *sectors)
{
    const UlPlan *plan = ul_workbench_get_plan (self->workbench);
    guint n = 0;

    if (plan == NULL || plan->device != device ||
        !g_error_matches (ul_workbench_get_plan_error (self->workbench), UL_ERROR,
                          UL_ERROR_FLASH_PROTECTED))
        return 0;
    for (guint i = 0; i < plan->steps->len; i++) {
        const UlStep *step = &g_array_index (plan->steps, UlStep, i);
        if (step->reason != UL_REASON_PROTECTED)
            continue;
        sectors[step->sector] = 1;
        n++;
    }
    return n;
}

static guint
choose_selected (UlWindow *self, const UlDevice *device, guint8 *sectors)
{
    UlSectorSelection *selection = ul_window_get_selection (self);
    guint n = 0;

    for (guint i = 0; i < ul_sector_selection_get_n_sectors (selection); i++) {
        if (!ul_sector_selection_contains (selection, i) || !is_protected (self, device, i))
            continue;
        sectors[i] = 1;
        n++;
    }
    return n;
}

/* --- the question -------------------------------------------------------------------------- */

/* What was asked about is lifted, whatever is selected by then. */
static void
on_answer (GtkWidget *question, int response, UlWindow *self)
{
    const UlJobSpec *spec = g_object_get_data (G_OBJECT (question), "ul-spec");
    gboolean then_program = ul_question_get_then_program (question);

    if (response == GTK_RESPONSE_ACCEPT) {
        ul_workbench_run (self->workbench, spec);
        self->program_when_lifted = then_program && ul_workbench_get_busy (self->workbench);
    }
    gtk_widget_destroy (question);
}

/* Takes @spec. */
static void
ask (UlWindow *self, UlJobSpec *spec, const UlPlan *plan, const char *file)
{
    GtkWidget *question = ul_lift_question_new (GTK_WINDOW (self), plan, file);

    g_object_set_data_full (G_OBJECT (question), "ul-spec", spec,
                            (GDestroyNotify) ul_job_spec_free);
    g_signal_connect_object (question, "response", G_CALLBACK (on_answer), self, 0);
    gtk_widget_show (question);
}

static void
explain_free (UlWindow *self)
{
    g_autoptr (UlMessage) message =
        ul_message_new (UL_SEVERITY_INFO, _ ("These sectors are not protected"),
                        _ ("They can be erased and written as they are."));

    message->help = "unprotect";
    ul_action_bar_explain (self->action_bar, UL_JOB_UNPROTECT, message);
}

/* Takes @spec. */
static void
begin (UlWindow *self, UlJobSpec *spec, const char *file)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (UlPlan) plan = ul_session_preview (get_session (self), spec, &error);

    if (plan != NULL && plan->lift.n_freed > 0) {
        ask (self, spec, plan, file);
        return;
    }
    ul_job_spec_free (spec);
    if (plan != NULL) {
        explain_free (self);
        return;
    }
    g_autoptr (UlMessage) message = ul_message_new_from_error (error);
    ul_action_bar_explain (self->action_bar, UL_JOB_UNPROTECT, message);
}

static UlJobSpec *
new_spec (UlWindow *self, const guint8 *sectors, guint n_sectors)
{
    UlJobSpec *spec = ul_workbench_new_spec (self->workbench, UL_JOB_UNPROTECT);

    spec->scope = UL_SCOPE_ALL;
    spec->no_backup = FALSE; /* which the question promises, whatever the profile says */
    if (sectors != NULL)
        ul_job_spec_set_sectors (spec, sectors, n_sectors);
    return spec;
}

static const UlDevice *
get_device (UlWindow *self)
{
    return ul_window_explained (self, UL_JOB_UNPROTECT)
               ? NULL
               : ul_session_get_device (get_session (self));
}

/* --- as actions ---------------------------------------------------------------------------- */

static void
act_lift_all (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    if (get_device (self) != NULL)
        begin (self, new_spec (self, NULL, 0), NULL);
}

static void
act_lift_selected (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    const UlDevice *device = get_device (self);

    if (device == NULL || self->map_page == NULL)
        return;
    guint n = ul_device_get_n_sectors (device);
    g_autofree guint8 *sectors = g_new0 (guint8, n);
    choose_selected (self, device, sectors);
    begin (self, new_spec (self, sectors, n), NULL);
}

static void
act_lift_sector (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    const UlDevice *device = get_device (self);
    guint sector = g_variant_get_uint32 (parameter);

    if (device == NULL || sector >= ul_device_get_n_sectors (device))
        return;
    guint n = ul_device_get_n_sectors (device);
    g_autofree guint8 *sectors = g_new0 (guint8, n);
    sectors[sector] = 1;
    begin (self, new_spec (self, sectors, n), NULL);
}

/* The button of a message: what the file needs, else what was to be changed, else all. */
static void
act_lift_protection (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    const UlDevice *device = get_device (self);

    if (device == NULL)
        return;
    guint n = ul_device_get_n_sectors (device);
    g_autofree guint8 *sectors = g_new0 (guint8, n);
    g_autofree char *file = NULL;
    gboolean some = choose_in_the_way (self, device, sectors) > 0;
    if (some)
        file = ul_file_list_get_title (ul_workbench_get_files (self->workbench));
    else if (self->map_page != NULL)
        some = choose_selected (self, device, sectors) > 0;
    begin (self, new_spec (self, some ? sectors : NULL, n), file);
}

static const GActionEntry entries[] = {
    { "lift-all", act_lift_all },
    { "lift-selected", act_lift_selected },
    { "lift-sector", act_lift_sector, "u" },
    { "lift-protection", act_lift_protection },
};

void
ul_window_add_lift_actions (UlWindow *self)
{
    g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
ul_window_update_lift_actions (UlWindow *self)
{
    gboolean busy = ul_workbench_get_busy (self->workbench);

    for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
        g_simple_action_set_enabled (
            G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name)),
            !busy);
}

/* --- and then program ---------------------------------------------------------------------- */

static gboolean
program (gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    if (self->banner != NULL && !ul_workbench_get_busy (self->workbench)) { /* not closed */
        g_autoptr (UlJobSpec) spec = ul_workbench_new_spec (self->workbench, UL_JOB_PROGRAM);
        ul_workbench_run (self->workbench, spec);
    }
    return G_SOURCE_REMOVE;
}

/* Not from within the end of the job before. */
void
ul_window_go_on_when_lifted (UlWindow *self, const UlJobResult *result)
{
    gboolean wanted = self->program_when_lifted;

    self->program_when_lifted = FALSE;
    if (wanted && result->kind == UL_JOB_UNPROTECT && result->ok)
        g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, program, g_object_ref (self), g_object_unref);
}
