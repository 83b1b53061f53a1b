/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-why-popover.h"

#include "ul-brief-popover.h"
#include "ul-help.h"
#include "ul-remedy-button.h"

static void
add_help (UlBriefPopover *popover, const UlMessage *message)
{
    GtkWidget *link = ul_help_add_link (GTK_CONTAINER (popover->buttons), message);

    if (link != NULL)
        ul_brief_popover_closes_by (popover, link);
}

static void
add_remedy (UlBriefPopover *popover, UlRemedy remedy)
{
    GtkWidget *button = ul_remedy_button_new_acting (remedy);

    if (button == NULL)
        return;
    ul_brief_popover_closes_by (popover, button);
    gtk_container_add (GTK_CONTAINER (popover->buttons), button);
}

void
ul_why_popover_show (GtkWidget *widget, const UlMessage *message)
{
    UlBriefPopover popover;

    ul_brief_popover_init (&popover, widget, message->title);
    ul_brief_popover_add_label (&popover, message->title, TRUE);
    ul_brief_popover_add_label (&popover, message->body, FALSE);
    add_help (&popover, message);
    add_remedy (&popover, message->remedies[0]);
    ul_brief_popover_show (&popover);
}
