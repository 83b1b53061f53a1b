/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sector-inspector.h"

#include "ul-sector-words.h"
#include "ul-wording.h"

struct _UlSectorInspector {
    GtkBox parent_instance;

    GtkLabel *title;
    GtkLabel *range;
    GtkWidget *facts;
    GtkLabel *size;
    GtkLabel *chip;
    GtkLabel *file;
    GtkLabel *plan;
    GtkLabel *protection;
    GtkWidget *lift;
    GtkWidget *job_title;
    GtkLabel *job;
    GtkWidget *settings;
    GtkLabel *settings_now;
    GtkWidget *settings_after_title;
    GtkLabel *settings_after;
};

G_DEFINE_FINAL_TYPE (UlSectorInspector, ul_sector_inspector, GTK_TYPE_BOX)

/* Takes @text. Setting the same text again would lay everything out again. */
static void
set_text (GtkLabel *label, char *text)
{
    g_autofree char *own = text;

    if (own != NULL && g_strcmp0 (gtk_label_get_text (label), own) != 0)
        gtk_label_set_text (label, own);
}

static void
set_optional (GtkWidget *title, GtkLabel *label, char *text)
{
    gtk_widget_set_visible (title, text != NULL);
    gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
    set_text (label, text);
}

static void
show_place (UlSectorInspector *self, const UlSectorSubject *subject)
{
    guint32 address = 0, size = 0;

    ul_device_get_sector (subject->device, subject->sector, &address, &size, NULL);
    set_text (self->title, ul_sector_words_title (subject));
    set_text (self->range, ul_wording_range (address, size));
    set_text (self->size, ul_wording_size (size));
}

/* Where the sector is protected. A locked chip has no protection to be told of. */
static void
show_lift (UlSectorInspector *self, const UlSectorSubject *subject)
{
    gboolean any =
        subject != NULL && !subject->hidden && subject->state->protection != UL_PROTECTED_NONE;

    if (any)
        gtk_actionable_set_action_target (GTK_ACTIONABLE (self->lift), "u", subject->sector);
    gtk_widget_set_visible (self->lift, any);
}

void
ul_sector_inspector_show (UlSectorInspector *self, const UlSectorSubject *subject)
{
    gboolean any = subject != NULL && subject->device != NULL && subject->state != NULL;

    gtk_widget_set_visible (GTK_WIDGET (self->title), any);
    gtk_widget_set_visible (GTK_WIDGET (self->range), any);
    gtk_widget_set_visible (self->facts, any);
    gtk_widget_set_visible (self->settings, any && subject->state->has_fcf);
    show_lift (self, any ? subject : NULL);
    if (!any)
        return;
    show_place (self, subject);
    set_text (self->chip, ul_sector_words_chip (subject));
    set_text (self->file, ul_sector_words_file (subject));
    set_text (self->plan, ul_sector_words_plan (subject));
    set_text (self->protection, ul_sector_words_protection (subject));
    set_optional (self->job_title, self->job, ul_sector_words_job (subject));
    set_text (self->settings_now, ul_sector_words_settings_now (subject));
    set_optional (self->settings_after_title, self->settings_after,
                  ul_sector_words_settings_after (subject));
}

static void
ul_sector_inspector_class_init (UlSectorInspectorClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-sector-inspector.ui");
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, title);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, range);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, facts);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, size);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, chip);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, file);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, plan);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, protection);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, lift);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, job_title);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, job);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, settings);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, settings_now);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, settings_after_title);
    gtk_widget_class_bind_template_child (widget_class, UlSectorInspector, settings_after);
}

static void
ul_sector_inspector_init (UlSectorInspector *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
    gtk_widget_set_no_show_all (GTK_WIDGET (self), TRUE); /* parts of it come and go */
}

GtkWidget *
ul_sector_inspector_new (void)
{
    return g_object_new (UL_TYPE_SECTOR_INSPECTOR, "visible", TRUE, NULL);
}
