/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-empty-page.h"

struct _UlEmptyPage {
    GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (UlEmptyPage, ul_empty_page, GTK_TYPE_BOX)

static void
ul_empty_page_class_init (UlEmptyPageClass *klass)
{
    gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                                 "/org/unlatch/Unlatch/ul-empty-page.ui");
}

static void
ul_empty_page_init (UlEmptyPage *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}
