/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A module that GTK loads into the program (GTK_MODULES): on SIGUSR1 it writes down how each text
 * that is shown fits where it stands, which nobody can tell from outside. On SIGUSR2 it does what
 * the window's action of a name does, whatever its button is called in some language.
 *
 *   UNLATCH_LOOK_FILE       the file that it writes; with .do at its end, the action: view('list')
 *   UNLATCH_LOOK_DIRECTION  rtl: as where people write from right to left, whose locale needs not
 * be installed
 */
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_MODULE_EXPORT void gtk_module_init (int *argc, char ***argv);

static JsonArray *found;

static const char *
find_tooltip (GtkWidget *widget)
{
    for (; widget != NULL; widget = gtk_widget_get_parent (widget)) {
        const char *text = gtk_widget_get_tooltip_text (widget);
        if (text != NULL)
            return text;
    }
    return NULL;
}

/* How far a widget sticks out of what holds it; what can be scrolled holds anything. */
static int
measure_overhang (GtkWidget *widget)
{
    int most = 0;

    for (GtkWidget *holder = gtk_widget_get_parent (widget);
         holder != NULL && !GTK_IS_SCROLLABLE (holder); holder = gtk_widget_get_parent (holder)) {
        int x = 0, y = 0;
        if (!gtk_widget_translate_coordinates (widget, holder, 0, 0, &x, &y))
            break;
        int right = x + gtk_widget_get_allocated_width (widget);
        int bottom = y + gtk_widget_get_allocated_height (widget);
        most = MAX (most, MAX (-x, -y));
        most = MAX (most, right - gtk_widget_get_allocated_width (holder));
        most = MAX (most, bottom - gtk_widget_get_allocated_height (holder));
    }
    return most;
}

static void
add_place (JsonObject *object, GtkWidget *widget)
{
    GtkWidget *window = gtk_widget_get_toplevel (widget);
    JsonArray *box = json_array_new ();
    int x = 0, y = 0;

    gtk_widget_translate_coordinates (widget, window, 0, 0, &x, &y);
    json_array_add_int_element (box, x);
    json_array_add_int_element (box, y);
    json_array_add_int_element (box, gtk_widget_get_allocated_width (widget));
    json_array_add_int_element (box, gtk_widget_get_allocated_height (widget));
    json_object_set_array_member (object, "box", box);
    json_object_set_int_member (object, "window", gtk_widget_get_allocated_width (window));
    json_object_set_int_member (object, "overhang", measure_overhang (widget));
    json_object_set_boolean_member (object, "rtl",
                                    gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL);
    json_object_set_string_member (object, "class", G_OBJECT_TYPE_NAME (widget));
    json_object_set_string_member (object, "name", gtk_buildable_get_name (GTK_BUILDABLE (widget)));
    json_object_set_string_member (object, "tooltip", find_tooltip (widget));
}

static void
add (GtkWidget *widget, const char *text, gboolean shortened, gboolean squeezed)
{
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "text", text);
    json_object_set_boolean_member (object, "shortened", shortened);
    json_object_set_boolean_member (object, "squeezed", squeezed);
    add_place (object, widget);
    json_array_add_object_element (found, object);
}

/* Not ellipsized, where a tooltip can tell the rest: something is wrong. */
static gboolean
is_label_squeezed (GtkLabel *label)
{
    PangoLayout *layout = gtk_label_get_layout (label);
    int width, height;

    pango_layout_get_pixel_size (layout, &width, &height);
    return width > gtk_widget_get_allocated_width (GTK_WIDGET (label)) + 1 ||
           height > gtk_widget_get_allocated_height (GTK_WIDGET (label)) + 1;
}

static void
add_label (GtkLabel *label)
{
    add (GTK_WIDGET (label), gtk_label_get_text (label),
         pango_layout_is_ellipsized (gtk_label_get_layout (label)), is_label_squeezed (label));
}

static gboolean
is_placeholder_cut (GtkEntry *entry)
{
    g_autoptr (PangoLayout) layout =
        gtk_widget_create_pango_layout (GTK_WIDGET (entry), gtk_entry_get_placeholder_text (entry));
    GdkRectangle area;
    int width;

    gtk_entry_get_text_area (entry, &area);
    pango_layout_get_pixel_size (layout, &width, NULL);
    return width > area.width;
}

static void
look (GtkWidget *widget, gpointer unused)
{
    if (!gtk_widget_get_mapped (widget))
        return;
    if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
        add_label (GTK_LABEL (widget));
    else if (GTK_IS_ENTRY (widget) && gtk_entry_get_placeholder_text (GTK_ENTRY (widget)) != NULL)
        add (widget, gtk_entry_get_placeholder_text (GTK_ENTRY (widget)),
             is_placeholder_cut (GTK_ENTRY (widget)), FALSE);
    else if (GTK_IS_BUTTON (widget) || GTK_IS_DRAWING_AREA (widget))
        add (widget, "", FALSE, FALSE);
    if (GTK_IS_CONTAINER (widget))
        gtk_container_forall (GTK_CONTAINER (widget), look, NULL);
}

static gboolean
write_down (gpointer unused)
{
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
    g_autoptr (GList) windows = gtk_window_list_toplevels ();

    found = json_array_new ();
    for (GList *l = windows; l != NULL; l = l->next)
        look (l->data, NULL);
    json_node_take_array (node, found);
    g_autofree char *text = json_to_string (node, FALSE);
    g_file_set_contents (g_getenv ("UNLATCH_LOOK_FILE"), text, -1, NULL);
    return G_SOURCE_CONTINUE;
}

static gboolean
activate (gpointer unused)
{
    g_autofree char *path = g_strconcat (g_getenv ("UNLATCH_LOOK_FILE"), ".do", NULL);
    GtkWindow *window =
        gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));
    g_autoptr (GVariant) parameter = NULL;
    g_autofree char *text = NULL, *name = NULL;

    if (g_file_get_contents (path, &text, NULL, NULL) && g_unlink (path) == 0 &&
        g_action_parse_detailed_name (text, &name, &parameter, NULL))
        g_action_group_activate_action (G_ACTION_GROUP (window), name, parameter);
    return G_SOURCE_CONTINUE;
}

void
gtk_module_init (int *argc, char ***argv)
{
    if (g_strcmp0 (g_getenv ("UNLATCH_LOOK_DIRECTION"), "rtl") == 0)
        gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
    g_unix_signal_add (SIGUSR1, write_down, NULL);
    g_unix_signal_add (SIGUSR2, activate, NULL);
}
