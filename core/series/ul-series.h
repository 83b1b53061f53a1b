/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-counter.h"
#include "ul-record.h"
#include "ul-serial.h"

G_BEGIN_DECLS

/**
 * UlSeries:
 *
 * Boards that get the same job, one after the other: their serial numbers, how many of them are
 * done, and a record with a line for each. Does not change once it is made; any thread.
 */
typedef struct _UlSeries UlSeries;

/**
 * ul_series_new:
 * @serial: (nullable): copied
 * @counter: (nullable): path of the counter. %NULL: nothing is kept, so that there is no serial
 *   number either
 * @record: (nullable): path of the record
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_USAGE
 */
UlSeries *ul_series_new (const UlSerial *serial, const char *counter, const char *record,
                         GError **error);
UlSeries *ul_series_ref (UlSeries *self);
void ul_series_unref (UlSeries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlSeries, ul_series_unref)

const UlSerial *ul_series_get_serial (const UlSeries *self); /* nullable */
const char *ul_series_get_counter (const UlSeries *self);    /* nullable */
const char *ul_series_get_record (const UlSeries *self);     /* nullable */

/**
 * ul_series_read:
 * @count: (out): next is the number for the next board. A first number that was raised since goes
 *   before one that was kept: numbers never go back by themselves
 *
 * Blocks: a small file is read.
 *
 * Returns: %FALSE with %UL_ERROR_SERIAL_NUMBER
 */
gboolean ul_series_read (UlSeries *self, UlCount *count, GError **error);
/** ul_series_reset_tally: done and failed begin anew; the numbers go on. Blocks. Returns: %FALSE
 *   with %UL_ERROR_SERIAL_NUMBER */
gboolean ul_series_reset_tally (UlSeries *self, GError **error);
/** ul_series_set_next: the number for the next board, also one that was given out already. Blocks.
 *   Returns: %FALSE with %UL_ERROR_SERIAL_NUMBER, %UL_ERROR_USAGE without serial numbers */
gboolean ul_series_set_next (UlSeries *self, guint64 next, GError **error);

/** ul_series_describe_tally: Returns: (transfer full): translated: "12 done, 1 failed" */
char *ul_series_describe_tally (const UlCount *count);

/** UlUnit: one board of a series while its job runs. Belongs to the job's thread */
typedef struct _UlUnit UlUnit;

/**
 * ul_unit_begin:
 *
 * Takes the next number, for nobody else until ul_unit_free(), and makes sure that the record can
 * be written. Waits for another program that is at it.
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_SERIAL_NUMBER, %UL_ERROR_RECORD_FAILED or
 *   %G_IO_ERROR_CANCELLED
 */
UlUnit *ul_unit_begin (UlSeries *series, GCancellable *cancellable, GError **error);
void ul_unit_free (UlUnit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlUnit, ul_unit_free)

/** ul_unit_get_text: Returns: (nullable) (transfer none): its serial number, as people know it */
const char *ul_unit_get_text (const UlUnit *self);
/** ul_unit_number_image: Returns: (transfer full): @image, which has some serial number, with that
 *   of this board; or %NULL as ul_serial_new_image() */
UlImage *ul_unit_number_image (const UlUnit *self, UlImage *image, GError **error);

/**
 * ul_unit_count:
 * @done: everything of the job has succeeded: the number is used up
 *
 * Returns: %FALSE with %UL_ERROR_SERIAL_NUMBER when that could not be kept
 */
gboolean ul_unit_count (UlUnit *self, gboolean done, GError **error);
/** ul_unit_get_count: as it stands after ul_unit_count() */
const UlCount *ul_unit_get_count (const UlUnit *self);
/** ul_unit_record: adds its line, where there is a record; sets its serial number. Returns: %FALSE
 *   with %UL_ERROR_RECORD_FAILED */
gboolean ul_unit_record (const UlUnit *self, const UlRecordLine *line, GError **error);

G_END_DECLS
