/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session on a simulated board of another family than Kinetis. */
#pragma once

#include "test.h"

#include "ul-error.h"
#include "ul-session.h"
#include "ul-sim-probe.h"

typedef struct {
    UlSimBoard *board;
    UlSimChip *chip;
    const UlDevice *device;
    guint8 *flash;
    gsize size;
    UlSession *session;
    GCancellable *cancellable;
    UlJobResult *result; /* of the last job */
    GString *log;
} FamilyWorld;

/** family_world_new: flash full of 0x5A, and @locked */
FamilyWorld *family_world_new (const char *board, gboolean locked);
void family_world_free (FamilyWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FamilyWorld, family_world_free)
/** family_world_set_fault: as words say it: "brown-out-us=20000" */
void family_world_set_fault (FamilyWorld *self, const char *word);
/** family_world_changed: after the storage was written to */
void family_world_changed (FamilyWorld *self);

void family_world_run (FamilyWorld *self, UlJobKind kind);
/** family_world_run_spec: takes @spec */
void family_world_run_spec (FamilyWorld *self, UlJobSpec *spec);
void family_world_must_run (FamilyWorld *self, UlJobKind kind);
void family_world_fails (FamilyWorld *self, UlJobKind kind, int code);

gboolean family_world_is_blank (FamilyWorld *self);
UlSessionState family_world_state (FamilyWorld *self);
guint family_world_count_mass_erases (FamilyWorld *self);
