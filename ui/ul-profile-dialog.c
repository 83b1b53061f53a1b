/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-profile-dialog.h"

#include "ul-screen.h"

#include <glib/gi18n.h>

#define MAX_WORDS 4
#define ABOVE     140 /* pixels of the screen that are left for frame, heading and panels */

typedef enum {
    KIND_LINE,   /* GtkEntry */
    KIND_HEX,    /* GtkEntry; empty: %UL_PROFILE_UNSET */
    KIND_VOLTS,  /* GtkSpinButton */
    KIND_WORD,   /* GtkComboBoxText; the position is the number */
    KIND_SWITCH, /* GtkSwitch */
    KIND_COUNT,  /* GtkEntry; a number */
} Kind;

typedef struct {
    const char *heading; /* (nullable): before it */
    UlProfileKey key;
    Kind kind;
    const char *label;
    const char *hint; /* (nullable): tooltip */
    const char *words[MAX_WORDS];
} Field;

static const Field fields[] = {
    { N_ ("Project"), UL_PROFILE_NAME, KIND_LINE, N_ ("_Name"), NULL, { NULL } },
    { NULL, UL_PROFILE_NOTE, KIND_LINE, N_ ("N_ote"), NULL, { NULL } },
    { N_ ("Chip and Probe"),
      UL_PROFILE_EXPECT_ID,
      KIND_HEX,
      N_ ("Expected SD_ID"),
      N_ ("The identification register (SDID) that the chip must have, such as 0x25152486. Another "
          "chip is not changed. Empty: any"),
      { NULL } },
    { NULL,
      UL_PROFILE_MIN_MILLIVOLTS,
      KIND_VOLTS,
      N_ ("Least _supply in volts"),
      N_ ("Below it the chip is not changed. 0: any"),
      { NULL } },
    { NULL,
      UL_PROFILE_CONNECT,
      KIND_WORD,
      N_ ("Connec_t"),
      NULL,
      { N_ ("Without reset, then under reset"), N_ ("Without reset"), N_ ("Under reset") } },
    { N_ ("Job"),
      UL_PROFILE_ERASE,
      KIND_WORD,
      N_ ("Eras_e"),
      NULL,
      { N_ ("What the files need"), N_ ("A range as well"), N_ ("Everything") } },
    { NULL,
      UL_PROFILE_SELECTED,
      KIND_LINE,
      N_ ("_Range to erase"),
      N_ ("Such as 0x8000-0x8FFF"),
      { NULL } },
    { NULL,
      UL_PROFILE_KEEP,
      KIND_LINE,
      N_ ("Ranges to _keep"),
      N_ ("That no job may change, such as 0x1F000-0x1FFFF; several are separated by semicolons"),
      { NULL } },
    { NULL,
      UL_PROFILE_SKIP_PROTECTED,
      KIND_SWITCH,
      N_ ("Leave _protected sectors out"),
      N_ ("Instead of stopping before anything is done"),
      { NULL } },
    { NULL,
      UL_PROFILE_BACKUP,
      KIND_SWITCH,
      N_ ("_Back up what is erased"),
      N_ ("So that it can be restored"),
      { NULL } },
    { NULL,
      UL_PROFILE_VERIFY,
      KIND_WORD,
      N_ ("_Verify"),
      NULL,
      { N_ ("Read everything back"), N_ ("By a checksum on the chip"), N_ ("No") } },
    { NULL,
      UL_PROFILE_RESET,
      KIND_WORD,
      N_ ("After_wards"),
      NULL,
      { N_ ("Start the program"), N_ ("Reset and halt") } },
    { N_ ("Lock"),
      UL_PROFILE_UNLOCK,
      KIND_WORD,
      N_ ("A locked chip is _unlocked"),
      NULL,
      { N_ ("After a question"), N_ ("Never"), N_ ("Without a question") } },
    { NULL,
      UL_PROFILE_LOCK_BYTES,
      KIND_WORD,
      N_ ("A _file that locks the chip"),
      N_ ("A lock for ever is always asked about"),
      { N_ ("Ask"), N_ ("Is written as it is"), N_ ("Is written so that it stays open") } },
    { N_ ("Each Board"),
      UL_PROFILE_SERIAL_ADDRESS,
      KIND_HEX,
      N_ ("Seria_l number at"),
      N_ ("The address where each board gets a number of its own, such as 0x1F000. Empty: none"),
      { NULL } },
    { NULL,
      UL_PROFILE_SERIAL_FORMAT,
      KIND_WORD,
      N_ ("For_m of the number"),
      NULL,
      { N_ ("Number, least byte first"), N_ ("Number, greatest byte first"), N_ ("Decimal text"),
        N_ ("Hexadecimal text") } },
    { NULL,
      UL_PROFILE_SERIAL_WIDTH,
      KIND_COUNT,
      N_ ("B_ytes or digits"),
      N_ ("From 1 to 16"),
      { NULL } },
    { NULL,
      UL_PROFILE_SERIAL_PREFIX,
      KIND_LINE,
      N_ ("Te_xt before it"),
      N_ ("Such as SN-; only where it is a text"),
      { NULL } },
    { NULL,
      UL_PROFILE_SERIAL_FIRST,
      KIND_COUNT,
      N_ ("Numbers be_gin with"),
      N_ ("Numbers go on from the last one that was given out; a first one that is raised goes "
          "before it"),
      { NULL } },
    { NULL, UL_PROFILE_SERIAL_STEP, KIND_COUNT, N_ ("Step from boar_d to board"), NULL, { NULL } },
    { NULL,
      UL_PROFILE_SERIAL_REPLACE,
      KIND_SWITCH,
      N_ ("Replaces what t_he file has there"),
      N_ ("Instead of refusing a file that has bytes at this place"),
      { NULL } },
    { NULL,
      UL_PROFILE_SERIAL_COUNTER,
      KIND_LINE,
      N_ ("Counter kept in"),
      N_ ("A file, seen from the folder of the profile. Empty: a place of this computer's own"),
      { NULL } },
    { NULL,
      UL_PROFILE_RECORD,
      KIND_LINE,
      N_ ("Record of boards in"),
      N_ ("A file that gets a line for each board, seen from the folder of the profile. Empty: "
          "none"),
      { NULL } },
};

struct _UlProfileDialog {
    GtkDialog parent_instance;

    GtkLabel *complaint;
    GtkWidget *widgets[G_N_ELEMENTS (fields)];
    UlProfile *profile;
};

G_DEFINE_FINAL_TYPE (UlProfileDialog, ul_profile_dialog, GTK_TYPE_DIALOG)

/* --- one field ------------------------------------------------------------------------------- */

/* The wheel turns the page, and not the value that happens to come under the pointer meanwhile. */
static gboolean
on_scroll (GtkWidget *widget)
{
    g_signal_stop_emission_by_name (widget, "scroll-event");
    return GDK_EVENT_PROPAGATE;
}

static GtkWidget *
make_combo (const Field *field)
{
    GtkWidget *combo = gtk_combo_box_text_new ();

    for (guint i = 0; i < MAX_WORDS && field->words[i] != NULL; i++)
        gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo), _ (field->words[i]));
    return combo;
}

static GtkWidget *
make_widget (const Field *field)
{
    GtkWidget *widget = NULL;

    switch (field->kind) {
    case KIND_LINE:
    case KIND_HEX:
    case KIND_COUNT:
        widget = gtk_entry_new ();
        gtk_entry_set_activates_default (GTK_ENTRY (widget), TRUE);
        break;
    case KIND_VOLTS:
        widget = gtk_spin_button_new_with_range (0, 5, 0.1);
        gtk_spin_button_set_digits (GTK_SPIN_BUTTON (widget), 2);
        break;
    case KIND_WORD:
        widget = make_combo (field);
        break;
    case KIND_SWITCH:
    default:
        widget = gtk_switch_new ();
        gtk_widget_set_halign (widget, GTK_ALIGN_START);
        break;
    }
    g_signal_connect (widget, "scroll-event", G_CALLBACK (on_scroll), NULL);
    if (field->hint != NULL)
        gtk_widget_set_tooltip_text (widget, _ (field->hint));
    gtk_widget_set_hexpand (widget, TRUE);
    return widget;
}

static void
show_hex (GtkEntry *entry, gint64 number)
{
    g_autofree char *text =
        number != UL_PROFILE_UNSET ? g_strdup_printf ("0x%08X", (guint) number) : g_strdup ("");

    gtk_entry_set_text (entry, text);
}

static void
show_count (GtkEntry *entry, gint64 number)
{
    g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

    gtk_entry_set_text (entry, text);
}

static void
show_value (GtkWidget *widget, const Field *field, UlProfile *profile)
{
    gint64 number =
        field->kind != KIND_LINE ? ul_profile_get_number (profile, field->key) : UL_PROFILE_UNSET;

    switch (field->kind) {
    case KIND_LINE:
        gtk_entry_set_text (GTK_ENTRY (widget), ul_profile_get_text (profile, field->key));
        break;
    case KIND_HEX:
        show_hex (GTK_ENTRY (widget), number);
        break;
    case KIND_COUNT:
        show_count (GTK_ENTRY (widget), number);
        break;
    case KIND_VOLTS:
        gtk_spin_button_set_value (GTK_SPIN_BUTTON (widget), (double) number / 1000);
        break;
    case KIND_WORD:
        gtk_combo_box_set_active (GTK_COMBO_BOX (widget), (int) number);
        break;
    case KIND_SWITCH:
    default:
        gtk_switch_set_active (GTK_SWITCH (widget), number != 0);
        break;
    }
}

static gboolean
read_hex (GtkEntry *entry, gint64 *number, GError **error)
{
    const char *text = gtk_entry_get_text (entry);
    const char *digits = g_ascii_strncasecmp (text, "0x", 2) == 0 ? text + 2 : text;
    guint64 value = 0;

    *number = UL_PROFILE_UNSET;
    if (text[0] == '\0')
        return TRUE;
    if (!g_ascii_string_to_unsigned (digits, 16, 0, G_MAXUINT32, &value, NULL)) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("“%s” is not a hexadecimal number of at most eight digits"), text);
        return FALSE;
    }
    *number = (gint64) value;
    return TRUE;
}

static gboolean
take_value (GtkWidget *widget, const Field *field, UlProfile *profile, GError **error)
{
    gint64 number = 0;

    switch (field->kind) {
    case KIND_LINE:
    case KIND_COUNT:
        return ul_profile_set_written (profile, field->key, gtk_entry_get_text (GTK_ENTRY (widget)),
                                       error);
    case KIND_HEX:
        if (!read_hex (GTK_ENTRY (widget), &number, error))
            return FALSE;
        break;
    case KIND_VOLTS:
        number = (gint64) (gtk_spin_button_get_value (GTK_SPIN_BUTTON (widget)) * 1000 + 0.5);
        break;
    case KIND_WORD:
        number = gtk_combo_box_get_active (GTK_COMBO_BOX (widget));
        break;
    case KIND_SWITCH:
    default:
        number = gtk_switch_get_active (GTK_SWITCH (widget));
        break;
    }
    ul_profile_set_number (profile, field->key, number);
    return TRUE;
}

/* --- all of them ----------------------------------------------------------------------------- */

static int
add_heading (GtkGrid *grid, const char *text, int row)
{
    GtkWidget *heading = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (heading), 0);
    gtk_widget_set_margin_top (heading, row > 0 ? 12 : 0);
    gtk_style_context_add_class (gtk_widget_get_style_context (heading), "ul-heading");
    gtk_grid_attach (grid, heading, 0, row, 2, 1);
    return row + 1;
}

static void
add_field (UlProfileDialog *self, GtkGrid *grid, guint index, int row)
{
    GtkWidget *label = gtk_label_new_with_mnemonic (_ (fields[index].label));
    GtkWidget *widget = make_widget (&fields[index]);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
    atk_object_set_name (gtk_widget_get_accessible (widget),
                         gtk_label_get_text (GTK_LABEL (label)));
    gtk_grid_attach (grid, label, 0, row, 1, 1);
    gtk_grid_attach (grid, widget, 1, row, 1, 1);
    self->widgets[index] = widget;
}

static GtkWidget *
make_grid (UlProfileDialog *self)
{
    GtkWidget *grid = gtk_grid_new ();
    int row = 0;

    g_object_set (grid, "row-spacing", 6, "column-spacing", 18, "margin", 18, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++, row++) {
        if (fields[i].heading != NULL)
            row = add_heading (GTK_GRID (grid), _ (fields[i].heading), row);
        add_field (self, GTK_GRID (grid), i, row);
    }
    return grid;
}

/* A profile that nobody sees takes the values first: none is changed when one is wrong. */
gboolean
ul_profile_dialog_apply (UlProfileDialog *self)
{
    g_autoptr (UlProfile) draft = ul_profile_new ();
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        if (!take_value (self->widgets[i], &fields[i], draft, &error)) {
            gtk_label_set_text (self->complaint, error->message);
            gtk_widget_show (GTK_WIDGET (self->complaint));
            gtk_widget_grab_focus (self->widgets[i]);
            return FALSE;
        }
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        take_value (self->widgets[i], &fields[i], self->profile, NULL);
    return TRUE;
}

static void
ul_profile_dialog_finalize (GObject *object)
{
    g_clear_object (&UL_PROFILE_DIALOG (object)->profile);
    G_OBJECT_CLASS (ul_profile_dialog_parent_class)->finalize (object);
}

static void
ul_profile_dialog_class_init (UlProfileDialogClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = ul_profile_dialog_finalize;
}

static void
ul_profile_dialog_init (UlProfileDialog *self)
{
}

static void
add_complaint (UlProfileDialog *self, GtkContainer *content)
{
    GtkWidget *label = gtk_label_new (NULL);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    g_object_set (label, "margin", 12, "no-show-all", TRUE, NULL);
    gtk_style_context_add_class (gtk_widget_get_style_context (label), "error");
    gtk_container_add (content, label);
    self->complaint = GTK_LABEL (label);
}

/* All of it where the screen is high enough, with room for the heading. */
static int
get_height (UlProfileDialog *self)
{
    int width, height;

    ul_screen_get_room (GTK_WIDGET (self), &width, &height);
    return MAX (height - ABOVE, 200);
}

static void
fill (UlProfileDialog *self)
{
    GtkContainer *content = GTK_CONTAINER (gtk_dialog_get_content_area (GTK_DIALOG (self)));
    GtkWidget *scroller = gtk_scrolled_window_new (NULL, NULL);

    add_complaint (self, content);
    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                    GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
    gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), get_height (self));
    gtk_widget_set_vexpand (scroller, TRUE);
    gtk_container_add (GTK_CONTAINER (scroller), make_grid (self));
    gtk_container_add (content, scroller);
    gtk_widget_show_all (GTK_WIDGET (content));
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        show_value (self->widgets[i], &fields[i], self->profile);
}

/* What is there now is what one would have to type. */
static void
suggest_id (UlProfileDialog *self, guint32 sdid)
{
    g_autofree char *text = g_strdup_printf ("0x%08X", sdid);

    for (guint i = 0; sdid != 0 && i < G_N_ELEMENTS (fields); i++)
        if (fields[i].key == UL_PROFILE_EXPECT_ID)
            gtk_entry_set_placeholder_text (GTK_ENTRY (self->widgets[i]), text);
}

UlProfileDialog *
ul_profile_dialog_new (GtkWindow *parent, UlProfile *profile, guint32 sdid)
{
    UlProfileDialog *self =
        g_object_new (UL_TYPE_PROFILE_DIALOG, "use-header-bar", TRUE, "transient-for", parent,
                      "modal", TRUE, "destroy-with-parent", TRUE, "title", _ ("Profile Settings"),
                      NULL);

    self->profile = g_object_ref (profile);
    gtk_dialog_add_buttons (GTK_DIALOG (self), _ ("_Cancel"), GTK_RESPONSE_CANCEL, _ ("_Apply"),
                            GTK_RESPONSE_ACCEPT, NULL);
    gtk_dialog_set_default_response (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT);
    fill (self);
    suggest_id (self, sdid);
    return self;
}
