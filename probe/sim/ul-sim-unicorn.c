/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-unicorn.h"

#include <dlfcn.h>

#define LIBRARY "libunicorn.so." G_STRINGIFY (UC_API_MAJOR)

UlSimUnicorn ul_sim_unicorn;

static const struct {
    const char *name;
    gsize place; /* in the struct */
} functions[] = {
    { "uc_close", G_STRUCT_OFFSET (UlSimUnicorn, close) },
    { "uc_ctl", G_STRUCT_OFFSET (UlSimUnicorn, ctl) },
    { "uc_emu_start", G_STRUCT_OFFSET (UlSimUnicorn, emu_start) },
    { "uc_emu_stop", G_STRUCT_OFFSET (UlSimUnicorn, emu_stop) },
    { "uc_hook_add", G_STRUCT_OFFSET (UlSimUnicorn, hook_add) },
    { "uc_mem_map_ptr", G_STRUCT_OFFSET (UlSimUnicorn, mem_map_ptr) },
    { "uc_mmio_map", G_STRUCT_OFFSET (UlSimUnicorn, mmio_map) },
    { "uc_open", G_STRUCT_OFFSET (UlSimUnicorn, open) },
    { "uc_reg_read", G_STRUCT_OFFSET (UlSimUnicorn, reg_read) },
    { "uc_reg_read_batch", G_STRUCT_OFFSET (UlSimUnicorn, reg_read_batch) },
    { "uc_reg_write", G_STRUCT_OFFSET (UlSimUnicorn, reg_write) },
    { "uc_reg_write_batch", G_STRUCT_OFFSET (UlSimUnicorn, reg_write_batch) },
};

/* Never closed: translated code and thread-local data of it may outlive every board. */
static gboolean
load (void)
{
    void *library = dlopen (LIBRARY, RTLD_LAZY | RTLD_LOCAL);
    gboolean complete = library != NULL;

    for (gsize i = 0; complete && i < G_N_ELEMENTS (functions); i++) {
        gpointer function = dlsym (library, functions[i].name);

        G_STRUCT_MEMBER (gpointer, &ul_sim_unicorn, functions[i].place) = function;
        complete = function != NULL;
    }
    if (!complete)
        g_critical ("The emulator of simulated chips cannot be used: %s", dlerror ());
    return complete;
}

gboolean
ul_sim_unicorn_load (void)
{
    static gsize loaded; /* 1: yes, 2: in vain */

    if (g_once_init_enter (&loaded))
        g_once_init_leave (&loaded, load () ? 1 : 2);
    return loaded == 1;
}
