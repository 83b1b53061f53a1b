/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-unlock-question.h"

#include "ul-question.h"
#include "ul-wording.h"

#include <glib/gi18n.h>

static char *
name_memories (const UlDevice *device)
{
    guint32 program = ul_device_get_flash_size (device);
    guint32 others = ul_device_get_storage_size (device) - program;
    g_autofree char *flash = ul_wording_size (program), *rest = ul_wording_size (others);
    const UlRegion *last = &device->regions[device->n_regions - 1];

    if (others == 0) /* Translators: a size, which "All %s, including bootloader..." takes */
        return g_strdup_printf (_ ("%s of flash"), flash);
    if (ul_device_has_emulated (device, last) && others > last->size) {
        g_autofree char *data = ul_wording_size (others - last->size);
        g_autofree char *eeprom = ul_wording_size (last->size);
        return g_strdup_printf (_ ("%s of flash, %s of data flash and %s of emulated EEPROM"),
                                flash, data, eeprom);
    }
    if (last->kind == UL_REGION_EEPROM)
        return g_strdup_printf (_ ("%s of flash and %s of EEPROM"), flash, rest);
    return g_strdup_printf (_ ("%s of flash and %s of data flash"), flash, rest);
}

/* There is a way without an erase, but not for a probe. */
static void
add_key (GtkWidget *question, const char *text)
{
    GtkWidget *area = gtk_message_dialog_get_message_area (GTK_MESSAGE_DIALOG (question));
    GtkWidget *expander = gtk_expander_new_with_mnemonic (_ ("The _backdoor key"));
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_selectable (GTK_LABEL (label), TRUE);
    gtk_widget_set_margin_start (label, 18); /* under the title of the expander */
    gtk_widget_set_margin_top (label, 6);
    gtk_container_add (GTK_CONTAINER (expander), label);
    gtk_container_add (GTK_CONTAINER (area), expander);
    gtk_widget_show_all (expander);
}

GtkWidget *
ul_unlock_question_new (GtkWindow *parent, const UlDevice *device, gboolean locked, const char *key,
                        const char *file, gboolean then_program)
{
    g_autofree char *chip = ul_device_get_label (device);
    g_autofree char *memories = name_memories (device);
    g_autofree char *title = g_strdup_printf (_ ("Erase everything and unlock %s?"), chip);
    g_autofree char *body = g_strdup_printf (
        locked ? _ ("All %s, including bootloader and stored settings, will be erased. "
                    "The old contents cannot be saved first, because the chip is locked.")
               : _ ("All %s, including bootloader and stored settings, will be erased, "
                    "and with it the protection of the sectors."),
        memories);
    GtkWidget *question = ul_question_new (parent, title, body);

    if (key != NULL)
        add_key (question, key);
    if (file != NULL)
        ul_question_add_then_program (question, file, then_program);
    ul_question_add_safe (question, _ ("_Cancel"), GTK_RESPONSE_CANCEL);
    ul_question_add_destructive (question, _ ("_Unlock and Erase"), GTK_RESPONSE_ACCEPT);
    return question;
}
