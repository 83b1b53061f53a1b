/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image.h"

G_BEGIN_DECLS

/** UlRecordLine: what is kept of one board. Nothing in it is owned */
typedef struct {
    const char *result;        /* "ok", "failed", "cancelled" */
    const char *problem;       /* (nullable): stable name: "verify-mismatch" */
    const char *device;        /* (nullable): name of the chip */
    guint32 sdid;              /* 0: not known */
    const char *chip_id;       /* (nullable): its unique id, hexadecimal */
    const char *probe;         /* (nullable): as --probe takes it */
    const char *probe_serial;  /* (nullable) */
    const char *serial_number; /* (nullable) */
    UlImage *const *files;
    guint n_files;
    gint64 duration_us;
} UlRecordLine;

/**
 * ul_record_open:
 * @path: of a file that gets a line for each board; made when it is not there
 *
 * Returns: a descriptor for ul_record_add() and close(), or -1 with %UL_ERROR_RECORD_FAILED
 */
int ul_record_open (const char *path, GError **error);

/**
 * ul_record_add:
 * @path: for the sentence
 *
 * Adds a line of JSON, as unlatch-profile(5) tells its members, and has it on the disk when it
 * returns. Lines of several programs do not mix. Reads the files once more for their hashes, when
 * these are not known yet.
 *
 * Returns: %FALSE with %UL_ERROR_RECORD_FAILED
 */
gboolean ul_record_add (int fd, const char *path, const UlRecordLine *line, GError **error);

G_END_DECLS
