/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every file is either an image that keeps its promises, or an error with a message. */
#include "ul-error.h"
#include "ul-image.h"

#include <sys/mman.h>
#include <unistd.h>

enum { MAX_FILE = 1 << 20 };

static GFile *
make_file (const guint8 *data, gsize size)
{
    static int fd = -1;

    if (fd < 0)
        fd = memfd_create ("image", 0);
    g_assert (ftruncate (fd, 0) == 0);
    g_assert (pwrite (fd, data, size, 0) == (gssize) size);
    g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
    return g_file_new_for_path (path);
}

static void
check_promises (UlImage *image)
{
    guint64 total = 0, next_free = 0;

    for (guint i = 0; i < ul_image_get_n_segments (image); i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        g_assert (segment->size > 0);
        g_assert (i == 0 || segment->address > next_free); /* neighbours are joined */
        next_free = (guint64) segment->address + segment->size;
        g_assert (next_free <= G_GUINT64_CONSTANT (1) << 32);
        total += segment->size;
    }
    g_assert (total == ul_image_get_size (image));
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
    if (size > MAX_FILE)
        return 0;

    g_autoptr (GFile) file = make_file (data, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, &error);

    if (image == NULL)
        g_assert (error != NULL && *error->message != '\0');
    else
        check_promises (image);
    return 0;
}
