/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ram-stream PROBE DEVICE KHZ: how fast a chip's whole RAM is written through an emulated probe.
 * Runs under unlatch-usb-emulator --control, whose counters it takes just before and after. Reads
 * the RAM back afterwards and compares. Prints one JSON object: bytes, khz, and of the counters
 * what the writing added to them.
 */
#include "../usb-emulator/emulator-control.h"
#include "ul-target.h"
#include "ul-usb-source.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_MS 3000
#define SEED    25

typedef struct {
    gint64 virtual_us;
    gint64 urbs;
    gint64 usb_bytes;
} Count;

static gint64
get_number (JsonObject *counters, const char *name)
{
    return json_object_get_int_member_with_default (counters, name, 0);
}

static gboolean
count (Count *count, GError **error)
{
    g_autofree char *text = emulator_tell ("counters");
    g_autoptr (JsonNode) node = json_from_string (text, error);
    JsonObject *counters;

    if (node == NULL)
        return FALSE;
    counters = json_node_get_object (node);
    *count = (Count){ get_number (counters, "virtual_us"), get_number (counters, "urbs"),
                      get_number (counters, "out_bytes") + get_number (counters, "in_bytes") };
    return TRUE;
}

static guint8 *
make_noise (gsize size)
{
    g_autoptr (GRand) noise = g_rand_new_with_seed (SEED);
    guint8 *bytes = g_malloc (size);

    for (gsize i = 0; i < size; i++)
        bytes[i] = g_rand_int (noise);
    return bytes;
}

static gboolean
is_in_ram (UlTarget *target, const UlDevice *device, const guint8 *bytes, GError **error)
{
    g_autofree guint8 *held = g_malloc (device->ram_size);

    if (!ul_target_read_mem (target, device->ram_start, held, device->ram_size, error))
        return FALSE;
    if (memcmp (held, bytes, device->ram_size) == 0)
        return TRUE;
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the RAM holds something else");
    return FALSE;
}

static gboolean
stream (UlProbe *probe, const UlDevice *device, guint khz, GError **error)
{
    g_autoptr (UlTarget) target = ul_target_new (probe);
    g_autofree guint8 *bytes = make_noise (device->ram_size);
    UlProbeStatus status = { 0 };
    Count before, after;

    if (!ul_target_connect (target, UL_CONNECT_NORMAL, khz, error) ||
        !ul_target_halt (target, error) || !ul_probe_get_status (probe, &status, error) ||
        !count (&before, error) ||
        !ul_target_write_mem (target, device->ram_start, bytes, device->ram_size, error) ||
        !count (&after, error) || !is_in_ram (target, device, bytes, error))
        return FALSE;
    g_print ("{\"bytes\":%u,\"khz\":%u,\"virtual_us\":%" G_GINT64_FORMAT
             ",\"urbs\":%" G_GINT64_FORMAT ",\"usb_bytes\":%" G_GINT64_FORMAT "}\n",
             device->ram_size, status.speed_khz, after.virtual_us - before.virtual_us,
             after.urbs - before.urbs, after.usb_bytes - before.usb_bytes);
    return TRUE;
}

static gboolean
run (char **arguments, GError **error)
{
    g_autoptr (UlProbeSource) probes = ul_usb_source_new ();
    g_autoptr (UlProbe) probe = NULL;
    const UlDevice *device = ul_devices_find (arguments[1]);
    gboolean ok;

    ul_usb_source_wait (UL_USB_SOURCE (probes), LOOK_MS);
    probe = ul_probe_source_find (probes, arguments[0], error);
    if (probe == NULL || device == NULL || !ul_probe_open (probe, NULL, error))
        return FALSE;
    ok = stream (probe, device, atoi (arguments[2]), error);
    ul_probe_close (probe);
    return ok;
}

int
main (int argc, char **argv)
{
    g_autoptr (GError) error = NULL;

    if (argc == 4 && run (argv + 1, &error))
        return 0;
    g_printerr ("ram-stream: %s\n",
                error != NULL ? error->message : "PROBE DEVICE KHZ, under an emulator");
    return 1;
}
