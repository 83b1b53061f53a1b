/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-serial.h"

G_BEGIN_DECLS

/**
 * UlFileList:
 *
 * The opened firmware files and what those that are ticked make together. A #GListModel of
 * #UlImage, in the order in which they were asked for. Files are read and merged on worker threads.
 * The serial number of the next board comes last, where there is one: an image without a file.
 *
 * Properties: "image" (#UlImage, nullable: all ticked files together, once all that were asked for
 * have been read; %NULL while they disagree),
 * "loading" (boolean).
 * Signals: "changing": files are going to be read, ticked or taken out, as somebody asked for;
 * "opened" (#GFile), "failed" (#GFile, #GError): that file was not loaded, or, without one, two
 * disagree, "stale" (#GFile, #guint64: time of modification in microseconds since 1970): it has
 * been written again since it was loaded, or is as it was once more; 0: it is gone, "ticked"
 * (#UlImage): a file was ticked or the tick taken away.
 */
#define UL_TYPE_FILE_LIST (ul_file_list_get_type ())
G_DECLARE_FINAL_TYPE (UlFileList, ul_file_list, UL, FILE_LIST, GObject)

UlFileList *ul_file_list_new (void);
/** ul_file_list_open: adds @file; one that is open already is read again, in its place */
void ul_file_list_open (UlFileList *self, GFile *file);
/** ul_file_list_open_as: the same, with its addresses and its tick as they are wanted */
void ul_file_list_open_as (UlFileList *self, GFile *file, const UlImageOptions *options,
                           gboolean ticked);
/** ul_file_list_get_options: Returns: (transfer none): how @image was read */
const UlImageOptions *ul_file_list_get_options (UlFileList *self, UlImage *image);
/** ul_file_list_get_loaded_us: Returns: when @file, which is open, was read; since 1970, in UTC */
gint64 ul_file_list_get_loaded_us (UlFileList *self, GFile *file);
gboolean ul_file_list_get_ticked (UlFileList *self, UlImage *image);
void ul_file_list_set_ticked (UlFileList *self, UlImage *image, gboolean ticked);
/** ul_file_list_clear: takes all out, with those that are still being read */
void ul_file_list_clear (UlFileList *self);
/** ul_file_list_set_base: reads a raw binary again, for another address of its first byte */
void ul_file_list_set_base (UlFileList *self, UlImage *image, guint32 base);
/** ul_file_list_set_offset: reads a file again, for another distance from its own addresses */
void ul_file_list_set_offset (UlFileList *self, UlImage *image, gint64 offset);
void ul_file_list_remove (UlFileList *self, UlImage *image);
/** ul_file_list_reload: reads every file again */
void ul_file_list_reload (UlFileList *self);
/** ul_file_list_has: whether @file was loaded, whatever has become of it since */
gboolean ul_file_list_has (UlFileList *self, GFile *file);
UlImage *ul_file_list_get_image (UlFileList *self);
/** ul_file_list_get_files_image: Returns: (nullable): the same without the serial number */
UlImage *ul_file_list_get_files_image (UlFileList *self);
/** ul_file_list_set_serial: @serial: (nullable): how boards are numbered, with the @number of the
 *   next one */
void ul_file_list_set_serial (UlFileList *self, const UlSerial *serial, guint64 number);
gboolean ul_file_list_get_loading (UlFileList *self);
/** ul_file_list_find_second: Returns: (nullable) (transfer none): of several ticked files that fill
 *   @address, the last */
UlImage *ul_file_list_find_second (UlFileList *self, guint32 address);
/** ul_file_list_list_clashing: Returns: (transfer full) (nullable) (element-type UlImage): what is
 *   ticked, and the serial number, where these do not go together; %NULL where they do */
GPtrArray *ul_file_list_list_clashing (UlFileList *self);
/** ul_file_list_get_title: Returns: (transfer full): of those ticked: "blinky.srec", "3 files";
 * %NULL when there are none */
char *ul_file_list_get_title (UlFileList *self);

G_END_DECLS
