/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-recent-list.h"

#include "ul-file-kind.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define FIRMWARE_GROUP "Unlatch-firmware"
#define PROFILE_GROUP  "Unlatch-profile"
#define MAX_RECENT     10

struct _UlRecentList {
    GtkBox parent_instance;

    GtkWidget *open;
    GtkWidget *heading;
    GtkWidget *scroller;
    GtkContainer *list;

    gboolean profiles;
};

enum { PROP_PROFILES = 1 };

static guint picked_signal;

G_DEFINE_FINAL_TYPE (UlRecentList, ul_recent_list, GTK_TYPE_BOX)

static gboolean
is_ours (UlRecentList *self, GtkRecentInfo *info)
{
    UlFileKind kind = ul_file_kind_by_name (gtk_recent_info_get_display_name (info));

    if (self->profiles)
        return kind == UL_FILE_KIND_PROFILE;
    return kind == UL_FILE_KIND_FIRMWARE || gtk_recent_info_has_group (info, FIRMWARE_GROUP);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
    time_t time_a = gtk_recent_info_get_modified ((GtkRecentInfo *) a);
    time_t time_b = gtk_recent_info_get_modified ((GtkRecentInfo *) b);

    return (time_a < time_b) - (time_a > time_b);
}

static GtkWidget *
make_row (GtkRecentInfo *info)
{
    GtkWidget *row = gtk_list_box_row_new ();
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *name = gtk_label_new (gtk_recent_info_get_display_name (info));
    g_autofree char *folder = gtk_recent_info_get_uri_display (info);
    GtkWidget *where = gtk_label_new (folder);

    g_object_set (box, "margin", 6, NULL);
    gtk_label_set_xalign (GTK_LABEL (name), 0);
    gtk_label_set_xalign (GTK_LABEL (where), 0);
    gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
    gtk_label_set_ellipsize (GTK_LABEL (where), PANGO_ELLIPSIZE_START);
    gtk_style_context_add_class (gtk_widget_get_style_context (where), "dim-label");
    gtk_container_add (GTK_CONTAINER (box), name);
    gtk_container_add (GTK_CONTAINER (box), where);
    gtk_container_add (GTK_CONTAINER (row), box);
    gtk_widget_set_tooltip_text (row, folder);
    gtk_widget_show_all (row);
    g_object_set_data_full (G_OBJECT (row), "uri", g_strdup (gtk_recent_info_get_uri (info)),
                            g_free);
    atk_object_set_name (gtk_widget_get_accessible (row), gtk_recent_info_get_display_name (info));
    return row;
}

static GList *
list_recent (UlRecentList *self)
{
    GList *all = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
    GList *ours = NULL;

    for (GList *l = all; l != NULL; l = l->next)
        if (is_ours (self, l->data))
            ours = g_list_prepend (ours, gtk_recent_info_ref (l->data));
    g_list_free_full (all, (GDestroyNotify) gtk_recent_info_unref);
    return g_list_sort (ours, compare_newest_first);
}

void
ul_recent_list_refresh (UlRecentList *self)
{
    g_autoptr (GList) rows = gtk_container_get_children (self->list);
    GList *recent = list_recent (self);
    guint n = 0;

    g_list_foreach (rows, (GFunc) gtk_widget_destroy, NULL);
    for (GList *l = recent; l != NULL && n < MAX_RECENT; l = l->next, n++)
        gtk_container_add (self->list, make_row (l->data));
    gtk_widget_set_visible (self->heading, n > 0);
    gtk_widget_set_visible (self->scroller, n > 0);
    g_list_free_full (recent, (GDestroyNotify) gtk_recent_info_unref);
}

static void
on_row_activated (UlRecentList *self, GtkListBoxRow *row)
{
    g_autoptr (GFile) file = g_file_new_for_uri (g_object_get_data (G_OBJECT (row), "uri"));

    g_signal_emit (self, picked_signal, 0, file);
}

void
ul_recent_list_remember (GFile *file)
{
    static char *firmware[] = { FIRMWARE_GROUP, NULL };
    static char *profile[] = { PROFILE_GROUP, NULL };
    g_autofree char *uri = g_file_get_uri (file);
    g_autofree char *exec = g_strjoin (" ", g_get_prgname (), "%u", NULL);
    GtkRecentData data = {
        .mime_type = (char *) ul_file_kind_get_mime (file),
        .app_name = (char *) g_get_application_name (),
        .app_exec = exec,
        .groups = ul_file_kind_is_profile (file) ? profile : firmware,
    };

    /* GTK would complain to nobody of a folder that can be neither made nor written to. */
    if (g_mkdir_with_parents (g_get_user_data_dir (), 0700) != 0 ||
        g_access (g_get_user_data_dir (), W_OK) != 0)
        return;
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
ul_recent_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
    UL_RECENT_LIST (object)->profiles = g_value_get_boolean (value);
}

static void
ul_recent_list_constructed (GObject *object)
{
    UlRecentList *self = UL_RECENT_LIST (object);
    AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (self->list));

    G_OBJECT_CLASS (ul_recent_list_parent_class)->constructed (object);
    gtk_widget_set_visible (self->open, !self->profiles);
    gtk_label_set_text (GTK_LABEL (self->heading),
                        self->profiles ? _ ("RECENT PROFILES") : _ ("RECENT FILES"));
    atk_object_set_name (accessible, self->profiles ? _ ("Recent Profiles") : _ ("Recent Files"));
}

static void
ul_recent_list_class_init (UlRecentListClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->set_property = ul_recent_list_set_property;
    object_class->constructed = ul_recent_list_constructed;
    g_object_class_install_property (
        object_class, PROP_PROFILES,
        g_param_spec_boolean ("profiles", NULL, NULL, FALSE,
                              G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));

    picked_signal = g_signal_new ("picked", UL_TYPE_RECENT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-recent-list.ui");
    gtk_widget_class_bind_template_child (widget_class, UlRecentList, open);
    gtk_widget_class_bind_template_child (widget_class, UlRecentList, heading);
    gtk_widget_class_bind_template_child (widget_class, UlRecentList, scroller);
    gtk_widget_class_bind_template_child (widget_class, UlRecentList, list);
    gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
ul_recent_list_init (UlRecentList *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}
