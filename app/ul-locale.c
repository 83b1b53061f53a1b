/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-locale.h"

#include "ul-config.h"

#include <libintl.h>
#include <locale.h>

void
ul_locale_set_up (void)
{
    const char *built = g_getenv ("UNLATCH_LOCALE_DIR");

    setlocale (LC_ALL, "");
    bindtextdomain (UL_GETTEXT_PACKAGE, built != NULL ? built : UL_LOCALE_DIR);
    bind_textdomain_codeset (UL_GETTEXT_PACKAGE, "UTF-8");
    textdomain (UL_GETTEXT_PACKAGE);
}
