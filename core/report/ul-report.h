/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-session.h"

G_BEGIN_DECLS

/**
 * UlReport:
 *
 * What a job was asked for, what it did to each sector and how it ended, with which files, on which
 * chip, probe and versions: to be kept, printed or sent. Taken when a job has ended; everything in
 * it is a copy.
 */
typedef struct _UlReport UlReport;

/**
 * ul_report_new:
 * @session: whose job it was, before the next one starts
 * @spec: what was asked for
 * @files: (array length=n_files): those that the image was made of; empty: the image of @spec alone
 */
UlReport *ul_report_new (UlSession *session, const UlJobSpec *spec, const UlJobResult *result,
                         UlImage *const *files, guint n_files);
UlReport *ul_report_ref (UlReport *self); /* any thread */
void ul_report_unref (UlReport *self);    /* any thread */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlReport, ul_report_unref)

/** ul_report_get_title: Returns: (transfer none): translated: "Programmed and verified" */
const char *ul_report_get_title (const UlReport *self);
/** ul_report_to_html: Returns: (transfer full): one page that needs no other file, well-formed as
 *   XML too, with the map as a drawing; translated */
char *ul_report_to_html (const UlReport *self);
/** ul_report_to_json: Returns: (transfer full): for programs; fields as in unlatch-cli(1) */
char *ul_report_to_json (const UlReport *self);

/**
 * ul_report_save:
 * @file: name ends in .html, .htm or .json in any case
 *
 * Replaces the file when all of the new one is written. Reads the firmware files once more for
 * their hashes.
 *
 * Returns: %FALSE with %UL_ERROR_USAGE for another name, or what writing failed with
 */
gboolean ul_report_save (const UlReport *self, GFile *file, GCancellable *cancellable,
                         GError **error);
/** ul_report_check_name: Returns: %FALSE with %UL_ERROR_USAGE when a report cannot be saved so */
gboolean ul_report_check_name (const char *name, GError **error);

G_END_DECLS
