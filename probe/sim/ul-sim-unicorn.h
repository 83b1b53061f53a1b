/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib.h>
#include <unicorn/unicorn.h>

G_BEGIN_DECLS

/*
 * Unicorn, loaded when a simulated core first runs: its library has so many relocations that a
 * program linked with it would take a fifth longer to start, and most starts need no core.
 *
 * Callers write uc_open () and so on, as if they were linked with it.
 */
typedef struct {
    typeof (&uc_close) close;
    typeof (&uc_ctl) ctl;
    typeof (&uc_emu_start) emu_start;
    typeof (&uc_emu_stop) emu_stop;
    typeof (&uc_hook_add) hook_add;
    typeof (&uc_mem_map_ptr) mem_map_ptr;
    typeof (&uc_mmio_map) mmio_map;
    typeof (&uc_open) open;
    typeof (&uc_reg_read) reg_read;
    typeof (&uc_reg_read_batch) reg_read_batch;
    typeof (&uc_reg_write) reg_write;
    typeof (&uc_reg_write_batch) reg_write_batch;
} UlSimUnicorn;

extern UlSimUnicorn ul_sim_unicorn;

/**
 * ul_sim_unicorn_load: from any thread, once or more often.
 *
 * Returns: %FALSE with %UL_ERROR_FAILED, which says what to install, when the library is not there
 *   or lacks something
 */
gboolean ul_sim_unicorn_load (GError **error);
/** ul_sim_unicorn_load_from: the same from that library; not from several threads */
gboolean ul_sim_unicorn_load_from (const char *name, GError **error);

#define uc_close           ul_sim_unicorn.close
#define uc_ctl             ul_sim_unicorn.ctl
#define uc_emu_start       ul_sim_unicorn.emu_start
#define uc_emu_stop        ul_sim_unicorn.emu_stop
#define uc_hook_add        ul_sim_unicorn.hook_add
#define uc_mem_map_ptr     ul_sim_unicorn.mem_map_ptr
#define uc_mmio_map        ul_sim_unicorn.mmio_map
#define uc_open            ul_sim_unicorn.open
#define uc_reg_read        ul_sim_unicorn.reg_read
#define uc_reg_read_batch  ul_sim_unicorn.reg_read_batch
#define uc_reg_write       ul_sim_unicorn.reg_write
#define uc_reg_write_batch ul_sim_unicorn.reg_write_batch

G_END_DECLS
