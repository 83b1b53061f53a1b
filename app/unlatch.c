/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unlatch: the window, with the probes of all drivers. */
#include "ul-application.h"
#include "ul-locale.h"
#include "ul-probes.h"
#include "ul-settings.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* A job works with a chip's whole contents several times over, on a thread that is idle afterwards:
 * what it has used goes back to the machine. */
static void
give_memory_back (void)
{
#ifdef __GLIBC__
    mallopt (M_ARENA_MAX, 1);
    mallopt (M_TRIM_THRESHOLD, 64 * 1024);
#endif
}

/* Called when the first frame is there. Until then the threads that read the fonts would stand in
 * the main one's way with one arena for all of them. */
static UlProbeSource *
find_probes (void)
{
    give_memory_back ();
    return ul_probes_new ();
}

int
main (int argc, char **argv)
{
    ul_locale_set_up ();
    g_set_prgname ("unlatch"); /* what assistive technologies call it */
    ul_settings_choose_store ();

    g_autoptr (UlApplication) application = ul_application_new (find_probes);
    return g_application_run (G_APPLICATION (application), argc, argv);
}
