/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-activity-strip.h"

#include "ul-wording.h"

#include <glib/gi18n.h>

#define BAR_AFTER_US (1 * G_USEC_PER_SEC) /* a bar for less would only flicker */

struct _UlActivityStrip {
    GtkBox parent_instance;

    GtkLabel *phases;
    GtkLabel *rate;
    GtkLabel *tally;
    GtkProgressBar *bar;

    gint64 started_us; /* of the job shown, on the machine's clock; 0: none */
    gboolean stopping;
    gboolean reported; /* there is something to show while nothing runs */
};

G_DEFINE_FINAL_TYPE (UlActivityStrip, ul_activity_strip, GTK_TYPE_BOX)

double
ul_activity_get_fraction (const UlSnapshot *snapshot)
{
    const UlPhaseCount *count = &snapshot->phases[snapshot->phase];

    if (snapshot->wants_power || snapshot->awaits != UL_AWAIT_NOBODY) /* who knows for how long */
        return -1;
    if (snapshot->left_us >= 0 && snapshot->elapsed_us > 0)
        return (double) snapshot->elapsed_us / (double) (snapshot->elapsed_us + snapshot->left_us);
    if (count->total > 0)
        return (double) count->done / (double) count->total;
    return -1;
}

const char *
ul_activity_get_title (const UlSnapshot *snapshot)
{
    switch (snapshot->phase) {
    case UL_PHASE_CONNECT:
        if (snapshot->awaits != UL_AWAIT_NOBODY)
            return _ ("Waiting for a board");
        return snapshot->catching ? _ ("Waiting for the chip") : _ ("Connecting");
    case UL_PHASE_UNLOCK:
        return _ ("Unlocking");
    case UL_PHASE_COMPARE:
        return snapshot->kind == UL_JOB_READ ? _ ("Reading") : _ ("Comparing");
    case UL_PHASE_ERASE:
        return _ ("Erasing");
    case UL_PHASE_PROGRAM:
        return _ ("Programming");
    case UL_PHASE_VERIFY:
        return _ ("Verifying");
    case UL_PHASE_RESTORE:
    case UL_N_PHASES:
    default:
        return _ ("Finishing");
    }
}

/* The phases count bytes or sectors: a total beyond the sectors of the chip is bytes. A mass erase
 * counts time, of which the bar says enough. */
static char *
describe_count (const UlSnapshot *snapshot, const UlPhaseCount *count)
{
    if (count->total <= 1 || count == &snapshot->phases[UL_PHASE_UNLOCK])
        return g_strdup ("");
    if (count->total <= snapshot->n_sectors)
        return g_strdup_printf (_ ("%u of %u sectors"), (guint) count->done, (guint) count->total);

    g_autofree char *done = ul_wording_size (count->done);
    g_autofree char *total = ul_wording_size (count->total);
    /* Translators: sizes: "9.0 KiB of 14.2 KiB" */
    return g_strdup_printf (_ ("%s of %s"), done, total);
}

static void
append_phase (GString *text, const UlSnapshot *snapshot, UlPhase phase)
{
    const UlPhaseCount *count = &snapshot->phases[phase];

    if (!count->entered)
        return;
    if (text->len > 0)
        g_string_append (text, "   ");
    if (phase != snapshot->phase && count->finished) {
        g_string_append_printf (text, "✓ %s", ul_phase_to_title (phase));
        return;
    }
    /* Sectors are erased, written and verified in turn: several phases are under way at once. */
    g_autofree char *amount = describe_count (snapshot, count);
    const char *gap = *amount != '\0' ? " " : "";
    if (phase == snapshot->phase)
        g_string_append_printf (text, "▸ <b>%s</b>%s%s", ul_phase_to_title (phase), gap, amount);
    else
        g_string_append_printf (text, "%s%s%s", ul_phase_to_title (phase), gap, amount);
}

/* A person has a part in this: first how it goes, then what to do. */
static void
show_catch (UlActivityStrip *self, const UlSnapshot *snapshot)
{
    g_autofree char *counts = ul_catch_counts_describe (&snapshot->caught);
    g_autofree char *text =
        g_markup_printf_escaped ("<b>%s</b>   %s", counts, ul_catch_get_guidance ());

    gtk_label_set_markup (self->phases, text);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->phases), ul_catch_get_guidance ());
}

static void
show_wish (UlActivityStrip *self, const char *wish)
{
    g_autofree char *text = g_markup_printf_escaped ("<b>%s</b>", wish);

    gtk_label_set_markup (self->phases, text);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->phases), wish);
}

static void
show_phases (UlActivityStrip *self, const UlSnapshot *snapshot)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < UL_N_PHASES; i++)
        append_phase (text, snapshot, i);
    if (g_strcmp0 (gtk_label_get_label (self->phases), text->str) == 0)
        return;
    gtk_label_set_markup (self->phases, text->str);
    gtk_widget_set_tooltip_markup (GTK_WIDGET (self->phases), text->str);
}

static void
show_rate (UlActivityStrip *self, const UlSnapshot *snapshot)
{
    g_autofree char *rate =
        ul_wording_rate (snapshot->bytes_done, snapshot->phases[UL_PHASE_PROGRAM].time_us > 0
                                                   ? snapshot->phases[UL_PHASE_PROGRAM].time_us
                                                   : snapshot->elapsed_us);
    g_autofree char *left = ul_wording_left (snapshot->left_us);
    g_autofree char *text =
        g_strjoin (rate[0] != '\0' && left[0] != '\0' ? " · " : "", rate, left, NULL);

    gtk_label_set_text (self->rate, self->stopping ? _ ("Stopping at the next safe point…") : text);
}

static void
show_bar (UlActivityStrip *self, const UlSnapshot *snapshot)
{
    double fraction = ul_activity_get_fraction (snapshot);

    gtk_widget_set_visible (GTK_WIDGET (self->bar),
                            g_get_monotonic_time () - self->started_us > BAR_AFTER_US);
    if (fraction >= 0)
        gtk_progress_bar_set_fraction (self->bar, CLAMP (fraction, 0, 1));
    else
        gtk_progress_bar_pulse (self->bar);
}

void
ul_activity_strip_show_progress (UlActivityStrip *self, const UlSnapshot *snapshot)
{
    if (self->started_us == 0)
        self->started_us = g_get_monotonic_time ();
    if (snapshot->catching)
        show_catch (self, snapshot);
    else if (snapshot->wants_power)
        show_wish (self, ul_power_get_guidance ());
    else if (snapshot->awaits != UL_AWAIT_NOBODY)
        show_wish (self, ul_await_get_guidance (snapshot->awaits));
    else
        show_phases (self, snapshot);
    show_rate (self, snapshot);
    show_bar (self, snapshot);
    gtk_widget_show (GTK_WIDGET (self));
}

static void
show_when_needed (UlActivityStrip *self)
{
    gtk_widget_set_visible (GTK_WIDGET (self),
                            self->started_us != 0 || self->reported ||
                                gtk_widget_get_visible (GTK_WIDGET (self->tally)));
}

void
ul_activity_strip_show_report (UlActivityStrip *self, const char *report)
{
    self->started_us = 0;
    self->stopping = FALSE;
    gtk_label_set_text (self->phases, report != NULL ? report : "");
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->phases), report);
    gtk_label_set_text (self->rate, "");
    gtk_widget_hide (GTK_WIDGET (self->bar));
    self->reported = report != NULL;
    show_when_needed (self);
}

void
ul_activity_strip_set_tally (UlActivityStrip *self, const char *tally, gboolean each_board)
{
    g_autofree char *text = NULL;

    if (tally != NULL)
        text = each_board
                   /* Translators: "12 done, 1 failed" */
                   ? g_strdup_printf (_ ("Each board: %s"), tally)
                   : g_strdup_printf (_ ("Boards: %s"), tally);
    gtk_label_set_text (self->tally, text != NULL ? text : "");
    gtk_widget_set_visible (GTK_WIDGET (self->tally), text != NULL);
    show_when_needed (self);
}

void
ul_activity_strip_show_stopping (UlActivityStrip *self)
{
    self->stopping = TRUE;
    gtk_label_set_text (self->rate, _ ("Stopping at the next safe point…"));
}

static void
ul_activity_strip_class_init (UlActivityStripClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/unlatch/Unlatch/ul-activity-strip.ui");
    gtk_widget_class_bind_template_child (widget_class, UlActivityStrip, phases);
    gtk_widget_class_bind_template_child (widget_class, UlActivityStrip, rate);
    gtk_widget_class_bind_template_child (widget_class, UlActivityStrip, tally);
    gtk_widget_class_bind_template_child (widget_class, UlActivityStrip, bar);
}

static void
ul_activity_strip_init (UlActivityStrip *self)
{
    gtk_widget_init_template (GTK_WIDGET (self));
}
