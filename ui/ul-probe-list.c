/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-probe-list.h"

#include "ul-wording.h"

#include <glib/gi18n.h>

struct _UlProbeList {
    GtkBox parent_instance;

    GtkListBox *list;
    GtkComboBoxText *speed;
    GtkWidget *power_box; /* hidden where the probe cannot */
    GtkToggleButton *power;

    UlWorkbench *workbench; /* not owned: outlives us */
};

static guint picked_signal;

G_DEFINE_FINAL_TYPE (UlProbeList, ul_probe_list, GTK_TYPE_BOX)

static const guint speeds_khz[] = { 100, 500, 1000, 2000, 4000, 8000, 10000, 15000 };

static GtkWidget *
make_dim_label (const char *text)
{
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_tooltip_text (label, text);
    gtk_style_context_add_class (gtk_widget_get_style_context (label), "dim-label");
    return label;
}

/* What only an open probe tells: known of the one that was used last. */
static char *
describe_status (const UlProbeStatus *status)
{
    GString *text = g_string_new (status->firmware);

    if (status->vtref_mv >= 0) {
        g_autofree char *voltage = ul_wording_voltage (status->vtref_mv);
        g_string_append_printf (text, " · %s", voltage);
    }
    if (status->speed_khz > 0) {
        g_autofree char *speed = ul_wording_speed (status->speed_khz);
        g_string_append_printf (text, " · %s", speed);
    }
    return g_string_free (text, FALSE);
}

static GtkWidget *
make_text (const UlProbeInfo *info, const UlProbeStatus *status)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *name = gtk_label_new (info->name);
    const char *parts[4] = { info->serial != NULL ? info->serial : info->id };
    guint n = 1;

    if (info->location != NULL)
        parts[n++] = info->location;
    if (info->trouble != NULL)
        parts[n++] = info->trouble;
    g_autofree char *where = g_strjoinv (" · ", (char **) parts);
    gtk_label_set_xalign (GTK_LABEL (name), 0);
    gtk_container_add (GTK_CONTAINER (box), name);
    gtk_container_add (GTK_CONTAINER (box), make_dim_label (where));
    if (status != NULL && status->firmware[0] != '\0') {
        g_autofree char *text = describe_status (status);
        gtk_container_add (GTK_CONTAINER (box), make_dim_label (text));
    }
    gtk_widget_set_hexpand (box, TRUE);
    return box;
}

static GtkWidget *
make_badge (void)
{
    GtkWidget *badge = gtk_label_new (_ ("Simulated"));

    gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
    gtk_style_context_add_class (gtk_widget_get_style_context (badge), "ul-badge");
    return badge;
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
    UlProbeList *self = UL_PROBE_LIST (user_data);
    UlProbe *probe = UL_PROBE (item);
    UlSession *session = ul_workbench_get_session (self->workbench);
    gboolean chosen = probe == ul_session_get_probe (session);
    const UlProbeStatus *status = chosen ? &ul_session_get_chip (session)->probe : NULL;
    GtkWidget *row = gtk_list_box_row_new ();
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
    GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic", GTK_ICON_SIZE_MENU);

    g_object_set (box, "margin", 8, NULL);
    gtk_widget_set_opacity (mark, chosen ? 1 : 0);
    gtk_container_add (GTK_CONTAINER (box), mark);
    gtk_container_add (GTK_CONTAINER (box), make_text (ul_probe_get_info (probe), status));
    if (ul_probe_is_simulated (probe))
        gtk_container_add (GTK_CONTAINER (box), make_badge ());
    gtk_container_add (GTK_CONTAINER (row), box);
    gtk_widget_show_all (row);
    g_object_set_data_full (G_OBJECT (row), "probe", g_object_ref (probe), g_object_unref);
    atk_object_set_name (gtk_widget_get_accessible (row), ul_probe_get_info (probe)->name);
    return row;
}

static void
add_speed (UlProbeList *self, guint khz)
{
    g_autofree char *id = g_strdup_printf ("%u", khz);
    g_autofree char *text = ul_wording_speed (khz);

    gtk_combo_box_text_append (self->speed, id, text);
}

static void
on_speed_changed (UlProbeList *self)
{
    const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->speed));

    if (id != NULL)
        ul_workbench_use_speed (self->workbench, (guint) g_ascii_strtoull (id, NULL, 10));
}

/* A profile may ask for a clock that is not among the usual ones. */
static void
show_speed (UlProbeList *self)
{
    guint khz = ul_session_get_speed (ul_workbench_get_session (self->workbench));
    g_autofree char *id = g_strdup_printf ("%u", khz);

    if (!gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->speed), id)) {
        add_speed (self, khz);
        gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->speed), id);
    }
}

static void
on_power_toggled (UlProbeList *self)
{
    ul_workbench_use_power (self->workbench, gtk_toggle_button_get_active (self->power));
}

static void
show_power (UlProbeList *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);

    g_signal_handlers_block_by_func (self->power, on_power_toggled, self);
    gtk_toggle_button_set_active (self->power, ul_session_get_power (session));
    g_signal_handlers_unblock_by_func (self->power, on_power_toggled, self);
    gtk_widget_set_visible (self->power_box, ul_session_get_chip (session)->probe.can_power);
}

void
ul_probe_list_refresh (UlProbeList *self)
{
    UlProbeSource *probes = ul_workbench_get_probes (self->workbench);

    show_speed (self);
    show_power (self);
    if (probes != NULL)
        ul_probe_source_rescan (probes);
    gtk_list_box_bind_model (self->list, G_LIST_MODEL (probes), make_row, self, NULL);
}

static void
on_rescan_clicked (UlProbeList *self)
{
    ul_probe_list_refresh (self);
}

static void
on_row_activated (UlProbeList *self, GtkListBoxRow *row)
{
    g_signal_emit (self, picked_signal, 0, g_object_get_data (G_OBJECT (row), "probe"));
}

static void
ul_probe_list_class_init (UlProbeListClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    picked_signal = g_signal_new ("picked", UL_TYPE_PROBE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, UL_TYPE_PROBE);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-probe-list.ui");
    gtk_widget_class_bind_template_child (widget_class, UlProbeList, list);
    gtk_widget_class_bind_template_child (widget_class, UlProbeList, speed);
    gtk_widget_class_bind_template_child (widget_class, UlProbeList, power_box);
    gtk_widget_class_bind_template_child (widget_class, UlProbeList, power);
    gtk_widget_class_bind_template_callback (widget_class, on_power_toggled);
    gtk_widget_class_bind_template_callback (widget_class, on_rescan_clicked);
    gtk_widget_class_bind_template_callback (widget_class, on_speed_changed);
    gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
ul_probe_list_init (UlProbeList *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}

UlProbeList *
ul_probe_list_new (UlWorkbench *workbench)
{
    UlProbeList *self = g_object_new (UL_TYPE_PROBE_LIST, "visible", TRUE, NULL);

    self->workbench = workbench;
    for (guint i = 0; i < G_N_ELEMENTS (speeds_khz); i++)
        add_speed (self, speeds_khz[i]);
    return self;
}
