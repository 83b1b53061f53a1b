/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load-image FILE: loads it in a process of its own and tells what that cost. */
#include "ul-image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Not getrusage(): its figure outlives the exec of a parent that was larger. */
static long
get_peak_kib (void)
{
    g_autofree char *status = NULL;
    g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
    return strtol (strstr (status, "VmHWM:") + strlen ("VmHWM:"), NULL, 10);
}

/* The processor's time, to which other programs of a busy machine do not add. */
static gint64
spent_us (void)
{
    struct timespec now;

    clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
    return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

int
main (int argc, char **argv)
{
    g_autoptr (GFile) file = g_file_new_for_commandline_arg (argv[1]);
    g_autoptr (GError) error = NULL;
    long before_kib = get_peak_kib ();
    gint64 start_us = spent_us ();
    g_autoptr (UlImage) image = ul_image_load (file, NULL, NULL, &error);
    gint64 load_us = spent_us () - start_us;
    long peak_kib = get_peak_kib () - before_kib;
    if (image == NULL) {
        printf ("peak-kib=%ld load-us=%ld error=%d %s\n", peak_kib, (long) load_us, error->code,
                error->message);
        return 2;
    }
    start_us = spent_us ();
    guint32 crc32 = ul_image_get_crc32 (image);
    printf ("peak-kib=%ld load-us=%ld crc-us=%ld segments=%u bytes=%lu crc32=%08X\n", peak_kib,
            (long) load_us, (long) (spent_us () - start_us), ul_image_get_n_segments (image),
            (gulong) ul_image_get_size (image), crc32);
    return 0;
}
