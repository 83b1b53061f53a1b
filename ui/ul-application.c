/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-application.h"

#include "ul-chips.h"
#include "ul-config.h"
#include "ul-file-kind.h"
#include "ul-settings.h"
#include "ul-stall-watch.h"
#include "ul-ui-resources.h"
#include "ul-window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdlib.h>

struct _UlApplication {
    GtkApplication parent_instance;

    UlProbesFunc make_probes;
    UlProbeSource *probes; /* (nullable): until the first window is on the screen */
    char *probe_id;        /* (nullable): --probe */
    char *device_name;     /* (nullable): --device */
    gboolean simulated;    /* --simulated: the stories are shown first */
};

G_DEFINE_FINAL_TYPE (UlApplication, ul_application, GTK_TYPE_APPLICATION)

static const struct {
    const char *action;
    const char *accels[3];
} accels[] = {
    { "win.open", { "<Primary>o" } },
    { "win.open-profile", { "<Primary><Shift>o" } },
    { "win.save-profile", { "<Primary>s" } },
    { "win.save-profile-as", { "<Primary><Shift>s" } },
    { "win.reload", { "<Primary>r", "F5" } },
    { "win.program", { "F7", "<Primary>p" } },
    { "win.verify", { "<Primary>e" } },
    { "win.erase", { "F4" } },
    { "win.unlock", { "<Primary>u" } },
    { "win.read", { "<Primary>d" } },
    { "win.cancel", { "Escape" } },
    { "win.go-to", { "<Primary>g" } },
    { "win.view::map", { "<Primary>1" } },
    { "win.view::list", { "<Primary>2" } },
    { "win.view::bytes", { "<Primary>3" } },
    { "win.compare", { "<Primary><Shift>d" } },
    { "win.next-pane", { "F6" } },
    { "win.previous-pane", { "<Shift>F6" } },
    { "win.inspector", { "F9" } },
    { "win.show-log", { "<Primary>l" } },
    { "win.explain-log", { "<Primary><Shift>e" } },
    { "win.main-menu", { "F10" } },
    { "win.help-here", { "F1" } },
    { "win.shortcuts", { "<Primary>question", "<Primary>F1" } },
    { "win.close", { "<Primary>w" } },
    { "app.quit", { "<Primary>q" } },
};

static UlWindow *
get_window (UlApplication *self)
{
    GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

    for (GList *l = windows; l != NULL; l = l->next)
        if (UL_IS_WINDOW (l->data))
            return l->data;
    return NULL;
}

static UlWindow *present_window (UlApplication *self, gboolean profile);

/* From the desktop's menu of this program. */
static void
act_simulated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlApplication *self = UL_APPLICATION (user_data);
    UlWindow *window = present_window (self, FALSE);

    if (self->probes != NULL)
        g_action_group_activate_action (G_ACTION_GROUP (window), "try-simulated", NULL);
    else
        self->simulated = TRUE;
}

static void
act_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
    UlWindow *window = get_window (UL_APPLICATION (user_data));

    if (window != NULL)
        gtk_window_close (GTK_WINDOW (window));
    else
        g_application_quit (G_APPLICATION (user_data));
}

/* A job is stopped first: the chip must not be left as it happens to be. */
static gboolean
on_signal (gpointer user_data)
{
    UlWindow *window = get_window (UL_APPLICATION (user_data));

    if (window != NULL)
        ul_window_stop_and_close (window);
    else
        g_application_quit (G_APPLICATION (user_data));
    return G_SOURCE_CONTINUE;
}

static void
add_style (void)
{
    g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

    gtk_css_provider_load_from_resource (provider, "/org/unlatch/Unlatch/ul-style.css");
    gtk_style_context_add_provider_for_screen (gdk_screen_get_default (),
                                               GTK_STYLE_PROVIDER (provider),
                                               GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* GTK would end the program as well, with a warning that names neither cause nor remedy. */
static void
need_display (void)
{
    if (gtk_init_check (NULL, NULL))
        return;
    g_printerr ("unlatch: %s\n",
                _ ("There is no display to open a window on. unlatch-cli does the same "
                   "jobs on the command line."));
    exit (EXIT_FAILURE);
}

static void
ul_application_startup (GApplication *application)
{
    static const GActionEntry entries[] = { { "quit", act_quit }, { "simulated", act_simulated } };

    /* Begins to read what fonts there are, on a thread of its own, while GTK reads its theme. */
    pango_cairo_font_map_get_default ();
    need_display ();
    G_APPLICATION_CLASS (ul_application_parent_class)->startup (application);
    ul_stall_watch_start ();
    ul_chips_load ();
    g_resources_register (ul_ui_get_resource ());
    add_style ();
    ul_settings_follow_theme ();
    g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                     application);
    for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
        gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                               accels[i].accels);
    g_unix_signal_add (SIGTERM, on_signal, application);
    g_unix_signal_add (SIGINT, on_signal, application);
    g_unix_signal_add (SIGHUP, on_signal, application);
}

static void
ul_application_shutdown (GApplication *application)
{
    ul_stall_watch_finish ();
    G_APPLICATION_CLASS (ul_application_parent_class)->shutdown (application);
}

static void
say (UlWindow *window, const GError *error)
{
    g_printerr ("unlatch: %s\n", error->message);
    ul_messages_put (ul_workbench_get_messages (ul_window_get_workbench (window)), UL_SLOT_RESULT,
                     ul_message_new_from_error (error));
}

/* Files that describe chips, but cannot be used: their chips are missed in the list. */
static void
tell_of_bad_chips (UlWindow *window)
{
    const char *const *problems = ul_chips_get_problems ();
    g_autofree char *all = g_strjoinv ("\n", (char **) problems);

    if (problems[0] == NULL)
        return;
    g_autoptr (GError) error = g_error_new_literal (UL_ERROR, UL_ERROR_CHIPS_SYNTAX, all);
    g_printerr ("unlatch: %s\n", all);
    ul_messages_put (ul_workbench_get_messages (ul_window_get_workbench (window)), UL_SLOT_FILE,
                     ul_message_new_from_error (error));
}

static void
choose_device (UlApplication *self, UlWindow *window)
{
    if (self->device_name == NULL)
        return;

    g_autofree char *candidates = NULL;
    const UlDevice *device = ul_devices_choose (self->device_name, &candidates);
    if (device == NULL) {
        g_autoptr (GError) error =
            candidates != NULL
                ? g_error_new (UL_ERROR, UL_ERROR_TARGET_UNKNOWN_CHIP,
                               _ ("%s fits several chips that differ: %s. Give the whole name of "
                                  "one."),
                               self->device_name, candidates)
                : g_error_new (UL_ERROR, UL_ERROR_TARGET_UNKNOWN_CHIP, _ ("No chip is called %s."),
                               self->device_name);
        say (window, error);
        return;
    }
    ul_workbench_use_device (ul_window_get_workbench (window), device);
}

/* One that is not there yet is waited for, but that is said. */
static void
choose_probe (UlApplication *self, UlWindow *window)
{
    UlWorkbench *workbench = ul_window_get_workbench (window);
    g_autofree char *wish = ul_profile_get_probe_id (ul_workbench_get_profile (workbench));
    g_autoptr (GError) error = NULL;
    g_autoptr (UlProbe) probe = NULL;

    if (self->probes == NULL)
        self->probes = self->make_probes ();
    ul_workbench_wait_for_probe (workbench, self->probe_id != NULL ? self->probe_id : wish);
    ul_workbench_set_probes (workbench, self->probes);
    if (self->probe_id == NULL)
        return;
    probe = ul_probe_source_find (self->probes, self->probe_id, &error);
    if (probe == NULL)
        say (window, error);
}

/* Once the window can be seen: probes and device tables would only keep it waiting. */
static gboolean
load_rest (gpointer user_data)
{
    UlWindow *window = UL_WINDOW (user_data);
    UlApplication *self = UL_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)));

    if (self == NULL)
        return G_SOURCE_REMOVE;
    tell_of_bad_chips (window);
    choose_device (self, window);
    choose_probe (self, window);
    if (self->simulated)
        g_action_group_activate_action (G_ACTION_GROUP (window), "try-simulated", NULL);
    self->simulated = FALSE;
    return G_SOURCE_REMOVE;
}

static gboolean
on_first_draw (UlWindow *window)
{
    g_signal_handlers_disconnect_by_func (window, on_first_draw, NULL);
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, load_rest, g_object_ref (window), g_object_unref);
    return GDK_EVENT_PROPAGATE;
}

/* @profile: whether one will be opened in it */
static UlWindow *
present_window (UlApplication *self, gboolean profile)
{
    UlWindow *window = get_window (self);

    if (window == NULL) {
        window = ul_window_new (GTK_APPLICATION (self), self->probe_id, profile);
        g_signal_connect_after (window, "draw", G_CALLBACK (on_first_draw), NULL);
    }
    gtk_window_present (GTK_WINDOW (window));
    return window;
}

static void
ul_application_activate (GApplication *application)
{
    present_window (UL_APPLICATION (application), FALSE);
}

static gboolean
have_profile (GFile **files, int n_files)
{
    for (int i = 0; i < n_files; i++)
        if (ul_file_kind_is_profile (files[i]))
            return TRUE;
    return FALSE;
}

static void
ul_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
    UlApplication *self = UL_APPLICATION (application);
    UlWindow *window = present_window (self, have_profile (files, n_files));

    if (self->probe_id != NULL || self->device_name != NULL)
        ul_workbench_override_profile (
            ul_window_get_workbench (window), self->probe_id,
            self->device_name != NULL ? ul_devices_choose (self->device_name, NULL) : NULL);
    g_autoptr (GPtrArray) together = g_ptr_array_new ();
    for (int i = 0; i < n_files; i++)
        g_ptr_array_add (together, files[i]);
    ul_window_open (window, together);
}

/* Wishes about probe and chip are for a window of one's own, not for one that is open already. */
static int
ul_application_handle_local_options (GApplication *application, GVariantDict *options)
{
    UlApplication *self = UL_APPLICATION (application);

    if (g_variant_dict_contains (options, "version")) {
        g_print ("unlatch %s\n", UL_VERSION);
        return 0;
    }
    if (self->probe_id != NULL || self->device_name != NULL || self->simulated)
        g_application_set_flags (application,
                                 g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    return -1;
}

static void
ul_application_finalize (GObject *object)
{
    UlApplication *self = UL_APPLICATION (object);

    g_clear_object (&self->probes);
    g_free (self->probe_id);
    g_free (self->device_name);
    G_OBJECT_CLASS (ul_application_parent_class)->finalize (object);
}

static void
ul_application_class_init (UlApplicationClass *klass)
{
    GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_application_finalize;
    application_class->startup = ul_application_startup;
    application_class->shutdown = ul_application_shutdown;
    application_class->activate = ul_application_activate;
    application_class->open = ul_application_open;
    application_class->handle_local_options = ul_application_handle_local_options;
}

static void
ul_application_init (UlApplication *self)
{
    const GOptionEntry entries[] = {
        { "probe", 'p', 0, G_OPTION_ARG_STRING, &self->probe_id,
          N_ ("Use this probe: sim:frdm-kl25z, jlink:SERIAL, …"), N_ ("ID") },
        { "device", 'd', 0, G_OPTION_ARG_STRING, &self->device_name,
          N_ ("Work with this chip instead of identifying it"), N_ ("NAME") },
        { "simulated", 0, 0, G_OPTION_ARG_NONE, &self->simulated,
          N_ ("Choose one of the simulated boards to try"), NULL },
        { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
        { NULL },
    };

    g_application_add_main_option_entries (G_APPLICATION (self), entries);
    g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
}

UlApplication *
ul_application_new (UlProbesFunc make_probes)
{
    UlApplication *self =
        g_object_new (UL_TYPE_APPLICATION, "application-id", "org.unlatch.Unlatch", "flags",
                      G_APPLICATION_HANDLES_OPEN, NULL);

    self->make_probes = make_probes;
    return self;
}
