/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-holder.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_NODES 8u

typedef struct {
    struct stat nodes[MAX_NODES];
    const char *names[MAX_NODES]; /* the last parts of their paths */
    guint n;
} Wanted;

static const char *
last_part (const char *path)
{
    const char *slash = strrchr (path, '/');

    return slash != NULL ? slash + 1 : path;
}

/* By what it is, not by its path: the same node may be seen under another one in a container. */
static gboolean
is_wanted (const Wanted *wanted, int folder, const char *name)
{
    char target[256];
    struct stat found;
    gssize length = readlinkat (folder, name, target, sizeof target - 1);

    if (length <= 0)
        return FALSE;
    target[length] = '\0';
    for (guint i = 0; i < wanted->n; i++)
        /* The name first: looking at any file at all might wait for a network. */
        if (strcmp (last_part (target), wanted->names[i]) == 0 &&
            fstatat (folder, name, &found, 0) == 0 && found.st_dev == wanted->nodes[i].st_dev &&
            found.st_ino == wanted->nodes[i].st_ino)
            return TRUE;
    return FALSE;
}

static gboolean
holds (const char *pid, const Wanted *wanted)
{
    g_autofree char *path = g_build_filename ("/proc", pid, "fd", NULL);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    gboolean found = FALSE;
    const char *name;

    if (dir == NULL)
        return FALSE;
    int folder = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (folder >= 0 && !found && (name = g_dir_read_name (dir)) != NULL)
        found = is_wanted (wanted, folder, name);
    if (folder >= 0)
        close (folder);
    return found;
}

static void
describe (const char *pid, UlHolder *holder)
{
    g_autofree char *path = g_build_filename ("/proc", pid, "comm", NULL);
    g_autofree char *text = NULL;

    holder->pid = (int) g_ascii_strtoll (pid, NULL, 10);
    if (!g_file_get_contents (path, &text, NULL, NULL))
        text = g_strdup ("?");
    g_autofree char *valid = g_utf8_make_valid (g_strstrip (text), -1);
    g_strlcpy (holder->name, valid, sizeof holder->name);
}

gboolean
ul_holder_find (const char *const *nodes, UlHolder *holder)
{
    g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
    Wanted wanted = { .n = 0 };
    const char *pid;

    for (; *nodes != NULL && wanted.n < MAX_NODES; nodes++)
        if (stat (*nodes, &wanted.nodes[wanted.n]) == 0)
            wanted.names[wanted.n++] = last_part (*nodes);
    while (proc != NULL && wanted.n > 0 && (pid = g_dir_read_name (proc)) != NULL) {
        if (!g_ascii_isdigit (*pid) || g_ascii_strtoll (pid, NULL, 10) == getpid () ||
            !holds (pid, &wanted))
            continue;
        describe (pid, holder);
        return TRUE;
    }
    return FALSE;
}

gboolean
ul_may_open (const char *node)
{
    return access (node, R_OK | W_OK) == 0;
}
