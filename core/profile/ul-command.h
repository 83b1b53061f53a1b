/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-profile.h"

G_BEGIN_DECLS

typedef struct {
    const char *path;
    gboolean has_base;
    guint32 base;  /* raw binary only */
    gint64 offset; /* the file was loaded with it */
} UlCommandFile;

/** UlCommandSettings: what a command line needs besides the job. Nothing in it is owned. */
typedef struct {
    const char *profile;   /* (nullable): a saved one that says files and options of the job */
    const UlJobSpec *said; /* (nullable): what that profile says of the job: is not said again */
    const char *probe_id;  /* (nullable) */
    const char *device;    /* (nullable): name of the chip; %NULL identifies it */
    guint speed_khz;       /* 0: the default */
    UlConnectMode mode;    /* other than the profile's */
    gboolean each_board;   /* PROGRAM: again for each board */
    gboolean power;        /* the probe powers the board */
    const UlCommandFile *files;
    guint n_files;
    const char *output; /* READ: where to; (nullable): "chip.bin" */
} UlCommandSettings;

/**
 * ul_command_check_profile:
 *
 * Returns: %FALSE with %UL_ERROR_NOT_SUPPORTED when @profile says something of such a job for which
 *   the command line has no option: a line without the profile would not do the same, but might
 *   well change what the profile keeps
 */
gboolean ul_command_check_profile (UlProfile *profile, const UlJobSpec *spec, GError **error);

/**
 * ul_command_format:
 *
 * Pure: looks at nothing but its arguments. The command asks before it changes anything, as every
 * command without --yes; a confirmation that was typed for a lock for ever is not passed on.
 *
 * Returns: (transfer full): the line for unlatch-cli that does the same job, quoted for a shell, or
 *   %NULL with %UL_ERROR_NOT_SUPPORTED for what no option says
 */
char *ul_command_format (const UlJobSpec *spec, const UlCommandSettings *settings, GError **error);

G_END_DECLS
