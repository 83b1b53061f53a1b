/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the workbench share: ul-workbench.c, ul-workbench-probes.c. */
#pragma once

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

    UlPlan *plan;       /* (nullable) */
    GError *plan_error; /* (nullable) */
    guint plan_idle;
    UlLockBytes lock_bytes;

    UlJobSpec *last;        /* (nullable): of the last job that was not just a look */
    const UlDevice *chosen; /* (nullable): of the built-in tables */
    GCancellable *cancellable;
    char *report; /* (nullable) */
    gboolean busy;
    guint attempts;     /* of catching a chip; 0: off */
    guint catch_source; /* the pause before the next attempt */
};

/** ul_workbench_follow_probes: takes up a probe that has come, notices that ours has gone */
void ul_workbench_follow_probes (UlWorkbench *self);

G_END_DECLS
