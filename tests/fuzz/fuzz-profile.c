/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every file is either a profile whose text reads back the same, or an error with a message; and
 * so is what other programs' projects become. */
#include "ul-profile.h"

#include <sys/mman.h>
#include <unistd.h>

static GFile *
make_file (const guint8 *data, gsize size)
{
    static int fd = -1;

    if (fd < 0)
        fd = memfd_create ("profile", 0);
    g_assert (ftruncate (fd, 0) == 0);
    g_assert (pwrite (fd, data, size, 0) == (gssize) size);
    g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
    return g_file_new_for_path (path);
}

static void
check_promises (UlProfile *profile)
{
    g_autoptr (UlJobSpec) spec = ul_job_spec_new (UL_JOB_PROGRAM);
    g_autoptr (GError) error = NULL;
    g_autofree char *text = ul_profile_to_text (profile);
    const UlDevice *device = NULL;

    ul_profile_find_device (profile, &device, NULL);
    ul_profile_apply_to_spec (profile, spec, device, NULL);
    if (ul_profile_get_read_only (profile))
        return;
    g_autoptr (GFile) file = make_file ((const guint8 *) text, strlen (text));
    g_autoptr (UlProfile) back = ul_profile_load (file, NULL, &error);
    g_assert_no_error (error);
    g_autofree char *again = ul_profile_to_text (back);
    g_assert_cmpstr (again, ==, text);
}

static void
check (UlProfile *profile, const GError *error)
{
    if (profile == NULL)
        g_assert (error != NULL && *error->message != '\0');
    else
        check_promises (profile);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
    g_autoptr (GFile) file = make_file (data, size);
    g_autoptr (GError) load_error = NULL, import_error = NULL;
    g_autoptr (UlProfile) loaded = ul_profile_load (file, NULL, &load_error);
    g_autoptr (UlProfile) imported = ul_profile_import (file, NULL, &import_error);

    check (loaded, load_error);
    check (imported, import_error);
    return 0;
}
