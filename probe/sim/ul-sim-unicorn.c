/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-unicorn.h"

#include "ul-error.h"

#include <dlfcn.h>
#include <glib/gi18n.h>

#define LIBRARY "libunicorn.so." G_STRINGIFY (UC_API_MAJOR)
#define PACKAGE "libunicorn" G_STRINGIFY (UC_API_MAJOR) /* of Debian and Ubuntu */

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
load (const char *name)
{
    void *library = dlopen (name, RTLD_LAZY | RTLD_LOCAL);
    gboolean complete = library != NULL;

    for (gsize i = 0; complete && i < G_N_ELEMENTS (functions); i++) {
        gpointer function = dlsym (library, functions[i].name);

        G_STRUCT_MEMBER (gpointer, &ul_sim_unicorn, functions[i].place) = function;
        complete = function != NULL;
    }
    return complete;
}

gboolean
ul_sim_unicorn_load_from (const char *name, GError **error)
{
    if (load (name))
        return TRUE;
    const char *cause = dlerror ();
    g_autoptr (GError) local =
        g_error_new (UL_ERROR, UL_ERROR_FAILED,
                     /* Translators: the first is a file, the second the name of a package */
                     _ ("Simulated boards need the processor emulator Unicorn, but %s cannot be "
                        "loaded: install %s"),
                     name, PACKAGE);

    ul_error_add_detail (local, "cause", "%s", cause != NULL ? cause : name);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

gboolean
ul_sim_unicorn_load (GError **error)
{
    static GMutex lock;
    static gboolean loaded; /* in vain, it is tried again: it may be there by now */

    g_mutex_lock (&lock);
    loaded = loaded || ul_sim_unicorn_load_from (LIBRARY, error);
    gboolean ok = loaded;
    g_mutex_unlock (&lock);
    return ok;
}
