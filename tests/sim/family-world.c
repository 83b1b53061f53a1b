/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "family-world.h"

#include "waiting.h"

#include <string.h>

static void
on_log (UlSession *session, const char *line, gpointer user_data)
{
    g_string_append_printf (user_data, "%s\n", line);
}

FamilyWorld *
family_world_new (const char *board, gboolean locked)
{
    FamilyWorld *self = g_new0 (FamilyWorld, 1);
    g_autoptr (UlProbe) probe = NULL;

    self->board = ul_sim_board_new (ul_sim_board_find_kind (board));
    self->chip = ul_sim_board_get_chip (self->board);
    self->device = ul_sim_chip_get_device (self->chip);
    self->flash = ul_sim_chip_get_flash (self->chip, &self->size);
    memset (self->flash, 0x5A, self->size);
    if (locked)
        ul_sim_chip_lock (self->device, self->flash);
    family_world_changed (self);
    probe = UL_PROBE (ul_sim_probe_new_for_board (self->board));
    self->session = ul_session_new ();
    self->cancellable = g_cancellable_new ();
    self->log = g_string_new (NULL);
    ul_session_set_probe (self->session, probe);
    g_signal_connect (self->session, "log", G_CALLBACK (on_log), self->log);
    return self;
}

void
family_world_free (FamilyWorld *self)
{
    g_object_unref (self->session);
    g_object_unref (self->cancellable);
    ul_sim_board_close (self->board);
    ul_job_result_free (self->result);
    g_string_free (self->log, TRUE);
    g_free (self);
}

void
family_world_changed (FamilyWorld *self)
{
    ul_sim_chip_flash_changed (self->chip);
    ul_sim_chip_advance (self->chip, 2000000);
    ul_sim_chip_is_working (self->chip); /* lives up to now */
}

void
family_world_set_fault (FamilyWorld *self, const char *word)
{
    UlSimBoardFaults faults = *ul_sim_board_get_faults (self->board);

    assert_true (ul_sim_board_faults_parse (&faults, word, NULL));
    ul_sim_board_set_faults (self->board, &faults);
}

static void
on_done (GObject *object, GAsyncResult *result, gpointer user_data)
{
    FamilyWorld *self = user_data;

    self->result = ul_session_run_finish (UL_SESSION (object), result);
}

void
family_world_run_spec (FamilyWorld *self, UlJobSpec *spec)
{
    spec->no_backup = TRUE;
    g_clear_pointer (&self->result, ul_job_result_free);
    ul_session_run_async (self->session, spec, self->cancellable, on_done, self);
    ul_job_spec_free (spec);
    wait_until (self->result != NULL);
}

void
family_world_run (FamilyWorld *self, UlJobKind kind)
{
    UlJobSpec *spec = ul_job_spec_new (kind);

    spec->scope = UL_SCOPE_ALL;
    family_world_run_spec (self, spec);
}

void
family_world_must_run (FamilyWorld *self, UlJobKind kind)
{
    family_world_run (self, kind);
    if (self->result->problem != NULL)
        fail_msg ("%s: %s", self->result->problem->title, self->result->problem->cause);
    assert_true (self->result->ok);
}

void
family_world_fails (FamilyWorld *self, UlJobKind kind, int code)
{
    family_world_run (self, kind);
    assert_false (self->result->ok);
    assert_non_null (self->result->problem);
    assert_int_equal (self->result->problem->code, code);
}

gboolean
family_world_is_blank (FamilyWorld *self)
{
    for (gsize i = 0; i < self->size; i++)
        if (self->flash[i] != 0xFF)
            return FALSE;
    return TRUE;
}

UlSessionState
family_world_state (FamilyWorld *self)
{
    return ul_session_get_chip (self->session)->state;
}

guint
family_world_count_mass_erases (FamilyWorld *self)
{
    UlSimChipCounts counts;

    ul_sim_chip_get_counts (self->chip, &counts);
    return counts.mass_erases;
}
