/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be done with the sectors that are selected on the map. */
#include "ul-question.h"
#include "ul-window-private.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

/* Without a selection it is about the sector looked at. */
UlSectorSelection *
ul_window_get_selection (UlWindow *self)
{
    UlSectorMap *map = ul_map_page_get_map (self->map_page);
    UlSectorSelection *selection = ul_sector_map_get_selection (map);
    int focus = ul_sector_map_get_focus_sector (map);

    if (ul_sector_selection_get_count (selection) == 0 && focus >= 0)
        ul_sector_selection_select_only (selection, (guint) focus);
    return selection;
}

static GArray *
list_ranges (UlWindow *self)
{
    ul_window_get_selection (self);
    return ul_sector_map_list_selected (ul_map_page_get_map (self->map_page));
}

static char *
describe_ranges (GArray *ranges, guint most)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < ranges->len; i++) {
        const UlSegment *range = &g_array_index (ranges, UlSegment, i);
        g_autofree char *one = ul_wording_range (range->address, range->size);
        if (i == most) {
            g_string_append (text, "\n…");
            break;
        }
        g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", one);
    }
    return g_string_free (text, FALSE);
}

/* One range is a job that the command line knows as well. */
static UlJobSpec *
new_spec (UlWindow *self, UlJobKind kind)
{
    UlSectorSelection *selection = ul_window_get_selection (self);
    g_autoptr (GArray) ranges = list_ranges (self);
    UlJobSpec *spec = ul_workbench_new_spec (self->workbench, kind);

    spec->unlock_if_locked = FALSE; /* which would take more than was selected */
    if (ranges->len == 1 && kind != UL_JOB_PROGRAM && kind != UL_JOB_VERIFY) {
        const UlSegment *range = &g_array_index (ranges, UlSegment, 0);
        spec->scope = UL_SCOPE_RANGE;
        spec->range_start = range->address;
        spec->range_size = (guint32) range->size;
    } else {
        ul_job_spec_set_sectors (spec, ul_sector_selection_get_bits (selection),
                                 ul_sector_selection_get_n_sectors (selection));
        ul_workbench_leave_series (self->workbench, spec);
    }
    return spec;
}

/* Returns: (nullable): what would be done, or NULL when that cannot be and why has been said */
static UlPlan *
preview (UlWindow *self, const UlJobSpec *spec)
{
    g_autoptr (GError) error = NULL;
    UlPlan *plan = ul_session_preview (ul_workbench_get_session (self->workbench), spec, &error);

    if (plan == NULL) {
        g_autoptr (UlMessage) message = ul_message_new_from_error (error);
        ul_action_bar_explain (self->action_bar, spec->kind, message);
    }
    return plan;
}

static gboolean
can_begin (UlWindow *self, UlJobKind kind)
{
    return self->map_page != NULL && !ul_window_explained (self, kind);
}

/* --- jobs ---------------------------------------------------------------------------------- */

static void
run_selected (UlWindow *self, UlJobKind kind)
{
    if (!can_begin (self, kind))
        return;
    g_autoptr (UlJobSpec) spec = new_spec (self, kind);
    g_autoptr (UlPlan) plan = preview (self, spec);
    if (plan != NULL)
        ul_window_run (self, spec, UL_LOCK_RISK_WRITE); /* by the plan, which refuses it */
}

static void
act_program_selected (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    run_selected (UL_WINDOW (user_data), UL_JOB_PROGRAM);
}

static void
act_verify_selected (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    run_selected (UL_WINDOW (user_data), UL_JOB_VERIFY);
}

static void
act_check_blank (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    run_selected (UL_WINDOW (user_data), UL_JOB_BLANK_CHECK);
}

static void
act_read_selected (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    if (!can_begin (self, UL_JOB_READ))
        return;
    g_autoptr (UlJobSpec) spec = new_spec (self, UL_JOB_READ);
    ul_window_ask_to_read (self, spec);
}

/* The selection that was asked about is erased, whatever is selected by then. */
static void
on_erase_answer (GtkWidget *question, int response, UlWindow *self)
{
    g_autoptr (UlJobSpec) spec = g_object_steal_data (G_OBJECT (question), "ul-spec");

    gtk_widget_destroy (question);
    if (response == GTK_RESPONSE_ACCEPT)
        ul_window_run (self, spec, UL_LOCK_RISK_NONE);
}

static void
ask_to_erase (UlWindow *self, UlJobSpec *spec, const UlPlan *plan)
{
    guint count = ul_sector_selection_get_count (ul_window_get_selection (self));
    g_autoptr (GArray) ranges = list_ranges (self);
    g_autofree char *title =
        g_strdup_printf (ngettext ("Erase %u sector?", "Erase %u sectors?", count), count);
    g_autofree char *places = describe_ranges (ranges, 6);
    g_autofree char *summary = ul_plan_summarize (plan);
    g_autofree char *body = g_strjoin ("\n", places, summary, NULL);
    GtkWidget *question = ul_question_new (GTK_WINDOW (self), title, body);

    ul_question_add_safe (question, _ ("_Cancel"), GTK_RESPONSE_CANCEL);
    ul_question_add_destructive (question, _ ("_Erase"), GTK_RESPONSE_ACCEPT);
    g_object_set_data_full (G_OBJECT (question), "ul-spec", spec,
                            (GDestroyNotify) ul_job_spec_free);
    g_signal_connect_object (question, "response", G_CALLBACK (on_erase_answer), self, 0);
    gtk_widget_show (question);
}

static void
act_erase_selected (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    if (!can_begin (self, UL_JOB_ERASE))
        return;
    if (ul_session_get_chip (ul_workbench_get_session (self->workbench))->state ==
        UL_SESSION_LOCKED) {
        ul_window_unlock (self); /* nothing less can erase a locked chip */
        return;
    }
    g_autoptr (UlJobSpec) spec = new_spec (self, UL_JOB_ERASE);
    g_autoptr (UlPlan) plan = preview (self, spec);
    if (plan != NULL)
        ask_to_erase (self, g_steal_pointer (&spec), plan);
}

/* --- what stays ---------------------------------------------------------------------------- */

static gboolean
covers (GArray *kept, guint32 address)
{
    for (guint i = 0; i < kept->len; i++) {
        UlProfileRange one = g_array_index (kept, UlProfileRange, i);
        if (one.first <= address && address <= one.last)
            return TRUE;
    }
    return FALSE;
}

/* By the first and the last byte of each sector: what was kept here are whole sectors. */
static gboolean
is_selection_kept (UlWindow *self)
{
    UlSectorMap *map = ul_map_page_get_map (self->map_page);
    UlSectorSelection *selection = ul_sector_map_get_selection (map);
    const UlDevice *device = ul_sector_map_get_device (map);
    g_autoptr (GArray) kept = ul_profile_get_kept (ul_workbench_get_profile (self->workbench));

    for (guint i = 0; i < ul_sector_selection_get_n_sectors (selection); i++) {
        guint32 address, size;
        if (!ul_sector_selection_contains (selection, i))
            continue;
        ul_device_get_sector (device, i, &address, &size, NULL);
        if (!covers (kept, address) || !covers (kept, address + (size - 1)))
            return FALSE;
    }
    return ul_sector_selection_get_count (selection) > 0;
}

static void
change_keep_selected (GSimpleAction *action, GVariant *state, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    UlProfile *profile = ul_workbench_get_profile (self->workbench);
    g_autoptr (GError) error = NULL;

    if (self->map_page == NULL)
        return;
    g_autoptr (GArray) ranges = list_ranges (self);
    g_autoptr (GArray) before = ul_profile_get_kept (profile);
    for (guint i = 0; i < ranges->len && error == NULL; i++) {
        const UlSegment *range = &g_array_index (ranges, UlSegment, i);
        ul_profile_set_kept (profile, range->address, (guint32) range->size,
                             g_variant_get_boolean (state), &error);
    }
    if (error != NULL)
        ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT,
                         ul_message_new_from_error (error));
    ul_window_offer_undo (self, before);
    ul_window_update_sector_actions (self);
}

static void
act_copy_addresses (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    GtkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD);

    if (self->map_page == NULL)
        return;
    g_autoptr (GArray) ranges = list_ranges (self);
    g_autofree char *text = describe_ranges (ranges, G_MAXUINT);
    gtk_clipboard_set_text (clipboard, text, -1);
}

/* --- as actions ---------------------------------------------------------------------------- */

static const GActionEntry always_entries[] = {
    { "copy-addresses", act_copy_addresses },
};

static const GActionEntry idle_entries[] = {
    { "erase-selected", act_erase_selected },
    { "program-selected", act_program_selected },
    { "verify-selected", act_verify_selected },
    { "read-selected", act_read_selected },
    { "check-blank", act_check_blank },
    { "keep-selected", NULL, NULL, "false", change_keep_selected },
};

static GSimpleAction *
look_up (UlWindow *self, const char *name)
{
    return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name));
}

void
ul_window_update_sector_actions (UlWindow *self)
{
    gboolean busy = ul_workbench_get_busy (self->workbench);

    for (guint i = 0; i < G_N_ELEMENTS (idle_entries); i++)
        g_simple_action_set_enabled (look_up (self, idle_entries[i].name),
                                     self->map_page != NULL && !busy);
    if (self->map_page != NULL)
        g_simple_action_set_state (look_up (self, "keep-selected"),
                                   g_variant_new_boolean (is_selection_kept (self)));
}

void
ul_window_add_sector_actions (UlWindow *self)
{
    GActionMap *map = G_ACTION_MAP (self);

    g_action_map_add_action_entries (map, always_entries, G_N_ELEMENTS (always_entries), self);
    g_action_map_add_action_entries (map, idle_entries, G_N_ELEMENTS (idle_entries), self);
}

void
ul_window_follow_selection (UlWindow *self)
{
    UlSectorMap *map = ul_map_page_get_map (self->map_page);

    g_signal_connect_object (ul_sector_map_get_selection (map), "changed",
                             G_CALLBACK (ul_window_update_sector_actions), self, G_CONNECT_SWAPPED);
    ul_window_update_sector_actions (self);
}
