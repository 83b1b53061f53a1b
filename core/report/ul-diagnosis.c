/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-diagnosis.h"

#include "ul-config.h"

#include <sys/utsname.h>

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
    g_autofree char *chip = ul_chip_id_to_text (&ids->chip);

    g_string_append_printf (text,
                            "DPIDR 0x%08X  AHB-AP IDR 0x%08X  MDM-AP IDR 0x%08X\n"
                            "CPUID 0x%08X  SDID 0x%08X  FCFG1 0x%08X  FCFG2 0x%08X\n",
                            ids->dpidr, ids->ahb_idr, ids->mdm_idr, ids->cpuid, ids->sdid,
                            ids->fcfg1, ids->fcfg2);
    g_string_append_printf (text, "Chip id: %s\n", chip != NULL ? chip : "not known");
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
add_files (GString *text, UlImage *const *files, guint n_files)
{
    for (guint i = 0; i < n_files; i++) {
        const char *hash = ul_image_get_sha256 (files[i]);
        g_string_append_printf (text, "File: %s, %s, %" G_GUINT64_FORMAT " bytes, SHA-256 %s\n",
                                ul_image_get_name (files[i]),
                                ul_image_format_to_nick (ul_image_get_format (files[i])),
                                ul_image_get_size (files[i]), hash != NULL ? hash : "-");
    }
}

static void
add_versions (GString *text, const char *toolkit)
{
    g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
    struct utsname kernel;

    g_string_append_printf (text, "Unlatch %s, GLib %u.%u.%u%s%s\n", UL_VERSION, glib_major_version,
                            glib_minor_version, glib_micro_version, toolkit != NULL ? ", " : "",
                            toolkit != NULL ? toolkit : "");
    if (uname (&kernel) == 0)
        g_string_append_printf (text, "System: %s, %s %s %s\n", os != NULL ? os : "unknown",
                                kernel.sysname, kernel.release, kernel.machine);
}

static void
add_problem (GString *text, const UlProblem *problem)
{
    if (problem == NULL)
        return;
    g_string_append_printf (text, "Chip's problem: %s (%s): %s\n", problem->nick, problem->title,
                            problem->cause);
    for (guint i = 0; problem->details != NULL && problem->details[i] != NULL; i += 2)
        g_string_append_printf (text, "  %s: %s\n", problem->details[i], problem->details[i + 1]);
}

char *
ul_diagnosis_write (UlSession *session, const UlDiagnosis *more)
{
    const UlChip *chip = ul_session_get_chip (session);
    const UlDevice *device = ul_session_get_device (session);
    GString *text = g_string_new (NULL);

    add_versions (text, more->toolkit);
    add_probe (text, session);
    g_string_append_printf (text, "Device: %s\n", device != NULL ? device->name : "none");
    if (device != NULL && device->like != NULL)
        g_string_append_printf (text, "Described in: %s, like %s\n", device->described_in,
                                device->like->name);
    add_ids (text, &chip->ids);
    add_protection (text, &chip->protection);
    add_problem (text, chip->problem);
    add_files (text, more->files, more->n_files);
    if (more->problem != NULL)
        g_string_append_printf (text, "\n%s\n", more->problem);
    if (more->last_job != NULL)
        g_string_append_printf (text, "\nLast job: %s\n", more->last_job);
    g_string_append_printf (text, "\nLog:\n%s", more->log != NULL ? more->log : "");
    return g_string_free (text, FALSE);
}
