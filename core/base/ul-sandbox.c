/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sandbox.h"

gboolean
ul_sandbox_is_flatpak (void)
{
    return g_getenv ("FLATPAK_ID") != NULL;
}
