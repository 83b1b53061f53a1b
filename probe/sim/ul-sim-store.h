/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * UlSimStore:
 *
 * Where a simulated board is kept from one run to the next: NAME.board, which is replaced whole or
 * not at all, and NAME.lock, which is held by whoever uses the board; both in the folder
 * unlatch/boards of the user's state directory ($XDG_STATE_HOME, ~/.local/state).
 */
typedef struct _UlSimStore UlSimStore;

/**
 * ul_sim_store_open:
 * @device: a file of a board with another chip is not taken
 * @size: bytes of its flash
 *
 * Returns: (nullable): or %NULL with %UL_ERROR_PROBE_BUSY or %UL_ERROR_FILE_IO
 */
UlSimStore *ul_sim_store_open (const char *name, const char *device, gsize size, GError **error);
void ul_sim_store_close (UlSimStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlSimStore, ul_sim_store_close)

/**
 * ul_sim_store_load:
 * @flash: (out caller-allocates): all of it, or untouched
 * @serial: (out): which single board it is, whether or not it could be read: chips are told apart
 * by it
 * @words: (out) (transfer full): the board's faults, not checked
 *
 * Returns: %FALSE with %UL_ERROR_FILE_NOT_FOUND when the board was never kept,
 *   %UL_ERROR_IMAGE_FORMAT when its file is damaged or of an earlier version that cannot be read
 * any more, %UL_ERROR_FILE_IO also when it is a newer version's, which is not to be written over
 */
gboolean ul_sim_store_load (UlSimStore *self, guint8 *flash, guint64 *serial, GStrv *words,
                            GError **error);
/** ul_sim_store_save: Returns: %FALSE with %UL_ERROR_FILE_IO; the file is then as it was */
gboolean ul_sim_store_save (UlSimStore *self, const guint8 *flash, guint64 serial,
                            const char *const *words, GError **error);

/** ul_sim_store_set_mark: NAME.away, for whoever uses the board: it has been taken off its probe.
 *   Needs no lock. Returns: %FALSE with %UL_ERROR_FILE_IO */
gboolean ul_sim_store_set_mark (const char *name, gboolean away, GError **error);
gboolean ul_sim_store_has_mark (const char *name);
/** ul_sim_store_monitor: Returns: (nullable) (transfer full): what tells of marks that come and go,
 *   without looking again and again; %NULL where that cannot be. It tells of other files as well */
GFileMonitor *ul_sim_store_monitor (void);
/** ul_sim_store_is_mark: whether that file is the mark of a board */
gboolean ul_sim_store_is_mark (GFile *file);

G_END_DECLS
