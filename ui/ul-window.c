/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-chip-words.h"
#include "ul-close-question.h"
#include "ul-drop-frame.h"
#include "ul-lent-icons.h"
#include "ul-recent-list.h"
#include "ul-settings.h"
#include "ul-stall-watch.h"
#include "ul-window-private.h"

#include <glib/gi18n.h>

#define NARROW_BELOW    1000 /* pixels of window width */
#define LOW_BELOW       860  /* and of its height: the main menu is no higher, in any script */
#define SMALL           800  /* that fits once it is narrow */
#define NOTIFICATION_ID "job"

G_DEFINE_FINAL_TYPE (UlWindow, ul_window, GTK_TYPE_APPLICATION_WINDOW)

UlWorkbench *
ul_window_get_workbench (UlWindow *self)
{
    return self->workbench;
}

static void
on_open_recent (UlWindow *self, GFile *file)
{
    g_autoptr (GPtrArray) files = g_ptr_array_new ();

    g_ptr_array_add (files, file);
    ul_window_open (self, files);
}

/* Where the window is small, the buttons beside it may leave it no room: @tooltip tells it. Both
 * are left alone where nothing changes, or the header would be measured and its tooltip shut each
 * time.
 */
static void
show_subtitle (UlWindow *self, const char *text, const char *tooltip)
{
    GtkWidget *header = GTK_WIDGET (self->header);
    g_autofree char *shown = gtk_widget_get_tooltip_text (header);

    if (g_strcmp0 (gtk_header_bar_get_subtitle (self->header), text) != 0)
        gtk_header_bar_set_subtitle (self->header, text);
    if (g_strcmp0 (shown, tooltip) != 0)
        gtk_widget_set_tooltip_text (header, tooltip);
}

/* Without it the badge is no button that could be pressed. */
static void
explain_badge (UlWindow *self)
{
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/org/unlatch/Unlatch/ul-simulated.ui");
    GObject *popover = gtk_builder_get_object (builder, "popover");

    g_signal_connect_swapped (gtk_builder_get_object (builder, "choose"), "clicked",
                              G_CALLBACK (gtk_popover_popdown), popover);
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->badge), GTK_WIDGET (popover));
}

static void
show_badge (UlWindow *self, gboolean simulated)
{
    if (simulated && gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->badge)) == NULL)
        explain_badge (self);
    gtk_widget_set_visible (self->badge, simulated);
}

static void
update_subtitle (UlWindow *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    UlProbe *probe = ul_session_get_probe (session);
    g_autofree char *state = ul_chip_words_state (session, FALSE);
    g_autofree char *brief = self->narrow ? ul_chip_words_state (session, TRUE) : NULL;

    show_subtitle (self, brief != NULL ? brief : state, state); /* the chip is on its button too */
    show_badge (self, probe != NULL && ul_probe_is_simulated (probe));
}

static void
on_chip_changed (UlWindow *self)
{
    update_subtitle (self);
    ul_window_update_page (self);
}

static void
show_title (UlWindow *self)
{
    const char *doing = ul_activity_get_title (&self->snapshot);
    double fraction = ul_activity_get_fraction (&self->snapshot);
    gboolean tells = fraction >= 0 && fraction < 0.995; /* nobody believes in 100 % that go on */
    g_autofree char *title = NULL;

    if (tells)
        /* Translators: progress in the title of the window */
        title = g_strdup_printf (_ ("%.0f %% – Unlatch"), fraction * 100);
    else
        title = g_strdup_printf (_ ("%s – Unlatch"), doing);
    gtk_window_set_title (GTK_WINDOW (self), title);
    show_subtitle (self, tells ? doing : NULL, doing); /* once is enough */
}

/* Once per frame: the job's thread never waits for the window, nor the window for it. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
    UlWindow *self = UL_WINDOW (widget);
    UlProgress *progress = ul_session_get_progress (ul_workbench_get_session (self->workbench));

    if (ul_progress_get_generation (progress) == self->snapshot.generation)
        return G_SOURCE_CONTINUE;
    ul_progress_copy (progress, &self->snapshot);
    if (!self->snapshot.running)
        return G_SOURCE_CONTINUE;
    ul_activity_strip_show_progress (self->strip, &self->snapshot);
    if (self->map_page != NULL)
        ul_map_page_show_progress (self->map_page, &self->snapshot);
    show_title (self);
    return G_SOURCE_CONTINUE;
}

static void
begin_busy (UlWindow *self)
{
    GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

    ul_stall_watch_reset (); /* what is told is of the last job */
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
    if (application != NULL)
        self->inhibit_cookie = gtk_application_inhibit (application, GTK_WINDOW (self),
                                                        GTK_APPLICATION_INHIBIT_SUSPEND |
                                                            GTK_APPLICATION_INHIBIT_LOGOUT,
                                                        _ ("A chip is being worked on"));
}

static void
end_busy (UlWindow *self)
{
    GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

    if (self->tick != 0)
        gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
    self->tick = 0;
    if (self->inhibit_cookie != 0 && application != NULL)
        gtk_application_uninhibit (application, self->inhibit_cookie);
    self->inhibit_cookie = 0;
    gtk_window_set_title (GTK_WINDOW (self), _ ("Unlatch"));
    update_subtitle (self);
}

static void
on_busy_changed (UlWindow *self)
{
    gboolean busy = ul_workbench_get_busy (self->workbench);

    if (busy && self->tick == 0)
        begin_busy (self);
    else if (!busy)
        end_busy (self);
    ul_window_update_actions (self);
}

static void
notify_if_away (UlWindow *self, const UlJobResult *result)
{
    const UlMessage *message =
        ul_messages_get (ul_workbench_get_messages (self->workbench), UL_SLOT_RESULT);
    GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

    if (gtk_window_is_active (GTK_WINDOW (self)) || result->kind == UL_JOB_CONNECT ||
        message == NULL || application == NULL || !ul_settings_wants_notification ())
        return;
    g_autoptr (GNotification) notification = g_notification_new (message->title);
    g_notification_set_body (notification, message->body);
    g_application_send_notification (G_APPLICATION (application), NOTIFICATION_ID, notification);
    self->notified = TRUE;
}

static gboolean
on_focus_in (UlWindow *self)
{
    GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

    /* Only then: it asks the desktop first who shows them, and waits. */
    if (self->notified && application != NULL &&
        g_application_get_dbus_connection (G_APPLICATION (application)))
        g_application_withdraw_notification (G_APPLICATION (application), NOTIFICATION_ID);
    self->notified = FALSE;
    return GDK_EVENT_PROPAGATE;
}

static void
on_finished (UlWindow *self, const UlJobResult *result)
{
    gboolean look = result->kind == UL_JOB_CONNECT;

    ul_progress_copy (ul_session_get_progress (ul_workbench_get_session (self->workbench)),
                      &self->snapshot);
    if (self->map_page != NULL)
        ul_map_page_show_result (self->map_page, &self->snapshot, result);
    ul_activity_strip_show_report (self->strip,
                                   look ? NULL : ul_workbench_get_report (self->workbench));
    /* Whoever holds the reset button does not look at the window. */
    if (look && self->snapshot.caught.halted > 0)
        gdk_display_beep (gtk_widget_get_display (GTK_WIDGET (self)));
    if (!look && ul_settings_wants_sound ())
        gdk_display_beep (gtk_widget_get_display (GTK_WIDGET (self)));
    notify_if_away (self, result);
    ul_window_settle_page (self);
    if (result->kind == UL_JOB_READ && result->ok && result->data != NULL)
        ul_window_save_read (self, result->data);
    ul_window_go_on_when_lifted (self, result);
    if (self->close_when_done)
        gtk_widget_destroy (GTK_WIDGET (self));
}

void
ul_window_stop_and_close (UlWindow *self)
{
    if (!ul_workbench_get_busy (self->workbench)) {
        gtk_widget_destroy (GTK_WIDGET (self));
        return;
    }
    self->close_when_done = TRUE;
    ul_action_bar_await_stop (self->action_bar);
    ul_workbench_cancel (self->workbench);
}

static void
on_close_answer (UlWindow *self, int response)
{
    if (response == GTK_RESPONSE_ACCEPT)
        ul_window_stop_and_close (self);
}

static gboolean
on_delete_event (UlWindow *self)
{
    if (!ul_workbench_get_busy (self->workbench))
        return ul_window_ask_before_close (self) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;

    GtkWidget *question = ul_close_question_new (GTK_WINDOW (self), &self->snapshot);
    g_signal_connect_object (question, "response", G_CALLBACK (on_close_answer), self,
                             G_CONNECT_SWAPPED);
    gtk_widget_show (question);
    return GDK_EVENT_STOP;
}

/* Not within the allocation itself: that would queue another one at once. */
static gboolean
apply_size (gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    if (self->banner == NULL) /* closed meanwhile */
        return G_SOURCE_REMOVE;
    ul_banner_set_narrow (self->banner, self->narrow);
    ul_profile_menu_set_narrow (self->profile_menu, self->narrow);
    ul_probe_chooser_set_narrow (self->probe_chooser, self->narrow);
    gtk_orientable_set_orientation (self->badges, self->narrow ? GTK_ORIENTATION_VERTICAL
                                                               : GTK_ORIENTATION_HORIZONTAL);
    gtk_box_set_spacing (GTK_BOX (self->badges), self->narrow ? 1 : 6);
    gtk_widget_set_size_request (self->side, self->narrow ? 252 : 280, -1);
    if (self->map_page != NULL)
        ul_map_page_set_narrow (self->map_page, self->narrow);
    if (self->tick == 0) /* else it tells of the job */
        update_subtitle (self);
    self->arranged = self->narrow;
    return G_SOURCE_REMOVE;
}

static void
on_size_allocate (UlWindow *self, GtkAllocation *allocation)
{
    gboolean narrow = gtk_widget_get_allocated_width (GTK_WIDGET (self)) < NARROW_BELOW;

    ul_main_menu_set_low (self->main_menu,
                          gtk_widget_get_allocated_height (GTK_WIDGET (self)) < LOW_BELOW);
    if (narrow == self->narrow)
        return;
    self->narrow = narrow;
    g_idle_add_full (GTK_PRIORITY_RESIZE - 1, apply_size, g_object_ref (self), g_object_unref);
}

/* What does not fit into a small window gets out of its way only when that has come: to ask for
 * its room before would keep it from coming. */
static void
ul_window_get_preferred_width (GtkWidget *widget, int *minimum, int *natural)
{
    GTK_WIDGET_CLASS (ul_window_parent_class)->get_preferred_width (widget, minimum, natural);
    if (!UL_WINDOW (widget)->arranged)
        *minimum = MIN (*minimum, SMALL);
}

/* The switch goes off by itself, as with a board that fails. */
static void
on_series_changed (UlWindow *self)
{
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "each-board");
    gboolean each = ul_workbench_get_each_board (self->workbench);
    g_autofree char *tally = NULL;
    UlCount count;

    g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (each));
    if (ul_workbench_get_count (self->workbench, &count))
        tally = ul_series_describe_tally (&count);
    ul_activity_strip_set_tally (self->strip, tally, each);
}

static void
on_file_opened (UlWindow *self, GFile *file)
{
    ul_recent_list_remember (file);
}

static void
ul_window_dispose (GObject *object)
{
    UlWindow *self = UL_WINDOW (object);

    ul_settings_keep_size (GTK_WINDOW (self));
    if (self->workbench != NULL)
        ul_workbench_cancel (self->workbench);
    if (self->profile != NULL)
        g_signal_handlers_disconnect_by_data (self->profile, self);
    g_clear_object (&self->profile);
    g_clear_object (&self->read_to);
    ul_window_forget_undo (self);
    G_OBJECT_CLASS (ul_window_parent_class)->dispose (object);
}

static void
ul_window_finalize (GObject *object)
{
    UlWindow *self = UL_WINDOW (object);

    ul_snapshot_clear (&self->snapshot);
    g_clear_object (&self->workbench);
    G_OBJECT_CLASS (ul_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
    gtk_widget_class_set_template_from_resource (widget_class, "/org/unlatch/Unlatch/ul-window.ui");
    gtk_widget_class_bind_template_child (widget_class, UlWindow, header);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, open_menu);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, profile_menu);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, badges);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, unlock_badge);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, device_chooser);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, probe_chooser);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, badge);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, main_menu);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, overlay);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, banner);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, side);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, pages);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, log_drawer);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, action_bar);
    gtk_widget_class_bind_template_child (widget_class, UlWindow, strip);
    gtk_widget_class_bind_template_callback (widget_class, on_delete_event);
    gtk_widget_class_bind_template_callback (widget_class, on_size_allocate);
    gtk_widget_class_bind_template_callback (widget_class, on_focus_in);
    gtk_widget_class_bind_template_callback (widget_class, on_open_recent);
}

static void
ul_window_class_init (UlWindowClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = ul_window_dispose;
    object_class->finalize = ul_window_finalize;
    GTK_WIDGET_CLASS (klass)->get_preferred_width = ul_window_get_preferred_width;
    g_type_ensure (UL_TYPE_MAIN_MENU);
    g_type_ensure (UL_TYPE_OPEN_MENU);
    g_type_ensure (UL_TYPE_PROFILE_MENU);
    g_type_ensure (UL_TYPE_DEVICE_CHOOSER);
    g_type_ensure (UL_TYPE_PROBE_CHOOSER);
    g_type_ensure (UL_TYPE_BANNER);
    g_type_ensure (UL_TYPE_LOG_DRAWER);
    g_type_ensure (UL_TYPE_ACTION_BAR);
    g_type_ensure (UL_TYPE_ACTIVITY_STRIP);
    bind_template (GTK_WIDGET_CLASS (klass));
}

static void
connect_workbench (UlWindow *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);

    g_signal_connect_object (session, "notify::chip", G_CALLBACK (on_chip_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::device", G_CALLBACK (on_chip_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::probe", G_CALLBACK (on_chip_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->workbench, "notify::probes", G_CALLBACK (ul_window_update_page),
                             self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->workbench, "notify::busy", G_CALLBACK (on_busy_changed), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->workbench, "notify::series", G_CALLBACK (on_series_changed),
                             self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->workbench, "finished", G_CALLBACK (on_finished), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (ul_workbench_get_files (self->workbench), "opened",
                             G_CALLBACK (on_file_opened), self, G_CONNECT_SWAPPED);
}

static void
add_cards (UlWindow *self)
{
    GtkWidget *cards = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    UlChipCard *chip_card = g_object_new (UL_TYPE_CHIP_CARD, NULL);

    self->file_card = g_object_new (UL_TYPE_FILE_CARD, NULL);
    ul_chip_card_set_workbench (chip_card, self->workbench);
    ul_file_card_set_workbench (self->file_card, self->workbench);
    g_object_set (cards, "margin", 12, NULL);
    gtk_container_add (GTK_CONTAINER (cards), GTK_WIDGET (chip_card));
    gtk_container_add (GTK_CONTAINER (cards), GTK_WIDGET (self->file_card));
    gtk_container_add (GTK_CONTAINER (self->side), cards);
    gtk_widget_show (cards);
}

static gboolean
add_rest (gpointer user_data)
{
    UlWindow *self = UL_WINDOW (user_data);

    if (self->side == NULL) /* closed meanwhile */
        return G_SOURCE_REMOVE;
    add_cards (self);
    g_signal_connect_object (ul_drop_frame_attach (self->overlay), "dropped",
                             G_CALLBACK (ul_window_open), self, G_CONNECT_SWAPPED);
    return G_SOURCE_REMOVE;
}

/* They have their room from the start, and two fonts of their own: a tenth of the time until the
 * first frame. They come with the second. So does what takes dropped files: GTK asks for the portal
 * of documents then, and waits for the answer. */
static gboolean
on_first_draw (UlWindow *self)
{
    g_signal_handlers_disconnect_by_func (self, on_first_draw, NULL);
    g_idle_add_full (GTK_PRIORITY_RESIZE - 1, add_rest, g_object_ref (self), g_object_unref);
    return GDK_EVENT_PROPAGATE;
}

static void
ul_window_init (UlWindow *self)
{
    self->workbench = ul_workbench_new ();
    ul_window_add_actions (self); /* each button that is there already would be told of each */
    gtk_widget_init_template (GTK_WIDGET (self));
    ul_settings_restore_size (GTK_WINDOW (self));
    ul_banner_set_workbench (self->banner, self->workbench);
    ul_device_chooser_set_workbench (self->device_chooser, self->workbench);
    ul_probe_chooser_set_workbench (self->probe_chooser, self->workbench);
    ul_action_bar_set_workbench (self->action_bar, self->workbench);
    ul_log_drawer_set_session (self->log_drawer, ul_workbench_get_session (self->workbench));
    ul_profile_menu_set_workbench (self->profile_menu, self->workbench);
    ul_window_follow_profile (self);
    connect_workbench (self);
    update_subtitle (self);
    g_signal_connect_after (self, "draw", G_CALLBACK (on_first_draw), NULL);
}

UlWindow *
ul_window_new (GtkApplication *application, const char *probe_id, gboolean profile)
{
    UlWindow *self = g_object_new (UL_TYPE_WINDOW, "application", application, NULL);

    self->profile_comes = profile;
    ul_workbench_wait_for_probe (self->workbench, probe_id);
    ul_window_update_page (self);
    ul_lent_icons_begin (GTK_WINDOW (self), GTK_WIDGET (self->header));
    return self;
}
