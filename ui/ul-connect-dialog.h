/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * UlConnectDialog:
 *
 * What it takes until a debug probe can be used, step by step, each with a tick or with what to do.
 * Follows the probes as they come and go. %GTK_RESPONSE_ACCEPT: the one that can be used is meant.
 */
#define UL_TYPE_CONNECT_DIALOG (ul_connect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UlConnectDialog, ul_connect_dialog, UL, CONNECT_DIALOG, GtkDialog)

UlConnectDialog *ul_connect_dialog_new (GtkWindow *parent, UlProbeSource *probes);
/** ul_connect_dialog_get_probe: Returns: (nullable) (transfer none): the first that can be used */
UlProbe *ul_connect_dialog_get_probe (UlConnectDialog *self);

G_END_DECLS
