/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-message.h"

struct _UlMessages {
    GObject parent_instance;

    UlMessage *slots[UL_N_SLOTS];
};

G_DEFINE_FINAL_TYPE (UlMessages, ul_messages, G_TYPE_OBJECT)

static guint changed_signal;

static void
ul_messages_finalize (GObject *object)
{
    UlMessages *self = UL_MESSAGES (object);

    for (guint i = 0; i < UL_N_SLOTS; i++)
        g_clear_pointer (&self->slots[i], ul_message_free);
    G_OBJECT_CLASS (ul_messages_parent_class)->finalize (object);
}

static void
ul_messages_class_init (UlMessagesClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = ul_messages_finalize;
    changed_signal = g_signal_new ("changed", UL_TYPE_MESSAGES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ul_messages_init (UlMessages *self)
{
}

UlMessages *
ul_messages_new (void)
{
    return g_object_new (UL_TYPE_MESSAGES, NULL);
}

void
ul_messages_put (UlMessages *self, UlSlot slot, UlMessage *message)
{
    if (message == NULL && self->slots[slot] == NULL)
        return;

    g_clear_pointer (&self->slots[slot], ul_message_free);
    self->slots[slot] = message;
    g_signal_emit (self, changed_signal, 0);
}

const UlMessage *
ul_messages_get (UlMessages *self, UlSlot slot)
{
    return self->slots[slot];
}

/* What has just been done comes first: whatever comes later takes it away. */
static int
find_top (UlMessages *self)
{
    int top = -1;

    if (self->slots[UL_SLOT_RESULT] != NULL && self->slots[UL_SLOT_RESULT]->transient)
        return UL_SLOT_RESULT;
    for (int i = 0; i < UL_N_SLOTS; i++)
        if (self->slots[i] != NULL &&
            (top < 0 || self->slots[i]->severity > self->slots[top]->severity))
            top = i;
    if ((top == UL_SLOT_FILE || top == UL_SLOT_RESULT) && self->slots[UL_SLOT_STALE] != NULL)
        return UL_SLOT_STALE; /* behind them it would not be read before the old build is written */
    return top;
}

const UlMessage *
ul_messages_get_top (UlMessages *self)
{
    int top = find_top (self);

    return top >= 0 ? self->slots[top] : NULL;
}

void
ul_messages_dismiss_top (UlMessages *self)
{
    int top = find_top (self);

    if (top >= 0)
        ul_messages_put (self, top, NULL);
}
