/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-action-bar.h"

#include "ul-why-popover.h"

#include <glib/gi18n.h>

#define USUAL_TOOLTIP "ul-usual-tooltip"
#define PATIENCE_MS   5000 /* for a job to stop by itself */

/* Each has a button of its own. */
static const UlJobKind kinds[] = { UL_JOB_UNLOCK, UL_JOB_ERASE, UL_JOB_VERIFY, UL_JOB_READ,
                                   UL_JOB_PROGRAM };

struct _UlActionBar {
    GtkBox parent_instance;

    GtkWidget *unlock;
    GtkWidget *erase;
    GtkWidget *verify;
    GtkWidget *read;
    GtkStack *main; /* one place for all three, as wide as the widest */
    GtkWidget *program;
    GtkWidget *cancel;
    GtkWidget *stop;
    guint patience; /* a source, or 0 */

    UlWorkbench *workbench; /* not owned: outlives us */
};

G_DEFINE_FINAL_TYPE (UlActionBar, ul_action_bar, GTK_TYPE_BOX)

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
    GtkStyleContext *style = gtk_widget_get_style_context (widget);

    if (on)
        gtk_style_context_add_class (style, name);
    else
        gtk_style_context_remove_class (style, name);
}

static GtkWidget *
button_of (UlActionBar *self, UlJobKind kind)
{
    switch (kind) {
    case UL_JOB_UNLOCK:
    case UL_JOB_UNPROTECT:
        return self->unlock;
    case UL_JOB_ERASE:
        return self->erase;
    case UL_JOB_VERIFY:
    case UL_JOB_BLANK_CHECK:
        return self->verify;
    case UL_JOB_READ:
        return self->read;
    case UL_JOB_CONNECT:
    case UL_JOB_PROGRAM:
    default:
        return self->program;
    }
}

/* Returns: (transfer full) (nullable): what stands against it, or is asked about before it */
static UlMessage *
find_obstacle (UlActionBar *self, UlJobKind kind)
{
    UlMessage *message = ul_workbench_explain (self->workbench, kind);

    if (message == NULL && kind == UL_JOB_PROGRAM &&
        ul_workbench_get_plan_error (self->workbench) != NULL)
        message = ul_workbench_describe_obstacle (self->workbench);
    return message;
}

/* Who rests the pointer on a button, or has it read out, learns at once why it will not work. */
static void
say_why (UlActionBar *self, UlJobKind kind)
{
    GtkWidget *button = button_of (self, kind);
    AtkObject *accessible = gtk_widget_get_accessible (button);
    g_autoptr (UlMessage) message = find_obstacle (self, kind);
    g_autofree char *text =
        message != NULL ? g_strdup_printf ("%s\n%s", message->title, message->body) : NULL;
    const char *usual = g_object_get_data (G_OBJECT (button), USUAL_TOOLTIP);

    gtk_widget_set_tooltip_text (button, text != NULL ? text : usual);
    atk_object_set_description (accessible, text != NULL ? text : usual);
}

static void
name_program (UlActionBar *self)
{
    gboolean again = ul_workbench_get_programmed (self->workbench);

    gtk_button_set_label (GTK_BUTTON (self->program),
                          again ? _ ("_Program Again") : _ ("_Program"));
    atk_object_set_name (gtk_widget_get_accessible (self->program),
                         again ? _ ("Program Again") : _ ("Program"));
}

static void
update (UlActionBar *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    const UlChip *chip = ul_session_get_chip (session);
    gboolean busy = ul_workbench_get_busy (self->workbench);
    gboolean can_program = chip->state == UL_SESSION_READY &&
                           ul_workbench_get_plan (self->workbench) != NULL &&
                           ul_workbench_get_plan_error (self->workbench) == NULL;

    set_class (self->program, GTK_STYLE_CLASS_SUGGESTED_ACTION, can_program);
    set_class (self->unlock, GTK_STYLE_CLASS_DESTRUCTIVE_ACTION, chip->state == UL_SESSION_LOCKED);
    if (!busy)
        g_clear_handle_id (&self->patience, g_source_remove);
    if (!busy || gtk_stack_get_visible_child (self->main) == self->program)
        gtk_stack_set_visible_child (self->main, busy ? self->cancel : self->program);
    name_program (self);
    for (guint i = 0; !busy && i < G_N_ELEMENTS (kinds); i++)
        say_why (self, kinds[i]);
}

/* The focus goes along: nobody who waited with it on Cancel has to look for it. */
static gboolean
on_impatient (gpointer user_data)
{
    UlActionBar *self = UL_ACTION_BAR (user_data);
    gboolean focused = gtk_widget_is_focus (self->cancel);

    self->patience = 0;
    gtk_stack_set_visible_child (self->main, self->stop);
    if (focused)
        gtk_widget_grab_focus (self->stop);
    return G_SOURCE_REMOVE;
}

void
ul_action_bar_await_stop (UlActionBar *self)
{
    if (self->patience == 0 && gtk_stack_get_visible_child (self->main) == self->cancel)
        self->patience = g_timeout_add (PATIENCE_MS, on_impatient, self);
}

void
ul_action_bar_explain (UlActionBar *self, UlJobKind kind, const UlMessage *message)
{
    ul_why_popover_show (button_of (self, kind), message);
}

GtkWidget *
ul_action_bar_get_button (UlActionBar *self, UlJobKind kind)
{
    return button_of (self, kind);
}

void
ul_action_bar_set_workbench (UlActionBar *self, UlWorkbench *workbench)
{
    UlSession *session = ul_workbench_get_session (workbench);

    self->workbench = workbench;
    g_signal_connect_object (workbench, "notify::busy", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::chip", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (workbench, "notify::plan", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    update (self);
}

static void
ul_action_bar_dispose (GObject *object)
{
    g_clear_handle_id (&UL_ACTION_BAR (object)->patience, g_source_remove);
    G_OBJECT_CLASS (ul_action_bar_parent_class)->dispose (object);
}

static void
ul_action_bar_class_init (UlActionBarClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->dispose = ul_action_bar_dispose;
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-action-bar.ui");
    gtk_widget_class_bind_template_child (widget_class, UlActionBar, unlock);
    gtk_widget_class_bind_template_child (widget_class, UlActionBar, erase);
    gtk_widget_class_bind_template_child (widget_class, UlActionBar, verify);
    gtk_widget_class_bind_template_child (widget_class, UlActionBar, read);
    gtk_widget_class_bind_template_child (widget_class, UlActionBar, main);
    gtk_widget_class_bind_template_child (widget_class, UlActionBar, program);
    gtk_widget_class_bind_template_child (widget_class, UlActionBar, cancel);
    gtk_widget_class_bind_template_child (widget_class, UlActionBar, stop);
}

static void
ul_action_bar_init (UlActionBar *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
        GtkWidget *button = button_of (self, kinds[i]);
        g_object_set_data_full (G_OBJECT (button), USUAL_TOOLTIP,
                                gtk_widget_get_tooltip_text (button), g_free);
    }
}
