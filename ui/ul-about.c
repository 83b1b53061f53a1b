/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-about.h"

#include "ul-config.h"

#include <glib/gi18n.h>

void
ul_about_show (GtkWindow *parent)
{
    static const char *const authors[] = { "The Unlatch authors", NULL };

    gtk_show_about_dialog (parent, "program-name", "Unlatch", "version", UL_VERSION, "comments",
                           _ ("Unlocks, erases and programs microcontrollers"), "license-type",
                           GTK_LICENSE_GPL_2_0, "authors", authors, "logo-icon-name",
                           "org.unlatch.Unlatch", NULL);
}
