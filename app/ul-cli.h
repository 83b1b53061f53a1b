/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"
#include "ul-error.h"
#include "ul-profile.h"

G_BEGIN_DECLS

/** The exit statuses that no problem stands for; the others come from the table of problems. */
enum {
    UL_CLI_DONE = 0,
    UL_CLI_USAGE = 1,
};

/** UlCli: what was asked for with the options that every verb has */
typedef struct {
    char *probe_id;    /* (nullable): --probe */
    char *device_name; /* (nullable): --device, as typed */
    int speed_khz;     /* --speed; 0: the default */
    gboolean catches;  /* --catch */
    gboolean under_reset;
    gboolean power; /* --power */
    gboolean json;
    gboolean yes;
    gboolean verbose;
    char *profile_name; /* (nullable): --profile */
    GStrv args;         /* what stands after the verb, options taken out; never NULL */

    UlProfile *profile;     /* (nullable): of that name; options go before what it says */
    const UlDevice *device; /* (nullable): of --device or the profile */
} UlCli;

/** UlCliVerb: one verb; static */
typedef struct {
    const char *name;
    const char *parameters; /* translated when shown: "FILE…" */
    const char *summary;    /* one line, translated when shown */
    const char *description;
    char *(*describe_more) (void); /* (nullable): Returns: (transfer full): the end of its --help */
    const GOptionEntry *const *entries; /* (nullable): NULL-ended list of tables of its options */
    guint min_args, max_args;
    gboolean takes_files;    /* those of the profile where none is named */
    int (*run) (UlCli *cli); /* Returns: the exit status, once everything is told */
} UlCliVerb;

extern const UlCliVerb ul_cli_backups, ul_cli_blank, ul_cli_boards, ul_cli_devices, ul_cli_erase,
    ul_cli_explain, ul_cli_import, ul_cli_info, ul_cli_inspect, ul_cli_plan, ul_cli_probes,
    ul_cli_program, ul_cli_read, ul_cli_restore, ul_cli_series, ul_cli_unlock, ul_cli_unprotect,
    ul_cli_verify;

/** ul_cli_get_verbs: Returns: (array length=n_verbs) (transfer none): in the order of --help */
const UlCliVerb *const *ul_cli_get_verbs (guint *n_verbs);

/**
 * ul_cli_parse:
 * @args: (array zero-terminated=1): all words of the command line, the program's name first. Is
 *   changed
 * @verb: (out): what to do
 *
 * Options may stand before or after the verb. --help prints and ends the program.
 *
 * Returns: %FALSE with %UL_ERROR_USAGE or what the profile failed with; @cli->json is set whatever
 *   happens
 */
gboolean ul_cli_parse (UlCli *cli, GStrv args, const UlCliVerb **verb, GError **error);
void ul_cli_clear (UlCli *cli);

G_END_DECLS
