/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every file either describes chips that keep the rules of the built-in ones, or is an error with a
 * message. */
#include "ul-chip-file.h"
#include "ul-device-check.h"

#include <sys/mman.h>
#include <unistd.h>

static GFile *
make_file (const guint8 *data, gsize size)
{
    static int fd = -1;

    if (fd < 0)
        fd = memfd_create ("chips", 0);
    g_assert (ftruncate (fd, 0) == 0);
    g_assert (pwrite (fd, data, size, 0) == (gssize) size);
    g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
    return g_file_new_for_path (path);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
    g_autoptr (GFile) location = make_file (data, size);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlChipFile) file = ul_chip_file_read (location, TRUE, NULL, &error);

    g_assert (file != NULL || (error != NULL && *error->message != '\0'));
    for (guint i = 0; file != NULL && i < file->devices->len; i++) {
        const UlDevice *device = file->devices->pdata[i];

        g_assert (ul_device_check (device, NULL));
        g_assert (device->support[UL_ACTION_PROGRAM] <= UL_SUPPORT_ANALOGY);
    }
    return 0;
}
