/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-shortcuts.h"

#include "ul-screen.h"

#include <glib/gi18n.h>

#define SHORTCUT "ul-shortcut"
#define WIDTH    560 /* pixels */
#define HEIGHT   620
#define BESIDE   100 /* of the screen's height, what stays free */

/* Of each place where they work. @accelerators are those of GtkShortcutLabel: each does the same,
 * or the part of the words that it comes at. */
static const struct {
    const char *place;   /* (nullable): the one before */
    const char *context; /* (nullable): of the message */
    const char *words;
    const char *accelerators;
} shortcuts[] = {
    { N_ ("Files"), NULL, N_ ("Open files"), "<Primary>o" },
    { NULL, NULL, N_ ("Open a profile"), "<Primary><Shift>o" },
    { NULL, NULL, N_ ("Save the profile"), "<Primary>s" },
    { NULL, NULL, N_ ("Save the profile under another name"), "<Primary><Shift>s" },
    { NULL, NULL, N_ ("Reload files and look at the chip again"), "<Primary>r F5" },
    { N_ ("Chip"), NULL, N_ ("Program"), "F7 <Primary>p" },
    { NULL, NULL, N_ ("Verify"), "<Primary>e" },
    { NULL, NULL, N_ ("Erase"), "F4" },
    { NULL, NULL, N_ ("Unlock"), "<Primary>u" },
    { NULL, "action", NC_ ("action", "Read"), "<Primary>d" },
    { NULL, NULL, N_ ("Stop the running job"), "Escape" },
    { N_ ("Window"), NULL, N_ ("Go to an address"), "<Primary>g" },
    { NULL, NULL, N_ ("Look at map, list or bytes"), "<Primary>1 <Primary>2 <Primary>3" },
    { NULL, NULL, N_ ("First difference between chip and files"), "<Primary><Shift>d" },
    { NULL, NULL, N_ ("Menu of the selected sectors"), "<Shift>F10 Menu" },
    { NULL, NULL, N_ ("Next and previous part of the window"), "F6 <Shift>F6" },
    { NULL, NULL, N_ ("Show the sector's details"), "F9" },
    { NULL, NULL, N_ ("Show the log"), "<Primary>l" },
    { NULL, NULL, N_ ("Explain the log of another program"), "<Primary><Shift>e" },
    { NULL, NULL, N_ ("Main menu"), "F10" },
    { NULL, NULL, N_ ("Help"), "F1" },
    { NULL, NULL, N_ ("Keyboard shortcuts"), "<Primary>question <Primary>F1" },
    { NULL, NULL, N_ ("Close the window"), "<Primary>w" },
    { NULL, NULL, N_ ("Quit"), "<Primary>q" },
    { N_ ("Sector Map"), NULL, N_ ("Next and previous sector with a problem"),
      "<Primary>Down <Primary>Up" },
    { NULL, NULL, N_ ("Larger sectors"), "<Primary>plus" },
    { NULL, NULL, N_ ("Smaller sectors"), "<Primary>minus" },
    { NULL, NULL, N_ ("As large as fits"), "<Primary>0" },
    { NULL, NULL, N_ ("First and last sector"), "<Primary>Home <Primary>End" },
    { NULL, NULL, N_ ("Details of the sector"), "Return" },
};

static const char *
get_words (guint i)
{
    return shortcuts[i].context != NULL
               ? g_dpgettext2 (NULL, shortcuts[i].context, shortcuts[i].words)
               : _ (shortcuts[i].words);
}

/* Returns: (transfer full): as people say it: "F7 / Ctrl+P" */
static char *
name_keys (const char *accelerators)
{
    g_auto (GStrv) all = g_strsplit (accelerators, " ", -1);

    for (guint i = 0; all[i] != NULL; i++) {
        GdkModifierType modifiers;
        guint key;
        gtk_accelerator_parse (all[i], &key, &modifiers);
        g_free (all[i]);
        all[i] = gtk_accelerator_get_label (key, modifiers);
    }
    return g_strjoinv (" / ", all);
}

static GtkWidget *
make_row (guint i)
{
    GtkWidget *row = gtk_list_box_row_new ();
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *label = gtk_label_new (get_words (i));
    GtkWidget *keys = gtk_shortcut_label_new (shortcuts[i].accelerators);
    g_autofree char *spoken = name_keys (shortcuts[i].accelerators);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_widget_set_halign (keys, GTK_ALIGN_END);
    g_object_set (box, "margin", 6, NULL);
    gtk_box_pack_start (GTK_BOX (box), label, TRUE, TRUE, 0);
    gtk_box_pack_end (GTK_BOX (box), keys, FALSE, FALSE, 0);
    gtk_container_add (GTK_CONTAINER (row), box);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
    g_object_set_data (G_OBJECT (row), SHORTCUT, GUINT_TO_POINTER (i));
    atk_object_set_name (gtk_widget_get_accessible (row), get_words (i));
    atk_object_set_description (gtk_widget_get_accessible (row), spoken);
    gtk_widget_show_all (row);
    return row;
}

static guint
index_of (GtkListBoxRow *row)
{
    return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), SHORTCUT));
}

/* Returns: the first one of its place */
static guint
find_place (GtkListBoxRow *row)
{
    guint i = index_of (row);

    while (shortcuts[i].place == NULL)
        i--;
    return i;
}

static void
add_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer unused)
{
    GtkWidget *heading;

    if (before != NULL && find_place (before) == find_place (row)) {
        gtk_list_box_row_set_header (row, NULL);
        return;
    }
    heading = gtk_label_new (_ (shortcuts[find_place (row)].place));
    gtk_label_set_xalign (GTK_LABEL (heading), 0);
    g_object_set (heading, "margin", 6, "margin-top", 12, NULL);
    gtk_style_context_add_class (gtk_widget_get_style_context (heading), "ul-heading");
    gtk_widget_show (heading);
    gtk_list_box_row_set_header (row, heading);
}

static gboolean
is_sought (GtkListBoxRow *row, gpointer entry)
{
    g_autofree char *wanted = g_utf8_casefold (gtk_entry_get_text (GTK_ENTRY (entry)), -1);
    g_autofree char *words = g_utf8_casefold (get_words (index_of (row)), -1);

    return strstr (words, wanted) != NULL;
}

static GtkWidget *
make_search (void)
{
    GtkWidget *entry = gtk_search_entry_new ();

    g_object_set (entry, "margin", 12, NULL);
    atk_object_set_name (gtk_widget_get_accessible (entry), _ ("Search Shortcuts"));
    return entry;
}

static GtkWidget *
make_list (GtkWidget *search)
{
    GtkWidget *list = gtk_list_box_new ();

    for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
        gtk_container_add (GTK_CONTAINER (list), make_row (i));
    gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
    gtk_list_box_set_header_func (GTK_LIST_BOX (list), add_heading, NULL, NULL);
    gtk_list_box_set_filter_func (GTK_LIST_BOX (list), is_sought, search, NULL);
    atk_object_set_name (gtk_widget_get_accessible (list), _ ("Keyboard Shortcuts"));
    g_signal_connect_object (search, "search-changed", G_CALLBACK (gtk_list_box_invalidate_filter),
                             list, G_CONNECT_SWAPPED);
    return list;
}

static void
fill (GtkWidget *dialog)
{
    GtkBox *area = GTK_BOX (gtk_dialog_get_content_area (GTK_DIALOG (dialog)));
    GtkWidget *search = make_search (), *scroller = gtk_scrolled_window_new (NULL, NULL);

    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                    GTK_POLICY_AUTOMATIC);
    gtk_container_add (GTK_CONTAINER (scroller), make_list (search));
    gtk_box_pack_start (area, search, FALSE, FALSE, 0);
    gtk_box_pack_start (area, scroller, TRUE, TRUE, 0);
    gtk_widget_show_all (GTK_WIDGET (area));
    g_signal_connect_object (search, "stop-search", G_CALLBACK (gtk_window_close), dialog,
                             G_CONNECT_SWAPPED);
}

void
ul_shortcuts_show (GtkWindow *parent)
{
    GtkWidget *dialog = gtk_dialog_new_with_buttons (
        _ ("Keyboard Shortcuts"), parent,
        GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT | GTK_DIALOG_USE_HEADER_BAR, NULL, NULL);
    int width, height;

    fill (dialog);
    ul_screen_get_room (dialog, &width, &height);
    gtk_window_set_default_size (GTK_WINDOW (dialog), WIDTH, MIN (HEIGHT, height - BESIDE));
    g_signal_connect (dialog, "response", G_CALLBACK (gtk_widget_destroy), NULL);
    gtk_widget_show (dialog);
}
