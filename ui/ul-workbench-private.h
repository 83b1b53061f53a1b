/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the workbench share, which are the files named ul-workbench*.c. */
#pragma once

#include "ul-each-board.h"
#include "ul-workbench.h"

G_BEGIN_DECLS

struct _UlWorkbench {
    GObject parent_instance;

    UlSession *session;
    UlFileList *files;
    UlMessages *messages;
    UlProbeSource *probes; /* (nullable): until the probe drivers are loaded */
    char *wanted_id;       /* (nullable): of the probe that is waited for, or in use */
    gboolean told_gone;    /* that it is not there any more */
    gboolean was_empty;    /* the probe had no board for a while, as far as probes know that */
    gboolean have_news;    /* of probes: not looked at yet */
    gboolean may_be_back;  /* was not there or not usable, which may have ended */

    GPtrArray *failures; /* of what could not be loaded since files were last asked for */
    GPtrArray *lost;     /* of GFile: that could not be loaded since the profile was taken up */
    UlProfile *profile;
    GPtrArray *listed;           /* of GFile: the opened files when they were last looked at */
    gboolean taking_up;          /* what changes now comes from the profile */
    char *over_probe_id;         /* (nullable): goes before the next profile */
    const UlDevice *over_device; /* (nullable): the same */
    UlProfile *pending; /* (nullable): to be taken up when the look at the chip has ended */
    GPtrArray *beside;  /* (nullable): of GFile: to be opened then */

    UlPlan *plan;       /* (nullable) */
    GError *plan_error; /* (nullable) */
    guint plan_idle;
    UlLockBytes lock_bytes;

    UlJobSpec *last;        /* (nullable): of the last job that was not just a look */
    const UlDevice *chosen; /* (nullable): of the built-in tables */
    GCancellable *cancellable;
    gboolean looking;      /* what runs is no more than a look at the chip */
    UlReport *last_report; /* (nullable): of the last job that is worth one */
    char *report;          /* (nullable) */
    gboolean busy;
    gboolean programmed;  /* all of the files, and nothing was done since */
    UlSeries *series;     /* (nullable) */
    GError *series_error; /* (nullable): why there is none, or no number */
    UlCount count;        /* of it, once it has been read: */
    gboolean have_count;
    UlImage *answered_for; /* (nullable): the files that lock_bytes is the answer for; not owned */
    gboolean each_board;   /* a person wants the same again for each board ... */
    gboolean going_on;     /* ... and has begun with it */
    UlEachBoard boards;
    gboolean catches; /* jobs catch the chip, as it cannot be reached otherwise */
};

/** ul_workbench_follow_probes: takes up a probe that has come, notices that ours has gone */
void ul_workbench_follow_probes (UlWorkbench *self);

/** ul_workbench_change_to_probe: to the one of that id, or to none until it comes. Returns: %FALSE
 *   when it is in use already */
gboolean ul_workbench_change_to_probe (UlWorkbench *self, const char *id);
/** ul_workbench_queue_plan: the plan is made anew when the main loop gets to it */
void ul_workbench_queue_plan (UlWorkbench *self);

/** ul_workbench_forget_transient: takes away what was told of the last job, when it was good news
 */
void ul_workbench_forget_transient (UlWorkbench *self);

/** ul_workbench_set_catches: whether jobs catch the chip (ul-workbench-look.c) */
void ul_workbench_set_catches (UlWorkbench *self, gboolean catches);
/** ul_workbench_settle_catch: whether they go on doing so, after a job */
void ul_workbench_settle_catch (UlWorkbench *self, const UlJobResult *result);
/** ul_workbench_describe_catch: Returns: (transfer full): the message for a chip that was caught */
UlMessage *ul_workbench_describe_catch (UlWorkbench *self);

/* Boards in series: ul-workbench-series.c */

void ul_workbench_init_series (UlWorkbench *self);
/** ul_workbench_update_series: what the profile says of it may be something else */
void ul_workbench_update_series (UlWorkbench *self);
/** ul_workbench_follow_location: of a profile that has just been taken up: its counter moves */
void ul_workbench_follow_location (UlWorkbench *self);
/** ul_workbench_join_series: the board of @spec is one of it */
void ul_workbench_join_series (UlWorkbench *self, UlJobSpec *spec);
/** ul_workbench_check_series: Returns: %FALSE when there is no number for the board of @spec */
gboolean ul_workbench_check_series (UlWorkbench *self, const UlJobSpec *spec, GError **error);
/** ul_workbench_note_board: a job begins */
void ul_workbench_note_board (UlWorkbench *self, const UlJobSpec *spec);
/** ul_workbench_follow_series: it has ended */
void ul_workbench_follow_series (UlWorkbench *self, const UlJobResult *result);

/** ul_workbench_keep_report: of the job that has just ended (ul-workbench-report.c) */
void ul_workbench_keep_report (UlWorkbench *self, const UlJobResult *result);

/* Files that could not be loaded: ul-workbench-missing.c */

void ul_workbench_init_failures (UlWorkbench *self);
/** ul_workbench_forget_failures: other files are asked for now */
void ul_workbench_forget_failures (UlWorkbench *self);
/** ul_workbench_forget_disagreement: files are put together anew */
void ul_workbench_forget_disagreement (UlWorkbench *self);
/** ul_workbench_check_complete: Returns: %FALSE when a file of the profile could not be loaded */
gboolean ul_workbench_check_complete (UlWorkbench *self, GError **error);

void ul_workbench_init_profile (UlWorkbench *self);
/** ul_workbench_take_up_pending: after a job */
void ul_workbench_take_up_pending (UlWorkbench *self);
/* A person has chosen something that a profile remembers. */
void ul_workbench_note_probe (UlWorkbench *self, UlProbe *probe);
void ul_workbench_note_device (UlWorkbench *self, const UlDevice *device);
void ul_workbench_note_speed (UlWorkbench *self, guint speed_khz);
/** ul_workbench_fill_spec: what the profile says of the job */
void ul_workbench_fill_spec (UlWorkbench *self, UlJobSpec *spec);
/** ul_workbench_get_usual_mode: how the profile wants chips to be connected to */
UlConnectMode ul_workbench_get_usual_mode (UlWorkbench *self);
/** ul_workbench_get_usual_lock_bytes: before a person has answered for the present files */
UlLockBytes ul_workbench_get_usual_lock_bytes (UlWorkbench *self);
/** ul_workbench_check_allowed: Returns: %FALSE with what the profile has against the job: another
 *   file than the pinned one, another chip, too little supply, or ul_profile_check_allowed() */
gboolean ul_workbench_check_allowed (UlWorkbench *self, const UlJobSpec *spec, GError **error);

G_END_DECLS
