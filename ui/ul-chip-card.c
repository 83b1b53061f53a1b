/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-chip-card.h"

#include "ul-chip-comparison.h"
#include "ul-chip-words.h"
#include "ul-sample-strip.h"
#include "ul-wording.h"
#include "ul-words.h"

#include <glib/gi18n.h>

struct _UlChipCard {
    GtkBox parent_instance;

    GtkLabel *name;
    GtkLabel *summary;
    GtkWidget *facts;
    GtkImage *lock_icon;
    GtkLabel *lock_text;
    UlSampleStrip *strip;
    GtkLabel *samples_text;
    GtkWidget *key_icon;
    GtkLabel *key_text;
    GtkWidget *reset_icon;
    GtkLabel *reset_text;
    GtkWidget *erase_icon;
    GtkLabel *erase_text;
    GtkWidget *protected_icon;
    GtkLabel *protected_text;
    GtkWidget *after_icon;
    GtkLabel *after_text;
    GtkWidget *id_icon;
    GtkLabel *id_text;

    UlWorkbench *workbench; /* not owned: outlives us */
};

G_DEFINE_FINAL_TYPE (UlChipCard, ul_chip_card, GTK_TYPE_BOX)

static void
set_line (GtkWidget *icon, GtkLabel *label, const char *text)
{
    if (text != NULL)
        gtk_label_set_text (label, text);
    gtk_widget_set_visible (icon, text != NULL);
    gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_lock (UlChipCard *self, const UlChip *chip)
{
    GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self->lock_text));
    UlLockWords words = ul_chip_words_lock (chip);

    gtk_style_context_remove_class (style, "ul-lock-open");
    gtk_style_context_remove_class (style, "ul-lock-closed");
    if (words.style != NULL)
        gtk_style_context_add_class (style, words.style);
    gtk_image_set_from_icon_name (self->lock_icon, words.icon, GTK_ICON_SIZE_MENU);
    gtk_label_set_text (self->lock_text, words.text);
}

static const UlRegion *
find_eeprom (const UlDevice *device)
{
    for (guint i = 0; i < device->n_regions; i++)
        if (device->regions[i].kind == UL_REGION_EEPROM)
            return &device->regions[i];
    return NULL;
}

/* What the verdict rests on, as people can check it. */
static void
show_samples (UlChipCard *self, const UlChip *chip, const UlDevice *device)
{
    const UlProtection *protection = &chip->protection;
    g_autofree char *counts = ul_lock_describe (protection->lock, &protection->samples);
    g_autofree char *line = ul_words_begin (counts != NULL ? counts : "");

    ul_sample_strip_set (self->strip, &protection->samples, device);
    gtk_label_set_text (self->samples_text, line);
    gtk_widget_set_visible (GTK_WIDGET (self->samples_text), counts != NULL);
    set_line (self->key_icon, self->key_text, ul_chip_words_key (chip));
    set_line (self->reset_icon, self->reset_text, ul_chip_words_reset_line (chip));
}

static char *
summarize (const UlDevice *device)
{
    g_autofree char *flash = ul_wording_size (ul_device_get_flash_size (device));
    g_autofree char *ram = ul_wording_size (device->ram_size);

    const UlRegion *eeprom = find_eeprom (device);

    if (eeprom != NULL) {
        g_autofree char *size = ul_wording_size (eeprom->size);

        /* Translators: core, flash size, RAM size, EEPROM size */
        return g_strdup_printf (_ ("%s\n%s flash, %s RAM,\n%s EEPROM"), ul_wording_core (device),
                                flash, ram, size);
    }
    /* Translators: core, flash size, RAM size */
    return g_strdup_printf (_ ("%s\n%s flash, %s RAM"), ul_wording_core (device), flash, ram);
}

static void
show_facts (UlChipCard *self, const UlDevice *device)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    const UlChip *chip = ul_session_get_chip (session);
    gboolean chosen = device == ul_session_get_device (session);
    const UlPlan *plan = chosen ? ul_workbench_get_plan (self->workbench) : NULL;
    g_autofree char *protected = device != NULL ? ul_chip_words_protected (chip, device) : NULL;
    g_autofree char *after = device != NULL ? ul_chip_words_after_reset (chip, device, plan) : NULL;
    g_autofree char *id = ul_chip_words_id (chip);

    show_lock (self, chip);
    show_samples (self, chip, device);
    set_line (self->erase_icon, self->erase_text, ul_chip_words_mass_erase (chip, device));
    set_line (self->protected_icon, self->protected_text, protected);
    set_line (self->after_icon, self->after_text, after);
    set_line (self->id_icon, self->id_text, id);
}

/* Of two chips the one on the board: what is told has been read from it. */
static const UlDevice *
choose_device (UlSession *session)
{
    return ul_chip_comparison_has_any (session) ? ul_session_get_chip (session)->found
                                                : ul_session_get_device (session);
}

static void
update (UlChipCard *self)
{
    UlSession *session = ul_workbench_get_session (self->workbench);
    const UlDevice *device = choose_device (session);
    /* Also one that does not show what it is has shown something. */
    gboolean met = ul_session_get_chip (session)->protection.samples.n > 0;

    gtk_widget_set_visible (self->facts, device != NULL || met);
    if (device != NULL || met)
        show_facts (self, device);
    if (device == NULL) {
        gtk_label_set_text (self->name, met ? _ ("Unknown chip") : _ ("No chip yet"));
        gtk_label_set_text (self->summary, met ? _ ("It does not show what it is.")
                                               : _ ("Connect a board, or choose a chip above."));
        return;
    }
    g_autofree char *label = ul_device_get_label (device);
    g_autofree char *facts = summarize (device);
    g_autofree char *origin = ul_wording_origin (device);
    g_autofree char *summary = g_strconcat (facts, origin != NULL ? "\n" : NULL, origin, NULL);
    g_autofree char *path = ul_device_get_origin (device);
    gtk_label_set_text (self->name, label);
    gtk_label_set_text (self->summary, summary);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->summary), path);
}

void
ul_chip_card_set_workbench (UlChipCard *self, UlWorkbench *workbench)
{
    UlSession *session = ul_workbench_get_session (workbench);

    self->workbench = workbench;
    g_signal_connect_object (session, "notify::chip", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::device", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (workbench, "notify::plan", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
    update (self);
}

static void
ul_chip_card_class_init (UlChipCardClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    g_type_ensure (UL_TYPE_SAMPLE_STRIP);
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-chip-card.ui");
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, name);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, summary);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, facts);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, lock_icon);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, lock_text);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, strip);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, samples_text);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, key_icon);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, key_text);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, reset_icon);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, reset_text);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, erase_icon);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, erase_text);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, protected_icon);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, protected_text);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, after_icon);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, after_text);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, id_icon);
    gtk_widget_class_bind_template_child (widget_class, UlChipCard, id_text);
}

static void
ul_chip_card_init (UlChipCard *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}
