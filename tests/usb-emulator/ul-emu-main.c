/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unlatch-usb-emulator: runs a program on a machine that has an emulated debug probe plugged in. */
#include "ul-emu-control.h"
#include "ul-emu-counters.h"
#include "ul-emu-options.h"
#include "ul-emu-plug.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FAILED 125 /* exit status when the command could not be run */

typedef struct {
    UlEmuOptions options;
    UlSimBoard *board;
    UlEmuBus bus;
    UlEmuPlug *plug;
    GPtrArray *devices; /* of UlEmuUsb: the last one is in the port, if any is */
    gboolean plugged;
    UlEmuTally tally; /* of all devices but the last */

    char *page; /* the file of ... */
    UlEmuClient *client;
    GMainLoop *loop;
    GSubprocess *child;
    int status;
} Emulator;

static gboolean plug_out (gpointer data);

/* In umockdev's thread */
static void
on_fault_unplugged (gpointer data)
{
    g_idle_add (plug_out, data);
}

static UlEmuUsb *
get_device (Emulator *self)
{
    return self->devices->len > 0 ? self->devices->pdata[self->devices->len - 1] : NULL;
}

/* A probe that is plugged in has just got power: it remembers nothing */
static gboolean
plug_in (Emulator *self, GError **error)
{
    UlEmuOptions *options = &self->options;
    UlEmuWire wire = ul_emu_board_wire (self->board);
    UlEmuUsb *usb;

    if (self->plugged)
        return TRUE;
    if (get_device (self) != NULL)
        ul_emu_tally_add (&self->tally, ul_emu_usb_get_firmware (get_device (self)),
                          !options->cmsis_dap);
    usb = ul_emu_usb_new (options->cmsis_dap ? ul_emu_dap_new (&options->dap, &wire)
                                             : ul_emu_jlink_new (&options->jlink, &wire),
                          &self->bus, &options->usb_faults);
    ul_emu_usb_on_unplug (usb, on_fault_unplugged, self);
    g_ptr_array_add (self->devices, usb);
    self->plugged = ul_emu_plug_in (self->plug, usb, error);
    return self->plugged;
}

static gboolean
plug_out (gpointer data)
{
    Emulator *self = data;

    ul_emu_plug_out (self->plug);
    self->plugged = FALSE;
    return G_SOURCE_REMOVE;
}

static char *
get_counters (Emulator *self)
{
    UlEmuTally tally = self->tally;
    UlEmuUsb *usb = get_device (self);
    char *json;

    tally.last_refusal = g_strdup (tally.last_refusal);
    if (usb != NULL)
        ul_emu_usb_lock (usb);
    if (usb != NULL)
        ul_emu_tally_add (&tally, ul_emu_usb_get_firmware (usb), !self->options.cmsis_dap);
    json = ul_emu_counters_to_json (&tally, &self->bus, self->board);
    if (usb != NULL)
        ul_emu_usb_unlock (usb);
    ul_emu_tally_clear (&tally);
    return json;
}

/* "stall-at=1": at the next transfer */
static const char *
set_fault (Emulator *self, const char *fault)
{
    g_auto (GStrv) parts = g_strsplit (fault, "=", 2);
    guint64 ahead;

    if (!self->plugged || g_strv_length (parts) != 2 ||
        !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXUINT32, &ahead, NULL))
        return "no fault";
    return ul_emu_usb_set_fault (get_device (self), parts[0], ahead) ? "ok" : "no such fault";
}

static char *
on_control (const char *command, gpointer data)
{
    Emulator *self = data;
    g_autoptr (GError) error = NULL;

    if (strcmp (command, "counters") == 0)
        return get_counters (self);
    if (strcmp (command, "unplug") == 0) {
        plug_out (self);
        return g_strdup ("ok");
    }
    if (strcmp (command, "plug") == 0)
        return g_strdup (plug_in (self, &error) ? "ok" : error->message);
    if (g_str_has_prefix (command, "fault "))
        return g_strdup (set_fault (self, command + strlen ("fault ")));
    return g_strdup ("unknown command");
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

/* client-watch.c fills it in */
static gboolean
share_page (Emulator *self, GSubprocessLauncher *launcher, GError **error)
{
    g_autofree char *folder = ul_emu_plug_get_folder (self->plug);
    g_autofree char *libraries = g_strconcat (WATCH_LIBRARY, ":", g_getenv ("LD_PRELOAD"), NULL);

    self->page = g_build_filename (folder, "client", NULL);
    self->client = ul_emu_client_map (self->page);
    if (self->client == NULL) {
        g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", self->page,
                     g_strerror (errno));
        return FALSE;
    }
    self->client->virtual_day = self->options.virtual_day;
    self->bus.client = self->client;
    g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", libraries, TRUE);
    g_subprocess_launcher_setenv (launcher, UL_EMU_CLIENT_ENV, self->page, TRUE);
    return TRUE;
}

static gboolean
run_command (Emulator *self, GError **error)
{
    g_autoptr (GSubprocessLauncher) launcher =
        g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_INHERIT);

    if (self->options.control != NULL)
        g_subprocess_launcher_setenv (launcher, "UNLATCH_EMULATOR_CONTROL", self->options.control,
                                      TRUE);
    if (!share_page (self, launcher, error))
        return FALSE;
    self->child =
        g_subprocess_launcher_spawnv (launcher, (const char *const *) self->options.command, error);
    if (self->child == NULL)
        return FALSE;
    g_unix_signal_add (SIGTERM, on_signal, self);
    g_unix_signal_add (SIGINT, on_signal, self);
    g_subprocess_wait_async (self->child, NULL, on_ended, self);
    g_main_loop_run (self->loop);
    return TRUE;
}

/* --- before and after --- */

static gboolean
open_board (Emulator *self, GError **error)
{
    const UlEmuOptions *options = &self->options;

    self->board = options->stored ? ul_sim_board_open (options->board, error)
                                  : ul_sim_board_new (options->board);
    if (self->board == NULL)
        return FALSE;
    ul_sim_board_set_faults (self->board, &options->board_faults);
    return ul_emu_board_set_state (self->board, &options->state, error);
}

static gboolean
write_results (Emulator *self, GError **error)
{
    g_autofree char *json = get_counters (self);
    g_autofree char *line = g_strconcat (json, "\n", NULL);

    if (g_strcmp0 (self->options.counters, "-") == 0)
        g_print ("%s", line);
    else if (self->options.counters != NULL &&
             !g_file_set_contents (self->options.counters, line, -1, error))
        return FALSE;
    return self->options.flash_out == NULL ||
           ul_emu_board_save_flash (self->board, self->options.flash_out, error);
}

static gboolean
run (Emulator *self, char **arguments, GError **error)
{
    g_autoptr (UlEmuControl) control = NULL;

    if (!ul_emu_options_parse (&self->options, arguments, error) || !open_board (self, error))
        return FALSE;
    self->bus.full_speed =
        self->options.cmsis_dap ? self->options.dap.full_speed : self->options.jlink.full_speed;
    self->bus.keep_up = self->options.keep_up;
    self->plug = ul_emu_plug_new ();
    if (self->options.control != NULL) {
        control = ul_emu_control_new (self->options.control, on_control, self, error);
        if (control == NULL)
            return FALSE;
    }
    if (!self->options.unplugged && !plug_in (self, error))
        return FALSE;
    if (!run_command (self, error))
        return FALSE;
    return write_results (self, error);
}

static void
clear (Emulator *self)
{
    if (self->page != NULL)
        g_unlink (self->page);
    g_clear_pointer (&self->page, g_free);
    g_clear_pointer (&self->plug, ul_emu_plug_free);
    g_clear_pointer (&self->devices, g_ptr_array_unref);
    g_clear_pointer (&self->board, ul_sim_board_close);
    g_clear_pointer (&self->client, ul_emu_client_unmap);
    g_clear_object (&self->child);
    g_main_loop_unref (self->loop);
    ul_emu_tally_clear (&self->tally);
    ul_emu_options_clear (&self->options);
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
    self.devices = g_ptr_array_new_with_free_func ((GDestroyNotify) ul_emu_usb_free);
    if (!run (&self, argv, &error)) {
        g_printerr ("unlatch-usb-emulator: %s\n", error->message);
        self.status = FAILED;
    }
    clear (&self);
    return self.status;
}
