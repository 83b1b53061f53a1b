/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-notice.h"

#include "ul-announce.h"

#include <glib/gi18n.h>

#define SHOWN_S 20 /* time to read, think and reach the button, with the keyboard too */

struct _UlNotice {
    GtkRevealer parent_instance;

    GtkLabel *label;
    GtkWidget *undo;
    guint timeout;
};

G_DEFINE_FINAL_TYPE (UlNotice, ul_notice, GTK_TYPE_REVEALER)

void
ul_notice_hide (UlNotice *self)
{
    g_clear_handle_id (&self->timeout, g_source_remove);
    ul_announce_over (GTK_WIDGET (self), gtk_label_get_text (self->label));
    gtk_revealer_set_reveal_child (GTK_REVEALER (self), FALSE);
    gtk_widget_hide (GTK_WIDGET (self));
}

/* Not from under the fingers of somebody who has come there with the keyboard. */
static gboolean
on_timeout (gpointer user_data)
{
    UlNotice *self = UL_NOTICE (user_data);

    if (gtk_container_get_focus_child (GTK_CONTAINER (self)) != NULL)
        return G_SOURCE_CONTINUE;
    self->timeout = 0;
    ul_notice_hide (self);
    return G_SOURCE_REMOVE;
}

void
ul_notice_show (UlNotice *self, const char *text, const char *action)
{
    gtk_label_set_text (self->label, text);
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->undo), action);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), text);
    ul_announce (GTK_WIDGET (self), text);
    gtk_widget_show (GTK_WIDGET (self));
    gtk_revealer_set_reveal_child (GTK_REVEALER (self), TRUE);
    g_clear_handle_id (&self->timeout, g_source_remove);
    self->timeout = g_timeout_add_seconds (SHOWN_S, on_timeout, self);
}

static void
ul_notice_dispose (GObject *object)
{
    g_clear_handle_id (&UL_NOTICE (object)->timeout, g_source_remove);
    G_OBJECT_CLASS (ul_notice_parent_class)->dispose (object);
}

static void
ul_notice_class_init (UlNoticeClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = ul_notice_dispose;
    gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), ATK_ROLE_NOTIFICATION);
}

static GtkWidget *
make_close (UlNotice *self)
{
    GtkWidget *close =
        gtk_button_new_from_icon_name ("window-close-symbolic", GTK_ICON_SIZE_BUTTON);

    gtk_button_set_relief (GTK_BUTTON (close), GTK_RELIEF_NONE);
    gtk_widget_set_tooltip_text (close, _ ("Dismiss the Message"));
    atk_object_set_name (gtk_widget_get_accessible (close), _ ("Dismiss the Message"));
    g_signal_connect_swapped (close, "clicked", G_CALLBACK (ul_notice_hide), self);
    return close;
}

static void
ul_notice_init (UlNotice *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

    self->label = GTK_LABEL (gtk_label_new (NULL));
    self->undo = gtk_button_new_with_mnemonic (_ ("U_ndo"));
    gtk_label_set_line_wrap (self->label, TRUE);
    gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (self->label));
    gtk_container_add (GTK_CONTAINER (box), self->undo);
    gtk_container_add (GTK_CONTAINER (box), make_close (self));
    gtk_style_context_add_class (gtk_widget_get_style_context (box), GTK_STYLE_CLASS_OSD);
    gtk_style_context_add_class (gtk_widget_get_style_context (box), "ul-notice");
    gtk_widget_show_all (box);
    gtk_container_add (GTK_CONTAINER (self), box);
    gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
    gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END); /* messages are at the top */
    gtk_widget_set_no_show_all (GTK_WIDGET (self), TRUE);
    g_signal_connect_swapped (self->undo, "clicked", G_CALLBACK (ul_notice_hide), self);
}

UlNotice *
ul_notice_attach (GtkOverlay *overlay)
{
    UlNotice *self = g_object_new (UL_TYPE_NOTICE, NULL);

    gtk_overlay_add_overlay (overlay, GTK_WIDGET (self));
    gtk_overlay_set_overlay_pass_through (overlay, GTK_WIDGET (self),
                                          TRUE); /* around its buttons */
    return self;
}
