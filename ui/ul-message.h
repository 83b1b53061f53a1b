/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-problem.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
    UL_SEVERITY_INFO,
    UL_SEVERITY_WARNING,
    UL_SEVERITY_ERROR,
} UlSeverity;

#define UL_MESSAGE_MAX_REMEDIES 4

/** UlMessage: what the info bar says. All texts are translated and owned by the message. */
typedef struct {
    UlSeverity severity;
    char *title;
    char *body;
    UlRemedy remedies[UL_MESSAGE_MAX_REMEDIES]; /* %UL_REMEDY_NONE where there is none */
    char *details;                              /* (nullable): raw values, one a line */
    char *file;    /* (nullable): name of the file that a remedy takes out */
    GFile *failed; /* (nullable) (owned): the file that a remedy shows, or opens in another way */
    gboolean has_where;
    guint32 address, size;
    guint line;         /* of a text file, which is at fault; 0: none */
    int code;           /* UlErrorCode, or -1 */
    const char *help;   /* (nullable): its page of the manual, docs/help/C/HELP.page; static */
    gboolean transient; /* goes when the next job starts or anything else changes */
} UlMessage;

UlMessage *ul_message_new (UlSeverity severity, const char *title, const char *body);
/** ul_message_new_from_problem: the title, cause and advice, the remedies and details of @problem
 */
UlMessage *ul_message_new_from_problem (const UlProblem *problem);
UlMessage *ul_message_new_from_error (const GError *error);
void ul_message_free (UlMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlMessage, ul_message_free)

/** ul_message_to_text: Returns: (transfer full): everything, to be pasted somewhere for help */
char *ul_message_to_text (const UlMessage *self);

/** ul_message_label_remedy: Returns: (transfer full): what its button says: "Untick app.hex" */
char *ul_message_label_remedy (const UlMessage *self, UlRemedy remedy);

/** ul_remedy_to_action: Returns: (nullable): the detailed name of the action behind its button */
const char *ul_remedy_to_action (UlRemedy remedy);

/** UlSlot: where a message comes from; each source has at most one, and takes it back itself */
typedef enum {
    UL_SLOT_RESULT, /* how the last job ended */
    UL_SLOT_FILE,   /* a file that could not be loaded */
    UL_SLOT_CHIP,   /* the state of probe and chip */
    UL_SLOT_STALE,  /* a file that is newer than what was loaded */
    UL_SLOT_PLAN,   /* what stands against programming the file */
    UL_N_SLOTS
} UlSlot;

/**
 * UlMessages:
 *
 * The present messages, of which the window shows the most serious one.
 *
 * Signals: "changed".
 */
#define UL_TYPE_MESSAGES (ul_messages_get_type ())
G_DECLARE_FINAL_TYPE (UlMessages, ul_messages, UL, MESSAGES, GObject)

UlMessages *ul_messages_new (void);
/** ul_messages_put: @message: (nullable) (transfer full): takes the place of the slot's old one */
void ul_messages_put (UlMessages *self, UlSlot slot, UlMessage *message);
const UlMessage *ul_messages_get (UlMessages *self, UlSlot slot);
/** ul_messages_get_top: Returns: (nullable): a transient result, else error before warning before
 *   info, then by slot; but a file that is newer goes before other files and the last job */
const UlMessage *ul_messages_get_top (UlMessages *self);
/** ul_messages_dismiss_top: the person has read it */
void ul_messages_dismiss_top (UlMessages *self);

G_END_DECLS
