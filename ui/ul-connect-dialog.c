/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-connect-dialog.h"

#include "ul-sandbox.h"

#include <glib/gi18n.h>

#define RULES "60-unlatch.rules"

struct _UlConnectDialog {
    GtkDialog parent_instance;

    GtkImage *found_icon, *usable_icon, *rules_icon;
    GtkLabel *found, *usable, *rules;
    GtkWidget *fix;

    UlProbeSource *probes;
};

G_DEFINE_FINAL_TYPE (UlConnectDialog, ul_connect_dialog, GTK_TYPE_DIALOG)

/* --- what is there --------------------------------------------------------------------------- */

/* Of the probes on USB the first one of which it is true, or the first at all. */
static UlProbe *
find (UlConnectDialog *self, gboolean usable)
{
    GListModel *probes = G_LIST_MODEL (self->probes);

    for (guint i = 0; i < g_list_model_get_n_items (probes); i++) {
        UlProbe *probe = g_list_model_get_item (probes, i);
        g_object_unref (probe); /* the source holds it */
        if (!ul_probe_is_simulated (probe) &&
            (!usable || ul_probe_get_info (probe)->trouble == NULL))
            return probe; /* cppcheck-suppress deallocret */
    }
    return NULL;
}

UlProbe *
ul_connect_dialog_get_probe (UlConnectDialog *self)
{
    return find (self, TRUE);
}

static gboolean
are_rules_installed (void)
{
    static const char *const folders[] = { "/etc/udev/rules.d", "/run/udev/rules.d",
                                           "/usr/local/lib/udev/rules.d", "/usr/lib/udev/rules.d",
                                           "/lib/udev/rules.d" };

    for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
        g_autofree char *path = g_build_filename (folders[i], RULES, NULL);
        if (g_file_test (path, G_FILE_TEST_EXISTS))
            return TRUE;
    }
    return FALSE;
}

/* --- and what is said of it ------------------------------------------------------------------ */

static void
show (GtkImage *icon, GtkLabel *label, gboolean good, const char *text)
{
    AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (icon));

    gtk_image_set_from_icon_name (icon, good ? "object-select-symbolic" : "dialog-warning-symbolic",
                                  GTK_ICON_SIZE_MENU);
    atk_object_set_name (accessible, good ? _ ("Done") : _ ("Still to do"));
    gtk_label_set_text (label, text);
}

static void
show_found (UlConnectDialog *self, UlProbe *probe)
{
    g_autofree char *text = NULL;

    if (probe == NULL)
        text = g_strdup (_ ("No probe is connected. Connect a J-Link or CMSIS-DAP probe by a USB "
                            "cable that carries data; it is noticed by itself."));
    else
        /* Translators: %s is the name of a probe */
        text = g_strdup_printf (_ ("%s is connected."), ul_probe_get_info (probe)->name);
    show (self->found_icon, self->found, probe != NULL, text);
}

static void
show_usable (UlConnectDialog *self, UlProbe *probe)
{
    gboolean usable = find (self, TRUE) != NULL;
    g_autofree char *text = NULL;

    if (usable)
        text = g_strdup (_ ("It may be opened."));
    else if (probe == NULL)
        text = g_strdup (_ ("Whether it may be opened is seen when it is connected."));
    else
        /* Translators: %s is why, such as "no permission" */
        text = g_strdup_printf (_ ("It cannot be used: %s."), ul_probe_get_info (probe)->trouble);
    show (self->usable_icon, self->usable, usable, text);
    if (probe == NULL) /* nothing is wrong with it so far */
        gtk_image_set_from_icon_name (self->usable_icon, "dialog-question-symbolic",
                                      GTK_ICON_SIZE_MENU);
    gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT, usable);
}

static void
show_rules (UlConnectDialog *self)
{
    gboolean installed = are_rules_installed (), needed = !installed && find (self, TRUE) == NULL;

    show (self->rules_icon, self->rules, !needed,
          needed && ul_sandbox_is_flatpak ()
              ? _ ("A Flatpak can neither see nor install the rule for debug probes. Copy it, save "
                   "it as /etc/udev/rules.d/60-unlatch.rules, then plug the probe in again.")
          : installed
              ? _ ("The rule for debug probes is installed. A probe that was connected before "
                   "that has to be plugged in again.")
          : needed ? _ ("The rule for debug probes is not installed. Copy it, save it as "
                        "/etc/udev/rules.d/60-unlatch.rules, then plug the probe in again.")
                   : _ ("No rule is needed on this computer."));
    gtk_widget_set_visible (self->fix, needed);
}

static void
update (UlConnectDialog *self)
{
    UlProbe *probe = find (self, TRUE);

    if (probe == NULL)
        probe = find (self, FALSE);
    show_found (self, probe);
    show_usable (self, probe);
    show_rules (self);
}

/* --- class ----------------------------------------------------------------------------------- */

static void
ul_connect_dialog_finalize (GObject *object)
{
    g_clear_object (&UL_CONNECT_DIALOG (object)->probes);
    G_OBJECT_CLASS (ul_connect_dialog_parent_class)->finalize (object);
}

static void
ul_connect_dialog_class_init (UlConnectDialogClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    G_OBJECT_CLASS (klass)->finalize = ul_connect_dialog_finalize;
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-connect-dialog.ui");
    gtk_widget_class_bind_template_child (widget_class, UlConnectDialog, found_icon);
    gtk_widget_class_bind_template_child (widget_class, UlConnectDialog, found);
    gtk_widget_class_bind_template_child (widget_class, UlConnectDialog, usable_icon);
    gtk_widget_class_bind_template_child (widget_class, UlConnectDialog, usable);
    gtk_widget_class_bind_template_child (widget_class, UlConnectDialog, rules_icon);
    gtk_widget_class_bind_template_child (widget_class, UlConnectDialog, rules);
    gtk_widget_class_bind_template_child (widget_class, UlConnectDialog, fix);
}

static void
ul_connect_dialog_init (UlConnectDialog *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}

UlConnectDialog *
ul_connect_dialog_new (GtkWindow *parent, UlProbeSource *probes)
{
    UlConnectDialog *self = g_object_new (UL_TYPE_CONNECT_DIALOG, "use-header-bar", TRUE,
                                          "transient-for", parent, NULL);
    GActionGroup *actions = G_ACTION_GROUP (parent);

    gtk_widget_insert_action_group (GTK_WIDGET (self), "win", actions);
    self->probes = g_object_ref (probes);
    g_signal_connect_object (probes, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    update (self);
    return self;
}
