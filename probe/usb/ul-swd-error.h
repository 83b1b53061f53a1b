/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ul_swd_check_ack: Returns: %FALSE with %UL_ERROR_TARGET_WAIT, _FAULT, _NO_ACK (no level
 *   of an answer) or _PARITY (a value that no target sends) unless @ack is OK */
gboolean ul_swd_check_ack (guint ack, GError **error);
void ul_swd_set_parity_error (GError **error);
gboolean ul_swd_is_fault (const GError *error);
/** ul_swd_set_poll_timeout: a register did not become what was waited for */
void ul_swd_set_poll_timeout (guint32 value, guint timeout_ms, GError **error);

G_END_DECLS
