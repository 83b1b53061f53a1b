/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that describe chips, which anybody may have written: read whole, or refused with one
 * sentence. */
#include "ul-chip-file.h"

#include "ul-chip-describe.h"
#include "ul-chip-parse.h"
#include "ul-error.h"
#include "ul-file.h"

#include <glib/gi18n.h>

static UlChipFile *
chip_file_new (GFile *file, gboolean by_user)
{
    UlChipFile *self = g_new0 (UlChipFile, 1);
    g_autofree char *path = g_file_get_path (file);

    self->path = path != NULL ? g_filename_display_name (path) : g_file_get_parse_name (file);
    self->base = g_file_get_basename (file);
    self->name = g_filename_display_name (self->base);
    self->by_user = by_user;
    self->devices = g_ptr_array_new ();
    return self;
}

static void
set_io_error (const UlChipFile *self, GError *reason, GError **error)
{
    g_autoptr (GError) owned = reason;

    if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&owned));
    else
        g_set_error (error, UL_ERROR,
                     g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
                         ? UL_ERROR_FILE_NOT_FOUND
                         : UL_ERROR_FILE_IO,
                     _ ("%s: %s. No chip was taken from it."), self->path, reason->message);
}

UlChipFile *
ul_chip_file_read (GFile *file, gboolean by_user, GCancellable *cancellable, GError **error)
{
    g_autoptr (UlChipFile) self = chip_file_new (file, by_user);
    GError *local = NULL;
    gsize size = 0;

    self->text = ul_file_read (file, UL_CHIP_FILE_MAX_SIZE, &size, NULL, cancellable, &local);
    if (self->text == NULL) {
        set_io_error (self, local, error);
        return NULL;
    }
    return ul_chip_parse (self, size, error) ? g_steal_pointer (&self) : NULL;
}

void
ul_chip_file_keep (UlChipFile *self)
{
    static GPtrArray *kept;
    G_LOCK_DEFINE_STATIC (kept);

    G_LOCK (kept);
    if (kept == NULL)
        kept = g_ptr_array_new ();
    g_ptr_array_extend (kept, self->devices, NULL, NULL);
    self->kept = TRUE;
    G_UNLOCK (kept);
}

void
ul_chip_file_free (UlChipFile *self)
{
    if (self == NULL)
        return;
    for (guint i = 0; i < self->devices->len && !self->kept; i++)
        ul_chip_device_free (self->devices->pdata[i]);
    g_ptr_array_unref (self->devices);
    g_free (self->path);
    g_free (self->base);
    g_free (self->name);
    g_free (self->text);
    g_free (self);
}
