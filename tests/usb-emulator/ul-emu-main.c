/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unlatch-usb-emulator: runs a program on a machine with emulated debug probes plugged in. */
#include "ul-emu-control.h"
#include "ul-emu-port.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FAILED 125 /* exit status when the command could not be run */

typedef struct {
    UlEmuOptions *first; /* of the command line; owned by ... */
    GPtrArray *options;  /* of UlEmuOptions, one for each of ... */
    GPtrArray *ports;    /* of UlEmuPort */
    UlEmuMachine machine;

    char *page; /* the file of ... */
    UlEmuClient *client;
    char *watch; /* a link to WATCH_LIBRARY: what is preloaded has no blank in its path */
    GMainLoop *loop;
    GSubprocess *child;
    int status;
} Emulator;

/* "2 unplug": of the second port; without a number, of the first */
static char *
on_control (const char *command, gpointer data)
{
    Emulator *self = data;
    char *rest = NULL;
    guint64 number = g_ascii_strtoull (command, &rest, 10);

    if (rest == command)
        number = 1;
    if (number == 0 || number > self->ports->len)
        return g_strdup ("no such port");
    return ul_emu_port_run (self->ports->pdata[number - 1], rest + strspn (rest, " "));
}

/* --- the program --- */

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
    Emulator *self = data;

    g_subprocess_wait_finish (self->child, result, NULL);
    self->status = g_subprocess_get_if_exited (self->child)
                       ? g_subprocess_get_exit_status (self->child)
                       : 128 + g_subprocess_get_term_sig (self->child);
    g_main_loop_quit (self->loop);
}

static gboolean
on_signal (gpointer data)
{
    Emulator *self = data;

    g_subprocess_send_signal (self->child, SIGTERM);
    return G_SOURCE_CONTINUE;
}

static gboolean
fail (const char *path, GError **error)
{
    int number = errno;

    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), "%s: %s", path,
                 g_strerror (number));
    return FALSE;
}

/* client-watch.c fills it in */
static gboolean
share_page (Emulator *self, GError **error)
{
    g_autofree char *folder = ul_emu_machine_get_folder (&self->machine);

    self->page = g_build_filename (folder, "client", NULL);
    self->client = ul_emu_client_map (self->page);
    if (self->client == NULL)
        return fail (self->page, error);
    self->watch = g_build_filename (folder, "watch.so", NULL);
    if (symlink (WATCH_LIBRARY, self->watch) != 0)
        return fail (self->watch, error);
    self->client->virtual_day = self->first->virtual_day;
    self->client->virtual_clock = self->first->virtual_clock;
    for (guint i = 0; i < self->ports->len; i++)
        ul_emu_port_set_client (self->ports->pdata[i], self->client);
    return TRUE;
}

static gboolean
run_command (Emulator *self, GError **error)
{
    g_autoptr (GSubprocessLauncher) launcher =
        g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_INHERIT);
    g_autofree char *libraries = g_strconcat (self->watch, ":", g_getenv ("LD_PRELOAD"), NULL);

    if (self->first->control != NULL)
        g_subprocess_launcher_setenv (launcher, "UNLATCH_EMULATOR_CONTROL", self->first->control,
                                      TRUE);
    g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", libraries, TRUE);
    g_subprocess_launcher_setenv (launcher, UL_EMU_CLIENT_ENV, self->page, TRUE);
    self->child =
        g_subprocess_launcher_spawnv (launcher, (const char *const *) self->first->command, error);
    if (self->child == NULL)
        return FALSE;
    g_unix_signal_add (SIGTERM, on_signal, self);
    g_unix_signal_add (SIGINT, on_signal, self);
    g_subprocess_wait_async (self->child, NULL, on_ended, self);
    g_main_loop_run (self->loop);
    return TRUE;
}

/* --- before and after --- */

static void
free_options (gpointer data)
{
    ul_emu_options_clear (data);
    g_free (data);
}

/* The probe of the command line is in port 1, further ones are in the next. */
static gboolean
parse_further (Emulator *self, GError **error)
{
    for (char **words = self->first->also; words != NULL && *words != NULL; words++) {
        UlEmuOptions *options = g_new0 (UlEmuOptions, 1);

        g_ptr_array_add (self->options, options);
        if (!ul_emu_options_parse_more (options, *words, error))
            return FALSE;
        options->keep_up = self->first->keep_up;
    }
    return TRUE;
}

static gboolean
open_ports (Emulator *self, GError **error)
{
    for (guint i = 0; i < self->options->len; i++) {
        UlEmuPort *port = ul_emu_port_new (&self->machine, i + 1, self->options->pdata[i], error);

        if (port == NULL)
            return FALSE;
        g_ptr_array_add (self->ports, port);
    }
    return TRUE;
}

static gboolean
plug_all (Emulator *self, GError **error)
{
    for (guint i = 0; i < self->ports->len; i++) {
        const UlEmuOptions *options = self->options->pdata[i];

        if (!options->unplugged && !ul_emu_port_plug (self->ports->pdata[i], error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
write_results (Emulator *self, GError **error)
{
    for (guint i = 0; i < self->ports->len; i++)
        if (!ul_emu_port_write_results (self->ports->pdata[i], error))
            return FALSE;
    return TRUE;
}

static gboolean
run (Emulator *self, char **arguments, GError **error)
{
    g_autoptr (UlEmuControl) control = NULL;

    self->first = g_new0 (UlEmuOptions, 1);
    g_ptr_array_add (self->options, self->first);
    if (!ul_emu_options_parse (self->first, arguments, error) || !parse_further (self, error))
        return FALSE;
    /* This starts a thread, and GLib takes no string for a number when another thread holds up its
     * first look at one: waiting for that leaves an error number behind. */
    ul_emu_machine_init (&self->machine);
    if (!open_ports (self, error))
        return FALSE;
    if (self->first->control != NULL) {
        control = ul_emu_control_new (self->first->control, on_control, self, error);
        if (control == NULL)
            return FALSE;
    }
    return share_page (self, error) && plug_all (self, error) && run_command (self, error) &&
           write_results (self, error);
}

static void
clear (Emulator *self)
{
    g_ptr_array_unref (self->ports);
    if (self->page != NULL)
        g_unlink (self->page);
    if (self->watch != NULL)
        g_unlink (self->watch);
    g_clear_pointer (&self->client, ul_emu_client_unmap);
    g_free (self->page);
    g_free (self->watch);
    ul_emu_machine_clear (&self->machine);
    g_ptr_array_unref (self->options);
    g_clear_object (&self->child);
    g_main_loop_unref (self->loop);
}

/* Uevents can only be told by a process that sees the machine itself; the program inherits it all
 */
static void
preload (char **argv)
{
    const char *libraries = g_getenv ("LD_PRELOAD");
    const char *asan = g_getenv ("ASAN_OPTIONS");
    g_autofree char *with_ours = g_strconcat (UL_EMU_PRELOAD, ":", libraries, NULL);
    /* a sanitized program does not mind what is loaded before its run-time */
    g_autofree char *options = g_strconcat ("verify_asan_link_order=0:", asan, NULL);

    if (libraries != NULL && strstr (libraries, UL_EMU_PRELOAD) != NULL)
        return;
    g_setenv ("LD_PRELOAD", with_ours, TRUE);
    g_setenv ("ASAN_OPTIONS", options, TRUE);
    execv ("/proc/self/exe", argv);
    g_printerr ("unlatch-usb-emulator: %s\n", g_strerror (errno));
    exit (FAILED);
}

int
main (int argc, char **argv)
{
    Emulator self = { .status = FAILED };
    g_autoptr (GError) error = NULL;

    preload (argv);
    self.loop = g_main_loop_new (NULL, FALSE);
    self.options = g_ptr_array_new_with_free_func (free_options);
    self.ports = g_ptr_array_new_with_free_func ((GDestroyNotify) ul_emu_port_free);
    if (!run (&self, argv, &error)) {
        g_printerr ("unlatch-usb-emulator: %s\n", error->message);
        self.status = FAILED;
    }
    clear (&self);
    return self.status;
}
