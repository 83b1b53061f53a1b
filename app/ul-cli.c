/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unlatch-cli: what the window does, for scripts. */
#include "ul-cli.h"

#include "ul-chips.h"
#include "ul-cli-report.h"
#include "ul-config.h"
#include "ul-locale.h"

static const UlCliVerb *const verbs[] = {
    &ul_cli_probes,  &ul_cli_devices,   &ul_cli_info,    &ul_cli_inspect, &ul_cli_plan,
    &ul_cli_unlock,  &ul_cli_unprotect, &ul_cli_erase,   &ul_cli_program, &ul_cli_verify,
    &ul_cli_blank,   &ul_cli_read,      &ul_cli_backups, &ul_cli_restore, &ul_cli_series,
    &ul_cli_explain, &ul_cli_import,
#ifdef UL_HAVE_SIMULATOR
    &ul_cli_boards,
#endif
};

const UlCliVerb *const *
ul_cli_get_verbs (guint *n_verbs)
{
    *n_verbs = G_N_ELEMENTS (verbs);
    return verbs;
}

/* What is wrong with a file is told each time: its chips are missed where they are named. */
static void
load_chips (void)
{
    ul_chips_load ();
    for (const char *const *problem = ul_chips_get_problems (); *problem != NULL; problem++)
        ul_cli_note ("unlatch-cli: %s", *problem);
}

int
main (int argc, char **argv)
{
    UlCli cli = { 0 };
    const UlCliVerb *verb = NULL;
    g_autoptr (GError) error = NULL;

    ul_locale_set_up ();
    g_set_prgname ("unlatch-cli");
    load_chips ();

    int status =
        ul_cli_parse (&cli, argv, &verb, &error) ? verb->run (&cli) : ul_cli_fail (&cli, error);
    ul_cli_clear (&cli);
    return ul_cli_end (status);
}
