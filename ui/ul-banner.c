/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-banner.h"

#include "ul-announce.h"
#include "ul-help.h"
#include "ul-letters.h"
#include "ul-remedy-button.h"

#include <glib/gi18n.h>

#define MAX_BUTTONS 3 /* more make a row that nobody reads */

struct _UlBanner {
    GtkBox parent_instance;

    GtkInfoBar *bar; /* (nullable): made with the first message, as all that is in it */
    GtkWidget *content;
    GtkBox *flow;
    GtkImage *icon;
    GtkLabel *title;
    GtkLabel *body;
    GtkExpander *expander;
    GtkLabel *details;
    GtkWidget *buttons;
    gboolean narrow;

    UlWorkbench *workbench; /* not owned: outlives us */
};

G_DEFINE_FINAL_TYPE (UlBanner, ul_banner, GTK_TYPE_BOX)

/* In a small window four remedies stand side by side in no language but English. */
static void
allow_two_lines (GtkWidget *button)
{
    GtkLabel *label = GTK_LABEL (gtk_bin_get_child (GTK_BIN (button)));

    gtk_label_set_line_wrap (label, TRUE);
    gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
}

static void
add_button (UlBanner *self, const UlMessage *message, UlRemedy remedy)
{
    GtkWidget *button = ul_remedy_button_new_acting (remedy);
    g_autofree char *label = ul_message_label_remedy (message, remedy);

    if (button == NULL)
        return;
    gtk_button_set_use_underline (GTK_BUTTON (button), FALSE); /* names of files have them */
    gtk_button_set_label (GTK_BUTTON (button), label);
    allow_two_lines (button);
    gtk_container_add (GTK_CONTAINER (self->buttons), button);
}

static GMenu *
make_menu (const UlRemedy *remedies, guint n)
{
    GMenu *menu = g_menu_new ();
    const char *labels[UL_MESSAGE_MAX_REMEDIES + 1] = { NULL };

    for (guint i = 0; i < n; i++)
        labels[i] = ul_remedy_to_label (remedies[i]);
    g_auto (GStrv) marked = ul_letters_give (labels);
    for (guint i = 0; i < n; i++)
        g_menu_append (menu, marked[i], ul_remedy_to_action (remedies[i]));
    return menu;
}

/* What is left of many ways: two stand out, the others are a click away. */
static void
add_more (UlBanner *self, const UlRemedy *remedies, guint n)
{
    GtkWidget *button = gtk_menu_button_new ();
    g_autoptr (GMenu) menu = make_menu (remedies, n);

    /* Translators: opens a menu with more ways out of a problem than there is room for */
    gtk_button_set_label (GTK_BUTTON (button), C_ ("more buttons", "More"));
    gtk_button_set_always_show_image (GTK_BUTTON (button), TRUE);
    gtk_button_set_image (GTK_BUTTON (button),
                          gtk_image_new_from_icon_name ("pan-down-symbolic", GTK_ICON_SIZE_BUTTON));
    gtk_button_set_image_position (GTK_BUTTON (button), GTK_POS_RIGHT);
    gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
    atk_object_set_name (gtk_widget_get_accessible (button), _ ("More Ways"));
    atk_object_set_name (gtk_widget_get_accessible (
                             GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)))),
                         _ ("More Ways"));
    gtk_widget_show (button);
    gtk_container_add (GTK_CONTAINER (self->buttons), button);
}

static void
add_remedies (UlBanner *self, const UlMessage *message)
{
    guint n = 0;

    while (n < UL_MESSAGE_MAX_REMEDIES && message->remedies[n] != UL_REMEDY_NONE)
        n++;
    guint n_shown = n > MAX_BUTTONS ? MAX_BUTTONS - 1 : n;
    for (guint i = 0; i < n_shown; i++)
        add_button (self, message, message->remedies[i]);
    if (n > n_shown)
        add_more (self, message->remedies + n_shown, n - n_shown);
}

static void
add_buttons (UlBanner *self, const UlMessage *message)
{
    g_autoptr (GList) old = gtk_container_get_children (GTK_CONTAINER (self->buttons));

    for (GList *l = old; l != NULL; l = l->next)
        gtk_widget_destroy (l->data);
    ul_help_add_link (GTK_CONTAINER (self->buttons), message);
    add_remedies (self, message);
    gtk_widget_set_visible (self->buttons,
                            message->help != NULL || message->remedies[0] != UL_REMEDY_NONE);
}

static void
set_look (UlBanner *self, const UlMessage *message)
{
    static const struct {
        GtkMessageType type;
        const char *icon;
    } looks[] = {
        [UL_SEVERITY_INFO] = { GTK_MESSAGE_INFO, "dialog-information-symbolic" },
        [UL_SEVERITY_WARNING] = { GTK_MESSAGE_WARNING, "dialog-warning-symbolic" },
        [UL_SEVERITY_ERROR] = { GTK_MESSAGE_ERROR, "dialog-error-symbolic" },
    };
    GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self->bar));
    gboolean done = message->severity == UL_SEVERITY_INFO && message->transient;

    gtk_info_bar_set_message_type (self->bar, looks[message->severity].type);
    if (done)
        gtk_style_context_add_class (style, "ul-done");
    else
        gtk_style_context_remove_class (style, "ul-done");
    gtk_image_set_from_icon_name (self->icon,
                                  done ? "object-select-symbolic" : looks[message->severity].icon,
                                  GTK_ICON_SIZE_DND);
    gtk_image_set_pixel_size (self->icon, 24);
}

/* The window's description, so that a screen reader says the message as it comes. */
static void
announce (UlBanner *self, const UlMessage *message)
{
    AtkObject *bar = gtk_widget_get_accessible (GTK_WIDGET (self->bar));

    atk_object_set_name (bar, message->title);
    atk_object_set_description (bar, message->body);
    ul_announce (GTK_WIDGET (self), message->title);
}

static void
show_message (UlBanner *self, const UlMessage *message)
{
    set_look (self, message);
    gtk_label_set_text (self->title, message->title);
    gtk_label_set_text (self->body, message->body);
    gtk_widget_set_visible (GTK_WIDGET (self->body), message->body[0] != '\0');
    gtk_expander_set_expanded (self->expander, FALSE);
    gtk_label_set_text (self->details, message->details != NULL ? message->details : "");
    gtk_widget_set_visible (GTK_WIDGET (self->expander), message->details != NULL);
    add_buttons (self, message);
    announce (self, message);
}

const UlMessage *
ul_banner_get_message (UlBanner *self)
{
    return ul_messages_get_top (ul_workbench_get_messages (self->workbench));
}

/* The bar's own close button is a picture without a word. */
static void
name_close_button (GtkWidget *widget, gpointer user_data)
{
    GtkStyleContext *style = gtk_widget_get_style_context (widget);

    if (GTK_IS_BUTTON (widget) && gtk_style_context_has_class (style, "close"))
        atk_object_set_name (gtk_widget_get_accessible (widget), _ ("Dismiss the Message"));
    else if (GTK_IS_CONTAINER (widget))
        gtk_container_forall (GTK_CONTAINER (widget), name_close_button, NULL);
}

static void
set_flow (UlBanner *self)
{
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->flow), self->narrow
                                                                     ? GTK_ORIENTATION_VERTICAL
                                                                     : GTK_ORIENTATION_HORIZONTAL);
}

static void
make (UlBanner *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    name_close_button (GTK_WIDGET (self->bar), NULL);
    set_flow (self);
}

static void
update (UlBanner *self)
{
    const UlMessage *message = ul_banner_get_message (self);
    gboolean busy = ul_workbench_get_busy (self->workbench);

    if (message == NULL && self->bar == NULL)
        return;
    if (self->bar == NULL)
        make (self);
    if (message != NULL)
        show_message (self, message);
    else
        ul_announce_over (GTK_WIDGET (self), gtk_label_get_text (self->title));
    gtk_info_bar_set_revealed (self->bar, message != NULL && !busy);
    gtk_widget_set_visible (GTK_WIDGET (self->bar), message != NULL && !busy);
}

static void
on_response (UlBanner *self, int response, GtkInfoBar *bar)
{
    if (response == GTK_RESPONSE_CLOSE)
        ul_messages_dismiss_top (ul_workbench_get_messages (self->workbench));
}

void
ul_banner_set_narrow (UlBanner *self, gboolean narrow)
{
    self->narrow = narrow;
    if (self->flow != NULL)
        set_flow (self);
}

void
ul_banner_set_workbench (UlBanner *self, UlWorkbench *workbench)
{
    self->workbench = workbench;
    g_signal_connect_object (ul_workbench_get_messages (workbench), "changed", G_CALLBACK (update),
                             self, G_CONNECT_SWAPPED);
    g_signal_connect_object (workbench, "notify::busy", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    update (self);
}

static void
ul_banner_class_init (UlBannerClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class, "/org/unlatch/Unlatch/ul-banner.ui");
    gtk_widget_class_bind_template_child (widget_class, UlBanner, bar);
    gtk_widget_class_bind_template_child (widget_class, UlBanner, content);
    gtk_widget_class_bind_template_child (widget_class, UlBanner, flow);
    gtk_widget_class_bind_template_child (widget_class, UlBanner, icon);
    gtk_widget_class_bind_template_child (widget_class, UlBanner, title);
    gtk_widget_class_bind_template_child (widget_class, UlBanner, body);
    gtk_widget_class_bind_template_child (widget_class, UlBanner, expander);
    gtk_widget_class_bind_template_child (widget_class, UlBanner, details);
    gtk_widget_class_bind_template_child (widget_class, UlBanner, buttons);
    gtk_widget_class_bind_template_callback (widget_class, on_response);
}

static void
ul_banner_init (UlBanner *self)
{
}
