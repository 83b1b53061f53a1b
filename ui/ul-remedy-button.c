/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-remedy-button.h"

#include <glib/gi18n.h>

static const char *const descriptions[] = {
    [UL_REMEDY_TRY_AGAIN] = N_ ("Does once more what has just failed"),
    [UL_REMEDY_TRY_SIMULATED] = N_ ("Opens the list of boards for which nothing has to be "
                                    "connected"),
    [UL_REMEDY_COPY_FIX] = N_ ("Copies the udev rule that is missing, to be pasted into a file"),
    [UL_REMEDY_CATCH] = N_ ("Tries without a pause until the chip stands still; nothing is erased"),
    [UL_REMEDY_LOWER_SPEED] = N_ ("Connects again with a slower clock"),
    [UL_REMEDY_USE_FOUND_CHIP] = N_ ("Works with the chip that is on the board, not with the one "
                                     "that was chosen"),
    [UL_REMEDY_CHOOSE_CHIP] = N_ ("Opens the list of chips"),
    [UL_REMEDY_UNLOCK] = N_ ("Asks first; then erases everything and removes the lock"),
    [UL_REMEDY_UNLOCK_AND_ERASE] = N_ ("Asks first; then erases everything with its protection, "
                                       "and programs"),
    [UL_REMEDY_LIFT_PROTECTION] = N_ ("Asks first; then makes the sectors writable and keeps what "
                                      "the others hold"),
    [UL_REMEDY_SKIP_PROTECTED] = N_ ("Does the job on the other sectors; those that are protected "
                                     "stay as they are"),
    [UL_REMEDY_SHOW_SECTORS] = N_ ("Selects them on the map"),
    [UL_REMEDY_KEEP_UNLOCKED] = N_ ("Writes the lock byte so that the chip stays open, the rest as "
                                    "in the file"),
    [UL_REMEDY_PROGRAM_AGAIN] = N_ ("Erases, writes and verifies what differs from the files"),
    [UL_REMEDY_OPEN_FILE] = N_ ("Asks for the file"),
    [UL_REMEDY_RESUME] = N_ ("Finishes the job where it ended"),
    [UL_REMEDY_CHECK_UNDER_RESET] = N_ ("Looks at the chip while it is held in reset; nothing is "
                                        "changed"),
    [UL_REMEDY_NO_BACKUP] = N_ ("Does the job although what it erases cannot be restored then"),
    [UL_REMEDY_RELOAD] = N_ ("Loads the file as it is now"),
    [UL_REMEDY_RESTORE] = N_ ("Opens the list of what earlier jobs have taken away"),
    [UL_REMEDY_COMPARE] = N_ ("Shows the bytes of file and chip, one below the other"),
    [UL_REMEDY_WHAT_WORKS] = N_ ("Tells which ways are left, and tries none"),
    [UL_REMEDY_REVIEW_LOCK] = N_ ("Shows the lock settings of file and chip side by side"),
    [UL_REMEDY_KEEP_OLD] = N_ ("Goes on with the file as it was when it was loaded"),
    [UL_REMEDY_OPEN_AS_BINARY] = N_ ("Takes each byte of the file as it is; where they go is set "
                                     "in the list of files"),
    [UL_REMEDY_UNTICK] = N_ ("Leaves that file out of the job"),
    [UL_REMEDY_PROGRAM_REST] = N_ ("Programs what has a place on the chip, and leaves out what "
                                   "has none"),
    [UL_REMEDY_ERASE_AGAIN] = N_ ("Erases what is not empty yet"),
    [UL_REMEDY_WAIT_LONGER] = N_ ("Begins the mass erase once more, and gives it a minute more"),
    [UL_REMEDY_SHOW_LINE] = N_ ("Shows the line with those around it"),
    [UL_REMEDY_SHOW_REPORT] = N_ ("Opens the report of this job in the web browser"),
    [UL_REMEDY_PROGRAM] = N_ ("Erases, writes and verifies what differs from the files"),
    [UL_REMEDY_ERASE] = N_ ("Asks what to erase"),
    [UL_REMEDY_LEAVE_OUT] = N_ ("Goes on without that file, and takes its tick in the profile"),
};

const char *
ul_remedy_to_description (UlRemedy remedy)
{
    const char *text = NULL;

    if ((guint) remedy < G_N_ELEMENTS (descriptions))
        text = descriptions[remedy];
    return text != NULL ? _ (text) : NULL;
}

GtkWidget *
ul_remedy_button_new (UlRemedy remedy)
{
    if (ul_remedy_to_action (remedy) == NULL)
        return NULL;
    GtkWidget *button = gtk_button_new_with_mnemonic (ul_remedy_to_label (remedy));
    gtk_widget_set_tooltip_text (button, ul_remedy_to_description (remedy));
    gtk_widget_show (button);
    return button;
}

GtkWidget *
ul_remedy_button_new_acting (UlRemedy remedy)
{
    GtkWidget *button = ul_remedy_button_new (remedy);

    if (button != NULL)
        gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button),
                                                 ul_remedy_to_action (remedy));
    return button;
}
