/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-series.h"

#include "ul-error.h"
#include "ul-words.h"

#include <glib/gi18n.h>
#include <unistd.h>

struct _UlSeries {
    gatomicrefcount n_refs;
    UlSerial *serial; /* (nullable) */
    char *counter;    /* (nullable) */
    char *record;     /* (nullable) */

    GMutex lock;  /* guards the rest */
    UlCount kept; /* where there is no counter */
};

struct _UlUnit {
    UlSeries *series;
    int lock;   /* of the counter, or -1 */
    int record; /* or -1 */
    UlCount count;
    char *text; /* (nullable) */
};

UlSeries *
ul_series_new (const UlSerial *serial, const char *counter, const char *record, GError **error)
{
    if (serial != NULL && !ul_serial_check (serial, error))
        return NULL;
    if (serial != NULL && counter == NULL) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE,
                             _ ("Serial numbers need a place for their counter: save the profile, "
                                "or name a file for it"));
        return NULL;
    }
    UlSeries *self = g_new0 (UlSeries, 1);
    g_atomic_ref_count_init (&self->n_refs);
    self->serial = serial != NULL ? ul_serial_copy (serial) : NULL;
    self->counter = g_strdup (counter);
    self->record = g_strdup (record);
    g_mutex_init (&self->lock);
    return self;
}

UlSeries *
ul_series_ref (UlSeries *self)
{
    g_atomic_ref_count_inc (&self->n_refs);
    return self;
}

void
ul_series_unref (UlSeries *self)
{
    if (!g_atomic_ref_count_dec (&self->n_refs))
        return;
    g_clear_pointer (&self->serial, ul_serial_free);
    g_free (self->counter);
    g_free (self->record);
    g_mutex_clear (&self->lock);
    g_free (self);
}

const UlSerial *
ul_series_get_serial (const UlSeries *self)
{
    return self->serial;
}

const char *
ul_series_get_counter (const UlSeries *self)
{
    return self->counter;
}

const char *
ul_series_get_record (const UlSeries *self)
{
    return self->record;
}

/* --- how far it has come --- */

gboolean
ul_series_read (UlSeries *self, UlCount *count, GError **error)
{
    if (self->counter == NULL) {
        g_mutex_lock (&self->lock);
        *count = self->kept;
        g_mutex_unlock (&self->lock);
    } else if (!ul_counter_read (self->counter, count, error))
        return FALSE;
    if (self->serial != NULL)
        count->next = MAX (count->next, self->serial->first);
    return TRUE;
}

static gboolean
keep (UlSeries *self, const UlCount *count, GError **error)
{
    if (self->counter != NULL)
        return ul_counter_write (self->counter, count, error);
    g_mutex_lock (&self->lock);
    self->kept = *count;
    g_mutex_unlock (&self->lock);
    return TRUE;
}

static int
lock_counter (UlSeries *self, GCancellable *cancellable, GError **error)
{
    return self->counter != NULL ? ul_counter_lock (self->counter, cancellable, error) : -1;
}

/* What @change makes of the count, while nobody else is at it. */
static gboolean
change_count (UlSeries *self, gboolean (*change) (UlCount *count, gconstpointer value),
              gconstpointer value, GError **error)
{
    UlCount count;
    int lock = lock_counter (self, NULL, error);

    if (lock < 0 && self->counter != NULL)
        return FALSE;
    gboolean ok = ul_series_read (self, &count, error) && change (&count, value) &&
                  keep (self, &count, error);
    if (lock >= 0)
        close (lock);
    return ok;
}

static gboolean
clear_tally (UlCount *count, gconstpointer nothing)
{
    count->done = count->failed = 0;
    return TRUE;
}

gboolean
ul_series_reset_tally (UlSeries *self, GError **error)
{
    return change_count (self, clear_tally, NULL, error);
}

static gboolean
take_next (UlCount *count, gconstpointer next)
{
    count->next = *(const guint64 *) next;
    return TRUE;
}

gboolean
ul_series_set_next (UlSeries *self, guint64 next, GError **error)
{
    if (self->serial == NULL || next < self->serial->first) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE,
                             self->serial == NULL
                                 ? _ ("This project gives no serial numbers")
                                 : _ ("The project's first serial number is a later one"));
        return FALSE;
    }
    return change_count (self, take_next, &next, error);
}

/* The plural of a number that may be wider than ngettext() takes goes by its last digits. */
static gulong
get_form (guint64 n)
{
    return (gulong) (n < 1000000 ? n : n % 1000000 + 1000000);
}

static void
add_number (GPtrArray *parts, guint64 n, const char *format)
{
    g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, n);

    g_ptr_array_add (parts, g_strdup_printf (format, number));
}

char *
ul_series_describe_tally (const UlCount *count)
{
    g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

    /* Translators: number of boards that are done, in a list: "12 done, 3 failed" */
    add_number (parts, count->done, ngettext ("%s done", "%s done", get_form (count->done)));
    /* Translators: number of boards that failed, in a list: "12 done, 3 failed" */
    add_number (parts, count->failed,
                ngettext ("%s failed", "%s failed", get_form (count->failed)));
    return ul_words_list (parts);
}

/* --- one board --- */

static UlUnit *
unit_new (UlSeries *series)
{
    UlUnit *self = g_new0 (UlUnit, 1);

    self->series = ul_series_ref (series);
    self->lock = self->record = -1;
    return self;
}

UlUnit *
ul_unit_begin (UlSeries *series, GCancellable *cancellable, GError **error)
{
    g_autoptr (UlUnit) self = unit_new (series);

    self->lock = lock_counter (series, cancellable, error);
    if ((self->lock < 0 && series->counter != NULL) ||
        !ul_series_read (series, &self->count, error))
        return NULL;
    if (series->record != NULL && (self->record = ul_record_open (series->record, error)) < 0)
        return NULL;
    if (series->serial != NULL)
        self->text = ul_serial_to_text (series->serial, self->count.next);
    return g_steal_pointer (&self);
}

void
ul_unit_free (UlUnit *self)
{
    if (self->record >= 0)
        close (self->record);
    if (self->lock >= 0)
        close (self->lock);
    ul_series_unref (self->series);
    g_free (self->text);
    g_free (self);
}

const char *
ul_unit_get_text (const UlUnit *self)
{
    return self->text;
}

UlImage *
ul_unit_number_image (const UlUnit *self, UlImage *image, GError **error)
{
    const UlSerial *serial = self->series->serial;

    return serial != NULL ? ul_serial_renew (serial, image, self->count.next, error)
                          : g_object_ref (image);
}

gboolean
ul_unit_count (UlUnit *self, gboolean done, GError **error)
{
    const UlSerial *serial = self->series->serial;
    UlCount count = self->count;

    count.done += done;
    count.failed += !done;
    if (done && serial != NULL) {
        if (serial->step > G_MAXUINT64 - count.next) {
            g_set_error_literal (error, UL_ERROR, UL_ERROR_SERIAL_NUMBER,
                                 _ ("this board has the last number that there is"));
            return FALSE;
        }
        count.next += serial->step;
    }
    if (!keep (self->series, &count, error))
        return FALSE;
    self->count = count;
    return TRUE;
}

const UlCount *
ul_unit_get_count (const UlUnit *self)
{
    return &self->count;
}

gboolean
ul_unit_record (const UlUnit *self, const UlRecordLine *line, GError **error)
{
    UlRecordLine own = *line;

    own.serial_number = self->text;
    return self->record < 0 || ul_record_add (self->record, self->series->record, &own, error);
}
