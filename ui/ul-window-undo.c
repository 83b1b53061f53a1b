/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A range that was kept, and is so no more, is easily given back: better than a question before. */
#include "ul-window-private.h"

#include <glib/gi18n.h>

static gboolean
covers (GArray *kept, const UlProfileRange *range)
{
    for (guint i = 0; i < kept->len; i++) {
        const UlProfileRange *one = &g_array_index (kept, UlProfileRange, i);
        if (one->first <= range->first && range->last <= one->last)
            return TRUE;
    }
    return FALSE;
}

/* Returns: whether something of @before is not kept any more */
static gboolean
has_lost (UlProfile *profile, GArray *before)
{
    g_autoptr (GArray) kept = ul_profile_get_kept (profile);

    for (guint i = 0; i < before->len; i++)
        if (!covers (kept, &g_array_index (before, UlProfileRange, i)))
            return TRUE;
    return FALSE;
}

void
ul_window_offer_undo (UlWindow *self, GArray *before)
{
    UlProfile *profile = ul_workbench_get_profile (self->workbench);

    if (self->notice == NULL)
        self->notice = ul_notice_attach (self->overlay);
    if (!has_lost (profile, before)) {
        ul_notice_hide (self->notice);
        return;
    }
    g_clear_pointer (&self->kept_before, g_array_unref);
    self->kept_before = g_array_ref (before);
    g_set_object (&self->kept_in, profile);
    /* Translators: addresses that were to be kept as they are may be changed again */
    ul_notice_show (self->notice, _ ("Keep range removed"), "win.undo-keep");
}

/* Another profile has ranges of its own, and nothing of them was taken away. */
static void
on_profile (UlWindow *self)
{
    if (self->kept_in == NULL || self->kept_in == ul_workbench_get_profile (self->workbench))
        return;
    ul_window_forget_undo (self);
    ul_notice_hide (self->notice);
}

static void
act_undo_keep (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);
    g_autoptr (GArray) before = g_steal_pointer (&self->kept_before);
    g_autoptr (GError) error = NULL;

    if (before == NULL)
        return;
    for (guint i = 0; i < before->len && error == NULL; i++) {
        const UlProfileRange *range = &g_array_index (before, UlProfileRange, i);
        ul_profile_set_kept (self->kept_in, range->first, range->last - range->first + 1, TRUE,
                             &error);
    }
    if (error != NULL)
        ul_messages_put (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT,
                         ul_message_new_from_error (error));
    ul_window_update_sector_actions (self);
}

void
ul_window_add_undo_actions (UlWindow *self)
{
    static const GActionEntry entries[] = { { "undo-keep", act_undo_keep } };

    g_signal_connect_object (self->workbench, "notify::profile", G_CALLBACK (on_profile), self,
                             G_CONNECT_SWAPPED);
    g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
ul_window_forget_undo (UlWindow *self)
{
    g_clear_pointer (&self->kept_before, g_array_unref);
    g_clear_object (&self->kept_in);
}
