/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unlatch: the window, with the probes of all drivers. */
#include "ul-application.h"
#include "ul-config.h"
#include "ul-probes.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
    setlocale (LC_ALL, "");
    bindtextdomain (UL_GETTEXT_PACKAGE, UL_LOCALE_DIR);
    bind_textdomain_codeset (UL_GETTEXT_PACKAGE, "UTF-8");
    textdomain (UL_GETTEXT_PACKAGE);
    g_set_prgname ("unlatch"); /* what assistive technologies call it */

    g_autoptr (UlApplication) application = ul_application_new (ul_probes_new);
    return g_application_run (G_APPLICATION (application), argc, argv);
}
