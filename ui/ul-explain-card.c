/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-explain-card.h"

#include "ul-remedy-button.h"

#include "ul-message.h"

#include <glib/gi18n.h>

#define ACTION "ul-action"

typedef enum {
    LOOK_PLAIN,
    LOOK_TITLE,
    LOOK_QUOTE,
    LOOK_DIM,
} Look;

static GtkWidget *
add_label (GtkWidget *box, const char *text, Look look)
{
    GtkWidget *label = gtk_label_new (text);
    GtkStyleContext *style = gtk_widget_get_style_context (label);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 80);
    if (look == LOOK_TITLE) {
        g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
        pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
        gtk_label_set_attributes (GTK_LABEL (label), attributes);
    }
    if (look == LOOK_QUOTE)
        gtk_style_context_add_class (style, "ul-address");
    if (look == LOOK_DIM)
        gtk_style_context_add_class (style, "dim-label");
    gtk_container_add (GTK_CONTAINER (box), label);
    return label;
}

static void
add_evidence (GtkWidget *box, const UlEvidence *evidence)
{
    g_autofree char *where = ul_evidence_describe (evidence);

    add_label (box, where, LOOK_DIM);
    gtk_label_set_selectable (GTK_LABEL (add_label (box, evidence->quote, LOOK_QUOTE)), TRUE);
}

typedef struct {
    UlExplainActionFunc func;
    gpointer user_data;
} Handler;

static void
on_clicked (Handler *handler, GtkWidget *button)
{
    handler->func (g_object_get_data (G_OBJECT (button), ACTION), handler->user_data);
}

static void
add_button (GtkWidget *box, UlRemedy remedy, UlExplainActionFunc func, gpointer user_data)
{
    const char *action = ul_remedy_to_action (remedy);
    Handler *handler;

    if (action == NULL)
        return;
    GtkWidget *button = ul_remedy_button_new (remedy);
    handler = g_new (Handler, 1);
    *handler = (Handler){ func, user_data };
    g_object_set_data (G_OBJECT (button), ACTION, (gpointer) action);
    g_signal_connect_data (button, "clicked", G_CALLBACK (on_clicked), handler,
                           (GClosureNotify) (void (*) (void)) g_free, G_CONNECT_SWAPPED);
    gtk_container_add (GTK_CONTAINER (box), button);
}

static void
add_buttons (GtkWidget *box, const UlProblem *problem, UlExplainActionFunc func, gpointer user_data)
{
    if (problem->remedy == UL_REMEDY_NONE)
        return;
    GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    gtk_widget_set_margin_top (buttons, 6);
    add_button (buttons, problem->remedy, func, user_data);
    add_button (buttons, problem->second, func, user_data);
    gtk_container_add (GTK_CONTAINER (box), buttons);
}

static GtkWidget *
make_row (GtkWidget *box, const char *name, const char *description)
{
    GtkWidget *row = gtk_list_box_row_new ();
    AtkObject *accessible = gtk_widget_get_accessible (row);

    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
    g_object_set (box, "margin", 12, NULL);
    gtk_container_add (GTK_CONTAINER (row), box);
    gtk_widget_show_all (row);
    atk_object_set_name (accessible, name);
    atk_object_set_description (accessible, description);
    return row;
}

GtkWidget *
ul_explain_card_new (const UlFinding *finding, UlExplainActionFunc on_action, gpointer user_data)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
    const UlProblem *problem = finding->problem;

    add_label (box, problem->title, LOOK_TITLE);
    if (finding->follows)
        add_label (box, _ ("This follows from what stands first."), LOOK_PLAIN);
    for (guint i = 0; i < finding->evidence->len; i++)
        add_evidence (box, finding->evidence->pdata[i]);
    if (finding->follows)
        return make_row (box, problem->title, problem->cause);
    add_label (box, problem->cause, LOOK_PLAIN);
    add_label (box, problem->advice, LOOK_PLAIN);
    add_label (box, finding->here, LOOK_PLAIN);
    add_buttons (box, problem, on_action, user_data);
    return make_row (box, problem->title, problem->cause);
}

GtkWidget *
ul_explain_card_new_unknown (const GError *error)
{
    g_autoptr (UlProblem) problem = ul_problem_new (error);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

    add_label (box, problem->title, LOOK_TITLE);
    add_label (box, problem->cause, LOOK_PLAIN);
    add_label (box, problem->advice, LOOK_PLAIN);
    return make_row (box, problem->title, problem->cause);
}
