/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-port.h"

#include "ul-emu-counters.h"

#include <string.h>

struct _UlEmuPort {
    const UlEmuOptions *options; /* not owned */
    UlSimBoard *board;
    UlEmuBus bus;
    UlEmuPlug *plug;
    GPtrArray *devices; /* of UlEmuUsb: the last one is in the port, if any is */
    gboolean plugged;
    UlEmuTally tally; /* of all devices but the last */
};

static gboolean plug_out (gpointer data);

/* In umockdev's thread */
static void
on_fault_unplugged (gpointer data)
{
    g_idle_add (plug_out, data);
}

static UlEmuUsb *
get_device (UlEmuPort *self)
{
    return self->devices->len > 0 ? self->devices->pdata[self->devices->len - 1] : NULL;
}

/* A probe that is plugged in has just got power: it remembers nothing */
gboolean
ul_emu_port_plug (UlEmuPort *self, GError **error)
{
    const UlEmuOptions *options = self->options;
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
    UlEmuPort *self = data;

    ul_emu_plug_out (self->plug);
    self->plugged = FALSE;
    return G_SOURCE_REMOVE;
}

static char *
get_counters (UlEmuPort *self)
{
    UlEmuTally tally = self->tally;
    UlEmuUsb *usb = get_device (self);
    char *json;

    tally.last_refusal = g_strdup (tally.last_refusal);
    if (usb != NULL)
        ul_emu_usb_lock (usb);
    if (usb != NULL)
        ul_emu_tally_add (&tally, ul_emu_usb_get_firmware (usb), !self->options->cmsis_dap);
    json = ul_emu_counters_to_json (&tally, &self->bus, self->board);
    if (usb != NULL)
        ul_emu_usb_unlock (usb);
    ul_emu_tally_clear (&tally);
    return json;
}

/* "stall-at=1": at the next transfer */
static const char *
set_fault (UlEmuPort *self, const char *fault)
{
    g_auto (GStrv) parts = g_strsplit (fault, "=", 2);
    guint64 ahead;

    if (!self->plugged || g_strv_length (parts) != 2 ||
        !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXUINT32, &ahead, NULL))
        return "no fault";
    return ul_emu_usb_set_fault (get_device (self), parts[0], ahead) ? "ok" : "no such fault";
}

char *
ul_emu_port_run (UlEmuPort *self, const char *command)
{
    g_autoptr (GError) error = NULL;

    if (strcmp (command, "counters") == 0)
        return get_counters (self);
    if (strcmp (command, "unplug") == 0) {
        plug_out (self);
        return g_strdup ("ok");
    }
    if (strcmp (command, "plug") == 0)
        return g_strdup (ul_emu_port_plug (self, &error) ? "ok" : error->message);
    if (g_str_has_prefix (command, "fault "))
        return g_strdup (set_fault (self, command + strlen ("fault ")));
    return g_strdup ("unknown command");
}

/* --- before and after --- */

static gboolean
open_board (UlEmuPort *self, GError **error)
{
    const UlEmuOptions *options = self->options;

    self->board = options->stored ? ul_sim_board_open (options->board, error)
                                  : ul_sim_board_new (options->board);
    if (self->board == NULL)
        return FALSE;
    ul_sim_board_set_faults (self->board, &options->board_faults);
    return ul_emu_board_set_state (self->board, &options->state, error);
}

UlEmuPort *
ul_emu_port_new (UlEmuMachine *machine, guint number, const UlEmuOptions *options, GError **error)
{
    UlEmuPort *self = g_new0 (UlEmuPort, 1);

    self->options = options;
    self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) ul_emu_usb_free);
    self->plug = ul_emu_plug_new (machine, number);
    self->bus.full_speed = options->cmsis_dap ? options->dap.full_speed : options->jlink.full_speed;
    self->bus.keep_up = options->keep_up;
    if (open_board (self, error))
        return self;
    ul_emu_port_free (self);
    return NULL;
}

void
ul_emu_port_set_client (UlEmuPort *self, UlEmuClient *client)
{
    self->bus.client = client;
}

gboolean
ul_emu_port_write_results (UlEmuPort *self, GError **error)
{
    g_autofree char *json = get_counters (self);
    g_autofree char *line = g_strconcat (json, "\n", NULL);

    if (g_strcmp0 (self->options->counters, "-") == 0)
        g_print ("%s", line);
    else if (self->options->counters != NULL &&
             !g_file_set_contents (self->options->counters, line, -1, error))
        return FALSE;
    return self->options->flash_out == NULL ||
           ul_emu_board_save_flash (self->board, self->options->flash_out, error);
}

void
ul_emu_port_free (UlEmuPort *self)
{
    ul_emu_plug_free (self->plug);
    g_ptr_array_unref (self->devices);
    g_clear_pointer (&self->board, ul_sim_board_close);
    ul_emu_tally_clear (&self->tally);
    g_free (self);
}
