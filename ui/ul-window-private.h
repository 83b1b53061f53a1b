/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the window share: ul-window.c, ul-window-actions.c, ul-window-jobs.c. */
#pragma once

#include "ul-action-bar.h"
#include "ul-activity-strip.h"
#include "ul-banner.h"
#include "ul-chip-card.h"
#include "ul-device-chooser.h"
#include "ul-file-card.h"
#include "ul-log-drawer.h"
#include "ul-main-menu.h"
#include "ul-map-page.h"
#include "ul-notice.h"
#include "ul-open-menu.h"
#include "ul-probe-chooser.h"
#include "ul-profile-menu.h"
#include "ul-sector-selection.h"
#include "ul-window.h"

G_BEGIN_DECLS

struct _UlWindow {
    GtkApplicationWindow parent_instance;

    GtkHeaderBar *header;
    UlOpenMenu *open_menu;
    UlProfileMenu *profile_menu;
    UlDeviceChooser *device_chooser;
    UlProbeChooser *probe_chooser;
    GtkOrientable *badges;
    GtkWidget *badge;
    UlMainMenu *main_menu;
    GtkWidget *unlock_badge;
    GtkOverlay *overlay;
    UlBanner *banner;
    GtkWidget *side;
    UlFileCard *file_card; /* (nullable): in it; made once the first frame is there */
    GtkStack *pages;
    UlLogDrawer *log_drawer;
    UlActionBar *action_bar;
    UlActivityStrip *strip;

    UlNotice *notice;    /* (nullable): of the overlay; made when first shown */
    GArray *kept_before; /* (nullable): of UlProfileRange: what Undo gives back ... */
    UlProfile *kept_in;  /* (nullable): ... to this profile */
    UlMapPage *map_page; /* (nullable): made when there is a chip to show */
    UlWorkbench *workbench;
    UlProfile *profile; /* of the workbench: the one whose changes are followed */
    UlSnapshot snapshot;
    guint tick;
    guint inhibit_cookie;
    gboolean narrow;
    gboolean arranged; /* for a narrow window: what it needs then is what it needs at least */
    gboolean close_when_done;
    gboolean profile_comes;       /* with the window: it is read first of all */
    gboolean notified;            /* of the end of a job, and nobody has come to see it */
    gboolean program_when_lifted; /* as was ticked */
    GFile *read_to;               /* (nullable): where what is being read goes */
    UlImageFormat read_format;
};

/** ul_window_add_actions: every command of the window, as win.* */
void ul_window_add_actions (UlWindow *self);
/** ul_window_add_copy_actions: of these, those that hand something on */
void ul_window_add_copy_actions (UlWindow *self);
/** ul_window_update_actions: nothing but Cancel can be started while a job runs */
void ul_window_update_actions (UlWindow *self);

/** ul_window_add_remedy_actions: ul-window-remedies.c */
void ul_window_add_remedy_actions (UlWindow *self);

/* Jobs, with the questions that come before them. */
void ul_window_program (UlWindow *self);
void ul_window_program_skipping (UlWindow *self);
void ul_window_unlock (UlWindow *self);
void ul_window_unlock_and_program (UlWindow *self);
void ul_window_erase (UlWindow *self);
void ul_window_verify (UlWindow *self);
void ul_window_read (UlWindow *self);
void ul_window_restore (UlWindow *self);
/** ul_window_explained: Returns: %TRUE when the job cannot work, which has been said at its
 *   button */
gboolean ul_window_explained (UlWindow *self, UlJobKind kind);
/** ul_window_ask_to_read: as ul_window_read(), with the range or the sectors of @spec (nullable) */
void ul_window_ask_to_read (UlWindow *self, const UlJobSpec *spec);
/** ul_window_save_read: writes what a job has read to the file that was asked for */
void ul_window_save_read (UlWindow *self, UlImage *image);

/** ul_window_tell_saved: how ul_image_saver_save_async() ended: @title and @body, or why not */
void ul_window_tell_saved (UlWindow *self, GAsyncResult *result, const char *title,
                           const char *body);

/** ul_window_run: runs the job, after a question where power that fails could lock the chip for
 *   ever; @asked: what has been asked about already */
void ul_window_run (UlWindow *self, const UlJobSpec *spec, UlLockRisk asked);

/* Sectors that are selected on the map. */
void ul_window_add_sector_actions (UlWindow *self);
void ul_window_update_sector_actions (UlWindow *self);
/** ul_window_get_selection: without one, the sector looked at becomes it; there is a map */
UlSectorSelection *ul_window_get_selection (UlWindow *self);

/* Write protection: ul-window-lift.c */
void ul_window_add_lift_actions (UlWindow *self);
void ul_window_update_lift_actions (UlWindow *self);
/** ul_window_go_on_when_lifted: programs the files after such a job, where that was asked for */
void ul_window_go_on_when_lifted (UlWindow *self, const UlJobResult *result);

/* Undo: ul-window-undo.c */
void ul_window_add_undo_actions (UlWindow *self);
/** ul_window_offer_undo: @before: (element-type UlProfileRange): what was kept before a change */
void ul_window_offer_undo (UlWindow *self, GArray *before);
void ul_window_forget_undo (UlWindow *self);

/** ul_window_follow_selection: once there is a map */
void ul_window_follow_selection (UlWindow *self);

/* The page: ul-window-page.c */

/** ul_window_update_page: shows the page that is right for what is known; as yet none may be */
void ul_window_update_page (UlWindow *self);
/** ul_window_settle_page: after a job: shows one, unless a profile is yet to be taken up */
void ul_window_settle_page (UlWindow *self);

/* The first steps. */
void ul_window_connect_probe (UlWindow *self);
void ul_window_choose_scenario (UlWindow *self);
/** ul_window_begin_scenario: sets the board of the story, then takes it up in place of the profile
 */
void ul_window_begin_scenario (UlWindow *self, const UlScenario *scenario);
/** ul_window_leave_for_scenario: the same, after a question about what is not saved */
void ul_window_leave_for_scenario (UlWindow *self, const UlScenario *scenario);

/** ul_window_add_pane_actions: F6 and Shift+F6 */
void ul_window_add_pane_actions (UlWindow *self);

/* How the chip is looked at. */
void ul_window_add_view_actions (UlWindow *self);
/** ul_window_note_view: into the profile, before it is saved */
void ul_window_note_view (UlWindow *self);

/* The lock: ul-window-lock.c */

/** ul_window_compare_kept: Returns: (transfer full) (nullable) (element-type UlConfigRow): the lock
 *   settings, with those of a chip that is kept unlocked in the middle; @n_altered: (inout): bytes
 *   that this takes */
GPtrArray *ul_window_compare_kept (UlWindow *self, guint *n_altered);
/** ul_window_describe_key: Returns: (transfer full) (nullable): what the backdoor key is good for,
 *   where a locked chip says that it is enabled */
char *ul_window_describe_key (UlWindow *self);
void ul_window_review_lock (UlWindow *self);
void ul_window_tell_what_works (UlWindow *self);

/* Profiles; what would be lost is asked about first. */
void ul_window_choose_profile (UlWindow *self);
/** ul_window_open_profile: @others: (nullable) (element-type GFile): firmware, opened after it */
void ul_window_open_profile (UlWindow *self, GFile *file, GPtrArray *others);
void ul_window_new_profile (UlWindow *self);
void ul_window_save_profile (UlWindow *self);
void ul_window_save_profile_as (UlWindow *self);
void ul_window_edit_profile (UlWindow *self);
void ul_window_set_unlock_when_locked (UlWindow *self, gboolean on);
/** ul_window_ask_before_close: Returns: %TRUE when it has asked, and closes the window itself */
gboolean ul_window_ask_before_close (UlWindow *self);
/** ul_window_follow_profile: shows what stands in the profile, from now on */
void ul_window_follow_profile (UlWindow *self);
void ul_window_copy_command (UlWindow *self);
/** ul_window_diagnose: Returns: (transfer full): ul_diagnosis_write() of all that the window knows
 */
char *ul_window_diagnose (UlWindow *self);
/** ul_window_add_report_actions: the report of the last job, kept as a file or shown at once */
void ul_window_add_report_actions (UlWindow *self);

G_END_DECLS
