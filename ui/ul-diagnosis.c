/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-diagnosis.h"

#include "ul-config.h"

#include <gtk/gtk.h>

static void
add_probe (GString *text, UlSession *session)
{
    UlProbe *probe = ul_session_get_probe (session);
    const UlChip *chip = ul_session_get_chip (session);

    if (probe == NULL) {
        g_string_append (text, "Probe: none\n");
        return;
    }
    const UlProbeInfo *info = ul_probe_get_info (probe);
    g_string_append_printf (text, "Probe: %s (%s)%s\n", info->name, info->id,
                            ul_probe_is_simulated (probe) ? ", simulated" : "");
    g_string_append_printf (text, "Firmware: %s\nVTref: %d mV\nSWD: %u kHz\n", chip->probe.firmware,
                            chip->probe.vtref_mv, chip->probe.speed_khz);
}

static void
add_ids (GString *text, const UlTargetIds *ids)
{
    g_string_append_printf (text,
                            "DPIDR 0x%08X  AHB-AP IDR 0x%08X  MDM-AP IDR 0x%08X\n"
                            "CPUID 0x%08X  SDID 0x%08X  FCFG1 0x%08X  FCFG2 0x%08X\n",
                            ids->dpidr, ids->ahb_idr, ids->mdm_idr, ids->cpuid, ids->sdid,
                            ids->fcfg1, ids->fcfg2);
}

static void
add_protection (GString *text, const UlProtection *protection)
{
    const UlLockSamples *samples = &protection->samples;

    g_string_append_printf (text,
                            "MDM-AP status 0x%08X; of %u samples: ready %u, secured %u, "
                            "in reset %u, mass erase enabled %u, backdoor enabled %u\n",
                            samples->last, samples->n, samples->ready, samples->secured,
                            samples->in_reset, samples->mass_erase, samples->backdoor);
    if (protection->have_registers)
        g_string_append_printf (
            text, "FSEC 0x%02X  FOPT 0x%02X  FPROT 0x%08X  FDPROT 0x%02X  FEPROT 0x%02X\n",
            protection->fsec, protection->fopt, protection->fprot, protection->fdprot,
            protection->feprot);
    if (!protection->have_fcf)
        return;
    g_string_append (text, "Configuration field:");
    for (guint i = 0; i < G_N_ELEMENTS (protection->fcf); i++)
        g_string_append_printf (text, " %02X", protection->fcf[i]);
    g_string_append_c (text, '\n');
}

static void
add_files (GString *text, UlFileList *files)
{
    GListModel *model = G_LIST_MODEL (files);

    for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
        g_autoptr (UlImage) image = g_list_model_get_item (model, i);
        const char *hash = ul_image_get_sha256 (image);
        g_string_append_printf (text, "File: %s, %s, %" G_GUINT64_FORMAT " bytes, SHA-256 %s\n",
                                ul_image_get_name (image),
                                ul_image_format_to_nick (ul_image_get_format (image)),
                                ul_image_get_size (image), hash != NULL ? hash : "-");
    }
}

char *
ul_diagnosis_write (UlWorkbench *workbench, const char *log)
{
    UlSession *session = ul_workbench_get_session (workbench);
    const UlChip *chip = ul_session_get_chip (session);
    const UlDevice *device = ul_session_get_device (session);
    const UlMessage *message = ul_messages_get_top (ul_workbench_get_messages (workbench));
    const char *report = ul_workbench_get_report (workbench);
    GString *text = g_string_new (NULL);

    g_string_append_printf (text, "Unlatch %s, GTK %u.%u.%u, GLib %u.%u.%u\n", UL_VERSION,
                            gtk_get_major_version (), gtk_get_minor_version (),
                            gtk_get_micro_version (), glib_major_version, glib_minor_version,
                            glib_micro_version);
    add_probe (text, session);
    g_string_append_printf (text, "Device: %s\n", device != NULL ? device->name : "none");
    add_ids (text, &chip->ids);
    add_protection (text, &chip->protection);
    add_files (text, ul_workbench_get_files (workbench));
    if (message != NULL) {
        g_autofree char *words = ul_message_to_text (message);
        g_string_append_printf (text, "\n%s\n", words);
    }
    if (report != NULL)
        g_string_append_printf (text, "\nLast job: %s\n", report);
    g_string_append_printf (text, "\nLog:\n%s", log);
    return g_string_free (text, FALSE);
}
